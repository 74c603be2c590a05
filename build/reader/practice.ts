import { drillOf } from "../../chapters/exercises/index.ts";
import { exerciseWords } from "../../chapters/words/exercises.ts";
import { exercisesHtml } from "../../src/book/exercises.ts";
import { type Plan, practice } from "../../src/exercises/source.ts";

/** Draws exercises on new numbers, when a reader asks for them. */
export const practise = (page: string, plan: string, seed: number): string =>
  exercisesHtml(drillOf(page)!, practice(JSON.parse(plan) as Plan, seed), seed, exerciseWords, {
    digits: 8,
    decimal: ".",
  });
