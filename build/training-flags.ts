import * as z from "zod/mini";
import { isFixed } from "../src/lesson/datasets.ts";
import { type Field, placed, type Typed } from "../src/lesson/fields.ts";
import type { Lesson } from "../src/lesson/lesson.ts";
import { UsageError } from "../src/lesson/usage-error.ts";
import { decimal, integerFrom } from "../src/math/numerals.ts";
import { MAX_ROWS, MAX_STEPS, RUN_TABLE } from "../src/training/fields.ts";
import { parseSettings, type Settings } from "../src/training/settings.ts";
import { fileOfRun } from "../src/training/steps.ts";
import {
  fieldsTyped,
  helpOn,
  lessonOf,
  type Option,
  optionsOf,
  parsedWith,
  type Read,
  readFrom,
  typedOptions,
} from "./flags.ts";

/** The command line of the chapters that train. */

const { trained, batch, schedule, record } = RUN_TABLE;
/** The fields of settings, some in other words than a file has for them. */
const FIELDS = placed({
  ...RUN_TABLE,
  batch: {
    ...batch,
    // The first rows are typed in place of the rows trained on.
    check: z.union([batch.check, z.strictObject({ first: trained.check })]),
    read: batchIn,
    expected: `all, first:N or shuffled:N[,SEED], N a whole number from 1 to ${MAX_ROWS}`,
  },
  schedule: {
    ...schedule,
    read: scheduleIn,
    expected:
      "constant, cosine, step:EVERY,FACTOR (a whole number, and above 0 to 1) or inverse:DECAY (above 0)",
  },
  record: {
    ...record,
    read: (text) => ({ every: integerFrom(text) }),
    expected: `a whole number from 1 to ${MAX_STEPS}`,
  },
});

/** `first:50`, `shuffled:32` or `shuffled:32,7` */
function batchIn(text: string): unknown {
  const [, rule, size, seed] = /^(first|shuffled):(\d+)(?:,(\d+))?$/.exec(text) ?? [];
  if (rule === "shuffled") return { size: Number(size), ...(seed !== undefined && { seed: Number(seed) }) };
  return rule === "first" && seed === undefined ? { first: Number(size) } : text;
}

/** `step:1000,0.5` or `inverse:0.01` */
function scheduleIn(text: string): unknown {
  const [, rule, numbers = ""] = /^(step|inverse):(.*)$/.exec(text) ?? [];
  const [first, second, ...more] = numbers.split(",").map(decimal);
  if (rule === "step" && more.length === 0) return { every: first, factor: second };
  return rule === "inverse" && second === undefined ? { decay: first } : text;
}

/** What an option means, and what holds without it. */
const helpOf = ({ help = "", value, usual = "", otherwise = String(usual) }: Field): string =>
  value === "" || otherwise === "" ? help : `${help} (${otherwise})`;

const OPTIONS: ReadonlyMap<string, Option> = new Map<string, Option>([
  ...optionsOf(FIELDS.map((field) => ({ ...field, help: helpOf(field) }))),
  ["lesson", { value: "FILE", help: "data, weights, neurons, bricks and rates of a lesson file (JSON)" }],
  ["json", { help: "print JSON with every digit; null is what grew too large for a number" }],
  ["help", { help: "print this" }],
]);

/** What the other chapters take and these do not, or take for something else. */
const OTHERWISE =
  "Other than in the chapters with a stage, --rows is 300 if nothing is said, and there is no --digits: six decimals\nare shown, and --json prints all.\n";

export const trainingHelp = (usage: string): string => `${helpOn(usage, OPTIONS)}\n${OTHERWISE}`;

export interface TrainingFlags {
  readonly help: boolean;
  readonly json: boolean;
  /** What to train; undefined where no option speaks of it. */
  readonly settings?: Settings;
  /** How a lesson file writes numbers. */
  readonly decimal?: Lesson["decimal"];
}

/** Steps between two lines, if nothing else is said. */
const LINES = 20;

/**
 * Reads the command line of a chapter that trains.
 * @throws UsageError, LessonError: one line that names the option
 */
export function parseTrainingFlags(argv: readonly string[], read: Read = readFrom()): TrainingFlags {
  const texts = typedOptions(argv, OPTIONS);
  const chosen = { help: texts.has("help"), json: texts.has("json") };
  const typed = fieldsTyped(FIELDS, texts);
  const lessonFile = texts.get("lesson");
  if (chosen.help || (typed.size === 0 && lessonFile === undefined)) return chosen;
  const settings = typedSettings(typed, lessonFile, read);
  return {
    ...chosen,
    settings,
    ...(lessonFile !== undefined && { decimal: lessonIn(lessonFile, read).decimal }),
  };
}

const lessonIn = (lessonFile: string, read: (path: string) => string): Lesson =>
  lessonOf({ lessonFile, fields: new Map() }, read).lesson;

/** The settings that flags and lesson file describe together. */
export function typedSettings(
  flags: ReadonlyMap<string, Typed> = new Map(),
  lessonFile?: string,
  read: Read = readFrom(),
): Settings {
  const file = lessonFile === undefined ? {} : fileOfRun(lessonIn(lessonFile, read));
  const typed = new Map(flags);
  const [batch, trained] = [typed.get("batch"), typed.get("trained")];
  const { first } = (batch?.value ?? {}) as { readonly first?: number };
  if (batch && first !== undefined) {
    if (trained)
      throw new UsageError(
        `${batch.name}: got ${batch.text} beside ${trained.name} ${trained.text}, expected one or the other`,
      );
    typed.delete("batch");
    typed.set("trained", { ...batch, value: first });
  }
  // A set that is not drawn takes the place of the lesson's rows, its seed among them.
  const { data, ...others } = file;
  const settings = parsedWith(
    parseSettings,
    isFixed(typed.get("data.set")?.value) ? others : file,
    typed,
    lessonFile,
  );
  if (typed.has("record")) return settings;
  return { ...settings, record: { every: Math.max(1, Math.ceil(settings.steps / LINES)) } };
}
