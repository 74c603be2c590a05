import { type Matrix, scale, square, sum } from "../../math/matrix.ts";
import type { Op } from "../op.ts";
import { slopeName } from "../values.ts";

/** λ/2N·ΣW², over all weights: the price of large ones. → one number */
export const ridge: Op<readonly Matrix[]> = {
  name: "ridge",
  kind: "scalars",
  run: (weights, { ridge, rows }) =>
    (ridge / (2 * rows)) * weights.map((W) => sum(square(W))).reduce((a, b) => a + b),
  back: ({ of }) => of.map((W) => ({ makes: slopeName(W), op: price, of: [W] })),
  written: {
    form: "sum",
    together: false,
    bracketed: true,
    rate: "lambda",
    term: ([w]) => w!.squared(),
    termText: ([w]) => `${w}²`,
    whole: (sum, { ridge, rows }) => sum.times(ridge).div(2 * rows),
    wholeText: (sum, { rate, rows }) => `${rate("lambda")}/(2·${rows})·(${sum})`,
  },
  numpy: (weights) => `ridge / (2 * N) * (${weights.map((W) => `(${W}**2).sum()`).join(" + ")})`,
  spreadsheet: (weights, _row, _col, { lambda, rows }) =>
    `${lambda}/(2*${rows})*SUMSQ(${weights.map(({ all }) => all)})`,
};

/** λ/N·W, the slope along the weights. (D×H) → (D×H) */
const price: Op<[W: Matrix]> = {
  name: "price",
  kind: "gradients",
  shape: (W) => W,
  run: ([W], { ridge, rows }) => scale(ridge / rows, W),
  written: {
    form: "entrywise",
    rate: "lambda",
    follows: true,
    f: ([w], { ridge, rows }) => w!.times(ridge).div(rows),
    tex: ([W], { rate, rows }) => `\\tfrac{${rate("lambda")}}{${rows}}\\,${W}`,
    display: ([W], { rate, rows }) => `{\\tfrac{${rate("lambda")}}{${rows}}\\cdot ${W}}`,
    entry: ([w], { rate, rows }) => `{\\tfrac{${rate("lambda")}}{${rows}}\\cdot ${w}}`,
    text: ([w], { rate, rows }) => `${rate("lambda")}/${rows}·${w}`,
    shapes: ([W]) => W!,
  },
  numpy: ([W]) => `ridge / N * ${W}`,
  spreadsheet: ([W], row, col, { lambda, rows }) => `${lambda}/${rows}*${W!.at(row, col)}`,
};
