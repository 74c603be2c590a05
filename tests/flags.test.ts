import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { EXTRAS, helpText, lessonOf, parseFlags } from "../build/flags.ts";
import { report } from "../build/usage.ts";
import { commandOf, lessonLine } from "../src/lesson/command.ts";
import { FIELDS, valueAt } from "../src/lesson/fields.ts";
import { parseJson } from "../src/lesson/json.ts";
import { DEFAULT_LESSON, parseLesson, printed } from "../src/lesson/lesson.ts";
import { UsageError } from "../src/lesson/usage-error.ts";
import { lessons } from "./lessons.ts";

/** Lesson files, by name. */
const FILES: Readonly<Record<string, string>> = {
  "class.json": '{ "title": "Class 10B", "data": { "seed": 4 }, "ridge": 0.5 }',
  "bom.json": '\uFEFF{ "hidden": 4 }',
  "given.json": '{ "data": { "X": [[0, 1], [1, 1]], "labels": [1, 0] } }',
  "weights.json": '{ "weights": { "W1": [[1, 2], [3, 4]], "W2": [[1, 2], [3, 4]] } }',
  "numbers.json":
    '{ "data": { "X": [[0, 1]], "labels": [1] }, "weights": { "W1": [[1], [2]], "W2": [[1, 2]] } }',
  "my class.json": "{}",
  "mended.json": '{ "data": { "seed": -1 } }',

  "comma.json": '{\n  "hidden": 3,\n}',
  "nan.json": '{ "ridge": NaN }',
  "zero.json": '{ "hidden": 03 }',
  "quotes.json": "{ 'hidden': 3 }",
  "break.json": '{ "title": "a\nb" }',
  "open.json": '{ "data": { "X": [[1, 2',
  "two.json": "{} {}",
  "empty.json": "",
  "list.json": "[]",
  "unknown.json": '{ "hiden": 3 }',
  "proto.json": '{ "__proto__": { "hidden": 3 } }',
  "inner.json": '{ "data": { "sead": 3 } }',
  "type.json": '{ "hidden": "3" }',
  "data.json": '{ "data": 5 }',
  "null.json": '{ "data": null }',
  "infinite.json": '{ "ridge": 1e999 }',
  "fraction.json": '{ "data": { "rows": 1.5 } }',
  "seed.json": '{ "weights": { "seed": 4294967296 } }',
  "ragged.json": '{ "weights": { "W1": [[1, 2], [3]], "W2": [[1, 2], [3, 4]] } }',
  "shapes.json": '{ "weights": { "W1": [[1], [2], [3]], "W2": [[1, 2]] } }',
  "label.json": '{ "data": { "X": [[0, 1]], "labels": [2] } }',
  "labels.json": '{ "data": { "X": [[0, 1]], "labels": [1, 0] } }',
  "both.json": '{ "data": { "X": [[0, 1]], "labels": [1], "seed": 3 } }',
  "targets.json": '{ "data": { "X": [[0, 1]], "targets": [[0.01, 0.99]] } }',
  "three.json": '{ "data": { "X": [[0, 1]], "targets": [[1, 2, 3]] } }',
  "sums.json":
    '{ "data": { "X": [[0, 1], [1, 0]], "targets": [[0.5, 0.5], [0.6, 0.5]] }, "outputActivation": "softmax" }',
  "less.json": '{ "data": { "X": [[0, 1]], "targets": [[-0.5, 1.5]] }, "outputActivation": "softmax" }',
  "beyond.json": '{ "data": { "X": [[0, 1]], "targets": [[0, 1.01]] }, "loss": "cross-entropy" }',
  "rows.json": '{ "data": { "X": [[0, 1]], "targets": [[0, 1], [1, 0]] } }',
  "uneven.json": '{ "data": { "X": [[0, 1], [1, 0]], "targets": [[0, 1], [1]] } }',
  "two-targets.json": '{ "data": { "X": [[0, 1]], "labels": [1], "targets": [[0, 1]] } }',
  "no-x.json": '{ "data": { "targets": [[0, 1]] } }',
  "third.json": '{ "outputs": 3, "data": { "X": [[0, 1], [1, 1]], "labels": [2, 3] } }',
  "ninth.json": '{ "data": { "X": [[0, 1]], "labels": [8] } }',
  "long.json": '{ "weights": { "W1": [[1], [2]], "b1": [1, 2], "W2": [[1, 2]], "b2": [1, 2] } }',
  "short.json": '{ "weights": { "W1": [[1], [2]], "b1": [1], "W2": [[1, 2]], "b2": [1] } }',
  "nested.json": '{ "weights": { "W1": [[1], [2]], "b1": [[1]], "W2": [[1, 2]] } }',
  "biased.json": '{ "weights": { "W1": [[1], [2]], "b1": [1], "W2": [[1, 2]] } }',
  "unbiased.json": '{ "weights": { "W1": [[1], [2]], "b1": [1], "W2": [[1, 2]] }, "bias": false }',
  "drawn-bias.json": '{ "weights": { "seed": 7, "b1": [1, 2, 3] } }',
  "held.json": '{ "trainBias": false }',
  "word.json": '{ "bias": "yes" }',
  "gelu.json": '{ "activation": "gelu" }',
  "hidden.json": '{ "weights": { "W1": [[1, 2], [3, 4]], "W2": [[1, 2], [3, 4]] }, "hidden": 3 }',
};

