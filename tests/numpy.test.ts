import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { filesInNumpy } from "../build/in-numpy.ts";
import { chapter as loop } from "../chapters/10-loop.ts";
import { chapters, stages } from "../chapters/index.ts";
import { book } from "../chapters/pages.ts";
import { english } from "../chapters/words/english.ts";
import { type AnyChapter, hasStage, numberIn, placeIn } from "../src/book/chapter.ts";
import { markdownOf } from "../src/book/page.ts";
import type { Sources, Telling } from "../src/book/telling.ts";
import { writer } from "../src/book/writer.ts";
import { LESSON_FILE } from "../src/lesson/command.ts";
import { type Lesson, type LessonFile, parseLesson } from "../src/lesson/lesson.ts";
import { type Matrix, toRows } from "../src/math/matrix.ts";
import { networkOf } from "../src/network/network.ts";
import { quantitiesOf } from "../src/network/quantities.ts";
import { partNames, type Trace, traceOf } from "../src/network/stage.ts";
import type { Name } from "../src/network/values.ts";
import { remove, source, temporaryFolder } from "./project.ts";
import { findPython, runPython } from "./python.ts";
import { NO_CODE } from "./told.ts";

/** NumPy runs the very lines that pages show, and the program and the notebook beside them. */

/** How far NumPy's numbers may be off, beside 1 or beside the number where that is larger. */
const CLOSE = 1e-12;

// --- The lessons ---

interface Kept {
  readonly about: string;
  readonly lesson: LessonFile;
}
const kept: readonly Kept[] = JSON.parse(source("tests/fixtures/bricks.json"));
/** Every ninth way to put bricks together: each brick is among them in each place, and biases in each way. */
const LESSONS: readonly (readonly [about: string, lesson: Lesson])[] = [
  ...kept.slice(0, 160).filter((_, i) => i % 9 === 0),
  ...kept.filter(({ about }) => /^logits of ±1000: softmax|^right by 36/.test(about)),
  { about: "the article's", lesson: {} },
  { about: "drawn and rounded", lesson: { data: { rows: 7 }, weights: { seed: 5, round: 2 }, ridge: 0.3 } },
  { about: "one output", lesson: { data: { rows: 9 }, outputs: 1, loss: "cross-entropy", bias: true } },
  { about: "overflows", lesson: { activation: "relu", outputActivation: "relu", learningRate: 1e6 } },
].map(({ about, lesson }) => [about, parseLesson(lesson)]);

const LARGE = parseLesson({ data: { rows: 300 }, hidden: 64, outputs: 8, activation: "tanh" });
/** Read from its file: more numbers than a page has room for. */
const READ = parseLesson({
  data: {
    X: Array.from({ length: 101 }, (_, n) => [Math.sin(n), Math.cos(2 * n)]),
    labels: Array.from({ length: 101 }, (_, n) => n % 3),
  },
  weights: {
    W1: [0, 1].map((d) => Array.from({ length: 64 }, (_, j) => Math.sin(j + d) / 2)),
    W2: Array.from({ length: 64 }, (_, j) => [0.5, -0.25, Math.cos(j)]),
  },
  outputs: 3,
  outputActivation: "softmax",
  loss: "cross-entropy",
  bias: true,
});

// --- The lines of the pages ---

/** The parts of the stages without their text: pages show NumPy beside it. */
const sources: Sources = {
  ...NO_CODE,
  cut: Object.fromEntries(
    [...chapters, loop].map((it) => [
      it.name,
      {
        ...NO_CODE.cut[""]!,
        parts: (hasStage(it) ? it.stage.flat() : []).map((part) => ({
          ...partNames(part),
          html: "",
          calls: [],
          statements: [],
        })),
      },
    ]),
  ),
  // The brick's functions are not shown either.
  bricks: new Proxy({}, { get: () => ({ activation: [], slope: [] }) }),
};

const tellingOf = ({ digits }: Lesson, hasFiles = true): Telling => ({
  words: english,
  format: { digits, decimal: "point", fractions: false },
  sources: { ...sources, cut: { ...sources.cut, nudging: NO_CODE.cut[""]!, invariants: NO_CODE.cut[""]! } },
  hasFiles,
  traceOf: (lesson) => traceOf(stages, lesson),
  numberOf: numberIn(book),
  placeOf: (name) => placeIn(chapters, name),
  resultsOf: () => undefined as never,
});

