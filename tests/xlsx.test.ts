import { readFileSync } from "node:fs";
import { strFromU8, unzipSync } from "fflate";
import { DomUtils } from "htmlparser2";
import { expect, test } from "vitest";
import { stageXlsx, xlsx } from "../build/kit/export/xlsx.ts";
import { book, chapters, stages } from "../chapters/index.ts";
import { partOf } from "../src/book/chapter.ts";
import { type Lesson, parseLesson, printed } from "../src/lesson/lesson.ts";
import { type Matrix, toRows } from "../src/math/matrix.ts";
import { networkOf } from "../src/network/network.ts";
import { type Trace, traceOf } from "../src/network/stage.ts";
import type { Name } from "../src/network/values.ts";
import { calculate, parseXml, placesOn, type ReadWorkbook, readXlsx, valueOn } from "./workbook.ts";

/** The workbook, calculated by formulas read back from the file, against NumPy and against the trace of other numbers. */

const command = "npm run build";
const workbookOf = async (trace: Trace): Promise<Uint8Array> =>
  (await xlsx.make({ root: "", lesson: trace.lesson, trace, command })) as Uint8Array;

interface Case {
  readonly about: string;
  readonly lesson: object;
  readonly values: object;
}
const cases = JSON.parse(
  readFileSync(new URL("fixtures/bricks.json", import.meta.url), "utf8"),
) as readonly Case[];

/** Every ninth. */
const few = cases.filter((_, i) => i % 9 === 0);

type Calculated = ReturnType<typeof calculate>;

/** The sheets on which the values of a lesson stand. */
const sheetsOf = (lesson: Lesson): ReadonlyMap<Name, string> =>
  new Map(
    chapters.flatMap((it) =>
      partOf(it, lesson).makes.map((name) => [name, `${book.indexOf(it)} ${it.name}`] as const),
    ),
  );

type Expected = Readonly<Record<string, Matrix | number | readonly (readonly number[])[]>>;
const rowsOf = (value: Expected[string]): readonly (readonly number[])[] =>
  typeof value === "number" ? [[value]] : "rows" in value ? toRows(value) : value;

/** What on the sheets is not what is expected, to 1e-12 of 1 and of the largest number beside it. */
function faults(calculated: Calculated, lesson: Lesson, expected: object): string[] {
  return [...sheetsOf(lesson)].flatMap(([name, sheet]) => {
    const [got, wanted] = [
      valueOn(calculated.get(sheet)!, name).flat(),
      rowsOf((expected as Expected)[name]!).flat(),
    ];
    const most = 1e-12 * Math.max(1, ...wanted.map(Math.abs));
    const isNear = got.length === wanted.length && got.every((x, i) => Math.abs(x - wanted[i]!) <= most);
    return isNear ? [] : [`${name}: ${got}, not ${wanted}`];
  });
}

test("for every brick its formulas give what NumPy gives, and what the lesson of other numbers gives", async () => {
  for (const { about, lesson: json, values } of few) {
    const lesson = parseLesson(json);
    const read = readXlsx(await workbookOf(traceOf(stages, lesson)));
    expect(faults(calculate(read), lesson, values), about).toEqual([]);
    const others = movedFrom(lesson);
    const changes = { "Lesson!B5": others.learningRate, "Lesson!B6": others.ridge };
    Object.assign(changes, changesOf(read, lesson, traceOf(stages, others)));
    expect(faults(calculate(read, changes), lesson, traceOf(stages, others)), about).toEqual([]);
  }
});

/** A lesson with the same bricks, of the same shapes, and with other numbers. */
function movedFrom(lesson: Lesson): Lesson {
  const { X, y, W1, b1, W2, b2 } = traceOf(stages, lesson);
  const moved = (it: Matrix) => toRows(it).map((row, r) => row.map((x, c) => 0.9 * x + 0.01 * (r + c)));
  const biases = lesson.bias && { b1: moved(b1)[0], b2: moved(b2)[0] };
  return parseLesson({
    ...printed(lesson),
    data: { X: moved(X), targets: toRows(y) },
    weights: { W1: moved(W1), W2: moved(W2), ...biases },
    learningRate: 0.7,
    ridge: 0.3,
  });
}