const read = (argv: readonly string[]) => lessonOf(parseFlags(argv, EXTRAS), (path) => FILES[path]!);
const words = (line: string): string[] => line.split(" ").filter(Boolean);

describe("what is typed becomes a lesson", () => {
  test.each<[string, object]>([
    ["", {}],
    ["--seed 7", { data: { seed: 7 }, weights: { seed: 7 } }],
    ["--seed 0", { data: { seed: 0 }, weights: { seed: 0 } }],
    ["--seed 4294967295", { data: { seed: 4294967295 }, weights: { seed: 4294967295 } }],
    ["--seed 7 --data-seed 8", { data: { seed: 8 }, weights: { seed: 7 } }],
    ["--weight-seed 8 --seed 7", { data: { seed: 7 }, weights: { seed: 8 } }],
    ["--rows 4 --hidden=5", { data: { rows: 4 }, hidden: 5 }],
    ["--learning-rate 1e-4 --ridge .5", { learningRate: 1e-4, ridge: 0.5 }],
    ["--ridge -0 --digits 0", { ridge: 0, digits: 0 }],
    ["--learning-rate 0,5 --round 2", { learningRate: 0.5, weights: { seed: 2017, round: 2 } }],
    ["--lesson class.json", { title: "Class 10B", data: { seed: 4 }, ridge: 0.5 }],
    ["--lesson class.json --data-seed 5", { title: "Class 10B", data: { seed: 5 }, ridge: 0.5 }],
    ["--lesson bom.json", { hidden: 4 }],
    [
      "--outputs 3 --activation leaky-relu --output-activation softmax --loss cross-entropy --bias",
      {
        outputs: 3,
        activation: "leaky-relu",
        outputActivation: "softmax",
        loss: "cross-entropy",
        bias: true,
      },
    ],
    ["--bias --no-train-bias", { bias: true, trainBias: false }],
    ["--no-bias --train-bias", {}],
    ["--lesson biased.json --no-train-bias", { ...JSON.parse(FILES["biased.json"]!), trainBias: false }],
    ["--lesson held.json --bias", { bias: true, trainBias: false }],
    [
      "--lesson targets.json --loss cross-entropy",
      { ...JSON.parse(FILES["targets.json"]!), loss: "cross-entropy" },
    ],
    ["--lesson gelu.json --activation relu", { activation: "relu" }],
    ["--lesson mended.json --seed 3", { data: { seed: 3 }, weights: { seed: 3 } }],
  ])("%s", (line, file) => {
    expect(read(words(line)).lesson).toEqual(parseLesson(file));
  });

  test("options of one command", () => {
    const flags = parseFlags(words("--json --out x --port 80 --lesson a"), EXTRAS);
    expect(flags).toMatchObject({ json: true, help: false, out: "x", port: 80, lessonFile: "a" });
    expect(parseFlags(["--help"]).help).toBe(true);
    expect(() => parseFlags(["--json"])).toThrow("--json: got an unknown option");
  });

  test("help names every option", () => {
    const text = helpText("usage", { json: EXTRAS.json });
    for (const name of ["seed", "data-seed", "weight-seed", "rows", "hidden", "learning-rate", "ridge"])
      expect(text).toContain(`--${name} `);
    for (const name of ["digits", "lesson", "json", "help"]) expect(text).toContain(`--${name} `);
    expect(text).not.toContain("--port");
  });
});

