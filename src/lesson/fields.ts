import * as z from "zod/mini";
import { decimal, integerFrom } from "../math/numerals.ts";
import {
  type Check,
  checkTyped,
  integer,
  LINE,
  list,
  matrix,
  NOT_NEGATIVE,
  NUMBER,
  object,
  oneOf,
  positive,
  type Readable,
} from "./check.ts";
import { DRAWN_ROWS, MOST_OUTPUTS, SETS } from "./datasets.ts";

/**
 * One thing that may be chosen of a lesson: what is allowed, how it is read, its names. `TABLE` has them all, each by its
 * place in a lesson file (`data.seed`). Files, flags, addresses, the panel of a page and the README's tables follow
 * from it; src/training/fields.ts is the same for a run.
 */
export interface Field<Value = unknown> extends Readable<Value> {
  /** Its name in an address, and after -- where it is an option. Absent: its place. */
  readonly name?: string;
  /** Places that it fills at once, where nothing else is said for them; it has none of its own. */
  readonly fills?: readonly string[];
  /** A file cannot say it. */
  readonly notInFile?: true;
  /** What stands for its value in the list of options, empty for a switch. Absent: it is no option. */
  readonly value?: string;
  /** What it means, for that list. */
  readonly help?: string;
  /** What holds where nothing is said: in a lesson, the article's own. */
  readonly usual?: Value;
  /** The same in words, where it is not one value. */
  readonly otherwise?: string;
  /** Whether the panel of a page has it. */
  readonly inPanel?: true;
  /** It says how numbers are written, and changes none. */
  readonly isShow?: true;
  /** All values that it may have, where they are a few names, or yes and no: the bricks of a network. */
  readonly choices?: readonly Choice[];
  /** Its numbers on a page, where each can be changed by itself: `alpha`, `y.0`, `W1.0.1`. */
  readonly cell?: Cell;
}
export interface Cell extends Readable<number> {
  readonly name: string;
  /** How many indices tell its numbers apart. */
  readonly indices: 0 | 1 | 2;
  /** Its matrix has one row, which a file gives as a list: the first index stands in no place of a lesson. */
  readonly isRow?: true;
}
export type Table = Readonly<Record<string, Field>>;

/** How many indices lead to a number of it in a file: 2 in a matrix, 1 in a list, 0 in anything else. */
export const depthOf = ({ cell }: Field): number => (cell ? cell.indices - Number(cell.isRow ?? false) : 0);

/** The most steps of training that can lie before the step shown. */
export const MOST_STEPS = 1_000_000;
export const [MAX_INPUTS, MAX_HIDDEN] = [64, 64];

export const asIs = (text: string): string => text;
export const integersIn = (text: string) => text.split(",").map(integerFrom);
/** `1,0;0,1`: rows of numbers. */
const rowsIn = (text: string) => text.split(";").map((row) => row.split(",").map(decimal));

export const whole = (most: number, least = 0) =>
  ({ value: "N", check: integer(least, most), read: integerFrom }) as const;
const seed = whole(2 ** 32 - 1);
const inPanel = { inPanel: true } as const;
const rate = (cell: string, check: Check<number>, usual: number) =>
  ({ ...inPanel, check, usual, cell: { name: cell, indices: 0, check } }) as const;
const matrixOf = (name: string, mostRows: number, mostCols: number) =>
  ({ check: matrix(mostRows, mostCols), read: rowsIn, cell: { name, indices: 2, check: NUMBER } }) as const;
const label = integer(0, MOST_OUTPUTS - 1);
const labels = `a list of 1 to ${DRAWN_ROWS} labels, each a whole number from 0 to ${MOST_OUTPUTS - 1}`;
const oneOfThese = <const T extends string>(usual: T, choices: readonly T[]) =>
  ({ value: "NAME", check: oneOf(choices), read: asIs, choices, usual }) as const;
/** A switch: `--bias`, `--no-bias`; `bias=1`, `bias=0`. */
const yesOrNo = (usual: boolean) =>
  ({
    value: "",
    check: z.boolean("true or false") as Check<boolean>,
    read: (text: string) => (["", "1"].includes(text) ? true : text === "0" ? false : text),
    expected: "1 or 0",
    choices: [false, true],
    usual,
  }) as const;
/** A bias for each neuron of a layer. */
const biases = (name: string, most: number) =>
  ({
    check: list(NUMBER, most, `a list of 1 to ${most} numbers`),
    read: (text: string) => text.split(",").map(decimal),
    cell: { name, indices: 2, isRow: true, check: NUMBER },
  }) as const;

/** The bricks by the places where they can stand, under the names of lessons. */
export const ACTIVATIONS = ["sigmoid", "tanh", "relu", "leaky-relu", "identity"] as const;
export const OUTPUT_ACTIVATIONS = [...ACTIVATIONS, "softmax"] as const;
export const LOSSES = ["squared", "cross-entropy"] as const;

