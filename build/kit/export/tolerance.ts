import { map } from "../../../src/math/matrix.ts";
import { RandomState } from "../../../src/math/random.ts";
import { networkOf, ratesOf, run, stepsOf } from "../../../src/network/network.ts";
import type { Step } from "../../../src/network/op.ts";
import type { Trace } from "../../../src/network/stage.ts";
import type { Name, Value } from "../../../src/network/values.ts";

/**
 * How far each of another program's numbers may be off, beside 1e-12 of it. Another order of a sum, or another exp, changes
 * the last bits, and where large numbers cancel, small ones are left with those. How much that is, is tried: every step
 * is taken a few times from numbers that are off at random by sixteen times what rounding may do.
 */
export function tolerances(trace: Trace): ReadonlyMap<Name, readonly number[]> {
  const { lesson, X } = trace;
  const random = new RandomState(0);
  // What has few bits has lost none, and its products lose none: 0.5 − 2·0.25 is 0 in every order.
  const off = (x: number) => (Math.fround(x) === x ? x : x * (1 + ROUNDED * (2 * random.random() - 1)));
  const nudged = (value: Value): Value => (typeof value === "number" ? off(value) : map(value, off));
  const steps = stepsOf(networkOf(lesson)).map(
    (step): Step => ({
      ...step,
      op: { ...step.op, run: (of: readonly Value[], rates) => step.op.run(of.map(nudged), rates) },
    }),
  );
  const most = new Map<Name, readonly number[]>();
  for (let time = 0; time < TIMES; time++) {
    const found = run(steps, trace, ratesOf(lesson, X.rows));
    for (const { makes } of steps) {
      const far = differences(numbersOf(found[makes]!), numbersOf(trace[makes]));
      const before = most.get(makes);
      most.set(
        makes,
        far.map((it, i) => Math.max(before?.[i] ?? 0, MARGIN * it)),
      );
    }
  }
  return most;
}
const ROUNDED = 2 ** -49;
const TIMES = 5;
const MARGIN = 4;

const numbersOf = (value: Value): ArrayLike<number> => (typeof value === "number" ? [value] : value.data);

/** What has overflowed has none. */
const differences = (a: ArrayLike<number>, b: ArrayLike<number>): number[] =>
  Array.from(b, (it, i) => Math.abs(a[i]! - it)).map((far) => (far < Number.POSITIVE_INFINITY ? far : 0));