const pageOf = (page: AnyChapter, trace: Trace, hasFiles?: boolean): string =>
  markdownOf(page, trace, tellingOf(trace.lesson, hasFiles));

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', amp: "&" };
const plain = (html: string): string =>
  html.replace(/<[^>]*>/g, "").replace(/&(\w+);/g, (_, entity) => ENTITIES[entity]!);

/** The lines of NumPy on a page. */
const numpyOn = (page: string): string => plain(/<div class="numpy">.*?<code>(.*?)<\/code>/s.exec(page)![1]!);

/** Those of all stages, one after the other. */
const linesOf = (trace: Trace): string => {
  const w = writer(trace, tellingOf(trace.lesson));
  return chapters.map(({ name }) => numpyOn(w.source(name))).join("\n\n");
};

// --- Python ---

/** Runs each program; of the first ones it gives the values, of the others what they print. */
const RUNNER = `
import contextlib, io, json, sys, warnings
import numpy as np
warnings.simplefilter("ignore")

def values(program, names):
    scope = {}
    try:
        exec(program, scope)
    except Exception as error:
        return str(error)
    return {name: np.asarray(scope[name]).tolist() for name in names if name in scope}

def printed(cells):
    scope, out = {}, io.StringIO()
    with contextlib.redirect_stdout(out):
        for cell in cells:
            exec(cell, scope)
    return out.getvalue()

asked = json.load(sys.stdin)
print(json.dumps({
    "values": [values(it["lines"], it["names"]) for it in asked["values"]],
    "printed": [printed(cells) for cells in asked["printed"]],
}))
`;

type Found = Readonly<Record<string, number | number[][]>> | string;
interface Answer {
  readonly values: readonly Found[];
  readonly printed: readonly string[];
}

interface Asked {
  readonly lines: string;
  readonly trace: Trace;
}
const asked: { values: Asked[]; printed: (readonly string[])[] } = { values: [], printed: [] };
let answer: Answer;
/** One Python answers all questions, before the first test. */
beforeAll(() => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, LESSON_FILE), JSON.stringify(READ));
  const values = asked.values.map(({ lines, trace }) => ({ lines, names: namesOf(trace) }));
  answer = JSON.parse(runPython(RUNNER, JSON.stringify({ ...asked, values }), folder));
  remove(folder);
});

/** Asks for the values that lines make, and for what cells print. */
function ask(values: readonly Asked[], printed: readonly (readonly string[])[] = []): () => Answer {
  const [from, first] = [asked.values.length, asked.printed.length];
  asked.values.push(...values);
  asked.printed.push(...printed);
  return () => ({
    values: answer.values.slice(from, from + values.length),
    printed: answer.printed.slice(first, first + printed.length),
  });
}

const namesOf = ({ lesson }: Trace): Name[] => [...quantitiesOf(networkOf(lesson)).keys()];

/** What NumPy finds otherwise than the trace. */
function faults(found: Found, trace: Trace): string[] {
  if (typeof found === "string") return [found];
  return namesOf(trace).flatMap((name) => {
    const theirs = found[name];
    if (theirs === undefined) return [`${name} is absent`];
    const [a, b] = [theirs, rowsOf(trace[name])];
    if (String(shapeOf(a)) !== String(shapeOf(b))) return [`${name} is ${shapeOf(a)}, not ${shapeOf(b)}`];
    const [as, bs] = [[a].flat(2), [b].flat(2)];
    const off = as.findIndex((x, i) => !(Math.abs(x - bs[i]!) <= CLOSE * Math.max(1, Math.abs(bs[i]!))));
    return off < 0 ? [] : [`${name}: ${as[off]}, not ${bs[off]}`];
  });
}
const rowsOf = (value: Matrix | number) => (typeof value === "number" ? value : toRows(value));
const shapeOf = (value: number | number[][]) =>
  typeof value === "number" ? [] : [value.length, value[0]!.length];

// --- The tables ---

/** A number as the page sets it, or as Python prints it. */
const normal = (cell: string): string =>
  plain(cell.replace(/·10<sup>(.*?)<\/sup>/g, "e$1"))
    .replaceAll("−", "-")
    .replaceAll(",", "")
    .replace(/e([+-]?)0*(\d)/, (_, sign, digit) => `e${sign === "-" ? "-" : ""}${digit}`)
    .trim();

/** The rows of the table of ten steps; changes to three digits, whichever way they are written. */
function tableOn(page: string): string[][] {
  const [, table = ""] = /^\| step \| loss .*\n.*\n((?:\| .*\n)*)/m.exec(page) ?? [];
  return rowsAs(table.split("\n").flatMap((line) => (line ? [line.split("|").slice(1, -1)] : [])));
}
const tableIn = (text: string): string[][] =>
  rowsAs(
    text
      .trim()
      .split("\n")
      .slice(1)
      .map((line, i) => {
        const [step, loss, ...rest] = line.trim().split(/\s+/) as [string, string, ...string[]];
        return [step, loss, ...(i === 0 ? [""] : []), ...rest];
      }),
  );