/**
 * What stands between units and tenths. In words: the sign itself is hard to see in an address and between the words of
 * a command, and a file says the same word.
 */
export const DECIMALS = ["point", "comma"] as const;
const isShow = { isShow: true } as const;

/** In the order of a command. */
export const TABLE = {
  seed: { fills: ["data.seed", "weights.seed"], ...seed, notInFile: true, help: "both seeds" },
  "data.seed": { name: "data-seed", ...seed, ...inPanel, usual: 0, help: "seed of the data, before --seed" },
  "weights.seed": {
    name: "weight-seed",
    ...seed,
    ...inPanel,
    usual: 2017,
    help: "seed of the weights, before --seed",
  },
  "data.rows": { name: "rows", ...whole(DRAWN_ROWS, 1), ...inPanel, usual: 1, help: "observations" },
  "weights.round": { name: "round", ...whole(15), help: "decimals of the weights drawn" },
  hidden: { ...whole(MAX_HIDDEN, 1), ...inPanel, usual: 3, help: "hidden neurons" },
  outputs: { ...whole(MOST_OUTPUTS, 1), value: "K", ...inPanel, usual: 2, help: "outputs" },
  activation: {
    ...oneOfThese("sigmoid", ACTIVATIONS),
    help: `of the hidden neurons: ${ACTIVATIONS.join(", ")}`,
  },
  outputActivation: {
    name: "output-activation",
    ...oneOfThese("sigmoid", OUTPUT_ACTIVATIONS),
    help: "of the outputs: the same, or softmax",
  },
  loss: { ...oneOfThese("squared", LOSSES), help: LOSSES.join(" or ") },
  bias: { ...yesOrNo(false), help: "a bias for each neuron, which begins at 0" },
  trainBias: { name: "train-bias", ...yesOrNo(true), help: "a step changes the biases" },
  learningRate: {
    name: "learning-rate",
    value: "A",
    ...rate("alpha", positive(), 0.001),
    help: "what a slope is multiplied by, α",
  },
  ridge: { value: "L", ...rate("lambda", NOT_NEGATIVE, 0), help: "price of large weights, λ" },
  digits: { ...whole(15), value: "D", ...inPanel, ...isShow, usual: 8, help: "decimals shown" },
  decimal: {
    ...oneOfThese("point", DECIMALS),
    ...isShow,
    help: "before the decimals shown: point, or comma, as in 0,5",
  },
  fractions: { ...yesOrNo(false), ...isShow, help: "show 1/3 where a number is one, up to hundredths" },
  "data.X": { name: "X", ...matrixOf("X", DRAWN_ROWS, MAX_INPUTS) },
  "data.labels": {
    name: "labels",
    check: list(label, DRAWN_ROWS, labels),
    read: integersIn,
    cell: { name: "y", indices: 1, check: label },
  },
  "data.targets": { name: "targets", ...matrixOf("y", DRAWN_ROWS, MOST_OUTPUTS) },
  "data.set": {
    name: "set",
    check: oneOf(SETS.filter((it) => it !== "article")),
    read: asIs,
    notInFile: true,
  },
  "weights.W1": { name: "W1", ...matrixOf("W1", MAX_INPUTS, MAX_HIDDEN) },
  "weights.b1": { name: "b1", ...biases("b1", MAX_HIDDEN) },
  "weights.W2": { name: "W2", ...matrixOf("W2", MAX_HIDDEN, MOST_OUTPUTS) },
  "weights.b2": { name: "b2", ...biases("b2", MOST_OUTPUTS) },
  step: { check: integer(0, MOST_STEPS), read: integerFrom, notInFile: true, ...inPanel },
  title: { check: LINE, read: asIs, usual: "The article’s own numbers" },
} as const satisfies Table;

/** A field with its place, and always a name. */
export interface Placed<Value = unknown> extends Field<Value> {
  readonly at: string;
  readonly name: string;
}
export const placed = (table: Table): readonly Placed[] =>
  Object.entries(table).map(([at, field]) => ({ name: at, ...field, at }));
export const FIELDS = placed(TABLE);

