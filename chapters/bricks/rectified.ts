import { toRows, transpose } from "../../src/math/matrix.ts";
import type { Trace } from "../../src/network/stage.ts";
import type { MatrixName } from "../../src/network/values.ts";
import { entryOf, layerFacts } from "./telling.ts";

/** What is known of a layer of ReLUs, leaky or not: which sums are above 0. */
export function rectifiedFacts(trace: Trace, z: MatrixName, h: MatrixName, name: "relu" | "leaky-relu") {
  const { z: sum, h: value } = entryOf(trace, z, h);
  const { rows, cols, data } = trace[z];
  const corners = data.filter((it) => it === 0).length;
  const through = data.filter((it) => it > 0).length;
  const closed = toRows(transpose(trace[z])).flatMap((column, j) => (column.some((it) => it > 0) ? [] : [j]));
  const first = data.indexOf(0);
  return {
    ...layerFacts(trace, z, h, name),
    entry: { z: sum, h: value, side: sum > 0 ? "above" : sum < 0 ? "below" : "at" },
    rows,
    all: data.length,
    through,
    /** Sums that are exactly 0, and the first of them. */
    corners,
    corner: corners === 0 ? "none" : corners === 1 ? "one" : "more",
    at: first < 0 ? undefined : ([Math.floor(first / cols), first % cols] as const),
    /** Neurons that no row makes fire. */
    closed,
    neurons: cols,
    hasRidge: trace.lesson.ridge > 0,
    dead: closed.length === 0 ? "none" : rows === 1 ? "row" : "dead",
  } as const;
}
export type RectifiedFacts = ReturnType<typeof rectifiedFacts>;

/** Rows of the table of signs, for bricks with a corner. */
export const CORNER_SIGNS: readonly string[] = [
  "| $\\max$ | `Math.max` | the larger of two numbers |",
  "| $[h > 0]$ | `h > 0 ? 1 : 0` | 1 where $h$ is above 0, else 0 |",
];
