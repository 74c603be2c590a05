import type { Matrix } from "../../../src/matrix.ts";
import type { Column } from "../../../src/training/column.ts";
import { trainedAndUnseen } from "../../../src/training/datasets.ts";
import { forward, passOver } from "../../../src/training/pass.ts";
import {
  parseSettings,
  type Settings,
  widthsOf,
} from "../../../src/training/settings.ts";
import { train } from "../../../src/training/train.ts";
import { initialWeights } from "../../../src/training/weights.ts";

/** The same run from larger and larger initial weights: how many neurons sit at the ends of their sigmoids. */

export interface SaturationSettings {
  readonly kind: "saturation";
  /** Of the weights. */
  readonly seed: number;
  readonly scales: readonly number[];
  /** So many seeds, from 0, are looked at for dead neurons at the last scale. */
  readonly seeds: number;
  readonly hidden: number;
  readonly rate: number;
  readonly steps: number;
}

export interface SaturationResult {
  readonly kind: "saturation";
  readonly trained: number;
  readonly runs: readonly Saturated[];
  /** How many of the seeds have a dead neuron before the first step, at the last scale. */
  readonly seedsWithDead: number;
}
export interface Saturated {
  readonly scale: number;
  /** Shares of the hidden values and of the outputs, over all rows, within `NEAR` of 0 or 1, before training. */
  readonly hiddenShare: number;
  readonly outputShare: number;
  /** Hidden neurons that are near the same end for every row, before training. */
  readonly dead: number;
  /** How many of them still are after it. */
  readonly stillDead: number;
  readonly gradients: readonly [first: number, second: number];
  readonly start: number;
  readonly end: number;
  /** The share of the weights, by √Σ(W* − W)² against √ΣW², that the run changed. */
  readonly moved: number;
  readonly accuracy: number;
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
  const pass = passOver(trained, settings, widthsOf(settings).slice(1));
  forward(pass, settings, weights);
  return pass.layers.map(({ outputs }) => outputs);
}

export function saturation(settings: SaturationSettings): SaturationResult {
  const { seed, scales, seeds, hidden, rate, steps } = settings;
  const chosenFor = (seed: number, scale: number) =>
    parseSettings({
      trained: TRAINED,
      hidden: [hidden],
      bias: true,
      weights: { seed, scale },
      learningRate: rate,
      steps,
      record: { at: [0, steps] },
    });
  const runs = scales.map((scale): Saturated => {
    const chosen = chosenFor(seed, scale);
    const weights = initialWeights(chosen);
    const [h1, h2] = outputsOf(chosen, weights) as [
      readonly Column[],
      readonly Column[],
    ];
    const history = train(chosen);
    const after = outputsOf(chosen, history.weights)[0]!;
    const [start, end] = [history.entries[0]!, history.entries.at(-1)!];
    const squares = (f: (w: number, next: number) => number) =>
      weights.reduce(
        (sum, { data }, l) =>
          data.reduce(
            (s, w, i) => s + f(w, history.weights[l]!.data[i]!),
            sum,
          ),
        0,
      );
    return {
      scale,
      hiddenShare: share(h1),
      outputShare: share(h2),
      dead: h1.filter(isDead).length,
      stillDead: h1.filter((column, j) => isDead(column) && isDead(after[j]!))
        .length,
      gradients: start.gradientNorms as [number, number],
      start: start.loss.data,
      end: end.loss.data,
      moved: Math.sqrt(
        squares((w, next) => (next - w) * (next - w)) / squares((w) => w * w),
      ),
      accuracy: end.accuracy.trained,
    };
  });
  const seedsWithDead = Array.from({ length: seeds }, (_, seed) =>
    chosenFor(seed, scales.at(-1)!),
  ).filter((it) => outputsOf(it, initialWeights(it))[0]!.some(isDead)).length;
  return { kind: "saturation", trained: TRAINED, runs, seedsWithDead };
}
