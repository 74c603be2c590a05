import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { PassThrough } from "node:stream";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { runCommand } from "../build/command.ts";
import { csvBeside, lessonOf, parseFlags, readFrom } from "../build/flags.ts";
import { COMMANDS } from "../build/kit/commands.ts";
import { LESSON_COMMANDS } from "../build/kit/lesson/commands.ts";
import { newLesson } from "../build/kit/lesson/new.ts";
import { report } from "../build/usage.ts";
import { examined } from "../src/lesson/faults.ts";
import { laidOut } from "../src/lesson/laid-out.ts";
import { leastFile } from "../src/lesson/least-file.ts";
import { DEFAULT_LESSON, type Lesson, parseLesson } from "../src/lesson/lesson.ts";
import { SCHEMA_FILE } from "../src/lesson/schema.ts";
import { lessons } from "./lessons.ts";
import { ROOT, remove, source, temporaryFolder, tsx } from "./project.ts";

/** `npm run lesson -- new` and `-- check`. */

const here = temporaryFolder();
afterAll(() => remove(here));
const text = (name: string): string => readFileSync(join(here, name), "utf8");
mkdirSync(join(here, "sub"));
const CSV = "height,width,kind\n1,2,b\n3,4,a\n5,6,c\n";
writeFileSync(join(here, "rows.csv"), CSV);
writeFileSync(join(here, "old.json"), '{ "title": "Old", "data": { "rows": 4 }, "hidden": 5 }');
writeFileSync(join(here, "taken.json"), "{}");

async function ran(line: string | readonly string[]) {
  const argv = typeof line === "string" ? line.split(" ").filter(Boolean) : line;
  const [said, complained]: string[][] = [[], []];
  let status = 0;
  try {
    await runCommand(COMMANDS, ["lesson", ...argv], {
      root: ROOT,
      cwd: here,
      env: {},
      say: (it) => said!.push(it),
    });
  } catch (error) {
    status = report(error, (it) => complained!.push(it));
  }
  return { status, said: said!, complained: complained! };
}
/** What is written, without the address of the schema. */
async function written(options: string | readonly string[], name: string): Promise<object> {
  const argv = typeof options === "string" ? options.split(" ").filter(Boolean) : options;
  const { status, complained } = await ran(["new", ...argv, "--out", name]);
  expect([status, complained]).toEqual([0, []]);
  const { $schema, ...file } = JSON.parse(text(name));
  expect(resolve(here, name, "..", $schema)).toBe(join(ROOT, "lessons", SCHEMA_FILE));
  return file;
}

