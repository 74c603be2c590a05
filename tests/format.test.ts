import Big from "big.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exact } from "../src/math/exact.ts";
import { fromRows } from "../src/math/matrix.ts";
import {
  decimals,
  decimalsOf,
  relation,
  show,
  showBig,
  showColumn,
  showExact,
  showMatrix,
  showScalar,
  significant,
  toHtml,
  toTex,
  toText,
  toTyped,
} from "../src/typeset/format.ts";

const number = fc.double({ noNaN: true, noDefaultInfinity: true });
/** The number that the double is, to a hundred digits; Big takes the shortest text that gives it back. */
const exactly = (x: number): Big => new Big(x.toPrecision(100));
const digits = fc.integer({ min: 0, max: 15 });
const point = { decimal: "point" } as const;
const comma = { decimal: "comma" } as const;

describe("a number shown", () => {
  test("is zero only if the number is, and then has no sign", () => {
    fc.assert(
      fc.property(number, digits, (x, d) => {
        const { text, value } = show(x, decimals(d));
        expect(value.eq(0)).toBe(x === 0);
        if (x === 0) expect(text).not.toContain("-");
      }),
    );
    expect(show(-0, decimals(2)).text).toBe("0.00");
    expect(show(-0.00001, decimals(4)).text).toBe("-1.00e-5");
  });

  test("stands in a column with as many decimals as the others", () => {
    const column = (numbers: number[]) => showColumn(numbers, decimals(4)).map(({ text }) => text);
    expect(column([20, 20 - 1e-7])).toEqual(["20.0000", "20.0000"]);
    expect(column([20, -3])).toEqual(["20", "-3"]);
    expect(column([20, 1e-7])).toEqual(["20.0000", "1.00e-7"]);
  });

  test("tells how many decimals it has", () => {
    expect([0, 20, 0.25, -2.84e-5].map((x) => decimalsOf(significant(x)))).toEqual([0, 1, 3, 7]);
  });

  test("is the number to within half a unit of its last digit", () => {
    fc.assert(
      fc.property(number, digits, (x, d) => {
        const { text } = show(x, decimals(d));
        const [mantissa, exponent = "0"] = text.split("e");
        const unit = new Big(`1e${Number(exponent) - (mantissa!.split(".")[1]?.length ?? 0)}`);
        expect(exactly(x).minus(new Big(text)).abs().times(2).lte(unit)).toBe(true);
      }),
    );
  });

  test("is refused where there is nothing to show", () => {
    for (const x of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => show(x, decimals(3))).toThrow(RangeError);
  });

  test("stays whole where it is whole: alone, and in a matrix of whole numbers only", () => {
    expect(showScalar(2, decimals(8)).text).toBe("2");
    const texts = (rows: number[][]) =>
      showMatrix(fromRows(rows), decimals(2))
        .flat()
        .map(({ text }) => text);
    expect(texts([[0, 1]])).toEqual(["0", "1"]);
    expect(texts([[0.5, 1]])).toEqual(["0.50", "1.00"]);
  });

  test("has three significant digits where the change matters", () => {
    const cases = [2.87985552e-5, -0.000104623, 0.0276, 0.3, 1.5, 12.345, 123.4, 99999, 0];
    expect(cases.map((x) => significant(x).text)).toEqual([
      "2.88e-5",
      "-0.000105",
      "0.0276",
      "0.300",
      "1.50",
      "12.3",
      "123",
      "100000",
      "0",
    ]);
    fc.assert(
      fc.property(number, (x) => {
        const off = exactly(x)
          .minus(new Big(significant(x).text))
          .abs();
        expect(off.lte(exactly(x).abs().times(0.005000001))).toBe(true);
      }),
    );
  });

  test("has a comma before every third digit from the point, a thin space where the comma is the point", () => {
    const texts = [999, 1000, -102696, 1234567.25].map((x) => toText(showExact(x, decimals(0)), point));
    expect(texts).toEqual(["999", "1,000", "−102,696", "1,234,567.25"]);
    expect(toText(showExact(1234.56789, decimals(0)), comma)).toBe("1\u202f234,56789");
    expect(toTex(showExact(12345.5, decimals(0)), point)).toBe("\\num{12}{,}\\num{345.5}");
    expect(toTex(showExact(12345.5, decimals(0)), comma)).toBe("\\num{12}\\kern.17em \\num{345}{,}\\num{5}");
    expect(showExact(102696, decimals(0)).text).toBe("102696"); // to copy and to compute with
  });

  test("is set for text, HTML and formulas, with the decimal sign of the language", () => {
    expect(toText(show(-1.5, decimals(8)), point)).toBe("−1.50000000");
    expect(toText(show(-1.5e-12, decimals(8)), comma)).toBe("−1,50·10⁻¹²");
    expect(toHtml(show(1.5e-12, decimals(8)), point)).toBe("1.50·10<sup>−12</sup>");
    expect(toTex(show(-1.5, decimals(2)), comma)).toBe("-\\num{1}{,}\\num{50}");
    expect(toTex(show(1.5e12, decimals(2)), point)).toBe("\\num{1.50}\\cdot 10^{12}");
  });
});

