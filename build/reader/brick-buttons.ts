import type { liveWords } from "../../chapters/words/live.ts";
import { placesOf } from "../../src/book/places.ts";
import { brickAt } from "../../src/lesson/choices.ts";
import type { Lesson } from "../../src/lesson/lesson.ts";

/** What is written on the button beside a brick, and the button's whole name. */
export type BrickLabel = readonly [written: string, name: string];

/** The buttons beside the bricks of the stack, from its top; none at the data. */
export const brickLabels = (
  lesson: Lesson,
  { names, places, change }: (typeof liveWords)["bricks"],
): (BrickLabel | null)[] =>
  placesOf(lesson).map((place) => {
    const name = place && names[brickAt(lesson, place)];
    return name ? [name, change(name, places[place])] : null;
  });
