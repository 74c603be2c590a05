import { expect, test } from "vitest";
import { norm } from "../src/math/norm.ts";

test("the length of a vector, also where squares would overflow or vanish", () => {
  expect(norm([3, -4])).toBe(5);
  expect(norm([])).toBe(0);
  expect(norm([3e200, 4e200])).toBeCloseTo(5e200, -190);
  expect(norm([3e-200, 4e-200]) / 5e-200).toBeCloseTo(1, 14);
  expect(norm([1, Number.POSITIVE_INFINITY])).toBe(Number.POSITIVE_INFINITY);
  expect(norm([1, Number.NaN])).toBeNaN();
});
