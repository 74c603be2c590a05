/**
 * The innermost loops of training, for the SIMD of WebAssembly: two numbers at a time. src/training/kernels/simd.ts
 * calls them. This is AssemblyScript: its syntax is TypeScript's, its types are the machine's. A `v128` is here a pair
 * of numbers; a `usize` is an address, a length in bytes or a count.
 *
 * Columns lie in blocks, one after the other, `stride` bytes apart. A stride is a multiple of four rows, for what is
 * done to every row is done to four at once: rows after the last are room that may hold anything, and no sum has them.
 *
 * The bits are those of the plain loops. Each sum is added up in their order, in its own half of a pair: the pair is
 * two rows or, where the sum is over rows, two neurons. No multiplication is fused with an addition.
 */

function add(a: v128, b: v128): v128 {
  return f64x2.add(a, b);
}

function sub(a: v128, b: v128): v128 {
  return f64x2.sub(a, b);
}

function mul(a: v128, b: v128): v128 {
  return f64x2.mul(a, b);
}

/** The number at an address, twice. */
function twice(address: usize): v128 {
  return v128.load64_splat(address);
}

/** A pair's halves to two places. */
function put(first: usize, second: usize, pair: v128): void {
  v128.store64_lane(first, pair, 0);
  v128.store64_lane(second, pair, 1);
}

/**
 * Two columns from the K columns of c, y = Σₖ c[k]·W[k] and z = Σₖ c[k]·V[k], each sum added up with k rising from 0.
 * From one weight to the next it is `by` bytes. Four rows at a time.
 */
function combine(y: usize, z: usize, c: usize, K: usize, W: usize, V: usize, by: usize, stride: usize): void {
  for (let n: usize = 0; n < stride; n += 32) {
    let column = c + n;
    let p = v128.load(column);
    let q = v128.load(column, 16);
    let w = twice(W);
    let v = twice(V);
    let y0 = mul(p, w);
    let y1 = mul(q, w);
    let z0 = mul(p, v);
    let z1 = mul(q, v);
    for (let k: usize = 1; k < K; k++) {
      column += stride;
      p = v128.load(column);
      q = v128.load(column, 16);
      w = twice(W + k * by);
      v = twice(V + k * by);
      y0 = add(y0, mul(p, w));
      y1 = add(y1, mul(q, w));
      z0 = add(z0, mul(p, v));
      z1 = add(z1, mul(q, v));
    }
    v128.store(y + n, y0);
    v128.store(y + n, y1, 16);
    v128.store(z + n, z0);
    v128.store(z + n, z1, 16);
  }
}

/**
 * The table of `exp`, to be copied here from src/math/elementary.ts: 2^(i/128) for i = 0…127, each as head and tail;
 * then how many 128ths of log(2) there are in 1, and a 128th of log(2) as head and tail.
 */
export const TABLE = memory.data(16 * 128 + 3 * 8);
const STEPS_PER_UNIT = TABLE + 16 * 128;
const STEP_HEAD = STEPS_PER_UNIT + 8;
const STEP_TAIL = STEP_HEAD + 8;

/**
 * Every z of a block becomes 1 / (1 + e^−z), as in src/math/elementary.ts, step by step. There exp looks where its
 * argument lies; here it is kept between −700, where adding 1 leaves 1, and 710, where it has overflowed and leaves 0.
 */
function sigmoids(block: usize, bytes: usize): void {
  // From memory, because V8 makes a constant anew in every round of a loop.
  const lowest = twice(memory.data<f64>([-700]));
  const highest = twice(memory.data<f64>([710]));
  const stepsPerUnit = twice(STEPS_PER_UNIT);
  const stepHead = twice(STEP_HEAD);
  const stepTail = twice(STEP_TAIL);
  const half = twice(memory.data<f64>([1.0 / 2]));
  const sixth = twice(memory.data<f64>([1.0 / 6]));
  const by24 = twice(memory.data<f64>([1.0 / 24]));
  const by120 = twice(memory.data<f64>([1.0 / 120]));
  const one = twice(memory.data<f64>([1]));
  /** 1.5·2⁵²: added to a whole number it leaves that number, an integer, in the lowest bits. */
  const shift = twice(memory.data<f64>([6755399441055744]));

  for (let at = block; at < block + bytes; at += 16) {
    const x = f64x2.pmax(f64x2.pmin(f64x2.neg(v128.load(at)), highest), lowest);
    const k = f64x2.floor(add(mul(x, stepsPerUnit), half));
    const r = sub(sub(x, mul(k, stepHead)), mul(k, stepTail));
    const i = add(k, shift);
    const entries = i64x2.shr_u(i64x2.shl(i, 57), 53); // 16·(i mod 128)
    const first = v128.load(TABLE + i32x4.extract_lane(entries, 0));
    const second = v128.load(TABLE + i32x4.extract_lane(entries, 2));
    const head = v128.shuffle<f64>(first, second, 0, 2);
    const tail = v128.shuffle<f64>(first, second, 1, 3);
    const rr = mul(r, r);
    const expm1 = add(r, mul(rr, add(add(half, mul(r, sixth)), mul(rr, add(by24, mul(r, by120))))));
    // 2^(⌊k/128⌋ − 1): the bits of 1/2, with ⌊k/128⌋ more in the exponent. Twice that may be too large a number.
    const power = i64x2.add(i64x2.shl(i64x2.shr_u(i, 7), 52), half);
    const e = mul(add(head, add(tail, mul(head, expm1))), power);
    v128.store(at, f64x2.div(one, add(one, add(e, e))));
  }
}

