import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { titlesAlone } from "../build/site.ts";
import { stages } from "../chapters/index.ts";
import { asPrinted, compare, valueAt } from "../chapters/worked/compare.ts";
import { valuesAfter } from "../chapters/worked/mistakes.ts";
import { type Example, type Part, PUBLISHED } from "../chapters/worked/published.ts";
import { worked } from "../chapters/worked.ts";
import { formatAddress, parseAddress, startOf, stateOf } from "../src/lesson/address.ts";
import { DEFAULT_LESSON, type Lesson, parseLesson, sameNumbers } from "../src/lesson/lesson.ts";
import { SCHEMA_FILE } from "../src/lesson/schema.ts";
import { type Trace, traceOf } from "../src/network/stage.ts";
import { toText } from "../src/typeset/format.ts";
import { source } from "./project.ts";

/** The book against numbers that others printed. What is right where they are wrong, NumPy computed. */

const trace = (json: object): Trace => traceOf(stages, parseLesson(json));
const lesson = (name: string): object => JSON.parse(source(`lessons/${name}.json`));

/** The values that the numbers of a part belong to. */
function valuesOf({ lesson }: Example, { but, after: steps = 0 }: Part) {
  const start = trace({ ...lesson, ...but });
  return steps === 0 ? start : valuesAfter(steps, start);
}

const parts = PUBLISHED.flatMap((example) =>
  example.parts.map(
    (part) => [`${example.name} ${JSON.stringify(part.but ?? part.after ?? "")}`, example, part] as const,
  ),
);

describe("what others printed", () => {
  test.each(parts)("%s: each number agrees, but for those that a mistake makes", (_, example, part) => {
    const values = valuesOf(example, part);
    for (const { at, text, times = 1, mistake } of part.numbers)
      expect(compare(text, times * valueAt(values, at)), `${at}: ${text}`).toBe(mistake === undefined);
  });

  test.each(parts)("%s: whoever makes the mistake gets the number in print", (_, example, part) => {
    const start = trace({ ...example.lesson, ...part.but });
    for (const { at, text, times = 1, mistake } of part.numbers)
      if (mistake)
        expect(
          compare(text, times * valueAt(valuesAfter(part.after ?? 0, start, mistake), at)),
          `${at}: ${text}`,
        ).toBe(true);
  });

  test("the steps of a mistake without one are the book's", () => {
    const start = trace(lesson("mazur"));
    for (const [name, value] of Object.entries(valuesAfter(0, start)))
      expect([name, value]).toEqual([name, start[name as keyof Trace]]);
  });
});

interface Right {
  readonly but?: object;
  readonly steps?: number;
  readonly times?: number;
}
const LONG: Right = { steps: 10_000 };
const TRAINED: Right = { but: { trainBias: true } };
/** Right values, rounded, at their places: where the print is wrong, and some that are not in print. */
const RIGHT: Readonly<Record<string, readonly (readonly [at: string, value: string, how?: Right])[]>> = {
  mazur: [
    ["loss_next", "0.291027774"],
    ["h2.0.0", "0.015913620", LONG],
    ["h2.0.1", "0.984064274", LONG],
    ["loss", "3.51019e-5", LONG],
    ["loss_next", "0.280471447", TRAINED],
    ["b2_next.0.0", "0.530750719", TRAINED],
    ["b2_next.0.1", "0.619049118", TRAINED],
    ["b1_next.0.0", "0.345614323", TRAINED],
    ["b1_next.0.1", "0.345022873", TRAINED],
  ],
  gorman: [
    ["W1_next.0.0", "-0.011678655"],
    ["W1_next.3.1", "-0.006736967"],
  ],
  miller: [
    ["h2.0.0", "0.7743802721"],
    ["W2_next.0.0", "0.20109054"],
    ["W2_next.1.0", "0.39367950"],
    ["W2_next.2.0", "0.80664907"],
    ["W1_next.0.0", "0.79201975"],
    ["W1_next.0.1", "0.38861493"],
    ["W1_next.0.2", "0.27395295"],
    ["W1_next.1.0", "0.19201975"],
    ["W1_next.1.1", "0.88861493"],
    ["W1_next.1.2", "0.47395295"],
    ["h2.0.0", "0.7313956", { steps: 1 }],
  ],
  schiendorfer: [
    ["loss", "0.0869920826", { times: 2 }],
    ["dLoss_dW1.0.1", "0.0014201437", { times: 2 }],
    ["dLoss_dW1.1.1", "0.0004733812", { times: 2 }],
  ],
  mccaffrey: [
    ["h2.0.0", "0.4920477"],
    ["h2.0.1", "0.5079523"],
  ],
  article: [["dh2_dz2.0.0", "0.23353037"]],
};

