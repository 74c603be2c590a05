import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { checkGradients, mostNudged, PROBES } from "../build/checks.ts";
import { book, forwardPass, stages } from "../chapters/index.ts";
import { DEFAULT_LESSON, type Lesson, type LessonFile, parseLesson } from "../src/lesson/lesson.ts";
import {
  add,
  fromFunction,
  matmul,
  multiply,
  scale,
  square,
  subtract,
  sum,
  transpose,
} from "../src/math/matrix.ts";
import { softmaxBack } from "../src/math/softmax.ts";
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
import { networkOf, type Roles, weightsOf } from "../src/network/network.ts";
import { type AnyPart, runStages, traceOf } from "../src/network/stage.ts";
import type { Name, Values } from "../src/network/values.ts";
import { extremeLessons, refusedBy } from "./extreme-lessons.ts";
import {
  bricks,
  fieldsOf,
  labelsFor,
  lessons,
  matrixOf,
  rareLessons,
  targetsFor,
  weightsFor,
} from "./lessons.ts";
import { foundBy, inChapter, takeBack, type Wrong } from "./mistakes.ts";

const checked = (lesson: Lesson): CheckedEntry[] => {
  const trace = traceOf(stages, lesson);
  return weightsOf(networkOf(lesson)).flatMap((weights) => checkGradient(forwardPass, trace, weights));
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
      its: bricks,
      rows: fc.integer({ min: 1, max: 8 }),
      inputs: fc.integer({ min: 1, max: 4 }),
      hidden: fc.integer({ min: 1, max: 8 }),
      weight: fc.constantFrom(1, 5, 20),
      ridge: fc.constantFrom(0, 1e-6, 0.1, 1, 100),
    })
    .chain(({ its, rows, inputs, hidden, weight, ridge }) => {
      const X = matrixOf(number(4), rows, inputs);
      return fc
        .record({
          data: fc.oneof(
            fc.record({ X, labels: labelsFor(rows, its) }),
            fc.record({ X, targets: targetsFor(rows, its, number(4)) }),
          ),
          weights: weightsFor(inputs, hidden, its, (r, c) => matrixOf(number(weight), r, c)),
          ridge: fc.constant(ridge),
        })
        .map((json) => ({ ...json, ...fieldsOf(its) }));
    })
    .map((json) => parseLesson(json));

  test("for 100 random lessons; every slope but tiny ones is vouched for, and beside corners most", () => {
    const isCornered = ({ activation, outputActivation }: Lesson) =>
      /relu/.test(activation + outputActivation);
    const told = { smooth: 0, cornered: 0, vouched: 0 };
    for (const it of fc.sample(lesson, { numRuns: 100, seed: 7 })) {
      const { loss } = traceOf(stages, it);
      const entries = checked(it);
      expect(entries.filter(({ verdict }) => verdict === "differs")).toEqual([]);
      const large = entries.filter(({ analytic }) => Math.abs(analytic) > 1e-8 * Math.max(1, loss));
      const open = large.filter(({ verdict }) => verdict !== "agrees");
      if (!isCornered(it)) expect(open, JSON.stringify(it)).toEqual([]);
      told[isCornered(it) ? "cornered" : "smooth"] += large.length;
      if (isCornered(it)) told.vouched += large.length - open.length;
    }
    expect(told.smooth).toBeGreaterThan(240);
    expect(told.vouched / told.cornered).toBeGreaterThan(0.7);
  });

  test("for 70 usual lessons of every brick, by any of the three ways", () => {
    for (const it of [...rareLessons, ...fc.sample(lessons, { numRuns: 70, seed: 3 })])
      expect(refusedBy(it), JSON.stringify(it)).toEqual([]);
  });

  // tests/extreme-lessons.ts, started by itself, tries as many as one likes.
  test("for 120 lessons of extreme numbers: neither differences nor the tape refuse one", () => {
    for (const json of fc.sample(extremeLessons, { numRuns: 70, seed: 10 }))
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

/** Mistakes that a single row, or λ = 0, does not show; tests/mistakes.test.ts has those of every brick. */
const UNSEEN: readonly (readonly [string, Wrong])[] = [
  [
    "a missing 1/N",
    ({ y, h2, dh2_dz2 }) => {
      const dLoss_dh2 = subtract(h2, y);
      return { dLoss_dh2, dLoss_dz2: dh2_dz2 ? multiply(dLoss_dh2, dh2_dz2) : softmaxBack(dLoss_dh2, h2) };
    },
  ],
  [
    "the article's own ridge gradient",
    ({ h1, dLoss_dz2, W2 }, { ridge }) => {
      const price = ridge * sum(square(W2));
      const data = matmul(transpose(h1), dLoss_dz2);
      return {
        dLoss_dW2: add(
          data,
          fromFunction(W2.rows, W2.cols, () => price),
        ),
      };
    },
  ],
];

describe("the build's check", () => {
  afterEach(takeBack);
  const check = (json: LessonFile) => checkGradients(book, forwardPass, traceOf(stages, parseLesson(json)));

  test("passes the book, on the lesson and on the probes, and counts what it checked", () => {
    const count = (lesson: Lesson) => {
      const trace = traceOf(stages, lesson);
      return weightsOf(networkOf(lesson)).reduce((sum, name) => sum + trace[name].data.length, 0);
    };
    const ofProbes = PROBES.map(count).reduce((a, b) => a + b);
    expect(check({})).toBe(6 + 6 + ofProbes);
    expect(check({ data: { rows: 4 }, hidden: 4, bias: true })).toBe(8 + 4 + 8 + 2 + ofProbes);
    expect(check({ data: { rows: 4 }, hidden: 4, bias: true, trainBias: false })).toBe(8 + 8 + ofProbes);
  });

  test.each(UNSEEN)("catches %s by the probe, where the default lesson cannot see it", (_, wrong) => {
    const names = Object.keys(wrong(traceOf(stages, DEFAULT_LESSON), DEFAULT_LESSON)) as Name[];
    inChapter(DEFAULT_LESSON, names[0]!, wrong);
    expect(foundBy(DEFAULT_LESSON)).not.toContain("nudging");
    expect(() => check({})).toThrow(/probe/);
  });

  test("names weight, both values and chapter on one line", () => {
    inChapter(DEFAULT_LESSON, "dLoss_dW2", ({ dLoss_dW2 }) => ({ dLoss_dW2: scale(-1, dLoss_dW2) }));
    expect(() => check({})).toThrow(
      /^chapters\/07-dloss-dw2\.ts: on the lesson dLoss_dW2\[0,0\] is 0\.0287985\d+, central differences give -0\.0287985\d+$/,
    );
  });

  test("names a probe by its bricks", () => {
    const probe = PROBES.find(({ activation }) => activation === "tanh")!;
    inChapter(probe, "dLoss_db1", ({ dLoss_db1 }) => ({ dLoss_db1: scale(2, dLoss_db1) }));
    expect(() => check({})).toThrow(
      /^chapters\/08-dloss-dw1\.ts: on the probe lesson outputs 3, activation tanh, outputActivation softmax, loss cross-entropy, bias true dLoss_db1\[0,0\] is /,
    );
  });
});