describe("the README", () => {
  const readme = readFileSync("README.md", "utf8");
  /** The rows of a table, by the first line of it. */
  const table = (head: string): string[][] =>
    readme
      .slice(readme.indexOf(`| ${head} |`))
      .split("\n\n", 1)[0]!
      .split("\n")
      .slice(2)
      .map((line) =>
        line
          .split("|")
          .slice(1, -1)
          .map((it) => it.trim()),
      );

  test("lists the options as they are, with what is allowed and the article's own", () => {
    expect(table("option")).toEqual([
      ...FIELDS.filter(({ value }) => value !== undefined).map(
        ({ name, value, help, check, at, choices }) => {
          const usual = valueAt(DEFAULT_LESSON, at) ?? "";
          // Help names the bricks.
          if (choices && value) return [`\`--${name} ${value}\``, help, usual];
          if (choices) return [`\`--${name}\`, \`--no-${name}\``, help, usual ? "yes" : "no"];
          return [
            `\`--${name} ${value}\``,
            `${help}: ${z.safeParse(check, undefined).error!.issues[0]!.message}`,
            String(usual),
          ];
        },
      ),
      ["`--lesson FILE`", "a lesson file; the other options override it", ""],
    ]);
  });

  test("names every field of an address, and no other", () => {
    const named = table("in the address").flatMap(([names]) =>
      [...names!.matchAll(/(?<=[`&])([\w-]+)(?=[`=])/g)].map(([, name]) => name),
    );
    expect(named.toSorted()).toEqual(
      [...FIELDS.map(({ name }) => name), "alpha", "lambda", "exercise", "code"].toSorted(),
    );
  });
});

