import { type Lesson, printed } from "../lesson/lesson.ts";
import { toRows } from "../math/matrix.ts";
import type { AnyPart } from "./stage.ts";
import type { Name, Value, Values } from "./values.ts";

/** The stage of a chapter as JSON: matrices as arrays of rows, scalars as numbers, in the fewest digits that give them back. */
export function stageJson(
  name: string,
  { needs, makes }: Pick<AnyPart, "needs" | "makes">,
  trace: Partial<Values> & { readonly lesson: Lesson },
): string {
  const pick = (names: readonly Name[]) => Object.fromEntries(names.map((n) => [n, plain(trace[n]!)]));
  return JSON.stringify({
    chapter: name,
    lesson: printed(trace.lesson),
    inputs: pick(needs),
    outputs: pick(makes),
  });
}

const plain = (value: Value): number | number[][] => (typeof value === "number" ? value : toRows(value));
