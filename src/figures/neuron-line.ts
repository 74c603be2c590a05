import { scaleLinear } from "d3-scale";
import { at, type Matrix } from "../math/matrix.ts";
import { norm } from "../math/norm.ts";
import { formula, number } from "./formula.ts";
import { cellOf, END, MIDDLE, stroked } from "./looks.ts";
import { element, figure, group, line, type Point, polyline } from "./svg.ts";
import { type Show, type Told, tell } from "./told.ts";
import { clip, type Line, mark, square } from "./xor.ts";

/** The line in the plane of the inputs where the sum of a neuron is 0, with its bias and without. */

interface LineFacts {
  /** Whether the bias moves the line. */
  readonly isMoved: boolean;
}

export type NeuronLineWords = Told<LineFacts>;

export interface NeuronLineData {
  readonly id: string;
  /** N×2, and the label of each row, if it has one. */
  readonly points: Matrix;
  readonly labels: readonly number[] | undefined;
  /** Where the sum is 0: c is the bias. a or b is not 0. */
  readonly sum: Line;
}

const [SIZE, PAD] = [320, 22];

/** How far the plane is drawn along both axes: over the points, and beyond the place on the line nearest to the origin. */
export function reachOf(points: Matrix, sum: Line): number {
  const far = Math.abs(sum.c) / norm([sum.a, sum.b]);
  return (
    Math.max(
      1,
      points.data.reduce((most, x) => Math.max(most, Math.abs(x)), 0),
      1.6 * far,
    ) * 1.1
  );
}

/** The figure: the side where the sum is above 0 is shaded. */
export function neuronLine(
  { id, points, labels, sum }: NeuronLineData,
  words: NeuronLineWords,
  show: Show,
): string {
  const extent = reachOf(points, sum);
  const x = scaleLinear([-extent, extent], [PAD, SIZE - PAD]);
  const y = scaleLinear([-extent, extent], [SIZE - PAD, PAD]);
  const path = (places: readonly Point[], look: Parameters<typeof element>[1]) =>
    places.length > 1 ? element("path", { d: polyline(places.map(([p, q]) => [x(p), y(q)])), ...look }) : "";
  const plane = square(-extent, extent);
  const { part, ends } = clip(plane, sum);
  const isMoved = sum.c !== 0;
  const still = clip(plane, { ...sum, c: 0 }).ends;
  const ticks = x.ticks(3).filter((t) => t !== 0);
  const middle = SIZE / 2;
  const halo = { class: "halo" };
  const marks = Array.from({ length: points.rows }, (_, r) =>
    mark(
      labels?.[r],
      x(at(points, r, 0)),
      y(at(points, r, 1)),
      points.rows > 40 ? 2.6 : 4,
      cellOf("X", r, 0),
    ),
  );
  return figure(
    { id, ...tell(words, { isMoved }), width: SIZE, height: SIZE },
    group({ class: "activations" }, path(part, { class: "tint" })),
    group(
      { class: "muted", ...stroked() },
      line(0, middle, SIZE, middle),
      line(middle, 0, middle, SIZE),
      ...ticks.flatMap((t) => [
        line(x(t), middle - 3, x(t), middle + 3),
        line(middle - 3, y(t), middle + 3, y(t)),
      ]),
    ),
    group(
      { class: "muted" },
      formula(SIZE - 2, middle - 8, "x₁", { ...END, ...halo }),
      formula(middle + 9, 14, "x₂", halo),
      ...ticks.flatMap((t) => [
        number(x(t), middle + 18, show(t), { ...MIDDLE, ...halo }),
        number(middle - 8, y(t) + 5, show(t), { ...END, ...halo }),
      ]),
    ),
    isMoved
      ? group({ class: "muted" }, path(still, { fill: "none", ...stroked(1.5), "stroke-dasharray": "6 4" }))
      : "",
    group({ class: "weights" }, path(ends, { fill: "none", ...stroked(2) })),
    group({ class: "data" }, ...marks),
  );
}
