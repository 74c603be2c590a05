import { element } from "./element.ts";
import { forget, remember, remembered, SOLVED } from "./memory.ts";

/** What the reader has solved: in this page, and where they wish in this browser. The strip's bricks fill with it. */

/** By page: its exercises solved, by their names, and how many it has. */
type Solved = Record<string, { readonly done: readonly string[]; readonly of: number }>;

/** What is kept, as far as it is what these scripts write. */
const kept = (): Solved | undefined => {
  try {
    const entries = Object.entries(JSON.parse(remembered(SOLVED) ?? "") as Solved);
    return Object.fromEntries(entries.filter(([, it]) => Array.isArray(it?.done) && it.of > 0));
  } catch {
    return undefined;
  }
};

/** What was solved here and there. */
function joined(these: Solved, those: Solved): Solved {
  const pages = [...new Set([...Object.keys(these), ...Object.keys(those)])];
  const of = (page: string) => [these[page], those[page]].filter((it) => it !== undefined);
  return Object.fromEntries(
    pages.map((page) => [
      page,
      { done: [...new Set(of(page).flatMap(({ done }) => done))], of: of(page).at(-1)!.of },
    ]),
  );
}

let solved: Solved = kept() ?? {};

export const isKept = (): boolean => kept() !== undefined;

export function noteSolved(page: string, exercise: string, of: number): void {
  solved = joined(solved, { [page]: { done: [exercise], of } });
  if (isKept()) keep();
}
/** @returns whether the browser keeps it */
export function keep(): boolean {
  // Another page of the book may have written meanwhile.
  solved = joined(kept() ?? {}, solved);
  return remember(SOLVED, JSON.stringify(solved));
}
export const stopKeeping = (): void => forget(SOLVED);
export function clear(): void {
  solved = {};
  if (isKept()) remember(SOLVED, "{}");
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
