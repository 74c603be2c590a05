import { trainedAndUnseen } from "../../../src/lesson/datasets.ts";
import type { Matrix } from "../../../src/math/matrix.ts";
import type { Column } from "../../../src/training/column.ts";
import { forward, passOver } from "../../../src/training/pass.ts";
import {
  parseSettings,
  type Settings,
  widthsOf,
} from "../../../src/training/settings.ts";
import { train } from "../../../src/training/train.ts";
import { initialWeights } from "../../../src/training/weights.ts";
import { type Ending, lossNudged } from "../seeds.ts";

/** The same runs from larger and larger initial weights: how many neurons sit at the ends of their sigmoids. */

export interface SaturationSettings {
  readonly kind: "saturation";
  readonly scales: readonly number[];
  /** Of the weights. */
  readonly seeds: readonly number[];
  readonly hidden: number;
  readonly rate: number;
  readonly steps: number;
}

export interface SaturationResult {
  readonly trained: number;
  /** For each scale, a run from each seed. */
  readonly scales: readonly {
    readonly scale: number;
    readonly runs: readonly Saturated[];
  }[];
}
export interface Saturated extends Ending {
  readonly seed: number;
  /** Shares of the hidden values and of the outputs, over all rows, within `NEAR` of 0 or 1, before training. */
  readonly hiddenShare: number;
  readonly outputShare: number;
  /** Hidden neurons that are near the same end for every row, before training. */
  readonly dead: number;
  /** How many of them still are after it. */
  readonly stillDead: number;
  readonly gradients: readonly [first: number, second: number];
  readonly start: number;
  readonly right: number;
}

/** How close to 0 or 1 a value counts as saturated. */
export const NEAR = 0.05;

/** The first rows of the article's. */
const TRAINED = 50;

const low = (h: number) => h < NEAR;
const high = (h: number) => h > 1 - NEAR;
const share = (columns: readonly Column[]): number => {
  const values = columns.flatMap((column) => [...column]);
  return values.filter((h) => low(h) || high(h)).length / values.length;
};

const isDead = (column: Column): boolean =>
  column.every(low) || column.every(high);

/** What each layer puts out for the rows trained on, a column a neuron. */
function outputsOf(
  settings: Settings,
  weights: readonly Matrix[],
): readonly (readonly Column[])[] {
  const { trained } = trainedAndUnseen(settings);
  const pass = passOver(trained, settings, widthsOf(settings));
  forward(pass, weights);
  return pass.layers.map(({ outputs }) => outputs);
}

export function saturation(
  settings: SaturationSettings,
  onProgress: (share: number) => void,
): SaturationResult {
  const { scales, seeds, hidden, rate, steps } = settings;
  const from = (scale: number, seed: number): Saturated => {
    const chosen = parseSettings({
      trained: TRAINED,
      hidden: [hidden],
      bias: true,
      weights: { seed, scale },
      learningRate: rate,
      steps,
      record: { at: [0, steps] },
    });
    const [h1, h2] = outputsOf(chosen, initialWeights(chosen)) as [
      readonly Column[],
      readonly Column[],
    ];
    const { entries, weights } = train(chosen);
    const after = outputsOf(chosen, weights)[0]!;
    const [start, end] = [entries[0]!, entries.at(-1)!];
    return {
      seed,
      hiddenShare: share(h1),
      outputShare: share(h2),
      dead: h1.filter(isDead).length,
      stillDead: h1.filter((column, j) => isDead(column) && isDead(after[j]!))
        .length,
      gradients: start.gradientNorms as [number, number],
      start: start.loss.data,
      loss: end.loss.data,
      nudged: lossNudged(chosen),
      right: end.accuracy!.trained,
    };
  };
  return {
    trained: TRAINED,
    scales: scales.map((scale, i) => {
      onProgress(i / scales.length);
      return { scale, runs: seeds.map((seed) => from(scale, seed)) };
    }),
  };
}