/** Bad input, and what the one line must say: who is at fault, what was got, what is allowed. */
const WHOLE = "expected a whole number from 0 to 4294967295";
const BAD: [readonly string[], string][] = [
  [["--seed", "-1"], `--seed: got -1, ${WHOLE}`],
  [["--seed=-1"], `--seed: got -1, ${WHOLE}`],
  [["--seed", "4294967296"], `--seed: got 4294967296, ${WHOLE}`],
  [["--seed", "0x10"], `--seed: got "0x10", ${WHOLE}`],
  [["--seed", "1e3"], `--seed: got "1e3", ${WHOLE}`],
  [["--seed", "1.0"], `--seed: got "1.0", ${WHOLE}`],
  [["--seed", "+1"], `--seed: got "+1", ${WHOLE}`],
  [["--seed", " 7"], `--seed: got " 7", ${WHOLE}`],
  [["--seed", "1_0"], `--seed: got "1_0", ${WHOLE}`],
  [["--seed", "７"], `--seed: got "７", ${WHOLE}`],
  [["--seed", ""], `--seed: got "", ${WHOLE}`],
  [["--seed", "NaN"], `--seed: got "NaN", ${WHOLE}`],
  [["--seed"], "--seed: got no value, expected --seed N"],
  [["--seed", "--rows", "4"], "--seed: got no value, expected --seed N"],
  [["--seed", "1", "--seed=2"], "--seed: got it twice, expected it once"],
  [["--data-seed", "-3"], `--data-seed: got -3, ${WHOLE}`],
  [["--weight-seed", "x"], `--weight-seed: got "x", ${WHOLE}`],
  [["--rows", "0"], "--rows: got 0, expected a whole number from 1 to 300"],
  [["--rows", "301"], "--rows: got 301, expected a whole number from 1 to 300"],
  [["--hidden", "65"], "--hidden: got 65, expected a whole number from 1 to 64"],
  [["--outputs", "9"], "--outputs: got 9, expected a whole number from 1 to 8"],
  [["--outputs", "0"], "--outputs: got 0, expected a whole number from 1 to 8"],
  [
    ["--activation", "softmax"],
    '--activation: got "softmax", expected one of sigmoid, tanh, relu, leaky-relu, identity',
  ],
  [["--activation", "ReLU"], '--activation: got "ReLU", expected one of sigmoid, tanh, relu'],
  [
    ["--output-activation", "gelu"],
    '--output-activation: got "gelu", expected one of sigmoid, tanh, relu, leaky-relu, identity, softmax',
  ],
  [["--loss", "absolute"], '--loss: got "absolute", expected one of squared, cross-entropy'],
  [["--loss"], "--loss: got no value, expected --loss NAME"],
  [["--bias=yes"], '--bias: got "yes", expected no value'],
  [["--bias", "--no-bias"], "--no-bias: got it beside --bias, expected one or the other"],
  [["--no-bias", "--bias"], "--bias: got it beside --no-bias, expected one or the other"],
  [["--no-bias", "--no-bias"], "--no-bias: got it twice, expected it once"],
  [["--no-loss"], "--no-loss: got an unknown option; see --help"],
  [["--no-train-bias"], "--no-train-bias: got false beside bias false, expected true: there is none to hold"],
  [
    ["--output-activation", "softmax", "--outputs", "1"],
    "--output-activation: got softmax beside 1 output, which would always be 1; expected 2 outputs or more",
  ],
  [
    ["--loss", "cross-entropy", "--output-activation", "tanh"],
    "--loss: got cross-entropy beside outputActivation tanh, expected sigmoid or softmax there",
  ],
  [
    ["--lesson", "targets.json", "--outputs", "3"],
    "--outputs: got 3 beside data.targets, which is 1×2; expected 2, or no outputs at all",
  ],
  [
    ["--lesson", "weights.json", "--outputs", "3"],
    "--outputs: got 3 beside weights.W2, which is 2×2; expected 2, or no outputs at all",
  ],
  [["--lesson", "biased.json", "--no-bias"], "--no-bias: got false beside weights.b1, expected true"],
  [
    ["--lesson", "targets.json", "--output-activation", "softmax", "--rows", "3"],
    "--rows: got 3 beside explicit data.X (1×2), expected one or the other",
  ],
  [
    ["--lesson", "sums.json"],
    "sums.json: data.targets[1]: got [0.6,0.5] beside a softmax, expected numbers of at least 0 with the sum 1",
  ],
  [
    ["--lesson", "less.json"],
    "less.json: data.targets[0]: got [-0.5,1.5] beside a softmax, expected numbers of at least 0",
  ],
  [
    ["--lesson", "beyond.json"],
    "beyond.json: data.targets[0]: got [0,1.01] beside cross-entropy, expected numbers from 0 to 1",
  ],
  [["--lesson", "rows.json"], "rows.json: data.targets: got 2 rows, expected 1, one for each row of data.X"],
  [
    ["--lesson", "uneven.json"],
    "uneven.json: data.targets[1]: got a row of 1, expected 2 numbers as in data.targets[0]",
  ],
  [
    ["--lesson", "two-targets.json"],
    "two-targets.json: data.targets: got [[0,1]] beside data.labels, expected one or the other",
  ],
  [
    ["--lesson", "no-x.json"],
    "no-x.json: data.targets: got targets without data.X, expected both or neither",
  ],
  [
    ["--lesson", "third.json"],
    "third.json: data.labels[1]: got 3, expected a label from 0 to 2, as outputs is 3",
  ],
  [["--lesson", "ninth.json"], "ninth.json: data.labels[0]: got 8, expected a whole number from 0 to 7"],
  [
    ["--lesson", "long.json"],
    "long.json: weights.b1: got 2 numbers, expected 1, one for each column of weights.W1",
  ],
  [
    ["--lesson", "short.json"],
    "short.json: weights.b2: got 1 number, expected 2, one for each column of weights.W2",
  ],
  [
    ["--lesson", "nested.json"],
    "nested.json: weights.b1[0]: got [1], expected a number of at most 1000000 in size",
  ],
  [["--lesson", "unbiased.json"], "unbiased.json: bias: got false beside weights.b1, expected true"],
  [
    ["--lesson", "drawn-bias.json"],
    "drawn-bias.json: weights.b1: got [1,2,3] beside no weights.W1, expected both or neither",
  ],
  [
    ["--lesson", "held.json"],
    "held.json: trainBias: got false beside bias false, expected true: there is none to hold",
  ],
  [["--lesson", "word.json"], 'word.json: bias: got "yes", expected true or false'],
  [["--lesson", "gelu.json"], 'gelu.json: activation: got "gelu", expected one of sigmoid, tanh'],
  [["--digits", "16"], "--digits: got 16, expected a whole number from 0 to 15"],
  [["--learning-rate", "0"], "--learning-rate: got 0, expected a number above 0, at most 1000000"],
  [["--learning-rate", "1e7"], "--learning-rate: got 10000000, expected a number above 0, at most 1000000"],
  [["--learning-rate", "1,250"], '--learning-rate: got "1,250", expected 1250 or 1.25'],
  [["--rows", "1,250"], '--rows: got "1,250", expected 1250 or 1.25'],
  [["--ridge", "-0.5"], "--ridge: got -0.5, expected a number from 0 to 1000000"],
  [["--ridge", "Infinity"], '--ridge: got "Infinity", expected a number from 0 to 1000000'],
  [["--ridge", "."], '--ridge: got ".", expected a number from 0 to 1000000'],
  [["--port", "0"], '--port: got "0", expected a whole number from 1 to 65535'],
  [["--port", "65536"], '--port: got "65536", expected a whole number from 1 to 65535'],
  [["--out", ""], "--out: got no value, expected --out DIR"],
  [["--lesson", ""], "--lesson: got no value, expected --lesson FILE"],
  [["--json=yes"], '--json: got "yes", expected no value'],
  [["--colour"], "--colour: got an unknown option; see --help"],
  [["--__proto__", "3"], "--__proto__: got an unknown option; see --help"],
  [["--no-json"], "--no-json: got an unknown option; see --help"],
  [["-s", "3"], "-s: got an unknown option; see --help"],
  [["7"], '"7": got a stray argument, expected options only; see --help'],
  [["--", "--seed"], '"--seed": got a stray argument, expected options only; see --help'],

  [["--lesson", "comma.json"], 'comma.json: line 3, column 1: got "}", expected a name in quotes'],
  [["--lesson", "nan.json"], 'nan.json: line 1, column 12: got "NaN", expected text in quotes, a number'],
  [
    ["--lesson", "zero.json"],
    'zero.json: line 1, column 14: got "3", expected a comma or the closing bracket',
  ],
  [["--lesson", "quotes.json"], 'quotes.json: line 1, column 3: got "\'", expected text in quotes, a number'],
  [["--lesson", "break.json"], 'break.json: line 1, column 12: got "\\"a", expected the rest of the text'],
  [["--lesson", "open.json"], 'line 1, column 24: got the end of the file, expected "," or "]"'],
  [["--lesson", "two.json"], 'two.json: line 1, column 4: got "{", expected nothing more'],
  [["--lesson", "empty.json"], "empty.json: line 1, column 1: got the end of the file, expected a value"],
  [["--lesson", "list.json"], "list.json: got [], expected an object with title, data, weights"],
  [["--lesson", "unknown.json"], 'unknown.json: got an unknown field "hiden", expected an object with title'],
  [["--lesson", "proto.json"], 'proto.json: got an unknown field "__proto__", expected an object with title'],
  [["--lesson", "inner.json"], 'inner.json: data: got an unknown field "sead", expected an object with seed'],
  [["--lesson", "type.json"], 'type.json: hidden: got "3", expected a whole number from 1 to 64'],
  [["--lesson", "data.json"], "data.json: data: got 5, expected an object with seed, rows, X, labels"],
  [["--lesson", "data.json", "--rows", "4"], "data.json: data: got 5, expected an object with seed"],
  [["--lesson", "null.json", "--rows", "4"], "null.json: data: got null, expected an object with seed"],
  [["--lesson", "infinite.json"], "infinite.json: ridge: got Infinity, expected a number from 0 to 1000000"],
  [["--lesson", "fraction.json"], "fraction.json: data.rows: got 1.5, expected a whole number from 1 to 300"],
  [["--lesson", "seed.json"], `seed.json: weights.seed: got 4294967296, ${WHOLE}`],
  [["--lesson", "mended.json"], `mended.json: data.seed: got -1, ${WHOLE}`],
  [["--lesson", "ragged.json"], "ragged.json: weights.W1[1]: got a row of 1, expected 2 numbers"],
  [["--lesson", "shapes.json"], "shapes.json: weights.W1: got a 3×1 matrix, expected 2 rows"],
  [["--lesson", "label.json"], "label.json: data.labels[0]: got 2, expected 0 or 1"],
  [["--lesson", "labels.json"], "labels.json: data.labels: got 2 labels, expected 1"],
  [
    ["--lesson", "both.json"],
    "both.json: data.seed: got 3 beside explicit data.X, expected one or the other",
  ],
  [["--lesson", "hidden.json"], "hidden.json: hidden: got 3 beside weights.W1, which is 2×2; expected 2"],
  [["--lesson", "given.json", "--rows", "5"], "--rows: got 5 beside explicit data.X (2×2), expected one or"],
  [
    ["--lesson", "given.json", "--seed", "5"],
    "--seed: got 5 beside explicit data.X, expected one or the other",
  ],
  [["--lesson", "given.json", "--data-seed", "5"], "--data-seed: got 5 beside explicit data.X"],
  [["--lesson", "weights.json", "--weight-seed", "5"], "--weight-seed: got 5 beside explicit weights.W1"],
  [
    ["--lesson", "weights.json", "--hidden", "5"],
    "--hidden: got 5 beside weights.W1, which is 2×2; expected 2",
  ],
];

