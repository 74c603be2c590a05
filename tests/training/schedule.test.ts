import { expect, test } from "vitest";
import { turn } from "../../src/math/turn.ts";
import { type Schedule, share } from "../../src/training/schedule.ts";

test("a turn is a cosine and a sine, exact at the quarters", () => {
  expect([0, 0.25, 0.5, 0.75, 1, -0.25].map(turn).map(([c, s]) => [c + 0, s + 0])).toEqual([
    [1, 0],
    [0, 1],
    [-1, 0],
    [0, -1],
    [1, 0],
    [0, -1],
  ]);
  for (let t = -3; t < 3; t += 0.001) {
    const [cos, sin] = turn(t);
    // Math.PI itself is off by 1.2e-16 of its size.
    expect(Math.abs(cos - Math.cos(2 * Math.PI * t))).toBeLessThan(4e-15);
    expect(Math.abs(sin - Math.sin(2 * Math.PI * t))).toBeLessThan(4e-15);
    expect(Math.abs(cos * cos + sin * sin - 1)).toBeLessThan(1e-15);
  }
});

test.each<[schedule: Schedule, at: number, expected: number]>([
  ["constant", 99, 1],
  ["cosine", 0, 1],
  ["cosine", 50, 0.5],
  ["cosine", 100, 0],
  ["cosine", 150, 0],
  [{ decay: 0.5 }, 0, 1],
  [{ decay: 0.5 }, 2, 0.5],
  [{ every: 10, factor: 0.5 }, 9, 1],
  [{ every: 10, factor: 0.5 }, 10, 0.5],
  [{ every: 10, factor: 0.5 }, 99, 0.5 ** 9],
])("%o at step %i of 100 is %d", (schedule, at, expected) => {
  expect(share(schedule, at, 100)).toBe(expected);
});

test("no schedule rises", () => {
  for (const schedule of ["constant", "cosine", { decay: 0.3 }, { every: 7, factor: 0.9 }] as const)
    for (let t = 1; t < 100; t++)
      expect(share(schedule, t, 100)).toBeLessThanOrEqual(share(schedule, t - 1, 100));
});
