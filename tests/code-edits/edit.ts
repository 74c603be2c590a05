import type { Fault } from "../../src/code/job.ts";

/** Edits of the book's code as data, and what comes of them. */

export interface CodeEdit {
  readonly what: string;
  /** Pieces of the book's code, and what stands in their place; or a whole text, made of the book's. */
  readonly put: readonly (readonly [piece: string, own: string])[] | ((book: string) => string);
  readonly is: Outcome;
}

/**
 * `same`: the book's numbers, and all checks agree. `differ`: the values that are others, and the weights whose slopes
 * the checks then find wrong, on this lesson and on the probes; `untaped` where the tape cannot follow. `fault`: what is
 * wrong; words of the engine may be any.
 */
export type Outcome =
  | { readonly same: true; readonly untaped?: boolean }
  | { readonly differ: string; readonly here: string; readonly probes: string; readonly untaped?: boolean }
  | { readonly fault: Expected };

type Expected = Fault extends infer F
  ? F extends { readonly is: "syntax" | "error" }
    ? Omit<F, "text"> & { readonly text?: string }
    : F
  : never;

export const same: Outcome = { same: true };
export const untaped: Outcome = { same: true, untaped: true };
export const fault = (is: Expected["is"], line?: number, more: object = {}): Outcome => ({
  fault: { is, ...(line !== undefined && { line }), ...more } as Expected,
});
export const endless = (line: number, isLoop = true): Outcome => fault("endless", line, { isLoop });
export const differ = (
  names: string,
  here: string,
  probes = here,
  more: { untaped?: true } = {},
): Outcome => ({
  differ: names,
  here,
  probes,
  ...more,
});

/** The code of an edit. */
export function codeOf({ put, what }: CodeEdit, book: string): string {
  if (typeof put === "function") return put(book);
  let code = book;
  for (const [piece, own] of put) {
    if (code.split(piece).length !== 2) throw new Error(`${what}: ${piece} does not stand there once`);
    code = code.replace(piece, () => own);
  }
  return code;
}
