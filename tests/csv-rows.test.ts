import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { lessonOf, parseFlags, readFrom } from "../build/flags.ts";
import { parseTrainingFlags } from "../build/training-flags.ts";
import { type Columns, columnsOfCsv, rowsOfCsv } from "../src/lesson/csv-rows.ts";
import { DEFAULT_LESSON } from "../src/lesson/lesson.ts";
import { parseWithRows } from "../src/lesson/with-rows.ts";
import { remove, temporaryFolder } from "./project.ts";

/** Rows of a lesson from a CSV file. */

const COLUMNS: Columns = { csv: "f.csv", inputs: ["long", "wide"], label: "kind" };
const TARGETS: Columns = { csv: "f.csv", inputs: ["long"], targets: ["a", "b"] };
const of = (text: string, columns = COLUMNS) => {
  const { rows, classes, faults } = rowsOfCsv(text, columns);
  return faults.length > 0 ? faults.map(({ message }) => message) : [rows, classes];
};

describe("what is read", () => {
  const WORDS = [
    {
      X: [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      labels: [0, 1, 0],
    },
    ["b", "a"],
  ];
  test.each<[string, string]>([
    ["commas", "long,wide,kind\n1,2,b\n3,4,a\n5,6,b"],
    ["semicolons", "long;wide;kind\n1;2;b\n3;4;a\n5;6;b\n"],
    ["tabs, lines of Windows", "long\twide\tkind\r\n1\t2\tb\r\n3\t4\ta\r\n5\t6\tb\r\n"],
    ["lines of an old Macintosh", "long,wide,kind\r1,2,b\r3,4,a\r5,6,b"],
    [
      "a byte order mark, blanks, empty lines",
      "\uFEFF\n long , wide ,kind \n\n1, 2,b\n,,\n 3,4, a\n \n5,6,b\n\n",
    ],
    ["quotes, other columns", '"an ""id""",kind,wide,"long"\n"x,\ny",b,"2",1\nz,a,4,3\n,b,6,"5"'],
    ["a comma at the end of lines", "long,wide,kind\n1,2,b,\n3,4,a,\n5,6,b,"],
  ])("%s", (_, text) => {
    expect(of(text)).toEqual(WORDS);
  });

  test("names of columns with the delimiters of other files in them", () => {
    const columns = { csv: "f", inputs: ["a,b", "c;d"], label: "e" };
    expect(of('"a,b";"c;d";e\n1,5;2;x', columns)).toEqual([{ X: [[1.5, 2]], labels: [0] }, ["x"]]);
    expect(of('"a,b","c;d",e\n1.5,2,x', columns)).toEqual([{ X: [[1.5, 2]], labels: [0] }, ["x"]]);
  });

  test("a decimal comma, which tells what 1,250 is", () => {
    const X = (text: string) => rowsOfCsv(text, COLUMNS).rows?.X;
    expect(X("long;wide;kind\n0,5;−2,25;a\n1,250;3;b")).toEqual([
      [0.5, -2.25],
      [1.25, 3],
    ]);
    expect(X("sep=;\r\nlong;wide;kind\n0,5;−2,25;a\n1,250;3;b")).toEqual([
      [0.5, -2.25],
      [1.25, 3],
    ]);
    expect(X('long,wide,kind\n"0,5",2,a')).toEqual([[0.5, 2]]);
    const both = (line: number) => `f.csv: line ${line}, long: got "1,250", expected 1250 or 1.25`;
    expect(of("long;wide;kind\n1,250;3;b")).toEqual([both(2)]);
    expect(of("long;wide;kind\n0,5;0.5;a\n1,250;3;b")).toEqual([both(3)]);
    expect(of("long;wide;kind\n0,5;1,000,000;a\n1,250;3;b")).toEqual([both(3)]);
    expect(of('long,wide,kind\n"0,5",1,a\n"1,250",3,b')).toEqual([both(3)]);
  });

  test.each<[string, number[], string[]]>([
    ["1 0 2", [1, 0, 2], ["0", "1", "2"]],
    ["0 3", [0, 3], ["0", "1", "2", "3"]],
    ["2 1 3", [1, 0, 2], ["1", "2", "3"]],
    ["10 9 -1", [2, 1, 0], ["-1", "9", "10"]],
    ["0.5 0", [1, 0], ["0", "0.5"]],
    ["1 one 0", [0, 1, 2], ["1", "one", "0"]],
    ["no yes no", [0, 1, 0], ["no", "yes"]],
  ])("labels %s", (written, labels, classes) => {
    const lines = written.split(" ").map((label) => `1,2,${label}`);
    const rows = { X: labels.map(() => [1, 2]), labels };
    expect(of(`long,wide,kind\n${lines.join("\n")}`)).toEqual([rows, classes]);
  });

  test("targets", () => {
    expect(of("a;b;long\n0,1;0,9;-3\n1;0;4", TARGETS)).toEqual([
      {
        X: [[-3], [4]],
        targets: [
          [0.1, 0.9],
          [1, 0],
        ],
      },
      [],
    ]);
  });

  test("whatever the numbers, the delimiter and the quotes", () => {
    const number = fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer({ min: -9, max: 9 }));
    const word = fc.string({ unit: fc.constantFrom("a", "é", '"', ",", ";", "\n", "名", " "), maxLength: 4 });
    const row = fc.tuple(
      number,
      number,
      word.map((it) => `k${it}k`),
    );
    const written = fc.record({
      rows: fc.array(row, { minLength: 1, maxLength: 8 }),
      delimiter: fc.constantFrom(",", ";", "\t"),
      end: fc.constantFrom("\n", "\r\n"),
      all: fc.boolean(),
    });
    fc.assert(
      fc.property(written, ({ rows, delimiter, end, all }) => {
        const quoted = (it: unknown) => {
          const text = String(it);
          return all || /[",;\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
        };
        const text = [["long", "wide", "kind"], ...rows]
          .map((row) => row.map(quoted).join(delimiter))
          .join(end);
        const read = rowsOfCsv(text, COLUMNS);
        expect(read.faults).toEqual([]);
        const { X, labels } = read.rows as { X: number[][]; labels: number[] };
        expect(X).toEqual(rows.map(([a, b]) => [a + 0, b + 0]));
        expect(labels.map((label) => read.classes[label])).toEqual(rows.map(([, , kind]) => kind));
        const before = rows.slice(0, -1).flat().join("").split("\n").length - 1;
        expect(read.lines.at(-1)).toBe(rows.length + 1 + before);
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});

const HEAD = "long,wide,kind";
const NUMBER = "expected a number of at most 1000000 in size";
test.each<[string, string, string[], Columns?]>([
  ["nothing", "", ["f.csv: got no header and no rows, expected 1 to 300 under a header"]],
  ["a header alone", HEAD, ["f.csv: got 0 rows, expected 1 to 300 under a header"]],
  ["too many rows", HEAD + "\n1,2,a".repeat(301), ["f.csv: got 301 rows, expected 1 to 300 under a header"]],
  [
    "columns that are not there",
    "Long,wide\n1,2",
    [
      'data.inputs[0]: got no column "long" in line 1 of f.csv, expected one of Long, wide',
      'data.label: got no column "kind" in line 1 of f.csv, expected one of Long, wide',
    ],
  ],
  [
    "a column that is there twice",
    "\na,a,b,long\n1,2,3,4",
    ['data.targets[0]: got 2 columns "a" in line 2 of f.csv, expected one of that name'],
    TARGETS,
  ],
  [
    "all at once",
    `${HEAD}\n1,2\n\n1,x,a\n1,2,a,3\n1e7,2,\n,2,a`,
    [
      "f.csv: line 2: got 2 values, expected 3 as in line 1",
      `f.csv: line 4, wide: got "x", ${NUMBER}`,
      "f.csv: line 5: got 4 values, expected 3 as in line 1",
      `f.csv: line 6, long: got 10000000, ${NUMBER}`,
      'f.csv: line 6, kind: got "", expected a label',
      `f.csv: line 7, long: got "", ${NUMBER}`,
    ],
  ],
  [
    "a quote that is open",
    `${HEAD}\n1,2,a\n1,2,"a\n1,2,b`,
    ["f.csv: line 3: got a quote that is not closed, expected one at the end of the value"],
  ],
  [
    "a quote inside",
    `${HEAD}\n1,2,"a" b\n`,
    ["f.csv: line 2: got a quote inside a value, expected two for one that belongs to it"],
  ],
  [
    "too many labels",
    HEAD + [..."abcdefghi"].map((it) => `\n1,2,${it}`).join(""),
    ["f.csv: line 1, kind: got 9 different labels, expected at most 8; numbers to be learned are targets"],
  ],
  ["a target that is none", "long;a;b\n1;2;?", [`f.csv: line 2, b: got "?", ${NUMBER}`], TARGETS],
])("of %s all is told", (_, text, told, columns) => {
  expect(of(text, columns)).toEqual(told);
});

test("columns, where no names are asked for", () => {
  expect(columnsOfCsv("a;b,c;d\n1;2;3", "f")).toEqual(["a", "b,c", "d"]);
  expect(() => columnsOfCsv("a\n1", "f")).toThrow(
    'f: got ["a"] in its first line, expected the names of 2 columns or more',
  );
  expect(() => columnsOfCsv('"a', "f")).toThrow("f: line 1: got a quote that is not closed");
});

describe("a lesson with such rows", () => {
  const FILES: Record<string, string> = {
    "f.csv": "long,wide,kind\n1,2,a\n3,4,b\n5,6,c",
    "t.csv": "long,a,b\n1,0.5,0.6",
  };
  const parse = (data: object, others: object = {}) =>
    parseWithRows(
      { data: { csv: "f.csv", inputs: ["long"], label: "kind", ...data }, ...others },
      (csv) => FILES[csv]!,
    );
  const targets = { csv: "t.csv", label: undefined, targets: ["a", "b"] };

  test("has as many outputs as there are labels, if more than two and nothing else is said", () => {
    const { outputs, data } = parse({});
    expect([outputs, data]).toEqual([3, { X: [[1], [3], [5]], labels: [0, 1, 2] }]);
    expect(parse({}, { outputs: 4 }).outputs).toBe(4);
    expect(parse({}, { weights: { W1: [[1]], W2: [[1, 2, 3, 4]] } }).outputs).toBe(4);
    expect(parse(targets).outputs).toBe(2);
    const { outputs: two } = parseWithRows({ data: COLUMNS }, () => "long,wide,kind\n1,2,a");
    expect(two).toBe(DEFAULT_LESSON.outputs);
  });

  test.each<[object, object, string]>([
    [{ seed: 3 }, {}, "data.seed: got 3 beside data.csv, expected one or the other"],
    [{ X: [[1]] }, {}, "data.X: got [[1]] beside data.csv, expected one or the other"],
    [{ lable: 3 }, {}, "data.lable: got an unknown field; did you mean label?"],
    [{ zzz: 3 }, {}, "data.zzz: got an unknown field, expected csv, inputs, label, targets"],
    [{ csv: 3 }, {}, "data.csv: got 3, expected the name of a CSV file"],
    [{ inputs: "long" }, {}, 'data.inputs: got "long", expected a list of 1 to 64 names of columns'],
    [{ inputs: [] }, {}, "data.inputs: got [], expected a list of 1 to 64 names of columns"],
    [{ inputs: ["long", 3] }, {}, "data.inputs[1]: got 3, expected the name of a column"],
    [{ inputs: ["long", "long "] }, {}, 'data.inputs[1]: got "long " twice, expected it once'],
    [{ inputs: undefined }, {}, "data.inputs: got none beside data.csv, expected names of columns"],
    [{ label: undefined }, {}, "data.label: got none beside data.csv, expected it or data.targets"],
    [{ targets: ["a"] }, {}, 'data.targets: got ["a"] beside data.label, expected one or the other'],
    [
      {},
      { outputs: 2 },
      "outputs: got 2 beside data.label, which has 3 classes; expected 3 or more, or no outputs at all",
    ],
    [{}, { weights: { W1: [[1]], W2: [[1, 2]] } }, "f.csv: line 4: got 2, expected 0 or 1, as outputs is 2"],
    [targets, { outputActivation: "softmax" }, "t.csv: line 2: got [0.5,0.6] beside a softmax"],
    [targets, { hidden: 0 }, "hidden: got 0, expected a whole number from 1 to 64"],
  ])("%j beside %j is refused", (data, others, message) => {
    expect(() => parse(data, others)).toThrow(message);
  });
});

describe("from the disk", () => {
  const folder = temporaryFolder();
  afterAll(() => remove(folder));
  mkdirSync(join(folder, "class"));
  const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);
  const wide = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);
  const TEXT = "höhe;art\n0,5;früh\n1,5;spät\n2,5;nie";
  const lesson = (csv: string) => JSON.stringify({ data: { csv, inputs: ["höhe"], label: "art" } });
  write("class/rows.csv", TEXT);
  write("class/l.json", lesson("rows.csv"));
  write("class/wide.csv", wide(TEXT));
  write("class/w.json", lesson("./wide.csv"));
  write("class/ansi.csv", Buffer.from(TEXT, "latin1"));
  write("class/a.json", lesson("ansi.csv"));
  write("class/n.json", lesson("nothing.csv"));
  write("class/d.json", lesson("../class"));
  const read = (...argv: string[]) => lessonOf(parseFlags(argv), readFrom(folder));

  test("its path is meant from the lesson's own; UTF-8 and UTF-16", () => {
    const { lesson, command } = read("--lesson", "class/l.json");
    expect(lesson.data).toEqual({ X: [[0.5], [1.5], [2.5]], labels: [0, 1, 2] });
    expect(command).toBe("npm run build -- --lesson l.json");
    expect(read("--lesson", "class/w.json").lesson).toEqual(lesson);
    expect(read("--lesson", "class/l.json", "--outputs", "3", "--bias").command).toBe(
      "npm run build -- --lesson l.json --outputs 3 --bias",
    );
  });

  test("the chapters that train take it, too", () => {
    const { settings } = parseTrainingFlags(["--lesson", "class/l.json"], readFrom(folder));
    expect(settings).toMatchObject({ data: { X: [[0.5], [1.5], [2.5]], labels: [0, 1, 2] }, outputs: 3 });
  });

  test.each<[string[], string]>([
    [
      ["class/a.json"],
      "class/ansi.csv: got text in another encoding, such as Windows-1252 (“ANSI”), expected UTF-8",
    ],
    [
      ["class/n.json"],
      'class/n.json: data.csv: got "nothing.csv", which does not exist; expected a CSV file',
    ],
    [["class/d.json"], 'class/d.json: data.csv: got "../class", which is a folder; expected a CSV file'],
    [["class/l.json", "--rows", "3"], "--rows: got 3 beside data.csv, expected one or the other"],
    [["class/l.json", "--outputs", "2"], "--outputs: got 2 beside data.label, which has 3 classes"],
  ])("%j is refused", (argv, message) => {
    expect(() => read("--lesson", ...argv)).toThrow(message);
  });
});