/** Every z of a block becomes the larger of 0 and z. */
function rectified(block: usize, bytes: usize): void {
  const zero = f64x2.splat(0);
  for (let at = block; at < block + bytes; at += 16) v128.store(at, f64x2.max(zero, v128.load(at)));
}

/** Every delta of a block becomes delta·1 where h is above 0, else delta·0: dLoss/dh becomes dLoss/dz. */
function rectifiedSlopes(delta: usize, h: usize, bytes: usize): void {
  const zero = f64x2.splat(0);
  const one = twice(memory.data<f64>([1]));
  for (let n: usize = 0; n < bytes; n += 16) {
    const slope = v128.and(f64x2.gt(v128.load(h + n), zero), one);
    v128.store(delta + n, mul(v128.load(delta + n), slope));
  }
}

/** Every delta of a block becomes delta·h(1 − h): dLoss/dh becomes dLoss/dz. */
function slopes(delta: usize, h: usize, bytes: usize): void {
  const one = twice(memory.data<f64>([1]));
  for (let n: usize = 0; n < bytes; n += 16) {
    const value = v128.load(h + n);
    v128.store(delta + n, mul(v128.load(delta + n), mul(value, sub(one, value))));
  }
}

/**
 * G[i·nextA + j·nextB] = Σₙ a[i][n]·b[j][n], added up with n rising from 0, for the I columns of a and the J of b.
 * Two of a with four of b at a time; where there are no more, the last one stands in.
 */
export function products(
  G: usize,
  a: usize,
  I: usize,
  nextA: usize,
  b: usize,
  J: usize,
  nextB: usize,
  rows: usize,
  stride: usize,
): void {
  for (let i: usize = 0; i < I; i += 2) {
    const u = min(i + 1, I - 1);
    const a0 = a + i * stride;
    const a1 = a + u * stride;
    for (let j: usize = 0; j < J; j += 4) {
      const v = min(j + 1, J - 1);
      const w = min(j + 2, J - 1);
      const x = min(j + 3, J - 1);
      const b0 = b + j * stride;
      const b1 = b + v * stride;
      const b2 = b + w * stride;
      const b3 = b + x * stride;
      let sum0 = f64x2.splat(0);
      let sum1 = f64x2.splat(0);
      let sum2 = f64x2.splat(0);
      let sum3 = f64x2.splat(0);
      for (let n: usize = 0; n < rows * 8; n += 8) {
        const pair = v128.load64_lane(a1 + n, v128.load64_zero(a0 + n), 1);
        sum0 = add(sum0, mul(pair, twice(b0 + n)));
        sum1 = add(sum1, mul(pair, twice(b1 + n)));
        sum2 = add(sum2, mul(pair, twice(b2 + n)));
        sum3 = add(sum3, mul(pair, twice(b3 + n)));
      }
      const top = G + i * nextA * 8;
      const bottom = G + u * nextA * 8;
      put(top + j * nextB * 8, bottom + j * nextB * 8, sum0);
      put(top + v * nextB * 8, bottom + v * nextB * 8, sum1);
      put(top + w * nextB * 8, bottom + w * nextB * 8, sum2);
      put(top + x * nextB * 8, bottom + x * nextB * 8, sum3);
    }
  }
}

/** The bricks that are known here, as src/training/kernels/simd.ts numbers them. */
const SIGMOID = 1;
const RELU = 2;

/** h = σ(x·W), by ReLU likewise, or x·W alone: J columns from K, two at a time; the last of an odd number is made twice over. */
export function forward(h: usize, J: usize, x: usize, K: usize, W: usize, brick: i32, stride: usize): void {
  for (let j: usize = 0; j < J; j += 2) {
    const i = min(j + 1, J - 1);
    const block = h + j * stride;
    combine(block, h + i * stride, x, K, W + 8 * j, W + 8 * i, 8 * J, stride);
    const bytes = (i - j + 1) * stride;
    if (brick === SIGMOID) sigmoids(block, bytes);
    else if (brick === RELU) rectified(block, bytes);
  }
}

/** lower = delta·Wᵀ ⊙ the slopes of the brick, or delta·Wᵀ alone: the deltas of J neurons from those of the K above, likewise. */
export function backward(
  lower: usize,
  J: usize,
  delta: usize,
  K: usize,
  W: usize,
  h: usize,
  brick: i32,
  stride: usize,
): void {
  for (let j: usize = 0; j < J; j += 2) {
    const i = min(j + 1, J - 1);
    const block = lower + j * stride;
    combine(block, lower + i * stride, delta, K, W + 8 * K * j, W + 8 * K * i, 8, stride);
    const bytes = (i - j + 1) * stride;
    if (brick === SIGMOID) slopes(block, h + j * stride, bytes);
    else if (brick === RELU) rectifiedSlopes(block, h + j * stride, bytes);
  }
}
