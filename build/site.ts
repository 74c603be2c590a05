import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { drills } from "../chapters/exercises/index.ts";
import { chapters, fileInNumpy, forwardPass, stages } from "../chapters/index.ts";
import { programInNumpy } from "../chapters/loop-in-numpy.ts";
import { book, experiments, pages } from "../chapters/pages.ts";
import { tasks } from "../chapters/tasks/index.ts";
import { english } from "../chapters/words/english.ts";
import { exerciseWords } from "../chapters/words/exercises.ts";
import { laboratoryWords } from "../chapters/words/laboratory.ts";
import { movingWords } from "../chapters/words/moving.ts";
import { neuronsWords } from "../chapters/words/neurons.ts";
import { notebookWords, programWords } from "../chapters/words/numpy.ts";
import { shellWords } from "../chapters/words/shell.ts";
import { takeWords } from "../chapters/words/take.ts";
import {
  type AnyChapter,
  fileOf,
  isChapter,
  numberIn,
  ofLesson,
  type Page,
  partOf,
  placeIn,
  titleOf,
} from "../src/book/chapter.ts";
import { exerciseSection } from "../src/book/exercises.ts";
import { fileNamed } from "../src/book/file.ts";
import { lessonFoot, pageParts, wholeMain } from "../src/book/page.ts";
import type { Sources, Telling } from "../src/book/telling.ts";
import { favicon } from "../src/figures/logo.ts";
import { type Lesson, writtenAs } from "../src/lesson/lesson.ts";
import { stageJson } from "../src/network/json.ts";
import { type Trace, traceOf } from "../src/network/stage.ts";
import { markdownRenderer } from "../src/typeset/markdown.ts";
import { checkIndex, checkLinks, idsIn, sourcesFor, strict } from "./author.ts";
import { bundled } from "./bundled.ts";
import { checkGradients, PROBES } from "./checks.ts";
import { fileOfExperiment } from "./experiments/code.ts";
import { runExperiments } from "./experiments.ts";
import { digest } from "./kept.ts";
import { licenses } from "./licenses.ts";
import { madeOf } from "./made-of.ts";
import { notebook } from "./notebook.ts";
import { checkProgram, PROGRAM } from "./program.ts";
import { progressOn } from "./progress.ts";
import type { Files } from "./publish.ts";
import type { Given as GivenToLaboratory } from "./reader/laboratory/given.ts";
import type { Given as GivenToLive } from "./reader/live/book.ts";
import type { Given as GivenToCode } from "./reader/runtime.ts";
import { NAMES } from "./reader/worker/operations.ts";
import { script, workerScript } from "./scripts.ts";
import { sectionsOf } from "./sections.ts";
import { document, followsLesson } from "./shell.ts";
import { styleSheet, styles } from "./styles.ts";

/** A built site in memory: pages are rendered when they are asked for. */
export interface Site {
  readonly pages: ReadonlyMap<string, () => string>;
  readonly assets: ReadonlyMap<string, string | Uint8Array>;
  /** Scripts that pages load when a reader asks for what they do. Made when they are asked for, as they take a while. */
  readonly scripts: ReadonlyMap<string, () => Promise<string>>;
}

/** A site with every file of it made, to be written down. */
export async function complete({ pages, assets, scripts }: Site): Promise<Files> {
  const made = await Promise.all([...scripts].map(async ([name, make]) => [name, await make()] as const));
  return { pages, assets: new Map([...assets, ...made]) };
}

/** What the pages of a lesson are written from; `root` is the project's folder. */
export async function sourcesOfPages(
  root: string,
  lesson: Lesson,
): Promise<{ trace: Trace; telling: Telling }> {
  const files = new Map([
    ...book.filter(followsLesson).map((it) => [it.name, fileOf(it, book)] as const),
    ...experiments.map(({ name }) => [name, fileOfExperiment(name)] as const),
    ["invariants", "chapters/invariants.ts"] as const,
    ["tape", "src/network/tape.ts"] as const,
    ["nudging", "src/network/gradient-check.ts"] as const,
  ]);
  const telling: Telling = {
    words: english,
    format: lesson,
    sources: await sourcesOf(root, files),
    hasFiles: true,
    traceOf: (it) => traceOf(stages, writtenAs(it, lesson)),
    numberOf: numberIn(book),
    placeOf: (name) => placeIn(chapters, name),
    resultsOf: await runExperiments(experiments, root),
  };
  return { trace: traceOf(stages, lesson), telling };
}

