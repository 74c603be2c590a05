import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { stages } from "../chapters/index.ts";
import { parseLesson } from "../src/lesson/lesson.ts";
import { traceOf } from "../src/network/stage.ts";

/** Every brick, beside every other, against NumPy (make-bricks.py) and PyTorch (make-autograd.py). */

type Expected = number | readonly (readonly number[])[];
type Expectations = Readonly<Record<string, Expected>>;
interface Case {
  readonly about: string;
  readonly lesson: {
    readonly activation?: string;
    readonly outputActivation?: string;
    readonly loss?: string;
    readonly ridge?: number;
    readonly data?: object;
    readonly weights?: object;
  };
  readonly values: Expectations;
}
const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8"));
const cases = fixture("bricks.json") as readonly Case[];
const gradients = fixture("autograd.json") as readonly Expectations[];

const TOLERANCE = 1e-12;
const OF_TORCH = 1e-10;

const isMatrix = (value: unknown): value is { rows: number; cols: number; data: ArrayLike<number> } =>
  typeof value === "object" && value !== null && "rows" in value && "cols" in value && "data" in value;

/** The first thing wrong with a value, or nothing. */
function fault(got: unknown, expected: Expected, tolerance: number): string | undefined {
  const near = (a: number, b: number) => Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b));
  if (typeof expected === "number")
    return typeof got === "number" && near(got, expected) ? undefined : `${got}, not ${expected}`;
  if (!isMatrix(got)) return `${got}, not a matrix`;
  const [rows, cols] = [expected.length, expected[0]!.length];
  if (got.rows !== rows || got.cols !== cols || got.data.length !== rows * cols)
    return `${got.rows}×${got.cols}, not ${rows}×${cols}`;
  const wrong = expected.flat().findIndex((x, i) => !near(got.data[i]!, x));
  if (wrong < 0) return undefined;
  const [row, col] = [Math.floor(wrong / cols), wrong % cols];
  return `[${row},${col}] is ${got.data[wrong]}, not ${expected[row]![col]}`;
}

/** All that is wrong with values: those expected, and those that are there beside them. */
function faults(got: object, expected: Expectations, tolerance = TOLERANCE): string[] {
  const there = Object.entries(got).filter(([name, value]) => name !== "lesson" && value !== undefined);
  const values = Object.fromEntries(there);
  return [
    ...Object.keys(values).flatMap((name) => (name in expected ? [] : [`${name} is there`])),
    ...Object.entries(expected).flatMap(([name, value]) => {
      if (!(name in values)) return [`${name} is absent`];
      const wrong = fault(values[name], value, tolerance);
      return wrong === undefined ? [] : [`${name}: ${wrong}`];
    }),
  ];
}

const pick = (values: object, names: readonly string[]) =>
  Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));

const numbered = cases.map((it, i) => [i, it.about, it] as const);

describe("every brick", () => {
  test.each(numbered)("lesson %i: %s", (i, _, { lesson, values }) => {
    const trace = traceOf(stages, parseLesson(lesson));
    expect(faults(trace, values)).toEqual([]);
    const ofTorch = gradients[i]!;
    expect(faults(pick(trace, Object.keys(ofTorch)), ofTorch, OF_TORCH)).toEqual([]);
  });

  test("cross-entropy comes from the logits: a tiny loss keeps its digits", () => {
    const tiny = cases.filter(({ about }) => about.includes("a tiny loss"));
    expect(tiny.length).toBeGreaterThanOrEqual(8);
    for (const { about, lesson, values } of tiny) {
      const { loss_data } = traceOf(stages, parseLesson(lesson));
      const off = Math.abs(loss_data / (values.loss_data as number) - 1);
      expect(off, `${about}: ${loss_data}, not ${values.loss_data}`).toBeLessThan(TOLERANCE);
    }
  });
});

/** A value in the form of a trace. */
const ofRows = (value: Expected) =>
  typeof value === "number"
    ? value
    : { rows: value.length, cols: value[0]!.length, data: Float64Array.from(value.flat()) };
const traceFrom = (values: Expectations) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, ofRows(value)]));
/** A value one of whose entries is off by ten tolerances. */
const moved = (value: Expected, at: number): Expected => {
  const off = (x: number) => x + 10 * TOLERANCE * Math.max(1, Math.abs(x));
  return typeof value === "number"
    ? off(value)
    : value.map((row, r) => row.map((x, c) => (r * row.length + c === at ? off(x) : x)));
};

