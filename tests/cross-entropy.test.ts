import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { exp, log, log1p, softplus } from "../src/math/elementary.ts";
import {
  at,
  fromFunction,
  fromRows,
  type Matrix,
  map,
  ShapeError,
  sum,
  toRows,
  transpose,
} from "../src/math/matrix.ts";
import { RandomState } from "../src/math/random.ts";
import { sigmoidCrossEntropy, softmax, softmaxBack, softmaxCrossEntropy } from "../src/math/softmax.ts";
import { errorInUlp, type Rounded } from "./ulp.ts";

type Loss = (y: Matrix, z: Matrix) => number;
type Case = [y: number[][], z: number[][], ...Rounded];
const reference: Record<"softmax" | "sigmoid", Case[]> = JSON.parse(
  readFileSync(new URL("fixtures/cross-entropy.json", import.meta.url), "utf8"),
);

const worst = (loss: Loss, cases: Case[]) =>
  cases.reduce(
    (most, [y, z, ...exact]) => Math.max(most, errorInUlp(loss(fromRows(y), fromRows(z)), exact)),
    0,
  );

describe("errors against exact references", () => {
  test("the losses err by at most 2 ulp of the whole, however small", () => {
    for (const [loss, cases] of [
      [softmaxCrossEntropy, reference.softmax],
      [sigmoidCrossEntropy, reference.sigmoid],
    ] as const) {
      expect(cases.length).toBeGreaterThan(300);
      expect(worst(loss, cases)).toBeLessThan(1.1); // 2 is promised: half is left to bad luck
    }
  });

  test("what is less careful is caught", () => {
    const tiny = reference.softmax.filter(([, , loss]) => loss < 1e-12);
    expect(tiny.length).toBeGreaterThan(50);
    /** −Σ y·ln h, from h. */
    const fromH: Loss = (y, z) =>
      -sum(
        fromFunction(z.rows, z.cols, (i, k) => {
          const target = at(y, i, k);
          return target && target * log(at(softmax(z), i, k));
        }),
      ) / z.rows;
    /** From the logits, but with doubles alone. */
    const withoutTails: Loss = (y, z) =>
      toRows(z).reduce((total, row, i) => {
        const m = Math.max(...row);
        const shared = log1p(row.filter((x) => x !== m).reduce((rest, x) => rest + exp(x - m), 0));
        return row.reduce((total, x, k) => total + at(y, i, k) * (m - x + shared), total);
      }, 0) / z.rows;
    /** softplus(z) − y·z: a difference. */
    const shorter: Loss = (y, z) =>
      sum(fromFunction(z.rows, z.cols, (i, k) => softplus(at(z, i, k)) - at(y, i, k) * at(z, i, k))) / z.rows;
    expect(worst(fromH, tiny)).toBeGreaterThan(1e6);
    expect(worst(withoutTails, tiny)).toBeGreaterThan(2);
    expect(worst(withoutTails, reference.softmax)).toBeGreaterThan(2);
    expect(worst(shorter, reference.sigmoid)).toBeGreaterThan(1e6);
  });
});

/** Logits of all sizes; the last are as far apart as a lesson allows. */
const generator = new RandomState(5);
const LOGITS = [
  ...[0, 1, 30, 800, 1e6].map((size) => fromFunction(20, 8, () => size * generator.randn())),
  fromRows([
    [1e6, -1e6, 0],
    [-1e6, 1e6, 1e6],
    [-1e6, -1e6, -1e6],
  ]),
];
const finite = (a: Matrix) => a.data.every(Number.isFinite);

