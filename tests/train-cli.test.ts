import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { historyText } from "../build/terminal/history-text.ts";
import { resultsText } from "../build/terminal/results-text.ts";
import { inColumns } from "../build/terminal/table-text.ts";
import { parseTrainingFlags, trainingHelp, typedSettings } from "../build/training-flags.ts";
import { report } from "../build/usage.ts";
import { book } from "../chapters/pages.ts";
import { fileOf, hasStage } from "../src/book/chapter.ts";
import { toRows } from "../src/math/matrix.ts";
import { historyJson } from "../src/training/history.ts";
import { parseSettings, type Settings } from "../src/training/settings.ts";
import { train } from "../src/training/train.ts";
import { ROOT, remove, temporaryFolder, tsx } from "./project.ts";

const BRICKS = {
  data: { X: [[0], [1]], targets: [[0.5], [2]] },
  weights: { W1: [[1, 2]], b1: [3, 4], W2: [[5], [6]], b2: [7] },
  outputs: 1,
  activation: "relu",
  outputActivation: "tanh",
  bias: true,
  trainBias: false,
};
/** Lesson files, by name. */
const FILES: Readonly<Record<string, string>> = {
  "class.json":
    '{ "data": { "seed": 4, "rows": 9 }, "weights": { "seed": 5, "round": 1 }, "hidden": 2, "ridge": 0.5 }',
  "given.json":
    '{ "data": { "X": [[0, 1], [1, 1]], "labels": [1, 0] }, "weights": { "W1": [[1, 2], [3, 4]], "W2": [[1, 2], [3, 4]] } }',
  "bad.json": '{ "hidden": 65 }',
  "bricks.json": JSON.stringify(BRICKS),
};
const parse = (line: string) => parseTrainingFlags(line ? line.split(" ") : [], (name) => FILES[name]!);
const settings = (line: string): Settings => parse(line).settings!;
/** What is said of a command line, and the exit code. */
function refusal(line: string): [string, number] {
  const said: string[] = [];
  try {
    parse(line);
  } catch (error) {
    const code = report(error, (text) => said.push(text));
    return [said.join("\n"), code];
  }
  return expect.fail(`${line} was taken`);
}

