import { DEFAULT_LESSON } from "../lesson/lesson.ts";
import { networkOf, type Quantity, quantitiesOf } from "./network.ts";
import type { Cell, MatrixName, Name, Rate } from "./values.ts";

/** What names stand for, whatever the numbers. */

const QUANTITIES = quantitiesOf(networkOf(DEFAULT_LESSON));

/** All names of values, in the order in which a step of training makes them. */
export const NAMES: readonly Name[] = [...QUANTITIES.keys()];

/** A value that no network has is a chapter's own, made of what goes up the stack. */
const OWN: Quantity = { kind: "activations" };
export const quantityOf = (name: Name): Quantity => QUANTITIES.get(name) ?? OWN;

/** Whether a name is that of a rate. */
export const isRate = (name: string): name is Rate => name === "alpha" || name === "lambda";

/** Whether a name is that of a matrix, or may be: the entries are told apart by row and column. */
export const isMatrix = (name: string): name is MatrixName =>
  isKnown(name) ? QUANTITIES.get(name as Name)?.shape !== undefined : true;

/** Whether anything has this name. */
export const isKnown = (name: string): name is Cell["name"] => QUANTITIES.has(name as Name) || isRate(name);

/** The colour and the mark of a number. */
export const kindOf = (name: Cell["name"]) => (isRate(name) ? "scalars" : quantityOf(name).kind);
