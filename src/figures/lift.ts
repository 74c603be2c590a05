import { scaleLinear } from "d3-scale";
import { sigmoid } from "../math/elementary.ts";
import { at, type Matrix } from "../math/matrix.ts";
import { formula, number, widthInPixels } from "./formula.ts";
import { arrow, element, figure, GUIDE, group, line, polyline } from "./svg.ts";

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

type Point = [number, number];
type Show = (x: number) => string;

const MOST_SLOTS = 12;
const WIDTH = 500;

/** Two numbers becoming three as a plane bent into a cube; any other numbers as slots becoming slots. */
export function lift(data: LiftData, words: LiftWords, show: Show): string {
  const { id, X, W1, h1, row = 0 } = data;
  const values = (m: Matrix) => Array.from({ length: m.cols }, (_, c) => at(m, row, c));
  const [from, to] = [values(X), values(h1)];
  const drawing =
    from.length === 2 && to.length === 3 ? sheet(W1, from, to, row, show) : slots(from, to, row, show);
  const facts = { from: from.map(show), to: to.map(show) };
  return figure(
    { id, title: words.title, description: words.description(facts), width: WIDTH, height: drawing.height },
    ...drawing.parts,
  );
}

const point = ([cx, cy]: Point) => element("circle", { cx, cy, r: 5, fill: "currentColor", class: "ringed" });

/** The name of an entry. */
const entry = (name: "X" | "h1", row: number, col: number) => `${name === "X" ? "X" : "h₁"}[${row},${col}]`;

/** A coordinate's name and value. */
function labelled(x: number, y: number, name: "X" | "h1", row: number, col: number, value: string): string {
  const symbol = entry(name, row, col);
  return (
    formula(x, y, symbol, { class: "halo" }) +
    number(x + widthInPixels(symbol) + 10, y, value, { class: "halo", "data-cell": `${name}.${row}.${col}` })
  );
}

/** The step between the two drawings. */
const sigmoidArrow = (y: number) =>
  group(
    { class: "activations" },
    formula(189, y - 12, "σ(X W₁)", { "text-anchor": "middle" }),
    arrow(162, y, 216, y, { "stroke-width": 1.5 }),
  );

/** The plane of the inputs with its grid, and the same grid after W₁ and the sigmoid, in the unit cube. */
function sheet(W1: Matrix, from: number[], to: number[], row: number, show: Show) {
  const extent = Math.max(3, ...from.map((v) => Math.abs(v) * 1.15));
  const grid = Array.from({ length: 9 }, (_, i) => (i / 4 - 1) * extent);
  const along = Array.from({ length: 25 }, (_, i) => (i / 12 - 1) * extent);
  const threads = grid.flatMap((g) => [along.map((t): Point => [g, t]), along.map((t): Point => [t, g])]);
  const woven = (project: (p: Point) => Point) =>
    threads.map((thread) => element("path", { d: polyline(thread.map(project)), fill: "none" }));

  const x = scaleLinear([-extent, extent], [4, 144]);
  const y = scaleLinear([-extent, extent], [196, 56]);
  const flat = ([p, q]: Point): Point => [x(p), y(q)];
  /** A point of the unit cube, seen from the front, the right and a little above. */
  const cube = ([a, b, c]: readonly [number, number, number]): Point => [
    230 + 112 * a + 56 * b,
    216 + 16 * a - 42 * b - 136 * c,
  ];
  const hidden = (p: Point, j: number) => sigmoid(p[0] * at(W1, 0, j) + p[1] * at(W1, 1, j));
  const bent = (p: Point) => cube([hidden(p, 0), hidden(p, 1), hidden(p, 2)]);

  const here = flat([from[0]!, from[1]!]);
  const [h1, h2, h3] = [to[0]!, to[1]!, to[2]!];
  const there = cube([h1, h2, h3]);
  const foot = cube([h1, h2, 0]);
  const edges = [0, 1].flatMap((a) =>
    [0, 1].flatMap((b) => [
      { ends: [cube([a, b, 0]), cube([a, b, 1])], behind: a === 0 && b === 1 },
      { ends: [cube([0, a, b]), cube([1, a, b])], behind: a === 1 && b === 0 },
      { ends: [cube([a, 0, b]), cube([a, 1, b])], behind: a === 0 && b === 0 },
    ]),
  );
  return {
    height: 256,
    parts: [
      group(
        { class: "data" },
        group({ class: "pale", stroke: "currentColor" }, ...woven(flat)),
        line(x(0), y(-extent), x(0), y(extent), { stroke: "currentColor" }),
        line(x(-extent), y(0), x(extent), y(0), { stroke: "currentColor" }),
        line(...here, here[0], y(0), GUIDE),
        line(...here, x(0), here[1], GUIDE),
        point(here),
        ...from.map((v, i) => labelled(4, 20 + i * 22, "X", row, i, show(v))),
      ),
      sigmoidArrow(126),
      group(
        { class: "muted", stroke: "currentColor" },
        ...edges.map(({ ends: [a, b], behind }) =>
          line(...a!, ...b!, { class: behind ? "pale" : undefined }),
        ),
      ),
      group(
        { class: "activations" },
        group({ stroke: "currentColor", "stroke-width": 0.8 }, ...woven(bent)),
        line(...there, ...foot, GUIDE),
        line(...foot, ...cube([h1, 0, 0]), GUIDE),
        line(...foot, ...cube([1, h2, 0]), GUIDE),
        point(there),
        labelled(246, 244, "h1", row, 0, show(h1)),
        labelled(376, 224, "h1", row, 1, show(h2)),
        labelled(402, 124, "h1", row, 2, show(h3)),
      ),
    ],
  };
}

