import { describe, expect, test } from "vitest";
import { apart, apartFromOne, fewest } from "../src/typeset/apart.ts";
import { decimals } from "../src/typeset/format.ts";

describe("decimals that a sentence needs", () => {
  test("are the lesson's where these tell two numbers apart, else as many more as it takes", () => {
    expect(apart(1.46, 0.88, decimals(2))).toBe(2);
    expect(apart(1.46, 0.88, decimals(0))).toBe(1);
    expect(apart(0.12341, 0.12349, decimals(1))).toBe(4);
    expect(apart(1 - 2 ** -53, 1, decimals(0))).toBe(16);
  });

  test("are the lesson's where nothing tells them apart, or nothing is enough", () => {
    expect(apart(0.5, 0.5, decimals(3))).toBe(3);
    expect(apart(1e-300, 1.0001e-300, decimals(3))).toBe(3);
    expect(fewest(3, () => false)).toBe(3);
  });

  test("serve every one of several numbers", () => {
    expect(apartFromOne([0.2, 0.63, 0.9996], decimals(0))).toBe(4);
    expect(apartFromOne([1, 0.2], decimals(0))).toBe(0);
  });
});
