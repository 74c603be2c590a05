import { ROUNDING } from "../rounding.ts";
import type { Activation } from "./activation.ts";

/** The larger of 0 and x. */
export function relu(x: number): number {
  return Math.max(0, x);
}

/** The slope of ReLU, from its value h. At the corner, h = 0, it is 0. */
export function reluPrime(h: number): number {
  return h > 0 ? 1 : 0;
}

/** h = max(0, z). */
export const brick: Activation = {
  name: "relu",
  symbol: "ReLU",
  activation: relu,
  slope: reluPrime,
  steepness: (z) => Number(z > 0),
  range: [0, Number.POSITIVE_INFINITY],
  hasCorner: true,
  tex: (z, { comma }) => `\\max\\left(0${comma}\\, ${z}\\right)`,
  text: (z, { comma }) => `max(0${comma} ${z})`,
  slopeTex: (h) => `\\left[${h} > 0\\right]`,
  slopeText: (h) => `[${h} > 0]`,
  exactly: (z) => (z.gt(0) ? z : z.times(0)),
  slopeExactly: (h) => h.times(0).plus(reluPrime(h.toNumber())),
  numpy: (z) => `np.maximum(0, ${z})`,
  slopeNumpy: (h) => `(${h} > 0).astype(float)`,
  spreadsheet: (z) => `MAX(0,${z})`,
  slopeSpreadsheet: (h) => `IF(${h}>0,1,0)`,
  off: (h, off) => off + ROUNDING * h,
  slopeOff: 0,
  loops: {
    activate(z) {
      for (let n = 0; n < z.length; n++) z[n] = Math.max(0, z[n]!);
    },
    timesSlope(slope, h) {
      for (let n = 0; n < h.length; n++) slope[n] = slope[n]! * (h[n]! > 0 ? 1 : 0);
    },
  },
};
