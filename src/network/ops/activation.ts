import type { Exact } from "../../math/exact.ts";
import { at, fromFunction, type Matrix, map, multiply } from "../../math/matrix.ts";
import type { Entrywise, Op, Signs } from "../op.ts";
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
  /** The values between which h lies. */
  readonly range: readonly [low: number, high: number];
  /** Whether the curve has a corner, at 0: differences across it find no slope. */
  readonly hasCorner?: true;
  /** How it is written around its argument, and its slope around its value: in TeX and as text. */
  readonly tex: Around;
  readonly text: Around;
  readonly slopeTex: Around;
  readonly slopeText: Around;
  /** The same two of exact numbers, where what they give is exact: signs between numbers are decided on it. */
  readonly exactly?: (z: Exact) => Exact | undefined;
  readonly slopeExactly?: (h: Exact) => Exact;
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

/** Around a number, and with numbers of the function's own. */
type Around = (of: string, signs: Pick<Signs, "number" | "comma">) => string;

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
    written: elementwise(its.slope, its.slopeTex, its.slopeText, its.slopeExactly),
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
    written: elementwise(its.activation, its.tex, its.text, its.exactly),
    numpy: ([z]) => its.numpy(z!),
    spreadsheet: ([z], row, col) => its.spreadsheet(z!.at(row, col)),
  };
}

const elementwise = (
  f: (x: number) => number,
  tex: Around,
  text: Around,
  exactly?: (x: Exact) => Exact | undefined,
): Entrywise => ({
  form: "entrywise",
  f: ([x]) => exactly?.(x!) ?? f(x!.toNumber()),
  tex: ([x], signs) => tex(x!, signs),
  text: ([x], signs) => text(x!, signs),
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
