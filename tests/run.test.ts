import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "../build/command.ts";
import { COMMANDS } from "../build/commands.ts";
import { readFrom } from "../build/flags.ts";
import { chapterText } from "../build/print.ts";
import { computesIn, stageText } from "../build/terminal/stage-text.ts";
import { report } from "../build/usage.ts";
import { chapters, stages } from "../chapters/index.ts";
import { fileOf, partOf } from "../src/book/chapter.ts";
import { DEFAULT_LESSON, type Lesson, parseLesson, printed } from "../src/lesson/lesson.ts";
import { fromFunction, toRows } from "../src/math/matrix.ts";
import { stageJson } from "../src/network/json.ts";
import { traceOf } from "../src/network/stage.ts";
import type { Name } from "../src/network/values.ts";
import { copyOfProject, ROOT, remove, TSX, temporaryFolder, tsx } from "./project.ts";

const here = temporaryFolder();
afterAll(() => remove(here));
const chapterFile = (name: string): string =>
  join(ROOT, fileOf(chapters.find((it) => it.name === name)!, chapters));

const isChapter = (program: string) => chapters.some(({ name }) => name === program);
/** A chapter's name, or a command: what it prints, and its exit code. In this process, as starting one takes long. */
async function ran(
  program: string,
  argv: readonly string[],
  cwd = ROOT,
  env: NodeJS.ProcessEnv = {},
): Promise<{ status: number; stdout: string; stderr: string }> {
  const [said, complained]: string[][] = [[], []];
  const line = (to: string[]) => (text: string) => void to.push(`${text}\n`);
  let status = 0;
  try {
    if (isChapter(program)) {
      const read = readFrom(cwd);
      const { text, passes } = await chapterText(chapterFile(program), argv, { read });
      said!.push(text);
      status = passes ? 0 : 1;
    } else await runCommand(COMMANDS, [program, ...argv], { root: ROOT, cwd, env, say: line(said!) });
  } catch (error) {
    status = report(error, line(complained!));
  }
  return { status, stdout: said!.join(""), stderr: complained!.join("") };
}
/** The same as a process of its own. */
const startedAs = (program: string, argv: readonly string[], cwd = ROOT) =>
  isChapter(program)
    ? tsx(chapterFile(program), argv, cwd)
    : tsx(join(ROOT, "build/cli.ts"), [program, ...argv], cwd);

/** What `--json` must print, put together without the code under test. */
function expected(name: string, lesson: Lesson): unknown {
  const trace = traceOf(stages, lesson);
  const { needs, makes } = partOf(chapters.find((it) => it.name === name)!, lesson);
  const values = (names: readonly Name[]) =>
    Object.fromEntries(
      names.map((it) => [it, typeof trace[it] === "number" ? trace[it] : toRows(trace[it])] as const),
    );
  return { chapter: name, lesson: printed(lesson), inputs: values(needs), outputs: values(makes) };
}

