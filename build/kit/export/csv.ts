import { toRows } from "../../../src/math/matrix.ts";
import type { Format } from "./format.ts";
import { type NamedValue, valuesOf } from "./values.ts";

/**
 * A file for each matrix, and nothing in it but the numbers, so that `np.loadtxt("X.csv", delimiter=",", ndmin=2)` and a
 * spreadsheet read it as it stands; and one for all single numbers, under a heading (RFC 4180).
 */
export const csv: Format = {
  does: "a CSV file for each matrix, and one for the single numbers",
  isFolder: true,
  make: async ({ trace }) => csvFiles(valuesOf(trace)),
};

export function csvFiles(values: readonly NamedValue[]): Map<string, string> {
  const files = new Map<string, string>();
  const scalars: string[][] = [];
  for (const { name, value } of values)
    if (typeof value === "number") scalars.push([name, inFull(value)]);
    else files.set(`${name}.csv`, table(toRows(value).map((row) => row.map(inFull))));
  if (scalars.length > 0) files.set("scalars.csv", table([["name", "value"], ...scalars]));
  return files;
}

const table = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.join(",")}\r\n`).join("");

/** The fewest digits that give the number back, as NumPy, R and spreadsheets read them. */
const inFull = (x: number): string =>
  Number.isFinite(x)
    ? Object.is(x, -0)
      ? "-0"
      : String(x)
    : ({ Infinity: "inf", "-Infinity": "-inf" }[x] ?? "nan");
