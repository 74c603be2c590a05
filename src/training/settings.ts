import * as z from "zod/mini";
import { type DataSet, DRAWN, type DrawnName, FIXED, type FixedName, rowCount } from "../lesson/datasets.ts";
import {
  check,
  type ExplicitWeights,
  expected,
  FIELDS,
  got,
  integer,
  LessonError,
  OUTPUTS,
  object,
  parseLesson,
  type SeededWeights,
} from "../lesson/lesson.ts";
import type { Activation } from "./activation.ts";
import type { GradientName } from "./gradient.ts";
import type { Schedule } from "./schedule.ts";

/**
 * All that a training run depends on, plain JSON. `parseSettings` takes a part of it, fills in the rest, and
 * refuses what is out of range or contradicts itself with a one-line `LessonError`.
 */
export interface Settings {
  readonly data: DataSet;
  /** The first so many rows of `data` are trained on. */
  readonly trained: number;
  /** Rows to look at and never train on; without it, the rows of `data` after those trained on. */
  readonly unseen?: DataSet;
  /** Neurons in each hidden layer, first to last: 1 to 4 layers. */
  readonly hidden: readonly number[];
  /** Of the hidden layers; the outputs are always sigmoids. */
  readonly activation: Activation;
  /**
   * Whether each layer has biases: weights on one more input that is always 1, the last row of its matrix. They
   * begin at 0 and are trained; ridge and L1 leave them alone.
   */
  readonly bias: boolean;
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
  /** The largest norm of the whole gradient; a longer one is shortened to it. Absent: none is. */
  readonly clip?: number;
  /** "exact" is the gradient of the loss; the others are wrong, see article.ts. */
  readonly gradient: GradientName;
  /** The steps after which to record the losses, accuracies and norms. */
  readonly record: Steps;
  /** The steps after which to keep the weights. */
  readonly snapshots: Steps;
}

/** As in a lesson, times `scale`. */
export interface InitialWeights extends SeededWeights {
  readonly scale: number;
}
export interface Shuffled {
  /** Rows a step; the last step of an epoch may have fewer. */
  readonly size: number;
  readonly seed: number;
}
/** Step 0, each `every` steps and the last one; or just those listed. */
export type Steps = { readonly every: number } | { readonly at: readonly number[] };

export const MAX_LAYERS = 4;
export const MAX_WIDTH = 128;
const MAX_ROWS = 10_000;
export const MAX_STEPS = 10_000_000;
const MAX_SIZE = 1e6;

const positive = (most: number) => {
  const message = expected(`a number above 0, at most ${most}`);
  return z.number(message).check(z.gt(0, message), z.lte(most, message));
};
const oneOf = <const T extends string>(names: readonly T[]) =>
  z.enum(names, expected(`one of ${names.join(", ")}`));
const names = <T extends string>(table: Record<T, unknown>) => Object.keys(table) as T[];

const STEP = integer(0, MAX_STEPS);
const steps = z.union(
  [z.strictObject({ every: integer(1, MAX_STEPS) }), z.strictObject({ at: z.array(STEP) })],
  expected(`{ every: a whole number from 1 to ${MAX_STEPS} } or { at: a list of steps }`),
);
/** What a data set may hold; `dataSet` sees to it that the parts go together. */
const DATA = object({
  set: z.optional(oneOf([...names(DRAWN), ...names(FIXED)])),
  seed: z.optional(FIELDS["data.seed"]),
  rows: z.optional(integer(1, MAX_ROWS)),
  X: z.optional(z.unknown()),
  labels: z.optional(z.unknown()),
});
const WEIGHTS = object({
  seed: z.optional(FIELDS["weights.seed"]),
  round: z.optional(FIELDS["weights.round"]),
  scale: z.optional(positive(1000)),
  W1: z.optional(z.unknown()),
  W2: z.optional(z.unknown()),
});
const widths = expected(`a list of 1 to ${MAX_LAYERS} whole numbers from 1 to ${MAX_WIDTH}`);

/** The fields of a settings file; all may be left out. The flags of a command line share these checks. */
export const TRAINING_FIELDS = {
  data: DATA,
  trained: integer(1, MAX_ROWS),
  unseen: DATA,
  hidden: z
    .array(integer(1, MAX_WIDTH), widths)
    .check(z.minLength(1, widths), z.maxLength(MAX_LAYERS, widths)),
  activation: oneOf<Activation>(["sigmoid", "tanh"]),
  bias: z.boolean(expected("true or false")),
  weights: WEIGHTS,
  steps: STEP,
  batch: z.union(
    [z.literal("all"), z.strictObject({ size: integer(1, MAX_ROWS), seed: z.optional(FIELDS["data.seed"]) })],
    expected(`"all" or { size: a whole number from 1 to ${MAX_ROWS}, seed }`),
  ),
  learningRate: FIELDS.learningRate,
  schedule: z.union(
    [
      z.literal(["constant", "cosine"]),
      z.strictObject({ every: integer(1, MAX_STEPS), factor: positive(1) }),
      z.strictObject({ decay: positive(MAX_SIZE) }),
    ],
    expected(
      `"constant", "cosine", { every: steps, factor: above 0, at most 1 } or { decay: above 0, at most ${MAX_SIZE} }`,
    ),
  ),
  ridge: FIELDS.ridge,
  l1: FIELDS.ridge,
  clip: positive(MAX_SIZE),
  gradient: oneOf<GradientName>(["exact", "summed", "article"]),
  record: steps,
  snapshots: steps,
};
const schema = object(
  Object.fromEntries(Object.entries(TRAINING_FIELDS).map(([name, type]) => [name, z.optional(type)])) as {
    [Name in keyof typeof TRAINING_FIELDS]: z.ZodMiniOptional<(typeof TRAINING_FIELDS)[Name]>;
  },
);
/** What `parseSettings` takes. */
export type SettingsFile = z.input<typeof schema>;

