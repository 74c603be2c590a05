import { describe, expect, test } from "vitest";
import { handwritten, numeral, readings } from "../src/math/numerals.ts";

test.each([
  ["0.5", 0.5],
  ["0,5", 0.5],
  ["−1,25", -1.25],
  ["–0.5", -0.5],
  [" 1e-3 ", 0.001],
  ["0,500", 0.5],
  ["1,000.00000000", 1000],
  ["-1,234,567", -1_234_567],
  ["1,0000", 1],
  ["1/2", 0.5],
  ["−3/4", -0.75],
  ["3 / 4", 0.75],
])("a number as a page prints it or a hand writes it: %s", (text, value) => {
  expect(handwritten(text)).toBe(value);
});

test.each([
  "",
  "abc",
  "a,b",
  "1/0",
  "1/2/3",
  "0.5/2",
  "50%",
  "1.000,5",
  "1,2,3",
  "1,250",
  "−12,000",
  "0x10",
  "1 2",
])("no number: %j", (text) => {
  expect(handwritten(text)).toBe(text);
});

test("what may be one number or another is told as both, and nothing else is", () => {
  expect(readings("1,250")).toEqual([1250, 1.25]);
  expect(readings("−12,000")).toEqual([-12_000, -12]);
  for (const text of ["0,500", "1,25", "1,250,000", "1,250.0", "1.250", "abc"])
    expect(readings(text)).toEqual([]);
});

describe("where the comma stands before decimals", () => {
  test.each([
    ["0,5", 0.5],
    ["1,250", 1.25],
    ["−1,125", -1.125],
    ["1\u202f234,5", 1234.5],
    ["12 345", 12_345],
    ["1.234.567,5", 1_234_567.5],
    ["0.5", 0.5],
    ["1/2", 0.5],
  ])("a number as such a page prints it, or a hand writes it: %s", (text, value) => {
    expect(handwritten(text, "comma")).toBe(value);
  });

  test("a point before three digits may be that of thousands", () => {
    expect(handwritten("1.250", "comma")).toBe("1.250");
    expect(readings("1.250", "comma")).toEqual([1250, 1.25]);
    expect(readings("1,250", "comma")).toEqual([]);
  });
});

test("a column of a table may hold dates and shares: there a fraction is no number", () => {
  expect(numeral("1/2")).toBe("1/2");
});
