import { toRows } from "../math/matrix.ts";
import { checkTyped, got, LessonError } from "./check.ts";
import { type Data, type ExplicitData, inputsOf, type Rows, rowCount, rowsOf } from "./datasets.ts";
import {
  type Cell,
  FIELDS,
  isSame,
  type Typed,
  toSay,
  typedIn,
  valueAt,
  valuesOf,
  withValues,
  written,
} from "./fields.ts";
import {
  type DataFile,
  DEFAULT_LESSON,
  drawnData,
  type Lesson,
  networkIn,
  refuseMixed,
  sameNumbers,
  titleAfter,
  titleOf,
  told,
  usualHidden,
  type WeightsFile,
} from "./lesson.ts";

/**
 * What a reader has changed on a live page, and how the page's address says it after the #: `rows=4&W1.0.1=0.5`.
 * Only what differs from the lesson that the site was built with is said. The names are those of the command line.
 */

export interface State extends Omit<Lesson, "title" | "data"> {
  readonly title?: string;
  /** A lesson can draw the article's set alone: rows of another stand in it one by one. */
  readonly data: Data;
  /** Steps of training between the weights above and those shown, all rows in each step. */
  readonly step: number;
  /** Single numbers changed after all that: `X.0.1`, `y.0` (a label), `W2.2.0`, `alpha`, `lambda`. */
  readonly entries: Entries;
}
export type Entries = Readonly<Record<string, number>>;

export const stateOf = ({ title: _, ...lesson }: Lesson): State => ({ ...lesson, step: 0, entries: {} });

// --- Single numbers ---

const CELLS = FIELDS.flatMap(({ at, cell }) => (cell ? [{ ...cell, at }] : []));

/** What is known of a single number by its name, and its place in a lesson: for `y.0`, `data.labels.0`. */
export function entryNamed(name: string): (Cell & { readonly place: string }) | undefined {
  const [first, ...indices] = name.split(".");
  const cell = CELLS.find((it) => it.name === first && it.indices === indices.length);
  if (!cell?.name || !indices.every((it) => /^\d{1,3}$/.test(it))) return undefined;
  const places = indices.map(Number).slice(cell.isRow ? 1 : 0);
  return { ...cell, place: [cell.at, ...places].join(".") };
}

/** Whether a single number is one of the data, or of the weights. */
export const isOf = (group: "data" | "weights", entry: string): boolean =>
  entryNamed(entry)!.place.startsWith(`${group}.`);

/**
 * Refuses the name of a single number that lies outside its matrix.
 * @throws LessonError
 */
export function refuseMissing(
  name: string,
  { data, hidden, outputs, bias }: Pick<State, "data" | "hidden" | "outputs" | "bias">,
): void {
  const [cell, ...indices] = name.split(".");
  const [rows, inputs] = [rowCount(data), inputsOf(data)];
  const hasTargets = "targets" in data;
  if (cell === "y" && (indices.length === 2) !== hasTargets)
    throw new LessonError(
      name,
      `got an entry of ${hasTargets ? "labels" : "targets"}, expected y.0${hasTargets ? ".0" : ""}, as the rows have ${hasTargets ? "targets" : "labels"}`,
    );
  const shapes = {
    X: [rows, inputs],
    y: hasTargets ? [rows, outputs] : [rows],
    W1: [inputs, hidden],
    b1: [Number(bias), hidden],
    W2: [hidden, outputs],
    b2: [Number(bias), outputs],
  };
  const shape = shapes[cell as keyof typeof shapes] ?? [];
  if (shape[0] === 0) throw new LessonError(name, "got a bias, expected none beside bias false");
  if (shape.every((length, i) => Number(indices[i]) < length)) return;
  const ranges = shape.map((length, i) => `${["row", "column"][i]} 0 to ${length - 1}`);
  throw new LessonError(name, `got no such entry, expected ${ranges.join(", ")}`);
}

// --- The address ---

/** What an address says; its data and weights are as a file has them, and not yet checked against each other. */
type Said = Partial<Omit<State, "data" | "weights">> & {
  readonly data?: DataFile;
  readonly weights?: WeightsFile;
};

/**
 * What an address says, on top of the lesson that the site was built with.
 * @param fragment without its #
 * @throws LessonError: one line that names the field, what was got and what is allowed
 */