/** What is given in a trace, in the cells in which the book of the lesson has its own. */
const changesOf = (read: ReadWorkbook, lesson: Lesson, trace: Trace): Record<string, number> =>
  Object.fromEntries(
    networkOf(lesson).given.flatMap(({ name }) => {
      const sheet = sheetsOf(lesson).get(name)!;
      const places = placesOn(read.get(sheet)!, name).flat();
      return [...trace[name].data].map((x, i) => [`${sheet}!${places[i]}`, x] as const);
    }),
  );

test("a formula that is wrong is found, and one that refers to nothing", async () => {
  const lesson = movedFrom(parseLesson({ bias: true, data: { rows: 3 } }));
  const trace = traceOf(stages, lesson);
  const read = readXlsx(await workbookOf(trace));
  const broken = (change: (formula: string, sheet: string) => string): ReadWorkbook =>
    new Map(
      [...read].map(([name, sheet]) => [
        name,
        new Map(
          [...sheet].map(([place, cell]) => [
            place,
            cell.formula === undefined ? cell : { ...cell, formula: change(cell.formula, name) },
          ]),
        ),
      ]),
    );
  const told = (it: ReadWorkbook) => faults(calculate(it), lesson, trace).map((fault) => fault.split(":")[0]);
  expect(told(read)).toEqual([]);
  const onSheet = (sheet: string, from: RegExp, to: string) =>
    told(broken((it, name) => (name === sheet ? it.replace(from, to) : it)));
  expect(onSheet("4 z2", /\+[A-Z]\d+$/, "")[0]).toBe("z2"); // a bias forgotten
  expect(onSheet("7 dloss-dw2", /\+Lesson.*$/, "")[0]).toBe("dLoss_dW2"); // the ridge
  expect(onSheet("7 dloss-dw2", /\/Lesson!B7$/, "")[0]).toBe("dLoss_dh2"); // 1/N
  expect(onSheet("9 update", /-Lesson!B5/, "+Lesson!B5")).toEqual([
    "W1_next",
    "b1_next",
    "W2_next",
    "b2_next",
    "loss_next",
  ]);
  expect(() => calculate(broken((it) => it.replace("'2 z1'", "'2 z0'")))).toThrow("no number in 2 z0!");
});

test("a program that does not calculate sees the trace's numbers, and none that is not zero as zero", async () => {
  const lesson = parseLesson({
    digits: 2,
    learningRate: 1e-9,
    weights: { W1: [[1.5], [0]], W2: [[0.001, 0]] },
  });
  const trace = traceOf(stages, lesson);
  const file = await workbookOf(trace);
  const read = readXlsx(file);
  for (const [name, sheet] of sheetsOf(lesson))
    expect(valueOn(read.get(sheet)!, name), name).toEqual(rowsOf(trace[name]));
  const format = formatsIn(file);
  const [init, z1] = [read.get("1 init")!, read.get("2 z1")!];
  const [[small, zero]] = placesOn(init, "W2") as [[string, string]];
  expect(format("1 init", small)).toBe("0.00E+00");
  expect(format("1 init", zero)).toBe("#,##0.00");
  expect(format("2 z1", placesOn(z1, "z1")[0]![0]!)).toBe("#,##0.00");
  expect(format("0 xor", placesOn(read.get("0 xor")!, "y")[0]![0]!)).toBe(undefined); // whole numbers stay whole
});

/** How the numbers of a file are written, by sheet and place. */
function formatsIn(file: Uint8Array): (sheet: string, place: string) => string | undefined {
  const files = unzipSync(file);
  const xml = (name: string) => parseXml(strFromU8(files[name]!));
  const all = (tag: string, name: string) =>
    DomUtils.getElementsByTagName(tag, xml(name)).map((it) => it.attribs);
  const codes = new Map(all("numFmt", "xl/styles.xml").map((it) => [it.numFmtId, it.formatCode]));
  const [cellXfs] = DomUtils.getElementsByTagName("cellXfs", xml("xl/styles.xml"));
  const styles = DomUtils.getElementsByTagName("xf", cellXfs!).map((it) => it.attribs.numFmtId);
  const names = [...readXlsx(file).keys()];
  return (sheet, place) => {
    const cells = all("c", `xl/worksheets/sheet${names.indexOf(sheet) + 1}.xml`);
    return codes.get(styles[Number(cells.find(({ r }) => r === place)!.s)]);
  };
}

