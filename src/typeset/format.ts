import type { Lesson } from "../lesson/lesson.ts";
import { type Exact, exact } from "../math/exact.ts";
import type { Matrix } from "../math/matrix.ts";

/**
 * Numbers to text, the one formatter of the book. A `Shown` is a number as a page shows it: rounded to the
 * lesson's decimals, or a fraction, and what a reader with a calculator would type in. Relations between shown numbers
 * are decided on these, never on the full ones, so that an "=" on a page is one the reader can check.
 */

/** How numbers are rounded to be shown. A lesson says it. */
export type Rounding = Pick<Lesson, "digits" | "fractions">;
/** The same, and what stands before the decimals. */
export type NumberFormat = Rounding & Pick<Lesson, "decimal">;

/** Other decimals. */
export const withDigits = <As extends Rounding>({ fractions }: As, digits: number): Rounding => ({
  digits,
  fractions,
});
/** No fractions: for differences, and what is held against them. */
export const decimals = (digits: number): Rounding => ({ digits, fractions: false });

export interface Shown {
  /** Plain ASCII, as `-0.25` or `-1/4`, or `-2.50e-12` where fixed decimals would show a zero or too many digits. */
  readonly text: string;
  /** The number that the text says, exactly. */
  readonly value: Exact;
}

const LARGE = 1e9;
const SIGNIFICANT = 3;

/** Most of the numbers of a large matrix are never asked for their value. */
class Written implements Shown {
  readonly text: string;
  #value: Exact | undefined;
  constructor(text: string) {
    this.text = text;
  }
  get value(): Exact {
    this.#value ??= exact(this.text);
    return this.#value;
  }
}
const shown = (text: string): Shown => new Written(text);

/** The largest denominator of a fraction shown, and what is smaller than any such number. */
const [MOST_PARTS, LARGEST] = [100, 1000];
/** Rounding in a few operations: eight times what one may make. */
const NOISE = 2 ** -50;

/**
 * The fraction that a number is, in lowest terms with 2 ≤ q ≤ 100, smaller than 1000 in size: the double may be off from
 * it by 2⁻⁵⁰ of itself, as a few operations leave it. There are 3,043 such fractions between 0 and 1, so a number there
 * that is none, drawn evenly, passes for one with a chance of about 2.7·10⁻¹²; below 1000, of at most 5.4·10⁻⁹.
 */
function fractionOf(x: number): string | undefined {
  if (Number.isInteger(x) || Math.abs(x) >= LARGEST) return undefined;
  for (let q = 2; q <= MOST_PARTS; q++) {
    const p = Math.round(x * q);
    // Next to a whole number there is no fraction: an output that is nearly 1 is to look like that.
    if (Math.abs(x - p / q) <= NOISE * Math.abs(x)) return p % q === 0 ? undefined : `${p}/${q}`;
  }
  return undefined;
}

export const isFraction = ({ text }: Shown): boolean => text.includes("/");

/**
 * A number in fixed decimals, rounded half away from zero, or where fractions are shown and it is one, as that; beside
 * fractions a whole number is whole. A number that is not zero never shows as zero: too small for the decimals, it shows
 * three significant digits and a power of ten; so does a very large one.
 * @throws RangeError where x is not finite
 */
export function show(x: number, { digits, fractions }: Rounding): Shown {
  if (!Number.isFinite(x)) throw new RangeError(`cannot show ${x}: expected a finite number`);
  if (Math.abs(x) >= LARGE) return shown(x.toExponential(Math.max(digits, SIGNIFICANT - 1)));
  const fraction = fractions ? fractionOf(x) : undefined;
  if (fraction) return shown(fraction);
  const fixed = x.toFixed(fractions && isWhole(x) ? 0 : digits);
  return shown(x !== 0 && !/[1-9]/.test(fixed) ? x.toExponential(SIGNIFICANT - 1) : fixed);
}

/** As `show`, of an exact number: one that is too large for the computer's own shows all the same. */
export function showBig(x: Exact | number, as: Rounding): Shown {
  if (typeof x === "number") return show(x, as);
  const number = x.toNumber();
  if (!Number.isFinite(number)) return shown(x.toExponential(Math.max(as.digits, SIGNIFICANT - 1)));
  if (!as.fractions) return show(number, as);
  // Exactly known, it is a fraction or is none.
  const [over, under] = x.terms();
  const isOne = under > 1 && under <= MOST_PARTS && Math.abs(number) < LARGEST;
  return isOne ? shown(`${over}/${under}`) : show(number, under === 1n ? as : decimals(as.digits));
}

const isWhole = (x: number): boolean => Number.isInteger(x) && Math.abs(x) < LARGE;

/** As `show`, but a whole number stays whole: 1, not 1.00000000. */
export const showScalar = (x: number, as: Rounding): Shown => show(x, isWhole(x) ? withDigits(as, 0) : as);

