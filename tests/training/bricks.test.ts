import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAddress, startOf } from "../../src/lesson/address.ts";
import { rowsOf } from "../../src/lesson/datasets.ts";
import { ACTIVATIONS, LOSSES, OUTPUT_ACTIVATIONS } from "../../src/lesson/fields.ts";
import {
  DEFAULT_LESSON,
  type ExplicitWeights,
  type Lesson,
  type LessonFile,
  parseLesson,
} from "../../src/lesson/lesson.ts";
import { fromRows, type Matrix, toRows } from "../../src/math/matrix.ts";
import { networkOf, ratesOf, run, stepsOf, weightsOf } from "../../src/network/network.ts";
import { ACTIVATIONS as ACTIVATIONS_OF_NETWORK } from "../../src/network/ops/activations.ts";
import { nextName, slopeName, type Values } from "../../src/network/values.ts";
import { activate, timesSlope } from "../../src/training/kernels/brick.ts";
import { SIMD } from "../../src/training/kernels/fastest.ts";
import { plain } from "../../src/training/kernels/plain.ts";
import { createRun } from "../../src/training/run.ts";
import { parseSettings } from "../../src/training/settings.ts";
import { addressOfStep, runOf, weightsOf as weightsGivenBy, withWeights } from "../../src/training/steps.ts";

/** Every brick beside every other: the loop against the network's own run, to the last bit. */

const STEPS = 11;

/** The weights of a run as the network has them: the biases by themselves. */
function valuesOf(lesson: Lesson, weights: readonly Matrix[]): Partial<Values> {
  const { W1, b1 = [], W2, b2 = [] } = withWeights(lesson, weights).weights as ExplicitWeights;
  const biases = lesson.bias && { b1: fromRows([b1]), b2: fromRows([b2]) };
  return { W1: fromRows(W1), W2: fromRows(W2), ...biases };
}

const same = (a: Matrix, b: Matrix) =>
  a.data.length === b.data.length && a.data.every((x, i) => Object.is(x, b.data[i]));

/** What differs first, and after how many steps. Where weights become NaN or infinite, the comparing ends. */
function firstDifference(lesson: Lesson, make = plain, other = lesson): string | undefined {
  const network = networkOf(lesson);
  const weights = weightsOf(network);
  const { X, y } = rowsOf(lesson.data, lesson.outputs);
  const loop = createRun(runOf(other), make);
  let given = valuesOf(lesson, loop.weights);
  for (let t = 0; t <= STEPS && !loop.diverged; t++) {
    const values = run(stepsOf(network), { X, y, ...given }, ratesOf(lesson, X.rows)) as Values;
    if (!Object.is(loop.record().loss.total, values.loss)) return `loss after ${t}`;
    const gradient = valuesOf(lesson, loop.gradient()) as Values;
    for (const W of weights)
      if (!same(gradient[W], values[slopeName(W) as keyof Values] as Matrix)) return `slope of ${W} at ${t}`;
    loop.step(1);
    for (const W of weights) given = { ...given, [W]: values[nextName(W)] };
    const now = valuesOf(lesson, loop.weights) as Values;
    for (const [name, W] of Object.entries(given))
      if (!same(now[name as keyof Values] as Matrix, W as Matrix)) return `${name} after ${t + 1}`;
  }
  return undefined;
}

const number = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 0.5, 30, -800),
  fc.double({ min: -2, max: 2, noNaN: true }),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
);
const small = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: -3, max: 3, noNaN: true }));
const share = fc.oneof(fc.constantFrom(0, 1, 0.5), fc.double({ min: 0, max: 1, noNaN: true }));
const row = <T>(cols: number, of: fc.Arbitrary<T>) => fc.array(of, { minLength: cols, maxLength: cols });
const matrix = (rows: number, cols: number, of: fc.Arbitrary<number>) => row(rows, row(cols, of));
const count = (most: number) => fc.integer({ min: 1, max: most });

