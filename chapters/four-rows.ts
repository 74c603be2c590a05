import { DEFAULT_LESSON, type Lesson } from "../src/lesson/lesson.ts";

/** The article's lesson with its first four rows: enough to see a sum over rows. */
export const FOUR_ROWS: Lesson = {
  ...DEFAULT_LESSON,
  data: { seed: 0, rows: 4 },
};
