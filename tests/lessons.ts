import fc from "fast-check";
import { ACTIVATIONS, OUTPUT_ACTIVATIONS } from "../src/lesson/fields.ts";
import { type Lesson, parseLesson } from "../src/lesson/lesson.ts";

/** Random lessons of every kind a reader may choose, small enough to render by the hundred. */

const number = (most: number) =>
  fc.oneof(
    fc.double({ min: -most, max: most, noNaN: true }),
    fc.integer({ min: -most, max: most }),
    fc.constant(0),
  );
const listOf = <T>(of: fc.Arbitrary<T>, length: number) =>
  fc.array(of, { minLength: length, maxLength: length });
export const matrixOf = (of: fc.Arbitrary<number>, rows: number, cols: number) =>
  listOf(listOf(of, cols), rows);
const seed = fc.oneof(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.constantFrom(0, 2017, 2 ** 32 - 1));

// --- Bricks ---

/** Outputs and losses that can stand together. */
const TOPS = [
  ...OUTPUT_ACTIVATIONS.map((outputActivation) => ({ outputActivation, loss: "squared" }) as const),
  { outputActivation: "sigmoid", loss: "cross-entropy" },
  { outputActivation: "softmax", loss: "cross-entropy" },
] as const;
type Top = (typeof TOPS)[number];

/** What stands where in a network; `biases` says whether they are given, and whether they are trained. */
export interface Bricks {
  readonly top: Top;
  readonly activation: (typeof ACTIVATIONS)[number];
  readonly outputs: number;
  readonly biases: "none" | "given" | "zero";
  readonly trainBias: boolean;
}

/** The article's, one time in five. */
export const bricks: fc.Arbitrary<Bricks> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .record({
        top: fc.constantFrom(...TOPS),
        activation: fc.constantFrom(...ACTIVATIONS),
        outputs: fc.oneof(fc.constant(2), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 8 })),
        biases: fc.constantFrom("none", "given", "zero"),
        trainBias: fc.constantFrom(true, true, false),
      })
      .map(
        (it): Bricks => ({
          ...it,
          // A softmax of one output would always be 1; and what is not there cannot be held.
          outputs: it.top.outputActivation === "softmax" ? Math.max(2, it.outputs) : it.outputs,
          trainBias: it.biases === "none" || it.trainBias,
        }),
      ),
  },
  {
    weight: 1,
    arbitrary: fc.constant({
      top: TOPS[0],
      activation: "sigmoid",
      outputs: 2,
      biases: "none",
      trainBias: true,
    }),
  },
);

/** Such bricks as a lesson file says them. */
export const fieldsOf = ({ top, activation, outputs, biases, trainBias }: Bricks) => ({
  ...top,
  activation,
  outputs,
  bias: biases !== "none",
  trainBias,
});

export const labelsFor = (rows: number, { outputs }: Bricks) =>
  listOf(fc.integer({ min: 0, max: Math.max(1, outputs - 1) }), rows);

/** Targets that the outputs can have under their loss. */
export function targetsFor(rows: number, { top, outputs }: Bricks, any: fc.Arbitrary<number>) {
  const share = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1, 0.5));
  if (top.outputActivation === "softmax")
    return matrixOf(share, rows, outputs).map((matrix) => matrix.map(withSumOne));
  return matrixOf(top.loss === "cross-entropy" ? share : any, rows, outputs);
}

function withSumOne(row: readonly number[]): number[] {
  const sum = row.reduce((total, x) => total + x, 0);
  return row.map((x, k) => (sum > 1e-300 ? x / sum : Number(k === 0)));
}

/** Weights, and the biases where they are given. */
export const weightsFor = (
  inputs: number,
  hidden: number,
  { outputs, biases }: Bricks,
  numbers: (rows: number, cols: number) => fc.Arbitrary<number[][]>,
) =>
  fc
    .record({
      W1: numbers(inputs, hidden),
      b1: numbers(1, hidden),
      W2: numbers(hidden, outputs),
      b2: numbers(1, outputs),
      // Mostly both are given.
      given: fc.constantFrom("b1, b2", "b1, b2", "b1, b2", "b1", "b2"),
    })
    .map(({ W1, b1, W2, b2, given }) => ({
      W1,
      ...(biases === "given" && given.includes("b1") && { b1: b1[0]! }),
      W2,
      ...(biases === "given" && given.includes("b2") && { b2: b2[0]! }),
    }));

// --- Lessons ---

