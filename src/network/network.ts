import type { Lesson } from "../lesson/lesson.ts";
import { add, type Matrix } from "../math/matrix.ts";
import { numpyOf } from "./numpy.ts";
import type { Op, Rates, Shape, Step } from "./op.ts";
import { type Activation, activation } from "./ops/activation.ts";
import { ACTIVATIONS } from "./ops/activations.ts";
import { affine } from "./ops/affine.ts";
import { sigmoidCrossEntropy, softmaxCrossEntropy } from "./ops/cross-entropy.ts";
import { descend } from "./ops/descend.ts";
import { meanSquares } from "./ops/mean-squares.ts";
import { plus } from "./ops/plus.ts";
import { ridge } from "./ops/ridge.ts";
import { softmax } from "./ops/softmax.ts";
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

/**
 * The bricks that work on each number alone, by the places where they stand, so that the code of a stage can call them.
 * After a softmax, which takes a whole row, there is none of the outputs.
 */
export interface Roles {
  readonly hidden: Activation;
  readonly output: Activation;
}

/** A value that no step makes. */
interface Given {
  readonly name: MatrixName;
  readonly kind: Kind;
  readonly shape: Shape;
  /** No step of training changes it, though it is a weight. */
  readonly isHeld?: boolean;
}

/** What a lesson says of its bricks. */
export type Bricks = Pick<Lesson, "activation" | "outputActivation" | "loss" | "bias" | "trainBias">;

const networks = new Map<string, Network>();

/** The network of a lesson. Lessons with the same bricks share one. */
export function networkOf({ activation, outputActivation, loss, bias, trainBias }: Bricks): Network {
  const key = [activation, outputActivation, loss, bias, trainBias].join();
  const network = networks.get(key) ?? networkWith({ activation, outputActivation, loss, bias, trainBias });
  networks.set(key, network);
  return network;
}

function networkWith({ activation: hidden, outputActivation, loss, bias, trainBias }: Bricks): Network {
  const isSoftmax = outputActivation === "softmax";
  const roles = { hidden: ACTIVATIONS[hidden], ...(!isSoftmax && { output: ACTIVATIONS[outputActivation] }) };
  const biasOf = (name: "b1" | "b2", cols: string): Given[] =>
    bias ? [{ name, kind: "weights", shape: ["1", cols], isHeld: !trainBias }] : [];
  const given: readonly Given[] = [
    { name: "X", kind: "data", shape: ["N", "D"] },
    { name: "y", kind: "data", shape: ["N", "K"] },
    { name: "W1", kind: "weights", shape: ["D", "H"] },
    ...biasOf("b1", "H"),
    { name: "W2", kind: "weights", shape: ["H", "K"] },
    ...biasOf("b2", "K"),
  ];
  const miss: Step =
    loss === "squared"
      ? { makes: "loss_data", op: meanSquares, of: ["y", "h2"] }
      : {
          makes: "loss_data",
          op: isSoftmax ? softmaxCrossEntropy : sigmoidCrossEntropy,
          of: ["y", "h2", "z2"],
        };
  const forward: readonly Step[] = [
    { makes: "z1", op: affine, of: ["X", "W1", ...(bias ? ["b1" as const] : [])] },
    { makes: "h1", op: activation(roles.hidden), of: ["z1"] },
    { makes: "z2", op: affine, of: ["h1", "W2", ...(bias ? ["b2" as const] : [])] },
    { makes: "h2", op: roles.output ? activation(roles.output) : softmax, of: ["z2"] },
    miss,
    { makes: "loss_ridge", op: ridge, of: ["W1", "W2"] },
    { makes: "loss", op: plus, of: ["loss_data", "loss_ridge"] },
  ];
  return {
    roles: roles as Roles,
    given,
    forward,
    backward: backwardOf(given, forward),
    update: updateOf(given, forward),
  };
}

/** All steps, in the order in which they can be taken. */
export const stepsOf = ({ forward, backward, update }: Network): readonly Step[] => [
  ...forward,
  ...backward,
  ...update,
];

