import { number, widest } from "./formula.ts";
import { type Attributes, GUIDE, MIDDLE, stroked } from "./looks.ts";
import { pushedApart } from "./pushed-apart.ts";
import { line } from "./svg.ts";

export const clamp = (v: number, low: number, high: number): number => Math.min(Math.max(v, low), high);

/** The two axes of a plot, from the corner where they meet. */
export const axes = (left: number, bottom: number, right: number, top: number): string =>
  line(left, bottom, right, bottom, stroked()) + line(left, bottom, left, top, stroked());

/** A point with the number of its place on the axis. */
interface Footed {
  readonly x: number;
  readonly y: number;
  readonly label: string;
  readonly attributes?: Attributes;
}

/**
 * Guides from points down to their numbers, `drop` under the axis at `bottom`, between `low` and `high`. A number that
 * has to make way for another keeps a thin line to its place.
 */
export function feet(
  points: readonly Footed[],
  { bottom, drop, low, high }: Readonly<Record<"bottom" | "drop" | "low" | "high", number>>,
): { readonly drawn: readonly string[]; readonly places: readonly number[]; readonly width: number } {
  const width = widest(points.map(({ label }) => label)) + 12;
  const wanted = points.map(({ x }) => x);
  const places = pushedApart(wanted, width, low + width / 2, high - width / 2);
  const drawn = points.map(
    ({ x, y, label, attributes }, i) =>
      line(x, y, x, bottom, GUIDE) +
      line(x, bottom, places[i]!, bottom + drop, GUIDE) +
      number(places[i]!, bottom + drop + 14, label, { ...MIDDLE, ...attributes }),
  );
  return { drawn, places, width };
}
