import { got, issuesIn, LessonError, refusalOf } from "./check.ts";
import { FIELDS, isObject, valueAt } from "./fields.ts";
import { clearValueIn } from "./json.ts";
import { LESSON_CHECK, type Lesson, parseLesson } from "./lesson.ts";
import { mendingOf } from "./mending.ts";
import { nearest } from "./nearest.ts";
import { repeatedIn } from "./repeated.ts";
import type { UsageError } from "./usage-error.ts";
import { CSV_FIELDS, inItsFile, withRows } from "./with-rows.ts";

type Fault = LessonError | UsageError;

/** All that is wrong with a lesson file, or the lesson. */
export interface Examined {
  readonly faults: readonly Fault[];
  readonly lesson?: Lesson;
  /** What is written for label 0, 1 … in a column of a CSV file. */
  readonly classes: readonly string[];
}

/**
 * Goes on after each fault, with the file mended as far as that can be done without knowing what was meant. What then
 * contradicts a mended place is not told: it may be right in the file that was meant.
 * @param read gives the text of a CSV file that the lesson names
 * @throws UsageError where the text is no JSON
 */
export function examined(text: string, name: string, read: (csv: string) => string): Examined {
  const said = clearValueIn(text, name);
  const whole = withRows(said.value, read);
  const { json, classes } = whole;
  if (!isObject(json))
    return { faults: [...said.faults, refusalOf(issuesIn(LESSON_CHECK, json)[0]!, "")], classes };
  const faults: Fault[] = [...said.faults];
  const mending = mendingOf(json);

  for (const fault of repeatedIn(text)) {
    faults.push(fault);
    mending.doubt(fault.field);
  }
  faults.push(...whole.faults);
  if (whole.faults.some((it) => "field" in it && it.field === "outputs")) mending.drop(["outputs"]);
  if (valueAt(json, "data.csv") !== undefined) mending.drop(["data"]);
  else if (whole.faults.length > 0) mending.doubtNumbers("data.targets");

  for (let issues = allIn(mending.file); issues.length > 0; issues = allIn(mending.file))
    for (const issue of issues) {
      if (issue.code !== "unrecognized_keys") {
        faults.push(refusalOf(issue, ""));
        mending.value(issue.path);
      } else
        for (const key of issue.keys) {
          const group = issue.path.join(".");
          const places = faults.length < MANY ? placesLike(group, key) : [];
          faults.push(unknown(group, key, places));
          mending.drop(group === "" ? [key] : [group, key]);
          for (const place of places) mending.doubt(place);
        }
    }

  for (;;)
    try {
      const lesson = parseLesson(mending.file);
      return { faults, ...(faults.length === 0 && { lesson }), classes };
    } catch (error) {
      if (!(error instanceof LessonError)) throw error;
      if (!mending.isDoubtful(error)) faults.push(inItsFile(error, whole));
      mending.contradiction(error);
    }
}

/** Among so many faults nobody looks for what an unknown field was meant to be. */
const MANY = 1000;

/** One of each place: text can be no list and too long for one, too. */
function allIn(file: unknown) {
  const issues = issuesIn(LESSON_CHECK, file);
  return [
    ...new Map(
      issues.map((issue) => [`${issue.code === "unrecognized_keys"} ${issue.path.join(".")}`, issue]),
    ).values(),
  ];
}

// --- Fields that are not known ---

const IN_FILE = FIELDS.filter(({ notInFile }) => !notInFile).map(({ at, name, cell }) => ({
  at,
  group: at.includes(".") ? at.split(".")[0]! : "",
  names: [at.split(".").at(-1)!, at, name, ...(cell ? [cell.name] : [])],
}));
/** The fields of a group, and groups themselves, by their keys. */
const keysIn = (group: string): string[] => [
  ...IN_FILE.filter((it) => it.group === group).map(({ names }) => names[0]!),
  ...(group === "" ? ["data", "weights", "$schema"] : group === "data" ? Object.keys(CSV_FIELDS) : []),
];

/** The places that an unknown field was likely meant for: in its group or, if no name there is like its own, elsewhere. */
function placesLike(group: string, key: string): string[] {
  const here = nearest(key, keysIn(group)).map((it) => inGroup(group, it));
  if (here.length > 0) return here;
  const names = nearest(
    key,
    IN_FILE.flatMap(({ names }) => names),
  );
  return IN_FILE.filter((it) => it.names.some((name) => names.includes(name))).map(({ at }) => at);
}

const inGroup = (group: string, key: string): string => (group === "" ? key : `${group}.${key}`);

function unknown(group: string, key: string, places: readonly string[]): LessonError {
  const said = (place: string) => {
    const [first, second] = place.split(".") as [string, string?];
    return second === undefined || first === group ? (second ?? first) : `"${first}": { "${second}": … }`;
  };
  const name = /^[\w$]+$/.test(key) ? key : got(key);
  return new LessonError(
    inGroup(group, name),
    places.length > 0
      ? `got an unknown field; did you mean ${places.map(said).join(" or ")}?`
      : `got an unknown field, expected ${keysIn(group).join(", ")}`,
  );
}
