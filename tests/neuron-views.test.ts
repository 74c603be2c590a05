import { describe, expect, test } from "vitest";
import { levelLine, planOf, shadesOf, shownOf } from "../src/figures/neuron-views.ts";

/** The pictures in the laboratory's neurons: where they stand, and the line in each. */

describe("the line on which a value is a level", () => {
  const nodes = 33;
  const values = (f: (x: number, y: number) => number) =>
    Array.from({ length: nodes ** 2 }, (_, n) =>
      f((n % nodes) / (nodes - 1), Math.floor(n / nodes) / (nodes - 1)),
    );
  const ends = (pieces: ReturnType<typeof levelLine>) =>
    pieces.flatMap(([x1, y1, x2, y2]) => [
      [x1, y1],
      [x2, y2],
    ]) as [number, number][];

  test("of a plane is that straight line, from edge to edge", () => {
    const pieces = levelLine(
      values((x, y) => 2 * x - y - 0.37),
      nodes,
      0,
    );
    for (const [x, y] of ends(pieces)) expect(2 * x - y).toBeCloseTo(0.37, 12);
    const length = pieces.reduce((sum, [x1, y1, x2, y2]) => sum + Math.hypot(x2 - x1, y2 - y1), 0);
    expect(length).toBeCloseTo(Math.hypot(0.5, 1), 12); // as y goes from 0 to 1, x goes by ½
    for (const [x, y] of ends(
      levelLine(
        values((x, y) => 2 * x - y),
        nodes,
        0.5,
      ),
    ))
      expect(Math.abs(2 * x - y - 0.37)).toBeGreaterThan(0.1);
  });

  test("of a circle goes once around", () => {
    const pieces = levelLine(
      values((x, y) => (x - 0.5) ** 2 + (y - 0.5) ** 2),
      nodes,
      0.09,
    );
    const length = pieces.reduce((sum, [x1, y1, x2, y2]) => sum + Math.hypot(x2 - x1, y2 - y1), 0);
    expect(length).toBeCloseTo(2 * Math.PI * 0.3, 1);
  });

  test("is not there where all is on one side", () => {
    expect(
      levelLine(
        values(() => 1),
        nodes,
        0,
      ),
    ).toEqual([]);
    expect(
      levelLine(
        values(() => 0),
        nodes,
        0,
      ),
    ).toEqual([]); // ReLU that is off all over
  });
});

test("all neurons of a layer of 8, of a wider one the first 7 and the last, none over another or outside", () => {
  expect(shownOf(8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(shownOf(20)).toEqual([0, 1, 2, 3, 4, 5, 6, undefined, 19]);
  for (const widths of [
    [2, 1, 1],
    [2, 3, 2],
    [2, 64, 64, 8],
  ])
    for (const width of [300, 345, 600]) {
      const { places, size, height, gaps } = planOf(widths, width);
      expect(places).toHaveLength(widths.reduce((sum, it) => sum + Math.min(it, 8), 0));
      expect(gaps).toHaveLength(widths.filter((it) => it > 8).length);
      for (const [i, a] of places.entries()) {
        expect(Math.min(a.x, width - a.x, a.y, height - a.y)).toBeGreaterThanOrEqual(size / 2);
        for (const b of places.slice(0, i))
          expect(Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y))).toBeGreaterThan(size);
      }
    }
});

test("shades go from the least to the most that a brick puts out, and never nowhere", () => {
  expect(shadesOf("sigmoid", [0.2])).toEqual({ low: 0, high: 1, zero: 0.5 });
  expect(shadesOf("tanh", [0.2])).toEqual({ low: -1, high: 1, zero: 0 });
  expect(shadesOf("relu", [0, 7])).toEqual({ low: 0, high: 7, zero: 0 });
  expect(shadesOf("identity", [-9, 7])).toEqual({ low: -9, high: 9, zero: 0 });
  const { low, high } = shadesOf("relu", [0, 0]);
  expect(high).toBeGreaterThan(low);
});
