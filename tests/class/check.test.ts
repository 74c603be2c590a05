import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HtmlValidate } from "html-validate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ASKED } from "../../build/kit/class/asked.ts";
import { rowsIn } from "../../build/kit/class/csv.ts";
import { blanksOf } from "../../build/kit/class/overview.ts";
import { type Student, studentsOf } from "../../build/kit/class/students.ts";
import { parseLesson } from "../../src/lesson/lesson.ts";
import { blankOf, keyOf } from "../../src/worksheets/worksheet.ts";
import { remove, temporaryFolder } from "../project.ts";
import { filesOf, put, runClass } from "./class.ts";

/** `npm run class -- check`, on a table for answers as `npm run class` makes it. */

const folder = temporaryFolder();
const at = (...names: string[]) => join(folder, ...names);
afterAll(() => remove(folder));

const LESSON = { title: "10B", data: { rows: 2 }, learningRate: 0.5, bias: true, ridge: 0.1, digits: 3 };
const SALT = "0123456789abcdef0123456789abcdef";
const NAMES = ["Ada Lovelace", "Müller, Hans", "王小明", "<b>Bob</b>"];
const students: Student[] = [
  ...studentsOf(
    NAMES.map((name, i) => ({ name, line: i + 2 })),
    { lesson: parseLesson(LESSON), salt: SALT, chosen: ASKED },
  ),
];
const BLANKS = blanksOf(students[0]!.worksheet);

/** The key's answers of a student, by their blanks. */
const right = ({ worksheet }: Student): Map<string, string> =>
  new Map(
    worksheet.stages.flatMap(({ asks }) =>
      asks.flatMap((ask) =>
        keyOf(ask, (name) => worksheet.key.get(name)!).flatMap((line, r) =>
          line.map((it, c): [string, string] => [blankOf(ask, r, c), it.toFixed()]),
        ),
      ),
    ),
  );
type Table = Map<string, Map<string, string>>;
const tableOf = (change: (name: string, its: Map<string, string>) => void = () => {}): Table =>
  new Map(
    students.map((it) => {
      const its = right(it);
      change(it.name, its);
      return [it.name, its];
    }),
  );
/** As a spreadsheet saves it. */
const csvOf = (table: Table, columns = BLANKS, separator = ",", decimal = ".") =>
  [
    ["name", ...columns],
    ...[...table].map(([name, its]) => [
      `"${name}"`,
      ...columns.map((it) => {
        const text = its.get(it)!.replace(".", decimal);
        return text.includes(separator) ? `"${text}"` : text;
      }),
    ]),
  ]
    .map((row) => `${row.join(separator)}\n`)
    .join("");

/** The points before a name. */
const headed = (points: number) => `${points} of ${BLANKS.length}`.padEnd(15);

const ARGV = ["check", "--lesson", "c.json", "--answers", "a.csv"];
async function refused(files: Record<string, string | Uint8Array>, ...argv: string[]): Promise<string> {
  put(folder, files);
  const before = filesOf(folder);
  try {
    await runClass(folder, ...ARGV, ...argv);
  } catch (error) {
    expect((error as Error).name).toBe("UsageError");
    expect(filesOf(folder)).toEqual(before);
    return (error as Error).message;
  }
  return "taken";
}
interface Printed {
  students: {
    name: string;
    points: number;
    most: number;
    blanks: Record<string, { mark: string; mistake?: string; expected: number; key: number; typed: string }>;
  }[];
  class: {
    points: number;
    handedIn: number;
    blanks: Record<string, unknown>;
    mistakes: Record<string, number>;
  };
}
async function printed(csv: string | Uint8Array, ...argv: string[]): Promise<Printed> {
  put(folder, { "a.csv": csv });
  return JSON.parse((await runClass(folder, ...ARGV, "--json", ...argv)).join("\n"));
}

beforeAll(() =>
  put(folder, {
    "c.json": JSON.stringify(LESSON),
    "c.salt": `${SALT}\n`,
    "r.csv": `name\n${NAMES.map((it) => `"${it}"\n`).join("")}`,
  }),
);

/** Ada forgets the bias in z1; Hans has one number wrong; 王小明 hands in nothing; Bob is right. */
const CLASS = tableOf((name, its) => {
  const { worksheet } = students.find((it) => it.name === name)!;
  if (name.startsWith("Müller")) {
    its.set("h1.0.1", "0.123");
    for (const it of ["loss_data", "loss"]) its.set(it, String(Number(its.get(it)) + 0.1234));
  }
  if (name === "王小明") for (const it of its.keys()) its.set(it, "");
  if (!name.startsWith("Ada")) return;
  const [X, W1, z1] = (["X", "W1", "z1"] as const).map((it) => worksheet.key.get(it)!);
  // Biases begin at 0: what is planted is the sum with its sign turned.
  expect(X![0]!.length).toBe(W1!.length);
  for (const [r, line] of z1!.entries())
    for (const [c, it] of line.entries()) its.set(`z1.${r}.${c}`, it.times(-1).toFixed());
});