function refuse(field: string, reason: string): never {
  throw new LessonError(field, reason);
}

/** Explicit rows are checked as a lesson's are. */
function dataSet(field: "data" | "unseen", { set, seed, rows, X, labels }: z.infer<typeof DATA>): DataSet {
  const chosen = { set, seed, rows };
  if (X !== undefined || labels !== undefined) {
    for (const [name, value] of Object.entries(chosen))
      if (value !== undefined)
        refuse(`${field}.${name}`, `got ${got(value)} beside explicit ${field}.X, expected one or the other`);
    if (field === "unseen") refuse(field, "got explicit rows, expected a set by its name");
    return parseLesson({ data: { X, labels } }).data as DataSet;
  }
  if (set !== undefined && set in FIXED) {
    for (const name of ["seed", "rows"] as const)
      if (chosen[name] !== undefined)
        refuse(
          `${field}.${name}`,
          `got ${chosen[name]} beside ${set}, which is not drawn; expected no ${name}`,
        );
    return { set: set as FixedName };
  }
  return { set: (set as DrawnName | undefined) ?? "article", seed: seed ?? 0, rows: rows ?? 300 };
}

/** Explicit weights are checked as a lesson's are: they are those of one hidden layer, without biases. */
function initialWeights(
  { seed, round, scale, W1, W2 }: z.infer<typeof WEIGHTS>,
  { data, hidden, bias }: { data: DataSet; hidden: readonly number[] | undefined; bias: boolean },
): InitialWeights | ExplicitWeights {
  if (W1 === undefined && W2 === undefined)
    return { seed: seed ?? 2017, scale: scale ?? 1, ...(round !== undefined && { round }) };
  if (scale !== undefined)
    refuse("weights.scale", `got ${scale} beside explicit weights.W1, expected one or the other`);
  if (bias) refuse("bias", "got true beside explicit weights.W1, expected false");
  if (hidden !== undefined && hidden.length > 1)
    refuse("hidden", `got ${hidden.length} layers beside explicit weights.W1, expected one`);
  const lesson = parseLesson({
    ...("X" in data && { data }),
    weights: {
      ...(seed !== undefined && { seed }),
      ...(round !== undefined && { round }),
      ...(W1 !== undefined && { W1 }),
      ...(W2 !== undefined && { W2 }),
    },
    ...(hidden !== undefined && { hidden: hidden[0] }),
  });
  return lesson.weights as ExplicitWeights;
}

/**
 * The settings that a settings file describes, complete and consistent.
 * @throws LessonError with field, what was got and what is allowed
 */
export function parseSettings(json: unknown): Settings {
  const file = check(schema, json, "");
  const data = dataSet("data", file.data ?? {});
  const rows = rowCount(data);
  const trained = file.trained ?? rows;
  if (trained > rows) refuse("trained", `got ${trained}, expected at most ${rows}, the rows of the data`);
  const unseen = file.unseen && dataSet("unseen", file.unseen);
  if (unseen && "X" in data && data.X[0]!.length !== 2)
    refuse(
      "unseen",
      `got a set of two inputs beside data.X with ${data.X[0]!.length}; expected 2, or no unseen at all`,
    );
  const bias = file.bias ?? false;
  const weights = initialWeights(file.weights ?? {}, { data, hidden: file.hidden, bias });
  const { batch = "all", steps = 1000 } = file;
  if (batch !== "all" && batch.size > trained)
    refuse("batch.size", `got ${batch.size}, expected at most ${trained}, the rows trained on`);
  return {
    data,
    trained,
    ...(unseen && { unseen }),
    hidden: file.hidden ?? ["W1" in weights ? weights.W1[0]!.length : 3],
    activation: file.activation ?? "sigmoid",
    bias,
    weights,
    steps,
    batch: batch === "all" ? batch : { size: batch.size, seed: batch.seed ?? 0 },
    learningRate: file.learningRate ?? 0.15,
    schedule: file.schedule ?? "constant",
    ridge: file.ridge ?? 0,
    l1: file.l1 ?? 0,
    ...(file.clip !== undefined && { clip: file.clip }),
    gradient: file.gradient ?? "exact",
    record: file.record ?? { every: Math.max(1, Math.ceil(steps / 100)) },
    snapshots: file.snapshots ?? { at: [] },
  };
}

/** Inputs of the first layer, without the one that is always 1. */
export const inputsOf = ({ data }: Settings): number => ("X" in data ? data.X[0]!.length : 2);

/** The first step from t on after which something is due; Infinity if there is none. */
export function dueFrom(due: Steps, t: number, steps: number): number {
  if ("at" in due)
    return due.at.reduce((next, step) => (step >= t && step < next ? step : next), Number.POSITIVE_INFINITY);
  return t > steps ? Number.POSITIVE_INFINITY : Math.min(Math.ceil(t / due.every) * due.every, steps);
}

/** Neurons in each layer, inputs first, outputs last. */
export const widthsOf = (settings: Settings): number[] => [inputsOf(settings), ...settings.hidden, OUTPUTS];
