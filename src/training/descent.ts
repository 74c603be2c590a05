import type { Matrix } from "../math/matrix.ts";
import { squares } from "./measure.ts";

/** Clipping: shortens the whole gradient, in place, to `longest` where it is longer. Its direction stays. */
export function clip(G: readonly Matrix[], longest: number): void {
  const length = Math.sqrt(G.reduce((sum, { data }) => sum + squares(data), 0));
  if (!(length > longest)) return;
  const factor = longest / length;
  for (const { data } of G) for (let i = 0; i < data.length; i++) data[i] = factor * data[i]!;
}

/** W − α·G, in place. Says whether all weights are still finite. */
export function descend(W: Float64Array, G: Float64Array, alpha: number): boolean {
  let zero = 0;
  for (let i = 0; i < W.length; i++) {
    const w = W[i]! - alpha * G[i]!;
    zero += 0 * w; // NaN for NaN and for infinity
    W[i] = w;
  }
  return zero === 0;
}
