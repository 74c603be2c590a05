import { tex } from "@mdit/plugin-tex";
import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { beforeAll, describe, expect, test } from "vitest";
import { sourcesOfPages } from "../build/site.ts";
import { stages, training } from "../chapters/index.ts";
import { pages } from "../chapters/pages.ts";
import { markdownOf } from "../src/book/page.ts";
import type { Telling } from "../src/book/telling.ts";
import { DEFAULT_LESSON, type Lesson } from "../src/lesson/lesson.ts";
import { traceOf } from "../src/network/stage.ts";
import { formulaRenderer, setFormula } from "../src/typeset/formulas.ts";
import { markdownRenderer } from "../src/typeset/markdown.ts";
import { linesOf } from "../src/typeset/tex.ts";
import { lessons } from "./lessons.ts";
import { ROOT } from "./project.ts";

/** Formulas remembered by their form, held against KaTeX itself. */

type Formula = readonly [source: string, displayMode: boolean];
let telling: Telling;
beforeAll(async () => {
  ({ telling } = await sourcesOfPages(ROOT, DEFAULT_LESSON));
});

const experimental = training.filter(({ experiment }) => experiment);
/** Every formula of the pages that follow the lesson. */
function formulasOf(lesson: Lesson): Formula[] {
  const found: Formula[] = [];
  const collect = new MarkdownIt({ html: true }).use(tex, {
    render: (source, displayMode) => {
      if (!displayMode) found.push([source, false]);
      else
        for (const { left, sign, right } of linesOf(source))
          for (const side of [left, sign, right]) if (side) found.push([`\\displaystyle ${side}`, false]);
      return "";
    },
  });
  const trace = traceOf(stages, lesson);
  const its = { ...telling, format: { ...telling.format, digits: lesson.digits } };
  for (const page of pages)
    if (!experimental.some(({ name }) => name === page.name)) collect.render(markdownOf(page, trace, its));
  return found;
}

/** The formulas that two renderers set in different ways. */
const differing = (render: (source: string, displayMode: boolean) => string, all: readonly Formula[]) =>
  all.filter((formula) => render(...formula) !== setFormula(...formula)).map(([source]) => source);

describe("a formula remembered by its form", () => {
  test("is what KaTeX makes of it, to the byte, for every page of random lessons", () => {
    const render = formulaRenderer();
    fc.assert(
      fc.property(lessons, (lesson) => {
        expect(differing(render, formulasOf(lesson))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test("and for other seeds of one lesson, where most are remembered", () => {
    const render = formulaRenderer();
    for (let seed = 0; seed < 20; seed++)
      expect(
        differing(render, formulasOf({ ...DEFAULT_LESSON, data: { seed, rows: 1 }, weights: { seed } })),
      ).toEqual([]);
  });

  test("in forms that are easy to get wrong", () => {
    const render = formulaRenderer();
    const forms: Formula[] = [
      "-1.5",
      "10^{12}",
      "2.50\\cdot 10^{-12}",
      "x_1^2 + 3",
      "\\htmlClass{scalars}{-0.5}",
      "\\tfrac{-1}{20}",
      "\\begin{aligned}a &= -1 \\\\[.4em] &= 2.5\\end{aligned}",
      "\\begin{array}{r}\\htmlData{cell=X.0.0}{-1}\\\\2\\end{array}",
      "\\begin{bmatrix}-1.25&3\\\\-4&10^{-5}\\end{bmatrix}",
      "\\text{of 12 rows}",
      "\\mathchoice{\\frac{1}{2}}{1/2}{3/4}{5}",
    ].flatMap((source): Formula[] => [
      [source, true],
      [source, false],
    ]);
    expect(differing(render, forms)).toEqual([]);
    // The same forms with other digits, and the other sign in each cell.
    const turned = forms.map(([source, mode]): Formula => [source.replace(/(?<=[{&])-(?=\d)/g, ""), mode]);
    const others = turned.map(([source, mode]): Formula => [source.replaceAll("1", "7"), mode]);
    expect(differing(render, [...turned, ...others])).toEqual([]);
  });

  test("one that forgot a sign, or gave the digits of another, would be found", () => {
    const all = formulasOf(DEFAULT_LESSON);
    const careless = (source: string, displayMode: boolean) =>
      setFormula(source, displayMode).replace(/<mo>−<\/mo><mn>/, "<mn>");
    expect(differing(careless, all).length).toBeGreaterThan(10);
    expect(differing((source, mode) => setFormula(source.replace("3", "4"), mode), all)).not.toEqual([]);
  });

  test("TeX that is none is an error, each time", () => {
    const render = formulaRenderer();
    for (let i = 0; i < 2; i++) expect(() => render("\\undefined 5", false)).toThrow(/Undefined control/);
  });
});

test("a letter of MathML holds letters: none of its own elements", () => {
  const bad = /<mi\b[^>]*>[^<]*<m/;
  expect(setFormula("\\mathord{1 - h}", false)).not.toMatch(bad);
  expect("<mi><mn>1</mn></mi>").toMatch(bad);
  for (const [source, mode] of formulasOf(DEFAULT_LESSON)) expect(setFormula(source, mode)).not.toMatch(bad);
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
