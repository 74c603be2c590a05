import { turn } from "../math/turn.ts";
import { simplified } from "./simplified.ts";
import { type Point, polyline } from "./svg.ts";

/**
 * What hidden neurons put out as a place in a cube, one edge for each of three neurons, and how the cube is seen from a
 * side. The same function draws it on the page and, turned, in the reader's script (build/reader/cube.ts).
 */

/** A place in the cube, in thousandths of its edge: along, back and up. */
export type Place = readonly [x: number, y: number, z: number];

/** What stands in a cube: plain JSON. */
export interface Scene {
  /** Neurons with an edge of their own: of one there is a line, along; of two a square, along and up. */
  readonly neurons: 1 | 2 | 3;
  /** The plane of the inputs, bent: `NODES` by `NODES` places, three numbers each. Empty where there is no such plane. */
  readonly sheet: readonly number[];
  readonly marks: readonly Place[];
  /** The mark with lines to the edges. */
  readonly followed?: number;
  /** Marks that are joined by lines. */
  readonly joins?: readonly (readonly [number, number])[];
  readonly cut?: Cut;
}

/** The plane x·place + offset = 0 in the cube. Above 0 is the side of answer 1. */
export interface Cut {
  readonly along: Place;
  readonly offset: number;
}

/** In degrees: turned about the upright axis, and seen from so far above. */
export interface View {
  readonly turn: number;
  readonly tilt: number;
}

/** The first view, and the other two on paper. */
export const VIEWS: readonly [View, View, View] = [
  { turn: 215, tilt: 26 },
  { turn: 305, tilt: 20 },
  { turn: 0, tilt: 90 },
];
/** A square or a line is seen from the front. */
export const viewOf = ({ neurons }: Scene, view: View): View => (neurons === 3 ? view : { turn: 0, tilt: 0 });

/** Places along each side of the sheet. */
export const NODES = 17;
/** A thread runs through every second one of them; in a small drawing through every fourth. */
const [THICK, THIN] = [2, 4];
const SMALL = 200;
const EDGE = 1000;
/** How large the cube of a page is drawn, and how pale what lies behind its cut. */
export const SIZE = 400;
export const BEHIND = 0.45;
/** How long an edge is, in parts of the drawing: however a cube is turned, all of it is seen. */
const LENGTHS = { 1: 0.84, 2: 0.74, 3: 0.5 };
/** How far along its edge the name of a neuron stands. */
const NAME = 1.1 * EDGE;
/** How far from the middle the number stands at which all edges begin, in parts of the way to there. */
const BEYOND = 1.12;
/** Lines are rounded to halves of a unit, and simplified by less than that. */
const [PARTS, TOLERANCE] = [2, 0.3];

const MIDDLE: Place = [EDGE / 2, EDGE / 2, EDGE / 2];

const isSame = (a: Place, b: Place): boolean => a.every((it, i) => it === b[i]);
const dot = (a: Place, b: Place): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const between = (a: Place, b: Place, t: number): Place => [
  a[0] + t * (b[0] - a[0]),
  a[1] + t * (b[1] - a[1]),
  a[2] + t * (b[2] - a[2]),
];

/** What is seen from a side: paths, and places on the drawing. */
export interface Seen {
  readonly paths: Readonly<
    Record<"back" | "far" | "cut" | "near" | "joins" | "bend" | "guides" | "edges", string>
  >;
  readonly marks: readonly Point[];
  /** Which of the marks lie behind the cut. */
  readonly isBehind: readonly boolean[];
  /** Where the name of each neuron stands, at the end of its edge, and last where all edges begin. */
  readonly names: readonly Point[];
}

/** The ends of the edges: for fewer than three neurons the middle of the cube in the directions that they lack. */
const low = (neurons: number): Place => [0, neurons === 3 ? 0 : EDGE / 2, neurons === 1 ? EDGE / 2 : 0];
/** Neuron by neuron, the direction of its edge. */
const DIRECTIONS = { 1: [0], 2: [0, 2], 3: [0, 1, 2] } as const;
const moved = (place: Place, direction: number, to: number): Place =>
  place.map((it, i) => (i === direction ? to : it)) as unknown as Place;

/** A number for each neuron as a place: along the directions of their edges, elsewhere as `base`. */
export function placeOf(values: readonly number[], base?: Place): Place {
  const neurons = values.length as Scene["neurons"];
  return DIRECTIONS[neurons].reduce<Place>(
    (place, d, j) => moved(place, d, values[j]!),
    base ?? low(neurons),
  );
}

/** The edges of the cube, of the square or of the line. */
export function edgesOf({ neurons }: Pick<Scene, "neurons">): (readonly [Place, Place])[] {
  const directions = DIRECTIONS[neurons];
  let corners: Place[] = [low(neurons)];
  for (const d of directions) corners = corners.flatMap((it) => [it, moved(it, d, EDGE)]);
  return directions.flatMap((d) =>
    corners.filter((it) => it[d] === 0).map((it) => [it, moved(it, d, EDGE)] as const),
  );
}

