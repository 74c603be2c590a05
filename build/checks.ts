import { type Chapter, fileOf } from "../src/chapter.ts";
import { checkGradient } from "../src/gradient-check.ts";
import { parseLesson } from "../src/lesson.ts";
import { type AnyStage, type Trace, traceOf } from "../src/trace.ts";

/** A gradient that does not hold: weight, both values and chapter, on one line. */
export class CheckError extends Error {
  override name = "CheckError";
}

/** The default lesson cannot see a missing 1/N or a wrong ridge; this one can. */
export const PROBE = parseLesson({ title: "Probe", data: { rows: 5 }, ridge: 0.1 });

/**
 * Holds every gradient that a chapter vouches for against central differences, on the lesson and on the probe.
 * @returns the number of entries checked
 * @throws CheckError for the first that does not agree
 */
export function checkGradients(
  chapters: readonly Chapter[],
  forward: readonly AnyStage[],
  trace: Trace,
): number {
  const stages = chapters.map(({ stage }) => stage);
  let checked = 0;
  for (const [what, lesson] of [
    ["the lesson", trace.lesson],
    ["the probe lesson", PROBE],
  ] as const) {
    const it = lesson === PROBE ? traceOf(stages, PROBE) : trace;
    for (const chapter of chapters)
      for (const weights of chapter.checks ?? [])
        for (const { row, col, analytic, numeric, passes } of checkGradient(forward, it, weights)) {
          checked++;
          if (!passes)
            throw new CheckError(
              `chapters/${fileOf(chapter, chapters)}.ts: on ${what} dLoss_d${weights}[${row},${col}] is ${analytic}, central differences give ${numeric}`,
            );
        }
  }
  return checked;
}
