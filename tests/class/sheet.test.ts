import fc from "fast-check";
import { expect, test } from "vitest";
import { addressOf } from "../../build/kit/class/address.ts";
import { ASKED } from "../../build/kit/class/asked.ts";
import { DOCUMENT_END, documentStart, footOf } from "../../build/kit/class/document.ts";
import { classFrame } from "../../build/kit/class/frame.ts";
import { worked } from "../../build/kit/class/students.ts";
import { chapters, stages } from "../../chapters/index.ts";
import { partOf } from "../../src/book/chapter.ts";
import { parseAddress, startOf } from "../../src/lesson/address.ts";
import { DEFAULT_LESSON, type Lesson, parseLesson } from "../../src/lesson/lesson.ts";
import { traceOf } from "../../src/network/stage.ts";
import { ownLesson } from "../../src/worksheets/own.ts";
import { boxWidth, halves, sheetHtml } from "../../src/worksheets/page.ts";
import { type Ask, keyOf, type Worksheet, worksheetOf } from "../../src/worksheets/worksheet.ts";
import { htmlFaults } from "../html-faults.ts";
import { bricks, fieldsOf, lessons } from "../lessons.ts";
import { source } from "../project.ts";
import { paperLessons } from "../worksheets/lessons.ts";

/** What stands on a sheet and on its key, for lessons of every brick. */

const sheetOf = (lesson: Lesson, chosen: readonly string[] = ASKED): Worksheet =>
  worksheetOf(
    traceOf(stages, lesson),
    chapters.map((it) => ({ name: it.name, makes: partOf(it, lesson).makes })),
    chosen,
  );

const ADA = { name: "Ada" };

/** Lessons whose numbers are drawn for each student. */
const drawn: fc.Arbitrary<Lesson> = fc
  .record({
    its: bricks.map((it) => ({ ...it, biases: it.biases === "given" ? "zero" : it.biases }) as const),
    rows: fc.integer({ min: 1, max: 12 }),
    hidden: fc.integer({ min: 1, max: 12 }),
    digits: fc.integer({ min: 0, max: 10 }),
    ridge: fc.constantFrom(0, 0.1),
  })
  .map(({ its, rows, hidden, digits, ridge }) =>
    parseLesson({ data: { rows }, hidden, digits, ridge, ...fieldsOf(its) }),
  );
const chosen = fc.oneof(fc.constant(ASKED), fc.subarray([...ASKED], { minLength: 1 }));

/** The asks of numbers whose boxes stand on a page, and what stands in each. */
const boxesIn = (html: string): string[][] =>
  [...html.matchAll(/<div class="answer">(.*?)<\/div>(?=<div class="room"|<p class="worked">)/gs)].map(
    ([, answer]) => [...answer!.matchAll(/<td>(.*?)<\/td>/g)].map(([, text]) => text!),
  );
/** In the order of the boxes: matrices that are wide stand there in parts. */
const numbersOf = (it: Ask, worksheet: Worksheet): string[] =>
  keyOf(it, (name) => worksheet.key.get(name)!)
    .flat()
    .map((x) => x.toFixed(worksheet.digits).replace("-", "−"))
    .map((text) => text.replace(/\B(?=(?:\d{3})+(?!\d))(?<!\.\d*)/g, ","));

test("the key is the sheet filled in: each number of it, with its decimals, and nothing else", () => {
  fc.assert(
    fc.property(paperLessons, chosen, (lesson, stages) => {
      const worksheet = sheetOf(lesson, stages);
      fc.pre(worksheet.stages.length > 0);
      const frame = classFrame(worksheet);
      const asks = worksheet.stages.flatMap((it) => it.asks).filter(({ of }) => of === "numbers");
      const sheet = boxesIn(sheetHtml(frame, worksheet, ADA));
      const key = boxesIn(sheetHtml(frame, worksheet, ADA, { seed: 1, links: [] }));
      const sorted = (all: string[][]) => all.map((it) => it.filter(Boolean).sort());
      expect(sorted(key)).toEqual(sorted(asks.map((it) => numbersOf(it, worksheet))));
      expect(sorted(sheet).flat()).toEqual([]);
      expect(sheet.map((it) => it.length)).toEqual(key.map((it) => it.length));
    }),
    { numRuns: 25 },
  );
});

