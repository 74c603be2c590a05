import type { Chapter, Page } from "../src/chapter.ts";
import { chapter as xor } from "./00-xor.ts";
import { chapter as init } from "./01-init.ts";
import { chapter as z1 } from "./02-z1.ts";
import { chapter as h1 } from "./03-h1.ts";
import { chapter as z2 } from "./04-z2.ts";
import { chapter as h2 } from "./05-h2.ts";
import { forwardPass, chapter as loss } from "./06-loss.ts";
import { chapter as dLossDW2 } from "./07-dloss-dw2.ts";
import { chapter as dLossDW1 } from "./08-dloss-dw1.ts";
import { chapter as update } from "./09-update.ts";
import { front } from "./front.ts";
import { symbols } from "./symbols.ts";

/** The book in reading order: the only list of its chapters. */
export const chapters: readonly Chapter[] = [
  xor,
  init,
  z1,
  h1,
  z2,
  h2,
  loss,
  dLossDW2,
  dLossDW1,
  update,
];

/** The stages of all chapters: from a lesson to a whole trace. */
export const stages = chapters.map(({ stage }) => stage);

/** Every page of the site, in reading order. */
export const pages: readonly (Page | Chapter)[] = [
  front(chapters),
  ...chapters,
  symbols(chapters),
];

export { forwardPass };
