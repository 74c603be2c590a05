import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { byNetwork, PROBES } from "../build/checks.ts";
import { stages } from "../chapters/index.ts";
import { parseLesson } from "../src/lesson/lesson.ts";
import { bricksOf, wayBack } from "../src/network/bricks.ts";
import { has, layerOf, layersOf, networkOf, slopesOf, stepsOf, weightsOf } from "../src/network/network.ts";
import { NAMES, quantitiesOf, quantityOf } from "../src/network/quantities.ts";
import { type Trace, traceOf } from "../src/network/stage.ts";
import { type Name, texOf } from "../src/network/values.ts";
import { bricks, fieldsOf, lessons, rareLessons } from "./lessons.ts";

/** The network as data: what follows from its steps, and what holds its ops and the chapters against each other. */

const lesson = parseLesson({ data: { rows: 4 }, ridge: 0.1 });
const network = networkOf(lesson);
/** Of every kind. */
const networks = [
  ...PROBES,
  ...fc.sample(bricks, { numRuns: 300, seed: 1 }).map((it) => parseLesson(fieldsOf(it))),
].map(networkOf);

/** As the interface has them: the compiler sees to it that none is missing. */
const INTERFACE: Readonly<Record<Name, "matrix" | "number">> = {
  X: "matrix",
  y: "matrix",
  W1: "matrix",
  b1: "matrix",
  W2: "matrix",
  b2: "matrix",
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
  dLoss_db2: "matrix",
  dLoss_dW2: "matrix",
  dLoss_dh1: "matrix",
  dh1_dz1: "matrix",
  dLoss_dz1: "matrix",
  dLoss_db1: "matrix",
  dLoss_dW1: "matrix",
  W1_next: "matrix",
  b1_next: "matrix",
  W2_next: "matrix",
  b2_next: "matrix",
  loss_next: "number",
};

describe("from the steps follow", () => {
  test("the names of the interface, in the order in which they are made, and which are matrices", () => {
    expect(NAMES).toEqual(Object.keys(INTERFACE));
    for (const name of NAMES)
      expect(quantityOf(name).shape === undefined ? "number" : "matrix").toBe(INTERFACE[name]);
  });

  test("of every network no other names, in that order; together they have them all", () => {
    const all = networks.map((it) => [...quantitiesOf(it).keys()]);
    for (const names of all) expect(names).toEqual(NAMES.filter((name) => names.includes(name)));
    expect(NAMES.filter((name) => all.some((names) => names.includes(name)))).toEqual(NAMES);
    for (const it of networks)
      for (const [name, { kind, shape }] of quantitiesOf(it)) {
        expect(kind).toBe(quantityOf(name).kind);
        expect(shape).toEqual(quantityOf(name).shape);
      }
  });

  test("what a trace has, and the shapes, letter by letter: 100 random lessons", () => {
    fc.assert(
      fc.property(lessons, (it) => {
        const trace = traceOf(stages, it);
        const { X, W1, y } = trace;
        const sizes: Record<string, number> = { 1: 1, N: X.rows, D: X.cols, H: W1.cols, K: y.cols };
        expect([it.hidden, it.outputs]).toEqual([W1.cols, y.cols]);
        for (const name of NAMES) {
          const value = trace[name];
          expect(value !== undefined).toBe(has(networkOf(it), name));
          const [rows, cols] = quantityOf(name).shape ?? [];
          if (value !== undefined && typeof value !== "number")
            expect([value.rows, value.cols]).toEqual([sizes[rows!], sizes[cols!]]);
        }
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  test("symbols, layers, bricks and the way back", () => {
    expect(["X", "W1", "b1", "loss_data", "dh2_dz2", "dLoss_dW1", "b2_next", "loss_next"].map(texOf)).toEqual(
      [
        "X",
        "W_1",
        "b_1",
        "L_{\\text{data}}",
        "\\frac{\\partial h_2}{\\partial z_2}",
        "\\frac{\\partial L}{\\partial W_1}",
        "b_2^{*}",
        "L^{*}",
      ],
    );
    expect(weightsOf(network)).toEqual(["W1", "W2"]);
    expect(layerOf(network, "W2")).toEqual({ x: "h1", W: "W2", z: "z2", h: "h2" });
    expect(bricksOf(network).map(({ name }) => name)).toEqual(["X", "W1", "h1", "W2", "h2", "loss"]);
    expect(wayBack(network).map(({ brick, below }) => [brick.name, below])).toEqual([
      ["loss", "dLoss_dh2"],
      ["h2", "dLoss_dz2"],
      ["W2", "dLoss_dh1"],
      ["h1", "dLoss_dz1"],
    ]);
    expect(slopesOf(network)).toHaveLength(6);
  });

  test("the same with other bricks: biases belong to their layer; under cross-entropy the way begins at the logits", () => {
    const belief = networkOf(parseLesson({ outputActivation: "softmax", loss: "cross-entropy", bias: true }));
    expect(weightsOf(belief)).toEqual(["W1", "b1", "W2", "b2"]);
    expect(layersOf(belief)).toEqual([
      { x: "X", W: "W1", b: "b1", z: "z1", h: "h1" },
      { x: "h1", W: "W2", b: "b2", z: "z2", h: "h2" },
    ]);
    expect(layerOf(belief, "b1").W).toBe("W1");
    expect(bricksOf(belief).map(({ name }) => name)).toEqual(["X", "W1", "h1", "W2", "h2", "loss"]);
    expect(wayBack(belief).map(({ below }) => below)).toEqual(["dLoss_dz2", "dLoss_dh1", "dLoss_dz1"]);
    const held = networkOf(parseLesson({ bias: true, trainBias: false }));
    expect(weightsOf(held)).toEqual(["W1", "W2"]);
    expect([has(held, "b1"), has(held, "dLoss_db1"), has(held, "b1_next")]).toEqual([true, false, false]);
    const squares = networkOf(parseLesson({ outputActivation: "softmax" }));
    expect([has(squares, "dLoss_dh2"), has(squares, "dh2_dz2"), "output" in squares.roles]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test("steps that need only what was made before", () => {
    for (const it of networks) {
      const made = new Set<Name>(it.given.map(({ name }) => name));
      for (const { makes, of } of stepsOf(it)) {
        for (const name of of) expect(made).toContain(name);
        made.add(makes);
      }
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
