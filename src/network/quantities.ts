import { type Network, networkOf, stepsOf } from "./network.ts";
import type { Shape } from "./op.ts";
import type { Cell, Kind, MatrixName, Name, Rate } from "./values.ts";

/** What names stand for, whatever the numbers. */

/** What is known of a value before there is any number. */
interface Quantity {
  readonly kind: Kind;
  /** The letters of its shape; one number has none. */
  readonly shape?: Shape;
}

/** The values of a network, in the order in which they are made. */
export function quantitiesOf(network: Network): ReadonlyMap<Name, Quantity> {
  const quantities = new Map<Name, Quantity>(network.given.map(({ name, ...its }) => [name, its]));
  for (const { makes, op, of } of stepsOf(network)) {
    const shape = op.shape?.(...of.map((name) => quantities.get(name)!.shape!));
    quantities.set(makes, { kind: op.kind, ...(shape && { shape }) });
  }
  return quantities;
}

/** Those of the network that has them all: with biases, and factors on each side of every activation. */
const QUANTITIES = quantitiesOf(
  networkOf({
    activation: "sigmoid",
    outputActivation: "sigmoid",
    loss: "squared",
    bias: true,
    trainBias: true,
  }),
);

/** All names of values, in the order in which a step of training makes them. */
export const NAMES: readonly Name[] = [...QUANTITIES.keys()];

/** What is known of a name. One that no network has is a chapter's own, and counts among the activations. */
export const quantityOf = (name: Name): Quantity => QUANTITIES.get(name) ?? { kind: "activations" };

/** Whether a name is that of a rate. */
export const isRate = (name: string): name is Rate => name === "alpha" || name === "lambda";

/** Whether a name is that of a matrix, or, where it is not known, may be. */
export const isMatrix = (name: string): name is MatrixName =>
  !isKnown(name) || QUANTITIES.get(name as Name)?.shape !== undefined;

/** Whether anything has this name. */
export const isKnown = (name: string): name is Cell["name"] => QUANTITIES.has(name as Name) || isRate(name);

/** The colour and the mark of a number. */
export const kindOf = (name: Cell["name"]): Kind => (isRate(name) ? "scalars" : quantityOf(name).kind);
