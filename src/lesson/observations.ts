import { fromFunction, type Matrix } from "../math/matrix.ts";
import { RandomState } from "../math/random.ts";

/** The first `rows` of the points that a data seed draws: `RandomState(seed).randn(300, cols)[:rows]` in NumPy. */
export function randn(seed: number, rows: number, cols: number): Matrix {
  const random = new RandomState(seed);
  return fromFunction(rows, cols, () => random.randn());
}

/** XOR of two signs: 1 where exactly one of the two numbers is above 0, else 0. */
export function xorLabel(x1: number, x2: number): 0 | 1 {
  return x1 > 0 !== x2 > 0 ? 1 : 0;
}

/** Label 1 of two as 0 1; with one output the label itself. N labels → (N×K) */
export function oneHot(labels: readonly number[], K: number): Matrix {
  return fromFunction(labels.length, K, (n, k) =>
    K === 1 ? labels[n]! : Number(labels[n] === k),
  );
}