/** The decimals that numbers side by side are shown with: none if all are whole. */
export const decimalsFor = (numbers: readonly number[], digits: number): number =>
  numbers.every(isWhole) ? 0 : digits;

/** The entries of a matrix, row by row, all with the same decimals: none if every entry is whole. */
export function showMatrix({ rows, cols, data }: Matrix, as: Rounding): Shown[][] {
  const its = withDigits(as, decimalsFor([...data], as.digits));
  return Array.from({ length: rows }, (_, r) =>
    Array.from({ length: cols }, (_, c) => show(data[r * cols + c]!, its)),
  );
}

/** Numbers that stand in one column or are set side by side: all with the same decimals, none if all are whole. */
export const showColumn = (numbers: readonly number[], as: Rounding): Shown[] =>
  showMatrix({ rows: numbers.length, cols: 1, data: Float64Array.from(numbers) }, as).flat();

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
  const isBound = side === "above" ? !shown.value.lt(x) : !shown.value.gt(x);
  if (isBound) return shown;
  const unit = exact(`1e${-decimalsOf(shown)}`);
  const next = side === "above" ? shown.value.plus(unit) : shown.value.minus(unit);
  return significant(next.toNumber());
}

/** The number as it was given, in the fewest digits that give it back, or as the fraction that it is: for rates. */
export const showExact = (x: number, { fractions }: Pick<Rounding, "fractions">): Shown =>
  shown((fractions && fractionOf(x)) || String(x));

/** What stands between an expression and a number: "≠" where a reader's own code made another (network/broken.ts). */
export type Sign = "=" | "≈" | "≠";

/**
 * `=` where the exact result is the fraction shown, or, rounded as the shown one is, the shown one; else `≈`. A double is
 * what the computer holds of a result that is most often no fraction, and is never equal to one.
 */
export function relation(result: Exact | number, it: Shown): "=" | "≈" {
  if (typeof result === "number" && (isFraction(it) || !Number.isFinite(result))) return "≈";
  const value = exact(result);
  return (isFraction(it) ? value : value.round(decimalsOf(it))).eq(it.value) ? "=" : "≈";
}

/** What stands before a number where its name stands on the other side: `=` where it is shown as it is. */
export const worth = (x: number, it: Shown): "=" | "≈" => (isFraction(it) || it.value.eq(x) ? "=" : "≈");

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

/** What stands before decimals, and between two numbers of a list. */
export const pointOf = ({ decimal }: Pick<NumberFormat, "decimal">): "." | "," =>
  decimal === "comma" ? "," : ".";
export const separatorOf = ({ decimal }: Pick<NumberFormat, "decimal">): "," | ";" =>
  decimal === "comma" ? ";" : ",";

/** A way to write numbers: what stands in front of a power of ten, if there is one, the power, and a fraction. */
const way =
  (
    mantissa: (text: string) => string,
    power: (exponent: string) => string,
    fraction: (over: string, under: string) => string,
  ) =>
  ({ text }: Shown, format: Pick<NumberFormat, "decimal">): string => {
    const [over = "", under] = text.split("/");
    if (under !== undefined) return fraction(over, under);
    const [number = "", exponent] = text.split("e");
    const [units = "", ...behind] = number.split(".");
    const grouped = units.replace(THOUSANDS, format.decimal === "comma" ? "\u202f" : ",");
    const front = mantissa([grouped, ...behind].join(pointOf(format)));
    return exponent === undefined ? front : front + power(String(Number(exponent)));
  };

/** A minus sign as wide as a plus. */
const minus = (number: string): string => number.replace("-", "−");
const slashed = (over: string, under: string): string => `${minus(over)}/${under}`;

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
/** A whole number as an exponent in plain text. */
export const raised = (exponent: string): string =>
  [...exponent].map((c) => (c === "-" ? "⁻" : SUPERSCRIPTS[Number(c)])).join("");

/** In the signs of a keyboard: for a terminal, and for a field in which one is typed. */
export const toTyped = ({ text }: Shown, format: Pick<NumberFormat, "decimal">): string =>
  text.replace(".", pointOf(format));

/** For plain text. */
export const toText = way(minus, (exponent) => `·10${raised(exponent)}`, slashed);

/** For running text in HTML: few text faces have raised digits. */
export const toHtml = way(minus, (exponent) => `·10<sup>${minus(exponent)}</sup>`, slashed);

/** For formulas. What stands in `\num{…}` can be other digits without any other change of the formula. */
export const toTex = way(
  (number) =>
    number
      .replace(/[\d.]+/g, "\\num{$&}")
      .replaceAll(",", "{,}")
      .replaceAll("\u202f", "\\kern.17em "),
  (exponent) => `\\cdot 10^{${exponent}}`,
  (over, under) => `${over.replace(/\d+/, "\\tfrac{\\num{$&}}")}{\\num{${under}}}`,
);
