import type { Matrix } from "../matrix.ts";
import { type Activation, activate } from "./activation.ts";
import { type Column, columns, columnsOf } from "./column.ts";
import { combine } from "./combine.ts";
import { type Rows, targetsOf } from "./datasets.ts";
import { backFromTwo, errorsOfTwo, timesSlope } from "./delta.ts";
import { products } from "./products.ts";

/** What a network is beyond its weights. */
export interface Model {
  readonly activation: Activation;
  readonly bias: boolean;
}

/** The room beside one weight matrix, for a fixed number of rows. */
interface Layer {
  /** What the weights meet: X, or the outputs of the layer before; with a bias a column of ones after them. */
  readonly inputs: readonly Column[];
  /** That column of ones alone, or nothing. */
  readonly ones: readonly Column[];
  /** h, once `forward` has run. */
  readonly outputs: readonly Column[];
  /** dLoss/dz, once `errors` and `backward` have run. */
  readonly deltas: readonly Column[];
}

/** The room for one trip of N rows forward and back. */
export interface Pass {
  /** X, without the column of ones. */
  readonly inputs: readonly Column[];
  /** First layer first. */
  readonly layers: readonly Layer[];
  /** The one-hot y. */
  readonly targets: readonly Column[];
}

/** @param widths neurons in each layer after the inputs */
export function createPass(
  { bias }: Model,
  widths: readonly number[],
  inputs: readonly Column[],
  targets: readonly Column[],
): Pass {
  const rows = inputs[0]!.length;
  const ones = bias ? [new Float64Array(rows).fill(1)] : [];
  const layers: Layer[] = [];
  for (const width of widths) {
    const below = layers.at(-1)?.outputs ?? inputs;
    layers.push({
      inputs: [...below, ...ones],
      ones,
      outputs: columns(width, rows),
      deltas: columns(width, rows),
    });
  }
  return { inputs, layers, targets };
}

/** A pass over rows as they are. */
export const passOver = (rows: Rows, model: Model, widths: readonly number[]): Pass =>
  createPass(model, widths, columnsOf(rows.X), columnsOf(targetsOf(rows)));

/** N */
export const rowsIn = ({ inputs }: Pass): number => inputs[0]!.length;

/** h of the last layer: one column for each label. */
export const outputsOf = ({ layers }: Pass): readonly Column[] => layers.at(-1)!.outputs;

/** From the inputs to the outputs, layer by layer: z = inputs·W, h = σ(z). */
export function forward({ layers }: Pass, { activation }: Model, weights: readonly Matrix[]): void {
  for (let l = 0; l < layers.length; l++) {
    const { inputs, outputs } = layers[l]!;
    const { data: W, cols } = weights[l]!;
    const its = l === layers.length - 1 ? "sigmoid" : activation;
    combine(outputs, inputs, W, 1, cols);
    for (let j = 0; j < cols; j++) activate(outputs[j]!, its);
  }
}

/**
 * How wrong the outputs are: leaves dLoss/dz = −perRow·(y − h) ⊙ h(1 − h) in the last deltas, and returns
 * Σ(y − h)², added up row after row. The loss here is perRow/2 times that sum.
 */
export function errors({ layers, targets }: Pass, perRow: number): number {
  const { outputs: h, deltas } = layers[layers.length - 1]!;
  return errorsOfTwo(-perRow, targets[0]!, targets[1]!, h[0]!, h[1]!, deltas[0]!, deltas[1]!);
}

/**
 * From the errors of the outputs back to the weights, layer by layer: gradient = inputsᵀ·dLoss/dz. What ridge and
 * L1 add is not in it.
 */
export function backward(
  { layers }: Pass,
  { activation }: Model,
  weights: readonly Matrix[],
  gradient: readonly Matrix[],
): void {
  const tanh = activation === "tanh";
  for (let l = layers.length - 1; l > 0; l--) {
    const { ones, deltas } = layers[l]!;
    const { outputs: h, deltas: below } = layers[l - 1]!;
    const { data: W, cols } = weights[l]!;
    const { data: G } = gradient[l]!;
    if (cols === 2) {
      backFromTwo(below, G, h, deltas[0]!, deltas[1]!, W, tanh);
    } else {
      products(G, 0, h, deltas);
      combine(below, deltas, W, cols, 1);
      for (let k = 0; k < h.length; k++) timesSlope(below[k]!, h[k]!, tanh);
    }
    products(G, h.length * cols, ones, deltas);
  }
  const { inputs, deltas } = layers[0]!;
  products(gradient[0]!.data, 0, inputs, deltas);
}
