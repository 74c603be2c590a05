import { type Exact, exact } from "../math/exact.ts";
import {
  isFraction,
  type NumberFormat,
  relation,
  type Shown,
  type Sign,
  showBig,
  toHtml,
  withDigits,
} from "./format.ts";
import { visible } from "./tex.ts";

/** A sum as it is added by hand: numbers under each other, and what they give. Every sign is decided on what is shown. */
export interface Column {
  /** Undefined where the middle of a long sum is left out. */
  readonly lines: readonly (ColumnLine | undefined)[];
  /** What they give together, where something is then done with it to make the value: that, around it. */
  readonly total?: ColumnLine;
  readonly around?: string;
  /** Before the value. */
  readonly sign: Sign;
}

/** `+ a·b ≈ c`; `+ c` where there is nothing to work out; `σ(c)` where that is the value. As HTML. */
export interface ColumnLine {
  readonly operator: "" | "+" | "−";
  readonly text: string;
  readonly sign?: Sign;
  readonly value?: string;
}

/** What stands in a line, and what it is. */
export interface Addend {
  readonly text: string;
  readonly exact: Exact | number;
  /** It is a number as it stands. */
  readonly isPlain?: boolean;
  /** It is taken away. */
  readonly isTaken?: boolean;
}

/** What is done with a sum. */
interface Whole {
  of(sum: Exact): Exact;
  text(sum: string): string;
}

/** The most lines written out. */
const MOST_LINES = 6;

/** @param digits decimals of what the lines give */
export function columnOf(
  addends: readonly Addend[],
  result: Shown,
  format: NumberFormat,
  digits = format.digits,
  whole?: Whole,
): Column {
  const [only] = addends as [Addend];
  if (addends.length === 1 && !whole)
    return { lines: [{ operator: "", text: only.text }], sign: relation(only.exact, result) };
  const as = withDigits(format, digits);
  const rounded = addends.map(({ exact, isPlain }) => (isPlain ? undefined : showBig(exact, as)));
  const values = addends.map((it, k) => rounded[k]?.value ?? exact(it.exact));
  const sum = values.reduce((sum, x, k) => (addends[k]!.isTaken ? sum.minus(x) : sum.plus(x)), exact(0));
  const line = ({ text, exact, isTaken }: Addend, k: number): ColumnLine => {
    const operator = isTaken ? "−" : k > 0 ? "+" : "";
    const value = rounded[k];
    return value
      ? { operator, text, sign: relation(exact, value), value: toHtml(value, format) }
      : { operator, text: "", value: text };
  };
  const lines = visible(addends.length, MOST_LINES).map((k) => (k < 0 ? undefined : line(addends[k]!, k)));
  if (!whole) return { lines, sign: relation(sum, result) };
  const total = showBig(sum, as);
  const inside = toHtml(total, format);
  const around = whole.text(inside);
  return {
    lines,
    ...(addends.length > 1 && {
      total: { operator: "", text: "", sign: relation(sum, total), value: inside },
    }),
    // One number needs no brackets, but for its sign or its slash.
    around: total.value.lt(0) || isFraction(total) ? around : around.replace(`(${inside})`, inside),
    sign: relation(whole.of(total.value), result),
  };
}
