import type { Apart, Checked, Compared, Job, StageJob, Told } from "../../src/code/job.ts";
import type { Lesson } from "../../src/lesson/lesson.ts";
import type { Matrix } from "../../src/math/matrix.ts";
import { heldSlopes, Unfollowed } from "../../src/network/held.ts";
import { type AnyPart, runStages, type Stage, type Trace } from "../../src/network/stage.ts";
import type { Name, Values } from "../../src/network/values.ts";
import { beAlone } from "./worker/alone.ts";
import { close, now } from "./worker/bounds.ts";
import { faultOf } from "./worker/faults.ts";
import { given, recordingWith } from "./worker/followed.ts";
import { type Code, checkLater, checkShape, ownStage } from "./worker/own.ts";
import { runProgram } from "./worker/program.ts";
import { byName, forwardPass } from "./worker/stages.ts";

/** What runs in a worker: a reader's code in the place of the book's, and the checks of what comes out. */

const post = postMessage.bind(globalThis) as (told: Told) => void;
post({ is: "ready" });
// What code still waits for when it is over is stopped, and nobody needs to hear of it.
globalThis.addEventListener?.("unhandledrejection", (event) => event.preventDefault());

const stages = Object.values(byName);

/** Two numbers so close are the same: code may add up in another order. */
const SAME = 1e-9;

/**
 * @param code the reader's, on numbers
 * @param taped the same, its arithmetic as calls
 * @param asked code that makes what an exercise asks for; without it, the book's stage does
 */
export function run(job: Job, code: Code, taped: Code, asked?: Code): void {
  beAlone(job, ...given);
  let last: Told = { is: "done" };
  try {
    if (job.is === "program") runProgram(job, code, taped, post);
    else work(job, code, taped, asked);
  } catch (error) {
    last = { is: "fault", fault: faultOf(error, job) };
  }
  close();
  post(last);
}

function work(job: StageJob, code: Code, taped: Code, asked: Code | undefined): void {
  const { lesson, others, probes } = job;
  const book = stages[job.stage]!;
  const before = runStages(stages.slice(0, job.stage), lesson);
  const own = ownStage(code, job, Object.keys(before) as Name[]);
  const model = asked && ownStage(asked, { ...job, sites: [] }, Object.keys(before) as Name[]);
  const withOwn = (parts: readonly AnyPart[] | undefined) =>
    parts ? stages.map((it) => (it === book ? placed(parts) : it)) : stages;
  const [ownStages, askedStages] = [withOwn(own), withOwn(model)];

  const traceOf = (it: Lesson, stages: readonly Stage[]) => runStages(stages, it);
  const valuesOf = (it: Lesson): Partial<Values> => {
    const its = traceOf(it, stages);
    const made = runStages(ownStages.slice(0, job.stage + 1), it);
    for (const name of job.makes) checkShape(name, made[name], its[name]!);
    const values = runStages(ownStages.slice(job.stage + 1), it, made);
    checkLater(values);
    return values;
  };
  function comparedIn(values: Partial<Values>): Compared[] {
    const its = traceOf(lesson, stages);
    const asked = model && traceOf(lesson, askedStages);
    return job.makes.map((name) => ({
      name,
      book: its[name]!,
      own: values[name]!,
      ...(asked && { asked: asked[name]! }),
    }));
  }
  const values = valuesOf(lesson);
  post({
    is: "values",
    values,
    others: others.map(valuesOf),
    compared: comparedIn(values),
  });

  const forward = forwardPass.map((it) => beating(it === book ? placed(own) : it));
  const isForward = forwardPass.includes(book);
  const record = recordingWith(isForward ? own : [], taped, job.sites);
  for (const it of [lesson, ...probes]) {
    let checked: Checked;
    try {
      const values = valuesOf(it);
      const trace = { ...values, lesson: it, changed: job.makes } as Trace;
      const apart = farthest(values, traceOf(it, askedStages), job.makes);
      checked = {
        lesson: it,
        ...(apart && { apart }),
        held: heldSlopes(forward, record, trace, () => post({ is: "working" })),
      };
    } catch (error) {
      if (error instanceof Unfollowed) throw error;
      checked = { lesson: it, held: [], fault: faultOf(error, job) };
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

/** Of what was made, the entry that is farthest from what is asked for; none where all are the same. */
function farthest(own: Partial<Values>, asked: Partial<Values>, makes: readonly Name[]): Apart | undefined {
  let most: Apart | undefined;
  for (const name of makes) {
    const [a, b] = [own[name]!, asked[name]!].map((it) => (typeof it === "number" ? [it] : [...it.data]));
    const size = Math.max(...b!.map(Math.abs));
    const cols = typeof own[name] === "number" ? undefined : (own[name] as Matrix).cols;
    for (const [i, x] of a!.entries()) {
      const off = Math.abs(x - b![i]!);
      if (off <= SAME * size || (most && off <= Math.abs(most.own - most.asked))) continue;
      most = {
        name,
        ...(cols !== undefined && { at: [Math.floor(i / cols), i % cols] as const }),
        own: x,
        asked: b![i]!,
      };
    }
  }
  return most;
}
