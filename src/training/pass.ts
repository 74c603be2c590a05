import { sum } from "d3-array";
import { fastest } from "#fastest";
import type { Rows } from "../lesson/datasets.ts";
import type { Matrix } from "../math/matrix.ts";
import { ACTIVATIONS } from "../network/ops/activations.ts";
import { type Column, fill } from "./column.ts";
import { timesSlope } from "./kernels/brick.ts";
import { isSlopeKnown, miss, missTimesSlope } from "./kernels/delta.ts";
import type { Kernels, Layer, MakeKernels } from "./kernels/kernels.ts";
import type { Settings } from "./settings.ts";

/** What a network is beyond its weights. */
export type Model = Pick<Settings, "activation" | "outputActivation" | "loss" | "bias">;

/** The room for one trip of N rows forward and back. */
export interface Pass {
  readonly loss: Model["loss"];
  readonly kernels: Kernels;
  /** X, without the column of ones. */
  readonly inputs: readonly Column[];
  /** First layer first. */
  readonly layers: readonly Layer[];
  /** y, of labels one-hot. */
  readonly targets: readonly Column[];
}

/**
 * A pass whose inputs and targets are to be filled in.
 * @param widths inputs, then the neurons in each layer
 */
export function createPass(
  { activation, outputActivation, loss, bias }: Model,
  widths: readonly number[],
  rows: number,
  make: MakeKernels = fastest,
): Pass {
  const neurons = widths.slice(1);
  const outputs = neurons.at(-1)!;
  const fanIn = widths.slice(0, -1).map((count) => count + (bias ? 1 : 0));
  const kernels = make({
    rows,
    columns: sum([...fanIn, outputs, ...neurons, outputs]),
    weights: Math.max(...neurons.map((count, l) => fanIn[l]! * count)),
  });
  const values = [...fanIn, outputs].map((count) => kernels.columns(count));
  const output = outputActivation === "softmax" ? outputActivation : ACTIVATIONS[outputActivation];
  const layers = neurons.map((count, l): Layer => {
    const brick = l < neurons.length - 1 ? ACTIVATIONS[activation] : output;
    const inputs = values[l]!;
    const ones = bias ? inputs.slice(-1) : [];
    for (const column of ones) column.fill(1);
    return { brick, inputs, ones, outputs: values[l + 1]!.slice(0, count), deltas: kernels.columns(count) };
  });
  const targets = kernels.columns(outputs);
  return { loss, kernels, inputs: values[0]!.slice(0, widths[0]), layers, targets };
}

/** A pass over rows as they are. */
export function passOver(rows: Rows, model: Model, widths: readonly number[], make?: MakeKernels): Pass {
  const pass = createPass(model, widths, rows.X.rows, make);
  fill(pass.inputs, rows.X);
  fill(pass.targets, rows.y);
  return pass;
}

/** N */
export const rowsIn = ({ inputs }: Pass): number => inputs[0]!.length;

/** h of the last layer: one column for each output. */
export const outputsOf = ({ layers }: Pass): readonly Column[] => layers.at(-1)!.outputs;

/** From the inputs to the outputs, layer by layer. */
export function forward({ kernels, layers }: Pass, weights: readonly Matrix[]): void {
  for (let l = 0; l < layers.length; l++) kernels.forward(layers[l]!, weights[l]!);
}

/**
 * How wrong the outputs are: leaves dLoss/dz in the last deltas. −perRow·(y − h) is dLoss/dh of squares; of
 * cross-entropy, beside the outputs that it may stand beside, it is dLoss/dz.
 */
export function errors({ loss, layers, targets }: Pass, perRow: number): void {
  const { brick, outputs, deltas } = layers.at(-1)!;
  if (loss === "squared" && isSlopeKnown(brick)) {
    const tanh = brick.name === "tanh";
    for (let k = 0; k < deltas.length; k++)
      missTimesSlope(deltas[k]!, -perRow, targets[k]!, outputs[k]!, tanh);
    return;
  }
  for (let k = 0; k < deltas.length; k++) miss(deltas[k]!, -perRow, targets[k]!, outputs[k]!);
  if (loss === "squared") timesSlope(brick, deltas, outputs);
}

/**
 * From the errors of the outputs back to the weights, layer by layer: gradient = inputsᵀ·dLoss/dz. What ridge and
 * L1 add is not in it.
 */
export function backward(
  { kernels, layers }: Pass,
  weights: readonly Matrix[],
  gradient: readonly Matrix[],
): void {
  for (let l = layers.length - 1; l > 0; l--)
    kernels.backward(layers[l]!, layers[l - 1]!, weights[l]!, gradient[l]!);
  kernels.gradient(layers[0]!, gradient[0]!);
}
