import { norm } from "../../../src/math/norm.ts";
import type { Entry } from "../../../src/training/history.ts";
import { parseSettings } from "../../../src/training/settings.ts";
import { train } from "../../../src/training/train.ts";
import { type Ending, lossNudged } from "../seeds.ts";

/** A run that ends in NaN, every step of it recorded, and the same with one thing changed. */

export interface ExplosionSettings {
  readonly kind: "explosion";
  readonly hidden: number;
  readonly rate: number;
  readonly ridge: number;
  readonly steps: number;
  readonly remedies: readonly {
    readonly rate?: number;
    readonly ridge?: number;
    readonly clip?: number;
  }[];
}

export interface ExplosionResult {
  readonly trained: number;
  /** The step that made a weight NaN or infinite; null where none did. */
  readonly end: number | null;
  readonly measures: readonly Measured[];
  /** The largest data term of all steps. */
  readonly mostDataLoss: number;
  readonly remedies: readonly Remedy[];
}
export interface Measured {
  readonly what: (typeof MEASURES)[number][0];
  readonly start: number;
  /** How many times as large a step made it, at the last step after which the loss is a finite number. */
  readonly growth: number;
  /** The first step after which it was no finite number. */
  readonly lost: number | null;
}
export interface Remedy {
  readonly rate: number;
  readonly ridge: number;
  readonly clip: number | null;
  readonly end: number | null;
  /** The loss at the end, with the ridge's part; null where it is no number. */
  readonly loss: number | null;
  readonly accuracy: number;
  /** The data loss at the end, and that of the same run nudged; none of a run that ends in NaN. */
  readonly ending: Ending | null;
  /** √ΣW² of both layers together at the end. */
  readonly weights: number | null;
}

const MEASURES = [
  ["W1", ({ weightNorms }: Entry) => weightNorms[0]!],
  ["W2", ({ weightNorms }: Entry) => weightNorms[1]!],
  ["dLoss_dW1", ({ gradientNorms }: Entry) => gradientNorms[0]!],
  ["dLoss_dW2", ({ gradientNorms }: Entry) => gradientNorms[1]!],
  ["loss_data", ({ loss }: Entry) => loss.data],
  ["loss", ({ loss }: Entry) => loss.total],
] as const;

const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);

export function explosion(settings: ExplosionSettings): ExplosionResult {
  const { hidden, rate, ridge, steps, remedies } = settings;
  const runWith = (
    change: ExplosionSettings["remedies"][number],
    every: number,
  ) =>
    train(
      parseSettings({
        trained: 50,
        hidden: [hidden],
        learningRate: change.rate ?? rate,
        ridge: change.ridge ?? ridge,
        ...(change.clip !== undefined && { clip: change.clip }),
        steps,
        record: { every },
      }),
    );
  const history = runWith({}, 1);
  const { entries, end } = history;
  const first = (when: (entry: Entry) => boolean) =>
    entries.find(when)?.step ?? null;
  const size = ({ weightNorms }: Entry) => norm(weightNorms);
  const known = entries.filter((entry) => Number.isFinite(entry.loss.total));
  const [before, last] = known.slice(-2) as [Entry, Entry];
  return {
    trained: history.settings.trained,
    end: end.how === "diverged" ? end.step : null,
    measures: MEASURES.map(([what, of]) => {
      const start = of(entries[0]!);
      return {
        what,
        start,
        growth: of(last) / of(before),
        lost: first((entry) => !Number.isFinite(of(entry))),
      };
    }),
    mostDataLoss: Math.max(...entries.map(({ loss }) => loss.data)),
    remedies: remedies.map((change) => {
      const { entries, end, settings } = runWith(change, 100);
      const entry = entries.at(-1)!;
      return {
        rate: change.rate ?? rate,
        ridge: change.ridge ?? ridge,
        clip: change.clip ?? null,
        end: end.how === "diverged" ? end.step : null,
        loss: finite(entry.loss.total),
        accuracy: entry.accuracy!.trained,
        ending:
          end.how === "finished"
            ? { loss: entry.loss.data, nudged: lossNudged(settings) }
            : null,
        weights: finite(size(entry)),
      };
    }),
  };
}
