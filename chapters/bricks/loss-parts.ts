import Big from "big.js";

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

export const total = (numbers: readonly Big[]): Big => numbers.reduce((sum, x) => sum.plus(x), new Big(0));

export const betterOrNot = (loss: number, other: number): "better" | "no-better" =>
  loss < other ? "better" : "no-better";
