import { type Rounding, showScalar, withDigits } from "./format.ts";

/** Few decimals can make two numbers look the same. Where a sentence lives on a difference, it asks here for more. */

/** No number is shown with more decimals. */
const MOST = 100;

/** The fewest decimals, at least those of the lesson, that are enough; those of the lesson where none are. */
export function fewest(digits: number, areEnough: (decimals: number) => boolean): number {
  for (let decimals = digits; decimals <= MOST; decimals++) if (areEnough(decimals)) return decimals;
  return digits;
}

/** Whether what rounded numbers give is the result that they stand for, to a fiftieth of it. */
export const near = (found: number, result: number): boolean =>
  Math.abs(found - result) <= Math.abs(result) / 50;

/** Decimals that keep a and b apart when shown. */
export function apart(a: number, b: number, as: Rounding): number {
  if (a === b) return as.digits;
  const shown = (x: number, digits: number) => showScalar(x, withDigits(as, digits)).value;
  return fewest(as.digits, (digits) => !shown(a, digits).eq(shown(b, digits)));
}

/** Decimals that make none of several numbers look like 1 that is not; none ever looks like 0. */
export const apartFromOne = (numbers: readonly number[], as: Rounding): number =>
  Math.max(...numbers.map((x) => apart(x, 1, as)));
