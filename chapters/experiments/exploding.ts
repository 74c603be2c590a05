import type { Experiment } from "../../src/experiment.ts";
import {
  type Matrix,
  map,
  scale,
  square,
  subtract,
  sum,
} from "../../src/matrix.ts";
import { AS_PUBLISHED } from "../../src/training/article.ts";
import {
  parseSettings,
  type SettingsFile,
} from "../../src/training/settings.ts";
import { train } from "../../src/training/train.ts";

/** The steps of the long runs, and the one at which their weights are looked at. */
export const LONG = { steps: 103_000, look: 100_000 };
/** The bug again with a larger λ, so that it shows sooner. */
export const SHORT = {
  steps: 5_000,
  every: 100,
  ridge: 0.01,
  decay: 0.001,
  clip: 1,
};
/** How fast the falling rate falls: α/(1 + FALL·t). */
export const FALL = 0.01;
/** A weight nearer to zero than this counts as none. */
export const SMALL = 0.01;
/** At most about so many entries of a run are kept. */
const KEPT = 120;

/** What is kept of a run. */
export interface Watched {
  readonly end: {
    readonly step: number;
    readonly how: "finished" | "diverged" | "stopped";
  };
  readonly entries: readonly {
    readonly step: number;
    readonly loss: number;
    readonly accuracy: number;
    /** ΣW² of each layer, first to last. */
    readonly squares: readonly number[];
    /** √ΣG² of each layer, before clipping. */
    readonly gradients: readonly number[];
  }[];
  /** The largest √ΣG² over all layers, before clipping, of all entries, those not kept among them. */
  readonly largest: number;
  /** Counts of weights at the step looked at: in the first layer, those below 0; in all, those near 0. */
  readonly weights: {
    readonly first: number;
    readonly negative: number;
    readonly all: number;
    readonly small: number;
  };
}

const norm = (layers: readonly number[]): number =>
  Math.sqrt(layers.reduce((sum, it) => sum + it * it, 0));

/** Trains as the settings say, and keeps what the page tells of it. */
function watch(
  file: SettingsFile,
  onProgress: (share: number) => void,
): Watched {
  const settings = parseSettings(file);
  const { end, entries, snapshots } = train(settings, {
    onProgress: (step) => onProgress(step / settings.steps),
  });
  const [first, ...rest] = snapshots[0]!.weights.map(({ data }) => data);
  const all = [first!, ...rest].flatMap((layer) => [...layer]);
  const every = Math.ceil(entries.length / KEPT);
  const kept = entries.filter(
    (_, i) => i % every === 0 || i === entries.length - 1,
  );
  return {
    end,
    largest: Math.max(...entries.map((it) => norm(it.gradientNorms))),
    entries: kept.map((it) => ({
      step: it.step,
      loss: it.loss.data,
      accuracy: it.accuracy.trained,
      squares: it.weightNorms.map((norm) => norm * norm),
      gradients: it.gradientNorms,
    })),
    weights: {
      first: first!.length,
      negative: first!.filter((w) => w < 0).length,
      all: all.length,
      small: all.filter((w) => Math.abs(w) < SMALL).length,
    },
  };
}

/** Every thousand steps, closer towards the end, where the run as published comes to its own. */
const LOOKS = Array.from({ length: 103 }, (_, i) => 1_000 * i).concat(
  Array.from({ length: 10 }, (_, i) => 102_100 + 100 * i),
);

// <shown>
/** The slopes that the article’s program finds, from the right ones. Shapes stay. */
export function asProgrammed(
  slopes: Matrix,
  W: Matrix,
  { N, ridge }: { N: number; ridge: number },
): Matrix {
  const data = subtract(slopes, scale(ridge / N, W));
  const push = ridge * sum(square(W)); // one number for all: the bug
  return map(scale(N, data), (slope) => slope + push);
}

const published: SettingsFile = {
  ...AS_PUBLISHED,
  steps: LONG.steps,
  record: { at: LOOKS },
  snapshots: { at: [LONG.look] },
};
const mended: SettingsFile = { ...published, gradient: "summed" };
// </shown>

const short: SettingsFile = {
  ...AS_PUBLISHED,
  ridge: SHORT.ridge,
  steps: SHORT.steps,
  record: { every: SHORT.every },
  snapshots: { at: [0] },
};

/** Four hidden layers; looked at before the first step. */
const deep = (
  activation: "sigmoid" | "tanh",
  scale: number,
): SettingsFile => ({
  hidden: [10, 10, 10, 10],
  activation,
  weights: { seed: 2017, scale },
  steps: 0,
  snapshots: { at: [0] },
});

/** The same in training. */
const trained = (
  before: SettingsFile,
  steps: number,
  change: SettingsFile,
): SettingsFile => ({
  ...before,
  trained: 100,
  steps,
  record: { every: 5 },
  snapshots: { at: [steps] },
  ...change,
});
const wild = (change: SettingsFile = {}): SettingsFile =>
  trained(deep("tanh", 8), 1_500, { learningRate: 10, ...change });
const slow = (scale: number): SettingsFile =>
  trained(deep("sigmoid", scale), 3_000, { learningRate: 1 });

/** All parts, by name; the page and its test pick from them. */
export const parts = {
  published,
  mended,

  bug: short,
  "bug, half the rate": { ...short, learningRate: short.learningRate! / 2 },
  "bug, falling rate": { ...short, schedule: { decay: SHORT.decay } },
  "bug, twice the ridge": { ...short, ridge: 2 * SHORT.ridge },
  "bug, clipped": { ...short, clip: SHORT.clip },
  "bug, mended": { ...short, gradient: "summed" },
  "bug, exact": { ...short, gradient: "exact" },

  "sigmoid × 0.1": deep("sigmoid", 0.1),
  "sigmoid × 1": deep("sigmoid", 1),
  "tanh × 1": deep("tanh", 1),
  "tanh × 32": deep("tanh", 32),

  "sigmoid × 1, trained": slow(1),
  "sigmoid × 3, trained": slow(3),

  wild: wild(),
  rate: wild({ learningRate: 0.3 }),
  decay: wild({ schedule: { decay: FALL } }),
  clip: wild({ clip: 0.01 }),
  ridge: wild({ ridge: 0.01 }),
  l1: wild({ l1: 0.03 }),
} as const satisfies Record<string, SettingsFile>;
export type Part = keyof typeof parts;

export const experiment: Experiment<SettingsFile, Watched> = {
  name: "exploding",
  parts,
  run: watch,
};