const valueIn = ({ along, offset }: Cut, place: Place): number => dot(along, place) + offset;

/** The answer in the middle of the cube: that of all of it where a cut does not divide it. */
export const answerIn = (cut: Cut): 0 | 1 => (valueIn(cut, MIDDLE) > 0 ? 1 : 0);

/** How far along from the one to the other a cut lies, if between them. */
function crossing(here: number, there: number): number | undefined {
  return here > 0 === there > 0 ? undefined : here / (here - there);
}

/**
 * The part of a cut that is in the cube: the corners of a polygon in their order; of a square's cut its two ends. None
 * where it divides nothing, though it may touch a corner.
 */
export function cutOf(scene: Pick<Scene, "neurons" | "cut">): Place[] {
  const { cut } = scene;
  if (!cut) return [];
  const edges = edgesOf(scene);
  const values = edges.flat().map((it) => valueIn(cut, it));
  if (values.every((it) => it >= 0) || values.every((it) => it <= 0)) return [];
  const corners = edges.flatMap(([a, b]) => {
    const t = crossing(valueIn(cut, a), valueIn(cut, b));
    return t === undefined ? [] : [between(a, b, t)];
  });
  if (corners.length < 3) return corners;
  // Around their middle, by how far to the one side and to the other: an order as by angles, without any.
  const sum = corners.reduce((sum, it) => sum.map((v, i) => v + it[i]!) as unknown as Place, [0, 0, 0]);
  const middle = between([0, 0, 0], sum, 1 / corners.length);
  const from = (it: Place): Place => [it[0] - middle[0], it[1] - middle[1], it[2] - middle[2]];
  const [a, n] = [from(corners[0]!), cut.along];
  const b: Place = [n[1] * a[2] - n[2] * a[1], n[2] * a[0] - n[0] * a[2], n[0] * a[1] - n[1] * a[0]];
  const [aa, bb] = [Math.sqrt(dot(a, a)) || 1, Math.sqrt(dot(b, b)) || 1];
  const around = (it: Place): number => {
    const [p, q] = [dot(from(it), a) / aa, dot(from(it), b) / bb];
    const share = p / (Math.abs(p) + Math.abs(q) || 1);
    return q < 0 ? 3 + share : 1 - share;
  };
  return corners.sort((p, q) => around(p) - around(q));
}

/** Between two nodes, so far from the one to the other. */
type Between = readonly [from: number, to: number, t: number];

/** Where a cut goes through the sheet: lines from between two nodes to between two others, and on. */
export function bendsOf({ sheet, cut }: Pick<Scene, "sheet" | "cut">): Between[][] {
  if (!cut || sheet.length === 0) return [];
  const values = nodesOf(sheet).map((node) => valueIn(cut, node));
  const pieces = Array.from({ length: (NODES - 1) * (NODES - 1) }, (_, cell) => {
    const first = cell + Math.floor(cell / (NODES - 1));
    const around = [first, first + 1, first + NODES + 1, first + NODES];
    const found = around.flatMap((from, i): Between[] => {
      const to = around[(i + 1) % 4]!;
      const t = crossing(values[from]!, values[to]!);
      return t === undefined ? [] : [[from, to, t]];
    });
    return found.length < 4 ? [found] : [found.slice(0, 2), found.slice(2)];
  }).flat();
  return chained(pieces.filter(({ length }) => length === 2));
}

/** Pieces of lines that end at one place, put together. */
function chained(pieces: readonly Between[][]): Between[][] {
  const edge = ([a, b]: Between) => Math.min(a, b) * NODES * NODES + Math.max(a, b);
  const chains: Between[][] = [];
  for (const piece of pieces) {
    let chain = piece;
    // At its last end, and turned about at the other.
    for (let end = 0; end < 2; end++, chain.reverse()) {
      const here = edge(chain.at(-1)!);
      const i = chains.findIndex((it) => edge(it[0]!) === here || edge(it.at(-1)!) === here);
      if (i < 0) continue;
      const [next] = chains.splice(i, 1);
      if (edge(next![0]!) !== here) next!.reverse();
      chain = [...chain, ...next!.slice(1)];
    }
    chains.push(chain);
  }
  return chains;
}

/** The numbers of the nodes along each thread, one through every so many of them. */
export const threadsOf = (every = THICK): readonly (readonly number[])[] =>
  Array.from({ length: (NODES - 1) / every + 1 }, (_, i) => every * i).flatMap((at) => [
    Array.from({ length: NODES }, (_, k) => at * NODES + k),
    Array.from({ length: NODES }, (_, k) => k * NODES + at),
  ]);

