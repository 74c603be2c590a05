import { describe, expect, test } from "vitest";
import { exp, log, sigmoid, softplus, tanh } from "../src/math/elementary.ts";
import * as matrix from "../src/math/matrix.ts";
import { fromFunction, type Matrix } from "../src/math/matrix.ts";
import { RandomState } from "../src/math/random.ts";
import { sigmoidCrossEntropy, softmax, softmaxCrossEntropy } from "../src/math/softmax.ts";
import { ACTIVATIONS } from "../src/network/ops/activations.ts";
import { createScalars, type Num, Scalar, type Scalars } from "../src/network/scalars.ts";

/** Slopes of single numbers that remember, against central differences of the book's own operations. */

const random = new RandomState(15);
const drawn = (rows: number, cols: number, low = -2): Matrix =>
  fromFunction(rows, cols, () => low + (2 - low) * random.random());

type Value = Matrix | number;
interface Case {
  readonly name: string;
  readonly of: readonly Matrix[];
  readonly plain: (...of: Matrix[]) => Value;
  readonly taped: (tape: ReturnType<typeof createScalars>, ...of: Scalars[]) => Scalars | Num;
}

/** An operation that has the same name on both sides. */
const same = (name: string, plain: (...of: never[]) => Value, ...of: readonly Matrix[]): Case => ({
  name,
  of,
  plain: plain as Case["plain"],
  taped: (tape, ...its) =>
    (tape.operations as unknown as Record<string, (...of: unknown[]) => Scalars>)[name]!(...its),
});
/** A function of one number, on each entry. */
const each = (name: string, f: (x: number) => number, low?: number): Case => ({
  name,
  of: [drawn(2, 3, low)],
  plain: (a) => matrix.map(a, f),
  taped: (tape, a) =>
    tape.operations.map(a, (tape.operations as unknown as Record<string, (x: Num) => Num>)[name]!),
});
/** Arithmetic, on pairs of entries. */
const signed = (sign: string, f: (x: number, y: number) => number): Case => ({
  name: sign,
  of: [drawn(2, 2, 0.1), drawn(2, 2, 0.1)],
  plain: (a, b) => fromFunction(2, 2, (r, c) => f(matrix.at(a, r, c), matrix.at(b, r, c))),
  taped: (tape, a, b) =>
    tape.operations.fromFunction(2, 2, (r, c) =>
      tape.op(sign, tape.operations.at(a, r, c), tape.operations.at(b, r, c)),
    ),
});
const targets = fromFunction(3, 2, (_, c) => 0.3 + 0.4 * c);

const CASES: readonly Case[] = [
  same("matmul", matrix.matmul, drawn(2, 3), drawn(3, 4)),
  same("transpose", matrix.transpose, drawn(2, 3)),
  same("add", matrix.add, drawn(2, 3), drawn(2, 3)),
  same("subtract", matrix.subtract, drawn(2, 3), drawn(2, 3)),
  same("multiply", matrix.multiply, drawn(2, 3), drawn(2, 3)),
  same("addRow", matrix.addRow, drawn(3, 2), drawn(1, 2)),
  same("square", matrix.square, drawn(2, 3)),
  same("sum", matrix.sum, drawn(2, 3)),
  same("columnSums", matrix.columnSums, drawn(3, 2)),
  same("softmax", softmax, drawn(3, 4)),
  same("softmaxCrossEntropy", softmaxCrossEntropy, targets, drawn(3, 2)),
  same("sigmoidCrossEntropy", sigmoidCrossEntropy, targets, drawn(3, 2)),
  {
    name: "scale",
    of: [drawn(1, 1), drawn(2, 3)],
    plain: (factor, a) => matrix.scale(factor.data[0]!, a),
    taped: ({ operations }, factor, a) => operations.scale(factor.data[0]!, a),
  },
  {
    name: "fromRows of toRows",
    of: [drawn(2, 3)],
    plain: (a) => a,
    taped: ({ operations }, a) => operations.fromRows(operations.toRows(a)),
  },
  each("sigmoid", sigmoid),
  each("tanh", tanh),
  each("relu", ACTIVATIONS.relu.activation),
  each("leakyRelu", ACTIVATIONS["leaky-relu"].activation),
  each("identity", (x) => x),
  each("exp", exp),
  each("softplus", softplus),
  each("log", log, 0.1),
  each("sqrt", Math.sqrt, 0.1),
  each("abs", Math.abs),
  signed("+", (x, y) => x + y),
  signed("-", (x, y) => x - y),
  signed("*", (x, y) => x * y),
  signed("/", (x, y) => x / y),
  signed("**", Math.pow),
  signed("neg", (x) => -x),
  signed("pos", (x) => x),
];

const listed = (value: Value): number[] => (typeof value === "number" ? [value] : [...value.data]);

/** How far the slopes are from central differences, and the values from those of the book; each entry with a weight of its own. */
function off({ of, plain, taped }: Case, spoil = 1): { readonly slopes: number; readonly values: number } {
  const tape = createScalars(Math.pow);
  const inputs = of.map((m) => tape.inputs(m));
  const made = taped(tape, ...inputs);
  const result = typeof made === "object" && !(made instanceof Scalar) ? made.data : [made];
  const weights = result.map((_, i) => 1 + i / 2);
  const expected = listed(plain(...of));
  const values = Math.max(...result.map((x, i) => Math.abs(Number(x) - expected[i]!)));
  const found = tape.back(result, Float64Array.from(weights), inputs);
  const total = (all: readonly Matrix[]) =>
    listed(plain(...all)).reduce((sum, x, i) => sum + weights[i]! * x, 0);
  let slopes = 0;
  for (const [k, m] of of.entries())
    for (const i of m.data.keys()) {
      const at = (x: number) =>
        total(of.map((it, n) => (n === k ? { ...it, data: it.data.with(i, x) } : it)));
      const [x, h] = [m.data[i]!, 1e-5];
      slopes = Math.max(slopes, Math.abs(spoil * found[k]![i]! - (at(x + h) - at(x - h)) / (2 * h)));
    }
  return { slopes, values };
}

describe("numbers that remember", () => {
  test.each(CASES)("$name", (it) => {
    const { slopes, values } = off(it);
    expect(values).toBeLessThan(1e-14);
    expect(slopes).toBeLessThan(1e-7);
    expect(off(it, 1.001).slopes).toBeGreaterThan(1e-5); // a slope that is a little wrong is seen
  });

  test("what was used twice has the sum of its slopes, what counts for nothing has none", () => {
    const tape = createScalars(Math.pow);
    const [a, b] = [tape.inputs(drawn(1, 1)), tape.inputs(drawn(1, 1))];
    const x = a.data[0]!;
    const result = tape.op("*", x, tape.op("+", x, 3));
    const [alongA, alongB] = tape.back([result], Float64Array.of(1), [a, b]);
    expect(alongA![0]).toBeCloseTo(2 * Number(x) + 3, 12);
    expect([...alongB!]).toEqual([0]);
  });
});
