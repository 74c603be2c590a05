import { Worker } from "node:worker_threads";
import { codeOf } from "./code.ts";

/** A part of an experiment to run. */
export interface Task {
  /** The experiment's, for the stack of an error. */
  readonly file: string;
  readonly code: string;
  /** JSON. */
  readonly settings: string;
}

/** What a thread says of a task: how far it is, or how it ended. */
export type Answer =
  | { readonly share: number }
  /** JSON. */
  | { readonly result: string }
  | { readonly failure: string; readonly stack?: string };

/** What is to be done with the answers. */
export interface Listener<T> {
  onShare(task: T, share: number): void;
  onResult(task: T, json: string): void;
  /** What to throw for a task that failed. */
  errorOf(task: T, reason: string, stack?: string): Error;
}

/**
 * Runs tasks on so many threads, each of which takes the next one when it is done.
 * @throws what `errorOf` makes of the first failure; the other tasks are given up
 */
export async function runTasks<T extends Task>(
  root: string,
  threads: number,
  tasks: readonly T[],
  { onShare, onResult, errorOf }: Listener<T>,
): Promise<void> {
  if (tasks.length === 0) return;
  const script = await codeOf(root, "build/experiments/worker.ts");
  const queue = tasks.values();
  const workers: Worker[] = [];
  const workThrough = (first: T): Promise<void> =>
    new Promise((done, fail) => {
      const worker = new Worker(script, { eval: true, workerData: root });
      workers.push(worker);
      let task = first;
      const start = () => {
        const { file, code, settings } = task;
        worker.postMessage({ file, code, settings } satisfies Task);
      };
      worker.on("message", (answer: Answer) => {
        if ("share" in answer) return onShare(task, answer.share);
        if ("failure" in answer) return fail(errorOf(task, answer.failure, answer.stack));
        onResult(task, answer.result);
        const next = queue.next();
        if (next.done) return done();
        task = next.value;
        start();
      });
      // The thread itself broke: it ran out of memory, say.
      worker.on("error", ({ message, stack }) => fail(errorOf(task, message, stack)));
      worker.on("exit", (code) => fail(errorOf(task, `its thread ended with ${code}`)));
      start();
    });
  try {
    const firsts = tasks.slice(0, threads).map(() => queue.next().value!);
    await Promise.all(firsts.map(workThrough));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
