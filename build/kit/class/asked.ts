import { chapters } from "../../../chapters/index.ts";

/** The stages that a sheet can ask: all but the first, which draws the data. */
export const ASKED: readonly string[] = chapters.slice(1).map(({ name }) => name);

/** Decimals on paper are at most so many. */
export const MOST_DIGITS = 10;
