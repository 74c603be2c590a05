import type { liveWords } from "../../../chapters/words/live.ts";
import type { State } from "../../../src/lesson/address.ts";
import {
  type BrickName,
  brickAt,
  otherBricks,
  PLACES,
  type Place,
  withBrickAt,
} from "../../../src/lesson/choices.ts";

/** One of the bricks that can stand at a place. */
export interface Choice {
  readonly brick: BrickName;
  readonly name: string;
  readonly isChosen: boolean;
  readonly next: State;
  /** What else becomes another with it; empty where nothing does. */
  readonly beside: string;
}

/** What can be chosen at a place, in a state. */
export function choicesAt(
  place: Place,
  state: State,
  { names, givesWay, outputs }: (typeof liveWords)["bricks"],
): Choice[] {
  return PLACES[place].map((brick) => {
    const next = withBrickAt(state, place, brick);
    const others = otherBricks(state, next, place).map((it) => givesWay[it](names[brickAt(next, it)]));
    const beside = [...others, ...(next.outputs === state.outputs ? [] : [outputs(next.outputs)])];
    return {
      brick,
      name: names[brick],
      isChosen: brickAt(state, place) === brick,
      next,
      beside: beside.join(", "),
    };
  });
}
