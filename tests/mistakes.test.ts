import { afterEach, describe, expect, test } from "vitest";
import { CheckError, checkGradients, PROBES } from "../build/checks.ts";
import { book, forwardPass, stages } from "../chapters/index.ts";
import { DEFAULT_LESSON, type Lesson, type LessonFile } from "../src/lesson/lesson.ts";
import {
  add,
  addRow,
  at,
  columnSums,
  fromFunction,
  type Matrix,
  map,
  matmul,
  multiply,
  scale,
  square,
  subtract,
  sum,
  transpose,
} from "../src/math/matrix.ts";
import {
  sigmoidCrossEntropy as ofSigmoids,
  softmaxCrossEntropy as ofSoftmax,
  softmax,
} from "../src/math/softmax.ts";
import { networkOf, slopesOf } from "../src/network/network.ts";
import type { Activation } from "../src/network/ops/activation.ts";
import { ACTIVATIONS } from "../src/network/ops/activations.ts";
import { runStages, traceOf } from "../src/network/stage.ts";
import type { Node, Tape } from "../src/network/tape.ts";
import type { Name, Value, Values } from "../src/network/values.ts";
import {
  foundBy,
  inChapter,
  inOp,
  lessonWith,
  offTape,
  plant,
  takeBack,
  type Way,
  type Wrong,
} from "./mistakes.ts";

/**
 * One mistake for every brick, and which of the three ways find it: the network's run beside the chapters', to the
 * last bit; the tape; nudging. Each is found by one that does not share it, and by every build, of any lesson.
 */

afterEach(takeBack);

/** A build of the article's lesson: its probes have the brick. */
const build = () => checkGradients(book, forwardPass, traceOf(stages, DEFAULT_LESSON));

test("where nothing is planted, nothing is found", () => {
  for (const probe of PROBES) expect(foundBy(probe)).toEqual([]);
  expect(build).not.toThrow();
});

describe("the probes", () => {
  test("have every brick in each place, biases of each kind, one output and more", () => {
    const all = (of: (probe: (typeof PROBES)[number]) => unknown) => [...new Set(PROBES.map(of))].sort();
    const names = Object.keys(ACTIVATIONS).sort();
    expect(all((it) => it.activation)).toEqual(names);
    expect(all((it) => it.outputActivation)).toEqual([...names, "softmax"].sort());
    expect(all((it) => `${it.loss} ${it.outputActivation === "softmax"}`)).toHaveLength(4);
    expect(all((it) => `${it.bias} ${it.trainBias}`)).toHaveLength(3);
    expect(all((it) => it.outputs)).toEqual([1, 2, 3]);
  });

  test("lie on both sides of every corner, and in it; and have a slope along every weight", () => {
    for (const probe of PROBES) {
      const trace = traceOf(stages, probe);
      const signs = (z: Matrix) => [...new Set(z.data.map(Math.sign))].sort();
      if (ACTIVATIONS[probe.activation].hasCorner) expect(signs(trace.z1)).toEqual([-1, 0, 1]);
      if (/relu/.test(probe.outputActivation)) expect(signs(trace.z2)).toEqual([-1, 0, 1]);
      for (const name of slopesOf(networkOf(probe))) expect(trace[name].data.some((x) => x !== 0)).toBe(true);
    }
  });
});

// --- Activations ---

