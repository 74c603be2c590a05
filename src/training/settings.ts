import { check, refuse } from "../lesson/check.ts";
import { type DataSet, inputsOf, rowCount } from "../lesson/datasets.ts";
import { type FileOf, fileCheck, usualOf } from "../lesson/fields.ts";
import {
  dataIn,
  drawnData,
  type ExplicitWeights,
  networkIn,
  type SeededWeights,
  type Shared,
  told,
} from "../lesson/lesson.ts";
import { RUN_TABLE, type Steps } from "./fields.ts";
import type { GradientName } from "./gradient.ts";
import type { Schedule } from "./schedule.ts";

/**
 * All that a training run depends on, plain JSON. `parseSettings` takes a part of it, fills in the rest, and
 * refuses what is out of range or contradicts itself with a one-line `LessonError`.
 */
export interface Settings extends Omit<Shared, "data" | "weights" | "hidden"> {
  readonly data: DataSet;
  /** The first so many rows of `data` are trained on. */
  readonly trained: number;
  /** Rows to look at and never train on; without it, the rows of `data` after those trained on. */
  readonly unseen?: DataSet;
  /** Neurons in each hidden layer, first to last: 1 to 4 layers. */
  readonly hidden: readonly number[];
  readonly weights: InitialWeights | ExplicitWeights;
  readonly steps: number;
  /** "all": each step uses every trained row; else so many, in an order drawn anew for each epoch. */
  readonly batch: "all" | Shuffled;
  /** α > 0. */
  readonly learningRate: number;
  readonly schedule: Schedule;
  /** λ ≥ 0: adds λ/2N·ΣW² to the loss, N the rows trained on, whatever the batch; no bias is in W. */
  readonly ridge: number;
  /** λ₁ ≥ 0: adds λ₁/N·Σ|W| to the loss; no bias is in W. */
  readonly l1: number;
  /** The largest norm of the whole gradient; a longer one is shortened to it. Absent: never shortened. */
  readonly clip?: number;
  /** "exact" is the gradient of the loss; the others are wrong, see gradient.ts. */
  readonly gradient: GradientName;
  /** The steps after which to record the losses, accuracies and norms. */
  readonly record: Steps;
  /** The steps after which to keep the weights. */
  readonly snapshots: Steps;
}

/** Weights drawn as in a lesson, then multiplied by `scale` > 0 before any rounding. */
export interface InitialWeights extends SeededWeights {
  readonly scale: number;
}
/** Mini-batches: each epoch takes all rows once, in random order. */
export interface Shuffled {
  /** Rows a step; the last step of an epoch may have fewer. */
  readonly size: number;
  readonly seed: number;
}
/** What `parseSettings` takes. */
export type SettingsFile = FileOf<typeof RUN_TABLE>;
const { "data.set": set, trained, unseen, hidden, activation, bias, ...others } = RUN_TABLE;
/** The table in the order of settings that are printed. */
const FILE = { "data.set": set, trained, unseen, hidden, activation, bias, ...others };
const schema = fileCheck(FILE);
const IN_ORDER = Object.fromEntries(Object.keys(FILE).map((at) => [at.split(".")[0], undefined]));

/** What holds where a file says nothing. */
export const USUAL = usualOf(FILE) as Settings;

/**
 * The settings that a settings file describes, complete and consistent.
 * @throws LessonError with field, what was got and what is allowed
 */
export const parseSettings = (json: unknown): Settings => settingsFrom(check(schema, json, ""));

/**
 * The same from fields that have been checked one by one.
 * @throws LessonError where they contradict each other
 */
export function settingsFrom(file: SettingsFile): Settings {
  const all = { ...USUAL, ...told(file) };
  const { hidden, ...network } = networkIn(
    { ...file, hidden: file.hidden?.[0] },
    { ...USUAL, hidden: USUAL.hidden[0]! },
  );
  const { data, weights } = network;
  const { trained = rowCount(data) } = file;
  if (trained > rowCount(data))
    refuse("trained", `got ${trained}, expected at most ${rowCount(data)}, the rows of the data`);
  const unseen = file.unseen && dataIn(file.unseen, drawnData(USUAL.data), "unseen");
  if (unseen && "X" in unseen) refuse("unseen", "got explicit rows, expected a set by its name");
  if (unseen && inputsOf(data) !== inputsOf(unseen))
    refuse(
      "unseen",
      `got a set of two inputs beside data.X with ${inputsOf(data)}; expected 2, or no unseen at all`,
    );
  if ("W1" in weights && all.hidden.length > 1)
    refuse("hidden", `got ${all.hidden.length} layers beside explicit weights.W1, expected one`);
  const { batch } = all;
  if (batch !== "all" && batch.size > trained)
    refuse("batch.size", `got ${batch.size}, expected at most ${trained}, the rows trained on`);
  return told({
    ...IN_ORDER,
    ...all,
    ...network,
    trained,
    unseen,
    hidden: file.hidden ?? [hidden],
    record: file.record ?? { every: Math.max(1, Math.ceil(all.steps / 100)) },
    batch: batch === "all" ? batch : { size: batch.size, seed: batch.seed ?? 0 },
  }) as Settings;
}

/**
 * The first step from t on after which something is due; Infinity if there is none.
 * @param steps of the whole run
 */
export function dueFrom(due: Steps, t: number, steps: number): number {
  if ("at" in due)
    return due.at.reduce((next, step) => (step >= t && step < next ? step : next), Number.POSITIVE_INFINITY);
  return t > steps ? Number.POSITIVE_INFINITY : Math.min(Math.ceil(t / due.every) * due.every, steps);
}

/** Neurons in each layer, inputs first, outputs last. */
export const widthsOf = ({ data, hidden, outputs }: Settings): number[] => [
  inputsOf(data),
  ...hidden,
  outputs,
];
