import type { Extras } from "../../flags.ts";
import { PAPER_OPTION } from "../paper.ts";

/** Which numbers a class has: what makes it and what marks it say the same. */
export const SEED_OPTIONS = {
  stages: { value: "NAMES", help: "the stages that are asked, as z1,h1 (all nine)" },
  salt: { value: "TEXT", help: "what seeds are made with, instead of that kept beside the lesson file" },
} as const satisfies Extras;

export const CLASS_OPTIONS = {
  roster: { value: "FILE", help: "the class: a CSV file with a column name, and perhaps one id" },
  out: { value: "DIR", help: "the folder to write" },
  ...SEED_OPTIONS,
  "no-books": { help: "no book for each student" },
  book: { value: "URL", help: "where the book is published: keys link to it with the student's numbers" },
  paper: { value: PAPER_OPTION.value, help: "paper of sheets and keys: a4 or letter (a4)" },
  pdf: { help: "the sheets and keys as PDF, too" },
  format: { value: "NAME", help: "a quiz for a learning platform instead: moodle, gift, qti" },
  pool: { value: "N", help: "so many variants of the quiz, instead of one a student" },
} as const satisfies Extras;

export const CHECK_OPTIONS = {
  answers: { value: "FILE", help: "what students answered: a CSV file as the answers.csv that class makes" },
  roster: { value: "FILE", help: "the class, to find names that are not in it" },
  ...SEED_OPTIONS,
  tolerance: { value: "D", help: "decimals to which an answer has to agree (those of the sheet)" },
  json: { help: "print every mark as JSON" },
  out: { value: "DIR", help: "a folder for marks.csv and marks.html, to hand back" },
  paper: { value: PAPER_OPTION.value, help: "paper of marks.html: a4 or letter (a4)" },
} as const satisfies Extras;
