import {
  addRow,
  at,
  columnSums,
  fromFunction,
  type Matrix,
  map,
  matmul,
  transpose,
} from "../../math/matrix.ts";
import { sumOfProducts } from "../cells.ts";
import { type Op, plain, type Step, T } from "../op.ts";
import { ROUNDING } from "../rounding.ts";
import { slopeName } from "../values.ts";

/** x W, and b added last where there is one: every sum of inputs times weights. (N×D)·(D×H) + (1×H) → (N×H) */
export const affine: Op<readonly [x: Matrix, W: Matrix] | readonly [x: Matrix, W: Matrix, b: Matrix]> = {
  name: "affine",
  kind: "activations",
  shape: ([n], [, h]) => [n, h],
  run: ([x, W, b]) => (b ? addRow(matmul(x, W), b) : matmul(x, W)),
  back: ({ makes, of: [x, W, b] }) => [
    ...(b ? [{ makes: slopeName(b), op: alongBiases, of: [slopeName(makes)] } satisfies Step] : []),
    { makes: slopeName(W!), op: alongWeights, of: [x!, slopeName(makes)] },
    { makes: slopeName(x!), op: alongInputs, of: [slopeName(makes), W!] },
  ],
  off: ([x, W, b], [off]) => sumsOff(x, off!, W, b),
  written: {
    form: "product",
    operands: ([x, W]) => [plain(x!), plain(W!)],
    added: ([, , b]) => b,
  },
  numpy: ([x, W, b]) => `${x} @ ${W}${b ? ` + ${b}` : ""}`,
  spreadsheet: ([x, W, b], row, col) => `${sumOfProducts(x!, row, W!, col)}${b ? `+${b.at(0, col)}` : ""}`,
};

/** xᵀ δ, where δ is the slope along x W. (D×N)·(N×H) → (D×H) */
const alongWeights: Op<[x: Matrix, slope: Matrix]> = {
  name: "alongWeights",
  kind: "gradients",
  shape: ([, d], [, h]) => [d, h],
  run: ([x, slope]) => matmul(transpose(x), slope),
  off: ([x], [, off]) => matmul(transpose(map(x, Math.abs)), off!),
  written: { form: "product", operands: ([x, slope]) => [T(x!), plain(slope!)] },
  numpy: ([x, slope]) => `${x}.T @ ${slope}`,
  spreadsheet: ([x, slope], row, col) => `SUMPRODUCT(${x!.col(row)},${slope!.col(col)})`,
};

/** δ Wᵀ, where δ is the slope along x W. (N×H)·(H×D) → (N×D) */
const alongInputs: Op<[slope: Matrix, W: Matrix]> = {
  name: "alongInputs",
  kind: "gradients",
  shape: ([n], [d]) => [n, d],
  run: ([slope, W]) => matmul(slope, transpose(W)),
  off: ([, W], [off]) => matmul(off!, transpose(map(W, Math.abs))),
  written: { form: "product", operands: ([slope, W]) => [plain(slope!), T(W!)] },
  numpy: ([slope, W]) => `${slope} @ ${W}.T`,
  spreadsheet: ([slope, W], row, col) => `SUMPRODUCT(${slope!.row(row)},${W!.row(col)})`,
};

/** The sum of δ over the rows, each of which b was added to. (N×H) → (1×H) */
const alongBiases: Op<[slope: Matrix]> = {
  name: "alongBiases",
  kind: "gradients",
  shape: ([, h]) => ["1", h],
  run: ([slope]) => columnSums(slope),
  off: (_, [off]) => columnSums(off!),
  written: { form: "columns" },
  numpy: ([slope]) => `${slope}.sum(axis=0, keepdims=True)`,
  spreadsheet: ([slope], _, col) => `SUM(${slope!.col(col)})`,
};

/** How far the entries of a·b + c may be off, given how far those of a are. (Higham, Accuracy and Stability, 2002, 3.3) */
const sumsOff = (a: Matrix, off: Matrix, b: Matrix, c?: Matrix): Matrix =>
  fromFunction(a.rows, b.cols, (r, j) => {
    let total = c ? ROUNDING * Math.abs(at(c, 0, j)) : 0;
    for (let k = 0; k < a.cols; k++)
      total += ((a.cols + 2) * ROUNDING * Math.abs(at(a, r, k)) + at(off, r, k)) * Math.abs(at(b, k, j));
    return total;
  });