/** Each number as a bar in a slot of its own, those of the hidden layer all between 0 and 1. */
function slots(from: number[], to: number[], row: number, show: Show) {
  const [top, bottom] = [40, 200];
  const extent = Math.max(1, ...from.map(Math.abs));
  const around = scaleLinear([-extent, extent], [bottom, top]);
  const between = scaleLinear([0, 1], [bottom, top]);
  const side = (
    values: number[],
    y: (v: number) => number,
    left: number,
    right: number,
    name: "X" | "h1",
  ) => {
    const shown = values.slice(0, MOST_SLOTS);
    const step = (right - left) / shown.length;
    const numbered = shown.every((v) => widthInPixels(show(v)) + 4 < step);
    return shown.map((v, i) => {
      const cx = left + (i + 0.5) * step;
      const cell = `${name}.${row}.${i}`;
      const middle = { "text-anchor": "middle" };
      return (
        line(cx, top, cx, bottom, { stroke: "currentColor", class: "pale" }) +
        line(cx, y(0), cx, y(v), { stroke: "currentColor", "stroke-width": 7, "data-cell": cell }) +
        (step > 18 ? number(cx, bottom + 24, step > 56 ? entry(name, row, i) : `${i}`, middle) : "") +
        (numbered ? number(cx, top - 12, show(v), { ...middle, "data-cell": cell }) : "")
      );
    });
  };
  return {
    height: 234,
    parts: [
      group(
        { class: "muted" },
        line(0, around(0), 156, around(0), { stroke: "currentColor" }),
        line(236, bottom, WIDTH, bottom, { stroke: "currentColor" }),
        number(230, top + 5, "1", { "text-anchor": "end" }),
        number(230, bottom + 5, "0", { "text-anchor": "end" }),
      ),
      group({ class: "data" }, ...side(from, around, 0, 156, "X")),
      sigmoidArrow(120),
      group(
        { class: "activations" },
        ...side(to, between, 236, to.length > MOST_SLOTS ? WIDTH - 20 : WIDTH, "h1"),
        to.length > MOST_SLOTS ? formula(WIDTH, bottom + 24, "⋯", { "text-anchor": "end" }) : "",
      ),
    ],
  };
}
