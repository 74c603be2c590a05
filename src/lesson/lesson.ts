import * as z from "zod/mini";
import { handwritten, readings } from "../math/numerals.ts";

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

/** The first `rows` of the 300 rows that NumPy's generator draws from the seed. */
export interface SeededData {
  readonly seed: number;
  readonly rows: number;
}
export interface ExplicitData {
  readonly X: readonly (readonly number[])[];
  readonly labels: readonly number[];
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

/** A mistake of the person who wrote the lesson: field, what was got, what is allowed, on one line. */
export class LessonError extends Error {
  override name = "LessonError";
  /** The field at fault, as `data.seed`; empty where it is the whole lesson. */
  readonly field: string;
  /** The message without the field. */
  readonly reason: string;
  constructor(field: string, reason: string) {
    super(field ? `${field}: ${reason}` : `the lesson: ${reason}`);
    this.field = field;
    this.reason = reason;
  }
}

/** How many rows a data seed draws. */
export const DRAWN_ROWS = 300;
/** The number of outputs: one for each label. */
export const OUTPUTS = 2;
/** No number of a lesson is larger. */
export const MAX_SIZE = 1e6;
const MAX_SEED = 2 ** 32 - 1;
const MAX_HIDDEN = 64;
const MAX_INPUTS = 64;

/** The article's own lesson. */
export const DEFAULT_LESSON: Lesson = {
  title: "The article’s own numbers",
  data: { seed: 0, rows: 1 },
  weights: { seed: 2017 },
  hidden: 3,
  learningRate: 0.001,
  ridge: 0,
  digits: 8,
};

const OWN_TITLE = "A lesson of your own";
/** A lesson whose weights come from training that lies behind it. */
export const titleAfter = (steps: number): string =>
  `After ${steps} ${steps === 1 ? "step" : "steps"} of training`;

/** Whether two lessons compute the same numbers; title and decimals do not count. */
export const sameNumbers = (a: Lesson, b: Lesson): boolean => {
  const numbers = ({ data, weights, hidden, learningRate, ridge }: Lesson) =>
    JSON.stringify([data, weights, hidden, learningRate, ridge]);
  return numbers(a) === numbers(b);
};

/** A schema's message: what is allowed. */
export const expected = (what: string) => ({ error: () => what });
export const integer = (least: number, most: number) => {
  const message = expected(`a whole number from ${least} to ${most}`);
  return z.int(message).check(z.gte(least, message), z.lte(most, message));
};
const size = (what: string) =>
  z.number(expected(what)).check(z.gte(-MAX_SIZE, expected(what)), z.lte(MAX_SIZE, expected(what)));
const rate = (what: string, above: typeof z.gt) => size(what).check(above(0, expected(what)));
const list = <T extends z.ZodMiniType>(of: T, least: number, most: number, what: string) =>
  z.array(of, expected(what)).check(z.minLength(least, expected(what)), z.maxLength(most, expected(what)));
/** One entry of X, W1 or W2, and one label. */
export const NUMBER = size(`a number of at most ${MAX_SIZE} in size`);
export const LABEL = z.literal([0, 1], expected("0 or 1"));
const rows = (mostRows: number, mostCols: number) =>
  list(
    list(NUMBER, 1, mostCols, `a row of 1 to ${mostCols} numbers`),
    1,
    mostRows,
    `a list of 1 to ${mostRows} rows`,
  );

/** The fields a lesson file may hold; all may be left out. The flags of the command line share these checks. */
export const FIELDS = {
  title: z
    .string(expected("text of 1 to 80 characters on one line"))
    .check(z.regex(/^[^\p{Cc}\p{Cs}]{1,80}$/u, expected("text of 1 to 80 characters on one line"))),
  "data.seed": integer(0, MAX_SEED),
  "data.rows": integer(1, DRAWN_ROWS),
  "weights.seed": integer(0, MAX_SEED),
  "weights.round": integer(0, 15),
  hidden: integer(1, MAX_HIDDEN),
  learningRate: rate(`a number above 0, at most ${MAX_SIZE}`, z.gt),
  ridge: rate(`a number from 0 to ${MAX_SIZE}`, z.gte),
  digits: integer(0, 15),
};

const DATA = {
  seed: z.optional(FIELDS["data.seed"]),
  rows: z.optional(FIELDS["data.rows"]),
  X: z.optional(rows(DRAWN_ROWS, MAX_INPUTS)),
  labels: z.optional(list(LABEL, 1, DRAWN_ROWS, `a list of 1 to ${DRAWN_ROWS} labels, each 0 or 1`)),
};
const WEIGHTS = {
  seed: z.optional(FIELDS["weights.seed"]),
  round: z.optional(FIELDS["weights.round"]),
  W1: z.optional(rows(MAX_INPUTS, MAX_HIDDEN)),
  W2: z.optional(rows(MAX_HIDDEN, OUTPUTS)),
};
/** An object with these fields and no others. */
export const object = <T extends Record<string, z.ZodMiniType>>(fields: T) =>
  z.strictObject(fields, expected(`an object with ${Object.keys(fields).join(", ")}`));
const FILE = {
  title: z.optional(FIELDS.title),
  data: z.optional(object(DATA)),
  weights: z.optional(object(WEIGHTS)),
  hidden: z.optional(FIELDS.hidden),
  learningRate: z.optional(FIELDS.learningRate),
  ridge: z.optional(FIELDS.ridge),
  digits: z.optional(FIELDS.digits),
};
const schema = object(FILE);
export type LessonFile = z.infer<typeof schema>;

/** What was got, short enough for a message on one line. */
export function got(value: unknown): string {
  const text = typeof value === "number" ? String(value) : jsonOf(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** Lists in lists in lists, however valid, may be too deep for the engine to write. */
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return "lists in each other, too deep to show";
  }
}

const fieldOf = (path: readonly PropertyKey[]): string =>
  path.map((key, i) => (typeof key === "number" ? `[${key}]` : i ? `.${String(key)}` : String(key))).join("");

/** Checks one value against a schema; `field` is its name in the message. */
export function check<T extends z.ZodMiniType>(type: T, value: unknown, field: string): z.infer<T> {
  const result = z.safeParse(type, value, { reportInput: true });
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const where = [field, fieldOf(issue.path)].filter(Boolean).join(".");
  if (issue.code === "unrecognized_keys")
    throw new LessonError(where, `got an unknown field ${got(issue.keys[0])}, expected ${issue.message}`);
  throw new LessonError(where, `got ${got(issue.input)}, expected ${issue.message}`);
}

/** What one number may be. */
export type NumberCheck = z.ZodMiniType<number>;

/** What a check allows, in its own words. */
export const allowed = (type: NumberCheck): string => z.safeParse(type, undefined).error!.issues[0]!.message;

/** Checks one number as it was typed; of one that can be read in two ways it names both. */
export function checkTyped(type: NumberCheck, text: string, field: string, read = handwritten): number {
  const both = readings(text);
  if (both.length > 0) throw new LessonError(field, `got ${got(text)}, expected ${both.join(" or ")}`);
  return check(type, read(text), field);
}

function refuse(field: string, reason: string): never {
  throw new LessonError(field, reason);
}

const shape = (m: readonly (readonly number[])[]) => `${m.length}×${m[0]!.length}`;

function rectangular(field: string, m: readonly (readonly number[])[]): void {
  const ragged = m.findIndex((row) => row.length !== m[0]!.length);
  if (ragged > 0)
    refuse(
      `${field}[${ragged}]`,
      `got a row of ${m[ragged]!.length}, expected ${m[0]!.length} numbers as in ${field}[0]`,
    );
}

function dataOf({ seed, rows, X, labels }: NonNullable<LessonFile["data"]>): SeededData | ExplicitData {
  if (!X && !labels)
    return {
      ...(DEFAULT_LESSON.data as SeededData),
      ...(seed !== undefined && { seed }),
      ...(rows !== undefined && { rows }),
    };
  if (!X) refuse("data.labels", `got labels without data.X, expected both or neither`);
  if (!labels) refuse("data.X", `got X without data.labels, expected both or neither`);
  if (seed !== undefined)
    refuse("data.seed", `got ${seed} beside explicit data.X, expected one or the other`);
  if (rows !== undefined)
    refuse("data.rows", `got ${rows} beside explicit data.X (${shape(X)}), expected one or the other`);
  rectangular("data.X", X);
  if (labels.length !== X.length)
    refuse("data.labels", `got ${labels.length} labels, expected ${X.length}, one for each row of data.X`);
  return { X, labels };
}

function weightsOf(
  { seed, round, W1, W2 }: NonNullable<LessonFile["weights"]>,
  inputs: number,
): SeededWeights | ExplicitWeights {
  if (!W1 && !W2)
    return {
      seed: seed ?? (DEFAULT_LESSON.weights as SeededWeights).seed,
      ...(round !== undefined && { round }),
    };
  if (!W1) refuse("weights.W2", `got W2 without weights.W1, expected both or neither`);
  if (!W2) refuse("weights.W1", `got W1 without weights.W2, expected both or neither`);
  if (seed !== undefined)
    refuse("weights.seed", `got ${seed} beside explicit weights.W1, expected one or the other`);
  if (round !== undefined)
    refuse("weights.round", `got ${round} beside explicit weights.W1, expected one or the other`);
  rectangular("weights.W1", W1);
  rectangular("weights.W2", W2);
  if (W1.length !== inputs)
    refuse("weights.W1", `got a ${shape(W1)} matrix, expected ${inputs} rows, one for each column of data.X`);
  if (W2.length !== W1[0]!.length || W2[0]!.length !== OUTPUTS)
    refuse(
      "weights.W2",
      `got a ${shape(W2)} matrix, expected ${W1[0]!.length}×${OUTPUTS} beside the ${shape(W1)} weights.W1`,
    );
  return { W1, W2 };
}

/**
 * The lesson that the JSON of a lesson file describes, complete and consistent.
 * @throws LessonError with field, what was got and what is allowed
 */
export function parseLesson(json: unknown): Lesson {
  const file = check(schema, json, "");
  const data = dataOf(file.data ?? {});
  const inputs = "X" in data ? data.X[0]!.length : 2;
  const weights = weightsOf(file.weights ?? {}, inputs);
  const hidden = file.hidden ?? ("W1" in weights ? weights.W1[0]!.length : DEFAULT_LESSON.hidden);
  if ("W1" in weights && weights.W1[0]!.length !== hidden)
    refuse(
      "hidden",
      `got ${hidden} beside weights.W1, which is ${shape(weights.W1)}; expected ${weights.W1[0]!.length}, or no hidden at all`,
    );
  const lesson = {
    title: "",
    data,
    weights,
    hidden,
    learningRate: file.learningRate ?? DEFAULT_LESSON.learningRate,
    ridge: file.ridge ?? DEFAULT_LESSON.ridge,
    digits: file.digits ?? DEFAULT_LESSON.digits,
  };
  return {
    ...lesson,
    title: file.title ?? (sameNumbers(lesson, DEFAULT_LESSON) ? DEFAULT_LESSON.title : OWN_TITLE),
  };
}
