import type { ContoursWords } from "../../src/figures/contours.ts";
import type { ValleyWords } from "../../src/figures/valley.ts";
import { list } from "./prose.ts";

/** The words of the pictures of one step, and of the script that lets a reader drag its α. */

export const valleyWords: ValleyWords = {
  title: "The loss after one step, over the learning rate",
  description: ({ ends, before, marks, lowest, own }) =>
    `The learning rate goes from ${ends.join(" to ")} on a logarithmic axis. The loss before the step is ${before}. ${
      marks.length > 0 ? `After it: ${list(marks.map(({ alpha, loss }) => `${loss} at ${alpha}`))}. ` : ""
    }The lowest of the points drawn is ${lowest.loss}, at ${lowest.alpha}. A dot marks ${own.loss}, at this lesson’s ${own.alpha}. A dotted line is what the tangent predicts.`,
  tangent: "tangent",
  before: "before",
};

export const contoursWords: ContoursWords & { readonly level: string } = {
  title: "A map of the loss around the weights",
  description: ({ levels, step }) =>
    `Lines of equal loss${levels.length > 0 ? `, at ${list(levels)}` : ""}. The step starts at the left of the middle and leads to the right; its α is ${step}.`,
  right: "against the gradient →",
  up: "↑ where the descent turns",
  /** Upward, where it does not turn. */
  level: "↑ along the smallest slope",
};

/** Of the script (build/reader/step.ts). */
export const stepWords = {
  handle: "Learning rate α",
  hint: "Drag the dot to another α, or take it and use the arrow keys: the matrices and the loss on this page follow.",
};
