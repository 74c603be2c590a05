import { createRequire } from "node:module";
import { compileFunction } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import type { Experiment } from "../../src/book/experiment.ts";
import { flawIn } from "./plain.ts";
import type { Answer, Task } from "./pool.ts";

/** A thread that runs parts of experiments, one after the other, and says what came of each. */

const REPORT_EVERY = 100; // milliseconds

const loaded = new Map<string, Experiment>();

/** The experiment in a script. Packages are found as from the project's folder. */
function load({ file, code }: Task): Experiment {
  const known = loaded.get(code);
  if (known) return known;
  const module: { exports: { experiment?: Experiment } } = { exports: {} };
  const run = compileFunction(code, ["module", "exports", "require"], { filename: file });
  run(module, module.exports, createRequire(`${workerData as string}/`));
  const { experiment } = module.exports;
  if (!experiment) throw new Error("it exports no experiment");
  loaded.set(code, experiment);
  return experiment;
}

function answer(task: Task): Answer {
  try {
    let last = performance.now();
    const result = load(task).run(JSON.parse(task.settings), (share) => {
      const now = performance.now();
      if (now - last < REPORT_EVERY) return;
      last = now;
      parentPort!.postMessage({ share } satisfies Answer);
    });
    const flaw = flawIn(result, "the result");
    return flaw === undefined ? { result: JSON.stringify(result) } : { failure: flaw };
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    return { failure: message, ...(stack !== undefined && { stack }) };
  }
}

parentPort!.on("message", (task: Task) => parentPort!.postMessage(answer(task)));
