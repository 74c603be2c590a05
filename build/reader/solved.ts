import { element } from "./element.ts";
import { forget, remember, remembered, SOLVED } from "./memory.ts";

/** What the reader has solved: in this page, and where they wish in this browser. The strip's bricks fill with it. */

/** By page: its exercises solved, by their names, and how many it has. */
type Solved = Record<string, { readonly done: readonly string[]; readonly of: number }>;

const kept = (): Solved | undefined => {
  try {
    return JSON.parse(remembered(SOLVED) ?? "") as Solved;
  } catch {
    return undefined;
  }
};

let solved: Solved = kept() ?? {};

export const isKept = (): boolean => kept() !== undefined;

export function noteSolved(page: string, exercise: string, of: number): void {
  // Another page of the book may have written meanwhile.
  solved = kept() ?? solved;
  const done = [...new Set([...(solved[page]?.done ?? []), exercise])];
  solved = { ...solved, [page]: { done, of } };
  if (isKept()) keep();
}
export const keep = (): void => remember(SOLVED, JSON.stringify(solved));
export const stopKeeping = (): void => forget(SOLVED);
export function clear(): void {
  solved = {};
  if (isKept()) keep();
}

/** Fills the bricks of the strip. */
export function showInStrip(said: (done: number, of: number) => string): void {
  for (const brick of document.querySelectorAll<HTMLElement>(".strip .brick")) {
    brick.querySelector(".filled")?.remove();
    brick.removeAttribute("title");
    const [, page] = /([\w-]+)\.html/.exec(brick.getAttribute("href")!)!;
    const { done, of } = solved[page!] ?? { done: [], of: 1 };
    if (done.length === 0) continue;
    const share = Math.min(1, done.length / of);
    brick.append(
      element("span", { class: "filled", "data-added": "", style: `height:${Math.round(100 * share)}%` }),
    );
    brick.title = said(done.length, of);
  }
}
