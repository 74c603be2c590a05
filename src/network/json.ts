import type { Lesson } from "../lesson/lesson.ts";
import { toRows } from "../math/matrix.ts";
import type { AnyStage, Name, Values } from "./trace.ts";

/** The stage of a chapter as JSON: matrices as arrays of rows, scalars as numbers, in the fewest digits that give them back. */
export function stageJson(
  name: string,
  stage: Pick<AnyStage, "needs" | "makes">,
  trace: Partial<Values> & { readonly lesson: Lesson },
): string {
  const pick = (names: readonly Name[]) => Object.fromEntries(names.map((n) => [n, plain(trace[n]!)]));
  return JSON.stringify({
    chapter: name,
    lesson: trace.lesson,
    inputs: pick(stage.needs),
    outputs: pick(stage.makes),
  });
}

const plain = (value: Values[Name]): number | number[][] =>
  typeof value === "number" ? value : toRows(value);
