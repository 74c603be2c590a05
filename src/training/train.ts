import type { Entry, History, Snapshot } from "./history.ts";
import { createRun } from "./run.ts";
import { dueFrom, type Settings } from "./settings.ts";
import { copyOf } from "./weights.ts";

/** Steps between two looks at the signal, and between two reports, at most. */
const STRIDE = 1000;

/**
 * A whole run. What it returns follows from the settings alone, unless the signal stops it.
 * @param onProgress called with the steps taken so far, at least every 1000 steps
 */
export function train(
  settings: Settings,
  { onProgress, signal }: { onProgress?: (step: number) => void; signal?: AbortSignal } = {},
): History {
  const run = createRun(settings);
  const entries: Entry[] = [];
  const snapshots: Snapshot[] = [];
  const due = (t: number) => ({
    record: dueFrom(settings.record, t, settings.steps),
    snapshot: dueFrom(settings.snapshots, t, settings.steps),
  });
  for (;;) {
    const now = due(run.steps);
    if (run.diverged) break;
    if (now.record === run.steps) entries.push(run.record());
    if (now.snapshot === run.steps) snapshots.push({ step: run.steps, weights: copyOf(run.weights) });
    onProgress?.(run.steps);
    if (run.steps === settings.steps || signal?.aborted) break;
    const next = due(run.steps + 1);
    run.step(Math.min(next.record, next.snapshot, settings.steps, run.steps + STRIDE) - run.steps);
  }
  const how = run.diverged ? "diverged" : run.steps === settings.steps ? "finished" : "stopped";
  return { settings, entries, snapshots, end: { step: run.steps, how }, weights: run.weights };
}
