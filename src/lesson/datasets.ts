import { fromRows, type Matrix } from "../math/matrix.ts";
import { RandomState } from "../math/random.ts";
import { turn } from "../math/turn.ts";
import { xorLabel } from "./observations.ts";

/** The labels that a row may have. A network has an output for each. */
export const LABELS = [0, 1] as const;
type Label = (typeof LABELS)[number];

/** Inputs and their labels: X is N×D, and there are N labels. */
export interface Rows {
  readonly X: Matrix;
  readonly labels: readonly Label[];
}

type Point = readonly [x1: number, x2: number];

const byXor = (points: readonly Point[]): Rows => ({
  X: fromRows(points),
  labels: points.map(([x1, x2]) => xorLabel(x1, x2)),
});

const normalPoint = (random: RandomState): Point => [random.randn(), random.randn()];

/** Points with normal noise of that standard deviation around those of `at`; the labels alternate, 0 first. */
function noisy(random: RandomState, rows: number, noise: number, at: (label: Label) => Point): Rows {
  const labels = Array.from({ length: rows }, (_, i) => (i % 2) as Label);
  const points = labels.map((label): Point => {
    const [x1, x2] = at(label);
    return [x1 + noise * random.randn(), x2 + noise * random.randn()];
  });
  return { X: fromRows(points), labels };
}

const points = (random: RandomState, rows: number) => Array.from({ length: rows }, () => normalPoint(random));

/** The sets that a seed draws. */
export const DRAWN = {
  /** Normal points, labelled by the XOR of their signs: seed 0, 300 rows are the article's. */
  article: (random: RandomState, rows: number) => byXor(points(random, rows)),

  /** The same, but each odd row is the row before it turned about the origin, x → −x. */
  mirrored: (random: RandomState, rows: number) =>
    byXor(
      points(random, Math.ceil(rows / 2))
        .flatMap(([x1, x2]): Point[] => [
          [x1, x2],
          [-x1, -x2],
        ])
        .slice(0, rows),
    ),

  /** Two half circles, each reaching into the other, about the origin. */
  moons: (random: RandomState, rows: number) =>
    noisy(random, rows, 0.1, (label) => {
      const [cos, sin] = turn(random.random() / 2);
      return label === 0 ? [cos - 0.5, sin - 0.25] : [0.5 - cos, 0.25 - sin];
    }),

  /** Two arms of a spiral, one and a half turns each, out to radius 2. */
  spiral: (random: RandomState, rows: number) =>
    noisy(random, rows, 0.05, (label) => {
      const way = random.random();
      const [cos, sin] = turn(1.5 * way + label / 2);
      return [2 * way * cos, 2 * way * sin];
    }),
};

const square = (low: number): readonly Point[] => [
  [low, low],
  [low, 1],
  [1, low],
  [1, 1],
];

/** The corners of a square. */
const FIXED = {
  /** {0, 1}² */
  corners01: byXor(square(0)),
  /** {−1, 1}² */
  corners11: byXor(square(-1)),
};

export type DrawnName = keyof typeof DRAWN;
export type FixedName = keyof typeof FIXED;
export const isFixed = (set: unknown): set is FixedName =>
  typeof set === "string" && Object.hasOwn(FIXED, set);
export const SETS = [...Object.keys(DRAWN), ...Object.keys(FIXED)] as (DrawnName | FixedName)[];

/** The most rows that a lesson can draw. */
export const DRAWN_ROWS = 300;

/** The first `rows` rows that a seed, 0…2³²−1, draws: of the article's set where none is named. */
export interface SeededData {
  readonly seed: number;
  readonly rows: number;
}
/** Rows as they are given: X is N×D, and there are N labels, each 0 or 1. */
export interface ExplicitData {
  readonly X: readonly (readonly number[])[];
  readonly labels: readonly number[];
}
/** Rows to train on, or only to look at: a named set, drawn from a seed or fixed, or rows that are given. */
export type DataSet = (SeededData & { readonly set: DrawnName }) | { readonly set: FixedName } | ExplicitData;
/** Rows in any form in which a lesson or a run names them. */
export type Data = DataSet | SeededData;

/** How many rows there are. */
export function rowCount(data: Data): number {
  if ("X" in data) return data.X.length;
  return "rows" in data ? data.rows : FIXED[data.set].labels.length;
}

/** D, the numbers in a row of X. */
export const inputsOf = (data: Data): number => ("X" in data ? data.X[0]!.length : 2);

/** The rows themselves: drawn, looked up, or taken as they are given. */
export function rowsOf(data: Data): Rows {
  if ("X" in data) return { X: fromRows(data.X), labels: data.labels as Label[] };
  if (!("rows" in data)) return FIXED[data.set];
  return DRAWN["set" in data ? data.set : "article"](new RandomState(data.seed), data.rows);
}

/** The rows from `from` up to, but not including, `to`. */
const slice = ({ X, labels }: Rows, from: number, to: number): Rows => ({
  X: { rows: to - from, cols: X.cols, data: X.data.slice(from * X.cols, to * X.cols) },
  labels: labels.slice(from, to),
});

/** The rows that settings train on, and those they only look at, if there are any. */
export function trainedAndUnseen(settings: {
  readonly data: DataSet;
  readonly trained: number;
  readonly unseen?: DataSet;
}): { trained: Rows; unseen: Rows | undefined } {
  const all = rowsOf(settings.data);
  const [N, end] = [settings.trained, all.labels.length];
  const unseen = settings.unseen ? rowsOf(settings.unseen) : N < end ? slice(all, N, end) : undefined;
  return { trained: slice(all, 0, N), unseen };
}

/** The one-hot targets: label 0 → [1, 0], label 1 → [0, 1]. (N) → (N×K) */
export const targetsOf = ({ labels }: Rows): Matrix =>
  fromRows(labels.map((label) => LABELS.map((it) => Number(it === label))));
