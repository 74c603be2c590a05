import { sigmoid, tanh, tanhInPlace, tanhPrime } from "../../math/elementary.ts";
import { ROUNDING } from "../rounding.ts";
import type { Activation } from "./activation.ts";

/** h = tanh z, with the slope 1 − h². */
export const brick: Activation = {
  name: "tanh",
  symbol: "tanh",
  activation: tanh,
  slope: tanhPrime,
  steepness: (z) => 4 * sigmoid(2 * z) * sigmoid(-2 * z),
  range: [-1, 1],
  tex: (z) => `\\tanh\\left(${z}\\right)`,
  text: (z) => `tanh(${z})`,
  slopeTex: (h) => `1 - ${h} \\allowbreak \\odot \\nobreak ${h}`,
  slopeText: (h) => `1 − ${h}·${h}`,
  // Of a fraction other than 0 it is none. (Lindemann, 1882)
  exactly: (z) => (z.eq(0) ? z : undefined),
  slopeExactly: (h) => h.squared().negative().plus(1),
  numpy: (z) => `np.tanh(${z})`,
  slopeNumpy: (h) => `1 - ${h}**2`,
  spreadsheet: (z) => `TANH(${z})`,
  slopeSpreadsheet: (h) => `1-${h}*${h}`,
  // The slope there, and as much as it may change.
  off: (h, off) => Math.min(2, off * Math.min(1, 1 - h * h + 2 * off) + 4 * ROUNDING * Math.abs(h)),
  // 1 − h² has none of the digits that h² was rounded to.
  slopeOff: 12 * ROUNDING,
  loops: {
    activate: tanhInPlace,
    timesSlope(slope, h) {
      for (let n = 0; n < h.length; n++) slope[n] = slope[n]! * (1 - h[n]! * h[n]!);
    },
  },
};
