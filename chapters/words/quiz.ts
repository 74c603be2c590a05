/** What a quiz for a learning platform says. Values and numbers come as HTML. */

const decimals = (digits: number): string =>
  digits === 0 ? "a whole number" : digits === 1 ? "1 decimal" : `${digits} decimals`;

export const quizWords = {
  /** To the student. */
  rule: (digits: number) =>
    `Work out each value from the numbers as they stand here. Round nothing on the way. Round each result to ${decimals(digits)}, halves away from zero, before you write it down and go on with it.`,
  ruleOfOne: (digits: number) =>
    `Work it out from the numbers as they stand here. Round nothing on the way, and the result to ${decimals(digits)}, halves away from zero.`,
  shape: (matrix: string, rows: string, columns: string) =>
    `Rows of ${matrix}: ${rows} Columns of ${matrix}: ${columns}`,
  rows: (matrix: string) => `How many rows does ${matrix} have?`,
  columns: (matrix: string) => `How many columns does ${matrix} have?`,
  entry: (equation: string, row: number, column: number) =>
    `${equation}. What number stands in row ${row}, column ${column}?`,
  number: (equation: string) => `${equation}. What number is it?`,
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
