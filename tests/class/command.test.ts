import { spawn } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { rowsIn } from "../../build/kit/class/csv.ts";
import { seedOf, tailOf } from "../../build/kit/class/seeds.ts";
import { MARKER } from "../../build/publish.ts";
import { parseLesson } from "../../src/lesson/lesson.ts";
import type { UsageError } from "../../src/lesson/usage-error.ts";
import { htmlFaults } from "../html-faults.ts";
import { ROOT, remove, temporaryFolder } from "../project.ts";
import { filesOf, put, runClass } from "./class.ts";

/** `npm run class`, in a folder of its own. */

const folder = temporaryFolder();
const at = (...names: string[]) => join(folder, ...names);
afterAll(() => remove(folder));

const LESSON = JSON.stringify({ title: "10B", data: { rows: 4 }, learningRate: 0.5 });
const SALT = "0123456789abcdef0123456789abcdef";
const NAMES = ["Ada Lovelace", "Müller, Hans", "王小明", "=1+1"];
const rosterOf = (names: readonly string[]) => `name\n${names.map((it) => `"${it}"\n`).join("")}`;
const ARGV = ["--lesson", "c.json", "--roster", "r.csv", "--out", "out", "--no-books"];

beforeEach(() => {
  for (const name of readdirSync(folder)) rmSync(at(name), { recursive: true });
  put(folder, { "c.json": LESSON, "r.csv": rosterOf(NAMES) });
});

/** Why a command line is refused; nothing is written then. */
async function refused(...argv: string[]): Promise<string> {
  const before = filesOf(folder);
  try {
    await runClass(folder, ...argv);
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    expect(["UsageError", "LessonError"]).toContain((error as Error).name);
    expect(filesOf(folder)).toEqual(before);
    return (error as UsageError).message;
  }
  return "taken";
}

test("makes a sheet and a key for each student, all of them in one file, the overview and the table for answers", async () => {
  const said = await runClass(folder, ...ARGV, "--book", "https://example.org/book/");
  expect(said[0]).toMatch(/^out: 4 sheets, 4 keys in [\d.]+ s$/);
  expect(said[1]).toBe("A sheet has 133 boxes; --stages asks for some stages only");
  expect(said[2]).toMatch(/^c\.salt: .*do not show it to students$/);
  expect(readFileSync(at("c.salt"), "utf8")).toMatch(
    /^[\da-f]{32} [\da-f]{16} 3:init,z1,[a-z\d,-]+,update\n$/,
  );
  const files = filesOf(at("out"));
  const sheets = [...files.keys()].filter((it) => it.startsWith("sheets/"));
  expect(sheets).toEqual([
    expect.stringMatching(/^sheets\/1-1-[\da-f]{6}\.html$/),
    expect.stringMatching(/^sheets\/Ada-Lovelace-[\da-f]{6}\.html$/),
    expect.stringMatching(/^sheets\/Müller-Hans-[\da-f]{6}\.html$/),
    "sheets/class.html",
    expect.stringMatching(/^sheets\/王小明-[\da-f]{6}\.html$/),
  ]);
  const keys = sheets.map((it) => it.replace("sheets", "keys"));
  expect([...files.keys()].sort()).toEqual(
    [...sheets, ...keys, MARKER, "answers.csv", "overview.csv", "overview.html"].sort(),
  );

  const overview = rowsIn(files.get("overview.csv")!, "overview.csv");
  const seed = (name: string) =>
    seedOf(parseLesson(JSON.parse(LESSON)), readFileSync(at("c.salt"), "utf8").split(" ")[0]!, name);
  expect(overview.slice(1).map(({ cells }) => cells.slice(0, 2))).toEqual(
    NAMES.map((it) => [it, `${seed(it)}`]),
  );
  expect(await htmlFaults(files.get("overview.html")!)).toEqual([]);
  // Links say nothing on paper.
  expect(files.get("overview.html")).toMatch(/@media print\{\.files\{display:none\}\}/);
  expect(files.get("overview.html")!.replace(/<(td|ul) class="[^"]*\bfiles".*?<\/\1>/gs, "")).not.toContain(
    "<a ",
  );
  // Each sheet keeps its heading.
  const faults = await htmlFaults(files.get("sheets/class.html")!);
  expect(faults.filter((it) => !it.includes("Multiple <h1>"))).toEqual([]);
  expect(await htmlFaults("<!doctype html><title>x</title><p><table></p>")).not.toEqual([]);
  const [, ...students] = files.get("overview.html")!.split('<th scope="row">');
  for (const [i, name] of NAMES.entries()) {
    const { cells } = overview[i + 1]!;
    const [sheet, key] = [cells.at(-3)!, cells.at(-2)!];
    // The class's own file has each sheet and each key, to the byte; a key has its seed and its address, a sheet neither.
    for (const path of [sheet, key]) {
      const [, article] = /<main>\n(.*)<\/main>/s.exec(files.get(path)!)!;
      expect(files.get(path.replace(/[^/]+$/, "class.html"))).toContain(article);
      expect(students[i]).toContain(`href="${encodeURI(path)}"`);
    }
    expect(files.get(key)).toContain(`Seed ${seed(name)}<`);
    expect(files.get(key)).toContain(cells.at(-1)!.replaceAll("&", "&amp;"));
    for (const secret of [`${seed(name)}`, "example.org", "weight-seed", "overview.html", "keys/"])
      expect(files.get(sheet), secret).not.toContain(secret);
    // The end of the forward pass, as the key has it.
    expect(files.get(key)).toContain(`<td>${cells[2]!.replace("-", "−")}</td>`);
  }
  const [heads, ...rows] = rowsIn(files.get("answers.csv")!, "answers.csv");
  expect(heads!.cells.slice(0, 10)).toEqual(
    "name,X.shape.0,X.shape.1,y.shape.0,y.shape.1,W1.shape.0,W1.shape.1,W2.shape.0,W2.shape.1,z1.0.0".split(
      ",",
    ),
  );
  expect(heads!.cells.at(-1)).toBe("W2_next.2.1");
  expect(rows.map(({ cells }) => cells.filter(Boolean))).toEqual(NAMES.map((it) => [it]));
});

