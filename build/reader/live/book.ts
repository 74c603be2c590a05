import { chapter as loop } from "../../../chapters/10-loop.ts";
import { chapter as autodiff } from "../../../chapters/16-autodiff.ts";
import { english } from "../../../chapters/english.ts";
import { front } from "../../../chapters/front.ts";
import { chapters, stages } from "../../../chapters/index.ts";
import { symbols } from "../../../chapters/symbols.ts";
import type { AnyChapter, Page, TrainingChapter } from "../../../src/chapter.ts";
import type { Lesson } from "../../../src/lesson.ts";
import { type IsFolded, markdownRenderer } from "../../../src/markdown.ts";
import { type Parts, pageParts } from "../../../src/page.ts";
import type { Sources } from "../../../src/telling.ts";
import { type Trace, traceOf } from "../../../src/trace.ts";
import { commandOf } from "../../command.ts";

/** The book in a live page: the same chapters as the build's, but for those whose runs take longer than a page may. */

/** What the build gives its live pages. */
export interface Given {
  /** The lesson that the site was built with, and the command that builds it. */
  readonly lesson: Lesson;
  readonly command: string;
  readonly sources: Sources;
  /** All chapters that train, in reading order. */
  readonly training: readonly Pick<TrainingChapter, "name" | "title" | "summary" | "direction">[];
}
declare const GIVEN: Given;
export const { lesson: LESSON, command: COMMAND } = GIVEN;

const TRAINING: readonly TrainingChapter[] = GIVEN.training.map(
  (it) => [loop, autodiff].find(({ name }) => name === it.name) ?? { ...it, page: () => "" },
);
const BOOK = {
  chapters: [...chapters, ...TRAINING] as readonly AnyChapter[],
  render: markdownRenderer(english),
};

/** The pages that follow the lesson. */
const PAGES: readonly (Page | AnyChapter)[] = [
  front(chapters, TRAINING),
  ...chapters,
  loop,
  autodiff,
  symbols(chapters),
];
export const pageOf = (name: string): Page | AnyChapter | undefined =>
  PAGES.find((page) => page.name === name);

/** Traces of lessons that pages speak of beside their own: the article's, four rows. They are always the same. */
const others = new Map<string, Trace>();
const otherTrace = (lesson: Lesson): Trace => {
  const key = JSON.stringify(lesson);
  const trace = others.get(key) ?? traceOf(stages, lesson);
  others.set(key, trace);
  return trace;
};

export const tellingOf = ({ digits }: Lesson) => ({
  words: english,
  format: { digits, decimal: "." as const },
  sources: GIVEN.sources,
  traceOf: otherTrace,
  resultsOf(): never {
    throw new Error("a live page shows no experiment");
  },
});

/** The `<main>` of a page in parts. */
export function partsOf(page: Page | AnyChapter, trace: Trace): (isFolded?: IsFolded) => Parts {
  const { lesson } = trace;
  const same = JSON.stringify(lesson) === JSON.stringify(LESSON);
  const command = same ? COMMAND : commandOf(lesson);
  return pageParts({ ...BOOK, hasFiles: same }, page, trace, tellingOf(lesson), command);
}

export { chapters, stages };
