import Big from "big.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Exact, exact } from "../src/math/exact.ts";

/** Exact numbers, held against those of another. */

const text = fc
  .tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: -30, max: 20 }))
  .map(([digits, exponent]) => `${digits}e${exponent}`);
const same = (it: Exact, as: Big): void => {
  const [over, under] = it.terms();
  expect(new Big(String(over)).eq(as.times(String(under)))).toBe(true);
};

describe("exact numbers", () => {
  test("add up, multiply and compare as decimals do", () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [x, y] = [exact(a), exact(b)];
        const [p, q] = [new Big(a), new Big(b)];
        same(x.plus(y), p.plus(q));
        same(x.minus(y), p.minus(q));
        same(x.times(y), p.times(q));
        expect([x.lt(y), x.eq(y), x.gt(y)]).toEqual([p.lt(q), p.eq(q), p.gt(q)]);
        if (!q.eq(0)) expect(x.div(y).times(y).eq(x)).toBe(true);
      }),
    );
    expect(() => exact(1).div(0)).toThrow(RangeError);
  });

  test("are rounded half away from zero, also to tens and hundreds", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: -6, max: 25 }), (a, decimals) =>
        same(exact(a).round(decimals), new Big(a).round(decimals, Big.roundHalfUp)),
      ),
    );
    expect(["0.25", "-0.25", "0.35"].map((it) => exact(it).round(1).toNumber())).toEqual([0.3, -0.3, 0.4]);
  });

  test("become the nearest double, and are written with a power of ten, whatever their size", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 15 }), (a, decimals) => {
        expect(exact(a).toNumber()).toBe(Number(a) + 0);
        expect(exact(a).toExponential(decimals)).toBe(new Big(a).toExponential(decimals, Big.roundHalfUp));
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }), (p, q) => {
        expect(exact(p).div(q).toNumber()).toBe(p / q + 0); // one division is rounded right
      }),
    );
    expect(exact("2e400").toNumber()).toBe(Number.POSITIVE_INFINITY);
    expect(exact("-1.25e400").toExponential(3)).toBe("-1.250e+400");
  });

  test("are fractions as they are decimals: thirds add up to one", () => {
    const third = exact("1/3");
    expect(third.plus(third).plus(third).eq(1)).toBe(true);
    expect(third.plus(exact("1/6")).eq(exact("1/2"))).toBe(true);
    expect(third.eq(0.3333333333333333)).toBe(false);
    expect(exact("-6/8").terms()).toEqual([-3n, 4n]);
    expect(() => exact("one")).toThrow(SyntaxError);
  });
});