describe("bad input is one line that names who is at fault", () => {
  test.each(BAD)("%j", (argv, line) => {
    const said: string[] = [];
    let code = 0;
    try {
      read(argv);
    } catch (error) {
      code = report(error, (text) => said.push(text));
    }
    expect(code).toBe(2);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(line);
    expect(said[0]).not.toMatch(/\p{Cc}/u);
  });

  test("files that cannot be read", () => {
    const lesson = (path: string) => () => lessonOf(parseFlags(["--lesson", path]));
    expect(lesson("tests/nothing.json")).toThrow('--lesson: got "tests/nothing.json", which does not exist');
    expect(lesson("tests")).toThrow(
      '--lesson: got "tests", which is a folder; expected a lesson file (JSON)',
    );
    expect(lesson("package.json/x")).toThrow("which does not exist");
  });
});

test("a mistake of the program keeps its stack, a failed check is 1, a line break stays out of the line", () => {
  const said: string[] = [];
  const say = (text: string) => said.push(text);
  expect(report(new TypeError("x is not a function"), say)).toBe(1);
  expect(said[0]).toMatch(/x is not a function\n\s+at /);
  expect(report(Object.assign(new Error("dLoss_dW1[0,1] is 3"), { name: "CheckError" }), say)).toBe(1);
  expect(said[1]).toBe("dLoss_dW1[0,1] is 3");
  expect(report(new UsageError("--a\nb\u001b[2J: got"), say)).toBe(2);
  expect(said[2]).toBe("--a b [2J: got");
});

