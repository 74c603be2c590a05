import type { Trace } from "../../src/network/stage.ts";

/** A sentence that is not true of every lesson: how it reads, and when it may stand on a page. */
export interface Sentence {
  /** The page it may stand on; every page where absent. */
  readonly page?: string;
  /** In the text of a page: tags removed, spaces single. */
  readonly says: RegExp;
  /** Whether it is true of this lesson, decided from the trace alone, by other code than the page's. */
  readonly holds: (trace: Trace, match: RegExpMatchArray) => boolean;
  /** A text and a lesson file for which the check must fail: the sentence as it once stood. */
  readonly rejects: { readonly text: string; readonly lesson: unknown };
}
