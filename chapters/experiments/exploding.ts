import type { Experiment } from "../../src/book/experiment.ts";
import {
  type Matrix,
  map,
  scale,
  square,
  subtract,
  sum,
} from "../../src/math/matrix.ts";
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
/** What is kept of a run. */
export interface Watched {
  readonly end: {
    readonly step: number;
    readonly how: "finished" | "diverged" | "stopped";
  };
  readonly entries: readonly {
    readonly step: number;
    /** ΣW1² */
    readonly squares: number;
  }[];
  /** The first layer's weights at the step looked at: how many there are, and how many are below 0. */
  readonly weights: { readonly all: number; readonly negative: number };
}

/** Trains as the settings say, and keeps what the page tells of it. */
function watch(
  file: SettingsFile,
  onProgress: (share: number) => void,
): Watched {
  const settings = parseSettings(file);
  const { end, entries, snapshots } = train(settings, {
    onProgress: (step) => onProgress(step / settings.steps),
  });
  const [first] = snapshots[0]!.weights;
  return {
    end,
    entries: entries.map(({ step, weightNorms: [size] }) => ({
      step,
      squares: size! * size!,
    })),
    weights: {
      all: first!.data.length,
      negative: first!.data.filter((w) => w < 0).length,
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
} as const satisfies Record<string, SettingsFile>;
export type Part = keyof typeof parts;

export const experiment: Experiment<SettingsFile, Watched> = {
  name: "exploding",
  parts,
  run: watch,
};
