import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import katex from "katex";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { stages } from "../chapters/index.ts";
import { book, pages } from "../chapters/pages.ts";
import { english } from "../chapters/words/english.ts";
import { hasStage } from "../src/book/chapter.ts";
import { parseLesson } from "../src/lesson/lesson.ts";
import { traceOf } from "../src/network/stage.ts";
import { markdownRenderer } from "../src/typeset/markdown.ts";
import { bookFile, bookReader } from "./book.ts";
import { textOf } from "./told.ts";

/** Figures and formulas taken away from their page, from `file://`. */

const open = bookReader();

/** Pages whose formulas are taken: chapters with a stage, of lessons that strain a formula. */
const LESSONS = [
  { data: { rows: 9 }, hidden: 12, digits: 3, ridge: 0.1 },
  {
    data: { X: [[0], [1e6], [-2.5]], labels: [0, 1, 2] },
    weights: {
      W1: [[1e6, -1e-9]],
      b1: [0, 1],
      W2: [
        [2, -3, 0.5],
        [0, 1, -1],
      ],
    },
    activation: "leaky-relu",
    outputActivation: "softmax",
    loss: "cross-entropy",
  },
];

function pagesOf(json: object): string[] {
  const trace = traceOf(stages, parseLesson(json));
  const render = markdownRenderer(english);
  return book.filter(hasStage).map((chapter) => render(textOf(chapter, trace)).join(""));
}

/** MathML by what it says: names and order of its parts, without what only spaces or groups. Runs in a page. */
function canonicalIn(): void {
  const loose = new Set(["math", "semantics", "mrow", "mstyle", "mpadded"]);
  const canonical = (nodes: readonly Element[]): string =>
    nodes
      .map(({ localName, children, textContent }): string => {
        const inside = [...children];
        if (loose.has(localName)) return canonical(inside);
        if (localName === "mspace" || localName === "annotation") return "";
        if (localName === "mtable")
          return inside.map((row) => [...row.children].map((it) => canonical([it])).join("&")).join(";");
        if (localName === "mtd") return canonical(inside);
        if (inside.length > 0) return `${localName}(${inside.map((it) => canonical([it])).join("|")})`;
        const text = textContent.replace(/[\u2061\u200b\u2009\u2005\u200a]/g, "").replaceAll("\u00a0", " ");
        return text && `${localName}:${text} `;
      })
      .join("");
  Object.assign(globalThis, {
    canonicalOf: (root: ParentNode) => canonical([...root.querySelectorAll("math")]),
  });
}
declare const canonicalOf: (root: ParentNode) => string;
declare const brick_take: typeof import("../build/reader/take.ts");

/** Of each display formula of these pages its TeX, and what the page says. */
const taken = (page: Page, html: readonly string[]) =>
  page.evaluate(
    (html) =>
      html.flatMap((text) =>
        [...new DOMParser().parseFromString(text, "text/html").querySelectorAll(".formula")].map((it) => ({
          tex: brick_take.texOf(it),
          says: canonicalOf(it),
        })),
      ),
    html,
  );
/** What KaTeX makes of TeX. */
const said = (page: Page, sources: readonly string[]) =>
  page.evaluate(
    (html) => html.map((text) => canonicalOf(new DOMParser().parseFromString(text, "text/html"))),
    sources.map((tex) =>
      katex.renderToString(tex, { output: "mathml", displayMode: true, strict: "error", throwOnError: true }),
    ),
  );
/** Lines that are aligned are a table of TeX's, and none of the page's. */
const inLine = (tex: string, says: string) =>
  tex.startsWith("\\begin{aligned}") ? says.replace(/[&;]/g, "") : says;

