import { exp, log, sigmoid, softplus, tanh } from "../math/elementary.ts";
import { type Matrix, ShapeError, shapeOf } from "../math/matrix.ts";
import { logSoftmax } from "../math/softmax.ts";
import { Unfollowed } from "./held.ts";
import type { Activation } from "./ops/activation.ts";
import { ACTIVATIONS } from "./ops/activations.ts";

/**
 * Numbers that remember what they were made of, one by one, so that code which nobody knows before can be followed: a
 * reader's. The operations have the names and shapes of those on matrices (src/math), and slopes of their own.
 */

/** A number on the way, the numbers that it was made of, and its slope along each of them. */
export class Scalar {
  readonly value: number;
  readonly of: readonly Scalar[];
  readonly slopes: readonly number[];
  /** That of the result along it, once it is found. */
  slope = 0;
  constructor(value: number, of: readonly Scalar[], slopes: readonly number[]) {
    this.value = value;
    this.of = of;
    this.slopes = slopes;
  }
  /** For comparisons; arithmetic goes through `op`. */
  valueOf(): number {
    return this.value;
  }
}
export type Num = number | Scalar;

/** A matrix of them. */
export interface Scalars {
  readonly rows: number;
  readonly cols: number;
  readonly data: Num[];
}

const plain = (x: Num): number => (typeof x === "number" ? x : x.value);

