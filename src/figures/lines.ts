import { extent, range } from "d3-array";
import { scaleLinear } from "d3-scale";
import { log } from "../math/elementary.ts";
import type { Kind } from "../network/values.ts";
import { raised } from "../typeset/format.ts";
import { axes, clamp } from "./axes.ts";
import { number, widest } from "./formula.ts";
import { END, GUIDE, MIDDLE, stroked } from "./looks.ts";
import { pushedApart } from "./pushed-apart.ts";
import { cropped, cross, curved, dot, figure, group, line, type Point, polyline, text } from "./svg.ts";
import type { Show, Words } from "./told.ts";

/** Quantities as they change, one line each: over the steps of a run, or over a setting. */

export interface Series {
  /** Written at the end of the line. */
  readonly label: string;
  /** In order of x. The line ends before the first y that is not finite. */
  readonly points: readonly Point[];
  /** The line's colour: the kind of quantity, whether what it shows is right, or muted for a bound that is no result. */
  readonly kind?: Kind | "agrees" | "fails" | "ink" | "muted";
  /** Without it each further line has a pattern of its own. */
  readonly dash?: boolean;
}

export interface Axis {
  readonly name: string;
  readonly scale?: "linear" | "log";
  /** Without it, all that is drawn; lines are cut off at the ends of a domain. */
  readonly domain?: readonly [low: number, high: number];
}

export interface LinesData {
  readonly id: string;
  readonly series: readonly Series[];
  readonly x: Axis;
  readonly y: Axis;
  /** Places on the x axis to mark by a thin upright line, for a player to light one after the other. */
  readonly stops?: readonly number[];
  /** The lines are still being drawn: one that ends before the axis does has not diverged. */
  readonly goesOn?: boolean;
  /** In units of the drawing, labels included, and the height of the plot alone. */
  readonly size?: { readonly width: number; readonly plot: number };
}

const SIZE = { width: 430, plot: 180 };
const [TOP, GAP] = [30, 17];
const DASHES = [undefined, "7 3", "2 3", "9 3 2 3", "4 2", "1 4"];
/** The sans of the labels is the reader's own, so this is a guess on the wide side. */
const LABEL_WIDTH = 7.4;
/** From the end of a line to its label; farther where a cross is there. */
const ASIDE = { end: 8, cross: 12 };
/** About the least distance of two ticks. */
const [ROOM_X, ROOM_Y] = [75, 32];

const log10 = (x: number): number => log(x) / Math.LN10;

/** An axis as a function from its values to places, and its ticks with their labels. */
interface Scale {
  readonly place: (value: number) => number;
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
}

/** Above this ratio of largest to smallest, a linear axis would show only the largest. */
const WIDE = 1000;
/** Above this size, a loss is read by its power of ten. */
const LARGE = 10_000;

/** Whether losses between two are better read on a logarithmic axis. */
export const readByPowers = (low: number, high: number): boolean =>
  low > 0 && (high > LARGE || high / low > WIDE);

/**
 * The scale of an axis over the values drawn, from place to place of `span`, its ticks about `room` apart or more.
 * @throws RangeError where a log axis is to show 0 or less
 */
export function scaleOf(
  axis: Axis,
  values: readonly number[],
  span: readonly [number, number],
  room: number,
  show: Show,
): Scale {
  const { name, scale = "linear", domain = extent(values) as [number, number] } = axis;
  const lowest = Math.min(...values, ...domain);
  if (scale === "log" && !(lowest > 0))
    throw new RangeError(`log axis "${name}": got ${lowest}, expected numbers above 0`);
  const measure = scale === "log" ? log10 : (x: number) => x;
  const most = Math.max(1, Math.floor(Math.abs(span[1] - span[0]) / room));
  const [low, high] = withRoom(measure(domain[0]), measure(domain[1]));
  const linear = scaleLinear([low, high], [...span]);
  const place = (value: number) => linear(measure(value));
  const powers = scale === "log" ? range(Math.ceil(low - 1e-9), Math.floor(high + 1e-9) + 1) : [];
  const apart = Math.ceil(powers.length / (most + 1));
  const ticks =
    powers.length > 1
      ? powers
          .filter((power) => power % apart === 0)
          .map((power) => ({ at: linear(power), label: `10${raised(String(power))}` }))
      : scaleLinear(withRoom(...domain), [...span])
          .ticks(most)
          .filter((tick) => scale === "linear" || tick > 0)
          .map((tick) => ({ at: place(tick), label: show(tick) }));
  return { place, ticks };
}

/** The ends of an axis, moved apart where they are nearly the same number. */
function withRoom(low: number, high: number): [number, number] {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low > 1e-9 * Math.max(size, 1e-290)) return [low, high];
  const room = size > 1e-290 ? size / 20 : 1;
  return [low - room, high + room];
}

