import { addRidge } from "./penalty.ts";

/** How a gradient is put together from the rows and from the ridge. */
interface GradientRule {
  /** What one row of N counts for. */
  perRow(rows: number): number;
  /** Adds the ridge's part to G, the gradient of W; `ridge` is λ, N the rows trained on. */
  addRidge(G: Float64Array, W: Float64Array, ridge: number, N: number): void;
}

/** The gradient of the loss: the mean over the rows, and λ·W/N. */
const EXACT: GradientRule = { perRow: (rows) => 1 / rows, addRidge };

/**
 * The article's program as it was published, WRONG in its gradient, kept to show what comes of it: for
 * the chapters that report on it and whoever chooses this gradient in the laboratory. No other run uses it.
 *
 * Its loss is the mean over the rows, but its gradient the sum: as if the learning rate were N times as large,
 * and no worse. Its ridge adds the scalar λ·ΣW² to the gradient of every weight of W, where λ·W/N belongs: all
 * weights are pushed the same way, the harder the larger they are, until they are no numbers any more.
 */
const ARTICLE: GradientRule = {
  perRow: () => 1,
  addRidge(G, W, ridge) {
    const squares = W.reduce((sum, w) => sum + w * w, 0);
    for (let i = 0; i < G.length; i++) G[i] = G[i]! + ridge * squares;
  },
};

/** The same with only the ridge mended: nothing explodes. */
const SUMMED: GradientRule = { perRow: () => 1, addRidge };

export const GRADIENTS = { exact: EXACT, summed: SUMMED, article: ARTICLE };
export type GradientName = keyof typeof GRADIENTS;
