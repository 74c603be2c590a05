import type { Matrix } from "../../math/matrix.ts";
import type { Activation } from "../activation.ts";
import type { Column } from "../column.ts";

/**
 * The columns beside one weight matrix, for a fixed number of rows. Each list but `ones` is one that `columns` of the
 * kernels gave, or the beginning of it.
 */
export interface Layer {
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
  /** z = inputs·W, outputs = σ(z) */
  forward(layer: Layer, W: Matrix, activation: Activation): void;
  /** G = inputsᵀ·deltas */
  gradient(layer: Layer, G: Matrix): void;
  /** G as in `gradient`; and in the layer below, whose activation it is, deltas = these deltas·Wᵀ ⊙ σ′ */
  backward(layer: Layer, below: Layer, W: Matrix, G: Matrix, activation: Activation): void;
}

/** Kernels of one kind. The numbers have the same bits whatever the kind. */
export type MakeKernels = (size: Size) => Kernels;
