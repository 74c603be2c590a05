import { chapters } from "../../../chapters/index.ts";
import { homeOf } from "../../../src/book/chapter.ts";
import { printed } from "../../../src/lesson/lesson.ts";
import { toRows } from "../../../src/math/matrix.ts";
import type { Value } from "../../../src/network/values.ts";
import type { Format } from "./format.ts";
import { shapeOf, valuesOf } from "./values.ts";

/**
 * A lesson and all its values:
 * ```
 * lesson    what a lesson file would say
 * command   what builds its book
 * values    by their names, in the order in which they are made:
 *   kind      data, weights, activations, gradients or scalars
 *   chapter   the chapter that makes it
 *   shape     [rows, columns]; [] of one number
 *   value     the rows, or the number, in the fewest digits that give it back; null for what is not finite
 * ```
 */
export const json: Format = {
  does: "the lesson and every value, with kinds and shapes, as JSON",
  async make({ lesson, trace, command }) {
    const values = valuesOf(trace).map(({ name, kind, value }) => {
      const its = {
        kind,
        chapter: homeOf(chapters, name)!.name,
        shape: shapeOf(value),
        value: rowsOf(value),
      };
      return `${JSON.stringify(name)}: ${JSON.stringify(its)}`;
    });
    return `{
"lesson": ${JSON.stringify(printed(lesson))},
"command": ${JSON.stringify(command)},
"values": {
${values.join(",\n")}
}
}
`;
  },
};

const rowsOf = (value: Value): number | number[][] => (typeof value === "number" ? value : toRows(value));
