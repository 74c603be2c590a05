import { extent } from "d3-array";
import { scaleLinear } from "d3-scale";
import { clamp, feet } from "./axes.ts";
import { formula, number, widthInPixels } from "./formula.ts";
import { END, MIDDLE, stroked } from "./looks.ts";
import {
  arrow,
  curved,
  distance,
  dot,
  figure,
  group,
  line,
  type Point,
  polyline,
  ring,
  text,
} from "./svg.ts";
import { type Show, type Told, tell } from "./told.ts";

/** A curve with its tangent at one point: what a slope is, and what one step down it does. */

interface CurveFacts {
  readonly x: string;
  readonly y: string;
  readonly slope: string;
  /** Where the step leads. */
  readonly next?: string;
}

export interface CurveWords extends Told<CurveFacts> {
  /** Under a step too short to be drawn; `change` is its length. */
  readonly small: (change: string) => string;
}

interface CurveData {
  readonly id: string;
  /** The curve, sampled by the caller in order of x. */
  readonly points: readonly Point[];
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
/** A step shorter than this, which is the head of an arrow, is drawn as a direction only. */
const VISIBLE = 7;

/** The range of the values with a little room on both sides. */
function roomFor(values: readonly number[]): [number, number] {
  const [low, high] = extent(values) as [number, number];
  const margin = (high - low) * 0.05 || Math.max(1, Math.abs(high) * 0.05);
  return [low - margin, high + margin];
}

export function curve(data: CurveData, words: CurveWords, show: Show): string {
  const { id, points, at, next, names, kinds = { x: "ink", y: "ink" } } = data;
  const ends = next ? [at, next] : [at];
  const across = roomFor([...points.map((p) => p[0]), ...ends.map((end) => end.x)]);
  const up = roomFor([...points.map((p) => p[1]), ...ends.map((end) => end.y)]);
  const x = scaleLinear(across, [LEFT, RIGHT]);
  const y = scaleLinear(up, [BOTTOM, TOP]);
  const [px, py] = [x(at.x), y(at.y)];

  // From the ends of the scales: next to numbers near 10²⁰, adding 1 changes nothing.
  const rise = (at.slope * ((across[1] - across[0]) / (RIGHT - LEFT)) * (TOP - BOTTOM)) / (up[1] - up[0]);
  const dx = 76 / distance(1, rise);
  // The slope's label stands above the curve, on the side to which it falls.
  const label = `${names.slope} = ${show(at.slope)}`;
  const half = widthInPixels(label) / 2;
  const labelX = clamp(px + (at.slope > 0 ? -1 : 1) * (half + 14), half, WIDTH - half);

  const seen = next && Math.abs(x(next.x) - px) >= VISIBLE ? next : undefined;
  const stops = seen ? [at, seen] : [at];
  const { drawn, places, width } = feet(
    stops.map((stop) => ({ x: x(stop.x), y: y(stop.y), label: show(stop.x) })),
    { bottom: BOTTOM, drop: 14, low: 0, high: RIGHT - 22 },
  );
  // Ticks, numbered where no foot and no name stands.
  const taken = [...places.map((at) => ({ at, width })), { at: RIGHT - 6, width: 24 }];
  const ticks = x.ticks(5).map((t) => {
    const [at, label] = [x(t), show(t)];
    const isFree = taken.every((it) => Math.abs(it.at - at) > (it.width + widthInPixels(label)) / 2);
    return (
      line(at, BOTTOM, at, BOTTOM + 4, stroked()) + (isFree ? number(at, BOTTOM + 28, label, MIDDLE) : "")
    );
  });
  const way = next ? Math.sign(next.x - at.x) : 0;
  const step = way === 0 ? "" : arrow(px, BOTTOM, seen ? x(seen.x) : px + way * 26, BOTTOM, stroked(2.5));
  const note =
    next && way !== 0 && !seen
      ? text(clamp(px, 150, WIDTH - 150), BOTTOM + 50, words.small(show(next.x - at.x)), MIDDLE)
      : "";

  const start = points[0] ?? [at.x, at.y];
  const facts = { x: show(at.x), y: show(at.y), slope: show(at.slope), ...(next && { next: show(next.x) }) };
  return figure(
    { id, ...tell(words, facts), width: WIDTH, height: BOTTOM + (note ? 58 : 38) },
    group({ class: "muted" }, line(LEFT, BOTTOM, RIGHT, BOTTOM, stroked()), ...ticks, note),
    group({ class: kinds.x }, formula(RIGHT, BOTTOM + 22, names.x, END), ...drawn, step),
    group(
      { class: kinds.y },
      curved(polyline(points.map(([px, py]) => [x(px), y(py)]))),
      formula(x(start[0]) + 6, y(start[1]) - 8, names.y),
    ),
    group(
      { class: "gradients" },
      line(px - dx, py - rise * dx, px + dx, py + rise * dx, stroked(2)),
      formula(labelX, Math.max(14, py - 14), label, { class: "halo", ...MIDDLE }, 15),
    ),
    group(
      { class: kinds.y },
      dot(px, py, 4.5),
      seen ? ring(x(seen.x), y(seen.y), 4.5, { class: "paper" }) : "",
      seen && names.next ? formula(x(seen.x) + 9, y(seen.y) + 18, names.next, { class: "halo" }) : "",
    ),
  );
}
