import type { Drill } from "../../src/book/exercises.ts";
import { firstSums, firstSumWords, secondSums, secondSumWords } from "./sums.ts";

/** The exercises of the pages that follow the lesson, by page. */
export const followingDrills: Readonly<Record<string, Drill>> = {
  z1: { makers: firstSums, words: firstSumWords },
  z2: { makers: secondSums, words: secondSumWords },
};
