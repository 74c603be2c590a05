import type { Matrix } from "../matrix.ts";

/**
 * One neuron's values for all rows, together in memory. Training works on columns, so that its innermost loops run
 * over rows, whose sums do not wait for each other, and never ask how many neurons there are.
 */
export type Column = Float64Array;

export const columns = (count: number, rows: number): Column[] =>
  Array.from({ length: count }, () => new Float64Array(rows));

/** The columns of a matrix, copied. */
export const columnsOf = ({ rows, cols, data }: Matrix): Column[] =>
  Array.from({ length: cols }, (_, c) => Float64Array.from({ length: rows }, (_, r) => data[r * cols + c]!));
