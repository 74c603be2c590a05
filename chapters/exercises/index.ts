import type { Drill } from "../../src/book/exercises.ts";
import { hiddenMakers, hiddenWords, outputMakers, outputWords } from "./activations.ts";
import { toFirst, toFirstWords, toSecond, toSecondWords } from "./backward.ts";
import { initMakers, initWords, xorMakers, xorWords } from "./beginning.ts";
import { lossMakers, lossWords } from "./loss.ts";
import { firstSums, firstSumWords, secondSums, secondSumWords } from "./sums.ts";
import { training } from "./training.ts";
import { updateMakers, updateWords } from "./update.ts";

/** The exercises of the chapters, by page: what they are made from, and how they are told. */
export const drills: Readonly<Record<string, Drill>> = {
  xor: { makers: xorMakers, words: xorWords },
  init: { makers: initMakers, words: initWords },
  z1: { makers: firstSums, words: firstSumWords },
  h1: { makers: hiddenMakers, words: hiddenWords },
  z2: { makers: secondSums, words: secondSumWords },
  h2: { makers: outputMakers, words: outputWords },
  loss: { makers: lossMakers, words: lossWords },
  "dloss-dw2": { makers: toSecond, words: toSecondWords },
  "dloss-dw1": { makers: toFirst, words: toFirstWords },
  update: { makers: updateMakers, words: updateWords },
  ...training,
};
