/** Powers of ten, the same in every engine: from the digits of a number. */

/** The power of ten of a number's first digit: 2 for 350, −3 for 0.0071, 0 for 0. */
export const magnitudeOf = (x: number): number => Number(x.toExponential().split("e")[1]);

/** One in the last of so many decimals: 0.001 for 3. */
export const unitOf = (decimals: number): number => Number(`1e${-decimals}`);

/** A half in the last place is rounded up, as by hand, though the computer holds 0.07575 as a little less. */
export const HALF_UP = 1 + 1e-12;
