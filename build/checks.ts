import { lossOnTape } from "../chapters/index.ts";
import { type AnyChapter, fileOf, hasStage, partOf } from "../src/book/chapter.ts";
import { type Lesson, parseLesson, printed } from "../src/lesson/lesson.ts";
import { withBricksOf } from "../src/lesson/with-bricks.ts";
import type { Matrix } from "../src/math/matrix.ts";
import { checkGradient } from "../src/network/gradient-check.ts";
import { networkOf, ratesOf, run, slopesOf, stepsOf, weightsOf } from "../src/network/network.ts";
import { type Stage, type Trace, traceOf } from "../src/network/stage.ts";
import { tapeCheck } from "../src/network/tape-check.ts";
import { type MatrixName, type Name, slopeName } from "../src/network/values.ts";

/** A gradient that does not hold: weight, both values and chapter, on one line. */
export class CheckError extends Error {
  override name = "CheckError";
}

/** Rows on both sides of every corner, and the first of them in it, where biases are 0. */
const data = {
  X: [
    [0, 0],
    [1.5, -0.5],
    [-1, 2],
    [0.5, 1],
    [-2, -1.5],
  ],
  labels: [0, 1, 1, 0, 1],
};
const W1 = [
  [0.6, -0.4, 0.2],
  [-0.3, 0.5, 0.7],
];
/** Outputs on both sides, too. */
const twoOutputs = {
  W1,
  W2: [
    [0.4, -0.6],
    [-0.5, 0.2],
    [0.7, 0.1],
  ],
};
/** Biases that are not 0, so that a ridge on them is seen. */
const biased = {
  W1,
  b1: [0.3, -0.2, 0.1],
  W2: [
    [0.4, -0.6, 0.1],
    [-0.5, 0.2, 0.3],
    [0.7, 0.1, -0.2],
  ],
  b2: [-0.1, 0.4, 0.2],
};

/** The default lesson cannot see a missing 1/N or a wrong ridge; these can. Together they have every brick in every place. */
export const PROBES: readonly Lesson[] = [
  { data: { rows: 5 } },
  { data, weights: biased, activation: "tanh", outputActivation: "softmax", loss: "cross-entropy" },
  { data, weights: twoOutputs, activation: "relu", outputActivation: "leaky-relu", bias: true },
  { data, weights: twoOutputs, activation: "leaky-relu", outputActivation: "relu" },
  { data, activation: "identity", outputActivation: "softmax", bias: true, trainBias: false },
  { data, outputActivation: "tanh", bias: true },
  { data, loss: "cross-entropy" },
  { data, outputActivation: "identity", outputs: 1 },
].map((it) => parseLesson({ title: "Probe", ridge: 0.1, ...it }));

/** The first probe, with the bricks of a lesson. */
export const probeLike = (lesson: Lesson): Lesson => withBricksOf(PROBES[0]!, lesson);

/** A value that is not what an independent way to it finds. */
export interface Disagreement {
  /** The entry: `dLoss_dW2[0,1]`. */
  readonly entry: string;
  readonly byHand: number;
  readonly other: number;
  /** The other way. */
  readonly way: "central differences give" | "the tape gives" | "the network gives";
}

/** What a probe has that the first one has not. */
const bricksTold = (lesson: Lesson): string =>
  Object.entries(printed(lesson))
    .filter(([key]) => !(key in printed(PROBES[0]!)))
    .map(([key, value]) => `${key} ${value}`)
    .join(", ");

const entryOf = (name: string, row: number, col: number) => `${name}[${row},${col}]`;

/** So many multiplications, about, are spent on the differences along one matrix. */
const BUDGET = 1e8;
/** Central differences as fine as they can be run the forward pass so often for one weight. */
const PASSES = 22;

/** Of how many weights of a matrix the slopes are held against central differences: of all but in large lessons. */
export function mostNudged(trace: Trace): number {
  const weights = weightsOf(networkOf(trace.lesson)).reduce((sum, name) => sum + trace[name].data.length, 0);
  return Math.max(20, Math.floor(BUDGET / (PASSES * trace.X.rows * weights)));
}

