import { isKnown, isMatrix } from "./quantities.ts";
import type { Cell, Name, Rate } from "./values.ts";

/** The only cell of a value that is one number. */
export const single = (name: Name | Rate): Cell => ({ name, row: 0, col: 0 });

/** The mark of a number on a page, its `data-cell`: `W1.0.1`, `loss`, `alpha`; `prefix` tells traces apart. */
export const markOf = ({ name, row, col }: Cell, prefix = ""): string =>
  `${prefix}${name}${isMatrix(name) ? `.${row}.${col}` : ""}`;

/** Which number on a page is meant, and of which trace. */
export interface Mark {
  /** Empty for the page's own lesson, else with its colon: `four:`. */
  readonly prefix: string;
  readonly cell: Cell;
}

/** What a mark says; undefined where the text is no mark. */
export function parseMark(mark: string): Mark | undefined {
  const [, prefix = "", name = "", row, col] = /^(\w+:)?(\w+?)(?:\.(\d+)\.(\d+))?$/.exec(mark) ?? [];
  if (!isKnown(name) || isMatrix(name) !== (row !== undefined)) return undefined;
  return { prefix, cell: { name, row: Number(row ?? 0), col: Number(col ?? 0) } };
}

/** The names of the values that marks belong to, in the order in which they first come. */
export const namesOf = (marks: readonly string[]): Cell["name"][] =>
  distinct(marks.flatMap((mark) => parseMark(mark)?.cell.name ?? []));

/** Entries of one value that stand together: a row of it, a column, or one entry. */
export interface Block {
  readonly name: Name | Rate;
  readonly rows: readonly number[];
  readonly cols: readonly number[];
}

const distinct = <T>(items: readonly T[]): T[] => [...new Set(items)];

/** Cells gathered by value, in the order in which the values first come. */
export function blocksOf(cells: readonly Cell[]): Block[] {
  return distinct(cells.map(({ name }) => name)).map((name) => {
    const own = cells.filter((cell) => cell.name === name);
    return { name, rows: distinct(own.map(({ row }) => row)), cols: distinct(own.map(({ col }) => col)) };
  });
}
