import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LessonError } from "../src/lesson/check.ts";
import { examined } from "../src/lesson/faults.ts";
import { valueAt, withValues } from "../src/lesson/fields.ts";
import { parseLesson, printed } from "../src/lesson/lesson.ts";
import { nearest } from "../src/lesson/nearest.ts";
import { lessons } from "./lessons.ts";

/** All that is wrong with a lesson file, at once, and nothing that only follows from it. */

const CSV = "x;y;kind\n1;2;a\n3;4;b\n5;6;c";
const told = (json: unknown, csv = CSV): string[] =>
  examined(typeof json === "string" ? json : JSON.stringify(json), "f.json", () => csv).faults.map(
    ({ message }) => message,
  );
const [X2, X3] = [
  [
    [0, 1],
    [1, 1],
  ],
  [
    [0, 1],
    [1, 1],
    [2, 2],
  ],
];
const csv = { csv: "f.csv", inputs: ["x", "y"], label: "kind" };
const SIZE = "expected a number of at most 1000000 in size";

test.each<[string, unknown, string[]]>([
  [
    "values",
    {
      title: "a\nb",
      data: { seed: -1, rows: 301 },
      weights: { seed: 1.5, round: "2" },
      hidden: 0,
      outputs: null,
      activation: "gelu",
      outputActivation: "relu ",
      loss: 1,
      bias: "yes",
      trainBias: 0,
      learningRate: 0,
      ridge: -1,
      digits: 16,
    },
    [
      'title: got "a\\nb", expected text of 1 to 80 characters on one line',
      "data.seed: got -1, expected a whole number from 0 to 4294967295",
      "data.rows: got 301, expected a whole number from 1 to 300",
      "weights.seed: got 1.5, expected a whole number from 0 to 4294967295",
      'weights.round: got "2", expected a whole number from 0 to 15',
      "hidden: got 0, expected a whole number from 1 to 64",
      "outputs: got null, expected a whole number from 1 to 8",
      'activation: got "gelu", expected one of sigmoid, tanh, relu, leaky-relu, identity',
      'outputActivation: got "relu ", expected one of sigmoid, tanh, relu, leaky-relu, identity, softmax',
      "loss: got 1, expected one of squared, cross-entropy",
      'bias: got "yes", expected true or false',
      "trainBias: got 0, expected true or false",
      "learningRate: got 0, expected a number above 0, at most 1000000",
      "ridge: got -1, expected a number from 0 to 1000000",
      "digits: got 16, expected a whole number from 0 to 15",
    ],
  ],
  [
    "no object",
    [1],
    [
      "the lesson: got [1], expected an object with title, data, weights, hidden, outputs, activation, outputActivation, loss, bias, trainBias, learningRate, ridge, digits, decimal, fractions, $schema",
    ],
  ],
  [
    "groups that are none",
    { data: 5, weights: [] },
    [
      "data: got 5, expected an object with seed, rows, X, labels, targets",
      "weights: got [], expected an object with seed, round, W1, b1, W2, b2",
    ],
  ],
  ["an address of the schema that is none", { $schema: 5 }, ["$schema: got 5, expected an address"]],
  [
    "numbers in matrices and lists",
    {
      data: {
        X: [
          [0, "1"],
          [1, 1e7],
        ],
        labels: [1, -1],
      },
      weights: { W1: [[1], [null]], b1: ["a"], W2: [[1, 2]] },
    },
    [
      `data.X[0][1]: got "1", ${SIZE}`,
      `data.X[1][1]: got 10000000, ${SIZE}`,
      "data.labels[1]: got -1, expected a whole number from 0 to 7",
      `weights.W1[1][0]: got null, ${SIZE}`,
      `weights.b1[0]: got "a", ${SIZE}`,
    ],
  ],
  [
    "fields that are not known",
    {
      hiden: 3,
      learning_rate: 1,
      alpha: 1,
      rows: 3,
      "data.seed": 1,
      W1: [[1]],
      zzz: 0,
      data: { sead: 1, W2: 1, hidden: 3 },
      weights: { zzz: 1 },
    },
    [
      "data.sead: got an unknown field; did you mean seed?",
      'data.W2: got an unknown field; did you mean "weights": { "W2": … }?',
      "data.hidden: got an unknown field; did you mean hidden?",
      "weights.zzz: got an unknown field, expected seed, round, W1, b1, W2, b2",
      "hiden: got an unknown field; did you mean hidden?",
      "learning_rate: got an unknown field; did you mean learningRate?",
      "alpha: got an unknown field; did you mean learningRate?",
      'rows: got an unknown field; did you mean "data": { "rows": … }?',
      '"data.seed": got an unknown field; did you mean "data": { "seed": … }?',
      'W1: got an unknown field; did you mean "weights": { "W1": … }?',
      "zzz: got an unknown field, expected hidden, outputs, activation, outputActivation, loss, bias, trainBias, learningRate, ridge, digits, decimal, fractions, title, data, weights, $schema",
    ],
  ],
  [
    "fields that are there twice",
    '{ "hidden": 3,\n"data": { "seed": 1, "seed": 2 },\n"hidden": 4, "hidden": 5 }',
    [
      "data.seed: got it 2 times, in line 2; expected it once",
      "hidden: got it 3 times, in lines 1, 3; expected it once",
    ],
  ],
  [
    "contradictions that do not touch each other",
    {
      data: { X: X3, labels: [0, 1] },
      weights: {
        W1: [
          [1, 2],
          [3, 4],
        ],
        b1: [1],
        W2: [
          [1, 2],
          [3, 4],
        ],
      },
      hidden: 5,
      loss: "cross-entropy",
      outputActivation: "tanh",
      bias: false,
    },
    [
      "data.labels: got 2 labels, expected 3, one for each row of data.X",
      "weights.b1: got 1 number, expected 2, one for each column of weights.W1",
      "bias: got false beside weights.b1, expected true",
      "hidden: got 5 beside weights.W1, which is 2×2; expected 2, or no hidden at all",
      "loss: got cross-entropy beside outputActivation tanh, expected sigmoid or softmax there: others give no probabilities",
    ],
  ],
  [
    "one weight matrix of a wrong shape, and another that is held against the rest",
    {
      weights: {
        W1: [
          [1, 2, 3],
          [3, 4, 5],
        ],
        W2: [
          [1, 2],
          [3, 4],
        ],
        b1: [0],
        b2: [0, 0],
      },
      hidden: 4,
    },
    [
      "weights.W2: got a 2×2 matrix, expected 3 rows beside the 2×3 weights.W1",
      "weights.b1: got 1 number, expected 3, one for each column of weights.W1",
      "hidden: got 4 beside weights.W1, which is 2×3; expected 3, or no hidden at all",
    ],
  ],
  [
    "rows that are too short, and labels that are too large",
    { data: { X: [[0, 1], [1], [1, 2, 3]], labels: [0, 2, 3] } },
    [
      "data.X[1]: got a row of 1, expected 2 numbers as in data.X[0]",
      "data.X[2]: got a row of 3, expected 2 numbers as in data.X[0]",
      "data.labels[1]: got 2, expected 0 or 1, as outputs is 2",
      "data.labels[2]: got 3, expected 0 or 1, as outputs is 2",
    ],
  ],
  [
    "targets",
    {
      data: {
        X: X3,
        targets: [
          [0.5, 0.6],
          [1, 0],
          [-1, 2],
        ],
      },
      outputActivation: "softmax",
      loss: "cross-entropy",
    },
    [
      "data.targets[0]: got [0.5,0.6] beside a softmax, expected numbers of at least 0 with the sum 1",
      "data.targets[2]: got [-1,2] beside a softmax, expected numbers of at least 0 with the sum 1",
    ],
  ],
  [
    "data of two kinds",
    { data: { X: X2, labels: [0, 1], targets: [[1, 0]], seed: 1, rows: 2 } },
    [
      "data.seed: got 1 beside explicit data.X, expected one or the other",
      "data.rows: got 2 beside explicit data.X (2×2), expected one or the other",
      "data.targets: got [[1,0]] beside data.labels, expected one or the other",
    ],
  ],
  [
    "one of two",
    { data: { X: X2 }, weights: { W2: [[1, 2]] } },
    [
      "data.X: got X without data.labels, expected both or neither",
      "weights.W2: got W2 without weights.W1, expected both or neither",
    ],
  ],

  // What only follows from a fault is none.
  [
    "not: labels as outputs are meant",
    { outputs: 9, data: { X: X2, labels: [0, 5] } },
    ["outputs: got 9, expected a whole number from 1 to 8"],
  ],
  [
    "not: labels without rows",
    { data: { X: "a.csv", labels: [0, 1] } },
    ['data.X: got "a.csv", expected a list of 1 to 300 rows'],
  ],
  [
    "not: rows without targets",
    {
      data: {
        X: X2,
        target: [
          [1, 0],
          [0, 1],
        ],
      },
    },
    ["data.target: got an unknown field; did you mean targets?"],
  ],
  [
    "not: weights without the others",
    { data: { X: X2, labels: [0, 7] }, weights: { W1: [[1], [2]], b1: [1], w2: [[1]] }, hidden: 1 },
    ["weights.w2: got an unknown field; did you mean W2?"],
  ],
  [
    "not: weights beside rows of another width",
    { data: { X: [[1], [1, 2]], labels: [0, 1] }, weights: { W1: [[1], [2]], W2: [[1, 2]] } },
    ["data.X[1]: got a row of 2, expected 1 number as in data.X[0]"],
  ],
  [
    "not: biases held of none",
    { bais: true, trainBias: false },
    ["bais: got an unknown field; did you mean bias?"],
  ],
  [
    "not: a softmax of one",
    { outputs: "1", outputActivation: "softmax", data: { X: X2, targets: [[1], [1]] } },
    ['outputs: got "1", expected a whole number from 1 to 8'],
  ],
  [
    "not: sums of targets that are none",
    {
      data: {
        X: X2,
        targets: [
          [0.5, "0.5"],
          [1, 0],
        ],
      },
      outputActivation: "softmax",
    },
    [`data.targets[0][1]: got "0.5", ${SIZE}`],
  ],

  // Of a CSV file.
  [
    "names of columns",
    { data: { ...csv, inputs: ["x", "z"] }, hidden: 0, weights: { W1: [[1]], W2: [[1]] } },
    [
      'data.inputs[1]: got no column "z" in line 1 of f.csv, expected one of x, y, kind',
      "hidden: got 0, expected a whole number from 1 to 64",
    ],
  ],
  [
    "outputs beside labels",
    { data: csv, outputs: 2, digits: -1 },
    [
      "outputs: got 2 beside data.label, which has 3 classes; expected 3 or more, or no outputs at all",
      "digits: got -1, expected a whole number from 0 to 15",
    ],
  ],
  [
    "weights beside columns",
    { data: csv, weights: { W1: [[1]], W2: [[1, 2, 3]] } },
    ["weights.W1: got a 1×1 matrix, expected 2 rows, one for each column of data.X"],
  ],
])("%s", (_, json, messages) => {
  expect(told(json)).toEqual(messages);
});

