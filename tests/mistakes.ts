import { byNetwork, byNudging, byTape } from "../build/checks.ts";
import { forwardPass, lossOnTape, stages } from "../chapters/index.ts";
import { type Lesson, type LessonFile, parseLesson } from "../src/lesson/lesson.ts";
import { fromFunction, type Matrix } from "../src/math/matrix.ts";
import { type Network, networkOf, slopesOf, weightsOf } from "../src/network/network.ts";
import type { Step } from "../src/network/op.ts";
import { NAMES } from "../src/network/quantities.ts";
import { partsOf, type Trace, traceOf } from "../src/network/stage.ts";
import type { Tape } from "../src/network/tape.ts";
import { tapeCheck } from "../src/network/tape-check.ts";
import type { Name, Values } from "../src/network/values.ts";

/** Mistakes planted in the book's own objects, one at a time, and the ways that find them. */

const planted: (() => void)[] = [];

/** Puts another function in the place of one, until `takeBack`. */
export function plant<T extends object, K extends keyof T>(it: T, key: K, wrong: T[K]): void {
  const right = it[key];
  it[key] = wrong;
  planted.push(() => {
    it[key] = right;
  });
}

/** Takes back all that was planted. */
export function takeBack(): void {
  for (const undo of planted.splice(0).reverse()) undo();
}

/** What is wrong, worked out from right values: the name it goes wrong at first, and what else of that part follows. */
export type Wrong = (values: Values, lesson: Lesson) => Partial<Values>;

/** A mistake in the chapter whose part makes a value. */
export function inChapter(lesson: Lesson, name: Name, wrong: Wrong): void {
  const part = partsOf(stages, networkOf(lesson)).find(({ makes }) => makes.includes(name))!;
  const { compute } = part;
  plant(part, "compute", (values, lesson, roles) => {
    const right = compute(values, lesson, roles);
    return { ...right, ...wrong({ ...values, ...right }, lesson) };
  });
}

/** A mistake in the op by which the network makes a value; where its steps add something to it, that comes to nothing. */
export function inOp(lesson: Lesson, name: Name, wrong: Wrong): void {
  const network = networkOf(lesson);
  const right = traceOf(stages, lesson);
  const mistaken = wrong(right, lesson)[name]! as Matrix;
  const zero = fromFunction(mistaken.rows, mistaken.cols, () => 0);
  const spoilt = (steps: readonly Step[]): Step[] => {
    const first = steps.findIndex(({ makes }) => makes === name);
    return steps.map((step, i) =>
      step.makes === name
        ? { ...step, op: { ...step.op, run: () => (i === first ? mistaken : zero) } }
        : step,
    );
  };
  for (const way of ["backward", "update"] as const)
    plant(network as { -readonly [Key in keyof Network]: Network[Key] }, way, spoilt(network[way]));
}

export type Way = "network" | "tape" | "nudging";

/** The ways that find something wrong in a lesson. */
export function foundBy(lesson: Lesson): Way[] {
  const trace = traceOf(stages, lesson);
  const network = networkOf(lesson);
  const ways: [Way, boolean][] = [
    ["network", byNetwork(trace, NAMES) !== undefined],
    ["tape", byTape(trace, slopesOf(network)) !== undefined],
    ["nudging", weightsOf(network).some((name) => byNudging(forwardPass, trace, name) !== undefined)],
  ];
  return ways.flatMap(([way, finds]) => (finds ? [way] : []));
}

/** The slopes that differ where something else is written on the tape. */
export function offTape(trace: Trace, wrong: (tape: Tape) => Tape): Name[] {
  const check = tapeCheck((tape, given, network) => lossOnTape(wrong(tape), given, network), trace);
  return slopesOf(networkOf(trace.lesson)).filter((name) => {
    const { agrees } = check(name);
    return !trace[name].data.every((_, i) => agrees(i));
  });
}

/** A lesson of five rows with these bricks, on both sides of every corner. */
export const lessonWith = (bricks: LessonFile): Lesson => {
  const { outputs = 2, bias = false } = bricks;
  const W2 = [
    [0.4, -0.6, 0.3],
    [-0.5, 0.2, -0.4],
    [0.7, 0.1, 0.5],
  ].map((row) => row.slice(0, outputs));
  return parseLesson({
    data: {
      X: [
        [1.5, -0.5],
        [-1, 2],
        [0.5, 1.1],
        [-2, -1.5],
        [1, 0.3],
      ],
      labels: [0, 1, 1, 0, 1],
    },
    weights: {
      W1: [
        [0.6, -0.4, 0.2],
        [-0.3, 0.5, 0.7],
      ],
      ...(bias && { b1: [0.3, -0.2, 0.1], b2: [-0.1, 0.4, 0.2].slice(0, outputs) }),
      W2,
    },
    ridge: 0.1,
    learningRate: 0.5,
    ...bricks,
  });
};