/** How high a drawing of this width is: a line needs less than a square. */
export const heightOf = ({ neurons }: Pick<Scene, "neurons">, size: number): number =>
  neurons === 1 ? size / 5 : neurons === 3 ? 0.92 * size : size;

/** A scene from a side, in a drawing `size` wide. */
export function seen(scene: Scene, view: View, size: number): Seen {
  const { neurons, sheet, marks, followed, joins = [], cut } = scene;
  const [[cos, sin], [level, steep]] = [turn(view.turn / 360), turn(view.tilt / 360)];
  const right: Place = [cos, -sin, 0];
  const up: Place = [sin * steep, cos * steep, level];
  const away: Place = [sin * level, cos * level, -steep];
  const length = (LENGTHS[neurons] * size) / EDGE;
  const at = (place: Place): Point => [
    size / 2 + length * (dot(place, right) - dot(MIDDLE, right)),
    heightOf(scene, size) / 2 - length * (dot(place, up) - dot(MIDDLE, up)),
  ];
  const path = (places: readonly Place[]) => polyline(simplified(places.map(at), TOLERANCE), PARTS);
  const paths = (all: readonly (readonly Place[])[]) => all.map(path).join("");

  const edges = edgesOf(scene);
  const farthest = edges.flat().reduce((far, it) => (dot(it, away) > dot(far, away) ? it : far));
  const isBack = (ends: readonly Place[]) => neurons === 3 && ends.some((end) => isSame(end, farthest));

  /** Whether the side of answer 1 is the one before the cut. */
  const isNear = !cut || dot(cut.along, away) < 0;
  const nodes = nodesOf(sheet);
  const values = nodes.map((node) => (cut ? valueIn(cut, node) : 1));
  /** The pieces of all threads on one side of the cut. */
  const threads = (isOne: boolean) =>
    paths(
      nodes.length > 0
        ? threadsOf(size < SMALL ? THIN : THICK).flatMap((thread) => piecesOf(thread, nodes, values, isOne))
        : [],
    );

  const origin = low(neurons);
  const polygon = cutOf(scene);
  return {
    paths: {
      back: paths(edges.filter(isBack)),
      far: threads(!isNear),
      cut: polygon.length === 1 ? path(tick(polygon[0]!)) : polygon.length > 0 ? `${path(polygon)}Z` : "",
      near: threads(isNear),
      joins: paths(joins.map((ends) => ends.map((i) => marks[i]!))),
      bend: paths(bendsOf(scene).map((ends) => ends.map(([a, b, t]) => between(nodes[a]!, nodes[b]!, t)))),
      guides: followed === undefined ? "" : paths(guidesTo(marks[followed]!, neurons)),
      edges: paths(edges.filter((it) => !isBack(it))),
    },
    marks: marks.map(at),
    isBehind: marks.map((it) => cut !== undefined && valueIn(cut, it) > 0 !== isNear),
    names: [
      ...DIRECTIONS[neurons].map((d) => at(moved(origin, d, NAME))),
      at(between(MIDDLE, origin, BEYOND)),
    ],
  };
}

const nodesOf = (sheet: readonly number[]): Place[] =>
  Array.from({ length: sheet.length / 3 }, (_, n) => [sheet[3 * n]!, sheet[3 * n + 1]!, sheet[3 * n + 2]!]);

/** What of a thread lies where the values are above 0, or where they are not: cut off where the sign changes. */
function piecesOf(
  thread: readonly number[],
  nodes: readonly Place[],
  values: readonly number[],
  isOne: boolean,
): Place[][] {
  const pieces: Place[][] = [[]];
  for (const [i, n] of thread.entries()) {
    const before = thread[i - 1] ?? n;
    const isHere = values[n]! > 0 === isOne;
    const t = crossing(values[before]!, values[n]!);
    if (t !== undefined) pieces.at(-1)!.push(between(nodes[before]!, nodes[n]!, t));
    if (isHere) pieces.at(-1)!.push(nodes[n]!);
    else if (t !== undefined) pieces.push([]);
  }
  return pieces.filter(({ length }) => length > 1);
}

/** Lines from a place to the edges on which its numbers can be read. */
function guidesTo(place: Place, neurons: Scene["neurons"]): Place[][] {
  const [x, y] = place;
  if (neurons === 1) return [];
  if (neurons === 2) return [[[x, y, 0], place, moved(place, 0, 0)]];
  return [
    [place, [x, y, 0]],
    [
      [x, 0, 0],
      [x, y, 0],
      [0, y, 0],
    ],
  ];
}

/** A cut of a line is a point: a stroke through it. */
const tick = ([x, y, z]: Place): Place[] => [
  [x, y, z - EDGE / 16],
  [x, y, z + EDGE / 16],
];
