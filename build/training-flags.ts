import * as z from "zod/mini";
import { DRAWN, FIXED } from "../src/lesson/datasets.ts";
import { check, got, LessonError } from "../src/lesson/lesson.ts";
import { UsageError } from "../src/lesson/usage-error.ts";
import { decimal, integerFrom } from "../src/math/numerals.ts";
import { parseSettings, type Settings, TRAINING_FIELDS } from "../src/training/settings.ts";
import { helpOn, lessonOf, type Option, readLesson, typedOptions } from "./flags.ts";

/** The command line of the chapters that train. */

/** An option that gives fields of the settings, as `weights.seed`. */
interface SettingsOption extends Option {
  readonly fields: readonly string[];
  /** What the text stands for; whatever is none of it stays text, for the check to refuse. */
  readonly read: (text: string) => unknown;
  readonly type: z.ZodMiniType;
  /** What is allowed, where the check cannot say it in the words of the command line. */
  readonly expected?: string;
}

const { data, weights } = { data: TRAINING_FIELDS.data.shape, weights: TRAINING_FIELDS.weights.shape };
const same = (text: string) => text;

const SETTINGS_OPTIONS: Readonly<Record<string, SettingsOption>> = {
  data: {
    value: "SET",
    help: `${[...Object.keys(DRAWN), ...Object.keys(FIXED)].join(", ")} (article)`,
    fields: ["data.set"],
    read: same,
    type: data.set,
  },
  seed: {
    value: "N",
    help: "seed of data and weights",
    fields: ["data.seed", "weights.seed"],
    read: integerFrom,
    type: data.seed,
  },
  "data-seed": {
    value: "N",
    help: "seed of the data, before --seed (0)",
    fields: ["data.seed"],
    read: integerFrom,
    type: data.seed,
  },
  "weight-seed": {
    value: "N",
    help: "seed of the weights, before --seed (2017)",
    fields: ["weights.seed"],
    read: integerFrom,
    type: weights.seed,
  },
  rows: { value: "N", help: "rows drawn (300)", fields: ["data.rows"], read: integerFrom, type: data.rows },
  trained: {
    value: "N",
    help: "of these, the first N are trained on, the others only looked at (all)",
    fields: ["trained"],
    read: integerFrom,
    type: TRAINING_FIELDS.trained,
  },
  hidden: {
    value: "N,N…",
    help: "neurons in each hidden layer (3)",
    fields: ["hidden"],
    read: (text) => text.split(",").map(integerFrom),
    type: TRAINING_FIELDS.hidden,
    expected: "1 to 4 whole numbers from 1 to 128, with commas between",
  },
  bias: {
    help: "a bias for each neuron, which begins at 0; ridge and L1 leave it alone",
    fields: ["bias"],
    read: () => true,
    type: TRAINING_FIELDS.bias,
  },
  activation: {
    value: "NAME",
    help: "of the hidden neurons: sigmoid or tanh (sigmoid)",
    fields: ["activation"],
    read: same,
    type: TRAINING_FIELDS.activation,
  },
  scale: {
    value: "S",
    help: "the first weights are S times as large (1)",
    fields: ["weights.scale"],
    read: decimal,
    type: weights.scale,
  },
  steps: {
    value: "N",
    help: "steps (1000)",
    fields: ["steps"],
    read: integerFrom,
    type: TRAINING_FIELDS.steps,
  },
  batch: {
    value: "ROWS",
    help: "rows of a step: all, first:N or shuffled:N[,SEED] (all)",
    fields: ["batch"],
    read: batchOf,
    type: z.union([TRAINING_FIELDS.batch, z.strictObject({ first: TRAINING_FIELDS.trained })]),
    expected: "all, first:N or shuffled:N[,SEED], N a whole number from 1 to 10000",
  },
  "learning-rate": {
    value: "A",
    help: "length of the step, α (0.15)",
    fields: ["learningRate"],
    read: decimal,
    type: TRAINING_FIELDS.learningRate,
  },
  schedule: {
    value: "RULE",
    help: "of α: constant, cosine, step:EVERY,FACTOR or inverse:DECAY (constant)",
    fields: ["schedule"],
    read: scheduleOf,
    type: TRAINING_FIELDS.schedule,
    expected:
      "constant, cosine, step:EVERY,FACTOR (a whole number, and above 0 to 1) or inverse:DECAY (above 0)",
  },
  ridge: {
    value: "L",
    help: "price of large weights, λ (0)",
    fields: ["ridge"],
    read: decimal,
    type: TRAINING_FIELDS.ridge,
  },
  l1: {
    value: "L",
    help: "price of the sizes of weights, λ₁ (0)",
    fields: ["l1"],
    read: decimal,
    type: TRAINING_FIELDS.l1,
  },
  clip: {
    value: "G",
    help: "the gradient is shortened to this length (never)",
    fields: ["clip"],
    read: decimal,
    type: TRAINING_FIELDS.clip,
  },
  gradient: {
    value: "NAME",
    help: "exact; summed over the rows; or wrong, as in the article (exact)",
    fields: ["gradient"],
    read: same,
    type: TRAINING_FIELDS.gradient,
  },
  every: {
    value: "N",
    help: "steps from one line to the next (a twentieth of all)",
    fields: ["record"],
    read: (text) => ({ every: integerFrom(text) }),
    type: TRAINING_FIELDS.record,
    expected: "a whole number from 1 to 10000000",
  },
};

