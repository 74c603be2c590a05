import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Experiment, Results, ResultsOf } from "../src/book/experiment.ts";
import { codeOf, digestOfCode, fileOfExperiment } from "./experiments/code.ts";
import { flawIn } from "./experiments/plain.ts";
import { runTasks, type Task } from "./experiments/pool.ts";
import { digest, type Store, storeIn } from "./kept.ts";
import { type Progress, progressOn } from "./progress.ts";

/** A part of an experiment that failed; an error of its code keeps the frames of the thread it ran in. */
export class ExperimentError extends Error {
  override name = "ExperimentError";
  constructor(experiment: string, part: string, reason: string, stack = "") {
    super(`${fileOfExperiment(experiment)}, part ${part}: ${reason}`);
    const frames = stack.split("\n").filter((line) => /^ +at /.test(line));
    this.stack = [this.message, ...frames].join("\n");
  }
}

/** The folder, seen from the project's, in which results travel with the code. */
export const RESULTS = "chapters/experiments/results";

/** What was found once stays known while the program runs: in dev the book is made again and again. */
const known = new WeakMap<Experiment, Promise<Results<unknown>>>();

/**
 * Finds what experiments found: reads the results that were kept for this code and these settings, runs and keeps
 * the others. `root` is the project's folder.
 * @throws ExperimentError; esbuild's BuildFailure
 */
export async function runExperiments(experiments: readonly Experiment[], root: string): Promise<ResultsOf> {
  const fresh = experiments.filter((it) => !known.has(it));
  if (fresh.length > 0) {
    const found = findResults(fresh, { root, store: storeIn(join(root, RESULTS)), progress: progressOn() });
    for (const experiment of fresh) {
      known.set(
        experiment,
        found.then((all) => all.get(experiment.name)!),
      );
      found.catch(() => known.delete(experiment));
    }
  }
  const all = await Promise.all(experiments.map(async (it) => [it.name, await known.get(it)!] as const));
  return resultsIn(new Map(all));
}

/** Results by the names of experiments and parts, as pages ask for them. */
export const resultsIn =
  (found: ReadonlyMap<string, Results<unknown>>): ResultsOf =>
  <Settings, Result>({ name }: Experiment<Settings, Result>) => {
    const results = found.get(name);
    if (!results) throw new Error(`no results of the experiment ${name}: a chapter has to name it`);
    return results as Results<Result>;
  };

export interface Surroundings {
  /** The project's folder. */
  readonly root: string;
  /** Where results are kept. */
  readonly store: Store;
  readonly progress: Progress;
}

/** A part of an experiment, and where and under which key its result is kept. */
interface Part extends Task {
  readonly experiment: string;
  readonly name: string;
  readonly kept: string;
  readonly key: string;
}

/** The results of experiments, with no memory but the store. */
export async function findResults(
  experiments: readonly Experiment[],
  { root, store, progress }: Surroundings,
): Promise<ReadonlyMap<string, Results<unknown>>> {
  const perExperiment = await Promise.all(
    experiments.map(async (it) => {
      const file = fileOfExperiment(it.name);
      const code = await codeOf(root, file); // once: what is run is what the key is of
      return partsOf(it, file, code, await digestOfCode(root, file, code));
    }),
  );
  const parts = perExperiment.flat();
  const found = new Map<Part, string>();
  const missing: Part[] = [];
  for (const part of parts) {
    const json = store.read(part.kept, part.key);
    if (json === undefined) missing.push(part);
    else found.set(part, json);
  }
  const report = reporter(missing.length, progress);
  try {
    await runTasks(root, availableParallelism(), missing, {
      onShare: report.share,
      onResult(part, json) {
        store.write(part.kept, part.key, json);
        found.set(part, json);
        report.done(part);
      },
      errorOf: ({ experiment, name }, reason, stack) => new ExperimentError(experiment, name, reason, stack),
    });
  } finally {
    progress.end();
  }
  // A fresh result goes through JSON as a kept one does: a page cannot tell them apart.
  const resultsOf = (experiment: string) =>
    parts
      .filter((part) => part.experiment === experiment)
      .map((part) => [part.name, JSON.parse(found.get(part)!)] as const);
  return new Map(experiments.map(({ name }) => [name, Object.fromEntries(resultsOf(name))]));
}

/** @throws ExperimentError where settings are no plain JSON, and where two parts would be kept in one file */
function partsOf(
  { name: experiment, parts }: Experiment,
  file: string,
  code: string,
  codeDigest: string,
): Part[] {
  const taken = new Map<string, string>();
  return Object.entries(parts).map(([name, value]) => {
    const flaw = flawIn(value, "settings");
    if (flaw !== undefined) throw new ExperimentError(experiment, name, flaw);
    const settings = JSON.stringify(value);
    const kept = keptIn(experiment, name);
    if (taken.has(kept)) throw new ExperimentError(experiment, name, `would be kept with ${taken.get(kept)}`);
    taken.set(kept, name);
    return { experiment, name, file, code, settings, kept, key: digest(codeDigest, settings) };
  });
}

/** A file's name holds plain letters and digits only, whatever a programmer calls a part. */
const keptIn = (experiment: string, part: string): string =>
  `${experiment}/${part
    .replace(/[^A-Za-z0-9.]+/g, " ")
    .trim()
    .replaceAll(" ", "-")}.json`;

/** Tells how far the runs are. */
function reporter(count: number, progress: Progress) {
  const titleOf = ({ experiment, name }: Part): string => `${experiment}, ${name}`;
  const running = new Map<Part, number>();
  let finished = 0;
  const all = () => `${finished} of ${count} runs done`;
  return {
    share(part: Part, share: number): void {
      running.set(part, share);
      const shares = [...running].map(([it, share]) => `${titleOf(it)}: ${Math.floor(100 * share)} %`);
      progress.now(`${all()}; ${shares.join("; ")}`);
    },
    done(part: Part): void {
      running.delete(part);
      finished++;
      progress.done(`${all()}: ${titleOf(part)}`);
      progress.now(all());
    },
  };
}
