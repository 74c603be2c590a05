import { type LoopFacts, loopInNumpy } from "../../../chapters/loop-in-numpy.ts";
import type { notebookWords, programWords } from "../../../chapters/words/numpy.ts";
import {
  type AnyChapter,
  type Chapter,
  hasStage,
  ofLesson,
  partOf,
  titleOf,
} from "../../../src/book/chapter.ts";
import { shapeOf as shapeInText } from "../../../src/math/matrix.ts";
import { networkOf } from "../../../src/network/network.ts";
import type { Trace } from "../../../src/network/stage.ts";
import type { Name, Value } from "../../../src/network/values.ts";
import { toJsonValue } from "../../../src/typeset/copy.ts";
import { withoutTags } from "../../../src/typeset/html.ts";
import { inNumpy, numbersInNumpy } from "../../../src/typeset/numpy.ts";
import { plainTex } from "../../../src/typeset/plain.ts";
import { toldValues } from "./told.ts";
import { tolerances } from "./tolerance.ts";
import { shapeOf, valuesNamed, valuesOf } from "./values.ts";

/**
 * A lesson as a Jupyter notebook (nbformat 4.5). Each stage has its formulas, its lines of NumPy, and a cell that fails
 * where NumPy's numbers are not the book's; the loop stands at the end.
 */

export interface Words {
  readonly chapter: (number: number) => string;
  readonly program: typeof programWords;
  readonly notebook: typeof notebookWords;
}

interface Cell {
  readonly cell_type: "markdown" | "code";
  readonly id: string;
  readonly metadata: object;
  readonly source: readonly string[];
}

/** @param last the chapter whose program is the loop; those with a stage stand before it */
export function notebook(
  trace: Trace,
  book: readonly AnyChapter[],
  last: AnyChapter,
  loop: LoopFacts,
  words: Words,
): string {
  const { imports, show, loop: turns } = loopInNumpy(loop, words.program);
  const stages = book
    .filter(hasStage)
    .flatMap((it) => stageCells(it, trace, book, words, linesOf(it, trace)));
  return written([
    text("about", [`# ${trace.lesson.title}`, "", words.notebook.about, "", words.notebook.check]),
    code("setup", setUp(trace, words)),
    ...stages,
    text(`${last.name}-title`, [heading(last, trace, book, words), "", words.notebook.loop(loop.steps)]),
    code(`${last.name}-table`, [...imports, "", "", ...show]),
    code(last.name, turns),
  ]);
}

/** One stage alone: what it needs stands in the notebook in full. */
export function stageNotebook(
  chapter: Chapter,
  trace: Trace,
  book: readonly AnyChapter[],
  words: Words,
): string {
  const { lesson, X } = trace;
  const { makes } = partOf(chapter, lesson);
  // N, λ and α, too: no chapter before this one has said what they are.
  const lines = linesOf(chapter, trace).filter((line) => !/^(?:N|ridge|alpha) = /.test(line));
  const isIn = (name: string) => new RegExp(`\\b${name}\\b`).test(lines.join("\n"));
  const given = [
    ...valuesOf(trace)
      .filter(({ name }) => isIn(name) && !makes.includes(name))
      .map(({ name, value }) => `${name} = np.array(${numbers(value)})`),
    ...numbersInNumpy(lesson, lines).map((line) => line.replace("len(X)", String(X.rows))),
  ];
  return written([
    text("about", [`# ${trace.lesson.title}`, "", words.notebook.stage, "", words.notebook.check]),
    code("setup", setUp(trace, words)),
    ...(given.length > 0
      ? [
          code(
            "given",
            given.flatMap((it) => it.split("\n")),
          ),
        ]
      : []),
    ...stageCells(chapter, trace, book, words, lines),
  ]);
}

const heading = (it: AnyChapter, { lesson }: Trace, book: readonly AnyChapter[], words: Words) =>
  `## ${words.chapter(book.indexOf(it))}: ${withoutTags(titleOf(it, lesson))}`;

/** What a stage is about, what it computes, and what must come out. */
function stageCells(
  chapter: Chapter,
  trace: Trace,
  book: readonly AnyChapter[],
  words: Words,
  lines: readonly string[],
): Cell[] {
  const { name, prose } = chapter;
  const { lesson } = trace;
  const { makes } = partOf(chapter, lesson);
  const meanings = (prose.meanings && ofLesson(prose.meanings, lesson)) ?? {};
  const formulas = toldValues(chapter, trace)
    .filter(({ lines }) => lines.length > 1)
    .map(({ lines: [first] }) => `${plainTex(first!.left)} &= ${plainTex(first!.right)}`);
  const listed = makes.map((it) => {
    const value: Value = trace[it];
    const shape = typeof value === "number" ? "" : ` (${shapeInText(value)})`;
    return `- \`${it}\`${shape}: ${plainTex(meanings[it] ?? "")}`;
  });
  const about = [
    heading(chapter, trace, book, words),
    "",
    ofLesson(prose.summary, lesson),
    "",
    ...(formulas.length > 0 ? displayed(formulas) : []),
    ...listed,
  ];
  const given = networkOf(lesson).given.map(({ name }): Name => name);
  const ends = makes.some((it) => given.includes(it)) ? makes.join(", ") : makes.at(-1)!;
  return [
    text(`${name}-title`, about),
    code(name, [...lines, "", ends]),
    check(`${name}-check`, trace, makes, words),
  ];
}

