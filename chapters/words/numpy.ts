import type { LanguageWords } from "../../src/book/telling.ts";

export const languageWords: LanguageWords = {
  legend: "Language of the code",
  names: { typescript: "TypeScript", numpy: "NumPy" },
  same: "The same in NumPy",
  goesOn: "The same in NumPy, after the lines of the chapters before",
  file: (name) => `${name} is the file of this lesson, which “Change the numbers” saves`,
};

/** The text of the notebook. */
export const notebookWords = {
  about:
    "One step of training with nothing but NumPy, chapter by chapter. Run the cells from the top: each goes on from those before it.",
  /** Of a notebook with one chapter in it. */
  stage: "One chapter with nothing but NumPy. It begins from the book’s numbers. Run the cells from the top.",
  check:
    "After the lines of a chapter stands a cell with the numbers of the book. It stops with an error where NumPy finds others.",
  numbers: "The numbers of the book, with every digit",
  agree: "the same but for rounding: the order of a sum, or another exp, changes last bits",
  bytes: "as they are in memory: 8 bytes a number",
  loop: (steps: number) => `Here the step is taken ${steps} times. It prints the table of the chapter.`,
};

/** The comments in the program that is the loop in NumPy, and the heads of its columns. */
export const programWords = {
  about: (steps: number) =>
    `Training with nothing but NumPy: ${steps} steps, as the table of the chapter shows them.`,
  overflow: "what overflows becomes inf or nan without a warning",
  initialise: "Initialise",
  show: "As the page shows it: half is rounded up, and what is not 0 never shows as 0.",
  row: "A row of the table",
  length: "the root of the sum of their squares",
  ends: "too large for the computer",
  heads: ["step", "loss", "change", "length of the gradient"],
  weight: (place: string) => `weight W2[${place}]`,
};
