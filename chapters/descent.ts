import { max, min, range, ticks } from "d3-array";
import { exp, log } from "../src/math/elementary.ts";
import { scale } from "../src/math/matrix.ts";
import {
  type Direction,
  dot,
  gradientAlong,
  gradientOf,
  lossAround,
  timesPlus,
} from "../src/network/loss-around.ts";
import { networkOf } from "../src/network/network.ts";
import type { Trace } from "../src/network/stage.ts";
import { decimalsOf, significant } from "../src/typeset/format.ts";

/** The step of chapter 9 as pictures show it: the loss along the line that it takes, and in a plane around that line. */

/** Learning rates in equal factors: so many points to a power of ten. */
const PER_DECADE = 20;
/** The point n of such learning rates, 1 being point 0. */
const rateAt = (n: number): number => {
  const decade = Math.floor(n / PER_DECADE);
  return Number(`1e${decade}`) * exp(((n - PER_DECADE * decade) * Math.LN10) / PER_DECADE);
};
const log10 = (x: number): number => log(x) / Math.LN10;
/** The largest learning rate that a lesson can have is 10⁶. */
const MOST_DECADE = 6;
/** The lowest point is looked for so many powers of ten around the α at which the tangent comes to 0. */
const AROUND = 6;
/** Powers of ten that a picture spans at most. */
const MOST_DECADES = 9;
/** A fall by less than this share of the loss is none to draw. */
const LEAST_FALL = 1e-4;
/** The most decimals of a loss. */
const MOST_DIGITS = 15;
/** What can be seen in a picture, as a share of the fall. */
const VISIBLE = 0.05;
/** The part of the plane that lies behind the start, along the step. */
export const BEHIND = 0.25;
/** An arrow shorter than this share of the map is not seen. */
const SHORT = 0.04;
/** Places along a side of the map: as many as a budget of operations allows, and none below the least. */
const NODES = { most: 17, least: 9, budget: 2e7 };

/** Why there is nothing to draw: no slope, or no learning rate at which the loss is seen to fall. */
const [FLAT, BEYOND] = ["flat", "beyond"] as const;

/** α and the loss after its step. */
type Tried = readonly [alpha: number, loss: number];

/** The loss over learning rates; why there is nothing to draw, where that is so. */
function valleyFacts(trace: Trace) {
  const { loss: before } = trace;
  const gradient = gradientOf(trace);
  const steepness = dot(gradient, gradient);
  if (steepness === 0) return FLAT;
  const zero = before / steepness;
  if (!(zero > 0 && Number.isFinite(zero) && Number.isFinite(steepness))) return BEYOND;
  const f = lossAround(trace, gradient);
  const tried = (ns: readonly number[]): Tried[] => {
    const all = ns.map((n): Tried => [rateAt(n), f(-rateAt(n))]);
    const end = all.findIndex(([, loss]) => !Number.isFinite(loss));
    return end < 0 ? all : all.slice(0, end);
  };
  const middle = Math.round(log10(zero));
  const half = PER_DECADE / 2;
  const around = tried(
    range(PER_DECADE * (middle - AROUND), PER_DECADE * Math.min(MOST_DECADE, middle + AROUND) + 1, half),
  );
  const bottom = lowestOf(around);
  const fall = before - (bottom?.[1] ?? before);
  if (!bottom || !(fall > LEAST_FALL * before)) return BEYOND;
  const decade = log10(bottom[0]);
  const upTo = Math.min(MOST_DECADE, Math.ceil(decade + 0.4));
  // From where the fall cannot be seen yet.
  const seen = Math.floor(log10((0.01 * fall) / steepness)) - 2;
  const low = Math.max(Math.min(seen, Math.floor(decade) - 3), upTo - MOST_DECADES);
  const all = tried(range(PER_DECADE * low, PER_DECADE * upTo + 1));
  const high = low + Math.floor((all.length - 1) / PER_DECADE);
  const points = all.slice(0, PER_DECADE * (high - low) + 1);
  return high > low ? { ...seenIn(points, before), low, high, points, steepness, zero, gradient } : BEYOND;
}

