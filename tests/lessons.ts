import fc from "fast-check";
import { type Lesson, parseLesson } from "../src/lesson.ts";

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

export const lessons: fc.Arbitrary<Lesson> = fc
  .record({
    rows: fc.integer({ min: 1, max: 8 }),
    inputs: fc.integer({ min: 1, max: 4 }),
    hidden: fc.integer({ min: 1, max: 8 }),
    givenData: fc.boolean(),
    givenWeights: fc.boolean(),
    separable: fc.boolean(),
    most: fc.constantFrom(1, 3, 20),
  })
  .chain(({ rows, inputs, hidden, givenData, givenWeights, separable, most }) => {
    const cols = givenData ? inputs : 2;
    const labels = fc.array(fc.constantFrom(0, 1), { minLength: rows, maxLength: rows });
    // Separable labels: the sign of the first input decides.
    const given = fc
      .record({ X: matrix(rows, inputs, 4), labels })
      .map((data) => (separable ? { ...data, labels: data.X.map(([x]) => (x! > 0 ? 1 : 0)) } : data));
    return fc.record({
      data: givenData ? given : fc.record({ seed, rows: fc.constant(rows) }),
      weights: givenWeights
        ? fc.record({ W1: matrix(cols, hidden, most), W2: matrix(hidden, 2, most) })
        : fc.record({ seed, round: fc.integer({ min: 0, max: 15 }) }, { requiredKeys: ["seed"] }),
      hidden: fc.constant(hidden),
      learningRate: fc.oneof(
        fc.double({ min: 1e-9, max: 100, noNaN: true }),
        fc.constantFrom(1e-14, 0.001, 1, 100),
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
