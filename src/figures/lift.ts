import { scaleLinear } from "d3-scale";
import { at, type Matrix, toRows } from "../math/matrix.ts";
import type { Activation } from "../network/ops/activation.ts";
import type { MatrixName } from "../network/values.ts";
import { formula, number, plainSymbol, widest, widthInPixels } from "./formula.ts";
import { cellOf, END, GUIDE, MIDDLE, stroked } from "./looks.ts";
import { arrow, dot, element, figure, group, line, type Point, polyline } from "./svg.ts";
import { type Show, type Told, tell } from "./told.ts";

/** D numbers become H numbers: the first layer lifts an observation into another space. */

interface LiftFacts {
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Where the values have both ends. */
  readonly range: readonly string[] | undefined;
}

export type LiftWords = Told<LiftFacts>;

interface LiftData {
  readonly id: string;
  readonly X: Matrix;
  readonly W1: Matrix;
  /** Absent where the neurons have no biases. */
  readonly b1?: Matrix;
  readonly h1: Matrix;
  /** What makes h1 of the sums. */
  readonly brick: Brick;
  readonly row?: number;
}
type Brick = Pick<Activation, "activation" | "symbol" | "range">;

const MOST_SLOTS = 12;
const WIDTH = 500;

/** One observation before and after, each number as shown. */
interface Side {
  readonly name: MatrixName;
  readonly row: number;
  readonly values: readonly number[];
  readonly shown: readonly string[];
}

/** Two numbers becoming three as a plane bent into a cube; any other numbers as slots becoming slots. */
export function lift(data: LiftData, words: LiftWords, show: Show): string {
  const { id, X, W1, b1, h1, brick, row = 0 } = data;
  const side = (name: MatrixName, m: Matrix): Side => {
    const values = toRows(m)[row]!;
    return { name, row, values, shown: values.map(show) };
  };
  const [from, to] = [side("X", X), side("h1", h1)];
  const isSheet = X.cols === 2 && h1.cols === 3;
  const range = brick.range.every(Number.isFinite) ? brick.range.map(show) : undefined;
  const facts = { from: from.shown, to: to.shown, range };
  return figure(
    { id, ...tell(words, facts), width: WIDTH, height: isSheet ? 256 : 234 },
    ...(isSheet ? sheet(W1, b1, from, to, brick, show) : slots(from, to, brick, b1 !== undefined, show)),
  );
}

const point = ([x, y]: Point) => dot(x, y, 5, { class: "ringed" });

/** The name of an entry. */
const entry = ({ name, row }: Side, col: number) => `${plainSymbol(name)}[${row},${col}]`;

/** A coordinate's name and value. */
function labelled(x: number, y: number, side: Side, col: number): string {
  const symbol = entry(side, col);
  return (
    formula(x, y, symbol, { class: "halo" }) +
    number(x + widthInPixels(symbol) + 10, y, side.shown[col]!, {
      class: "halo",
      ...cellOf(side.name, side.row, col),
    })
  );
}

/** The step between the two drawings. */
const bend = (y: number, { symbol }: Brick, hasBias: boolean) =>
  group(
    { class: "activations" },
    formula(189, y - 12, `${symbol}(${hasBias || symbol.length > 1 ? "z₁" : "X W₁"})`, MIDDLE),
    arrow(162, y, 216, y),
  );

/** The lowest and the highest value of a drawing: the range of the brick, or where it has no end, what is drawn and 0. */
function endsOf({ range: [low, high] }: Brick, values: readonly number[]): [low: number, high: number] {
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  const ends: [number, number] = [Number.isFinite(low) ? low : least, Number.isFinite(high) ? high : most];
  return ends[0] < ends[1] ? ends : [ends[0], ends[0] + 1];
}

