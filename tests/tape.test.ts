import { readFileSync } from "node:fs";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { byNudging, byTape, CheckError, checkGradients, PROBES } from "../build/checks.ts";
import { chapter, lossOnTape } from "../chapters/17-autodiff.ts";
import { book, forwardPass, stages } from "../chapters/index.ts";
import { DEFAULT_LESSON, type Lesson, parseLesson } from "../src/lesson/lesson.ts";
import {
  add,
  at,
  fromRows,
  map,
  matmul,
  multiply,
  ShapeError,
  scale,
  subtract,
  transpose,
} from "../src/math/matrix.ts";
import { centralDifference, lossAlong } from "../src/network/gradient-check.ts";
import { networkOf, slopesOf } from "../src/network/network.ts";
import { type Trace, traceOf } from "../src/network/stage.ts";
import { createTape } from "../src/network/tape.ts";
import { agreesWithTape, slopesByTape, tapeCheck } from "../src/network/tape-check.ts";
import { lessons, rareLessons } from "./lessons.ts";
import { inChapter, takeBack } from "./mistakes.ts";
import { claimsOf, tellingOf, textOf } from "./told.ts";

const onLesson = (lesson: Lesson) => {
  const trace = traceOf(stages, lesson);
  return { trace, taped: slopesByTape(lossOnTape, trace) };
};
const DERIVED = slopesOf(networkOf(DEFAULT_LESSON));
const tapeAgrees = (trace: Trace) => byTape(trace, slopesOf(networkOf(trace.lesson))) === undefined;

describe("the tape", () => {
  test("finds slopes that are known: of a polynomial, of a value used twice, of a shortcut", () => {
    const tape = createTape();
    const x = tape.input(fromRows([[3]]));
    // 2x² + x, at 3: slope 4·3 + 1
    const f = tape.add(tape.scale(2, tape.square(x)), x);
    expect(tape.slopes(f).get(x)!.data[0]).toBe(13);
    // (x − x/4)²: 2·(¾)²·x
    const g = tape.square(tape.subtract(x, tape.divide(x, 4)));
    expect(tape.slopes(g).get(x)!.data[0]).toBe(3.375);
  });

  test("knows only what the result came from, and starts from one number", () => {
    const tape = createTape();
    const a = tape.input(fromRows([[1, 2]]));
    const b = tape.input(fromRows([[5, 5]]));
    const total = tape.sum(a);
    tape.add(a, b);
    const slopes = tape.slopes(total);
    expect([...slopes.get(a)!.data]).toEqual([1, 1]);
    expect(slopes.has(b)).toBe(false);
    expect(() => tape.slopes(a)).toThrow(ShapeError);
  });

  test("gives each slope of the way back, in the shape of its value", () => {
    const second = ["dLoss_dh2", "dLoss_dz2", "dLoss_dW2"];
    expect(DERIVED).toEqual([...second, "dLoss_dh1", "dLoss_dz1", "dLoss_dW1"]);
    const { trace, taped } = onLesson(parseLesson({ data: { rows: 5 }, hidden: 4, ridge: 0.1 }));
    for (const name of DERIVED)
      expect([taped.get(name)!.rows, taped.get(name)!.cols]).toEqual([trace[name].rows, trace[name].cols]);
  });
});

