import { at, fromFunction, type Matrix, map, matmul, scale } from "../../src/math/matrix.ts";
import { networkOf, ratesOf, run, stepsOf, weightsOf } from "../../src/network/network.ts";
import type { Step } from "../../src/network/op.ts";
import type { Trace } from "../../src/network/stage.ts";
import { type Name, nextName, type Values } from "../../src/network/values.ts";

/**
 * How printed numbers that are wrong came about. A network is a list of steps, so a mistake is that list with one thing
 * changed: whoever takes these steps gets the digits in print.
 */

type Steps = readonly Step[];

/** Steps of which some, the first that makes a name, make something else: of their operands and of what is right. */
const instead = (
  steps: Steps,
  wrong: Readonly<Partial<Record<Name, (of: readonly Matrix[], right: Matrix) => Matrix>>>,
): Steps =>
  steps.map((step, i) => {
    const make = wrong[step.makes];
    if (!make || steps.findIndex(({ makes }) => makes === step.makes) < i) return step;
    const { op } = step;
    return { ...step, op: { ...op, run: (of, rates) => make(of, op.run(of, rates) as Matrix) } };
  });

/** W2 takes its step before the slope along h1 is taken, which then comes back through the new weights. */
function secondLayerFirst(steps: Steps): Steps {
  const update = steps.find(({ makes }) => makes === "W2_next")!;
  const through = (step: Step): Step => ({
    ...step,
    of: step.of.map((name) => (name === "W2" ? "W2_next" : name)),
  });
  return steps
    .filter((step) => step !== update)
    .flatMap((step) => (step.makes === "dLoss_dh1" ? [update, through(step)] : [step]));
}

const twoDecimals = (values: Matrix): Matrix => map(values, (x) => Number(x.toFixed(2)));
/** The output from values h1 of two decimals. */
const rounded = (steps: Steps): Steps => instead(steps, { z2: ([h1, W2]) => matmul(twoDecimals(h1!), W2!) });

/**
 * Of one row of data: slopes divided by what they must be multiplied by, h1, W2 and X; the output is that from rounded
 * h1, and its error has two decimals.
 * @param read what is read for h1 where its slope is divided by it
 */
const divided = (steps: Steps, read = (h1: Matrix) => h1): Steps =>
  instead(rounded(steps), {
    dLoss_dh2: (_, right) => twoDecimals(right),
    dLoss_dW2: ([h1, slope]) => over(slope!, read(h1!)),
    dLoss_dh1: ([slope, W2]) => fromFunction(1, W2!.rows, (_, j) => at(slope!, 0, 0) / at(W2!, j, 0)),
    dLoss_dW1: ([X, slope]) => over(slope!, X!),
  });
/** Every entry of a row over every entry of another. (1×K), (1×N) → (N×K) */
const over = (row: Matrix, by: Matrix): Matrix =>
  fromFunction(by.cols, row.cols, (i, j) => at(row, 0, j) / at(by, 0, i));

/** What stands in print in the place of 0.68997. */
const SLIP = 0.69997;

/** What is done in place of what is right: other steps, or fewer of them. */
interface Change {
  readonly steps?: (steps: Steps) => Steps;
  readonly fewer?: number;
}

const MISTAKES = {
  /** Cut off after eleven decimals, not rounded. */
  cut: {
    steps: (steps) => instead(steps, { h1: (_, right) => map(right, (x) => Math.trunc(x * 1e11) / 1e11) }),
  },
  "W2-first": { steps: secondLayerFirst },
  "a-step-less": { fewer: 1 },
  rounded: { steps: rounded },
  divided: { steps: divided },
  "divided-by-a-slip": { steps: (steps) => divided(steps, (h1) => map(h1, () => SLIP)) },
  sign: { steps: (steps) => instead(steps, { dh2_dz2: (_, right) => scale(-1, right) }) },
} satisfies Readonly<Record<string, Change>>;
export type Mistake = keyof typeof MISTAKES;

/**
 * The values after so many steps of training, and what one more makes of them: those of the network, or what a mistake
 * makes of them.
 * @param trace of the lesson that the training begins from
 */
export function valuesAfter(count: number, trace: Trace, mistake?: Mistake): Values {
  const network = networkOf(trace.lesson);
  const { steps: changed = (it: Steps) => it, fewer = 0 }: Change = mistake ? MISTAKES[mistake] : {};
  const steps = changed(stepsOf(network));
  // No slope is taken from the value of a loss.
  const inner = steps.filter(({ op }) => op.kind !== "scalars");
  const rates = ratesOf(trace.lesson, trace.X.rows);
  const weights = weightsOf(network);
  let values: Partial<Values> = trace;
  for (let i = 0; i < count - fewer; i++) {
    const made = run(inner, values, rates);
    values = { ...made, ...Object.fromEntries(weights.map((W) => [W, made[nextName(W)]])) };
  }
  return run(steps, values, rates) as Values;
}