describe("a chapter's file prints its stage", () => {
  test.each(chapters.map(({ name }) => name))("%s --json", async (name) => {
    const { stdout, stderr, status } = await ran(name, ["--json"]);
    expect([status, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(expected(name, DEFAULT_LESSON))));
    expect(stdout).toBe(
      `${stageJson(name, partOf(chapters.find((it) => it.name === name)!, DEFAULT_LESSON), traceOf(stages, DEFAULT_LESSON))}\n`,
    );
  });

  test("with all the options, to the last bit", async () => {
    const argv =
      "--data-seed 3 --weight-seed 4 --rows 5 --hidden 2 --learning-rate 1e-2 --ridge 0.1 --digits 3";
    const lesson = {
      data: { seed: 3, rows: 5 },
      weights: { seed: 4 },
      hidden: 2,
      learningRate: 0.01,
      ridge: 0.1,
    };
    const { stdout } = await ran("update", [...argv.split(" "), "--json"]);
    const made = JSON.parse(stdout);
    expect(made).toEqual(expected("update", parseLesson({ ...lesson, digits: 3 })));
    expect(made.outputs.loss_next).not.toBe(0);
  });

  test("with a lesson file, from another folder, through a link, without the suffix", () => {
    writeFileSync(join(here, "class.json"), '{ "title": "Class 10B", "weights": { "seed": 7, "round": 1 } }');
    symlinkSync(chapterFile("h1"), join(here, "my-h1.ts"));
    const lesson = parseLesson({ title: "Class 10B", data: { rows: 2 }, weights: { seed: 7, round: 1 } });
    const argv = ["--lesson", "class.json", "--rows", "2", "--json"];
    for (const file of [chapterFile("h1").replace(/\.ts$/, ""), "my-h1.ts", "my-h1"]) {
      const { stdout, stderr } = tsx(file, argv, here);
      expect(stderr, file).toBe("");
      expect(JSON.parse(stdout), file).toEqual(expected("h1", lesson));
    }
  });

  test("in words, with the check of its gradient", async () => {
    const { stdout, stderr, status } = await ran("dloss-dw2", ["--rows", "2"]);
    expect([status, stderr]).toEqual([0, ""]);
    for (const words of [
      "data seed 0, 2 rows",
      "\nh1, N×H = 2×3\n",
      "compute({ y, h2 }, _, { output })",
      "dLoss_dW2, H×K = 3×2",
    ])
      expect(stdout).toContain(words);
    expect(stdout).toMatch(/dLoss_dW2: 6 of 6 entries agree; largest difference \S+\n/);
  });

  test("--help", async () => {
    const { stdout, stderr, status } = await ran("z1", ["--help"]);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("npx tsx chapters/02-z1.ts [options]");
    expect(stdout).toContain("--weight-seed N");
  });

  test("to a reader who goes away", () => {
    const command = `"${process.execPath}" "${TSX}" "${chapterFile("z1")}" --json --rows 300 --hidden 64`;
    expect(spawnSync("sh", ["-c", `${command} | wc -c`], { encoding: "utf8" }).stdout.trim()).toMatch(
      /^\d{6}$/,
    ); // more than a pipe holds
    const { stdout, stderr } = spawnSync("sh", ["-c", `${command} | head -c 10`], { encoding: "utf8" });
    expect([stdout, stderr]).toEqual(['{"chapter"', ""]);
  });
});

describe("a stage in columns", () => {
  const chapter = {
    prose: { title: "A <b>title</b>", summary: "", page: () => "" },
    formula: ["z₁ = X W₁", "second line"],
    stage: chapters[2]!.stage,
  };
  const source = [
    "// <stage>",
    ...["a", "b"].flatMap((name) => [
      `const ${name} = part({`,
      '  needs: ["X", "W1"],',
      `  makes: ["z1"],`,
      ...(name === "b" ? ['  op: "other",'] : []),
      `  /** Why ${name}. */`,
      "  compute({ X, W1 }) {",
      "    return {};",
      "  },",
      "});",
      "",
    ]),
    "// </stage>",
    "",
  ].join("\n");
  const text = (rows: number, hidden: number, width: number) =>
    stageText({
      chapter,
      part: partOf(chapters[2]!, DEFAULT_LESSON),
      trace: {
        lesson: { ...DEFAULT_LESSON, digits: 2 },
        X: fromFunction(rows, 2, (r, c) => (r - 1) * 100 ** c + 0.25),
        W1: fromFunction(2, hidden, (r, c) => (r ? 1e-9 : -c)),
        z1: fromFunction(rows, hidden, (r, c) => r + c),
      },
      width,
      source,
    });

  test("the code is that of the parts that run, with their comments", () => {
    const ran = [{ needs: ["X", "W1"], makes: ["z1"] }];
    expect(computesIn(source, ran)).toBe("  /** Why a. */\n  compute({ X, W1 }) {\n    return {};\n  }");
    const z1 = computesIn(readFileSync(chapterFile("z1"), "utf8"), ran);
    expect(z1).toContain("const z1 = matmul(X, W1);");
    expect(z1).not.toContain("needs");
    expect(z1).not.toContain("b1");
  });

  test("decimal points stand under each other", () => {
    const lines = text(3, 2, 80).split("\n");
    expect(lines[0]).toBe("A title");
    const at = lines.indexOf("X, N×D = 3×2");
    expect(lines.slice(at + 1, at + 4)).toEqual(["   -0.75  -99.75", "    0.25    0.25", "    1.25  100.25"]);
    expect(lines).toContain("   1.00e-9   1.00e-9");
    expect(lines).toContain("z₁ = X W₁");
  });

  test("no line is wider than the terminal, no matrix longer than 40 rows, the last entry is there", () => {
    for (const width of [40, 80, 200]) {
      const [, before] = text(300, 64, width).split("z1, N×H = 300×64\n");
      const lines = before!.split("\n\n")[0]!.split("\n");
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
      expect(lines).toHaveLength(40);
      expect(lines[0]).toContain("⋯");
      expect(lines[38]).toMatch(/^ +⋮$/);
      expect(lines[39]).toMatch(/ 362$/);
    }
  });
});

