import type { Lesson } from "../lesson/lesson.ts";
import type { Matrix } from "../math/matrix.ts";

/** What kind of quantity a value is: it decides its colour and its mark on every page. */
export type Kind =
  | "data"
  | "weights"
  | "activations"
  | "gradients"
  | "scalars";

/** Every value of one training step. N rows, D inputs, H hidden neurons, K = 2 outputs. */
export interface Values {
  /** The inputs, N×D. */
  X: Matrix;
  /** The one-hot targets, N×K: label 0 → [1, 0], label 1 → [0, 1]. */
  y: Matrix;
  W1: Matrix;
  W2: Matrix;
  z1: Matrix;
  h1: Matrix;
  z2: Matrix;
  h2: Matrix;
  loss_data: number;
  loss_ridge: number;
  loss: number;
  dLoss_dh2: Matrix;
  dh2_dz2: Matrix;
  dLoss_dz2: Matrix;
  dLoss_dW2: Matrix;
  dLoss_dh1: Matrix;
  dh1_dz1: Matrix;
  dLoss_dz1: Matrix;
  dLoss_dW1: Matrix;
  W1_next: Matrix;
  W2_next: Matrix;
  loss_next: number;
}

export type Name = keyof Values;
export type MatrixName = {
  [N in Name]: Values[N] extends Matrix ? N : never;
}[Name];
export type ScalarName = Exclude<Name, MatrixName>;

/** The one table of the values: kind, symbol in TeX, and the letters of the shape (none for a scalar). */
export const VALUES: Record<
  Name,
  { kind: Kind; tex: string; shape?: readonly [string, string] }
> = {
  X: { kind: "data", tex: "X", shape: ["N", "D"] },
  y: { kind: "data", tex: "y", shape: ["N", "K"] },
  W1: { kind: "weights", tex: "W_1", shape: ["D", "H"] },
  W2: { kind: "weights", tex: "W_2", shape: ["H", "K"] },
  z1: { kind: "activations", tex: "z_1", shape: ["N", "H"] },
  h1: { kind: "activations", tex: "h_1", shape: ["N", "H"] },
  z2: { kind: "activations", tex: "z_2", shape: ["N", "K"] },
  h2: { kind: "activations", tex: "h_2", shape: ["N", "K"] },
  loss_data: { kind: "scalars", tex: "L_{\\text{data}}" },
  loss_ridge: { kind: "scalars", tex: "L_{\\text{ridge}}" },
  loss: { kind: "scalars", tex: "L" },
  dLoss_dh2: {
    kind: "gradients",
    tex: "\\frac{\\partial L}{\\partial h_2}",
    shape: ["N", "K"],
  },
  dh2_dz2: {
    kind: "gradients",
    tex: "\\frac{\\partial h_2}{\\partial z_2}",
    shape: ["N", "K"],
  },
  dLoss_dz2: {
    kind: "gradients",
    tex: "\\frac{\\partial L}{\\partial z_2}",
    shape: ["N", "K"],
  },
  dLoss_dW2: {
    kind: "gradients",
    tex: "\\frac{\\partial L}{\\partial W_2}",
    shape: ["H", "K"],
  },
  dLoss_dh1: {
    kind: "gradients",
    tex: "\\frac{\\partial L}{\\partial h_1}",
    shape: ["N", "H"],
  },
  dh1_dz1: {
    kind: "gradients",
    tex: "\\frac{\\partial h_1}{\\partial z_1}",
    shape: ["N", "H"],
  },
  dLoss_dz1: {
    kind: "gradients",
    tex: "\\frac{\\partial L}{\\partial z_1}",
    shape: ["N", "H"],
  },
  dLoss_dW1: {
    kind: "gradients",
    tex: "\\frac{\\partial L}{\\partial W_1}",
    shape: ["D", "H"],
  },
  W1_next: { kind: "weights", tex: "W_1^{*}", shape: ["D", "H"] },
  W2_next: { kind: "weights", tex: "W_2^{*}", shape: ["H", "K"] },
  loss_next: { kind: "scalars", tex: "L^{*}" },
};

/** One step of the computation: the names it takes, the names it adds, and a pure function between them. */
export interface Stage<Needs extends Name = Name, Makes extends Name = Name> {
  readonly needs: readonly Needs[];
  readonly makes: readonly Makes[];
  compute(values: Pick<Values, Needs>, lesson: Lesson): Pick<Values, Makes>;
}

/** Any stage, where only the names are known. */
export interface AnyStage {
  readonly needs: readonly Name[];
  readonly makes: readonly Name[];
  compute(values: Values, lesson: Lesson): Partial<Values>;
}

/** Declares a stage: `Needs` and `Makes` are inferred from the lists of names. */
export const stage = <const Needs extends Name, const Makes extends Name>(
  it: Stage<Needs, Makes>,
): Stage<Needs, Makes> => it;

/** A lesson and every value that its stages made. */
export interface Trace extends Values {
  readonly lesson: Lesson;
}

/** Runs stages in order on top of the values given; a need that nothing made before is an error. */
export function runStages(
  stages: readonly AnyStage[],
  lesson: Lesson,
  given: Partial<Values> = {},
): Partial<Values> {
  const values: Partial<Values> = { ...given };
  for (const { needs, makes, compute } of stages) {
    const missing = needs.find((name) => values[name] === undefined);
    if (missing)
      throw new Error(
        `the stage that makes ${makes.join(", ")} needs ${missing}, made by no stage before it`,
      );
    Object.assign(values, compute(values as Values, lesson));
    const unmade = makes.find((name) => values[name] === undefined);
    if (unmade)
      throw new Error(`a stage promises ${unmade} and does not make it`);
  }
  return values;
}

/** The stages that a change of one value reaches, by itself or through what they make of it. */
export function downstream(
  stages: readonly AnyStage[],
  value: Name,
): AnyStage[] {
  const changed = new Set([value]);
  return stages.filter(({ needs, makes }) => {
    const isReached = needs.some((name) => changed.has(name));
    if (isReached) for (const name of makes) changed.add(name);
    return isReached;
  });
}

/** The whole trace of a lesson, from stages that between them make every value. */
export function traceOf(stages: readonly AnyStage[], lesson: Lesson): Trace {
  const values = runStages(stages, lesson);
  const missing = (Object.keys(VALUES) as Name[]).find(
    (name) => values[name] === undefined,
  );
  if (missing) throw new Error(`no stage makes ${missing}`);
  return { ...(values as Values), lesson };
}
