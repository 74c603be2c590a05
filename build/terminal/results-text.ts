import type { Results } from "../../src/book/experiment.ts";
import { inColumns } from "./table-text.ts";

/** What an experiment found, for a terminal: a block for each part, long lists cut short. */
export function resultsText(title: string, results: Results<unknown>): string {
  const parts = Object.entries(results).map(([part, result]) =>
    [`── ${part}`, ...linesOf(result)].join("\n"),
  );
  return `${[title, ...parts, "Numbers to six digits, long lists cut short; --json prints all of everything."].join("\n\n")}\n`;
}

/** Of a list, at most so many numbers on a line, and at most so many rows of a table. */
const [MOST_NUMBERS, MOST_ROWS] = [6, 12];
const DIGITS = 6;

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function linesOf(value: unknown): string[] {
  if (Array.isArray(value)) return listLines(value);
  return isFields(value) ? fieldLines(value) : [short(value)];
}

function fieldLines(fields: Fields): string[] {
  const width = Math.max(0, ...Object.keys(fields).map((name) => name.length)) + 2;
  return Object.entries(fields).flatMap(([name, value]) => {
    const lines = linesOf(value);
    // A value of one line stands beside its name, a longer one below it.
    return lines.length === 1 && !isFields(value)
      ? [`${name.padEnd(width)}${lines[0]}`]
      : [name, ...lines.map((line) => `  ${line}`)];
  });
}

function listLines(list: readonly unknown[]): string[] {
  const [first] = list;
  const rows = list.filter(isFields);
  if (isFields(first) && rows.length === list.length) {
    const names = Object.keys(first);
    const cells = elided(rows, MOST_ROWS).map((row) => names.map((name) => (row ? short(row[name]) : "⋮")));
    return inColumns([names, ...cells]);
  }
  const shown = elided(list, MOST_NUMBERS).map((it) => (it === undefined ? "…" : short(it)));
  return [`${shown.join("  ")}${list.length > MOST_NUMBERS ? `  (${list.length})` : ""}`];
}

/** A list, or its beginning, a gap (undefined) and its last item. */
const elided = <T>(list: readonly T[], most: number): (T | undefined)[] =>
  list.length <= most ? [...list] : [...list.slice(0, most - 2), undefined, list.at(-1)];

/** A value within a line. */
function short(value: unknown): string {
  if (typeof value === "number") return String(Number(value.toPrecision(DIGITS)));
  if (Array.isArray(value)) return `[${listLines(value).length === 1 ? listLines(value)[0] : value.length}]`;
  if (isFields(value)) {
    const fields = Object.entries(value).map(([name, it]) => `${name} ${short(it)}`);
    return `{${fields.join(", ")}}`;
  }
  return value === null || value === undefined ? "—" : String(value);
}