describe("bad input", () => {
  const BAD: [string, string[], string][] = [
    ["z1", ["--seed", "-1"], "--seed: got -1, expected a whole number from 0 to 4294967295"],
    ["z1", ["--json", "--rows", "0x10"], '--rows: got "0x10", expected a whole number from 1 to 300'],
    ["z1", ["--out", "x"], "--out: got an unknown option; see --help"],
    [
      "h2",
      ["--lesson", "nothing.json"],
      '--lesson: got "nothing.json", which does not exist; expected a lesson file (JSON)',
    ],
    ["h2", ["--lesson", "."], '--lesson: got ".", which is a folder; expected a lesson file (JSON)'],
    [
      "loss",
      ["--lesson", "bad.json"],
      'bad.json: line 1, column 3: got "NaN", expected text in quotes, a number, true, false or null',
    ],
    ["build", ["--hidden", "65"], "--hidden: got 65, expected a whole number from 1 to 64"],
    ["build", ["--lesson", "bad.json", "--out", "site"], "bad.json: line 1, column 3"],
    ["build", ["--out", "."], "which holds bad.json, made by no build"],
    ["build", ["--out", ROOT], "which holds the project itself"],
    ["build", ["--port", "80"], "--port: got an unknown option; see --help"],
    ["start", ["--port", "x"], '--port: got "x", expected a whole number from 1 to 65535'],
    ["dev", ["--out", "x"], "--out: got an unknown option; see --help"],
    ["biuld", [], "got biuld, expected build, start, dev"],
    ["toString", [], "got toString, expected build, start, dev"],
  ];
  const cwd = temporaryFolder();
  beforeAll(() => writeFileSync(join(cwd, "bad.json"), "{ NaN"));
  afterAll(() => remove(cwd));

  const badOf = (program: string) => BAD.find(([name]) => name === program)!;
  test.each([
    ...BAD.map((it) => ["in this process", ...it] as const),
    ...["z1", "build"].map((name) => ["in its own", ...badOf(name)] as const),
  ])("%s: %s %j", async (where, program, argv, line) => {
    const run = where === "in its own" ? startedAs : ran;
    const { status, stdout, stderr } = await run(program, argv, cwd);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(line);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(readdirSync(cwd)).toEqual(["bad.json"]);
  });
});

