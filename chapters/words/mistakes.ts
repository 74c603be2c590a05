import type { Mistake } from "../../src/worksheets/mistakes.ts";

/** What went wrong, said to the student whose answer shows it. */
export const mistakeWords: Readonly<Record<Mistake, string>> = {
  transpose: "A matrix must be transposed (⊤) here, and was not.",
  swapped: "Rows were taken for columns.",
  elementwise:
    "Entries were multiplied place by place. Here each row is multiplied by each column: pair by pair, then add.",
  sign: "A sign is wrong.",
  factor: "The derivative of the activation, or a part of it, is left out.",
  mask: "Where h is not above 0, the derivative of the activation is not 1. This was left out.",
  argument: "The derivative is taken at z. Here it is a function of the value h.",
  rows: "The division by the number of rows, N, is left out.",
  two: "A factor of 2 is wrong: the ½ of the loss and the 2 of its derivative belong together.",
  sum: "Only the sum is taken: it is still to be divided by 2N.",
  ridge: "The ridge, the price of large weights, is left out.",
  "article-ridge": "The ridge adds λ·ΣW² here, one number for all weights. Each weight has its own: λ/N·W.",
  bias: "The bias is left out.",
  early: "Rounded too early: the parts were rounded before the result.",
  cut: "The digits were cut off, not rounded.",
  coarse: "Right as far as it goes, with fewer decimals than asked.",
  uphill: "This step leads uphill: α times the slope has to be taken away, not added.",
  rate: "The learning rate α is left out.",
  updated: "W2 was changed too early: the slope goes back through the weights from before the step.",
  divided: "This was divided where it has to be multiplied.",
};
