import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fragmentOf, splitFragment } from "../build/reader/carry.ts";
import { isSetUpOf, setUpText, setUpIn as setUpWith } from "../build/reader/laboratory/address.ts";
import { pointAt } from "../build/reader/laboratory/points.ts";
import { startOfPage } from "../build/reader/laboratory/start.ts";
import { likelyColumns, pointsOf, tableIn } from "../build/reader/laboratory/table.ts";
import { laboratoryWords } from "../chapters/words/laboratory.ts";
import { parseLesson } from "../src/lesson/lesson.ts";
import { parseSettings, type SettingsFile } from "../src/training/settings.ts";

/** What a laboratory is set to: by its page, by an address, by a file. No browser here. */

const BOOK = parseLesson({});
const { address: ADDRESS, own } = laboratoryWords;
const setUpIn = (lab: string) => setUpWith(lab, ADDRESS);

describe("from the page's lesson", () => {
  const start = (address: string, book = BOOK) => startOfPage(address, book);

  test.each<[address: string, settings: object]>([
    ["", { data: { set: "article", seed: 0, rows: 1 }, hidden: [3], learningRate: 0.001, ridge: 0 }],
    [
      "set=moons&rows=100&hidden=5&learning-rate=2",
      { data: { set: "moons", seed: 0, rows: 100 }, trained: 100, hidden: [5], learningRate: 2 },
    ],
    [
      "set=corners11&ridge=0.5&weight-seed=7",
      { data: { set: "corners11" }, ridge: 0.5, weights: { seed: 7 } },
    ],
    [
      "X=0.5,3;1,-1&labels=1,0",
      {
        data: {
          X: [
            [0.5, 3],
            [1, -1],
          ],
          labels: [1, 0],
        },
        trained: 2,
      },
    ],
    ["weight-seed=7&round=1", { weights: { seed: 7, round: 1 } }],
    [
      "W1=1,2;3,4&W2=1,2;3,4",
      {
        weights: {
          W1: [
            [1, 2],
            [3, 4],
          ],
        },
        hidden: [2],
      },
    ],
    [
      "set=corners01&X.3.0=5&alpha=9",
      {
        data: {
          X: [
            [0, 0],
            [0, 1],
            [1, 0],
            [5, 1],
          ],
        },
        learningRate: 9,
      },
    ],
    ["set=corners01&step=7", { data: { set: "corners01" }, weights: { seed: 2017 } }],
    ["set=corners01&step=7&W1.0.0=5&y.0=1", { data: { labels: [1, 1, 1, 0] }, weights: { seed: 2017 } }],
    ["rows=0", { data: { set: "article", seed: 0, rows: 1 } }], // the page shows the book's own, too
  ])("%s", (address, settings) => {
    expect(start(address)).toMatchObject(settings);
  });

  test("an entry that was changed is in the weights; a book of another lesson is followed", () => {
    const { weights } = start("W1.0.1=0.5");
    expect("W1" in weights && weights.W1[0]![1]).toBe(0.5);
    const book = parseLesson({ data: { rows: 7 }, hidden: 4 });
    expect(start("", book)).toMatchObject({ data: { rows: 7 }, hidden: [4] });
  });
});

