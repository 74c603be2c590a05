import { at, fromFunction, type Matrix, scale, square, subtract, sum } from "../../math/matrix.ts";
import type { Op } from "../op.ts";
import { ROUNDING } from "../rounding.ts";
import { slopeName } from "../values.ts";

/** Σ(y − h)²/2N: how far outputs are from their targets. (N×K), (N×K) → one number */
export const meanSquares: Op<[y: Matrix, h: Matrix]> = {
  name: "meanSquares",
  kind: "scalars",
  run: ([y, h]) => sum(square(subtract(y, h))) / (2 * y.rows),
  back: ({ of: [y, h] }) => [{ makes: slopeName(h!), op: miss, of: [y!, h!] }],
  off([y, h], [, off], loss) {
    const moved = off!.data.reduce((sum, by, i) => sum + (Math.abs(y.data[i]! - h.data[i]!) + by) * by, 0);
    const total = moved / y.rows + (y.data.length + 3) * ROUNDING * at(loss, 0, 0);
    return fromFunction(1, 1, () => total);
  },
  written: {
    form: "sum",
    together: true,
    bracketed: true,
    term: ([y, h]) => y!.minus(h!).squared(),
    termText: ([y, h]) => `(${y} − ${h})²`,
    whole: (sum, { rows }) => sum.div(2 * rows),
    wholeText: (sum, { rows }) => `(${sum})/(2·${rows})`,
  },
  numpy: ([y, h]) => `((${y} - ${h})**2).sum() / (2 * N)`,
  spreadsheet: ([y, h], _row, _col, { rows }) => `SUMXMY2(${y!.all},${h!.all})/(2*${rows})`,
};

/** −(y − h)/N, the slope along h. (N×K), (N×K) → (N×K) */
const miss: Op<[y: Matrix, h: Matrix]> = {
  name: "miss",
  kind: "gradients",
  shape: (y) => y,
  run: ([y, h]) => scale(-1 / y.rows, subtract(y, h)),
  written: {
    form: "entrywise",
    f: ([y, h], { rows }) => h!.minus(y!).div(rows),
    tex: ([y, h], { rows }) => `-\\tfrac{1}{${rows}}\\,(${y} - ${h})`,
    display: ([y, h], { rows }) => `-\\tfrac{1}{${rows}}\\left(${y} - ${h}\\right)`,
    entry: ([y, h], { rows }) => `-\\tfrac{1}{${rows}}(${y} - ${h})`,
    text: ([y, h], { rows }) => `−(${y} − ${h})/${rows}`,
    shapes: ([y, h]) => `${y} − ${h}`,
  },
  numpy: ([y, h]) => `-(${y} - ${h}) / N`,
  spreadsheet: ([y, h], row, col, { rows }) => `-(${y!.at(row, col)}-${h!.at(row, col)})/${rows}`,
};
