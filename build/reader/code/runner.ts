import { firstFault, type Runnable, runnable } from "../../../src/code/code.ts";
import type { Fault, Job, Told } from "../../../src/code/job.ts";
import type { Given } from "../runtime.ts";

/**
 * Runs code in a worker that has nothing of the page: its script is a `data:` address, so that it has an origin of its
 * own. A fresh worker for each run, one at a time; while one is at work only the latest request waits, so that runs which
 * follow each other fast are never all overtaken.
 */

type WorkerGiven = Pick<Given, "worker" | "names">;

export interface Request<J extends Job = Job> {
  readonly job: Omit<J, "sites" | "lines">;
  readonly code: string;
  /** Whether its reader waits for it, however long it takes. */
  readonly isPatient?: boolean;
  /** Code that makes what is asked for, where it is not the book's own. */
  readonly asked?: string;
}

/** Milliseconds without a word after which a worker is given up: it may be in a loop that nothing counts. */
const SILENT = 3000;

export interface Runner<J extends Job> {
  run(request: Request<J>): void;
  /** Ends what is at work. */
  stop(): void;
}

/** @param tell told what the worker says of each request */
export function createRunner<J extends Job>(
  given: WorkerGiven,
  tell: (told: Told, request: Request<J>) => void,
): Runner<J> {
  let worker: Worker | undefined;
  let waiting: Request<J> | undefined;
  let patience: ReturnType<typeof setTimeout> | undefined;

  function stop(): void {
    clearTimeout(patience);
    worker?.terminate();
    worker = undefined;
  }

  function run(request: Request<J>): void {
    if (worker) {
      waiting = request;
      return;
    }
    const next = (told: Told) => {
      stop();
      tell(told, request);
      const following = waiting;
      waiting = undefined;
      if (following && !worker) run(following);
    };
    const fail = (fault: Fault) => next({ is: "fault", fault });
    const code = runnable(request.code);
    const asked = request.asked === undefined ? undefined : runnable(request.asked);
    if ("fault" in code) {
      fail(code.fault);
      return;
    }
    const { script, first } = scriptOf(
      given,
      request,
      code,
      asked && !("fault" in asked) ? asked : undefined,
    );
    const wait = () => {
      clearTimeout(patience);
      if (!request.isPatient) patience = setTimeout(() => fail({ is: "silent" }), SILENT);
    };
    let isReady = false;
    try {
      worker = new Worker(`data:text/javascript;charset=utf-8,${encodeURIComponent(script)}`);
    } catch {
      fail({ is: "blocked" });
      return;
    }
    wait();
    worker.addEventListener("message", ({ data, currentTarget }: MessageEvent<Told>) => {
      if (currentTarget !== worker) return; // of one that was ended
      isReady = true;
      if (data.is === "done" || data.is === "fault") next(data);
      else {
        wait();
        tell(data, request);
      }
    });
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      if (event.currentTarget !== worker) return;
      if (isReady) {
        fail({ is: "error", text: event.message });
        return;
      }
      if (!event.message) {
        fail({ is: "blocked" });
        return;
      }
      const line = event.lineno - first + 1;
      const known = line >= 1 && line <= request.code.split("\n").length ? line : firstFault(request.code);
      fail({
        is: "syntax",
        text: event.message.replace(/^(?:Uncaught )?(?:\w*Error: )?/, ""),
        ...(known && { line: known }),
      });
    });
  }

  return {
    run,
    stop() {
      waiting = undefined;
      stop();
    },
  };
}

/** What a program is asked for at its end; a stage gives its parts by itself. */
const GIVES = { stage: "", program: '\n;part(typeof learn === "function" ? learn : undefined)' };

/** The worker's whole script, and the line in it on which the reader's code begins. */
export function scriptOf(
  { worker, names }: WorkerGiven,
  { job, code }: Request,
  { plain, taped, sites }: Runnable,
  asked: Runnable | undefined,
): { readonly script: string; readonly first: number } {
  const lines = (text: string) => text.split("\n").length;
  const around = (code: string) => `function(${names}){"use strict";{\n${code}\n${GIVES[job.is]}}}`;
  const first = lines(worker) + 1;
  const whole = { ...job, sites, lines: [first, first + lines(code) - 1] };
  const codes = [plain, taped, ...(asked ? [asked.plain] : [])].map(around);
  const script = `${worker}(${JSON.stringify(whole)},${codes.join()})\n//# sourceURL=code`;
  // What is no text cannot stand in an address.
  return { script: script.replace(/\p{Surrogate}/gu, "\ufffd"), first };
}
