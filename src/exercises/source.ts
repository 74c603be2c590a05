import { RandomState } from "../math/random.ts";
import type { Trace } from "../network/stage.ts";

/** What exercises are made from: the numbers of a lesson, and a seed that says which of them. */
export interface Source {
  readonly trace: Trace;
  /** A whole number from 0 to below `n`. */
  pick(n: number): number;
  /** A number between two others, of so many decimals. */
  draw(low: number, high: number, decimals?: number): number;
}

export function sourceOf(trace: Trace, seed: number): Source {
  const random = new RandomState(seed);
  return {
    trace,
    pick: (n) => Math.floor(n * random.random()),
    draw: (low, high, decimals = 1) => Number((low + (high - low) * random.random()).toFixed(decimals)) + 0,
  };
}