/** The plane of the inputs with its grid, and the same grid after the first layer, in a cube. */
function sheet(W1: Matrix, b1: Matrix | undefined, from: Side, to: Side, brick: Brick, show: Show): string[] {
  const [x1, x2] = from.values as [number, number];
  const extent = Math.max(3, ...from.values.map((v) => Math.abs(v) * 1.15));
  const grid = Array.from({ length: 9 }, (_, i) => (i / 4 - 1) * extent);
  const along = Array.from({ length: 25 }, (_, i) => (i / 12 - 1) * extent);
  const threads = grid.flatMap((g) => [along.map((t): Point => [g, t]), along.map((t): Point => [t, g])]);
  const woven = (project: (p: Point) => Point) =>
    threads.map((thread) => element("path", { d: polyline(thread.map(project)), fill: "none" }));

  const x = scaleLinear([-extent, extent], [4, 144]);
  const y = scaleLinear([-extent, extent], [196, 56]);
  const flat = ([p, q]: Point): Point => [x(p), y(q)];
  /** A point of the unit cube, seen from the front, the right and a little above. */
  const cube = (a: number, b: number, c: number): Point => [
    230 + 112 * a + 56 * b,
    216 + 16 * a - 42 * b - 136 * c,
  ];
  const bias = (j: number) => (b1 ? at(b1, 0, j) : 0);
  const valueAt = (p: Point, j: number) =>
    brick.activation(p[0] * at(W1, 0, j) + p[1] * at(W1, 1, j) + bias(j));
  // The corners of the plane reach as far as any of its points, for the curves only rise.
  const corners = [-extent, extent].flatMap((p) => [-extent, extent].map((q): Point => [p, q]));
  const [low, high] = endsOf(
    brick,
    [0, 1, 2].flatMap((j) => corners.map((corner) => valueAt(corner, j))),
  );
  const unit = scaleLinear([low, high], [0, 1]);
  const hidden = (p: Point, j: number) => unit(valueAt(p, j));
  const [h1, h2, h3] = to.values.map((value) => unit(value)) as [number, number, number];

  const here = flat([x1, x2]);
  const [there, foot] = [cube(h1, h2, h3), cube(h1, h2, 0)];
  const edges = [0, 1].flatMap((a) =>
    [0, 1].flatMap((b) => [
      { from: cube(a, b, 0), to: cube(a, b, 1), behind: a === 0 && b === 1 },
      { from: cube(0, a, b), to: cube(1, a, b), behind: a === 1 && b === 0 },
      { from: cube(a, 0, b), to: cube(a, 1, b), behind: a === 0 && b === 0 },
    ]),
  );
  return [
    group(
      { class: "data" },
      group({ class: "pale", ...stroked() }, ...woven(flat)),
      line(x(0), y(-extent), x(0), y(extent), stroked()),
      line(x(-extent), y(0), x(extent), y(0), stroked()),
      line(...here, here[0], y(0), GUIDE),
      line(...here, x(0), here[1], GUIDE),
      point(here),
      ...from.values.map((_, i) => labelled(4, 20 + i * 22, from, i)),
    ),
    bend(126, brick, b1 !== undefined),
    group(
      { class: "muted", ...stroked() },
      ...edges.map(({ from, to, behind }) => line(...from, ...to, { class: behind ? "pale" : undefined })),
    ),
    group(
      { class: "activations" },
      group(stroked(0.8), ...woven((p) => cube(hidden(p, 0), hidden(p, 1), hidden(p, 2)))),
      line(...there, ...foot, GUIDE),
      line(...foot, ...cube(h1, 0, 0), GUIDE),
      line(...foot, ...cube(1, h2, 0), GUIDE),
      point(there),
      labelled(246, 244, to, 0),
      labelled(376, 224, to, 1),
      labelled(402, 124, to, 2),
    ),
    low === 0 && high === 1
      ? ""
      : group(
          { class: "muted" },
          number(cube(0, 0, 0)[0] - 6, cube(0, 0, 0)[1] + 5, show(low), END),
          number(cube(0, 0, 1)[0] - 6, cube(0, 0, 1)[1] + 5, show(high), END),
        ),
  ];
}

/** Each number as a bar in a slot of its own, those of the hidden layer in the range of their brick. */
function slots(from: Side, to: Side, brick: Brick, hasBias: boolean, show: Show): string[] {
  const [top, bottom] = [40, 200];
  const extent = Math.max(1, ...from.values.map(Math.abs));
  const around = scaleLinear([-extent, extent], [bottom, top]);
  const [low, high] = endsOf(brick, to.values);
  const between = scaleLinear([low, high], [bottom, top]);
  const bars = (side: Side, y: (v: number) => number, left: number, right: number) => {
    const values = side.values.slice(0, MOST_SLOTS);
    const step = (right - left) / values.length;
    const areNumbered = widest(side.shown.slice(0, MOST_SLOTS)) + 4 < step;
    return values.map((v, i) => {
      const cx = left + (i + 0.5) * step;
      const cell = cellOf(side.name, side.row, i);
      return (
        line(cx, top, cx, bottom, { ...stroked(), class: "pale" }) +
        line(cx, y(0), cx, y(v), { ...stroked(7), ...cell }) +
        (step > 18 ? number(cx, bottom + 24, step > 56 ? entry(side, i) : `${i}`, MIDDLE) : "") +
        (areNumbered ? number(cx, top - 12, side.shown[i]!, { ...MIDDLE, ...cell }) : "")
      );
    });
  };
  const isElided = to.values.length > MOST_SLOTS;
  return [
    group(
      { class: "muted" },
      line(0, around(0), 156, around(0), stroked()),
      line(236, between(Math.max(0, low)), WIDTH, between(Math.max(0, low)), stroked()),
      number(230, top + 5, show(high), END),
      number(230, bottom + 5, show(low), END),
    ),
    group({ class: "data" }, ...bars(from, around, 0, 156)),
    bend(120, brick, hasBias),
    group(
      { class: "activations" },
      ...bars(to, between, 236, isElided ? WIDTH - 20 : WIDTH),
      isElided ? formula(WIDTH, bottom + 24, "⋯", END) : "",
    ),
  ];
}
