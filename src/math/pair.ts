/**
 * A number kept as a sum of two: a double, and the little that it was rounded by. A sum of pairs loses nothing
 * that a double could show, so it is rounded only once, at its end. The exact sum is D. E. Knuth's, the exact
 * product T. J. Dekker's ("A floating-point technique for extending the available precision", 1971).
 */
export type Pair = readonly [head: number, tail: number];

/** a + b, and what that sum rounds away. */
export function exactSum(a: number, b: number): Pair {
  const sum = a + b;
  const ofB = sum - a;
  return [sum, finite(a - (sum - ofB) + (b - ofB))];
}

/** a·b, and what that product rounds away. */
export function exactProduct(a: number, b: number): Pair {
  const product = a * b;
  const [a1, a2] = halves(a);
  const [b1, b2] = halves(b);
  const lost = a1 * b1 - product + a1 * b2 + a2 * b1 + a2 * b2;
  return [product, finite(lost)];
}

/** What an infinite head leaves over is nothing: NaN would spoil it. */
function finite(lost: number): number {
  return Number.isFinite(lost) ? lost : 0;
}

/** x as a sum of two so short that products of halves are exact. */
function halves(x: number): Pair {
  const shifted = x * 134217729; // 2²⁷ + 1
  const head = shifted - (shifted - x);
  return [head, x - head];
}

export function addPairs(a: Pair, b: Pair): Pair {
  const [sum, lost] = exactSum(a[0], b[0]);
  return exactSum(sum, lost + (a[1] + b[1]));
}

export function multiplyPairs(a: Pair, b: Pair): Pair {
  const [product, lost] = exactProduct(a[0], b[0]);
  const crosswise = finite(a[0] * b[1] + a[1] * b[0]);
  return exactSum(product, lost + crosswise);
}

export function sumOfPairs(pairs: readonly Pair[]): Pair {
  return pairs.reduce(addPairs, [0, 0]);
}