describe("the chapters' gradients", () => {
  test("are the tape's for 500 random lessons, and so is the loss, to the last bit; of the slopes only a sigmoid’s rounding may differ", () => {
    fc.assert(
      fc.property(lessons, (lesson) => {
        const trace = traceOf(stages, lesson);
        const { loss } = lossOnTape(createTape(), trace, networkOf(lesson));
        expect(loss.value.data[0]).toBe(trace.loss);
        const check = tapeCheck(lossOnTape, trace);
        for (const name of slopesOf(networkOf(lesson)))
          expect(trace[name].data.every((_, i) => check(name).agrees(i))).toBe(true);
      }),
      { numRuns: 500, seed: 15 },
    );
  });

  test.each([
    ["saturated weights of ±20", { weights: { W1: [[20], [-20]], W2: [[20, -20]] } }],
    [
      "the largest numbers allowed",
      {
        data: { X: [[1e6, -1e6]], labels: [0] },
        weights: { W1: [[1e6], [1e6]], W2: [[1e6, -1e6]] },
        ridge: 1e6,
      },
    ],
    [
      "rows that cancel",
      {
        data: { X: [[1e6], [-1e6], [1e-6]], labels: [0, 0, 1] },
        weights: {
          W1: [[0, 1e-6]],
          W2: [
            [1e6, -1e6],
            [-1e6, 1e6],
          ],
        },
        ridge: 1e-6,
      },
    ],
    ["300 rows and 64 hidden neurons", { data: { rows: 300 }, hidden: 64, ridge: 0.01 }],
  ])("are the tape's with %s", (_, json) => {
    expect(tapeAgrees(traceOf(stages, parseLesson(json)))).toBe(true);
  });

  test("are the tape's where the same slopes are worked out in another order", () => {
    const { trace } = onLesson(parseLesson({ data: { rows: 7 }, hidden: 5, ridge: 0.3 }));
    const late = scale(-1 / 7, multiply(subtract(trace.y, trace.h2), trace.dh2_dz2));
    const dLoss_dW2 = scale(1 / 7, add(scale(7, matmul(transpose(trace.h1), late)), scale(0.3, trace.W2)));
    const again = { ...trace, dLoss_dz2: late, dLoss_dW2 };
    expect([...dLoss_dW2.data]).not.toEqual([...trace.dLoss_dW2.data]);
    expect(tapeAgrees(again)).toBe(true);
  });

  test("from NumPy are the tape's too", () => {
    /** All rows of a small matrix; of a large one some entries with their places. */
    type Expected = number[][] | { samples: [row: number, col: number, value: number][] };
    const { article, lessons: cases } = JSON.parse(
      readFileSync(new URL("fixtures/stages.json", import.meta.url), "utf8"),
    ) as Record<"article", Case> & { lessons: Case[] };
    type Case = { lesson: unknown; values: Record<string, Expected> };
    let compared = 0;
    for (const { lesson, values } of [article, ...cases]) {
      const { taped } = onLesson(parseLesson(lesson));
      for (const name of DERIVED) {
        const expected = values[name]!;
        const entries = Array.isArray(expected)
          ? expected.flatMap((row, r) => row.map((value, c) => [r, c, value] as const))
          : expected.samples;
        for (const [row, col, value] of entries) {
          const got = taped.get(name)!.data[row * taped.get(name)!.cols + col]!;
          expect(Math.abs(got - value)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(value)));
          compared++;
        }
      }
    }
    expect(compared).toBeGreaterThan(1000);
  });
});

describe("the tape as a check", () => {
  afterEach(takeBack);

  test("catches a slope between the weights that nudging a weight cannot see", () => {
    inChapter(DEFAULT_LESSON, "dLoss_dh2", ({ dLoss_dh2 }) => ({ dLoss_dh2: scale(2, dLoss_dh2) }));
    const it = traceOf(stages, DEFAULT_LESSON);
    expect(byNudging(forwardPass, it, "W2")).toBeUndefined();
    expect(byNudging(forwardPass, it, "W1")).toBeUndefined();
    const failure = () => checkGradients(book, forwardPass, it);
    expect(failure).toThrow(CheckError);
    expect(failure).toThrow(
      /^chapters\/07-dloss-dw2\.ts: on the lesson dLoss_dh2\[0,0\] is -1\.25666\d+, the tape gives -0\.62833\d+$/,
    );
  });

  test("sees by the probe what the default lesson cannot show", () => {
    inChapter(DEFAULT_LESSON, "dLoss_dh2", ({ y, dLoss_dh2 }) => ({ dLoss_dh2: scale(y.rows, dLoss_dh2) }));
    const it = traceOf(stages, DEFAULT_LESSON);
    expect(tapeAgrees(it)).toBe(true);
    expect(byTape(traceOf(stages, PROBES[0]!), DERIVED)?.entry).toBe("dLoss_dh2[0,0]");
    expect(() => checkGradients(book, forwardPass, it)).toThrow(/probe lesson dLoss_dh2.*the tape gives/);
  });

  test("its bounds are those stated", () => {
    expect(agreesWithTape(0, 1e-12, 1e-12)).toBe(true);
    expect(agreesWithTape(0, 1.1e-12, 1e-12)).toBe(false);
    expect(agreesWithTape(1, 1 + 0.9e-9, 0)).toBe(true);
    expect(agreesWithTape(1, 1 + 1.1e-9, 0)).toBe(false);
    expect(agreesWithTape(Number.NaN, Number.NaN, 1)).toBe(false);
  });
});

