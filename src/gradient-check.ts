import type { Lesson } from "./lesson.ts";
import { at, fromFunction, type Matrix } from "./matrix.ts";
import { type AnyStage, downstream, runStages, type Trace, type Values } from "./trace.ts";

/**
 * Gradients by central differences: nudge one weight up and down, run the forward pass again, and see how far
 * the loss moved. It knows nothing of derivatives, so it finds what a derivation got wrong.
 */

/** An entry passes when |a − n| ≤ ABSOLUTE + RELATIVE·max(|a|, |n|). */
const ABSOLUTE = 1e-9;
const RELATIVE = 1e-6;

export interface CheckedEntry {
  readonly row: number;
  readonly col: number;
  readonly analytic: number;
  readonly numeric: number;
  readonly passes: boolean;
}

/** Whether two slopes are the same but for what rounding and the differences themselves leave. */
export const agrees = (analytic: number, numeric: number): boolean =>
  Math.abs(analytic - numeric) <= ABSOLUTE + RELATIVE * Math.max(Math.abs(analytic), Math.abs(numeric));

/**
 * The slope of f at x from four points around it, (8·(f₊₁ − f₋₁) − (f₊₂ − f₋₂)) / (12·step): the differences over
 * one and over two steps, mixed so that their largest errors cancel. Error: O(step⁴). (Abramowitz & Stegun 25.3.6)
 */
export function centralDifference(f: (x: number) => number, x: number, step: number): number {
  const difference = (h: number) => (f(x + h) - f(x - h)) / (x + h - (x - h));
  return (4 * difference(step) - difference(2 * step)) / 3;
}

/**
 * The gradient of the loss with respect to one weight matrix, entry by entry, through `forward`, the stages from
 * the weights to the loss. The two terms of the loss get steps of their own: the data term bends faster the
 * larger the numbers that a weight meets; the ridge is a parabola, exact at any step, best at one as large as
 * the weights.
 */
export function numericGradient(
  forward: readonly AnyStage[],
  values: Pick<Values, "X" | "y" | "W1" | "W2">,
  lesson: Lesson,
  weights: "W1" | "W2",
): Matrix {
  const W = values[weights];
  const moving = downstream(forward, weights);
  const still = forward.filter((it) => !moving.includes(it));
  const known = runStages(still, lesson, values);
  const steepness = weights === "W1" ? largest(values.X) * largest(values.W2) : 1;
  const largestWeight = Math.max(largest(values.W1), largest(values.W2));
  return fromFunction(W.rows, W.cols, (row, col) => {
    const lossTerm = (term: "loss_data" | "loss_ridge") => (w: number) => {
      const moved = fromFunction(W.rows, W.cols, (r, c) => (r === row && c === col ? w : at(W, r, c)));
      return runStages(moving, lesson, { ...known, [weights]: moved })[term]!;
    };
    const w = at(W, row, col);
    // 2⁻⁹ and 2⁻²⁶: small against the curve, and never lost in the last bits of the weight.
    const step = Math.max(2 ** -9 / steepness, Math.abs(w) * 2 ** -26);
    const data = centralDifference(lossTerm("loss_data"), w, step);
    return lesson.ridge === 0 ? data : data + centralDifference(lossTerm("loss_ridge"), w, largestWeight);
  });
}

/** The largest |entry|, at least 1. */
const largest = ({ data }: Matrix): number => data.reduce((most, x) => Math.max(most, Math.abs(x)), 1);

/** Holds the gradient in a trace against central differences, entry by entry. */
export function checkGradient(
  forward: readonly AnyStage[],
  trace: Trace,
  weights: "W1" | "W2",
): CheckedEntry[] {
  const analytic = trace[`dLoss_d${weights}`];
  const numeric = numericGradient(forward, trace, trace.lesson, weights);
  return Array.from(analytic.data, (a, i) => ({
    row: Math.floor(i / analytic.cols),
    col: i % analytic.cols,
    analytic: a,
    numeric: numeric.data[i]!,
    passes: agrees(a, numeric.data[i]!),
  }));
}