type F = (x: number) => number;
const { activation: sigmoid, steepness: sigmoidSteepness } = ACTIVATIONS.sigmoid;
const { steepness: tanhSteepness } = ACTIVATIONS.tanh;
/** Slopes that somebody might write, from h. */
const SLOPES: Readonly<Record<keyof typeof ACTIVATIONS, Readonly<Record<string, F>>>> = {
  sigmoid: {
    "a sign": (h) => -h * (1 - h),
    "a factor left out": (h) => 1 - h,
    "the slope of tanh": (h) => 1 - h * h,
  },
  tanh: {
    "h(1 − h)": (h) => h * (1 - h),
    "1 − h": (h) => 1 - h,
    "a sign": (h) => h * h - 1,
  },
  relu: {
    "no mask": () => 1,
    "≥ in the mask": (h) => (h >= 0 ? 1 : 0),
    "the mask turned round": (h) => (h > 0 ? 0 : 1),
    "h instead of its mask": (h) => h,
    "the mask of leaky ReLU": (h) => (h > 0 ? 1 : 0.01),
  },
  "leaky-relu": {
    "another factor": (h) => (h > 0 ? 1 : 0.1),
    "no factor": () => 1,
    "the mask of ReLU": (h) => (h > 0 ? 1 : 0),
    "the factor above": (h) => (h > 0 ? 0.01 : 1),
  },
  identity: { "a sign": () => -1, "h itself": (h) => h, nothing: () => 0 },
};
/** The second formulas, from z, which the tape takes. */
const SECOND: typeof SLOPES = {
  sigmoid: {
    "σ(z)": (z) => sigmoid(z),
    "a sign": (z) => -sigmoidSteepness(z),
  },
  tanh: {
    "no 4": (z) => tanhSteepness(z) / 4,
    "of z/2": (z) => tanhSteepness(z / 2),
  },
  relu: { "≥ in the mask": (z) => Number(z >= 0), "no mask": () => 1 },
  "leaky-relu": {
    "≥ in the mask": (z) => 0.01 + 0.99 * Number(z >= 0),
    "1 more above": (z) => 0.01 + Number(z > 0),
  },
  identity: { z: (z) => z },
};
/** Functions that their slope does not belong to. */
const FORWARD: typeof SLOPES = {
  sigmoid: { "e^z": (z) => 1 / (1 + Math.exp(z)), "half of z": (z) => sigmoid(z / 2) },
  tanh: { "half of z": (z) => Math.tanh(z / 2) },
  relu: { "the smaller": (z) => Math.min(0, z), "twice z": (z) => Math.max(0, 2 * z) },
  "leaky-relu": {
    "another factor": (z) => (z > 0 ? z : 0.1 * z),
    "min of both": (z) => Math.min(z, 0.01 * z),
  },
  identity: { "twice z": (z) => 2 * z },
};
const PLACES = ["activation", "outputActivation"] as const;
const each = (of: typeof SLOPES) =>
  Object.entries(of).flatMap(([name, wrongs]) =>
    PLACES.flatMap((place) =>
      Object.entries(wrongs).map(([what, f]) => [name as keyof typeof SLOPES, place, what, f] as const),
    ),
  );
/** Beside tanh, which has no corner, in the other place. */
const withBrick = (name: keyof typeof SLOPES, place: (typeof PLACES)[number]) =>
  lessonWith({ activation: "tanh", outputActivation: "tanh", [place]: name });

describe("an activation with a wrong", () => {
  test.each(each(SLOPES))(
    "slope: %s as %s, %s: the tape and nudging find it, and a build",
    (name, place, _, f) => {
      const lesson = withBrick(name, place);
      plant(ACTIVATIONS[name] as { -readonly [K in keyof Activation]: Activation[K] }, "slope", f);
      expect(foundBy(lesson)).toEqual(["tape", "nudging"]);
      expect(build).toThrow(CheckError);
    },
  );

  test.each(each(SECOND))(
    "second formula: %s as %s, %s: the chapters find it, and a build",
    (name, place, what, f) => {
      plant(ACTIVATIONS[name] as { -readonly [K in keyof Activation]: Activation[K] }, "steepness", f);
      // That a corner belongs to the lower side is seen in the corner alone.
      if (!what.startsWith("≥")) expect(foundBy(withBrick(name, place))).toEqual(["tape"]);
      expect(build).toThrow(/the tape gives/);
    },
  );

  test.each(each(FORWARD))("function: %s as %s, %s: nudging finds it, and a build", (name, place, _, f) => {
    const lesson = withBrick(name, place);
    plant(ACTIVATIONS[name] as { -readonly [K in keyof Activation]: Activation[K] }, "activation", f);
    expect(foundBy(lesson)).toContain("nudging");
    expect(build).toThrow(CheckError);
  });

  test.each(["relu", "leaky-relu"] as const)(
    "mask of %s at the corner, in a chapter, is found",
    (activation) => {
      const lesson = lessonWith({
        activation,
        data: {
          X: [
            [0, 0],
            [1, 2],
          ],
          labels: [0, 1],
        },
      });
      const below = activation === "relu" ? 0 : 0.01;
      inChapter(lesson, "dh1_dz1", ({ z1, dLoss_dh1 }) => {
        const dh1_dz1 = map(z1, (z) => (z >= 0 ? 1 : below));
        return { dh1_dz1, dLoss_dz1: multiply(dLoss_dh1, dh1_dz1) };
      });
      expect(foundBy(lesson)).toEqual(["network", "tape"]);
      expect(build).toThrow(CheckError);
    },
  );
});

