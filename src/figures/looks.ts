import { markOf } from "../network/marks.ts";
import type { MatrixName } from "../network/values.ts";

/** Attributes of elements; those undefined are left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** A line in the colour of its group. */
export const stroked = (width?: number): Attributes => ({ stroke: "currentColor", "stroke-width": width });

/** A line that only leads the eye. */
export const GUIDE: Attributes = { ...stroked(1), "stroke-dasharray": "2 3" };

/** A text that does not begin at its place. */
export const MIDDLE: Attributes = { "text-anchor": "middle" };
export const END: Attributes = { "text-anchor": "end" };

/** Marks an element as an entry of a matrix. */
export const cellOf = (name: MatrixName, row: number, col: number): Attributes => ({
  "data-cell": markOf({ name, row, col }),
});