/** A sheet without the numbers printed in its matrices. */
const blanked = (html: string): string =>
  html.replace(/<table class="matrix">.*?<\/table>/gs, (table) => table.replace(/<td>[^<]*/g, "<td>"));
/** What two sheets differ in that is not printed; nothing, where no answer can be told from them. */
const unlike = (a: string, b: string): boolean => blanked(a) !== blanked(b);

test("but for the numbers printed in its matrices a sheet is that of any other student: no answer can be told from it", () => {
  fc.assert(
    fc.property(drawn, chosen, fc.nat(), fc.nat(), (lesson, stages, one, other) => {
      const [a, b] = [one, other].map((seed) => sheetOf(ownLesson(lesson, seed), stages)) as [
        Worksheet,
        Worksheet,
      ];
      fc.pre(a.stages.length > 0);
      const frame = classFrame(a);
      const [sheetA, sheetB] = [a, b].map((it) => sheetHtml(frame, it, ADA)) as [string, string];
      expect(unlike(sheetA, sheetB)).toBe(false);
      expect(classFrame(b)).toEqual(frame);
      // And of what is printed nothing is asked.
      const asked = a.stages.flatMap(({ asks }) =>
        asks.filter(({ of }) => of === "numbers").map(({ name }) => name),
      );
      expect(a.printed.filter((name) => asked.includes(name))).toEqual([]);
    }),
    { numRuns: 25 },
  );
  const [a, b] = [1, 2].map((seed) => sheetOf(ownLesson(parseLesson({ digits: 3 }), seed))) as [
    Worksheet,
    Worksheet,
  ];
  const sheet = (it: Worksheet) => sheetHtml(classFrame(it), it, ADA);
  expect(unlike(sheet(a), sheet(b))).toBe(false);
  const planted = (it: Worksheet) =>
    sheet(it).replace("<td></td>", `<td data-x="${it.key.get("z1")![0]![0]}"></td>`);
  expect(unlike(planted(a), planted(b))).toBe(true);
  expect(unlike(`${sheet(a)}<!-- 1 -->`, `${sheet(b)}<!-- 2 -->`)).toBe(true);
});

/** Parts of a sheet in their order: its signs, and its stages by their numbers. */
const partsIn = (html: string): string[] =>
  [
    ...html.matchAll(
      /<section class="(?:given|signs|stage)">(?:<div class="begin">)?<h2>(?:<span class="number">)?(.*?)</g,
    ),
  ].map(([, part]) => part!);
const sheetFor = (file: object, stages: readonly string[] = ASKED): string => {
  const worksheet = sheetOf(parseLesson(file), stages);
  return sheetHtml(classFrame(worksheet), worksheet, ADA);
};
const CROSS = { outputActivation: "softmax", loss: "cross-entropy", outputs: 3, bias: true } as const;

test("signs are told before the first stage: those that the sheet has, and no other", () => {
  expect(partsIn(sheetFor({}))).toEqual(["What is given", "Signs", ..."123456789"]);
  const told = (html: string) =>
    [...html.matchAll(/<dt>(.*?)<\/dt><dd>/g)].map(([, sign]) => sign!.replace(/<.*?>/g, ""));
  expect(told(sheetFor({}, ["z1"])).slice(1)).toEqual(["X W"]);
  expect(told(sheetFor(CROSS, ["z1", "h2", "loss"]))).toEqual(
    expect.arrayContaining(["softmax", "X W", "+ b", "⊙", "Σ", "ln", "σ, ln, −"]),
  );
  const all = told(sheetFor({ activation: "relu", ridge: 0.1 }));
  expect(all).toEqual(expect.arrayContaining(["max", "∂L/∂z", "∗", "σ, max, ², −"]));
  expect(all).not.toContain("+ b");
});

test("what is done where an output is 0 stands where the loss is asked, and only with cross-entropy", () => {
  const places = (html: string) =>
    html.split('<section class="').map((it) => /counts as 0|has no logarithm/.test(it));
  const cross = sheetFor(CROSS);
  const stage = cross.split('<section class="').findIndex((it) => it.includes(">6</span>"));
  expect(places(cross).flatMap((isThere, i) => (isThere ? [i] : []))).toEqual([stage]);
  for (const other of [sheetFor({}), sheetFor(CROSS, ["z1"])]) expect(places(other)).not.toContain(true);
});

