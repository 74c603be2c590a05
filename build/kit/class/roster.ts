import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { got, onOneLine } from "../../../src/lesson/check.ts";
import { textOf } from "../../../src/lesson/json.ts";
import { UsageError } from "../../../src/lesson/usage-error.ts";
import { placesOf, type Row, rowsIn } from "./csv.ts";

/** Who is in a class. */

export interface Entry {
  readonly name: string;
  /** Tells two of one name apart, if the roster has a column for it. */
  readonly id?: string;
  /** The line of the file. */
  readonly line: number;
}

/** What a student's seed and files are made from: the same however the roster is sorted and added to. */
export const keyOf = ({ name, id }: Pick<Entry, "name" | "id">): string => id ?? name;

export interface Roster {
  readonly entries: readonly Entry[];
  /** It has no header: each line is a name. */
  readonly isBare: boolean;
}

const MOST_CHARACTERS = 100;
/** What a name may lose without looking otherwise: marks of direction, and blanks that have no width. */
const UNSEEN = /[\p{Bidi_Control}\u00AD\u200B\u2060\uFEFF]/gu;

/**
 * A name, or what else tells a student apart, as it was typed: composed letters, one blank between words.
 * @param where for a message
 * @throws UsageError
 */
export function personal(text: string, where: string): string {
  const name = text.replace(UNSEEN, "").normalize("NFC").trim().replace(/\s+/gu, " ");
  if (/\p{Cc}/u.test(name))
    throw new UsageError(`${where}: got ${got(name)}, expected no control characters`);
  const { length } = [...name];
  if (length > MOST_CHARACTERS)
    throw new UsageError(`${where}: got ${length} characters, expected at most ${MOST_CHARACTERS}`);
  return name;
}

/**
 * The class that a CSV lists: a column `name`, perhaps one `id`, and others, which are not looked at. A file of one
 * column without that header is a list of names.
 * @throws UsageError: one line that names the file, the line, what was got and what is allowed
 */
export function rosterIn(text: string, file: string): Roster {
  refuseZeros(text, file);
  const rows = rowsIn(text, file);
  const [header] = rows;
  if (!header) throw new UsageError(`${file}: got an empty file, expected a column called name`);
  const [ofName, ofId] = placesOf(header, ["name", "id"], file) as [number, number];
  const isBare = ofName < 0 && rows.every(({ cells }) => cells.length === 1);
  if (ofName < 0 && !isBare)
    throw new UsageError(
      `${file}: line ${header.line}: got the columns ${header.cells.map(got).join(", ")}, expected one called name, and perhaps one called id`,
    );
  const entries = (isBare ? rows : rows.slice(1)).map((row) =>
    isBare ? entryIn(row, header, 0, -1, file) : entryIn(row, header, ofName, ofId, file),
  );
  if (entries.length === 0) throw new UsageError(`${file}: got no names, expected one a line`);
  refuseTwice(entries, file);
  return { entries, isBare };
}

function entryIn(row: Row, { cells: heads }: Row, ofName: number, ofId: number, file: string): Entry {
  const { cells, line } = row;
  const where = `${file}: line ${line}`;
  if (cells.slice(heads.length).some(Boolean))
    throw new UsageError(
      `${where}: got ${cells.length} columns, expected ${heads.length} as in the first line; a name with a comma stands in quotes`,
    );
  const name = personal(cells[ofName] ?? "", where);
  const id = personal(cells[ofId] ?? "", where);
  if (!name) throw new UsageError(`${where}: got no name, expected one`);
  return { name, ...(id && { id }), line };
}

/** @throws UsageError where two are the same */
export function refuseTwice(entries: readonly Entry[], file: string): void {
  const lines = new Map<string, number>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const before = lines.get(key);
    if (before !== undefined)
      throw new UsageError(
        `${file}: lines ${before} and ${entry.line}: got ${entry.id ? "the id " : ""}${got(key)} twice, expected it once; ${entry.id ? "each student needs an id of their own" : "a column called id tells two of one name apart"}`,
      );
    lines.set(key, entry.line);
  }
}

/** @throws UsageError for a text whose encoding was not seen through */
export function refuseZeros(text: string, file: string): void {
  if (text.includes("\0"))
    throw new UsageError(
      `${file}: got zeros between the letters, as of UTF-16 without its mark; ${ENCODING}`,
    );
}

const ENCODING = "a spreadsheet saves UTF-8 as “CSV UTF-8”";

/**
 * The class that a file lists. Other encodings than Unicode's are not guessed: a name that is read wrongly has other
 * numbers than the same name read rightly.
 * @throws UsageError
 */
export function readRoster(path: string, here: string, option = "--roster"): Roster {
  return rosterIn(readText(path, here, option), onOneLine(path));
}

/** How files of spreadsheets begin: a zip, and what Excel wrote before 2007. */
const WORKBOOKS = [Buffer.from("PK\x03\x04", "latin1"), Buffer.from("d0cf11e0", "hex")];

/**
 * The text of a file that lists students.
 * @throws UsageError that names the option and why there is none
 */
export function readText(path: string, here: string, option: string): string {
  try {
    const bytes = readFileSync(resolve(here, path));
    const file = onOneLine(path);
    if (WORKBOOKS.some((first) => bytes.subarray(0, first.length).equals(first)))
      throw new UsageError(`${file}: got the workbook of a spreadsheet, expected a CSV file`);
    return textOf(bytes, file);
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`${error.message}; ${ENCODING}`);
    const { code } = error as NodeJS.ErrnoException;
    const why = { ENOENT: "which does not exist", EISDIR: "which is a folder" };
    throw new UsageError(
      `${option}: got ${got(path)}, ${why[code as keyof typeof why] ?? `which cannot be read (${code})`}; expected a CSV file of names`,
    );
  }
}
