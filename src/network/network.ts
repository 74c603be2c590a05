import type { Lesson } from "../lesson/lesson.ts";
import { add, type Matrix } from "../math/matrix.ts";
import type { Op, Rates, Shape, Step } from "./op.ts";
import { type Activation, activation } from "./ops/activation.ts";
import { affine } from "./ops/affine.ts";
import { descend } from "./ops/descend.ts";
import { meanSquares } from "./ops/mean-squares.ts";
import { plus } from "./ops/plus.ts";
import { ridge } from "./ops/ridge.ts";
import { brick as sigmoid } from "./ops/sigmoid.ts";
import {
  isSlope,
  type Kind,
  type MatrixName,
  type Name,
  nextName,
  type SlopeName,
  slopeName,
  type Value,
  type Values,
} from "./values.ts";

/**
 * A network as data: what is given, and steps, each a name made by an op from other names. The steps of the way back
 * and of the update follow from those to the loss; all that the book says of a value follows from the steps.
 */
export interface Network {
  readonly roles: Roles;
  readonly given: readonly Given[];
  /** From the data to the loss. */
  readonly forward: readonly Step[];
  /** From the loss to the slopes along all weights. */
  readonly backward: readonly Step[];
  /** To the weights after the step, and the loss there. */
  readonly update: readonly Step[];
}

/** The bricks that can be taken out and others put in, by the places where they stand. */
export interface Roles {
  readonly hidden: Activation;
  readonly output: Activation;
}

/** A value that no step makes. */
interface Given {
  readonly name: MatrixName;
  readonly kind: Kind;
  readonly shape: Shape;
}

const GIVEN: readonly Given[] = [
  { name: "X", kind: "data", shape: ["N", "D"] },
  { name: "y", kind: "data", shape: ["N", "K"] },
  { name: "W1", kind: "weights", shape: ["D", "H"] },
  { name: "W2", kind: "weights", shape: ["H", "K"] },
];
const ROLES: Roles = { hidden: sigmoid, output: sigmoid };
const FORWARD: readonly Step[] = [
  { makes: "z1", op: affine, of: ["X", "W1"] },
  { makes: "h1", op: activation(ROLES.hidden), of: ["z1"] },
  { makes: "z2", op: affine, of: ["h1", "W2"] },
  { makes: "h2", op: activation(ROLES.output), of: ["z2"] },
  { makes: "loss_data", op: meanSquares, of: ["y", "h2"] },
  { makes: "loss_ridge", op: ridge, of: ["W1", "W2"] },
  { makes: "loss", op: plus, of: ["loss_data", "loss_ridge"] },
];
const NETWORK: Network = {
  roles: ROLES,
  given: GIVEN,
  forward: FORWARD,
  backward: backwardOf(GIVEN, FORWARD),
  update: updateOf(GIVEN, FORWARD),
};

/** The network of a lesson. Today every lesson has the article's. */
export const networkOf = (_lesson: Lesson): Network => NETWORK;

/** All steps, in the order in which they can be taken. */
export const stepsOf = ({ forward, backward, update }: Network): readonly Step[] => [
  ...forward,
  ...backward,
  ...update,
];

/** The weights, first layer first. */
export function weightsOf({ given }: Pick<Network, "given">): MatrixName[] {
  return given.filter(({ kind }) => kind === "weights").map(({ name }) => name);
}

/** A layer by its weights: what comes in, the sums, and what its neurons put out. */
export function layerOf(
  { forward }: Network,
  weights: MatrixName,
): Readonly<Record<"x" | "z" | "h", MatrixName>> {
  const { makes: z, of } = forward.find(({ op, of }) => op.kind === "activations" && of.includes(weights))!;
  const { makes: h } = forward.find(({ of }) => of[0] === z)!;
  return { x: of[0], z, h } as Readonly<Record<"x" | "z" | "h", MatrixName>>;
}

/** The slopes of the loss, in the order in which the way back finds them. */
export const slopesOf = ({ backward }: Network): readonly SlopeName[] =>
  [...new Set(backward.map(({ makes }) => makes))].filter(isSlope);

/**
 * The way back: each step, from the last, hands the slope along what it made on to what it was made of; data need no
 * slope. Where a value was used twice, its slope is a sum: its steps stand together, the use nearest to the data first.
 */
function backwardOf(given: readonly Given[], forward: readonly Step[]): readonly Step[] {
  const ofData = given.filter(({ kind }) => kind === "data").map(({ name }): Name => slopeName(name));
  const steps = [...forward]
    .reverse()
    .flatMap((step) => step.op.back?.(step) ?? [])
    .filter(({ makes }) => !ofData.includes(makes));
  const isLast = ({ makes }: Step, i: number) => steps.findLastIndex((it) => it.makes === makes) === i;
  return steps.filter(isLast).flatMap(({ makes }) => steps.filter((it) => it.makes === makes).reverse());
}

function updateOf(given: readonly Given[], forward: readonly Step[]): readonly Step[] {
  const names = given.map(({ name }) => name);
  const weights = weightsOf({ given });
  const next = weights.map((W): Step => ({ makes: nextName(W), op: descend, of: [W, slopeName(W)] }));
  const again: Op<readonly Matrix[]> = {
    name: "again",
    kind: "scalars",
    run: (of, rates) => {
      const values = Object.fromEntries(names.map((name, i) => [name, of[i]]));
      return run(forward, values, rates).loss!;
    },
    written: { form: "call", text: `L(${next.map(({ makes }) => makes).join(", ")})`, rate: "lambda" },
  };
  const of = names.map((name) => (weights.includes(name) ? nextName(name) : name));
  return [...next, { makes: nextName("loss"), op: again, of }];
}

/** Takes the steps in order, on top of the values given; what two steps make is added up. */
export function run(steps: readonly Step[], given: Partial<Values>, rates: Rates): Partial<Values> {
  const values: Partial<Record<Name, Value>> = { ...given };
  const made = new Set<Name>();
  for (const { makes, op, of } of steps) {
    const value = op.run(
      of.map((name) => values[name]!),
      rates,
    );
    values[makes] = made.has(makes) ? add(values[makes] as Matrix, value as Matrix) : value;
    made.add(makes);
  }
  return values as Partial<Values>;
}

/** What ops need of a lesson beside their operands. */
export const ratesOf = ({ learningRate, ridge }: Lesson, rows: number): Rates => ({
  learningRate,
  ridge,
  rows,
});