test("there is a line of working for each sum of products", () => {
  const lines = (html: string) =>
    [...html.matchAll(/<div class="room".*?>((?:<div><\/div>)+)</g)].map(([, its]) => its!.length / 11);
  const [z1, h1] = lines(sheetFor({ data: { rows: 2 }, hidden: 3 }, ["z1", "h1"]));
  expect(z1).toBe(6);
  expect(h1).toBeLessThan(6);
  // But no page of them.
  expect(lines(sheetFor({ data: { rows: 2 }, hidden: 30 }, ["z1"]))[0]).toBe(12);
});

test("halves are rounded away from zero, as the sheet says", () => {
  const told = (digits: number) =>
    halves(digits, { digits, decimal: "point", fractions: false }).map(({ from, to }) => `${from} ${to}`);
  expect(told(3)).toEqual(["0.0125 0.013", "−0.0125 −0.013"]);
  expect(told(0)).toEqual(["12.5 13", "−12.5 −13"]);
  expect(told(10)[0]).toBe("0.00000000125 0.0000000013");
});

const OUTSIDE = {
  language: "en",
  title: "A <title> & more",
  styles: source("build/styles/sheet.css"),
  paper: "a4",
} as const;
const pageOf = (html: string, digits: number) =>
  documentStart({ ...OUTSIDE, box: boxWidth(digits) }, [footOf('A "name" </style>')]) + html + DOCUMENT_END;

test("sheets and keys are valid HTML, whole in one file that asks for no other", async () => {
  const samples = fc.sample(drawn, { numRuns: 2, seed: 16 });
  for (const lesson of samples) {
    const { worksheet } = worked(ownLesson(lesson, 7), ASKED);
    const frame = classFrame(worksheet);
    const sheet = pageOf(sheetHtml(frame, worksheet, { name: 'Ada <b> & "co"' }), lesson.digits);
    const key = pageOf(
      sheetHtml(frame, worksheet, ADA, {
        seed: 7,
        links: [{ href: "../books/a/index.html#a&b", text: "book" }],
      }),
      lesson.digits,
    );
    for (const html of [sheet, key]) {
      expect(await htmlFaults(html)).toEqual([]);
      expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'`);
      expect(html).not.toMatch(/<script|<link|<img|<iframe|\bsrc=|url\(|@import| on\w+="/);
    }
    expect(sheet).not.toMatch(/href=/);
    expect(sheet).toContain("Ada &lt;b&gt; &amp; &quot;co&quot;");
    expect(sheet.match(/<\/style>/g)).toHaveLength(1);
  }
});

test("the address in a key says the student's lesson, whichever lesson the book was built with", () => {
  const url = "https://example.org/book/";
  const books = [DEFAULT_LESSON, parseLesson(JSON.parse(source("lessons/three-classes.json")))];
  fc.assert(
    fc.property(fc.oneof(lessons, drawn), fc.nat(), (lesson, seed) => {
      const own = "seed" in lesson.weights ? ownLesson(lesson, seed) : lesson;
      const [start, fragment] = addressOf(own, url).split("#") as [string, string];
      expect(start).toBe(url);
      for (const book of [...books, lesson])
        expect(JSON.stringify(startOf(parseAddress(fragment, book), book))).toBe(JSON.stringify({ ...own }));
    }),
    { numRuns: 60 },
  );
});

test("with fractions, what is given is printed as them, and a sixth is a sixth: three of them are a half, which is rounded up", () => {
  const file = {
    data: { X: [[1 / 6], [-0.5]], labels: [0, 1] },
    weights: { W1: [[3]], W2: [[1, 1 / 3]] },
    activation: "identity",
    learningRate: 2 / 3,
    ridge: 1 / 7,
    digits: 0,
  };
  const of = (fractions: boolean) => sheetOf(parseLesson({ ...file, fractions }));
  const z1 = (fractions: boolean) => of(fractions).key.get("z1")!.flat().map(Number);
  expect([z1(true), z1(false)]).toEqual([
    [1, -2],
    [0, -2],
  ]);
  const text = (fractions: boolean) =>
    sheetHtml(classFrame(of(fractions)), of(fractions), ADA, { seed: 1, links: [] }).replace(/<[^>]*>/g, "");
  for (const it of ["1/6−1/2", "α = 2/3:", "= (1/6)·3 = 1", "(1/7)/(2·2)·"]) expect(text(true)).toContain(it);
  expect(text(false)).toContain("0.16666666666666666−0.50000000000000000");
});