test("another order and more names leave each student's files as they were, and typed answers are kept", async () => {
  await runClass(folder, ...ARGV);
  const before = filesOf(at("out"));
  const answers = before.get("answers.csv")!.replace("Ada Lovelace,,", "Ada Lovelace,4,");
  put(folder, {
    "r.csv": rosterOf([...NAMES.slice().reverse(), "Grace Hopper"]),
    "out/answers.csv": answers,
  });
  const said = await runClass(folder, ...ARGV);
  expect(said[0]).toMatch(/^out: 5 sheets, 5 keys; answers\.csv has answers, and is as it was in/);
  const after = filesOf(at("out"));
  for (const [name, text] of before)
    if (/-[\da-f]{6}\.html$/.test(name)) expect(after.get(name), name).toBe(text);
  expect(after.get("answers.csv")).toBe(answers);
  expect(after.size).toBe(before.size + 2);
  // One who leaves the class leaves files; they are named.
  put(folder, { "r.csv": rosterOf(NAMES) });
  expect(await runClass(folder, ...ARGV)).toContainEqual(
    expect.stringMatching(
      /^Made by an earlier run, and no part of this one: sheets\/Grace-Hopper-[\da-f]{6}\.html and 1 other$/,
    ),
  );
});

test("seeds are those of the lesson's numbers, the student and the salt: a second program finds the same", () => {
  // hmac.new(salt, json.dumps([use, …], separators=(",", ":"), ensure_ascii=False)) in Python
  const lesson = parseLesson(JSON.parse(LESSON));
  expect(seedOf(lesson, "a salt of the test", "Müller")).toBe(3797576279);
  expect(tailOf("a salt of the test", "Müller", 6)).toBe("480e04");
  const seed = (json: object, salt = SALT) =>
    seedOf(parseLesson({ ...JSON.parse(LESSON), ...json }), salt, "Ada");
  expect(seed({ title: "Another", digits: 5 })).toBe(seed({}));
  for (const other of [
    { learningRate: 0.4 },
    { data: { rows: 3 } },
    { weights: { seed: 1 } },
    { bias: true },
  ])
    expect(seed(other)).not.toBe(seed({}));
  expect(seed({}, SALT.replace("0", "1"))).not.toBe(seed({}));
});

