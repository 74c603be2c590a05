import { networkOf } from "../../../src/network/network.ts";
import { quantitiesOf } from "../../../src/network/quantities.ts";
import type { Trace } from "../../../src/network/stage.ts";
import type { Kind, Name, Value } from "../../../src/network/values.ts";

/** A value of a trace with what is known of it. */
export interface NamedValue {
  readonly name: Name;
  readonly kind: Kind;
  readonly value: Value;
}

/** All values of a trace, in the order in which they are made. */
export const valuesOf = (trace: Trace): NamedValue[] =>
  [...quantitiesOf(networkOf(trace.lesson))].map(([name, { kind }]) => ({ name, kind, value: trace[name] }));

/** Those with these names. */
export const valuesNamed = (trace: Trace, names: readonly Name[]): NamedValue[] =>
  valuesOf(trace).filter(({ name }) => names.includes(name));

/** Rows and columns; none of one number. */
export const shapeOf = (value: Value): number[] =>
  typeof value === "number" ? [] : [value.rows, value.cols];
