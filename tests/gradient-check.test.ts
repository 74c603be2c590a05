import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CheckError, checkGradients, mostNudged } from "../build/checks.ts";
import { chapters, forwardPass, stages } from "../chapters/index.ts";
import { type Chapter, partOf } from "../src/book/chapter.ts";
import { type Lesson, parseLesson } from "../src/lesson/lesson.ts";
import {
  add,
  fromFunction,
  map,
  matmul,
  multiply,
  scale,
  square,
  subtract,
  sum,
  transpose,
} from "../src/math/matrix.ts";
import {
  agrees,
  type CheckedEntry,
  centralDifference,
  checkGradient,
  NUDGE,
  nudged,
  ridders,
  verdictOn,
} from "../src/network/gradient-check.ts";
import type { Roles } from "../src/network/network.ts";
import { type AnyPart, runStages, traceOf } from "../src/network/stage.ts";
import type { Values } from "../src/network/values.ts";
import { extremeLessons, refusedBy } from "./extreme-lessons.ts";
import { bookWith } from "./one-part.ts";

const WEIGHTS = ["W1", "W2"] as const;
const checked = (lesson: Lesson): CheckedEntry[] => {
  const trace = traceOf(stages, lesson);
  return WEIGHTS.flatMap((weights) => checkGradient(forwardPass, trace, weights));
};

describe("central differences", () => {
  test("over one step are off by the third derivative, over many mixed they are not", () => {
    const cube = (x: number) => x * x * x;
    expect(centralDifference(cube, 2, 0.1)).toBeCloseTo(12 + 0.1 ** 2, 12);
    const curves: [(x: number) => number, number, number][] = [
      [cube, 2, 12],
      [(x) => 1 / x, 2, -0.25],
      [Math.exp, 1, Math.E],
      [(x) => Math.sin(50 * x), 0.3, 50 * Math.cos(15)],
    ];
    for (const [f, x, slope] of curves) {
      const found = ridders(f, x, 0.5, () => 1e-15);
      expect(Math.abs(found.slope - slope)).toBeLessThan(1e-8 * Math.abs(slope));
      expect(Math.abs(found.slope - slope)).toBeLessThan(10 * found.error);
    }
  });

  test("know how far off they may be: where steps are lost in the number, or values in rounding", () => {
    expect(
      ridders(
        (x) => x,
        1e6,
        1e-12,
        () => 0,
      ).error,
    ).toBe(Number.POSITIVE_INFINITY);
    // A staircase, as rounding makes one.
    const stairs = (x: number) => Math.round(x * 1e4) / 1e4;
    for (const step of [0.5, 0.01, 1e-3, 1e-4])
      expect(
        verdictOn(
          1,
          ridders(stairs, 0.30003, step, () => 1e-4),
        ),
        String(step),
      ).not.toBe("differs");
    expect(
      verdictOn(
        2,
        ridders(stairs, 0.30003, 1e-4, () => 1e-4),
      ),
    ).toBe("untold");
    expect(
      verdictOn(
        2,
        ridders(stairs, 0.30003, 0.5, () => 1e-4),
      ),
    ).toBe("differs");
  });

  test("run again what a weight reaches, and nothing else; the slopes are the same to the last bit", () => {
    const trace = traceOf(stages, parseLesson({ data: { seed: 1, rows: 5 }, ridge: 0.1 }));
    const runs = new Map<string, number>();
    const counted = forwardPass.flat(2).map((it) => [
      [
        {
          ...it,
          compute(values: Values, lesson: Lesson, roles: Roles) {
            runs.set(it.makes[0]!, (runs.get(it.makes[0]!) ?? 0) + 1);
            return it.compute(values, lesson, roles);
          },
        },
      ],
    ]);
    const inOnePiece: AnyPart = {
      needs: ["X", "y", "W1", "W2"],
      makes: ["loss_data", "loss_ridge"],
      compute: (values, lesson) => runStages(forwardPass, lesson, values),
    };
    for (const weights of ["W1", "W2"] as const) {
      runs.clear();
      expect(checkGradient(counted, trace, weights)).toEqual(checkGradient([[[inOnePiece]]], trace, weights));
    }
    expect([runs.get("z1"), runs.get("h1")]).toEqual([1, 1]);
    expect(runs.get("z2")).toBeGreaterThan(trace.W2.data.length);
  });

  test("a verdict: the same to six digits; wrong by ten times what they may be off; else nothing", () => {
    expect(verdictOn(1, { slope: 1 + 0.9e-6, error: 0 })).toBe("agrees");
    expect(verdictOn(1, { slope: 1 + 1.1e-6, error: 0 })).toBe("differs");
    expect(verdictOn(1, { slope: 1.0005, error: 1e-4 })).toBe("agrees");
    expect(verdictOn(1, { slope: 1.02, error: 1e-3 })).toBe("differs");
    expect(verdictOn(1, { slope: 1.02, error: 1e-2 })).toBe("untold");
    expect(verdictOn(0, { slope: 0, error: 1 })).toBe("agrees");
    expect(verdictOn(1e-20, { slope: 0, error: 1e-16 })).toBe("untold");
    expect(verdictOn(1, { slope: Number.NaN, error: 0 })).not.toBe("agrees");
  });

  test("what a page’s nudge can see", () => {
    expect(agrees(0, 1e-8)).toBe(true);
    expect(agrees(0, 1.01e-8)).toBe(false);
    expect(agrees(1, 1 + 1e-5)).toBe(true);
    expect(agrees(1, 1 + 1.1e-5)).toBe(false);
    expect(agrees(Number.NaN, Number.NaN)).toBe(false);
  });

  test("a page nudges once up and once down, and no more weights than it shows", () => {
    const trace = traceOf(stages, parseLesson({ data: { X: [[5, -40]], labels: [1] } }));
    const asked: number[] = [];
    const counted: AnyPart = {
      needs: ["X", "y", "W1", "W2"],
      makes: ["loss"],
      compute: (values, lesson) => {
        asked.push(values.W1.data[3]!);
        return runStages(forwardPass, lesson, values);
      },
    };
    const entries = nudged([[[counted]]], trace, "W1", 2, () => false);
    expect(entries.map(({ row, col }) => [row, col])).toEqual([
      [0, 0],
      [1, 0],
    ]);
    const w = trace.W1.data[3]!;
    expect(asked.slice(2)).toEqual([w + NUDGE / 40, w - NUDGE / 40]);
    expect(entries.map(({ verdict }) => verdict)).toEqual(["agrees", "agrees"]);
  });
});

