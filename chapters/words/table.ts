import type { Spread } from "../../src/math/spread.ts";

export const tableRow = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;

/** A table in Markdown: the first column to the left, the others to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = head.map((_, i) => (i === 0 ? ":--" : "--:"));
  return `\n\n${[head, rule, ...rows].map(tableRow).join("\n")}\n\n`;
}

/** Cells of a table: the median, then the least and the most. */
export const spreadCells = ({ median, least, most }: Spread, write: (x: number) => string): string[] =>
  [median, least, most].map(write);

/** The most rows of a table that stands beside a figure. */
const MOST = 20;

/** At most 20 of many rows, evenly spread, the last one among them. */
export function thinned<T>(rows: readonly T[]): readonly T[] {
  const every = Math.max(1, Math.ceil((rows.length - 1) / (MOST - 1)));
  return rows.filter((_, i) => (rows.length - 1 - i) % every === 0);
}
