import { chapters, stages } from "../../../chapters/index.ts";
import { book, pages } from "../../../chapters/pages.ts";
import { english } from "../../../chapters/words/english.ts";
import { type AnyChapter, numberIn, type Page, placeIn } from "../../../src/book/chapter.ts";
import { type Parts, pageParts } from "../../../src/book/page.ts";
import type { ChangedCode, Sources } from "../../../src/book/telling.ts";
import { commandOf } from "../../../src/lesson/command.ts";
import { type Lesson, writtenAs } from "../../../src/lesson/lesson.ts";
import { type Trace, traceOf } from "../../../src/network/stage.ts";
import type { Name } from "../../../src/network/values.ts";
import { type IsFolded, markdownRenderer } from "../../../src/typeset/markdown.ts";

/** The book in a live page: the same chapters as the build's, but for those whose runs take longer than a page may. */

/** What the build gives its live pages. */
export interface Given {
  /** The lesson that the site was built with, and the command that builds it. */
  readonly lesson: Lesson;
  readonly command: string;
  readonly sources: Sources;
}
declare const GIVEN: Given;
export const { lesson: LESSON, command: COMMAND } = GIVEN;

const BOOK = { chapters: book, render: markdownRenderer(english) };

/** A page that follows the lesson. Of any other a live page has the title alone (build/site.ts). */
export const pageOf = (name: string): Page | AnyChapter | undefined =>
  pages.find((page) => page.name === name && "facts" in page);

/** Traces of lessons that pages speak of beside their own: the article's, four rows. They are always the same. */
const others = new Map<string, Trace>();
const otherTrace = (lesson: Lesson): Trace => {
  const key = JSON.stringify(lesson);
  const trace = others.get(key) ?? traceOf(stages, lesson);
  others.set(key, trace);
  return trace;
};

const isOfSite = (lesson: Lesson): boolean => JSON.stringify(lesson) === JSON.stringify(LESSON);

/** What code of a reader's own made of a page's lessons, in place of the book's. */
export interface Made {
  readonly trace: Trace;
  /** Of the other lessons on the page. */
  readonly others: readonly Trace[];
  readonly code: ChangedCode;
}

export const tellingOf = (lesson: Lesson, made?: Made) => ({
  words: english,
  format: lesson,
  hasFiles: isOfSite(lesson) && !made,
  ...(made && { changed: made.code }),
  sources: GIVEN.sources,
  traceOf(it: Lesson) {
    const own = made?.others.find(({ lesson }) => lesson === it);
    const as = writtenAs(it, lesson);
    return !own ? otherTrace(as) : as === it ? own : { ...own, lesson: as };
  },
  numberOf: numberIn(book),
  placeOf: (name: Name) => placeIn(chapters, name),
  resultsOf(): never {
    throw new Error("a live page shows no experiment");
  },
});

/** The `<main>` of a page in parts. */
export function partsOf(page: Page | AnyChapter, trace: Trace, made?: Made): (isFolded?: IsFolded) => Parts {
  const { lesson } = trace;
  const command = isOfSite(lesson) ? COMMAND : commandOf(lesson);
  return pageParts(BOOK, page, trace, tellingOf(lesson, made), command);
}

export { chapters, stages };
