import { sigmoid } from "../src/elementary.ts";
import type { Written } from "../src/equations.ts";

/** The sigmoid, as pages write it around its argument. */
export const sigma: Written = {
  f: sigmoid,
  tex: (argument) => `\\sigma\\left(${argument}\\right)`,
  text: (argument) => `σ(${argument})`,
};
