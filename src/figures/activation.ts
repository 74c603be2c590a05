import { scaleLinear } from "d3-scale";
import { type Matrix, map } from "../math/matrix.ts";
import type { Activation } from "../network/ops/activation.ts";
import { type MatrixName, slopeName } from "../network/values.ts";
import { axes, clamp, feet } from "./axes.ts";
import { formula, number, plainSymbol, widest } from "./formula.ts";
import { cellOf, END, GUIDE, MIDDLE, stroked } from "./looks.ts";
import { pushedApart } from "./pushed-apart.ts";
import { coordinates, curved, distance, element, figure, group, line, polyline } from "./svg.ts";
import { type Show, type Told, tell } from "./told.ts";

/** The curve of an activation with the z of one stage on it: up from z to the curve, across to h. */

interface ActivationFacts {
  readonly count: number;
  /** Empty where there are too many points to name. */
  readonly points: readonly { readonly z: string; readonly h: string; readonly slope: string }[];
}

export type ActivationWords = Told<ActivationFacts>;

interface ActivationData {
  readonly id: string;
  readonly brick: Brick;
  readonly z: Matrix;
  /** What was made of the sums, where that is not on the curve. */
  readonly h?: Matrix | undefined;
  /** What the sums and their values are called. */
  readonly names: { readonly z: MatrixName; readonly h: MatrixName };
  /** Draws the tangent at each point within the drawing, and writes its slope. */
  readonly slopes?: boolean;
}

/** What is drawn of an activation. */
type Brick = Pick<Activation, "activation" | "slope" | "range">;

/** Up to so many points get their numbers and lines; up to so many are drawn at all. */
const MOST_NAMED = 6;
const MOST_DRAWN = 200;
const [TOP, BOTTOM, WIDTH] = [26, 208, 320];
const GAP = 18;

/** How far the axis reaches on both sides of 0. */
export const reachOf = (z: Iterable<number>): number =>
  Math.min(8, Math.max(4, ...Array.from(z, (it) => Math.ceil(Math.abs(it)))));

/** The values between which a curve is drawn: its range, or what it reaches within the drawing. */
export function heightOf(
  { activation, range: [low, high] }: Brick,
  reach: number,
): [low: number, high: number] {
  const [least, most] = [activation(-reach), activation(reach)];
  return [Number.isFinite(low) ? low : least, Number.isFinite(high) ? high : most];
}

/** The same with room for values beside the curve, as far again on each side. */
function heightWith({ data }: Matrix, [low, high]: readonly [number, number]): [low: number, high: number] {
  const within = Array.from(data, (h) => clamp(h, 2 * low - high, 2 * high - low));
  return [Math.min(low, ...within), Math.max(high, ...within)];
}

/** What is drawn of the points, for the words under the figure. */
export function drawnOf(z: Matrix): { points: number; named: boolean; beyond: number } {
  const reach = reachOf(z.data);
  return {
    points: Math.min(z.data.length, MOST_DRAWN),
    named: z.data.length <= MOST_NAMED,
    beyond: z.data.slice(0, MOST_DRAWN).filter((it) => Math.abs(it) > reach).length,
  };
}

