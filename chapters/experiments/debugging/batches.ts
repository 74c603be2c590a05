import { rowsOf } from "../../../src/lesson/datasets.ts";
import { RandomState } from "../../../src/math/random.ts";
import { createRun } from "../../../src/training/run.ts";
import { parseSettings } from "../../../src/training/settings.ts";
import { train } from "../../../src/training/train.ts";
import { type Ending, lossNudged } from "../seeds.ts";

/** How far the gradients of batches lie from that of all rows, and what that means for a run. */

export interface BatchSettings {
  readonly kind: "batches";
  readonly hidden: number;
  readonly sizes: readonly number[];
  /** Of the weights, and each with it of the shuffling. */
  readonly seeds: readonly number[];
  /** Times that all rows are shuffled and cut into batches. */
  readonly shuffles: number;
  /** Learning rates for runs that all look at so many rows. */
  readonly rates: readonly number[];
  readonly rowsSeen: number;
}

export interface BatchResult {
  readonly rows: number;
  /** For each seed of the weights, before the first step. */
  readonly spread: readonly {
    readonly seed: number;
    readonly sizes: readonly Spread[];
    /** Of the rows that alone point uphill, how many have label 0, and how many label 1. */
    readonly uphill: readonly [zeros: number, ones: number];
  }[];
  readonly race: readonly Race[];
}
/** Of all batches of one size. */
export interface Spread {
  readonly size: number;
  readonly batches: number;
  /** The mean of |g − G|² / |G|², G the gradient of all rows. */
  readonly variance: number;
  /** The share of batches whose step would climb: g·G < 0. */
  readonly uphill: number;
}
export interface Race {
  readonly rate: number;
  readonly size: number;
  readonly steps: number;
  /** One for each seed of the weights, in their order. */
  readonly ends: readonly Ending[];
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, i) => sum + x * b[i]!, 0);

const mean = (
  vectors: readonly (readonly number[])[],
  chosen: readonly number[],
): number[] =>
  vectors[0]!.map(
    (_, i) =>
      chosen.reduce((sum, n) => sum + vectors[n]![i]!, 0) / chosen.length,
  );

const all = rowsOf(parseSettings({}).data);

/** The gradient of each row alone, before the first step; that of a batch is the mean of its rows'. */
export function rowGradients(hidden: number, seed: number): number[][] {
  const { X, labels = [] } = all;
  return labels.map((label, n) => {
    const row = Array.from(X.data.subarray(n * X.cols, (n + 1) * X.cols));
    const run = createRun(
      parseSettings({
        data: { X: [row], labels: [label] },
        hidden: [hidden],
        bias: true,
        weights: { seed },
      }),
    );
    return run.gradient().flatMap(({ data }) => [...data]);
  });
}

function spreadOf(
  seed: number,
  { hidden, sizes, shuffles }: BatchSettings,
): BatchResult["spread"][number] {
  const gradients = rowGradients(hidden, seed);
  const N = gradients.length;
  const G = mean(gradients, [...gradients.keys()]);
  const climbs = (g: readonly number[]) => dot(g, G) < 0;
  const spread = sizes
    .filter((size) => size < N)
    .map((size): Spread => {
      const random = new RandomState(seed);
      let [distance, uphill, batches] = [0, 0, 0];
      for (let s = 0; s < shuffles; s++) {
        const order = [...random.permutation(N)];
        for (let from = 0; from + size <= N; from += size) {
          const g = mean(gradients, order.slice(from, from + size));
          const off = g.map((x, i) => x - G[i]!);
          distance += dot(off, off);
          if (climbs(g)) uphill++;
          batches++;
        }
      }
      return {
        size,
        batches,
        variance: distance / batches / dot(G, G),
        uphill: uphill / batches,
      };
    });
  const uphillOf = (label: number) =>
    gradients.filter((g, n) => all.labels![n] === label && climbs(g)).length;
  return { seed, sizes: spread, uphill: [uphillOf(0), uphillOf(1)] };
}

export function batches(
  settings: BatchSettings,
  onProgress: (share: number) => void,
): BatchResult {
  const { hidden, sizes, seeds, rates, rowsSeen } = settings;
  const rows = all.X.rows;
  const spread = seeds.map((it, i) => {
    onProgress(i / seeds.length / 2);
    return spreadOf(it, settings);
  });
  const race = rates.flatMap((rate, i) =>
    sizes.map((size): Race => {
      onProgress((1 + i / rates.length) / 2);
      const steps = rowsSeen / size;
      const ends = seeds.map((it): Ending => {
        const run = parseSettings({
          hidden: [hidden],
          bias: true,
          weights: { seed: it },
          learningRate: rate,
          steps,
          batch: size < rows ? { size, seed: it } : "all",
          record: { at: [steps] },
        });
        const { loss } = train(run).entries.at(-1)!;
        return { loss: loss.data, nudged: lossNudged(run) };
      });
      return { rate, size, steps, ends };
    }),
  );
  return { rows, spread, race };
}
