import { extent } from "d3-array";
import { scaleLinear } from "d3-scale";
import { formula, number, widthInPixels } from "./formula.ts";
import { spread } from "./spread.ts";
import { arrow, distance, element, figure, GUIDE, group, line, polyline, text } from "./svg.ts";

/** A curve with its tangent at one point: what a slope is, and what one step down it does. */

export interface CurveFacts {
  readonly x: string;
  readonly y: string;
  readonly slope: string;
  /** Where the step leads. */
  readonly next?: string;
}

export interface CurveWords {
  readonly title: string;
  readonly description: (facts: CurveFacts) => string;
  /** Under a step too small to be seen; `change` is its length. */
  readonly small: (change: string) => string;
}

export interface CurveData {
  readonly id: string;
  /** The curve, sampled by the caller in order of x. */
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Where the tangent touches. */
  readonly at: { readonly x: number; readonly y: number; readonly slope: number };
  /** Where the step leads. */
  readonly next?: { readonly x: number; readonly y: number };
  /** Short formulas: the axis, the curve, the tangent's slope ("∂L/∂w"), and the end of the step ("w*"). */
  readonly names: { readonly x: string; readonly y: string; readonly slope: string; readonly next?: string };
  /** The kinds of quantity on the axis and of the curve, for their colours. */
  readonly kinds?: { readonly x: string; readonly y: string };
}

const [WIDTH, LEFT, RIGHT, TOP, BOTTOM] = [400, 12, 388, 30, 206];
/** A step shorter than this is drawn as a direction only. */
const VISIBLE = 12;

const clamp = (v: number, low: number, high: number) => Math.min(Math.max(v, low), high);

/** The range of the values with a little room on both sides. */
function roomFor(values: readonly number[]): [number, number] {
  const [low, high] = extent(values) as [number, number];
  const margin = (high - low) * 0.05 || Math.max(1, Math.abs(high) * 0.05);
  return [low - margin, high + margin];
}

export function curve(data: CurveData, words: CurveWords, show: (x: number) => string): string {
  const { id, points, at, next, names, kinds = { x: "ink", y: "ink" } } = data;
  const all = [...points, ...[at, ...(next ? [next] : [])].map((p) => [p.x, p.y] as const)];
  const [across, up] = [roomFor(all.map((p) => p[0])), roomFor(all.map((p) => p[1]))];
  const x = scaleLinear(across, [LEFT, RIGHT]);
  const y = scaleLinear(up, [BOTTOM, TOP]);
  const [px, py] = [x(at.x), y(at.y)];

  /** A line through the point with this slope, reaching so far to the left and to the right. */
  const through = (slope: number, back: number, ahead: number) => {
    // By the ends of the scales: beside numbers of 10²⁰ one unit is no length at all.
    const rise = (slope * ((across[1] - across[0]) / (RIGHT - LEFT)) * (TOP - BOTTOM)) / (up[1] - up[0]);
    const dx = 1 / distance(1, rise);
    const dy = rise * dx;
    return { x1: px - back * dx, y1: py - back * dy, x2: px + ahead * dx, y2: py + ahead * dy };
  };

  const tangent = through(at.slope, 76, 76);
  // The slope's label stands above the curve, on the side to which it falls.
  const side = at.slope > 0 ? -1 : 1;
  const label = `${names.slope} = ${show(at.slope)}`;
  const half = widthInPixels(label) / 2;
  const labelX = clamp(px + side * (half + 14), half, WIDTH - half);

  const seen = next && Math.abs(x(next.x) - px) >= VISIBLE ? next : undefined;
  const stops = [at, ...(seen ? [seen] : [])];
  const width = Math.max(...stops.map((s) => widthInPixels(show(s.x)))) + 12;
  const places = spread(
    stops.map((s) => x(s.x)),
    width,
    width / 2,
    RIGHT - 22 - width / 2,
  );
  const feet = stops.flatMap((s, i) => [
    line(x(s.x), y(s.y), x(s.x), BOTTOM, GUIDE),
    line(x(s.x), BOTTOM, places[i]!, BOTTOM + 14, GUIDE),
    number(places[i]!, BOTTOM + 28, show(s.x), { "text-anchor": "middle" }),
  ]);
  // Ticks, numbered where no foot and no name stands.
  const taken = [...places.map((at) => ({ at, width })), { at: RIGHT - 6, width: 24 }];
  const ticks = x.ticks(5).map((t) => {
    const [at, label] = [x(t), show(t)];
    const isFree = taken.every((it) => Math.abs(it.at - at) > (it.width + widthInPixels(label)) / 2);
    return (
      line(at, BOTTOM, at, BOTTOM + 4, { stroke: "currentColor" }) +
      (isFree ? number(at, BOTTOM + 28, label, { "text-anchor": "middle" }) : "")
    );
  });
  const way = next ? Math.sign(next.x - at.x) : 0;
  const step =
    way === 0 ? "" : arrow(px, BOTTOM, seen ? x(seen.x) : px + way * 26, BOTTOM, { "stroke-width": 2.5 });
  const note =
    next && way !== 0 && !seen
      ? text(clamp(px, 150, WIDTH - 150), BOTTOM + 50, words.small(show(next.x - at.x)), {
          "text-anchor": "middle",
        })
      : "";

  const start = points[0] ?? [at.x, at.y];
  const facts = { x: show(at.x), y: show(at.y), slope: show(at.slope) };
  return figure(
    {
      id,
      title: words.title,
      description: words.description({ ...facts, ...(next && { next: show(next.x) }) }),
      width: WIDTH,
      height: BOTTOM + (note ? 58 : 38),
    },
    group({ class: "muted" }, line(LEFT, BOTTOM, RIGHT, BOTTOM, { stroke: "currentColor" }), ...ticks, note),
    group({ class: kinds.x }, formula(RIGHT, BOTTOM + 22, names.x, { "text-anchor": "end" }), ...feet, step),
    group(
      { class: kinds.y },
      element("path", {
        d: polyline(points.map(([px, py]) => [x(px), y(py)])),
        fill: "none",
        stroke: "currentColor",
        "stroke-width": 1.5,
      }),
      formula(x(start[0]) + 6, y(start[1]) - 8, names.y),
    ),
    group(
      { class: "gradients" },
      element("line", { ...tangent, stroke: "currentColor", "stroke-width": 2 }),
      formula(labelX, Math.max(14, py - 14), label, { class: "halo", "text-anchor": "middle" }, 15),
    ),
    group(
      { class: kinds.y },
      element("circle", { cx: px, cy: py, r: 4.5, fill: "currentColor" }),
      seen
        ? element("circle", {
            cx: x(seen.x),
            cy: y(seen.y),
            r: 4.5,
            class: "paper",
            stroke: "currentColor",
            "stroke-width": 1.5,
          })
        : "",
      seen && names.next ? formula(x(seen.x) + 9, y(seen.y) + 18, names.next, { class: "halo" }) : "",
    ),
  );
}
