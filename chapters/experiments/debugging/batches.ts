import { RandomState } from "../../../src/random.ts";
import { rowsOf } from "../../../src/training/datasets.ts";
import { createRun } from "../../../src/training/run.ts";
import { parseSettings } from "../../../src/training/settings.ts";
import { train } from "../../../src/training/train.ts";

/** How far the gradients of batches lie from that of all rows, and what that means for a run. */

export interface BatchSettings {
  readonly kind: "batches";
  readonly hidden: number;
  readonly sizes: readonly number[];
  /** Times that all rows are shuffled and cut into batches. */
  readonly shuffles: number;
  readonly seed: number;
  /** Learning rates for runs that all look at so many rows. */
  readonly rates: readonly number[];
  readonly rowsSeen: number;
}

export interface BatchResult {
  readonly kind: "batches";
  readonly rows: number;
  readonly spread: readonly Spread[];
  readonly race: readonly Race[];
}
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
  readonly loss: number;
  readonly accuracy: number;
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

/** The gradient of each row alone, before the first step; that of a batch is the mean of its rows'. */
export function rowGradients(hidden: number): number[][] {
  const { X, labels } = rowsOf(parseSettings({}).data);
  return labels.map((label, n) => {
    const row = Array.from(X.data.subarray(n * X.cols, (n + 1) * X.cols));
    const alone = { X: [row], labels: [label] };
    const settings = { data: alone, hidden: [hidden], bias: true };
    const gradient = createRun(parseSettings(settings)).gradient();
    return gradient.flatMap(({ data }) => [...data]);
  });
}

export function batches(settings: BatchSettings): BatchResult {
  const { hidden, sizes, shuffles, seed, rates, rowsSeen } = settings;
  const gradients = rowGradients(hidden);
  const N = gradients.length;
  const all = gradients.map((_, n) => n);
  const G = mean(gradients, all);
  const spread = sizes
    .filter((size) => size < N)
    .map((size): Spread => {
      const random = new RandomState(seed);
      let [distance, uphill, count] = [0, 0, 0];
      for (let s = 0; s < shuffles; s++) {
        const order = [...random.permutation(N)];
        for (let from = 0; from + size <= N; from += size) {
          const g = mean(gradients, order.slice(from, from + size));
          const off = g.map((x, i) => x - G[i]!);
          distance += dot(off, off);
          if (dot(g, G) < 0) uphill++;
          count++;
        }
      }
      return {
        size,
        batches: count,
        variance: distance / count / dot(G, G),
        uphill: uphill / count,
      };
    });
  const race = rates.flatMap((rate) =>
    sizes.map((size): Race => {
      const steps = rowsSeen / size;
      const { entries } = train(
        parseSettings({
          hidden: [hidden],
          bias: true,
          learningRate: rate,
          steps,
          batch: size < N ? { size, seed } : "all",
          record: { at: [steps] },
        }),
      );
      const { loss, accuracy } = entries.at(-1)!;
      return {
        rate,
        size,
        steps,
        loss: loss.data,
        accuracy: accuracy.trained,
      };
    }),
  );
  return { kind: "batches", rows: N, spread, race };
}
