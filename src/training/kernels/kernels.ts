import type { Matrix } from "../../math/matrix.ts";
import type { Column } from "../column.ts";
import type { Brick } from "./brick.ts";

/**
 * The columns beside one weight matrix, for a fixed number of rows. Each list but `ones` is one that `columns` of the
 * kernels gave, or the beginning of it.
 */
export interface Layer {
  readonly brick: Brick;
  /** What the weights meet: X, or the outputs of the layer before; with a bias a column of ones after them. */
  readonly inputs: readonly Column[];
  /** That column of ones alone, or nothing. */
  readonly ones: readonly Column[];
  /** h */
  readonly outputs: readonly Column[];
  /** dLoss/dz */
  readonly deltas: readonly Column[];
}

/** How much there will be to work on. */
interface Size {
  readonly rows: number;
  /** All columns together. */
  readonly columns: number;
  /** Entries of the largest weight matrix. */
  readonly weights: number;
}

/** Columns, and the loops over their rows, where nearly all the time of training goes by. */
export interface Kernels {
  /** New columns, all 0, one after the other in memory. */
  columns(count: number): Column[];
  /** z = inputs·W, outputs = h, what the brick makes of z */
  forward(layer: Layer, W: Matrix): void;
  /** G = inputsᵀ·deltas */
  gradient(layer: Layer, G: Matrix): void;
  /** G as in `gradient`; and in the layer below deltas = these deltas·Wᵀ ⊙ the slopes of its brick */
  backward(layer: Layer, below: Layer, W: Matrix, G: Matrix): void;
}

/** Kernels of one kind. The numbers have the same bits whatever the kind. */
export type MakeKernels = (size: Size) => Kernels;