describe("in an address", () => {
  const numbers = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((it) => it + 0);
  const files: fc.Arbitrary<SettingsFile> = fc.record({
    data: fc.oneof(
      fc.record({ set: fc.constant("corners01" as const) }),
      fc.record({
        set: fc.constant("moons" as const),
        seed: fc.nat(),
        rows: fc.integer({ min: 9, max: 300 }),
      }),
      fc
        .array(fc.tuple(numbers, numbers, fc.constantFrom(0, 1)), { minLength: 4, maxLength: 9 })
        .map((all) => ({ X: all.map(([a, b]) => [a, b]), labels: all.map(([, , label]) => label) })),
    ),
    trained: fc.integer({ min: 4, max: 4 }),
    hidden: fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 2 }),
    weights: fc.constantFrom({ seed: 7 }, { seed: 7, round: 2 }),
    bias: fc.boolean(),
    gradient: fc.constantFrom("exact", "summed", "article"),
    learningRate: fc.constantFrom(1e-7, 0.15, 1000),
    ridge: fc.constantFrom(0, 0.1),
  });

  test("every set-up comes back as it was, percent-encoded too, and every number of it", () => {
    fc.assert(
      fc.property(files, (file) => {
        // Of rows that are given or fixed all are trained on.
        const { trained, ...others } = file;
        const settings = parseSettings("rows" in file.data! ? { ...others, trained } : others);
        const text = setUpText("loop", settings);
        expect(text).toMatch(/^[\w~:.,;+-]+$/); // nothing that an address encodes
        expect(setUpIn(text)).toEqual(settings);
        expect(setUpIn(encodeURIComponent(text))).toEqual(settings);
      }),
    );
    const given = {
      weights: {
        W1: [
          [1, 2],
          [3, 4],
        ],
        W2: [
          [1, 2],
          [3, 4.5],
        ],
      },
    };
    expect(setUpIn(setUpText("loop", parseSettings(given)))).toEqual(parseSettings(given));
  });

  test("it is its own page's; one that is wrong says what is", () => {
    expect(isSetUpOf("loop", "loop~set:moons")).toBe(true);
    expect(isSetUpOf("loop", "runs~set:moons")).toBe(false);
    expect(isSetUpOf("loop", "%")).toBe(false);
    expect(() => setUpIn("loop~hidden:99999")).toThrow(/^hidden.*: got 99999, expected /);
    expect(() => setUpIn("loop~hidden:65")).toThrow("hidden: got 65, expected a whole number from 1 to 64");
    expect(() => setUpIn("loop~hidden:3,3,3")).toThrow("hidden: got 3 layers, expected 1 or 2");
    expect(() => setUpIn("loop~rows:301")).toThrow("rows: got 301, expected a whole number from 1 to 300");
    expect(() => setUpIn("loop~toString:1")).toThrow(/^lab: got "toString:1", expected set, /);
    expect(() => setUpIn("loop~set")).toThrow(/^lab: got "set"/);
    expect(() => setUpIn("loop~bias:yes")).toThrow('bias: got "yes", expected true or false');
  });

  test("it stands beside the numbers and the place, wherever it stands", () => {
    const parts = { address: "rows=4&W1.0.1=0.5", at: "loss", lab: "loop~set:moons" };
    for (const hash of [
      "#rows=4&W1.0.1=0.5&lab=loop~set:moons&at=loss",
      "#at=loss&lab=loop~set:moons&rows=4&W1.0.1=0.5",
      "#rows=4&lab=loop~set:moons&at=loss&W1.0.1=0.5",
    ])
      expect(splitFragment(hash)).toEqual(parts);
    expect(splitFragment(`#${fragmentOf(parts)}`)).toEqual(parts);
    expect(splitFragment("#lab=loop~set:moons")).toEqual({ address: "", lab: "loop~set:moons" });
    expect(fragmentOf({ address: "", at: "loss", lab: "" })).toBe("loss");
  });
});

