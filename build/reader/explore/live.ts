import type { English } from "../../../chapters/words/english.ts";
import type { AnyChapter, Page } from "../../../src/book/chapter.ts";
import type { Telling } from "../../../src/book/telling.ts";
import type { Trace } from "../../../src/network/stage.ts";

/** What exploring needs of the live page around it. */
export interface Live {
  /** The page that is open. */
  readonly page: Page | AnyChapter;
  /** The book's chapters. */
  readonly chapters: readonly AnyChapter[];
  readonly telling: Telling & { readonly words: English };
  /** The numbers as they are now: `""` the page's own lesson, `four:` a second trace on the page. */
  trace(prefix: string): Trace;
  /** Calls after the page was patched: elements may be new, numbers other ones. */
  onChange(listener: () => void): void;
  /** A link to a page of the book that takes the numbers along. */
  linkTo(href: string): string;
  /** Whether a number, given by its mark, may be changed, and its editor over an element that shows it. */
  canChange(mark: string): boolean;
  edit(mark: string, element: Element): void;
}

/** A name of something of a trace, told apart from the same of the page's own. */
export const nameIn = (live: Live, prefix: string, name: string): string =>
  prefix === "" ? name : live.telling.words.explore.ofOther(name, live.trace(prefix).lesson);
