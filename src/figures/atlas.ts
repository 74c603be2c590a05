import { number } from "./formula.ts";
import { element, figure, group, text } from "./svg.ts";

/** Many runs at a glance: a mark for each in a grid, in the order of their seeds. */

export type Mark = "learnt" | "late" | "stuck";

export interface AtlasWords {
  readonly title: string;
  /** Has to name the runs that are not of the first kind. */
  readonly description: string;
  /** What each mark means, under the grid. */
  readonly legend: Readonly<Record<Mark, string>>;
}

export interface AtlasData {
  readonly id: string;
  /** A mark for each run, row after row from 0. */
  readonly marks: readonly Mark[];
  readonly columns: number;
}

const [LEFT, TOP, CELL, RADIUS] = [34, 26, 27, 7.5];
const LEGEND_LINE = 22;

/** Filled, ringed or crossed: told apart without colour. */
function markAt(x: number, y: number, mark: Mark): string {
  const circle = (r: number, fill: boolean) =>
    element("circle", {
      cx: x,
      cy: y,
      r,
      ...(fill ? { fill: "currentColor" } : { fill: "none", stroke: "currentColor", "stroke-width": 1.5 }),
    });
  const drawing = {
    learnt: circle(RADIUS, true),
    late: circle(RADIUS, false) + circle(RADIUS / 2, true),
    stuck: circle(RADIUS, false),
  };
  return group({ class: mark === "stuck" ? "fails" : "agrees" }, drawing[mark]);
}

export function atlas({ id, marks, columns }: AtlasData, words: AtlasWords): string {
  const rows = Math.ceil(marks.length / columns);
  const x = (col: number) => LEFT + (col + 0.5) * CELL;
  const y = (row: number) => TOP + (row + 0.5) * CELL;
  const kinds = (["learnt", "late", "stuck"] as const).filter((kind) => marks.includes(kind));
  const bottom = TOP + rows * CELL + 8;
  return figure(
    {
      id,
      title: words.title,
      description: words.description,
      width: LEFT + columns * CELL + 60,
      height: bottom + kinds.length * LEGEND_LINE,
    },
    group(
      { class: "muted" },
      ...Array.from({ length: columns }, (_, col) =>
        number(x(col), TOP - 8, String(col), { "text-anchor": "middle" }),
      ),
      ...Array.from({ length: rows }, (_, row) =>
        number(LEFT - 8, y(row) + 5, String(row * columns), { "text-anchor": "end" }),
      ),
    ),
    ...marks.map((mark, i) => markAt(x(i % columns), y(Math.floor(i / columns)), mark)),
    ...kinds.map((kind, i) => {
      const level = bottom + (i + 0.5) * LEGEND_LINE;
      return markAt(x(0), level, kind) + text(x(1) - 4, level + 5, words.legend[kind], { class: "muted" });
    }),
  );
}
