import { expect, test } from "vitest";
import { LessonError } from "../../src/lesson/check.ts";
import { TABLE, type Table } from "../../src/lesson/fields.ts";
import { parseLesson } from "../../src/lesson/lesson.ts";
import { AS_PUBLISHED } from "../../src/training/article.ts";
import { RUN_TABLE } from "../../src/training/fields.ts";
import { dueFrom, parseSettings } from "../../src/training/settings.ts";

test("nothing chosen is a whole run: the article's data and weights", () => {
  expect(parseSettings({})).toEqual({
    data: { set: "article", seed: 0, rows: 300 },
    trained: 300,
    hidden: [3],
    outputs: 2,
    activation: "sigmoid",
    outputActivation: "sigmoid",
    loss: "squared",
    bias: false,
    trainBias: true,
    weights: { seed: 2017, scale: 1 },
    steps: 1000,
    batch: "all",
    learningRate: 0.15,
    schedule: "constant",
    ridge: 0,
    l1: 0,
    gradient: "exact",
    record: { every: 10 },
    snapshots: { at: [] },
  });
});

const W1 = [
  [1, 2],
  [3, 4],
];
const X = [
  [0, 1],
  [1, 1],
];

test.each([
  {},
  AS_PUBLISHED,
  { data: { set: "spiral" }, unseen: { set: "spiral", seed: 1 }, clip: 1, batch: { size: 9 } },
  { data: { set: "corners11" }, hidden: [128, 1, 64, 2], bias: true, schedule: { decay: 0.1 } },
  { data: { X, labels: [1, 0] }, weights: { W1, W2: W1 }, schedule: { every: 5, factor: 1 } },
  { data: { X, targets: X }, weights: { W1, b1: [1, 2], W2: W1 }, trainBias: false, activation: "relu" },
  { data: { X, labels: [3, 0] }, outputs: 4, outputActivation: "softmax", loss: "cross-entropy" },
])("settings that are complete are what they parse to: %o", (file) => {
  const settings = parseSettings(file);
  expect(parseSettings(JSON.parse(JSON.stringify(settings)))).toEqual(settings);
});

test("what a lesson and a run have in common is one description", () => {
  const own = ["data.rows", "hidden"]; // of these a run takes more
  const shared = Object.keys(TABLE).filter((at) => at in RUN_TABLE && !own.includes(at));
  const check = (table: Table, at: string) => table[at]!.check;
  for (const at of shared) if (at !== "data.set") expect(check(RUN_TABLE, at)).toBe(check(TABLE, at));
  expect(shared).toContain("weights.W2");
  expect(shared).toContain("learningRate");
});

test("data and weights of any lesson are settings", () => {
  for (const file of [
    {},
    { weights: { seed: 1, round: 2 } },
    { data: { X, labels: [1, 0] }, weights: { W1, W2: W1 } },
  ]) {
    const { data, weights, hidden } = parseLesson(file);
    const settings = parseSettings({ data, weights, hidden: [hidden] });
    expect(settings.data).toMatchObject(data);
    expect(settings.weights).toMatchObject(weights);
  }
});