/** @param pow the power of two numbers as the engine has it, which no two need to have to the last bit */
export function createScalars(pow: (x: number, y: number) => number) {
  /** In the order in which they were made. */
  const made: Scalar[] = [];
  /** A number made of others; those that remember nothing are left out. */
  function scalar(value: number, ...of: readonly (readonly [Num, slope: number])[]): Num {
    const known = of.filter((it): it is readonly [Scalar, number] => it[0] instanceof Scalar);
    if (known.length === 0) return value;
    return kept(
      new Scalar(
        value,
        known.map(([it]) => it),
        known.map(([, slope]) => slope),
      ),
    );
  }
  const kept = (it: Scalar): Scalar => {
    made.push(it);
    return it;
  };

  const matrix = (rows: number, cols: number, f: (row: number, col: number) => Num): Scalars => ({
    rows,
    cols,
    data: Array.from({ length: rows * cols }, (_, i) => f(Math.floor(i / cols), i % cols)),
  });
  const at = ({ rows, cols, data }: Scalars, row: number, col: number): Num => {
    if (!(row >= 0 && row < rows && col >= 0 && col < cols))
      throw new RangeError(`no entry [${row},${col}] in a ${rows}×${cols} matrix`);
    return data[row * cols + col]!;
  };
  const values = (m: Scalars): Matrix => ({
    rows: m.rows,
    cols: m.cols,
    data: Float64Array.from(m.data, plain),
  });
  const total = (terms: readonly Num[]): Num =>
    scalar(
      terms.reduce((sum: number, x) => sum + plain(x), 0),
      ...terms.map((x) => [x, 1] as const),
    );
  const same = (a: Scalars, b: Scalars, f: (x: Num, y: Num) => Num): Scalars => {
    if (a.rows !== b.rows || a.cols !== b.cols)
      throw new ShapeError(`${shapeOf(a as never)} and ${shapeOf(b as never)}`);
    return matrix(a.rows, a.cols, (r, c) => f(at(a, r, c), at(b, r, c)));
  };

  /** Arithmetic, by its sign. What has one operand leaves the other out. */
  function op(sign: string, a: Num, b: Num = 0): Num {
    const [x, y] = [plain(a), plain(b)];
    switch (sign) {
      case "+":
        return scalar(x + y, [a, 1], [b, 1]);
      case "-":
        return scalar(x - y, [a, 1], [b, -1]);
      case "*":
        return scalar(x * y, [a, y], [b, x]);
      case "/":
        return scalar(x / y, [a, 1 / y], [b, -x / (y * y)]);
      case "**":
        return scalar(pow(x, y), [a, y * pow(x, y - 1)], [b, b instanceof Scalar ? pow(x, y) * log(x) : 0]);
      case "neg":
        return scalar(-x, [a, -1]);
      case "pos":
        return a;
      default:
        throw new Unfollowed(sign);
    }
  }

  /** A function of one number, followed by its slope there. */
  const of1 = (f: (x: number) => number, slope: (x: number) => number) => (a: Num) => {
    const x = plain(a);
    return scalar(f(x), [a, a instanceof Scalar ? slope(x) : 0]);
  };
  const brick = ({ activation, steepness }: Activation) => of1(activation, steepness);
  const functions = {
    exp: of1(exp, exp),
    log: of1(log, (x) => 1 / x),
    sqrt: of1(Math.sqrt, (x) => 0.5 / Math.sqrt(x)),
    abs: of1(Math.abs, Math.sign),
    tanh: of1(tanh, ACTIVATIONS.tanh.steepness),
    softplus: of1(softplus, sigmoid),
  };
  const chosen =
    (pick: (...all: number[]) => number) =>
    (...all: Num[]): Num => {
      const value = pick(...all.map(plain));
      return all.find((x) => plain(x) === value) ?? value;
    };

  /** The softmax of one row: h[k] moves by h[k](1 − h[k]) along its own z, by −h[k]h[j] along another. */
  const softmax = (z: Scalars): Scalars => {
    const logs = logSoftmax(values(z));
    const h = { ...logs, data: logs.data.map(exp) };
    return matrix(z.rows, z.cols, (r, k) => {
      const its = (j: number) => h.data[r * z.cols + j]!;
      return scalar(
        its(k),
        ...Array.from(
          { length: z.cols },
          (_, j) => [at(z, r, j), its(k) * (Number(k === j) - its(j))] as const,
        ),
      );
    });
  };
  const logsOf = (z: Scalars): Scalars => {
    const logs = logSoftmax(values(z));
    return matrix(z.rows, z.cols, (r, k) =>
      scalar(
        logs.data[r * z.cols + k]!,
        ...Array.from(
          { length: z.cols },
          (_, j) => [at(z, r, j), Number(k === j) - exp(logs.data[r * z.cols + j]!)] as const,
        ),
      ),
    );
  };
  const products = (a: Scalars, b: Scalars): Num => total(same(a, b, (x, y) => op("*", x, y)).data);
  const map = (a: Scalars, f: (x: Num) => Num): Scalars => matrix(a.rows, a.cols, (r, c) => f(at(a, r, c)));
  const columnSums = (a: Scalars): Scalars =>
    matrix(1, a.cols, (_, c) => total(Array.from({ length: a.rows }, (_, r) => at(a, r, c))));

  return {
    op,
    brick,
    values,
    /** The values of what is followed from here on. */
    inputs: (m: Matrix): Scalars => ({
      rows: m.rows,
      cols: m.cols,
      data: Array.from(m.data, (x) => kept(new Scalar(x, [], []))),
    }),
    /** Functions of single numbers, by the names that Math has for them. */
    functions: {
      ...functions,
      max: chosen(Math.max),
      min: chosen(Math.min),
      pow: (a: Num, b: Num) => op("**", a, b),
      sign: (a: Num) => Math.sign(plain(a)),
    },
    operations: {
      ...functions,
      // By their names in code, which a function loses when scripts are made small.
      identity: brick(ACTIVATIONS.identity),
      leakyRelu: brick(ACTIVATIONS["leaky-relu"]),
      relu: brick(ACTIVATIONS.relu),
      sigmoid: brick(ACTIVATIONS.sigmoid),
      at,
      fromFunction: matrix,
      fromRows: (rows: readonly (readonly Num[])[]) =>
        matrix(rows.length, rows[0]?.length ?? 0, (r, c) => rows[r]![c]!),
      toRows: (a: Scalars) =>
        Array.from({ length: a.rows }, (_, r) => a.data.slice(r * a.cols, (r + 1) * a.cols)),
      map,
      add: (a: Scalars, b: Scalars) => same(a, b, (x, y) => op("+", x, y)),
      subtract: (a: Scalars, b: Scalars) => same(a, b, (x, y) => op("-", x, y)),
      multiply: (a: Scalars, b: Scalars) => same(a, b, (x, y) => op("*", x, y)),
      addRow: (a: Scalars, b: Scalars) => matrix(a.rows, a.cols, (r, c) => op("+", at(a, r, c), at(b, 0, c))),
      scale: (factor: Num, a: Scalars) => map(a, (x) => op("*", factor, x)),
      square: (a: Scalars) => map(a, (x) => op("*", x, x)),
      transpose: (a: Scalars) => matrix(a.cols, a.rows, (r, c) => at(a, c, r)),
      matmul: (a: Scalars, b: Scalars) =>
        matrix(a.rows, b.cols, (r, c) => {
          const terms = Array.from({ length: a.cols }, (_, k) => [at(a, r, k), at(b, k, c)] as const);
          return scalar(
            terms.reduce((sum, [x, y]) => sum + plain(x) * plain(y), 0),
            ...terms.flatMap(([x, y]) => [[x, plain(y)] as const, [y, plain(x)] as const]),
          );
        }),
      sum: (a: Scalars) => total(a.data),
      columnSums,
      softmax,
      softmaxCrossEntropy: (y: Scalars, z: Scalars) => op("/", products(y, logsOf(z)), -y.rows),
      sigmoidCrossEntropy: (y: Scalars, z: Scalars) =>
        op(
          "/",
          total(
            // −(y ln σ(z) + (1 − y) ln(1 − σ(z))) = ln(1 + eᶻ) − y z
            same(y, z, (target, x) => op("-", functions.softplus(x), op("*", target, x))).data,
          ),
          y.rows,
        ),
    },
    /** The slopes along some inputs of what has these slopes along it. */
    back(result: readonly Num[], along: Float64Array, inputs: readonly Scalars[]): Float64Array[] {
      for (const it of made) it.slope = 0;
      for (const [i, it] of result.entries()) if (it instanceof Scalar) it.slope += along[i]!;
      for (let i = made.length - 1; i >= 0; i--) {
        const it = made[i]!;
        if (it.slope !== 0) for (const [k, from] of it.of.entries()) from.slope += it.slope * it.slopes[k]!;
      }
      return inputs.map(({ data }) => Float64Array.from(data, (it) => (it as Scalar).slope));
    },
  };
}
export type ScalarTape = ReturnType<typeof createScalars>;