/** The ways in which weights are given: any, saturating, all alike, all zero. */
const weights = (inputs: number, hidden: number, its: Bricks, most: number) => {
  const of = (numbers: fc.Arbitrary<number>) =>
    weightsFor(inputs, hidden, its, (rows, cols) => matrixOf(numbers, rows, cols));
  return fc.oneof(
    { weight: 8, arbitrary: of(number(most)) },
    { weight: 1, arbitrary: of(number(500)) },
    { weight: 1, arbitrary: number(3).chain((w) => of(fc.constant(w))) },
    { weight: 1, arbitrary: of(fc.constant(0)) },
  );
};

/** Labels by a rule: any, by the sign of the first input, of XOR and its opposite, all the same. */
const LABELLED = {
  any: undefined,
  separable: ([x1]: readonly number[]) => x1! > 0,
  xor: ([x1, x2 = 0]: readonly number[]) => x1! > 0 !== x2 > 0,
  opposite: ([x1, x2 = 0]: readonly number[]) => x1! > 0 === x2 > 0,
  same: () => true,
};

export const lessons: fc.Arbitrary<Lesson> = fc
  .record({
    its: bricks,
    rows: fc.integer({ min: 1, max: 8 }),
    inputs: fc.oneof(
      { weight: 40, arbitrary: fc.integer({ min: 1, max: 4 }) },
      { weight: 1, arbitrary: fc.integer({ min: 5, max: 64 }) },
    ),
    hidden: fc.integer({ min: 1, max: 8 }),
    data: fc.constantFrom("drawn", "labels", "targets"),
    givenWeights: fc.boolean(),
    labelled: fc.constantFrom(...(Object.keys(LABELLED) as (keyof typeof LABELLED)[])),
    withOnes: fc.integer({ min: 0, max: 7 }).map((n) => n === 0),
    most: fc.constantFrom(1, 3, 20),
  })
  .chain(({ its, rows, inputs, hidden, data, givenWeights, labelled, withOnes, most }) => {
    const cols = data === "drawn" ? 2 : inputs;
    const rule = LABELLED[labelled];
    const X = matrixOf(number(4), rows, inputs).map((X) =>
      withOnes ? X.map((row) => [1, ...row.slice(1)]) : X,
    );
    const kinds = {
      drawn: fc.record({ seed, rows: fc.constant(rows) }),
      labels: fc
        .record({ X, labels: labelsFor(rows, its) })
        .map(({ X, labels }) => ({ X, labels: rule ? X.map((row) => (rule(row) ? 1 : 0)) : labels })),
      targets: fc.record({ X, targets: targetsFor(rows, its, number(most)) }),
    };
    const given = givenWeights || its.biases === "given";
    return fc
      .record({
        data: kinds[data] as fc.Arbitrary<object>,
        weights: given
          ? weights(cols, hidden, its, most)
          : fc.record({ seed, round: fc.integer({ min: 0, max: 15 }) }, { requiredKeys: ["seed"] }),
        learningRate: fc.oneof(
          fc.double({ min: 1e-9, max: 100, noNaN: true }),
          fc.constantFrom(1e-14, 0.001, 1, 100, 1000),
        ),
        ridge: fc.oneof(
          fc.constant(0),
          fc.double({ min: 0, max: 100, noNaN: true }),
          fc.constantFrom(0.1, 1e-4),
        ),
        digits: fc.integer({ min: 0, max: 15 }),
      })
      .map((json) => ({ ...json, hidden, ...fieldsOf(its) }));
  })
  .map((json) => parseLesson(json));

/** Lessons for what random ones seldom meet. */
export const rareLessons: readonly Lesson[] = [
  // A nudge drowns in rounding, of a weight in each layer.
  { ridge: 1e6, weights: { W1: [[1e3], [-1e3]], W2: [[1e3, 0.001]] } },
  { ridge: 1e6, weights: { W1: [[1e3], [0.001]], W2: [[1e3, -1e3]] } },
  // So small a sum that its sigmoid is one half in every digit.
  { weights: { W1: [[1e-20], [0]], W2: [[1, 2]] } },
  // Outputs that are their targets to the last digit: every slope is zero.
  { data: { X: [[100]], labels: [0] }, weights: { W1: [[1]], W2: [[1e3, -1e3]] } },
  // The largest numbers of a lesson: a step leads from 10⁶ to 10¹⁷.
  { learningRate: 1e4, ridge: 1e6, weights: { W1: [[1e6], [1]], W2: [[1, 1e6]] } },
  // More rows than the figure of chapter 0 rings.
  { data: { rows: 24 }, hidden: 2 },
].map((json) => parseLesson(json));
