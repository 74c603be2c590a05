import { type Matrix, toRows } from "../../../src/matrix.ts";
import { norm } from "../../../src/norm.ts";
import type { Column } from "../../../src/training/column.ts";
import { trainedAndUnseen } from "../../../src/training/datasets.ts";
import { forward, passOver } from "../../../src/training/pass.ts";
import { createRun } from "../../../src/training/run.ts";
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
  readonly scales: readonly number[];
  readonly hidden: number;
  readonly rate: number;
  readonly steps: number;
  /** Seeds 0, 1, … whose first weights are looked at for dead neurons, at the largest scale. */
  readonly seeds: number;
}

export interface SaturationResult {
  readonly kind: "saturation";
  readonly trained: number;
  readonly runs: readonly Saturated[];
  readonly deaths: Deaths;
}
/** Dead neurons from many seeds, before training, and the first seed that has one. */
export interface Deaths {
  /** Seeds with a dead neuron, and dead neurons of all seeds. */
  readonly seeds: number;
  readonly neurons: number;
  /** Null where no seed has one. */
  readonly first: {
    readonly seed: number;
    readonly dead: number;
    /** The longest gradient of a dead neuron’s own weights, and of another’s: √Σ over a column of dLoss/dW1. */
    readonly lengths: readonly [dead: number, alive: number];
    /** How many are dead after training. */
    readonly after: number;
  } | null;
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

const TRAINED = 50;
/** How close to 0 or 1 a value counts as saturated. */
export const NEAR = 0.05;

const low = (h: number) => h < NEAR;
const high = (h: number) => h > 1 - NEAR;
const share = (columns: readonly Column[]): number => {
  const values = columns.flatMap((column) => [...column]);
  return values.filter((h) => low(h) || high(h)).length / values.length;
};

const isDead = (column: Column): boolean =>
  column.every(low) || column.every(high);

/** The outputs of both layers for the rows trained on, a column for each neuron. */
function outputsOf(
  settings: Settings,
  weights: readonly Matrix[],
): [h1: readonly Column[], h2: readonly Column[]] {
  const { trained } = trainedAndUnseen(settings);
  const pass = passOver(trained, settings, widthsOf(settings).slice(1));
  forward(pass, settings, weights);
  const [h1, h2] = pass.layers.map(({ outputs }) => outputs);
  return [h1!, h2!];
}

function deaths(
  of: (seed: number, scale: number) => Settings,
  { scales, seeds }: SaturationSettings,
): Deaths {
  const found = Array.from({ length: seeds }, (_, seed) => {
    const settings = of(seed, scales.at(-1)!);
    const [h1] = outputsOf(settings, initialWeights(settings));
    return { seed, settings, dead: h1.map(isDead) };
  }).filter(({ dead }) => dead.includes(true));
  const count = (dead: readonly boolean[]) => dead.filter(Boolean).length;
  const [first] = found;
  return {
    seeds: found.length,
    neurons: found.reduce((sum, { dead }) => sum + count(dead), 0),
    first: first ? followed(first) : null,
  };

  function followed({ seed, settings, dead }: (typeof found)[number]) {
    const [G] = createRun(settings).gradient() as [Matrix];
    const longest = (which: boolean) =>
      Math.max(
        ...dead.flatMap((it, neuron) =>
          it === which ? [norm(toRows(G).map((row) => row[neuron]!))] : [],
        ),
      );
    const [after] = outputsOf(settings, train(settings).weights);
    return {
      seed,
      dead: count(dead),
      lengths: [longest(true), longest(false)] as const,
      after: count(after.map(isDead)),
    };
  }
}

export function saturation(settings: SaturationSettings): SaturationResult {
  const { scales, hidden, rate, steps } = settings;
  const of = (seed: number, scale: number): Settings =>
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
    const chosen = of(2017, scale);
    const weights = initialWeights(chosen);
    const [h1, h2] = outputsOf(chosen, weights);
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
      dead: h1.filter(isDead).length,
      gradients: start.gradientNorms as [number, number],
      start: start.loss.data,
      end: end.loss.data,
      moved: Math.sqrt(
        squares((w, next) => (next - w) * (next - w)) / squares((w) => w * w),
      ),
      accuracy: end.accuracy.trained,
    };
  });
  return {
    kind: "saturation",
    trained: TRAINED,
    runs,
    deaths: deaths(of, settings),
  };
}
