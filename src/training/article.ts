import { squares } from "./measure.ts";
import { addRidge, type GradientRule } from "./penalty.ts";

/**
 * The article's program as it was published, WRONG in its gradient, kept to show what comes of it: for
 * the chapters that report on it and whoever chooses this gradient in the laboratory. No other run uses it.
 *
 * Its loss is the mean over the rows, but its gradient the sum: as if the learning rate were N times as large,
 * and no worse. Its ridge adds the scalar λ·ΣW² to the gradient of every weight of W, where λ·W/N belongs: all
 * weights are pushed the same way, the harder the larger they are, until they are no numbers any more.
 */
export const ARTICLE: GradientRule = {
  perRow: () => 1,
  addRidge(G, W, ridge) {
    const sum = squares(W);
    for (let i = 0; i < G.length; i++) G[i] = G[i]! + ridge * sum;
  },
};

/** The same with only the ridge mended: nothing explodes. */
export const SUMMED: GradientRule = { perRow: () => 1, addRidge };

/** Its run with 50 neurons and λ = 1e-4: 50 of 300 rows, no biases. The other runs change `hidden` and `ridge`. */
export const AS_PUBLISHED = {
  data: { set: "article" as const, seed: 0, rows: 300 },
  trained: 50,
  hidden: [50],
  weights: { seed: 2017 },
  learningRate: 0.003,
  ridge: 1e-4,
  gradient: "article" as const,
};
