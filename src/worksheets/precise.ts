import { magnitudeOf } from "../exercises/decimals.ts";
import { log } from "../math/elementary.ts";
import { Exact, exact } from "../math/exact.ts";
import type { Entrywise, Op, Rowwise, Sum } from "../network/op.ts";
import { sigmoidCrossEntropy, softmaxCrossEntropy } from "../network/ops/cross-entropy.ts";
import { brick as sigmoidBrick } from "../network/ops/sigmoid.ts";
import { softmax as softmaxOp } from "../network/ops/softmax.ts";
import { brick as tanhBrick } from "../network/ops/tanh.ts";

/**
 * Exponentials and logarithms to some fifty places: a key must not hang on the last bit of the computer's numbers where a
 * value lies beside the middle between two roundings.
 */

/** A whole number v stands for v / 2¹⁹². */
const BITS = 192n;
const ONE = 1n << BITS;

const binary = (x: Exact): bigint => x.scaled(ONE);
const fromBinary = (v: bigint): Exact => Exact.quotient(v, ONE);

/** Below it, a power of e is 0 in all places. */
const LOWEST = -120;
/** So often the argument is halved, so that the series is short, and then its sum squared. */
const HALVINGS = 16n;

/** e^x for x ≤ 0. */
const power = (x: Exact): bigint => (x.lt(LOWEST) ? 0n : powerOf(binary(x)));
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
function ln(x: Exact): Exact {
  if (!x.gt(0))
    throw new RangeError(`got the logarithm of ${x.toNumber()}, expected that of a number above 0`);
  const exponent = magnitudeOf(x.toNumber()) + 1;
  return fromBinary(logOf(binary(x.times(exact(`1e${-exponent}`))))).plus(LN_10.times(exponent));
}

/** ln v for v from 0.1 to 1: the computer's own, and a step of Halley's method, which makes its digits three times as many. */
function logOf(v: bigint): bigint {
  const near = binary(exact(log(Number(v) / Number(ONE))));
  const there = powerOf(near);
  return near + (2n * ONE * (v - there)) / (v + there);
}
const LN_10 = fromBinary(-logOf(ONE / 10n));

/** 1/(1 + e^−z). */
function sigmoid(z: Exact): Exact {
  const e = power(z.abs().negative());
  return fromBinary(((z.lt(0) ? e : ONE) * ONE) / (ONE + e));
}

function tanh(z: Exact): Exact {
  const e = power(z.abs().times(-2));
  return fromBinary(((ONE - e) * ONE) / (ONE + e)).times(z.lt(0) ? -1 : 1);
}

/** A row's powers of e over that of its largest. */
const largest = (z: readonly Exact[]): Exact => z.reduce((a, b) => (b.gt(a) ? b : a));
const powersIn = (z: readonly Exact[]): bigint[] => z.map((it) => power(it.minus(largest(z))));
const sumOf = (powers: readonly bigint[]): bigint => powers.reduce((a, b) => a + b);

/** The share of a power of e in those of its row, and the logarithms of the shares. */
function softmax(z: readonly Exact[], col: number): Exact {
  const powers = powersIn(z);
  return fromBinary((powers[col]! * ONE) / sumOf(powers));
}
function logShares(z: readonly Exact[]): Exact[] {
  const whole = largest(z).plus(ln(fromBinary(sumOf(powersIn(z)))));
  return z.map((it) => it.minus(whole));
}

/** ln h; where h was rounded to 0, that of the logit's own sigmoid. */
const logIn = (h: Exact, z: Exact): Exact =>
  h.eq(0) ? (z.lt(0) ? z : ZERO).minus(ln(fromBinary(ONE + power(z.abs().negative())))) : ln(h);
const ZERO = exact(0);

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
      const part = (share: Exact, h: Exact, z: Exact) => (share.eq(0) ? share : share.times(logIn(h, z)));
      const rest = (x: Exact) => x.negative().plus(1);
      return part(y!, h!, z!).plus(part(rest(y!), rest(h!), z!.times(-1)));
    },
  } satisfies Partial<Sum>,
};

/** How an op is written, with all the digits that decimals have. */
export const precisely = ({ name, written }: Op): Op["written"] => ({ ...written, ...PRECISE[name] });

/** What stands beside the terms of a sum over these operands, row by row. */
export const besides = (
  { name }: Op,
  of: readonly (readonly (readonly Exact[])[])[],
): Exact[][] | undefined => (name === softmaxCrossEntropy.name ? of.at(-1)!.map(logShares) : undefined);
