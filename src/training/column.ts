import type { Matrix } from "../matrix.ts";

/**
 * The loops of training. One neuron's values for all rows stand together in a column, so that the innermost loop
 * always runs over rows: its steps do not wait for each other, and whether there are 2 columns or 50 is decided
 * outside of it. Each sum is added up in the order of `matmul` (src/matrix.ts), for the very same bits.
 */
export type Column = Float64Array;

export const columns = (count: number, rows: number): Column[] =>
  Array.from({ length: count }, () => new Float64Array(rows));

/** The columns of a matrix, copied. */
export const columnsOf = ({ rows, cols, data }: Matrix): Column[] =>
  Array.from({ length: cols }, (_, c) => Float64Array.from({ length: rows }, (_, r) => data[r * cols + c]!));

/**
 * out = Σₖ c[k]·W[at + k·by], k rising: one column of a matrix product. The first one to four columns are taken
 * so that fours are left: a pass over `out` for each column would cost twice as much.
 */
export function combine(out: Column, c: readonly Column[], W: Float64Array, at: number, by: number): void {
  let k = ((c.length - 1) & 3) + 1;
  if (k === 1) set1(out, c[0]!, W[at]!);
  else if (k === 2) set2(out, c[0]!, c[1]!, W[at]!, W[at + by]!);
  else if (k === 3) set3(out, c[0]!, c[1]!, c[2]!, W[at]!, W[at + by]!, W[at + 2 * by]!);
  else set4(out, c[0]!, c[1]!, c[2]!, c[3]!, W[at]!, W[at + by]!, W[at + 2 * by]!, W[at + 3 * by]!);
  for (; k < c.length; k += 4) {
    const i = at + k * by;
    add4(out, c[k]!, c[k + 1]!, c[k + 2]!, c[k + 3]!, W[i]!, W[i + by]!, W[i + 2 * by]!, W[i + 3 * by]!);
  }
}

function set1(out: Column, a: Column, v: number): void {
  for (let n = 0; n < out.length; n++) out[n] = a[n]! * v;
}
function set2(out: Column, a: Column, b: Column, v: number, w: number): void {
  for (let n = 0; n < out.length; n++) out[n] = a[n]! * v + b[n]! * w;
}
function set3(out: Column, a: Column, b: Column, c: Column, v: number, w: number, x: number): void {
  for (let n = 0; n < out.length; n++) out[n] = a[n]! * v + b[n]! * w + c[n]! * x;
}
function set4(
  out: Column,
  a: Column,
  b: Column,
  c: Column,
  d: Column,
  v: number,
  w: number,
  x: number,
  y: number,
): void {
  for (let n = 0; n < out.length; n++) out[n] = a[n]! * v + b[n]! * w + c[n]! * x + d[n]! * y;
}
function add4(
  out: Column,
  a: Column,
  b: Column,
  c: Column,
  d: Column,
  v: number,
  w: number,
  x: number,
  y: number,
): void {
  for (let n = 0; n < out.length; n++) out[n] = out[n]! + a[n]! * v + b[n]! * w + c[n]! * x + d[n]! * y;
}

/**
 * G[at + i·J + j] = Σₙ a[i][n]·b[j][n] for the J columns of b, n rising: the product of a transposed and b. Two by
 * two, so that four sums grow side by side.
 */
export function products(G: Float64Array, at: number, a: readonly Column[], b: readonly Column[]): void {
  const J = b.length;
  let i = 0;
  for (; i + 1 < a.length; i += 2) {
    const row = at + i * J;
    let j = 0;
    for (; j + 1 < J; j += 2) dot2x2(G, row + j, J, a[i]!, a[i + 1]!, b[j]!, b[j + 1]!);
    if (j < J) dot2(G, row + j, J, a[i]!, a[i + 1]!, b[j]!);
  }
  if (i === a.length) return;
  const row = at + i * J;
  let j = 0;
  for (; j + 1 < J; j += 2) dot2(G, row + j, 1, b[j]!, b[j + 1]!, a[i]!);
  if (j < J) G[row + j] = dot(a[i]!, b[j]!);
}

function dot(a: Column, b: Column): number {
  let sum = 0;
  for (let n = 0; n < a.length; n++) sum += a[n]! * b[n]!;
  return sum;
}
function dot2(G: Float64Array, at: number, by: number, a: Column, b: Column, c: Column): void {
  let ac = 0;
  let bc = 0;
  for (let n = 0; n < c.length; n++) {
    const x = c[n]!;
    ac += a[n]! * x;
    bc += b[n]! * x;
  }
  G[at] = ac;
  G[at + by] = bc;
}
function dot2x2(G: Float64Array, at: number, by: number, a: Column, b: Column, c: Column, d: Column): void {
  let ac = 0;
  let ad = 0;
  let bc = 0;
  let bd = 0;
  for (let n = 0; n < a.length; n++) {
    const p = a[n]!;
    const q = b[n]!;
    const r = c[n]!;
    const s = d[n]!;
    ac += p * r;
    ad += p * s;
    bc += q * r;
    bd += q * s;
  }
  G[at] = ac;
  G[at + 1] = ad;
  G[at + by] = bc;
  G[at + by + 1] = bd;
}