test("some stages, letter paper, ids, and a decimal number of their own", async () => {
  put(folder, { "r.csv": "id,name\n7,Ada\n8,Ada\n" });
  const said = await runClass(
    folder,
    ...ARGV,
    "--stages",
    "z1,z2",
    "--paper",
    "Letter",
    "--digits",
    "2",
    "--salt",
    SALT,
  );
  expect(said[0]).toBe("h1 is asked, too: printed, it would give an answer away");
  expect(existsSync(at("c.salt"))).toBe(false);
  const files = filesOf(at("out"));
  expect(files.get("sheets/class.html")).toMatch(/@page\{size:letter;/);
  expect(files.get("sheets/class.html")).toContain("then round it to 2 decimals before you write it down");
  expect(files.get("sheets/class.html")).toContain("<bdi>Ada</bdi> <span>8</span>");
  expect(rowsIn(files.get("answers.csv")!, "")[0]!.cells.slice(0, 3)).toEqual(["name", "id", "z1.0.0"]);
  expect(rowsIn(files.get("overview.csv")!, "")[2]!.cells.slice(0, 2)).toEqual(["Ada", "8"]);
});

test("where the decimals show nothing, that is said", async () => {
  put(folder, { "c.json": JSON.stringify({ digits: 2 }) });
  expect(await runClass(folder, ...ARGV, "--salt", SALT)).toContainEqual(
    "With 2 decimals and α = 0.001 no weight changes on any sheet: a larger --learning-rate, or more --digits, shows the step",
  );
  expect(
    (await runClass(folder, ...ARGV, "--salt", SALT, "--learning-rate", "5", "--digits", "6")).length,
  ).toBe(2);
});

test("a lesson whose numbers have changed since is said, by what makes the class and by what marks it; another title is none", async () => {
  const answers = async () => runClass(folder, "check", "--lesson", "c.json", "--answers", "out/answers.csv");
  put(folder, { "c.json": JSON.stringify({ digits: 3 }) });
  await runClass(folder, ...ARGV);
  put(folder, { "c.json": JSON.stringify({ digits: 4, title: "Another" }) });
  expect((await answers()).join("\n")).not.toContain("another one");
  put(folder, { "c.json": JSON.stringify({ digits: 3, learningRate: 0.5 }) });
  expect((await answers())[0]).toContain("The lesson is another one than when class was last run");
  const salt = readFileSync(at("c.salt"), "utf8").split(" ")[0];
  expect((await runClass(folder, ...ARGV)).join("\n")).toContain("every student has other numbers now");
  expect(readFileSync(at("c.salt"), "utf8").split(" ")[0]).toBe(salt);
  expect((await answers()).join("\n")).not.toContain("another one");
});

describe("refused, with nothing written:", () => {
  test.each([
    [["--roster", "r.csv"], "--out: got none, expected --out DIR"],
    [["--lesson", "c.json", "--out", "out"], "--roster: got none, expected --roster FILE"],
    [
      ["--roster", "r.csv", "--out", "out"],
      "--lesson: got none, expected --lesson FILE, beside which the salt is kept, or --salt TEXT",
    ],
    [
      [...ARGV, "--salt", "short"],
      '--salt: got "short", expected at least 8 characters, which no student guesses',
    ],
    [
      [...ARGV, "--stages", "z1,z9"],
      '--stages: got "z9", expected names out of init, z1, h1, z2, h2, loss, dloss-dw2, dloss-dw1, update',
    ],
    [[...ARGV, "--paper", "a5"], '--paper: got "a5", expected a4 or letter'],
    [
      [...ARGV, "--book", "book"],
      '--book: got "book", expected the address of the book, as https://example.org/book/',
    ],
    [[...ARGV, "--digits", "11"], "--digits: got 11, expected at most 10 for a sheet that is worked by hand"],
    [[...ARGV, "--hidden", "13"], "--hidden: got 13, expected at most 12 for a sheet that is worked by hand"],
    [
      [...ARGV, "--format", "word"],
      expect.stringMatching(/^--no-books: got it beside --format, which makes a quiz/),
    ],
    [
      ["--lesson", "c.json", "--roster", "r.csv", "--out", "c.json"],
      "--out: got c.json, which is not a folder; expected one",
    ],
    [[...ARGV, "--pool", "3"], "--pool: got it without --format, expected both"],
  ])("%j", async (argv, message) => {
    expect(await refused(...argv)).toEqual(message);
  });

  test("a lesson that draws nothing, one whose numbers grow, and a salt file that is none", async () => {
    put(folder, { "c.json": readFileSync(join(ROOT, "lessons/by-hand.json")) });
    expect(await refused(...ARGV)).toMatch(/^weights: got numbers for data and weights/);
    put(folder, {
      "c.json": JSON.stringify({
        data: { X: [[1e6, 0]], targets: [[1]] },
        outputActivation: "identity",
        activation: "identity",
      }),
    });
    expect(await refused(...ARGV)).toMatch(/^the lesson: its X grows to 1\.00e\+6, too large for a sheet/);
    put(folder, { "c.json": LESSON, "c.salt": "my notes" });
    const notSalt = /c\.salt: got ".*, expected what npm run class put there: 32 hexadecimal digits, and/;
    for (const text of ["my notes", `${SALT} 0123456789abcdef 11:z1`, `${SALT} 0123456789abcdef 3:z1,z9`]) {
      put(folder, { "c.salt": text });
      const why = await refused(...ARGV);
      expect(why).toMatch(notSalt);
      expect(why).not.toContain(SALT);
    }
    rmSync(at("c.salt"));
    symlinkSync(at("nowhere.salt"), at("c.salt"));
    expect(await refused(...ARGV)).toMatch(/c\.salt: cannot be written: a link to nothing/);
    rmSync(at("c.salt"));
    mkdirSync(at("c.salt"));
    expect(await refused(...ARGV)).toMatch(/c\.salt: it cannot be read: a folder stands where a file should/);
    rmSync(at("c.salt"), { recursive: true });
  });

  test.runIf(process.platform === "linux")("a folder in which none can be made", async () => {
    expect(await refused("--lesson", "c.json", "--roster", "r.csv", "--out", "/proc/x/y")).toBe(
      "/proc/x/y: cannot be written: a link to nothing (ENOENT)",
    );
  });

  test("a sheet that somebody has changed since", async () => {
    await runClass(folder, ...ARGV);
    const [sheet] = readdirSync(at("out/sheets")).filter((it) => it.startsWith("Ada"));
    put(folder, { [`out/sheets/${sheet}`]: "mended by hand" });
    expect(await refused(...ARGV)).toBe(
      `--out: got out, where sheets/${sheet} was changed since a class made it; expected another folder, or that moved`,
    );
    rmSync(at("out", "sheets", sheet!));
    await runClass(folder, ...ARGV);
    expect(await refused(...ARGV)).toBe("taken");
  });

  test("the project itself", async () => {
    for (const out of [ROOT, dirname(ROOT)])
      expect(await refused("--lesson", "c.json", "--roster", "r.csv", "--out", out)).toBe(
        `--out: got ${out}, which holds the project itself; expected another`,
      );
  });

  test("a file in the way that no class made", async () => {
    for (const name of ["overview.html", "sheets", "sheets/class.html", MARKER, "answers.csv"]) {
      put(folder, { [`out/${name}`]: "mine" });
      expect(await refused(...ARGV)).toBe(
        `--out: got out, where ${name} stands, which no class made; expected another folder, or that moved`,
      );
      rmSync(at("out"), { recursive: true });
    }
    put(folder, { "out/notes.txt": "mine", "out/sheets/notes.txt": "mine" });
    await runClass(folder, ...ARGV);
    expect(filesOf(at("out")).get("sheets/notes.txt")).toBe("mine");
  });
});

test("killed at any moment, every file is whole, and the next run completes them", async () => {
  const names = Array.from({ length: 60 }, (_, i) => `Student ${i}`);
  put(folder, { "r.csv": rosterOf(names), "c.salt": `${SALT}\n` });
  const argv = ["--import", "tsx", join(ROOT, "build/kit/cli.ts"), "class", ...ARGV];
  const child = spawn(process.execPath, argv.with(1, import.meta.resolve("tsx")), { cwd: folder });
  const ended = new Promise((resolve) => child.on("close", resolve));
  const sheets = () => (existsSync(at("out/sheets")) ? readdirSync(at("out/sheets")) : []).length;
  const wanted = 5 + Math.floor(Math.random() * 40);
  while (sheets() < wanted && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill("SIGKILL");
  await ended;
  const left = filesOf(at("out"));
  expect(left.has("overview.html")).toBe(false);
  const whole = [...left].filter(([name]) => name.endsWith(".html"));
  expect(whole.length).toBeGreaterThan(wanted / 2);
  expect(whole.filter(([, text]) => !text.endsWith("</html>\n"))).toEqual([]);

  await runClass(folder, ...ARGV);
  const mended = filesOf(at("out"));
  renameSync(at("out"), at("mended"));
  await runClass(folder, ...ARGV);
  expect([...mended]).toEqual([...filesOf(at("out"))]);
  expect(mended.size).toBe(2 * names.length + 6);
});

test("what a killed run left goes; a user's own files stay, whatever they are called", async () => {
  const left = "answers.csv.tmp-999999999-0123456789abcdef";
  const own = [
    "out/photo.tmp-20240101-1",
    "out/sheets/exam.dev-2025-draft/x.txt",
    "out/thesis.old-1-20241127/x.txt",
    `out/${left.replace("answers", "marks")}`,
  ];
  put(folder, Object.fromEntries([...own, `out/${left}`].map((it) => [it, "x"])));
  await runClass(folder, ...ARGV, "--stages", "z1", "--salt", SALT);
  expect(own.filter((it) => !existsSync(at(it)))).toEqual([]);
  expect(existsSync(at("out", left))).toBe(false);
});

test("PDFs beside the sheets and keys, the same each time; refused without a browser", async () => {
  put(folder, { "r.csv": "name\nAda\nBob\n" });
  const argv = [...ARGV, "--pdf", "--stages", "z1", "--salt", SALT];
  const { CHROME_PATH } = process.env;
  process.env.CHROME_PATH = at("none");
  expect(await refused(...argv)).toMatch(/^CHROME_PATH: got ".*none", which does not start/);
  if (CHROME_PATH === undefined) delete process.env.CHROME_PATH;
  else process.env.CHROME_PATH = CHROME_PATH;

  expect((await runClass(folder, ...argv))[0]).toMatch(/^out: 2 sheets, 2 keys, 6 PDFs in/);
  const pdfs = () =>
    ["sheets", "keys"].flatMap((of) =>
      readdirSync(at("out", of))
        .filter((it) => it.endsWith(".pdf"))
        .map((it) => [`${of}/${it}`, readFileSync(at("out", of, it), "latin1")] as const),
    );
  const printed = pdfs();
  expect(printed.map(([name]) => name.replace(/[\da-f]{6}/, "…"))).toEqual([
    "sheets/Ada-….pdf",
    "sheets/Bob-….pdf",
    "sheets/class.pdf",
    "keys/Ada-….pdf",
    "keys/Bob-….pdf",
    "keys/class.pdf",
  ]);
  for (const [name, text] of printed) {
    expect(text, name).toMatch(/^%PDF-.*\/StructTreeRoot/s);
    expect(text, name).toContain("/Alt (z_1 = X W_1)");
    expect(text, name).toContain(`/Title (${name.startsWith("keys") ? "Key" : "Worksheet"}: 10B)`);
  }
  // Printed on both sides, each student begins on a leaf of their own.
  const pages = printed.map(([, text]) => text.match(/\/Type\s*\/Page\b/g)!.length);
  const even = (pages: number) => 2 * Math.ceil(pages / 2);
  expect([pages[2], pages[5]]).toEqual([
    even(pages[0]!) + even(pages[1]!),
    even(pages[3]!) + even(pages[4]!),
  ]);
  expect(pages[3]! % 2).toBe(1);
  await runClass(folder, ...argv);
  expect(pdfs()).toEqual(printed);
});

test("a book for each student, which is made but once", async () => {
  put(folder, { "r.csv": "name\nAda\n" });
  const argv = ARGV.filter((it) => it !== "--no-books");
  await runClass(folder, ...argv);
  const [book] = readdirSync(at("out/books")) as [string];
  // It stands in an address where somebody publishes it.
  expect(book).toMatch(/^[\da-f]{16}$/);
  const [key] = readdirSync(at("out/keys")) as [string];
  const [, path] = /href="(\.\.\/books\/[^"]+)"/.exec(readFileSync(at("out/keys", key), "utf8"))!;
  const page = readFileSync(join(at("out/keys"), path!), "utf8");
  expect(page).toContain("10B");
  expect(page).not.toContain("Ada ");
  const made = () => lstatSync(at("out/books", book, "z1.html"));
  const before = made();
  await runClass(folder, ...argv);
  expect(made().ino).toBe(before.ino);
  expect(made().mtimeMs).toBe(before.mtimeMs);
  put(folder, { [`out/books/${book}/mine.txt`]: "mine" });
  expect(await refused(...argv)).toMatch(/which holds mine\.txt, made by no build/);
});
