/** A sheet of a workbook: its cells, and how they look. */

export interface Sheet {
  /** At most 31 characters, none of them one of : \ / ? * [ ]. */
  readonly name: string;
  /** From the top; a row that is missing is empty. */
  readonly rows: readonly (readonly (Cell | undefined)[] | undefined)[];
  /** How wide its columns are, in digits: the first one, and the others. */
  readonly widths: readonly [first: number, others: number];
  /** So many rows stay in view. */
  readonly head: number;
}

export interface Cell {
  /** What stands in it, or what a formula gave: a program that does not calculate shows that. */
  readonly value: number | string;
  /** Without its `=`. */
  readonly formula?: string;
  readonly style?: Style;
  /** A cell that a click leads to. */
  readonly leadsTo?: string;
}

export interface Style {
  readonly bold?: true;
  /** In points. */
  readonly size?: number;
  /** Six hexadecimal digits. */
  readonly color?: string;
  readonly fill?: string;
  readonly border?: "thin" | "dashed" | "dotted";
  /** How a number is written, as `0.00`. */
  readonly format?: string;
  readonly align?: "center";
  /** Begins a little to the right. */
  readonly indented?: true;
}
