import { createRun, type Run } from "../../src/training/run.ts";
import type { Settings } from "../../src/training/settings.ts";

/** What is said of training in general rests on runs from all of these seeds of the weights. */
export const SEEDS: readonly number[] = Array.from(
  { length: 20 },
  (_, i) => 2017 + i,
);

/** Added to every weight before the first step, to see whether a run hangs on its last bits. */
export const NUDGE = 1e-14;

/** Nudges every weight of a run before its first step. */
export function nudge({ weights }: Run): void {
  for (const { data } of weights)
    for (let i = 0; i < data.length; i++) data[i] = data[i]! + NUDGE;
}

/** The data loss at the end of a run that began nudged. */
export function lossNudged(settings: Settings): number {
  const run = createRun(settings);
  nudge(run);
  run.step(settings.steps);
  return run.record().loss.data;
}

/** The data loss at the end of a run, and of the same run nudged. */
export interface Ending {
  readonly loss: number;
  readonly nudged: number;
}

/** Two ends further apart than this share of the loss are two ends. */
export const ELSEWHERE = 1e-3;

/** Whether another last bit makes another run of it: nothing general rests on such a run. */
export const isChaotic = ({ loss, nudged }: Ending): boolean =>
  Math.abs(nudged - loss) > ELSEWHERE * loss;
