import type { Column } from "../column.ts";

/**
 * A matrix product, column by column: out[j] = Σₖ c[k]·W[j·next + k·by], each sum added up with k rising from 0, as
 * `matmul` does (src/math/matrix.ts), for the very same bits. W as it stands is next = 1, by = its columns; transposed,
 * the other way round.
 *
 * Two columns are made at once, and two taken in at once after the first one to three: each number fetched from
 * memory is used twice, and each sum put back half as often. That is a fifth faster than one by one. The last of an odd
 * number is made twice over.
 */
export function combine(
  out: readonly Column[],
  c: readonly Column[],
  W: Float64Array,
  next: number,
  by: number,
): void {
  for (let j = 0; j < out.length; j += 2) {
    const i = Math.min(j + 1, out.length - 1);
    combineTwo(out[j]!, out[i]!, c, W, j * next, (i - j) * next, by);
  }
}

function combineTwo(
  y: Column,
  z: Column,
  c: readonly Column[],
  W: Float64Array,
  at: number,
  next: number,
  by: number,
): void {
  // So many that an even number is left.
  let k = c.length % 2 === 0 ? 2 : c.length === 1 ? 1 : 3;
  if (k === 1) twoFromOne(y, z, c[0]!, W, at, next);
  else if (k === 2) twoFromTwo(y, z, c[0]!, c[1]!, W, at, next, by);
  else twoFromThree(y, z, c[0]!, c[1]!, c[2]!, W, at, next, by);
  for (; k < c.length; k += 2) twoPlusTwo(y, z, c[k]!, c[k + 1]!, W, at + k * by, next, by);
}

function twoFromOne(y: Column, z: Column, a: Column, W: Float64Array, at: number, next: number): void {
  const ya = W[at]!;
  const za = W[at + next]!;
  for (let n = 0; n < y.length; n++) {
    const p = a[n]!;
    y[n] = p * ya;
    z[n] = p * za;
  }
}

function twoFromTwo(
  y: Column,
  z: Column,
  a: Column,
  b: Column,
  W: Float64Array,
  at: number,
  next: number,
  by: number,
): void {
  const ya = W[at]!;
  const za = W[at + next]!;
  const yb = W[at + by]!;
  const zb = W[at + by + next]!;
  for (let n = 0; n < y.length; n++) {
    const p = a[n]!;
    const q = b[n]!;
    y[n] = p * ya + q * yb;
    z[n] = p * za + q * zb;
  }
}

function twoFromThree(
  y: Column,
  z: Column,
  a: Column,
  b: Column,
  c: Column,
  W: Float64Array,
  at: number,
  next: number,
  by: number,
): void {
  const ya = W[at]!;
  const za = W[at + next]!;
  const yb = W[at + by]!;
  const zb = W[at + by + next]!;
  const yc = W[at + 2 * by]!;
  const zc = W[at + 2 * by + next]!;
  for (let n = 0; n < y.length; n++) {
    const p = a[n]!;
    const q = b[n]!;
    const r = c[n]!;
    y[n] = p * ya + q * yb + r * yc;
    z[n] = p * za + q * zb + r * zc;
  }
}

function twoPlusTwo(
  y: Column,
  z: Column,
  a: Column,
  b: Column,
  W: Float64Array,
  at: number,
  next: number,
  by: number,
): void {
  const ya = W[at]!;
  const za = W[at + next]!;
  const yb = W[at + by]!;
  const zb = W[at + by + next]!;
  for (let n = 0; n < y.length; n++) {
    const p = a[n]!;
    const q = b[n]!;
    const sum = y[n]! + p * ya + q * yb;
    z[n] = z[n]! + p * za + q * zb;
    y[n] = sum;
  }
}
