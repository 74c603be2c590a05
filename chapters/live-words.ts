import type { LiveWords } from "../src/live-words.ts";

/** W1.0.1 as the page writes it: W1[0,1]. */
const nameOf = (cell: string): string =>
  cell.replace(/^(\w+)\.(\d+)\.(\d+)$/, "$1[$2,$3]");

export const liveWords: LiveWords = {
  change: "Change the numbers",
  fields: {
    "data-seed": "Data seed",
    rows: "Rows",
    "weight-seed": "Weight seed",
    hidden: "Hidden neurons",
    "learning-rate": "Learning rate α",
    ridge: "Ridge λ",
    digits: "Decimals",
    step: "Steps trained before",
  },
  another: "Another",
  given: "given",
  file: "Open a lesson file",
  save: "Save as a lesson file",
  copyLink: "Copy a link to these numbers",
  back: "Back to the book’s numbers",
  hint: "Or change X, y, W1, W2, α and λ where they stand: click a number and type, or drag it to the side.",
  wait: "Training …",
  changed: (loss) => `The numbers have changed. The loss is ${loss}.`,
  refused: (reason) => `That cannot be shown. ${reason}.`,
  edit: (cell) =>
    cell === "alpha"
      ? "Learning rate α"
      : cell === "lambda"
        ? "Ridge λ"
        : `New value of ${nameOf(cell)}`,
  less: "less",
  more: "more",
  noNumber: (text) =>
    `got ${JSON.stringify(text)}, expected a number, such as 0.5 or 1250`,
};
