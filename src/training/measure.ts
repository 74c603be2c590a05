import { fromFunction, type Matrix } from "../math/matrix.ts";
import { fill } from "./column.ts";
import { createPass, forward, type Model, outputsOf, type Pass, rowsIn } from "./pass.ts";

/** Σ(y − h)², row after row, output after output. The pass has gone forward. */
export function squaredErrors(pass: Pass): number {
  const [rows, outputs] = [rowsIn(pass), outputsOf(pass)];
  let sum = 0;
  for (let n = 0; n < rows; n++)
    for (let k = 0; k < outputs.length; k++) {
      const error = pass.targets[k]![n]! - outputs[k]![n]!;
      sum += error * error;
    }
  return sum;
}

/** The share of rows, 0 to 1, whose largest output, the first of equal ones, is that of their label. The pass has gone forward. */
export function accuracy(pass: Pass): number {
  const [rows, outputs] = [rowsIn(pass), outputsOf(pass)];
  let right = 0;
  for (let n = 0; n < rows; n++) {
    let answer = 0;
    for (let k = 1; k < outputs.length; k++) if (outputs[k]![n]! > outputs[answer]![n]!) answer = k;
    if (pass.targets[answer]![n] === 1) right++;
  }
  return right / rows;
}

/** ΣW², row after row. */
export const squares = (W: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < W.length; i++) sum += W[i]! * W[i]!;
  return sum;
};

/** √ΣW² */
export const norm = (W: Float64Array): number => Math.sqrt(squares(W));

/** Σ|W| */
export const sizes = (W: Float64Array): number => W.reduce((sum, w) => sum + Math.abs(w), 0);

/** The outputs of a network for every row of X. (N×D) → (N×K) */
export function predict(model: Model, weights: readonly Matrix[], X: Matrix): Matrix {
  const pass = createPass(model, [X.cols, ...weights.map(({ cols }) => cols)], X.rows);
  fill(pass.inputs, X);
  forward(pass, model, weights);
  const outputs = outputsOf(pass);
  return fromFunction(X.rows, outputs.length, (n, j) => outputs[j]![n]!);
}
