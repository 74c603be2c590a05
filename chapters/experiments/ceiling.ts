import type { Experiment } from "../../src/book/experiment.ts";
import { type DataSet, rowsOf } from "../../src/lesson/datasets.ts";
import { sigmoid } from "../../src/math/elementary.ts";
import {
  at,
  fromFunction,
  type Matrix,
  map,
  matmul,
  toRows,
} from "../../src/math/matrix.ts";
import {
  parseSettings,
  type SettingsFile,
} from "../../src/training/settings.ts";
import { train } from "../../src/training/train.ts";
import { type Ending, lossNudged, SEEDS } from "./seeds.ts";

/** Rows that no run is trained on. */
export const FRESH = { set: "article", seed: 1, rows: 10_000 } as const;
/** The 300 rows, each followed by its mirror image. */
export const MIRRORED = { set: "mirrored", seed: 0, rows: 600 } as const;
/** Widths of the hidden layer to compare. */
export const WIDTHS = [3, 10, 50] as const;
/** Pairs that the page writes out. */
const SAMPLES = 4;

// <shown>
/** d: how far the second logit is above the first, row by row. */
export function differences(
  X: Matrix,
  weights: readonly Matrix[],
  bias: boolean,
): number[] {
  let z = X;
  for (const [layer, W] of weights.entries()) {
    const inputs = layer === 0 ? X : map(z, sigmoid);
    z = matmul(bias ? withOnes(inputs) : inputs, W);
  }
  return toRows(z).map(([first, second]) => second! - first!);
}

/** An input more that is always 1: the weight on it is a bias. */
function withOnes(X: Matrix): Matrix {
  return fromFunction(X.rows, X.cols + 1, (row, col) =>
    col < X.cols ? at(X, row, col) : 1,
  );
}
// </shown>

/** A run for each seed of the weights; without seeds, one from the weights given. */
export interface Settings {
  readonly file: SettingsFile;
  readonly seeds?: readonly number[];
}

/** What is kept of a run. */
export interface Found extends Ending {
  /** The share of rows that are right, 0 to 1, and of fresh rows the loss too. */
  readonly looks: readonly Look[];
  readonly end: Judged;
}
export interface Look {
  readonly step: number;
  readonly trained: number;
  readonly fresh: number | null;
  readonly freshLoss: number | null;
}

/** The weights at the end, held against the mirrored rows. */
export interface Judged {
  /** The share of the mirrored rows that are right. */
  readonly mirrored: number;
  /** How many of them it says 0 of, and how many 1. */
  readonly said: readonly [zeros: number, ones: number];
  /** Σ (W[j,1] − W[j,0]) of the last layer. */
  readonly constant: number;
  /** The least and the largest d(x) + d(−x). */
  readonly sums: readonly [low: number, high: number];
  /** The first pairs. */
  readonly samples: readonly {
    readonly x: readonly number[];
    readonly d: number;
    readonly mirror: number;
  }[];
}

/** Holds a network against rows of which each second one is the mirror image of the one before. */
export function judge(
  weights: readonly Matrix[],
  bias: boolean,
  data: DataSet,
): Judged {
  const { X, labels = [] } = rowsOf(data);
  const d = differences(X, weights, bias);
  const pairs = toRows(X)
    .map((x, row) => ({ x, d: d[row]!, mirror: d[row + 1]! }))
    .filter((_, row) => row % 2 === 0);
  const sums = pairs.map((pair) => pair.d + pair.mirror);
  const ones = d.filter((it) => it > 0).length;
  return {
    mirrored:
      labels.filter((label, row) => d[row]! > 0 === (label === 1)).length /
      labels.length,
    said: [d.length - ones, ones],
    constant: toRows(weights.at(-1)!).reduce(
      (sum, [first, second]) => sum + (second! - first!),
      0,
    ),
    sums: [Math.min(...sums), Math.max(...sums)],
    samples: pairs.slice(0, SAMPLES),
  };
}

function run(
  { file, seeds }: Settings,
  onProgress: (share: number) => void,
): Found[] {
  const files = seeds?.map((seed) => ({ ...file, weights: { seed } }));
  return (files ?? [file]).map((it, i, all) => {
    const settings = parseSettings(it);
    const { entries, weights } = train(settings, {
      onProgress: (step) =>
        onProgress((i + step / Math.max(1, settings.steps)) / all.length),
    });
    return {
      loss: entries.at(-1)!.loss.data,
      nudged: lossNudged(settings),
      looks: entries.map(({ step, accuracy, loss }) => ({
        step,
        trained: accuracy!.trained,
        fresh: accuracy!.unseen ?? null,
        freshLoss: loss.unseen ?? null,
      })),
      end: judge(weights, settings.bias, MIRRORED),
    };
  });
}

const once = (file: SettingsFile): Settings => ({ file, seeds: [2017] });
const width = (hidden: number, bias: boolean): Settings => ({
  file: {
    hidden: [hidden],
    bias,
    learningRate: 1,
    steps: 10_000,
    unseen: FRESH,
    record: { every: 1_000 },
  },
  seeds: SEEDS,
});
/** All four corners of a square, from many seeds. */
const corners = (
  set: "corners01" | "corners11",
  bias: boolean,
): Settings => ({
  file: {
    data: { set },
    bias,
    learningRate: 2,
    steps: 20_000,
    record: { at: [20_000] },
  },
  seeds: Array.from({ length: 30 }, (_, seed) => seed),
});

export const parts = {
  memory: once({
    hidden: [50],
    learningRate: 3,
    steps: 60_000,
    unseen: FRESH,
    record: { every: 2_000 },
  }),
  "3 without": width(3, false),
  "10 without": width(10, false),
  "50 without": width(50, false),
  "3 with": width(3, true),
  "10 with": width(10, true),
  "50 with": width(50, true),
  mirrored: once({
    data: MIRRORED,
    hidden: [10],
    learningRate: 1,
    steps: 5_000,
    unseen: FRESH,
    record: { every: 500 },
  }),
  "two layers": {
    file: {
      hidden: [5, 5],
      learningRate: 5,
      steps: 5_000,
      unseen: FRESH,
      record: { every: 250 },
    },
    seeds: SEEDS,
  },
  /** The weights of no run: the network says 1 where x1 is above 0 and x2 below. */
  built: {
    file: {
      weights: {
        W1: [
          [100, 0, 0],
          [0, 100, 0],
        ],
        W2: [
          [0, 2],
          [0, -2],
          [0, -2],
        ],
      },
      steps: 0,
      unseen: FRESH,
    },
  },
  "{0,1}² without": corners("corners01", false),
  "{0,1}² with": corners("corners01", true),
  "{−1,1}² without": corners("corners11", false),
  "{−1,1}² with": corners("corners11", true),
} as const satisfies Record<string, Settings>;
export type Part = keyof typeof parts;

export const experiment: Experiment<Settings, readonly Found[]> = {
  name: "ceiling",
  parts,
  run,
};
