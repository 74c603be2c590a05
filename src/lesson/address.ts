import { type Matrix, toRows } from "../math/matrix.ts";
import { decimal, integerFrom } from "../math/numerals.ts";
import { parseSettings, type Settings } from "../training/settings.ts";
import { initialWeights } from "../training/weights.ts";
import { DRAWN, type DrawnName, FIXED, type FixedName, rowsOf } from "./datasets.ts";
import { type Field, MOST_STEPS, STEP, TABLE } from "./fields.ts";
import {
  check,
  checkTyped,
  DEFAULT_LESSON,
  type ExplicitData,
  type ExplicitWeights,
  FIELDS,
  got,
  LABEL,
  type Lesson,
  LessonError,
  NUMBER,
  type NumberCheck,
  parseLesson,
  type SeededData,
  type SeededWeights,
  sameNumbers,
  titleAfter,
} from "./lesson.ts";

/**
 * What a reader has changed on a live page, and how the page's address says it after the #: `rows=4&W1.0.1=0.5`.
 * Only what differs from the lesson that the site was built with is said. The names are those of the command line.
 */

/** Data that a lesson cannot draw: they stand in the lesson entry by entry. */
export type NamedData =
  | { readonly set: Exclude<DrawnName, "article">; readonly seed: number; readonly rows: number }
  | { readonly set: FixedName };

export interface State {
  readonly title?: string;
  readonly data: SeededData | ExplicitData | NamedData;
  readonly weights: SeededWeights | ExplicitWeights;
  readonly hidden: number;
  readonly learningRate: number;
  readonly ridge: number;
  readonly digits: number;
  /** Steps of training between the weights above and those shown, all rows in each step. */
  readonly step: number;
  /** Single numbers changed after all that: `X.0.1`, `y.0` (a label), `W2.2.0`, `alpha`, `lambda`. */
  readonly entries: Entries;
}
export type Entries = Readonly<Record<string, number>>;

export const stateOf = ({ data, weights, hidden, learningRate, ridge, digits }: Lesson): State => ({
  data,
  weights,
  hidden,
  learningRate,
  ridge,
  digits,
  step: 0,
  entries: {},
});

/** The seed and rows of data that are drawn; in place of given ones, the article's. */
export const drawnData = (data: State["data"]): SeededData =>
  "seed" in data ? data : (DEFAULT_LESSON.data as SeededData);
/** The same of weights. */
export const drawnWeights = (weights: State["weights"]): SeededWeights =>
  "seed" in weights ? weights : (DEFAULT_LESSON.weights as SeededWeights);

/** How many hidden neurons there are where an address does not say it. */
const usualHidden = (weights: State["weights"], book: Lesson): number =>
  "W1" in weights ? weights.W1[0]!.length : "W1" in book.weights ? DEFAULT_LESSON.hidden : book.hidden;

// --- The address ---

type Fields = ReadonlyMap<string, string>;

const ROWS: readonly Field[] = TABLE;
/** The names of fields by their places in a lesson file. */
function namesAt(places: readonly string[]): string[] {
  return ROWS.flatMap(({ name, file }) => (file !== undefined && places.includes(file) ? name : []));
}
const NAMES = ROWS.map(({ name }) => name);
const namesOf = (group: Field["of"]) => ROWS.filter(({ of }) => of === group).map(({ name }) => name);
/** Fields that belong together: where an address has one of them, the book's others count only if they fit. */
const [DATA_FIELDS, WEIGHT_FIELDS] = [namesOf("data"), namesOf("weights")];
const ENTRY = /^(?:X|W1|W2)\.\d{1,3}\.\d{1,3}$|^y\.\d{1,3}$|^alpha$|^lambda$/;

/**
 * What an address says, on top of the lesson that the site was built with.
 * @param fragment without its #
 * @throws LessonError: one line that names the field, what was got and what is allowed
 */
export function parseAddress(fragment: string, book: Lesson): State {
  const said = fieldsIn(fragment);
  try {
    return stateIn(withSeeds(said), book);
  } catch (error) {
    // What `seed` stands for is not what somebody wrote.
    if (!(error instanceof LessonError) || said.has(error.field) || !SEEDS.includes(error.field)) throw error;
    throw new LessonError("seed", error.reason.replaceAll(error.field, "seed"));
  }
}

