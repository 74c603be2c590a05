/**
 * An exact number: a fraction of two whole numbers. Decimals and fractions that a page shows are such numbers, and so is
 * what sums, products and quotients of them give: whether two of them are equal is no matter of rounding.
 */
export class Exact {
  readonly #over: bigint;
  /** Above 0. */
  readonly #under: bigint;

  private constructor(over: bigint, under: bigint) {
    this.#over = over;
    this.#under = under;
  }

  /**
   * The number that a text says, as `-0.25`, `2.50e-12` or `-3/4`; of a double, the shortest text that gives it back.
   * @throws SyntaxError where it says none
   */
  static from(said: string | number | Exact): Exact {
    if (said instanceof Exact) return said;
    const [over = "", under] = String(said).split("/");
    if (under !== undefined) return new Exact(BigInt(over), BigInt(under));
    const [mantissa = "", exponent = "0"] = over.split("e");
    const [units = "", decimals = ""] = mantissa.split(".");
    const power = Number(exponent) - decimals.length;
    const digits = BigInt(units + decimals);
    return power < 0 ? new Exact(digits, tens(-power)) : new Exact(digits * tens(power), 1n);
  }

  /** A quotient of whole numbers, the lower one above 0. */
  static quotient(over: bigint, under: bigint): Exact {
    return new Exact(over, under);
  }