describe("what is right", () => {
  test.each(Object.entries(RIGHT))("%s", (name, right) => {
    for (const [at, value, { but = {}, steps = 0, times = 1 } = {}] of right) {
      const values = valuesAfter(steps, trace({ ...lesson(name), ...but }));
      expect(compare(value, times * valueAt(values, at)), `${at}: ${value}`).toBe(true);
    }
  });
});

describe("the ready lessons", () => {
  const files = readdirSync(new URL("../lessons", import.meta.url))
    .filter((name) => name !== SCHEMA_FILE)
    .map((name) => basename(name, ".json"));

  test("are those of the examples, and some more", () => {
    for (const { name, lesson: json } of PUBLISHED) {
      expect(files).toContain(name);
      expect(json).toEqual(lesson(name));
    }
  });

  test.each(files)("%s is a lesson, and an address says it on any site", (name) => {
    const it = parseLesson(lesson(name));
    for (const book of [
      DEFAULT_LESSON,
      ...["mazur", "cs231n", "miller", "by-hand"].map((it) => parseLesson(lesson(it))),
    ]) {
      const address = formatAddress({ ...stateOf(it), title: it.title }, book);
      expect(startOf(parseAddress(address, book), book)).toEqual(it);
    }
  });

  test("the article's own is the one that the book has where none is chosen", () => {
    expect(sameNumbers(parseLesson(lesson("article")), DEFAULT_LESSON)).toBe(true);
  });
});

describe("a number in print", () => {
  test.each([
    ["0.27", 0.274, true],
    ["0.27", 0.276, false],
    ["0.4920", 0.4920477, true],
    ["0.4920", 0.4921, false],
    ["-0.8504215", -0.850421495914, true],
    ["0.23353037", -0.23353037, false],
    ["1.42014367e-03", 0.001420143672008, true],
    ["1.42014367e-03", 0.001420143682, false],
    ["0.0000351085", 3.5101877e-5, false],
  ])("%s and %s: %s", (printed, value, agrees) => {
    expect(compare(printed, value)).toBe(agrees);
  });

  test("the book's stands beside it with as many decimals", () => {
    const shown = (printed: string, value: number) => toText(asPrinted(printed, value), { decimal: "point" });
    expect(shown("0.4920", 0.4920477)).toBe("0.4920");
    expect(shown("1.42014367e-03", 0.001420143672008)).toBe("1.42014367·10⁻³");
    expect(shown("0.0000351085", 3.5101877e-5)).toBe("0.0000351019");
  });
});

describe("the page", () => {
  const others = { traceOf: (it: Lesson) => traceOf(stages, it), resultsOf: () => ({}) };
  const facts = worked.facts(others.traceOf(DEFAULT_LESSON), others);

  test("shows the print digit by digit, and beside it the same where it agrees", () => {
    for (const { rows } of facts.examples)
      for (const { printed, book, agrees, slip } of rows) {
        expect(book.value.eq(printed.value)).toBe(agrees);
        expect(slip?.value.eq(printed.value)).toBe(agrees ? undefined : true);
      }
    expect(
      facts.examples.flatMap(({ name, wrong }) => (wrong.length > 0 ? [[name, wrong.length]] : [])),
    ).toEqual([
      ["mazur", 4],
      ["miller", 11],
      ["article", 1],
    ]);
  });

  test("opens each lesson on whatever site: its links say what is another there", () => {
    const book = parseLesson(lesson("mazur"));
    const { examples, first } = worked.facts(others.traceOf(book), others);
    for (const { name, address } of [...examples, ...first.lessons])
      expect(startOf(parseAddress(address, book), book), name).toEqual(parseLesson(lesson(name)));
    expect(examples.find(({ name }) => name === "mazur")!.address).toBe("");
  });

  test("is not in live pages, which have its title alone", () => {
    expect(Object.keys(titlesAlone)).toContain("chapters/worked.ts");
  });
});
