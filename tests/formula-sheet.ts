import type { Trace } from "../src/network/stage.ts";

/** The network once more, in the words of a formula sheet: by Math's functions, number by number. */

const ACTIVATIONS: Readonly<Record<string, (z: number) => number>> = {
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  tanh: Math.tanh,
  relu: (z) => Math.max(0, z),
  "leaky-relu": (z) => (z > 0 ? z : z / 100),
  identity: (z) => z,
};

const sum = (count: number, term: (i: number) => number): number =>
  Array.from({ length: count }, (_, i) => term(i)).reduce((total, x) => total + x, 0);
/** ln(1 + e^z). */
const softplus = (z: number): number => Math.max(0, z) + Math.log1p(Math.exp(-Math.abs(z)));

/** The numbers that a step can change, row after row; no biases are zeros. */
export interface Numbers {
  readonly W1: ArrayLike<number>;
  readonly b1?: ArrayLike<number>;
  readonly W2: ArrayLike<number>;
  readonly b2?: ArrayLike<number>;
}
export const numbersOf = ({ W1, b1, W2, b2, lesson }: Trace): Numbers => ({
  W1: W1.data,
  W2: W2.data,
  ...(lesson.bias && { b1: b1.data, b2: b2.data }),
});

/** The data loss of one row with these logits. */
function lossOfRow(y: readonly number[], z: readonly number[], { lesson }: Trace): number {
  const K = y.length;
  const most = Math.max(...z);
  const toSum = Math.log(sum(K, (k) => Math.exp(z[k]! - most))) + most;
  if (lesson.loss === "cross-entropy")
    return lesson.outputActivation === "softmax"
      ? sum(K, (k) => y[k]! * (toSum - z[k]!))
      : sum(K, (k) => y[k]! * softplus(-z[k]!) + (1 - y[k]!) * softplus(z[k]!));
  const h = (k: number) =>
    lesson.outputActivation === "softmax"
      ? Math.exp(z[k]! - toSum)
      : ACTIVATIONS[lesson.outputActivation]!(z[k]!);
  return sum(K, (k) => (y[k]! - h(k)) ** 2) / 2;
}

/** The loss with other weights and biases. */
export function lossWith(trace: Trace, { W1, b1, W2, b2 }: Numbers): number {
  const { X, y, lesson } = trace;
  const [N, D, H, K] = [X.rows, X.cols, trace.W1.cols, y.cols];
  const data = sum(N, (n) => {
    const h = Array.from({ length: H }, (_, j) =>
      ACTIVATIONS[lesson.activation]!(sum(D, (i) => X.data[n * D + i]! * W1[i * H + j]!) + (b1?.[j] ?? 0)),
    );
    const z = Array.from({ length: K }, (_, k) => sum(H, (j) => h[j]! * W2[j * K + k]!) + (b2?.[k] ?? 0));
    return lossOfRow([...y.data.slice(n * K, (n + 1) * K)], z, trace);
  });
  const squares = [W1, W2].map((W) => sum(W.length, (i) => W[i]! ** 2));
  return (data + (lesson.ridge / 2) * (squares[0]! + squares[1]!)) / N;
}

/** The weights, and the biases where they are trained: each with its slopes, and what a step makes of it. */
export function trainedOf(trace: Trace) {
  const { lesson, W1, b1, W2, b2, W1_next, b1_next, W2_next, b2_next } = trace;
  const { dLoss_dW1, dLoss_db1, dLoss_dW2, dLoss_db2 } = trace;
  const hasBiases = lesson.bias && lesson.trainBias;
  return [
    { name: "W1", value: W1, slope: dLoss_dW1, next: W1_next },
    ...(hasBiases ? [{ name: "b1", value: b1, slope: dLoss_db1, next: b1_next }] : []),
    { name: "W2", value: W2, slope: dLoss_dW2, next: W2_next },
    ...(hasBiases ? [{ name: "b2", value: b2, slope: dLoss_db2, next: b2_next }] : []),
  ];
}
