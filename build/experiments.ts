import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Experiment, Results, ResultsOf } from "../src/experiment.ts";
import { bundle, fileOfExperiment, rememberCode, rememberedCode } from "./experiments/code.ts";
import { flawIn } from "./experiments/plain.ts";
import { runTasks, type Task } from "./experiments/pool.ts";
import { digest, type Store, storeIn } from "./experiments/store.ts";
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

/** What was found once stays known while the program runs: in dev the book is made again and again. */
const known = new WeakMap<Experiment, Promise<Results<unknown>>>();

/**
 * Runs every part of every experiment that has not been run with this code and these settings, and says how to find
 * what they found. `root` is the project's folder.
 * @throws ExperimentError; esbuild's BuildFailure
 */
export async function runExperiments(experiments: readonly Experiment[], root: string): Promise<ResultsOf> {
  const fresh = experiments.filter((it) => !known.has(it));
  if (fresh.length > 0) {
    const store = storeIn(join(root, "node_modules/.cache/brick-by-brick/runs"));
    const found = findResults(fresh, { root, store, progress: progressOn() });
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

/** The results of experiments, with no memory but the store. */
export async function findResults(
  experiments: readonly Experiment[],
  surroundings: Surroundings,
): Promise<ReadonlyMap<string, Results<unknown>>> {
  const { root, store } = surroundings;
  const codeOf = rememberedCode(store, root);
  const found = new Map<string, Results<unknown>>();
  for (const experiment of experiments) {
    const code = codeOf(experiment.name);
    const results = code === undefined ? undefined : keptResults(partsOf(experiment, code), store);
    if (results) found.set(experiment.name, results);
  }
  const rest = experiments.filter(({ name }) => !found.has(name));
  return rest.length === 0 ? found : new Map([...found, ...(await runRest(rest, surroundings))]);
}

/** A part, and the key under which its result is kept. */
interface Part {
  readonly experiment: string;
  readonly name: string;
  /** JSON. */
  readonly settings: string;
  readonly key: string;
}

/** @throws ExperimentError where settings are no plain JSON */
function partsOf({ name: experiment, parts }: Experiment, code: string): Part[] {
  return Object.entries(parts).map(([name, value]) => {
    const flaw = flawIn(value, "settings");
    if (flaw !== undefined) throw new ExperimentError(experiment, name, flaw);
    const settings = JSON.stringify(value);
    return { experiment, name, settings, key: digest(code, settings) };
  });
}

const titleOf = ({ experiment, name }: Part): string => `${experiment}, ${name}`;

/** The results of all these parts, if all are kept. */
function keptResults(parts: readonly Part[], store: Store): Results<unknown> | undefined {
  const kept = new Map<Part, string>();
  for (const part of parts) {
    const json = store.read(titleOf(part), part.key);
    if (json === undefined) return;
    kept.set(part, json);
  }
  return resultsFrom(kept);
}

/** A fresh result goes through JSON as a kept one does: a page cannot tell them apart. */
const resultsFrom = (results: ReadonlyMap<Part, string>): Results<unknown> =>
  Object.fromEntries([...results].map(([{ name }, json]) => [name, JSON.parse(json)]));

/** Bundles experiments, and runs what is not kept of them. */
async function runRest(
  experiments: readonly Experiment[],
  { root, store, progress }: Surroundings,
): Promise<ReadonlyMap<string, Results<unknown>>> {
  const codes = await bundle(
    root,
    experiments.map(({ name }) => fileOfExperiment(name)),
  );
  const parts = experiments.map((experiment, i) => {
    rememberCode(store, experiment.name, codes[i]!);
    return partsOf(experiment, digest(codes[i]!.text));
  });
  const results = new Map<Part, string>();
  const tasks: (Task & { readonly part: Part })[] = [];
  for (const [i, its] of parts.entries())
    for (const part of its) {
      const json = store.read(titleOf(part), part.key);
      if (json !== undefined) results.set(part, json);
      else {
        const { experiment, settings } = part;
        tasks.push({ part, file: fileOfExperiment(experiment), code: codes[i]!.text, settings });
      }
    }
  const report = reporter(tasks.length, progress);
  try {
    await runTasks(root, availableParallelism(), tasks, {
      onShare: ({ part }, share) => report.share(part, share),
      onResult({ part }, json) {
        store.write(titleOf(part), part.key, json);
        results.set(part, json);
        report.done(part);
      },
      errorOf: ({ part }, reason, stack) => new ExperimentError(part.experiment, part.name, reason, stack),
    });
  } finally {
    progress.end();
  }
  return new Map(
    experiments.map(({ name }, i) => [
      name,
      resultsFrom(new Map(parts[i]!.map((part) => [part, results.get(part)!]))),
    ]),
  );
}

/** Tells how far the runs are. */
function reporter(count: number, progress: Progress) {
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