type Rows = typeof TABLE;
type NameOf<At extends keyof Rows> = Rows[At] extends { name: infer Name } ? Name : At;
export type PanelName = {
  [At in keyof Rows]: Rows[At] extends { inPanel: true } ? NameOf<At> : never;
}[keyof Rows];
/** The fields of the panel that are one number each. */
export const PANEL = FIELDS.filter(({ inPanel }) => inPanel) as readonly (Placed<number> & {
  readonly name: PanelName;
})[];
/** The name of a brick, or whether there is one. */
export type Choice = string | boolean;
export type ChoiceName = {
  [At in keyof Rows]: Rows[At] extends { isShow: true }
    ? never
    : Rows[At] extends { choices: readonly Choice[] }
      ? NameOf<At>
      : never;
}[keyof Rows];
/** The fields that say which bricks there are. */
export const CHOICES = FIELDS.filter(
  ({ choices, isShow }) => choices && !isShow,
) as readonly (Placed<Choice> & {
  readonly name: ChoiceName;
  readonly choices: readonly Choice[];
})[];
/** The fields that say how numbers are written, one of a few ways each. */
export const WAYS = FIELDS.filter(({ choices, isShow }) => choices && isShow) as readonly (Placed<Choice> & {
  readonly name: "decimal" | "fractions";
  readonly choices: readonly Choice[];
})[];
/** The field of a rate, by its name on a page: `alpha`, `lambda`. */
export const rateNamed = (cell: string) => PANEL.find((it) => it.cell?.name === cell);

/** What a file of a table's fields may hold. */
export type FileOf<T extends Table> = Held<T, ""> & {
  readonly data?: Held<T, "data."> | undefined;
  readonly weights?: Held<T, "weights."> | undefined;
};
type Held<T extends Table, Group extends string> = {
  readonly [At in keyof T as T[At] extends { notInFile: true } ? never : KeyIn<Group, At>]?:
    | (T[At]["check"] extends Check<infer Value> ? Value : never)
    | undefined;
};
type KeyIn<Group extends string, At> = At extends `${Group}${infer Key}` ? OutOfGroups<Key> : never;
type OutOfGroups<Key> = Key extends `${string}.${string}` ? never : Key;

/**
 * The check of such a file.
 * @param others what it may hold beside the table's fields
 */
export function fileCheck<T extends Table>(
  table: T,
  others: Readonly<Record<string, Check>> = {},
): Check<FileOf<T>> {
  const checks = atPlaces(table, ({ check, notInFile }) => (notInFile ? undefined : check));
  const groups = { data: object(checks.data!), weights: object(checks.weights!) };
  return object({ ...checks, ...groups, ...others } as Record<string, Check>) as Check<FileOf<T>>;
}

/** What holds where a file says nothing. */
export const usualOf = (table: Table): object => atPlaces(table, ({ usual }) => usual);

/** What `of` finds in each field, at the field's place. */
const atPlaces = (table: Table, of: (field: Field) => unknown) =>
  withValues(
    {},
    Object.entries(table).flatMap(([at, field]) => (of(field) === undefined ? [] : [[at, of(field)]])),
  ) as Record<string, Record<string, Check>>;

/** The value at a place of a lesson, or of what is like one; undefined where there is none. */
export const valueAt = (lesson: unknown, place: string): unknown =>
  place
    .split(".")
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], lesson);

/** A file with values put at their places. What should be an object and is none stays, for the check to refuse. */
export function withValues(
  json: unknown,
  values: Iterable<readonly [place: string, value: unknown]>,
): unknown {
  if (!isObject(json)) return json;
  const file = { ...json };
  for (const [place, value] of values) {
    const [first, second] = place.split(".") as [string, string?];
    const group = file[first] === undefined ? {} : file[first];
    if (!second) file[first] = value;
    else if (isObject(group)) file[first] = { ...group, [second]: value };
  }
  return file;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What was typed for a place, and the name that it was typed under. */
export interface Typed {
  readonly name: string;
  readonly text: string;
  readonly value: unknown;
}

/** What was typed for each place, as text or as value. */
export const valuesOf = (typed: ReadonlyMap<string, Typed>, of: "text" | "value" = "value") =>
  [...typed].map(([place, it]) => [place, it[of]] as const);

/**
 * What texts, by the names of fields, say of each place: read and checked.
 * @param prefix of the names in messages
 * @throws LessonError
 */
export function typedIn(
  fields: readonly Placed[],
  texts: ReadonlyMap<string, string>,
  prefix = "",
): Map<string, Typed> {
  const typed = new Map<string, Typed>();
  for (const field of fields) {
    const text = texts.get(field.name);
    if (text === undefined) continue;
    const name = prefix + field.name;
    const value = checkTyped(field, text, name);
    for (const place of field.fills ?? [field.at]) typed.set(place, { name, text, value });
  }
  return typed;
}

/** The fields, by their names, whose values in a lesson or a run are not those that hold `unsaid`. */
export const toSay = (
  fields: readonly Placed[],
  lesson: object,
  unsaid: (place: string) => unknown,
): [name: string, value: unknown][] =>
  fields.flatMap(({ name, at }) => {
    const value = valueAt(lesson, at);
    return value === undefined || isSame(value, unsaid(at)) ? [] : [[name, value]];
  });

/** Whether two values are the same in JSON. */
export const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A value as an address says it. */
export function written(value: unknown): string {
  if (Array.isArray(value)) return value.join(Array.isArray(value[0]) ? ";" : ",");
  return typeof value === "boolean" ? String(Number(value)) : encodeURIComponent(String(value));
}