describe("options", () => {
  test("give the settings they name", () => {
    const line =
      "--data moons --data-seed 1 --weight-seed 2 --rows 90 --trained 60 --hidden 10,5 --bias --activation tanh --scale 0.5 --steps 400 --batch shuffled:20,3 --learning-rate 1e-2 --schedule step:100,0.5 --ridge .1 --l1 0.2 --clip 2 --gradient summed --every 50";
    expect(settings(line)).toEqual(
      parseSettings({
        data: { set: "moons", seed: 1, rows: 90 },
        trained: 60,
        hidden: [10, 5],
        bias: true,
        activation: "tanh",
        weights: { seed: 2, scale: 0.5 },
        steps: 400,
        batch: { size: 20, seed: 3 },
        learningRate: 0.01,
        schedule: { every: 100, factor: 0.5 },
        ridge: 0.1,
        l1: 0.2,
        clip: 2,
        gradient: "summed",
        record: { every: 50 },
      }),
    );
  });

  test.each<[string, object]>([
    ["--steps 7", { steps: 7, record: { every: 1 }, learningRate: 0.15 }],
    ["--steps 1000", { record: { every: 50 }, data: { set: "article", seed: 0, rows: 300 } }],
    ["--seed 3", { data: { set: "article", seed: 3, rows: 300 }, weights: { seed: 3, scale: 1 } }],
    [
      "--weight-seed 4 --seed 3",
      { data: { set: "article", seed: 3, rows: 300 }, weights: { seed: 4, scale: 1 } },
    ],
    ["--data corners01", { data: { set: "corners01" }, trained: 4 }],
    ["--data corners11", { data: { set: "corners11" } }],
    ["--data spiral", { data: { set: "spiral", seed: 0, rows: 300 } }],
    ["--learning-rate 0,5 --ridge 1e-2", { learningRate: 0.5, ridge: 0.01 }],
    ["--batch all", { batch: "all" }],
    ["--batch first:50", { batch: "all", trained: 50 }],
    ["--batch shuffled:32", { batch: { size: 32, seed: 0 } }],
    ["--schedule cosine", { schedule: "cosine" }],
    ["--schedule inverse:0.01", { schedule: { decay: 0.01 } }],
    ["--gradient article", { gradient: "article" }],
    [
      "--lesson class.json",
      { data: { set: "article", seed: 4, rows: 9 }, hidden: [2], ridge: 0.5, learningRate: 0.001 },
    ],
    [
      "--lesson class.json --data moons --ridge 0 --hidden 4",
      { data: { set: "moons", seed: 4, rows: 9 }, hidden: [4], ridge: 0 },
    ],
    ["--lesson given.json --steps 3", { trained: 2, hidden: [2], steps: 3 }],
    ["--lesson given.json --bias", { trained: 2, bias: true, trainBias: true }],
    [
      "--outputs 3 --activation leaky-relu --output-activation softmax --loss cross-entropy --bias --no-train-bias",
      {
        outputs: 3,
        activation: "leaky-relu",
        outputActivation: "softmax",
        loss: "cross-entropy",
        bias: true,
        trainBias: false,
      },
    ],
    ["--lesson bricks.json", BRICKS],
    [
      "--lesson bricks.json --output-activation identity --train-bias",
      { outputActivation: "identity", trainBias: true },
    ],
  ])("%s", (line, some) => {
    expect(settings(line)).toMatchObject(some);
  });

  test("none of them: nothing to train is named, and there is a run to fall back on", () => {
    expect(parse("")).toEqual({ help: false, json: false });
    expect(parse("--json")).toEqual({ help: false, json: true });
    expect(parse("--help --steps 3").settings).toBeUndefined();
    expect(typedSettings()).toEqual({ ...parseSettings({}), record: { every: 50 } });
  });

  test("are all in the help", () => {
    const help = trainingHelp("usage");
    for (const option of "data seed data-seed weight-seed rows trained hidden outputs bias no-bias train-bias no-train-bias activation output-activation loss scale steps batch learning-rate schedule ridge l1 clip gradient every lesson json help".split(
      " ",
    ))
      expect(help).toMatch(new RegExp(`^  --${option} `, "m"));
    expect(help).toContain("there is no --digits");
  });

  test.each<[string, string]>([
    ["--steps -1", "--steps: got -1, expected a whole number from 0 to 10000000"],
    ["--steps 1e3", '--steps: got "1e3", expected a whole number from 0 to 10000000'],
    ["--hidden 3,x", '--hidden: got "3,x", expected 1 to 4 whole numbers from 1 to 128, with commas between'],
    ["--hidden 3,3,3,3,3", '--hidden: got "3,3,3,3,3", expected 1 to 4 whole'],
    ["--hidden 129", '--hidden: got "129", expected 1 to 4 whole'],
    ["--bias=1", '--bias: got "1", expected no value'],
    ["--learning-rate 0", "--learning-rate: got 0, expected a number above 0, at most 1000000"],
    ["--learning-rate 1,250", '--learning-rate: got "1,250", expected 1250 or 1.25'],
    ["--rows 1,250", '--rows: got "1,250", expected 1250 or 1.25'],
    ["--l1 −1", "--l1: got -1, expected a number from 0 to 1000000"],
    ["--l1 -1", "--l1: got -1, expected a number from 0 to 1000000"],
    ["--clip 0", "--clip: got 0, expected a number above 0"],
    ["--data moon", '--data: got "moon", expected one of article, mirrored, moons'],
    [
      "--activation swish",
      '--activation: got "swish", expected one of sigmoid, tanh, relu, leaky-relu, identity',
    ],
    ["--outputs 9", "--outputs: got 9, expected a whole number from 1 to 8"],
    ["--outputs 1 --output-activation softmax", "--output-activation: got softmax beside 1 output"],
    [
      "--output-activation tanh --loss cross-entropy",
      "--loss: got cross-entropy beside outputActivation tanh",
    ],
    ["--no-train-bias", "--no-train-bias: got false beside bias false"],
    ["--bias --no-bias", "--no-bias: got it beside --bias, expected one or the other"],
    ["--gradient right", '--gradient: got "right", expected one of exact, summed, article'],
    ["--batch first:0", '--batch: got "first:0", expected all, first:N or shuffled:N[,SEED]'],
    ["--batch first:3,1", '--batch: got "first:3,1", expected all'],
    ["--batch shuffled:400", "--batch: got 400, expected at most 300, the rows trained on"],
    ["--batch first:301", "--batch: got 301, expected at most 300, the rows of the data"],
    ["--batch first:20 --trained 10", "--batch: got first:20 beside --trained 10, expected one or the other"],
    ["--schedule step:5", '--schedule: got "step:5", expected constant, cosine, step:EVERY,FACTOR'],
    ["--schedule step:5,2", '--schedule: got "step:5,2"'],
    ["--schedule inverse:1,2", '--schedule: got "inverse:1,2"'],
    ["--every 0", '--every: got "0", expected a whole number from 1 to 10000000'],
    ["--data corners01 --rows 3", "--rows: got 3 beside corners01, which is not drawn; expected no rows"],
    ["--trained 60 --rows 50", "--trained: got 60, expected at most 50, the rows of the data"],
    ["--digits 3", "--digits: got an unknown option; see --help"],
    ["7", '"7": got a stray argument'],
    ["--lesson bad.json", "bad.json: hidden: got 65, expected a whole number from 1 to 64"],
    ["--lesson given.json --hidden 5", "--hidden: got 5 beside weights.W1, which is 2×2; expected 2"],
    ["--lesson given.json --outputs 3", "--outputs: got 3 beside weights.W2, which is 2×2; expected 2"],
    ["--lesson bricks.json --no-bias", "--no-bias: got false beside weights.b1, expected true"],
    ["--lesson given.json --data moons", '--data: got "moons" beside explicit data.X'],
    ["--lesson given.json --rows 5", "--rows: got 5 beside explicit data.X"],
    ["--lesson given.json --weight-seed 5", "--weight-seed: got 5 beside explicit weights.W1"],
  ])("%s is refused", (line, words) => {
    const [said, code] = refusal(line);
    expect(said.slice(0, words.length)).toBe(words);
    expect([said.includes("\n"), code]).toEqual([false, 2]);
  });
});

