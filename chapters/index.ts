import { type AnyChapter, type Chapter, hasStage, type TrainingChapter } from "../src/book/chapter.ts";
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
import { fileInNumpy, learn, chapter as loop } from "./10-loop.ts";
import { chapter as runs } from "./11-runs.ts";
import { chapter as exploding } from "./12-exploding.ts";
import { chapter as vanishing } from "./13-vanishing.ts";
import { chapter as ceiling } from "./14-ceiling.ts";
import { chapter as solved } from "./15-solved.ts";
import { chapter as debugging } from "./16-debugging.ts";
import { chapter as autodiff, lossOnTape, PLACES } from "./17-autodiff.ts";

/** The book: all chapters in reading order. This is the only list of them; numbers, file names and links follow from it. */
export const book: readonly AnyChapter[] = [
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
  loop,
  runs,
  exploding,
  vanishing,
  ceiling,
  solved,
  debugging,
  autodiff,
];

/** The chapters with a stage. */
export const chapters: readonly Chapter[] = book.filter(hasStage);
/** Their stages: from a lesson to a whole trace. */
export const stages = chapters.map(({ stage }) => stage);
/** The chapters that train. */
export const training: readonly TrainingChapter[] = book.filter((chapter) => !hasStage(chapter));

/** What the build's checks run: the way from the weights to the loss, the same on a tape, and the loop. */
/** And the loop in NumPy, which stands beside its page. */
export { fileInNumpy, forwardPass, learn, lossOnTape, PLACES };
