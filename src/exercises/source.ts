import type { Lesson } from "../lesson/lesson.ts";
import { oneHot } from "../lesson/observations.ts";
import { fromRows } from "../math/matrix.ts";
import { RandomState } from "../math/random.ts";
import { networkOf, ratesOf, run, stepsOf } from "../network/network.ts";
import type { Trace } from "../network/stage.ts";
import type { Values } from "../network/values.ts";
import type { Exercise, Makers } from "./exercise.ts";

/** What exercises are made from: the numbers of a lesson, and a seed that says which of them. */
export interface Source {
  readonly trace: Trace;
  /** A whole number from 0 to below `n`. */
  pick(n: number): number;
  /** A number between two others, of so many decimals. */
  draw(low: number, high: number, decimals?: number): number;
}

export function sourceOf(trace: Trace, seed: number): Source {
  const random = new RandomState(seed);
  return {
    trace,
    pick: (n) => Math.floor(n * random.random()),
    draw: (low, high, decimals = 1) => Number((low + (high - low) * random.random()).toFixed(decimals)) + 0,
  };
}

/** What a lesson's practice has of it: its bricks, its rates and its sizes. */
export type Plan = Pick<
  Lesson,
  "activation" | "outputActivation" | "loss" | "bias" | "trainBias" | "learningRate" | "ridge"
> & { readonly sizes: readonly [rows: number, inputs: number, hidden: number, outputs: number] };

export function planOf({ lesson, X, W2 }: Trace): Plan {
  const { activation, outputActivation, loss, bias, trainBias, learningRate, ridge } = lesson;
  const sizes = [X.rows, X.cols, W2.rows, W2.cols] as const;
  return { activation, outputActivation, loss, bias, trainBias, learningRate, ridge, sizes };
}

/** The largest sizes that are worked by hand. */
const SMALL = [3, 3, 3, 3] as const;

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
    ...bricks,
    data: { X, labels },
    weights: { ...weights, ...biases },
    hidden,
    outputs,
    learningRate: bricks.learningRate > 10 ? 0.5 : bricks.learningRate,
    ridge: Math.min(bricks.ridge, 1),
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

/** A lesson's own numbers may be unfit for some exercise; so many small lessons are then tried in their place. */
const TRIES = 8;

/** An exercise by its name; whether it is on the lesson's own numbers. */
export interface Named extends Exercise<object> {
  readonly id: string;
  readonly isOnLesson: boolean;
}

/** The exercises of a chapter from a lesson, by their names. Where its numbers do not serve, small ones of the same bricks do. */
export function exercisesFrom(makers: Makers, trace: Trace, seed: number): readonly Named[] {
  const plan = planOf(trace);
  return Object.entries(makers).flatMap(([id, make], i) => {
    for (let t = 0; t <= TRIES; t++) {
      const from = t === 0 ? trace : practice(plan, 100 * seed + t);
      const made = make(sourceOf(from, 1000 * seed + 10 * i + t));
      if (made) return [{ id, isOnLesson: t === 0, ...made }];
    }
    return [];
  });
}
