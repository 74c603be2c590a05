import { readdirSync } from "node:fs";
import { createContext, runInContext } from "node:vm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { PROBES } from "../build/checks.ts";
import { areEqual } from "../build/reader/code/results.ts";
import { type Request, scriptOf } from "../build/reader/code/runner.ts";
import { NAMES } from "../build/reader/worker/operations.ts";
import { type Code, ownStage } from "../build/reader/worker/own.ts";
import { runtimeOf } from "../build/site.ts";
import { readSources } from "../build/sources.ts";
import { book, chapters, stages } from "../chapters/index.ts";
import { tasks } from "../chapters/tasks/index.ts";
import { type Chapter, fileOf, partOf } from "../src/book/chapter.ts";
import { type CodeTask, type Posed, posed, ruledOut } from "../src/book/task.ts";
import { stageListing } from "../src/book/writer.ts";
import { type Runnable, runnable } from "../src/code/code.ts";
import type { Checked, StageJob, Told } from "../src/code/job.ts";
import { ACTIVATIONS, OUTPUT_ACTIVATIONS } from "../src/lesson/fields.ts";
import { type Lesson, parseLesson } from "../src/lesson/lesson.ts";
import { SCHEMA_FILE } from "../src/lesson/schema.ts";
import { withBricksOf } from "../src/lesson/with-bricks.ts";
import { type Matrix, shapeOf, toRows } from "../src/math/matrix.ts";
import { RandomState } from "../src/math/random.ts";
import { runParts, type Trace, traceOf } from "../src/network/stage.ts";
import type { Name } from "../src/network/values.ts";
import { withoutTags } from "../src/typeset/html.ts";
import { lessons } from "./lessons.ts";
import { ROOT, source } from "./project.ts";

/** The tasks on the code of each stage: they are there for every set of bricks, a fault is one, and what is asked is right. */

const files = Object.fromEntries(book.map((it) => [it.name, fileOf(it, book)]));
const withStage = chapters.map(({ name }) => [name, files[name]!] as const);
const sources = readSources(new Map(withStage), source);
const SIGNS: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&" };
/** The book's code of a chapter, as the page of a lesson shows it. */
const codeOf = ({ name }: Chapter, lesson: Lesson): string =>
  withoutTags(stageListing(sources, name, lesson)).replace(/&\w+;/g, (sign) => SIGNS[sign]!);

/** Lessons of every set of bricks: the article's numbers. */
const everyBrick: readonly Lesson[] = ACTIVATIONS.flatMap((activation) =>
  [
    ...OUTPUT_ACTIVATIONS.map((outputActivation) => ({ outputActivation, loss: "squared" })),
    ...["sigmoid", "softmax"].map((outputActivation) => ({ outputActivation, loss: "cross-entropy" })),
  ].flatMap((top) =>
    [{ bias: false }, { bias: true }, { bias: true, trainBias: false }].map((biases) =>
      parseLesson({ activation, ...top, ...biases }),
    ),
  ),
);
const ready = readdirSync(`${ROOT}/lessons`)
  .filter((file) => file !== SCHEMA_FILE)
  .map((file) => parseLesson(JSON.parse(source(`lessons/${file}`))));

/** One lesson for each code that a chapter has. */
const cases = chapters.flatMap((chapter) => {
  const byCode = new Map(everyBrick.map((lesson) => [codeOf(chapter, lesson), lesson] as const).reverse());
  return [...byCode].map(([code, lesson]) => ({
    chapter,
    lesson,
    code,
    all: posed(tasks[chapter.name]!, code),
    lessons: [lesson, ...probesOf(chapter, lesson)],
  }));
});

/** The probes that the page of a lesson asks, as build/reader/code/stage-bench.ts chooses them. */
function probesOf(chapter: Chapter, lesson: Lesson): Lesson[] {
  const [first, ...others] = PROBES;
  const like = withBricksOf(first!, lesson);
  return [like, ...others.filter((it) => codeOf(chapter, it) === codeOf(chapter, lesson))].slice(0, 4);
}