/** The code that pages show, cut anew only where the files or the way of cutting are not what they were. */
async function sourcesOf(root: string, files: ReadonlyMap<string, string>): Promise<Sources> {
  const inputs = new Map<string, string>();
  const read = (path: string): string => {
    const text = readFileSync(join(root, path), "utf8");
    inputs.set(path, digest(text));
    return text;
  };
  const way = await bundled(root, "build/sources.ts", { platform: "node", format: "cjs" });
  return madeOf(root, "sources", way + JSON.stringify([...files]), async () => {
    const { readSources } = await import("./sources.ts");
    return { value: readSources(files, read), inputs };
  });
}

/** What the script of the laboratory is given: it has no words of its own. */
function givenToLaboratory(lesson: Lesson, { numberOf }: Telling): GivenToLaboratory {
  return {
    lesson,
    words: laboratoryWords,
    copy: shellWords.copy,
    chapters: chapters.map(({ name, prose }) => ({ name, title: ofLesson(prose.title, lesson) })),
    program: fileNamed("loop", numberOf("loop")),
  };
}

/**
 * The whole site of one lesson. `root` is the project's folder, `command` what rebuilds this lesson.
 * @throws CheckError where a gradient and its checks differ: such a book is not to be read
 * @throws ChapterError, as its pages do, for what its author got wrong
 */
export async function site({
  root,
  lesson,
  command,
}: {
  root: string;
  lesson: Lesson;
  command: string;
}): Promise<Site> {
  checkIndex(root, book);
  const progress = progressOn();
  checkGradients(book, forwardPass, traceOf(stages, lesson), (what) => progress.now(`checking ${what}`));
  progress.end();
  const { trace, telling } = await sourcesOfPages(root, lesson);
  const render = markdownRenderer(english);
  const exercises = (page: string, trace: Trace) =>
    drills[page] ? exerciseSection(drills[page], trace, exerciseWords) : "";
  const write = (page: Page | AnyChapter) => {
    const whole = { chapters: book, render: strict(render, sourcesOfPage(page)), exercises };
    // What experiments measured is decimals, as are the rates that they were made with.
    const format = followsLesson(page) ? lesson : { ...lesson, fractions: false };
    return wholeMain(pageParts(whole, page, trace, { ...telling, format }, command)());
  };
  const sourcesOfPage = (page: Page | AnyChapter) => () => sourcesFor(root, page, book);
  const mains = new Map(pages.map((page) => [`${page.name}.html`, once(() => write(page))]));
  await checkProgram(root, mains.get(`${PROGRAM}.html`)!(), lesson);
  const inNumpy = filesInNumpy(lesson);
  const files = new Set([...mains.keys(), ...chapters.map(({ name }) => `${name}.json`), ...inNumpy.keys()]);
  const ids = new Map([...mains].map(([file, main]) => [file, once(() => idsIn(main()))]));
  const finish = (page: Page | AnyChapter, file = `${page.name}.html`) =>
    once(() => {
      const main = mains.get(file)!();
      checkLinks(main, file, files, (it) => ids.get(it)!(), sourcesOfPage(page));
      return document({ words: { ...english, ...shellWords }, pages, lesson }, page, main);
    });
  const rendered = new Map<string, () => string>(pages.map((page) => [`${page.name}.html`, finish(page)]));
  const sections = () =>
    pages.flatMap((page) => {
      const file = `${page.name}.html`;
      const number = isChapter(page) ? `${english.chapter(book.indexOf(page))}: ` : "";
      return sectionsOf({ file, title: `${number}${titleOf(page, lesson)}` }, rendered.get(file)!());
    });

  const fonts = join(root, "build/fonts");
  const assets = new Map<string, string | Uint8Array>([
    ["styles.css", await styles(root, shellWords.book, lessonFoot(lesson, english))],
    ["code.css", await styleSheet(root, "code")],
    ["reader.js", await script(root, "reader")],
    ["player.js", await script(root, "player")],
    ["favicon.svg", favicon()],
    ["licenses.txt", licenses(root, shellWords)],
    ["robots.txt", "User-agent: *\nAllow: /\n"],
    ...readdirSync(fonts)
      .filter((name) => name.endsWith(".woff2"))
      .map((name) => [`fonts/${name}`, readFileSync(join(fonts, name))] as const),
    ...chapters.map(
      (chapter) => [`${chapter.name}.json`, stageJson(chapter.name, partOf(chapter, lesson), trace)] as const,
    ),
    ...inNumpy,
  ]);
  const { search, keys, close } = shellWords;
  return {
    pages: rendered,
    assets,
    scripts: new Map([
      ["laboratory.js", () => script(root, "laboratory", givenToLaboratory(lesson, telling))],
      ["live.js", () => script(root, "live", givenToLive(lesson, command, telling.sources), titlesAlone)],
      ["neurons.js", () => script(root, "neurons", { words: neuronsWords })],
      ["search.js", () => script(root, "search", { words: search, sections: sections() })],
      ...Object.entries(movingWords).map(
        ([name, words]) => [`${name}.js`, () => script(root, name, { words })] as const,
      ),
      ["code.js", () => script(root, "code")],
      ["runtime.js", async () => script(root, "runtime", await runtimeOf(root))],
      ["tasks.js", () => script(root, "tasks", { tasks })],
      ["take.js", () => script(root, "take", { words: takeWords })],
      ["practice.js", () => script(root, "practice")],
      ["json.js", () => script(root, "json")],
      ["keylist.js", () => script(root, "keylist", { words: { ...keys, close } })],
    ]),
  };
}