const displayed = (formulas: readonly string[]): string[] => [
  "$$",
  "\\begin{aligned}",
  ...formulas.map((it, i) => (i < formulas.length - 1 ? `${it} \\\\[.5em]` : it)),
  "\\end{aligned}",
  "$$",
  "",
];

/** The lines of a stage; what they import, the notebook has. */
const linesOf = (chapter: Chapter, { lesson }: Trace): string[] => {
  const lines = inNumpy(lesson, partOf(chapter, lesson).makes, Number.POSITIVE_INFINITY);
  return lines[0] === IMPORT ? lines.slice(2) : lines;
};
const IMPORT = "import numpy as np";

const allowed = new WeakMap<Trace, ReadonlyMap<Name, readonly number[]>>();

/** A cell with the book's numbers; a long one is folded. */
function check(id: string, trace: Trace, names: readonly Name[], words: Words): Cell {
  const most = allowed.get(trace) ?? tolerances(trace);
  allowed.set(trace, most);
  const values = valuesNamed(trace, names);
  const lines = values.map(
    ({ name, value }) => `agree(${name}, ${numbers(value)}, atol=${tolerance(value, most.get(name) ?? [])})`,
  );
  const cell = code(id, [`# ${words.notebook.numbers}`, ...lines.flatMap((line) => line.split("\n"))]);
  return values.some(({ value }) => isLarge(value))
    ? { ...cell, metadata: { jupyter: { source_hidden: true } } }
    : cell;
}

/** A number that may be off by more than this lies at a corner of ReLU, or follows from one that does. */
const LOOSE = 1e-9;

/** One tolerance for a whole matrix; where a few numbers hang on the last bit of one, theirs alone are wide. */
function tolerance(value: Value, all: readonly number[]): string {
  const short = (x: number) => Number(x.toPrecision(1));
  const data = typeof value === "number" ? [value] : value.data;
  const isCalm = (it: number, i: number) => it <= LOOSE * Math.max(1, Math.abs(data[i]!));
  const calm = short(Math.max(0, ...all.filter(isCalm)));
  if (typeof value === "number" || all.every(isCalm))
    return String(typeof value === "number" ? short(all[0] ?? 0) : calm);
  const each = Float64Array.from(all, (it, i) => (isCalm(it, i) ? calm : short(it)));
  return numbers({ ...value, data: each });
}

/** Up to so many numbers of a matrix are written out. */
const MOST = 100;
const isLarge = (value: Value): boolean => typeof value !== "number" && value.data.length > MOST;

/** A value in NumPy, every digit of it: many numbers as their bytes. */
function numbers(value: Value): string {
  if (typeof value === "number" || !isLarge(value)) return inPython(JSON.stringify(toJsonValue(value)));
  const bytes = new DataView(new ArrayBuffer(8 * value.data.length));
  for (const [i, x] of value.data.entries()) bytes.setFloat64(8 * i, x, true);
  const coded = Buffer.from(bytes.buffer).toString("base64");
  return `numbers("""\n${coded.match(/.{1,120}/g)!.join("\n")}\n""", ${shapeOf(value).join(", ")})`;
}
/** JSON has no word for what is not finite. */
const inPython = (json: string): string => json.replaceAll("null", "np.nan").replaceAll(",", ", ");

/** What the cells call. */
const setUp = (trace: Trace, { notebook }: Words): string[] => [
  ...(valuesOf(trace).some(({ value }) => isLarge(value)) ? ["import base64", ""] : []),
  IMPORT,
  "",
  "",
  "def agree(ours, book, atol):",
  `    # ${notebook.agree}`,
  "    assert np.shape(ours) == np.shape(book), (np.shape(ours), np.shape(book))",
  "    near = np.isclose(ours, book, rtol=1e-12, atol=atol, equal_nan=True)",
  "    assert near.all(), (ours, book)",
  ...(valuesOf(trace).some(({ value }) => isLarge(value))
    ? [
        "",
        "",
        "def numbers(text, *shape):",
        `    # ${notebook.bytes}`,
        '    return np.frombuffer(base64.b64decode(text), "<f8").reshape(shape)',
      ]
    : []),
];

function written(cells: readonly Cell[]): string {
  const metadata = {
    kernelspec: { display_name: "Python 3", language: "python", name: "python3" },
    language_info: { name: "python" },
  };
  return `${JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}

const text = (id: string, lines: readonly string[]): Cell => ({
  cell_type: "markdown",
  id,
  metadata: {},
  source: ended(lines),
});

const code = (id: string, lines: readonly string[]): Cell & { outputs: []; execution_count: null } => ({
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
