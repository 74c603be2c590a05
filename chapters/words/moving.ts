import { crossScript } from "./cross.ts";

/** The words of the scripts that move pictures, by their names (build/reader/NAME.ts). */
export const movingWords = { cross: crossScript };
