/** What a page remembers for the next one. Storage may be refused, as in a private window or for a file. */
export function remembered(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** @returns whether it could be kept; else it holds for this page only */
export function remember(name: string, value: string): boolean {
  try {
    localStorage.setItem(name, value);
    return true;
  } catch {
    return false;
  }
}

export function forget(name: string): void {
  try {
    localStorage.removeItem(name);
  } catch {
    // Nothing was kept.
  }
}

/** Before the name of a page: code that a reader is writing there (code/draft.ts), as long as the tab is open. */
export const DRAFT = "code:";

/** Under this name: the exercises solved, where the reader wishes (solved.ts). */
export const SOLVED = "solved";
