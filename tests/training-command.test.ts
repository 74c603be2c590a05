import fc from "fast-check";
import { expect, test } from "vitest";
import {
  formSettings,
  NUMBER_FIELDS,
  type NumberField,
  type SetName,
} from "../build/reader/laboratory/form.ts";
import { NO_POINTS, type Points } from "../build/reader/laboratory/points.ts";
import { parseTrainingFlags } from "../build/training-flags.ts";
import { PLACES } from "../src/lesson/choices.ts";
import { RUN_FILE, runFile, trainingCommand } from "../src/training/command.ts";
import type { GradientName } from "../src/training/gradient.ts";
import { parseSettings, type SettingsFile } from "../src/training/settings.ts";

/** The form of the laboratory, and the command line of its runs. No browser here. */

const PROGRAM = "chapters/10-loop.ts";
const POINTS: Points = {
  X: [
    [0.5, -1],
    [1.25, 2],
    [-0.07, 0],
  ],
  labels: [1, 0, 1],
};
const EMPTY = Object.fromEntries(NUMBER_FIELDS.map((name) => [name, ""])) as Record<NumberField, string>;
const BOOK = {
  ...EMPTY,
  "data.seed": "0",
  "data.rows": "300",
  hidden: "3",
  "weights.seed": "2017",
  learningRate: "0.15",
  ridge: "0",
  outputs: "2",
};
const ARTICLE = { activation: "sigmoid", "output-activation": "sigmoid", loss: "squared" } as const;
const START = parseSettings({});
const ROUNDED = parseSettings({ weights: { seed: 5, round: 1 } });
const GIVEN = parseSettings({
  weights: {
    W1: [
      [0.1, 0.2, 0.3],
      [-0.4, 0, 1],
    ],
    W2: [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
  },
});
const typed = (
  numbers: Partial<typeof EMPTY>,
  set: SetName = "article",
  { bias = false, gradient = "exact" as GradientName } = {},
) => ({
  set,
  bricks: { ...ARTICLE, biases: bias ? ("trained" as const) : ("none" as const) },
  gradient,
  numbers: { ...BOOK, ...numbers },
});

const seed = fc.oneof(fc.constantFrom(0, 2017), fc.integer({ min: 0, max: 2 ** 32 - 1 })).map(String);
const width = fc.integer({ min: 1, max: 64 }).map(String);
const forms = fc.record({
  set: fc.constantFrom<SetName>("article", "mirrored", "moons", "spiral", "corners01", "corners11", "own"),
  bricks: fc
    .record({
      activation: fc.constantFrom(...PLACES.activation),
      "output-activation": fc.constantFrom(...PLACES["output-activation"]),
      loss: fc.constantFrom(...PLACES.loss),
      biases: fc.constantFrom(...PLACES.biases),
    })
    .filter((it) => it.loss === "squared" || ["sigmoid", "softmax"].includes(it["output-activation"])),
  gradient: fc.constantFrom<GradientName>("exact", "summed", "article"),
  numbers: fc.record({
    "data.seed": seed,
    "data.rows": fc.integer({ min: 20, max: 300 }).map(String),
    trained: fc.constantFrom("", "1", "20"),
    hidden: width,
    second: fc.oneof(fc.constant(""), width),
    "weights.seed": seed,
    learningRate: fc.constantFrom("0.15", "1e-3", "5"),
    ridge: fc.constantFrom("0", "1e-7", "0.5"),
    outputs: fc.constantFrom("2", "3", "8"),
  }),
});

const starts = fc.constantFrom(START, ROUNDED, GIVEN);

test("the command line of a run stands for that very run", () => {
  fc.assert(
    fc.property(forms, starts, fc.integer({ min: 0, max: 1e7 }), (form, start, steps) => {
      const { settings, faults } = formSettings(form, POINTS, start);
      expect([...faults]).toEqual([]);
      const command = trainingCommand(PROGRAM, settings!, steps);
      const [npx, tsx, chapter, ...argv] = command.split(" ");
      expect([npx, tsx, chapter]).toEqual(["npx", "tsx", PROGRAM]);
      const read = (path: string) => {
        expect(path).toBe(RUN_FILE);
        return JSON.stringify(runFile(settings!));
      };
      const again = parseTrainingFlags([...argv, "--every", "1"], read).settings;
      expect(again).toEqual(parseSettings({ ...settings, steps, record: { every: 1 } }));
    }),
  );
});

test.each<SettingsFile>([
  { outputs: 3, activation: "relu", outputActivation: "softmax", loss: "cross-entropy" },
  { bias: true, trainBias: false, hidden: [4, 3], activation: "leaky-relu", outputActivation: "identity" },
  { data: { X: POINTS.X, labels: [0, 5, 1] }, outputs: 6, weights: { seed: 3 } },
  { data: { X: POINTS.X, targets: [[1], [0.5], [0]] }, loss: "cross-entropy" },
  {
    data: { X: POINTS.X, labels: [0, 2, 1] },
    weights: { W1: [[1], [2]], b1: [3], W2: [[4, 5, 6]], b2: [7, 8, 9] },
    trainBias: false,
    outputActivation: "tanh",
  },
  { weights: { seed: 3, round: 2 }, outputs: 4, bias: true },
])("of other bricks too: %o", (file) => {
  const settings = parseSettings({ ...file, steps: 7, record: { every: 1 } });
  const argv = trainingCommand(PROGRAM, settings, 7).split(" ").slice(3);
  const read = () => JSON.stringify(runFile(settings));
  expect(parseTrainingFlags([...argv, "--every", "1"], read).settings).toEqual(settings);
});

test("where the weights are given and no seed is typed, they stay; what does not fit them is told", () => {
  for (const set of ["moons", "corners01", "own"] as const) {
    const { settings } = formSettings(typed({ "weights.seed": "" }, set), POINTS, GIVEN);
    expect(settings!.weights).toEqual(GIVEN.weights);
    const argv = trainingCommand(PROGRAM, settings!, 5).split(" ").slice(3);
    const again = parseTrainingFlags([...argv, "--every", "1"], () => JSON.stringify(runFile(settings!)));
    expect(again.settings).toEqual({ ...settings, steps: 5, record: { every: 1 } });
  }
  const faults = (...form: Parameters<typeof typed>) => [
    ...formSettings(typed(...form), POINTS, GIVEN).faults.keys(),
  ];
  expect(faults({ "weights.seed": "", hidden: "4" })).toEqual(["hidden"]);
  expect(faults({ "weights.seed": "" }, "moons", { bias: true })).toEqual([]);
  expect(formSettings(typed({ "weights.seed": "" }), POINTS, START).faults.has("weights.seed")).toBe(true);
});

test("numbers are read as they are written: a decimal comma, a minus sign, thousands", () => {
  const numbers = { learningRate: "0,5", ridge: "1,234.5", hidden: " 4 " };
  expect(formSettings(typed(numbers), POINTS, START).settings).toMatchObject({
    learningRate: 0.5,
    ridge: 1234.5,
    hidden: [4],
  });
  const { faults } = formSettings(typed({ ridge: "−1" }), POINTS, START);
  expect(faults.get("ridge")).toBe("got -1, expected a number from 0 to 1000000");
});

test("it says only what is not so anyway", () => {
  const command = (...form: Parameters<typeof typed>) =>
    trainingCommand(PROGRAM, formSettings(typed(...form), POINTS, START).settings!, 5);
  const npx = `npx tsx ${PROGRAM}`;
  expect(command({})).toBe(`${npx} --steps 5`);
  expect(command({ hidden: "10", second: "4", trained: "50" }, "moons", { bias: true })).toBe(
    `${npx} --data moons --trained 50 --hidden 10,4 --steps 5 --bias`,
  );
  expect(command({ ridge: "0.01" }, "article", { gradient: "article" })).toBe(
    `${npx} --ridge 0.01 --gradient article --steps 5`,
  );
  const bricks = parseSettings({
    outputs: 3,
    activation: "relu",
    loss: "cross-entropy",
    bias: true,
    trainBias: false,
  });
  expect(trainingCommand(PROGRAM, bricks, 5)).toBe(
    `${npx} --outputs 3 --activation relu --loss cross-entropy --steps 5 --bias --no-train-bias`,
  );
  expect(command({}, "own")).toBe(`${npx} --lesson ${RUN_FILE} --hidden 3 --learning-rate 0.15 --steps 5`);
});

test.each<[Partial<typeof EMPTY>, [string, string][]]>([
  [{ hidden: "65" }, [["hidden", "got 65, expected a whole number from 1 to 64"]]],
  [{ hidden: "" }, [["hidden", 'got "", expected a whole number from 1 to 64']]],
  [{ second: "0" }, [["second", "got 0, expected a whole number from 1 to 64"]]],
  [{ "data.rows": "301" }, [["data.rows", "got 301, expected a whole number from 1 to 300"]]],
  [{ "data.seed": "1,5" }, [["data.seed", "got 1.5, expected a whole number from 0 to 4294967295"]]],
  [{ "data.rows": "1,250" }, [["data.rows", 'got "1,250", expected a whole number from 1 to 300']]],
  [
    { learningRate: "0", ridge: "-1" },
    [
      ["learningRate", "got 0, expected a number above 0, at most 1000000"],
      ["ridge", "got -1, expected a number from 0 to 1000000"],
    ],
  ],
  [{ trained: "60", "data.rows": "50" }, [["trained", "got 60, expected at most 50, the rows of the data"]]],
])("%o is refused, each field by itself", (numbers, expected) => {
  const { settings, faults } = formSettings(typed(numbers), NO_POINTS, START);
  expect(settings).toBeUndefined();
  expect([...faults]).toEqual(expected);
});

test("fields that a set does not have are not looked at; without a point there is no run", () => {
  const bad = { "data.seed": "-1", "data.rows": "0", trained: "x" };
  expect(formSettings(typed(bad, "corners11"), NO_POINTS, START).settings).toMatchObject({ trained: 4 });
  expect(formSettings(typed(bad, "own"), POINTS, START).settings).toMatchObject({ data: POINTS, trained: 3 });
  expect(formSettings(typed({}, "own"), NO_POINTS, START)).toEqual({
    settings: undefined,
    faults: new Map(),
  });
});
