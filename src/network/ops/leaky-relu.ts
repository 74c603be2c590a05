import { ROUNDING } from "../rounding.ts";
import type { Activation } from "./activation.ts";

/** x itself above 0, and a hundredth of it below. */
export function leakyRelu(x: number): number {
  return x > 0 ? x : 0.01 * x;
}

/** The slope of leaky ReLU, from its value h. At the corner, h = 0, it is 0.01. */
export function leakyReluPrime(h: number): number {
  return h > 0 ? 1 : 0.01;
}

/** Behind a factor, a number with a minus, marked up or not, stands in brackets; so does a fraction, which would seem added to it. */
const bracketed = (z: string, [open, close] = ["(", ")"]) =>
  /^(<[^>]*>|\\html\w+\{[^}]*\}\{)*([-−]|\\tfrac)/.test(z) ? `${open}${z}${close}` : z;

/** h = max(0.01 z, z). */
export const brick: Activation = {
  name: "leaky-relu",
  symbol: "leaky ReLU",
  activation: leakyRelu,
  slope: leakyReluPrime,
  steepness: (z) => 0.01 + 0.99 * Number(z > 0),
  range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  hasCorner: true,
  tex: (z, { number, comma }) =>
    `\\max\\left(${number(0.01)}\\,${bracketed(z, ["\\left(", "\\right)"])}${comma}\\, ${z}\\right)`,
  text: (z, { number, comma }) => `max(${number(0.01)}·${bracketed(z)}${comma} ${z})`,
  slopeTex: (h, { number }) => `${number(0.01)} + ${number(0.99)}\\,\\left[${h} > 0\\right]`,
  slopeText: (h, { number }) => `${number(0.01)} + ${number(0.99)}·[${h} > 0]`,
  exactly: (z) => (z.gt(0) ? z : z.times(0.01)),
  slopeExactly: (h) => h.times(0).plus(leakyReluPrime(h.toNumber())),
  numpy: (z) => `np.maximum(0.01 * ${z}, ${z})`,
  slopeNumpy: (h) => `np.where(${h} > 0, 1, 0.01)`,
  spreadsheet: (z) => `MAX(0.01*${z},${z})`,
  slopeSpreadsheet: (h) => `IF(${h}>0,1,0.01)`,
  off: (h, off) => off + ROUNDING * Math.abs(h),
  slopeOff: ROUNDING,
  loops: {
    activate(z) {
      for (let n = 0; n < z.length; n++) if (!(z[n]! > 0)) z[n] = 0.01 * z[n]!;
    },
    timesSlope(slope, h) {
      for (let n = 0; n < h.length; n++) slope[n] = slope[n]! * (h[n]! > 0 ? 1 : 0.01);
    },
  },
};
