import type { Mark } from "../../src/worksheets/marking.ts";
import { type As, count, FEW, list } from "./prose.ts";

const sheets = (digits?: number, stages?: readonly string[]): string =>
  [
    ...(digits === undefined ? [] : [`with ${count(FEW, digits, "decimal")}`]),
    ...(stages ? [`${stages.length === 1 ? "stage" : "stages"} ${list(stages)}`] : []),
  ].join(", ");

/** What is said of answers that were marked: to the teacher on the terminal, and to the student on paper. */
export const markingWords = {
  title: "Marks",
  class: "The class",
  name: "Name",
  points: "Points",
  ofMost: (points: number, most: number) => `${points} of ${most}`,
  mark: {
    right: "right",
    carried: "right from your own numbers",
    mistake: "wrong",
    wrong: "wrong",
    empty: "left empty",
    unreadable: "no number",
  } satisfies Record<Mark["is"], string>,
  /** Beside each answer on paper, and what they mean. */
  sign: {
    right: "✓",
    carried: "(✓)",
    mistake: "✗",
    wrong: "✗",
    empty: "–",
    unreadable: "?",
  } satisfies Record<Mark["is"], string>,
  legend: [
    ["right", "right"],
    ["carried", "not the key’s number, but right for your own earlier numbers: it counts as right"],
    ["wrong", "wrong"],
    ["empty", "left empty"],
    ["unreadable", "cannot be read as a number"],
  ] as const satisfies (readonly [Mark["is"], string])[],
  /** What else stands beside answers. */
  legendNotes: [
    "The small number below ✗, – or ? is the right one for your own earlier numbers.",
    "[1,2] is row 1, column 2, counted from 0.",
  ],
  expected: (number: string) => `expected ${number}`,
  /** A column of shapes, and an entry of a matrix. */
  rows: "rows",
  columns: "columns",
  shape: "Rows and columns",
  all: "all",

  // --- To the teacher ---
  wrong: (where: string, typed: string, expected: string) => `${where}got ${typed}, expected ${expected}`,
  wrongs: (answers: readonly string[]) => `wrong: ${answers.join("; ")}`,
  unreadable: (where: string, typed: string, readings: readonly string[]) =>
    readings.length > 0
      ? `${where}got ${typed}, which is ${readings.join(" or ")}, and neither is right`
      : `${where}got ${typed}, which is no number`,
  empty: (blanks: number) => `${blanks} empty`,
  carried: (blanks: number) => `${blanks} carried: right from the student's own numbers`,
  nothing: "nothing handed in",
  withoutMark:
    "The decimal marks are lost: a spreadsheet has read 0,227 as 227. Make the columns text before answers are typed.",
  another:
    "The lesson is another one than when class was last run: sheets from before have other numbers. Change it back, or hand out new sheets.",
  /** What options do not say. */
  asMade: (digits?: number, stages?: readonly string[]) =>
    `Marked as its sheets were made, ${sheets(digits, stages)}. If these are other sheets, say --digits and --stages.`,
  unknown: (digits: number, stages?: readonly string[]) =>
    `With --salt nothing is kept of the sheets. Marked ${sheets(digits, stages)}; if they were made otherwise, say --digits and --stages.`,
  misspelt:
    "The first answers do not fit this student's sheet. Is the name spelt as on it, which --roster finds out, and are --digits and --stages those that class was run with?",
  students: (as: As, students: number, handedIn: number, points: string, most: number) =>
    `${count(as, students, "student")}, ${handedIn === students ? "all" : handedIn} with answers; on average ${points} of ${most}`,
  absent: (names: readonly string[]) => `In the roster, and not among the answers: ${list(names)}`,
  others: (students: number) => `${students} more`,
  notAsked: (columns: number, some: readonly string[]) =>
    `Not marked, as there is no column for them: ${count(FEW, columns, "blank")}, ${some.join(", ")}${columns > some.length ? " …" : ""}`,
  blank: "blank",
  columnsOf: ["right", "carried", "wrong", "empty"],
  perBlank: "What went wrong, blank by blank",
  allRight: "Every answer is right.",
  commonest: "The commonest mistakes",
  made: (as: As, students: number) => count(as, students, "student"),
} as const;
