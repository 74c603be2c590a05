import type { Experiment } from "../../src/experiment.ts";
import {
  type Matrix,
  map,
  scale,
  square,
  subtract,
  sum,
} from "../../src/matrix.ts";
import { norm } from "../../src/norm.ts";
import { AS_PUBLISHED } from "../../src/training/article.ts";
import { share } from "../../src/training/schedule.ts";
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
export const FALL = 0.1;
/** Networks are looked at with the weights of all of these, and told of in full with those of the first. */
export const SEEDS = Array.from({ length: 20 }, (_, i) => 2017 + i);
/** A weight nearer to zero than this counts as none. */
export const SMALL = 0.01;
/** At most about so many entries of a run are kept. */
const KEPT = 120;

/** A run, and the seeds of the weights to repeat it from. */
type Settings = SettingsFile & { readonly seeds?: readonly number[] };

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
  readonly seeds: readonly Repeated[];
  /** Of all entries, those not kept among them. */
  readonly longest: {
    /** √ΣG² over all layers, before clipping, and the step it was found at. */
    readonly gradient: number;
    readonly at: number;
    /** α times the gradient after clipping. */
    readonly step: number;
  };
  /** Counts of weights at the step looked at: in the first layer, those below 0; in all, those near 0. */
  readonly weights: {
    readonly first: number;
    readonly negative: number;
    readonly all: number;
    readonly small: number;
  };
}

/** What is kept of a run with the weights of one of the seeds. */
export interface Repeated {
  /** √ΣG² of each layer before the first step. */
  readonly start: readonly number[];
  /** The longest √ΣG² over all layers. */
  readonly longest: number;
  /** At the last step. */
  readonly loss: number;
}

/** Trains as the settings say, and keeps what the page tells of it. */
function watch(
  { seeds = [], ...file }: Settings,
  onProgress: (share: number) => void,
): Watched {
  const settings = parseSettings(file);
  const { learningRate, schedule, clip = Infinity, steps } = settings;
  const { end, entries, snapshots } = train(settings, {
    onProgress: (step) => onProgress(step / steps),
  });
  const [first, ...rest] = snapshots[0]!.weights.map(({ data }) => data);
  const all = [first!, ...rest].flatMap((layer) => [...layer]);
  const every = Math.ceil(entries.length / KEPT);
  const kept = entries.filter(
    (_, i) => i % every === 0 || i === entries.length - 1,
  );
  const lengths = entries.map((it) => norm(it.gradientNorms));
  const gradient = Math.max(...lengths);
  return {
    end,
    seeds: seeds.map((seed) => repeat(file, seed)),
    longest: {
      gradient,
      at: entries[lengths.indexOf(gradient)]!.step,
      step: Math.max(
        ...entries.map(
          ({ step }, i) =>
            learningRate *
            share(schedule, step, steps) *
            Math.min(lengths[i]!, clip),
        ),
      ),
    },
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

function repeat(file: SettingsFile, seed: number): Repeated {
  const weights = { ...file.weights, seed };
  const { entries } = train(parseSettings({ ...file, weights }));
  return {
    start: entries[0]!.gradientNorms,
    longest: Math.max(...entries.map((it) => norm(it.gradientNorms))),
    loss: entries.at(-1)!.loss.data,
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
  width: number,
): SettingsFile => ({
  hidden: [width, width, width, width],
  activation,
  weights: { seed: SEEDS[0]!, scale },
  steps: 0,
  snapshots: { at: [0] },
});
const wide = (activation: "sigmoid" | "tanh", scale: number): Settings => ({
  ...deep(activation, scale, 50),
  seeds: SEEDS,
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
  snapshots: { at: [steps] },
  ...change,
});
const wild = (change: SettingsFile = {}, steps = 600): SettingsFile =>
  trained(deep("tanh", 2, 20), steps, {
    learningRate: 30,
    record: { every: 1 },
    ...change,
  });
const slow = (scale: number): SettingsFile =>
  trained(deep("sigmoid", scale, 10), 3_000, {
    learningRate: 1,
    record: { every: 5 },
  });

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

  "sigmoid × 0.1": wide("sigmoid", 0.1),
  "sigmoid × 1": wide("sigmoid", 1),
  "tanh × 1": wide("tanh", 1),
  "tanh × 32": wide("tanh", 32),

  "sigmoid × 1, trained": slow(1),
  "sigmoid × 3, trained": slow(3),

  wild: wild(),
  "wild, begun": { ...wild({}, 100), seeds: SEEDS },
  rate: wild({ learningRate: 3 }),
  decay: wild({ schedule: { decay: FALL } }),
  clip: wild({ clip: 0.02 }),
  layers: wild({ hidden: [20] }),
  ridge: wild({ ridge: 0.01 }),
  l1: wild({ l1: 0.01 }),
} as const satisfies Record<string, Settings>;
export type Part = keyof typeof parts;

export const experiment: Experiment<Settings, Watched> = {
  name: "exploding",
  parts,
  run: watch,
};