  plus(other: Exact | number): Exact {
    const its = Exact.from(other);
    const [a, b] = [this.#under, its.#under];
    // What is added is most often shown with the same decimals.
    if (a === b) return new Exact(this.#over + its.#over, a);
    const shared = gcd(a, b);
    return new Exact(this.#over * (b / shared) + its.#over * (a / shared), a * (b / shared));
  }
  minus(other: Exact | number): Exact {
    return this.plus(Exact.from(other).negative());
  }
  times(other: Exact | number): Exact {
    const its = Exact.from(other);
    return new Exact(this.#over * its.#over, this.#under * its.#under);
  }
  /** @throws RangeError where the other is 0 */
  div(other: Exact | number): Exact {
    const its = Exact.from(other);
    if (its.#over === 0n) throw new RangeError("cannot divide by 0");
    const sign = its.#over < 0n ? -1n : 1n;
    return new Exact(sign * this.#over * its.#under, sign * this.#under * its.#over);
  }
  squared(): Exact {
    return this.times(this);
  }
  negative(): Exact {
    return new Exact(-this.#over, this.#under);
  }
  abs(): Exact {
    return new Exact(size(this.#over), this.#under);
  }

  /** Below 0, 0 or above 0, as this is less than, equal to or more than the other. */
  compare(other: Exact | number): number {
    const its = Exact.from(other);
    const [a, b] = [this.#over * its.#under, its.#over * this.#under];
    return a < b ? -1 : a > b ? 1 : 0;
  }
  eq(other: Exact | number): boolean {
    return this.compare(other) === 0;
  }
  lt(other: Exact | number): boolean {
    return this.compare(other) < 0;
  }
  gt(other: Exact | number): boolean {
    return this.compare(other) > 0;
  }

  /** Rounded to so many decimals, half away from zero; fewer than none round tens, hundreds, … */
  round(decimals: number): Exact {
    const unit = tens(Math.abs(decimals));
    const [over, under] = decimals < 0 ? [this.#over, this.#under * unit] : [this.#over * unit, this.#under];
    const rounded = nearest(over, under);
    return decimals < 0 ? new Exact(rounded * unit, 1n) : new Exact(rounded, unit);
  }

  /** Cut off after so many decimals. */
  cut(decimals: number): Exact {
    const unit = tens(decimals);
    return new Exact((this.#over * unit) / this.#under, unit);
  }

  /** So many times itself, without what is left over a whole number. */
  scaled(by: bigint): bigint {
    return (this.#over * by) / this.#under;
  }

  /** In lowest terms. */
  terms(): readonly [over: bigint, under: bigint] {
    const shared = gcd(this.#over, this.#under);
    return [this.#over / shared, this.#under / shared];
  }

  /** The nearest double. */
  toNumber(): number {
    const [over, under] = [size(this.#over), this.#under];
    // Some more digits than a double has, and one that says whether anything is left.
    const shift = Math.max(0, DIGITS + lengthOf(under) - lengthOf(over));
    const shifted = over * tens(shift);
    const rest = shifted % under === 0n ? 0 : 1;
    const number = Number(`${shifted / under}${rest}e${-shift - 1}`);
    return this.#over < 0n ? -number : number;
  }

  /**
   * With so many decimals, rounded half away from zero: plain, and 0 without a sign. Of a decimal, as many as it takes, if
   * none are said.
   * @throws RangeError where no number of decimals is enough
   */
  toFixed(decimals = this.#places()): string {
    const over = nearest(this.#over * tens(decimals), this.#under);
    const digits = String(size(over)).padStart(decimals + 1, "0");
    const point = digits.length - decimals;
    const number = decimals > 0 ? `${digits.slice(0, point)}.${digits.slice(point)}` : digits;
    return over < 0n ? `-${number}` : number;
  }

  /** As `-0.25` where it is a decimal, else as `-1/3`, in lowest terms. */
  toString(): string {
    const [over, under] = this.terms();
    return isDecimal(under) ? this.toFixed() : `${over}/${under}`;
  }

  #places(): number {
    const [, under] = this.terms();
    if (!isDecimal(under)) throw new RangeError(`${this} is no decimal and has no last one`);
    let places = 0;
    while (tens(places) % under !== 0n) places++;
    return places;
  }

  /** As that of a number, of one that may be too large for a double. */
  toExponential(decimals: number): string {
    if (this.#over === 0n) return (0).toExponential(decimals);
    const over = size(this.#over);
    const rounded = (exponent: number) => {
      const shift = tens(Math.abs(decimals - exponent));
      return exponent > decimals ? nearest(over, this.#under * shift) : nearest(over * shift, this.#under);
    };
    let exponent = lengthOf(over) - lengthOf(this.#under);
    if (rounded(exponent) < tens(decimals)) exponent--;
    if (rounded(exponent) >= tens(decimals + 1)) exponent++; // 9.99 became 10.0
    const digits = String(rounded(exponent));
    const mantissa = decimals > 0 ? `${digits[0]}.${digits.slice(1)}` : digits;
    return `${this.#over < 0n ? "-" : ""}${mantissa}e${exponent < 0 ? "-" : "+"}${Math.abs(exponent)}`;
  }
}

/** The number that a text or a double says. */
export const exact = Exact.from;

/** What they give together. */
export const sumOf = (numbers: readonly Exact[]): Exact => numbers.reduce((sum, x) => sum.plus(x), exact(0));

/** More than a double tells apart. */
const DIGITS = 25;

/** A power of ten. */
const tens = (zeros: number): bigint => BigInt(`1${"0".repeat(zeros)}`);
const size = (x: bigint): bigint => (x < 0n ? -x : x);
const lengthOf = (x: bigint): number => String(x).length;

function gcd(a: bigint, b: bigint): bigint {
  let [left, right] = [size(a), size(b)];
  while (right > 0n) [left, right] = [right, left % right];
  return left;
}

/** Whether a fraction in lowest terms with this below its bar is a decimal: no other factors than those of ten. */
function isDecimal(under: bigint): boolean {
  let rest = under;
  for (const factor of [2n, 5n]) while (rest % factor === 0n) rest /= factor;
  return rest === 1n;
}

/** The whole number nearest to a quotient, half away from zero. */
function nearest(over: bigint, under: bigint): bigint {
  const doubled = (2n * size(over) + under) / (2n * under);
  return over < 0n ? -doubled : doubled;
}
