/** An exact value as the fixtures keep it: y + rest·ulp (tests/fixtures/make-elementary.py). */
export type Rounded = [y: number, rest: number];

const bits = new DataView(new ArrayBuffer(8));

/** The next double away from 0 (step 1) or toward it (step −1). */
export function neighbour(x: number, step: 1 | -1): number {
  bits.setFloat64(0, x);
  bits.setBigInt64(0, bits.getBigInt64(0) + BigInt(step));
  return bits.getFloat64(0);
}

/** The distance of doubles at an exact value. */
export const ulpOf = ([y, rest]: Rounded): number => Math.abs(y - neighbour(y, rest * y < 0 ? -1 : 1));

/** How many ulp lie between a value and the exact one. */
export const errorInUlp = (value: number, exact: Rounded): number =>
  Math.abs((value - exact[0]) / ulpOf(exact) - exact[1]);
