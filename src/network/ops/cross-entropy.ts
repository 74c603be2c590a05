import { log, softplus } from "../../math/elementary.ts";
import { type Exact, exact } from "../../math/exact.ts";
import { at, fromFunction, type Matrix, scale, subtract } from "../../math/matrix.ts";
import {
  logSoftmax,
  sigmoidCrossEntropy as ofSigmoids,
  softmaxCrossEntropy as ofSoftmax,
} from "../../math/softmax.ts";
import type { Formula } from "../cells.ts";
import type { Op, Sum } from "../op.ts";
import { ROUNDING } from "../rounding.ts";
import { slopeName } from "../values.ts";

/**
 * How little the outputs h believed in the targets: from their logits z, so that no logarithm of a rounded h is taken.
 * The slope along the logits is h − y, by row and output, over N: that of the outputs is not needed on the way back.
 */
const crossEntropy = (
  name: string,
  run: (y: Matrix, z: Matrix) => number,
  written: Pick<Sum, "extra" | "term" | "termText">,
  numpy: Op["numpy"],
  rowInSpreadsheet: Formula,
): Op<[y: Matrix, h: Matrix, z: Matrix]> => ({
  name,
  kind: "scalars",
  run: ([y, , z]) => run(y, z),
  back: ({ of: [y, h, z] }) => [{ makes: slopeName(z!), op: miss, of: [y!, h!] }],
  off([y, h, z], [, , off], loss) {
    const moved = off!.data.reduce((sum, by, i) => {
      const size = by + ROUNDING * Math.abs(z.data[i]!);
      return sum + (Math.abs(y.data[i]! - h.data[i]!) + size) * size;
    }, 0);
    const total = moved / y.rows + 4 * ROUNDING * at(loss, 0, 0);
    return fromFunction(1, 1, () => total);
  },
  written: {
    form: "sum",
    together: true,
    named: 2,
    bracketed: true,
    whole: (sum, { rows }) => sum.div(-rows),
    wholeText: (sum, { rows }) => `−(${sum})/${rows}`,
    ...written,
  },
  numpy,
  rowInSpreadsheet,
  spreadsheet: ([, , , losses], _row, _col, { rows }) => `SUM(${losses!.all})/${rows}`,
});

/** −Σ y ln h / N after a softmax. (N×K), (N×K), (N×K) → one number */
export const softmaxCrossEntropy = crossEntropy(
  "softmaxCrossEntropy",
  ofSoftmax,
  {
    extra: ([, , z]) => logSoftmax(z!),
    term: ([y, h, , logs]) => (y!.eq(0) ? y! : y!.times(h!.eq(0) ? logs! : log(h!.toNumber()))),
    termText: ([y, h, , logs]) => (Number(h) === 0 ? `${y}·(${logs})` : `${y}·ln ${h}`),
  },
  ([y, h, z]) =>
    [
      `shifted = ${z} - ${z}.max(axis=1, keepdims=True)`,
      `log_${h} = shifted - np.logaddexp.reduce(shifted, axis=1, keepdims=True)`,
      `-(${y} * log_${h}).sum() / N`,
    ].join("\n"),
  ([y, , z], row) => {
    const all = z!.row(row);
    return `SUMPRODUCT(${y!.row(row)},LN(SUMPRODUCT(EXP(${all}-MAX(${all}))))+MAX(${all})-${all})`;
  },
);

const logOf = (h: Exact, z: Exact): Exact => exact(h.gt(0) ? log(h.toNumber()) : -softplus(-z.toNumber()));

/** −Σ(y ln h + (1 − y) ln(1 − h))/N after sigmoids. (N×K), (N×K), (N×K) → one number */
export const sigmoidCrossEntropy = crossEntropy(
  "sigmoidCrossEntropy",
  ofSigmoids,
  {
    term([y, h, z]) {
      const [yes, no] = [y!, exact(1).minus(y!)];
      const of = (share: Exact, h: Exact, z: Exact) => (share.eq(0) ? share : share.times(logOf(h, z)));
      return of(yes, h!, z!).plus(of(no, exact(1).minus(h!), z!.negative()));
    },
    termText: ([y, h]) => `${y}·ln ${h} + (1 − ${y})·ln(1 − ${h})`,
  },
  ([y, h, z]) =>
    [
      `log_${h} = -np.logaddexp(0, -${z})`,
      `log_not_${h} = -np.logaddexp(0, ${z})`,
      `-(${y} * log_${h} + (1 - ${y}) * log_not_${h}).sum() / N`,
    ].join("\n"),
  // ln(1 + e^z) is (|z| + z)/2 + ln(1 + e^−|z|), with no power that is too large.
  ([y, , z], row) => {
    const [yes, all] = [y!.row(row), z!.row(row)];
    const size = `ABS(${all})`;
    return `SUMPRODUCT(${yes}*(${size}-${all})/2+(1-${yes})*(${size}+${all})/2+LN(1+EXP(-${size})))`;
  },
);

/** (h − y)/N, the slope along the logits. (N×K), (N×K) → (N×K) */
const miss: Op<[y: Matrix, h: Matrix]> = {
  name: "miss",
  kind: "gradients",
  shape: (y) => y,
  run: ([y, h]) => scale(1 / y.rows, subtract(h, y)),
  off: ([y], [, off]) =>
    fromFunction(y.rows, y.cols, (r, c) => (at(off!, r, c) + (y.cols + 8) * ROUNDING) / y.rows),
  written: {
    form: "entrywise",
    f: ([y, h], { rows }) => h!.minus(y!).div(rows),
    tex: ([y, h], { rows }) => `\\tfrac{1}{${rows}}\\,(${h} - ${y})`,
    display: ([y, h], { rows }) => `\\tfrac{1}{${rows}}\\left(${h} - ${y}\\right)`,
    entry: ([y, h], { rows }) => `\\tfrac{1}{${rows}}(${h} - ${y})`,
    text: ([y, h], { rows }) => `(${h} − ${y})/${rows}`,
    shapes: ([y, h]) => `${h} − ${y}`,
  },
  numpy: ([y, h]) => `(${h} - ${y}) / N`,
  spreadsheet: ([y, h], row, col, { rows }) => `(${h!.at(row, col)}-${y!.at(row, col)})/${rows}`,
};
