import { fromFunction, fromRows, type Matrix, map } from "../math/matrix.ts";
import { RandomState } from "../math/random.ts";
import { type Settings, widthsOf } from "./settings.ts";

/**
 * The weights before the first step, first layer first: given, or drawn as a lesson's are, one layer after the other
 * from one stream. With biases, each matrix has a row more, the last one: the biases, 0 where they are not given.
 */
export function initialWeights(settings: Settings): Matrix[] {
  const { weights, bias } = settings;
  if ("W1" in weights) {
    const { W1, b1, W2, b2 } = weights;
    const withBiases = (W: typeof W1, b: readonly number[] = W[0]!.map(() => 0)) =>
      fromRows(bias ? [...W, b] : W);
    return [withBiases(W1, b1), withBiases(W2, b2)];
  }
  const random = new RandomState(weights.seed);
  const widths = widthsOf(settings);
  return widths.slice(1).map((cols, layer) => {
    const inputs = widths[layer]!;
    const draw = () => (2 * random.random() - 1) / Math.sqrt(inputs);
    return fromFunction(inputs + (bias ? 1 : 0), cols, (row) =>
      row < inputs ? rounded(weights.scale * draw(), weights.round) : 0,
    );
  });
}

/** The entries of each matrix that a penalty is on, where they stand: all but the biases. */
export const penalisedIn = (weights: readonly Matrix[], bias: boolean): Float64Array[] =>
  weights.map(({ data, cols }) => (bias ? data.subarray(0, data.length - cols) : data));

/** The other entries, if there are biases. */
export const biasesIn = (weights: readonly Matrix[]): Float64Array[] =>
  weights.map(({ data, cols }) => data.subarray(data.length - cols));

/** To so many decimals, if any are asked for; + 0 turns −0 into 0. */
const rounded = (w: number, decimals: number | undefined) =>
  decimals === undefined ? w : Number(w.toFixed(decimals)) + 0;

/** A copy that stays as it is while the run goes on. */
export const copyOf = (weights: readonly Matrix[]): Matrix[] => weights.map((W) => map(W, (w) => w));
