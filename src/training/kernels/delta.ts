import type { Activation } from "../../network/ops/activation.ts";
import type { Column } from "../column.ts";
import type { Brick } from "./brick.ts";

/** The loops over rows that find a delta, dLoss/dz of one neuron. */

/**
 * dh/dz from h: `sigmoidPrime` and `tanhPrime` of src/math/elementary.ts once more, for a function of another module, or
 * one that is handed in, makes these loops a quarter to a half slower.
 */
const slope = (h: number, tanh: boolean): number => (tanh ? 1 - h * h : h * (1 - h));

/** Whether a brick's slope is `slope`, and so part of the loops here. */
export const isSlopeKnown = (brick: Brick): brick is Activation =>
  brick !== "softmax" && (brick.name === "sigmoid" || brick.name === "tanh");

/** How far an output is from its target, factor·(y − h). */
export function miss(delta: Column, factor: number, y: Column, h: Column): void {
  for (let n = 0; n < h.length; n++) delta[n] = factor * (y[n]! - h[n]!);
}

/** The same times the slope of the output: in one trip over the rows, for the article's network is to be fast. */
export function missTimesSlope(delta: Column, factor: number, y: Column, h: Column, tanh: boolean): void {
  for (let n = 0; n < h.length; n++) {
    const p = h[n]!;
    delta[n] = factor * (y[n]! - p) * slope(p, tanh);
  }
}

/**
 * All that is due below a layer of two, as the outputs are, in one trip over the rows for every two neurons: their
 * deltas, from p and q, the two above, and the weights W to them; and in G the gradient of those weights.
 */
export function backFromTwo(
  deltas: readonly Column[],
  G: Float64Array,
  h: readonly Column[],
  p: Column,
  q: Column,
  W: Float64Array,
  tanh: boolean,
): void {
  let k = 0;
  for (; k + 1 < h.length; k += 2)
    twoFromTwo(deltas[k]!, deltas[k + 1]!, G, k, h[k]!, h[k + 1]!, p, q, W, tanh);
  if (k < h.length) oneFromTwo(deltas[k]!, G, k, h[k]!, p, q, W, tanh);
}

/** Neuron k, with the values h. */
function oneFromTwo(
  delta: Column,
  G: Float64Array,
  k: number,
  h: Column,
  p: Column,
  q: Column,
  W: Float64Array,
  tanh: boolean,
): void {
  const v = W[2 * k]!;
  const w = W[2 * k + 1]!;
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
  G[2 * k] = hp;
  G[2 * k + 1] = hq;
}

/** Neurons k and k + 1, with the values g and h. */
function twoFromTwo(
  delta: Column,
  next: Column,
  G: Float64Array,
  k: number,
  g: Column,
  h: Column,
  p: Column,
  q: Column,
  W: Float64Array,
  tanh: boolean,
): void {
  const t = W[2 * k]!;
  const u = W[2 * k + 1]!;
  const v = W[2 * k + 2]!;
  const w = W[2 * k + 3]!;
  let gp = 0;
  let gq = 0;
  let hp = 0;
  let hq = 0;
  for (let n = 0; n < g.length; n++) {
    const r = g[n]!;
    const x = h[n]!;
    const y = p[n]!;
    const z = q[n]!;
    gp += r * y;
    gq += r * z;
    hp += x * y;
    hq += x * z;
    delta[n] = (y * t + z * u) * slope(r, tanh);
    next[n] = (y * v + z * w) * slope(x, tanh);
  }
  G[2 * k] = gp;
  G[2 * k + 1] = gq;
  G[2 * k + 2] = hp;
  G[2 * k + 3] = hq;
}
