import { scaleLinear } from "d3-scale";
import { at, type Matrix, toRows } from "../math/matrix.ts";
import { formula, number } from "./formula.ts";
import { type Attributes, cellOf, END, MIDDLE, stroked } from "./looks.ts";
import {
  boxAround,
  coordinate,
  cross,
  dot,
  element,
  figure,
  group,
  line,
  type Point,
  polyline,
  ring,
  text,
} from "./svg.ts";
import { type Show, type Told, tell } from "./told.ts";

/** The points of the problem in their plane. */

interface XorFacts {
  readonly points: number;
  /** The labels that are there, the least first; none where the targets are none. */
  readonly labels: readonly number[];
  readonly lesson: readonly string[];
}

export interface XorWords extends Told<XorFacts> {
  /** What is written beside the mark of a label. */
  readonly label: (label: number) => string;
  /** The name of an observation of the lesson. */
  readonly row: (row: number) => string;
}

interface XorData {
  readonly id: string;
  /** All points, and the label of each, if they have labels. */
  readonly points: Matrix;
  readonly labels: readonly number[] | undefined;
  /** The lesson's own rows, marked among them. */
  readonly lesson: Matrix;
  readonly lessonLabels: readonly number[] | undefined;
}

/** Up to so many rows of the lesson are named by a word, up to so many ringed and numbered. */
const MOST_NAMED = 3;
export const MOST_RINGED = 20;

/** From the middle of a ring to its name: the ring, the paper around the name, and room between them. */
const ASIDE = 18;

/** Paths of marks, from −1 to 1 both ways. */
const UPRIGHT = "M0-1.2L1.1.8H-1.1Z";
const OVERTURNED = "M0 1.2L1.1-.8H-1.1Z";
const DIAMOND = "M0-1.3L1.1 0L0 1.3L-1.1 0Z";
/** The marks of labels from 2 on: `filled` ones have no outline. */
const MARKS: readonly { readonly d: string; readonly filled?: true }[] = [
  { d: UPRIGHT, filled: true },
  { d: DIAMOND },
  { d: "M-.9-.9L.9.9M.9-.9L-.9.9" },
  { d: OVERTURNED },
  { d: DIAMOND, filled: true },
  { d: "M0-1.1V1.1M-1.1 0H1.1" },
];

/** The mark of a label, told apart by its shape: an open square for 0, a filled circle for 1; a point has none. */
export function mark(
  label: number | undefined,
  x: number,
  y: number,
  r: number,
  attributes: Attributes = {},
): string {
  if (label === undefined || label === 1) return dot(x, y, r, attributes);
  if (label === 0)
    return boxAround(x, y, r * 1.7, r * 1.7, { class: "paper", ...stroked(1.2), ...attributes });
  const { d, filled } = MARKS[(label - 2) % MARKS.length]!;
  return element("path", {
    d,
    transform: `translate(${coordinate(x)} ${coordinate(y)}) scale(${coordinate(r)})`,
    ...(filled
      ? { fill: "currentColor" }
      : { class: "paper", ...stroked(1.2), "vector-effect": "non-scaling-stroke" }),
    ...attributes,
    ...(filled && { fill: "currentColor" }),
  });
}

/** The points in the plane; "" where they have not two coordinates. */
export function xorPlane(data: XorData, words: XorWords, show: Show): string {
  const { id, points, labels, lesson, lessonLabels } = data;
  if (points.cols !== 2 || lesson.cols !== 2) return "";
  const [size, pad] = [400, 26];
  const middle = size / 2;
  const extent = Math.max(1, ...points.data.map(Math.abs), ...lesson.data.map(Math.abs)) * 1.06;
  const x = scaleLinear([-extent, extent], [pad, size - pad]);
  const y = scaleLinear([-extent, extent], [size - pad, pad]);
  const placed = (m: Matrix, labels: readonly number[] | undefined) =>
    Array.from({ length: m.rows }, (_, r) => ({
      label: labels?.[r],
      cx: x(at(m, r, 0)),
      cy: y(at(m, r, 1)),
    }));
  const [all, own] = [placed(points, labels), placed(lesson, lessonLabels)];

  // Each quarter says which labels are in it. Where they do not name every label, one corner says them all.
  const labelsOf = (marks: typeof all) => [...new Set(marks.flatMap(({ label }) => label ?? []))].sort();
  const here = [...all, ...own];
  const quarters = [true, false].flatMap((right) =>
    [true, false].map((top) => {
      const inside = here.filter(
        ({ cx, cy }) => (right ? cx > middle : cx < middle) && (top ? cy < middle : cy > middle),
      );
      return { right, top, found: labelsOf(inside) };
    }),
  );
  const present = labelsOf(here);
  const areNamed = present.every((label) => quarters.some(({ found }) => found.includes(label)));
  const corners = areNamed ? quarters : [{ right: false, top: false, found: present }];
  const directions = corners.flatMap(({ right, top, found }) =>
    found.map((label, i) => {
      const baseline = top ? 14 + i * 20 : size - 8 - (found.length - 1 - i) * 20;
      const look = { "text-anchor": right ? "end" : "start", class: "halo" };
      return (
        mark(label, right ? size - 8 : 8, baseline - 5, 5) +
        text(right ? size - 20 : 20, baseline, words.label(label), look)
      );
    }),
  );

  const ringed = lesson.rows <= MOST_RINGED ? own : [];
  const rings = ringed.map(
    ({ label, cx, cy }, r) => ring(cx, cy, 9, { class: "paper" }) + mark(label, cx, cy, 4, cellOf("X", r, 0)),
  );
  const names = ringed.map(({ cx, cy }, r) => {
    const left = cx > size * 0.8;
    const name = lesson.rows <= MOST_NAMED ? words.row(r) : String(r);
    const look = { class: "halo named", "text-anchor": left ? "end" : "start" };
    return text(cx + (left ? -ASIDE : ASIDE), cy + 5, name, look);
  });
  const ticks = x.ticks(3).filter((t) => t !== 0);
  const halo = { class: "halo" };
  const shown = toRows(lesson).map(([x1, x2]) => `(${show(x1!)}; ${show(x2!)})`);
  const told = {
    points: points.rows,
    labels: present,
    lesson: shown.map((point, r) => (lessonLabels ? `${point} → ${lessonLabels[r]}` : point)),
  };
  return figure(
    { id, ...tell(words, told), width: size, height: size },
    group(
      { class: "muted", ...stroked() },
      line(0, middle, size, middle),
      line(middle, 0, middle, size),
      ...ticks.flatMap((t) => [
        line(x(t), middle - 3, x(t), middle + 3),
        line(middle - 3, y(t), middle + 3, y(t)),
      ]),
    ),
    group({ class: "data" }, ...all.map(({ label, cx, cy }) => mark(label, cx, cy, 2.6))),
    group(
      { class: "muted" },
      formula(size - 2, middle - 8, "x₁", { ...END, ...halo }),
      formula(middle + 9, 14, "x₂", halo),
      ...ticks.flatMap((t) => [
        number(x(t), middle + 18, show(t), { ...MIDDLE, ...halo }),
        number(middle - 8, y(t) + 5, show(t), { ...END, ...halo }),
      ]),
    ),
    group({ class: "ink" }, ...rings, ...names),
    group({ class: "data" }, ...directions),
  );
}

