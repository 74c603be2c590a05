import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { byNetwork, byNudging, byTape } from "../build/checks.ts";
import { lossOnTape } from "../chapters/16-autodiff.ts";
import { forwardPass, stages } from "../chapters/index.ts";
import { parseLesson } from "../src/lesson/lesson.ts";
import { bricksOf, wayBack } from "../src/network/bricks.ts";
import { layerOf, networkOf, type Roles, slopesOf, stepsOf, weightsOf } from "../src/network/network.ts";
import { brick as sigmoid } from "../src/network/ops/sigmoid.ts";
import { NAMES, quantityOf } from "../src/network/quantities.ts";
import { type Trace, traceOf } from "../src/network/stage.ts";
import { tapeCheck } from "../src/network/tape-check.ts";
import { type Name, texOf, type Values } from "../src/network/values.ts";
import { lessons, rareLessons } from "./lessons.ts";

/** The network as data: what follows from its steps, and what holds its ops and the chapters against each other. */

const lesson = parseLesson({ data: { rows: 4 }, ridge: 0.1 });
const network = networkOf(lesson);

/** As the interface has them: the compiler sees to it that none is missing. */
const INTERFACE: Readonly<Record<Name, "matrix" | "number">> = {
  X: "matrix",
  y: "matrix",
  W1: "matrix",
  W2: "matrix",
  z1: "matrix",
  h1: "matrix",
  z2: "matrix",
  h2: "matrix",
  loss_data: "number",
  loss_ridge: "number",
  loss: "number",
  dLoss_dh2: "matrix",
  dh2_dz2: "matrix",
  dLoss_dz2: "matrix",
  dLoss_dW2: "matrix",
  dLoss_dh1: "matrix",
  dh1_dz1: "matrix",
  dLoss_dz1: "matrix",
  dLoss_dW1: "matrix",
  W1_next: "matrix",
  W2_next: "matrix",
  loss_next: "number",
};

describe("from the steps follow", () => {
  test("the names of the interface, in the order in which they are made, and which are matrices", () => {
    expect(NAMES).toEqual(Object.keys(INTERFACE));
    for (const name of NAMES)
      expect(quantityOf(name).shape === undefined ? "number" : "matrix").toBe(INTERFACE[name]);
  });

  test("the shapes of every lesson, letter by letter", () => {
    const { X, W1, y } = traceOf(stages, lesson);
    const sizes: Record<string, number> = { N: X.rows, D: X.cols, H: W1.cols, K: y.cols };
    const trace = traceOf(stages, lesson);
    for (const name of NAMES) {
      const value = trace[name];
      const [rows, cols] = quantityOf(name).shape ?? [];
      if (typeof value !== "number") expect([value.rows, value.cols]).toEqual([sizes[rows!], sizes[cols!]]);
    }
  });

  test("symbols, layers, bricks and the way back", () => {
    expect(["X", "W1", "loss_data", "dh2_dz2", "dLoss_dW1", "W2_next", "loss_next"].map(texOf)).toEqual([
      "X",
      "W_1",
      "L_{\\text{data}}",
      "\\frac{\\partial h_2}{\\partial z_2}",
      "\\frac{\\partial L}{\\partial W_1}",
      "W_2^{*}",
      "L^{*}",
    ]);
    expect(weightsOf(network)).toEqual(["W1", "W2"]);
    expect(layerOf(network, "W2")).toEqual({ x: "h1", z: "z2", h: "h2" });
    expect(bricksOf(network).map(({ name }) => name)).toEqual(["X", "W1", "h1", "W2", "h2", "loss"]);
    expect(wayBack(network).map(({ brick, below }) => [brick.name, below])).toEqual([
      ["loss", "dLoss_dh2"],
      ["h2", "dLoss_dz2"],
      ["W2", "dLoss_dh1"],
      ["h1", "dLoss_dz1"],
    ]);
    expect(slopesOf(network)).toHaveLength(6);
  });

  test("steps that need only what was made before", () => {
    const made = new Set<Name>(network.given.map(({ name }) => name));
    for (const { makes, of } of stepsOf(network)) {
      for (const name of of) expect(made).toContain(name);
      made.add(makes);
    }
  });
});

describe("the chapters' own code", () => {
  test("makes what the network's run makes, to the last bit, for 300 random lessons", () => {
    const same = (trace: Trace) => void expect(byNetwork(trace, NAMES)).toBeUndefined();
    for (const it of rareLessons) same(traceOf(stages, it));
    fc.assert(
      fc.property(lessons, (it) => same(traceOf(stages, it))),
      { numRuns: 300, seed: 12 },
    );
  });

  test("that is off by one bit is found, with the entry", () => {
    const trace = traceOf(stages, lesson);
    const data = trace.dLoss_dW1.data.slice();
    data[4]! *= 1 + 2 ** -52;
    const found = byNetwork({ ...trace, dLoss_dW1: { ...trace.dLoss_dW1, data } }, NAMES);
    expect(found?.entry).toBe("dLoss_dW1[1,1]");
    expect(byNetwork({ ...trace, loss_data: trace.loss_data / 2 }, NAMES)?.entry).toBe("loss_data");
  });
});

/** A trace whose parts call other bricks than the network has. */
function traceWith(roles: Roles): Trace {
  const values: Partial<Values> = {};
  for (const part of stages.flat(2)) Object.assign(values, part.compute(values as Values, lesson, roles));
  return { ...(values as Values), lesson };
}

describe("a mistake in a brick", () => {
  const slopes = NAMES.filter((name) => name.startsWith("dLoss_"));
  const inBoth = (wrong: Partial<typeof sigmoid>): Roles => {
    const brick = { ...sigmoid, ...wrong };
    return { hidden: brick, output: brick };
  };

  test("none is found where there is none", () => {
    const trace = traceWith(network.roles);
    expect(byTape(trace, slopes)).toBeUndefined();
    expect(byNudging(forwardPass, trace, "W1")).toBeUndefined();
  });

  test.each([
    ["a sign", (h: number) => -h * (1 - h)],
    ["a factor left out", (h: number) => 1 - h],
    ["the slope of tanh", (h: number) => 1 - h * h],
  ])("in its slope from h (%s) is found by the tape, which does not call it, and by nudging", (_, slope) => {
    const trace = traceWith(inBoth({ slope }));
    expect(byTape(trace, slopes)?.way).toBe("the tape gives");
    // Two turned signs cancel on the way to W1.
    expect(byNudging(forwardPass, trace, "W2")?.way).toBe("central differences give");
  });

  test("in its slope from z, which the tape takes, is found by the chapters", () => {
    const wrong = inBoth({ steepness: (z) => sigmoid.activation(z) });
    const check = tapeCheck(
      (tape, given, ridge) => lossOnTape(tape, given, ridge, wrong),
      traceWith(network.roles),
    );
    expect(check("dLoss_dz2").agrees(0)).toBe(false);
    expect(check("dLoss_dh2").agrees(0)).toBe(true);
  });
});
