import { scaleLinear } from "d3-scale";
import { at, type Matrix } from "../matrix.ts";
import { formula } from "./formula.ts";
import { type Attributes, element, figure, group, line, text } from "./svg.ts";

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

/** More rows of the lesson than this are not named one by one. */
const MOST_NAMED = 8;
const MOST_RINGED = 20;
const FLOOR = 1;

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
  const extent = Math.max(FLOOR, ...points.data.map(Math.abs), ...lesson.data.map(Math.abs)) * 1.06;
  const x = scaleLinear([-extent, extent], [pad, size - pad]);
  const y = scaleLinear([-extent, extent], [size - pad, pad]);
  const place = (m: Matrix, r: number) => ({ cx: x(at(m, r, 0)), cy: y(at(m, r, 1)) });

  // Each quarter says which labels are really in it.
  const everything = [
    ...labels.map((label, r) => ({ label, ...place(points, r) })),
    ...lessonLabels.map((label, r) => ({ label, ...place(lesson, r) })),
  ];
  const middle = size / 2;
  const quarter = (right: boolean, top: boolean) => {
    const found = [1, 0].filter((label) =>
      everything.some((p) => p.label === label && p.cx > middle === right && p.cy < middle === top),
    );
    return found.map((label, i) => {
      const at = top ? 12 + i * 20 : size - 8 - (found.length - 1 - i) * 20;
      return (
        mark(label, right ? size - 8 : 8, at - 5, 5) +
        text(right ? size - 20 : 20, at, words.label(label), {
          "text-anchor": right ? "end" : "start",
          class: "halo",
        })
      );
    });
  };

  const many = lesson.rows > MOST_RINGED;
  const own = lessonLabels.map((label, r) => {
    const { cx, cy } = place(lesson, r);
    const left = cx > size * 0.75;
    const name =
      lesson.rows <= MOST_NAMED
        ? text(cx + (left ? -13 : 13), cy + 5, words.row(r), {
            class: "halo named",
            "text-anchor": left ? "end" : "start",
          })
        : "";
    const ring = element("circle", {
      cx,
      cy,
      r: 9,
      fill: "none",
      stroke: "currentColor",
      "stroke-width": 1.5,
    });
    return (many ? "" : ring) + mark(label, cx, cy, 4, { "data-cell": `X.${r}.0` }) + name;
  });
  const tick = (axis: "x" | "y") =>
    scaleLinear([-extent, extent], [0, 1])
      .ticks(5)
      .filter((t) => t !== 0)
      .map((t) =>
        axis === "x"
          ? line(x(t), middle - 3, x(t), middle + 3) +
            text(x(t), middle + 18, show(t), { "text-anchor": "middle", class: "tick" })
          : line(middle - 3, y(t), middle + 3, y(t)) +
            text(middle - 8, y(t) + 5, show(t), { "text-anchor": "end", class: "tick" }),
      );
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
      ...tick("x"),
      ...tick("y"),
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
      formula(size - 2, middle - 8, "x₁", { "text-anchor": "end", class: "math halo" }),
      formula(middle + 9, 14, "x₂", { class: "math halo" }),
    ),
    group({ class: "ink" }, ...(many ? [] : own)),
    group(
      { class: "data" },
      ...[true, false].flatMap((right) => [...quarter(right, true), ...quarter(right, false)]),
    ),
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

/** A line across a square from −m to 1 + m, as the two points where it crosses the border. */
function crossings({ a, b, c }: Line, m: number): [number, number][] {
  const inside = (v: number) => v >= -m - 1e-9 && v <= 1 + m + 1e-9;
  const points: [number, number][] = [];
  for (const edge of [-m, 1 + m]) {
    if (b !== 0) points.push([edge, -(a * edge + c) / b]);
    if (a !== 0) points.push([-(b * edge + c) / a, edge]);
  }
  const on = points.filter(([p, q]) => inside(p) && inside(q));
  return on.length < 2
    ? []
    : [on[0]!, on.find(([p, q]) => Math.hypot(p - on[0]![0], q - on[0]![1]) > 1e-6) ?? on[0]!];
}

/** The four corners of XOR, once for every line tried; the corners it gets wrong are crossed out. */
export function xorCorners(id: string, attempts: readonly Line[], words: CornersWords): string {
  const [cell, gap, m] = [96, 16, 0.32];
  const counts = attempts.map(rightSides);
  const panels = attempts.map((attempt, i) => {
    const left = i * (cell + gap);
    const x = scaleLinear([-m, 1 + m], [left, left + cell]);
    const y = scaleLinear([-m, 1 + m], [cell, 0]);
    const ends = crossings(attempt, m);
    const cross = (cx: number, cy: number) =>
      group(
        { class: "fails", stroke: "currentColor", "stroke-width": 2 },
        line(cx - 8, cy - 8, cx + 8, cy + 8),
        line(cx - 8, cy + 8, cx + 8, cy - 8),
      );
    return (
      element("rect", { x: left, y: 0, width: cell, height: cell, class: "panel" }) +
      (ends.length
        ? line(x(ends[0]![0]), y(ends[0]![1]), x(ends[1]![0]), y(ends[1]![1]), {
            class: "ink",
            stroke: "currentColor",
            "stroke-width": 1.5,
          })
        : "") +
      group({ class: "data" }, ...CORNERS.map(({ x1, x2, label }) => mark(label, x(x1), y(x2), 5))) +
      CORNERS.filter((corner) => saysOne(attempt, corner) !== (corner.label === 1))
        .map(({ x1, x2 }) => cross(x(x1), y(x2)))
        .join("") +
      text(left + cell / 2, cell + 20, words.count(counts[i]!, CORNERS.length), { "text-anchor": "middle" })
    );
  });
  return figure(
    {
      id,
      title: words.title,
      description: words.description(counts),
      width: attempts.length * (cell + gap) - gap,
      height: cell + 26,
    },
    ...panels,
  );
}
