import { ARTICLE, SUMMED } from "./article.ts";
import { addRidge, type GradientRule } from "./penalty.ts";

/** The gradient of the loss: the mean over the rows, and λ·W/N. */
const EXACT: GradientRule = { perRow: (rows) => 1 / rows, addRidge };

export const GRADIENTS = { exact: EXACT, summed: SUMMED, article: ARTICLE };
export type GradientName = keyof typeof GRADIENTS;