/** The line a·x₁ + b·x₂ + c = 0; the side where the sum is above 0 is said to be 1. */
export interface Line {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** What stands on the left of that equation. */
const valueAt = ({ a, b, c }: Line, [x1, x2]: Point): number => a * x1 + b * x2 + c;

/** The corners of a square, in the order of a path around it. */
export const square = (low: number, high: number): readonly Point[] => [
  [low, low],
  [high, low],
  [high, high],
  [low, high],
];
export interface Corner {
  readonly at: Point;
  readonly label: number;
}

/** The corners of XOR, with their labels. */
export const CORNERS: readonly Corner[] = [0, 1].flatMap((x2) =>
  [0, 1].map((x1) => ({ at: [x1, x2], label: x1 ^ x2 })),
);

/** The corners of XOR that a line has on their wrong side. */
const wrongSides = (attempt: Line) =>
  CORNERS.filter(({ at, label }) => valueAt(attempt, at) > 0 !== (label === 1));

/** How many of the four corners of XOR a line has on their right side: never four. */
export const rightSides = (attempt: Line): number => CORNERS.length - wrongSides(attempt).length;

/** How many of the four corners get their label where the answer is 1 above 0. */
export const rightCorners = (lead: (corner: Point) => number): number =>
  CORNERS.filter(({ at, label }) => lead(at) > 0 === (label === 1)).length;

export interface CornersWords extends Told<readonly number[]> {
  readonly count: (right: number, all: number) => string;
}

/** The part of a polygon where a line says 1, and the two places where it crosses the border. */
export function clip(polygon: readonly Point[], attempt: Line): { part: Point[]; ends: Point[] } {
  const [part, ends]: [Point[], Point[]] = [[], []];
  for (const [i, p] of polygon.entries()) {
    const q = polygon[(i + 1) % polygon.length]!;
    const [vp, vq] = [valueAt(attempt, p), valueAt(attempt, q)];
    if (vp > 0) part.push(p);
    if (vp > 0 === vq > 0) continue;
    const t = vp / (vp - vq);
    const crossing: Point = [p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])];
    part.push(crossing);
    ends.push(crossing);
  }
  return { part, ends };
}

/** The four corners of XOR, once for every line tried: tinted where it says 1, with a cross at every corner it gets wrong. */
export function xorCorners(id: string, attempts: readonly Line[], words: CornersWords): string {
  const [cell, gap, low, high] = [96, 16, -0.36, 1.36];
  const counts = attempts.map(rightSides);
  const panels = attempts.map((attempt, i) => {
    const left = i * (cell + gap) + 1;
    const x = scaleLinear([low, high], [left, left + cell]);
    const y = scaleLinear([low, high], [cell + 1, 1]);
    const shape = (points: readonly Point[], look: Attributes) =>
      points.length > 0
        ? element("path", { d: polyline(points.map(([px, py]) => [x(px), y(py)])), ...look })
        : "";
    const { part, ends } = clip(square(low, high), attempt);
    return (
      shape(part, { class: "tint" }) +
      element("rect", { x: left, y: 1, width: cell, height: cell, fill: "none", class: "border" }) +
      shape(ends, { class: "ink", ...stroked(1.5) }) +
      group({ class: "data" }, ...CORNERS.map(({ at, label }) => mark(label, x(at[0]), y(at[1]), 5))) +
      group(
        { class: "fails", ...stroked(2) },
        ...wrongSides(attempt).map(({ at }) => cross(x(at[0]) + 13, y(at[1]))),
      ) +
      text(left + cell / 2, cell + 21, words.count(counts[i]!, CORNERS.length), MIDDLE)
    );
  });
  return figure(
    { id, ...tell(words, counts), width: attempts.length * (cell + gap) - gap + 2, height: cell + 28 },
    ...panels,
  );
}
