import { at, type Matrix } from "../math/matrix.ts";
import type { Activation } from "./ops/activation.ts";

/** Where the answer of a network changes, in hidden values h: Σ along·h + offset = 0. Above 0 the answer is 1. */
export interface Flat {
  readonly along: readonly number[];
  readonly offset: number;
}

/**
 * The flat of a last layer: where its two sums are equal, or where its one output is ½. None where all places have the
 * same answer, or where there are more outputs, as each two of them have a flat of their own.
 * @param output what makes the one output of its sum
 */
export function flatOf(
  { W2, b2 }: { readonly W2: Matrix; readonly b2?: Matrix | undefined },
  output: Pick<Activation, "activation"> | undefined,
): Flat | undefined {
  if (W2.cols > 2) return undefined;
  const lead = (W: Matrix, row: number) => (W.cols === 2 ? at(W, row, 1) - at(W, row, 0) : at(W, row, 0));
  const along = Array.from({ length: W2.rows }, (_, j) => lead(W2, j));
  const offset = (b2 ? lead(b2, 0) : 0) - (W2.cols === 1 && output ? sumAtHalf(output) : 0);
  return along.some((it) => it !== 0) ? { along, offset } : undefined;
}

/** The sum of which an activation makes ½: all of them rise through it. Found by halving, and rounded as far as ½ is flat. */
export function sumAtHalf({ activation }: Pick<Activation, "activation">): number {
  let [low, high] = [-1024, 1024];
  for (let i = 0; i < 64; i++) {
    const middle = (low + high) / 2;
    if (activation(middle) > 0.5) high = middle;
    else low = middle;
  }
  return Number(low.toFixed(12));
}
