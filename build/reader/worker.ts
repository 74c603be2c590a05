import type { Apart, Checked, Job, StageJob, Told } from "../../src/code/job.ts";
import type { Lesson } from "../../src/lesson/lesson.ts";
import type { Matrix } from "../../src/math/matrix.ts";
import { heldSlopes } from "../../src/network/held.ts";
import { type AnyPart, runStages, type Stage, type Trace } from "../../src/network/stage.ts";
import type { Name, Values } from "../../src/network/values.ts";
import { beAlone } from "./worker/alone.ts";
import { close } from "./worker/bounds.ts";
import { faultOf } from "./worker/faults.ts";
import { given, recordingWith } from "./worker/followed.ts";
import { type Code, checkLater, checkShape, ownStage } from "./worker/own.ts";
import { beat, post } from "./worker/post.ts";
import { runProgram } from "./worker/program.ts";
import { byName, forwardPass } from "./worker/stages.ts";

/** What runs in a worker: a reader's code in the place of the book's, and the checks of what comes out. */

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
    if (job.is === "program") runProgram(job, code, taped);
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
  const withParts = (parts: readonly AnyPart[]) => stages.map((it) => (it === book ? placed(parts) : it));
  const ownStages = withParts(own);
  const askedStages = model && withParts(model);

  /** All values of a lesson by the reader's code, by the book's, and by that which is asked for. */
  function valuesOf(it: Lesson) {
    const its = runStages(stages, it);
    const made = runStages(ownStages.slice(0, job.stage + 1), it);
    for (const name of job.makes) checkShape(name, made[name], its[name]!);
    const values = runStages(ownStages.slice(job.stage + 1), it, made);
    checkLater(values);
    return { values, its, asked: askedStages ? runStages(askedStages, it) : its };
  }
  const here = valuesOf(lesson);
  post({
    is: "values",
    values: here.values,
    others: others.map((it) => valuesOf(it).values),
    compared: job.makes.map((name) => ({
      name,
      book: here.its[name]!,
      own: here.values[name]!,
      ...(model && { asked: here.asked[name]! }),
    })),
  });

  const forward = forwardPass.map((it) => beating(it === book ? placed(own) : it));
  const isForward = forwardPass.includes(book);
  const record = recordingWith(isForward ? own : [], taped, job.sites);
  for (const it of [lesson, ...probes]) {
    let checked: Checked;
    try {
      const { values, asked } = it === lesson ? here : valuesOf(it);
      const trace = { ...values, lesson: it, changed: job.makes } as Trace;
      const apart = farthest(values, asked, job.makes);
      checked = {
        lesson: it,
        ...(apart && { apart }),
        held: heldSlopes(forward, record, trace),
      };
    } catch (error) {
      checked = { lesson: it, held: [], fault: faultOf(error, job) };
    }
    post({ is: "checked", checked });
  }
}

/** Parts that say that the work goes on. Many rows and neurons take seconds to check. */
const beating = (stage: Stage): Stage =>
  stage.map((place) =>
    place.map((it) => ({
      ...it,
      compute(values, lesson, roles) {
        beat();
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