// --- What code makes, as the worker's own parts run it ---

type Made = Readonly<Record<string, number | readonly number[][]>>;
const shapeIn = (value: Matrix | number) => (typeof value === "number" ? "" : shapeOf(value));
const rowsOf = (value: Matrix | number) => (typeof value === "number" ? value : toRows(value));

function runnableOf(code: string): Runnable {
  const it = runnable(code);
  if ("fault" in it) throw new Error(`line ${it.fault.line}: ${it.fault.what} cannot run`);
  return it;
}

/** What was found before, by what it was found of. */
function remembered<T>(kept: Map<string, T>, key: string, find: () => T): T {
  if (!kept.has(key)) kept.set(key, find());
  return kept.get(key)!;
}
const [traces, codes, found] = [
  new Map<string, Trace>(),
  new Map<string, Code>(),
  new Map<string, Made | undefined>(),
];
const traceFor = (lesson: Lesson): Trace =>
  remembered(traces, JSON.stringify(lesson), () => traceOf(stages, lesson));

/** What a chapter's code makes of a lesson; undefined where it fails, or makes other shapes. */
const madeBy = (chapter: Chapter, lesson: Lesson, code: string): Made | undefined =>
  remembered(found, JSON.stringify([chapter.name, lesson, code]), () => {
    const { plain, sites } = runnableOf(code);
    const run = remembered(codes, code, () => new Function(...NAMES, `"use strict";{\n${plain}\n}`) as Code);
    const trace = traceFor(lesson);
    const { makes } = partOf(chapter, lesson);
    const before = Object.keys(trace).filter((name) => !makes.includes(name as Name)) as Name[];
    try {
      const parts = ownStage(run, { makes, sites } as unknown as StageJob, before);
      const made = runParts(parts, lesson, trace);
      for (const name of makes) if (shapeIn(made[name]!) !== shapeIn(trace[name])) return undefined;
      return Object.fromEntries(makes.map((name) => [name, rowsOf(made[name]!)]));
    } catch {
      return undefined;
    }
  });

/** Whether two stages made the same, to 1e-9 of the largest entry. */
function isSame(a: Made | undefined, b: Made | undefined): boolean {
  if (!a || !b) return false;
  return Object.keys(b).every((name) => {
    const [x, y] = [a, b].map((it) => [it[name]!].flat(2));
    const size = Math.max(...y!.map(Math.abs));
    return x!.length === y!.length && x!.every((entry, i) => Math.abs(entry - y![i]!) <= 1e-9 * size);
  });
}

// --- The tasks ---

test("every chapter with a stage has two faults and something to write, with every set of bricks", () => {
  const some = fc.sample(lessons, { numRuns: 60, seed: 15 });
  const known = new Set(cases.map(({ chapter, code }) => chapter.name + code));
  for (const chapter of chapters)
    for (const lesson of [...ready, ...PROBES, ...some])
      expect(known).toContain(chapter.name + codeOf(chapter, lesson));
  for (const { chapter, lesson, all } of cases) {
    const count = (kind: CodeTask["kind"]) => all.filter(({ task }) => task.kind === kind).length;
    const about = `${chapter.name}: ${JSON.stringify(lesson)}`;
    expect(count("fault"), about).toBeGreaterThanOrEqual(2);
    expect(count("write"), about).toBeGreaterThanOrEqual(1);
  }
  expect(Object.keys(tasks).sort()).toEqual(chapters.map(({ name }) => name).sort());
});

test("each task has a name of its own, words, and some bricks for which it is there", () => {
  for (const chapter of chapters) {
    const there = cases.filter((it) => it.chapter === chapter).flatMap(({ all }) => all);
    const names = tasks[chapter.name]!.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect([...new Set(there.map(({ task }) => task.name))].sort()).toEqual(names.sort());
    for (const { words } of tasks[chapter.name]!)
      for (const text of [words.asks, words.hint]) expect(text).toMatch(/[.?]$/);
  }
  // Plain data: they go to the page as JSON.
  expect(JSON.parse(JSON.stringify(tasks))).toEqual(tasks);
});

