import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { followsLesson } from "../build/shell.ts";
import { readSources } from "../build/sources.ts";
import { stages, training } from "../chapters/index.ts";
import { book, pages } from "../chapters/pages.ts";
import { english } from "../chapters/words/english.ts";
import { fileOf, ofLesson, titleOf } from "../src/book/chapter.ts";
import { markdownOf, pageParts, wholeMain } from "../src/book/page.ts";
import { parseLesson } from "../src/lesson/lesson.ts";
import type { Matrix } from "../src/math/matrix.ts";
import { parseMark } from "../src/network/marks.ts";
import { isRate } from "../src/network/quantities.ts";
import { type Trace, traceOf } from "../src/network/stage.ts";
import { markdownRenderer } from "../src/typeset/markdown.ts";
import { ROOT } from "./project.ts";
import { tellingOf } from "./told.ts";

/** Every page of every combination of bricks: the lessons of bricks.json, with the mistakes that no lesson may show. */

const cases: { about: string; lesson: unknown }[] = JSON.parse(
  readFileSync(new URL("fixtures/bricks.json", import.meta.url), "utf8"),
);

const experimental = new Set(training.filter(({ experiment }) => experiment).map(({ name }) => name));
const ofLessons = pages.filter(followsLesson);
const sources = readSources(
  new Map([
    ...book.filter(({ name }) => !experimental.has(name)).map((it) => [it.name, fileOf(it, book)] as const),
    ["tape", "src/network/tape.ts"],
    ["invariants", "chapters/invariants.ts"],
    ["nudging", "src/network/gradient-check.ts"],
  ]),
  (path) => readFileSync(join(ROOT, path), "utf8"),
);
const tellingAs = (digits: number) => ({ ...tellingOf(book[0]!, { digits }), sources });

/** A number of the trace, by its mark. */
function numberAt(trace: Trace, mark: string): number | undefined {
  const { prefix, cell } = parseMark(mark) ?? {};
  if (!cell || prefix) return undefined;
  if (isRate(cell.name)) return cell.name === "alpha" ? trace.lesson.learningRate : trace.lesson.ridge;
  const value = trace[cell.name];
  if (value === undefined) return Number.NaN;
  return typeof value === "number" ? value : (value as Matrix).data[cell.row * value.cols + cell.col];
}

/** Numbers as they are marked on a page, in formulas and in text: mark and digits. */
const markedIn = (markdown: string): [mark: string, text: string][] => [
  ...[
    ...markdown.matchAll(
      /\\htmlData\{cell=([\w.:]+)\}\{(-?\\num\{[^}]*\}(?:\\mathord\{\\times\}10\^\{[^}]*\})?)/g,
    ),
  ].map(([, mark, text]): [string, string] => [mark!, text!.replace(/\\num|[{}]/g, "")]),
  ...[...markdown.matchAll(/data-cell="([\w.:]+)"[^>]*>([^<]*)</g)].map(
    ([, mark, text]): [string, string] => [mark!, text!],
  ),
];

/** What is wrong with a marked number: zero is zero, without a sign, and nothing else is. */
function faultOf(trace: Trace, mark: string, text: string): string | undefined {
  const value = numberAt(trace, mark);
  if (value === undefined || !/\d/.test(text)) return undefined; // of another trace, or a symbol
  const digits = text.replace(/(?:·|×|\\mathord).*$/, "");
  const isZero = !/[1-9]/.test(digits);
  const right = value === 0 ? isZero && !/[-−]/.test(text) : !isZero;
  return right ? undefined : `${mark} is ${value} and shows as ${text}`;
}

/** What no page may say. */
const BROKEN = /undefined|NaN|\[object|Infinity|\bnull\b/;
const broken = (html: string): string | undefined => {
  const text = html.replace(/<pre[\s\S]*?<\/pre>/g, "").replace(/<[^>]*>/g, " ");
  const at = text.search(BROKEN);
  return at < 0 ? undefined : text.slice(Math.max(0, at - 60), at + 40);
};

describe("every page", () => {
  test("of each sixth lesson, and of the last: is told; a number that is not zero never shows as zero, and zero has no sign", () => {
    let marked = 0;
    for (const { about, lesson: json } of cases.filter((_, i) => i % 6 === 0 || i >= 205)) {
      const lesson = parseLesson(json);
      const trace = traceOf(stages, lesson);
      for (const page of ofLessons) {
        const name = `${page.name} of ${about}`;
        const numbers = markedIn(markdownOf(page, trace, tellingAs(lesson.digits)));
        marked += numbers.length;
        expect(
          numbers.flatMap(([mark, text]) => faultOf(trace, mark, text) ?? []),
          name,
        ).toEqual([]);
        expect(titleOf(page, lesson), name).toMatch(/\S/);
        expect(ofLesson(page.prose.summary, lesson), name).toMatch(/^[A-Z].*\.$/);
      }
    }
    expect(marked).toBeGreaterThan(20_000);
  });

  test("of some lessons, made whole: nothing that is undefined, not a number, or no formula", () => {
    const render = markdownRenderer(english);
    for (const { about, lesson: json } of cases.filter((_, i) => i % 15 === 0 || i >= 215)) {
      const lesson = parseLesson(json);
      const trace = traceOf(stages, lesson);
      for (const page of ofLessons) {
        const html = wholeMain(
          pageParts({ chapters: book, render }, page, trace, tellingAs(lesson.digits), "x")(),
        );
        const name = `${page.name} of ${about}`;
        expect(html, name).toContain(`<h1>${titleOf(page, lesson)}</h1>`);
        // The contents speak of NaN.
        if (page.name !== "index") expect(broken(html), name).toBeUndefined();
      }
    }
  });

  test("the comparison sees a zero that is none, a sign at zero, and a value that is not there", () => {
    const trace = traceOf(stages, parseLesson({}));
    const { data } = trace.dLoss_dW2;
    expect(faultOf(trace, "dLoss_dW2.0.0", String(data[0]))).toBeUndefined();
    expect(faultOf(trace, "dLoss_dW2.0.0", "0.00")).toBeDefined();
    expect(faultOf(trace, "lambda", "0")).toBeUndefined();
    expect(faultOf(trace, "lambda", "−0")).toBeDefined();
    expect(faultOf(trace, "lambda", "1")).toBeDefined();
    expect(
      markedIn('\\htmlData{cell=W1.0.1}{\\num{-0.25}} <span class="number" data-cell="loss">0.3</span>'),
    ).toEqual([
      ["W1.0.1", "-0.25"],
      ["loss", "0.3"],
    ]);
    expect(broken("<p>the slope is <b>undefined</b></p>")).toBeDefined();
    expect(broken("<pre>undefined</pre>")).toBeUndefined();
  });
});
