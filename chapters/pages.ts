import type { AnyChapter, Page } from "../src/book/chapter.ts";
import type { Experiment } from "../src/book/experiment.ts";
import { bricks } from "./bricks.ts";
import { front } from "./front.ts";
import { book, chapters, training } from "./index.ts";
import { symbols } from "./symbols.ts";
import { teachers } from "./teachers.ts";
import { worked } from "./worked.ts";

/** The experiments that chapters report on. */
export const experiments: readonly Experiment[] = training.flatMap(({ experiment }) =>
  experiment ? [experiment] : [],
);

/** Every page of the site, in reading order. */
export const pages: readonly (Page | AnyChapter)[] = [
  front(book),
  ...book,
  symbols(chapters),
  bricks,
  worked,
  teachers,
];

export { book };