test("numbers that a task asks for are not taken for the book's", () => {
  expect(areEqual({ name: "loss", book: 1, own: 2, asked: 2 })).toBe(false);
  expect(areEqual({ name: "loss", book: 1, own: 1, asked: 2 })).toBe(true);
});

test("a task is posed only where each of its pieces stands once", () => {
  const task = (begins: CodeTask["begins"], asked?: CodeTask["begins"]): CodeTask => ({
    ...{ name: "it", kind: "write", begins, words: { asks: "", hint: "" } },
    ...(asked && { asked }),
  });
  const pieces = (task: CodeTask) => posed([task], "a b c b").map(({ begins, asked }) => [begins, asked]);
  expect(pieces(task([["a", "x"]], [["c", "y"]]))).toEqual([["x b c b", "a b y b"]]);
  for (const unfit of [task([["b", "x"]]), task([["d", "x"]]), task([], [["b", "x"]])])
    expect(pieces(unfit)).toEqual([]);
});

test("the book's own code is what its faults ask for, to the last bit", () => {
  for (const { chapter, lessons, code } of cases)
    for (const lesson of lessons) {
      const trace = traceFor(lesson);
      const { makes } = partOf(chapter, lesson);
      expect(madeBy(chapter, lesson, code)).toEqual(
        Object.fromEntries(makes.map((name) => [name, rowsOf(trace[name])])),
      );
    }
});

/** Whether code does what a task asks, on each of some lessons. */
const verdicts = (chapter: Chapter, code: string, asked: string, all: readonly Lesson[]): boolean[] =>
  all.map((lesson) => isSame(madeBy(chapter, lesson, code), madeBy(chapter, lesson, asked)));

test("a fault is seen by a probe, and at most one of a chapter has no values at all", () => {
  for (const { chapter, code, all, lessons } of cases) {
    const probes = lessons.slice(1);
    const faults = all.filter(({ task }) => task.kind === "fault");
    for (const { task, begins } of faults)
      expect(verdicts(chapter, begins, code, probes), `${chapter.name} ${task.name}`).toContain(false);
    const failing = faults.filter(({ begins }) => lessons.some((it) => !madeBy(chapter, it, begins)));
    const isOfBiases = ({ task }: Posed) => /width|mixed/.test(task.name);
    expect(failing.filter((it) => !isOfBiases(it)).length).toBeLessThanOrEqual(1);
    expect(failing.filter(isOfBiases).length).toBeLessThanOrEqual(1);
    // Words alone make no fault.
    expect(verdicts(chapter, `// Nothing.\n${code}`, code, lessons)).not.toContain(false);
  }
});

test("what is to be written is not there to begin with, and what is asked for can be reached", () => {
  for (const { chapter, code, all, lessons } of cases)
    for (const posed of all) {
      const { task, begins, asked = code, solution } = posed;
      if (task.kind === "write") {
        const about = `${chapter.name} ${task.name}`;
        expect(verdicts(chapter, begins, asked, lessons.slice(1)), about).toContain(false);
        expect(verdicts(chapter, asked, asked, lessons), about).not.toContain(false);
        expect(verdicts(chapter, solution, asked, lessons), about).not.toContain(false);
        expect([begins, solution].map((it) => ruledOut(posed, it))).toEqual([undefined, undefined]);
        // The book's way is the one that is ruled out.
        expect(ruledOut(posed, code), about).toBe(task.without?.name);
      }
    }
});

test("what is asked for can be made of any lesson", () => {
  for (const lesson of [...ready, ...fc.sample(lessons, { numRuns: 15, seed: 16 })])
    for (const chapter of chapters) {
      const code = codeOf(chapter, lesson);
      for (const { task, asked = code } of posed(tasks[chapter.name]!, code))
        expect(madeBy(chapter, lesson, asked), `${task.name}: ${JSON.stringify(lesson)}`).toBeDefined();
    }
});

