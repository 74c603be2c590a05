import { scaleLinear } from "d3-scale";
import { line as path } from "d3-shape";
import { sigmoid } from "../elementary.ts";
import { at, type Matrix } from "../matrix.ts";
import { formula, plainSymbol } from "./formula.ts";
import { arrow, element, figure, group, line, text } from "./svg.ts";

/** D numbers become H numbers: the first layer lifts an observation into another space. */

export interface LiftFacts {
  readonly from: readonly string[];
  readonly to: readonly string[];
}

export interface LiftWords {
  readonly title: string;
  readonly description: (facts: LiftFacts) => string;
}

export interface LiftData {
  readonly id: string;
  readonly X: Matrix;
  readonly W1: Matrix;
  readonly h1: Matrix;
  readonly row?: number;
}

type Point = readonly [number, number];
const MOST_SLOTS = 12;
const subscript = (i: number): string => [...String(i + 1)].map((d) => "₀₁₂₃₄₅₆₇₈₉"[Number(d)]).join("");

/** Two numbers becoming three as a plane bent into a cube; any other numbers as slots becoming slots. */
export function lift(data: LiftData, words: LiftWords, show: (x: number) => string): string {
  const { id, X, h1, row = 0 } = data;
  const values = (m: Matrix) => Array.from({ length: m.cols }, (_, c) => at(m, row, c));
  const [from, to] = [values(X), values(h1)];
  const bends = from.length === 2 && to.length === 3;
  const drawing = bends ? sheet(data, from, to, show) : slots(from, to, row, show);
  const facts = { from: from.map(show), to: to.map(show) };
  return figure(
    { id, title: words.title, description: words.description(facts), width: 440, height: drawing.height },
    ...drawing.parts,
  );
}

/** The plane of the inputs with its grid, and the same grid after W₁ and the sigmoid, in the unit cube. */
function sheet({ W1, row = 0 }: LiftData, from: number[], to: number[], show: (x: number) => string) {
  const extent = Math.max(2.5, ...from.map((v) => Math.abs(v) * 1.15));
  const grid = Array.from({ length: 9 }, (_, i) => -extent + (i * extent) / 4);
  const along = Array.from({ length: 25 }, (_, i) => -extent + (i * extent) / 12);
  const threads = grid.flatMap((g) => [along.map((t): Point => [g, t]), along.map((t): Point => [t, g])]);

  const x = scaleLinear([-extent, extent], [4, 148]);
  const y = scaleLinear([-extent, extent], [206, 62]);
  const flat = ([p, q]: Point): Point => [x(p), y(q)];

  const lifted = ([p, q]: Point) =>
    Array.from({ length: 3 }, (_, j) => sigmoid(p * at(W1, 0, j) + q * at(W1, 1, j)));
  const cube = ([a = 0, b = 0, c = 0]: readonly number[]): Point => [
    206 + 118 * a + 62 * b,
    228 + 22 * a - 44 * b - 140 * c,
  ];
  const thread = (project: (p: Point) => Point) => (points: Point[]) =>
    element("path", { d: path().digits(2)(points.map(project) as [number, number][])!, fill: "none" });

  const edge = (a: number[], b: number[]) => line(...cube(a), ...cube(b));
  const [x1, y1] = flat([from[0]!, from[1]!]);
  const [x2, y2] = cube(to);
  const foot = cube([to[0]!, to[1]!, 0]);
  const point = (cx: number, cy: number) =>
    element("circle", { cx, cy, r: 5, fill: "currentColor", class: "ringed" });
  const name = (cx: number, cy: number, i: number, symbol: "x" | "h", value: number) =>
    formula(cx, cy, `${symbol}${subscript(i)}`) +
    text(cx + 20, cy, show(value), {
      class: "halo",
      "data-cell": symbol === "x" ? `X.${row}.${i}` : `h1.${row}.${i}`,
    });
  return {
    height: 270,
    parts: [
      group(
        { class: "data" },
        group({ class: "pale", stroke: "currentColor" }, ...threads.map(thread(flat))),
        line(x(0), y(-extent), x(0), y(extent), { stroke: "currentColor" }),
        line(x(-extent), y(0), x(extent), y(0), { stroke: "currentColor" }),
        point(x1, y1),
        ...from.map((v, i) => name(4, 18 + i * 20, i, "x", v)),
      ),
      group(
        { class: "muted" },
        arrow(160, 134, 192, 134, { "stroke-width": 1.5 }),
        formula(176, 122, "σ(X W₁)", { "text-anchor": "middle" }, 0.1),
      ),
      group(
        { class: "activations" },
        group(
          { class: "muted", stroke: "currentColor" },
          ...[
            [0, 0],
            [1, 0],
            [0, 1],
            [1, 1],
          ].flatMap(([a = 0, b = 0]) => [
            edge([a, b, 0], [a, b, 1]),
            edge([0, a, b], [1, a, b]),
            edge([a, 0, b], [a, 1, b]),
          ]),
        ),
        group({ class: "thread", stroke: "currentColor" }, ...threads.map(thread((p) => cube(lifted(p))))),
        line(x2, y2, ...foot, { class: "guide" }),
        point(x2, y2),
        ...to.map((v, i) => name(206 + i * 84, 18, i, "h", v)),
      ),
    ],
  };
}

/** Each number as a mark in a slot of its own; the hidden ones all between 0 and 1. */
function slots(from: number[], to: number[], row: number, show: (x: number) => string) {
  const [top, bottom] = [44, 204];
  const extent = Math.max(1, ...from.map(Math.abs));
  const side = (
    values: number[],
    low: number,
    high: number,
    left: number,
    right: number,
    symbol: "x" | "h",
  ) => {
    const y = scaleLinear([low, high], [bottom, top]);
    const shown = values.slice(0, MOST_SLOTS);
    const step = (right - left) / shown.length;
    const zero = y(0);
    return shown.map((v, i) => {
      const cx = left + (i + 0.5) * step;
      const room = step > 54;
      const cell = symbol === "x" ? `X.${row}.${i}` : `h1.${row}.${i}`;
      return (
        line(cx, top, cx, bottom, { stroke: "currentColor", class: "pale" }) +
        line(cx, zero, cx, y(v), {
          stroke: "currentColor",
          "stroke-width": Math.min(8, step / 2),
          "data-cell": cell,
        }) +
        (step > 24 ? formula(cx, bottom + 22, `${symbol}${subscript(i)}`, { "text-anchor": "middle" }) : "") +
        (room ? text(cx, top - 12, show(v), { "text-anchor": "middle", "data-cell": cell }) : "")
      );
    });
  };
  const zero = scaleLinear([-extent, extent], [bottom, top])(0);
  return {
    height: 236,
    parts: [
      group(
        { class: "muted", stroke: "currentColor" },
        line(0, zero, 140, zero),
        line(206, bottom, 440, bottom),
      ),
      group({ class: "data" }, ...side(from, -extent, extent, 0, 140, "x")),
      group(
        { class: "muted" },
        arrow(152, 124, 182, 124, { "stroke-width": 1.5 }),
        text(202, top + 5, show(1), { "text-anchor": "end" }),
        text(202, bottom + 5, show(0), { "text-anchor": "end" }),
      ),
      group({ class: "activations" }, ...side(to, 0, 1, 206, 440, "h")),
      to.length > MOST_SLOTS
        ? group(
            { class: "muted" },
            formula(440, bottom + 22, `⋯ ${plainSymbol("h1")}`, { "text-anchor": "end" }),
          )
        : "",
    ],
  };
}
