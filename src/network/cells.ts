/** A matrix in the cells of a spreadsheet, as formulas refer to it; one number is a matrix of one entry. */
export interface Cells {
  /** The entry: `B5`. */
  at(row: number, col: number): string;
  /** A row of it: `B5:D5`. */
  row(row: number): string;
  col(col: number): string;
  readonly all: string;
  readonly cols: number;
}

/** The cells of α, of λ and of N. */
export interface RateCells {
  readonly alpha: string;
  readonly lambda: string;
  readonly rows: string;
}

/** The formula of an entry, from the cells of the operands. It is one that every spreadsheet has, and needs no array formula. */
export type Formula = (of: readonly Cells[], row: number, col: number, rates: RateCells) => string;

/** `A`, `Z`, `AA`: the letters of a column that is counted from 0. */
export const lettersOf = (col: number): string =>
  (col < 26 ? "" : lettersOf(Math.floor(col / 26) - 1)) + String.fromCharCode(65 + (col % 26));

/** A matrix from the cell of its first entry, rows and columns of a sheet counted from 0. `sheet` is empty, or ends with `!`. */
export function cellsFrom(
  { row: top, col: left }: { readonly row: number; readonly col: number },
  { rows, cols }: { readonly rows: number; readonly cols: number },
  sheet = "",
): Cells {
  const place = (row: number, col: number) => `${lettersOf(left + col)}${top + row + 1}`;
  const range = (from: string, to: string) => sheet + (from === to ? from : `${from}:${to}`);
  return {
    at: (row, col) => sheet + place(row, col),
    row: (row) => range(place(row, 0), place(row, cols - 1)),
    col: (col) => range(place(0, col), place(rows - 1, col)),
    all: range(place(0, 0), place(rows - 1, cols - 1)),
    cols,
  };
}

/** Up to so many products are written out. */
const MOST_PRODUCTS = 8;

/** A row of one matrix times a column of another. */
export const sumOfProducts = (a: Cells, row: number, b: Cells, col: number): string =>
  a.cols <= MOST_PRODUCTS
    ? Array.from({ length: a.cols }, (_, k) => `${a.at(row, k)}*${b.at(k, col)}`).join("+")
    : `SUMPRODUCT(MMULT(${a.row(row)},${b.col(col)}))`;
