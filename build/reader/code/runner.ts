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
/** The same until it has begun: a slow browser takes a while to read the script. */
const STARTING = 15_000;

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
    const { script, firsts } = scriptOf(
      given,
      request,
      code,
      asked && !("fault" in asked) ? asked : undefined,
    );
    const wait = (time = SILENT) => {
      clearTimeout(patience);
      if (!request.isPatient) patience = setTimeout(() => fail({ is: "silent" }), time);
    };
    let isReady = false;
    try {
      worker = new Worker(`data:text/javascript;charset=utf-8,${encodeURIComponent(script)}`);
    } catch {
      fail({ is: "blocked" });
      return;
    }
    wait(STARTING);
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
      const { message = "", lineno } = event;
      const syntax = () => {
        const lines = linesIn(request.code);
        const known =
          firsts.map((first) => lineno - first + 1).find((line) => line >= 1 && line <= lines) ??
          firstFault(request.code);
        fail({
          is: "syntax",
          text: message.replace(/^(?:Uncaught )?(?:\w*Error: )?/, ""),
          ...(known && { line: known }),
        });
      };
      if (message) {
        syntax();
        return;
      }
      // Firefox says nothing of a script that it cannot read: does it run one that it can?
      const probe = new Worker("data:text/javascript,postMessage(0)");
      const { currentTarget } = event;
      const answer = (then: () => void) => () => {
        probe.terminate();
        if (currentTarget === worker) then();
      };
      probe.addEventListener("message", answer(syntax));
      probe.addEventListener(
        "error",
        answer(() => fail({ is: "blocked" })),
      );
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
const GIVES = { stage: "", program: 'part(typeof learn === "function" ? learn : undefined);' };

const linesIn = (text: string): number => text.split("\n").length;

/** A line that only whole statements can stand before: no text, no comment and no loop is left open there. */
const END = "let $end;//`*/#";

/**
 * The worker's whole script, and the lines in it on which the reader's code begins. It stands there twice: what goes on
 * after a brace that ends the one function cannot go on after a brace that ends the other. So the engine takes only code
 * that stays inside.
 */
export function scriptOf(
  { worker, names }: WorkerGiven,
  { job, code }: Request,
  { plain, taped, sites }: Runnable,
  asked: Runnable | undefined,
): { readonly script: string; readonly firsts: readonly number[] } {
  const codes = [plain, taped, ...(asked ? [asked.plain] : [])];
  const twins = codes.map((code) => `()=>{"use strict";\n${code}\n${END}\n}`);
  const before = `[${twins}];\n${worker}`;
  const first = linesIn(before) + 1;
  const whole = { ...job, sites, lines: [first, first + linesIn(code) - 1] };
  const around = codes.map(
    (code) => `function(${names}){"use strict";{\n${code}\n${END}\n${GIVES[job.is]}}}`,
  );
  const script = `${before}(${JSON.stringify(whole)},${around})\n//# sourceURL=code`;
  // What is no text cannot stand in an address.
  return { script: script.replace(/\p{Surrogate}/gu, "\ufffd"), firsts: [2, first] };
}
