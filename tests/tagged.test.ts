import type { Browser } from "playwright-core";
import { expect, test } from "vitest";
import { printerIn } from "../build/chromium.ts";
import { parseHtml } from "../build/html-tree.ts";
import { mathText } from "../build/math-text.ts";
import { forPaper } from "../build/tagged.ts";
import { setFormula } from "../src/typeset/formulas.ts";
import { markdownRenderer } from "../src/typeset/markdown.ts";
import { withChromium } from "./reading.ts";

/** What becomes of a page before it is a PDF, and that the PDF has it. */

let browser: Browser;
withChromium((it) => {
  browser = it;
});

const render = markdownRenderer({ formula: "Formula", table: "Table" });

test("a formula is told in a line of text", () => {
  const told = (tex: string) => {
    const [math] = /<math.*<\/math>/s.exec(setFormula(tex))!;
    return mathText(parseHtml(math!).children[0] as never);
  };
  expect(told("z_1[0,1] = -0.5 \\cdot 2")).toBe("z_1[0,1] = − 0.5 ⋅ 2");
  expect(told("\\frac{\\partial L}{\\partial W_1} = X^{\\top} (a + b)")).toBe("(∂L)/(∂W_1) = X^⊤(a + b)");
  expect(told("\\frac{1}{2N}")).toBe("1/(2N)");
  expect(told("\\frac{1}{1 + e^{-z}}")).toBe("1/(1 + e^(− z))");
  expect(told("\\begin{bmatrix}1&2\\\\3&4\\end{bmatrix}")).toBe("[1, 2; 3, 4]");
  expect(told("\\sum_{i=1}^{n} w_i^2")).toBe("∑_(i = 1)^n w_i^2");
});

const heading = "A heading that is so long that on paper it does not stand in one line, but in two or three";
const page = `<!doctype html><html lang="en"><head><title>Paper</title><style>h1{width:60mm}.block{display:block}</style></head><body><h1>${heading}</h1>\n<p>Some\n  words <b>of</b> it: $x$</p><p class="sum"><span class="block">1</span> <span class="block">2</span></p><table><tr><th scope="col">n</th><th scope="col">m</th></tr><tr><td>1</td><td>2</td></tr></table><pre>a\n  b</pre><svg viewBox="0 0 1 1"></svg>${render("$$\nz &= a\\\\\n&= \\frac{1}{2}\n$$").join("")}</body></html>`;

test("a formula becomes one picture with its text, and only spaces that are seen are left", () => {
  const html = forPaper(page);
  expect(html).toContain('role="img" aria-label="z = a = 1/2"');
  expect(html).not.toContain("<math");
  expect(html).not.toContain("aria-hidden");
  expect(html).toContain("<p data-spaces>Some words <b>of</b> it: $x$</p>");
  expect(html).toContain('<p class="sum"><span class="block">1</span> <span class="block">2</span></p>');
  expect(html).toContain("<pre>a\n  b</pre>");
  expect(html).toContain('<svg viewBox="0 0 1 1"/>');
});

test("a PDF has tags, an outline and its language, on the paper asked for, and is the same each time", async () => {
  const print = await printerIn(browser);
  const [one, letter, again] = [
    await print(page, "a4"),
    await print(page, "letter"),
    await print(page, "a4"),
  ].map((it) => Buffer.from(it).toString("latin1"));
  expect(again).toBe(one);
  expect(one).toContain("/Alt (z = a = 1/2)");
  expect(one).toContain(`/Title (${heading})`);
  for (const it of [
    "/MarkInfo <</Type /MarkInfo\n/Marked true",
    "/Lang (en)",
    "/Title (Paper)",
    "/S /H1",
    "D:19800101000000",
  ])
    expect(one).toContain(it);
  expect(letter).toContain("/MediaBox [0 0 612 792]");
  expect(one).not.toContain("/MediaBox [0 0 612 792]");
});
