import { answerOf } from "../lesson/datasets.ts";
import { fromFunction, type Matrix } from "../math/matrix.ts";
import { sigmoidCrossEntropy, softmaxCrossEntropy } from "../math/softmax.ts";
import { type Column, fill } from "./column.ts";
import { createPass, forward, type Model, outputsOf, type Pass, rowsIn } from "./pass.ts";

/** The data term of the loss, over all rows. The pass has gone forward, by these weights. */
export function dataLoss(pass: Pass, weights: readonly Matrix[]): number {
  if (pass.loss === "squared") return squaredErrors(pass) / (2 * rowsIn(pass));
  const crossEntropy = pass.layers.at(-1)!.brick === "softmax" ? softmaxCrossEntropy : sigmoidCrossEntropy;
  return crossEntropy(matrixOf(pass.targets), logits(pass, weights));
}

/** The sums z of the outputs, once more: where they stood are the outputs now. */
function logits({ layers }: Pass, weights: readonly Matrix[]): Matrix {
  const { inputs, outputs } = layers.at(-1)!;
  const { data: W, cols } = weights.at(-1)!;
  return fromFunction(outputs[0]!.length, cols, (n, k) =>
    inputs.reduce((sum, input, i) => sum + input[n]! * W[i * cols + k]!, 0),
  );
}

/** Σ(y − h)², row after row, output after output. */
function squaredErrors(pass: Pass): number {
  const [rows, outputs] = [rowsIn(pass), outputsOf(pass)];
  let sum = 0;
  for (let n = 0; n < rows; n++)
    for (let k = 0; k < outputs.length; k++) {
      const error = pass.targets[k]![n]! - outputs[k]![n]!;
      sum += error * error;
    }
  return sum;
}

/** The share of rows, 0 to 1, whose answer is their label. The pass has gone forward. */
export function accuracy(pass: Pass, labels: readonly number[]): number {
  const outputs = outputsOf(pass);
  const answer = (n: number) => answerOf(outputs.map((column) => column[n]!));
  return labels.filter((label, n) => answer(n) === label).length / labels.length;
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
  forward(pass, weights);
  return matrixOf(outputsOf(pass));
}

const matrixOf = (columns: readonly Column[]): Matrix =>
  fromFunction(columns[0]!.length, columns.length, (n, k) => columns[k]![n]!);