/** What `seed` says where the two seeds do not say it themselves. */
const SEEDS = namesAt(ROWS.find(({ name }) => name === "seed")!.sets!);
const withSeeds = (said: Fields): Fields => {
  const seed = said.get("seed");
  return seed === undefined ? said : new Map([...SEEDS.map((name) => [name, seed] as const), ...said]);
};

function stateIn(fields: Fields, book: Lesson): State {
  const weights = weightsIn(fields, book);
  const title = fields.has("title") ? check(FIELDS.title, fields.get("title"), "title") : undefined;
  const state: State = {
    ...(title !== undefined && { title }),
    data: dataIn(fields, book),
    weights,
    hidden: numberIn(fields, "hidden") ?? usualHidden(weights, book),
    learningRate: numberIn(fields, "learning-rate") ?? book.learningRate,
    ridge: numberIn(fields, "ridge") ?? book.ridge,
    digits: numberIn(fields, "digits") ?? book.digits,
    step: numberIn(fields, "step") ?? 0,
    entries: entriesIn(fields),
  };
  withEntries(startOf(state, book), state, book); // refuses what contradicts itself
  return state;
}

/** The number that an address has for a field. */
function numberIn(fields: Fields, name: string): number | undefined {
  const text = fields.get(name);
  const { type, read } = ROWS.find((row) => row.name === name)!;
  return text === undefined ? undefined : checkTyped(type!, text, name, read);
}

function fieldsIn(fragment: string): Fields {
  const fields = new Map<string, string>();
  for (const part of fragment.split("&").filter(Boolean)) {
    const [name, value] = [part.split("=", 1)[0]!, part.slice(part.indexOf("=") + 1)].map(decoded) as [
      string,
      string,
    ];
    if (!NAMES.includes(name) && !ENTRY.test(name))
      throw new LessonError(
        "the address",
        `got an unknown field ${got(name)}, expected ${NAMES.join(", ")} or one number, as W1.0.1`,
      );
    if (!part.includes("=")) throw new LessonError(name, `got no value, expected ${name}=…`);
    if (fields.has(name)) throw new LessonError(name, "got it twice, expected it once");
    fields.set(name, value);
  }
  return fields;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `1,0;0,1`: rows of numbers. */
export const matrixIn = (text: string): unknown => text.split(";").map((row) => row.split(",").map(decimal));

function dataIn(fields: Fields, { data }: Lesson): State["data"] {
  if (!DATA_FIELDS.some((name) => fields.has(name))) return data;
  const [X, labels, set] = ["X", "labels", "set"].map((name) => fields.get(name));
  if (X !== undefined || labels !== undefined) {
    const beside = (["set", "data-seed", "rows"] as const).find((name) => fields.has(name));
    if (beside)
      throw new LessonError(beside, `got ${got(fields.get(beside))} beside X, expected one or the other`);
    return inTheAddress(() => {
      const given = {
        ...(X !== undefined && { X: matrixIn(X) }),
        ...(labels !== undefined && { labels: labels.split(",").map(integerFrom) }),
      };
      return parseLesson({ data: given }).data as ExplicitData;
    });
  }
  const known = drawnData(data);
  const seed = numberIn(fields, "data-seed") ?? known.seed;
  const rows = numberIn(fields, "rows") ?? known.rows;
  if (set === undefined) return { seed, rows };
  if (Object.hasOwn(FIXED, set)) {
    const beside = (["data-seed", "rows"] as const).find((name) => fields.has(name));
    if (beside)
      throw new LessonError(
        beside,
        `got ${got(fields.get(beside))} beside ${set}, which is not drawn; expected no ${beside}`,
      );
    return { set: set as FixedName };
  }
  if (set === "article" || !Object.hasOwn(DRAWN, set))
    throw new LessonError("set", `got ${got(set)}, expected one of ${SETS.join(", ")}`);
  return { set: set as Exclude<DrawnName, "article">, seed, rows };
}

const SETS = [...Object.keys(DRAWN).filter((name) => name !== "article"), ...Object.keys(FIXED)];

function weightsIn(fields: Fields, { weights }: Lesson): State["weights"] {
  if (!WEIGHT_FIELDS.some((name) => fields.has(name)))
    // Another number of neurons, or of inputs, takes other weights than those given.
    return fields.has("hidden") ? drawnWeights(weights) : weights;
  const [seed, round] = ["weight-seed", "round"].map((name) => numberIn(fields, name));
  const [W1, W2] = [fields.get("W1"), fields.get("W2")];
  return inTheAddress(() => {
    const inputs = W1?.split(";").length;
    const given = {
      ...(seed !== undefined && { seed }),
      ...(round !== undefined && { round }),
      ...(W1 !== undefined && { W1: matrixIn(W1) }),
      ...(W2 !== undefined && { W2: matrixIn(W2) }),
    };
    if (seed === undefined && W1 === undefined && "seed" in weights)
      Object.assign(given, { seed: weights.seed });
    // Any data of so many inputs: whether they are the lesson's is checked with the whole.
    const data =
      inputs === undefined
        ? {}
        : { data: { X: [Array.from({ length: Math.min(inputs, 64) }, () => 0)], labels: [0] } };
    return parseLesson({ ...data, weights: given }).weights;
  });
}

function inTheAddress<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof LessonError)) throw error;
    const [, name = "", place = ""] = /^([^[]*)(.*)$/.exec(error.field)!;
    throw new LessonError(
      `${namesAt([name])[0] ?? name}${place}`,
      error.reason.replaceAll(/\b(?:data|weights)\.(?=[XW]|labels)/g, ""),
    );
  }
}

