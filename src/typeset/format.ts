import Big from "big.js";
import type { Matrix } from "../math/matrix.ts";

/**
 * Numbers to text, the one formatter of the book. A `Shown` is a number as a page shows it: rounded to the
 * lesson's decimals, and what a reader with a calculator would type in. Relations between shown numbers are
 * decided on these, never on the full ones, so that an "=" on a page is one the reader can check.
 */
export interface NumberFormat {
  /** Decimals shown, 0 to 15. */
  readonly digits: number;
  /** What stands between the units and the tenths. */
  readonly decimal: "." | ",";
}

export interface Shown {
  /** Plain ASCII, as `-0.25`, or `-2.50e-12` where fixed decimals would show a zero or too many digits. */
  readonly text: string;
  /** The decimal number that the text says, exactly. */
  readonly value: Big;
}

const LARGE = 1e9;
const SIGNIFICANT = 3;

/** Most of the numbers of a large matrix are never asked for their value. */
class Written implements Shown {
  readonly text: string;
  #value: Big | undefined;
  constructor(text: string) {
    this.text = text;
  }
  get value(): Big {
    this.#value ??= new Big(this.text);
    return this.#value;
  }
}
const shown = (text: string): Shown => new Written(text);

/**
 * A number in fixed decimals, rounded half away from zero. A number that is not zero never shows as zero: too
 * small for the decimals, it shows three significant digits and a power of ten; so does a very large one.
 * @throws RangeError where x is not finite
 */
export function show(x: number, digits: number): Shown {
  if (!Number.isFinite(x)) throw new RangeError(`cannot show ${x}: expected a finite number`);
  if (Math.abs(x) >= LARGE) return shown(x.toExponential(Math.max(digits, SIGNIFICANT - 1)));
  const fixed = x.toFixed(digits);
  return shown(x !== 0 && !/[1-9]/.test(fixed) ? x.toExponential(SIGNIFICANT - 1) : fixed);
}

/** As `show`, of an exact number: one that is too large for the computer's own shows all the same. */
export const showBig = (x: Big | number, digits: number): Shown =>
  typeof x === "number" || Number.isFinite(Number(x))
    ? show(Number(x), digits)
    : shown(x.toExponential(Math.max(digits, SIGNIFICANT - 1)));

const isWhole = (x: number): boolean => Number.isInteger(x) && Math.abs(x) < LARGE;

/** As `show`, but a whole number stays whole: 1, not 1.00000000. */
export const showScalar = (x: number, digits: number): Shown => show(x, isWhole(x) ? 0 : digits);

/** The decimals that numbers side by side are shown with: none if all are whole. */
export const decimalsFor = (numbers: readonly number[], digits: number): number =>
  numbers.every(isWhole) ? 0 : digits;

/** The entries of a matrix, row by row, all with the same decimals: none if every entry is whole. */
export function showMatrix({ rows, cols, data }: Matrix, digits: number): Shown[][] {
  const decimals = decimalsFor([...data], digits);
  return Array.from({ length: rows }, (_, r) =>
    Array.from({ length: cols }, (_, c) => show(data[r * cols + c]!, decimals)),
  );
}

/** Numbers that stand in one column or are set side by side: all with the same decimals, none if all are whole. */
export const showColumn = (numbers: readonly number[], digits: number): Shown[] =>
  showMatrix({ rows: numbers.length, cols: 1, data: Float64Array.from(numbers) }, digits).flat();

/** To so many significant digits, most often three: for differences that fixed decimals would hide. */
export function significant(x: number, digits = SIGNIFICANT): Shown {
  const rounded = Number(x.toPrecision(digits));
  const size = Math.abs(rounded);
  if (x === 0) return shown("0");
  if (size < 1e-4 || size >= LARGE) return shown(x.toExponential(digits - 1));
  return shown(size < 1000 ? x.toPrecision(digits) : String(rounded));
}

/** The same for a bound: never below the number where it is a bound above, never above it where it is one below. */
export function bound(x: number, side: "above" | "below"): Shown {
  const shown = significant(x);
  const isBound = side === "above" ? shown.value.gte(x) : shown.value.lte(x);
  if (isBound) return shown;
  const unit = new Big(10).pow(-decimalsOf(shown));
  const next = side === "above" ? shown.value.plus(unit) : shown.value.minus(unit);
  return significant(next.toNumber());
}

/** The number as it was given, in the fewest digits that give it back: for rates. */
export const showExact = (x: number): Shown => shown(String(x));

/** What stands between an expression and a number: "≠" where a reader's own code made another (network/broken.ts). */
export type Sign = "=" | "≈" | "≠";

/** `=` where the exact result, rounded as the shown one is, is the shown one; else `≈`. */
export function relation(exact: Big | number, result: Shown): "=" | "≈" {
  const value = typeof exact === "number" ? (Number.isFinite(exact) ? new Big(exact) : null) : exact;
  return value?.round(decimalsOf(result), Big.roundHalfUp).eq(result.value) ? "=" : "≈";
}

/** `=` where every relation is `=`. */
export const together = (relations: Iterable<"=" | "≈">): "=" | "≈" =>
  [...relations].every((r) => r === "=") ? "=" : "≈";

/** How many decimals a shown number has. */
export function decimalsOf({ text }: Shown): number {
  const [mantissa = "", exponent = "0"] = text.split("e");
  return (mantissa.split(".")[1]?.length ?? 0) - Number(exponent);
}

/** Before every third of the digits in front of the point, so that 102,696 is read at a glance. */
const THOUSANDS = /\B(?=(?:\d{3})+$)/g;

/** A way to write numbers: what stands in front of a power of ten, if there is one, and the power. */
const way =
  (mantissa: (text: string) => string, power: (exponent: string) => string) =>
  ({ text }: Shown, { decimal }: NumberFormat): string => {
    const [number = "", exponent] = text.split("e");
    const [units = "", ...decimals] = number.split(".");
    const grouped = units.replace(THOUSANDS, decimal === "," ? "\u202f" : ",");
    const front = mantissa([grouped, ...decimals].join(decimal));
    return exponent === undefined ? front : front + power(String(Number(exponent)));
  };

/** A minus sign as wide as a plus. */
const minus = (number: string): string => number.replace("-", "−");

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
/** A whole number as an exponent in plain text. */
export const raised = (exponent: string): string =>
  [...exponent].map((c) => (c === "-" ? "⁻" : SUPERSCRIPTS[Number(c)])).join("");

/** For plain text. */
export const toText = way(minus, (exponent) => `·10${raised(exponent)}`);

/** For running text in HTML: few text faces have raised digits. */
export const toHtml = way(minus, (exponent) => `·10<sup>${minus(exponent)}</sup>`);

/** For formulas. What stands in `\num{…}` can be other digits without any other change of the formula. */
export const toTex = way(
  (number) =>
    number
      .replace(/[\d.]+/g, "\\num{$&}")
      .replaceAll(",", "{,}")
      .replaceAll("\u202f", "\\,"),
  (exponent) => `\\cdot 10^{${exponent}}`,
);