// --- All else on the way back ---

const times =
  (name: Name, factor: F | number, then: (v: Values) => Partial<Values> = () => ({})): Wrong =>
  (v) => {
    const by = typeof factor === "number" ? factor : factor(v.y.rows);
    const moved = { ...v, [name]: scale(by, v[name] as Matrix) };
    return { [name]: moved[name], ...then(moved) };
  };
const fromOutputs = ({ dLoss_dh2, dh2_dz2 }: Values) => ({ dLoss_dz2: multiply(dLoss_dh2, dh2_dz2) });
const fromHidden = ({ dLoss_dh1, dh1_dz1 }: Values) => ({ dLoss_dz1: multiply(dLoss_dh1, dh1_dz1) });
const firstRow = (m: Matrix) => fromFunction(1, m.cols, (_, c) => at(m, 0, c));

const SOFTMAX = { outputActivation: "softmax", outputs: 3 } as const;
const BELIEF = { loss: "cross-entropy", outputs: 3 } as const;
const BIAS = { bias: true } as const;

/** The mistake, the bricks, the name where it is made, and which of tape and nudging see it. */
const MISTAKES: Readonly<Record<string, readonly [LessonFile, Name, Wrong, readonly Way[]]>> = {
  "squares: 1/N missing": [{}, "dLoss_dh2", times("dLoss_dh2", (N) => N, fromOutputs), ["tape", "nudging"]],
  "squares: a sign": [{}, "dLoss_dh2", times("dLoss_dh2", -1, fromOutputs), ["tape", "nudging"]],
  "squares: the 2 of the square left": [
    {},
    "dLoss_dh2",
    times("dLoss_dh2", 2, fromOutputs),
    ["tape", "nudging"],
  ],
  "softmax taken elementwise: the diagonal of its Jacobian alone": [
    SOFTMAX,
    "dLoss_dz2",
    ({ dLoss_dh2, h2 }) => ({
      dLoss_dz2: multiply(
        dLoss_dh2,
        map(h2, (h) => h * (1 - h)),
      ),
    }),
    ["tape", "nudging"],
  ],
  "softmax: a sum over a column": [
    SOFTMAX,
    "dLoss_dz2",
    ({ dLoss_dh2, h2 }) => {
      const sums = columnSums(multiply(dLoss_dh2, h2));
      return {
        dLoss_dz2: fromFunction(
          h2.rows,
          h2.cols,
          (r, c) => at(h2, r, c) * (at(dLoss_dh2, r, c) - at(sums, 0, c)),
        ),
      };
    },
    ["tape", "nudging"],
  ],
  "softmax: a sign": [SOFTMAX, "dLoss_dz2", times("dLoss_dz2", -1), ["tape", "nudging"]],
  "softmax: the sum left out": [
    SOFTMAX,
    "dLoss_dz2",
    ({ dLoss_dh2, h2 }) => ({ dLoss_dz2: multiply(dLoss_dh2, h2) }),
    ["tape", "nudging"],
  ],
  "cross-entropy of sigmoids: 1/N missing": [
    BELIEF,
    "dLoss_dz2",
    times("dLoss_dz2", (N) => N),
    ["tape", "nudging"],
  ],
  "cross-entropy of sigmoids: a sign": [BELIEF, "dLoss_dz2", times("dLoss_dz2", -1), ["tape", "nudging"]],
  "cross-entropy of sigmoids: h(1 − h) not cancelled": [
    BELIEF,
    "dLoss_dz2",
    ({ dLoss_dz2, h2 }) => ({
      dLoss_dz2: multiply(
        dLoss_dz2,
        map(h2, (h) => h * (1 - h)),
      ),
    }),
    ["tape", "nudging"],
  ],
  "cross-entropy of a softmax: 1/N missing": [
    { ...SOFTMAX, ...BELIEF },
    "dLoss_dz2",
    times("dLoss_dz2", (N) => N),
    ["tape", "nudging"],
  ],
  "cross-entropy of a softmax: a sign": [
    { ...SOFTMAX, ...BELIEF },
    "dLoss_dz2",
    times("dLoss_dz2", -1),
    ["tape", "nudging"],
  ],
  "cross-entropy of a softmax: over K too": [
    { ...SOFTMAX, ...BELIEF },
    "dLoss_dz2",
    times("dLoss_dz2", 1 / 3),
    ["tape", "nudging"],
  ],
  "W2: a missing transpose": [
    { hidden: 5, weights: { seed: 1 } },
    "dLoss_dW2",
    ({ h1, dLoss_dz2, W2 }, { ridge }) => ({
      dLoss_dW2: add(matmul(h1, dLoss_dz2), scale(ridge / h1.rows, W2)),
    }),
    ["tape", "nudging"],
  ],
  "W2: no ridge": [
    {},
    "dLoss_dW2",
    ({ h1, dLoss_dz2 }) => ({ dLoss_dW2: matmul(transpose(h1), dLoss_dz2) }),
    ["tape", "nudging"],
  ],
  "W1: a ridge not over N": [
    {},
    "dLoss_dW1",
    ({ X, dLoss_dz1, W1 }, { ridge }) => ({
      dLoss_dW1: add(matmul(transpose(X), dLoss_dz1), scale(ridge, W1)),
    }),
    ["tape", "nudging"],
  ],
  "W1: a sign": [{}, "dLoss_dW1", times("dLoss_dW1", -1), ["tape", "nudging"]],
  "W2 updated before dLoss_dh1 is taken": [
    {},
    "dLoss_dh1",
    (v, { learningRate }) => {
      const W2 = subtract(v.W2, scale(learningRate, v.dLoss_dW2));
      const dLoss_dh1 = matmul(v.dLoss_dz2, transpose(W2));
      return { dLoss_dh1, ...fromHidden({ ...v, dLoss_dh1 }) };
    },
    ["tape", "nudging"],
  ],
  "b2: one row instead of the sum": [
    BIAS,
    "dLoss_db2",
    ({ dLoss_dz2 }) => ({ dLoss_db2: firstRow(dLoss_dz2) }),
    ["tape", "nudging"],
  ],
  "b2: the mean instead of the sum": [
    BIAS,
    "dLoss_db2",
    times("dLoss_db2", (N) => 1 / N),
    ["tape", "nudging"],
  ],
  "b1: the mean instead of the sum": [
    BIAS,
    "dLoss_db1",
    times("dLoss_db1", (N) => 1 / N),
    ["tape", "nudging"],
  ],
  "b1: a sign": [BIAS, "dLoss_db1", times("dLoss_db1", -1), ["tape", "nudging"]],
  "b1: the slope of b2's neurons' mask left out": [
    { ...BIAS, activation: "relu" },
    "dLoss_db1",
    ({ dLoss_dh1 }) => ({ dLoss_db1: columnSums(dLoss_dh1) }),
    ["tape", "nudging"],
  ],
  "the ridge on b1": [
    BIAS,
    "dLoss_db1",
    ({ dLoss_db1, b1, y }, { ridge }) => ({ dLoss_db1: add(dLoss_db1, scale(ridge / y.rows, b1)) }),
    ["tape", "nudging"],
  ],
  "the ridge on b2": [
    BIAS,
    "dLoss_db2",
    ({ dLoss_db2, b2, y }, { ridge }) => ({ dLoss_db2: add(dLoss_db2, scale(ridge / y.rows, b2)) }),
    ["tape", "nudging"],
  ],
};

