import type { laboratoryWords } from "../../../chapters/words/laboratory.ts";
import { check, got, LessonError, NUMBER } from "../../../src/lesson/check.ts";
import { linesOfCsv } from "../../../src/lesson/csv.ts";
import { parseJson } from "../../../src/lesson/json.ts";
import { withoutSecondFile } from "../../../src/lesson/second-file.ts";
import { numeral } from "../../../src/math/numerals.ts";
import { filled } from "./filled.ts";
import { MOST_POINTS, type Point, type Points } from "./points.ts";

/** From a file with a table in it, CSV or JSON, to points. No DOM here. */

export interface Table {
  readonly names: readonly string[];
  /** As they are written, one for each name. */
  readonly rows: readonly (readonly string[])[];
}

/** Which columns are taken, by their places in the table. */
export interface Columns {
  readonly x1: number;
  readonly x2: number;
  readonly label: number;
}

type Words = (typeof laboratoryWords)["own"]["table"];

const isNumber = (text: string): boolean => typeof numeral(text) === "number";

/**
 * @throws LessonError, UsageError: one line that names the file, what was got and what is allowed
 */
export function tableIn(text: string, file: string, words: Words): Table {
  if (/[\uFFFD\0]/.test(text)) throw new LessonError(file, words.encoding);
  const isJson = /^\uFEFF?\s*[[{]/.test(text);
  const { names, rows } = isJson
    ? tableOfJson(withoutSecondFile(parseJson(text, file), file), file, words)
    : tableOfCsv(text, file, words);
  if (names.length < 3) throw new LessonError(file, filled(words.columns, { columns: names.length }));
  if (rows.length < 1 || rows.length > MOST_POINTS)
    throw new LessonError(file, filled(words.rows, { rows: rows.length, most: MOST_POINTS }));
  const ragged = rows.findIndex((row) => row.length !== names.length);
  if (ragged >= 0)
    throw new LessonError(
      filled(words.row, { name: file, row: ragged + 1 }),
      filled(words.values, { values: rows[ragged]!.length, columns: names.length }),
    );
  return { names, rows };
}

const columnNames = (row: readonly unknown[], { column }: Words): string[] =>
  row.map((_, i) => filled(column, { number: i + 1 }));

/** The first line has the names, unless all in it are numbers. */
function tableOfCsv(text: string, file: string, words: Words): Table {
  const { lines, fault } = linesOfCsv(text);
  if (fault) throw new LessonError(file, filled(words[fault.code], { line: fault.line }));
  const rows = lines.map(({ cells }) => cells);
  const [first = [], ...others] = rows;
  return first.every(isNumber) ? { names: columnNames(first, words), rows } : { names: first, rows: others };
}

/** A list of objects, a list of lists, or a lesson with its rows given. */
function tableOfJson(json: unknown, file: string, words: Words): Table {
  const given = (json as { data?: unknown }).data ?? json;
  const list = Array.isArray(given) ? given : withLabels(given as { X?: unknown; labels?: unknown });
  const [first] = list ?? [];
  if (!list || typeof first !== "object" || first === null)
    throw new LessonError(file, filled(words.json, { got: got(json) }));
  const names = Object.keys(first);
  const rows = list.map((row: object | null) =>
    Array.isArray(row)
      ? row.map(String)
      : names.map((name) => String((row as Record<string, unknown> | null)?.[name])),
  );
  return { names: Array.isArray(first) ? columnNames(first, words) : names, rows };
}

function withLabels({ X, labels }: { X?: unknown; labels?: unknown }): object[] | undefined {
  if (!Array.isArray(X) || !Array.isArray(labels)) return undefined;
  return X.map((row: unknown, n) => ({
    ...Object.fromEntries([row].flat().map((value, i) => [`x${i + 1}`, value])),
    label: labels[n],
  }));
}

const LABEL_NAME = /^(?:labels?|class|target)$/i;

/** The label by its name, or as the last column with two words or two numbers; then the first two of numbers. */
export function likelyColumns({ names, rows }: Table): Columns {
  const places = [...names.keys()];
  const isOfNumbers = (i: number) => rows.every((row) => isNumber(row[i]!));
  const hasTwo = (i: number) => new Set(rows.map((row) => row[i])).size === 2;
  const label =
    places.findLast((i) => LABEL_NAME.test(names[i]!)) ??
    places.findLast((i) => hasTwo(i) && !isOfNumbers(i)) ??
    places.findLast(hasTwo) ??
    names.length - 1;
  const others = places.filter((i) => i !== label);
  const [x1, x2] = [...new Set([...others.filter(isOfNumbers), ...others])] as [number, number];
  return { x1, x2, label };
}

/** The columns that were chosen. */
export interface Taken {
  readonly points: Points;
  /** What was written for label 0 and for label 1. */
  readonly meanings: readonly string[];
}

/**
 * @param scaled whether each coordinate has its mean taken off and is divided by its standard deviation
 * @throws LessonError that names column and row
 */
export function pointsOf(
  { names, rows }: Table,
  { x1, x2, label }: Columns,
  scaled: boolean,
  words: Words,
): Taken {
  const numbers = (i: number) => {
    const column = rows.map((row, n) =>
      check(NUMBER, numeral(row[i]!), filled(words.row, { name: names[i]!, row: n + 1 })),
    );
    return scaled ? standardized(column) : column;
  };
  const [xs, ys] = [numbers(x1), numbers(x2)];
  const written = rows.map((row) => row[label]!);
  const meanings = meaningsOf(written, names[label]!, words);
  return {
    points: {
      X: xs.map((x, n): Point => [x, ys[n]!]),
      labels: written.map((text) => (text === meanings[1] ? 1 : 0)),
    },
    meanings,
  };
}

function meaningsOf(written: readonly string[], name: string, words: Words): string[] {
  const values = [...new Set(written)];
  if (values.length > 2) throw new LessonError(name, filled(words.labels, { labels: values.length }));
  if (values.every((it) => it === "0" || it === "1")) return ["0", "1"];
  return values.every(isNumber)
    ? values.sort((a, b) => Number(numeral(a)) - Number(numeral(b)))
    : values.sort();
}

/** To four decimals: these are the points of the run from here on, and stand in an address. */
function standardized(column: readonly number[]): number[] {
  const mean = column.reduce((sum, x) => sum + x / column.length, 0);
  const deviation = Math.sqrt(column.reduce((sum, x) => sum + (x - mean) ** 2 / column.length, 0));
  return column.map((x) => (deviation > 0 ? Math.round((1e4 * (x - mean)) / deviation) / 1e4 + 0 : 0));
}
