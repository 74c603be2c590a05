import papaparse from "papaparse";

/** A line of a CSV file: its number, from 1, and what stands between its delimiters, without blanks around it. */
export interface CsvLine {
  readonly number: number;
  readonly cells: readonly string[];
}

/** What is wrong with quotes: they are not closed, or closed before the value ends. */
export interface QuoteFault {
  readonly code: keyof typeof QUOTE_FAULTS;
  readonly line: number;
}

/** In words. */
export const QUOTE_FAULTS = {
  MissingQuotes: "got a quote that is not closed, expected one at the end of the value",
  InvalidQuotes: "got a quote inside a value, expected two for one that belongs to it",
} as const;

/**
 * The lines of a CSV text in which something stands, and the first fault of its quotes. A first line `sep=;`, as for
 * Excel, says the delimiter and is no line of the table.
 * @param delimiter the likeliest, if none is given
 */
export function linesOfCsv(
  text: string,
  delimiter = "",
): { readonly lines: readonly CsvLine[]; readonly delimiter: string; readonly fault?: QuoteFault } {
  let said = delimiter;
  const unix = text
    .replace(/^\uFEFF/, "")
    .replaceAll(/\r\n?/g, "\n")
    .replace(/^sep=([,;|\t]) *(?=\n)/i, (_, sign) => {
      said = sign;
      return "";
    });
  const lineAt = (index: number, from = 0) => unix.slice(from, index).split("\n").length;
  const lines: CsvLine[] = [];
  let fault: QuoteFault | undefined;
  let [number, start] = [1, 0];
  papaparse.parse<string[]>(unix, {
    delimiter: said,
    newline: "\n",
    step({ data, errors, meta: { cursor } }) {
      const cells = data.map((cell) => cell.trim());
      if (cells.some(Boolean)) lines.push({ number, cells });
      for (const { code, index = start } of errors)
        if (code in QUOTE_FAULTS) fault ??= { code: code as QuoteFault["code"], line: lineAt(index) };
      // A value in quotes may go over several lines.
      number += lineAt(cursor, start) - 1;
      start = cursor;
    },
  });
  return { lines, delimiter: said, ...(fault && { fault }) };
}
