import { exp } from "../../src/math/elementary.ts";
import { fewest, near } from "../../src/typeset/apart.ts";
import { type Rounding, relation, show, showScalar, withDigits } from "../../src/typeset/format.ts";

/** What bricks that call the exponential have in common. */

export const OWN_EXPONENTIAL = `The code does not call the machine’s own exponential. Engines differ in its last bit. So the book has its own, made of additions, multiplications and divisions, which gives the same bits everywhere.`;

/**
 * A value worked out from e^(k·z), with as many decimals as it takes for the power shown to lead to the value; nothing
 * where the power is too large or too small for that.
 * @param of from the power to the value
 */
export function writtenOut(
  { z, h }: { readonly z: number; readonly h: number },
  k: number,
  of: (power: number) => number,
  as: Rounding,
) {
  const sum = showScalar(z, as);
  const power = exp(k * sum.value.toNumber());
  if (!Number.isFinite(power) || power === 0) return undefined;
  const found = (decimals: number) => of(show(power, withDigits(as, decimals)).value.toNumber());
  const decimals = fewest(as.digits, (it) => near(found(it), h));
  if (!near(found(decimals), h)) return undefined;
  const [shown, value] = [showScalar(power, withDigits(as, decimals)), showScalar(h, as)];
  return {
    z: sum,
    opposite: showScalar(-z, as),
    power: shown,
    first: relation(power, shown),
    h: value,
    sign: relation(of(shown.value.toNumber()), value),
  } as const;
}
