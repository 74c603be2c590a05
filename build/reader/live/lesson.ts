import type { liveWords } from "../../../chapters/words/live.ts";
import { type State, startOf } from "../../../src/lesson/address.ts";
import { LessonError, MAX_SIZE } from "../../../src/lesson/check.ts";
import { checkNumbers } from "../../../src/lesson/choices.ts";
import type { Lesson } from "../../../src/lesson/lesson.ts";
import { createRun, type Run } from "../../../src/training/run.ts";
import { runOf, withEntries, withWeights } from "../../../src/training/steps.ts";
import { LESSON } from "./book.ts";

/** Milliseconds of training after which the page has its turn. */
const SLICE = 12;

/** Counts what was asked for: a training that a later question overtakes goes no further. */
let asked = 0;
/** The last run: what a reader changes after it needs no training anew. */
let last: { readonly key: string; readonly run: Run } | undefined;

/**
 * The lesson of a state; of a step of training after that training, which waits for the page now and then.
 * @throws LessonError, or rejects with one: a run that overflows before the step. What was overtaken rejects, too.
 */
export function lessonOf(state: State, words: typeof liveWords): Lesson | Promise<Lesson> {
  checkNumbers(state);
  const start = startOf(state, LESSON);
  const { step } = state;
  if (step === 0) {
    const lesson = withEntries(start, state, LESSON);
    giveUp();
    return lesson;
  }
  const mine = ++asked;
  const settings = runOf(start);
  const key = JSON.stringify(settings);
  const kept = last?.key === key && last.run.steps <= step ? last.run : undefined;
  const run = kept ?? createRun(settings);
  last = { key, run };
  const finish = () => {
    if (run.diverged) {
      last = undefined;
      throw new LessonError("step", words.overflows(step, run.steps));
    }
    // A page shows numbers of a lesson, and none of a lesson is larger.
    if (run.weights.some(({ data }) => data.some((weight) => Math.abs(weight) > MAX_SIZE)))
      throw new LessonError("step", words.tooLarge(step, MAX_SIZE));
    return withEntries(withWeights(start, run.weights), state, LESSON);
  };
  if (run.steps === step) return finish();
  return trainTo(run, step, () => mine !== asked).then(finish);
}

/** Ends a training that is on its way: nobody waits for it. */
export function giveUp(): void {
  asked++;
}

async function trainTo(run: Run, step: number, isOvertaken: () => boolean): Promise<void> {
  let count = 1;
  while (run.steps < step && !run.diverged) {
    if (isOvertaken()) throw new Error("overtaken");
    const begun = performance.now();
    run.step(Math.min(count, step - run.steps));
    const taken = performance.now() - begun;
    if (taken < SLICE / 2) count *= 2;
    else if (taken > SLICE) count = Math.max(1, count >> 1);
    if (taken > SLICE / 4) await new Promise((done) => setTimeout(done));
  }
}