export function activationCurve(data: ActivationData, words: ActivationWords, show: Show): string {
  const { id, brick, z, names, slopes = false } = data;
  const { points: count, named: areNamed } = drawnOf(z);
  const reach = reachOf(z.data);
  const h = data.h ?? map(z, brick.activation);
  const [low, high] = data.h ? heightWith(data.h, heightOf(brick, reach)) : heightOf(brick, reach);
  const left = Math.max(12, areNamed && !slopes ? widest(Array.from(h.data, show)) : 0) + 18;
  const right = left + WIDTH;
  const x = scaleLinear([-reach, reach], [left + 10, right - 10]).clamp(true);
  const y = scaleLinear([low, high], [BOTTOM, TOP]).clamp(true);
  const samples = Array.from({ length: 81 }, (_, i) => (i / 40 - 1) * reach);

  const points = Array.from(z.data, (value, i) => ({
    z: value,
    h: h.data[i]!,
    x: x(value),
    y: y(h.data[i]!),
    slope: brick.slope(h.data[i]!),
    isBeyond: Math.abs(value) > reach,
    /** The mark of its entry in a matrix of this name. */
    cell: (name: MatrixName) => cellOf(name, Math.floor(i / z.cols), i % z.cols),
  }));
  const named = areNamed ? points : [];

  const up = feet(
    named.map((p) => ({ x: p.x, y: p.y, label: show(p.z), attributes: p.cell(names.z) })),
    { bottom: BOTTOM, drop: 18, low: left - 14, high: right - 16 },
  );
  // Slopes stand above their points, values beside the axis.
  const raised = slopes ? 18 : 0;
  const wanted = named.map((p) => p.y - raised);
  const levels = pushedApart(wanted, GAP, slopes ? TOP - 12 : TOP, BOTTOM - raised);
  // Of two, the right one has its slope below it, on the other side of the curve, if there is room.
  const [one, two] = named;
  const lower = one && two && named.length === 2 ? (one.x > two.x ? one : two) : undefined;
  const below = lower && lower.y < BOTTOM - 3 * GAP && lower.x < right - WIDTH / 4 ? lower : undefined;
  const across = named.map((p, i) =>
    group(
      {},
      line(left, p.y, p.x, p.y, GUIDE),
      line(left, p.y, left - 10, levels[i]!, GUIDE),
      number(left - 13, levels[i]! + 5, show(p.h), { ...END, ...p.cell(names.h) }),
    ),
  );
  // Between two points each tangent has its own half of the way, so that none lies on another.
  const halfWay = (from: number, towards: number) => {
    const gaps = named.map((other) => (other.x - from) * towards).filter((gap) => gap > 0);
    return Math.max(0, Math.min(30, ...gaps.map((gap) => gap / 2 - 1)));
  };
  const tangents = named.map((p, i) => {
    const rise = (p.slope * (y(1) - y(0))) / (x(1) - x(0));
    const length = distance(1, rise);
    const [back, ahead] = [halfWay(p.x, -1) / length, halfWay(p.x, 1) / length];
    const look = { ...stroked(2.5), "stroke-linecap": "round" };
    const tangent = line(p.x - back, p.y - back * rise, p.x + ahead, p.y + ahead * rise, look);
    const its = { class: "halo", ...END, ...p.cell(slopeName(names.z, names.h)) };
    const slope =
      p === below
        ? number(p.x + 12, p.y + raised, show(p.slope), { ...its, "text-anchor": "start" })
        : number(p.x - 12, (below ? wanted[i]! : levels[i]!) + 5, show(p.slope), its);
    return (p.isBeyond ? "" : tangent) + slope;
  });
  /** A point; past the edge of the drawing, an arrow that points there. */
  const point = (p: (typeof points)[number]) => {
    const way = Math.sign(p.z);
    const its = { ...p.cell(names.h), fill: "currentColor" };
    return p.isBeyond
      ? element("path", { d: `M${coordinates(p.x + way * 8, p.y)}l${-way * 11} -5v10z`, ...its })
      : element("circle", { cx: p.x, cy: p.y, r: areNamed ? 4 : 3, ...its });
  };
  const isFree = (at: number, taken: readonly number[], gap: number) =>
    taken.every((other) => Math.abs(other - at) >= gap);
  const ticks = [
    ...[low, high]
      .filter((h) => slopes || isFree(y(h), levels, GAP - 2))
      .map((h) => number(left - 13, y(h) + 5, show(h), END)),
    ...[-reach, 0, reach]
      .filter((v) => isFree(x(v), up.places, up.width / 2 + 10))
      .map((v) => number(x(v), BOTTOM + 32, String(v).replace("-", "−"), MIDDLE)),
  ];
  const facts = {
    count: slopes ? named.filter((p) => !p.isBeyond).length : count,
    points: named.map((p) => ({ z: show(p.z), h: show(p.h), slope: show(p.slope) })),
  };
  return figure(
    { id, ...tell(words, facts), width: right + 18, height: BOTTOM + 44 },
    group(
      { class: "muted" },
      axes(left, BOTTOM, right, TOP),
      line(left, TOP, right, TOP, { ...stroked(), class: "pale" }),
      low < 0 ? line(left, y(0), right, y(0), { ...stroked(), class: "pale" }) : "",
      ...ticks,
    ),
    group(
      { class: "activations" },
      ...up.drawn.map((foot) => group({}, foot)),
      ...(slopes ? [] : across),
      curved(polyline(samples.map((v) => [x(v), y(brick.activation(v))]))),
      formula(right + 18, BOTTOM + 5, plainSymbol(names.z), END),
      formula(left, TOP - 12, plainSymbol(names.h), MIDDLE),
    ),
    group({ class: "gradients" }, ...(slopes ? tangents : [])),
    group({ class: "activations" }, ...points.slice(0, count).map(point)),
  );
}
