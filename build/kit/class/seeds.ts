import { createHmac, randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { got } from "../../../src/lesson/check.ts";
import { FIELDS, toSay, valueAt } from "../../../src/lesson/fields.ts";
import { DEFAULT_LESSON, type Lesson } from "../../../src/lesson/lesson.ts";
import { UsageError } from "../../../src/lesson/usage-error.ts";
import type { Flags } from "../../flags.ts";

/**
 * A student's seed: a hash of the lesson and the student, with a salt that only the teacher has, so that nobody can work
 * out another's numbers, or their own, before they have done the sheet.
 */

const LEAST_CHARACTERS = 8;

/** The salt of a class, if there is one yet, and where it is kept. */
export interface Salt {
  readonly text: string | undefined;
  readonly path: string | undefined;
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
    return { text: said, path: undefined };
  }
  if (lessonFile === undefined)
    throw new UsageError(
      "--lesson: got none, expected --lesson FILE, beside which the salt is kept, or --salt TEXT",
    );
  const file = resolve(here, lessonFile);
  const path = join(dirname(file), `${basename(file, extname(file))}.salt`);
  const kept = keptIn(path);
  if (kept !== undefined && !/^[\da-f]{32}$/.test(kept))
    throw new UsageError(
      `${path}: got ${got(kept)}, expected the 32 hexadecimal digits that the first run put there`,
    );
  return { text: kept, path };
}

function keptIn(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

export const newSalt = (): string => randomBytes(16).toString("hex");

/**
 * Keeps a new salt.
 * @returns it, or the one that another run has just put there
 */
export function keepSalt(path: string, salt: string): string {
  try {
    writeFileSync(path, `${salt}\n`, { flag: "wx" });
    return salt;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return keptIn(path)!;
  }
}

/** How numbers are shown, and what the lesson is called: a class keeps its seeds when these change. */
const DISPLAY = ["title", "digits", "decimal", "fractions"];

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