describe("a new lesson", () => {
  test.each<[string, object]>([
    ["", {}],
    ["--seed 7 --rows 4", { data: { seed: 7, rows: 4 }, weights: { seed: 7 } }],
    ["--round 1 --no-bias --outputs 2", { weights: { round: 1 } }],
    [
      "--title A --X 0,1;1,1 --labels 1,0",
      {
        title: "A",
        data: {
          X: [
            [0, 1],
            [1, 1],
          ],
          labels: [1, 0],
        },
      },
    ],
    ["--X 1 --targets 0,0.5,1 --outputs 3", { data: { X: [[1]], targets: [[0, 0.5, 1]] } }],
    ["--X 1 --labels 2 --outputs 3", { data: { X: [[1]], labels: [2] }, outputs: 3 }],
    [
      "--W1 1;2 --b1 3 --W2 4,5 --no-train-bias --hidden 1",
      { weights: { W1: [[1], [2]], b1: [3], W2: [[4, 5]] }, trainBias: false },
    ],
    ["--csv rows.csv", { data: { csv: "rows.csv", inputs: ["height", "width"], label: "kind" } }],
    [
      "--csv rows.csv --input-columns height --target-columns width,height --title T",
      { title: "T", data: { csv: "rows.csv", inputs: ["height"], targets: ["width", "height"] } },
    ],
    [
      "--csv ./rows.csv --label-column kind --outputs 3 --bias",
      { data: { csv: "rows.csv", inputs: ["height", "width"], label: "kind" }, outputs: 3, bias: true },
    ],
    ["--lesson old.json --hidden 6", { title: "Old", data: { rows: 4 }, hidden: 6 }],
    ["--lesson old.json --X 1 --labels 0", { title: "Old", data: { X: [[1]], labels: [0] }, hidden: 5 }],
  ])("%s", async (options, file) => {
    expect(await written(options, `made${options.replaceAll(/\W/g, "-")}.json`)).toEqual(file);
  });

  test("in another folder names its CSV file from there; one made of it stands alone", async () => {
    expect(await written("--csv rows.csv", "sub/far.json")).toMatchObject({ data: { csv: "../rows.csv" } });
    expect(await written("--lesson sub/far.json", "sub/whole.json")).toEqual({
      data: {
        X: [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
        labels: [0, 1, 2],
      },
      outputs: 3,
    });
  });

  test("says what it wrote, and how to build it; and is laid out as by hand", async () => {
    const { said } = await ran(["new", "--csv", "rows.csv", "--out", "my class.json", "--title", "7 é"]);
    expect(said).toEqual([
      "wrote my class.json: 7 é (3 rows given, weight seed 2017, 3 hidden neurons, 3 outputs, α = 0.001, λ = 0)",
      "labels: 0 b, 1 a, 2 c",
      "to build it: npm run build -- --lesson 'my class.json'",
    ]);
    expect(text("my class.json").split("\n").slice(2)).toEqual([
      '  "title": "7 é",',
      '  "data": { "csv": "rows.csv", "inputs": ["height", "width"], "label": "kind" }',
      "}",
      "",
    ]);
  });

  test.each<[string, string]>([
    [
      "--out taken.json",
      '--out: got "taken.json", which exists and is left as it is; expected --out with another name',
    ],
    [
      "--out no/a.json",
      '--out: got "no/a.json", whose folder does not exist; expected a file in one that does',
    ],
    ["--out sub", '--out: got "sub", which exists'],
    ["--hidden 65", "--hidden: got 65, expected a whole number from 1 to 64"],
    ["--title=", '--title: got "", expected text of 1 to 80 characters on one line'],
    ["--X 0,1;a,1 --labels 1,0", '--X[1][0]: got "a", expected a number of at most 1000000 in size'],
    ["--X 0,1;1 --labels 1,0", "--X: got a row of 1, expected 2 numbers as in data.X[0]"],
    ["--X 0,1;1,1 --labels 1,5", "--labels: got 5, expected 0 or 1, as outputs is 2"],
    ["--labels 1", "--labels: got labels without data.X, expected both or neither"],
    ["--X 1 --labels 1 --rows 3", "--rows: got 3 beside explicit data.X (1×1), expected one or the other"],
    ["--csv nothing.csv", '--csv: got "nothing.csv", which does not exist; expected a CSV file'],
    ["--csv rows.csv --label-column kin", '--label-column: got no column "kin" in line 1 of rows.csv'],
    ["--csv rows.csv --input-columns height,x", '--input-columns: got no column "x" in line 1 of rows.csv'],
    [
      "--csv rows.csv --input-columns kind --label-column width",
      'rows.csv: line 2, kind: got "b", expected a number',
    ],
    [
      "--csv rows.csv --label-column kind --target-columns width",
      '--target-columns: got ["width"] beside data.label',
    ],
    ["--csv rows.csv --seed 3", "--seed: got 3 beside data.csv, expected one or the other"],
    ["--csv rows.csv --outputs 2", "--outputs: got 2 beside data.label, which has 3 classes"],
    ["--label-column kind", "--label-column: got it without --csv, expected both"],
    ["--lesson nothing.json", '--lesson: got "nothing.json", which does not exist'],
    [
      "--loss cross-entropy --output-activation tanh",
      "--loss: got cross-entropy beside outputActivation tanh",
    ],
    ["--frob", "--frob: got an unknown option"],
  ])("%s is refused, and nothing written", async (options, message) => {
    const before = readdirSync(here, { recursive: true });
    const argv = options.includes("--out") ? options : `${options} --out refused.json`;
    const { status, said, complained } = await ran(`new ${argv}`);
    expect(complained.join()).toContain(message);
    expect(complained.join()).not.toContain("\n");
    expect([status, said]).toEqual([2, []]);
    expect(readdirSync(here, { recursive: true })).toEqual(before);
  });

  test("with any options is a file in which check finds nothing, and the lesson that the options say", async () => {
    const option = (name: string, values: fc.Arbitrary<unknown>) => values.map((it) => [`--${name}=${it}`]);
    const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    const maybe = (it: fc.Arbitrary<string[]>) => fc.option(it, { nil: [] });
    const options = fc
      .tuple(
        maybe(option("title", fc.string({ unit: fc.constantFrom("a", '"', "\\", "é", "💡"), minLength: 1 }))),
        maybe(option("seed", seed)),
        maybe(option("weight-seed", seed)),
        maybe(
          fc.oneof(
            option("rows", fc.integer({ min: 1, max: 300 })),
            fc.constant<string[]>(["--X=0,1;2.5,-3", "--targets=1,0;0,1"]),
            fc.constant<string[]>(["--csv=rows.csv", "--outputs=4"]),
            fc.constant<string[]>(["--csv=rows.csv"]),
          ),
        ),
        maybe(option("hidden", fc.integer({ min: 1, max: 64 }))),
        maybe(option("output-activation", fc.constantFrom("tanh", "sigmoid", "softmax"))),
        maybe(option("loss", fc.constantFrom("squared", "cross-entropy"))),
        maybe(
          fc.constantFrom(
            ["--bias"],
            ["--bias", "--no-train-bias"],
            ["--W1=1,2;3,4", "--W2=1,2;3,4"],
            ["--W1=1;3", "--b1=1", "--W2=1,2,3,4"],
          ),
        ),
        maybe(option("learning-rate", fc.double({ min: 1e-9, max: 1e6, noNaN: true }))),
        maybe(option("digits", fc.nat(15))),
      )
      .map((all) => all.flat());
    let count = 0;
    await fc.assert(
      fc.asyncProperty(options, async (argv) => {
        const name = `random${count}.json`;
        const { status, complained } = await ran(["new", ...argv, "--out", name]);
        fc.pre(status === 0 || complained.length !== 1); // options that contradict each other
        count++;
        const { faults, lesson } = examined(text(name), name, csvBeside(join(here, name), readFrom()));
        expect(faults).toEqual([]);
        const flags = parseFlags(argv, LESSON_COMMANDS["lesson new"]!.extras);
        if (argv.includes("--csv=rows.csv"))
          expect(lesson!.data).toEqual({
            X: [
              [1, 2],
              [3, 4],
              [5, 6],
            ],
            labels: [0, 1, 2],
          });
        else expect(lesson).toEqual(lessonOf(flags).lesson);
      }),
      { numRuns: 60, seed: 1 },
    );
    expect(count).toBeGreaterThan(20);
  });
});

describe("the file of a lesson", () => {
  test("is the lesson again, and says nothing that holds anyway", () => {
    expect(leastFile(DEFAULT_LESSON)).toEqual({});
    fc.assert(
      fc.property(lessons, (lesson) => {
        const file = leastFile(lesson);
        expect(parseLesson(JSON.parse(laidOut(file)))).toEqual(JSON.parse(JSON.stringify(lesson)));
        for (const key of Object.keys(file)) {
          const { [key as keyof typeof file]: _, ...others } = file;
          let less: Lesson | undefined;
          try {
            less = parseLesson(others);
          } catch {}
          expect(JSON.stringify(less), key).not.toBe(JSON.stringify(lesson));
        }
      }),
      { numRuns: 150, seed: 1 },
    );
  });

  test("is laid out as the ready lessons are", () => {
    for (const name of readdirSync(`${ROOT}/lessons`))
      expect(`${laidOut(JSON.parse(source(`lessons/${name}`)))}\n`).toBe(source(`lessons/${name}`));
  });
});

/** A person who types these lines, and then Ctrl-D. */
async function asked(answers: readonly string[], argv: readonly string[] = []) {
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  stdin.end(answers.map((it) => `${it}\n`).join(""));
  const flags = parseFlags(argv, LESSON_COMMANDS["lesson new"]!.extras);
  const said: string[] = [];
  const around = { root: ROOT, cwd: here, here, env: {}, say: (it: string) => said.push(it) };
  const terminal = { stdin, stdout } as unknown as Pick<NodeJS.Process, "stdin" | "stdout">;
  let error: unknown;
  await newLesson(flags, around, terminal).catch((it) => {
    error = it;
  });
  return { shown: String(stdout.read()), error, said };
}
const without$schema = (name: string) => {
  const { $schema: _, ...file } = JSON.parse(text(name));
  return file;
};

describe("on a terminal each field is asked for", () => {
  test("Enter takes the usual; what is refused is asked again", async () => {
    const answers = [
      "",
      "x",
      "",
      "",
      "0",
      "4",
      "-1",
      "7",
      "",
      "4",
      "",
      "",
      "softmax",
      "",
      "maybe",
      "y",
      "no",
      "0,5",
      "",
      "16",
      "3",
      "comma",
      "yes",
    ];
    const { shown, error } = await asked(answers, ["--out", "asked.json"]);
    expect(error).toBeUndefined();
    expect(without$schema("asked.json")).toEqual({
      data: { rows: 4 },
      weights: { seed: 7 },
      hidden: 4,
      outputActivation: "softmax",
      bias: true,
      trainBias: false,
      learningRate: 0.5,
      digits: 3,
      decimal: "comma",
      fractions: true,
    });
    for (const line of [
      "title: what the lesson is called; text of 1 to 80 characters on one line\n[A lesson of your own] ",
      'got "x", expected drawn or rows or csv',
      "data.rows: got 0, expected a whole number from 1 to 300",
      "weights.seed: got -1, expected a whole number from 0 to 4294967295",
      "weights.round: decimals of the weights drawn; a whole number from 0 to 15\n[none] ",
      "bias: a bias for each neuron, which begins at 0; yes or no\n[no] ",
      'bias: got "maybe", expected yes or no',
      "digits: got 16, expected a whole number from 0 to 15",
    ])
      expect(shown).toContain(line);
  });

  test("but not where options say what is wanted: lines that are pasted after the command are no answers", async () => {
    const { shown, error } = await asked([], ["--out", "some.json", "--rows", "3", "--title", "T"]);
    expect(error).toBeUndefined();
    expect(shown).toBe("null"); // nothing
    expect(without$schema("some.json")).toEqual({ title: "T", data: { rows: 3 } });
  });

  test("rows", async () => {
    const answers = [
      "T",
      "rows",
      "0,1;1",
      "0, 1; 1,1; 2,2",
      "labels",
      "0,1",
      "0,2,1",
      "",
      "",
      "",
      "2",
      "",
      "",
      "",
      "cross-entropy",
      "",
      "",
      "",
      "",
      "",
      "",
    ];
    const { shown, error } = await asked(answers, ["--out", "typed.json"]);
    expect(error).toBeUndefined();
    expect(without$schema("typed.json")).toEqual({
      title: "T",
      data: {
        X: [
          [0, 1],
          [1, 1],
          [2, 2],
        ],
        labels: [0, 2, 1],
      },
      outputs: 3,
      loss: "cross-entropy",
    });
    expect(shown).toContain("data.X[1]: got a row of 1, expected 2 numbers");
    expect(shown).toContain("data.labels: got 2 labels, expected 3");
    expect(shown).toContain("data.labels[1]: got 2, expected 0 or 1, as outputs is 2");
  });

  test("a CSV file", async () => {
    const answers = [
      "",
      "csv",
      "none.csv",
      "rows.csv",
      "height,depth",
      "height",
      "",
      "",
      ...Array(13).fill(""),
    ];
    const { shown, error, said } = await asked(answers, ["--out", "sub/columns.json"]);
    expect(error).toBeUndefined();
    expect(without$schema("sub/columns.json")).toEqual({
      data: { csv: "../rows.csv", inputs: ["height"], label: "kind" },
    });
    expect(said[1]).toBe("labels: 0 b, 1 a, 2 c");
    expect(shown).toContain('data.csv: got "none.csv", which does not exist; expected a CSV file');
    expect(shown).toContain("Its columns are height, width, kind.");
    expect(shown).toContain('data.inputs: got "depth", expected one of height, width, kind');
  });

  test("and one who stops has written nothing", async () => {
    const { error, said } = await asked(["T", "csv"], ["--out", "stopped.json"]);
    expect(error).toMatchObject({
      name: "UsageError",
      message: "lesson new: ended before the last question, so nothing is written",
    });
    expect([said, existsSync(join(here, "stopped.json"))]).toEqual([[], false]);
  });
});

describe("check", () => {
  test("says the lesson, and the labels of a CSV file", async () => {
    await written("--csv rows.csv --title C", "checked.json");
    expect(await ran("check checked.json")).toEqual({
      status: 0,
      complained: [],
      said: [
        "checked.json: C (3 rows given, weight seed 2017, 3 hidden neurons, 3 outputs, α = 0.001, λ = 0)",
        "labels: 0 b, 1 a, 2 c",
      ],
    });
  });

  test("says all that is wrong, of one field ten lines at most, and counts", async () => {
    const X = Array.from({ length: 13 }, () => ["a"]);
    writeFileSync(
      join(here, "wrong.json"),
      JSON.stringify({ data: { X, labels: X.map(() => 0) }, hidden: 0, "a\u001b": 1 }),
    );
    const { status, said, complained } = await ran("check wrong.json");
    expect([status, complained]).toEqual([2, ["wrong.json: got 15 mistakes, expected none"]]);
    expect(said).toHaveLength(13);
    expect(said[9]).toBe('data.X[9][0]: got "a", expected a number of at most 1000000 in size');
    expect(said.slice(10)).toEqual([
      "data.X: and 3 more",
      "hidden: got 0, expected a whole number from 1 to 64",
      expect.stringMatching(/^"a\\u001b": got an unknown field, expected/),
    ]);
  });

  test.each<[string, string]>([
    ["check", "lesson check: got no file, expected npm run lesson -- check FILE"],
    [
      "check nothing.json",
      'lesson check: got "nothing.json", which does not exist; expected a lesson file (JSON)',
    ],
    ["check old.json more.json", '"more.json": got a stray argument'],
    ["check old.json --hidden 3", "--hidden: got it beside check, expected a file alone"],
    ["check rows.csv", 'rows.csv: line 1, column 1: got "height", expected'],
    ["", "lesson: got nothing after it, expected new or check"],
  ])("%s", async (line, message) => {
    const { status, said, complained } = await ran(line);
    expect(complained.join()).toContain(message);
    expect([status, said]).toEqual([2, []]);
  });
});

test("the program, without a terminal", () => {
  const program = join(ROOT, "build/kit/cli.ts");
  expect(tsx(program, ["lesson", "new", "--rows", "4", "--out", "program.json"], here)).toMatchObject({
    status: 0,
    stderr: "",
    stdout: expect.stringContaining("wrote program.json: A lesson of your own (data seed 0, 4 rows"),
  });
});
