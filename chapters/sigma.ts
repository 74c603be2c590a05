import { sigmoid, sigmoidPrime } from "../src/math/elementary.ts";
import type { Written } from "../src/typeset/equations.ts";
import { signed } from "../src/typeset/tex.ts";

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
