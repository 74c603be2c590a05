import { at, fromFunction, type Matrix, map, matmul, transpose } from "../../math/matrix.ts";
import { type Op, plain, T } from "../op.ts";
import { ROUNDING } from "../rounding.ts";
import { slopeName } from "../values.ts";

/** x W: every sum of inputs times weights. (N×D)·(D×H) → (N×H) */
export const affine: Op<[x: Matrix, W: Matrix]> = {
  name: "affine",
  kind: "activations",
  shape: ([n], [, h]) => [n, h],
  run: ([x, W]) => matmul(x, W),
  back: ({ makes, of: [x, W] }) => [
    { makes: slopeName(W!), op: alongWeights, of: [x!, slopeName(makes)] },
    { makes: slopeName(x!), op: alongInputs, of: [slopeName(makes), W!] },
  ],
  off: ([x, W], [off]) => sumsOff(x, off!, W),
  written: { form: "product", operands: ([x, W]) => [plain(x!), plain(W!)] },
};

/** xᵀ δ, where δ is the slope along x W. (D×N)·(N×H) → (D×H) */
const alongWeights: Op<[x: Matrix, slope: Matrix]> = {
  name: "alongWeights",
  kind: "gradients",
  shape: ([, d], [, h]) => [d, h],
  run: ([x, slope]) => matmul(transpose(x), slope),
  off: ([x], [, off]) => matmul(transpose(map(x, Math.abs)), off!),
  written: { form: "product", operands: ([x, slope]) => [T(x!), plain(slope!)] },
};

/** δ Wᵀ, where δ is the slope along x W. (N×H)·(H×D) → (N×D) */
const alongInputs: Op<[slope: Matrix, W: Matrix]> = {
  name: "alongInputs",
  kind: "gradients",
  shape: ([n], [d]) => [n, d],
  run: ([slope, W]) => matmul(slope, transpose(W)),
  off: ([, W], [off]) => matmul(off!, transpose(map(W, Math.abs))),
  written: { form: "product", operands: ([slope, W]) => [plain(slope!), T(W!)] },
};

/** How far the entries of a·b may be off, given how far those of a are. (Higham, Accuracy and Stability, 2002, 3.3) */
const sumsOff = (a: Matrix, off: Matrix, b: Matrix): Matrix =>
  fromFunction(a.rows, b.cols, (r, c) => {
    let total = 0;
    for (let k = 0; k < a.cols; k++)
      total += ((a.cols + 1) * ROUNDING * Math.abs(at(a, r, k)) + at(off, r, k)) * Math.abs(at(b, k, c));
    return total;
  });
