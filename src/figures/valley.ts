import { scaleLinear } from "d3-scale";
import { log } from "../math/elementary.ts";
import { raised } from "../typeset/format.ts";
import { axes, clamp } from "./axes.ts";
import { number, widest, widthInPixels } from "./formula.ts";
import { END, GUIDE, MIDDLE, stroked } from "./looks.ts";
import { simplified } from "./simplified.ts";
import { cropped, curved, dot, figure, group, line, type Point, polyline, ring, text } from "./svg.ts";
import { type Show, type Told, tell } from "./told.ts";

/** The loss after one step, over the learning rate on a log axis: down into a valley and up its far wall. */

interface ValleyFacts {
  readonly ends: readonly [low: string, high: string];
  readonly before: string;
  readonly marks: readonly { readonly alpha: string; readonly loss: string }[];
  readonly lowest: { readonly alpha: string; readonly loss: string };
  readonly own: { readonly alpha: string; readonly loss: string };
}

export interface ValleyWords extends Told<ValleyFacts> {
  readonly tangent: string;
  readonly before: string;
}

interface ValleyData {
  readonly id: string;
  /** α and the loss after its step, in order, from a power of ten to a power of ten. */
  readonly points: readonly Point[];
  /** The exponents of the two. */
  readonly low: number;
  readonly high: number;
  /** The loss before the step, and the sum of the squared slopes: what the tangent says. */
  readonly before: number;
  readonly steepness: number;
  /** Points with their loss written beside them. */
  readonly marks: readonly Point[];
  readonly lowest: Point;
  /** The lesson's own α, and its loss. Beyond the axis it stands at the end. */
  readonly own: { readonly alpha: number; readonly loss: number };
  /** Ends of the upright axis; what lies beyond is cut off. */
  readonly up: readonly [number, number];
}

const [WIDTH, RIGHT, TOP, BOTTOM] = [360, 346, 40, 214];
/** No closer than this stand two numbers, the dot and a number. */
const ROOM = { x: 32, y: 20 };
/** A browser may fail to draw what is very far off. */
const FAR = 1000;

/** @param tick how it writes a number of an axis, or one that was chosen */
export function valley(data: ValleyData, words: ValleyWords, show: Show, tick: Show): string {
  const { id, points, low, high, before, steepness, marks, lowest, own, up } = data;
  const y = scaleLinear([...up], [BOTTOM, TOP]);
  const levels = y.ticks(4).map((at) => ({ at: y(at), label: tick(at) }));
  const left = widest(levels.map(({ label }) => label)) + 20;
  const across = scaleLinear([low, high], [left, RIGHT]);
  const x = (alpha: number) => across(log(alpha) / Math.LN10);
  const level = (loss: number) => clamp(y(loss), TOP - FAR, BOTTOM + FAR);
  const plot = { x: left, y: TOP, width: RIGHT - left, height: BOTTOM - TOP };

  const isPlain = low >= -3 && high <= 4;
  const powers = Array.from({ length: high - low + 1 }, (_, i) => {
    const power = low + i;
    return { at: across(power), label: isPlain ? tick(Number(`1e${power}`)) : `10${raised(String(power))}` };
  });
  const every = Math.ceil(((widest(powers.map(({ label }) => label)) + 8) * (high - low)) / (RIGHT - left));
  const [ownX, ownY] = [clamp(x(own.alpha), left, RIGHT), clamp(y(own.loss), TOP, BOTTOM)];
  const tangent = points.map(([alpha]): Point => [x(alpha), level(before - alpha * steepness)]);
  // Where it is halfway down, its name stands before it.
  const named = tangent.find(([, py]) => py > (TOP + 2 * BOTTOM) / 3);
  const seen = marks.filter(([, loss]) => loss <= up[1]);
  const facts = {
    ends: [tick(points[0]![0]), tick(points.at(-1)![0])] as const,
    before: show(before),
    marks: marks.map(([alpha, loss]) => ({ alpha: tick(alpha), loss: show(loss) })),
    lowest: { alpha: show(lowest[0]), loss: show(lowest[1]) },
    own: { alpha: tick(own.alpha), loss: show(own.loss) },
  };
  return figure(
    { id, ...tell(words, facts), width: WIDTH, height: BOTTOM + 44, links: true },
    group(
      { class: "muted" },
      axes(left, BOTTOM, RIGHT, TOP),
      ...levels.map(
        ({ at, label }) => line(left - 3, at, left, at, stroked()) + number(left - 14, at + 5, label, END),
      ),
      ...powers.map(
        ({ at, label }, i) =>
          line(at, BOTTOM, at, BOTTOM + 3, stroked()) +
          (i % every === 0 ? number(at, BOTTOM + 19, label, MIDDLE) : ""),
      ),
      line(left, y(before), RIGHT, y(before), GUIDE),
      text(left + 16, y(before) - 13, words.before),
      named
        ? text(named[0] - 10, clamp(named[1], TOP, BOTTOM) - 4, words.tangent, { ...END, class: "halo" })
        : "",
    ),
    number(RIGHT, BOTTOM + 39, "α", { ...END, class: "scalars" }),
    group(
      { class: "gradients" },
      cropped(plot, curved(drawn(tangent), { "stroke-dasharray": "1 4", "stroke-linecap": "round" })),
    ),
    group(
      { class: "scalars" },
      number(0, 15, `α = ${facts.own.alpha}`),
      number(widthInPixels(`α = ${facts.own.alpha}`) + 18, 15, `L* = ${facts.own.loss}`),
      cropped(
        plot,
        curved(drawn(points.map(([alpha, loss]) => [x(alpha), level(loss)])), { class: "valley" }),
      ),
      ...seen.map(([alpha, loss]) => dot(x(alpha), y(loss), 2.5)),
      ...placed(seen, x, y, left, show)
        .filter((at) => Math.abs(at.x - ownX) > ROOM.x || Math.abs(at.y - ownY) > ROOM.y)
        .map((at) => number(at.x, at.y + 5, at.label, { ...MIDDLE, class: "halo" })),
      ring(x(lowest[0]), y(lowest[1]), 5, { fill: "none" }),
      line(ownX, ownY, ownX, BOTTOM, GUIDE),
      dot(ownX, ownY, 5),
    ),
  );
}

/** A line with no more points than can be seen. */
const drawn = (places: readonly Point[]): string => polyline(simplified(places, 0.15), 10);

/**
 * Where the numbers of the marks stand: to the right of the curve where it falls, to the left where it rises, above it
 * at the bottom. One that would touch the one before it is left out.
 */
function placed(
  marks: readonly Point[],
  x: (alpha: number) => number,
  y: (loss: number) => number,
  left: number,
  show: Show,
): { readonly x: number; readonly y: number; readonly label: string }[] {
  const all = marks.map(([alpha, loss], i) => {
    const isRising = loss > (marks[i - 1]?.[1] ?? Number.POSITIVE_INFINITY);
    const isLow = y(loss) > BOTTOM - 22;
    const label = show(loss);
    const aside = widthInPixels(label) / 2 + 10;
    return {
      x: clamp(x(alpha) + (isLow ? 0 : isRising ? -aside : aside), left + aside, RIGHT + 10 - aside),
      y: y(loss) - (isLow ? 16 : isRising ? 0 : 4),
      label,
    };
  });
  return all.filter((at, i) => {
    const before = all[i - 1];
    return !before || at.x - before.x > widthInPixels(at.label) + 4 || Math.abs(at.y - before.y) > ROOM.y;
  });
}
