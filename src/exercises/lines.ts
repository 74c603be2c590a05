import type { Matrix } from "../math/matrix.ts";
import type { Activation } from "../network/ops/activation.ts";
import type { Name } from "../network/values.ts";
import { HALF_UP, magnitudeOf } from "./decimals.ts";
import type { Line, Token } from "./exercise.ts";

/** What lines of working are put together from. */

export const row = ({ cols, data }: Matrix, r: number): number[] => [
  ...data.subarray(r * cols, (r + 1) * cols),
];
export const column = ({ rows, cols, data }: Matrix, c: number): number[] =>
  Array.from({ length: rows }, (_, r) => data[r * cols + c]!);

export const total = (numbers: readonly number[]): number => numbers.reduce((sum, x) => sum + x, 0);
export const dot = (a: readonly number[], b: readonly number[]): number => total(a.map((x, i) => x * b[i]!));

const DECIMALS = 5;

/** A number worked out on the way, as it is shown and worked with in the next line: five decimals, or five digits. */
export const fine = (x: number): number =>
  Number((x * HALF_UP).toFixed(Math.min(15, Math.max(DECIMALS, DECIMALS - 1 - magnitudeOf(x))))) + 0;

/** Terms with a sign between them. */
export const joined = (terms: readonly Line[], sign = " + "): Token[] =>
  terms.flatMap((term, i) => (i === 0 ? term : [sign, ...term]));

/** a·b + c·d */
export const products = (a: readonly number[], b: readonly number[]): Token[] =>
  joined(a.map((x, i) => [x, "·", b[i]!]));

/** An entry, what it is, and what that is worth. */
export const worked = (name: Name, at: readonly [number, number], line: Line, worth: number): Line => [
  { name, at },
  " = ",
  ...line,
  { worth },
];

/** A formula that is written around one number, as tokens. */
export function around(write: Activation["text"], x: number): Token[] {
  // What brackets a negative number has to see that it is one.
  const mark = x < 0 ? "−@" : "@";
  return write(mark, { number: (it) => `#${it}#`, comma: "#,#" })
    .split(mark)
    .flatMap((text, i) => [...(i > 0 ? [x] : []), ...text.split("#").flatMap(own)]);
}

/** Every second piece is a number of the formula's own, or what stands between two numbers. */
const own = (piece: string, i: number): Token[] =>
  i % 2 === 1 ? [piece === "," ? piece : Number(piece)] : piece ? [piece] : [];