describe("the page", () => {
  const page = (trace: Trace) => textOf(chapter, trace);
  const factsOf = (lesson: Lesson) => chapter.facts(traceOf(stages, lesson), tellingOf(chapter, {}));

  /** Outputs that hit their targets: every slope is 0. */
  const level = parseLesson({
    data: { X: [[1]], labels: [0] },
    weights: { W1: [[1000]], W2: [[1000, -1000]] },
  });

  test("says what is true, for 100 random lessons", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(lessons, (lesson) => {
        const trace = traceOf(stages, lesson);
        const said = claimsOf(page(trace));
        expect(said["tape-loss"]).toBe("same");
        expect(said["tape-agrees"]).toBe("agree");
        seen.add(said["nudging-agrees"]!);
        seen.add(said["rate-slope"]!);
      }),
      { numRuns: 100, seed: 3, examples: [...rareLessons, level].map((lesson) => [lesson]) },
    );
    expect(seen).not.toContain("differ");
    for (const choice of ["agree", "flat", "larger", "smaller"]) expect(seen).toContain(choice);
  });

  test("the tapes of the scalar example have the slopes that differences find", () => {
    const { chain, slopes, twice, parts, total, x } = factsOf(parseLesson({})).scalar;
    const slopeOf = (f: (x: number) => number) => (f(x + 1e-6) - f(x - 1e-6)) / 2e-6;
    expect([chain.length, twice.length]).toEqual([4, 4]);
    expect(slopes[0]).toBeCloseTo(
      slopeOf((x) => (3 * x + 1) ** 2),
      6,
    );
    expect(total).toBeCloseTo(
      slopeOf((x) => x * x + 3 * x),
      6,
    );
    expect(parts[0]! + parts[1]!).toBe(total);
    expect(chain.map(({ value }) => value.data[0])).toEqual([1, 3, 4, 16]);
  });

  test("a value’s slope is the sum of what the lines that used it hand back, and differences find it", () => {
    const lesson = parseLesson({ data: { rows: 5 }, ridge: 0.3, bias: true, activation: "tanh" });
    const trace = traceOf(stages, lesson);
    const { lines, added } = factsOf(lesson).tape;
    for (const { parts, slope } of lines)
      if (parts.length > 0)
        slope.data.forEach((x, i) => {
          expect(x).toBeCloseTo(
            parts.reduce((all, part) => all + part.slope.data[i]!, 0),
            14,
          );
        });
    const [row, col] = added.entry as [number, number];
    const total = added.users.reduce((all, { slope }) => all + slope, 0);
    const byNudging = centralDifference(
      lossAlong(forwardPass, trace, "W2")(row, col, "loss"),
      at(trace.W2, row, col),
      1e-5,
    );
    expect(total).toBeCloseTo(byNudging, 8);
    expect(added.users).toHaveLength(2);
    expect(added.users[1]!.slope).not.toBe(0);
  });

  test("says so where hand and tape or nudging differ", () => {
    const trace = traceOf(stages, parseLesson({}));
    const broken = { ...trace, dLoss_dh1: map(trace.dLoss_dh1, (x) => x * 1.001) };
    expect(claimsOf(page(broken))).toMatchObject({ "tape-agrees": "differ", "nudging-agrees": "differ" });
    expect(claimsOf(page({ ...trace, loss: 0.3 }))["tape-loss"]).toBe("other");
  });

  test("the slope along the rate is that of the loss after the step", () => {
    for (const json of [{}, { data: { rows: 8 }, ridge: 0.1, learningRate: 3 }, { learningRate: 40 }]) {
      const lesson = parseLesson(json);
      const lossAt = (learningRate: number) => traceOf(stages, { ...lesson, learningRate }).loss_next;
      const h = 1e-4 * lesson.learningRate;
      const nudged = (lossAt(lesson.learningRate + h) - lossAt(lesson.learningRate - h)) / (2 * h);
      const { slope } = factsOf(lesson).rate;
      expect(Math.abs(slope - nudged)).toBeLessThanOrEqual(1e-6 * Math.abs(slope) + 1e-9);
    }
  });

  test("shows three columns for every gradient, all 22 entries of the article's lesson", () => {
    const rows = page(traceOf(stages, DEFAULT_LESSON)).match(/^\| dLoss_d.*$/gm)!;
    expect(rows).toHaveLength(22);
    expect(rows.every((row) => row.split("|").length === 6)).toBe(true);
    for (const { fromTape, fromNudging } of factsOf(DEFAULT_LESSON).gradients) {
      expect(fromTape).toBeLessThan(1e-16);
      expect(fromNudging).toBeLessThan(1e-9);
    }
  });
});
