import { type NumberFormat, showExact, toText } from "../../src/typeset/format.ts";

/** Small tools for English prose. */

type Decimal = Pick<NumberFormat, "decimal">;
const POINT: Decimal = { decimal: "point" };

/**
 * 102,696: a whole number of things or steps. A seed is a name, and stays as it is typed. Where it may be 1,000 or more,
 * `as` is how the page writes numbers.
 */
export const grouped = (n: number, as = POINT): string => toText(showExact(n, { fractions: false }), as);

/** "1 row", "4 rows" */
export const count = (n: number, one: string, many = `${one}s`, as = POINT): string =>
  `${grouped(n, as)} ${n === 1 ? one : many}`;

/** 10⁻⁴ for 0.0001 */
export function power(x: number): string {
  const [mantissa, exponent] = x.toExponential().split("e-");
  return mantissa === "1" && exponent ? `10<sup>−${exponent}</sup>` : String(x);
}

/** The words with a capital at their beginning. */
export const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;

/** "a", "a and b", "a, b and c" */
export const list = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? "") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;

/** "both", "all 3" */
export const allOf = (n: number): string => (n === 2 ? "both" : `all ${grouped(n)}`);

/** "all 20", "none of the 20", "3 of the 20" */
export const ofThe = (n: number, all: number): string =>
  n === all ? `all ${all}` : `${n === 0 ? "none" : n} of the ${all}`;

/** What is true of `n` of all of them. */
export const allSomeOrNone = (n: number, all: number): "all" | "some" | "none" =>
  n === all ? "all" : n > 0 ? "some" : "none";

export const someOrNone = (n: number): "some" | "none" => (n > 0 ? "some" : "none");

const NUMERALS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight"];
/** A small number as a word. */
export const worded = (n: number): string => NUMERALS[n] ?? grouped(n);
