import {
  add,
  addRow,
  columnSums,
  fromFunction,
  type Matrix,
  map,
  matmul,
  transpose,
} from "../math/matrix.ts";
import { networkOf, ratesOf, run, stepsOf } from "./network.ts";
import type { Operand, Step } from "./op.ts";
import type { Trace } from "./stage.ts";
import type { MatrixName, Name, Value, Values } from "./values.ts";

/**
 * Where a reader's own code made a value, an equation of the book may not hold of it. It is held against the network's
 * own steps, taken on the operands of this very trace, in full numbers.
 */

/** Whether an entry, or a single number at [0,0], is not what the network's own steps make. */
export type IsBroken = (row: number, col: number) => boolean;

/** What rounding may do when the same is computed in another order: a share of the result, and one of what cancels in it. */
const [OF_RESULT, OF_TERMS] = [1e-9, 2 ** -44];

/** Whether a number is another than it should be, and not by rounding alone; `terms` is how large what it is added up from is. */
export function differs(is: number, should: number, terms = 0): boolean {
  if (is === should) return false;
  if (!Number.isFinite(should)) return true;
  const rounding = Number.isFinite(terms) ? OF_TERMS * terms : 0;
  return !(Math.abs(is - should) <= OF_RESULT * Math.max(Math.abs(is), Math.abs(should)) + rounding);
}

/** The steps that make a value. */
const stepsMaking = ({ lesson }: Trace, name: Name): Step[] =>
  stepsOf(networkOf(lesson)).filter(({ makes }) => makes === name);

/** What the network's own steps make of the operands that are there: the value itself, wherever no reader's code made it. */
export function ownOf<N extends Name>(trace: Trace, name: N): Values[N] {
  const steps = trace.changed?.includes(name) ? stepsMaking(trace, name) : [];
  return steps.length === 0 ? trace[name] : run(steps, trace, ratesOf(trace.lesson, trace.X.rows))[name]!;
}

const kept = new WeakMap<Trace, Map<Name, IsBroken | undefined>>();

/** Undefined where every entry is what the steps make, as it is wherever the book's own code made it. */
export function brokenIn(trace: Trace, name: Name): IsBroken | undefined {
  if (!trace.changed?.includes(name)) return undefined;
  const known = kept.get(trace) ?? new Map<Name, IsBroken | undefined>();
  kept.set(trace, known);
  if (!known.has(name)) known.set(name, brokenBy(trace, name));
  return known.get(name);
}

/** Whether any of several values is not what the steps make. */
export const isBroken = (trace: Trace, ...names: readonly Name[]): boolean =>
  names.some((name) => brokenIn(trace, name) !== undefined);

function brokenBy(trace: Trace, name: Name): IsBroken | undefined {
  const steps = stepsMaking(trace, name);
  // What is given, drawn or chosen has no equation.
  if (steps.length === 0) return undefined;
  const [is, should] = [asMatrix(trace[name]), asMatrix(ownOf(trace, name))];
  const terms = steps.map((step) => sizesOf(trace, step, is)).reduce((a, b) => add(a, b));
  const off = Array.from(is.data, (x, i) => differs(x, should.data[i]!, terms.data[i]!));
  return off.includes(true) ? (row, col) => off[row * is.cols + col]! : undefined;
}

const asMatrix = (value: Value): Matrix =>
  typeof value === "number" ? fromFunction(1, 1, () => value) : value;

/** How large what is added up in each entry is: of sums of products all of them, else the largest number of the row. */
function sizesOf(trace: Trace, { op: { written }, of }: Step, { rows, cols }: Matrix): Matrix {
  const size = ({ name, transposed }: Operand) => {
    const sizes = map(trace[name], Math.abs);
    return transposed ? transpose(sizes) : sizes;
  };
  const plain = (name: Name) => ({ name, transposed: false }) as Operand;
  if (written.form === "product") {
    const [left, right] = written.operands(of).map(size) as [Matrix, Matrix];
    const row = written.added?.(of);
    const products = matmul(left, right);
    return row ? addRow(products, size(plain(row))) : products;
  }
  if (written.form === "columns") return columnSums(size(plain(of[0]!)));
  if (written.form === "sum" || written.form === "call") return fromFunction(rows, cols, () => 0);
  const operands = of.map((name) => trace[name as MatrixName]);
  const largest = Array.from({ length: rows }, (_, r) =>
    Math.max(
      ...operands.flatMap((it) => [...it.data.subarray(r * it.cols, (r + 1) * it.cols)].map(Math.abs)),
    ),
  );
  return fromFunction(rows, cols, (r) => largest[r]!);
}
