import { scaleLinear } from "d3-scale";
import { at, type Matrix, toRows } from "../math/matrix.ts";
import type { Flat } from "../network/flat.ts";
import type { Activation } from "../network/ops/activation.ts";
import {
  BEHIND,
  bendsOf,
  type Cut,
  cutOf,
  heightOf,
  NODES,
  placeOf,
  type Scene,
  type Seen,
  SIZE,
  seen,
  threadsOf,
  VIEWS,
  type View,
  viewOf,
} from "./cube.ts";
import { formula, number } from "./formula.ts";
import { type Attributes, cellOf, END, GUIDE, MIDDLE, stroked } from "./looks.ts";
import { coordinates, element, figure, group, line, type Point, polyline, ring, text } from "./svg.ts";
import { type Told, tell } from "./told.ts";
import { CORNERS, type Corner, MOST_RINGED, mark } from "./xor.ts";

/** The hidden layer as another space: the plane of the inputs, and the same plane bent in the cube of its values. */

export interface HiddenLayer {
  readonly X: Matrix;
  readonly W1: Matrix;
  /** Absent where the neurons have no biases. */
  readonly b1?: Matrix;
  readonly h1: Matrix;
  /** What makes h1 of the sums. */
  readonly brick: Pick<Activation, "activation" | "range">;
  /** Of more neurons than can be seen, nor can it. */
  readonly flat?: Flat | undefined;
  /** The row with lines to the edges. */
  readonly row?: number;
  /** How far the plane of the inputs goes along both axes; without it, as far as the rows. */
  readonly reach?: number;
  /** Points of that plane to be marked beside the rows; without them, the corners of XOR. */
  readonly corners?: readonly Corner[];
  /** Corners to be joined by lines. */
  readonly joins?: Scene["joins"];
}

export interface HiddenSpace {
  readonly scene: Scene;
  /** They are the first of its marks. */
  readonly corners: readonly Corner[];
  /** What each edge goes from and to. */
  readonly ends: readonly [low: number, high: number];
  /** How far the plane of the inputs goes; none where they are not two. */
  readonly reach?: number;
}

/** Neurons that are seen: no more directions than three can be drawn. */
const MOST = 3;

/** The lowest and the highest value of an edge: the range of the brick, or where it has no end, what is drawn and 0. */
function endsOf([low, high]: Activation["range"], values: readonly number[]): [low: number, high: number] {
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  const ends: [number, number] = [Number.isFinite(low) ? low : least, Number.isFinite(high) ? high : most];
  return ends[0] < ends[1] ? ends : [ends[0], ends[0] + 1];
}

/** What stands in the cube: of two inputs the sheet and the corners of XOR, and the rows. */
export function hiddenSpace(layer: HiddenLayer): HiddenSpace {
  const { X, W1, b1, h1, brick, flat, row, reach, joins } = layer;
  const neurons = Math.min(h1.cols, MOST) as Scene["neurons"];
  const valuesAt = ([p, q]: Point): number[] =>
    Array.from({ length: neurons }, (_, j) =>
      brick.activation(p * at(W1, 0, j) + q * at(W1, 1, j) + (b1 ? at(b1, 0, j) : 0)),
    );
  const isPlane = X.cols === 2;
  const extent = reach ?? 1.15 * X.data.reduce((most, x) => Math.max(most, Math.abs(x)), 1);
  const corners = isPlane ? (layer.corners ?? CORNERS) : [];
  const marked = corners.map((corner) => valuesAt(corner.at));
  const rows = toRows(h1).map((values) => values.slice(0, neurons));
  const sheet = isPlane && neurons > 1 ? placesOfNodes(extent).map(valuesAt) : [];
  const ends = endsOf(brick.range, [...sheet, ...marked, ...rows].flat());
  const unit = scaleLinear(ends, [0, 1000]);
  /** Rounded to a part of a thousandth: on which side of the cut a mark lies may hang on little. */
  const placed = (parts: number) => (values: readonly number[]) =>
    placeOf(values.map((it) => Math.round(unit(it) * parts) / parts));
  return {
    scene: {
      neurons,
      sheet: sheet.flatMap(placed(1)),
      marks: [...marked, ...rows].map(placed(1000)),
      ...(row !== undefined && { followed: corners.length + row }),
      ...(flat && h1.cols <= MOST && { cut: cutIn(flat, ends) }),
      ...(joins && { joins }),
    },
    corners,
    ends,
    ...(isPlane && { reach: extent }),
  };
}

