import { exact, sumOf } from "../../math/exact.ts";
import { at, fromFunction, type Matrix } from "../../math/matrix.ts";
import { softmax as probabilities, softmaxBack } from "../../math/softmax.ts";
import type { Op } from "../op.ts";
import { ROUNDING } from "../rounding.ts";
import { slopeName } from "../values.ts";

/** e^z over the sum of its row: outputs that are the probabilities of the labels. (N×K) → (N×K) */
export const softmax: Op<[z: Matrix]> = {
  name: "softmax",
  symbol: "softmax",
  kind: "activations",
  shape: (z) => z,
  run: ([z]) => probabilities(z),
  back: ({ makes: h, of: [z] }) => [{ makes: slopeName(z!), op: throughSoftmax, of: [slopeName(h), h] }],
  off: ([z], [off], h) =>
    fromFunction(h.rows, h.cols, (r, c) => {
      let moved = 0;
      for (let k = 0; k < h.cols; k++)
        moved = Math.max(moved, at(off!, r, k) + ROUNDING * Math.abs(at(z, r, k)));
      return Math.min(1, at(h, r, c) * (2 * moved + (h.cols + 4) * ROUNDING));
    }),
  written: {
    form: "rowwise",
    isBare: true,
    f: ([z], col) => {
      // A quotient of powers of e is a fraction only where they are all the same.
      if (z!.every((it) => it.eq(z![0]!))) return exact(1).div(z!.length);
      const numbers = z!.map((it) => it.toNumber());
      return probabilities({ rows: 1, cols: numbers.length, data: Float64Array.from(numbers) }).data[col]!;
    },
    tex: ([z]) => `\\operatorname{softmax}\\left(${z}\\right)`,
    entry: ([z], col) => `\\frac{e^{${z![col]}}}{${z!.map((it) => `e^{${it}}`).join(" + ")}}`,
    text: ([z], col) => `e<sup>${z![col]}</sup>/(${z!.map((it) => `e<sup>${it}</sup>`).join(" + ")})`,
    shapes: ([z]) => z!,
  },
  numpy: ([z]) =>
    [
      `exp_${z} = np.exp(${z} - ${z}.max(axis=1, keepdims=True))`,
      `exp_${z} / exp_${z}.sum(axis=1, keepdims=True)`,
    ].join("\n"),
  spreadsheet([z], row, col) {
    const all = z!.row(row);
    return `EXP(${z!.at(row, col)}-MAX(${all}))/SUMPRODUCT(EXP(${all}-MAX(${all})))`;
  },
};

/** h ⊙ (g − Σ g h), the sum over each row: the way of a slope g through the softmax. (N×K), (N×K) → (N×K) */
const throughSoftmax: Op<[slope: Matrix, h: Matrix]> = {
  name: "throughSoftmax",
  kind: "gradients",
  shape: (slope) => slope,
  run: ([slope, h]) => softmaxBack(slope, h),
  off: ([slope, h], [offSlope, offH]) =>
    fromFunction(h.rows, h.cols, (r, c) => {
      let [sum, off] = [0, 0];
      for (let k = 0; k < h.cols; k++) {
        const [g, p] = [Math.abs(at(slope, r, k)), at(h, r, k)];
        sum += g * p;
        off += g * at(offH!, r, k) + at(offSlope!, r, k) * p + (h.cols + 1) * ROUNDING * g * p;
      }
      const [g, p] = [Math.abs(at(slope, r, c)), at(h, r, c)];
      return (
        p * (off + at(offSlope!, r, c) + (2 * h.cols + 12) * ROUNDING * (g + sum)) +
        at(offH!, r, c) * (g + sum)
      );
    }),
  written: {
    form: "rowwise",
    f: ([g, h], col) => h![col]!.times(g![col]!.minus(sumOf(g!.map((it, k) => it.times(h![k]!))))),
    tex: ([g, h]) => `${h} \\odot \\bigl(${g} - (${g} \\odot ${h})\\,\\mathbf{1}\\mathbf{1}^{\\top}\\bigr)`,
    entry: ([g, h], col) =>
      `${h![col]}\\cdot\\bigl(${g![col]} - (${g!.map((it, k) => `${it}\\cdot ${h![k]}`).join(" + ")})\\bigr)`,
    text: ([g, h], col) => `${h![col]}·(${g![col]} − (${g!.map((it, k) => `${it}·${h![k]}`).join(" + ")}))`,
    shapes: ([g, h]) => `${h} ⊙ ${g}`,
  },
  numpy: ([g, h]) => `${h} * (${g} - (${g} * ${h}).sum(axis=1, keepdims=True))`,
  spreadsheet: ([g, h], row, col) =>
    `${h!.at(row, col)}*(${g!.at(row, col)}-SUMPRODUCT(${g!.row(row)},${h!.row(row)}))`,
};
