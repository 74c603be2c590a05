import { createHash, createHmac, randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { got } from "../../../src/lesson/check.ts";
import { FIELDS, toSay, valueAt } from "../../../src/lesson/fields.ts";
import { DEFAULT_LESSON, type Lesson } from "../../../src/lesson/lesson.ts";
import { UsageError } from "../../../src/lesson/usage-error.ts";
import type { Flags } from "../../flags.ts";
import { writeWhole } from "../../leftovers.ts";
import { followed, inWords } from "../../publish.ts";
import { why } from "../../usage.ts";
import { ASKED, MOST_DIGITS } from "./asked.ts";

/**
 * A student's seed: a hash of the lesson and the student, with a salt that only the teacher has, so that nobody can work
 * out another's numbers, or their own, before they have done the sheet.
 */

const LEAST_CHARACTERS = 8;

/** The salt of a class, if there is one yet, where it is kept, and what it was last used for. */
export interface Salt {
  readonly text: string | undefined;
  readonly path: string | undefined;
  /** The numbers of which lesson. */
  readonly usedFor?: string;
  /** The sheets that were made of it, the last ones last: answers on them are to be marked. */
  readonly sheets: readonly Sheets[];
}

export interface Sheets {
  readonly digits: number;
  /** The stages that were chosen. */
  readonly chosen: readonly string[];
}

/**
 * The salt that the command line says, or that an earlier run keeps beside the lesson: `class10b.salt` of
 * `class10b.json`.
 * @throws UsageError
 */
export function saltOf({ texts, lessonFile }: Flags, here: string): Salt {
  const said = texts.get("salt");
  if (said !== undefined) {
    if ([...said].length < LEAST_CHARACTERS)
      throw new UsageError(
        `--salt: got ${got(said)}, expected at least ${LEAST_CHARACTERS} characters, which no student guesses`,
      );
    return { text: said, path: undefined, sheets: [] };
  }
  if (lessonFile === undefined)
    throw new UsageError(
      "--lesson: got none, expected --lesson FILE, beside which the salt is kept, or --salt TEXT",
    );
  const file = resolve(here, lessonFile);
  const beside = join(dirname(file), `${basename(file, extname(file))}.salt`);
  const path = inWords(beside, () => followed(beside));
  const kept = keptIn(path);
  const [text, usedFor, ...made] = kept?.split(" ") ?? [];
  const sheets = made.map((it): Sheets => {
    const [digits = "", chosen = ""] = it.split(":");
    return { digits: Number(digits), chosen: chosen.split(",") };
  });
  const isKnown = ({ digits, chosen }: Sheets) =>
    digits <= MOST_DIGITS && chosen.every((it) => ASKED.includes(it));
  if (kept !== undefined && !(KEPT.test(kept) && sheets.every(isKnown)))
    throw new UsageError(
      `${path}: got ${got(kept.replace(SECRET, "…"))}, expected what npm run class put there: 32 hexadecimal digits, and what they were used for`,
    );
  return { text, path, ...(usedFor !== undefined && { usedFor }), sheets };
}
/** What is shown nobody. */
const SECRET = /^[\da-f]{32}/;
const KEPT = /^[\da-f]{32}(?: [\da-f]{16}(?: \d{1,2}:[a-z\d,-]+)*)?$/;

function keptIn(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code!;
    if (code === "ENOENT") return undefined;
    throw new UsageError(
      `${path}: it cannot be read: ${why(code)}; expected the file that the first run put there`,
    );
  }
}

export const newSalt = (): string => randomBytes(16).toString("hex");

/**
 * Keeps a new salt.
 * @returns it, or the one that another run has just put there
 */
export const keepSalt = (path: string, salt: string): string =>
  inWords(path, () => {
    try {
      writeFileSync(path, `${salt}\n`, { flag: "wx" });
      return salt;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      return keptIn(path)!.split(/\s+/)[0]!;
    }
  });

/** Keeps what sheets were made of a lesson. */
export function keepSheets(before: Salt, path: string, salt: string, lesson: Lesson, made: Sheets): void {
  // Of another lesson, the sheets from before have other numbers.
  const others = isAnother(before, lesson) ? [] : before.sheets.map(sheetsText);
  const now = sheetsText(made);
  const kept = `${[salt, digestOf(lesson), ...others.filter((it) => it !== now), now].join(" ")}\n`;
  if (kept.trim() !== keptIn(path)) inWords(path, () => writeWhole(path, kept));
}

const sheetsText = ({ digits, chosen }: Sheets): string => `${digits}:${chosen.join()}`;

/** Whether the lesson is another one than that of the last run, so that all its students have other numbers. */
export const isAnother = ({ usedFor }: Salt, lesson: Lesson): boolean =>
  usedFor !== undefined && usedFor !== digestOf(lesson);

/** How numbers are shown, and what the lesson is called: a class keeps its seeds when these change. */
const DISPLAY = ["title", "digits", "decimal", "fractions"];

/** The numbers of a lesson, in short: another lesson gives every student others. */
const digestOf = (lesson: Lesson): string =>
  createHash("sha256").update(numbersOf(lesson)).digest("hex").slice(0, 16);

/** What a lesson says that is not as usual, so that a field the book adds later changes no seed. */
const numbersOf = (lesson: Lesson): string => {
  const fields = FIELDS.filter(({ at }) => !DISPLAY.includes(at));
  return JSON.stringify(toSay(fields, lesson, (place) => valueAt(DEFAULT_LESSON, place)).sort());
};

const hashed = (salt: string, use: string, ...texts: readonly string[]): string =>
  createHmac("sha256", salt)
    .update(JSON.stringify([use, ...texts]))
    .digest("hex");

/** The seed of a student, from 0 to 2³² − 1. */
export const seedOf = (lesson: Lesson, salt: string, key: string): number =>
  Number.parseInt(hashed(salt, "seed", numbersOf(lesson), key).slice(0, 8), 16);

/** A few letters in a student's file names, so that no two are the same. */
export const tailOf = (salt: string, key: string, length: number): string =>
  hashed(salt, "file", key).slice(0, length);
