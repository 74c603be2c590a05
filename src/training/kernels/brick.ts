import { exp } from "../../math/elementary.ts";
import type { Activation, Loops } from "../../network/ops/activation.ts";
import type { Column } from "../column.ts";

/** The function of a layer: of each number alone, or the softmax, which takes a row as a whole. */
export type Brick = Activation | "softmax";

/** z becomes h, in place: a column for each neuron. */
export function activate(brick: Brick, columns: readonly Column[]): void {
  if (brick === "softmax") softmax(columns);
  else for (const column of columns) loopsOf(brick).activate(column);
}

/** dLoss/dh becomes dLoss/dz, in place. */
export function timesSlope(brick: Brick, deltas: readonly Column[], h: readonly Column[]): void {
  if (brick === "softmax") throughSoftmax(deltas, h);
  else for (let k = 0; k < deltas.length; k++) loopsOf(brick).timesSlope(deltas[k]!, h[k]!);
}

const loopsOf = (brick: Activation): Loops => brick.loops ?? oneByOne(brick);

/** The loops of a brick that brings none. */
const oneByOne = ({ activation, slope }: Activation): Loops => ({
  activate(z) {
    for (let n = 0; n < z.length; n++) z[n] = activation(z[n]!);
  },
  timesSlope(delta, h) {
    for (let n = 0; n < h.length; n++) delta[n] = delta[n]! * slope(h[n]!);
  },
});

/** `softmax` of src/math/softmax.ts. */
function softmax(columns: readonly Column[]): void {
  const [rows, K] = [columns[0]!.length, columns.length];
  for (let n = 0; n < rows; n++) {
    let largest = columns[0]![n]!;
    for (let k = 1; k < K; k++) if (columns[k]![n]! > largest) largest = columns[k]![n]!;
    let total = 0;
    for (let k = 0; k < K; k++) {
      const power = exp(columns[k]![n]! - largest);
      columns[k]![n] = power;
      total += power;
    }
    for (let k = 0; k < K; k++) columns[k]![n] = columns[k]![n]! / total;
  }
}

/** `softmaxBack` of src/math/softmax.ts. */
function throughSoftmax(deltas: readonly Column[], h: readonly Column[]): void {
  const [rows, K] = [h[0]!.length, h.length];
  for (let n = 0; n < rows; n++) {
    let mean = 0;
    for (let k = 0; k < K; k++) mean += deltas[k]![n]! * h[k]![n]!;
    for (let k = 0; k < K; k++) deltas[k]![n] = h[k]![n]! * (deltas[k]![n]! - mean);
  }
}
