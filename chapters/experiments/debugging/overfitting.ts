import { parseSettings } from "../../../src/training/settings.ts";
import { train } from "../../../src/training/train.ts";
import { type Ending, lossNudged } from "../seeds.ts";

/** Few rows learnt by heart: the loss on them and on rows never trained on, step by step. */

export interface OverfittingSettings {
  readonly kind: "overfitting";
  readonly hidden: number;
  readonly rate: number;
  readonly steps: number;
  readonly every: number;
  /** Looked at in all runs, and never trained on. */
  readonly unseen: {
    readonly set: "article";
    readonly seed: number;
    readonly rows: number;
  };
  readonly ways: readonly {
    readonly trained: number;
    readonly ridge: number;
  }[];
  /** A run each way for each pair: the rows drawn anew, and the weights. */
  readonly seeds: readonly {
    readonly data: number;
    readonly weights: number;
  }[];
}

export interface OverfittingResult {
  /** The first way with the first seeds, look by look. */
  readonly points: readonly Fit[];
  readonly ways: readonly FittedWay[];
}
export interface FittedWay {
  readonly trained: number;
  readonly ridge: number;
  /** One for each pair of seeds, in their order. */
  readonly runs: readonly FittedRun[];
}
export interface FittedRun extends Ending {
  /** Where the loss on unseen rows was lowest, and the last. */
  readonly best: Fit;
  readonly last: Fit;
}
export interface Fit {
  readonly step: number;
  readonly loss: { readonly trained: number; readonly unseen: number };
  readonly accuracy: { readonly trained: number; readonly unseen: number };
}

export function overfitting(
  settings: OverfittingSettings,
  onProgress: (share: number) => void,
): OverfittingResult {
  const { hidden, rate, steps, every, unseen, ways, seeds } = settings;
  const from = (
    { trained, ridge }: OverfittingSettings["ways"][number],
    { data, weights }: OverfittingSettings["seeds"][number],
  ) => {
    const chosen = parseSettings({
      data: { seed: data },
      weights: { seed: weights },
      trained,
      hidden: [hidden],
      bias: true,
      learningRate: rate,
      ridge,
      steps,
      unseen,
      record: { every },
    });
    const points = train(chosen).entries.map(
      ({ step, loss, accuracy }): Fit => ({
        step,
        loss: { trained: loss.data, unseen: loss.unseen! },
        accuracy: { trained: accuracy!.trained, unseen: accuracy!.unseen! },
      }),
    );
    const best = points.reduce((a, b) =>
      b.loss.unseen < a.loss.unseen ? b : a,
    );
    const last = points.at(-1)!;
    const run: FittedRun = {
      best,
      last,
      loss: last.loss.trained,
      nudged: lossNudged(chosen),
    };
    return { points, run };
  };
  return {
    points: from(ways[0]!, seeds[0]!).points,
    ways: ways.map((way, i) => {
      onProgress(i / ways.length);
      return { ...way, runs: seeds.map((pair) => from(way, pair).run) };
    }),
  };
}
