import type { Lesson } from "../lesson/lesson.ts";
import { oneHot } from "../lesson/observations.ts";
import { fromRows } from "../math/matrix.ts";
import { RandomState } from "../math/random.ts";
import { networkOf, ratesOf, run, stepsOf } from "../network/network.ts";
import type { Trace } from "../network/stage.ts";
import type { Values } from "../network/values.ts";

/** Small lessons to practise on. */

/** What a lesson's practice has of it: its bricks, its rates, its sizes, and how it writes numbers. */
export type Plan = Pick<
  Lesson,
  "activation" | "outputActivation" | "loss" | "bias" | "trainBias" | "learningRate" | "ridge"
> & { readonly sizes: readonly [rows: number, inputs: number, hidden: number, outputs: number] } & Partial<
    Pick<Lesson, "decimal" | "fractions">
  >;

export function planOf({ lesson, X, W2 }: Trace): Plan {
  const { activation, outputActivation, loss, bias, trainBias, learningRate, ridge } = lesson;
  const { decimal, fractions } = lesson;
  const sizes = [X.rows, X.cols, W2.rows, W2.cols] as const;
  return {
    ...{ activation, outputActivation, loss, bias, trainBias, learningRate, ridge, sizes },
    ...(decimal !== "point" && { decimal }),
    ...(fractions && { fractions }),
  };
}

/** The largest sizes that are worked by hand. */
const SMALL = [3, 3, 3, 3] as const;

/** Rates that are worked with by hand; another gives way to this one. */
const [LEAST_RATE, MOST_RATE, USUAL_RATE] = [1e-4, 10, 0.5];
const isShort = (rate: number): boolean =>
  rate >= LEAST_RATE && rate <= MOST_RATE && Number(rate.toPrecision(2)) === rate;

/** A small lesson of short numbers, with the same bricks. */
export function practice({ sizes, ...bricks }: Plan, seed: number): Trace {
  const [rows, inputs, hidden, outputs] = sizes.map((size, i) => Math.min(size, SMALL[i]!)) as [
    number,
    number,
    number,
    number,
  ];
  const random = new RandomState(seed);
  /** From a tenth to `most`, or below 0 as far. */
  const short = (most: number) => {
    const size = (1 + Math.floor(10 * most * random.random())) / 10;
    return random.random() < 0.5 ? -size : size;
  };
  const matrix = (rows: number, cols: number, most: number) =>
    Array.from({ length: rows }, () => Array.from({ length: cols }, () => short(most)));
  const labels = Array.from({ length: rows }, () => Math.floor(Math.max(2, outputs) * random.random()));
  const X = matrix(rows, inputs, 2);
  const weights = { W1: matrix(inputs, hidden, 1.5), W2: matrix(hidden, outputs, 1.5) };
  const biases = bricks.bias ? { b1: matrix(1, hidden, 1)[0]!, b2: matrix(1, outputs, 1)[0]! } : {};
  return traced({
    title: "",
    digits: 8,
    decimal: "point",
    fractions: false,
    ...bricks,
    data: { X, labels },
    weights: { ...weights, ...biases },
    hidden,
    outputs,
    learningRate: isShort(bricks.learningRate) ? bricks.learningRate : USUAL_RATE,
    ridge: bricks.ridge === 0 || isShort(bricks.ridge) ? bricks.ridge : USUAL_RATE,
  });
}

/** Every value of a lesson whose numbers are given. */
function traced(
  lesson: Lesson & { data: { X: readonly (readonly number[])[]; labels: readonly number[] } },
): Trace {
  const { data, weights, outputs } = lesson;
  if (!("W1" in weights)) throw new Error("got drawn weights, expected given ones");
  const { W1, W2, b1, b2 } = weights;
  const values: Partial<Values> = {
    X: fromRows(data.X),
    y: oneHot(data.labels, outputs),
    W1: fromRows(W1),
    W2: fromRows(W2),
    ...(b1 && b2 && { b1: fromRows([b1]), b2: fromRows([b2]) }),
  };
  const all = run(stepsOf(networkOf(lesson)), values, ratesOf(lesson, data.X.length));
  return { ...(all as Values), lesson };
}
