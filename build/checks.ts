import { DERIVED, tapeOn } from "../chapters/16-autodiff.ts";
import { type Chapter, fileOf } from "../src/book/chapter.ts";
import { parseLesson } from "../src/lesson/lesson.ts";
import { checkGradient } from "../src/network/gradient-check.ts";
import { type AnyStage, type Trace, traceOf } from "../src/network/trace.ts";

/** A gradient that does not hold: weight, both values and chapter, on one line. */
export class CheckError extends Error {
  override name = "CheckError";
}

/** The default lesson cannot see a missing 1/N or a wrong ridge; this one can. */
export const PROBE = parseLesson({ title: "Probe", data: { rows: 5 }, ridge: 0.1 });

/** A slope that is not what an independent way to it finds. */
export interface Disagreement {
  /** The slope: `dLoss_dW2[0,1]`. */
  readonly slope: string;
  readonly byHand: number;
  readonly other: number;
  /** The other way. */
  readonly way: "central differences give" | "the tape gives";
}

const entry = (name: string, row: number, col: number) => `${name}[${row},${col}]`;

/** So many multiplications, about, are spent on the differences along one matrix. */
const BUDGET = 1e8;
/** Central differences as fine as they can be run the forward pass so often for one weight. */
const PASSES = 22;

/** Of how many weights of a matrix the slopes are held against central differences: of all but in large lessons. */
export const mostNudged = ({ X, W1, W2 }: Pick<Trace, "X" | "W1" | "W2">): number =>
  Math.max(20, Math.floor(BUDGET / (PASSES * X.rows * W1.cols * (W1.rows + W2.cols))));

/** The first slope along the weights that central differences refute. Where they cannot tell, the tape decides. */
export function byNudging(
  forward: readonly AnyStage[],
  trace: Trace,
  weights: "W1" | "W2",
): Disagreement | undefined {
  const entries = checkGradient(forward, trace, weights, mostNudged(trace));
  const wrong = entries.find(({ verdict }) => verdict === "differs");
  if (!wrong) return undefined;
  const { row, col, analytic, numeric } = wrong;
  return {
    slope: entry(`dLoss_d${weights}`, row, col),
    byHand: analytic,
    other: numeric,
    way: "central differences give",
  };
}

/** The first slope, among those that a stage makes, that the tape does not find. */
export function byTape(trace: Trace, { makes }: Pick<AnyStage, "makes">): Disagreement | undefined {
  const made = DERIVED.filter((name) => makes.includes(name));
  if (made.length === 0) return undefined;
  const tape = tapeOn(trace);
  for (const name of made) {
    const { data, cols } = trace[name];
    const wrong = data.findIndex((_, i) => !tape(name, i).agrees);
    if (wrong < 0) continue;
    const slope = entry(name, Math.floor(wrong / cols), wrong % cols);
    return { slope, byHand: data[wrong]!, other: tape(name, wrong).slope, way: "the tape gives" };
  }
  return undefined;
}

/**
 * Holds every gradient that a chapter vouches for against central differences, and every slope that its stage
 * makes, those between the weights too, against the tape; on the lesson and on the probe.
 * @param onProgress told what comes next, where it takes a while
 * @returns the number of slopes along weights that were held against both
 * @throws CheckError for the first that does not agree
 */
export function checkGradients(
  chapters: readonly Chapter[],
  forward: readonly AnyStage[],
  trace: Trace,
  onProgress: (what: string) => void = () => {},
): number {
  const stages = chapters.map(({ stage }) => stage);
  let checked = 0;
  for (const [what, lesson] of [
    ["the lesson", trace.lesson],
    ["the probe lesson", PROBE],
  ] as const) {
    const it = lesson === PROBE ? traceOf(stages, PROBE) : trace;
    for (const chapter of chapters) {
      const { checks = [], stage } = chapter;
      const ways = [
        ...checks.map((weights) => () => {
          onProgress(`dLoss_d${weights} of ${what}`);
          return byNudging(forward, it, weights);
        }),
        () => byTape(it, stage),
      ];
      for (const compare of ways) {
        const wrong = compare();
        if (!wrong) continue;
        const { slope, byHand, way, other } = wrong;
        throw new CheckError(
          `chapters/${fileOf(chapter, chapters)}.ts: on ${what} ${slope} is ${byHand}, ${way} ${other}`,
        );
      }
      for (const weights of checks) checked += Math.min(it[weights].data.length, mostNudged(it));
    }
  }
  return checked;
}