/** What runs a reader's code, and what it is tried on. */
export async function runtimeOf(root: string): Promise<GivenToCode> {
  const files = Object.fromEntries(book.map((it) => [it.name, fileOf(it, book)]));
  const stages = Object.fromEntries(chapters.map(({ name }) => [name, files[name]!]));
  const worker = await workerScript(root, { stages, forward: files.loss!, tape: files.autodiff! });
  return { worker, names: NAMES, probes: PROBES };
}

/** The loop in NumPy, as a program and as a notebook. */
export function filesInNumpy(lesson: Lesson): ReadonlyMap<string, string> {
  const loop = fileInNumpy(lesson);
  const words = { chapter: english.chapter, program: programWords, notebook: notebookWords };
  const chapter = book.find(({ name }) => name === PROGRAM)!;
  return new Map([
    [`${PROGRAM}.py`, `${programInNumpy(loop, programWords).join("\n")}\n`],
    [`${PROGRAM}.ipynb`, notebook(lesson, book, chapter, loop, words)],
  ]);
}

/** What stands in a live page for pages that do not follow the lesson: their titles, by file. */
export const titlesAlone: Readonly<Record<string, string>> = Object.fromEntries(
  pages
    .filter((it) => !followsLesson(it))
    .map((page) => {
      const { name, prose } = page;
      const { title, summary } = prose;
      const direction = isChapter(page) ? page.direction : undefined;
      const alone = JSON.stringify({ name, direction, prose: { title, summary } });
      return isChapter(page)
        ? [fileOf(page, book), `export const chapter = ${alone};`]
        : [`chapters/${name}.ts`, `export const ${name} = ${alone};`];
    }),
);

/** What live pages cannot know: the lesson, and the code shown on the pages that follow it. */
export function givenToLive(lesson: Lesson, command: string, sources: Sources): GivenToLive {
  const experimental = new Set(experiments.map(({ name }) => fileOfExperiment(name)));
  const shown = Object.entries(sources.cut).filter(([, { file }]) => !experimental.has(file));
  const called = new Set([
    ...shown.flatMap(([, { calls, parts }]) => [...calls, ...parts.flatMap((part) => part.calls)]),
    ...Object.values(sources.bricks).flatMap(({ activation, slope }) => [...activation, ...slope]),
  ]);
  const operations = Object.entries(sources.operations).filter(([name]) => called.has(name));
  return {
    lesson,
    command,
    sources: {
      cut: Object.fromEntries(shown),
      operations: Object.fromEntries(operations),
      bricks: sources.bricks,
    },
  };
}

/** What `make` makes: once, when it is first asked for. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
