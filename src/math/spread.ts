import { extent, median } from "d3-array";

/** The least, the middle and the largest of some numbers. */
export function spread(values: readonly number[]) {
  const [least, most] = extent(values) as [number, number];
  return { least, median: median(values)!, most };
}
export type Spread = ReturnType<typeof spread>;