/** The weights that a step changes, first layer first; biases are among them where they are trained. */
export function weightsOf({ given }: Pick<Network, "given">): MatrixName[] {
  return given.filter(({ kind, isHeld }) => kind === "weights" && !isHeld).map(({ name }) => name);
}

/** A layer: what comes in, its weights and biases, the sums, and what its neurons put out. */
export interface Layer extends Readonly<Record<"x" | "W" | "z" | "h", MatrixName>> {
  readonly b?: MatrixName;
}

/** The layers, first one first. */
export const layersOf = ({ forward }: Pick<Network, "forward">): readonly Layer[] =>
  forward
    .filter(({ op }) => op === affine)
    .map(({ makes: z, of: [x, W, b] }) => {
      const { makes: h } = forward.find(({ of }) => of[0] === z)!;
      return { x, W, ...(b && { b }), z, h } as Layer;
    });

/** The layer that has these weights, or these biases. */
export const layerOf = (network: Network, weights: MatrixName): Layer =>
  layersOf(network).find(({ W, b }) => W === weights || b === weights)!;

/** The slopes of the loss, in the order in which the way back finds them. */
export const slopesOf = ({ backward }: Network): readonly SlopeName[] =>
  [...new Set(backward.map(({ makes }) => makes))].filter(isSlope);

/** Whether a network makes a value, or is given it. */
export const has = (network: Network, name: Name): boolean =>
  network.given.some((it) => it.name === name) || stepsOf(network).some(({ makes }) => makes === name);

/**
 * The way back: each step, from the last, hands the slope along what it made on to what it was made of; data, and what
 * is held, need no slope. What reaches the loss in no way but through a later step that has a slope of its own, as the
 * outputs under cross-entropy do, is passed over. Where a value was used twice, its slope is a sum: its steps stand
 * together, the use nearest to the data first.
 */
function backwardOf(given: readonly Given[], forward: readonly Step[]): readonly Step[] {
  const ends = given
    .filter(({ kind, isHeld }) => kind === "data" || isHeld)
    .map(({ name }): Name => slopeName(name));
  const found = new Set<Name>();
  const steps: Step[] = [];
  for (const step of [...forward].reverse()) {
    const isReached = step.op.kind === "scalars" || found.has(slopeName(step.makes));
    if (!isReached) continue;
    for (const back of step.op.back?.(step) ?? []) {
      if (ends.includes(back.makes)) continue;
      steps.push(back);
      found.add(back.makes);
    }
  }
  const isLast = ({ makes }: Step, i: number) => steps.findLastIndex((it) => it.makes === makes) === i;
  return steps.filter(isLast).flatMap(({ makes }) => steps.filter((it) => it.makes === makes).reverse());
}

function updateOf(given: readonly Given[], forward: readonly Step[]): readonly Step[] {
  const names = given.map(({ name }) => name);
  const weights = weightsOf({ given });
  const next = weights.map((W): Step => ({ makes: nextName(W), op: descend, of: [W, slopeName(W)] }));
  const of = names.map((name) => (weights.includes(name) ? nextName(name) : name));
  const renamed = (name: Name) => of[(names as Name[]).indexOf(name)] ?? nextName(name);
  const steps = forward.map((it) => ({ ...it, makes: nextName(it.makes), of: it.of.map(renamed) }));
  const again: Op<readonly Matrix[]> = {
    name: "again",
    kind: "scalars",
    run: (of, rates) => {
      const values = Object.fromEntries(names.map((name, i) => [name, of[i]]));
      return run(forward, values, rates).loss!;
    },
    written: { form: "call", text: `L(${next.map(({ makes }) => makes).join(", ")})`, rate: "lambda" },
    numpy() {
      const last = steps.at(-1)!;
      return ["", ...numpyOf(steps.slice(0, -1)), last.op.numpy(last.of)].join("\n");
    },
    spreadsheet: steps,
  };
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
