import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { drills } from "../chapters/exercises/index.ts";
import { chapters, forwardPass, stages } from "../chapters/index.ts";
import { book, experiments, pages } from "../chapters/pages.ts";
import { tasks } from "../chapters/tasks/index.ts";
import { english } from "../chapters/words/english.ts";
import { exerciseWords } from "../chapters/words/exercises.ts";
import { laboratoryWords } from "../chapters/words/laboratory.ts";
import { movingWords } from "../chapters/words/moving.ts";
import { neuronsWords } from "../chapters/words/neurons.ts";
import { shellWords } from "../chapters/words/shell.ts";
import { takeWords } from "../chapters/words/take.ts";
import { type AnyChapter, fileOf, isChapter, ofLesson, type Page, titleOf } from "../src/book/chapter.ts";
import { exerciseSection } from "../src/book/exercises.ts";
import { fileNamed } from "../src/book/file.ts";
import { lessonFoot, type Parts, pageParts, wholeMain } from "../src/book/page.ts";
import type { Sources, Telling } from "../src/book/telling.ts";
import { favicon } from "../src/figures/logo.ts";
import type { Lesson } from "../src/lesson/lesson.ts";
import { SCHEMA_FILE, schemaText } from "../src/lesson/schema.ts";
import { type Trace, traceOf } from "../src/network/stage.ts";
import { markdownRenderer } from "../src/typeset/markdown.ts";
import { answersOf } from "./answers.ts";
import { checkIndex, checkLinks, idsIn, type Source, sourcesFor, strict } from "./author.ts";
import { bundled } from "./bundled.ts";
import { checkGradients, PROBES } from "./checks.ts";
import { fileOfExperiment } from "./experiments/code.ts";
import { runExperiments } from "./experiments.ts";
import { filesInNumpy } from "./in-numpy.ts";
import { digest } from "./kept.ts";
import { stageFiles } from "./kit/export/stage-files.ts";
import { licenses } from "./licenses.ts";
import { madeOf } from "./made-of.ts";
import { picturesIn } from "./pictures.ts";
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
import { plainTelling } from "./telling.ts";

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
    ...plainTelling(lesson),
    sources: await sourcesOf(root, files),
    hasFiles: true,
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

/** What the book of a lesson is written from: `root` is the project's folder, `command` what rebuilds this lesson. */
export interface Given {
  readonly root: string;
  readonly lesson: Lesson;
  readonly command: string;
}

/** The pages of a lesson, each written when it is asked for. */
export interface WrittenBook {
  readonly trace: Trace;
  readonly telling: Telling;
  /** The parts of a page. */
  readonly partsOf: (page: Page | AnyChapter) => Parts;
  /** Where the text of a page may have been written. */
  readonly sourcesOfPage: (page: Page | AnyChapter) => () => readonly Source[];
}

/**
 * @param changed what the telling has in its own way
 * @throws CheckError where a gradient and its checks differ: such a book is not to be read
 * @throws ChapterError, as its pages do, for what its author got wrong
 */
export async function writtenBook(
  { root, lesson, command }: Given,
  changed: (telling: Telling) => Telling = (it) => it,
): Promise<WrittenBook> {
  checkIndex(root, book);
  const progress = progressOn();
  checkGradients(book, forwardPass, traceOf(stages, lesson), (what) => progress.now(`checking ${what}`));
  progress.end();
  const { trace, telling: asOnPages } = await sourcesOfPages(root, lesson);
  const telling = changed(asOnPages);
  const render = markdownRenderer(english);
  const exercises = (page: string, trace: Trace) =>
    drills[page] ? exerciseSection(drills[page], trace, exerciseWords) : "";
  const sourcesOfPage = (page: Page | AnyChapter) => () => sourcesFor(root, page, book);
  const partsOf = (page: Page | AnyChapter) => {
    const whole = { chapters: book, render: strict(render, sourcesOfPage(page)), exercises };
    // What experiments measured is decimals, as are the rates that they were made with.
    const format = followsLesson(page) ? lesson : { ...lesson, fractions: false };
    return pageParts(whole, page, trace, { ...telling, format }, command)();
  };
  return { trace, telling, partsOf, sourcesOfPage };
}

/**
 * The whole site of one lesson.
 * @throws CheckError, ChapterError
 */
export async function site(given: Given): Promise<Site> {
  const { root, lesson, command } = given;
  const { trace, telling, partsOf, sourcesOfPage } = await writtenBook(given);
  const mains = new Map(
    pages.map((page): [string, () => string] => [`${page.name}.html`, once(() => wholeMain(partsOf(page)))]),
  );
  await checkProgram(root, mains.get(`${PROGRAM}.html`)!(), lesson);
  const inNumpy = filesInNumpy(trace);
  const ofStages = new Map(chapters.flatMap((chapter) => [...stageFiles(chapter, trace)]));
  const pictures = picturesIn(root);
  const files = new Set([...mains, ...ofStages, ...inNumpy, ...pictures].map(([name]) => name));
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
    [SCHEMA_FILE, schemaText()],
    ["licenses.txt", licenses(root, shellWords)],
    ["robots.txt", "User-agent: *\nAllow: /\n"],
    ...readdirSync(fonts)
      .filter((name) => name.endsWith(".woff2"))
      .map((name) => [`fonts/${name}`, readFileSync(join(fonts, name))] as const),
    ...ofStages,
    ...inNumpy,
    ...pictures,
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
      [
        "blank.js",
        () =>
          script(root, "blank", {
            answers: Object.fromEntries(pages.map((page) => [page.name, answersOf(page, lesson)])),
          }),
      ],
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
