import type { Place } from "../lesson/choices.ts";
import type { Lesson } from "../lesson/lesson.ts";
import { bricksOf } from "../network/bricks.ts";
import { layersOf, networkOf } from "../network/network.ts";

/** What can be chosen at each brick of the stack, from its top: at weights their biases, at the data nothing. */
export function placesOf(lesson: Lesson): (Place | undefined)[] {
  const network = networkOf(lesson);
  const outputs = layersOf(network).at(-1)!.h;
  const places = bricksOf(network).map(({ name, kind }): Place | undefined => {
    if (kind === "data") return undefined;
    if (kind === "weights") return "biases";
    if (kind === "scalars") return "loss";
    return name === outputs ? "output-activation" : "activation";
  });
  return places.reverse();
}
