/**
 * `exp`, `log`, softplus and the two squashing functions, from + − × ÷ alone.
 *
 * Why not `Math.exp`? ECMAScript leaves its last bits to the engine, and engines differ: Node 20 and today's
 * Chromium disagree on about one value in ten. The four operations (and `Math.floor`) are exact IEEE 754
 * everywhere, so whatever is built from them gives the same bits in Node and in every browser.
 *
 * The method is table and short polynomial: P. T. P. Tang, "Table-driven implementation of the exponential
 * function in IEEE floating-point arithmetic", ACM TOMS 15 (1989), and the same author on the logarithm, ACM
 * TOMS 16 (1990). An argument is brought close to a table's entry; the little that is left goes through a few
 * terms of Taylor's series; an entry is kept as the sum of two numbers, so that its own rounding is not felt.
 */
import { addPairs, exactSum, type Pair } from "./pair.ts";

/** Table entries to one doubling. A power of two: `& 127` and `>> 7` below divide by it. */
const STEPS = 128;

// --- The tables, made as the module loads, in whole numbers: v stands for v / 2⁹⁶, so little is lost. ---

const BITS = 96n;
const ONE = 1n << BITS;

/** A fixed-point value as the sum of a number with that many bits after the point, and a small one. */
function split(v: bigint, bits: bigint): [head: number, tail: number] {
  const head = v >> (BITS - bits);
  return [
    Number(head) / Number(1n << bits),
    Number(v - (head << (BITS - bits))) / Number(ONE),
  ];
}

/** log(a / b) = 2·atanh((a − b) / (a + b)), by its series t + t³/3 + t⁵/5 + … */
function logOfRatio(a: bigint, b: bigint): bigint {
  if (a < b) return -logOfRatio(b, a); // a shift rounds down: of a negative number it would never be 0
  const t = (ONE * (a - b)) / (a + b);
  const tt = (t * t) >> BITS;
  let sum = 0n;
  for (
    let power = t, n = 1n;
    power > 0n;
    power = (power * tt) >> BITS, n += 2n
  )
    sum += power / n;
  return 2n * sum;
}

/** e^v by its series 1 + v + v²/2! + … */
function expOf(v: bigint): bigint {
  let sum = 0n;
  for (
    let term = ONE, n = 1n;
    term > 0n;
    term = ((term * v) >> BITS) / n, n += 1n
  )
    sum += term;
  return sum;
}

/** So short a head that k·head is exact for every k in use. */
const SHORT = 42n;
const LN2 = logOfRatio(2n, 1n);
const [LN2_HEAD, LN2_TAIL] = split(LN2, SHORT);
const [STEP_HEAD, STEP_TAIL] = split(LN2 / BigInt(STEPS), SHORT);
const STEPS_PER_UNIT = STEPS / (LN2_HEAD + LN2_TAIL);

/** 2^(i/128) for i = 0…127, head and tail. */
const ROOT_HEAD = new Float64Array(STEPS);
const ROOT_TAIL = new Float64Array(STEPS);
const root = expOf(LN2 / BigInt(STEPS));
for (let i = 0, v = ONE; i < STEPS; i++, v = (v * root) >> BITS) {
  [ROOT_HEAD[i], ROOT_TAIL[i]] = split(v, 52n);
}

/**
 * All that `exp` reads, for the kernels of src/training that do the same two numbers at a time: heads and tails
 * in turn, then three numbers more.
 */
export const TABLE_OF_EXP = Float64Array.from([
  ...[...ROOT_HEAD].flatMap((head, i) => [head, ROOT_TAIL[i]!]),
  ...[STEPS_PER_UNIT, STEP_HEAD, STEP_TAIL],
]);

/** 2^m for m = −1074…1023, all the powers of two there are. */
const LOWEST = -1074;
const POWER = new Float64Array(1023 - LOWEST + 1);
for (let i = 0, v = Number.MIN_VALUE; i < POWER.length; i++, v *= 2)
  POWER[i] = v;

/** The high word (sign, exponent, 20 bits of fraction) of 0.6875, where log's tables begin. */
const START = 0x3fe60000;
const TWO_54 = 18014398509481984;
const SMALLEST_NORMAL = 2.2250738585072014e-308;
/** Added and taken away again it rounds a number below 2 to 31 bits after the point. */
const SHORTEN = 1.5 * (1 << 21);

/**
 * For each 128th of the way from 0.6875 to 1.375, by the bits of the number: a ten-bit number near 1/z, and
 * minus its logarithm. Beside 1 it is 1 itself, with logarithm 0, lest the small result be a difference.
 */
