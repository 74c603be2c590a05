import { chapters, forwardPass, PLACES } from "../../../chapters/index.ts";
import type { Stage } from "../../../src/network/stage.ts";

/**
 * The stages of the book by the names of their chapters, in reading order. The build puts the chapters' files in the place
 * of this one (build/scripts.ts), so that nothing of their pages comes along.
 */
export const byName: Readonly<Record<string, Stage>> = Object.fromEntries(
  chapters.map(({ name, stage }) => [name, stage]),
);
export { forwardPass, PLACES };
