import { sum } from "d3-array";
import { fastest } from "#fastest";
import type { Rows } from "../lesson/datasets.ts";
import type { Matrix } from "../math/matrix.ts";
import { type Column, fill } from "./column.ts";
import { outputDelta } from "./kernels/delta.ts";
import type { Kernels, Layer, MakeKernels } from "./kernels/kernels.ts";
import type { Settings } from "./settings.ts";

/** What a network is beyond its weights. */
export type Model = Pick<
  Settings,
  "activation" | "outputActivation" | "loss" | "bias" | "trainBias" | "outputs"
>;

/** The room for one trip of N rows forward and back. */
export interface Pass {
  readonly kernels: Kernels;
  /** X, without the column of ones. */
  readonly inputs: readonly Column[];
  /** First layer first. */
  readonly layers: readonly Layer[];
  /** The one-hot y. */
  readonly targets: readonly Column[];
}

/**
 * A pass whose inputs and targets are to be filled in.
 * @param widths inputs, then the neurons in each layer
 */
export function createPass(
  { bias }: Model,
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
  const layers = neurons.map((count, l): Layer => {
    const inputs = values[l]!;
    const ones = bias ? inputs.slice(-1) : [];
    for (const column of ones) column.fill(1);
    return { inputs, ones, outputs: values[l + 1]!.slice(0, count), deltas: kernels.columns(count) };
  });
  return { kernels, inputs: values[0]!.slice(0, widths[0]), layers, targets: kernels.columns(outputs) };
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

/** h of the last layer: one column for each label. */
export const outputsOf = ({ layers }: Pass): readonly Column[] => layers.at(-1)!.outputs;

/** From the inputs to the outputs, layer by layer: z = inputs·W, h = σ(z). */
export function forward({ kernels, layers }: Pass, { activation }: Model, weights: readonly Matrix[]): void {
  const last = layers.length - 1;
  for (let l = 0; l < last; l++) kernels.forward(layers[l]!, weights[l]!, activation);
  kernels.forward(layers[last]!, weights[last]!, "sigmoid");
}

/** How wrong the outputs are: leaves dLoss/dz = −perRow·(y − h) ⊙ h(1 − h) in the last deltas. */
export function errors({ layers, targets }: Pass, perRow: number): void {
  const { outputs, deltas } = layers.at(-1)!;
  for (let k = 0; k < deltas.length; k++) outputDelta(deltas[k]!, -perRow, targets[k]!, outputs[k]!);
}

/**
 * From the errors of the outputs back to the weights, layer by layer: gradient = inputsᵀ·dLoss/dz. What ridge and
 * L1 add is not in it.
 */
export function backward(
  { kernels, layers }: Pass,
  { activation }: Model,
  weights: readonly Matrix[],
  gradient: readonly Matrix[],
): void {
  for (let l = layers.length - 1; l > 0; l--)
    kernels.backward(layers[l]!, layers[l - 1]!, weights[l]!, gradient[l]!, activation);
  kernels.gradient(layers[0]!, gradient[0]!);
}
