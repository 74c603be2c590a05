import type { laboratoryWords } from "../../../chapters/words/laboratory.ts";
import type { Plane } from "../../../src/figures/plane.ts";
import { trainedAndUnseen } from "../../../src/lesson/datasets.ts";
import { MOST_STEPS } from "../../../src/lesson/fields.ts";
import type { Matrix } from "../../../src/math/matrix.ts";
import { MAX_STEPS } from "../../../src/training/fields.ts";
import { type Entry, historyJson } from "../../../src/training/history.ts";
import { createRun } from "../../../src/training/run.ts";
import { parseSettings, type Settings } from "../../../src/training/settings.ts";
import { addressOfStep } from "../../../src/training/steps.ts";
import { type Watch, watch } from "../../../src/training/watch.ts";
import { copyOf } from "../../../src/training/weights.ts";
import { filled } from "./filled.ts";
import { given } from "./given.ts";
import { comma, lossText, rightRows, stepText } from "./numbers.ts";
import { REACH } from "./points.ts";

/** What the laboratory has in hand: a run, its record, and the plane that it is looked at on. No DOM here. */
export interface Training {
  readonly settings: Settings;
  readonly watch: Watch;
  /** The rows trained on. */
  readonly X: Matrix;
  readonly labels: readonly number[] | undefined;
  /** How many rows are trained on, and how many only looked at. */
  readonly rows: { readonly trained: number; readonly unseen: number };
  /** Where it is looked at; none where the rows have more or fewer than two inputs. */
  readonly plane?: Pick<Plane, "reach">;
  /** The weights at each entry of the record, by its step: as many as there are entries, and no more. */
  readonly kept: Map<number, readonly Matrix[]>;
  /** The entry that a reader looks back at; undefined: the run as it is now. */
  back: Entry | undefined;
}

/** What is looked at. */
export const entrySeen = ({ back, watch }: Training): Entry => back ?? watch.now();
export const weightsSeen = ({ back, kept, watch }: Training): readonly Matrix[] =>
  back ? kept.get(back.step)! : watch.weights;
export const stepSeen = ({ back, watch }: Training): number => back?.step ?? watch.run.steps;

/** Takes a step. */
export function takeStep({ watch, kept }: Training): void {
  watch.step();
  const { step } = watch.entries.at(-1)!;
  if (kept.has(step)) return;
  kept.set(step, copyOf(watch.weights));
  if (kept.size <= watch.entries.length) return;
  // Every other entry has gone.
  for (const step of kept.keys()) if (step % watch.every !== 0) kept.delete(step);
}

export function rewind(training: Training): void {
  const { watch, kept } = training;
  watch.rewind();
  training.back = undefined;
  kept.clear();
  kept.set(0, copyOf(watch.weights));
}

/** Entries kept of a run, for its curves. */
const KEPT = 256;

export function trainingOf(settings: Settings): Training {
  const { trained, unseen } = trainedAndUnseen(settings);
  const least = "X" in settings.data ? REACH : 0;
  const run = watch(createRun(settings), KEPT);
  return {
    settings,
    watch: run,
    kept: new Map([[0, copyOf(run.weights)]]),
    back: undefined,
    X: trained.X,
    labels: trained.labels,
    rows: { trained: trained.X.rows, unseen: unseen?.X.rows ?? 0 },
    ...(trained.X.cols === 2 && { plane: { reach: Math.max(least, reachOf(trained.X)) } }),
  };
}

/** Room for all rows and a little more, to the next half. */
const reachOf = ({ data }: Matrix): number =>
  Math.ceil(2.1 * data.reduce((most, x) => Math.max(most, Math.abs(x)), 0)) / 2;

/** Whether a further step can be taken. */
export const goesOn = ({ watch: { run } }: Training): boolean => !run.diverged && run.steps < MAX_STEPS;

/** Where the run is, in a sentence or two. */
export function sentence(training: Training, running: boolean): string {
  const { settings, watch, rows, back } = training;
  const { words } = given;
  const { run } = watch;
  if (run.diverged && !back)
    return `${filled(words.diverged, { step: stepText(run.steps) })} ${words.remedies[settings.gradient]}`;
  const { step, loss, accuracy } = entrySeen(training);
  const told = { step: stepText(step), loss: lossText(loss.total) };
  const at = accuracy
    ? filled(words.at, {
        ...told,
        comma,
        right: stepText(rightRows(accuracy.trained, rows.trained)),
        rows: stepText(rows.trained),
      })
    : filled(words.atLoss, told);
  if (back) return `${at} ${filled(words.back, { step: stepText(run.steps) })}`;
  if (running) return `${words.running} ${at}`;
  return run.steps < MAX_STEPS ? at : `${at} ${filled(words.most, { most: stepText(MAX_STEPS) })}`;
}

/** Why a step of this run is not shown by the chapters with a stage; undefined where it is. */
export function notShown(training: Training): keyof (typeof laboratoryWords)["notShown"] | undefined {
  const { settings, watch, back } = training;
  if (settings.gradient !== "exact") return "gradient";
  if (settings.hidden.length > 1) return "layers";
  if (watch.run.diverged && !back) return "diverged";
  return stepSeen(training) > MOST_STEPS ? "far" : undefined;
}

/** The address, on each page of those chapters, of the step that the run is at. */
export function addressOf(training: Training): string {
  const { settings } = training;
  const { data, trained } = settings;
  // The pages train on every row they have. Those of a set that is drawn come one by one, so the first are the same.
  const alone = "rows" in data ? { ...settings, data: { ...data, rows: trained } } : settings;
  return addressOfStep(alone, stepSeen(training), given.lesson);
}

/** What was recorded, as the terminal prints it with `--json` and the same `--steps` and `--every`. */
export function recordJson({ settings, watch }: Training): string {
  const { run, every, entries } = watch;
  const { steps, weights, diverged } = run;
  const now = watch.now();
  return historyJson("loop", {
    settings: parseSettings({ ...settings, steps, record: { every } }),
    entries: now === entries.at(-1) ? entries : [...entries, now],
    snapshots: [],
    end: { step: steps, how: diverged ? "diverged" : "finished" },
    weights,
  });
}
