import { sigmoid, sigmoidInPlace, sigmoidPrime } from "../../math/elementary.ts";
import { ROUNDING } from "../rounding.ts";
import type { Activation } from "./activation.ts";

/** h = σ(z), with the slope h(1 − h). */
export const brick: Activation = {
  name: "sigmoid",
  symbol: "σ",
  activation: sigmoid,
  slope: sigmoidPrime,
  steepness: (z) => sigmoid(z) * sigmoid(-z),
  range: [0, 1],
  tex: (z) => `\\sigma\\left(${z}\\right)`,
  text: (z) => `σ(${z})`,
  slopeTex: (h) => `${h} \\allowbreak \\odot \\nobreak (1 - ${h})`,
  slopeText: (h) => `${h}·(1 − ${h})`,
  // Of a fraction other than 0 it is none. (Lindemann, 1882)
  exactly: (z) => (z.eq(0) ? z.plus(0.5) : undefined),
  slopeExactly: (h) => h.times(h.negative().plus(1)),
  numpy: (z) => `1 / (1 + np.exp(-${z}))`,
  slopeNumpy: (h) => `${h} * (1 - ${h})`,
  // There e to a power above 709 is an error.
  spreadsheet: (z) => `IF(${z}<0,EXP(${z})/(1+EXP(${z})),1/(1+EXP(-${z})))`,
  slopeSpreadsheet: (h) => `${h}*(1-${h})`,
  // The slope there, and as much as it may change.
  off: (h, off) => Math.min(1, off * Math.min(0.25, h * (1 - h) + off) + 2 * ROUNDING * h),
  // 1 − h has none of the digits that h was rounded to.
  slopeOff: 4 * ROUNDING,
  loops: {
    activate: sigmoidInPlace,
    timesSlope(slope, h) {
      for (let n = 0; n < h.length; n++) slope[n] = slope[n]! * (h[n]! * (1 - h[n]!));
    },
  },
};
