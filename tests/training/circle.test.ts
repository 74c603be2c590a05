import fc from "fast-check";
import { expect, test } from "vitest";
import { stages } from "../../chapters/index.ts";
import { type Lesson, parseLesson } from "../../src/lesson/lesson.ts";
import type { Matrix } from "../../src/math/matrix.ts";
import { runStages } from "../../src/network/stage.ts";
import type { Values } from "../../src/network/values.ts";
import { createRun, type Run } from "../../src/training/run.ts";
import { parseSettings } from "../../src/training/settings.ts";

/** The stages that make data and weights, and those that go round in a circle. */
const [first, circle] = [stages.slice(0, 2), stages.slice(2)];

const runOf = ({ data, weights, hidden, learningRate, ridge }: Lesson): Run =>
  createRun(parseSettings({ data, weights, hidden: [hidden], learningRate, ridge }));

/** Whether all entries have the same bits; 0 and −0 count as one. */
const same = (a: Matrix, b: Matrix) =>
  a.data.length === b.data.length && a.data.every((x, i) => x === b.data[i] || Object.is(x, b.data[i]));

/**
 * The first of so many steps after which stages and loop differ; 0 stands for before the first. Where the weights
 * of both become NaN or infinite alike, the loop ends.
 */
function firstDifference(lesson: Lesson, run: Run, steps: number): number | undefined {
  let values = runStages(first, lesson) as Values;
  for (let t = 0; ; t++) {
    const [W1, W2] = run.weights as [Matrix, Matrix];
    if (!same(W1, values.W1) || !same(W2, values.W2)) return t;
    if (t === steps || run.diverged) return undefined;
    const { X, y } = values;
    values = runStages(circle, lesson, { X, y, W1: values.W1, W2: values.W2 }) as Values;
    const [dW1, dW2] = run.gradient() as [Matrix, Matrix];
    if (!same(dW1, values.dLoss_dW1) || !same(dW2, values.dLoss_dW2)) return t;
    if (!Object.is(run.record().loss.total, values.loss)) return t;
    values = { ...values, W1: values.W1_next, W2: values.W2_next };
    run.step(1);
  }
}

const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const rate = fc.oneof(
  fc.constantFrom(0.001, 0.15, 1, 5, 100),
  fc.double({ min: 1e-6, max: 20, noNaN: true }),
);
const lesson = fc
  .record({
    data: fc.record({ seed, rows: fc.integer({ min: 1, max: 50 }) }),
    weights: fc.record({ seed, round: fc.integer({ min: 0, max: 15 }) }, { requiredKeys: ["seed"] }),
    hidden: fc.integer({ min: 1, max: 20 }),
    learningRate: rate,
    ridge: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 2, noNaN: true })),
  })
  .map(parseLesson);

test("the loop is the chapters' stages in a circle, to the last bit", () => {
  fc.assert(
    fc.property(lesson, (lesson) => {
      expect(firstDifference(lesson, runOf(lesson), 200)).toBeUndefined();
    }),
    { numRuns: 30 },
  );
});

test("data and weights that were given, more columns than two", () => {
  const X = [
    [0, 0, 1],
    [0, 1, 1],
    [1, 0, 1],
    [1, 1, 1],
  ];
  const W1 = [
    [0.1, -0.2],
    [0.3, 0.4],
    [-0.5, 0],
  ];
  const W2 = [
    [0.5, -0.6],
    [0.7, 0.8],
  ];
  const data = { X, labels: [0, 1, 1, 0] };
  for (const weights of [
    { W1, W2 },
    { seed: 7, round: 1 },
  ]) {
    const lesson = parseLesson({ data, weights, hidden: 2, learningRate: 2, ridge: 0.01 });
    expect(firstDifference(lesson, runOf(lesson), 200)).toBeUndefined();
  }
});

test("saturated neurons, the loss at its largest", () => {
  const weights = {
    W1: [
      [800, -800],
      [-2000, 30],
    ],
    W2: [
      [20, -20],
      [-20, 900],
    ],
  };
  const lesson = parseLesson({ data: { seed: 3, rows: 20 }, weights, learningRate: 1, ridge: 0.1 });
  expect(firstDifference(lesson, runOf(lesson), 200)).toBeUndefined();
});

test("weights that overflow", () => {
  const lesson = parseLesson({
    data: { seed: 2862619599, rows: 1 },
    weights: { seed: 1839110609, round: 1 },
    hidden: 6,
    learningRate: 100,
    ridge: 2,
  });
  const run = runOf(lesson);
  expect(firstDifference(lesson, run, 200)).toBeUndefined();
  expect([run.diverged, run.steps < 200]).toEqual([true, true]);
});

test("one last bit of one weight is noticed", () => {
  const lesson = parseLesson({ data: { rows: 5 }, hidden: 4, learningRate: 1 });
  const run = runOf(lesson);
  const W = run.weights[0]!.data;
  W[3] = W[3]! * (1 + 2 ** -52);
  expect(firstDifference(lesson, run, 200)).toBe(0);
});

test.each([{ learningRate: 1.0000000000000002 }, { ridge: 1e-12 }, { gradient: "summed" }])(
  "another setting is noticed: %o",
  (other) => {
    const lesson = parseLesson({ data: { rows: 5 }, hidden: 4, learningRate: 1 });
    const { data, weights } = lesson;
    const run = createRun(parseSettings({ data, weights, hidden: [4], learningRate: 1, ...other }));
    expect(firstDifference(lesson, run, 200)).toBeLessThan(200);
  },
);