/** The places of the nodes in the plane of the inputs, row by row from the lowest. */
const placesOfNodes = (reach: number): Point[] =>
  Array.from({ length: NODES * NODES }, (_, n) => {
    const along = (i: number) => ((2 * i) / (NODES - 1) - 1) * reach;
    return [along(n % NODES), along(Math.floor(n / NODES))];
  });

/** The same flat in the cube. */
function cutIn({ along, offset }: Flat, [low, high]: HiddenSpace["ends"]): Cut {
  const size = Math.max(...along.map(Math.abs), Math.abs(offset));
  const total = along.reduce((sum, it) => sum + it / size, 0);
  const perThousandth = along.map((it) => ((it / size) * (high - low)) / 1000);
  return { along: placeOf(perThousandth, [0, 0, 0]), offset: offset / size + low * total };
}

interface Marks {
  /** The label of each row, if it has one. */
  readonly labels: readonly number[] | undefined;
}

/** What is drawn at each mark of a scene, about the origin. */
function marksOf({ scene, corners }: HiddenSpace, { labels }: Marks, name: "X" | "h1"): string[] {
  const rows = scene.marks.length - corners.length;
  const isRinged = rows <= MOST_RINGED;
  return [
    ...corners.map(({ label }) => mark(label, 0, 0, 5)),
    ...Array.from({ length: rows }, (_, r) => {
      const drawn = mark(labels?.[r], 0, 0, isRinged ? 4 : 2.6, cellOf(name, r, 0));
      return isRinged ? ring(0, 0, 9, { class: "paper" }) + drawn : drawn;
    }),
  ];
}

/** A drawing moved to a place. */
const movedTo = ([x, y]: Point, drawing: string, its: Attributes = {}): string =>
  group({ transform: `translate(${coordinates(x, y)})`, ...its }, drawing);

export interface PlaneWords extends Told<{ readonly reach: string }> {}

const PLANE = { size: 168, pad: 6 };

/** The plane of the inputs with its grid, the marks, and the bent line on which the flat cut lies; "" where there is none. */
export function inputPlane(
  id: string,
  space: HiddenSpace,
  its: Marks & { readonly X: Matrix },
  words: PlaneWords,
  show: (x: number) => string,
): string {
  const { scene, reach } = space;
  if (reach === undefined) return "";
  const { size, pad } = PLANE;
  const x = scaleLinear([-reach, reach], [pad, size - pad]);
  const y = scaleLinear([-reach, reach], [size - pad, pad]);
  const places = placesOfNodes(reach).map(([p, q]): Point => [x(p), y(q)]);
  const threads = threadsOf().map((thread) => polyline([places[thread[0]!]!, places[thread.at(-1)!]!], 2));
  const bends = bendsOf(scene).map((ends) =>
    polyline(
      ends.map(([a, b, t]): Point => {
        const [[ax, ay], [bx, by]] = [places[a]!, places[b]!];
        return [ax + t * (bx - ax), ay + t * (by - ay)];
      }),
      2,
    ),
  );
  const inputs = [...space.corners.map((it) => it.at), ...(toRows(its.X) as unknown as Point[])];
  const marks = marksOf(space, its, "X").map((drawn, i) =>
    movedTo([x(inputs[i]![0]), y(inputs[i]![1])], drawn),
  );
  const halo = { class: "halo" };
  // Not so near to the ends that a number would be cut off.
  const ticks = x.ticks(3).filter((t) => t !== 0 && Math.abs(t) < 0.85 * reach);
  return figure(
    { id, ...tell(words, { reach: show(reach) }), width: size, height: size },
    group(
      { class: "data" },
      element("path", { class: "pale", d: threads.join(""), fill: "none", ...stroked() }),
      group(stroked(), line(x(0), y(-reach), x(0), y(reach)), line(x(-reach), y(0), x(reach), y(0))),
    ),
    bends.length > 0 ? element("path", { class: "ink", d: bends.join(""), ...BEND }) : "",
    group({ class: "data" }, ...marks),
    group(
      { class: "muted" },
      formula(size - 2, y(0) + 16, "x₁", { ...END, ...halo }),
      formula(x(0) + 7, 14, "x₂", halo),
      ...ticks.flatMap((t) => [
        number(x(t), y(0) + 15, show(t), { ...MIDDLE, ...halo }),
        number(x(0) - 4, y(t) + 5, show(t), { ...END, ...halo }),
      ]),
    ),
  );
}