/** The weights along which some values are slopes of the loss. */
export const weightsAlong = (lesson: Lesson, names: readonly Name[]): MatrixName[] =>
  weightsOf(networkOf(lesson)).filter((weights) => names.includes(slopeName(weights)));

/** The first slope along the weights that central differences refute. Where they cannot tell, the tape decides. */
export function byNudging(
  forward: readonly Stage[],
  trace: Trace,
  weights: MatrixName,
): Disagreement | undefined {
  const entries = checkGradient(forward, trace, weights, mostNudged(trace));
  const wrong = entries.find(({ verdict }) => verdict === "differs");
  if (!wrong) return undefined;
  const { row, col, analytic, numeric } = wrong;
  return {
    entry: entryOf(slopeName(weights), row, col),
    byHand: analytic,
    other: numeric,
    way: "central differences give",
  };
}

/** The first slope, among some values, that the tape does not find. */
export function byTape(trace: Trace, names: readonly Name[]): Disagreement | undefined {
  const made = slopesOf(networkOf(trace.lesson)).filter((name) => names.includes(name));
  if (made.length === 0) return undefined;
  const check = tapeCheck(lossOnTape, trace);
  for (const name of made) {
    const { data, cols } = trace[name];
    const { slopes, agrees } = check(name);
    const wrong = data.findIndex((_, i) => !agrees(i));
    if (wrong < 0) continue;
    const entry = entryOf(name, Math.floor(wrong / cols), wrong % cols);
    return { entry, byHand: data[wrong]!, other: slopes.data[wrong]!, way: "the tape gives" };
  }
  return undefined;
}

/**
 * The first entry, among some values, that the network's own run does not give to the last bit: it holds the wiring.
 * Of what is a chapter's own the network knows nothing.
 */
export function byNetwork(trace: Trace, names: readonly Name[]): Disagreement | undefined {
  const network = networkOf(trace.lesson);
  const given = Object.fromEntries(network.given.map(({ name }) => [name, trace[name]]));
  const own = run(stepsOf(network), given, ratesOf(trace.lesson, trace.X.rows));
  for (const name of names.filter((it) => own[it] !== undefined)) {
    const [byHand, other] = [trace[name], own[name]!].map((it) => (typeof it === "number" ? [it] : it.data));
    const wrong = byHand!.findIndex((x, i) => !Object.is(x, other![i]));
    if (wrong < 0) continue;
    const { cols } = trace[name] as Matrix;
    const entry = cols ? entryOf(name, Math.floor(wrong / cols), wrong % cols) : name;
    return { entry, byHand: byHand![wrong]!, other: other![wrong]!, way: "the network gives" };
  }
  return undefined;
}

/**
 * Holds every value that a chapter's stage makes against the network's own run, every slope, those between the weights
 * too, against the tape, and every gradient of weights against central differences; on the lesson and on the probes.
 * @param onProgress told what comes next, where it takes a while
 * @returns the number of slopes along weights that were held against both
 * @throws CheckError for the first that does not agree
 */
export function checkGradients(
  book: readonly AnyChapter[],
  forward: readonly Stage[],
  trace: Trace,
  onProgress: (what: string) => void = () => {},
): number {
  const chapters = book.filter(hasStage);
  const stages = chapters.map(({ stage }) => stage);
  let checked = 0;
  for (const it of [trace, ...PROBES.map((probe) => traceOf(stages, probe))]) {
    const { lesson } = it;
    const what = it === trace ? "the lesson" : `the probe lesson ${bricksTold(lesson)}`.trim();
    for (const chapter of chapters) {
      const { makes } = partOf(chapter, lesson);
      const along = weightsAlong(lesson, makes);
      const ways = [
        ...along.map((weights) => () => {
          onProgress(`${slopeName(weights)} of ${what}`);
          return byNudging(forward, it, weights);
        }),
        () => byTape(it, makes),
        () => byNetwork(it, makes),
      ];
      for (const compare of ways) {
        const wrong = compare();
        if (!wrong) continue;
        const { entry, byHand, way, other } = wrong;
        throw new CheckError(`${fileOf(chapter, book)}: on ${what} ${entry} is ${byHand}, ${way} ${other}`);
      }
      for (const weights of along) checked += Math.min(it[weights].data.length, mostNudged(it));
    }
  }
  return checked;
}
