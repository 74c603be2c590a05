import type { PanelName } from "../../src/lesson/fields.ts";
import { readings } from "../../src/math/numerals.ts";

/** W1.0.1 as the page writes it: W1[0,1]. */
const nameOf = (cell: string): string => cell.replace(/^(\w+)\.(\d+)\.(\d+)$/, "$1[$2,$3]");

/** The words of a page on which numbers can be changed. */
export const liveWords = {
  /** On the button that opens the panel, and the panel's name. */
  change: "Change the numbers",
  fields: {
    "data-seed": "Data seed",
    rows: "Rows",
    "weight-seed": "Weight seed",
    hidden: "Hidden neurons",
    outputs: "Outputs",
    "learning-rate": "Learning rate α",
    ridge: "Ridge λ",
    digits: "Decimals",
    step: "Steps trained before",
  } satisfies Record<PanelName, string>,
  /** On the button beside a seed. */
  another: "Another",
  /** In place of a seed where the numbers are given. */
  given: "given",
  file: "Open a lesson file",
  save: "Save as a lesson file",
  copyLink: "Copy a link to these numbers",
  back: "Back to the book’s numbers",
  hint: "Or change X, y, W1, W2, α and λ where they stand: click a number and type, or drag it to the side. With Alt held, a drag selects.",
  /** In the title of a number that the reader changed. */
  book: (number: string) => `In the book: ${number}`,
  /** While steps of training are taken. */
  wait: "Training …",
  /** After a change, for a screen reader. */
  changed: (loss: string) => `The numbers have changed. The loss is ${loss}.`,
  refused: (reason: string) => `That cannot be shown. ${reason}.`,
  /** Why a step of training is not shown. */
  overflows: (step: number, last: number) => `got ${step}, but the run overflows in step ${last}`,
  tooLarge: (step: number, most: number) => `got ${step}, but by then a weight is larger than ${most}`,
  /** Names the box in which one number is changed. */
  edit: (cell: string) =>
    cell === "alpha" ? "Learning rate α" : cell === "lambda" ? "Ridge λ" : `New value of ${nameOf(cell)}`,
  less: "less",
  more: "more",
  /** Where what was typed is no number, or may be two. */
  noNumber(text: string) {
    const both = readings(text);
    return `got ${JSON.stringify(text)}, expected ${both.length > 0 ? both.join(" or ") : "a number, such as 0.5 or 1250"}`;
  },
};
