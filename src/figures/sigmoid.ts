import { scaleLinear } from "d3-scale";
import { line as path } from "d3-shape";
import { sigmoid, sigmoidPrime } from "../elementary.ts";
import type { Matrix } from "../matrix.ts";
import { formula, plainSymbol } from "./formula.ts";
import { spread } from "./spread.ts";
import { element, figure, group, line, text } from "./svg.ts";

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
  readonly layer: 1 | 2;
  /** Draws the tangent at each point, and its slope h(1 − h). */
  readonly slopes?: boolean;
}

const MOST_NAMED = 6;
const MOST_DRAWN = 200;
const LINE = 17;

export function sigmoidCurve(data: SigmoidData, words: SigmoidWords, show: (x: number) => string): string {
  const { id, z, layer, slopes = false } = data;
  const [width, height, left, right, top, bottom] = [420, 264, 76, 404, 24, 208];
  const reach = Math.min(8, Math.max(4, ...z.data.map((v) => Math.ceil(Math.abs(v)))));
  const x = scaleLinear([-reach, reach], [left + 8, right - 8]).clamp(true);
  const y = scaleLinear([0, 1], [bottom, top]);
  const [zName, hName] = [`z${layer}`, `h${layer}`] as const;
  const all = Array.from(z.data, (value, i) => {
    const h = sigmoid(value);
    const cell = `${Math.floor(i / z.cols)}.${i % z.cols}`;
    return {
      z: value,
      h,
      slope: sigmoidPrime(h),
      cell,
      px: x(value),
      py: y(h),
      beyond: Math.abs(value) > reach,
    };
  });
  const named = all.length <= MOST_NAMED ? all : [];

  const steps = Array.from({ length: 81 }, (_, i) => -reach + (i * reach) / 40);
  const curve = path<number>(
    (v) => x(v),
    (v) => y(sigmoid(v)),
  ).digits(2)(steps)!;

  // A label that had to move keeps a thin line to its place.
  const longest = Math.max(0, ...named.map((p) => show(p.z).length)) * 7.4 + 6;
  const below = spread(
    named.map((p) => p.px),
    longest,
    left + longest / 2 - 16,
    width - longest / 2,
  );
  const beside = spread(
    named.map((p) => p.py),
    LINE,
    top,
    bottom,
  );
  const above = spread(
    named.map((p) => p.py - 16),
    LINE,
    top - 8,
    bottom - 12,
  );
  const guides = named.map((p, i) =>
    group(
      { class: "guide" },
      line(p.px, p.py, p.px, bottom),
      line(p.px, bottom, below[i]!, bottom + 20),
      ...(slopes ? [] : [line(left, p.py, p.px, p.py), line(left, p.py, left - 12, beside[i]!)]),
    ),
  );
  const labels = named.map((p, i) => [
    text(below[i]!, bottom + 34, show(p.z), { "text-anchor": "middle", "data-cell": `${zName}.${p.cell}` }),
    slopes
      ? ""
      : text(left - 15, beside[i]! + 5, show(p.h), {
          "text-anchor": "end",
          "data-cell": `${hName}.${p.cell}`,
        }),
  ]);
  const tangents = named.map((p, i) => {
    const perPixel = (p.slope * (y(1) - y(0))) / (x(1) - x(0));
    const run = 34 / Math.hypot(1, perPixel);
    return (
      line(p.px - run, p.py - run * perPixel, p.px + run, p.py + run * perPixel, {
        stroke: "currentColor",
        "stroke-width": 2.5,
        "stroke-linecap": "round",
      }) +
      text(p.px - 14, above[i]! + 5, show(p.slope), {
        class: "halo",
        "text-anchor": "end",
        "data-cell": `d${hName}_d${zName}.${p.cell}`,
      })
    );
  });
  const dots = all.slice(0, MOST_DRAWN).map((p) =>
    p.beyond
      ? element("path", {
          d:
            p.z > 0
              ? `M${right - 8} ${p.py.toFixed(2)}m-7 -5l10 5l-10 5z`
              : `M${left + 8} ${p.py.toFixed(2)}m7 -5l-10 5l10 5z`,
          fill: "currentColor",
          "data-cell": `${hName}.${p.cell}`,
        })
      : element("circle", {
          cx: p.px,
          cy: p.py,
          r: named.length ? 4 : 3,
          fill: "currentColor",
          "data-cell": `${hName}.${p.cell}`,
        }),
  );
  return figure(
    {
      id,
      title: words.title,
      description: words.description({
        count: all.length,
        points: named.map((p) => ({ z: show(p.z), h: show(p.h), slope: show(p.slope) })),
      }),
      width,
      height,
    },
    group(
      { class: "muted", stroke: "currentColor" },
      line(left, bottom, right, bottom),
      line(left, top, left, bottom),
    ),
    group(
      { class: "muted" },
      ...[0, 1].map((h) => text(left - 15, y(h) + 5, show(h), { "text-anchor": "end" })),
      ...[-reach, reach].map((v) => text(x(v), bottom - 8, show(v), { "text-anchor": "middle" })),
    ),
    group(
      { class: "activations" },
      ...guides,
      element("path", { d: curve, fill: "none", stroke: "currentColor", "stroke-width": 1.5 }),
      ...dots,
      ...labels.flat(),
      formula(width, bottom + 5, plainSymbol(zName), { "text-anchor": "end" }),
      formula(left, top - 8, plainSymbol(hName), { "text-anchor": "middle" }),
    ),
    group({ class: "gradients" }, ...(slopes ? tangents : [])),
  );
}