test("a build spends about as much on a lesson of any size: all weights of a small one, some of a large one", () => {
  const most = (rows: number, inputs: number, hidden: number) => {
    const X = Array.from({ length: rows }, () => Array(inputs).fill(0));
    const labels = Array(rows).fill(0);
    return mostNudged(traceOf(stages, parseLesson({ data: { X, labels }, hidden })));
  };
  expect(most(1, 2, 3)).toBeGreaterThan(12);
  expect(most(300, 2, 64)).toBeGreaterThan(50);
  expect(most(300, 64, 64)).toBe(20);
});

describe("no false alarm", () => {
  const number = (most: number) => fc.double({ min: -most, max: most, noNaN: true });
  const lesson = fc
    .record({
      rows: fc.integer({ min: 1, max: 8 }),
      inputs: fc.integer({ min: 1, max: 4 }),
      hidden: fc.integer({ min: 1, max: 8 }),
      weight: fc.constantFrom(1, 5, 20),
      ridge: fc.constantFrom(0, 1e-6, 0.1, 1, 100),
    })
    .chain(({ rows, inputs, hidden, weight, ridge }) => {
      const matrix = (r: number, c: number, most: number) =>
        fc.array(fc.array(number(most), { minLength: c, maxLength: c }), { minLength: r, maxLength: r });
      return fc.record({
        data: fc.record({
          X: matrix(rows, inputs, 4),
          labels: fc.array(fc.constantFrom(0, 1), { minLength: rows, maxLength: rows }),
        }),
        weights: fc.record({ W1: matrix(inputs, hidden, weight), W2: matrix(hidden, 2, weight) }),
        ridge: fc.constant(ridge),
      });
    });

  test("for 500 random lessons, and every slope above 1e-8 is vouched for", () => {
    const entries = fc
      .sample(lesson, { numRuns: 500, seed: 7 })
      .flatMap((json) => checked(parseLesson(json)));
    expect(entries.filter(({ verdict }) => verdict === "differs")).toEqual([]);
    const large = entries.filter(({ analytic }) => Math.abs(analytic) > 1e-8);
    expect(large.length).toBeGreaterThan(2000);
    expect(large.filter(({ verdict }) => verdict !== "agrees")).toEqual([]);
  });

  // tests/extreme-lessons.ts, started by itself, tries as many as one likes.
  test("for 2,000 lessons of extreme numbers: neither differences nor the tape refuse one", () => {
    for (const json of fc.sample(extremeLessons, { numRuns: 2000, seed: 10 }))
      expect(refusedBy(parseLesson(json)), JSON.stringify(json)).toEqual([]);
  });

  test.each([
    [
      "saturated weights of ±20",
      {
        weights: {
          W1: [
            [20, -20],
            [-20, 20],
          ],
          W2: [
            [20, -20],
            [-20, 20],
          ],
        },
      },
    ],
    [
      "weights that almost cancel",
      { data: { X: [[3, 3]], labels: [1] }, weights: { W1: [[20], [-20]], W2: [[20, -20]] } },
    ],
    [
      "the largest numbers allowed",
      {
        data: { X: [[1e6, -1e6]], labels: [0] },
        weights: { W1: [[1e6], [1e6]], W2: [[1e6, -1e6]] },
        ridge: 1e6,
      },
    ],
    [
      "a large ridge beside a small weight",
      { weights: { W1: [[1e3], [1e-4]], W2: [[1e-4, 1e3]] }, ridge: 100 },
    ],
    ["300 rows and 64 hidden neurons", { data: { rows: 300 }, hidden: 64, ridge: 0.01 }],
    [
      "inputs of 255 and weights of 60",
      {
        data: {
          X: [
            [255, 255],
            [0, 255],
          ],
          labels: [1, 0],
        },
        weights: { W1: [[0.1], [-0.1]], W2: [[60, -60]] },
      },
    ],
    [
      "incomes beside a column of ones",
      {
        data: {
          X: [
            [52_000, 1],
            [31_000, 1],
            [78_500, 1],
          ],
          labels: [1, 0, 1],
        },
      },
    ],
  ])("%s", (_, json) => {
    expect(refusedBy(parseLesson(json))).toEqual([]);
  });
});

