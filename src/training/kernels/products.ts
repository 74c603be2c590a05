import type { Column } from "../column.ts";

/**
 * G[at + i·J + j] = Σₙ a[i][n]·b[j][n] for the J columns of b: row after row, the product of a transposed and b, each
 * sum added up with n rising from 0, as `matmul` does. Two by two, so that four sums grow side by side: each of them
 * can only wait for its last addition.
 */
export function products(G: Float64Array, at: number, a: readonly Column[], b: readonly Column[]): void {
  const J = b.length;
  let i = 0;
  for (; i + 1 < a.length; i += 2) {
    const row = at + i * J;
    let j = 0;
    for (; j + 1 < J; j += 2) twoByTwo(G, row + j, J, a[i]!, a[i + 1]!, b[j]!, b[j + 1]!);
    if (j < J) twoByOne(G, row + j, J, a[i]!, a[i + 1]!, b[j]!);
  }
  if (i === a.length) return;
  const row = at + i * J;
  let j = 0;
  for (; j + 1 < J; j += 2) twoByOne(G, row + j, 1, b[j]!, b[j + 1]!, a[i]!);
  if (j < J) G[row + j] = oneByOne(a[i]!, b[j]!);
}

function oneByOne(a: Column, c: Column): number {
  let ac = 0;
  for (let n = 0; n < a.length; n++) ac += a[n]! * c[n]!;
  return ac;
}

function twoByOne(G: Float64Array, at: number, by: number, a: Column, b: Column, c: Column): void {
  let ac = 0;
  let bc = 0;
  for (let n = 0; n < c.length; n++) {
    const r = c[n]!;
    ac += a[n]! * r;
    bc += b[n]! * r;
  }
  G[at] = ac;
  G[at + by] = bc;
}

function twoByTwo(G: Float64Array, at: number, by: number, a: Column, b: Column, c: Column, d: Column): void {
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
