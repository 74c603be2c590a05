import { LessonError } from "../lesson/check.ts";
import type { Lesson } from "../lesson/lesson.ts";
import { randn, xorLabel } from "../lesson/observations.ts";
import { toRows } from "../math/matrix.ts";

/**
 * The lesson of one student: what a lesson draws is drawn from the student's own seed, with no more decimals than are
 * written down, so that the numbers on paper are the numbers computed. Its labels are those of the rounded points.
 * @param seed a whole number from 0 to 2³² − 1
 * @throws LessonError where the lesson draws nothing: all students would have the same numbers
 */
export function ownLesson(lesson: Lesson, seed: number): Lesson {
  const { data, weights, digits } = lesson;
  if (!("seed" in data) && !("seed" in weights))
    throw new LessonError(
      "weights",
      "got numbers for data and weights, so that all students would have the same; expected one of them to be drawn from a seed",
    );
  return {
    ...lesson,
    data: "seed" in data ? drawn(seed, data.rows, digits) : data,
    weights: "seed" in weights ? { seed, round: weights.round ?? digits } : weights,
  };
}

function drawn(seed: number, rows: number, digits: number) {
  const X = toRows(randn(seed, rows, 2)).map((row) => row.map((x) => Number(x.toFixed(digits)) + 0)); // no −0
  return { X, labels: X.map(([x1, x2]) => xorLabel(x1!, x2!)) };
}
