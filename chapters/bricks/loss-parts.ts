import type { Writer } from "../../src/book/writer.ts";

/** What the files of the losses have in common. */

/** What is told of a loss in its chapter. */
export interface LossTold {
  /** The data term in symbols. */
  readonly formula: string;
  /** What it measures. */
  readonly introduction: string;
  readonly question: string;
  /** The data term with the numbers. */
  readonly lines: string;
  /** Beside a network that always answers the same. */
  readonly compared: string;
  /** What else there is to tell of it; nothing of squares. */
  readonly more: string;
  /** On the article, before the loss of its own numbers. */
  readonly article: string;
}

/** Terms of a sum written out; more are left to dots. */
const MOST = 6;
/** A sum, its end left to dots where it is long. */
export const short = (terms: readonly string[]): string =>
  (terms.length <= MOST ? terms : [...terms.slice(0, MOST - 1), "\\cdots"]).join(" + ");

export const betterOrNot = (loss: number, other: number): "better" | "no-better" =>
  loss < other ? "better" : "no-better";

/** "is 0.5", or "is about 0.333" where it is not shown in full. */
export const isWorth = (x: number, w: Writer): string =>
  w.worth(x).replace(/^=/, "is").replace(/^≈/, "is about");

/** The ridge term in symbols. */
export const ridgeFormula = (w: Writer): string =>
  `\\frac{\\htmlClass{scalars}{\\lambda}}{2N} \\left(\\sum ${w.sym("W1")}^2 + \\sum ${w.sym("W2")}^2\\right)`;
