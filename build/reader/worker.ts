import type { Checked, Compared, Job, Told } from "../../src/code/job.ts";
import type { Lesson } from "../../src/lesson/lesson.ts";
import { heldSlopes, Unfollowed } from "../../src/network/held.ts";
import { type AnyPart, runStages, type Stage, type Trace } from "../../src/network/stage.ts";
import type { Name, Values } from "../../src/network/values.ts";
import { beAlone } from "./worker/alone.ts";
import { close, now } from "./worker/bounds.ts";
import { faultOf } from "./worker/faults.ts";
import { given, recordingWith } from "./worker/followed.ts";
import { type Code, ownStage, sameShapes } from "./worker/own.ts";
import { forwardPass, stages } from "./worker/stages.ts";

/** What runs in a worker: a stage of the book with a reader's code in it, and the checks of what comes out. */

const post = postMessage.bind(globalThis) as (told: Told) => void;

/** Of each matrix so many weights are nudged. */
const NUDGED = 32;
/** Two numbers so close are the same: code may add up in another order. */
const SAME = 1e-9;

/**
 * @param code the reader's, on numbers
 * @param taped the same, its arithmetic as calls
 * @param asked code that makes what an exercise asks for; without it, the book's stage does
 */
export function run(job: Job, code: Code, taped: Code, asked?: Code): void {
  post({ is: "ready" });
  beAlone(job, ...given);
  let last: Told = { is: "done" };
  try {
    work(job, code, taped, asked);
  } catch (error) {
    last = { is: "fault", fault: faultOf(error, job) };
  }
  close();
  post(last);
}

function work(job: Job, code: Code, taped: Code, asked: Code | undefined): void {
  const { lesson, others, probes } = job;
  const book = stages[job.stage]!;
  const before = runStages(stages.slice(0, job.stage), lesson);
  const own = ownStage(code, job, Object.keys(before) as Name[]);
  const model = asked && ownStage(asked, { ...job, sites: [] }, Object.keys(before) as Name[]);
  const withOwn = (parts: readonly AnyPart[] | undefined) =>
    parts ? stages.map((it) => (it === book ? placed(parts) : it)) : stages;
  const [ownStages, askedStages] = [withOwn(own), withOwn(model)];
  const makesOf = (values: Partial<Values>, its: Partial<Values>): Compared[] =>
    job.makes.map((name) => ({ name, book: its[name]!, own: values[name]! }));

  const traceOf = (it: Lesson, stages: readonly Stage[]) => runStages(stages, it);
  const valuesOf = (it: Lesson): Partial<Values> => {
    sameShapes(traceOf(it, ownStages.slice(0, job.stage + 1)), traceOf(it, stages), job.makes);
    return traceOf(it, ownStages);
  };
  const values = valuesOf(lesson);
  post({
    is: "values",
    values,
    others: others.map(valuesOf),
    compared: makesOf(values, traceOf(lesson, stages)),
  });

  const forward = forwardPass.map((it) => beating(it === book ? placed(own) : it));
  const isForward = forwardPass.includes(book);
  const record = recordingWith(isForward ? own : [], taped, job.sites);
  for (const it of [lesson, ...probes]) {
    let checked: Checked;
    try {
      const values = valuesOf(it);
      const trace = { ...values, lesson: it } as Trace;
      const isAsked = makesOf(values, traceOf(it, askedStages)).every(isSame);
      checked = { lesson: it, isAsked, held: heldSlopes(forward, record, trace, NUDGED) };
    } catch (error) {
      if (error instanceof Unfollowed) throw error;
      checked = { lesson: it, isAsked: false, held: [], fault: faultOf(error, job) };
    }
    post({ is: "checked", checked });
  }
}

/** Milliseconds between two signs that the work goes on: a page gives up a worker that says nothing (code/runner.ts). */
const BEAT = 500;
let last = now();

/** Parts that say so. Many rows and neurons take seconds to check. */
const beating = (stage: Stage): Stage =>
  stage.map((place) =>
    place.map((it) => ({
      ...it,
      compute(values, lesson, roles) {
        if (now() - last > BEAT) {
          last = now();
          post({ is: "ready" });
        }
        return it.compute(values, lesson, roles);
      },
    })),
  );

/** Parts that stand as they are, whatever the network. */
const placed = (parts: readonly AnyPart[]): Stage => parts.map((it) => [it]);

function isSame({ book, own }: Compared): boolean {
  const [a, b] = [book, own].map((it) => (typeof it === "number" ? [it] : [...it.data]));
  const size = Math.max(...a!.map(Math.abs));
  return a!.length === b!.length && a!.every((x, i) => Math.abs(x - b![i]!) <= SAME * size);
}
