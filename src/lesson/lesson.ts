import { check, got, refuse } from "./check.ts";
import {
  type Data,
  type DataSet,
  type DrawnName,
  type ExplicitData,
  type FixedName,
  inputsOf,
  isFixed,
  LABELS,
  type SeededData,
} from "./datasets.ts";
import { type FileOf, fileCheck, TABLE, usualOf } from "./fields.ts";

/**
 * What a reader may choose. `parseLesson` takes the JSON of a lesson file, fills in the book's own choices,
 * and refuses what is out of range or contradicts itself with a one-line `LessonError`.
 */
export interface Lesson {
  readonly title: string;
  readonly data: SeededData | ExplicitData;
  readonly weights: SeededWeights | ExplicitWeights;
  /** Hidden neurons, 1 to 64. */
  readonly hidden: number;
  /** α > 0. */
  readonly learningRate: number;
  /** λ ≥ 0. */
  readonly ridge: number;
  /** Decimals shown, 0 to 15. */
  readonly digits: number;
}

/** Weights drawn from the seed, then rounded to `round` decimals if that is given. */
export interface SeededWeights {
  readonly seed: number;
  readonly round?: number;
}
export interface ExplicitWeights {
  readonly W1: readonly (readonly number[])[];
  readonly W2: readonly (readonly number[])[];
}

const { title, ...others } = TABLE;
const FILE = { title, ...others }; // in this order
export type LessonFile = FileOf<typeof TABLE>;

/** The article's own lesson. */
export const DEFAULT_LESSON = usualOf(FILE) as Lesson & {
  readonly data: SeededData;
  readonly weights: SeededWeights;
};

/** Whether two lessons compute the same numbers; title and decimals do not count. */
export const sameNumbers = (a: Lesson, b: Lesson): boolean => {
  const numbers = (lesson: Lesson) => JSON.stringify({ ...lesson, title: "", digits: 0 });
  return numbers(a) === numbers(b);
};

/** The title of a lesson that has been given none. */
export const titleOf = (lesson: Lesson): string =>
  sameNumbers(lesson, DEFAULT_LESSON) ? DEFAULT_LESSON.title : "A lesson of your own";

/** That of one whose weights come from training that lies behind it. */
export const titleAfter = (steps: number): string =>
  `After ${steps} ${steps === 1 ? "step" : "steps"} of training`;

const shape = (m: readonly (readonly number[])[]) => `${m.length}×${m[0]!.length}`;

function rectangular(field: string, m: readonly (readonly number[])[]): void {
  const ragged = m.findIndex((row) => row.length !== m[0]!.length);
  if (ragged > 0)
    refuse(
      `${field}[${ragged}]`,
      `got a row of ${m[ragged]!.length}, expected ${m[0]!.length} numbers as in ${field}[0]`,
    );
}

/** What is there of fields that may be left out. */
export const told = <T extends object>(fields: T): { [Key in keyof T]: Exclude<T[Key], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;

function bothOrNeither(group: string, pair: object): void {
  const given = Object.keys(told(pair));
  const missing = Object.keys(pair).filter((name) => !given.includes(name));
  if (given.length === 1)
    refuse(`${group}.${given}`, `got ${given} without ${group}.${missing}, expected both or neither`);
}

/** Refuses all of these fields that are there. */
function refuseAny(group: string, fields: object, beside: (name: string) => string): void {
  for (const [name, value] of Object.entries(told(fields)))
    refuse(`${group}.${name}`, `got ${got(value)} beside ${beside(name)}`);
}

/** Fields as a file may have them: each can be left out. */
type Told<T> = { readonly [Key in keyof T]?: T[Key] | undefined };
export type DataFile = Told<SeededData & ExplicitData & { readonly set: DrawnName | FixedName }>;
export type WeightsFile = Told<SeededWeights & ExplicitWeights>;

/** Refuses data of two kinds: given, fixed, drawn. Values may be the texts for them, to be told as they were typed. */
export function refuseMixed(
  { X, labels, set, ...drawn }: Told<Record<keyof DataFile, unknown>>,
  group = "data",
) {
  const size = Array.isArray(X) ? ` (${shape(X)})` : "";
  if (X !== undefined || labels !== undefined)
    refuseAny(
      group,
      { set, ...drawn },
      (name) => `explicit ${group}.X${name === "rows" ? size : ""}, expected one or the other`,
    );
  if (isFixed(set)) refuseAny(group, drawn, (name) => `${set}, which is not drawn; expected no ${name}`);
}

/**
 * The data that fields describe, of a lesson or of a run.
 * @param drawn what a seed draws where they do not say it
 */
export function dataIn<Drawn extends SeededData>(
  file: DataFile,
  drawn: Drawn,
  group = "data",
): Drawn | DataSet {
  const { X, labels, set } = file;
  refuseMixed(file, group);
  bothOrNeither(group, { X, labels });
  if (isFixed(set)) return { set };
  if (!X || !labels) return { ...drawn, ...told(file) };
  rectangular(`${group}.X`, X);
  if (labels.length !== X.length)
    refuse(
      `${group}.labels`,
      `got ${labels.length} labels, expected ${X.length}, one for each row of ${group}.X`,
    );
  return { X, labels };
}

/** The weights that fields describe. */
export function weightsIn<Drawn extends SeededWeights>(
  { W1, W2, ...numbers }: WeightsFile,
  drawn: Drawn,
): Drawn | ExplicitWeights {
  bothOrNeither("weights", { W1, W2 });
  if (!W1 || !W2) return { ...drawn, ...told(numbers) };
  refuseAny("weights", numbers, () => "explicit weights.W1, expected one or the other");
  rectangular("weights.W1", W1);
  rectangular("weights.W2", W2);
  if (W2.length !== W1[0]!.length || W2[0]!.length !== LABELS.length)
    refuse(
      "weights.W2",
      `got a ${shape(W2)} matrix, expected ${W1[0]!.length}×${LABELS.length} beside the ${shape(W1)} weights.W1`,
    );
  return { W1, W2 };
}

/** How many hidden neurons there are: as many as explicit weights, which have to fit the data, have columns. */
export function hiddenFor(
  data: Data,
  weights: object | ExplicitWeights,
  hidden: number | undefined,
  usual: number,
): number {
  if (!("W1" in weights)) return hidden ?? usual;
  const { W1 } = weights;
  const [inputs, columns] = [inputsOf(data), W1[0]!.length];
  if (W1.length !== inputs)
    refuse("weights.W1", `got a ${shape(W1)} matrix, expected ${inputs} rows, one for each column of data.X`);
  if (hidden !== undefined && hidden !== columns)
    refuse(
      "hidden",
      `got ${hidden} beside weights.W1, which is ${shape(W1)}; expected ${columns}, or no hidden at all`,
    );
  return columns;
}

const schema = fileCheck(FILE);

/**
 * The lesson that the JSON of a lesson file describes, complete and consistent.
 * @throws LessonError with field, what was got and what is allowed
 */
export function parseLesson(json: unknown): Lesson {
  const file = check(schema, json, "");
  const data = dataIn(file.data ?? {}, DEFAULT_LESSON.data);
  const weights = weightsIn(file.weights ?? {}, DEFAULT_LESSON.weights);
  const hidden = hiddenFor(data, weights, file.hidden, DEFAULT_LESSON.hidden);
  const lesson = { ...DEFAULT_LESSON, ...told(file), data, weights, hidden } as Lesson;
  return { ...lesson, title: file.title ?? titleOf(lesson) };
}
