import type { Settings } from "../src/training/settings.ts";

/** The lesson file that `trainingCommand` speaks of where the rows are given. */
export const ROWS_FILE = "points.json";

/**
 * The command line of `steps` steps of a run: flags only for what is not so without them (build/training-flags.ts).
 * The laboratory's runs have no more to them than what is told here. Given rows are read from a lesson file, and a
 * lesson has another rate and width when it says nothing.
 */
export function trainingCommand(settings: Settings, steps: number): string {
  const { data, trained, hidden, bias, weights, learningRate, ridge, gradient } = settings;
  const given = "X" in data;
  const seed = "seed" in weights ? weights.seed : undefined;
  const options: readonly (readonly [flag: string, value: string | number | undefined, unsaid: unknown])[] = [
    ["lesson", given ? ROWS_FILE : undefined, undefined],
    ["data", given ? undefined : data.set, "article"],
    ["data-seed", "seed" in data ? data.seed : undefined, 0],
    ["rows", "rows" in data ? data.rows : undefined, 300],
    ["trained", "rows" in data ? trained : undefined, "rows" in data ? data.rows : undefined],
    ["hidden", hidden.join(","), given ? undefined : "3"],
    ["weight-seed", seed, 2017],
    ["learning-rate", learningRate, given ? undefined : 0.15],
    ["ridge", ridge, 0],
    ["gradient", gradient, "exact"],
    ["steps", steps, undefined],
  ];
  const said = options
    .filter(([, value, unsaid]) => value !== undefined && value !== unsaid)
    .map(([flag, value]) => `--${flag} ${value}`);
  return ["npx tsx chapters/10-loop.ts", ...said, ...(bias ? ["--bias"] : [])].join(" ");
}
