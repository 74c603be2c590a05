import { handwritten, readings } from "../math/numerals.ts";
import { checkTyped, got, LessonError, NUMBER, onOneLine } from "./check.ts";
import { type CsvLine, linesOfCsv, QUOTE_FAULTS } from "./csv.ts";
import { DRAWN_ROWS, type ExplicitData, MOST_OUTPUTS } from "./datasets.ts";
import { UsageError } from "./usage-error.ts";

/** Rows of a lesson from the text of a CSV file. */

/** Which columns they are: the inputs, and a label or targets. */
export interface Columns {
  /** The name of the file. */
  readonly csv: string;
  readonly inputs: readonly string[];
  readonly label?: string | undefined;
  readonly targets?: readonly string[] | undefined;
}

export interface CsvRows {
  /** With 0 where there is no number; nothing where there are no rows, or a column is missing. */
  readonly rows?: ExplicitData;
  /** The line of each row. */
  readonly lines: readonly number[];
  /** What is written for label 0, 1 …; nothing where there are targets. */
  readonly classes: readonly string[];
  /** All that is wrong, each with its line. */
  readonly faults: readonly (UsageError | LessonError)[];
}

export function rowsOfCsv(text: string, columns: Columns): CsvRows {
  const { csv, inputs, label, targets = [] } = columns;
  const { header, lines, delimiter, faults } = tableWith(text, columns);
  if (faults.length > 0) return { lines: [], classes: [], faults };

  const found: { readonly line: number; readonly fault: UsageError }[] = [];
  const fail = (line: number, column: string, reason: string): void => {
    const where = [`line ${line}`, onOneLine(column.trim())].filter(Boolean).join(", ");
    found.push({ line, fault: new UsageError(`${csv}: ${where}: ${reason}`) });
  };
  const width = header.cells.length;
  const rows = lines.filter(({ number, cells }) => {
    const isShort = cells.length < width;
    if (isShort || cells.slice(width).some(Boolean))
      fail(number, "", `got ${cells.length} values, expected ${width} as in line ${header.number}`);
    return !isShort;
  });
  const textsIn = (name: string) => rows.map(({ cells }) => cells[header.cells.indexOf(name.trim())]!);

  const isComma = delimiter !== "," && hasDecimalComma([...inputs, ...targets].flatMap(textsIn));
  const numberOf = (text: string, n: number, column: string): number => {
    try {
      return (isComma && readings(text)[1]) || checkTyped({ check: NUMBER }, text, "");
    } catch (error) {
      if (!(error instanceof LessonError)) throw error;
      fail(rows[n]!.number, column, error.reason);
      return 0;
    }
  };
  const matrixOf = (names: readonly string[]) => {
    const columns = names.map((name) => textsIn(name).map((text, n) => numberOf(text, n, name)));
    return rows.map((_, n) => columns.map((column) => column[n]!));
  };
  const X = matrixOf(inputs);
  const written = label === undefined ? [] : textsIn(label);
  for (const [n, text] of written.entries())
    if (text === "") fail(rows[n]!.number, label!, `got "", expected a label`);
  let classes = classesOf(written.filter(Boolean));
  if (classes.length > MOST_OUTPUTS) {
    const most = `expected at most ${MOST_OUTPUTS}; numbers to be learned are targets`;
    fail(header.number, label!, `got ${classes.length} different labels, ${most}`);
    classes = [];
  }
  const y =
    label === undefined
      ? { targets: matrixOf(targets) }
      : { labels: written.map((text) => Math.max(0, classes.indexOf(text))) };
  return {
    ...(rows.length > 0 && { rows: { X, ...y } }),
    lines: rows.map(({ number }) => number),
    classes,
    faults: found.sort((a, b) => a.line - b.line).map(({ fault }) => fault),
  };
}

