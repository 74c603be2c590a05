/** The words of the workbook (build/kit/export/xlsx.ts). */
export const spreadsheetWords = {
  /** The name of the first sheet. */
  lesson: "Lesson",
  whole: "One step of training, a sheet for each chapter.",
  stage: "One chapter of a step of training.",
  change:
    "On yellow stands what is given. Change a number there, and all that follows from it is computed anew.",
  changeAny:
    "On yellow stands what is given: here, and on the first sheets. Change a number there, and all that follows from it is computed anew, to the loss after the step.",
  rates: { alpha: "learning rate", lambda: "ridge, the price of large weights", rows: "rows of data" },
  sheets: "The sheets",
  rebuild: "The book of this lesson is built with",
  needs: "What goes in",
  makes: "What comes out",
  /** What a name with `_next` stands for, where no chapter says it. */
  afterStep: (name: string) => `${name} once more, after the step`,
  eachRow: (name: string) => `${name} of each row of data by itself`,
};
