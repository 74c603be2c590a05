import Big from "big.js";
import { log } from "../math/elementary.ts";
import type { Entrywise, Op, Rowwise, Sum } from "../network/op.ts";
import { sigmoidCrossEntropy, softmaxCrossEntropy } from "../network/ops/cross-entropy.ts";
import { brick as sigmoidBrick } from "../network/ops/sigmoid.ts";
import { softmax as softmaxOp } from "../network/ops/softmax.ts";
import { brick as tanhBrick } from "../network/ops/tanh.ts";

/**
 * Exponentials and logarithms to some forty places: a key must not hang on the last bit of the computer's numbers where a
 * value lies beside the middle between two roundings.
 */

/** A whole number v stands for v / 2¹⁹². */
const BITS = 192n;
const ONE = 1n << BITS;
const PLACES = 50;
const TEN_TO_PLACES = BigInt(`1${"0".repeat(PLACES)}`);

const binary = (x: Big): bigint => (BigInt(x.times(`1e${PLACES}`).toFixed(0)) << BITS) / TEN_TO_PLACES;
const decimal = (v: bigint): Big => new Big(`${(v * TEN_TO_PLACES) >> BITS}e-${PLACES}`);

/** Below it, a power of e is 0 in all places. */
const LOWEST = new Big(-120);
/** So often the argument is halved, so that the series is short, and then its sum squared. */
const HALVINGS = 16n;

/** e^x for x ≤ 0. */
const power = (x: Big): bigint => (x.lt(LOWEST) ? 0n : powerOf(binary(x)));
function powerOf(v: bigint): bigint {
  const small = v / (1n << HALVINGS);
  let sum = ONE;
  for (let term = small, n = 2n; term !== 0n; term = (term * small) / (n * ONE), n++) sum += term;
  for (let i = 0n; i < HALVINGS; i++) sum = (sum * sum) >> BITS;
  return sum;
}

/**
 * ln x.
 * @throws RangeError where x ≤ 0
 */
function ln(x: Big): Big {
  if (x.lte(0)) throw new RangeError(`got the logarithm of ${x}, expected that of a number above 0`);
  const exponent = x.e + 1;
  return decimal(logOf(binary(x.times(`1e${-exponent}`)))).plus(LN_10.times(exponent));
}

/** ln v for v from 0.1 to 1: the computer's own, and a step of Halley's method, which makes its digits three times as many. */
function logOf(v: bigint): bigint {
  const near = binary(new Big(log(Number(v) / Number(ONE))));
  const there = powerOf(near);
  return near + (2n * ONE * (v - there)) / (v + there);
}
const LN_10 = decimal(-logOf(ONE / 10n));

/** 1/(1 + e^−z). */
function sigmoid(z: Big): Big {
  const e = power(z.abs().times(-1));
  return decimal(((z.s < 0 ? e : ONE) * ONE) / (ONE + e));
}

function tanh(z: Big): Big {
  const e = power(z.abs().times(-2));
  return decimal(((ONE - e) * ONE) / (ONE + e)).times(z.s);
}

/** A row's powers of e over that of its largest. */
const largest = (z: readonly Big[]): Big => z.reduce((a, b) => (b.gt(a) ? b : a));
const powersIn = (z: readonly Big[]): bigint[] => z.map((it) => power(it.minus(largest(z))));
const sumOf = (powers: readonly bigint[]): bigint => powers.reduce((a, b) => a + b);

/** The share of a power of e in those of its row, and the logarithms of the shares. */
function softmax(z: readonly Big[], col: number): Big {
  const powers = powersIn(z);
  return decimal((powers[col]! * ONE) / sumOf(powers));
}
function logShares(z: readonly Big[]): Big[] {
  const whole = largest(z).plus(ln(decimal(sumOf(powersIn(z)))));
  return z.map((it) => it.minus(whole));
}

/** ln h; where h was rounded to 0, that of the logit's own sigmoid. */
const logIn = (h: Big, z: Big): Big =>
  h.eq(0) ? (z.lt(0) ? z : ZERO).minus(ln(decimal(ONE + power(z.abs().times(-1))))) : ln(h);
const ZERO = new Big(0);

/** What an op that is not written in decimals makes of them: of entries in one place, of rows, as a term of a sum. */
const PRECISE: Readonly<Record<string, object>> = {
  [sigmoidBrick.name]: { f: ([z]) => sigmoid(z!) } satisfies Partial<Entrywise>,
  [tanhBrick.name]: { f: ([z]) => tanh(z!) } satisfies Partial<Entrywise>,
  [softmaxOp.name]: { f: ([z], col) => softmax(z!, col) } satisfies Partial<Rowwise>,
  [softmaxCrossEntropy.name]: {
    term: ([y, h, , logs]) => (y!.eq(0) ? y! : y!.times(h!.eq(0) ? logs! : ln(h!))),
  } satisfies Partial<Sum>,
  [sigmoidCrossEntropy.name]: {
    term([y, h, z]) {
      const part = (share: Big, h: Big, z: Big) => (share.eq(0) ? share : share.times(logIn(h, z)));
      const rest = (x: Big) => new Big(1).minus(x);
      return part(y!, h!, z!).plus(part(rest(y!), rest(h!), z!.times(-1)));
    },
  } satisfies Partial<Sum>,
};

/** How an op is written, with all the digits that decimals have. */
export const precisely = ({ name, written }: Op): Op["written"] => ({ ...written, ...PRECISE[name] });

/** What stands beside the terms of a sum over these operands, row by row. */
export const besides = ({ name }: Op, of: readonly (readonly (readonly Big[])[])[]): Big[][] | undefined =>
  name === softmaxCrossEntropy.name ? of.at(-1)!.map(logShares) : undefined;