const rowsAs = (rows: readonly (readonly string[])[]): string[][] =>
  rows.map((row) => {
    const [step, loss, change, ...rest] = row.map(normal) as [string, string, string, ...string[]];
    return [step, loss, change && Number(change).toExponential(2), ...rest];
  });

interface Notebook {
  readonly nbformat: number;
  readonly nbformat_minor: number;
  readonly metadata: object;
  readonly cells: readonly {
    readonly cell_type: string;
    readonly id: string;
    readonly metadata: object;
    readonly source: readonly string[];
    readonly outputs?: readonly unknown[];
    readonly execution_count?: unknown;
  }[];
}

/** Program and notebook of a lesson: the cells of each. */
function filesOf(lesson: Lesson): {
  readonly program: string;
  readonly notebook: Notebook;
  readonly cells: string[];
} {
  const files = filesInNumpy(traceOf(stages, lesson));
  const notebook: Notebook = JSON.parse(files.get("loop.ipynb")!);
  const cells = notebook.cells
    .filter(({ cell_type }) => cell_type === "code")
    .map(({ source }) => source.join(""));
  return { program: files.get("loop.py")!, notebook, cells };
}

// --- The tests ---

describe("lessons of all bricks", () => {
  const all = LESSONS.map(([about, lesson]) => {
    const trace = traceOf(stages, lesson);
    return { about, trace, lines: linesOf(trace), page: pageOf(loop, trace), ...filesOf(lesson) };
  });
  const answers = ask(
    all,
    all.flatMap(({ page, program, cells }) => [[numpyOn(page)], [program], cells]),
  );

  test("are 20 at least, with each brick in each place", () => {
    const bricks = LESSONS.map(([, it]) => [
      it.activation,
      it.outputActivation,
      it.loss,
      it.bias,
      it.trainBias,
    ]);
    expect(LESSONS.length).toBeGreaterThanOrEqual(20);
    const kinds = [0, 1, 2, 3, 4].map((place) => new Set(bricks.map((it) => it[place])).size);
    expect(kinds).toEqual([5, 6, 2, 2, 2]);
  });

  test("the lines on the pages find every number", () => {
    for (const [i, { about, trace }] of all.entries())
      expect(faults(answers().values[i]!, trace), about).toEqual([]);
  });

  test("the loop on its page, the program and the notebook print the table", () => {
    for (const [i, { about, page }] of all.entries()) {
      const table = tableOn(page);
      expect(table.length, about).toBeGreaterThan(1);
      for (const text of answers().printed.slice(3 * i, 3 * i + 3))
        expect(tableIn(text), about).toEqual(table);
    }
  });
});

describe("many numbers", () => {
  const traces = [LARGE, READ].map((lesson) => traceOf(stages, lesson));
  const values = traces.map((trace) => ({ trace, lines: linesOf(trace) }));
  const files = [LARGE, READ].map(filesOf);
  const answers = ask(
    values,
    files.flatMap(({ program, cells }) => [[program], cells]),
  );

  test("are read from the lesson's file on pages, and stand in the files beside them", () => {
    const { values: found, printed } = answers();
    for (const [i, trace] of traces.entries()) {
      expect(faults(found[i]!, trace)).toEqual([]);
      expect(printed[2 * i]).toBe(printed[2 * i + 1]);
      expect(tableIn(printed[2 * i]!)[0]![1]).toBe(trace.loss.toFixed(8));
    }
    expect(values[1]!.lines.match(/json\.load/g)).toHaveLength(1);
    const stage = (trace: Trace) => writer(trace, tellingOf(trace.lesson)).source("xor");
    expect(stage(traces[1]!)).toContain("lesson.json is the file of this lesson");
    expect(stage(traces[0]!)).not.toContain("lesson.json");
    expect(files[1]!.program).not.toContain("json");
  });
});

