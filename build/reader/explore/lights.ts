import type { Marked } from "./marked.ts";

/** What is lit: a number, what it was made from, and what is not written yet while a stage is played. */
export interface Lit {
  readonly chosen: string;
  readonly sources: readonly string[];
  readonly unwritten: readonly string[];
}

/** Lights numbers wherever they stand on the page; `undefined` puts the lights out. */
export function lights(marked: Marked): (lit: Lit | undefined) => void {
  let on: Element[] = [];
  const CLASSES = ["chosen", "feeds", "unwritten"] as const;
  function add(className: (typeof CLASSES)[number], elements: readonly Element[]): void {
    for (const element of elements) element.classList.add(className);
    on.push(...elements);
  }
  return (lit) => {
    for (const element of on) element.classList.remove(...CLASSES);
    on = [];
    document.body.classList.toggle("exploring", lit !== undefined);
    if (!lit) return;
    add("chosen", marked.all(lit.chosen));
    for (const mark of lit.sources) add("feeds", marked.all(mark));
    // Only in matrices: a number in a sentence is not the one that is being written.
    for (const mark of lit.unwritten) add("unwritten", marked.all(mark).filter(inMatrix));
  };
}

/** Whether an element is an entry of a matrix in a formula. */
export const inMatrix = (element: Element): boolean => element.closest(".katex-html .matrix") !== null;
