import type { LessonFile } from "../lesson/lesson.ts";
import type { Settings } from "./settings.ts";

/** The lesson file that `trainingCommand` speaks of where there is one. */
export const RUN_FILE = "run.json";

/** What of a run no flag can say: rows and weights that are given, weights that are rounded. */
export function runFile({ data, weights }: Settings): LessonFile | undefined {
  const file = {
    ...("X" in data && { data }),
    ...("W1" in weights && { weights }),
    ...("round" in weights && { weights: { seed: weights.seed, round: weights.round } }),
  };
  return Object.keys(file).length > 0 ? (file as LessonFile) : undefined;
}

/**
 * The command line by which a program, a chapter's file, makes `steps` steps of a run: flags only for what is not so
 * without them (build/training-flags.ts). The laboratory's runs have no more to them than what is told here and in the
 * lesson file, which has other rates, rows and widths where it says nothing.
 */
export function trainingCommand(program: string, settings: Settings, steps: number): string {
  const { data, trained, hidden, bias, weights, learningRate, ridge, gradient } = settings;
  const given = "X" in data;
  const file = runFile(settings);
  /** What a run has that is not told; beside a file all is told. */
  const usual = <T>(value: T): T | undefined => (file ? undefined : value);
  const seed = file?.weights || !("seed" in weights) ? undefined : weights.seed;
  const options: readonly (readonly [flag: string, value: string | number | undefined, unsaid: unknown])[] = [
    ["lesson", file && RUN_FILE, undefined],
    ["data", given ? undefined : data.set, usual("article")],
    ["data-seed", "seed" in data ? data.seed : undefined, usual(0)],
    ["rows", "rows" in data ? data.rows : undefined, usual(300)],
    ["trained", "rows" in data ? trained : undefined, "rows" in data ? data.rows : undefined],
    ["hidden", hidden.join(","), usual("3")],
    ["weight-seed", seed, 2017],
    ["learning-rate", learningRate, usual(0.15)],
    ["ridge", ridge, 0],
    ["gradient", gradient, "exact"],
    ["steps", steps, undefined],
  ];
  const said = options
    .filter(([, value, unsaid]) => value !== undefined && value !== unsaid)
    .map(([flag, value]) => `--${flag} ${value}`);
  return [`npx tsx ${program}`, ...said, ...(bias ? ["--bias"] : [])].join(" ");
}
