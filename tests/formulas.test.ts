import { tex } from "@mdit/plugin-tex";
import fc from "fast-check";
import katex from "katex";
import MarkdownIt from "markdown-it";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { followsLesson } from "../build/shell.ts";
import { sourcesOfPages } from "../build/site.ts";
import { stages } from "../chapters/index.ts";
import { pages } from "../chapters/pages.ts";
import { markdownOf } from "../src/book/page.ts";
import type { Telling } from "../src/book/telling.ts";
import { DECIMALS } from "../src/lesson/fields.ts";
import { DEFAULT_LESSON, type Lesson } from "../src/lesson/lesson.ts";
import { traceOf } from "../src/network/stage.ts";
import { formulaRenderer, setFormula } from "../src/typeset/formulas.ts";
import { markdownRenderer } from "../src/typeset/markdown.ts";
import { linesOf } from "../src/typeset/tex.ts";
import { bookFile, bookPages } from "./book.ts";
import { lessons } from "./lessons.ts";
import { ROOT } from "./project.ts";

/** Formulas remembered by their form, held against KaTeX itself. */

let telling: Telling;
beforeAll(async () => {
  ({ telling } = await sourcesOfPages(ROOT, DEFAULT_LESSON));
});

/** Every formula of the pages that follow the lesson. */
function formulasOf(lesson: Lesson): string[] {
  const found: string[] = [];
  const collect = new MarkdownIt({ html: true }).use(tex, {
    render: (source, displayMode) => {
      if (!displayMode) found.push(source);
      else
        for (const { left, sign, right } of linesOf(source))
          for (const side of [left, sign, right]) if (side) found.push(`\\displaystyle ${side}`);
      return "";
    },
  });
  const trace = traceOf(stages, lesson);
  const its = { ...telling, format: lesson };
  for (const page of pages.filter(followsLesson)) collect.render(markdownOf(page, trace, its));
  return found;
}

/** What KaTeX makes of a formula that does not tell which of its digits are numbers. */
const setPlainly = (source: string): string => setFormula(source.replace(/\\num\{([^}]*)\}/g, "$1"));

/** The formulas that a renderer sets in another way. */
const differing = (render: (source: string) => string, all: readonly string[]) =>
  all.filter((source) => render(source) !== setPlainly(source));