const NEAR_INVERSE = new Float64Array(STEPS);
const LOG_HEAD = new Float64Array(STEPS);
const LOG_TAIL = new Float64Array(STEPS);
for (let i = 0; i < STEPS; i++) {
  const middle = i < 80 ? 0.6875 + (i + 0.5) / 256 : 1 + (i - 80 + 0.5) / 128;
  const c = i === 79 || i === 80 ? 512 : Math.floor(512 / middle + 0.5);
  NEAR_INVERSE[i] = c / 512;
  [LOG_HEAD[i], LOG_TAIL[i]] = split(logOfRatio(512n, BigInt(c)), SHORT);
}

// A number's bits, seen through one shared buffer. Which half is the high one depends on the processor.
const float = new Float64Array([1]);
const words = new Int32Array(float.buffer);
const HIGH = words[1] === 0 ? 0 : 1;

// --- The functions ---

/** e^r − 1 for |r| ≤ log(2)/256. The first term left out, r⁶/720, is under 2⁻⁶⁰. */
function expm1Tiny(r: number): number {
  const rr = r * r;
  return r + rr * (1 / 2 + r * (1 / 6) + rr * (1 / 24 + r * (1 / 120)));
}

/**
 * e^x, with an error under 0.52 ulp (0.77 where the result is subnormal).
 * Infinity above 709.782712893384, 0 below −745.1332191019412; exp(±0) = 1, exp(NaN) = NaN.
 */
export function exp(x: number): number {
  if (x > -708 && x < 709) return expTimesPower(x, 0);
  if (x > -746 && x < 710) {
    const n = x < 0 ? 100 : -100; // away from the brink, and back by a product that rounds once
    return expTimesPower(x, n) * POWER[-n - LOWEST]!;
  }
  return x < 0 ? 0 : x > 0 ? Number.POSITIVE_INFINITY : Number.NaN;
}

/** e^x·2^n. With x = k·log(2)/128 + r, e^x is 2^⌊k/128⌋ · 2^((k mod 128)/128) · e^r. */
function expTimesPower(x: number, n: number): number {
  const k = Math.floor(x * STEPS_PER_UNIT + 0.5);
  const r = x - k * STEP_HEAD - k * STEP_TAIL;
  const i = k | 0; // the same as an integer of the processor's: faster
  const head = ROOT_HEAD[i & 127]!;
  const tail = ROOT_TAIL[i & 127]!;
  return (
    (head + (tail + head * expm1Tiny(r))) * POWER[(i >> 7) + n - LOWEST]!
  );
}

/**
 * e^x as a pair with an error under 2⁻⁶⁰ of it, for a pair x below 709. Below −708, where it becomes
 * subnormal, as exact as `exp`.
 */
export function expPair([x, rest]: Pair): Pair {
  const [head, tail] = x > -708 ? expParts(x) : [exp(x), 0];
  return exactSum(head, tail + (head + tail) * rest);
}

/** e^x for |x| < 709: its table's entry, and what is to be added. */
function expParts(x: number): Pair {
  const k = Math.floor(x * STEPS_PER_UNIT + 0.5);
  const r = x - k * STEP_HEAD - k * STEP_TAIL;
  const i = k | 0;
  const power = POWER[(i >> 7) - LOWEST]!;
  const head = ROOT_HEAD[i & 127]! * power;
  const tail = ROOT_TAIL[i & 127]! * power;
  return [head, tail + head * expm1Tiny(r)];
}

/** x·2^m in two steps, for where 2^m itself is too large or too small a number. */
function timesPower(x: number, m: number): number {
  const half = m >> 1;
  return x * POWER[half - LOWEST]! * POWER[m - half - LOWEST]!;
}

/**
 * The natural logarithm, with an error under 0.52 ulp, near 1 and for subnormal x too.
 * log(1) = 0, log(±0) = −Infinity, log(Infinity) = Infinity; NaN for x < 0 and for NaN.
 */
export function log(x: number): number {
  if (!(x > 0 && x < Number.POSITIVE_INFINITY))
    return x === 0 ? Number.NEGATIVE_INFINITY : x < 0 ? Number.NaN : x;
  const [head, tail] = logParts(x, 0);
  return head + tail;
}

/**
 * log(x + rest), x > 0 finite and rest at most half an ulp of it, in two numbers that are to be added.
 *
 * x = 2^m·z, and c is the table's number near 1/z: log(x) = m·log(2) − log(c) + log(1 + r) with r = z·c − 1.
 */