describe("a run in columns", () => {
  const text = (line: string) => historyText("Title", train(settings(line)));

  test("has a line for each record, all as wide as the first", () => {
    const lines = text("--steps 20 --every 5 --rows 9 --trained 6 --ridge 0.1").split("\n");
    const head = lines.findIndex((line) => /^step +loss/.test(line));
    expect(lines[head]).toMatch(/^step +loss +of it data +gradient +right +unseen: loss +right$/);
    const rows = lines.slice(head + 1, head + 6);
    expect(rows.map((row) => Number.parseInt(row, 10))).toEqual([0, 5, 10, 15, 20]);
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([lines[head]!.length]));
    expect(lines.at(-2)).toMatch(/^finished after 20 steps; at step 20 loss 0\.\d{6}, [\d.]+ % right$/);
  });

  test("shows the numbers of the run", () => {
    const history = train(settings("--steps 20 --every 20"));
    const shown = historyText("Title", history);
    for (const { loss, accuracy } of history.entries) {
      expect(shown).toContain(loss.total.toFixed(6));
      expect(shown).toContain(`${(100 * accuracy!.trained).toFixed(1)} %`);
    }
    expect(shown).not.toContain("unseen");
  });

  test("says of what kind the first weights are", () => {
    const of = (weights: object) => historyText("Title", train(parseSettings({ weights, steps: 1 })));
    expect(of({ seed: 7 })).toMatch(/; weights seed 7$/m);
    expect(of({ seed: 7, round: 1 })).toMatch(/; weights seed 7, rounded to 1$/m);
    expect(of({ seed: 7, round: 0, scale: 2 })).toMatch(/; weights seed 7, 2 times as large, rounded to 0$/m);
  });

  test("that overflows says so, in words and not in NaN", () => {
    const shown = text("--learning-rate 1000 --ridge 1000 --rows 1 --every 5 --steps 200");
    expect(shown).toMatch(/ overflow /);
    expect(shown).toMatch(/diverged: step \d+ made a weight too large for a number/);
    expect(shown).not.toMatch(/NaN|Infinity|undefined/);
    const history = train(settings("--learning-rate 1000 --ridge 1000 --rows 1 --every 5 --steps 200"));
    const { history: entries, end } = JSON.parse(historyJson("loop", history));
    expect(end).toMatchObject({ how: "diverged", step: history.end.step });
    expect(end.weights[0][0][0]).toBeNull();
    expect(entries[0].loss.total).toBe(history.entries[0]!.loss.total);
    expect(entries.at(-1).loss.total).toBeNull();
  });

  test("cells of any width are inColumns to the right", () => {
    expect(
      inColumns([
        ["a", "bcd"],
        ["ef", "g"],
      ]),
    ).toEqual([" a  bcd", "ef    g"]);
  });
});

