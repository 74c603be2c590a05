import type { Mistake } from "../../src/worksheets/mistakes.ts";

/** What went wrong, said to the student whose answer shows it. */
export const mistakeWords: Readonly<Record<Mistake, string>> = {
  transpose: "A matrix belongs here transposed, and was read as it stands.",
  swapped: "Rows were taken for columns.",
  elementwise:
    "Entries were multiplied place by place. Here a row meets a column, and the products are added.",
  sign: "A sign is turned round.",
  factor: "The derivative of the activation is left out, or half of it.",
  mask: "The mask is left out: where the activation is flat, no slope passes.",
  argument: "The derivative is taken at z. Here it is a function of the value h.",
  rows: "The division by the number of rows, N, is left out.",
  two: "A factor of 2 is wrong: the ½ of the loss and the 2 of its derivative belong together.",
  sum: "Only the sum is taken: it is still to be divided by 2N.",
  ridge: "The ridge, the price of large weights, is left out.",
  "article-ridge": "The ridge adds λ·ΣW² here, one number for all weights. Each weight has its own: λ/N·W.",
  bias: "The bias is left out.",
  early: "Rounded too early: the parts were rounded before the result.",
  cut: "The digits were cut off, not rounded.",
  coarse: "Right as far as it goes, with fewer decimals than are asked.",
  uphill: "This step leads uphill: α times the slope has to be taken away, not added.",
  rate: "The learning rate α is left out.",
  updated: "W2 was changed too early: the slope goes back through the weights from before the step.",
  divided: "This was divided where it has to be multiplied.",
};