/** A line goes no farther outside its plot than this: a browser may fail to draw what is very far off. */
const FAR = 10_000;

/** The points up to the first that has no place. */
function finite(points: Series["points"]): Series["points"] {
  const end = points.findIndex(([, y]) => !Number.isFinite(y));
  return end < 0 ? points : points.slice(0, end);
}

/** Without the points that would fall on the one drawn before them. */
function thinned(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const [i, [px, py]] of points.entries()) {
    const last = kept.at(-1);
    if (!last || i === points.length - 1 || Math.abs(px - last[0]) >= 1 || Math.abs(py - last[1]) >= 1)
      kept.push([px, py]);
  }
  return kept;
}

/**
 * The lines, each with its label at its end. One that ends before the others do is taken to have diverged, and
 * ends in a cross.
 * @param words the description has to tell what the lines do; their numbers belong in a table beside
 * @throws RangeError where there is nothing to draw, or a log axis is to show 0 or less
 */
export function lines(data: LinesData, words: Words, show: Show): string {
  const { id, series, x, y, stops = [], goesOn = false, size = SIZE } = data;
  const bottom = TOP + size.plot;
  const drawn = series
    .map((one, i) => ({ ...one, points: finite(one.points), pattern: patternOf(one, i) }))
    .filter(({ points }) => points.length > 0);
  if (drawn.length === 0) throw new RangeError(`figure ${id}: got no finite point, expected at least one`);
  const xs = drawn.flatMap(({ points }) => points.map((p) => p[0]));
  const ys = drawn.flatMap(({ points }) => points.map((p) => p[1]));

  const yScale = scaleOf(y, ys, [bottom, TOP], ROOM_Y, show);
  const left = widest(yScale.ticks.map(({ label }) => label)) + 10;
  const room = Math.max(...drawn.map(({ label }) => label.length)) * LABEL_WIDTH + ASIDE.cross;
  const right = Math.max(size.width - room, left + 80);
  const xScale = scaleOf(x, xs, [left, right], ROOM_X, show);
  const plot = { x: left - 1, y: TOP - 1, width: right - left + 2, height: size.plot + 2 };

  const last = x.domain?.[1] ?? Math.max(...xs);
  const ends = drawn.map(({ points }) => {
    const [px, py] = points.at(-1)!;
    return {
      x: Math.min(xScale.place(px), right),
      y: clamp(yScale.place(py), TOP, bottom),
      early: px < last && !goesOn,
    };
  });
  // No label is level with another, so that none can lie on another.
  const wanted = ends.map((end) => end.y);
  const levels = pushedApart(wanted, GAP, TOP, bottom - 4);
  const labelled = drawn.map(({ label, kind = "ink", points, pattern }, i) => {
    const [end, level] = [ends[i]!, levels[i]!];
    const before = end.early && end.x + ASIDE.cross + label.length * LABEL_WIDTH > size.width;
    const labelX = end.x + (before ? -ASIDE.cross : end.early ? ASIDE.cross : ASIDE.end);
    const places = points.map(([px, py]) => [xScale.place(px), clamp(yScale.place(py), -FAR, FAR)] as const);
    const look = { "stroke-dasharray": pattern, "stroke-linejoin": "round" };
    return group(
      { class: kind },
      cropped(plot, curved(polyline(thinned(places), 10), look)),
      points.length === 1 ? dot(end.x, end.y, 3) : "",
      end.early ? group(stroked(2), cross(end.x, end.y)) : "", // it diverged
      Math.abs(level - end.y) > 3
        ? line(end.x + (before ? -2 : 2), end.y, labelX + (before ? 2 : -2), level, GUIDE)
        : "",
      text(labelX, level + 5, label, { class: "halo", "text-anchor": before ? "end" : "start" }),
    );
  });
  return figure(
    { id, ...words, width: size.width, height: bottom + 44 },
    group(
      { class: "muted" },
      axes(left, bottom, right, TOP),
      ...yScale.ticks.map(
        ({ at, label }) => line(left - 3, at, left, at, stroked()) + number(left - 7, at + 5, label, END),
      ),
      ...xScale.ticks.map(
        ({ at, label }) =>
          line(at, bottom, at, bottom + 3, stroked()) + number(at, bottom + 18, label, MIDDLE),
      ),
      ...stops.map((stop) => {
        const at = xScale.place(stop);
        return line(at, bottom, at, TOP, { class: "stop", ...stroked() });
      }),
      text(0, 13, y.name),
      text(right, bottom + 38, x.name, END),
    ),
    ...labelled,
  );
}

const patternOf = ({ dash }: Series, index: number): string | undefined =>
  dash === undefined ? DASHES[index % DASHES.length] : DASHES[dash ? 1 : 0];
