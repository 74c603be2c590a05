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
  showColumn,
  showExact,
  showMatrix,
  showScalar,
  significant,
  toHtml,
  toTex,
  toText,
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