const lowestOf = (points: readonly Tried[]): Tried | undefined =>
  points.length === 0 ? undefined : points.reduce((best, it) => (it[1] < best[1] ? it : best));

/** The most that values rise above one before them. */
function climbOf(values: readonly number[]): number {
  let [lowest, climb] = [Number.POSITIVE_INFINITY, 0];
  for (const value of values) {
    lowest = Math.min(lowest, value);
    climb = Math.max(climb, value - lowest);
  }
  return climb;
}

/** Which way the curve goes: down and up; and from which α on a step does harm. */
function shapeOf(losses: readonly number[], before: number, fall: number) {
  const bottom = losses.indexOf(min(losses)!);
  const after = losses.slice(bottom);
  const seen = VISIBLE * fall;
  const isOneValley = climbOf(losses.slice(0, bottom + 1)) <= seen && climbOf([...after].reverse()) <= seen;
  const highest = max(after)!;
  const worse = losses.findLastIndex((loss) => loss <= before) + 1;
  if (!isOneValley) return { shape: "waves", worse } as const;
  if (worse < losses.length) return { shape: "worse", worse } as const;
  if (highest > before) return { shape: "waves", worse } as const;
  return { shape: highest - losses[bottom]! > seen ? "rises" : "falls", worse } as const;
}

/** What is to be seen of the curve. */
function seenIn(points: readonly Tried[], before: number) {
  const lowest = lowestOf(points)!;
  const fall = before - lowest[1];
  const { shape, worse } = shapeOf(
    points.map(([, loss]) => loss),
    before,
    fall,
  );
  const top = Math.max(before, Math.min(max(points, ([, loss]) => loss)!, before + fall / 2));
  const bottom = lowest[1] < before / 2 ? 0 : lowest[1] - 0.15 * fall;
  const first = points.findIndex(([, loss]) => Math.abs(before - loss) > VISIBLE * fall);
  return {
    before,
    fall,
    lowest,
    /** As many as it takes to see the fall. */
    decimals: Math.min(decimalsOf(significant(fall)), MOST_DIGITS),
    /** Powers of ten, from the first at which the loss is seen to be another. */
    marks: points.filter((_, i) => i % PER_DECADE === 0 && i >= first),
    shape,
    /** The last point that does not lie above the loss before the step, and the next: beyond it all lie above. */
    worse: [points[worse - 1]?.[0] ?? 0, points[worse]?.[0] ?? 0],
    up: [bottom, top + 0.06 * (top - bottom)],
    isCut: points.some(([, loss]) => loss > top),
  } as const;
}
export type ValleyFacts = Exclude<ReturnType<typeof valleyFacts>, string>;

/** The loss in a plane: to the right against the gradient, upward where the way down turns. */
function mapFacts(trace: Trace, { gradient, steepness, points, before, fall, lowest }: ValleyFacts) {
  const steep = Math.sqrt(steepness);
  const fallenBy = (share: number) => points.find(([, loss]) => loss <= before - share * fall)![0];
  const right = scaled(-1 / steep, gradient);
  const halfway = fallenBy(0.5);
  const turned = across(scaled(-1, gradientAlong(trace, gradient, -halfway)), right);
  const up = turned ?? across(leastSloped(gradient), right);
  const side = (2 * steep * fallenBy(0.9)) / (1 - BEHIND);
  const nodes = nodesFor(trace);
  if (!up || nodes < NODES.least) return undefined;
  const f = lossAround(trace, right, up);
  const along = range(nodes).map((i) => i / (nodes - 1));
  const values = along.flatMap((y) => along.map((x) => f((x - BEHIND) * side, (y - 0.5) * side)));
  if (!values.every(Number.isFinite)) return undefined;
  const levels = ticks(Math.min(lowest[1], min(values)!), before + fall / 4, 7).filter((it) => it > 0);
  return {
    directions: [right, up],
    nodes,
    values,
    levels,
    side: side / steep,
    steep,
    halfway,
    /** The α whose step ends at the right edge, and whether that is before the lowest point. */
    edge: ((1 - BEHIND) * side) / steep,
    endsBefore: ((1 - BEHIND) * side) / steep < lowest[0],
    upward: turned ? "turned" : "level",
  } as const;
}
export type MapFacts = NonNullable<ReturnType<typeof mapFacts>>;