describe("JSON", () => {
  test("is refused exactly where JSON.parse refuses it, at a place in the text", () => {
    const damaged = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.constantFrom("", ",", "]", "}", '"', ":", "0", "\\", "\u0001", "e", "-", "\n"),
      )
      .map(([text, where, put]) => {
        const at = where % (text.length + 1);
        return text.slice(0, at) + put + text.slice(at + (where % 2));
      });
    fc.assert(
      fc.property(damaged, (text) => {
        const value = attempt(() => JSON.parse(text));
        const ours = attempt(() => parseJson(text, "f"));
        if (!value.error) {
          expect(ours).toEqual(value);
          return;
        }
        const [, line, column] = /^f: line (\d+), column (\d+): got .+, expected .+$/.exec(
          ours.error!.message,
        )!;
        const lines = text.split("\n");
        expect(Number(line)).toBeLessThanOrEqual(lines.length);
        expect(Number(column)).toBeLessThanOrEqual(lines[Number(line) - 1]!.length + 1);
        // What stands before the place is no mistake: it can be gone on with.
        const before = [
          ...lines.slice(0, Number(line) - 1),
          lines[Number(line) - 1]!.slice(0, Number(column) - 1),
        ];
        const { message } = attempt(() => parseJson(before.join("\n"), "f")).error ?? {};
        if (message) expect(message).toContain("got the end of the file");
      }),
      { numRuns: 2000, seed: 1 },
    );
  });

  test("too deep or too long is refused in a line too", () => {
    const deep = "deep: got lists or objects in each other, too deep to read";
    for (const many of [1e5, 4100, 101])
      for (const text of ["[".repeat(many), "[".repeat(many) + "]".repeat(many), '{"X":'.repeat(many)])
        expect(() => parseJson(text, "deep")).toThrow(deep);
    expect(parseJson(`${"[".repeat(100)}"${'[\\"{'.repeat(200)}"${"]".repeat(100)}`, "f")).toBeDefined();
    expect(() => parseJson(`{"title":"${"a".repeat(9e6)}`, "long")).toThrow(
      "long: got 9000010 characters, expected at most 4000000",
    );
  });
});