describe.each(Object.entries(MISTAKES))("%s", (_, [bricks, name, wrong, ways]) => {
  test("in a chapter: the network too finds it, and every build", () => {
    const lesson = lessonWith(bricks);
    inChapter(lesson, name, wrong);
    expect(foundBy(lesson)).toEqual(["network", ...ways]);
    expect(build).toThrow();
  });

  test("in the op: the chapters do not share it", () => {
    const lesson = lessonWith(bricks);
    inOp(lesson, name, wrong);
    expect(foundBy(lesson)).toEqual(["network"]);
  });

  test("in both: tape and nudging still find it", () => {
    const lesson = lessonWith(bricks);
    inOp(lesson, name, wrong);
    inChapter(lesson, name, wrong);
    expect(foundBy(lesson)).toEqual(ways);
  });
});

// --- On the way up, and in the step ---

/** Mistakes in a function that chapter and op both call: its arguments, and what it wrongly makes of them. */
const ABOVE: readonly [
  what: string,
  LessonFile,
  Name,
  (of: readonly Matrix[], lesson: Lesson) => Value,
  Way[],
][] = [
  [
    "squares over N, not 2N",
    {},
    "loss_data",
    ([y, h]) => sum(square(subtract(y!, h!))) / y!.rows,
    ["nudging"],
  ],
  [
    "cross-entropy of sigmoids not over N",
    BELIEF,
    "loss_data",
    ([y, , z]) => 5 * ofSigmoids(y!, z!),
    ["nudging"],
  ],
  [
    "cross-entropy of sigmoids as of a softmax",
    BELIEF,
    "loss_data",
    ([y, , z]) => ofSoftmax(y!, z!),
    ["nudging"],
  ],
  [
    "cross-entropy of a softmax not over N",
    { ...SOFTMAX, ...BELIEF },
    "loss_data",
    ([y, , z]) => 5 * ofSoftmax(y!, z!),
    ["nudging"],
  ],
  ["a ridge over N, not 2N", {}, "loss_ridge", (of) => (0.1 / 5) * sumOfSquares(of), ["nudging"]],
  ["a ridge on W2 alone", {}, "loss_ridge", ([, W2]) => (0.1 / 10) * sumOfSquares([W2!]), ["nudging"]],
  [
    "a softmax over the largest, not over the sum",
    SOFTMAX,
    "h2",
    ([z]) => fromFunction(z!.rows, z!.cols, (r, c) => Math.exp(at(z!, r, c) - 1)),
    ["tape", "nudging"],
  ],
  [
    "a softmax of columns",
    { ...SOFTMAX, ...BELIEF },
    "h2",
    ([z]) => transpose(softmax(transpose(z!))),
    ["tape", "nudging"],
  ],
  ["biases forgotten", BIAS, "z1", ([x, W]) => matmul(x!, W!), ["tape", "nudging"]],
  [
    "biases taken away",
    BIAS,
    "z1",
    ([x, W, b]) => addRow(matmul(x!, W!), scale(-1, b!)),
    ["tape", "nudging"],
  ],
];
const sumOfSquares = (of: readonly Matrix[]) => of.reduce((total, W) => total + sum(square(W)), 0);