const scaled = (k: number, direction: Direction): Direction => direction.map((it) => scale(k, it));

/** The part of a direction that is at right angles to another, as long as 1; nothing where there is none. */
function across(direction: Direction, to: Direction): Direction | undefined {
  const rest = timesPlus(-dot(direction, to), to, direction);
  const [size, whole] = [dot(rest, rest), dot(direction, direction)];
  return size > 1e-12 * whole && Number.isFinite(whole) ? scaled(1 / Math.sqrt(size), rest) : undefined;
}

/** The direction of the one weight along which the loss is most nearly level. */
function leastSloped(gradient: Direction): Direction {
  const least = min(gradient.flatMap(({ data }) => Array.from(data, Math.abs)));
  let isFound = false;
  return gradient.map((it) => ({
    ...it,
    data: it.data.map((slope) => {
      const is = !isFound && Math.abs(slope) === least;
      isFound ||= is;
      return Number(is);
    }),
  }));
}

/** As many places as can be looked at in a moment: many rows and neurons take their time. */
function nodesFor({ X, W1, W2 }: Trace): number {
  const neurons = W1.cols + W2.cols;
  const work = 1500 + X.rows * (W1.data.length + W2.data.length + 8 * neurons);
  return Math.min(NODES.most, Math.floor(Math.sqrt(NODES.budget / work)));
}

/** What α does not change; kept, as it takes a thousand forward passes and α is dragged. */
function groundOf(trace: Trace) {
  const valley = valleyFacts(trace);
  return typeof valley === "string" ? { valley } : { valley, map: mapFacts(trace, valley) };
}
let kept: { readonly trace: Trace; readonly ground: ReturnType<typeof groundOf> } | undefined;

const isSameGround = (a: Trace, b: Trace): boolean => {
  const network = networkOf(a.lesson);
  return (
    network === networkOf(b.lesson) &&
    a.lesson.ridge === b.lesson.ridge &&
    network.given.every(({ name }) => {
      const [one, other] = [a[name], b[name]];
      return (
        one.cols === other.cols &&
        one.data.length === other.data.length &&
        one.data.every((x, i) => x === other.data[i])
      );
    })
  );
};

/** How the arrow of a step, so long as a share of the map's side, is seen. */
const arrowOf = (share: number): "short" | "drawn" | "long" =>
  share < SHORT ? "short" : share > 1 - BEHIND ? "long" : "drawn";

/** The two pictures, and where the step of the lesson's own α is on them. */
export function descentFacts(trace: Trace) {
  if (!kept || !isSameGround(kept.trace, trace)) kept = { trace, ground: groundOf(trace) };
  const { valley, map } = kept.ground;
  if (typeof valley === "string") return { drawn: valley } as const;
  const alpha = trace.lesson.learningRate;
  const edges = { low: rateAt(PER_DECADE * valley.low), high: rateAt(PER_DECADE * valley.high) };
  const { gradient, ...shown } = valley;
  return {
    drawn: "both",
    ...shown,
    edges,
    own: {
      alpha,
      loss: trace.loss_next,
      at: alpha < edges.low ? "left" : alpha > edges.high ? "right" : "inside",
    },
    count: gradient.reduce((count, { data }) => count + data.length, 0),
    map: map && { ...map, alpha, length: alpha * map.steep, arrow: arrowOf(alpha / map.side) },
  } as const;
}