const attempt = (work: () => unknown): { value?: unknown; error?: Error } => {
  try {
    return { value: work() };
  } catch (error) {
    return { error: error as Error };
  }
};

const json = (value: unknown) => JSON.parse(JSON.stringify(value)); // −0 is 0

describe("the command that rebuilds a lesson", () => {
  test.each([
    ["", ""],
    ["--seed 7 --rows 4", "--seed 7 --rows 4"],
    ["--rows 1 --seed 2017", "--seed 2017"],
    ["--data-seed 0 --weight-seed 2017 --digits 8", ""],
    ["--data-seed 2017", "--seed 2017"],
    ["--weight-seed 5", "--weight-seed 5"],
    ["--seed 5 --data-seed 6", "--data-seed 6 --weight-seed 5"],
    ["--learning-rate 0.00000001 --ridge 1e1", "--learning-rate 1e-8 --ridge 10"],
    ["--lesson class.json", "--lesson class.json"],
    ["--lesson class.json --ridge 0.5 --hidden 2", "--lesson class.json --hidden 2"],
    ["--lesson class.json --ridge 0", "--lesson class.json --ridge 0"],
    ["--lesson weights.json --hidden 2", "--lesson weights.json"],
    ["--lesson numbers.json", "--lesson numbers.json"],
    ["--lesson hidden.json --hidden 2", "--lesson hidden.json --hidden 2"],
    ["--lesson mended.json --data-seed 0", "--lesson mended.json --data-seed 0"],
    ["--bias --activation relu", "--activation relu --bias"],
    ["--no-bias --train-bias --outputs 2", ""],
    ["--bias --no-train-bias", "--bias --no-train-bias"],
    ["--lesson held.json --bias", "--lesson held.json --bias"],
    ["--lesson biased.json", "--lesson biased.json"],
    ["--lesson biased.json --no-train-bias", "--lesson biased.json --no-train-bias"],
    ["--lesson targets.json", "--lesson targets.json"],
    ["--lesson three.json", "--lesson three.json"],
    ["--lesson targets.json --loss cross-entropy", "--lesson targets.json --loss cross-entropy"],
  ])("%s → %s", (typed, short) => {
    expect(read(words(typed)).command).toBe(short ? `npm run build -- ${short}` : "npm run build");
  });

  test("names a file without its folders, and as a shell takes it", () => {
    const named = (path: string) => lessonOf(parseFlags(["--lesson", path]), () => "{}").command;
    expect(named("/somewhere/else/class.json")).toBe("npm run build -- --lesson class.json");
    expect(named("my class.json")).toBe("npm run build -- --lesson 'my class.json'");
    expect(named("it's.json")).toBe("npm run build -- --lesson 'it'\\''s.json'");
  });

  test.each<[object, string]>([
    [{ weights: { seed: 7, round: 1 } }, "--weight-seed 7 --round 1"],
    [{ title: "Class 10B" }, "--lesson lesson.json"],
    [{ data: { X: [[0, 1]], labels: [1] } }, "--lesson lesson.json"],
    [{ weights: { W1: [[1], [2]], W2: [[3, 4]] } }, "--lesson lesson.json"],
    [{ weights: { seed: 7 }, digits: 3 }, "--weight-seed 7 --digits 3"],
  ])("names a file where flags cannot say it: %j → %s", (json, short) => {
    expect(commandOf(parseLesson(json))).toBe(`npm run build -- ${short}`);
  });

  const title = fc.constantFrom(undefined, undefined, "Class 10B");
  const written = fc.tuple(lessons, title).map(([lesson, title]) => ({ ...json(lesson), title }));

  test("gives the same lesson back", () => {
    const seed = fc.option(fc.constantFrom(0, 1, 2017, 4294967295), { nil: undefined });
    const some = (arbitrary: fc.Arbitrary<number>) => fc.option(arbitrary, { nil: undefined });
    const inFlags = fc.record({
      data: fc.record({ seed, rows: some(fc.integer({ min: 1, max: 300 })) }),
      weights: fc.record({ seed }),
      hidden: some(fc.integer({ min: 1, max: 64 })),
      outputs: some(fc.integer({ min: 2, max: 8 })),
      activation: fc.constantFrom(undefined, "sigmoid", "relu", "leaky-relu"),
      outputActivation: fc.constantFrom(undefined, "sigmoid", "softmax"),
      loss: fc.constantFrom(undefined, "squared", "cross-entropy"),
      bias: fc.constantFrom(undefined, false, true),
      learningRate: some(fc.double({ min: 1e-300, max: 1e6, noNaN: true })),
      ridge: some(fc.double({ min: 0, max: 1e6, noNaN: true })),
      digits: some(fc.nat(15)),
    });
    fc.assert(
      fc.property(fc.oneof(inFlags, written), (file) => {
        const made = parseLesson(json(file));
        const [, options = ""] = commandOf(made).split(" -- ");
        const flags = parseFlags(words(options));
        expect(lessonOf(flags, () => JSON.stringify(made)).lesson).toEqual(made);
      }),
      { numRuns: 1000, seed: 1 },
    );
  });

  test("gives the same lesson back from a file, whatever flags override it and whatever it leaves out", () => {
    const seed = fc.constantFrom(0, 1, 2017, 4294967295);
    const values: Record<string, fc.Arbitrary<number | string>> = {
      activation: fc.constantFrom("sigmoid", "tanh"),
      "output-activation": fc.constantFrom("sigmoid", "softmax"),
      loss: fc.constantFrom("squared", "cross-entropy"),
      outputs: fc.integer({ min: 1, max: 8 }),
      seed,
      "data-seed": seed,
      "weight-seed": seed,
      rows: fc.integer({ min: 1, max: 300 }),
      hidden: fc.integer({ min: 1, max: 64 }),
      "learning-rate": fc.double({ min: 1e-300, max: 1e6, noNaN: true }),
      ridge: fc.double({ min: 0, max: 1e6, noNaN: true }),
      digits: fc.nat(15),
    };
    const flags = fc
      .subarray(Object.keys(values), { maxLength: 3 })
      .chain((names) => fc.tuple(...names.map((name) => values[name]!.map((value) => `--${name}=${value}`))))
      .chain((some) => fc.constantFrom(some, some, [...some, "--bias"], [...some, "--no-train-bias"]));
    const BRICKS = ["outputs", "activation", "outputActivation", "loss", "bias", "trainBias"];
    const FILE_FIELDS = ["title", "data", "weights", "hidden", "learningRate", "ridge", "digits", ...BRICKS];
    const kept = fc.subarray(FILE_FIELDS, { minLength: 8 });
    let given = 0;
    fc.assert(
      fc.property(written, kept, flags, (whole, kept, options) => {
        const file = JSON.stringify(whole, [
          "X",
          "labels",
          "targets",
          "seed",
          "rows",
          "round",
          "W1",
          "b1",
          "W2",
          "b2",
          ...kept,
        ]);
        const read = (argv: readonly string[]) => lessonOf(parseFlags(argv), () => file);
        const first = attempt(() => read(["--lesson", "f.json", ...options]));
        fc.pre(!first.error); // flags that the file has no room for
        const { lesson, command } = first.value as ReturnType<typeof read>;
        if ("X" in lesson.data && "W1" in lesson.weights) given++;
        expect(read(words(command.split(" -- ")[1]!)).lesson).toEqual(lesson);
      }),
      { numRuns: 500, seed: 1 },
    );
    expect(given).toBeGreaterThan(20); // without any seed
  });
});

describe("a lesson as it is printed", () => {
  const NEW = ["outputs", "activation", "outputActivation", "loss", "bias", "trainBias"];

  test("says its bricks only where they are not the article's, and is the same lesson again", () => {
    expect(Object.keys(printed(DEFAULT_LESSON)).filter((key) => NEW.includes(key))).toEqual([]);
    fc.assert(
      fc.property(lessons, (lesson) => {
        const said = printed(lesson);
        expect(parseLesson(json(said))).toEqual(json(lesson));
        for (const key of NEW)
          expect(key in said).toBe(valueAt(lesson, key) !== valueAt(DEFAULT_LESSON, key));
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});

test("a lesson on one line", () => {
  expect(lessonLine(DEFAULT_LESSON)).toBe(
    "The article’s own numbers (data seed 0, 1 row, weight seed 2017, 3 hidden neurons, α = 0.001, λ = 0)",
  );
  expect(lessonLine(read(["--lesson", "given.json"]).lesson)).toContain("2 rows given, weight seed 2017");
  expect(lessonLine(parseLesson({ weights: { seed: 1, round: 2 } }))).toContain(
    "weight seed 1, rounded to 2,",
  );
});