describe("a formula remembered by its form", () => {
  test("is what KaTeX makes of it, to the byte, for every page of random lessons", () => {
    const render = formulaRenderer();
    fc.assert(
      fc.property(lessons, fc.constantFrom(...DECIMALS), fc.boolean(), (lesson, decimal, fractions) => {
        expect(differing(render, formulasOf({ ...lesson, decimal, fractions }))).toEqual([]);
      }),
      { numRuns: 25, seed: 2017 },
    );
  });

  test("and for other seeds of one lesson, where most are remembered", () => {
    const render = formulaRenderer();
    for (let seed = 0; seed < 20; seed++)
      expect(
        differing(render, formulasOf({ ...DEFAULT_LESSON, data: { seed, rows: 1 }, weights: { seed } })),
      ).toEqual([]);
  });

  test.each(DECIMALS)(
    "so that in the end a change of the seed sets no formula anew: all its numbers are marked, with a %s",
    (decimal) => {
      const render = formulaRenderer();
      const anew = vi.spyOn(katex, "renderToString");
      const setAnew = Array.from({ length: 30 }, (_, seed) => {
        anew.mockClear();
        for (const source of formulasOf({ ...DEFAULT_LESSON, decimal, weights: { seed } })) render(source);
        return anew.mock.calls.length;
      });
      anew.mockRestore();
      expect(setAnew[0]).toBeGreaterThan(100);
      expect(Math.min(...setAnew.slice(20))).toBe(0);
    },
  );

  test("in forms that are easy to get wrong", () => {
    const render = formulaRenderer();
    const forms = [
      "-\\num{1.5}",
      "10^{12}",
      "\\num{2.50}\\cdot 10^{-12}",
      "\\num{12}{,}\\num{345.5}",
      "\\num{0}{,}\\num{25}",
      "-\\num{1}\\kern.17em \\num{250}{,}\\num{5} + e^{-\\num{0}{,}\\num{5}}",
      "-\\tfrac{\\num{1}}{\\num{12}} \\cdot \\tfrac{\\num{37}}{\\num{100}}",
      "\\begin{array}{r}-\\tfrac{\\num{1}}{\\num{2}}\\\\[.4em]\\num{-1}{,}\\num{5}\\\\[.4em]\\num{2}\\hspace{0.778em}\\end{array}",
      "x_1^2 + \\num{3}",
      "(\\num{1} - 2)^2",
      "\\num{0.13}^2 + e^{-\\num{1}} + x_{\\num{1}}",
      "2\\num{1} + \\num{1}\\num{2}",
      "\\htmlClass{scalars}{-\\num{0.5}}",
      "\\tfrac{-\\num{1}}{20}",
      "\\begin{aligned}a &= -\\num{1} \\\\[.4em] &= \\num{2.5}\\end{aligned}",
      "\\begin{array}{r}\\htmlData{cell=X.0.0}{\\num{-1}}\\\\\\num{2}\\end{array}",
      "\\begin{bmatrix}\\num{-1.25}&\\num{3}\\\\-\\num{4}\\cdot 10^{-5}&1\\end{bmatrix}",
      "\\text{of 12 rows}",
      "\\mathchoice{\\frac{\\num{1}}{2}}{\\num{1}/2}{3/4}{\\num{5}}",
    ].flatMap((source) => [source, `\\displaystyle ${source}`]);
    expect(differing(render, forms)).toEqual([]);
    // The same forms with other digits, and the other sign in each cell.
    const turned = forms.map((source) => source.replaceAll("\\num{-", "\\num{"));
    const others = turned.map((source) => source.replaceAll("1", "7"));
    expect(differing(render, [...turned, ...others])).toEqual([]);
  });

  test("one that forgot a sign, or gave the digits of another, would be found", () => {
    const all = formulasOf(DEFAULT_LESSON);
    const careless = (source: string) => setPlainly(source).replace(/<mo>−<\/mo><mn>/, "<mn>");
    expect(differing(careless, all).length).toBeGreaterThan(10);
    expect(differing((source) => setPlainly(source.replace("3", "4")), all)).not.toEqual([]);
  });

  test("TeX that is none is an error, each time", () => {
    const render = formulaRenderer();
    for (const source of ["\\nothing\\num{77}", "\\nothing\\num{77}", "\\nothing\\num{88}"])
      expect(() => render(source)).toThrow(/Undefined control sequence: \\nothing.*\\num\{(77|88)\}$/);
  });
});

test("that a number is one, a formula knows and no page shows", () => {
  expect(formulasOf(DEFAULT_LESSON).join()).toContain("\\num{");
  expect([...bookPages].filter((name) => bookFile(name).includes("num{"))).toEqual([]);
});

test("a letter of MathML holds letters: none of its own elements", () => {
  const bad = /<mi\b[^>]*>[^<]*<m/;
  expect(setFormula("\\mathord{1 - h}")).not.toMatch(bad);
  expect("<mi><mn>1</mn></mi>").toMatch(bad);
  for (const source of formulasOf(DEFAULT_LESSON)) expect(setFormula(source)).not.toMatch(bad);
});

describe("what is folded", () => {
  const render = markdownRenderer({ formula: "Formula", table: "Table" });
  const fold = (inside: string) => `<details>\n<summary>s</summary>\n\n${inside}\n\n</details>`;
  const page = `$1$\n\n${fold(`$2$\n\n${fold("$3$")}\n\n$4$`)}\n\n$5$\n\n${fold("$6$")}\n\n$7$`;
  const set = (isFolded: (index: number) => boolean) =>
    [
      ...render(page, isFolded)
        .join("")
        .matchAll(/<span class="mord">(\d)<\/span>/g),
    ]
      .map(([, digit]) => digit)
      .join("");

  test("is not set, nor what is in it; all else is", () => {
    expect(set(() => false)).toBe("1234567");
    expect(set(() => true)).toBe("157");
    expect(set((i) => i === 0)).toBe("1567");
    expect(set((i) => i === 1)).toBe("124567");
    expect(set((i) => i === 2)).toBe("123457");
  });
});
