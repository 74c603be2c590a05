import { readFileSync } from "node:fs";
import { rowsIn } from "./csv.ts";

/** Columns of the table for answers that say who answers. */
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
