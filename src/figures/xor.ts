import { scaleLinear } from "d3-scale";
import { at, type Matrix } from "../math/matrix.ts";
import { formula, number } from "./formula.ts";
import { type Attributes, element, figure, group, line, polyline, text } from "./svg.ts";

/** The points of the problem in their plane. */

export interface XorWords {
  readonly title: string;
  readonly description: (facts: { points: number; lesson: readonly string[] }) => string;
  /** What is written beside the mark of a label. */
  readonly label: (label: number) => string;
  /** The name of an observation of the lesson. */
  readonly row: (row: number) => string;
}

export interface XorData {
  readonly id: string;
  /** All points, and the label (0 or 1) of each. */
  readonly points: Matrix;
  readonly labels: readonly number[];
  /** The lesson's own rows, marked among them. */
  readonly lesson: Matrix;
  readonly lessonLabels: readonly number[];
}

/** Up to so many rows of the lesson are named by a word, up to so many ringed and numbered. */
const MOST_NAMED = 3;
export const MOST_RINGED = 20;

/** From the middle of a ring to its name: the ring, the paper around the name, and room between them. */
const ASIDE = 18;

/** The mark of a label: a filled circle for 1, an open square for 0, so that colour is not needed. */
export const mark = (label: number, x: number, y: number, r: number, attributes: Attributes = {}): string =>
  label === 1
    ? element("circle", { cx: x, cy: y, r, fill: "currentColor", ...attributes })
    : element("rect", {
        x: x - r * 0.85,
        y: y - r * 0.85,
        width: r * 1.7,
        height: r * 1.7,
        class: "paper",
        stroke: "currentColor",
        "stroke-width": 1.2,
        ...attributes,
      });

