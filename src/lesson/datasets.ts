import { fromRows, type Matrix, toRows } from "../math/matrix.ts";
import { RandomState } from "../math/random.ts";
import { turn } from "../math/turn.ts";
import { oneHot, xorLabel } from "./observations.ts";

/** The most outputs that a network may have. */
export const MOST_OUTPUTS = 8;
/** The labels of the sets that are drawn or fixed. */
type Label = 0 | 1;

/** Inputs and their targets: X is N×D, y N×K; and their N labels, where the targets are those of labels. */
export interface Rows {
  readonly X: Matrix;
  readonly y: Matrix;
  readonly labels?: readonly number[];
}

/** Inputs and their labels: X is N×D, and there are N labels. */
interface Labelled {
  readonly X: Matrix;
  readonly labels: readonly number[];
}

type Point = readonly [x1: number, x2: number];

const byXor = (points: readonly Point[]): Labelled => ({
  X: fromRows(points),
  labels: points.map(([x1, x2]) => xorLabel(x1, x2)),
});

const normalPoint = (random: RandomState): Point => [random.randn(), random.randn()];

/** Points with normal noise of that standard deviation around those of `at`; the labels alternate, 0 first. */
function noisy(random: RandomState, rows: number, noise: number, at: (label: Label) => Point): Labelled {
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
/** Rows as they are given: X is N×D. There are N labels, each from 0 to K − 1, or the targets themselves, N×K. */
export type ExplicitData = GivenLabels | GivenTargets;
interface GivenX {
  readonly X: readonly (readonly number[])[];
}
export interface GivenLabels extends GivenX {
  readonly labels: readonly number[];
}
export interface GivenTargets extends GivenX {
  readonly targets: readonly (readonly number[])[];
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

/** The rows themselves, with a target for each of so many outputs: drawn, looked up, or taken as they are given. */
export function rowsOf(data: Data, outputs = 2): Rows {
  if ("targets" in data) return withLabels({ X: fromRows(data.X), y: fromRows(data.targets) });
  const { X, labels } = labelledIn(data);
  return { X, y: oneHot(labels, outputs), labels };
}

function withLabels(rows: Rows): Rows {
  const labels = labelsOf(rows.y);
  return labels ? { ...rows, labels } : rows;
}

function labelledIn(data: Exclude<Data, GivenTargets>): Labelled {
  if ("X" in data) return { X: fromRows(data.X), labels: data.labels };
  if (!("rows" in data)) return FIXED[data.set];
  return DRAWN["set" in data ? data.set : "article"](new RandomState(data.seed), data.rows);
}

/** The rows from `from` up to, but not including, `to`. */
const slice = ({ X, y, labels }: Rows, from: number, to: number): Rows => {
  const part = ({ cols, data }: Matrix) => ({
    rows: to - from,
    cols,
    data: data.slice(from * cols, to * cols),
  });
  return { X: part(X), y: part(y), ...(labels && { labels: labels.slice(from, to) }) };
};

/** The rows that settings train on, and those they only look at, if there are any. */
export function trainedAndUnseen(settings: {
  readonly data: DataSet;
  readonly trained: number;
  readonly unseen?: DataSet;
  readonly outputs: number;
}): { trained: Rows; unseen: Rows | undefined } {
  const { outputs } = settings;
  const all = rowsOf(settings.data, outputs);
  const [N, end] = [settings.trained, all.X.rows];
  const unseen = settings.unseen
    ? rowsOf(settings.unseen, outputs)
    : N < end
      ? slice(all, N, end)
      : undefined;
  return { trained: slice(all, 0, N), unseen };
}

/** The labels of which these are the targets; none where a row says no single label. (N×K) → (N) */
export function labelsOf(y: Matrix): number[] | undefined {
  const labels = toRows(y).map((row) => (row.length === 1 ? row[0]! : row.indexOf(1)));
  const targets = oneHot(labels, y.cols).data;
  const isLabel = (label: number) => label >= 0 && (y.cols > 1 || label === 0 || label === 1);
  return labels.every(isLabel) && targets.every((it, i) => it === y.data[i]) ? labels : undefined;
}

/** What the outputs of one row say: the largest, the first of equal ones; a single one says 1 above ½. */
export const answerOf = (outputs: ArrayLike<number>): number => {
  if (outputs.length === 1) return outputs[0]! > 0.5 ? 1 : 0;
  let answer = 0;
  for (let k = 1; k < outputs.length; k++) if (outputs[k]! > outputs[answer]!) answer = k;
  return answer;
};