// --- What is asked for, in plain loops ---

const ACTIVATE: Readonly<Record<string, (z: number) => number>> = {
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  tanh: Math.tanh,
  relu: (z) => Math.max(0, z),
  "leaky-relu": (z) => (z > 0 ? z : z / 100),
  identity: (z) => z,
};

type Rows = number[][];
const each = (rows: Rows, f: (x: number, r: number, c: number) => number): Rows =>
  rows.map((row, r) => row.map((x, c) => f(x, r, c)));
function table(rows: number, cols: number, entry: (r: number, c: number) => number): Rows {
  const made: Rows = [];
  for (let r = 0; r < rows; r++) {
    made.push([]);
    for (let c = 0; c < cols; c++) made[r]!.push(entry(r, c));
  }
  return made;
}
function total(count: number, term: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += term(i);
  return sum;
}
const softmaxOf = (rows: Rows): Rows =>
  rows.map((row) => {
    const powers = row.map((z) => Math.exp(z));
    return powers.map((power) => power / total(row.length, (k) => powers[k]!));
  });

/** What a task asks for, where it is not as in the book: from the book's values as rows, which hold numbers in [[…]]. */
type Oracle = (v: Record<string, Rows>, trace: Trace) => Record<string, Rows | number>;

const drawnLabels =
  (label: (x1: number, x2: number) => boolean): Oracle =>
  ({ X, y }, { lesson }) =>
    "X" in lesson.data
      ? {}
      : {
          y: each(y!, (_, n, k) => {
            const its = label(X![n]![0]!, X![n]![1]!) ? 1 : 0;
            return y![0]!.length === 1 ? its : Number(its === k);
          }),
        };
const drawnWeights =
  (weight: (r: number, rows: number, cols: number) => number): Oracle =>
  ({ W1, W2 }, { lesson: { weights } }) => {
    if ("W1" in weights) return {};
    const random = new RandomState(weights.seed);
    const draw = (W: Rows) => each(W, () => weight(random.random(), W.length, W[0]!.length));
    return { W1: draw(W1!), W2: draw(W2!) };
  };
const product = (a: Rows, b: Rows, bias: Rows | undefined, from = 0): Rows =>
  table(a.length, b[0]!.length, (r, c) => {
    let sum = bias ? bias[0]![c]! : 0;
    for (let k = from; k < b.length; k++) sum += a[r]![k]! * b[k]![c]!;
    return sum;
  });
const lossOf = (data: number, price: number) => ({
  loss_data: data,
  loss_ridge: price,
  loss: data + price,
});
const ridgeOf = ({ W1, W2 }: Record<string, Rows>, { lesson, y }: Trace, cost: (w: number) => number) =>
  ([...W1!, ...W2!].flat().reduce((sum, w) => sum + cost(w), 0) * lesson.ridge) / (2 * y.rows);
const bits =
  (outputs: (z2: Rows) => Rows, isSoftmax: boolean): Oracle =>
  (v, trace) => {
    const h = outputs(v.z2!);
    const costs = each(v.y!, (y, n, k) => {
      const own = y === 0 ? 0 : -y * Math.log2(h[n]![k]!);
      return isSoftmax || y === 1 ? own : own - (1 - y) * Math.log2(1 - h[n]![k]!);
    });
    const data = costs.flat().reduce((sum, x) => sum + x, 0) / v.y!.length;
    return lossOf(
      data,
      ridgeOf(v, trace, (w) => w * w),
    );
  };
