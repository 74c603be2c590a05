import { type LoopFacts, loopInNumpy } from "../chapters/loop-in-numpy.ts";
import type { notebookWords, programWords } from "../chapters/words/numpy.ts";
import { type AnyChapter, type Chapter, hasStage, ofLesson, partOf, titleOf } from "../src/book/chapter.ts";
import type { Lesson } from "../src/lesson/lesson.ts";
import { networkOf } from "../src/network/network.ts";
import type { Name } from "../src/network/values.ts";
import { withoutTags } from "../src/typeset/html.ts";
import { inNumpy } from "../src/typeset/numpy.ts";

/** The lesson as a Jupyter notebook (nbformat 4.5): each stage in a cell under its title, and the loop at the end. */

interface Words {
  readonly chapter: (number: number) => string;
  readonly program: typeof programWords;
  readonly notebook: typeof notebookWords;
}

/** @param last the chapter whose program is the loop; those with a stage stand before it */
export function notebook(
  lesson: Lesson,
  book: readonly AnyChapter[],
  last: AnyChapter,
  loop: LoopFacts,
  words: Words,
): string {
  const { imports, show, loop: turns } = loopInNumpy(loop, words.program);
  const heading = (it: AnyChapter, ...more: string[]) => [
    `## ${words.chapter(book.indexOf(it))}: ${withoutTags(titleOf(it, lesson))}`,
    ...more.flatMap((line) => ["", line]),
  ];
  const stages = book
    .filter(hasStage)
    .flatMap((it) => [
      text(`${it.name}-title`, heading(it, ...formulas(it, lesson))),
      code(it.name, linesOf(it, lesson)),
    ]);
  const cells = [
    text("about", [`# ${lesson.title}`, "", words.notebook.about]),
    ...stages,
    text(`${last.name}-title`, heading(last, words.notebook.loop(loop.steps))),
    code(`${last.name}-table`, [...imports, "", "", ...show]),
    code(last.name, turns),
  ];
  const metadata = {
    kernelspec: { display_name: "Python 3", language: "python", name: "python3" },
    language_info: { name: "python" },
  };
  return `${JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}

/** What the stage computes; a line that begins with its operator goes on from the one before. */
const formulas = ({ formula }: Chapter, lesson: Lesson): string[] =>
  ofLesson(formula, lesson)
    .join("\n")
    .replaceAll("\n+", " +")
    .split("\n")
    .filter((line) => line.includes("="))
    .map((line) => `\`${line}\``);

/** The lines of a stage, and what it ends with: data and weights all, else what it makes last. */
function linesOf(chapter: Chapter, lesson: Lesson): string[] {
  const { makes } = partOf(chapter, lesson);
  const given = networkOf(lesson).given.map(({ name }): Name => name);
  const ends = makes.some((name) => given.includes(name)) ? makes.join(", ") : makes.at(-1)!;
  return [...inNumpy(lesson, makes, Number.POSITIVE_INFINITY), "", ends];
}

const text = (id: string, lines: readonly string[]) => ({
  cell_type: "markdown",
  id,
  metadata: {},
  source: ended(lines),
});

const code = (id: string, lines: readonly string[]) => ({
  cell_type: "code",
  execution_count: null,
  id,
  metadata: {},
  outputs: [],
  source: ended(lines),
});

/** Each line with its end, but for the last. */
const ended = (lines: readonly string[]): string[] =>
  lines.map((line, i) => (i < lines.length - 1 ? `${line}\n` : line));
