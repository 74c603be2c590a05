import type Big from "big.js";
import { at, fromFunction, type Matrix, map, multiply } from "../../math/matrix.ts";
import type { Entrywise, Op } from "../op.ts";
import { slopeName } from "../values.ts";

/** The function of a layer of neurons, and all that the mathematics knows of it. */
export interface Activation {
  /** Also the name of its file, and of the file of what the book says of it. */
  readonly name: string;
  readonly symbol: string;
  readonly activation: (z: number) => number;
  /** Its slope, from its value h. */
  readonly slope: (h: number) => number;
  /** Its slope once more, from z, for the tape: by another formula, and without the one from h. */
  readonly steepness: (z: number) => number;
  /** Its slope of a decimal h, exactly; and the value of a decimal z, where that is a decimal again. */
  readonly slopeExactly: (h: Big) => Big;
  readonly exactly?: (z: Big) => Big;
  /** The values between which h lies. */
  readonly range: readonly [low: number, high: number];
  /** Whether the curve has a corner, at 0: differences across it find no slope. */
  readonly hasCorner?: true;
  /** How it is written around its argument, and its slope around its value: in TeX and as text. */
  readonly tex: (z: string) => string;
  readonly text: (z: string) => string;
  readonly slopeTex: (h: string) => string;
  readonly slopeText: (h: string) => string;
  /** The same two in NumPy. */
  readonly numpy: (z: string) => string;
  readonly slopeNumpy: (h: string) => string;
  /** And in a spreadsheet, around a cell. */
  readonly spreadsheet: (z: string) => string;
  readonly slopeSpreadsheet: (h: string) => string;
  /** How far a value h may be off by rounding, given how far its argument is off. */
  readonly off: (h: number, off: number) => number;
  /** How far its slope, taken from h, may be off by rounding. */
  readonly slopeOff: number;
  /** The same for training, where it is to be fast. Absent: a call for each number. */
  readonly loops?: Loops;
}

/**
 * The bits of `activation` and `slope` for a column, in place. They stand in the brick's own file, written out: an engine
 * compiles a loop well whose function is always the same.
 */
export interface Loops {
  /** z becomes h. */
  activate(z: Float64Array): void;
  /** The slope along h becomes that along z. */
  timesSlope(slope: Float64Array, h: Float64Array): void;
}

/** The op of such a brick, from its sums z to its values h. Its slope is a factor of its own on the way back. (n×m) → (n×m) */
export function activation(its: Activation): Op<[z: Matrix]> {
  const factor: Op<[h: Matrix]> = {
    name: `slope of ${its.name}`,
    kind: "gradients",
    shape: (h) => h,
    run: ([h]) => map(h, its.slope),
    off: ([h]) => map(h, () => its.slopeOff),
    written: elementwise(its.slopeExactly, its.slopeTex, its.slopeText),
    numpy: ([h]) => its.slopeNumpy(h!),
    spreadsheet: ([h], row, col) => its.slopeSpreadsheet(h!.at(row, col)),
  };
  return {
    name: its.name,
    symbol: its.symbol,
    ...(its.hasCorner && { hasCorner: true }),
    kind: "activations",
    shape: (z) => z,
    run: ([z]) => map(z, its.activation),
    back({ makes: h, of: [z] }) {
      const slope = slopeName(z!, h);
      return [
        { makes: slope, op: factor, of: [h] },
        { makes: slopeName(z!), op: product, of: [slopeName(h), slope] },
      ];
    },
    off: (_, [off], h) => fromFunction(h.rows, h.cols, (r, c) => its.off(at(h, r, c), at(off!, r, c))),
    written: elementwise(its.exactly ?? ((z) => its.activation(z.toNumber())), its.tex, its.text),
    numpy: ([z]) => its.numpy(z!),
    spreadsheet: ([z], row, col) => its.spreadsheet(z!.at(row, col)),
  };
}

const elementwise = (
  f: (x: Big) => Big | number,
  tex: (x: string) => string,
  text: (x: string) => string,
): Entrywise => ({
  form: "entrywise",
  f: ([x]) => f(x!),
  tex: ([x]) => tex(x!),
  text: ([x]) => text(x!),
  shapes: ([x]) => x!,
});

/** a ⊙ b: entries in the same place, multiplied. (n×m) ⊙ (n×m) → (n×m) */
const product: Op<[a: Matrix, b: Matrix]> = {
  name: "product",
  kind: "gradients",
  shape: (a) => a,
  run: ([a, b]) => multiply(a, b),
  off: ([a, b], [offA, offB]) =>
    fromFunction(a.rows, a.cols, (r, c) => {
      const [ofA, ofB] = [at(offA!, r, c), at(offB!, r, c)];
      return Math.abs(at(a, r, c)) * ofB + ofA * (Math.abs(at(b, r, c)) + ofB);
    }),
  written: {
    form: "entrywise",
    f: ([a, b]) => a!.times(b!),
    tex: ([a, b]) => `${a} \\odot ${b}`,
    display: ([a, b]) => `${a} \\allowbreak \\odot \\nobreak ${b}`,
    entry: ([a, b]) => `${a}\\cdot ${b}`,
    text: ([a, b]) => `${a}·${b}`,
    shapes: ([a, b]) => `${a} ⊙ ${b}`,
  },
  numpy: ([a, b]) => `${a} * ${b}`,
  spreadsheet: ([a, b], row, col) => `${a!.at(row, col)}*${b!.at(row, col)}`,
};
