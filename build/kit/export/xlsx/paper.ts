import { lettersOf } from "../../../../src/network/cells.ts";
import type { Cell, Sheet } from "./sheet.ts";

/** How a sheet is printed: whole on one page if it can be read there, else with pages that end between its matrices. */

export interface Printed {
  /** The cells that are printed: those that texts reach into, too. */
  readonly area: string;
  readonly fitsOnOne: boolean;
  /** Elements that stand at the sheet's end. */
  readonly setup: string;
}

/** Between Excel's margins, in points: the shorter and the longer side of A4. */
const [SHORT, LONG] = [490, 730];
/** Letters of 11 points are read down to this share of their size, and well down to that. */
const [READABLE, GOOD] = [0.5, 0.8];
/** Widths and heights are estimated; and where Excel's letters are missing, columns are as wide as others need. */
const [ABOUT_WIDTHS, ABOUT_HEIGHTS] = [0.75, 0.95];
/** Points that a digit, the edges of a column and a row take. */
const [DIGIT, EDGES, ROW] = [5.25, 3.75, 15];
/** Of letters, where none are said to be larger. */
const SIZE = 11;

export const heightOf = (cells: readonly (Cell | undefined)[] = []): number | undefined => {
  const size = Math.max(0, ...cells.map((cell) => cell?.style?.size ?? 0));
  return size > 0 ? 1.6 * size : undefined;
};

export function printed({ rows, widths }: Pick<Sheet, "rows" | "widths">): Printed {
  const [first, others] = widths.map((it) => it * DIGIT + EDGES) as [number, number];
  const left = (col: number) => (col === 0 ? 0 : first + (col - 1) * others);
  const ends = rows.flatMap((cells) =>
    (cells ?? []).map((cell, c) => (cell ? reach(cell, left(c), left(c + 1)) : 0)),
  );
  const most = Math.max(first, ...ends);
  const cols = 1 + Math.ceil((most - first) / others);
  const width = left(cols);
  const heights = rows.map((cells) => heightOf(cells) ?? ROW);
  const height = heights.reduce((sum, it) => sum + it, 0);

  const scaleOn = (across: number, down = Infinity) =>
    Math.min((ABOUT_WIDTHS * across) / width, (ABOUT_HEIGHTS * down) / height);
  const [upright, turned] = [scaleOn(SHORT, LONG), scaleOn(LONG, SHORT)];
  const fitsOnOne = Math.max(upright, turned) >= READABLE;
  const isUpright = fitsOnOne ? upright >= Math.min(GOOD, turned) : scaleOn(SHORT) >= GOOD;
  const [across, down] = isUpright ? [SHORT, LONG] : [LONG, SHORT];
  const scale = Math.min(1, Math.max(READABLE, scaleOn(across)));
  const breaks = fitsOnOne ? [] : breaksOf(rows, heights, (ABOUT_HEIGHTS * down) / scale);
  const list = breaks.map((row) => `<brk id="${row}" max="16383" man="1"/>`).join("");
  return {
    area: `$A$1:$${lettersOf(cols - 1)}$${rows.length}`,
    fitsOnOne,
    setup: [
      `<pageSetup paperSize="9"${fitsOnOne ? "" : ` scale="${Math.floor(100 * scale)}"`} orientation="${isUpright ? "portrait" : "landscape"}"/>`,
      "<headerFooter><oddFooter>&amp;L&amp;A&amp;R&amp;P</oddFooter></headerFooter>",
      list && `<rowBreaks count="${breaks.length}" manualBreakCount="${breaks.length}">${list}</rowBreaks>`,
    ].join(""),
  };
}

/** How far to the right a cell is seen: a text goes on over the cells behind it. */
const reach = ({ value, style = {} }: Cell, from: number, to: number): number =>
  typeof value === "string"
    ? Math.max(to, from + value.length * DIGIT * ((style.size ?? SIZE) / SIZE) * (style.bold ? 1.1 : 1))
    : to;

/** After which rows a page ends: empty ones, as they stand between matrices. */
function breaksOf(rows: Sheet["rows"], heights: readonly number[], page: number): number[] {
  const breaks: number[] = [];
  let [filled, atGap, gap] = [0, 0, 0];
  for (const [r, height] of heights.entries()) {
    if (filled + height > page && gap > 0) {
      breaks.push(gap);
      [filled, gap] = [filled - atGap, 0];
    }
    filled += height;
    if ((rows[r] ?? []).length === 0) [atGap, gap] = [filled, r + 1];
  }
  return breaks;
}
