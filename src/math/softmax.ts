import {
  exp,
  expPair,
  log,
  log1pPair,
  softplusPair,
} from "./elementary.ts";
import {
  at,
  fromFunction,
  fromRows,
  type Matrix,
  multiply,
  ShapeError,
  shapeOf,
  toRows,
} from "./matrix.ts";
import {
  addPairs,
  exactSum,
  multiplyPairs,
  type Pair,
  sumOfPairs,
} from "./pair.ts";

/**
 * The softmax, and the two cross-entropies, which are computed from the
 * logits z: ln h has no digits left where h was rounded to 1, and is
 * −∞ where h was rounded to 0.
 */

/** Row by row e^z / Σe^z: numbers of sum 1. (n×m) → (n×m) */
export function softmax(z: Matrix): Matrix {
  const rows = toRows(z).map((row) => {
    // The largest may be taken from each: e^z then never overflows.
    const largest = Math.max(...row);
    const powers = row.map((x) => exp(x - largest));
    const total = powers.reduce((sum, power) => sum + power, 0);
    return powers.map((power) => power / total);
  });
  return fromRows(rows);
}

/**
 * The slope along z, from the slope g along h = softmax(z), row by row:
 * h·(g − Σg·h). Both n×m → (n×m)
 */
export function softmaxBack(slope: Matrix, h: Matrix): Matrix {
  const means = toRows(multiply(slope, h)).map((row) =>
    row.reduce((sum, product) => sum + product, 0),
  );
  return fromFunction(
    h.rows,
    h.cols,
    (i, j) => at(h, i, j) * (at(slope, i, j) - means[i]!),
  );
}

/**
 * −Σ y·ln softmax(z) / N, to 2 ulp above 1e-306. Both N×K → number
 *
 * With m the row's largest logit, −ln h = (m − z) + ln(1 + rest), where
 * rest sums e^(z − m) over the others. No term is below 0, so none takes
 * digits from another, and a tiny loss, all rest, is not lost beside 1.
 * Differences and sums are pairs: e^(z − m) multiplies the error of z − m.
 */
export function softmaxCrossEntropy(y: Matrix, z: Matrix): number {
  return meanLoss(y, z, (targets, logits) => {
    const top = logits.indexOf(Math.max(...logits));
    const m = logits[top]!;
    const others = logits.filter((_, k) => k !== top);
    const rest = sumOfPairs(
      others.map((x) => expPair(exactSum(x, -m))),
    );
    const shared = log1pPair(rest);
    return logits.map((x, k) =>
      weighted([targets[k]!, 0], addPairs(exactSum(m, -x), shared)),
    );
  });
}

/**
 * −Σ (y·ln σ(z) + (1 − y)·ln(1 − σ(z))) / N, to 2 ulp above 1e-306.
 * Both N×K → number
 *
 * −ln σ(z) is softplus(−z), and −ln(1 − σ(z)) is softplus(z). No term is
 * below 0; the shorter softplus(z) − y·z would be a difference.
 */
export function sigmoidCrossEntropy(y: Matrix, z: Matrix): number {
  return meanLoss(y, z, (targets, logits) =>
    logits.flatMap((x, k) => [
      weighted([targets[k]!, 0], softplusPair(-x)),
      weighted(exactSum(1, -targets[k]!), softplusPair(x)),
    ]),
  );
}

/** A loss times its target; none where that is 0, be the loss infinite. */
function weighted(target: Pair, loss: Pair): Pair {
  return target[0] === 0 ? target : multiplyPairs(target, loss);
}

/** The losses of all rows, added as pairs, over the number of rows. */
function meanLoss(
  y: Matrix,
  z: Matrix,
  lossesOf: (targets: number[], logits: number[]) => Pair[],
): number {
  if (y.rows !== z.rows || y.cols !== z.cols)
    throw new ShapeError(
      `cannot compare targets ${shapeOf(y)} with logits ${shapeOf(z)}`,
    );
  const targets = toRows(y);
  const [head, tail] = sumOfPairs(
    toRows(z).flatMap((logits, i) => lossesOf(targets[i]!, logits)),
  );
  return head / z.rows + tail / z.rows;
}

/** ln softmax(z), row by row, also where softmax(z) is too small for a number. (n×m) → (n×m) */
export function logSoftmax(z: Matrix): Matrix {
  const rows = toRows(z).map((row) => {
    const largest = Math.max(...row);
    const total = row.reduce((sum, x) => sum + exp(x - largest), 0);
    return row.map((x) => x - largest - log(total));
  });
  return fromRows(rows);
}
