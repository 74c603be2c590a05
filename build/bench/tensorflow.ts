import { createInterface } from "node:readline";
import { processorTime } from "./clock.ts";

/** As much of @tensorflow/tfjs-core as is used here; it is no dependency of the book. */
interface Tensor {
  dataSync(): ArrayLike<number>;
  dispose(): void;
}
type OfTwo = (a: Tensor, b: Tensor | number) => Tensor;
type OfOne = (a: Tensor) => Tensor;
interface TensorFlow {
  setBackend(name: string): Promise<boolean>;
  tensor2d(values: readonly number[], shape: readonly [number, number]): Tensor;
  matMul(a: Tensor, b: Tensor, transposeA?: boolean, transposeB?: boolean): Tensor;
  add: OfTwo;
  sub(a: Tensor | number, b: Tensor): Tensor;
  mul: OfTwo;
  square: OfOne;
  sigmoid: OfOne;
  relu: OfOne;
  softmax: OfOne;
  log: OfOne;
  /** 1 above 0, else 0. */
  step: OfOne;
  sum: OfOne;
  tidy<T>(f: () => T): T;
}

/** What stands before the numbers of the matrices. */
type Head = [N: number, H: number, K: number, swapped: number, rate: number, ridge: number, steps: number];

/**
 * The same step in tfjs on its CPU backend, in its 32-bit floats. Reads and answers as training.py does, in a process
 * of its own: loaded beside the book, tfjs would make the book's typed arrays half as fast again.
 */
function measure(tf: TensorFlow, problem: readonly number[]): string {
  const [N, H, K, swapped, rate, ridge, steps] = problem as Head;
  const rest = problem.slice(7);
  const next = (rows: number, cols: number) => tf.tensor2d(rest.splice(0, rows * cols), [rows, cols]);
  const X = next(N, 2);
  const y = next(N, K);
  let W1 = next(2, H);
  let W2 = next(H, K);
  let loss = tf.tensor2d([0], [1, 1]);
  const start = processorTime();
  for (let t = 0; t < steps; t++) {
    const old = [W1, W2, loss];
    [W1, W2, loss] = tf.tidy(() => {
      const h1 = (swapped ? tf.relu : tf.sigmoid)(tf.matMul(X, W1));
      const h2 = (swapped ? tf.softmax : tf.sigmoid)(tf.matMul(h1, W2));
      const slope = (h: Tensor) => tf.mul(h, tf.sub(1, h));
      const errors = tf.sub(h2, y);
      const squares = tf.add(tf.sum(tf.square(W1)), tf.sum(tf.square(W2)));
      const miss = swapped ? tf.mul(tf.sum(tf.mul(y, tf.log(h2))), -2) : tf.sum(tf.square(errors));
      const loss = tf.mul(tf.add(miss, tf.mul(squares, ridge)), 1 / (2 * N));
      const dz2 = swapped ? tf.mul(errors, 1 / N) : tf.mul(tf.mul(errors, 1 / N), slope(h2));
      const dW2 = tf.add(tf.matMul(h1, dz2, true), tf.mul(W2, ridge / N));
      const dz1 = tf.mul(tf.matMul(dz2, W2, false, true), swapped ? tf.step(h1) : slope(h1));
      const dW1 = tf.add(tf.matMul(X, dz1, true), tf.mul(W1, ridge / N));
      return [tf.sub(W1, tf.mul(dW1, rate)), tf.sub(W2, tf.mul(dW2, rate)), loss] as const;
    });
    for (const tensor of old) tensor.dispose();
  }
  const micros = (processorTime() - start) / steps;
  const answer = `${micros} ${loss.dataSync()[0]}`;
  for (const tensor of [X, y, W1, W2, loss]) tensor.dispose();
  return answer;
}

const [core, backend] = process.argv.slice(2) as [string, string];
const tf: TensorFlow = await import(core);
await import(backend);
await tf.setBackend("cpu");
for await (const line of createInterface({ input: process.stdin }))
  console.log(measure(tf, line.split(" ").map(Number)));
