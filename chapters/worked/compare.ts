import { exact } from "../../src/math/exact.ts";
import { at } from "../../src/math/matrix.ts";
import { parseMark } from "../../src/network/marks.ts";
import type { Cell, Name, Values } from "../../src/network/values.ts";
import { decimals, decimalsOf, relation, type Shown, show } from "../../src/typeset/format.ts";

/** Numbers in print held against those of the book. */

/** A number as it is printed. */
export const quoted = (text: string): Shown => ({ text, value: exact(text) });

/** Whether a value, rounded to the decimals of a number in print, is that number. */
export const compare = (printed: string, value: number): boolean => relation(value, quoted(printed)) === "=";

/** A value with as many decimals as a number in print has, and with a power of ten where that has one. */
export function asPrinted(printed: string, value: number): Shown {
  const [mantissa, exponent] = printed.split("e");
  const digits = mantissa!.split(".")[1]?.length ?? 0;
  return exponent === undefined
    ? show(value, decimals(decimalsOf(quoted(printed))))
    : quoted(value.toExponential(digits));
}

/**
 * The cell of a place as `h1.0.1` or `loss`.
 * @throws Error where no value has that name, or it is no place in one
 */
export function cellAt(place: string): Cell & { readonly name: Name } {
  const mark = parseMark(place);
  if (!mark) throw new Error(`${place} is no place of a value, expected one as h1.0.1 or loss`);
  return mark.cell as Cell & { readonly name: Name };
}

/** The value at a place. */
export function valueAt(values: Values, place: string): number {
  const { name, row, col } = cellAt(place);
  const value = values[name];
  return typeof value === "number" ? value : at(value, row, col);
}