describe.each(ABOVE)("%s", (_, bricks, name, wrong, ways) => {
  const lesson = lessonWith(bricks);
  const { op } = networkOf(lesson).forward.find(({ makes }) => makes === name)!;
  /** In each chapter that has this op: a layer's is in two. */
  function plantInChapters(): void {
    for (const { makes, of } of networkOf(lesson).forward.filter((step) => step.op === op))
      inChapter(lesson, makes, (values) => {
        const made = wrong(
          of.map((it) => values[it] as Matrix),
          lesson,
        );
        const { loss_data, loss } = values;
        return { [makes]: made, loss: makes === "loss_ridge" ? loss_data + (made as number) : loss };
      });
  }

  test("in a chapter: the network finds it, and so do others", () => {
    plantInChapters();
    expect(foundBy(lesson)).toEqual(["network", ...ways]);
  });

  test("in both: the others still find it", () => {
    plantInChapters();
    plant(op, "run", (operands) => wrong(operands as Matrix[], lesson));
    expect(foundBy(lesson)).toEqual(ways);
  });
});

/** Of the step no slope is taken: chapter and network are held against each other, both against NumPy (bricks.test.ts). */
const STEPS: Readonly<Record<string, readonly [LessonFile, Name, Wrong]>> = {
  "a step up the slope": [
    {},
    "W2_next",
    ({ W2, dLoss_dW2 }) => ({ W2_next: add(W2, scale(0.5, dLoss_dW2)) }),
  ],
  "biases that stay, though they are trained": [BIAS, "b1_next", ({ b1 }) => ({ b1_next: b1 })],
};
test.each(Object.entries(STEPS))("%s: in a chapter, and in the op", (_, [bricks, name, wrong]) => {
  const lesson = lessonWith(bricks);
  inChapter(lesson, name, wrong);
  expect(foundBy(lesson)).toEqual(["network"]);
  takeBack();
  inOp(lesson, name, wrong);
  expect(foundBy(lesson)).toEqual(["network"]);
});