describe("figures and formulas", () => {
  test("are taken as they are: a formula as TeX, a figure as SVG and PNG, light and dark", async () => {
    const { page, faults, close } = await open("z1.html", {
      permissions: ["clipboard-read", "clipboard-write"],
      acceptDownloads: true,
    });
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());

    // By keyboard, and nothing is loaded before.
    const formula = page.locator("#with-the-numbers ~ .formula + .take").first();
    await page.locator("#with-the-numbers ~ .formula").first().scrollIntoViewIfNeeded();
    await formula.waitFor({ state: "attached" });
    expect(await page.locator('script[src="take.js"]').count()).toBe(0);
    await formula.focus();
    expect(await formula.evaluate((it) => getComputedStyle(it).opacity)).toBe("1");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Copied" }).waitFor();
    expect(await clipboard()).toBe(
      [
        "\\begin{aligned}",
        "z_1 & = X\\,W_1 \\\\",
        "& = \\begin{bmatrix} 1.76405235 & 0.40015721 \\end{bmatrix}\\;\\begin{bmatrix} -0.67746455 & 0.37769425 & -0.07365253 \\\\ -0.53663519 & 0.60920496 & 0.21149622 \\end{bmatrix} \\\\",
        "& \\approx \\begin{bmatrix} -1.40982136 & 0.91005018 & -0.04529517 \\end{bmatrix}",
        "\\end{aligned}",
      ].join("\n"),
    );

    // Every formula of these pages says in TeX what it says there.
    await page.evaluate(canonicalIn);
    const html = [...pages.map(({ name }) => bookFile(`${name}.html`)), ...LESSONS.flatMap(pagesOf)].filter(
      (it) => it.includes('class="formula'),
    );
    const all = await taken(page, html);
    expect(all.length).toBeGreaterThan(150);
    const again = await said(
      page,
      all.map(({ tex }) => tex),
    );
    expect(all.filter(({ tex, says }, i) => inLine(tex, says) !== inLine(tex, again[i]!))).toEqual([]);
    expect(all.map(({ tex }) => tex).join()).not.toMatch(/\\num|\\html|\\class|[\u2200-\u22ff]/);
    const turned = await said(page, ["\\frac{1}{2 \\cdot 1}", "\\frac{1 \\cdot 2}{1}"]);
    expect(turned[0]).not.toBe(turned[1]);

    // A figure, in the looks of either paper.
    await page.locator(".drawing").first().hover();
    await page.locator(".drawing + .take").first().click();
    const box = page.getByRole("dialog", { name: "Take this picture with you" });
    const button = (name: string) => box.getByRole("button", { name });
    const saved = async (name: string) => {
      const [download] = await Promise.all([page.waitForEvent("download"), button(name).click()]);
      const path = await download.path();
      return { name: download.suggestedFilename(), bytes: readFileSync(path) };
    };
    await button("Copy SVG").click();
    await button("Copied").waitFor();
    const light = await clipboard();
    await box.getByRole("radio", { name: "dark" }).check();
    const svg = await saved("Save SVG");
    const dark = svg.bytes.toString();
    expect(svg.name).toBe("z1-network-z1.svg");
    for (const it of [light, dark]) {
      expect(it).not.toMatch(/currentColor|var\(|class=|tabindex|<script| href=| style=/);
      expect(it).toContain("<title");
      expect(it).toContain('data-cell="W1.0.0"');
    }
    expect([light, dark].map((it) => it.includes('fill="#fcfbf8"'))).toEqual([true, false]);
    expect([light, dark].map((it) => it.includes("#7db8f2"))).toEqual([false, true]);
    const png = await saved("Save PNG");
    expect(png.bytes.subarray(1, 4).toString()).toBe("PNG");
    const [, width] = /width="(\d+)"/.exec(dark)!;
    expect(png.bytes.readUInt32BE(16)).toBe(2 * Number(width));
    await button("Copy PNG").click();
    await expect
      .poll(() => page.evaluate(async () => (await navigator.clipboard.read())[0]!.types))
      .toEqual(["image/png"]);
    await page.keyboard.press("Escape");
    expect(await box.count()).toBe(0);
    // With other bricks some formulas are gone, and so are their buttons.
    await page.evaluate(() => {
      location.hash = "bias=1&rows=3&activation=relu";
    });
    await page.locator("footer.lesson", { hasText: "3 rows" }).waitFor();
    await expect
      .poll(() =>
        page
          .locator("main .take")
          .evaluateAll((all) =>
            all.every((it) => it.previousElementSibling!.matches(".formula, .drawing, .player")),
          ),
      )
      .toBe(true);
    expect(faults).toEqual([]);
    await close();
  });

  test("the script weighs at most 10 KB over gzip", () => {
    expect(gzipSync(bookFile("take.js")).length).toBeLessThan(10_000);
  });
});
