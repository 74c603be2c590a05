import { type NumberFormat, showExact, toText, toTyped } from "../../src/typeset/format.ts";

/** Small tools for English prose. */

/** How a page writes numbers: its writer says it, or the lesson. */
export type As = Pick<NumberFormat, "decimal">;
/** For numbers below 1,000, which are written alike everywhere. */
export const FEW: As = { decimal: "point" };

/** 102,696: a whole number of things or steps. A seed is a name, and stays as it is typed. */
export const grouped = (as: As, n: number): string => toText(showExact(n, { fractions: false }), as);

/** "1 row", "4 rows" */
export const count = (as: As, n: number, one: string, many = `${one}s`): string =>
  `${grouped(as, n)} ${n === 1 ? one : many}`;

/** 10⁻⁴ for 0.0001 */
export function power(as: As, x: number): string {
  const [mantissa, exponent] = x.toExponential().split("e-");
  return mantissa === "1" && exponent
    ? `10<sup>−${exponent}</sup>`
    : toTyped(showExact(x, { fractions: false }), as);
}

/** The words with a capital at their beginning. */
export const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;

/** A number with a decimal comma: its comma is not that of thousands. */
const COMMA = /\d,(?!\d{3}(?!\d))\d|(?<![\d.,])0,\d/;

/**
 * Items in a row; between those that have decimal commas, semicolons. A picture has only words for its numbers: without
 * `as`, a comma before three digits is that of thousands.
 */
export function joined(items: readonly string[], as?: As): string {
  const numbers = items.join("|").replace(/\[[\d,]*\]/g, ""); // W1[0,1] is a place
  const isComma = as ? as.decimal === "comma" && /\d,\d/.test(numbers) : COMMA.test(numbers);
  return items.join(isComma ? "; " : ", ");
}

/** "a", "a and b", "a, b and c" */
export function list(items: readonly string[], as?: As): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${joined(items, as).slice(0, -last.length - 2)} and ${last}`;
}

/** "both", "all 3" */
export const allOf = (as: As, n: number): string => (n === 2 ? "both" : `all ${grouped(as, n)}`);

/** "all 20", "none of the 20", "3 of the 20" */
export const ofThe = (n: number, all: number): string =>
  n === all ? `all ${all}` : `${n === 0 ? "none" : n} of the ${all}`;

/** What is true of `n` of all of them. */
export const allSomeOrNone = (n: number, all: number): "all" | "some" | "none" =>
  n === all ? "all" : n > 0 ? "some" : "none";

export const someOrNone = (n: number): "some" | "none" => (n > 0 ? "some" : "none");

const NUMERALS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight"];
/** A small number as a word. */
export const worded = (as: As, n: number): string => NUMERALS[n] ?? grouped(as, n);
