import type { Name } from "../network/values.ts";

/**
 * An exercise: what is asked, what is right, and what an answer shows that is not. Plain data: a page tells it in words
 * (chapters/exercises/), a sheet of paper may as well.
 */
export interface Exercise<Asked = unknown> {
  readonly kind: Kind;
  /** The numbers and choices that the question names. */
  readonly asked: Asked;
  readonly answer: Answer | Choice;
  readonly working: readonly Line[];
}

export type Kind = "entry" | "direction" | "mistake" | "what-if" | "shapes";

/** A number to work out. */
export interface Answer {
  readonly value: number;
  /** So many are asked for. */
  readonly decimals: number;
  /** How far off a right answer may be. */
  readonly tolerance: number;
  /** What each likely mistake gives; a mistake is told only where it alone gives such an answer. */
  readonly mistakes: readonly Slip[];
}
export interface Slip {
  readonly name: Mistake;
  readonly value: number;
}

/** One of a few things to choose from. */
export interface Choice {
  readonly options: readonly Option[];
  /** The place of the right one. */
  readonly right: number;
}
export interface Option {
  /** What it says: a line of working, or a name that the words know. */
  readonly says: Line | string;
  /** The mistake that leads there, if one does. */
  readonly mistake?: Mistake;
}

/** The mistakes that an answer may show. */
export type Mistake =
  | "transpose"
  | "sign"
  | "row"
  | "column"
  | "bias"
  | "bias-too"
  | "term"
  | "slope"
  | "mask"
  | "divided"
  | "multiplied"
  | "rows"
  | "half"
  | "two"
  | "square"
  | "root"
  | "linear"
  | "brick"
  | "exponent"
  | "share"
  | "jacobian"
  | "ridge"
  | "updated"
  | "rate"
  | "other-rate"
  | "rounded"
  | "once"
  | "weight";

/** A line of working: signs, numbers, names of values, and what comes out. */
export type Line = readonly Token[];
export type Token =
  /** A comma alone stands between two numbers. */
  | string
  | number
  /** The name of an entry, or of a whole value. */
  | { readonly name: Name; readonly at?: readonly [row: number, col: number] }
  /** A number worked out of the digits shown before it. */
  | { readonly worth: number }
  /** e to that power. */
  | { readonly power: number };
