import Big from "big.js";
import { describe, expect, test } from "vitest";
import { type Lesson, parseLesson } from "../../src/lesson/lesson.ts";
import { exact } from "../../src/math/exact.ts";
import { ACTIVATIONS } from "../../src/network/ops/activations.ts";
import type { Name } from "../../src/network/values.ts";
import { decimalsOf, exactly, rounded, terms } from "../../src/worksheets/decimals.ts";
import { stepsMaking } from "../../src/worksheets/worksheet.ts";
import { ROOT, source } from "../project.ts";
import { runPython } from "../python.ts";
import { forPaper, samples, sheetOf } from "./lessons.ts";

/** Keys are right to the last digit: held against fractions and sixty-digit logarithms in Python. */

const given = { X: [[0.5]], labels: [0] };
const one = (lesson: object): Lesson => parseLesson({ data: given, outputs: 1, hidden: 1, ...lesson });
/** Logits whose sigmoid or tanh lies so near to the middle between two roundings that a double rounds the other way. */
const NEAR_TIES: readonly Lesson[] = [
  ["sigmoid", 2.0611294005, 10],
  ["sigmoid", 3.6478826925, 10],
  ["sigmoid", 0.000004726, 9],
  ["sigmoid", -0.000003034, 9],
  ["tanh", 0.2551104799, 10],
  ["tanh", -3.741168333, 9],
].map(([activation, z, digits]) =>
  one({ data: { X: [[1]], labels: [0] }, activation, digits, weights: { W1: [[z]], W2: [[1]] } }),
);

const LESSONS: readonly Lesson[] = [
  ...samples(80, 16),
  ...NEAR_TIES,
  // Thirds and sevenths, halves that are ties, and outputs that round to 0 and to 1.
  one({
    data: { X: [[0.5], [1], [-1]], targets: [[0.1], [0.2], [0.45]] },
    digits: 1,
    weights: { W1: [[1]], W2: [[1]] },
  }),
  one({
    data: { X: [1, 2, 3, 4, 5, 6, 7].map((x) => [x / 10]), labels: [0, 1, 0, 1, 1, 1, 0] },
    digits: 2,
    ridge: 0.3,
  }),
  parseLesson({
    data: { X: [[9], [-9]], labels: [0, 1] },
    weights: { W1: [[1]], W2: [[-9, 9]] },
    activation: "identity",
    outputActivation: "softmax",
    loss: "cross-entropy",
    digits: 3,
  }),
  one({
    data: { X: [[9], [-9]], labels: [0, 1] },
    weights: { W1: [[1]], W2: [[9]] },
    activation: "identity",
    loss: "cross-entropy",
    digits: 3,
  }),
];

type Units = Readonly<Record<string, readonly (readonly string[])[]>>;
const sheets = LESSONS.map(sheetOf);
const answers: readonly Units[] = JSON.parse(
  runPython(source("tests/worksheets/paper.py"), JSON.stringify(sheets.map(forPaper)), ROOT),
);

test("every number of every key is Python's", () => {
  let count = 0;
  for (const [i, { key, digits, lesson }] of sheets.entries())
    for (const [name, python] of Object.entries(answers[i]!)) {
      const ours = key
        .get(name as Name)!
        .map((row) => row.map((it) => it.times(exact(`1e${digits}`)).toFixed()));
      expect(ours, `${name} of ${JSON.stringify(lesson)}`).toEqual(python);
      count += python.flat().length;
    }
  expect(count).toBeGreaterThan(5000);
});

test("every value that a key has is among them", () => {
  for (const [i, { key, network }] of sheets.entries()) {
    const made = [...key.keys()].filter((name) => !network.given.some((it) => it.name === name));
    expect(Object.keys(answers[i]!)).toEqual(expect.arrayContaining(made));
  }
});

describe("products of two numbers of one decimal", () => {
  const tenths = Array.from({ length: 199 }, (_, i) => i - 99);
  const texts = tenths.map((it) => exact(it).div(10));

  test("are rounded halves away from zero, all 39,601, where doubles miss 344", () => {
    let [missed, ours] = [0, 0];
    for (const [i, a] of tenths.entries())
      for (const [j, b] of tenths.entries()) {
        // In whole hundredths: the nearest ten of them.
        const right = Math.sign(a * b) * Math.floor((Math.abs(a * b) + 5) / 10);
        const product = (a / 10) * (b / 10);
        if (Math.sign(product) * Math.round(Math.abs(product) * 10) !== right) missed++;
        if (!texts[i]!.times(texts[j]!).round(1).times(10).eq(right)) ours++;
      }
    expect([missed, ours]).toEqual([344, 0]);
  });
});

describe("rounding", () => {
  test.each([
    ["0.25", 1, "0.3"],
    ["-0.25", 1, "-0.3"],
    ["-0.35", 1, "-0.4"],
    ["0.5", 0, "1"],
    ["-0.5", 0, "-1"],
    ["-0.4999999999999999999999", 0, "0"],
    ["2.675", 2, "2.68"],
    ["-1.005", 2, "-1.01"],
    ["0.04", 1, "0"],
    ["-0.04", 1, "0"],
    ["9.995", 2, "10"],
    ["5e-9", 8, "0.00000001"],
    ["4.9e-9", 8, "0"],
  ])("%s to %i decimals is %s", (x, digits, right) => {
    expect(exact(x).round(digits).toFixed()).toBe(right);
  });

  test("there is no −0, which is written as 0", () => {
    expect(exact("-0.001").round(2).toFixed(2)).toBe("0.00");
    expect(rounded(decimalsOf(-0), 2)[0]![0]!.toFixed(1)).toBe("0.0");
  });

  test("a quotient is rounded once: 20 decimals before the last would make a tie of what is none", () => {
    // 0.15 − 10⁻²²/3, which 20 decimals take for 0.15.
    const x = "0.4499999999999999999999";
    expect(new Big(x).div(3).round(1, Big.roundHalfUp).toFixed()).toBe("0.2");
    expect(exact(x).div(3).round(1).toFixed()).toBe("0.1");
    expect(exact(1).div(3).toFixed(40)).toBe(`0.${"3".repeat(40)}`);
  });
});

test("sums and products lose nothing", () => {
  const [big, small] = [exact("1e6"), exact("1e-15")];
  expect(
    terms([[big, small]], [[big], [small]])[0]![0]!
      .reduce((a, b) => a.plus(b))
      .toFixed(),
  ).toBe(`1000000000000.${"0".repeat(29)}1`);
});

test("where a double would round the other way, the key does not", () => {
  for (const { lesson, key, digits } of NEAR_TIES.map(sheetOf)) {
    const z = key.get("z1")![0]![0]!;
    const double = ACTIVATIONS[lesson.activation].activation(z.toNumber());
    expect(exact(double).round(digits).eq(key.get("h1")![0]![0]!), `${z}`).toBe(false);
  }
});

test("the logarithm of a number below 0 is refused", () => {
  const data = { X: [[0.5]], targets: [[0.5]] };
  const { network, rates, key } = sheetOf(
    one({ data, loss: "cross-entropy", weights: { W1: [[1]], W2: [[1]] } }),
  );
  const steps = stepsMaking(network, "loss_data", rates);
  const of = (h2: number) => () =>
    exactly(steps, (name) => (name === "h2" ? decimalsOf(h2) : key.get(name)!), rates);
  expect(of(0.5)).not.toThrow();
  expect(of(-0.5)).toThrow(RangeError);
  expect(of(1.5)).toThrow(RangeError);
});
