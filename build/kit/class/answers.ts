import { readFileSync } from "node:fs";
import { got, onOneLine } from "../../../src/lesson/check.ts";
import { nearest } from "../../../src/lesson/nearest.ts";
import { UsageError } from "../../../src/lesson/usage-error.ts";
import { placesOf, type Row, rowsIn } from "./csv.ts";
import { type Entry, keyOf, personal, refuseTwice, refuseZeros } from "./roster.ts";

/** The table that students' answers are typed into. */

/** Its columns that say who answers. */
const ABOUT = ["name", "id"];

/** Whether a table for answers has none yet. One that cannot be read may have some. */
export function isUntouched(path: string): boolean {
  try {
    const [header, ...rows] = rowsIn(readFileSync(path, "utf8"), path);
    if (!header) return false;
    return rows.every(({ cells }) =>
      cells.every((cell, i) => !cell || ABOUT.includes(header.cells[i] ?? "")),
    );
  } catch {
    return false;
  }
}

/** Who answered what. */
export interface Answers {
  readonly entries: readonly Entry[];
  /** Those that have a column, in the order of the sheet. */
  readonly blanks: readonly string[];
  /** By the keys of students: texts by the names of blanks. */
  readonly texts: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/**
 * The rows of such a table, with its header.
 * @throws UsageError where it is none
 */
export function tableIn(text: string, file: string): Row[] {
  refuseZeros(text, file);
  return rowsIn(text, file);
}

/** The heads of a table's columns but for those that say who answers, in small letters. */
export const headsIn = ([header]: readonly Row[]): string[] =>
  (header?.cells ?? []).map((it) => it.toLowerCase()).filter((it) => it && !ABOUT.includes(it));

/**
 * The answers that a table has.
 * @param blanks of the sheet, which are its columns; some may be missing
 * @param sheet what it is, for messages
 * @throws UsageError: one line that names the file, the line or column, what was got and what is allowed
 */
export function answersIn(
  [header, ...rows]: readonly Row[],
  file: string,
  blanks: readonly string[],
  sheet: string,
): Answers {
  if (!header)
    throw new UsageError(`${file}: got an empty file, expected a column called name or id, and blanks`);
  const [ofName, ofId] = placesOf(header, ABOUT, file) as [number, number];
  if (ofName < 0 && ofId < 0)
    throw new UsageError(
      `${file}: line ${header.line}: got no column called name or id, expected one: it says whose answers a row has`,
    );
  const columns = columnsIn(header, rows, blanks, file, sheet);
  const answers = rows.map((row) => {
    const { cells, line } = row;
    const where = `${file}: line ${line}`;
    if (cells.slice(header.cells.length).some(Boolean))
      throw new UsageError(
        `${where}: got ${cells.length} columns, expected ${header.cells.length} as in the first line; a decimal comma between commas stands in quotes`,
      );
    const id = personal(cells[ofId] ?? "", where);
    const name = personal(cells[ofName] ?? "", where) || id;
    if (!name) throw new UsageError(`${where}: got answers and no name, expected one`);
    const entry: Entry = { name, ...(id && { id }), line };
    return { entry, texts: new Map([...columns].map(([blank, i]) => [blank, cells[i] ?? ""])) };
  });
  if (answers.length === 0) throw new UsageError(`${file}: got no answers, expected a line for each student`);
  const entries = answers.map(({ entry }) => entry);
  refuseTwice(entries, file);
  return {
    entries,
    blanks: blanks.filter((it) => columns.has(it)),
    texts: new Map(answers.map(({ entry, texts }) => [keyOf(entry), texts])),
  };
}

/** Where each blank's column stands. */
function columnsIn(
  header: Row,
  rows: readonly Row[],
  blanks: readonly string[],
  file: string,
  sheet: string,
): Map<string, number> {
  const names = new Map(blanks.map((it) => [it.toLowerCase(), it]));
  const columns = new Map<string, number>();
  const unknown: string[] = [];
  for (const [i, head] of header.cells.entries()) {
    const blank = names.get(head.toLowerCase());
    if (blank !== undefined && columns.has(blank))
      throw new UsageError(`${file}: line ${header.line}: got two columns ${got(head)}, expected one`);
    if (blank !== undefined) columns.set(blank, i);
    // A spreadsheet may leave columns without anything in them.
    else if (!ABOUT.includes(head.toLowerCase()) && (head || rows.some(({ cells }) => cells[i])))
      unknown.push(head);
  }
  const [first, ...others] = unknown;
  if (first !== undefined)
    throw new UsageError(
      `${file}: line ${header.line}: got the column ${got(first)}${others.length > 0 ? ` and ${others.map(got).join(", ").slice(0, 200)}` : ""}, which is no blank of ${sheet}${likely(first, blanks)}`,
    );
  if (columns.size === 0)
    throw new UsageError(
      `${file}: line ${header.line}: got no column for a blank, expected some of ${some(blanks)}`,
    );
  return columns;
}

const MOST_NAMED = 6;
const some = (names: readonly string[]): string =>
  `${names.slice(0, MOST_NAMED).map(onOneLine).join(", ")}${names.length > MOST_NAMED ? " …" : ""}`;

/** What a name may have been meant to be; or some of those that there are. */
function likely(name: string, names: readonly string[]): string {
  const near = nearest(name, names).slice(0, 2);
  return near.length > 0
    ? `; did you mean ${near.map(onOneLine).join(" or ")}?`
    : `; expected ${some(names)}`;
}

/**
 * Refuses who is not in the class: with a misspelt name the answers would be held against another student's numbers.
 * @throws UsageError
 */
export function refuseStrangers(answers: readonly Entry[], roster: readonly Entry[], file: string): void {
  const keys = new Set(roster.map(keyOf));
  const [first, ...others] = answers.filter((it) => !keys.has(keyOf(it)));
  if (!first) return;
  const more =
    others.length > 0
      ? ` (and ${others.length} more: lines ${others
          .map(({ line }) => line)
          .slice(0, 9)
          .join(", ")})`
      : "";
  throw new UsageError(
    `${file}: line ${first.line}: got ${got(keyOf(first))}, who is not in the roster${likely(keyOf(first), [...keys])}${more}`,
  );
}
