import { companion } from "../figures/companion.ts";
import { networkIn } from "../figures/network.ts";
import { stack } from "../figures/stack.ts";
import type { Lesson } from "../lesson/lesson.ts";
import type { Matrix } from "../math/matrix.ts";
import { type Brick, bricksOf, bricksOfValues } from "../network/bricks.ts";
import { markOf, single } from "../network/marks.ts";
import { networkOf } from "../network/network.ts";
import type { Trace } from "../network/stage.ts";
import type { Name, Rate } from "../network/values.ts";
import { asJson, asNumpy, asTex } from "../typeset/copy.ts";
import { showScalar, significant, toText, withDigits } from "../typeset/format.ts";
import { code, escapeHtml, markedNumber } from "../typeset/html.ts";
import type { IsFolded, RenderMarkdown } from "../typeset/markdown.ts";
import { type AnyChapter, type Chapter, hasStage, isChapter, type Page, partOf, titleOf } from "./chapter.ts";
import { laboratory } from "./laboratory.ts";
import { STAGE_FILES, type StageFile } from "./stage-files.ts";
import type { Telling, Words } from "./telling.ts";
import { writer } from "./writer.ts";

/** The body of a page, in Markdown. */
export const markdownOf = (page: Page, trace: Trace, telling: Telling): string =>
  page.prose.page(page.facts(trace, telling), writer(trace, telling));

/** The book, as its pages know it. */
export interface Book {
  /** The chapters, in reading order. */
  readonly chapters: readonly AnyChapter[];
  /** One for all pages: it remembers the formulas that they share. */
  readonly render: RenderMarkdown;
  /** The exercises at the end of a page, as HTML. A live page leaves them to a script of their own (build/reader/exercises.ts). */
  readonly exercises?: (page: string, trace: Trace) => string;
}

/** The `<main>` of a page in parts: what stands before and after the text, and the text in pieces of whole elements. */
export interface Parts {
  readonly before: string;
  readonly body: readonly string[];
  readonly after: string;
}

/**
 * A page from a trace and a telling: the same function at build time and in a live page. `command` rebuilds the
 * lesson. The text is written once; the function returned makes HTML of it, as often as disclosures open and close, and
 * leaves out the formulas in what is folded.
 */
export function pageParts(
  book: Book,
  page: Page | AnyChapter,
  trace: Trace,
  telling: Telling,
  command: string,
): (isFolded?: IsFolded) => Parts {
  const { words } = telling;
  const chapter = isChapter(page) ? page : undefined;
  const before = [
    `<main id="main">`,
    `<header class="opening">`,
    chapter &&
      `<p class="eyebrow ${chapter.direction}">${words.chapter(book.chapters.indexOf(chapter))} · ${words.directions[chapter.direction]}</p>`,
    `<h1>${titleOf(page, trace.lesson)}</h1>`,
    `</header>`,
    chapter && place(book, chapter, trace, telling),
    `<div class="body">\n`,
  ];
  const facts = page.facts(trace, telling);
  const w = writer(trace, telling);
  const text = page.prose.page(facts, w);
  const exercises = book.exercises?.(page.name, trace) ?? "";
  const last = [exercises, ...end(page, trace, telling, page.prose.toTry?.(facts, w))].filter(Boolean);
  const after = ["</div>", lessonLine(trace, telling, command), "</main>"];
  return (isFolded) => ({
    before: before.filter(Boolean).join("\n"),
    body: [...book.render(text, isFolded), ...last],
    after: after.join("\n"),
  });
}

/** What a page's text ends with: all digits of a stage, or the place for a reader's own runs. */
function end(page: Page | AnyChapter, trace: Trace, telling: Telling, toTry?: string): string[] {
  if (hasStage(page)) return [precision(page, trace, telling), files(page, telling)];
  if (!("laboratory" in page && page.laboratory)) return [];
  return [laboratory(page.laboratory, telling.words.laboratory, toTry)];
}

/** The whole `<main>`. */
export const wholeMain = ({ before, body, after }: Parts): string => before + body.join("") + after;

/** Decimals of the small network. */
const FEW = 3;

/**
 * What stays beside the text: the stack of bricks, the present ones lit, each a link to a chapter on it; and where the
 * chapter is about this lesson, its network with the numbers known so far.
 */
