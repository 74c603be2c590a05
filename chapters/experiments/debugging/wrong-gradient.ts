import { ridders } from "../../../src/network/gradient-check.ts";
import type { GradientName } from "../../../src/training/gradient.ts";
import { createRun } from "../../../src/training/run.ts";
import { parseSettings } from "../../../src/training/settings.ts";
import { type Ending, lossNudged } from "../seeds.ts";

/** A right gradient and a wrong one: both bring the loss down; nudging tells them apart before the first step. */

export interface GradientSettings {
  readonly kind: "gradient";
  readonly hidden: number;
  readonly steps: number;
  /** Of the weights. */
  readonly seeds: readonly number[];
  readonly rules: readonly {
    readonly rule: GradientName;
    readonly rate: number;
    readonly ridge: number;
  }[];
}

export interface GradientResult {
  readonly trained: number;
  readonly weights: number;
  readonly rules: readonly Checked[];
}
export interface Checked {
  readonly rule: GradientName;
  readonly rate: number;
  readonly ridge: number;
  /** One for each seed of the weights, in their order. */
  readonly runs: readonly CheckedRun[];
}
export interface CheckedRun extends Ending {
  readonly seed: number;
  /** The largest |a − n| / max(|a|, |n|) over all weights before the first step, n found by nudging. */
  readonly worst: number;
  /** The one factor that brings a closest to n, and the same measure once a is divided by it. */
  readonly factor: number;
  readonly worstScaled: number;
  /** The loss with the ridge's part, before the first step and after the last. */
  readonly start: number;
  readonly end: number;
}

const largestDifference = (a: readonly number[], n: readonly number[]) =>
  Math.max(
    ...a.map(
      (x, i) => Math.abs(x - n[i]!) / Math.max(Math.abs(x), Math.abs(n[i]!)),
    ),
  );

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, i) => sum + x * b[i]!, 0);

export function wrongGradient(settings: GradientSettings): GradientResult {
  const { hidden, steps, seeds } = settings;
  const from = (
    { rule, rate, ridge }: GradientSettings["rules"][number],
    seed: number,
  ): CheckedRun => {
    const chosen = parseSettings({
      trained: TRAINED,
      hidden: [hidden],
      weights: { seed },
      ridge,
      learningRate: rate,
      gradient: rule,
      steps,
    });
    const run = createRun(chosen);
    const a = run.gradient().flatMap(({ data }) => [...data]);
    const n = run.weights.flatMap(({ data: W }) =>
      Array.from(W, (w, i) => {
        const lossAt = (x: number) => {
          W[i] = x;
          return run.record().loss.total;
        };
        const { slope } = ridders(lossAt, w, 2 ** -3, () => 2 ** -50);
        W[i] = w;
        return slope;
      }),
    );
    const factor = dot(a, n) / dot(n, n);
    const start = run.record().loss.total;
    run.step(steps);
    const { total, data } = run.record().loss;
    return {
      seed,
      worst: largestDifference(a, n),
      factor,
      worstScaled: largestDifference(
        a.map((x) => x / factor),
        n,
      ),
      start,
      end: total,
      loss: data,
      nudged: lossNudged(chosen),
    };
  };
  return {
    trained: TRAINED,
    weights: hidden * 4,
    rules: settings.rules.map((it) => ({
      ...it,
      runs: seeds.map((seed) => from(it, seed)),
    })),
  };
}

/** The first rows of the article's. */
const TRAINED = 50;
