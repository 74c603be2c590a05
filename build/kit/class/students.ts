import { chapters, stages } from "../../../chapters/index.ts";
import { partOf } from "../../../src/book/chapter.ts";
import { got } from "../../../src/lesson/check.ts";
import { inputsOf, rowCount } from "../../../src/lesson/datasets.ts";
import { parseJson } from "../../../src/lesson/json.ts";
import type { Lesson } from "../../../src/lesson/lesson.ts";
import { UsageError } from "../../../src/lesson/usage-error.ts";
import { type Trace, traceOf } from "../../../src/network/stage.ts";
import { ownLesson } from "../../../src/worksheets/own.ts";
import { type StageNames, type Worksheet, worksheetOf } from "../../../src/worksheets/worksheet.ts";
import { type Flags, lessonOf, readFrom } from "../../flags.ts";
import { ASKED, MOST_DIGITS } from "./asked.ts";
import { bookName, fileNames } from "./file-names.ts";
import { type Entry, keyOf } from "./roster.ts";
import { seedOf } from "./seeds.ts";

/** A class: the lesson that all have, and each student's own. */

export interface Class {
  /** The lesson that the students' own are made from. */
  readonly lesson: Lesson;
  readonly salt: string;
  /** The names of the stages that sheets ask. */
  readonly chosen: readonly string[];
}

export interface Student {
  readonly name: string;
  readonly id?: string;
  readonly key: string;
  /** What files of the student are called, without a suffix. */
  readonly file: string;
  /** What the folder of the student's book is called. */
  readonly book: string;
  readonly seed: number;
  /** The student's own. */
  readonly lesson: Lesson;
  readonly trace: Trace;
  readonly worksheet: Worksheet;
}

/** The stages of a lesson, by the names of their chapters. */
export const stagesOf = (lesson: Lesson): StageNames[] =>
  chapters.map((it) => ({ name: it.name, makes: partOf(it, lesson).makes }));

/**
 * The stages that a command line names: `z1,h1`.
 * @throws UsageError
 */
export function chosenIn({ texts }: Flags): readonly string[] {
  const text = texts.get("stages");
  if (text === undefined) return ASKED;
  const names = text.split(",").map((it) => it.trim());
  const unknown = names.find((it) => !ASKED.includes(it));
  if (unknown !== undefined)
    throw new UsageError(`--stages: got ${got(unknown)}, expected names out of ${ASKED.join(", ")}`);
  return ASKED.filter((it) => names.includes(it));
}

/** Decimals on paper, where nothing is said. */
const USUAL_DIGITS = 3;
/** A sheet is worked by hand. */
const [MOST_ROWS, MOST_COLUMNS] = [30, 12];

/**
 * The lesson of a class, as flags and lesson file describe it.
 * @throws UsageError where it is none that is worked on paper
 */
export function classLesson(flags: Flags, here: string): Lesson {
  const read = readFrom(here);
  const { lesson } = lessonOf(flags, read);
  const { lessonFile } = flags;
  const file = lessonFile === undefined ? {} : parseJson(read(lessonFile), lessonFile);
  const saysDigits = flags.fields.has("digits") || Object.hasOwn(Object(file), "digits");
  const its = saysDigits ? lesson : { ...lesson, digits: USUAL_DIGITS };
  const refuse = (field: string, value: number, most: number): void => {
    if (value <= most) return;
    const name = flags.fields.get(field)?.name ?? [flags.lessonFile, field].filter(Boolean).join(": ");
    throw new UsageError(
      `${name}: got ${value}, expected at most ${most} for a sheet that is worked by hand`,
    );
  };
  refuse("digits", its.digits, MOST_DIGITS);
  refuse("seed" in its.data ? "data.rows" : "data.X", rowCount(its.data), MOST_ROWS);
  refuse("data.X", inputsOf(its.data), MOST_COLUMNS);
  refuse("hidden", its.hidden, MOST_COLUMNS);
  return its;
}

/**
 * The students of a class, each made when it is asked for.
 * @throws UsageError, LessonError
 */
export function* studentsOf(entries: readonly Entry[], { lesson, salt, chosen }: Class): Generator<Student> {
  const keyed = entries.map((it) => ({ ...it, key: keyOf(it) }));
  const files = fileNames(keyed, salt);
  for (const [i, { name, id, key }] of keyed.entries()) {
    const seed = seedOf(lesson, salt, key);
    yield {
      name,
      ...(id !== undefined && { id }),
      key,
      file: files[i]!,
      book: bookName(key, salt),
      seed,
      ...worked(ownLesson(lesson, seed), chosen),
    };
  }
}

/** On paper no number has more than six digits before the point. */
const TOO_LARGE = 1e6;

/**
 * A lesson worked out: all its numbers, and its sheet.
 * @throws UsageError where its numbers are too large for paper
 */
export function worked(
  lesson: Lesson,
  chosen: readonly string[],
): Pick<Student, "lesson" | "trace" | "worksheet"> {
  const refuse = (what: string): never => {
    throw new UsageError(`the lesson: ${what}; expected smaller data, weights or rates`);
  };
  try {
    const trace = traceOf(stages, lesson);
    const worksheet = worksheetOf(trace, stagesOf(lesson), chosen);
    for (const [name, numbers] of worksheet.key) {
      const large = numbers.flat().find((it) => !it.abs().lt(TOO_LARGE));
      if (large) refuse(`its ${name} grows to ${large.toExponential(2)}, too large for a sheet`);
    }
    return { lesson, trace, worksheet };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return refuse("its numbers grow too large for a sheet");
  }
}
