import type { Chapter } from "../src/chapter.ts";
import type { Lesson } from "../src/lesson.ts";
import { toRows } from "../src/matrix.ts";
import type { Name, Values } from "../src/trace.ts";

/** A stage as JSON: matrices as arrays of rows, scalars as numbers, in the fewest digits that give them back. */
export function stageJson(
  { name, stage }: Pick<Chapter, "name" | "stage">,
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
