import { type Field, type OptionField, TABLE, valueAt } from "./fields.ts";
import { DEFAULT_LESSON, type Lesson, parseLesson } from "./lesson.ts";

/** The fields of a lesson that options set, in the order of a command. */
const OPTIONS = TABLE.filter((row: Field) => row.value !== undefined && row.file !== undefined) as readonly {
  readonly name: string;
  readonly file: OptionField;
}[];

/** A lesson file: its name without folders, and the JSON in it. */
export interface LessonSource {
  readonly name: string;
  readonly json: unknown;
}

/** The file that a command speaks of where flags alone cannot say a lesson and no file was named. */
export const LESSON_FILE = "lesson.json";

/** Whether flags can say all of a lesson: there are none for numbers given and for a title. */
const isOfFlags = (lesson: Lesson): boolean =>
  "seed" in lesson.data &&
  "seed" in lesson.weights &&
  lesson.title === parseLesson({ ...lesson, title: undefined }).title;

/** The shortest command that builds the site of a lesson: flags only for what is not the file's or the book's. */
export function commandOf(
  lesson: Lesson,
  file: LessonSource | undefined = isOfFlags(lesson) ? undefined : { name: LESSON_FILE, json: lesson },
): string {
  // Where W1 is given, its columns say how many hidden neurons there are.
  const base = (field: OptionField) =>
    valueAt(file?.json, field) ??
    valueAt(field === "hidden" && "W1" in lesson.weights ? lesson : DEFAULT_LESSON, field);
  const value = (field: OptionField) => valueAt(lesson, field);
  const differing = new Map(
    OPTIONS.filter(({ file }) => value(file) !== undefined && value(file) !== base(file)).map(
      ({ file, name }) => [file, name],
    ),
  );
  const options: string[] = file ? [`--lesson ${quoted(file.name)}`] : [];
  const [dataSeed, weightSeed] = [value("data.seed"), value("weights.seed")];
  if (dataSeed === weightSeed && (differing.has("data.seed") || differing.has("weights.seed"))) {
    options.push(`--seed ${dataSeed}`);
    differing.delete("data.seed");
    differing.delete("weights.seed");
  }
  for (const [field, name] of differing) options.push(`--${name} ${value(field)}`);
  return ["npm run build", ...(options.length > 0 ? ["--", ...options] : [])].join(" ");
}

/** A lesson on one line, for a terminal. */
export function lessonLine({ title, data, weights, hidden, learningRate, ridge }: Lesson): string {
  const count = (n: number, noun: string) => `${n} ${noun}${n === 1 ? "" : "s"}`;
  const rounded = "seed" in weights && weights.round !== undefined ? `, rounded to ${weights.round}` : "";
  const facts = [
    "X" in data
      ? `${count(data.X.length, "row")} given`
      : `data seed ${data.seed}, ${count(data.rows, "row")}`,
    "W1" in weights ? "weights given" : `weight seed ${weights.seed}${rounded}`,
    count(hidden, "hidden neuron"),
    `α = ${learningRate}`,
    `λ = ${ridge}`,
  ];
  return `${title} (${facts.join(", ")})`;
}

const quoted = (name: string): string =>
  /^[\p{L}\p{N}_.-]+$/u.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;
