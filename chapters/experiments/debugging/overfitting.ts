import { parseSettings } from "../../../src/training/settings.ts";
import { train } from "../../../src/training/train.ts";

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
  readonly runs: readonly {
    readonly trained: number;
    readonly ridge: number;
  }[];
}

export interface OverfittingResult {
  readonly kind: "overfitting";
  readonly runs: readonly FittedRun[];
}
export interface FittedRun {
  readonly trained: number;
  readonly ridge: number;
  readonly points: readonly Fit[];
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
): OverfittingResult {
  const { hidden, rate, steps, every, unseen } = settings;
  const runs = settings.runs.map(({ trained, ridge }): FittedRun => {
    const chosen = parseSettings({
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
        accuracy: { trained: accuracy.trained, unseen: accuracy.unseen! },
      }),
    );
    const best = points.reduce((a, b) =>
      b.loss.unseen < a.loss.unseen ? b : a,
    );
    return {
      trained,
      ridge,
      points,
      best,
      last: points.at(-1)!,
    };
  });
  return { kind: "overfitting", runs };
}
