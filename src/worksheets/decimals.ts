import { type Exact, exact, sumOf } from "../math/exact.ts";
import { fromRows, type Matrix } from "../math/matrix.ts";
import type { Operand, ShownRates, Step } from "../network/op.ts";
import type { Name, Value } from "../network/values.ts";
import { besides, precisely } from "./precise.ts";

/**
 * The steps of a network as they are taken on paper: sums, products and quotients are exact, and whoever takes the steps
 * rounds what each one gives. Exponentials and logarithms have more decimals than any rounding asks about.
 */

/** A matrix of exact numbers, row by row. One number is a matrix of one entry. */
export type Decimals = readonly (readonly Exact[])[];

/** Rates as they stand on paper. */
export interface PaperRates extends ShownRates {
  readonly learningRate: Exact;
  readonly ridge: Exact;
}

/** What is known so far, by its name. */
export type Known = (name: Name) => Decimals;

/**
 * A value in exact numbers.
 * @param said what a double stands for; if nothing is said, the decimals of its fewest digits: 0.1 is a tenth
 */
export const decimalsOf = (value: Value, said: (x: number) => Exact = exact): Decimals =>
  typeof value === "number"
    ? [[said(value)]]
    : Array.from({ length: value.rows }, (_, r) =>
        Array.from(value.data.subarray(r * value.cols, (r + 1) * value.cols), said),
      );

/** The same as the computer's numbers. */
export const matrixOf = (decimals: Decimals): Matrix =>
  fromRows(decimals.map((row) => row.map((it) => it.toNumber())));

/** To so many decimals, halves away from zero. */
export const rounded = (decimals: Decimals, digits: number): Decimals =>
  mapped(decimals, (it) => it.round(digits));

export const mapped = (decimals: Decimals, f: (x: Exact, row: number, col: number) => Exact): Decimals =>
  decimals.map((row, r) => row.map((it, c) => f(it, r, c)));

export const transposed = (decimals: Decimals): Decimals =>
  decimals[0]!.map((_, c) => decimals.map((row) => row[c]!));

/** Matrices of one shape, added. */
const added = (all: readonly Decimals[]): Decimals =>
  mapped(all[0]!, (_, r, c) => sumOf(all.map((it) => it[r]![c]!)));

/** Each entry of a product, as the products that it is the sum of. */
export const terms = (left: Decimals, right: Decimals): Exact[][][] =>
  left.map((row) => right[0]!.map((_, c) => row.map((x, k) => x.times(right[k]![c]!))));

/** An operand as it stands in a product. */
export const standing = (known: Known, { name, transposed: isTurned }: Operand): Decimals =>
  isTurned ? transposed(known(name)) : known(name);

/**
 * What steps that make one value give together, not rounded.
 * @throws RangeError where a number is too large for the computer
 */
export const exactly = (steps: readonly Step[], known: Known, rates: PaperRates): Decimals =>
  added(steps.map((step) => one(step, known, rates)));

function one({ op, of }: Step, known: Known, rates: PaperRates): Decimals {
  const written = precisely(op);
  const operands = of.map(known);
  switch (written.form) {
    case "product": {
      const [left, right] = written.operands(of).map((it) => standing(known, it)) as [Decimals, Decimals];
      const row = written.added?.(of);
      const sums = terms(left, right).map((line) => line.map(sumOf));
      return row ? mapped(sums, (it, _, c) => it.plus(known(row)[0]![c]!)) : sums;
    }
    case "columns":
      return [transposed(operands[0]!).map(sumOf)];
    case "entrywise":
      return mapped(operands[0]!, (_, r, c) =>
        finite(
          written.f(
            operands.map((it) => it[r]![c]!),
            rates,
          ),
        ),
      );
    case "rowwise":
      return mapped(operands[0]!, (_, r, c) =>
        finite(
          written.f(
            operands.map((it) => it[r]!),
            c,
          ),
        ),
      );
    case "sum": {
      const entries = operands.map((it) => it.flat());
      const extra = (
        besides(op, operands) ??
        (written.extra && decimalsOf(written.extra(operands.map(matrixOf))))
      )?.flat();
      const each = written.together
        ? entries[0]!.map((_, i) => [...entries, ...(extra ? [extra] : [])].map((it) => it[i]!))
        : entries.flat().map((it) => [it]);
      return [[written.whole(sumOf(each.map(written.term)), rates)]];
    }
    case "call":
      throw new Error(`${written.text} is the forward pass once more, and no single step`);
  }
}

function finite(x: Exact | number): Exact {
  if (typeof x === "number" && !Number.isFinite(x)) throw new RangeError(`got ${x}, expected a number`);
  return exact(x);
}