test("lines of a CSV file, and what targets are beside a softmax", () => {
  const lesson = (columns: object) => ({
    data: { ...csv, ...columns },
    outputActivation: "softmax",
    hidden: 0,
  });
  const hidden = "hidden: got 0, expected a whole number from 1 to 64";
  expect(told(lesson({}), "x;y;kind\n1;q;a\n2;2;")).toEqual([
    `f.csv: line 2, y: got "q", ${SIZE}`,
    'f.csv: line 3, kind: got "", expected a label',
    hidden,
  ]);
  const targets = { data: { csv: "f.csv", inputs: ["x"], targets: ["a", "b"] }, outputActivation: "softmax" };
  expect(told(targets, "x,a,b\n1,1,0\n\n2,1,1")).toEqual([
    "f.csv: line 4: got [1,1] beside a softmax, expected numbers of at least 0 with the sum 1",
  ]);
  expect(told(targets, "x,a,b\n1,?,1\n2,1,0")).toEqual([`f.csv: line 2, a: got "?", ${SIZE}`]);
});

describe("whatever the lesson", () => {
  const json = (value: object): object => JSON.parse(JSON.stringify(value));

  test("a good one has no fault", () => {
    fc.assert(
      fc.property(lessons, (lesson) => {
        const { faults, lesson: found } = examined(JSON.stringify(printed(lesson)), "f", () => CSV);
        expect(faults).toEqual([]);
        expect(found).toEqual(json(lesson));
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  test("each field that is broken is told, and no other", () => {
    const BROKEN: Readonly<Record<string, unknown>> = {
      title: "",
      "data.seed": -1,
      "data.rows": 1.5,
      "data.X": [[1], "x"],
      "data.labels": [0.5],
      "data.targets": [],
      "weights.seed": "7",
      "weights.W1": 3,
      "weights.W2": [[1], []],
      "weights.b1": [null],
      "weights.b2": {},
      hidden: 65,
      outputs: 0,
      activation: "softmax",
      outputActivation: "",
      loss: "none",
      bias: 1,
      trainBias: null,
      learningRate: -1,
      ridge: 1e9,
      digits: "8",
    };
    const some = fc.subarray(Object.keys(BROKEN), { minLength: 1, maxLength: 4 });
    const unknown = fc.constantFrom([], [], ["zzz"], ["data.zzz"], ["weights.zzz"]);
    fc.assert(
      fc.property(lessons, some, unknown, (lesson, places, unknown) => {
        const broken = places.filter((place) => valueAt(lesson, place) !== undefined);
        const file = withValues(json(lesson), [
          ...broken.map((place) => [place, BROKEN[place]] as const),
          ...unknown.map((place) => [place, 0] as const),
        ]);
        const { faults } = examined(JSON.stringify(file), "f", () => CSV);
        const fields = faults.map((it) => (it as LessonError).field.replace(/\[.*/, ""));
        expect([...new Set(fields)].sort()).toEqual([...broken, ...unknown].sort());
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  test("there is a fault exactly where it is refused, and what is refused first is among them", () => {
    const junk = fc.constantFrom<unknown>(
      null,
      [],
      {},
      "x",
      -1,
      2,
      8,
      1e9,
      true,
      false,
      [1],
      [[1]],
      [[1, 2], [3]],
      [[0.5, 0.5]],
      "softmax",
      "relu",
      "cross-entropy",
    );
    const place = fc.constantFrom(
      ...[
        "data",
        "weights",
        "hidden",
        "outputs",
        "activation",
        "outputActivation",
        "loss",
        "bias",
        "trainBias",
      ],
      ...["data.seed", "data.rows", "data.X", "data.labels", "data.targets", "data.zzz"],
      ...["weights.seed", "weights.round", "weights.W1", "weights.W2", "weights.b1", "weights.b2"],
    );
    const changes = fc.array(fc.tuple(place, junk), { minLength: 1, maxLength: 4 });
    let refused = 0;
    fc.assert(
      fc.property(lessons, changes, (lesson, changes) => {
        const file = withValues(json(lesson), changes);
        const { faults, lesson: found } = examined(JSON.stringify(file), "f", () => CSV);
        try {
          expect(parseLesson(file)).toEqual(found);
          expect(faults).toEqual([]);
        } catch (error) {
          if (!(error instanceof LessonError)) throw error;
          refused++;
          const messages = faults.map(({ message }) => message);
          if (!error.reason.includes("an unknown field")) expect(messages).toContain(error.message);
          expect(new Set(messages).size).toBe(faults.length);
          expect(found).toBeUndefined();
        }
      }),
      { numRuns: 400, seed: 1 },
    );
    expect(refused).toBeGreaterThan(200);
  });
});

test("the name that was meant", () => {
  const names = ["hidden", "outputs", "loss", "W1", "W2"];
  expect(nearest("Hiden", names)).toEqual(["hidden"]);
  expect(nearest("ouptuts", names)).toEqual(["outputs"]);
  expect(nearest("W3", names)).toEqual(["W1", "W2"]);
  expect(nearest("los", names)).toEqual(["loss"]);
  expect(nearest("q", names)).toEqual([]);
  expect(nearest("nothing like it", names)).toEqual([]);
  expect(nearest("x".repeat(1e6), names)).toEqual([]);
});

test("a comma too many and a comment are told, and the rest of the file is looked at all the same", () => {
  const read = () => "";
  const { faults } = examined('{ "digits": 77, // many\n "hidden": 0, }', "f.json", read);
  expect(faults.map(({ message }) => message)).toEqual([
    'f.json: line 1, column 17: got "/", expected no comment',
    'f.json: line 2, column 15: got "}", expected a name in quotes',
    "hidden: got 0, expected a whole number from 1 to 64",
    "digits: got 77, expected a whole number from 0 to 15",
  ]);
  expect(() => examined('{ "digits": 77, "hidden" 3 }', "f.json", read)).toThrow("line 1, column 26");
});