test.each<[file: unknown, message: string]>([
  [7, "the lesson: got 7, expected an object with data, trained,"],
  [{ rate: 1 }, 'the lesson: got an unknown field "rate", expected an object with data, trained,'],
  [
    { data: { set: "moon" } },
    'data.set: got "moon", expected one of article, mirrored, moons, spiral, corners01',
  ],
  [{ data: { rows: 10001 } }, "data.rows: got 10001, expected a whole number from 1 to 10000"],
  [
    { data: { set: "corners01", seed: 1 } },
    "data.seed: got 1 beside corners01, which is not drawn; expected no seed",
  ],
  [
    { data: { X, labels: [1, 0], rows: 2 } },
    "data.rows: got 2 beside explicit data.X (2×2), expected one or the other",
  ],
  [{ data: { X, labels: [1] } }, "data.labels: got 1 labels, expected 2, one for each row of data.X"],
  [{ data: { X, labels: [1, 0], set: "moons" } }, 'data.set: got "moons" beside explicit data.X'],
  [{ unseen: { X, labels: [1, 0] } }, "unseen: got explicit rows, expected a set by its name"],
  [
    { data: { X: [[1]], labels: [1] }, unseen: { set: "moons" } },
    "unseen: got a set of two inputs beside data.X with 1; expected 2, or no unseen at all",
  ],
  [{ trained: 301 }, "trained: got 301, expected at most 300, the rows of the data"],
  [{ trained: 0 }, "trained: got 0, expected a whole number from 1 to 10000"],
  [{ hidden: [] }, "hidden: got [], expected a list of 1 to 4 whole numbers from 1 to 128"],
  [
    { hidden: [1, 2, 3, 4, 5] },
    "hidden: got [1,2,3,4,5], expected a list of 1 to 4 whole numbers from 1 to 128",
  ],
  [{ hidden: [3, 129] }, "hidden[1]: got 129, expected a whole number from 1 to 128"],
  [{ hidden: 3 }, "hidden: got 3, expected a list of 1 to 4 whole numbers from 1 to 128"],
  [{ activation: "softmax" }, 'activation: got "softmax", expected one of sigmoid, tanh, relu'],
  [{ outputs: 1, outputActivation: "softmax" }, "outputActivation: got softmax beside 1 output"],
  [
    { outputActivation: "relu", loss: "cross-entropy" },
    "loss: got cross-entropy beside outputActivation relu",
  ],
  [{ trainBias: false }, "trainBias: got false beside bias false, expected true"],
  [{ bias: 1 }, "bias: got 1, expected true or false"],
  [{ weights: { scale: 0 } }, "weights.scale: got 0, expected a number above 0, at most 1000"],
  [{ weights: { W1, W2: W1, scale: 2 } }, "weights.scale: got 2 beside explicit weights.W1"],
  [{ weights: { W1, W2: W1, seed: 2 } }, "weights.seed: got 2 beside explicit weights.W1"],
  [{ weights: { W1 } }, "weights.W1: got W1 without weights.W2, expected both or neither"],
  [{ weights: { W1, b1: [1], W2: W1 } }, "weights.b1: got 1 number, expected 2, one for each column"],
  [{ weights: { W1, b1: [1, 2], W2: W1 }, bias: false }, "bias: got false beside weights.b1"],
  [
    { weights: { W1, W2: W1 }, hidden: [2, 2] },
    "hidden: got 2 layers beside explicit weights.W1, expected one",
  ],
  [{ weights: { W1, W2: W1 }, hidden: [3] }, "hidden: got 3 beside weights.W1, which is 2×2; expected 2"],
  [{ steps: 1.5 }, "steps: got 1.5, expected a whole number from 0 to 10000000"],
  [{ batch: "some" }, 'batch: got "some", expected "all" or { size: a whole number from 1 to 10000, seed }'],
  [{ trained: 5, batch: { size: 6 } }, "batch.size: got 6, expected at most 5, the rows trained on"],
  [{ learningRate: 0 }, "learningRate: got 0, expected a number above 0, at most 1000000"],
  [
    { schedule: { every: 0, factor: 1 } },
    "schedule.every: got 0, expected a whole number from 1 to 10000000",
  ],
  [{ schedule: {} }, 'schedule: got {}, expected "constant", "cosine", { every: steps, factor: above 0'],
  [{ ridge: -1 }, "ridge: got -1, expected a number from 0 to 1000000"],
  [{ l1: "1" }, 'l1: got "1", expected a number from 0 to 1000000'],
  [{ clip: 0 }, "clip: got 0, expected a number above 0, at most 1000000"],
  [{ gradient: "mean" }, 'gradient: got "mean", expected one of exact, summed, article'],
  [
    { record: [1] },
    "record: got [1], expected { every: a whole number from 1 to 10000000 } or { at: a list of steps }",
  ],
  [{ snapshots: { every: -1 } }, "snapshots.every: got -1, expected a whole number from 1 to 10000000"],
])("%o is refused", (file, message) => {
  const refused = () => parseSettings(file);
  expect(refused).toThrow(LessonError);
  expect(refused).toThrow(message);
});

test("a message is one line", () => {
  expect(() => parseSettings({ data: { set: "a\nb" } })).toThrow(/^data\.set: [^\n]*$/);
});

test("when something is due", () => {
  const dueOver = (due: Parameters<typeof dueFrom>[0], steps: number) =>
    Array.from({ length: steps + 2 }, (_, t) => dueFrom(due, t, steps));
  expect(dueOver({ every: 3 }, 7)).toEqual([0, 3, 3, 3, 6, 6, 6, 7, Number.POSITIVE_INFINITY]);
  expect(dueOver({ at: [5, 2] }, 5)).toEqual([2, 2, 2, 5, 5, 5, Number.POSITIVE_INFINITY]);
  expect(dueFrom({ at: Array.from({ length: 300_000 }, (_, i) => 3 * i) }, 7, 1_000_000)).toBe(9);
});