/** A step by other slopes, and the loss that a lesson with these weights has. */
const stepped =
  (step: (slope: number, name: string) => number): Oracle =>
  (v, { lesson }) => {
    const next = (name: string) =>
      each(v[name]!, (w, r, c) => w - lesson.learningRate * step(v[`dLoss_d${name}`]![r]![c]!, name));
    const [W1, W2] = [next("W1"), next("W2")];
    const biases = lesson.bias ? { b1: (v.b1_next ?? v.b1!)[0]!, b2: (v.b2_next ?? v.b2!)[0]! } : {};
    const { loss } = traceOf(stages, { ...lesson, weights: { W1, W2, ...biases } });
    return { W1_next: W1, W2_next: W2, loss_next: loss };
  };

const oracles: Readonly<Record<string, Readonly<Record<string, Oracle>>>> = {
  xor: {
    and: drawnLabels((x1, x2) => Math.min(x1, x2) > 0),
    circle: drawnLabels((x1, x2) => Math.hypot(x1, x2) > 1),
  },
  init: {
    half: drawnWeights((r) => r - 1 / 2),
    xavier: drawnWeights((r, rows, cols) => (2 * r - 1) / Math.sqrt((rows + cols) / 6)),
  },
  z1: { loop: ({ X, W1, b1 }) => ({ z1: product(X!, W1!, b1) }) },
  h1: {
    tanh: ({ z1 }) => ({ h1: each(z1!, Math.tanh) }),
    softsign: ({ z1 }) => ({ h1: each(z1!, (z) => Math.sign(z) * (1 - 1 / (1 + Math.abs(z)))) }),
  },
  z2: {
    one: ({ h1, W2, b2 }) => ({ z2: each(product(h1!, W2!, b2), (z) => z + 1) }),
    off: ({ h1, W2, b2 }) => ({ z2: product(h1!, W2!, b2, 1) }),
  },
  h2: {
    softmax: ({ z2 }) => ({ h2: softmaxOf(z2!) }),
    divide: ({ z2 }) => ({ h2: softmaxOf(z2!) }),
    sharper: ({ z2 }, { lesson }) => ({
      h2: each(z2!, (z) => ACTIVATE[lesson.outputActivation]!(z + z)),
    }),
    colder: ({ z2 }) => ({ h2: softmaxOf(each(z2!, (z) => z / 0.5)) }),
  },
  loss: {
    absolute: (v, trace) =>
      lossOf(
        total(v.y!.length, (n) => total(v.y![0]!.length, (k) => Math.abs(v.h2![n]![k]! - v.y![n]![k]!))) /
          v.y!.length,
        ridgeOf(v, trace, (w) => w * w),
      ),
    "bits-of-sigmoids": bits((z2) => each(z2, ACTIVATE.sigmoid!), false),
    "bits-of-softmax": bits(softmaxOf, true),
    sizes: (v, trace) => lossOf(trace.loss_data, ridgeOf(v, trace, Math.abs)),
  },
  "dloss-dw2": {
    sum: ({ h1, dLoss_dz2, W2 }, { lesson }) => ({
      dLoss_dW2: each(
        W2!,
        (w, j, k) =>
          total(h1!.length, (n) => h1![n]![j]! * dLoss_dz2![n]![k]!) + (lesson.ridge * w) / h1!.length,
      ),
    }),
    sizes: ({ h1, dLoss_dz2, W2 }, { lesson }) => ({
      dLoss_dW2: each(
        W2!,
        (w, j, k) =>
          total(h1!.length, (n) => h1![n]![j]! * dLoss_dz2![n]![k]!) +
          (lesson.ridge / 2 / h1!.length) * (w > 0 ? 1 : w < 0 ? -1 : 0),
      ),
    }),
  },
  "dloss-dw1": {
    sum: ({ dLoss_dz2, W2, dh1_dz1 }) => {
      const dLoss_dh1 = each(dh1_dz1!, (_, n, j) =>
        total(W2![0]!.length, (k) => dLoss_dz2![n]![k]! * W2![j]![k]!),
      );
      return { dLoss_dh1, dLoss_dz1: each(dLoss_dh1, (slope, n, j) => slope * dh1_dz1![n]![j]!) };
    },
    frozen: ({ dLoss_dW1 }) => ({ dLoss_dW1: dLoss_dW1!.map(([, ...others]) => [0, ...others]) }),
  },
  update: {
    clip: stepped((slope) => Math.sign(slope) * Math.min(Math.abs(slope), 0.01)),
    slower: stepped((slope, name) => (name === "W1" ? 0.5 * slope : slope)),
  },
};

