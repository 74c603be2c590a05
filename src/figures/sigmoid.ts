import { scaleLinear } from "d3-scale";
import { sigmoid, sigmoidPrime } from "../math/elementary.ts";
import type { Matrix } from "../math/matrix.ts";
import type { MatrixName } from "../network/values.ts";
import { formula, number, plainSymbol, widthInPixels } from "./formula.ts";
import { spread } from "./spread.ts";
import { coordinate, distance, element, figure, GUIDE, group, line, polyline } from "./svg.ts";

/** The sigmoid with the z of one stage on it: up from z to the curve, across to h. */

export interface SigmoidFacts {
  readonly count: number;
  /** Empty where there are too many points to name. */
  readonly points: readonly { readonly z: string; readonly h: string; readonly slope: string }[];
}

export interface SigmoidWords {
  readonly title: string;
  readonly description: (facts: SigmoidFacts) => string;
}

export interface SigmoidData {
  readonly id: string;
  readonly z: Matrix;
  /** What the sums and their values are called. */
  readonly names: { readonly z: MatrixName; readonly h: MatrixName };
  /** Draws the tangent at each point within the drawing, and writes its slope h(1 − h). */
  readonly slopes?: boolean;
}

/** Up to so many points get their numbers and lines; up to so many are drawn at all. */
const MOST_NAMED = 6;
const MOST_DRAWN = 200;
const [TOP, BOTTOM, WIDTH] = [26, 208, 320];
const GAP = 18;

/** How far the axis reaches on both sides of 0. */
const reachOf = ({ data }: Matrix): number =>
  Math.min(8, Math.max(4, ...data.map((z) => Math.ceil(Math.abs(z)))));

/** What is drawn of the points, for the words under the figure. */
export function drawnOf(z: Matrix): { points: number; named: boolean; beyond: number } {
  const reach = reachOf(z);
  return {
    points: Math.min(z.data.length, MOST_DRAWN),
    named: z.data.length <= MOST_NAMED,
    beyond: z.data.slice(0, MOST_DRAWN).filter((it) => Math.abs(it) > reach).length,
  };
}

