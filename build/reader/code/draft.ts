import { DRAFT } from "../memory.ts";

/** Code that is being written, kept as long as the tab: a page that was closed by accident, or crashed, has it still. */

interface Draft {
  /** The book's code that it changes. */
  readonly book: string;
  readonly own: string;
}

const name = `${DRAFT}${document.body.dataset.page}`;

export function keepDraft(draft: Draft | undefined): void {
  try {
    if (draft) sessionStorage.setItem(name, JSON.stringify(draft));
    else sessionStorage.removeItem(name);
  } catch {
    // Storage may be refused, as in a private window: then it lives as long as the page.
  }
}

/** The draft of this page's code, if there is one. */
export function draftOf(book: string): string | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(name) ?? "null") as Draft | null;
    return kept?.book === book && kept.own !== book ? kept.own : undefined;
  } catch {
    return undefined;
  }
}