describe("the comparison", () => {
  test("sees any one entry that is off, wherever it is", () => {
    for (const { about, values } of cases.filter((_, i) => i % 10 === 0)) {
      expect(faults(traceFrom(values), values)).toEqual([]);
      for (const [name, value] of Object.entries(values)) {
        const size = typeof value === "number" ? 1 : value.flat().length;
        for (const at of new Set([0, size >> 1, size - 1])) {
          const planted = traceFrom({ ...values, [name]: moved(value, at) });
          expect(faults(planted, values), `${name} of ${about}`).toHaveLength(1);
        }
      }
    }
  });

  test("sees a name too many, one too few, another shape, and what is not a number", () => {
    const { values } = cases.find(({ values }) => "b1_next" in values && "dh2_dz2" in values)!;
    const trace = traceFrom(values);
    expect(faults({ ...trace, lesson: {}, dLoss_db3: undefined }, values)).toEqual([]);
    const { dh2_dz2: _, ...fewer } = values;
    expect(faults(trace, fewer)).toEqual(["dh2_dz2 is there"]);
    expect(faults({ ...trace, b1_next: undefined }, values)).toEqual(["b1_next is absent"]);
    const turned = { rows: 7, cols: 1, data: new Float64Array(7) };
    expect(faults({ ...trace, b1: turned }, values)).toHaveLength(1);
    expect(faults({ ...trace, loss: Number.NaN }, values)).toHaveLength(1);
  });
});

describe("the lessons", () => {
  const HIDDEN = ["sigmoid", "tanh", "relu", "leaky-relu", "identity"];
  const chosen = ({ lesson }: Case) => {
    const { activation = "sigmoid", outputActivation = "sigmoid", loss = "squared" } = lesson;
    return `${activation}, ${outputActivation}, ${loss}`;
  };
  const biasOf = ({ values, lesson }: Case) =>
    !("b1" in values)
      ? "none"
      : !("b1_next" in values)
        ? "fixed"
        : "b1" in (lesson.weights ?? {})
          ? "given"
          : "zero";
  const ways = HIDDEN.flatMap((hidden) =>
    [
      ...[...HIDDEN, "softmax"].map((output) => `${output}, squared`),
      "sigmoid, cross-entropy",
      "softmax, cross-entropy",
    ].map((rest) => `${hidden}, ${rest}`),
  );

  test.each(["none", "zero", "given", "fixed"])("have every way to put bricks together, bias %s", (bias) => {
    const found = new Set(cases.filter((it) => biasOf(it) === bias).map(chosen));
    expect(ways.filter((way) => !found.has(way))).toEqual([]);
    expect(ways).toHaveLength(40);
  });

  test("span the sizes, the prices and the kinds of data and weights", () => {
    const sizes = (name: string, of: "rows" | "cols") =>
      new Set(
        cases.map(({ values }) => {
          const value = values[name] as readonly (readonly number[])[];
          return of === "rows" ? value.length : value[0]!.length;
        }),
      );
    const upTo = (most: number) => new Set(Array.from({ length: most }, (_, i) => i + 1));
    expect(sizes("X", "rows").size).toBeGreaterThan(10);
    expect(sizes("X", "cols")).toEqual(upTo(5));
    expect(sizes("h1", "cols")).toEqual(upTo(6));
    expect(sizes("h2", "cols")).toEqual(upTo(8));
    expect(new Set(cases.map(({ lesson: { ridge = 0 } }) => ridge > 0))).toEqual(new Set([true, false]));
    const fields = new Set(
      cases.flatMap(({ lesson: { data = {}, weights = {} } }) => Object.keys({ ...data, ...weights })),
    );
    for (const field of ["seed", "rows", "X", "labels", "targets", "round", "W1", "b1"])
      expect(fields).toContain(field);
  });

  test("have the same gradients by NumPy and by PyTorch", () => {
    expect(gradients).toHaveLength(cases.length);
    for (const [i, { about, values }] of cases.entries()) {
      const trained = ["W1", "W2", "b1", "b2"].filter((name) => `${name}_next` in values);
      const expected = pick(values, ["loss", ...trained.map((name) => `dLoss_d${name}`)]) as Expectations;
      expect(faults(traceFrom(gradients[i]!), expected), about).toEqual([]);
    }
  });
});
