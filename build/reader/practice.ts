import { drills } from "../../chapters/exercises/index.ts";
import { exerciseWords } from "../../chapters/words/exercises.ts";
import { exercisesHtml } from "../../src/book/exercises.ts";
import { type Plan, planOf, practice } from "../../src/exercises/practice.ts";
import type { Trace } from "../../src/network/stage.ts";

/** Makes exercises anew, when a reader has changed the lesson or asks for other numbers. */

/** On the numbers of a lesson. */
export const practiseOn = (page: string, trace: Trace): string =>
  exercisesHtml(drills[page]!, trace, 0, exerciseWords);

/** On those of a set, with the bricks of a lesson. */
export function practiseSet(page: string, of: Trace | Plan, seed: number): string {
  const plan = "lesson" in of ? planOf(of) : of;
  return exercisesHtml(drills[page]!, practice(plan, seed), seed, exerciseWords);
}
