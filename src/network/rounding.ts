import { add, fromFunction, type Matrix, map } from "../math/matrix.ts";
import type { Step } from "./op.ts";
import type { Name, Values } from "./values.ts";

/** Half the distance between 1 and the next number: what one rounding may change of 1. */
export const ROUNDING = 2 ** -53;

/** Numbers as small as this have fewer digits than others. */
export const TINY = 2 ** -1000;

/**
 * How far each entry that the steps make may be off by rounding: what rounding may do to it, and how far what it was
 * made of may be off. A step whose values are not there is passed over: a chapter that is run by itself checks its
 * gradient before those after it have run. (Running error analysis: Higham, Accuracy and Stability, 2002, 3.3)
 */
export function roundingOf(steps: readonly Step[], values: Values): ReadonlyMap<Name, Matrix> {
  const value = (name: Name): Matrix => {
    const it = values[name];
    return typeof it === "number" ? fromFunction(1, 1, () => it) : it;
  };
  const exact = (name: Name) => map(value(name), () => 0);
  const offs = new Map<Name, Matrix>();
  for (const { makes, op, of } of steps) {
    if ([makes, ...of].some((name) => values[name] === undefined)) continue;
    const off = op.off?.(
      of.map(value),
      of.map((name) => offs.get(name) ?? exact(name)),
      value(makes),
    );
    const others = offs.get(makes);
    if (off) offs.set(makes, others ? add(others, off) : off);
  }
  return offs;
}