const BEND: Attributes = { fill: "none", ...stroked(2), "stroke-linecap": "round" };

/** How each path of a cube looks, in the order in which they are drawn. */
const LOOKS: Readonly<Record<keyof Seen["paths"], Attributes>> = {
  back: { class: "muted", "stroke-width": 1, "stroke-dasharray": "2 3" },
  far: { class: "activations", "stroke-width": 0.8, "stroke-opacity": 0.35 },
  cut: { class: "ink", fill: "currentColor", "fill-opacity": 0.1, "stroke-width": 1 },
  near: { class: "activations", "stroke-width": 0.9 },
  joins: { class: "ink", "stroke-width": 1.2, "stroke-dasharray": "7 4" },
  bend: { class: "ink", "stroke-width": 2, "stroke-linecap": "round" },
  guides: { class: "activations", ...GUIDE },
  edges: { class: "muted", "stroke-width": 1 },
};
/** So wide, a drawing has room for the numbers at the ends of the edges. */
const ROOMY = 300;

/** A cube from a side: lines, then marks, then the names of its edges and, where there is room, what they go from and to. `data-part` tells a script what is what. */
export function cubeIn(
  scene: Scene,
  view: View,
  size: number,
  marks: readonly string[],
  names: readonly string[],
  [low, high]: readonly [low: string, high: string],
): string {
  const drawn = seen(scene, viewOf(scene, view), size);
  const word = (it: string) => text(0, 5, it, { ...MIDDLE, class: "halo" });
  const end = (y: number, it: string) => number(0, y, it, { ...MIDDLE, class: "halo" });
  const isSmall = size < ROOMY;
  return group(
    { class: "cube" },
    ...Object.entries(LOOKS).map(([part, look]) =>
      element("path", {
        "data-part": part,
        d: drawn.paths[part as keyof typeof LOOKS],
        fill: "none",
        stroke: "currentColor",
        ...look,
      }),
    ),
    group(
      { "data-part": "marks", class: "data" },
      ...marks.map((it, i) =>
        movedTo(drawn.marks[i]!, it, { opacity: drawn.isBehind[i] ? BEHIND : undefined }),
      ),
    ),
    group(
      { "data-part": "names", class: "activations" },
      ...names.map((it, j) => movedTo(drawn.names[j]!, word(it) + (isSmall ? "" : end(20, high)))),
      isSmall ? "" : movedTo(drawn.names.at(-1)!, end(5, low)),
    ),
  );
}

interface CubeFacts {
  readonly neurons: Scene["neurons"];
  readonly ends: readonly [low: string, high: string];
  readonly rows: number;
  readonly hasCorners: boolean;
  readonly hasSheet: boolean;
  readonly hasCut: boolean;
}
export interface CubeWords extends Told<CubeFacts> {
  /** The name of a neuron, at its edge. */
  readonly neuron: (neuron: number) => string;
}

/** The cube from a side. */
export function cube(
  id: string,
  space: HiddenSpace,
  { labels, view = VIEWS[0], size = SIZE }: Marks & { readonly view?: View; readonly size?: number },
  words: CubeWords,
  show: (x: number) => string,
): string {
  const { scene, ends, corners } = space;
  const facts: CubeFacts = {
    neurons: scene.neurons,
    ends: [show(ends[0]), show(ends[1])],
    rows: scene.marks.length - corners.length,
    hasCorners: corners.length > 0,
    hasSheet: scene.sheet.length > 0,
    hasCut: cutOf(scene).length > 0,
  };
  const names = Array.from({ length: scene.neurons }, (_, j) => words.neuron(j));
  return figure(
    { id, ...tell(words, facts), width: size, height: heightOf(scene, size) },
    cubeIn(scene, view, size, marksOf(space, { labels }, "h1"), names, facts.ends),
  );
}
