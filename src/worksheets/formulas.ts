import { networkOf, ratesOf } from "../network/network.ts";
import { meanSquares } from "../network/ops/mean-squares.ts";
import { plus } from "../network/ops/plus.ts";
import { ridge } from "../network/ops/ridge.ts";
import { softmax } from "../network/ops/softmax.ts";
import { isMatrix } from "../network/quantities.ts";
import type { Trace } from "../network/stage.ts";
import type { MatrixName, Name } from "../network/values.ts";
import { equationOf, notationOf } from "../typeset/equations.ts";
import type { NumberFormat } from "../typeset/format.ts";
import { symbol } from "../typeset/tex.ts";
import { stepsMaking } from "./worksheet.ts";

/** How a value comes about, in symbols: the same for all students of a class. */
export interface Formula {
  /** TeX, `z_1 = X W_1`. */
  readonly tex: string;
  /** `(1×2)·(2×3) → (1×3)`; one number has none. */
  readonly shapes?: string;
}

/** What a step makes of its operands, where it makes one number. */
const OF_SUMS: Readonly<Record<string, (of: readonly string[]) => string>> = {
  [meanSquares.name]: ([y, h]) => `\\frac{1}{2N} \\sum \\left(${y} - ${h}\\right)^2`,
  softmaxCrossEntropy: ([y, h]) => `-\\frac{1}{N} \\sum ${y} \\odot \\ln\\,${h}`,
  sigmoidCrossEntropy: ([y, h]) =>
    `-\\frac{1}{N} \\sum \\left(${y} \\odot \\ln\\,${h} + (1 - ${y}) \\odot \\ln (1 - ${h})\\right)`,
  [ridge.name]: (weights) =>
    `\\frac{\\lambda}{2N} \\left(${weights.map((W) => `\\sum ${W}^2`).join(" + ")}\\right)`,
  [plus.name]: (terms) => terms.join(" + "),
};

export function formulaOf(trace: Trace, name: Name, format: NumberFormat): Formula {
  if (isMatrix(name)) {
    const { lines, shapes } = equationOf(notationOf(trace, format, ""), name as MatrixName);
    return { tex: lines[0]!.replace("&=", "="), shapes };
  }
  const [step] = stepsMaking(networkOf(trace.lesson), name, ratesOf(trace.lesson, trace.X.rows));
  const { op, of } = step!;
  return { tex: `${symbol(name)} = ${OF_SUMS[op.name]!(of.map(symbol))}` };
}

/** Signs that a sheet may have to explain, each by what stands in its formulas. */
export type Sign = keyof typeof SIGNS;
const SIGNS = {
  sigmoid: "\\sigma",
  tanh: "\\tanh",
  softmax: softmax.name,
  max: "\\max",
  product: "·",
  bias: "+ \\htmlClass{weights}{b_",
  transposed: "\\top",
  entrywise: "\\odot",
  mask: "> 0",
  columns: "\\mathbf{1}^{\\top}\\,",
  rows: "\\mathbf{1}\\mathbf{1}",
  sum: "\\sum",
  ln: "\\ln",
  slope: "\\partial",
  next: "^{*}",
} as const;

export const signsIn = (formulas: readonly Formula[]): Sign[] =>
  (Object.keys(SIGNS) as Sign[]).filter((it) =>
    formulas.some(({ tex, shapes = "" }) => (it === "product" ? shapes : tex).includes(SIGNS[it])),
  );

/** What is done to each entry of a matrix alone, by what stands in formulas. */
export type Acting = keyof typeof ACTING;
const ACTING = {
  sigmoid: "\\sigma",
  tanh: "\\tanh",
  max: "\\max",
  ln: "\\ln",
  square: "^2",
  minus: "-",
} as const;

export const actingIn = (formulas: readonly Formula[]): Acting[] =>
  (Object.keys(ACTING) as Acting[]).filter((it) => formulas.some(({ tex }) => tex.includes(ACTING[it])));