/** The points in the plane; "" where they have not two coordinates. */
export function xorPlane(data: XorData, words: XorWords, show: (x: number) => string): string {
  const { id, points, labels, lesson, lessonLabels } = data;
  if (points.cols !== 2 || lesson.cols !== 2) return "";
  const [size, pad] = [400, 26];
  const extent = Math.max(1, ...points.data.map(Math.abs), ...lesson.data.map(Math.abs)) * 1.06;
  const x = scaleLinear([-extent, extent], [pad, size - pad]);
  const y = scaleLinear([-extent, extent], [size - pad, pad]);
  const place = (m: Matrix, r: number) => ({ cx: x(at(m, r, 0)), cy: y(at(m, r, 1)) });

  // Each quarter says which labels are in it. Where they do not name every label, one corner says them all.
  const middle = size / 2;
  const everything = [
    ...labels.map((label, r) => ({ label, ...place(points, r) })),
    ...lessonLabels.map((label, r) => ({ label, ...place(lesson, r) })),
  ];
  const quarters = [true, false].flatMap((right) =>
    [true, false].map((top) => {
      const here = everything.filter(
        ({ cx, cy }) => (right ? cx > middle : cx < middle) && (top ? cy < middle : cy > middle),
      );
      return { right, top, found: new Set(here.map(({ label }) => label)) };
    }),
  );
  const present = new Set(everything.map(({ label }) => label));
  const named = [...present].every((label) => quarters.some(({ found }) => found.has(label)));
  const corners = named ? quarters : [{ right: false, top: false, found: present }];
  const directions = corners.flatMap(({ right, top, found }) =>
    [...found].sort().map((label, i) => {
      const baseline = top ? 14 + i * 20 : size - 8 - (found.size - 1 - i) * 20;
      return (
        mark(label, right ? size - 8 : 8, baseline - 5, 5) +
        text(right ? size - 20 : 20, baseline, words.label(label), {
          "text-anchor": right ? "end" : "start",
          class: "halo",
        })
      );
    }),
  );

  const ringed = lesson.rows <= MOST_RINGED ? lessonLabels : [];
  const rings = ringed.map((label, r) => {
    const { cx, cy } = place(lesson, r);
    const ring = element("circle", {
      cx,
      cy,
      r: 9,
      class: "paper",
      stroke: "currentColor",
      "stroke-width": 1.5,
    });
    return ring + mark(label, cx, cy, 4, { "data-cell": `X.${r}.0` });
  });
  const names = ringed.map((_, r) => {
    const { cx, cy } = place(lesson, r);
    const left = cx > size * 0.8;
    const name = lesson.rows <= MOST_NAMED ? words.row(r) : String(r + 1);
    return text(cx + (left ? -ASIDE : ASIDE), cy + 5, name, {
      class: "halo named",
      "text-anchor": left ? "end" : "start",
    });
  });
  const ticks = x.ticks(3).filter((t) => t !== 0);
  const halo = { class: "halo" };
  return figure(
    {
      id,
      title: words.title,
      description: words.description({
        points: points.rows,
        lesson: lessonLabels.map(
          (label, r) => `(${show(at(lesson, r, 0))}; ${show(at(lesson, r, 1))}) → ${label}`,
        ),
      }),
      width: size,
      height: size,
    },
    group(
      { class: "muted", stroke: "currentColor" },
      line(0, middle, size, middle),
      line(middle, 0, middle, size),
      ...ticks.flatMap((t) => [
        line(x(t), middle - 3, x(t), middle + 3),
        line(middle - 3, y(t), middle + 3, y(t)),
      ]),
    ),
    group(
      { class: "data" },
      ...labels.map((label, r) => {
        const { cx, cy } = place(points, r);
        return mark(label, cx, cy, 2.6);
      }),
    ),
    group(
      { class: "muted" },
      formula(size - 2, middle - 8, "x₁", { "text-anchor": "end", ...halo }),
      formula(middle + 9, 14, "x₂", halo),
      ...ticks.flatMap((t) => [
        number(x(t), middle + 18, show(t), { "text-anchor": "middle", ...halo }),
        number(middle - 8, y(t) + 5, show(t), { "text-anchor": "end", ...halo }),
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

const CORNERS = [0, 1].flatMap((x2) => [0, 1].map((x1) => ({ x1, x2, label: x1 ^ x2 })));

const saysOne = ({ a, b, c }: Line, { x1, x2 }: { x1: number; x2: number }) => a * x1 + b * x2 + c > 0;

/** How many of the four corners of XOR a line has on their right side: never four. */
export const rightSides = (attempt: Line): number =>
  CORNERS.filter((corner) => saysOne(attempt, corner) === (corner.label === 1)).length;

export interface CornersWords {
  readonly title: string;
  readonly description: (counts: readonly number[]) => string;
  readonly count: (right: number, all: number) => string;
}

type Point = readonly [number, number];

/** The part of a polygon where `value` is above 0, and the two places where the border crosses 0. */
function clip(polygon: readonly Point[], value: (p: Point) => number): { part: Point[]; ends: Point[] } {
  const [part, ends]: [Point[], Point[]] = [[], []];
  for (const [i, p] of polygon.entries()) {
    const q = polygon[(i + 1) % polygon.length]!;
    const [vp, vq] = [value(p), value(q)];
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
  const [cell, gap, margin] = [96, 16, 0.36];
  const [low, high] = [-margin, 1 + margin];
  const square: Point[] = [
    [low, low],
    [high, low],
    [high, high],
    [low, high],
  ];
  const counts = attempts.map(rightSides);
  const panels = attempts.map((attempt, i) => {
    const left = i * (cell + gap) + 1;
    const x = scaleLinear([low, high], [left, left + cell]);
    const y = scaleLinear([low, high], [cell + 1, 1]);
    const shape = (points: readonly Point[], attributes: Attributes) =>
      element("path", {
        d: polyline(points.map(([px, py]) => [x(px), y(py)])),
        ...attributes,
      });
    const { part, ends } = clip(square, ([x1, x2]) => attempt.a * x1 + attempt.b * x2 + attempt.c);
    const wrong = CORNERS.filter((corner) => saysOne(attempt, corner) !== (corner.label === 1));
    return (
      (part.length ? shape(part, { class: "tint" }) : "") +
      element("rect", { x: left, y: 1, width: cell, height: cell, fill: "none", class: "border" }) +
      (ends.length ? shape(ends, { class: "ink", stroke: "currentColor", "stroke-width": 1.5 }) : "") +
      group({ class: "data" }, ...CORNERS.map(({ x1, x2, label }) => mark(label, x(x1), y(x2), 5))) +
      group(
        { class: "fails", stroke: "currentColor", "stroke-width": 2 },
        ...wrong.map(({ x1, x2 }) => {
          const [cx, cy] = [x(x1) + 13, y(x2)];
          return line(cx - 4, cy - 4, cx + 4, cy + 4) + line(cx - 4, cy + 4, cx + 4, cy - 4);
        }),
      ) +
      text(left + cell / 2, cell + 21, words.count(counts[i]!, CORNERS.length), { "text-anchor": "middle" })
    );
  });
  return figure(
    {
      id,
      title: words.title,
      description: words.description(counts),
      width: attempts.length * (cell + gap) - gap + 2,
      height: cell + 28,
    },
    ...panels,
  );
}
