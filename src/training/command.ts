import { rowCount } from "../lesson/datasets.ts";
import { placed, toSay, valueAt } from "../lesson/fields.ts";
import type { LessonFile } from "../lesson/lesson.ts";
import { RUN_TABLE } from "./fields.ts";
import { type Settings, USUAL } from "./settings.ts";

/** The name of the lesson file in a command of `trainingCommand`, where it needs one. */
export const RUN_FILE = "run.json";

/**
 * What no flag can say of a run: rows and weights that are given, weights that are rounded; and the outputs beside
 * them, for a file is a lesson by itself.
 */
export function runFile({ data, weights, outputs }: Settings): LessonFile | undefined {
  const file = {
    ...("X" in data && { data }),
    ...("W1" in weights && { weights }),
    ...("round" in weights && { weights: { seed: weights.seed, round: weights.round } }),
  };
  if (Object.keys(file).length === 0) return undefined;
  return { ...file, ...(outputs !== USUAL.outputs && { outputs }) } as LessonFile;
}

/** The flags that a run of the laboratory may need, beside --steps; switches stand after that. */
const TOLD =
  "data data-seed rows trained hidden outputs activation output-activation loss weight-seed learning-rate ridge gradient bias train-bias";
const ALL = placed(RUN_TABLE);
const FIELDS = TOLD.split(" ").map((name) => ALL.find((it) => it.name === name)!);

const switched = (name: string, value: boolean) => `--${value ? "" : "no-"}${name}`;

/**
 * The command line by which `program`, a chapter's file, takes `steps` steps of a run, with flags only for what does
 * not hold without them (build/training-flags.ts). Where a lesson file says nothing, other rows, widths and rates hold
 * than for a run, so beside a file these are always told.
 */
export function trainingCommand(program: string, settings: Settings, steps: number): string {
  const file = runFile(settings);
  const { data, hidden, learningRate, ...others } = USUAL;
  const unsaid = {
    ...(file ? others : USUAL),
    ...(file?.weights && { weights: settings.weights }),
    ...(file?.outputs && { outputs: settings.outputs }),
    trained: rowCount(settings.data),
  };
  const told = toSay(FIELDS, settings, (place) => valueAt(unsaid, place));
  return [
    `npx tsx ${program}`,
    ...(file ? [`--lesson ${RUN_FILE}`] : []),
    ...told.flatMap(([name, value]) => (typeof value === "boolean" ? [] : [`--${name} ${value}`])),
    `--steps ${steps}`,
    ...told.flatMap(([name, value]) => (typeof value === "boolean" ? [switched(name, value)] : [])),
  ].join(" ");
}
