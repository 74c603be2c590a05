import { norm } from "../../../src/math/norm.ts";
import { parseSettings } from "../../../src/training/settings.ts";
import { train } from "../../../src/training/train.ts";

/** Runs on the four corners, their loss over the steps: how long it stays flat. */

export interface PlateauSettings {
  readonly kind: "plateau";
  readonly seeds: readonly number[];
  readonly steps: number;
  readonly every: number;
}

export interface PlateauResult {
  readonly runs: readonly PlateauRun[];
}
export interface PlateauRun {
  readonly seed: number;
  readonly points: readonly (readonly [step: number, loss: number])[];
  /** The longest stretch in which the loss stayed within `FLAT` of its value at the start of the stretch. */
  readonly flat: {
    readonly from: number;
    readonly to: number;
    readonly loss: number;
    /** The norm of the whole gradient: the smallest in the stretch. */
    readonly gradient: number;
  };
  /** The largest norm of the whole gradient after the stretch; null where nothing comes after it. */
  readonly after: number | null;
}

/** A loss that changes by a smaller share counts as flat. */
export const FLAT = 0.01;

export function plateau({
  seeds,
  steps,
  every,
}: PlateauSettings): PlateauResult {
  const runs = seeds.map((seed): PlateauRun => {
    const { entries } = train(
      parseSettings({
        data: { set: "corners01" },
        weights: { seed },
        learningRate: 2,
        steps,
        record: { every },
      }),
    );
    const losses = entries.map(({ loss }) => loss.data);
    const gradients = entries.map(({ gradientNorms }) => norm(gradientNorms));
    const stretches = losses.map((start, from) => {
      const left = losses.findIndex(
        (loss, i) => i > from && Math.abs(loss - start) > FLAT * start,
      );
      return { from, to: (left < 0 ? losses.length : left) - 1 };
    });
    const { from, to } = stretches.reduce((longest, it) =>
      it.to - it.from > longest.to - longest.from ? it : longest,
    );
    const rest = gradients.slice(to + 1);
    return {
      seed,
      points: entries.map(({ step, loss }) => [step, loss.data]),
      flat: {
        from: entries[from]!.step,
        to: entries[to]!.step,
        loss: losses[from]!,
        gradient: Math.min(...gradients.slice(from, to + 1)),
      },
      after: rest.length > 0 ? Math.max(...rest) : null,
    };
  });
  return { runs };
}
