import { type Matrix, scale, subtract } from "../../math/matrix.ts";
import type { Op } from "../op.ts";

/** W − α·∂L/∂W: a step of gradient descent. (D×H), (D×H) → (D×H) */
export const descend: Op<[W: Matrix, slope: Matrix]> = {
  name: "descend",
  kind: "weights",
  shape: (W) => W,
  run: ([W, slope], { learningRate }) => subtract(W, scale(learningRate, slope)),
  written: {
    form: "entrywise",
    rate: "alpha",
    f: ([w, slope], { learningRate }) => w!.minus(slope!.times(learningRate)),
    tex: ([W, G], { rate }) => `${W} - ${rate("alpha")}\\,${G}`,
    display: ([W, G], { rate }) => `${W}\\\\[.4em]\n&\\quad {} - ${rate("alpha")}\\cdot ${G}`,
    entry: ([w, g], { rate }) => `${w} - ${rate("alpha")}\\cdot ${g}`,
    text: ([w, g], { rate }) => `${w} − ${rate("alpha")}·${g}`,
    shapes: ([W, G]) => `${W} − ${G}`,
  },
  numpy: ([W, slope]) => `${W} - alpha * ${slope}`,
  spreadsheet: ([W, slope], row, col, { alpha }) => `${W!.at(row, col)}-${alpha}*${slope!.at(row, col)}`,
};
