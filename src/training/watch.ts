import type { Matrix } from "../math/matrix.ts";
import type { Entry } from "./history.ts";
import type { Run } from "./run.ts";
import { copyOf } from "./weights.ts";

/**
 * A run watched for as long as somebody likes: the record it keeps of itself stays small. When it has too many
 * entries, every other one goes, and the distance between two is doubled. So what is kept follows from the number
 * of steps alone, not from how they were cut into turns.
 */
export interface Watch {
  readonly run: Run;
  /** Steps from one entry to the next. */
  readonly every: number;
  /** From step 0 on. The step that makes a run diverge is not among them. */
  readonly entries: readonly Entry[];
  /** Takes one step, and records it if it is due. A run that has diverged stays where it is. */
  step(): void;
  /** The run as it is now; of one that has diverged, the last that was recorded. */
  now(): Entry;
  /** The weights at that step. They change as the run goes on. */
  readonly weights: readonly Matrix[];
  /** Back to the initial weights and an empty record. */
  rewind(): void;
}

/** @param most entries kept, at least 2 */
export function watch(run: Run, most: number): Watch {
  let every: number;
  let entries: Entry[];
  /** Those of the last entry, for when the run diverges. */
  let weights: readonly Matrix[];
  /** The run between two entries, if it was asked for. */
  let between: Entry | undefined;

  function begin(): void {
    every = 1;
    entries = [run.record()];
    weights = copyOf(run.weights);
    between = undefined;
  }
  begin();

  function record(): void {
    const entry = run.record();
    entries.push(entry);
    if (entries.length > most) {
      every *= 2;
      entries = entries.filter(({ step }) => step % every === 0);
    }
    if (entries.at(-1) === entry) weights = copyOf(run.weights);
  }

  return {
    run,
    get every() {
      return every;
    },
    get entries() {
      return entries;
    },
    step() {
      if (run.diverged) return;
      run.step(1);
      if (!run.diverged && run.steps % every === 0) record();
    },
    now() {
      const last = entries.at(-1)!;
      if (run.diverged || last.step === run.steps) return last;
      if (between?.step !== run.steps) between = run.record();
      return between;
    },
    get weights() {
      return run.diverged ? weights : run.weights;
    },
    rewind() {
      run.rewind();
      begin();
    },
  };
}
