import { fromFunction, type Matrix } from "../math/matrix.ts";
import { type Column, fill } from "./column.ts";
import { createPass, forward, type Model, outputsOf, type Pass } from "./pass.ts";

/** The share of rows whose larger output is that of their label. The pass has gone forward. */
export function accuracy(pass: Pass): number {
  const [no, yes] = outputsOf(pass) as [Column, Column];
  const labels = pass.targets[1]!;
  let right = 0;
  for (let n = 0; n < labels.length; n++) if (yes[n]! > no[n]! === (labels[n] === 1)) right++;
  return right / labels.length;
}

/** ΣW², row after row. */
export const squares = (W: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < W.length; i++) sum += W[i]! * W[i]!;
  return sum;
};

/** Σ|W| */
export const sizes = (W: Float64Array): number => W.reduce((sum, w) => sum + Math.abs(w), 0);

/** The two outputs of a network for every row of X. (N×D) → (N×K) */
export function predict(model: Model, weights: readonly Matrix[], X: Matrix): Matrix {
  const widths = weights.map(({ cols }) => cols);
  const pass = createPass(model, widths, { rows: X.rows, inputs: X.cols, targets: 0 });
  fill(pass.inputs, X);
  forward(pass, model, weights);
  const outputs = outputsOf(pass);
  return fromFunction(X.rows, outputs.length, (n, j) => outputs[j]![n]!);
}
