import { LESSON_FILE } from "../../../src/lesson/command.ts";
import { depthOf, FIELDS } from "../../../src/lesson/fields.ts";
import { meaningOf } from "../../../src/lesson/meanings.ts";
import type { Commands } from "../../command.ts";
import type { Extras, Option } from "../../flags.ts";

/** `lesson new` and `lesson check`. */

/** What an option takes, by how many indices lead to a number of it. */
const TAKES = [
  ["TEXT", ""],
  ["LIST", ", as 1,0"],
  ["ROWS", ", as 0,1;1,1"],
] as const;
/** Fields of a lesson file that are no options of other commands: its title, and numbers of one's own. */
const OTHER_FIELDS = Object.fromEntries(
  FIELDS.filter(({ value, notInFile }) => value === undefined && !notInFile).map(
    (field): [string, Option] => {
      const [value, as] = TAKES[depthOf(field)]!;
      return [field.name, { value, check: field.check, help: meaningOf(field.at) + as }];
    },
  ),
);
const NAMES = { value: "NAMES" };
/** Where the rows are in a CSV file, by their places in a lesson file. */
export const CSV_OPTIONS = {
  "data.csv": "csv",
  "data.inputs": "input-columns",
  "data.label": "label-column",
  "data.targets": "target-columns",
} as const;

const NEW: Extras = {
  ...OTHER_FIELDS,
  csv: { value: "FILE", help: "a CSV file with the rows" },
  "input-columns": { ...NAMES, help: "its columns that are inputs, as height,width (all but the last)" },
  "label-column": { value: "NAME", help: "its column with the labels, words or numbers from 0 (the last)" },
  "target-columns": { ...NAMES, help: "its columns that are targets, in place of a label" },
  out: { value: "FILE", help: `the file to write (${LESSON_FILE})` },
};

export const LESSON_COMMANDS: Commands = {
  "lesson new": {
    extras: NEW,
    does: "writes a lesson file; without options of a lesson, asks for them on a terminal",
    run: async (flags, around) => (await import("./new.ts")).newLesson(flags, around),
  },
  "lesson check": {
    extras: {},
    operand: "FILE",
    does: "says all that is wrong with a lesson file",
    run: async (flags, around) => (await import("./check.ts")).checkLesson(flags, around),
  },
};