describe("softmax", () => {
  test("each row is numbers from 0 to 1 whose sum is 1", () => {
    for (const h of LOGITS.map(softmax))
      for (const row of toRows(h)) {
        expect(row.every((x) => x >= 0 && x <= 1)).toBe(true);
        expect(Math.abs(row.reduce((total, x) => total + x) - 1)).toBeLessThan(1e-15 * row.length);
      }
    expect(toRows(softmax(LOGITS[5]!))).toEqual([
      [1, 0, 0],
      [0, 0.5, 0.5],
      [1 / 3, 1 / 3, 1 / 3],
    ]);
  });

  test("a shift of a row that is exact changes no bit, and of the loss neither", () => {
    const z = map(LOGITS[2]!, (x) => Math.floor(x * 1024) / 1024);
    const shifted = map(z, (x) => x + 4096);
    const y = softmax(LOGITS[1]!);
    expect(softmax(shifted)).toEqual(softmax(z));
    expect(softmaxCrossEntropy(y, shifted)).toBe(softmaxCrossEntropy(y, z));
    expect(softmax(map(z, (x) => x + 1 / 3))).not.toEqual(softmax(z)); // this one is not exact
  });

  test("the slope goes back through it: every entry against central differences", () => {
    const z = LOGITS[1]!;
    const g = map(z, () => generator.randn());
    const value = (z: Matrix) => softmax(z).data.reduce((total, h, n) => total + h * g.data[n]!, 0);
    const nudged = (n: number, by: number) => ({ ...z, data: z.data.with(n, z.data[n]! + by) });
    const back = softmaxBack(g, softmax(z));
    const differences = z.data.map((_, n) => (value(nudged(n, 1e-5)) - value(nudged(n, -1e-5))) / 2e-5);
    const apart = (slopes: Float64Array) =>
      slopes.reduce((most, slope, n) => Math.max(most, Math.abs(slope - differences[n]!)), 0);
    expect(apart(back.data)).toBeLessThan(1e-9);
    expect(apart(softmax(z).data.map((h, n) => h * (1 - h) * g.data[n]!))).toBeGreaterThan(0.01); // the diagonal alone
    for (const z of LOGITS) expect(finite(softmaxBack(z, softmax(z)))).toBe(true);
  });
});

describe("the losses", () => {
  test("are finite, at least 0, and the same each time, for any logits of a lesson", () => {
    for (const z of LOGITS)
      for (const loss of [softmaxCrossEntropy, sigmoidCrossEntropy])
        for (const y of [softmax(map(z, (x) => x / 1e6)), softmax(z)]) {
          expect(loss(y, z)).toBeGreaterThanOrEqual(0);
          expect(loss(y, z)).toBeLessThan(1e8);
          expect(loss(y, z)).toBe(loss(y, z));
        }
  });

  test("a tiny one is not rounded to 0, and an infinite one is no NaN", () => {
    const y = fromRows([[1, 0]]);
    expect(softmaxCrossEntropy(y, fromRows([[40, 0]]))).toBe(exp(-40));
    expect(sigmoidCrossEntropy(y, fromRows([[40, -40]]))).toBe(2 * exp(-40));
    const far = fromRows([[1.7e308, -1.7e308]]);
    expect(softmaxCrossEntropy(y, far)).toBe(0);
    expect(softmaxCrossEntropy(fromRows([[0, 1]]), far)).toBe(Number.POSITIVE_INFINITY);
    const infinite = fromRows([[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]]);
    expect(sigmoidCrossEntropy(y, infinite)).toBe(0);
    expect(sigmoidCrossEntropy(fromRows([[1, 1]]), infinite)).toBe(Number.POSITIVE_INFINITY);
  });

  test("a wrong shape is named beside the other", () => {
    const [z] = LOGITS as [Matrix];
    for (const loss of [softmaxCrossEntropy, sigmoidCrossEntropy]) {
      expect(() => loss(fromRows([[1, 0]]), z)).toThrow(
        new ShapeError("cannot compare targets 1×2 with logits 20×8"),
      );
      expect(() => loss(transpose(z), z)).toThrow(ShapeError);
    }
    expect(() => softmaxBack(transpose(z), z)).toThrow(ShapeError);
  });
});
