import type { Experiment } from "../../src/book/experiment.ts";
import { type Matrix, toRows } from "../../src/math/matrix.ts";
import { createRun } from "../../src/training/run.ts";
import {
  parseSettings,
  type SettingsFile,
} from "../../src/training/settings.ts";
import { type Ending, lossNudged, SEEDS } from "./seeds.ts";

/** A run that is looked at every so many steps: once, or from each seed of the weights. */
export interface Settings {
  readonly file: SettingsFile;
  readonly every: number;
  /** Rows right at which the weights are kept, the first time that there are so many. */
  readonly keep?: readonly number[];
  readonly seeds?: readonly number[];
}

export interface Look {
  readonly step: number;
  readonly loss: number;
  /** Rows whose answer is their label. */
  readonly right: number;
}
/** The weights of a moment, first layer first; with biases, their row last. */
export interface Moment extends Look {
  readonly weights: readonly (readonly (readonly number[])[])[];
}
/** What is kept of a run from one seed of many. */
export interface FromSeed extends Ending {
  /** The most rows right at any look, and the first step that had so many. */
  readonly best: number;
  readonly step: number;
  /** Rows right after the last step. */
  readonly right: number;
}
export interface Found {
  readonly looks: readonly Look[];
  /** Before the first step, those asked for, and the end. */
  readonly moments: readonly Moment[];
  readonly seeds: readonly FromSeed[];
}

/** Takes a run to its end, and tells each look at it. */
function watch(
  settings: ReturnType<typeof parseSettings>,
  every: number,
  onLook: (look: Look, weights: readonly Matrix[]) => void,
): void {
  const run = createRun(settings);
  for (;;) {
    const { step, loss, accuracy } = run.record();
    const right = Math.round(accuracy!.trained * settings.trained);
    onLook({ step, loss: loss.data, right }, run.weights);
    if (step >= settings.steps) return;
    run.step(Math.min(every, settings.steps - step));
  }
}

function run(
  { file, every, keep = [], seeds = [] }: Settings,
  onProgress: (share: number) => void,
): Found {
  const looks: Look[] = [];
  const moments: Moment[] = [];
  const wanted = [...keep];
  if (seeds.length === 0)
    watch(parseSettings(file), every, (look, weights) => {
      looks.push(look);
      const isReached = wanted.length > 0 && look.right >= wanted[0]!;
      if (look.step > 0 && isReached) wanted.shift();
      if (look.step === 0 || isReached || look.step === file.steps)
        moments.push({ ...look, weights: weights.map(toRows) });
    });
  const found = seeds.map((seed, i): FromSeed => {
    const settings = parseSettings({ ...file, weights: { seed } });
    let best: Look | undefined;
    let last: Look | undefined;
    watch(settings, every, (look) => {
      if (!best || look.right > best.right) best = look;
      last = look;
    });
    onProgress((i + 1) / seeds.length);
    return {
      loss: last!.loss,
      nudged: lossNudged(settings),
      best: best!.right,
      step: best!.step,
      right: last!.right,
    };
  });
  return { looks, moments, seeds: found };
}

// <shown>
/** Three hidden neurons, one output, and the four corners. */
const corners = (
  set: "corners01" | "corners11",
  bias: boolean,
  steps: number,
): SettingsFile => ({
  data: { set },
  outputs: 1,
  hidden: [3],
  bias,
  learningRate: 2,
  steps,
});

/** The article’s 300 points, with biases. */
const points = (hidden: number): SettingsFile => ({
  outputs: 1,
  hidden: [hidden],
  bias: true,
  learningRate: 2,
  steps: 20_000,
});
// </shown>

/** Widths of the hidden layer to compare on the points. */
export const WIDTHS = [3, 4, 10] as const;
/** Steps from each of many seeds. */
const LONG = 10_000;

const many = (file: SettingsFile, every: number): Settings => ({
  file,
  every,
  seeds: SEEDS,
});

export const parts = {
  /** Three corners are as many as a line gets. */
  corners: {
    file: corners("corners01", true, 2000),
    every: 10,
    keep: [3, 4],
  },
  /** The same without biases, for the same four moments. */
  bare: { file: corners("corners01", false, 2000), every: 10, keep: [3, 4] },
  /**
   * Above 75 % no network without biases can be expected to get; then 95 %; and the end is at the first look at
   * which all rows are right.
   */
  points: {
    file: { ...points(10), steps: 18_600 },
    every: 100,
    keep: [226, 285],
  },
  "{0,1}² with": many(corners("corners01", true, LONG), 100),
  "{0,1}² without": many(corners("corners01", false, LONG), 100),
  "{−1,1}² with": many(corners("corners11", true, LONG), 100),
  "{−1,1}² without": many(corners("corners11", false, LONG), 100),
  "3 neurons": many(points(3), 200),
  "4 neurons": many(points(4), 200),
  "10 neurons": many(points(10), 200),
} as const satisfies Record<string, Settings>;
export type Part = keyof typeof parts;

export const experiment: Experiment<Settings, Found> = {
  name: "solved",
  parts,
  run,
};
