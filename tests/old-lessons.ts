import { createHash } from "node:crypto";
import { chapters, stages } from "../chapters/index.ts";
import { partOf } from "../src/book/chapter.ts";
import { parseAddress, startOf } from "../src/lesson/address.ts";
import { DEFAULT_LESSON, type Lesson } from "../src/lesson/lesson.ts";
import { stageJson } from "../src/network/json.ts";
import { traceOf } from "../src/network/stage.ts";
import { createRun } from "../src/training/run.ts";
import { runOf, withEntries, withWeights } from "../src/training/steps.ts";

/** The lesson that an address of the article's book shows. */
export function lessonAt(address: string): Lesson {
  const state = parseAddress(address, DEFAULT_LESSON);
  const start = startOf(state, DEFAULT_LESSON);
  const run = createRun(runOf(start));
  run.step(state.step);
  return withEntries(state.step === 0 ? start : withWeights(start, run.weights), state, DEFAULT_LESSON);
}

/** Of each stage, by its chapter, a digest of its inputs and outputs as `--json` prints them. */
export function digestsOf(lesson: Lesson): Record<string, string> {
  const trace = traceOf(stages, lesson);
  return Object.fromEntries(
    chapters.map((chapter) => {
      const { inputs, outputs } = JSON.parse(stageJson(chapter.name, partOf(chapter, lesson), trace));
      const text = JSON.stringify({ inputs, outputs });
      return [chapter.name, createHash("sha256").update(text).digest("hex").slice(0, 16)];
    }),
  );
}