describe("from a file", () => {
  const read = (text: string, scaled = false, file = "points.csv") => {
    const table = tableIn(text, file, own.table);
    return pointsOf(table, likelyColumns(table), scaled, own.table);
  };
  const POINTS = {
    X: [
      [0.5, 3],
      [-1, 1000],
    ],
    labels: [1, 0],
  };

  test.each<[string, string]>([
    ["names, and a label first", "label,x1,x2\n1,0.5,3\n0,-1,1000"],
    ["Excel's of half of Europe", '\uFEFFx1;x2;label\r\n"0,5";3;1\r\n−1;1000;0\r\n'],
    ["tabs, no names", "0.5\t3\t1\n-1\t1000\t0\n\n"],
    ["quotes with what separates in them", '"a ""b"", c",x2,y\n0.5,"3","yes\nor so"\n-1,"1,000.0",no\n'],
    ["JSON of objects", '[{"a":0.5,"b":3,"c":true},{"a":-1,"b":1000,"c":false}]'],
    ["JSON of lists", "[[0.5,3,1],[-1,1000,0]]"],
    ["a lesson", '{"data":{"X":[[0.5,3],[-1,1000]],"labels":[1,0]}}'],
    ["text between numbers", "id,x1,x2,label\nanna,0.5,3,1\nbob,-1,1000,0"],
  ])("%s", (_, text) => {
    expect(read(text).points).toEqual(POINTS);
  });

  test("labels that are words are told; columns can be others; scaled, each has mean 0 and deviation 1", () => {
    const text = "kind,long,wide,deep\nb,10,7,1\na,20,7,2\nb,30,7,6";
    const { points, meanings } = read(text, true);
    expect(meanings).toEqual(["a", "b"]);
    expect(points).toEqual({
      X: [
        [-1.2247, 0],
        [0, 0],
        [1.2247, 0],
      ],
      labels: [1, 0, 1],
    });
    const other = pointsOf(tableIn(text, "", own.table), { x1: 3, x2: 1, label: 0 }, false, own.table);
    expect(other.points.X[2]).toEqual([6, 30]);
    expect(
      pointsOf(tableIn("a,b,c\n1,2,10\n1,2,-9", "", own.table), { x1: 0, x2: 1, label: 2 }, false, own.table),
    ).toMatchObject({
      points: { labels: [1, 0] },
      meanings: ["-9", "10"],
    });
  });

  test.each<[string, RegExp]>([
    ["x1,x2,label\n0.5,three,1", /^x2, row 1: got "three", expected a number/],
    ["x1,x2,label\n1;5,2,1\n\n1,2", /^points.csv, row 2: got 2 values, expected 3$/],
    ['x1,x2,label\n"1,250",2,1', /^x1, row 1: got "1,250", expected a number/],
    ["x1,x2,label\n1,2,a\n1,2,b\n1,2,c", /^label: got 3 different values, expected 2/],
    ["x1,x2\n1,2", /^points.csv: got columns: 2, expected at least 3/],
    ["x1,x2,label", /^points.csv: got 0 rows, expected 1 to 300$/],
    ["", /^points.csv: got columns: 0/],
    [`x1,x2,label${"\n1,2,1".repeat(301)}`, /^points.csv: got 301 rows, expected 1 to 300$/],
    ['x1,x2,label\n"1,2,1\n1,2,1', /^points.csv: line 2: Quoted field unterminated$/],
    ['x1,x2,label\n\n"1\n",2,1\n"1,2,1', /^points.csv: line 5: Quoted field unterminated$/],
    [
      '{"data":{"csv":"a.csv"}}',
      /^points.csv: data.csv: got a second file, "a.csv", which a page cannot read; npm/,
    ],
    ["x\0,\0y", /^points.csv: got text of another encoding, expected UTF-8$/],
    ["[1,2,3]", /^points.csv: got \[1,2,3\], expected a list of rows/],
    ['{"X":3}', /^points.csv: got \{"X":3\}, expected a list of rows/],
    ["[[1,2,3],null]", /, row 2: got "undefined", expected a number/],
    ['[{"x1":1,}]', /^points.csv: line 1, column 10: /],
  ])("a file is refused (%#)", (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});

test("where the plane is pressed: to a hundredth, on a larger one as finely for its size", () => {
  expect(pointAt(0.75, 0.25, 2)).toEqual([1, 1]);
  expect(pointAt(0.5001, 0.4999, 2)).toEqual([0, 0]);
  expect(pointAt(1.2, 0.123, 2)).toEqual([2, 1.51]);
  expect(pointAt(0, 1, 1000)).toEqual([-1000, -1000]);
});
