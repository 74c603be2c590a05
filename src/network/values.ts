import type { Matrix } from "../math/matrix.ts";

/** Every value that a step of training may have; a trace lacks those that its network does not make. N rows, D inputs, H hidden neurons, K outputs. */
export interface Values {
  /** The inputs, N×D. */
  X: Matrix;
  /** The targets, N×K: of labels one-hot, label 0 → [1, 0], label 1 → [0, 1]. */
  y: Matrix;
  /** D×H, and 1×H. */
  W1: Matrix;
  b1: Matrix;
  /** H×K, and 1×K. */
  W2: Matrix;
  b2: Matrix;
  /** X W1 + b1 and, after the activation, h1: N×H. */
  z1: Matrix;
  h1: Matrix;
  /** h1 W2 + b2 and, after the activation, the outputs h2: N×K. */
  z2: Matrix;
  h2: Matrix;
  /** How far the outputs are from the targets; the price of the weights; and their sum. */
  loss_data: number;
  loss_ridge: number;
  loss: number;
  /** Slopes: each has the shape of the value that it is along. */
  dLoss_dh2: Matrix;
  dh2_dz2: Matrix;
  dLoss_dz2: Matrix;
  dLoss_dW2: Matrix;
  dLoss_db2: Matrix;
  dLoss_dh1: Matrix;
  dh1_dz1: Matrix;
  dLoss_dz1: Matrix;
  dLoss_dW1: Matrix;
  dLoss_db1: Matrix;
  /** After the step. */
  W1_next: Matrix;
  b1_next: Matrix;
  W2_next: Matrix;
  b2_next: Matrix;
  loss_next: number;
}

export type Name = keyof Values;
export type MatrixName = { [N in Name]: Values[N] extends Matrix ? N : never }[Name];
export type ScalarName = Exclude<Name, MatrixName>;
/** A slope of the loss. */
export type SlopeName = Extract<Name, `dLoss_d${string}`>;
export type Value = Matrix | number;

/** What kind of quantity a value is: it decides its colour and its mark on every page. */
export type Kind = "data" | "weights" | "activations" | "gradients" | "scalars";

/** The rates of a lesson: α and λ. Pages show them beside the values. */
export type Rate = "alpha" | "lambda";

/** One number of a lesson: an entry of a matrix, rows and columns counted from 0; a single number is at [0,0]. */
export interface Cell {
  readonly name: Name | Rate;
  readonly row: number;
  readonly col: number;
}

/** The name of the slope of the loss along a value, or of one value along another. */
export function slopeName(along: Name): SlopeName;
export function slopeName(along: Name, of: Name): MatrixName;
export function slopeName(along: Name, of: Name | "Loss" = "Loss"): MatrixName {
  return `d${of}_d${along}` as MatrixName;
}
/** The name of a value after the step. */
export const nextName = (name: Name): Name => `${name}_next` as Name;

const OF_LOSS = "dLoss_d";
/** Whether a name is that of a slope of the loss. */
export const isSlope = (name: Name): name is SlopeName => name.startsWith(OF_LOSS);
/** What a slope of the loss is along: `W1` of `dLoss_dW1`. */
export const alongOf = (slope: SlopeName): MatrixName => slope.slice(OF_LOSS.length) as MatrixName;

/** A name in TeX, from its own spelling: W_1, h_2, L, a slope as a fraction, a star after the step. */
export function texOf(name: string): string {
  const [, of, along] = /^d([^_]+)_d(.+)$/.exec(name) ?? [];
  if (of) return `\\frac{\\partial ${texOf(of)}}{\\partial ${texOf(along!)}}`;
  const [first, rest] = name.split("_");
  if (rest === "next") return `${texOf(first!)}^{*}`;
  const [, letters, layer] = /^(\D+)(\d*)$/.exec(first!)!;
  const letter = /^loss$/i.test(letters!) ? "L" : letters!;
  return rest ? `${letter}_{\\text{${rest}}}` : layer ? `${letter}_${layer}` : letter;
}
