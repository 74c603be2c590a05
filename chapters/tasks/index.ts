import type { CodeTask } from "../../src/book/task.ts";
import { dLossDW1, dLossDW2 } from "./backward.ts";
import { init, xor } from "./beginning.ts";
import { h1, h2, loss, z1, z2 } from "./forward.ts";
import { update } from "./update.ts";

/**
 * What a reader is to do with the code of each stage, by the name of its chapter: plain data. Which of them a lesson has
 * follows from its bricks, by the code that these make the page show (`posed` in src/book/task.ts).
 */
export const tasks: Readonly<Record<string, readonly CodeTask[]>> = {
  xor,
  init,
  z1,
  h1,
  z2,
  h2,
  loss,
  "dloss-dw2": dLossDW2,
  "dloss-dw1": dLossDW1,
  update,
};