function logParts(x: number, rest: number): Pair {
  const subnormal = x < SMALLEST_NORMAL;
  const normal = subnormal ? x * TWO_54 : x;
  float[0] = normal;
  const above = words[HIGH]! - START;
  const exponent = above >> 20;
  const m = subnormal ? exponent - 54 : exponent;
  const i = (above >> 13) & 127;
  const z = timesPower(normal, -exponent);
  const c = NEAR_INVERSE[i]!;

  // z·c − 1 without loss: z in two halves, each short enough that its product with c is exact.
  const zHead = z + SHORTEN - SHORTEN;
  const r1 = zHead * c - 1;
  const r2 = (z - zHead + timesPower(rest, -exponent)) * c;
  const r = r1 + r2;

  // The large terms are added in falling order, and what each sum rounds away joins the small ones.
  const large = m * LN2_HEAD + LOG_HEAD[i]!;
  const sum = large + r;
  const small =
    large - sum + r + (r1 - r + r2) + (m * LN2_TAIL + LOG_TAIL[i]!);
  return [sum, small + log1pTiny(r)];
}

/** log(1 + r) − r for |r| < 1/127. The first term left out, r⁹/9, is under 2⁻⁵⁹ of r. */
function log1pTiny(r: number): number {
  const rr = r * r;
  return (
    rr *
    (-1 / 2 +
      r * (1 / 3) +
      rr *
        (-1 / 4 + r * (1 / 5) + rr * (-1 / 6 + r * (1 / 7) - rr * (1 / 8))))
  );
}

/**
 * log(1 + x), with an error under 0.52 ulp, however small x.
 * log1p(±0) = ±0, log1p(−1) = −Infinity, log1p(Infinity) = Infinity; NaN for x < −1 and for NaN.
 */
export function log1p(x: number): number {
  if (x === 0 || !(x > -1 && x < Number.POSITIVE_INFINITY))
    return x === 0 ? x : log(1 + x);
  const [head, tail] = log1pPair([x, 0]);
  return head + tail;
}

/** log(1 + x) as a pair, for a finite pair x above −1: what 1 + x rounds away is kept. */
export function log1pPair([x, rest]: Pair): Pair {
  const [sum, lost] = exactSum(1, x);
  const [head, tail] = logParts(sum, lost);
  return exactSum(head, tail + rest / sum);
}

/** log(1 + e^z), a max(z, 0) without its corner; the error is under 0.52 ulp (0.77 where it is below 1e-306). */
export function softplus(z: number): number {
  return softplusPair(z)[0];
}

/** The same as a pair. Above 0 it is z + log(1 + e^−z): e^z would overflow. */
export function softplusPair(z: number): Pair {
  const corner = log1pPair(expPair([-Math.abs(z), 0]));
  return z > 0 ? addPairs([z, 0], corner) : corner;
}

/** 1 / (1 + e^−x): any number to one between 0 and 1. */
export function sigmoid(x: number): number {
  return 1 / (1 + exp(-x));
}

/** The sigmoid of every entry, in place: the bits of `sigmoid`, in less time. */
export function sigmoidInPlace(column: Float64Array): void {
  for (let i = 0; i < column.length; i++) {
    // No function is called from this inner loop once it is compiled, so it runs a quarter faster.
    for (; i < column.length && Math.abs(column[i]!) < 708; i++)
      column[i] = 1 / (1 + expTimesPower(-column[i]!, 0));
    if (i < column.length) column[i] = sigmoid(column[i]!);
  }
}

/** The slope of the sigmoid, from its value h: dh/dx = h·(1 − h). */
export function sigmoidPrime(h: number): number {
  return h * (1 - h);
}

/**
 * The hyperbolic tangent, any number to one between −1 and 1, with an error under 2 ulp, for small x too.
 * From (e^2x − 1) / (e^2x + 1); near 0, where the 1 would drown the rest, from the continued fraction
 * x / (1 + x² / (3 + x² / (5 + … ))), cut after 13.
 */
export function tanh(x: number): number {
  if (x > -0.3 && x < 0.3) {
    if (x === 0) return x; // −0 stays −0
    const xx = x * x;
    const above = 45045 + xx * (2772 + xx * 27);
    const below = 135135 + xx * (62370 + xx * (3150 + xx * 28));
    return x - x * xx * (above / below);
  }
  if (!(x > -22 && x < 22)) return x > 0 ? 1 : x < 0 ? -1 : x;
  const e = expm1(2 * Math.abs(x));
  const h = e / (e + 2);
  return x < 0 ? -h : h;
}

/** The hyperbolic tangent of every entry, in place. */
export function tanhInPlace(column: Float64Array): void {
  for (let i = 0; i < column.length; i++) column[i] = tanh(column[i]!);
}

/** e^x − 1 for 0.5 < x < 50: the 1 is taken from the table's entry, where nothing is rounded away. */
function expm1(x: number): number {
  const [head, rest] = expParts(x);
  return head - 1 + rest;
}

/** The slope of tanh, from its value h: dh/dx = 1 − h². */
export function tanhPrime(h: number): number {
  return 1 - h * h;
}
