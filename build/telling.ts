import { chapters, stages } from "../chapters/index.ts";
import { book } from "../chapters/pages.ts";
import { english } from "../chapters/words/english.ts";
import { numberIn, placeIn } from "../src/book/chapter.ts";
import type { Telling } from "../src/book/telling.ts";
import { type Lesson, writtenAs } from "../src/lesson/lesson.ts";
import { traceOf } from "../src/network/stage.ts";

/** How numbers and formulas are told where neither code nor results of experiments are. */
export const plainTelling = (lesson: Lesson): Telling => ({
  words: english,
  format: lesson,
  sources: { cut: {}, operations: {}, bricks: {} },
  hasFiles: false,
  traceOf: (it) => traceOf(stages, writtenAs(it, lesson)),
  numberOf: numberIn(book),
  placeOf: (name) => placeIn(chapters, name),
  resultsOf() {
    throw new Error("there are no results of experiments here");
  },
});
