import type { Matrix } from "../src/math/matrix.ts";
import type { Trace } from "../src/network/stage.ts";

/** Hidden values and where the answer changes among them, from a trace alone, by other code than the book's. */

const ACTIVATIONS: Readonly<Record<string, (z: number) => number>> = {
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  tanh: Math.tanh,
  relu: (z) => Math.max(0, z),
  "leaky-relu": (z) => (z > 0 ? z : z / 100),
  identity: (z) => z,
};
const ENDS: Readonly<Record<string, readonly [number?, number?]>> = {
  sigmoid: [0, 1],
  tanh: [-1, 1],
  relu: [0],
};
/** The sum of which each makes ½. */
const HALF: Readonly<Record<string, number>> = { sigmoid: 0, tanh: Math.atanh(0.5) };

export const rowsIn = ({ data, cols }: Matrix): number[][] =>
  Array.from({ length: data.length / cols }, (_, r) => [...data.slice(r * cols, (r + 1) * cols)]);

/** What the hidden neurons put out for some inputs. */
export const hiddenOf = ({ W1, b1, lesson }: Trace, x: readonly number[]): number[] =>
  Array.from({ length: W1.cols }, (_, j) =>
    ACTIVATIONS[lesson.activation]!(
      x.reduce((sum, it, i) => sum + it * W1.data[i * W1.cols + j]!, lesson.bias ? b1.data[j]! : 0),
    ),
  );

/** How far the answer 1 is ahead for hidden values, with one output or two; and how large what it is a sum of. */
export function leadOf({ W2, b2, lesson }: Trace, h: readonly number[]): { lead: number; size: number } {
  const of = (m: Matrix, row: number) =>
    m.cols === 2 ? m.data[row * 2 + 1]! - m.data[row * 2]! : m.data[row]!;
  const half = W2.cols === 1 ? (HALF[lesson.outputActivation] ?? 0.5) : 0;
  const terms = [lesson.bias ? of(b2, 0) : 0, -half, ...h.map((it, j) => it * of(W2, j))];
  return {
    lead: terms.reduce((sum, it) => sum + it, 0),
    size: terms.reduce((sum, it) => sum + Math.abs(it), 0),
  };
}

/** The places of the plane of two inputs that are drawn, 17 by 17, from the lowest row. */
export function planeOf({ X }: Trace): [number, number][] {
  const reach = 1.15 * Math.max(1, ...X.data.map(Math.abs));
  const along = Array.from({ length: 17 }, (_, i) => (i / 8 - 1) * reach);
  return along.flatMap((x2) => along.map((x1): [number, number] => [x1, x2]));
}

export const XOR: readonly (readonly [x1: number, x2: number, label: number])[] = [
  [0, 0, 0],
  [1, 0, 1],
  [0, 1, 1],
  [1, 1, 0],
];

/** What each edge goes from and to. */
export function endsOf(trace: Trace): [low: number, high: number] {
  const [low, high] = ENDS[trace.lesson.activation] ?? [];
  const { X, h1 } = trace;
  const inputs = X.cols === 2 ? XOR.map(([x1, x2]) => [x1, x2]) : [];
  const sheet = X.cols === 2 && h1.cols > 1 ? planeOf(trace) : [];
  const drawn = [...sheet, ...inputs, ...rowsIn(X)];
  const values = drawn.flatMap((x) => hiddenOf(trace, x).slice(0, 3));
  const ends = [low ?? Math.min(0, ...values), high ?? Math.max(0, ...values)] as const;
  return ends[0] < ends[1] ? [...ends] : [ends[0], ends[0] + 1];
}

/** On which sides of the flat these hidden values lie: "both" or "one"; "either" where what `isSure` tells apart decides. */
export function sidesOf(
  trace: Trace,
  values: readonly (readonly number[])[],
  isSure: (it: ReturnType<typeof leadOf>) => boolean,
): "both" | "one" | "either" {
  const found = values.map((h) => leadOf(trace, h));
  const sure = new Set(found.filter(isSure).map(({ lead }) => lead > 0));
  // To touch it is no more than to lie on one side.
  return sure.size > 1 ? "both" : found.every((it) => isSure(it) || it.size === 0) ? "one" : "either";
}

/** How far the lead may be off where hidden values are rounded to a thousandth of an edge. */
export function blurOf(trace: Trace): number {
  const [low, high] = endsOf(trace);
  const nothing = Array.from({ length: trace.h1.cols }, () => 0);
  const leads = nothing.map((_, j) => leadOf(trace, nothing.with(j, 1)).lead - leadOf(trace, nothing).lead);
  return ((high - low) / 1000) * leads.reduce((sum, it) => sum + Math.abs(it), 0);
}
