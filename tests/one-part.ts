import { chapters } from "../chapters/index.ts";
import { type Chapter, partOf } from "../src/book/chapter.ts";
import { DEFAULT_LESSON, type Lesson } from "../src/lesson/lesson.ts";
import type { Values } from "../src/network/values.ts";

/** The book with another computation in one of its stages. */
export const bookWith = (
  name: string,
  compute: (values: Values, lesson: Lesson) => Partial<Values>,
): Chapter[] =>
  chapters.map((it) =>
    it.name === name ? { ...it, stage: [[{ ...partOf(it, DEFAULT_LESSON), compute }]] } : it,
  );