const entriesIn = (fields: Fields): Entries =>
  Object.fromEntries(
    [...fields]
      .filter(([name]) => ENTRY.test(name))
      .map(([name, text]) => [name, checkTyped(entryCheck(name), text, name)]),
  );

/** What an entry may be, checked under its own name. */
const ENTRIES: Readonly<Record<string, NumberCheck>> = {
  X: NUMBER,
  y: LABEL,
  W1: NUMBER,
  W2: NUMBER,
  alpha: FIELDS.learningRate,
  lambda: FIELDS.ridge,
};
const entryCheck = (name: string): NumberCheck => ENTRIES[name.split(".", 1)[0]!]!;

/** The shortest address that says a state; empty for the book's own. */
export function formatAddress(state: State, book: Lesson): string {
  const { data, weights, entries } = state;
  const fields: [string, string | number][] = [];
  const add = (name: string, value: string | number | undefined, usual?: string | number) => {
    if (value !== undefined && value !== usual) fields.push([name, value]);
  };
  if (!same(data, book.data)) {
    if ("X" in data) {
      add("X", matrixText(data.X));
      add("labels", data.labels.join());
    } else {
      if ("set" in data) add("set", data.set);
      if ("seed" in data) {
        const usual = drawnData(book.data);
        add("data-seed", data.seed, "seed" in book.data || "set" in data ? usual.seed : undefined);
        add("rows", data.rows, usual.rows);
      }
    }
  }
  if (!same(weights, book.weights)) {
    if ("W1" in weights) {
      add("W1", matrixText(weights.W1));
      add("W2", matrixText(weights.W2));
    } else {
      add("weight-seed", weights.seed);
      add("round", weights.round);
    }
  }
  add("hidden", state.hidden, usualHidden(weights, book));
  add("learning-rate", state.learningRate, book.learningRate);
  add("ridge", state.ridge, book.ridge);
  add("digits", state.digits, book.digits);
  add("step", state.step, 0);
  for (const [name, value] of Object.entries(entries)) add(name, value);
  add("title", state.title === undefined ? undefined : encodeURIComponent(state.title));
  return fields.map(([name, value]) => `${name}=${value}`).join("&");
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
export const matrixText = (rows: readonly (readonly number[])[]): string =>
  rows.map((row) => row.join()).join(";");

/** The address that shows a run of the book's own shape after so many steps. */
export function addressOfStep(
  { data, weights, hidden, learningRate, ridge }: Settings,
  step: number,
  book: Lesson,
): string {
  const state: State = {
    ...stateOf(book),
    data:
      "set" in data && data.set === "article"
        ? { seed: data.seed, rows: data.rows }
        : (data as State["data"]),
    weights:
      "W1" in weights
        ? weights
        : { seed: weights.seed, ...(weights.round !== undefined && { round: weights.round }) },
    hidden: hidden[0]!,
    learningRate,
    ridge,
    step,
  };
  return formatAddress(state, book);
}

// --- From a state to the lesson that its pages compute ---

/**
 * The lesson before any step is taken and any entry changed.
 * @throws LessonError where a field of the state is none that an address could have
 */
export function startOf(state: State, book: Lesson): Lesson {
  check(STEP, state.step, "step");
  const { data, weights, hidden, learningRate, ridge, digits } = state;
  const given = "set" in data ? explicit(rowsOf(data)) : data;
  const lesson = inTheAddress(() =>
    parseLesson({ data: given, weights, hidden, learningRate, ridge, digits }),
  );
  return titled(lesson, state, book);
}

const explicit = ({ X, labels }: { X: Matrix; labels: readonly number[] }): ExplicitData => ({
  X: toRows(X),
  labels,
});

const titled = (lesson: Lesson, { title, step }: State, book: Lesson): Lesson => ({
  ...lesson,
  title:
    title ??
    (step > 0
      ? titleAfter(step)
      : sameNumbers(lesson, book)
        ? book.title
        : parseLesson({ ...lesson, title: undefined }).title),
});

/** The run that a lesson's weights go through: all rows in each step, the gradient of the loss. */
export const runOf = ({ data, weights, hidden, learningRate, ridge }: Lesson): Settings =>
  parseSettings({ data, weights, hidden: [hidden], learningRate, ridge, steps: MOST_STEPS });

/** The lesson with other weights: those after some steps. */
export const withWeights = (lesson: Lesson, [W1, W2]: readonly Matrix[]): Lesson => ({
  ...lesson,
  weights: { W1: toRows(W1!), W2: toRows(W2!) },
});

/**
 * The lesson with the entries changed that a state changes: what was drawn becomes given.
 * @throws LessonError where there is no such entry, or none of that size
 */
export function withEntries(lesson: Lesson, state: State, book: Lesson): Lesson {
  const { entries } = state;
  const names = Object.keys(entries);
  if (names.length === 0) return lesson;
  const touched = (...tables: string[]) => names.some((name) => tables.includes(name.split(".", 1)[0]!));
  const data = touched("X", "y") ? copyOf(dataOf(lesson)) : undefined;
  const weights = touched("W1", "W2") ? copyOf(weightsOf(lesson)) : undefined;
  const tables: Record<string, number[][] | undefined> = {
    X: data?.X,
    y: data && [data.labels],
    W1: weights?.W1,
    W2: weights?.W2,
  };
  for (const [name, value] of Object.entries(entries)) {
    const [table, ...place] = name.split(".");
    check(entryCheck(name), value, name);
    const rows = tables[table!];
    if (!rows) continue; // a rate
    const [row, col] = (table === "y" ? [0, Number(place[0])] : place.map(Number)) as [number, number];
    if (rows[row]?.[col] === undefined) {
      const cols = `0 to ${rows[0]!.length - 1}`;
      throw new LessonError(
        name,
        `got no such entry, expected ${table === "y" ? `row ${cols}` : `row 0 to ${rows.length - 1}, column ${cols}`}`,
      );
    }
    rows[row][col] = value;
  }
  const rates = { learningRate: entries.alpha ?? lesson.learningRate, ridge: entries.lambda ?? lesson.ridge };
  return titled(
    inTheAddress(() =>
      parseLesson({ ...lesson, ...rates, ...(data && { data }), ...(weights && { weights }) }),
    ),
    state,
    book,
  );
}

/** A lesson's data and weights as they are given, or as they are drawn. */
export const dataOf = ({ data }: Lesson): ExplicitData =>
  "X" in data ? data : explicit(rowsOf({ set: "article", ...data }));
export const weightsOf = (lesson: Lesson): ExplicitWeights =>
  "W1" in lesson.weights
    ? lesson.weights
    : (withWeights(lesson, initialWeights(runOf(lesson))).weights as ExplicitWeights);

const copyOf = <T>(value: T): Writable<T> => structuredClone(value) as Writable<T>;
type Writable<T> = T extends number ? T : { -readonly [Key in keyof T]: Writable<T[Key]> };
