import { scaleLinear } from "d3-scale";
import { clamp } from "./axes.ts";
import { number } from "./formula.ts";
import { MIDDLE, stroked } from "./looks.ts";
import type { Plane } from "./plane.ts";
import { distance, group, line, type Point } from "./svg.ts";
import { clip, type Line, square } from "./xor.ts";

/** The lines on which the sums of neurons are 0, to be drawn over a plane, each with the number of its neuron. */

/** How far from the edge a number stands. */
const INSIDE = 9;

/** @param size width and height of the plane, in units of the drawing */
export function neuronLines(sums: readonly Line[], { reach }: Pick<Plane, "reach">, size: number): string {
  const x = scaleLinear([-reach, reach], [0, size]);
  const y = scaleLinear([-reach, reach], [size, 0]);
  const placed: Point[] = [];
  const isFree = ([px, py]: Point) => placed.every(([qx, qy]) => distance(px - qx, py - qy) > 1.4 * INSIDE);
  const drawn = sums.map((sum, j) => {
    const [from, to] = clip(square(-reach, reach), sum).ends.map(([p, q]): Point => [x(p), y(q)]);
    if (!from || !to) return ""; // it passes outside
    // At one of its ends, a little inside the frame; farther inside where another number is.
    const length = distance(to[0] - from[0], to[1] - from[1]) || 1;
    const inside = (v: number) => clamp(v, INSIDE, size - INSIDE);
    const at = (t: number): Point => [
      inside(from[0] + t * (to[0] - from[0])),
      inside(from[1] + t * (to[1] - from[1])),
    ];
    const places = [1, 2.5, 4, 5.5].flatMap((k) => {
      const t = Math.min(0.5, (k * INSIDE) / length);
      return [at(1 - t), at(t)];
    });
    const place = places.find(isFree) ?? places[0]!;
    placed.push(place);
    return (
      line(...from, ...to, { ...stroked(1.2), "stroke-dasharray": "5 3" }) +
      number(place[0], place[1] + 5, String(j), { ...MIDDLE, class: "halo" })
    );
  });
  return group({ class: "weights" }, ...drawn);
}