test("the workbook of one stage stands alone: what it needs are numbers, what it makes follows from them", () => {
  const lesson = parseLesson({
    bias: true,
    outputActivation: "softmax",
    loss: "cross-entropy",
    data: { rows: 3 },
    ridge: 0.1,
  });
  const trace = traceOf(stages, lesson);
  for (const chapter of chapters) {
    const read = readXlsx(stageXlsx(trace, chapter));
    const name = `${book.indexOf(chapter)} ${chapter.name}`;
    expect([...read.keys()]).toEqual(["Lesson", name]);
    const [calculated, sheet] = [calculate(read).get(name)!, read.get(name)!];
    const { needs, makes } = partOf(chapter, lesson);
    const isGiven = (it: Name) =>
      placesOn(sheet, it)
        .flat()
        .every((place) => !sheet.get(place)!.formula);
    expect(
      needs.filter((it) => !isGiven(it)),
      name,
    ).toEqual([]);
    expect(makes.filter(isGiven), name).toEqual(
      makes.filter((it) => networkOf(lesson).given.some((its) => its.name === it)),
    );
    for (const it of [...needs, ...makes])
      expect(
        String(
          valueOn(calculated, it)
            .flat()
            .map((x) => x.toPrecision(12)),
        ),
        it,
      ).toBe(
        String(
          rowsOf(trace[it])
            .flat()
            .map((x) => x.toPrecision(12)),
        ),
      );
  }
});

test("any title stands in it as it is, and the same lesson is the same bytes in any time zone", async () => {
  const title = '<b> & "quotes" ]]> 🧱 مرحبا é';
  const trace = traceOf(stages, parseLesson({ title }));
  const zone = process.env.TZ;
  const files: Uint8Array[] = [];
  for (const TZ of ["UTC", "Asia/Tokyo", "America/Lima"]) {
    process.env.TZ = TZ;
    files.push(await workbookOf(trace));
  }
  process.env.TZ = zone;
  expect(readXlsx(files[0]!).get("Lesson")!.get("A1")!.value).toBe(title);
  expect(files.every((it) => Buffer.from(it).equals(files[0]!))).toBe(true);
});

test("on paper no matrix is torn: a sheet is one page, or its pages end between matrices", async () => {
  const xmlOf = async (lesson: object) => {
    const files = unzipSync(await workbookOf(traceOf(stages, parseLesson(lesson))));
    const sheets = Object.keys(files).filter((it) => it.startsWith("xl/worksheets/"));
    return { sheets: sheets.map((it) => strFromU8(files[it]!)), book: strFromU8(files["xl/workbook.xml"]!) };
  };
  const small = await xmlOf({});
  expect(small.sheets.filter((it) => !it.includes('fitToPage="1"') || it.includes("<brk"))).toEqual([]);
  // What is written reaches no further than what is printed.
  const letters = [...small.book.matchAll(/!\$A\$1:\$([A-Z]+)\$\d+</g)].map(([, it]) => it!);
  expect(letters).toHaveLength(small.sheets.length);
  expect(letters.filter((it) => it < "D")).toEqual([]);

  const large = await xmlOf({ data: { rows: 40 }, hidden: 12 });
  const torn = (xml: string) =>
    [...xml.matchAll(/<brk id="(\d+)"/g)].filter(([, row]) => xml.includes(`<row r="${row}"`));
  expect(large.sheets.some((it) => it.includes("<brk"))).toBe(true);
  expect(large.sheets.flatMap(torn)).toEqual([]);
  expect(torn('<row r="4"></row><brk id="4"/>')).toHaveLength(1);
});
