import { check, got, refuse } from "./check.ts";
import {
  type Data,
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
  /** 1 to 80 characters. */
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

/** Weights drawn from the seed, 0…2³²−1, then rounded to `round` decimals, 0 to 15, if that is given. */
export interface SeededWeights {
  readonly seed: number;
  readonly round?: number;
}
/** W1 is D×H, W2 H×K. */
export interface ExplicitWeights {
  readonly W1: readonly (readonly number[])[];
  readonly W2: readonly (readonly number[])[];
}

const { title, ...others } = TABLE;
/** The table in the order of a lesson that is printed. */
const FILE = { title, ...others };
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

/** The title of a lesson whose weights come out of so many steps of training. */
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

/** The fields that are not undefined. */
export const told = <T extends object>(fields: T): { [Key in keyof T]: Exclude<T[Key], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;

function bothOrNeither(group: string, pair: object): void {
  const given = Object.keys(told(pair));
  const missing = Object.keys(pair).filter((name) => !given.includes(name));
  if (given.length === 1)
    refuse(`${group}.${given}`, `got ${given} without ${group}.${missing}, expected both or neither`);
}

/** Refuses these fields: none of them may be there. */
function refuseAny(group: string, fields: object, beside: (name: string) => string): void {
  for (const [name, value] of Object.entries(told(fields)))
    refuse(`${group}.${name}`, `got ${got(value)} beside ${beside(name)}`);
}

type Optional<T> = { readonly [Key in keyof T]?: T[Key] | undefined };
export type DataFile = Optional<SeededData & ExplicitData & { readonly set: DrawnName | FixedName }>;
export type WeightsFile = Optional<SeededWeights & ExplicitWeights>;

/**
 * Refuses data of two kinds at once: given, fixed, drawn. The values may still be texts, so that a message shows
 * them as they were typed.
 * @throws LessonError
 */
export function refuseMixed(
  { X, labels, set, ...drawn }: Optional<Record<keyof DataFile, unknown>>,
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
 * @param drawn the seed and rows that hold where the fields do not say them
 * @throws LessonError where they contradict each other
 */
export function dataIn(file: DataFile, drawn: SeededData, group = "data"): Data {
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
function weightsIn({ W1, W2, ...numbers }: WeightsFile, drawn: SeededWeights): Lesson["weights"] {
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
function hiddenFor(data: Data, { W1 }: ExplicitWeights, hidden: number | undefined): number {
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

/** The seed and rows of drawn data; for any others, the article's. */
export const drawnData = (data: Data): SeededData => ("seed" in data ? data : DEFAULT_LESSON.data);
/** The seed of drawn weights; for given ones, the article's. */
export const drawnWeights = (weights: Lesson["weights"]): SeededWeights =>
  "seed" in weights ? weights : DEFAULT_LESSON.weights;
/** How many hidden neurons there are where neither a field nor given weights say it. */
export const usualHidden = ({ weights, hidden }: Shared): number =>
  "W1" in weights ? DEFAULT_LESSON.hidden : hidden;

/** What lessons and runs have in common. */
type Shared = Pick<Lesson, "weights" | "hidden"> & { readonly data: Data };
type SharedFile = Optional<{ data: DataFile; weights: WeightsFile; hidden: number }>;

/**
 * The data, weights and hidden neurons that fields describe; `usual` holds where they say nothing.
 * @throws LessonError where they contradict each other
 */
export function networkIn<Usual extends Shared>(file: SharedFile, usual: Usual) {
  const data = file.data ? dataIn(file.data, drawnData(usual.data)) : usual.data;
  const { round: _, ...drawn } = drawnWeights(usual.weights);
  // Given weights do not fit another number of neurons.
  const others = file.hidden === undefined ? usual.weights : drawnWeights(usual.weights);
  const weights = file.weights ? weightsIn(file.weights, drawn) : others;
  const hidden =
    "W1" in weights ? hiddenFor(data, weights, file.hidden) : (file.hidden ?? usualHidden(usual));
  return { data, weights, hidden } as Pick<Usual, keyof Shared>;
}

/**
 * The lesson that the JSON of a lesson file describes, complete and consistent.
 * @throws LessonError with field, what was got and what is allowed
 */
export function parseLesson(json: unknown): Lesson {
  const file = check(schema, json, "");
  const lesson = { ...DEFAULT_LESSON, ...told(file), ...networkIn(file, DEFAULT_LESSON as Lesson) };
  return { ...lesson, title: file.title ?? titleOf(lesson) };
}
const schema = fileCheck(FILE);