/** Chapters 7 and 8 with one mistake each. */
type Wrong = (values: Values, lesson: Lesson) => Partial<Values>;
const second =
  (change: (right: Values, N: number, ridge: number) => Partial<Values>): Wrong =>
  (values, lesson) => {
    const N = values.y.rows;
    const dLoss_dh2 = scale(-1 / N, subtract(values.y, values.h2));
    const dh2_dz2 = map(values.h2, (h) => h * (1 - h));
    const dLoss_dz2 = multiply(dLoss_dh2, dh2_dz2);
    const dLoss_dW2 = add(matmul(transpose(values.h1), dLoss_dz2), scale(lesson.ridge / N, values.W2));
    const right = { ...values, dLoss_dh2, dh2_dz2, dLoss_dz2, dLoss_dW2 };
    return { ...right, ...change(right, N, lesson.ridge) };
  };
const gradient = (v: Values, dLoss_dz2: Values["dLoss_dz2"], N: number, ridge: number): Partial<Values> => ({
  dLoss_dz2,
  dLoss_dW2: add(matmul(transpose(v.h1), dLoss_dz2), scale(ridge / N, v.W2)),
});
const MISTAKES: Record<string, Wrong> = {
  "a missing transpose": second((v, N, ridge) => ({
    dLoss_dW2: add(matmul(v.h1, v.dLoss_dz2), scale(ridge / N, v.W2)),
  })),
  "a missing 1/N": second((v, N, ridge) => gradient(v, scale(N, v.dLoss_dz2), N, ridge)),
  "a turned sign": second((v, N, ridge) => gradient(v, scale(-1, v.dLoss_dz2), N, ridge)),
  "a missing h(1 − h)": second((v, N, ridge) => gradient(v, v.dLoss_dh2, N, ridge)),
  "the article's own ridge gradient": second((v, _N, ridge) => {
    const price = ridge * sum(square(v.W2));
    return {
      dLoss_dW2: add(
        matmul(transpose(v.h1), v.dLoss_dz2),
        fromFunction(v.W2.rows, v.W2.cols, () => price),
      ),
    };
  }),
};

describe("the build's check", () => {
  const withChapter7 = (compute: Wrong) => bookWith("dloss-dw2", compute);
  const check = (book: readonly Chapter[], lesson: Lesson) =>
    checkGradients(
      book,
      forwardPass,
      traceOf(
        book.map(({ stage }) => stage),
        lesson,
      ),
    );
  // As many rows as hidden neurons, so that a missing transpose still fits.
  const square4 = parseLesson({ data: { rows: 4 }, hidden: 4, ridge: 0.1 });

  test("passes the book, on the lesson and on the probe, and counts what it checked", () => {
    expect(check(chapters, parseLesson({}))).toBe(2 * (6 + 6));
    expect(check(withChapter7(second(() => ({}))), square4)).toBe(8 + 8 + 6 + 6);
  });

  test.each(Object.entries(MISTAKES))("catches %s", (_, compute) => {
    expect(() => check(withChapter7(compute), square4)).toThrow(CheckError);
  });

  test.each(["a missing 1/N", "the article's own ridge gradient"])(
    "catches %s by the probe, where the default lesson cannot see it",
    (mistake) => {
      const book = withChapter7(MISTAKES[mistake]!);
      const trace = traceOf(
        book.map((it) => it.stage),
        parseLesson({}),
      );
      expect(partOf(book[7]!, trace.lesson).makes).toContain("dLoss_dW2");
      expect(checkGradient(forwardPass, trace, "W2").every(({ verdict }) => verdict === "agrees")).toBe(true);
      expect(() => check(book, parseLesson({}))).toThrow(/probe/);
    },
  );

  test("names weight, both values and chapter on one line", () => {
    const error = (() => {
      try {
        check(withChapter7(MISTAKES["a turned sign"]!), parseLesson({}));
      } catch (caught) {
        return caught as Error;
      }
    })();
    expect(error?.message).toMatch(
      /^chapters\/07-dloss-dw2\.ts: on the lesson dLoss_dW2\[0,0\] is 0\.0287985\d+, central differences give -0\.0287985\d+$/,
    );
  });
});
