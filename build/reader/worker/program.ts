import type { Checked, ProgramJob } from "../../../src/code/job.ts";
import type { Lesson } from "../../../src/lesson/lesson.ts";
import { at, type Matrix, toRows } from "../../../src/math/matrix.ts";
import { agrees, centralDifference, NUDGE } from "../../../src/network/gradient-check.ts";
import { type Held, tally, tallyOnTape, Unfollowed } from "../../../src/network/held.ts";
import { networkOf, weightsOf } from "../../../src/network/network.ts";
import { createScalars, type Num } from "../../../src/network/scalars.ts";
import { runStages } from "../../../src/network/stage.ts";
import { type MatrixName, nextName, slopeName, type Values } from "../../../src/network/values.ts";
import { type Bounds, ROOM, roomLeft, within } from "./bounds.ts";
import { faultOf } from "./faults.ts";
import { aroundOn } from "./followed.ts";
import { operations } from "./operations.ts";
import { type Code, checkShape, declaredBy, plainly, Refused, taken } from "./own.ts";
import { beat, post } from "./post.ts";
import { byName } from "./stages.ts";

/** The program of the whole loop as a reader has changed it: its first turns beside the book's, its slopes held, and a run. */

const stages = Object.values(byName);

type Learn = (lesson: Lesson, turns: number) => unknown;

/** In so many numbers asked for, what is kept never fills the memory of a page. */
const MOST_ROOM = 2 ** 28;
/** So many losses of a run are told. */
const TOLD = 200;

/** @param taped the same code, its arithmetic as calls */
export function runProgram(job: ProgramJob, code: Code, taped: Code): void {
  const { lesson, probes, turns, steps } = job;
  let used = 0;

  /** The turns that the program finds; its code is run anew, so that nothing outlives a call. */
  function learn(its: Lesson, count: number, bounds?: Bounds): Partial<Values>[] {
    beat();
    const found = within(
      job.sites,
      () => {
        const before = roomLeft();
        const [own] = declaredBy(code, plainly()) as unknown as Learn[];
        if (typeof own !== "function") throw new Refused({ is: "name", name: "learn" });
        const found = own(its, count);
        used = before - roomLeft();
        return found;
      },
      bounds,
    );
    if (typeof Object(found).then === "function") throw new Refused({ is: "promise", name: "learn" });
    if (!Array.isArray(found) || found.length !== count)
      throw new Refused({
        is: "turns",
        got: Array.isArray(found) ? String(found.length) : typeof found,
        expected: count,
      });
    return found as Partial<Values>[];
  }

  const own = learn(lesson, turns).map((turn) => taken("loss", turn) as number);
  const perTurn = used / turns;
  post({ is: "turns", own, book: bookLosses(lesson, turns) });
  for (const it of [lesson, ...probes]) post({ is: "checked", checked: check(it) });
  if (steps > 0) longRun();

  function check(it: Lesson): Checked {
    try {
      const given = runStages(stages, it) as Values;
      const held = heldTurn(it, given);
      return { lesson: it, held };
    } catch (error) {
      return { lesson: it, held: [], fault: faultOf(error, job) };
    }
  }

  /** The slopes of the first turn against nudging, by the loss that the program itself finds. */
  function heldTurn(it: Lesson, given: Values): Held[] {
    const at0 = explicit(it, given);
    const [turn] = learn(at0, 1);
    const byTape = followed(it, given);
    return weightsOf(networkOf(it)).map((weights) => {
      const slopes = taken(slopeName(weights), turn) as Matrix;
      checkShape(slopeName(weights), slopes, given[weights]);
      const { cols } = given[weights];
      const seen = Array.from(given[weights].data, (w, i) => {
        const [row, col] = [Math.floor(i / cols), i % cols];
        const lossAt = (x: number) => {
          const data = Float64Array.from(given[weights].data);
          data[i] = x;
          const [moved] = learn(explicit(it, { ...given, [weights]: { ...given[weights], data } }), 1);
          return taken("loss", moved) as number;
        };
        const [slope, found] = [at(slopes, row, col), centralDifference(lossAt, w, NUDGE)];
        return {
          row,
          col,
          slope,
          found,
          verdict: agrees(slope, found) ? ("agrees" as const) : ("differs" as const),
        };
      });
      const onTape = byTape?.get(weights);
      return {
        weights,
        entries: seen.length,
        nudging: tally(seen),
        ...(onTape && { tape: tallyOnTape(slopes, onTape, undefined) }),
      };
    });
  }

  /** The slopes of the first loss along the weights, by following the program; none where it cannot be followed. */
  function followed(it: Lesson, given: Values): ReadonlyMap<MatrixName, Float64Array> | undefined {
    const scalars = createScalars(Math.pow);
    const network = networkOf(it);
    const weights = weightsOf(network);
    const inputs = weights.map((name) => scalars.inputs(given[name]));
    const values = Object.fromEntries(
      network.given.map(({ name }) => [
        name,
        inputs[weights.indexOf(name)] ?? { ...given[name], data: [...given[name].data] },
      ]),
    );
    const around = aroundOn(scalars, {
      ...scalars.operations,
      ...slopesAlone,
      runStages: () => values, // the numbers that the program begins with
    });
    try {
      const [learnOn] = within(job.sites, () => declaredBy(taped, around)) as unknown as Learn[];
      const [turn] = within(job.sites, () => learnOn!(it, 1)) as { loss: Num }[];
      const along = scalars.back([turn!.loss], Float64Array.of(1), inputs);
      return new Map(weights.map((name, i) => [name, along[i]!]));
    } catch (error) {
      if (error instanceof Unfollowed) return undefined;
      throw error;
    }
  }

  function longRun(): void {
    const room = ROOM + 2 * perTurn * (steps + 1);
    if (room > MOST_ROOM)
      throw new Refused({ is: "steps", most: Math.floor((MOST_ROOM - ROOM) / (2 * perTurn)) - 1 });
    const found = learn(lesson, steps + 1, { time: Number.POSITIVE_INFINITY, room });
    const every = Math.max(1, Math.ceil(steps / TOLD));
    const told = found.flatMap((_, step) => (step % every === 0 || step === steps ? [step] : []));
    // What overflows is told as such: it is no fault of the code.
    post({ is: "run", steps: told, losses: told.map((step) => Number(found[step]!.loss)) });
  }
}

/** The way back is run too, but of what it finds nothing needs to be remembered. */
const slopesAlone = Object.fromEntries(
  Object.entries(operations).filter(([name]) => /Prime$|^softmaxBack$/.test(name)),
);

/** A lesson with its numbers given, one by one. */
function explicit(lesson: Lesson, { X, y, W1, b1, W2, b2 }: Values): Lesson {
  const biases = b1 && { b1: toRows(b1)[0]!, b2: toRows(b2)[0]! };
  return {
    ...lesson,
    data: { X: toRows(X), targets: toRows(y) },
    weights: { W1: toRows(W1), W2: toRows(W2), ...biases },
  };
}

/** The loss before each of some steps, by the book's stages: the chapter's own loop would bring its pages along. */
function bookLosses(lesson: Lesson, turns: number): number[] {
  const network = networkOf(lesson);
  const weights = weightsOf(network);
  let now = runStages(stages, lesson);
  return Array.from({ length: turns }, () => {
    const { loss } = now;
    const given = Object.fromEntries(
      network.given.map(({ name }) => [name, now[weights.includes(name) ? nextName(name) : name]]),
    );
    now = runStages(stages.slice(2), lesson, given);
    return loss!;
  });
}
