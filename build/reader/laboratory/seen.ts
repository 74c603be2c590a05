import { nodesOf, type Plane } from "../../../src/figures/plane.ts";
import { fromFunction, type Matrix } from "../../../src/math/matrix.ts";
import { type Column, fill } from "../../../src/training/column.ts";
import { createPass, forward } from "../../../src/training/pass.ts";
import { widthsOf } from "../../../src/training/settings.ts";
import { type Training, weightsSeen } from "./training.ts";

/** What each neuron puts out, all over the plane and for one row. */
export interface Seen {
  /** Where it was looked at, row by row from the top left; a row that is followed comes after them. */
  readonly plane: Plane;
  /** The inputs, then the neurons of each layer; the name of its activation. */
  readonly layers: readonly { readonly name?: string; readonly outputs: readonly Column[] }[];
  /** First layer first; with biases, their row last. */
  readonly weights: readonly Matrix[];
  readonly X: Matrix;
  readonly labels: readonly number[] | undefined;
  /** Which row of X is followed. */
  readonly row: number | undefined;
}

/** Places along each axis: as many as a picture in a neuron can show. */
const NODES = 33;

/** Undefined where the rows have other than two inputs, and where a number has grown too large. */
export function seenIn(training: Training, followed: number | undefined): Seen | undefined {
  const { settings, X, labels } = training;
  if (!training.plane) return undefined;
  const row = followed !== undefined && followed < X.rows ? followed : undefined;
  const plane = { ...training.plane, nodes: NODES };
  const nodes = nodesOf(plane);
  const rows = fromFunction(nodes.rows + 1, 2, (n, i) =>
    n < nodes.rows ? nodes.data[2 * n + i]! : X.data[2 * (row ?? 0) + i]!,
  );
  const weights = weightsSeen(training);
  const pass = createPass(settings, widthsOf(settings), rows.rows);
  fill(pass.inputs, rows);
  forward(pass, weights);
  const { activation, outputActivation } = settings;
  const layers = [
    { outputs: pass.inputs },
    ...pass.layers.map(({ outputs }, l) => ({
      name: l < pass.layers.length - 1 ? activation : outputActivation,
      outputs,
    })),
  ];
  if (!layers.every(({ outputs }) => outputs.every((column) => column.every(Number.isFinite))))
    return undefined;
  return { plane, layers, weights, X, labels, row };
}