/** The lines under a header in which all columns are, or why there are none. */
function tableWith(text: string, columns: Columns) {
  const { csv, inputs, label, targets = [] } = columns;
  const names = [...inputs, ...(label === undefined ? targets : [label])];
  const { lines: all, fault, delimiter } = tableOf(text, names);
  const [header = { number: 1, cells: [] }, ...lines] = all;
  const refused = (what: string) => ({
    header,
    lines,
    delimiter,
    faults: [new UsageError(`${csv}: ${what}`)],
  });
  if (fault) return refused(`line ${fault.line}: ${QUOTE_FAULTS[fault.code]}`);
  if (lines.length < 1 || lines.length > DRAWN_ROWS) {
    const count = all.length === 0 ? "no header and no" : lines.length;
    return refused(`got ${count} rows, expected 1 to ${DRAWN_ROWS} under a header`);
  }
  return { header, lines, delimiter, faults: missingIn(header, columns) };
}

/**
 * The names of the columns of a CSV file.
 * @throws UsageError where there are no two
 */
export function columnsOfCsv(text: string, csv: string): string[] {
  const { lines, fault } = tableOf(text, []);
  if (fault) throw new UsageError(`${csv}: line ${fault.line}: ${QUOTE_FAULTS[fault.code]}`);
  const names = lines[0]?.cells.filter(Boolean) ?? [];
  if (names.length < 2)
    throw new UsageError(
      `${csv}: got ${got(names)} in its first line, expected the names of 2 columns or more`,
    );
  return names;
}

/** The lines as the delimiter cuts them that finds most of the columns asked for, or else most columns. */
function tableOf(text: string, names: readonly string[]) {
  const tables = [",", ";", "\t"].map((delimiter) => {
    const table = linesOfCsv(text, delimiter);
    const cells = table.lines[0]?.cells ?? [];
    const found = names.filter((name) => cells.includes(name.trim())).length;
    return { ...table, found, width: cells.length };
  });
  return tables.sort((a, b) => b.found - a.found || b.width - a.width)[0]!;
}

/** The columns that are not there, or are there twice. */
function missingIn({ cells, number }: CsvLine, { csv, inputs, label, targets }: Columns): LessonError[] {
  const asked = [
    ...inputs.map((name, i) => [`data.inputs[${i}]`, name] as const),
    ...(label === undefined ? [] : [["data.label", label] as const]),
    ...(targets ?? []).map((name, i) => [`data.targets[${i}]`, name] as const),
  ];
  const there = cells.filter(Boolean);
  return asked.flatMap(([field, name]) => {
    const found = cells.filter((it) => it === name.trim()).length;
    if (found === 1) return [];
    const what = found === 0 ? "no column" : `${found} columns`;
    const expected =
      found === 0 ? `expected one of ${there.map(onOneLine).join(", ")}` : "expected one of that name";
    return [new LessonError(field, `got ${what} ${got(name)} in line ${number} of ${csv}, ${expected}`)];
  });
}

/** Whether 1,250 is no thousand: the comma of another number can only be a decimal one, and none has a point. */
const hasDecimalComma = (numbers: readonly string[]): boolean =>
  numbers.some(
    (text) => /,/.test(text) && readings(text).length === 0 && typeof handwritten(text) === "number",
  ) && !numbers.some((text) => /\.|,.*,/.test(text));

/** The labels that there are: numbers from 0 as they are, other numbers in their order, words as they come. */
function classesOf(written: readonly string[]): string[] {
  const labels = [...new Set(written)];
  const numbers = labels.map((it) => handwritten(it));
  if (!numbers.every((it) => typeof it === "number")) return labels;
  const most = Math.max(...numbers);
  const isCount = labels.every((it) => /^\d$/.test(it)) && most < MOST_OUTPUTS && labels.includes("0");
  return isCount
    ? Array.from({ length: most + 1 }, (_, label) => String(label))
    : labels.sort((a, b) => Number(handwritten(a)) - Number(handwritten(b)));
}
