import { range } from "d3-array";
import { number } from "./formula.ts";
import { END, MIDDLE } from "./looks.ts";
import { dot, figure, group, ring, text } from "./svg.ts";
import type { Words } from "./told.ts";

/** Many runs at a glance: a mark for each in a grid, in the order of their seeds. */

export type Mark = "learnt" | "late" | "stuck";

/** The description has to name the runs that are not of the first kind. */
interface AtlasWords extends Words {
  /** What each mark means, under the grid. */
  readonly legend: Readonly<Record<Mark, string>>;
}

interface AtlasData {
  readonly id: string;
  /** A mark for each run, row after row from 0. */
  readonly marks: readonly Mark[];
  readonly columns: number;
}

const [LEFT, TOP, CELL, RADIUS] = [34, 26, 27, 7.5];
const LEGEND_LINE = 22;

/** Filled, ringed or crossed: told apart without colour. */
function markAt(x: number, y: number, mark: Mark): string {
  const open = ring(x, y, RADIUS, { fill: "none" });
  const drawing = { learnt: dot(x, y, RADIUS), late: open + dot(x, y, RADIUS / 2), stuck: open };
  return group({ class: mark === "stuck" ? "fails" : "agrees" }, drawing[mark]);
}

export function atlas({ id, marks, columns }: AtlasData, words: AtlasWords): string {
  const rows = Math.ceil(marks.length / columns);
  const x = (col: number) => LEFT + (col + 0.5) * CELL;
  const y = (row: number) => TOP + (row + 0.5) * CELL;
  const kinds = (["learnt", "late", "stuck"] as const).filter((kind) => marks.includes(kind));
  const bottom = TOP + rows * CELL + 8;
  return figure(
    { id, ...words, width: LEFT + columns * CELL + 60, height: bottom + kinds.length * LEGEND_LINE },
    group(
      { class: "muted" },
      ...range(columns).map((col) => number(x(col), TOP - 8, String(col), MIDDLE)),
      ...range(rows).map((row) => number(LEFT - 8, y(row) + 5, String(row * columns), END)),
    ),
    ...marks.map((mark, i) => markAt(x(i % columns), y(Math.floor(i / columns)), mark)),
    ...kinds.map((kind, i) => {
      const level = bottom + (i + 0.5) * LEGEND_LINE;
      return markAt(x(0), level, kind) + text(x(1) - 4, level + 5, words.legend[kind], { class: "muted" });
    }),
  );
}
