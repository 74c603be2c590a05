import type { Column } from "../../../src/training/column.ts";
import { trainedAndUnseen } from "../../../src/training/datasets.ts";
import { forward, passOver } from "../../../src/training/pass.ts";
import { parseSettings, widthsOf } from "../../../src/training/settings.ts";
import { train } from "../../../src/training/train.ts";
import { initialWeights } from "../../../src/training/weights.ts";

/** The same run from larger and larger initial weights: how many neurons sit at the ends of their sigmoids. */

export interface SaturationSettings {
  readonly kind: "saturation";
  readonly scales: readonly number[];
  readonly hidden: number;
  readonly rate: number;
  readonly steps: number;
}

export interface SaturationResult {
  readonly kind: "saturation";
  readonly trained: number;
  readonly runs: readonly Saturated[];
}
export interface Saturated {
  readonly scale: number;
  /** Shares of the hidden values and of the outputs, over all rows, within `NEAR` of 0 or 1, before training. */
  readonly hiddenShare: number;
  readonly outputShare: number;
  /** Hidden neurons that are near the same end for every row. */
  readonly dead: number;
  readonly gradients: readonly [first: number, second: number];
  readonly start: number;
  readonly end: number;
  /** The share of the weights, by √Σ(W* − W)² against √ΣW², that the run changed. */
  readonly moved: number;
  readonly accuracy: number;
}

/** How close to 0 or 1 a value counts as saturated. */
export const NEAR = 0.05;

const low = (h: number) => h < NEAR;
const high = (h: number) => h > 1 - NEAR;
const share = (columns: readonly Column[]): number => {
  const values = columns.flatMap((column) => [...column]);
  return values.filter((h) => low(h) || high(h)).length / values.length;
};

export function saturation(settings: SaturationSettings): SaturationResult {
  const { scales, hidden, rate, steps } = settings;
  const runs = scales.map((scale): Saturated => {
    const chosen = parseSettings({
      trained: 50,
      hidden: [hidden],
      bias: true,
      weights: { seed: 2017, scale },
      learningRate: rate,
      steps,
      record: { at: [0, steps] },
    });
    const weights = initialWeights(chosen);
    const { trained } = trainedAndUnseen(chosen);
    const pass = passOver(trained, chosen, widthsOf(chosen).slice(1));
    forward(pass, chosen, weights);
    const [h1, h2] = pass.layers.map(({ outputs }) => outputs) as [
      readonly Column[],
      readonly Column[],
    ];
    const history = train(chosen);
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
      dead: h1.filter((column) => column.every(low) || column.every(high))
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
  return { kind: "saturation", trained: 50, runs };
}
