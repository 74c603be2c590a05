import type { Experiment } from "../../src/book/experiment.ts";
import { rowsOf } from "../../src/lesson/datasets.ts";
import { predict } from "../../src/training/measure.ts";
import { createRun, type Run } from "../../src/training/run.ts";
import {
  parseSettings,
  type SettingsFile,
} from "../../src/training/settings.ts";
import {
  type BatchResult,
  type BatchSettings,
  batches,
} from "./debugging/batches.ts";
import {
  type ExplosionResult,
  type ExplosionSettings,
  explosion,
} from "./debugging/explosion.ts";
import {
  type OverfittingResult,
  type OverfittingSettings,
  overfitting,
} from "./debugging/overfitting.ts";
import {
  type PlateauResult,
  type PlateauSettings,
  plateau,
} from "./debugging/plateau.ts";
import {
  type SaturationResult,
  type SaturationSettings,
  saturation,
} from "./debugging/saturation.ts";
import {
  type GradientResult,
  type GradientSettings,
  wrongGradient,
} from "./debugging/wrong-gradient.ts";
import { nudge, SEEDS } from "./seeds.ts";

/** The four corners, {0, 1}², learnt from many weight seeds. */
export interface AtlasSettings {
  readonly kind: "atlas";
  /** From 0 on. */
  readonly seeds: number;
  readonly hidden: number;
  readonly bias: boolean;
  readonly rate: number;
  readonly steps: number;
  /** Seeds that have not learnt by then get so many steps in all. */
  readonly patience: number;
}
export interface AtlasResult {
  readonly seeds: readonly Learnt[];
}
export interface Learnt {
  readonly seed: number;
  /** The first step, in hundreds, after which the loss was below `LEARNT`; null where it never was. */
  readonly step: number | null;
  /** The same from first weights that are nudged. */
  readonly nudged: number | null;
  /** The loss then, or after the last step. */
  readonly loss: number;
  /** The corners on the wrong side then, by their place in the data. */
  readonly wrong: readonly number[];
}

/**
 * A loss that no network reaches with a corner wrong: where the wrong output of two is the larger, (1 − a)² + b²
 * is at least ½, and ½ / (2·4) = 1/16.
 */
export const LEARNT = 0.05;
export const EVERY = 100;

// <shown>
/** One seed's run on the corners. */
const cornersFrom = (
  seed: number,
  { hidden, bias, rate, patience }: AtlasSettings,
): SettingsFile => ({
  data: { set: "corners01" },
  hidden: [hidden],
  bias,
  weights: { seed },
  learningRate: rate,
  steps: patience,
});

/** Trains until the loss is low enough, and says after how many steps. */
function learn(run: Run, patience: number): number | null {
  while (run.steps < patience && run.record().loss.data >= LEARNT)
    run.step(EVERY);
  return run.record().loss.data < LEARNT ? run.steps : null;
}
// </shown>

function learnCorners(settings: AtlasSettings, seed: number): Learnt {
  const { patience } = settings;
  const [run, twin] = [false, true].map((isNudged) => {
    const run = createRun(parseSettings(cornersFrom(seed, settings)));
    if (isNudged) nudge(run);
    return { step: learn(run, patience), run };
  });
  const { loss } = run!.run.record();
  return {
    seed,
    step: run!.step,
    nudged: twin!.step,
    loss: loss.data,
    wrong: wrongCorners(run!.run),
  };
}

function wrongCorners({ settings, weights }: Run): number[] {
  const { X, labels = [] } = rowsOf(settings.data);
  const { data } = predict(settings, weights, X);
  return labels.flatMap((label, n) =>
    data[2 * n + 1]! > data[2 * n]! === (label === 1) ? [] : [n],
  );
}

function atlas(
  settings: AtlasSettings,
  onProgress: (share: number) => void,
): AtlasResult {
  const seeds = Array.from({ length: settings.seeds }, (_, seed) => {
    onProgress(seed / settings.seeds);
    return learnCorners(settings, seed);
  });
  return { seeds };
}

export type DebuggingSettings =
  | BatchSettings
  | ExplosionSettings
  | PlateauSettings
  | SaturationSettings
  | OverfittingSettings
  | GradientSettings
  | AtlasSettings;
export type DebuggingResult =
  | BatchResult
  | ExplosionResult
  | PlateauResult
  | SaturationResult
  | OverfittingResult
  | GradientResult
  | AtlasResult;

export const ATLAS = { hidden: 3, rate: 2, steps: 10_000, patience: 40_000 };

/** All parts, by name; the page and its test pick from them. */
export const parts = {
  batches: {
    kind: "batches",
    hidden: 10,
    sizes: [1, 5, 50, 300],
    seeds: SEEDS,
    shuffles: 50,
    rates: [0.5, 2, 5, 20, 50],
    rowsSeen: 30_000,
  },
  explosion: {
    kind: "explosion",
    hidden: 3,
    rate: 150,
    ridge: 1,
    steps: 2000,
    remedies: [{ rate: 15 }, { rate: 1.5 }, { ridge: 0.01 }, { clip: 1 }],
  },
  plateau: {
    kind: "plateau",
    seeds: [32, 44, 1],
    steps: 10_000,
    every: 50,
  },
  saturation: {
    kind: "saturation",
    scales: [1, 10, 100],
    seeds: SEEDS,
    hidden: 10,
    rate: 1,
    steps: 5000,
  },
  overfitting: {
    kind: "overfitting",
    hidden: 10,
    rate: 2,
    steps: 8000,
    every: 100,
    unseen: { set: "article", seed: 100, rows: 1000 },
    ways: [
      { trained: 50, ridge: 0 },
      { trained: 50, ridge: 0.01 },
      { trained: 50, ridge: 0.05 },
      { trained: 200, ridge: 0 },
    ],
    seeds: SEEDS.map((weights, data) => ({ data, weights })),
  },
  gradient: {
    kind: "gradient",
    hidden: 10,
    steps: 5000,
    seeds: SEEDS,
    rules: [
      { rule: "exact", rate: 0.15, ridge: 1e-4 },
      { rule: "summed", rate: 0.003, ridge: 0 },
      { rule: "article", rate: 0.003, ridge: 1e-4 },
    ],
  },
  atlas: { kind: "atlas", seeds: 100, bias: false, ...ATLAS },
  "atlas with biases": { kind: "atlas", seeds: 100, bias: true, ...ATLAS },
} as const satisfies Record<string, DebuggingSettings>;

/** What each part finds. */
export interface Found {
  readonly batches: BatchResult;
  readonly explosion: ExplosionResult;
  readonly plateau: PlateauResult;
  readonly saturation: SaturationResult;
  readonly overfitting: OverfittingResult;
  readonly gradient: GradientResult;
  readonly atlas: AtlasResult;
  readonly "atlas with biases": AtlasResult;
}

export const experiment: Experiment<DebuggingSettings, DebuggingResult> = {
  name: "debugging",
  parts,
  run(settings, onProgress) {
    switch (settings.kind) {
      case "atlas":
        return atlas(settings, onProgress);
      case "batches":
        return batches(settings, onProgress);
      case "explosion":
        return explosion(settings);
      case "plateau":
        return plateau(settings);
      case "saturation":
        return saturation(settings, onProgress);
      case "overfitting":
        return overfitting(settings, onProgress);
      case "gradient":
        return wrongGradient(settings);
    }
  },
};