describe("build", () => {
  test("writes every page and says what it made", () => {
    const { status, stdout, stderr } = startedAs("build", ["--out", "site", "--seed", "3"], here);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(
      /^site: \d+ pages in [\d.]+ s, gradient checks passed\nlesson: .*data seed 3, 1 row/,
    );
    for (const { name } of chapters) {
      const page = readFileSync(join(here, "site", `${name}.html`), "utf8");
      expect(page).toContain("npm run build -- --seed 3");
      expect(page).not.toContain(here);
      expect(page).not.toContain(ROOT);
      const json = JSON.parse(readFileSync(join(here, "site", `${name}.json`), "utf8"));
      expect(json).toEqual(
        JSON.parse(JSON.stringify(expected(name, parseLesson({ data: { seed: 3 }, weights: { seed: 3 } })))),
      );
    }
  });

  /** As npm runs a script: in the project's folder, wherever the person stands. */
  const byNpm = (argv: readonly string[], more: NodeJS.ProcessEnv, script = "build") =>
    ran(script, argv, ROOT, { npm_lifecycle_event: script, INIT_CWD: here, ...more });

  test.each([
    ["build", "weight-seed", "7"],
    ["build", "out", "class10b"],
    ["start", "port", "9000"],
    ["dev", "port", "9000"],
  ])(
    "npm run %s --%s=%s: npm kept it to itself, and it is not lost in silence",
    async (script, flag, value) => {
      // --help: where it is lost after all, nothing is built and nothing served.
      const kept = { [`npm_config_${flag.replaceAll("-", "_")}`]: value };
      const { status, stdout, stderr } = await byNpm(["--help"], kept, script);
      expect([status, stdout]).toEqual([2, ""]);
      expect(stderr).toBe(`--${flag}: npm kept it to itself; write npm run ${script} -- --${flag} …\n`);
    },
  );

  test("a switch that npm kept is named as it was typed", async () => {
    for (const [value, flag] of [
      ["true", "--bias"],
      ["", "--no-bias"],
    ] as const) {
      const { stderr } = await byNpm(["--help"], { npm_config_bias: value });
      expect(stderr).toBe(`${flag}: npm kept it to itself; write npm run build -- ${flag} …\n`);
    }
  });

  test("paths are meant from where the person stands", async () => {
    writeFileSync(join(here, "mine.json"), '{ "hidden": 2 }');
    const { stderr, stdout } = await byNpm(["--lesson", "mine.json", "--out", "by-npm"], {});
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^by-npm: /);
    expect(readFileSync(join(here, "by-npm/z1.html"), "utf8")).toContain(
      "npm run build -- --lesson mine.json",
    );
  });

  test("a wrong gradient makes no site, and shows in the chapter", () => {
    const copy = copyOfProject();
    try {
      const file = join(copy, fileOf(chapters.find(({ name }) => name === "dloss-dw2")!, chapters));
      const source = readFileSync(file, "utf8");
      writeFileSync(file, source.replace("scale(-1 / N, subtract(y, h2))", "scale(1 / N, subtract(y, h2))"));
      const program = [join(copy, "build/start.mjs"), "build"];
      const built = spawnSync(process.execPath, program, { cwd: copy, encoding: "utf8" });
      expect([built.status, built.stdout]).toEqual([1, ""]);
      expect(built.stderr).toMatch(
        /^chapters\/07-dloss-dw2\.ts: .*dLoss_dW2\[0,0\] is \S+, central differences give \S+\n$/,
      );
      expect(existsSync(join(copy, "dist"))).toBe(false);
      const printed = tsx(file, [], copy);
      expect(printed.status).toBe(1);
      expect(printed.stdout).toContain("dLoss_dW2: 0 of 6 entries agree");
      // A program gets its numbers, and whoever started it hears that they are wrong.
      const json = tsx(file, ["--json"], copy);
      expect(json.status).toBe(1);
      expect(JSON.parse(json.stdout).chapter).toBe("dloss-dw2");
      expect(json.stderr).toBe(
        "dLoss_dW2: central differences find another gradient; see it without --json\n",
      );
    } finally {
      remove(copy);
    }
  });
});
