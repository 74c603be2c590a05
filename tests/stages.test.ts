import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { stages } from "../chapters/index.ts";
import { DEFAULT_LESSON, parseLesson } from "../src/lesson/lesson.ts";
import { type Matrix, toRows } from "../src/math/matrix.ts";
import { networkOf } from "../src/network/network.ts";
import { quantitiesOf } from "../src/network/quantities.ts";
import { traceOf } from "../src/network/stage.ts";
import type { Name } from "../src/network/values.ts";

/** The forms of a value in the fixture; see make-stages.py. */
interface Summary {
  shape: [number, number];
  sum: number;
  squares: number;
  weighted: number;
  largest: number;
  samples: [number, number, number][];
}
type Expected = number | number[][] | Summary;
interface Case {
  lesson: unknown;
  values: Record<Name, Expected>;
}
const { article, lessons } = JSON.parse(
  readFileSync(new URL("fixtures/stages.json", import.meta.url), "utf8"),
) as { article: Case; lessons: Case[] };

const TOLERANCE = 1e-12;
const near = (got: number, expected: number, measure = 1): boolean =>
  Math.abs(got - expected) <= TOLERANCE * Math.max(measure, Math.abs(expected));

/** The first thing wrong with a value, or nothing. */
function fault(got: Matrix | number, expected: Expected): string | undefined {
  if (typeof expected === "number")
    return typeof got === "number" && near(got, expected) ? undefined : `${got}, not ${expected}`;
  if (typeof got === "number") return `a number, not a matrix`;
  const shape = Array.isArray(expected) ? [expected.length, expected[0]!.length] : expected.shape;
  if (got.rows !== shape[0] || got.cols !== shape[1])
    return `${got.rows}×${got.cols}, not ${shape.join("×")}`;
  const entry = (row: number, col: number) => got.data[row * got.cols + col]!;
  if (Array.isArray(expected)) {
    for (const [r, row] of expected.entries())
      for (const [c, x] of row.entries())
        if (!near(entry(r, c), x)) return `[${r},${c}] is ${entry(r, c)}, not ${x}`;
    return undefined;
  }
  const { sum, squares, weighted, largest, samples } = expected;
  for (const [r, c, x] of samples)
    if (!near(entry(r, c), x)) return `[${r},${c}] is ${entry(r, c)}, not ${x}`;
  const total = (f: (x: number, i: number) => number) => got.data.reduce((all, x, i) => all + f(x, i), 0);
  const size = largest * got.data.length;
  if (
    !near(
      total((x) => x),
      sum,
      size,
    )
  )
    return `the sum is ${total((x) => x)}, not ${sum}`;
  if (
    !near(
      total((x) => x * x),
      squares,
      size * largest,
    )
  )
    return `the sum of squares is off`;
  const weights = total((x, i) => ((i + 1) * x) / got.data.length);
  return near(weights, weighted, size) ? undefined : `the weighted sum is ${weights}, not ${weighted}`;
}

const names = [...quantitiesOf(networkOf(DEFAULT_LESSON)).keys()];

describe("every stage against NumPy", () => {
  test.each([article, ...lessons].map((it, i) => [i, it] as const))("lesson %i", (_, { lesson, values }) => {
    const trace = traceOf(stages, parseLesson(lesson));
    for (const name of names)
      expect(`${name}: ${fault(trace[name], values[name]) ?? "right"}`).toBe(`${name}: right`);
  });

  test("the lessons span what a reader may choose", () => {
    const all = lessons.map(({ lesson }) => traceOf(stages, parseLesson(lesson)));
    expect(all.length).toBeGreaterThanOrEqual(40);
    const spread = (f: (trace: (typeof all)[number]) => number) => [
      Math.min(...all.map(f)),
      Math.max(...all.map(f)),
    ];
    expect(spread(({ X }) => X.rows)).toEqual([1, 300]);
    expect(spread(({ W1 }) => W1.cols)).toEqual([1, 64]);
    expect(new Set(all.map(({ lesson }) => lesson.ridge > 0))).toEqual(new Set([true, false]));
  });

  test("a wrong value is seen: one entry off by 1e-11, two entries exchanged, another shape", () => {
    for (const { lesson, values } of [article, lessons.find(({ values }) => !Array.isArray(values.h1))!]) {
      const { h1 } = traceOf(stages, parseLesson(lesson));
      expect(fault(h1, values.h1)).toBeUndefined();
      const moved = { ...h1, data: h1.data.map((x, i) => (i === 0 ? x + 1e-11 : x)) };
      expect(fault(moved, values.h1)).toBeDefined();
      const exchanged = Float64Array.from(h1.data);
      [exchanged[0], exchanged[1]] = [exchanged[1]!, exchanged[0]!];
      expect(fault({ ...h1, data: exchanged }, values.h1)).toBeDefined();
      expect(fault({ rows: h1.cols, cols: h1.rows, data: h1.data }, values.h1)).toBeDefined();
    }
  });
});

/** What the article prints (and, for the update, the weights after it), to all its digits. */
const PRINTED: Partial<Record<Name, string>> = {
  X: "1.76405235 0.40015721",
  y: "1 0",
  W1: "-0.67746455 0.37769425 -0.07365253 / -0.53663519 0.60920496 0.21149622",
  W2: "-0.41491732 -0.30992816 / -0.31583913 -0.27706468 / -0.44701662 0.15231059",
  z1: "-1.40982136 0.91005018 -0.04529517",
  h1: "0.19626223 0.71301043 0.48867814",
  z2: "-0.52507645 -0.18394635",
  h2: "0.37166596 0.45414264",
  dLoss_dh2: "-0.62833404 0.45414264",
  dh2_dz2: "0.23353037 0.24789710",
  dLoss_dz2: "-0.14673508 0.11258065",
  dLoss_dW2: "-0.02879856 0.02209533 / -0.10462365 0.08027117 / -0.07170623 0.05501570",
  dLoss_dh1: "0.02599101 0.01515256 0.08274025",
  dh1_dz1: "0.15774337 0.20462656 0.24987182",
  dLoss_dW1: "0.00723246 0.00546965 0.03647082 / 0.00164061 0.00124073 0.00827303",
  W1_next: "-0.67747178 0.37768878 -0.07368900 / -0.53663683 0.60920372 0.21148795",
  W2_next: "-0.41488852 -0.30995026 / -0.31573451 -0.27714495 / -0.44694491 0.15225557",
};

describe("the article's lesson", () => {
  const trace = traceOf(stages, parseLesson({}));
  const print = (m: Matrix, digits: number) =>
    toRows(m)
      .map((row) => row.map((x) => x.toFixed(digits)).join(" "))
      .join(" / ");

  test.each(Object.entries(PRINTED))("%s, digit for digit", (name, printed) => {
    expect(print(trace[name as "X"], name === "y" ? 0 : 8)).toBe(printed);
  });

  test("its loss, which it never gives", () => {
    expect(trace.loss.toFixed(12)).toBe("0.300524603901");
  });

  test("another seed gives other numbers", () => {
    const other = traceOf(stages, parseLesson({ weights: { seed: 2018 } }));
    expect(print(other.W1, 8)).not.toBe(PRINTED.W1);
  });
});
