import type { AnyChapter, Page } from "../src/chapter.ts";
import type { Experiment } from "../src/experiment.ts";
import { front } from "./front.ts";
import { chapters, training } from "./index.ts";
import { symbols } from "./symbols.ts";

/** All chapters, in reading order. */
export const book: readonly AnyChapter[] = [...chapters, ...training];

/** The experiments that chapters report on. */
export const experiments: readonly Experiment[] = training.flatMap(
  ({ experiment }) => (experiment ? [experiment] : []),
);

/** Every page of the site, in reading order. */
export const pages: readonly (Page | AnyChapter)[] = [
  front(chapters, training),
  ...book,
  symbols(chapters),
];
