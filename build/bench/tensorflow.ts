import { processorTime } from "./clock.ts";
import type { Contestant } from "./contestants.ts";

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
  sum: OfOne;
  tidy<T>(f: () => T): T;
}

/** The same step in tfjs on its CPU backend, in its 32-bit floats; undefined where it is not installed. */
export async function loadTensorFlow(): Promise<Contestant | undefined> {
  // By variables, or the compiler would look for what need not be there.
  const [core, backend] = ["@tensorflow/tfjs-core", "@tensorflow/tfjs-backend-cpu"] as const;
  let tf: TensorFlow;
  try {
    tf = await import(core as string);
    await import(backend as string);
  } catch {
    return undefined;
  }
  await tf.setBackend("cpu");
  return {
    name: "tfjs",
    async measure({ N, H, learningRate, ridge, ...values }, steps) {
      const X = tf.tensor2d(values.X, [N, 2]);
      const y = tf.tensor2d(values.y, [N, 2]);
      let W1 = tf.tensor2d(values.W1, [2, H]);
      let W2 = tf.tensor2d(values.W2, [H, 2]);
      let loss = tf.tensor2d([0], [1, 1]);
      const start = processorTime();
      for (let t = 0; t < steps; t++) {
        const old = [W1, W2, loss];
        [W1, W2, loss] = tf.tidy(() => {
          const h1 = tf.sigmoid(tf.matMul(X, W1));
          const h2 = tf.sigmoid(tf.matMul(h1, W2));
          const errors = tf.sub(h2, y);
          const squares = tf.add(tf.sum(tf.square(W1)), tf.sum(tf.square(W2)));
          const loss = tf.mul(tf.add(tf.sum(tf.square(errors)), tf.mul(squares, ridge)), 1 / (2 * N));
          const dz2 = tf.mul(tf.mul(errors, 1 / N), tf.mul(h2, tf.sub(1, h2)));
          const dW2 = tf.add(tf.matMul(h1, dz2, true), tf.mul(W2, ridge / N));
          const dz1 = tf.mul(tf.matMul(dz2, W2, false, true), tf.mul(h1, tf.sub(1, h1)));
          const dW1 = tf.add(tf.matMul(X, dz1, true), tf.mul(W1, ridge / N));
          return [
            tf.sub(W1, tf.mul(dW1, learningRate)),
            tf.sub(W2, tf.mul(dW2, learningRate)),
            loss,
          ] as const;
        });
        for (const tensor of old) tensor.dispose();
      }
      const micros = (processorTime() - start) / steps;
      const last = loss.dataSync()[0]!;
      for (const tensor of [X, y, W1, W2, loss]) tensor.dispose();
      return { micros, loss: last };
    },
    close() {},
  };
}
