import papaparse from "papaparse";
import { got } from "../../../src/lesson/check.ts";
import { linesOfCsv, QUOTE_FAULTS } from "../../../src/lesson/csv.ts";
import { UsageError } from "../../../src/lesson/usage-error.ts";
import type { NumberFormat } from "../../../src/typeset/format.ts";

/** Tables as spreadsheets save them. */

export interface Row {
  /** On which it begins, counted from 1. */
  readonly line: number;
  /** Without blanks around them. */
  readonly cells: readonly string[];
}

/**
 * The rows of a CSV that are not empty. Its delimiter is found.
 * @throws UsageError that names the line where a quote has no end
 */
export function rowsIn(text: string, file: string): Row[] {
  const { lines, fault } = linesOfCsv(text, delimiterIn(text));
  if (fault) throw new UsageError(`${file}: line ${fault.line}: ${QUOTE_FAULTS[fault.code]}`);
  return lines.map(({ number, cells }) => ({ line: number, cells: cells.map(plainCell) }));
}

/** What stands most often between the heads of columns. */
function delimiterIn(csv: string): string {
  const [header] = /^.*\S.*$/m.exec(csv.replace(/"[^"]*"/g, "")) ?? [""];
  const count = (it: string) => header.split(it).length;
  return [",", ";", "\t"].reduce((best, it) => (count(it) > count(best) ? it : best));
}

/**
 * Where the columns of these names stand, whatever their order and letters; -1 where there is none.
 * @throws UsageError where one stands there twice
 */
export function placesOf(header: Row, names: readonly string[], file: string): number[] {
  const heads = header.cells.map((it) => it.toLowerCase());
  return names.map((name) => {
    const place = heads.indexOf(name.toLowerCase());
    if (place !== heads.lastIndexOf(name.toLowerCase()))
      throw new UsageError(`${file}: line ${header.line}: got two columns ${got(name)}, expected one`);
    return place;
  });
}

/** What a spreadsheet would take for a formula. */
const FORMULA = /^'*[=+\-@\t\r]/;

/** A text that no spreadsheet takes for a formula; `plainCell` reads it back. */
export const guarded = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);
const plainCell = (cell: string): string => (/^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell);

/** Rows as a CSV that spreadsheets open with a double click: with a byte order mark, they read UTF-8. */
export const csvOf = (rows: readonly (readonly string[])[], decimal: NumberFormat["decimal"]): string =>
  `\uFEFF${rows.map((row) => csvLine(row, decimal)).join("")}`;

/** One row. Beside decimal commas a semicolon stands between cells; what could be taken for one that does is in quotes. */
export const csvLine = (row: readonly string[], decimal: NumberFormat["decimal"]): string =>
  `${papaparse.unparse([[...row]], {
    delimiter: decimal === "comma" ? ";" : ",",
    quotes: row.map((cell) => /[,;\t]/.test(cell)),
  })}\r\n`;
