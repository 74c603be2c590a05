import fc from "fast-check";
import { chapters, stages } from "../../chapters/index.ts";
import { partOf } from "../../src/book/chapter.ts";
import { type Lesson, type LessonFile, parseLesson } from "../../src/lesson/lesson.ts";
import { toRows } from "../../src/math/matrix.ts";
import { traceOf } from "../../src/network/stage.ts";
import { type Worksheet, worksheetOf } from "../../src/worksheets/worksheet.ts";
import { type Bricks, bricks, fieldsOf, labelsFor, matrixOf, weightsFor } from "../lessons.ts";

/** Lessons as they are worked on paper: few numbers, each of few decimals, of every brick. */

const short = (most: number, decimals: number) =>
  fc
    .integer({ min: -most * 10 ** decimals, max: most * 10 ** decimals })
    .map((n) => Number((n / 10 ** decimals).toFixed(decimals)) + 0);

/** Targets that the outputs can have under their loss. */
const targetsFor = (rows: number, { top, outputs }: Bricks) =>
  top.outputActivation === "softmax"
    ? // A half of one output, and a half of one, perhaps the same.
      fc
        .array(fc.tuple(fc.nat(outputs - 1), fc.nat(outputs - 1)), { minLength: rows, maxLength: rows })
        .map((rows) =>
          rows.map((halves) =>
            Array.from({ length: outputs }, (_, k) => halves.filter((it) => it === k).length / 2),
          ),
        )
    : matrixOf(
        short(1, 2).map((x) => (top.loss === "cross-entropy" ? Math.abs(x) : x)),
        rows,
        outputs,
      );

export const paperLessons: fc.Arbitrary<Lesson> = fc
  .record({
    its: bricks.map((it) => ({ ...it, outputs: Math.min(it.outputs, 4) })),
    rows: fc.integer({ min: 1, max: 5 }),
    inputs: fc.integer({ min: 1, max: 3 }),
    hidden: fc.integer({ min: 1, max: 4 }),
    isLabelled: fc.boolean(),
    decimals: fc.constantFrom(0, 1, 1, 2),
    digits: fc.integer({ min: 0, max: 8 }),
    ridge: fc.constantFrom(0, 0, 0.1, 0.25, 2),
    learningRate: fc.constantFrom(0.001, 0.1, 0.5, 1, 3),
  })
  .chain(({ its, rows, inputs, hidden, isLabelled, decimals, ...rates }) => {
    const numbers = (rows: number, cols: number) => matrixOf(short(2, decimals), rows, cols);
    const X = numbers(rows, inputs);
    return fc
      .record({
        data: isLabelled
          ? fc.record({ X, labels: labelsFor(rows, its) })
          : fc.record({ X, targets: targetsFor(rows, its) }),
        weights: weightsFor(inputs, hidden, its, numbers),
      })
      .map((json) => parseLesson({ ...json, ...rates, hidden, ...fieldsOf(its) }));
  });

/** The same lessons on every run. */
export const samples = (count: number, seed: number): Lesson[] =>
  fc.sample(paperLessons, { numRuns: count, seed });

/** The sheet of a lesson, of all stages. */
export const sheetOf = (lesson: Lesson | LessonFile): Worksheet => {
  const its = "title" in lesson ? (lesson as Lesson) : parseLesson(lesson);
  return worksheetOf(
    traceOf(stages, its),
    chapters.map((it) => ({ name: it.name, makes: partOf(it, its).makes })),
  );
};

/** What tests/worksheets/paper.py reads of it. */
export function forPaper({ lesson }: Worksheet): object {
  const { X, y, W1, W2, ...biases } = traceOf(stages, lesson);
  const given = { X, y, W1, W2, ...(lesson.bias && { b1: biases.b1, b2: biases.b2 }) };
  return {
    ...lesson,
    ...Object.fromEntries(Object.entries(given).map(([name, it]) => [name, toRows(it)])),
  };
}
