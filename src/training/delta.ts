import type { Column } from "./column.ts";

/** The loops over rows that find a delta, dLoss/dz of one neuron. */

/**
 * dh/dz from h: `sigmoidPrime` and `tanhPrime` of src/elementary.ts once more, for a function of another module, or
 * one that is handed in, makes these loops a quarter to a half slower.
 */
const slope = (h: number, tanh: boolean): number => (tanh ? 1 - h * h : h * (1 - h));

/** The deltas of the two outputs, factor·(y − h) ⊙ h(1 − h). Returns Σ(y − h)², added up row after row. */
export function errorsOfTwo(
  factor: number,
  y0: Column,
  y1: Column,
  h0: Column,
  h1: Column,
  delta0: Column,
  delta1: Column,
): number {
  let sum = 0;
  for (let n = 0; n < h0.length; n++) {
    const p = h0[n]!;
    const q = h1[n]!;
    const d = y0[n]! - p;
    const e = y1[n]! - q;
    sum += d * d;
    sum += e * e;
    delta0[n] = factor * d * slope(p, false);
    delta1[n] = factor * e * slope(q, false);
  }
  return sum;
}

/** A neuron's dLoss/dh becomes dLoss/dz. */
export function timesSlope(delta: Column, h: Column, tanh: boolean): void {
  for (let n = 0; n < h.length; n++) delta[n] = delta[n]! * slope(h[n]!, tanh);
}

/**
 * All that is due for a neuron below a layer of two, as the outputs are, in one trip over the rows: its delta, from
 * the deltas p and q above and the weights v and w to them, and the gradient of those weights, in G from `at` on.
 */
export function backFromTwo(
  delta: Column,
  G: Float64Array,
  at: number,
  h: Column,
  p: Column,
  q: Column,
  v: number,
  w: number,
  tanh: boolean,
): void {
  let hp = 0;
  let hq = 0;
  for (let n = 0; n < h.length; n++) {
    const x = h[n]!;
    const y = p[n]!;
    const z = q[n]!;
    hp += x * y;
    hq += x * z;
    delta[n] = (y * v + z * w) * slope(x, tanh);
  }
  G[at] = hp;
  G[at + 1] = hq;
}
