import type { Experiment } from "../../src/book/experiment.ts";
import { norm } from "../../src/math/norm.ts";
import { share } from "../../src/training/schedule.ts";
import {
  parseSettings,
  type SettingsFile,
} from "../../src/training/settings.ts";
import { train } from "../../src/training/train.ts";
import { type Ending, lossNudged, SEEDS } from "./seeds.ts";

/** How fast the falling rate falls: α/(1 + FALL·t). */
export const FALL = 0.1;

/** A run, and the seeds of the weights to make it from. */
interface Settings {
  readonly file: SettingsFile;
  readonly seeds: readonly number[];
}

/** What is kept of a run from one seed. */
export interface FromSeed extends Ending {
  readonly seed: number;
  /** √ΣG² of each layer before the first step, first layer first. */
  readonly start: readonly number[];
  /** The largest at any look: √ΣG² over all layers, before clipping, and α times what clipping leaves of it. */
  readonly longest: { readonly gradient: number; readonly step: number };
  /** The share of its rows that are right at the end. */
  readonly right: number;
}

export interface Found {
  readonly seeds: readonly FromSeed[];
  /** The data loss of the first seed's run. */
  readonly curve: readonly (readonly [step: number, loss: number])[];
}

function fromSeed(file: SettingsFile, seed: number) {
  const weights = { ...file.weights, seed };
  const settings = parseSettings({ ...file, weights });
  const { learningRate, schedule, clip = Infinity, steps } = settings;
  const { entries } = train(settings);
  const lengths = entries.map(({ gradientNorms }) => norm(gradientNorms));
  const rates = entries.map(
    ({ step }) => learningRate * share(schedule, step, steps),
  );
  const end = entries.at(-1)!;
  const kept: FromSeed = {
    seed,
    start: entries[0]!.gradientNorms,
    longest: {
      gradient: Math.max(...lengths),
      step: Math.max(
        ...lengths.map((it, i) => rates[i]! * Math.min(it, clip)),
      ),
    },
    loss: end.loss.data,
    nudged: lossNudged(settings),
    right: end.accuracy!.trained,
  };
  return { kept, entries };
}

function run(
  { file, seeds }: Settings,
  onProgress: (share: number) => void,
): Found {
  const runs = seeds.map((seed, i) => {
    onProgress(i / seeds.length);
    return fromSeed(file, seed);
  });
  return {
    seeds: runs.map(({ kept }) => kept),
    curve: runs[0]!.entries.map(({ step, loss }) => [step, loss.data]),
  };
}

// <shown>
/** Four hidden layers, their first weights so many times as large as drawn. */
const deep = (
  activation: "sigmoid" | "tanh",
  scale: number,
  width: number,
): SettingsFile => ({
  hidden: [width, width, width, width],
  activation,
  weights: { scale },
});

/** Before the first step. */
const untrained = (activation: "sigmoid" | "tanh", scale: number) => ({
  ...deep(activation, scale, 50),
  steps: 0,
});

const slow = (scale: number): SettingsFile => ({
  ...deep("sigmoid", scale, 10),
  trained: 100,
  learningRate: 1,
  steps: 3_000,
  record: { every: 100 },
});

const wild: SettingsFile = {
  ...deep("tanh", 2, 20),
  trained: 100,
  learningRate: 30,
  steps: 600,
  record: { every: 5 },
};
// </shown>

const files = {
  "sigmoid × 0.1": untrained("sigmoid", 0.1),
  "sigmoid × 1": untrained("sigmoid", 1),
  "tanh × 1": untrained("tanh", 1),
  "tanh × 32": untrained("tanh", 32),

  "sigmoid × 1, trained": slow(1),
  "sigmoid × 3, trained": slow(3),

  wild,
  tenth: { ...wild, learningRate: 3 },
  hundredth: { ...wild, learningRate: 0.3 },
  decay: { ...wild, schedule: { decay: FALL } },
  clip: { ...wild, clip: 0.02 },
  layers: { ...wild, hidden: [20] },
  ridge: { ...wild, ridge: 0.01 },
  l1: { ...wild, l1: 0.01 },
} satisfies Record<string, SettingsFile>;
export type Part = keyof typeof files;

/** All parts, by name; the page and its test pick from them. */
export const parts = Object.fromEntries(
  Object.entries(files).map(([name, file]) => [name, { file, seeds: SEEDS }]),
) as Record<Part, Settings>;

export const experiment: Experiment<Settings, Found> = {
  name: "vanishing",
  parts,
  run,
};
