import { scaleLinear } from "d3-scale";
import { exp } from "../math/elementary.ts";
import { axes, feet } from "./axes.ts";
import { formula, number, widest } from "./formula.ts";
import { cellOf, END, GUIDE, MIDDLE } from "./looks.ts";
import { pushedApart } from "./pushed-apart.ts";
import { coordinates, curved, dot, element, figure, group, line, polyline } from "./svg.ts";
import { type Show, type Told, tell } from "./told.ts";

/** −ln p over p, with what a network believed on it: how a loss grows without end as a belief falls to 0. */

interface MinusLogFacts {
  readonly count: number;
  /** Empty where there are too many points to name. */
  readonly points: readonly { readonly p: string; readonly loss: string }[];
}

export type MinusLogWords = Told<MinusLogFacts>;

interface MinusLogData {
  readonly id: string;
  /** Beliefs in the targets of outputs, and their losses; the rest of an output is what it leaves to 1. */
  readonly points: readonly {
    readonly row: number;
    readonly col: number;
    readonly p: number;
    readonly loss: number;
    readonly isRest: boolean;
  }[];
}

/** Up to so many points get their numbers and lines; up to so many are drawn at all. */
const MOST_NAMED = 6;
const MOST_DRAWN = 200;
const [TOP, BOTTOM, WIDTH, GAP] = [26, 208, 320, 18];
/** How far the upright axis reaches: the curve goes on without end. */
const [LOWEST, HIGHEST] = [3, 6];

export function minusLog({ id, points: all }: MinusLogData, words: MinusLogWords, show: Show): string {
  const reach = Math.min(HIGHEST, Math.max(LOWEST, ...all.map(({ loss }) => Math.ceil(loss))));
  const named = all.length <= MOST_NAMED ? all : [];
  const left = Math.max(12, widest(named.map(({ loss }) => show(loss)))) + 18;
  const right = left + WIDTH;
  const x = scaleLinear([0, 1], [left, right - 12]);
  const y = scaleLinear([0, reach], [BOTTOM, TOP]).clamp(true);
  const isBeyond = (loss: number) => loss > reach;

  const cell = ({ row, col, isRest }: MinusLogData["points"][number]) =>
    isRest ? {} : cellOf("h2", row, col);
  const down = feet(
    named.map((it) => ({ x: x(it.p), y: y(it.loss), label: show(it.p), attributes: cell(it) })),
    { bottom: BOTTOM, drop: 18, low: left - 14, high: right + 6 },
  );
  const levels = pushedApart(
    named.map(({ loss }) => y(loss)),
    GAP,
    TOP,
    BOTTOM,
  );
  const across = named.flatMap((it, i) => [
    line(left, y(it.loss), x(it.p), y(it.loss), GUIDE),
    line(left, y(it.loss), left - 10, levels[i]!, GUIDE),
    number(left - 13, levels[i]! + 5, show(it.loss), END),
  ]);
  const points = all.slice(0, MOST_DRAWN).map((it) =>
    isBeyond(it.loss)
      ? element("path", {
          d: `M${coordinates(x(it.p), TOP - 10)}l-5 11h10z`,
          fill: "currentColor",
          ...cell(it),
        })
      : dot(x(it.p), y(it.loss), named.length > 0 ? 4 : 3, cell(it)),
  );
  const isFree = (at: number, taken: readonly number[], gap: number) =>
    taken.every((other) => Math.abs(other - at) >= gap);
  const ticks = [
    ...[0, reach]
      .filter((it) => isFree(y(it), levels, GAP - 2))
      .map((it) => number(left - 13, y(it) + 5, show(it), END)),
    ...[0, 1]
      .filter((it) => isFree(x(it), down.places, down.width / 2 + 10))
      .map((it) => number(x(it), BOTTOM + 32, show(it), MIDDLE)),
  ];
  const samples = Array.from({ length: 81 }, (_, i) => (reach * (80 - i)) / 80);
  const facts = { count: all.length, points: named.map((it) => ({ p: show(it.p), loss: show(it.loss) })) };
  return figure(
    { id, ...tell(words, facts), width: right + 18, height: BOTTOM + 44 },
    group({ class: "muted" }, axes(left, BOTTOM, right, TOP), ...ticks),
    group({ class: "scalars" }, ...across, curved(polyline(samples.map((it) => [x(exp(-it)), y(it)])))),
    group({ class: "activations" }, ...down.drawn, ...points, formula(right + 16, BOTTOM + 5, "p", END)),
    group({ class: "scalars" }, formula(left, TOP - 12, "−ln p", MIDDLE)),
  );
}
