import type { AnyChapter, Page } from "../src/chapter.ts";
import { front } from "./front.ts";
import { chapters, training } from "./index.ts";
import { symbols } from "./symbols.ts";

/** All chapters, in reading order. */
export const book: readonly AnyChapter[] = [...chapters, ...training];

/** Every page of the site, in reading order. */
export const pages: readonly (Page | AnyChapter)[] = [
  front(chapters, training),
  ...book,
  symbols(chapters),
];