test("an experiment's results are shown part by part, long lists cut short", () => {
  const entries = Array.from({ length: 30 }, (_, step) => ({ step, loss: 1 / (step + 1) }));
  const shown = resultsText("Title", {
    first: {
      rate: 0.003,
      end: { how: "diverged", step: 12 },
      entries,
      curve: [1, 2, 3, 4, 5, 6, 7, 8.123456789],
      none: null,
    },
    second: 0.1 + 0.2,
  });
  expect(shown.split("\n\n")[1]!.split("\n")).toEqual([
    "── first",
    "rate     0.003",
    "end",
    "  how   diverged",
    "  step  12",
    "entries",
    "  step       loss",
    ...[1, 0.5, 0.333333, 0.25, 0.2, 0.166667, 0.142857, 0.125, 0.111111, 0.1].map(
      (loss, step) => `  ${String(step).padStart(4)}  ${String(loss).padStart(9)}`,
    ),
    "     ⋮          ⋮",
    "    29  0.0333333",
    "curve    1  2  3  4  …  8.12346  (8)",
    "none     —",
  ]);
  expect(shown).toContain("── second\n0.3\n");
});

describe("the program", () => {
  const folder = temporaryFolder();
  afterAll(() => remove(folder));
  const fileNamed = (name: string) => join(ROOT, fileOf(book.find((it) => it.name === name)!, book));

  test("prints a run as JSON, to the last bit, through a link and from another folder", () => {
    symlinkSync(fileNamed("loop"), join(folder, "my-loop.ts"));
    const argv = "--steps 40 --hidden 4 --bias --every 10 --json".split(" ");
    const { stdout, stderr, status } = tsx("my-loop.ts", argv, folder);
    expect([status, stderr]).toEqual([0, ""]);
    const run = parseSettings({ steps: 40, hidden: [4], bias: true, record: { every: 10 } });
    const { entries, end, weights } = train(run);
    const { outputs, outputActivation, loss, trainBias, ...settings } = run; // as in the article: not said
    expect(JSON.parse(stdout)).toEqual({
      chapter: "loop",
      settings,
      history: entries,
      end: { ...end, weights: weights.map(toRows) },
    });
  });

  test("without a flag, trains all the same, and says so in columns", () => {
    const { stdout, stderr, status } = tsx(fileNamed("loop"));
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toBe(historyText("The loop in code", train(typedSettings())));
  });

  test("refuses on one line", () => {
    const { stdout, stderr, status } = tsx(fileNamed("loop"), ["--json", "--batch", "some"]);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^--batch: got "some", expected all, first:N or shuffled:N\[,SEED\][^\n]*\n$/);
  });

  test("of a chapter with an experiment prints what it found", () => {
    const withExperiment = book.find((it) => !hasStage(it) && it.experiment !== undefined)!;
    const { name } = withExperiment;
    const { stdout, status } = tsx(fileNamed(name), ["--json"]);
    expect(status).toBe(0);
    const { chapter, results } = JSON.parse(stdout);
    expect(chapter).toBe(name);
    expect(Object.keys(results)).toEqual(
      Object.keys((withExperiment as { experiment: { parts: object } }).experiment.parts),
    );
  });
});