const OPTIONS: ReadonlyMap<string, Option> = new Map<string, Option>([
  ...Object.entries(SETTINGS_OPTIONS),
  ["lesson", { value: "FILE", help: "data, weights, hidden neurons and rates of a lesson file (JSON)" }],
  ["json", { help: "print JSON with every digit; null is what grew too large for a number" }],
  ["help", { help: "print this" }],
]);

/** What the other chapters take and these do not, or take for something else. */
const OTHERWISE =
  "Other than in the chapters with a stage, --rows is 300 if nothing is said, and there is no --digits: six decimals\nare shown, and --json prints all.\n";

export const trainingHelp = (usage: string): string => `${helpOn(usage, OPTIONS)}\n${OTHERWISE}`;

/** `first:50`, `shuffled:32` or `shuffled:32,7` */
function batchOf(text: string): unknown {
  const [, rule, size, seed] = /^(first|shuffled):(\d+)(?:,(\d+))?$/.exec(text) ?? [];
  if (rule === "shuffled") return { size: Number(size), ...(seed !== undefined && { seed: Number(seed) }) };
  return rule === "first" && seed === undefined ? { first: Number(size) } : text;
}

/** `step:1000,0.5` or `inverse:0.01` */
function scheduleOf(text: string): unknown {
  const [, rule, numbers = ""] = /^(step|inverse):(.*)$/.exec(text) ?? [];
  const [first, second, ...more] = numbers.split(",").map(decimal);
  if (rule === "step" && more.length === 0) return { every: first, factor: second };
  return rule === "inverse" && second === undefined ? { decay: first } : text;
}

export interface TrainingFlags {
  readonly help: boolean;
  readonly json: boolean;
  /** What to train; undefined where no option speaks of it. */
  readonly settings?: Settings;
}

/** Steps between two lines, if nothing else is said. */
const LINES = 20;

/**
 * Reads the command line of a chapter that trains.
 * @throws UsageError, LessonError: one line that names the option
 */
export function parseTrainingFlags(
  argv: readonly string[],
  read: (path: string) => string = readLesson,
): TrainingFlags {
  const typed = typedOptions(argv, OPTIONS);
  const chosen = { help: typed.has("help"), json: typed.has("json") };
  const values = new Map(
    Object.entries(SETTINGS_OPTIONS)
      .filter(([flag]) => typed.has(flag))
      .map(([flag, option]) => [flag, checkedValue(flag, option, typed.get(flag)!)] as const),
  );
  const lessonFile = typed.get("lesson");
  if (chosen.help || (values.size === 0 && lessonFile === undefined)) return chosen;
  return { ...chosen, settings: typedSettings(values, lessonFile, read) };
}

function checkedValue(flag: string, { read, type, expected }: SettingsOption, text: string): unknown {
  const value = read(text);
  if (expected === undefined) return check(type, value, `--${flag}`);
  if (!z.safeParse(type, value).success)
    throw new UsageError(`--${flag}: got ${got(text)}, expected ${expected}`);
  return value;
}

/** Settings as `parseSettings` takes them, before it has seen them. */
type File = Record<string, unknown>;

/** The settings that flags and lesson file describe together. */
export function typedSettings(
  values: ReadonlyMap<string, unknown> = new Map(),
  lessonFile?: string,
  read: (path: string) => string = readLesson,
): Settings {
  const file: File = lessonFile === undefined ? {} : fileOf(lessonFile, read);
  // A set that is not drawn takes the place of the lesson's rows, its seed among them.
  if (Object.hasOwn(FIXED, String(values.get("data")))) delete file.data;
  const flagOf = new Map<string, string>();
  for (const [flag, value] of values)
    for (const field of SETTINGS_OPTIONS[flag]!.fields) {
      const [first, second] = field.split(".") as [string, string?];
      file[first] = second ? { ...(file[first] as File | undefined), [second]: value } : value;
      flagOf.set(field, flag);
    }
  const batch = file.batch as { first?: number } | undefined;
  if (batch?.first !== undefined) {
    if (file.trained !== undefined)
      throw new UsageError(
        `--batch: got first:${batch.first} beside --trained ${file.trained}, expected one or the other`,
      );
    file.trained = batch.first;
    file.batch = "all";
    flagOf.set("trained", "batch");
  }
  try {
    const settings = parseSettings(file);
    if (file.record !== undefined) return settings;
    return { ...settings, record: { every: Math.max(1, Math.ceil(settings.steps / LINES)) } };
  } catch (error) {
    if (!(error instanceof LessonError)) throw error;
    const flag = flagOf.get(error.field) ?? flagOf.get(error.field.split(".")[0]!);
    throw new UsageError(
      flag
        ? `--${flag}: ${error.reason}`
        : [lessonFile, error.field, error.reason].filter(Boolean).join(": "),
    );
  }
}

/** What of a lesson is settings of a run. */
function fileOf(path: string, read: (path: string) => string): File {
  const { lesson } = lessonOf({ help: false, json: false, lessonFile: path, fields: new Map() }, read);
  const { data, weights, hidden, learningRate, ridge } = lesson;
  return { data, weights, hidden: [hidden], learningRate, ridge };
}
