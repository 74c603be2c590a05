import { sigmoid, sigmoidPrime } from "../src/elementary.ts";
import type { Written } from "../src/equations.ts";
import { signed } from "../src/tex.ts";

/** The sigmoid, as pages write it around its argument. */
export const sigma: Written = {
  f: sigmoid,
  tex: (argument) => `\\sigma\\left(${argument}\\right)`,
  text: (argument) => `σ(${argument})`,
};

/** The sigmoid's slope h(1 − h), as pages write it around its value h. */
export const sigmaSlope: Written = {
  f: sigmoidPrime,
  tex: (h) => signed("\\odot", [h, `(1 - ${h})`]),
  text: (h) => `${h}·(1 − ${h})`,
};