describe("a sign between numbers", () => {
  const shown = (text: string) => ({ text, value: exact(text) });
  test("is = where the exact result rounds to the digits shown, else ≈", () => {
    expect(relation(exact("0.25"), shown("0.3"))).toBe("=");
    expect(relation(exact("0.24"), shown("0.3"))).toBe("≈");
    expect(relation(exact("-0.25"), shown("-0.3"))).toBe("=");
    expect(relation(exact("1.234e-12"), shown("1.23e-12"))).toBe("=");
    expect(relation(exact("1.236e-12"), shown("1.23e-12"))).toBe("≈");
    expect(relation(exact("1234567890123"), shown("1.23e12"))).toBe("=");
    expect(relation(Number.NaN, shown("0.3"))).toBe("≈");
  });
});

describe("a fraction", () => {
  const asOne = (x: number, digits = 8) => show(x, { digits, fractions: true });
  const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
  /** The double itself, as a quotient of whole numbers. */
  const ofDouble = (x: number): [over: bigint, under: bigint] => {
    let [over, under] = [x, 1n];
    while (!Number.isInteger(over)) [over, under] = [over * 2, under * 2n];
    return [BigInt(over), under];
  };
  /** What is within so many eighths of 2⁻⁵⁰ of a double, found by trying all, in whole numbers. */
  function tried(x: number, eighths: bigint): string | undefined {
    const [over, under] = ofDouble(x);
    const size = over < 0n ? -over : over;
    for (let q = 1n; q <= 100n; q++)
      for (const p of [(size * q) / under, (size * q) / under + 1n]) {
        const off = size * q - p * under;
        if ((off < 0n ? -off : off) * 2n ** 53n <= size * q * eighths)
          return q === 1n ? undefined : `${over < 0n ? "-" : ""}${p}/${q}`;
      }
    return undefined;
  }

  test("is shown where a number is one of at most 100 parts, in lowest terms; a whole number stays whole", () => {
    const cases: [number, string][] = [
      [0.5, "1/2"],
      [-0.75, "-3/4"],
      [1 / 3, "1/3"],
      [0.1 + 0.2, "3/10"],
      [7 / 3, "7/3"],
      [0.37, "37/100"],
      [99.5, "199/2"],
      [2, "2"],
      [0, "0"],
      [1 / 101, "0.00990099"],
      [1000.5, "1000.50000000"],
      [0.001, "0.00100000"],
      [Math.PI, "3.14159265"],
      [1 - 2 ** -53, "1.00000000"],
      [1e-9, "1.00e-9"],
    ];
    expect(cases.map(([x]) => [x, asOne(x).text])).toEqual(cases);
    for (const [x] of cases) expect(show(x, decimals(8)).text).not.toContain("/");
  });

  test("is found as by trying all fractions, for fractions, their neighbours and any other numbers", () => {
    const near = fc
      .tuple(
        fc.integer({ min: -1999, max: 1999 }),
        fc.integer({ min: 1, max: 130 }),
        fc.integer({ min: -9, max: 9 }),
      )
      .map(([p, q, ulps]) => (p / q) * (1 + ulps * 2 ** -52));
    fc.assert(
      fc.property(fc.oneof(near, fc.double({ min: -999, max: 999, noNaN: true })), (x) => {
        const { text, value } = asOne(x);
        if (Math.abs(x) >= 1000) return;
        // At the very edge of it the quotient p/q has a rounding of its own.
        expect([tried(x, 7n), tried(x, 9n)]).toContain(text.includes("/") ? text : undefined);
        if (!text.includes("/")) return;
        const [p, q] = text.split("/").map(Number) as [number, number];
        expect(gcd(Math.abs(p), q)).toBe(1);
        expect(value.times(q).eq(p)).toBe(true);
      }),
    );
  });

  test("is met by a number that is none as seldom as said", () => {
    const all = Array.from({ length: 99 }, (_, i) => i + 2).flatMap((q) =>
      Array.from({ length: q - 1 }, (_, i) => [i + 1, q] as const).filter(([p, q]) => gcd(p, q) === 1),
    );
    expect(all).toHaveLength(3043);
    const chance = all.reduce((sum, [p, q]) => sum + (2 * (p / q)) / 2 ** 50, 0);
    expect(chance).toBeCloseTo(2.7e-12, 13);
  });

  test("worked out exactly is one, or is none", () => {
    const as = { digits: 4, fractions: true };
    expect(showBig(exact("1/3").plus(exact("1/6")), as).text).toBe("1/2");
    expect(showBig(exact("0.3333333333333333"), as).text).toBe("0.3333");
    expect(showBig(exact("2/2"), as).text).toBe("1");
    expect(showBig(exact("1/3").times(0.001), as).text).toBe("0.0003");
  });

  test("is set for text, HTML and formulas, its minus before it", () => {
    const it = asOne(-2 / 3);
    expect(toText(it, comma)).toBe("−2/3");
    expect(toHtml(it, point)).toBe("−2/3");
    expect(toTex(it, point)).toBe("-\\tfrac{\\num{2}}{\\num{3}}");
    expect(toTyped(it, comma)).toBe("-2/3");
    expect(toTyped(show(-0.5, decimals(2)), comma)).toBe("-0,50");
  });

  test("stands behind = only where it is exactly what was worked out", () => {
    const half = asOne(0.5);
    expect(relation(exact("1/3").plus(exact("1/6")), half)).toBe("=");
    expect(relation(exact("0.3333").plus(exact("1/6")), half)).toBe("≈");
    expect(relation(exact("0.49999999"), half)).toBe("≈");
    // Of a logarithm or a power of e the computer holds a double: it is no fraction.
    expect(relation(0.5, half)).toBe("≈");
    expect(relation(exact("1/3"), show(1 / 3, decimals(4)))).toBe("=");
  });
});