type Biases = "none" | "trained" | "held";
interface Bricks extends Pick<Lesson, "activation" | "outputActivation" | "loss"> {
  readonly biases: Biases;
}
const ALL: readonly Bricks[] = ACTIVATIONS.flatMap((activation) =>
  OUTPUT_ACTIVATIONS.flatMap((outputActivation) =>
    LOSSES.flatMap((loss) =>
      (["none", "trained", "held"] as const).map((biases) => ({
        activation,
        outputActivation,
        loss,
        biases,
      })),
    ),
  ),
).filter(({ outputActivation, loss }) => loss === "squared" || /^s/.test(outputActivation)); // sigmoid, softmax

function lessonsOf({ biases, ...bricks }: Bricks): fc.Arbitrary<Lesson> {
  const isSoftmax = bricks.outputActivation === "softmax";
  const bias = biases !== "none";
  const toShares = (row: readonly number[]) => {
    const sum = row.reduce((a, b) => a + b, 0);
    return sum > 0 ? row.map((it) => it / sum) : row.map((_, k) => Number(k === 0));
  };
  const targetsOf = (N: number, K: number) =>
    isSoftmax
      ? matrix(N, K, share).map((rows) => rows.map(toShares))
      : matrix(N, K, bricks.loss === "squared" ? small : share);
  const sized = (N: number, D: number, H: number, K: number, of: fc.Arbitrary<number>) =>
    fc.record({
      X: matrix(N, D, of),
      y: fc.oneof(
        row(N, fc.integer({ min: 0, max: Math.max(1, K - 1) })).map((labels) => ({ labels })),
        targetsOf(N, K).map((targets) => ({ targets })),
      ),
      weights: fc.oneof(
        fc.record({ seed: fc.nat() }),
        fc.record({ W1: matrix(D, H, of), W2: matrix(H, K, of) }),
        fc.record({
          W1: matrix(D, H, of),
          W2: matrix(H, K, of),
          ...(bias && { b1: row(H, of), b2: row(K, of) }),
        }),
      ),
      learningRate: fc.constantFrom(0.001, 0.5, 100),
      ridge: fc.constantFrom(0, 0.1, 3),
      hidden: fc.constant(H),
      outputs: fc.constant(K),
    });
  return fc
    .tuple(
      count(40),
      count(4),
      count(9),
      isSoftmax ? fc.integer({ min: 2, max: 8 }) : count(8),
      fc.constantFrom(small, number),
    )
    .chain((sizes) => sized(...sizes))
    .map(({ X, y, ...file }) =>
      parseLesson({
        ...file,
        ...bricks,
        data: { X, ...y },
        bias,
        ...(bias && { trainBias: biases === "trained" }),
      }),
    );
}

const told = ({ activation, outputActivation, loss, biases }: Bricks) =>
  [activation, outputActivation, loss, `biases ${biases}`].join(", ");

describe("the loop finds the bits of the network", () => {
  test.each(ALL.map((bricks) => [told(bricks), bricks] as const))("%s", (_, bricks) => {
    fc.assert(
      fc.property(lessonsOf(bricks), (lesson) => {
        expect([plain, SIMD!].map((make) => firstDifference(lesson, make))).toEqual([undefined, undefined]);
      }),
      { numRuns: 5 },
    );
  });

  test("and one of another brick is seen", () => {
    const lesson = parseLesson({ data: { rows: 9 }, hidden: 4, outputs: 3, bias: true, learningRate: 1 });
    const others: Partial<Lesson>[] = [
      ...ACTIVATIONS.slice(1).map((activation) => ({ activation })),
      ...OUTPUT_ACTIVATIONS.slice(1).map((outputActivation) => ({ outputActivation })),
      { loss: "cross-entropy" },
      { trainBias: false },
    ];
    expect(firstDifference(lesson)).toBeUndefined();
    for (const other of others) expect(firstDifference(lesson, plain, { ...lesson, ...other })).toBeDefined();
  });

  test("a brick that brings no loops", () => {
    for (const { loops, ...brick } of Object.values(ACTIVATIONS_OF_NETWORK)) {
      const [z, slope] = [Float64Array.of(-1, -0.1, 0, 0.2, 3), Float64Array.of(1, -2, 3, -4, 5)];
      const [ours, theirs] = [z.slice(), z.slice()];
      activate(brick, [ours]);
      loops!.activate(theirs);
      expect(ours).toEqual(theirs);
      const [mine, its] = [slope.slice(), slope.slice()];
      timesSlope(brick, [mine], [ours]);
      loops!.timesSlope(its, theirs);
      expect(mine).toEqual(its);
    }
  });
});

