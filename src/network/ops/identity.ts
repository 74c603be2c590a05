import type { Activation } from "./activation.ts";

/** x as it is. */
export function identity(x: number): number {
  return x;
}

/** The slope of a straight line: 1 at every h. */
export function identityPrime(_: number): number {
  return 1;
}

/** h = z. */
export const brick: Activation = {
  name: "identity",
  symbol: "id",
  activation: identity,
  slope: identityPrime,
  steepness: () => 1,
  range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  tex: (z) => z,
  text: (z) => z,
  slopeTex: () => "1",
  slopeText: () => "1",
  exactly: (z) => z,
  slopeExactly: (h) => h.times(0).plus(1),
  numpy: (z) => z,
  slopeNumpy: (h) => `np.ones_like(${h})`,
  spreadsheet: (z) => z,
  slopeSpreadsheet: () => "1",
  off: (_, off) => off,
  slopeOff: 0,
  loops: {
    activate() {},
    timesSlope() {},
  },
};
