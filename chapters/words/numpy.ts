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
    "One step of training with nothing but NumPy, a chapter in each cell. Run the cells from the top: each goes on from those before it.",
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