test("what is asked for is what plain loops find", () => {
  for (const { chapter, code, all, lessons } of cases)
    for (const { task, begins, asked = code } of all.filter(({ task }) => task.kind === "write")) {
      const seen = lessons.map((lesson) => {
        const trace = traceFor(lesson);
        const { makes } = partOf(chapter, lesson);
        const values = Object.fromEntries(
          Object.entries(trace).flatMap(([name, it]) =>
            typeof it === "object" && "rows" in it ? [[name, toRows(it as Matrix)]] : [],
          ),
        );
        const own = oracles[chapter.name]![task.name]!(values, trace);
        const expected = Object.fromEntries(makes.map((name) => [name, own[name] ?? rowsOf(trace[name])]));
        const about = `${chapter.name} ${task.name}: ${JSON.stringify(lesson)}`;
        expect(isSame(madeBy(chapter, lesson, asked), expected), about).toBe(true);
        return isSame(madeBy(chapter, lesson, begins), expected);
      });
      expect(seen).toContain(false);
    }
});

// --- The worker ---

const isAsked = ({ apart, fault }: Checked): boolean => !apart && !fault;

test("each task runs in the worker, which tells when it is done", async () => {
  const given = await runtimeOf(ROOT);
  function told(chapter: Chapter, lesson: Lesson, code: string, asked: string | undefined): Told[] {
    const { makes } = partOf(chapter, lesson);
    const job = {
      is: "stage" as const,
      stage: chapters.indexOf(chapter),
      makes,
      lesson,
      others: [],
      probes: [],
    };
    const all: Told[] = [];
    const request: Request<StageJob> = { job, code, ...(asked !== undefined && { asked }) };
    const { script } = scriptOf(
      given,
      request,
      runnableOf(code),
      asked === undefined ? undefined : runnableOf(asked),
    );
    runInContext(
      script,
      createContext({ postMessage: (it: Told) => it.is !== "working" && all.push(it), performance }),
    );
    return all;
  }
  /** The line of a fault, or the value that has it. */
  const placeIn = (it: Told) =>
    it.is === "fault" ? (it.fault.line ?? ("name" in it.fault ? it.fault.name : undefined)) : undefined;
  const checkedIn = (all: readonly Told[]) => all.flatMap((it) => (it.is === "checked" ? [it.checked] : []));
  const met = new Set<CodeTask>();
  for (const { chapter, lesson, code, all } of cases)
    for (const { task, begins, asked } of all) {
      if (met.has(task)) continue;
      met.add(task);
      const about = `${chapter.name} ${task.name}`;
      // That the book's own code is not what is asked, one chapter says for all.
      if (begins !== code || chapter === chapters[0]) {
        const first = told(chapter, lesson, begins, asked);
        const [checked] = checkedIn(first);
        if (madeBy(chapter, lesson, begins)) {
          expect(
            first.map(({ is }) => is),
            about,
          ).toEqual(["ready", "values", "checked", "done"]);
          expect(checked!.fault, about).toBeUndefined();
          expect([isAsked(checked!)], about).toEqual(verdicts(chapter, begins, asked ?? code, [lesson]));
        } else expect(placeIn(first.at(-1)!), about).toBeDefined();
      }
      if (task.kind === "fault") continue;
      const [solved] = checkedIn(told(chapter, lesson, asked ?? code, asked));
      expect(isAsked(solved!), about).toBe(true);
      // Nothing that is asked for is more than the tape can follow.
      for (const { weights, tape } of solved!.held) expect(tape, `${about}, ${weights}`).toBeDefined();
    }
});
