import { extent } from "d3-array";
import { scaleLinear } from "d3-scale";
import { log } from "../math/elementary.ts";
import type { Kind } from "../network/values.ts";
import { raised } from "../typeset/format.ts";
import type { Box } from "./brick.ts";
import { formula, number, widthInPixels } from "./formula.ts";
import { spread } from "./spread.ts";
import { coordinate, element, figure, GUIDE, group, line, polyline, text } from "./svg.ts";

/** Quantities as they change, one line each: over the steps of a run, or over a setting. */

export interface LinesWords {
  readonly title: string;
  readonly description: string;
}

export interface Series {
  /** Written at the end of the line. */
  readonly label: string;
  /** In order of x. The line ends before the first y that is not finite. */
  readonly points: readonly (readonly [x: number, y: number])[];
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
/** From the end of a line to its label, and from the cross there. */
const ASIDE = { end: 8, cross: 12 };
/** Units between two ticks, at least about so many. */
const [ROOM_X, ROOM_Y] = [75, 32];

const log10 = (x: number): number => log(x) / Math.LN10;

/** An axis as a function from its values to places, and its ticks with their labels. */
export interface Scale {
  readonly place: (value: number) => number;
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
}

/**
 * The scale of an axis over the values drawn; `room` is between two ticks, at least about.
 * @throws RangeError where a log axis is to show 0 or less
 */
export function scaleOf(
  axis: Axis,
  values: readonly number[],
  range: readonly [number, number],
  room: number,
  show: (x: number) => string,
): Scale {
  const { name, scale = "linear", domain = extent(values) as [number, number] } = axis;
  const lowest = Math.min(...values, ...domain);
  if (scale === "log" && !(lowest > 0))
    throw new RangeError(`log axis "${name}": got ${lowest}, expected numbers above 0`);
  const measure = scale === "log" ? log10 : (x: number) => x;
  const most = Math.max(1, Math.floor(Math.abs(range[1] - range[0]) / room));
  const [low, high] = withRoom(measure(domain[0]), measure(domain[1]));
  const linear = scaleLinear([low, high], [...range]);
  const powers = scale === "log" ? wholeNumbers(low, high) : [];
  const apart = Math.ceil(powers.length / (most + 1));
  const ticks =
    powers.length > 1
      ? powers
          .filter((power) => power % apart === 0)
          .map((power) => ({ at: linear(power), label: `10${raised(String(power))}` }))
      : scaleLinear(withRoom(...domain), [...range])
          .ticks(most)
          .filter((tick) => scale === "linear" || tick > 0)
          .map((tick) => ({ at: linear(measure(tick)), label: show(tick) }));
  return { place: (value) => linear(measure(value)), ticks };
}

/** Those from low to high. */
function wholeNumbers(low: number, high: number): number[] {
  const first = Math.ceil(low - 1e-9);
  return Array.from({ length: Math.floor(high + 1e-9) - first + 1 }, (_, i) => first + i);
}

/** The ends of an axis. Where they are all but one number, there is room made around it. */
function withRoom(low: number, high: number): [number, number] {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low > 1e-9 * Math.max(size, 1e-290)) return [low, high];
  const room = size > 1e-290 ? size / 20 : 1;
  return [low - room, high + room];
}

/** Units that a line goes outside of its plot at most: what is not drawn may be too far off for a browser to count. */
const FAR = 10_000;
const near = (y: number): number => Math.min(Math.max(y, -FAR), FAR);

/** The points up to the first that has no place. */
function finite(points: Series["points"]): Series["points"] {
  const end = points.findIndex(([, y]) => !Number.isFinite(y));
  return end < 0 ? points : points.slice(0, end);
}