test("biases that are held have no slope: none is recorded or clipped", () => {
  const of = (trainBias: boolean) =>
    createRun(runOf(parseLesson({ data: { rows: 9 }, bias: true, trainBias })));
  const [trained, held] = [of(true), of(false)];
  expect(
    held
      .gradient()
      .map(toRows)
      .map((G) => G.at(-1)),
  ).toEqual([
    [0, 0, 0],
    [0, 0],
  ]);
  for (const [l, norm] of held.record().gradientNorms.entries())
    expect(norm).toBeLessThan(trained.record().gradientNorms[l]!);
});

describe("a step of a lesson", () => {
  const X = [
    [0.5, 1],
    [-1, 2],
    [0.25, -0.5],
  ];
  const given = {
    W1: [
      [1, 2],
      [0.5, -1],
    ],
    b1: [0.1, -0.2],
    W2: [
      [1, 0.5, -1],
      [2, 1, 0],
    ],
    b2: [0, 0.5, 1],
  };
  const { W1, W2, b2 } = given;
  const softmax = { outputActivation: "softmax", loss: "cross-entropy" };
  test.each<LessonFile>([
    { data: { rows: 5 }, outputs: 4, activation: "relu", outputActivation: "softmax" },
    { data: { X, labels: [2, 0, 1] }, weights: given, ...softmax } as LessonFile,
    { data: { X, labels: [2, 0, 1] }, weights: { W1, W2, b2 }, trainBias: false },
    { data: { X, labels: [2, 0, 1] }, weights: { W1, W2 }, bias: true, activation: "tanh" },
    { data: { X, targets: [[0.5], [1], [0]] }, hidden: 4, loss: "cross-entropy", bias: true },
  ])("is taken up where it was left, by lesson and by address: %o", (file) => {
    const lesson = parseLesson({ learningRate: 0.5, ridge: 0.1, ...file });
    const weightsAfter = (lesson: Lesson, steps: number) => {
      const run = createRun(runOf(lesson));
      run.step(steps);
      return run.weights;
    };
    expect(weightsAfter({ ...lesson, weights: weightsGivenBy(lesson) }, 0)).toEqual(weightsAfter(lesson, 0));
    const five = weightsAfter(lesson, 5);
    expect(weightsAfter(withWeights(lesson, weightsAfter(lesson, 3)), 2)).toEqual(five);
    const state = parseAddress(addressOfStep(runOf(lesson), 5, DEFAULT_LESSON), DEFAULT_LESSON);
    expect(weightsAfter(startOf(state, DEFAULT_LESSON), state.step)).toEqual(five);
  });
});

describe("accuracy", () => {
  const X = [[0.5], [1], [-1], [2]];
  const of = (file: object, unseen?: object) =>
    createRun(parseSettings({ data: { X, ...file }, trained: 3, ...unseen })).record().accuracy;

  test("of labels, however they are given", () => {
    const labels = [1, 0, 1, 0];
    const targets = [
      [0, 1],
      [1, 0],
      [0, 1],
      [1, 0],
    ];
    expect(of({ targets })).toEqual(of({ labels }));
    expect(Object.keys(of({ labels })!)).toEqual(["trained", "unseen"]);
  });

  test("of one output, which says 1 above ½", () => {
    const weights = { W1: [[1]], W2: [[1]] };
    const bricks = { activation: "identity", outputActivation: "identity", outputs: 1, hidden: [1] };
    // It says 0, 1, 0; 1.
    expect(of({ labels: [0, 1, 1, 1] }, { weights, ...bricks })).toEqual({ trained: 2 / 3, unseen: 1 });
  });

  test("of other targets there is none", () => {
    expect(of({ targets: [[0.2], [1], [0], [1]] })).toBeUndefined();
    expect(
      of({
        targets: [
          [0, 1],
          [1, 0],
          [1, 1],
          [1, 0],
        ],
      }),
    ).toBeUndefined();
  });
});
