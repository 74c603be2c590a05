import type { Lesson } from "./lesson.ts";

/** A lesson with the bricks of another, and as many outputs. */
export const withBricksOf = (
  lesson: Lesson,
  { outputs, activation, outputActivation, loss, bias, trainBias }: Lesson,
): Lesson => ({ ...lesson, outputs, activation, outputActivation, loss, bias, trainBias });
