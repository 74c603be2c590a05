import { turningWords } from "./cube.ts";

/** The words of the scripts that move pictures, by their names (build/reader/NAME.ts). */
export const movingWords = {
  cube: turningWords,
};