function place({ chapters }: Book, chapter: AnyChapter, trace: Trace, { words, format }: Telling): string {
  const { name, direction } = chapter;
  const { lesson } = trace;
  const { loss } = words.figures.stack;
  const bricks = bricksOf(networkOf(lesson));
  const stages = chapters
    .filter(hasStage)
    .map((it) => ({ it, makes: partOf(it, lesson).makes }))
    .map(({ it, makes }) => ({ it, makes, at: bricksOfValues(bricks, makes) }));
  const link = (brick: Brick) => {
    const here = stages.filter(({ at }) => at.includes(brick)).map(({ it }) => it);
    const nearest = here.find((it) => it.direction === direction) ?? here[0]!;
    const written = brick.kind === "scalars" ? loss : (brick.op?.symbol ?? brick.name);
    return [brick.name, { href: `${nearest.name}.html`, name: `${written}: ${titleOf(nearest, lesson)}` }];
  };
  const links = Object.fromEntries(bricks.map(link));
  const lit = stages.find(({ it }) => it.name === name)?.at ?? bricks;
  const drawn = stack({ id: "place", bricks, lit, direction, links }, words.figures.stack);
  return `<div class="place"><div class="companion"><div class="where">${drawn}</div>${network()}</div></div>`;

  function network(): string {
    if ("experiment" in chapter) return "";
    const number = chapters.indexOf(chapter);
    const known = stages.filter(({ it }) => chapters.indexOf(it) <= number).flatMap(({ makes }) => makes);
    const inNodes = (["h1", "z1", "h2", "z2"] as const).filter((it) => known.includes(it));
    const its = words.figures.companion;
    const short = (x: number) =>
      toText(
        Math.abs(x) < 100 ? showScalar(x, withDigits(format, Math.min(format.digits, FEW))) : significant(x),
        format,
      );
    return `<div class="network">${companion(networkIn(trace, ...inNodes), its, short)}<p class="hint">${its.hint}</p></div>`;
  }
}

/** Up to so many numbers stand on the page in full. */
const MOST_NUMBERS = 100;

function precision(chapter: Chapter, trace: Trace, { words, hasFiles, changed }: Telling): string {
  const { makes } = partOf(chapter, trace.lesson);
  const note = changed ? words.changed.note : "";
  const size = (it: Name) => (typeof trace[it] === "number" ? 1 : (trace[it] as Matrix).data.length);
  const total = makes.reduce((sum, it) => sum + size(it), 0);
  if (total > MOST_NUMBERS) return `<p class="precision">${words.precisionMany(hasFiles)}</p>\n`;
  const box = (label: string, text: string) =>
    `<p class="label">${label}</p>${code("plain", `${words.precision}: ${label}`, escapeHtml(text))}`;
  return [
    `<details class="precision"><summary>${words.precision}</summary>`,
    `<p>${words.precisionNote}${note && ` <strong>${note}.</strong>`}</p>`,
    box(words.formats.json, asJson(makes, trace, note)),
    box(words.formats.numpy, asNumpy(makes, trace, note)),
    box(words.formats.tex, asTex(makes, trace, note)),
    `</details>\n`,
  ].join("\n");
}

/** The files beside the page; while they are of other numbers, a live page hides them. */
function files({ name }: Chapter, { words, hasFiles, isAlone }: Telling): string {
  if (isAlone) return "";
  const links = Object.entries(STAGE_FILES).map(
    ([file, ending]) => `<a href="${name}${ending}">${words.fileNames[file as StageFile]}</a>`,
  );
  return `<p class="label"${hasFiles ? "" : " hidden"}>${words.files}: ${links.join(" · ")}</p>\n`;
}

/** The lesson in one line of plain text; where its numbers are not the book's, `note` says so first. */
export const lessonFoot = (
  lesson: Lesson,
  { lessonFacts }: Pick<Words, "lessonFacts">,
  note?: string,
): string => [...(note ? [note] : []), lesson.title, ...lessonFacts(lesson)].join(" · ");

function lessonLine({ lesson }: Trace, { words, changed }: Telling, command: string): string {
  const rate = (name: Rate, value: string) => markedNumber(markOf(single(name)), "scalars", value);
  const facts = words.lessonFacts(lesson, rate).map((fact) => `<li>${fact}</li>`);
  return [
    `<footer class="lesson">`,
    `<p>${words.lesson}: ${escapeHtml(lesson.title)}${changed ? ` · <strong>${words.changed.note}</strong>` : ""}</p>`,
    `<ul>${facts.join("")}</ul>`,
    `<p>${words.rebuild}: <code>${escapeHtml(command)}</code>${changed ? ` ${words.changed.command}` : ""}</p>`,
    `</footer>`,
  ].join("\n");
}