export function sigmoidCurve(data: SigmoidData, words: SigmoidWords, show: (x: number) => string): string {
  const { id, z, names, slopes = false } = data;
  const { z: zName, h: hName } = names;
  const values = Array.from(z.data, (value, i) => {
    const h = sigmoid(value);
    return { z: value, h, slope: sigmoidPrime(h), cell: `${Math.floor(i / z.cols)}.${i % z.cols}` };
  });
  const drawn = drawnOf(z);
  const named = drawn.named ? values : [];

  const left = Math.max(12, ...(slopes ? [] : named.map(({ h }) => widthInPixels(show(h))))) + 18;
  const right = left + WIDTH;
  const reach = reachOf(z);
  const x = scaleLinear([-reach, reach], [left + 10, right - 10]).clamp(true);
  const y = scaleLinear([0, 1], [BOTTOM, TOP]);
  const samples = Array.from({ length: 81 }, (_, i) => (i / 40 - 1) * reach);
  const curve = polyline(samples.map((v) => [x(v), y(sigmoid(v))]));

  // A label that has to make way for another keeps a thin line to its place.
  const room = Math.max(0, ...named.map((p) => widthInPixels(show(p.z)))) + 12;
  const xs = spread(
    named.map((p) => x(p.z)),
    room,
    left + room / 2 - 14,
    right - 16 - room / 2,
  );
  const ys = spread(
    named.map((p) => y(p.h) - (slopes ? 18 : 0)),
    GAP,
    slopes ? TOP - 12 : TOP,
    slopes ? BOTTOM - 18 : BOTTOM,
  );
  const up = named.map((p, i) =>
    group(
      {},
      line(x(p.z), y(p.h), x(p.z), BOTTOM, GUIDE),
      line(x(p.z), BOTTOM, xs[i]!, BOTTOM + 18, GUIDE),
      number(xs[i]!, BOTTOM + 32, show(p.z), { "text-anchor": "middle", "data-cell": `${zName}.${p.cell}` }),
    ),
  );
  const across = named.map((p, i) =>
    group(
      {},
      line(left, y(p.h), x(p.z), y(p.h), GUIDE),
      line(left, y(p.h), left - 10, ys[i]!, GUIDE),
      number(left - 13, ys[i]! + 5, show(p.h), { "text-anchor": "end", "data-cell": `${hName}.${p.cell}` }),
    ),
  );
  // Between two points each tangent has its own half of the way, so that none lies on another.
  const halfWay = (px: number, towards: number) =>
    Math.min(
      30,
      ...named
        .map((other) => (x(other.z) - px) * towards)
        .filter((gap) => gap > 0)
        .map((gap) => gap / 2 - 1),
    );
  const tangents = named.map((p, i) => {
    const rise = (p.slope * (y(1) - y(0))) / (x(1) - x(0));
    const [px, py] = [x(p.z), y(p.h)];
    const [back, ahead] = [-1, 1].map((way) => Math.max(0, halfWay(px, way)) / distance(1, rise));
    const tangent = line(px - back!, py - back! * rise, px + ahead!, py + ahead! * rise, {
      stroke: "currentColor",
      "stroke-width": 2.5,
      "stroke-linecap": "round",
    });
    return (
      (Math.abs(p.z) > reach ? "" : tangent) +
      number(px - 12, ys[i]! + 5, show(p.slope), {
        class: "halo",
        "text-anchor": "end",
        "data-cell": `d${hName}_d${zName}.${p.cell}`,
      })
    );
  });
  /** A point; past the edge of the drawing, an arrow that points there. */
  const dot = (p: (typeof values)[number]) => {
    const [px, py, way] = [x(p.z), y(p.h), Math.sign(p.z)];
    const cell = { "data-cell": `${hName}.${p.cell}`, fill: "currentColor" };
    return Math.abs(p.z) > reach
      ? element("path", { d: `M${coordinate(px + way * 8)} ${coordinate(py)}l${-way * 11} -5v10z`, ...cell })
      : element("circle", { cx: px, cy: py, r: named.length ? 4 : 3, ...cell });
  };
  const free = (at: number, taken: readonly number[], gap: number) =>
    taken.every((other) => Math.abs(other - at) >= gap);
  const ticks = [
    ...[0, 1]
      .filter((h) => slopes || free(y(h), ys, GAP - 2))
      .map((h) => number(left - 13, y(h) + 5, String(h), { "text-anchor": "end" })),
    ...[-reach, 0, reach]
      .filter((v) => free(x(v), xs, room / 2 + 10))
      .map((v) => number(x(v), BOTTOM + 32, String(v).replace("-", "−"), { "text-anchor": "middle" })),
  ];
  return figure(
    {
      id,
      title: words.title,
      description: words.description({
        count: slopes ? named.filter((p) => Math.abs(p.z) <= reach).length : drawn.points,
        points: named.map((p) => ({ z: show(p.z), h: show(p.h), slope: show(p.slope) })),
      }),
      width: right + 18,
      height: BOTTOM + 44,
    },
    group(
      { class: "muted" },
      line(left, BOTTOM, right, BOTTOM, { stroke: "currentColor" }),
      line(left, BOTTOM, left, TOP, { stroke: "currentColor" }),
      line(left, TOP, right, TOP, { stroke: "currentColor", class: "pale" }),
      ...ticks,
    ),
    group(
      { class: "activations" },
      ...up,
      ...(slopes ? [] : across),
      element("path", { d: curve, fill: "none", stroke: "currentColor", "stroke-width": 1.5 }),
      formula(right + 18, BOTTOM + 5, plainSymbol(zName), { "text-anchor": "end" }),
      formula(left, TOP - 12, plainSymbol(hName), { "text-anchor": "middle" }),
    ),
    group({ class: "gradients" }, ...(slopes ? tangents : [])),
    group({ class: "activations" }, ...values.slice(0, drawn.points).map(dot)),
  );
}
