import { sigmoidPrime } from "../elementary.ts";
import type { Matrix } from "../matrix.ts";
import { ACTIVATIONS, type ActivationName } from "./activation.ts";
import { type Column, columns, columnsOf, combine, products } from "./column.ts";
import { type Rows, targetsOf } from "./datasets.ts";

/** The shape of a network beyond that of its weights. */
export interface Model {
  readonly activation: ActivationName;
  readonly bias: boolean;
}

/** One weight matrix and what flows past it, for a fixed number of rows. */
interface Layer {
  /** What the weights meet: X, or the outputs of the layer before; with a bias a column of ones after them. */
  readonly inputs: readonly Column[];
  /** h, once `forward` has run. */
  readonly outputs: readonly Column[];
  /** dLoss/dz, once `backward` has run. */
  readonly deltas: readonly Column[];
}

/** The room for one trip of N rows forward and backward, first layer first. */
export interface Pass {
  /** X, without the column of ones. */
  readonly inputs: readonly Column[];
  readonly layers: readonly Layer[];
  /** The one-hot targets y. */
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
    layers.push({ inputs: [...below, ...ones], outputs: columns(width, rows), deltas: columns(width, rows) });
  }
  return { inputs, layers, targets };
}

/** A pass over rows as they are. */
export const passOver = (rows: Rows, model: Model, widths: readonly number[]): Pass =>
  createPass(model, widths, columnsOf(rows.X), columnsOf(targetsOf(rows)));

/** N */
export const rowsIn = ({ inputs }: Pass): number => inputs[0]!.length;

/** The outputs of the last layer: one column for each label. */
export const outputsOf = ({ layers }: Pass): readonly Column[] => layers.at(-1)!.outputs;

/** From the inputs to the outputs, layer by layer: z = inputs·W, h = σ(z). */
export function forward({ layers }: Pass, { activation }: Model, weights: readonly Matrix[]): void {
  for (const [l, { inputs, outputs }] of layers.entries()) {
    const W = weights[l]!;
    const { apply } = ACTIVATIONS[l === layers.length - 1 ? "sigmoid" : activation];
    for (const [j, output] of outputs.entries()) {
      combine(output, inputs, W.data, j, W.cols);
      apply(output);
    }
  }
}

/**
 * From the outputs back to each layer's weights: gradient = inputsᵀ·dLoss/dz, where the loss is the squared error
 * of each row times `perRow`/2. What ridge and L1 add is not in it.
 */
export function backward(
  { layers, targets }: Pass,
  { activation }: Model,
  weights: readonly Matrix[],
  perRow: number,
  gradient: readonly Matrix[],
): void {
  const { timesSlope } = ACTIVATIONS[activation];
  const last = layers.at(-1)!;
  for (const [j, delta] of last.deltas.entries()) errors(delta, targets[j]!, last.outputs[j]!, perRow);
  for (let l = layers.length - 1; l >= 0; l--) {
    const { inputs, deltas } = layers[l]!;
    products(gradient[l]!.data, inputs, deltas);
    if (l === 0) return;
    const W = weights[l]!;
    const below = layers[l - 1]!;
    for (const [k, delta] of below.deltas.entries()) {
      combine(delta, deltas, W.data, k * W.cols, 1);
      timesSlope(delta, below.outputs[k]!);
    }
  }
}

/** dLoss/dz = −perRow·(y − h)·h(1 − h) */
function errors(delta: Column, y: Column, h: Column, perRow: number): void {
  for (let n = 0; n < h.length; n++) delta[n] = -perRow * (y[n]! - h[n]!) * sigmoidPrime(h[n]!);
}