test("marks each student by numbers of their own, and says of each value what there is to say", async () => {
  put(folder, { "a.csv": csvOf(CLASS) });
  const said = await runClass(folder, ...ARGV, "--roster", "r.csv");
  const [ada, hans, wang, bob, all] = said.join("\n").split("\n\n") as [
    string,
    string,
    string,
    string,
    string,
  ];
  expect(ada).toMatch(/^\d+ of \d+ +Ada Lovelace\n {2}z1 +A sign is wrong\./);
  expect(hans).toMatch(
    /^\d+ of \d+ +Müller, Hans\n {2}h1 +wrong: \[0,1\] got 0\.123, expected -?\d\.\d{3}\n/,
  );
  expect(hans).toContain("\n  loss         1 carried: right from the student's own numbers");
  expect(wang).toBe(`${headed(0)}王小明\n  nothing handed in`);
  expect(bob).toBe(`${headed(BLANKS.length)}<b>Bob</b>`);
  expect(all).toMatch(/^The class\n {2}4 students, 3 with answers; on average [\d.]+ of \d+\n/);
  expect(all).toMatch(/\n {2}z1\.0\.0 +2 +0 +1 +0\n/);
  expect(all).toMatch(/\n {2}1 student +A sign is wrong\.$/);
  for (const line of said) expect(line.length).toBeLessThanOrEqual(80);
});

test("the marks are the same whatever the order of rows and columns, the separator, the comma and the encoding", async () => {
  const by = ({ students: its }: Printed) => new Map(its.map(({ name, ...rest }) => [name, rest.points]));
  const marks = ({ students: its }: Printed) =>
    new Map(
      its.map(({ name, blanks }) => [
        name,
        Object.fromEntries(
          Object.entries(blanks)
            .map(([it, { mark }]) => [it, mark])
            .sort(),
        ),
      ]),
    );
  const first = await printed(csvOf(CLASS));
  expect([...by(first).values()].filter((it) => it === BLANKS.length)).toHaveLength(1);
  const turned = csvOf(new Map([...CLASS].reverse()), [...BLANKS].reverse(), ";", ",");
  for (const csv of [
    turned,
    `\uFEFF${turned}`,
    Buffer.from(`\uFEFF${turned}`, "utf16le"),
    csvOf(CLASS, BLANKS, "\t", ","),
  ]) {
    const again = await printed(csv);
    expect(marks(again)).toEqual(marks(first));
    expect(again.class.mistakes).toEqual({ sign: 1 });
  }
});

test("prints everything as JSON: what was typed, its mark, what follows from the student's own numbers", async () => {
  const { students: its, class: all } = await printed(csvOf(CLASS));
  const hans = its[1]!.blanks["h1.0.1"]!;
  expect(hans).toMatchObject({ typed: "0.123", mark: "wrong" });
  expect(hans.expected).toBe(hans.key);
  expect(its[0]!.blanks["z1.0.0"]).toMatchObject({ mark: "mistake", mistake: "sign" });
  expect(its[3]).toMatchObject({ points: BLANKS.length, most: BLANKS.length });
  expect([all.handedIn, Object.keys(all.blanks)]).toEqual([3, BLANKS]);
});

test("columns that are not there are not asked; a tolerance lets answers be off", async () => {
  const columns = ["z1.0.0", "W1.shape.1"];
  const { students: its } = await printed(csvOf(tableOf(), columns));
  expect(its.map(({ points, most }) => [points, most])).toEqual(its.map(() => [2, 2]));
  const said = await runClass(folder, ...ARGV);
  expect(said.at(-1)).toMatch(/^Not marked, as there is no column for them: \d+ blanks, X\.shape\.0, .* …$/);
  const near = csvOf(tableOf((_, its) => its.set("z1.0.0", String(Number(its.get("z1.0.0")) + 0.004))));
  const points = async (...argv: string[]) =>
    (await printed(near, ...argv)).students.map((it) => it.blanks["z1.0.0"]!.mark);
  expect(await points()).not.toContain("right");
  expect(await points("--tolerance", "2")).toEqual(NAMES.map(() => "right"));
});