/** Without the points that would fall on the one drawn before them. */
function thinned(points: readonly (readonly [number, number])[]): [number, number][] {
  const kept: [number, number][] = [];
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
export function lines(data: LinesData, words: LinesWords, show: (x: number) => string): string {
  const { id, series, x, y, stops = [], goesOn = false, size = SIZE } = data;
  const bottom = TOP + size.plot;
  const drawn = series
    .map((one, i) => ({ ...one, points: finite(one.points), pattern: patternOf(one, i) }))
    .filter(({ points }) => points.length > 0);
  if (drawn.length === 0) throw new RangeError(`figure ${id}: got no finite point, expected at least one`);
  const all = drawn.flatMap(({ points }) => points);

  const yScale = scaleOf(
    y,
    all.map((p) => p[1]),
    [bottom, TOP],
    ROOM_Y,
    show,
  );
  const left = Math.max(...yScale.ticks.map(({ label }) => widthInPixels(label))) + 10;
  const room = Math.max(...drawn.map(({ label }) => label.length)) * LABEL_WIDTH + ASIDE.cross;
  const right = Math.max(size.width - room, left + 80);
  const xScale = scaleOf(
    x,
    all.map((p) => p[0]),
    [left, right],
    ROOM_X,
    show,
  );
  const end = x.domain?.[1] ?? Math.max(...all.map((p) => p[0]));
  const inside = (py: number) => Math.min(Math.max(py, TOP), bottom);

  const ends = drawn.map(({ points }) => {
    const [lastX, lastY] = points.at(-1)!;
    return {
      x: Math.min(xScale.place(lastX), right),
      y: inside(yScale.place(lastY)),
      early: lastX < end && !goesOn,
    };
  });
  // No label is level with another, so that none can lie on another.
  const places = spread(
    ends.map((e) => e.y),
    GAP,
    TOP,
    bottom - 4,
  );
  const labelled = drawn.map(({ label, kind = "ink", points, pattern }, i) => {
    const { x: ex, y: ey, early } = ends[i]!;
    const stroke = { fill: "none", stroke: "currentColor", "stroke-width": 1.5 };
    const before = early && ex + ASIDE.cross + label.length * LABEL_WIDTH > size.width;
    const lx = ex + (before ? -ASIDE.cross : early ? ASIDE.cross : ASIDE.end);
    const curve = thinned(points.map(([px, py]) => [xScale.place(px), near(yScale.place(py))]));
    return group(
      { class: kind },
      cropped(
        { x: left - 1, y: TOP - 1, width: right - left + 2, height: size.plot + 2 },
        element("path", {
          d: polyline(curve, 10),
          ...stroke,
          "stroke-dasharray": pattern,
          "stroke-linejoin": "round",
        }),
      ),
      points.length === 1 ? element("circle", { cx: ex, cy: ey, r: 3, fill: "currentColor" }) : "",
      early ? cross(ex, ey) : "",
      Math.abs(places[i]! - ey) > 3
        ? line(ex + (before ? -2 : 2), ey, lx + (before ? 2 : -2), places[i]!, GUIDE)
        : "",
      text(lx, places[i]! + 5, label, { class: "halo", "text-anchor": before ? "end" : "start" }),
    );
  });
  return figure(
    { id, title: words.title, description: words.description, width: size.width, height: bottom + 44 },
    group(
      { class: "muted" },
      line(left, bottom, right, bottom, { stroke: "currentColor" }),
      line(left, bottom, left, TOP, { stroke: "currentColor" }),
      ...yScale.ticks.flatMap(({ at, label }) => [
        line(left - 3, at, left, at, { stroke: "currentColor" }),
        number(left - 7, at + 5, label, { "text-anchor": "end" }),
      ]),
      ...xScale.ticks.flatMap(({ at, label }) => [
        line(at, bottom, at, bottom + 3, { stroke: "currentColor" }),
        formula(at, bottom + 18, label, { "text-anchor": "middle" }, 15),
      ]),
      ...stops.map((stop) => {
        const at = xScale.place(stop);
        return line(at, bottom, at, TOP, { class: "stop", stroke: "currentColor" });
      }),
      text(0, 13, y.name),
      text(right, bottom + 38, x.name, { "text-anchor": "end" }),
    ),
    ...labelled,
  );
}

/** The cross at the end of a run that diverged. */
const cross = (x: number, y: number): string =>
  group(
    { stroke: "currentColor", "stroke-width": 2 },
    line(x - 4, y - 4, x + 4, y + 4),
    line(x - 4, y + 4, x + 4, y - 4),
  );

/** A drawing cut off at the edges of the plot. */
const cropped = (box: Box, drawing: string): string =>
  element(
    "svg",
    { ...box, viewBox: [box.x, box.y, box.width, box.height].map(coordinate).join(" ") },
    drawing,
  );

const patternOf = ({ dash }: Series, index: number): string | undefined =>
  dash === undefined ? DASHES[index % DASHES.length] : DASHES[dash ? 1 : 0];
