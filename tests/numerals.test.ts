import { expect, test } from "vitest";
import { handwritten } from "../src/numerals.ts";

test.each([
  ["0.5", 0.5],
  ["0,5", 0.5],
  ["−1,25", -1.25],
  [" 1e-3 ", 0.001],
  ["0,500", 0.5],
  ["1,000.00000000", 1000],
  ["-1,234,567", -1_234_567],
  ["1,0000", 1],
])("a number as a page prints it or a hand writes it: %s", (text, value) => {
  expect(handwritten(text)).toBe(value);
});

test.each(["", "abc", "1.000,5", "1,2,3", "1,250", "−12,000", "0x10", "1 2"])("no number: %j", (text) => {
  expect(typeof handwritten(text)).toBe("string");
});