export function parseAddress(fragment: string, book: Lesson): State {
  const texts = textsIn(fragment);
  const typed = typedIn(FIELDS, texts);
  const entries: Record<string, number> = {};
  for (const [name, text] of texts) {
    const entry = entryNamed(name);
    if (entry) entries[name] = checkTyped(entry, text, name);
  }
  return underTypedNames(typed, () => {
    const said = (of: "text" | "value") => withValues({}, valuesOf(typed, of)) as Said;
    refuseMixed(said("text").data ?? {});
    const file = said("value");
    const network = networkIn(file, book);
    for (const name of Object.keys(entries)) refuseMissing(name, network);
    return { ...stateOf(book), ...file, ...network, entries } as State;
  });
}

function textsIn(fragment: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const names = FIELDS.map(({ name }) => name);
  for (const part of fragment.split("&").filter(Boolean)) {
    const [name, ...text] = part.split("=").map(decoded) as [string, ...string[]];
    if (!names.includes(name) && !entryNamed(name))
      throw new LessonError(
        "the address",
        `got an unknown field ${got(name)}, expected ${names.join(", ")} or one number, as W1.0.1`,
      );
    if (text.length === 0) throw new LessonError(name, `got no value, expected ${name}=…`);
    if (texts.has(name)) throw new LessonError(name, "got it twice, expected it once");
    texts.set(name, text.join("="));
  }
  return texts;
}

/** The text that percent codes stand for; as it is, where they are broken. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Does work that may refuse a place of the lesson, and names it in the message as the address did. */
function underTypedNames<T>(typed: ReadonlyMap<string, Typed>, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof LessonError)) throw error;
    const [, place = "", row = ""] = /^([^[]*)(.*)$/.exec(error.field)!;
    const { name = place } = typed.get(place) ?? FIELDS.find(({ at }) => at === place) ?? {};
    throw new LessonError(
      name + row,
      error.reason.replaceAll(/\b(?:explicit data|data|weights)\.(?=[XWblt])/g, ""),
    );
  }
}

/** First which data, then which weights, then the rest. */
const rank = (at: string) => ["data.set", "data.", "weights.", ""].findIndex((group) => at.startsWith(group));
const IN_ORDER = FIELDS.filter(({ at }) => at !== "title").sort((a, b) => rank(a.at) - rank(b.at));

/** The shortest address that says a state; empty for the book's own. */
export function formatAddress(state: State, book: Lesson): string {
  const { title, data, weights, entries } = state;
  const { seed, rows } = drawnData(book.data);
  const unsaid = {
    ...stateOf(book),
    // Where drawn data take the place of given ones, the address must say at least one of their fields.
    data: isSame(data, book.data) ? data : { rows, ...(("seed" in book.data || "set" in data) && { seed }) },
    weights: isSame(weights, book.weights) ? weights : {},
    hidden: "W1" in weights ? state.hidden : usualHidden(book),
    ...("targets" in data || "W2" in weights ? { outputs: state.outputs } : {}),
    bias: book.bias || "b1" in weights || "b2" in weights,
    trainBias: state.bias ? book.trainBias : true,
  };
  const said = toSay(IN_ORDER, state, (place) => valueAt(unsaid, place));
  return [...said, ...Object.entries(told({ ...entries, title }))]
    .map(([name, value]) => `${name}=${written(value)}`)
    .join("&");
}

// --- From a state to the lesson that its pages compute ---

/** The lesson before any step is taken and any entry changed. */
export function startOf(state: State, book: Lesson): Lesson {
  const { title, step, entries, data, ...fields } = state;
  const rows = "set" in data ? explicit(rowsOf(data, state.outputs)) : data;
  return titled({ ...DEFAULT_LESSON, ...fields, data: rows }, state, book);
}

/** Rows as a lesson file gives them. */
export const explicit = ({ X, y, labels }: Rows): ExplicitData => ({
  X: toRows(X),
  ...(labels ? { labels } : { targets: toRows(y) }),
});

/** The lesson with the title that a page gives it. */
export const titled = (lesson: Lesson, { title, step }: State, book: Lesson): Lesson => ({
  ...lesson,
  title: title ?? (step > 0 ? titleAfter(step) : sameNumbers(lesson, book) ? book.title : titleOf(lesson)),
});
