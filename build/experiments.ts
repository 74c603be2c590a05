import type { Experiment, ResultsOf } from "../src/experiment.ts";

/** Runs every part of every experiment, and says how to find what they found. */
export async function runExperiments(experiments: readonly Experiment[]): Promise<ResultsOf> {
  const found = new Map<string, Record<string, unknown>>();
  for (const { name, parts, run } of experiments) {
    const results = Object.entries(parts).map(([part, settings]) => [part, run(settings, () => {})] as const);
    found.set(name, Object.fromEntries(results));
  }
  return resultsIn(found);
}

/** Results by the names of experiments and parts, as pages ask for them. */
export const resultsIn =
  (found: ReadonlyMap<string, Readonly<Record<string, unknown>>>): ResultsOf =>
  <Settings, Result>({ name }: Experiment<Settings, Result>) => {
    const results = found.get(name);
    if (!results) throw new Error(`no results of the experiment ${name}: a chapter has to name it`);
    return results as Readonly<Record<string, Result>>;
  };
