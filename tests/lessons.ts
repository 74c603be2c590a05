import fc from "fast-check";
import { type Lesson, parseLesson } from "../src/lesson/lesson.ts";

/** Random lessons of every kind a reader may choose, small enough to render by the hundred. */

const number = (most: number) =>
  fc.oneof(
    fc.double({ min: -most, max: most, noNaN: true }),
    fc.integer({ min: -most, max: most }),
    fc.constant(0),
  );
const matrix = (rows: number, cols: number, most: number) =>
  fc.array(fc.array(number(most), { minLength: cols, maxLength: cols }), {
    minLength: rows,
    maxLength: rows,
  });
const seed = fc.oneof(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.constantFrom(0, 2017, 2 ** 32 - 1));

/** The ways in which weights are given: any, saturating, all alike, all zero. */
const weights = (inputs: number, hidden: number, most: number) => {
  const any = (most: number) => fc.record({ W1: matrix(inputs, hidden, most), W2: matrix(hidden, 2, most) });
  const all = (w: number) => {
    const filled = (rows: number, cols: number) => Array.from({ length: rows }, () => Array(cols).fill(w));
    return { W1: filled(inputs, hidden), W2: filled(hidden, 2) };
  };
  return fc.oneof(
    { weight: 8, arbitrary: any(most) },
    { weight: 1, arbitrary: any(500) },
    { weight: 1, arbitrary: number(3).map(all) },
    { weight: 1, arbitrary: fc.constant(all(0)) },
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
    rows: fc.integer({ min: 1, max: 8 }),
    inputs: fc.integer({ min: 1, max: 4 }),
    hidden: fc.integer({ min: 1, max: 8 }),
    givenData: fc.boolean(),
    givenWeights: fc.boolean(),
    labelled: fc.constantFrom(...(Object.keys(LABELLED) as (keyof typeof LABELLED)[])),
    withOnes: fc.integer({ min: 0, max: 7 }).map((n) => n === 0),
    most: fc.constantFrom(1, 3, 20),
  })
  .chain(({ rows, inputs, hidden, givenData, givenWeights, labelled, withOnes, most }) => {
    const cols = givenData ? inputs : 2;
    const rule = LABELLED[labelled];
    const given = fc
      .record({
        X: matrix(rows, inputs, 4),
        labels: fc.array(fc.constantFrom(0, 1), { minLength: rows, maxLength: rows }),
      })
      .map(({ X, labels }) => ({
        X: withOnes ? X.map((row) => [1, ...row.slice(1)]) : X,
        labels,
      }))
      .map(({ X, labels }) => ({ X, labels: rule ? X.map((row) => (rule(row) ? 1 : 0)) : labels }));
    return fc.record({
      data: givenData ? given : fc.record({ seed, rows: fc.constant(rows) }),
      weights: givenWeights
        ? weights(cols, hidden, most)
        : fc.record({ seed, round: fc.integer({ min: 0, max: 15 }) }, { requiredKeys: ["seed"] }),
      hidden: fc.constant(hidden),
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
    });
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
