import type { Matrix } from "../math/matrix.ts";

/**
 * One neuron's values for all rows, together in memory. Training works on columns, so that its innermost loops run
 * over rows, whose sums do not wait for each other, and never ask how many neurons there are.
 */
export type Column = Float64Array;

/** `count` columns of zeros. */
export const columns = (count: number, rows: number): Column[] =>
  Array.from({ length: count }, () => new Float64Array(rows));

/** Copies the columns of a matrix. */
export function fill(columns: readonly Column[], { rows, cols, data }: Matrix): void {
  for (let c = 0; c < cols; c++) for (let r = 0; r < rows; r++) columns[c]![r] = data[r * cols + c]!;
}