test("biases that are held, and moved before the next loss is taken", () => {
  const lesson = lessonWith({ ...BIAS, trainBias: false });
  inChapter(lesson, "loss_next", (values) => {
    const moved = { ...values, W1: values.W1_next, W2: values.W2_next, b1: scale(0.9, values.b1) };
    return { loss_next: runStages(forwardPass, lesson, moved).loss! };
  });
  expect(foundBy(lesson)).toEqual(["network"]);
  expect(build).toThrow(/loss_next/);
});

// --- On the tape ---

type PullBack = (slope: Matrix, y: Matrix, z: Matrix) => Matrix;
/** An operation of the tape, how its slope goes back along its last operand, and the slopes that are then off. */
const TAPED: Readonly<Record<string, readonly [LessonFile, keyof Tape, PullBack, readonly Name[]]>> = {
  "a softmax by the diagonal alone": [
    SOFTMAX,
    "softmax",
    (slope, z) =>
      multiply(
        slope,
        map(softmax(z), (h) => h * (1 - h)),
      ),
    ["dLoss_dz2", "dLoss_dW2", "dLoss_dh1", "dLoss_dz1", "dLoss_dW1"],
  ],
  "a softmax’s cross-entropy not over N": [
    { ...SOFTMAX, ...BELIEF },
    "softmaxCrossEntropy",
    (_, y, z) => subtract(softmax(z), y),
    ["dLoss_dz2", "dLoss_dW2", "dLoss_dh1", "dLoss_dz1", "dLoss_dW1"],
  ],
  "cross-entropy of sigmoids not over N": [
    BELIEF,
    "sigmoidCrossEntropy",
    (_, y, z) => subtract(map(z, sigmoid), y),
    ["dLoss_dz2", "dLoss_dW2", "dLoss_dh1", "dLoss_dz1", "dLoss_dW1"],
  ],
  "a bias of one row": [BIAS, "addRow", firstRow, ["dLoss_db2", "dLoss_db1"]],
  "a bias of the mean": [
    BIAS,
    "addRow",
    (slope) => scale(1 / slope.rows, columnSums(slope)),
    ["dLoss_db2", "dLoss_db1"],
  ],
};
test.each(Object.entries(TAPED))("%s: the chapters find it", (_, [bricks, operation, pullBack, off]) => {
  const trace = traceOf(stages, lessonWith(bricks));
  expect(offTape(trace, (tape) => tape)).toEqual([]);
  const spoilt = (tape: Tape): Tape => ({
    ...tape,
    [operation](...of: Node[]) {
      const node = (tape[operation] as (...of: Node[]) => Node)(...of);
      const last = of.at(-1)!;
      const wrong = (slope: Matrix) => pullBack(slope, of[0]!.value, last.value);
      plant(node as { links: Node["links"] }, "links", [...node.links.slice(0, -1), [last, wrong]]);
      return node;
    },
  });
  expect(offTape(trace, spoilt)).toEqual(off);
});
