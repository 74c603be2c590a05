import type { Exact } from "../math/exact.ts";
import type { Matrix } from "../math/matrix.ts";
import type { Formula } from "./cells.ts";
import type { Kind, MatrixName, Name, Rate, Value } from "./values.ts";

/** What the mathematics knows of one brick: what it computes, how a slope goes back through it, how it is written. */
// biome-ignore lint/suspicious/noExplicitAny: each op knows what its operands are, a list of steps does not
export interface Op<Of extends readonly Value[] = any> {
  readonly name: string;
  /** What stands on its brick; without it, words or the name of its weights do. */
  readonly symbol?: string;
  /** Whether its curve has a corner, where its operand is 0. */
  readonly hasCorner?: true;
  /** The kind of value that it makes. */
  readonly kind: Kind;
  /** The shape of what it makes, from those of its operands; one number has none. */
  shape?(...of: readonly Shape[]): Shape;
  run(of: Of, rates: Rates): Value;
  /** The steps from the slope of the loss along what it makes to the slopes along its operands. */
  back?(step: Step): readonly Step[];
  /** How far each entry of what it makes may be off by rounding, given how far those of its operands are. */
  off?(of: Of, off: readonly Matrix[], made: Matrix): Matrix;
  /** How its equation is written. */
  readonly written: Written;
  /**
   * The same in NumPy, around the names of its operands: an expression, after such lines as it needs. Beside them it may
   * name `N`, `alpha` and `ridge`.
   */
  numpy(of: readonly string[]): string;
  /** The same in a spreadsheet, or the steps to take instead, where one formula does not say it. */
  readonly spreadsheet: Formula | readonly Step[];
  /** What it makes of each row of its operands alone. These cells, a column, are one more operand of the formula. */
  readonly rowInSpreadsheet?: Formula;
}

/** One step of the network: a name made by an op from other names. Of two steps that make one name, the sum counts. */
export interface Step {
  readonly makes: Name;
  readonly op: Op;
  readonly of: readonly Name[];
}

/** A shape in letters: `["N", "D"]`. */
export type Shape = readonly [rows: string, cols: string];

/** What ops are given beside their operands. */
export interface Rates {
  /** α. */
  readonly learningRate: number;
  /** λ. */
  readonly ridge: number;
  /** N, the rows of the data. */
  readonly rows: number;
}

/** The same as a page shows them, where they may be fractions. */
export type ShownRates = Readonly<Record<keyof Rates, Exact | number>> & Pick<Rates, "rows">;

/** A matrix as it stands in an equation: by its name, perhaps transposed. */
export interface Operand {
  readonly name: MatrixName;
  readonly transposed: boolean;
}
export const plain = (name: Name): Operand => ({ name: name as MatrixName, transposed: false });
/** The operand transposed. */
export const T = (name: Name): Operand => ({ name: name as MatrixName, transposed: true });

type Written = Product | Columns | Entrywise | Rowwise | Sum | Call;

/** A matrix product. */
export interface Product {
  readonly form: "product";
  operands(of: readonly Name[]): readonly [left: Operand, right: Operand];
  /** A row that is added to every row of the product. */
  added?(of: readonly Name[]): Name | undefined;
}

/** The sums of the columns of its operand. */
interface Columns {
  readonly form: "columns";
}

/** A function of whole rows: an entry of what it makes, from the same row of each operand. */
export interface Rowwise {
  readonly form: "rowwise";
  /** Entry `col`, from the numbers as shown; a double where it is no fraction of theirs. */
  f(rows: readonly (readonly Exact[])[], col: number): Exact | number;
  /** Around the operands' symbols or matrices. */
  readonly tex: (operands: readonly string[]) => string;
  /** Entry `col`, around the entries of the rows, in TeX and as text. */
  readonly entry: (rows: readonly (readonly string[])[], col: number) => string;
  readonly text: (rows: readonly (readonly string[])[], col: number) => string;
  shapes(shapes: readonly string[]): string;
  /** Where its entries stand, a negative one needs no brackets. */
  readonly isBare?: boolean;
}

/** What stands in equations beside the operands, in TeX or as text: `rate` gives α or λ, as a letter or as a number. */
export interface Signs {
  rate(name: Rate): string;
  /** A number of the op's own. */
  number(x: number): string;
  /** Between two numbers: a semicolon where commas stand in them. */
  readonly comma: string;
  /** N. */
  readonly rows: string;
}
/** How an equation is written around its operands. */
type Around = (operands: readonly string[], signs: Signs) => string;

/** A function of the entries that stand in one place, and how it is written. */
export interface Entrywise {
  readonly form: "entrywise";
  /** The function, of the numbers as shown: it decides the signs between them. A double where it is no fraction of theirs. */
  f(entries: readonly Exact[], rates: ShownRates): Exact | number;
  /** In TeX around the operands' symbols or matrices. */
  readonly tex: Around;
  /** The same for a display, where it is too wide for one line. */
  readonly display?: Around;
  /** In TeX around the entries of one place, where it is not `tex`. */
  readonly entry?: Around;
  readonly text: Around;
  /** Around the shapes of the operands. */
  shapes(shapes: readonly string[]): string;
  /** A rate that takes part. */
  readonly rate?: Rate;
  /** Whether the rate stands before the operands, so that a negative first one has brackets. */
  readonly follows?: true;
}

/** One number: a sum over the entries of its operands, and what is done with it. */
export interface Sum {
  readonly form: "sum";
  /** Whether a term has an entry of each operand, or there is a term for every entry of each. */
  readonly together: boolean;
  /** Whether a negative entry has brackets. */
  readonly bracketed: boolean;
  /** Only so many of the operands, the first ones, stand in its text. */
  readonly named?: number;
  /** One more number a term, from the operands, where their entries cannot give it. */
  extra?(of: readonly Matrix[]): Matrix;
  term(entries: readonly Exact[]): Exact;
  termText(entries: readonly string[]): string;
  whole(sum: Exact, rates: ShownRates): Exact;
  wholeText(sum: string, signs: Signs): string;
  readonly rate?: Rate;
}

/** One number whose equation would be that of the whole forward pass again: only its call is written. */
interface Call {
  readonly form: "call";
  readonly text: string;
  readonly rate?: Rate;
}
