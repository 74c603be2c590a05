/**
 * A matrix: `rows × cols` numbers, row after row in one `Float64Array`. A row is an observation.
 * Operations are pure, carry NumPy's names, and refuse shapes that do not fit with a `ShapeError`.
 */
export interface Matrix {
  readonly rows: number;
  readonly cols: number;
  readonly data: Float64Array;
}

/** Two shapes that do not fit; the message names both. */
export class ShapeError extends Error {
  override name = "ShapeError";
}

/** "2×3" */
export const shapeOf = ({ rows, cols }: Matrix): string => `${rows}×${cols}`;

/** A matrix from its shape and a function of row and column. */
export function fromFunction(
  rows: number,
  cols: number,
  f: (row: number, col: number) => number,
): Matrix {
  const data = new Float64Array(rows * cols);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < cols; c++) data[r * cols + c] = f(r, c);
  return { rows, cols, data };
}

/** A matrix from its rows, which must be of one length. */
export function fromRows(rows: readonly (readonly number[])[]): Matrix {
  const cols = rows[0]?.length ?? 0;
  for (const [i, row] of rows.entries())
    if (row.length !== cols)
      throw new ShapeError(
        `row 0 has ${cols} entries, row ${i} has ${row.length}`,
      );
  return { rows: rows.length, cols, data: Float64Array.from(rows.flat()) };
}

/** The rows of a matrix as arrays: the form of the JSON. */
export const toRows = ({ rows, cols, data }: Matrix): number[][] =>
  Array.from({ length: rows }, (_, r) =>
    Array.from(data.subarray(r * cols, (r + 1) * cols)),
  );

/** The entry at a row and a column, both counted from 0. */
export function at(
  { rows, cols, data }: Matrix,
  row: number,
  col: number,
): number {
  if (!(row >= 0 && row < rows && col >= 0 && col < cols))
    throw new RangeError(
      `no entry [${row},${col}] in a ${rows}×${cols} matrix`,
    );
  return data[row * cols + col]!;
}

// Each function from here on may be shown to the reader, under the stage that calls it.

/** Matrix product: entry [i,j] = Σₖ a[i,k]·b[k,j]. (n×k)·(k×m) → (n×m) */
export function matmul(a: Matrix, b: Matrix): Matrix {
  if (a.cols !== b.rows)
    throw new ShapeError(`cannot multiply ${shapeOf(a)} by ${shapeOf(b)}`);
  return fromFunction(a.rows, b.cols, (i, j) => {
    let sum = 0;
    for (let k = 0; k < a.cols; k++) sum += at(a, i, k) * at(b, k, j);
    return sum;
  });
}

/** Rows become columns: entry [i,j] = a[j,i]. (n×m) → (m×n) */
export function transpose(a: Matrix): Matrix {
  return fromFunction(a.cols, a.rows, (i, j) => at(a, j, i));
}

/** One number from each entry, in place. (n×m) → (n×m) */
export function map(a: Matrix, f: (x: number) => number): Matrix {
  return fromFunction(a.rows, a.cols, (i, j) => f(at(a, i, j)));
}

/** One number from each pair of entries that stand in the same place. Both n×m → (n×m) */
function zip(
  a: Matrix,
  b: Matrix,
  verb: string,
  f: (x: number, y: number) => number,
): Matrix {
  if (a.rows !== b.rows || a.cols !== b.cols)
    throw new ShapeError(`cannot ${verb} ${shapeOf(a)} and ${shapeOf(b)}`);
  return fromFunction(a.rows, a.cols, (i, j) => f(at(a, i, j), at(b, i, j)));
}

/** Elementwise sum: entry [i,j] = a[i,j] + b[i,j]. Both n×m → (n×m) */
export function add(a: Matrix, b: Matrix): Matrix {
  return zip(a, b, "add", (x, y) => x + y);
}

/** The same row added to every row: entry [i,j] = a[i,j] + b[0,j]. (n×m), (1×m) → (n×m) */
export function addRow(a: Matrix, b: Matrix): Matrix {
  if (b.rows !== 1 || a.cols !== b.cols)
    throw new ShapeError(
      `cannot add ${shapeOf(b)} to each row of ${shapeOf(a)}`,
    );
  return fromFunction(a.rows, a.cols, (i, j) => at(a, i, j) + at(b, 0, j));
}

/** Elementwise difference: entry [i,j] = a[i,j] − b[i,j]. Both n×m → (n×m) */
export function subtract(a: Matrix, b: Matrix): Matrix {
  return zip(a, b, "subtract", (x, y) => x - y);
}

/** Elementwise product ⊙: entry [i,j] = a[i,j]·b[i,j]. Both n×m → (n×m) */
export function multiply(a: Matrix, b: Matrix): Matrix {
  return zip(a, b, "multiply entry by entry", (x, y) => x * y);
}

/** Every entry times one number. (n×m) → (n×m) */
export function scale(factor: number, a: Matrix): Matrix {
  return map(a, (x) => factor * x);
}

/** The sum of all entries, row after row. (n×m) → number */
export function sum(a: Matrix): number {
  return a.data.reduce((total, x) => total + x, 0);
}

/** The sum of each column, from the first row down. (n×m) → (1×m) */
export function columnSums(a: Matrix): Matrix {
  return fromFunction(1, a.cols, (_, j) => {
    let sum = 0;
    for (let i = 0; i < a.rows; i++) sum += at(a, i, j);
    return sum;
  });
}

/** Every entry times itself. (n×m) → (n×m) */
export function square(a: Matrix): Matrix {
  return map(a, (x) => x * x);
}
