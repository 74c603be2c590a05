import { type Check, got, issuesIn, LessonError, list, object, refusalOf, text } from "./check.ts";
import { type Columns, rowsOfCsv } from "./csv-rows.ts";
import { MOST_OUTPUTS } from "./datasets.ts";
import { isObject, MAX_INPUTS, TABLE, valueAt, withValues } from "./fields.ts";
import { type Lesson, parseLesson } from "./lesson.ts";
import { meant } from "./nearest.ts";
import { UsageError } from "./usage-error.ts";

/**
 * A lesson whose rows stand in a CSV file beside it. They are put in its place before anything else reads the lesson,
 * which then stands alone. No disk here: what reads the file is given.
 */

const names = (most: number) =>
  list(text("the name of a column"), most, `a list of 1 to ${most} names of columns`);
/** What the data of such a lesson say. */
export const CSV_FIELDS = {
  csv: text("the name of a CSV file"),
  inputs: names(MAX_INPUTS),
  label: text("the name of a column"),
  targets: names(MOST_OUTPUTS),
} as const satisfies Record<keyof Columns, Check>;
const CSV_CHECK = object(CSV_FIELDS);

type Fault = LessonError | UsageError;

/** A lesson file with its rows in it. */
export interface WithRows {
  readonly json: unknown;
  /** All that is wrong with the CSV file, and with what is said of it. */
  readonly faults: readonly Fault[];
  /** The file that the rows come from, as the lesson names it, and the line of each. */
  readonly csv?: { readonly name: string; readonly lines: readonly number[] };
  /** What is written for label 0, 1 …; nothing where there are no words for them. */
  readonly classes: readonly string[];
}

/** Puts rows in the place of the CSV file that a lesson file names; one that names none stays as it is. */
export function withRows(json: unknown, read: (csv: string) => string): WithRows {
  const data = valueAt(json, "data");
  if (!isObject(json) || !isObject(data) || !("csv" in data)) return { json, faults: [], classes: [] };
  const unfit = faultsOfNames(data);
  if (unfit.length > 0) return { json, faults: unfit, classes: [] };
  const columns = data as unknown as Columns;
  try {
    const { rows, lines, classes, faults } = rowsOfCsv(read(columns.csv), columns);
    const tooFew = outputsBeside(classes, json);
    const outputs =
      tooFew || classes.length <= 2 || isSaid(json) ? [] : [["outputs", classes.length] as const];
    return {
      json: rows ? withValues(json, [["data", rows], ...outputs]) : json,
      faults: [...faults, ...(tooFew ? [tooFew] : [])],
      csv: { name: columns.csv, lines },
      classes,
    };
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof LessonError)) throw error;
    return { json, faults: [error], classes: [] };
  }
}

/** Whether the file says how many outputs there are: itself, or by the columns of given weights. */
const isSaid = (json: unknown): boolean =>
  valueAt(json, "outputs") !== undefined || valueAt(json, "weights.W2") !== undefined;

/** Labels of more classes than the file says there are outputs. */
function outputsBeside(classes: readonly string[], json: unknown): LessonError | undefined {
  const outputs = valueAt(json, "outputs");
  if (typeof outputs !== "number" || classes.length <= Math.max(outputs, 2)) return undefined;
  return new LessonError(
    "outputs",
    `got ${got(outputs)} beside data.label, which has ${classes.length} classes; expected ${classes.length} or more, or no outputs at all`,
  );
}

/**
 * The lesson of a file whose rows may stand in a CSV file beside it.
 * @throws LessonError, UsageError: one line that names the field, or file and line
 */
export function parseWithRows(json: unknown, read: (csv: string) => string): Lesson {
  const whole = withRows(json, read);
  if (whole.faults[0]) throw whole.faults[0];
  try {
    return parseLesson(whole.json);
  } catch (error) {
    throw error instanceof LessonError ? inItsFile(error, whole) : error;
  }
}

/** What is said of a row, said of the line that it comes from. */
export function inItsFile(error: LessonError, { csv }: WithRows): Fault {
  const [, row] = /^data\.\w+\[(\d+)\]/.exec(error.field) ?? [];
  return csv && row !== undefined
    ? new UsageError(`${csv.name}: line ${csv.lines[Number(row)]}: ${error.reason}`)
    : error;
}

/** What is wrong with the names of file and columns, before the file is read. */
function faultsOfNames(data: Readonly<Record<string, unknown>>): LessonError[] {
  const others = Object.keys(data).filter((key) => !Object.hasOwn(CSV_FIELDS, key));
  const unfit = others.map(
    (key) =>
      new LessonError(
        `data.${key}`,
        Object.hasOwn(TABLE, `data.${key}`)
          ? `got ${got(data[key])} beside data.csv, expected one or the other`
          : `got an unknown field${meant(key, Object.keys(CSV_FIELDS))}`,
      ),
  );
  for (const issue of issuesIn(CSV_CHECK, data))
    if (issue.code !== "unrecognized_keys") unfit.push(refusalOf(issue, "data"));
  if (unfit.length > 0) return unfit;
  const { inputs, label, targets } = data as unknown as Partial<Columns>;
  if (!inputs)
    unfit.push(new LessonError("data.inputs", "got none beside data.csv, expected names of columns"));
  if (label === undefined && !targets)
    unfit.push(new LessonError("data.label", "got none beside data.csv, expected it or data.targets"));
  if (label !== undefined && targets)
    unfit.push(
      new LessonError("data.targets", `got ${got(targets)} beside data.label, expected one or the other`),
    );
  for (const [field, columns = []] of Object.entries({ inputs, targets }))
    for (const [i, name] of columns.entries())
      if (columns.findIndex((it) => it.trim() === name.trim()) < i)
        unfit.push(new LessonError(`data.${field}[${i}]`, `got ${got(name)} twice, expected it once`));
  return unfit;
}
