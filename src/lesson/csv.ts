import papaparse from "papaparse";

/** A line of a CSV file: its number, from 1, and what stands between its delimiters, without blanks around it. */
export interface CsvLine {
  readonly number: number;
  readonly cells: readonly string[];
}

/** What is wrong with quotes: they are not closed, or closed before the value ends. */
export interface QuoteFault {
  readonly code: "MissingQuotes" | "InvalidQuotes";
  readonly line: number;
}

/**
 * The lines of a CSV text in which something stands, and the first fault of its quotes.
 * @param delimiter the likeliest, if none is given
 */
export function linesOfCsv(
  text: string,
  delimiter = "",
): { readonly lines: readonly CsvLine[]; readonly fault?: QuoteFault } {
  const unix = text.replace(/^\uFEFF/, "").replaceAll(/\r\n?/g, "\n");
  const lineAt = (index: number, from = 0) => unix.slice(from, index).split("\n").length;
  const lines: CsvLine[] = [];
  let fault: QuoteFault | undefined;
  let [number, start] = [1, 0];
  papaparse.parse<string[]>(unix, {
    delimiter,
    newline: "\n",
    step({ data, errors, meta: { cursor } }) {
      const cells = data.map((cell) => cell.trim());
      if (cells.some(Boolean)) lines.push({ number, cells });
      for (const { code, index = start } of errors)
        if (code === "MissingQuotes" || code === "InvalidQuotes") fault ??= { code, line: lineAt(index) };
      // A value in quotes may go over several lines.
      number += lineAt(cursor, start) - 1;
      start = cursor;
    },
  });
  return { lines, ...(fault && { fault }) };
}
