import Big from "big.js";
import { fromRows, type Matrix } from "../math/matrix.ts";
import type { Operand, Rates, Step } from "../network/op.ts";
import type { Name, Value } from "../network/values.ts";
import { besides, precisely } from "./precise.ts";

/**
 * The steps of a network in decimals, as they are taken on paper: sums, products and what is made of them are exact, and
 * whoever takes the steps rounds what each one gives. Exponentials, logarithms and quotients have more decimals than any
 * rounding asks about.
 */

/** Numbers whose quotients have so many decimals that rounding them is rounding the quotient itself. */
export const Decimal = Big();
Decimal.DP = 40;

/** A matrix of decimals, row by row. One number is a matrix of one entry. */
export type Decimals = readonly (readonly Big[])[];

/** What is known so far, by its name. */
export type Known = (name: Name) => Decimals;

/** The decimals that the fewest digits of each number say: 0.1 is a tenth. */
export const decimalsOf = (value: Value): Decimals =>
  typeof value === "number"
    ? [[new Decimal(value)]]
    : Array.from({ length: value.rows }, (_, r) =>
        Array.from(value.data.subarray(r * value.cols, (r + 1) * value.cols), (x) => new Big(x)),
      );

/** The same as the computer's numbers. */
export const matrixOf = (decimals: Decimals): Matrix =>
  fromRows(decimals.map((row) => row.map((it) => it.toNumber())));

/** To so many decimals, halves away from zero. */
export const rounded = (decimals: Decimals, digits: number): Decimals =>
  mapped(decimals, (it) => roundedTo(it, digits));
export const roundedTo = (x: Big, digits: number): Big => {
  const it = new Decimal(x).round(digits, Big.roundHalfUp);
  return it.eq(0) ? it.abs() : it; // no −0
};

export const mapped = (decimals: Decimals, f: (x: Big, row: number, col: number) => Big): Decimals =>
  decimals.map((row, r) => row.map((it, c) => f(it, r, c)));

export const transposed = (decimals: Decimals): Decimals =>
  decimals[0]!.map((_, c) => decimals.map((row) => row[c]!));

export const total = (numbers: readonly Big[]): Big => numbers.reduce((sum, it) => sum.plus(it), ZERO);
const ZERO = new Decimal(0);

export const sumOf = (all: readonly Decimals[]): Decimals =>
  mapped(all[0]!, (_, r, c) => total(all.map((it) => it[r]![c]!)));

/** Each entry of a product, as the products that it is the sum of. */
export const terms = (left: Decimals, right: Decimals): Big[][][] =>
  left.map((row) => right[0]!.map((_, c) => row.map((x, k) => x.times(right[k]![c]!))));

/** An operand as it stands in a product. */
export const standing = (known: Known, { name, transposed: isTurned }: Operand): Decimals =>
  isTurned ? transposed(known(name)) : known(name);

/**
 * What steps that make one value give together, not rounded.
 * @throws RangeError where a number is too large for the computer
 */
export const exactly = (steps: readonly Step[], known: Known, rates: Rates): Decimals =>
  sumOf(steps.map((step) => one(step, known, rates)));

function one({ op, of }: Step, known: Known, rates: Rates): Decimals {
  const written = precisely(op);
  const operands = of.map(known);
  switch (written.form) {
    case "product": {
      const [left, right] = written.operands(of).map((it) => standing(known, it)) as [Decimals, Decimals];
      const row = written.added?.(of);
      const sums = terms(left, right).map((line) => line.map(total));
      return row ? mapped(sums, (it, _, c) => it.plus(known(row)[0]![c]!)) : sums;
    }
    case "columns":
      return [transposed(operands[0]!).map(total)];
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
      return [[written.whole(total(each.map(written.term)), rates)]];
    }
    case "call":
      throw new Error(`${written.text} is the forward pass once more, and no single step`);
  }
}

function finite(x: Big | number): Big {
  if (typeof x === "number" && !Number.isFinite(x)) throw new RangeError(`got ${x}, expected a number`);
  return new Big(x);
}
