import { type Halves, halvesTold, placesIn } from "./worksheet.ts";

/** What a quiz for a learning platform says. Values and numbers come as HTML. */

const rule = (digits: number, halves: Halves, before: string): string =>
  `Use the numbers as they stand here. Keep all digits until you have a result; then round it to ${placesIn(digits)} before you type it${before}. ${halvesTold(halves)}`;

export const quizWords = {
  /** To the student. */
  rule: (digits: number, halves: Halves) => rule(digits, halves, ""),
  /** Where one result is worked from another. */
  ruleOfLinked: (digits: number, halves: Halves) => rule(digits, halves, " and go on with it"),
  shape: (matrix: string, rows: string, columns: string) =>
    `Rows of ${matrix}: ${rows} Columns of ${matrix}: ${columns}`,
  rows: (matrix: string) => `How many rows does ${matrix} have?`,
  columns: (matrix: string) => `How many columns does ${matrix} have?`,
  entry: (equation: string, matrix: string, row: number, column: number) =>
    `${equation}. Which number stands in row ${row}, column ${column} of ${matrix}? Rows and columns count from 0.`,
  number: (equation: string, value: string) => `${equation}. Which number is ${value}?`,
  comma: "A comma counts as a decimal point.",
  onward: "A wrong number makes those that are worked from it wrong, too. Mend the first wrong one first.",
  /** To one wrong number, which a mistake explains; and to any. */
  perhaps: (mistake: string) => `Perhaps: ${mistake}`,
  likely: "Is it one of these?",
  noWayBack: "One question at a time, and no way back: a question prints what those before it have asked.",
  fourDecimals: "Canvas keeps four decimals of what you type.",

  /** To the teacher. */
  variant: (number: string) => `variant ${number}`,
  category:
    "In a quiz, put each stage on a page of its own, in this order, with sequential navigation: a stage prints what the stages before it ask.",
  pool: "Add one random question from here: each student gets one of the variants.",
} as const;
