import { ARTICLE, SUMMED } from "./article.ts";
import { addRidge } from "./penalty.ts";

/** How a gradient is put together from the rows and from the ridge. */
export interface GradientRule {
  /** What one row of N counts for. */
  perRow(rows: number): number;
  /** Adds the ridge's part to G, the gradient of W; `ridge` is λ, N the rows trained on. */
  addRidge(G: Float64Array, W: Float64Array, ridge: number, N: number): void;
}

/** The gradient of the loss: the mean over the rows, and λ·W/N. */
const EXACT: GradientRule = { perRow: (rows) => 1 / rows, addRidge };

export const GRADIENTS = { exact: EXACT, summed: SUMMED, article: ARTICLE };
export type GradientName = keyof typeof GRADIENTS;