describe("one line that is wrong", () => {
  const lesson = parseLesson({ data: { rows: 4 }, hidden: 4, outputs: 4, bias: true, ridge: 0.1 });
  const trace = traceOf(stages, lesson);
  const lines = linesOf(trace);
  const spoilt = [
    ["h1.T @ dLoss_dz2", "h1 @ dLoss_dz2", "dLoss_dW2"],
    ["dLoss_dz2 @ W2.T", "dLoss_dz2 @ W2", "dLoss_dh1"],
    ["= -(y - h2) / N", "= (y - h2) / N", "dLoss_dh2"],
    ["W1 - alpha * dLoss_dW1", "W1 + alpha * dLoss_dW1", "W1_next"],
    [" / N * W2", " * W2", "dLoss_dW2"],
    ["z1 = X @ W1 + b1", "z1 = X @ W1 + b1 + 2e-12", "z1"],
    [".sum(axis=0, keepdims=True)", ".sum(axis=0)", "dLoss_db2"],
    ["loss = loss_data", "loss_all = loss_data", "loss is absent"],
  ] as const;
  const answers = ask(spoilt.map(([right, wrong]) => ({ lines: lines.replace(right, wrong), trace })));

  test.each(spoilt.map((it, i) => [...it, i] as const))("%s as %s is seen in %s", (right, _, name, i) => {
    expect(lines).toContain(right);
    expect(faults(answers().values[i]!, trace)[0]).toContain(name);
  });
});

describe("numbers that are hard to show", () => {
  const lessons = [
    { w: 0.5, learningRate: 1e-9, loss: "0.13" },
    { w: 0.05, learningRate: 1e-9, loss: "1.25e-3" },
    { w: 1e6, learningRate: 1e-15, loss: "5.00e11" },
  ].map(({ w, learningRate, loss }) => {
    const lesson = parseLesson({
      data: { X: [[1]], targets: [[0]] },
      weights: { W1: [[1]], W2: [[w]] },
      activation: "identity",
      outputActivation: "identity",
      learningRate,
      digits: 2,
    });
    return { lesson, loss };
  });
  const answers = ask(
    [],
    lessons.map(({ lesson }) => [filesOf(lesson).program]),
  );

  test("are shown as on the page: half is rounded up, and what is not 0 never shows as 0", () => {
    for (const [i, { lesson, loss }] of lessons.entries()) {
      const table = tableIn(answers().printed[i]!);
      expect(table[0]![1]).toBe(loss);
      expect(table).toEqual(tableOn(pageOf(loop, traceOf(stages, lesson))));
    }
  });
});

test("a page links the files only where they hold its numbers", () => {
  const trace = traceOf(stages, parseLesson({}));
  for (const file of ["loop.py", "loop.ipynb"]) {
    expect(pageOf(loop, trace)).toContain(`href="${file}"`);
    expect(pageOf(loop, trace, false)).not.toContain(`href="${file}"`);
  }
});

test("the notebook is one of nbformat 4.5, the same each time, a stage in a cell", () => {
  const lesson = parseLesson({ title: 'A "quoted" title' });
  const { notebook } = filesOf(lesson);
  const trace = traceOf(stages, lesson);
  expect(filesInNumpy(trace)).toEqual(filesInNumpy(trace));
  expect(notebook).toMatchObject({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: "python3" } },
  });
  expect(Object.keys(notebook).sort()).toEqual(["cells", "metadata", "nbformat", "nbformat_minor"]);
  const headed = notebook.cells.find(({ id }) => id === "loss-title")!.source.join("");
  expect(headed).toContain(
    "L_{\\text{ridge}} &= \\frac{\\lambda}{2N} \\left(\\sum W_1^2 + \\sum W_2^2\\right)",
  );
  expect(headed).toContain("- `loss`: the loss: both together");
  const ids = notebook.cells.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { name } of chapters) expect(ids).toContain(name);
  for (const { cell_type, id, metadata, source, outputs, execution_count, ...more } of notebook.cells) {
    expect(id).toMatch(/^[a-zA-Z0-9-_]{1,64}$/);
    expect(metadata).toEqual({});
    expect(more).toEqual({});
    for (const [i, line] of source.entries()) expect(line.endsWith("\n"), line).toBe(i < source.length - 1);
    // Only code has, and must have, these two.
    const of = cell_type === "code" ? [[], null] : [undefined, undefined];
    expect([outputs, execution_count]).toEqual(of);
    expect(["code", "markdown"]).toContain(cell_type);
  }
});

test("where no Python has NumPy, the error says what to install", () => {
  expect(findPython({}, (place) => place.startsWith("/usr"))).toBe("/usr/bin/python3");
  expect(() => findPython({}, () => false)).toThrow(/found none.*sudo apt-get install python3-numpy/s);
  expect(() => findPython({ PYTHON: "/my/python" }, (place) => place === "python3")).toThrow(/PYTHON/);
});