test("hands back a page for each student, and a table, which no other file is lost for", async () => {
  put(folder, { "a.csv": csvOf(CLASS) });
  const said = await runClass(folder, ...ARGV, "--out", "marks");
  expect(said.at(-1)).toBe("marks: marks.csv, marks.html");
  const rows = rowsIn(readFileSync(at("marks", "marks.csv"), "utf8"), "marks.csv");
  expect(rows[0]!.cells).toEqual(["name", "points", "most", ...BLANKS]);
  expect(rows.slice(1).map(({ cells }) => cells[0])).toEqual(NAMES);
  expect(rows[1]!.cells[3 + BLANKS.indexOf("z1.0.0")]).toBe("sign");
  expect(rows[2]!.cells[3 + BLANKS.indexOf("h1.0.1")]).toBe("wrong");

  const html = readFileSync(at("marks", "marks.html"), "utf8");
  expect(html.match(/<article/g)).toHaveLength(NAMES.length + 1);
  expect(html).toContain("&lt;b&gt;Bob&lt;/b&gt;");
  expect(html).not.toContain("<b>Bob");
  expect(html).toContain('<span class="hidden">, right from your own numbers</span>');
  expect(html).not.toMatch(/<script|src=|href="http/);
  // The class's part is the first: in the places of a value how often each is wrong, if it is at all.
  const [its, ...students] = html.split('<div class="own" style=') as [string, ...string[]];
  expect(students).toHaveLength(NAMES.length);
  const wrongs = BLANKS.map((blank, i) => {
    const marks = rows.slice(1).map(({ cells }) => cells[3 + i]!);
    return { blank, wrong: marks.filter((it) => !["right", "carried", "empty"].includes(it)).length };
  });
  const ofZ1 = its.slice(its.indexOf('aria-label="z1"')).split("</table>")[0]!;
  expect([...ofZ1.matchAll(/<td[^>]*>(\d+)/g)].map(([, wrong]) => Number(wrong))).toEqual(
    wrongs.filter(({ blank }) => /^z1\.\d/.test(blank)).map(({ wrong }) => wrong),
  );
  expect(wrongs.find(({ blank }) => blank === "z1.0.0")!.wrong).toBeGreaterThan(0);
  expect(its).not.toContain('aria-label="X"');
  // One student's page and the class's.
  const short = html.replace(/<div class="own" style="page:s1">.*(?=<\/main>)/s, "");
  const validator = new HtmlValidate({
    extends: ["html-validate:recommended"],
    rules: { "no-inline-style": "off", "doctype-style": "off", "prefer-native-element": "off" },
  });
  const { results } = await validator.validateString(short);
  expect(results.flatMap((it) => it.messages.map(({ message, line }) => `${line}: ${message}`))).toEqual([]);

  await runClass(folder, ...ARGV, "--out", "marks");
  put(folder, { "other/marks.csv": "mine" });
  expect(await refused({}, "--out", "other")).toMatch(
    /^--out: got other, where marks\.csv stands, which no class made/,
  );
  expect(readFileSync(at("other", "marks.csv"), "utf8")).toBe("mine");
});

describe("is refused", () => {
  const csv = csvOf(tableOf());
  const head = csv.split("\n")[0]!;
  const [first, second] = csv.split("\n").slice(1) as [string, string];
  test.each<[string, Record<string, string | Uint8Array>, string[], string | RegExp]>([
    [
      "no column for names",
      { "a.csv": csv.replace("name,", "who,") },
      [],
      "a.csv: line 1: got no column called name or id, expected one: it says whose answers a row has",
    ],
    [
      "an unknown column",
      { "a.csv": csv.replace("z1.0.0", "z1.0.O") },
      [],
      /^a\.csv: line 1: got the column "z1\.0\.O", which is no blank of this lesson's sheet; did you mean z1\.0\.0 or z1\.0\.1\?$/,
    ],
    [
      "a column twice",
      { "a.csv": csv.replace("z1.0.1", "z1.0.0") },
      [],
      'a.csv: line 1: got two columns "z1.0.0", expected one',
    ],
    [
      "no blanks at all",
      { "a.csv": "name\nAda\n" },
      [],
      /^a\.csv: line 1: got no column for a blank, expected some of X\.shape\.0, .* …$/,
    ],
    ["no students", { "a.csv": `${head}\n` }, [], "a.csv: got no answers, expected a line for each student"],
    [
      "one student twice",
      { "a.csv": `${head}\n${first}\n${second}\n${first}\n` },
      [],
      /^a\.csv: lines 2 and 4: got "Ada Lovelace" twice/,
    ],
    [
      "too many cells",
      { "a.csv": `${head}\n${first},0,5\n` },
      [],
      /^a\.csv: line 2: got \d+ columns, expected \d+ as in the first line; a decimal comma/,
    ],
    [
      "answers of nobody",
      { "a.csv": `${head}\n,${first.split(",").slice(1).join(",")}\n` },
      [],
      "a.csv: line 2: got answers and no name, expected one",
    ],
    [
      "a name that is not in the roster",
      { "a.csv": csv.replace("Lovelace", "Lovelance") },
      ["--roster", "r.csv"],
      'a.csv: line 2: got "Ada Lovelance", who is not in the roster; did you mean Ada Lovelace?',
    ],
    [
      "another encoding",
      { "a.csv": Buffer.from(csv, "latin1") },
      [],
      /^a\.csv: got text in another encoding, such as Windows-1252/,
    ],
    [
      "a tolerance beyond the sheet",
      { "a.csv": csv },
      ["--tolerance", "4"],
      '--tolerance: got "4", expected a whole number from 0 to 3, the decimals of the sheet',
    ],
    ["a stage that is none", { "a.csv": csv }, ["--stages", "z9"], /^--stages: got "z9"/],
    [
      "a blank of a stage that was not asked",
      { "a.csv": csv },
      ["--stages", "z1"],
      /^a\.csv: line 1: got the column "X\.shape\.0"/,
    ],
    ["no file of answers", { "a.csv": csv }, ["--answers=none.csv"], /twice|none\.csv/],
  ])("%s", async (_, files, argv, message) => {
    const why = await refused(files, ...argv);
    if (typeof message === "string") expect(why).toBe(message);
    else expect(why).toMatch(message);
  });

  test("a class without its salt, which --salt may say", async () => {
    put(folder, { "other.json": JSON.stringify(LESSON), "a.csv": csv });
    const argv = ["check", "--lesson", "other.json", "--answers", "a.csv"];
    await expect(runClass(folder, ...argv)).rejects.toThrow(
      /other\.salt: it is not there, expected what npm run class kept there/,
    );
    const said = await runClass(folder, ...argv, "--salt", SALT);
    expect(said.slice(0, 2)).toEqual([
      "With --salt nothing is kept of the sheets. Marked with 3 decimals; if they were made otherwise, say --digits and --stages.",
      `${headed(BLANKS.length)}${NAMES[0]}`,
    ]);
  });
});

test("answers that fit nobody of that name are told", async () => {
  put(folder, { "a.csv": csvOf(tableOf()).replace("Ada", "Adda") });
  const said = (await runClass(folder, ...ARGV)).join("\n");
  expect(said.split("\n\n")[0]).toMatch(/Adda Lovelace\n(?:.*\n)*?.*Is the name/);
});

test("sheets are marked by the decimals and stages that they were made with, unless an option says others", async () => {
  put(folder, { "s.json": JSON.stringify(LESSON), "one.csv": "name\nAda\n" });
  const make = (...argv: string[]) =>
    runClass(folder, "--lesson", "s.json", "--roster", "one.csv", "--out", ...argv);
  await make("made", "--digits", "2", "--stages", "z1,h1", "--no-books");
  const kept = readFileSync(at("s.salt"), "utf8");
  const its = {
    lesson: parseLesson({ ...LESSON, digits: 2 }),
    salt: kept.slice(0, 32),
    chosen: ["z1", "h1"],
  };
  const [ada] = [...studentsOf([{ name: "Ada", line: 2 }], its)] as [Student];
  const answers = right(ada);
  put(folder, { "a.csv": csvOf(new Map([["Ada", answers]]), [...answers.keys()]) });
  const check = async (...argv: string[]) =>
    (await runClass(folder, "check", "--lesson", "s.json", "--answers", "a.csv", ...argv)).join("\n");

  const all = `${answers.size} of ${answers.size}`;
  const last = "Marked as its sheets were made, with 2 decimals, stages z1 and h1.";
  expect(await check()).toContain(all);
  expect(await check()).toContain(last);
  const said = ["--digits", "2", "--stages", "z1,h1"];
  expect(await check(...said)).toContain(all);
  expect(await check(...said)).not.toContain(last);
  expect(await check("--digits", "3")).not.toContain(all);
  await expect(check("--stages", "z2")).rejects.toThrow(/"z1\.0\.0".*no blank of a sheet of z2 \(--stages\)/);

  // Other sheets of the lesson are told by their blanks, and where they have the same, it is asked.
  await make("all", "--no-books");
  expect(await check()).toContain(all);
  await make("again", "--digits", "4", "--stages", "z1,h1", "--no-books");
  await expect(check()).rejects.toThrow(
    "--digits: got none, expected 2 or 4: sheets with these blanks were made with each",
  );
  expect(await check("--digits", "2")).toContain(all);
  expect(await check("--digits", "2")).toContain("Marked as its sheets were made, stages z1 and h1.");
  writeFileSync(at("s.salt"), kept);

  // The lesson may have other decimals since, and a quiz is no sheet.
  put(folder, { "s.json": JSON.stringify({ ...LESSON, digits: 5 }) });
  await make("quiz", "--format", "gift");
  expect(readFileSync(at("s.salt"), "utf8")).toBe(kept);
  expect(await check()).toContain(all);
});
