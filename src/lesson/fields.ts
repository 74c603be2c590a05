import { handwritten, integerFrom } from "../math/numerals.ts";
import { FIELDS, integer, type NumberCheck } from "./lesson.ts";

/**
 * What may be chosen of a lesson, each thing in one line: its name in a lesson file, on the command line and in an
 * address, how it is read and what is allowed. Files, flags, addresses, the panel of a page and the README's tables
 * follow from it.
 */
export interface Field {
  /** In an address, and after -- where there is an option. */
  readonly name: string;
  /** In a lesson file; what an address alone can say has none. */
  readonly file?: string;
  /** Fields of the file that it sets at once, where they have no value of their own. */
  readonly sets?: readonly string[];
  /** The sign for its value in the list of options; without it, there is none. */
  readonly value?: string;
  /** What it means, for those lists. */
  readonly help: string;
  /** Of one number: what is allowed, and how it is read. */
  readonly type?: NumberCheck;
  readonly read?: (text: string) => number | string;
  /** Fields that belong together: where an address has one of them, the book's others count only if they fit. */
  readonly of?: "data" | "weights";
  /** Whether the panel of a page has it. */
  readonly inPanel?: true;
}

/** So many steps at most can lie before the one shown. */
export const MOST_STEPS = 1_000_000;

/** What the steps before the one shown may be. */
export const STEP = integer(0, MOST_STEPS);

const whole = { value: "N", read: integerFrom } as const;
const rate = { read: handwritten, inPanel: true } as const;

/** In the order of a command. */
export const TABLE = [
  {
    name: "seed",
    sets: ["data.seed", "weights.seed"],
    ...whole,
    type: FIELDS["data.seed"],
    help: "both seeds",
  },
  {
    name: "data-seed",
    file: "data.seed",
    ...whole,
    type: FIELDS["data.seed"],
    help: "seed of the data, before --seed",
    of: "data",
    inPanel: true,
  },
  {
    name: "weight-seed",
    file: "weights.seed",
    ...whole,
    type: FIELDS["weights.seed"],
    help: "seed of the weights, before --seed",
    of: "weights",
    inPanel: true,
  },
  {
    name: "rows",
    file: "data.rows",
    ...whole,
    type: FIELDS["data.rows"],
    help: "observations",
    of: "data",
    inPanel: true,
  },
  {
    name: "round",
    file: "weights.round",
    ...whole,
    type: FIELDS["weights.round"],
    help: "decimals of the weights drawn",
    of: "weights",
  },
  { name: "hidden", file: "hidden", ...whole, type: FIELDS.hidden, help: "hidden neurons", inPanel: true },
  {
    name: "learning-rate",
    file: "learningRate",
    value: "A",
    ...rate,
    type: FIELDS.learningRate,
    help: "what a slope is multiplied by, α",
  },
  {
    name: "ridge",
    file: "ridge",
    value: "L",
    ...rate,
    type: FIELDS.ridge,
    help: "price of large weights, λ",
  },
  {
    name: "digits",
    file: "digits",
    ...whole,
    value: "D",
    type: FIELDS.digits,
    help: "decimals shown",
    inPanel: true,
  },
  { name: "X", file: "data.X", help: "inputs of your own, row by row", of: "data" },
  { name: "labels", file: "data.labels", help: "the label of each row of X", of: "data" },
  { name: "set", help: "other data", of: "data" },
  { name: "W1", file: "weights.W1", help: "weights of your own, row by row", of: "weights" },
  { name: "W2", file: "weights.W2", help: "the same of the second layer", of: "weights" },
  {
    name: "step",
    read: integerFrom,
    type: STEP,
    help: "steps trained before",
    inPanel: true,
  },
  { name: "title", file: "title", help: "a title" },
] as const satisfies readonly Field[];

type Row = (typeof TABLE)[number];
/** Those that have an option and a place in the file, by that place. */
export type OptionField = Extract<Row, { readonly value: string; readonly file: string }>["file"];
/** Those of the panel, by name. */
export type PanelName = Extract<Row, { readonly inPanel: true }>["name"];

/** The value at a field's place in a lesson, or in the JSON of a file; undefined where there is none. */
export const valueAt = (lesson: unknown, file: string): unknown =>
  file
    .split(".")
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], lesson);
