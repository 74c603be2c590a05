import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { HtmlValidate } from "html-validate";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BORROWED, FONTS } from "../build/fonts/signs.ts";
import { complete, site } from "../build/site.ts";
import { stages, training } from "../chapters/index.ts";
import { parseLesson } from "../src/lesson.ts";
import { toRows } from "../src/matrix.ts";
import { traceOf } from "../src/trace.ts";
import { axeFinds } from "./axe.ts";
import { openPage, withChromium, writeFiles } from "./reading.ts";

/** The built site as a reader opens it: in Chromium, from `file://`. */

const root = fileURLToPath(new URL("..", import.meta.url));

const LESSONS = {
  article: {},
  "8 rows, 8 hidden, ridge": { data: { rows: 8 }, hidden: 8, ridge: 0.1 },
  "300 rows, 64 hidden": { data: { rows: 300 }, hidden: 64, digits: 15 },
  "given data and weights": {
    title: "Class 10B <b>&amp; “friends”",
    data: {
      X: [
        [1, 0, 1],
        [1e6, -2.5, 1],
      ],
      labels: [0, 1],
    },
    weights: { W1: [[1e6], [0], [-1e-9]], W2: [[2, -3]] },
    learningRate: 100,
    digits: 0,
  },
};

let browser: Browser;
withChromium((it) => {
  browser = it;
});
const folder = mkdtempSync(join(tmpdir(), "site-"));
const sites = new Map<string, Map<string, string>>();
const folderOf = (lesson: string) => join(folder, lesson.replace(/\W+/g, "-"));

beforeAll(async () => {
  for (const [name, json] of Object.entries(LESSONS)) {
    const built = await site({ root, lesson: parseLesson(json), command: "npm run build" });
    const pages = new Map([...built.pages].map(([page, render]) => [page, render()]));
    sites.set(name, pages);
    const rendered = new Map([...pages].map(([page, html]) => [page, () => html]));
    writeFiles(await complete({ ...built, pages: rendered }), folderOf(name));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const open = (lesson: string, file: string, options: BrowserContextOptions = {}) =>
  openPage(browser, folderOf(lesson), file, options);

/** All pages of the article's lesson; of the others those that change with the lesson. */
const everyPage = (): [string, string][] =>
  [...sites].flatMap(([lesson, pages]) =>
    [...pages.keys()]
      .filter((file) => lesson === "article" || !experimental.has(file))
      .map((file): [string, string] => [lesson, file]),
  );
const experimental = new Set(
  training.filter(({ experiment }) => experiment).map(({ name }) => `${name}.html`),
);
const articlePages = () => [...sites.get("article")!.keys()];

/** What a printer would mend on a page: long numbers without a comma, straight quotes, hyphens for minus signs, % alone on a line. */
function misset(html: string): string[] {
  const text = html
    .replace(/<(pre|code|script)\b.*?<\/\1>/gs, " ")
    .replace(/<[^>]*>/g, "|")
    .replace(/seed[|, ]*(\d+)|\(2017\)/gi, "seed"); // names, not numbers
  const faults = text.matchAll(/(?<![\d.,])\d{4,}|['"]|(?<=\d) %|(?<=[\s(·=])-(?=\d)/g);
  return [...faults].map(({ index }) => text.slice(Math.max(0, index - 20), index + 20));
}

const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

const PHONE = { width: 360, height: 740 };
/** A4 less its margins, in CSS pixels. */
const PAPER = { width: 656, height: 1000 };

/** What reaches past the right edge. */
const tooWideFor = (page: Page, width: number) =>
  page.evaluate((limit) => {
    const boxes = [...document.querySelectorAll("main .katex-html, main svg, main pre, main table")];
    return boxes
      .map((box) => ({
        right: Math.round(box.getBoundingClientRect().right),
        what: box.textContent?.slice(0, 60),
      }))
      .filter(({ right }) => right > limit + 1);
  }, width);

/** Signs in the book's own fonts that these fonts do not have. */
const missingSigns = (page: Page) =>
  page.evaluate(
    ({ fonts, borrowed }) => {
      const lost = new Set<string>();
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.parentElement!.closest(".katex-mathml, script, pre, code, title, desc")) continue;
        const faces = getComputedStyle(node.parentElement!).fontFamily;
        const family = faces.split(",")[0]!.replaceAll('"', "");
        const signs = faces.includes("Book Signs") ? `${fonts[family]}${borrowed}` : fonts[family];
        if (family.startsWith("KaTeX") && signs === undefined) lost.add(`the font ${family}`);
        if (signs === undefined) continue;
        // KaTeX's own zero-width space has no picture.
        for (const sign of node.textContent!)
          if (!signs.includes(sign) && sign.trim() !== "" && sign !== "\u200b")
            lost.add(`${sign} of ${family}`);
      }
      return [...lost];
    },
    {
      fonts: Object.fromEntries(FONTS.map(({ family, signs }) => [family, signs])),
      borrowed: BORROWED.map(({ signs }) => signs).join(""),
    },
  );

describe("in Chromium, from file://", () => {
  // One visit to each page of each lesson: its errors and requests, its width, its signs, and then on paper.
  test("every page of every lesson loads clean, fits 360 px and paper, and has all its signs", async () => {
    for (const [lesson, file] of everyPage()) {
      const { page, faults, close } = await open(lesson, file, { viewport: PHONE });
      expect(faults, `${lesson}: ${file}`).toEqual([]);
      expect(await overflow(page), `${lesson}: ${file} is too wide`).toBeLessThanOrEqual(0);
      expect(await missingSigns(page), `${lesson}: ${file}`).toEqual([]);
      await page.setViewportSize(PAPER);
      await page.emulateMedia({ media: "print" });
      expect(await tooWideFor(page, PAPER.width), `${lesson}: ${file} on paper`).toEqual([]);
      await close();
    }
  });

  test("these faults would be seen: an error, a request outside, too wide a page, a missing sign", async () => {
    const bad = `<!doctype html><title>x</title><main><img src="../elsewhere.png" alt=""><svg width="900" style="width:900px"></svg><p style="font-family:KaTeX_Main">ж</p><script>throw new Error("broken")</script>`;
    writeFileSync(join(folderOf("article"), "bad.html"), bad);
    const { page, faults, close } = await open("article", "bad.html", {
      viewport: { width: 360, height: 740 },
    });
    expect(faults.some((fault) => fault.includes("broken"))).toBe(true);
    expect(faults.some((fault) => fault.startsWith("outside"))).toBe(true);
    expect(await overflow(page)).toBeGreaterThan(0);
    expect(await tooWideFor(page, PAPER.width)).toHaveLength(1);
    expect(await missingSigns(page)).toEqual(["ж of KaTeX_Main"]);
    await close();
    rmSync(join(folderOf("article"), "bad.html"));
  });

  test("text and formulas are all there with JavaScript off", async () => {
    for (const file of articlePages()) {
      const off = await open("article", file, { javaScriptEnabled: false });
      const on = await open("article", file);
      const said = (page: Page) => page.locator("main").textContent();
      expect(await off.page.locator("main .katex-html").count()).toBe(
        await on.page.locator("main .katex-html").count(),
      );
      // With JavaScript the only further words are on what it adds: copy buttons, the panel's button.
      const added = (await on.page.locator("main [data-added]").allTextContents()).join("").length;
      expect((await said(off.page))!.length).toBe((await said(on.page))!.length - added);
      expect((await said(off.page))!.length).toBeGreaterThan(500);
      await off.close();
      await on.close();
    }
  });

  test("disclosures open without JavaScript, and every one is open on paper", async () => {
    const { page, close } = await open("article", "z1.html", { javaScriptEnabled: false });
    const table = page.locator("details.entries table").first();
    expect(await table.isVisible()).toBe(false);
    await page.locator("details.entries summary").first().click();
    expect(await table.isVisible()).toBe(true);
    await close();

    const paper = await open("article", "z1.html", { javaScriptEnabled: false });
    await paper.page.emulateMedia({ media: "print" });
    for (const details of await paper.page.locator("details > :not(summary)").all())
      expect((await details.boundingBox())?.height ?? 0).toBeGreaterThan(0);
    await paper.close();
  });

  test("on paper a small table stays on one page", async () => {
    const { page, close } = await open("article", "dloss-dw2.html");
    await page.emulateMedia({ media: "print" });
    const derivatives = page.locator(".scroll", { hasText: "derivative" });
    expect(await derivatives.evaluate((it) => getComputedStyle(it).breakInside)).toBe("avoid");
    await close();
  });

  test.each([
    ["light", 1280],
    ["dark", 1280],
    ["light", 390],
    ["dark", 390],
  ] as const)("axe finds nothing: %s, %i px", async (colorScheme, width) => {
    for (const file of articlePages()) {
      const { page, close } = await open("article", file, {
        colorScheme,
        viewport: { width, height: 900 },
        bypassCSP: true,
      });
      await page.evaluate(() => {
        for (const details of document.querySelectorAll("details")) details.open = true;
      });
      expect(await axeFinds(page), file).toEqual([]);
      await close();
    }
  });

  test("axe would find something", async () => {
    const { page, close } = await open("article", "z1.html", { bypassCSP: true });
    await page.evaluate(() => {
      document
        .querySelector("main")!
        .insertAdjacentHTML(
          "beforeend",
          `<img src="favicon.svg"><p style="color:#ccc;background:#fff">pale</p>`,
        );
    });
    const found = (await axeFinds(page)).map((it) => it.split(":")[0]);
    expect(found).toEqual(expect.arrayContaining(["image-alt", "color-contrast"]));
    await close();
  });

  test("the light switch follows the system until somebody presses it", async () => {
    const { page, close } = await open("article", "z1.html", { colorScheme: "light" });
    const pressed = () => page.getByRole("button", { name: "Light or dark" }).getAttribute("aria-pressed");
    expect(await pressed()).toBe("false");
    await page.emulateMedia({ colorScheme: "dark" });
    await expect.poll(pressed).toBe("true");
    await page.getByRole("button", { name: "Light or dark" }).click();
    await page.emulateMedia({ colorScheme: "light" });
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await pressed()).toBe("false");
    await close();
  });

  test("the light switch holds on the next page, and copying gives the text without its helpers", async () => {
    const { page, close } = await open("article", "z1.html", {
      permissions: ["clipboard-read", "clipboard-write"],
    });
    await page.getByRole("button", { name: "Light or dark" }).click();
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe("dark");
    await page.locator("details.precision summary").click();
    await page.locator("details.precision .copy").first().click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(JSON.parse(copied).z1).toEqual(toRows(traceOf(stages, parseLesson({})).z1));
    expect(copied).not.toContain("\u200b");
    await page.locator("[rel=next]").click();
    await page.waitForURL("**/h1.html");
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe("dark");
    await close();
  });

  test("pointing at an entry lights it wherever it stands", async () => {
    const { page, close } = await open("article", "z1.html");
    await page.locator('.katex-html [data-cell="W1.0.1"]').first().hover();
    // In the text: the bar that tells of it may come later, and names it anyway.
    expect(await page.locator('main [data-cell="W1.0.1"]:not(.same)').count()).toBe(0);
    expect(await page.locator(".same").count()).toBeGreaterThan(2);
    expect(await page.locator('.same:not([data-cell="W1.0.1"])').count()).toBe(0);
    await close();
  });
});

describe("as files", () => {
  test("every internal link and anchor leads somewhere", () => {
    for (const [lesson, pages] of sites) {
      const ids = new Map(
        [...pages].map(([file, html]) => [
          file,
          new Set([...html.matchAll(/ id="([^"]+)"/g)].map((m) => m[1]!)),
        ]),
      );
      const lost = [...pages].flatMap(([file, html]) =>
        [...html.matchAll(/(?:href|src)="([^"]*)"/g)]
          .map((m) => m[1]!)
          .filter((link) => !link.startsWith("https://"))
          .filter((link) => {
            const [path, anchor] = link.split("#") as [string, string?];
            const target = path === "" ? file : path;
            const exists = pages.has(target) || target.includes(".json") || /\.(css|js|svg)$/.test(target);
            return !exists || (anchor !== undefined && !ids.get(target)?.has(anchor));
          })
          .map((link) => `${lesson}: ${file} → ${link}`),
      );
      expect(lost).toEqual([]);
    }
  });

  test("the HTML is valid", async () => {
    const validator = new HtmlValidate({
      extends: ["html-validate:standard", "html-validate:document"],
      rules: {
        // KaTeX needs style attributes, and the policy of each page allows only those.
        "no-inline-style": "off",
        "long-title": "off",
        "no-trailing-whitespace": "off",
        "void-style": "off",
        "require-sri": "off",
        "no-raw-characters": "off",
        // Markdown writes its tables' alignment so.
        "attribute-boolean-style": "off",
      },
    });
    for (const [file, html] of sites.get("article")!) {
      const report = await validator.validateString(html, file);
      const messages = report.results.flatMap(({ messages }) =>
        messages.map((m) => `${file}:${m.line}: ${m.ruleId}: ${m.message}`),
      );
      expect(messages.slice(0, 5)).toEqual([]);
    }
    const broken = await validator.validateString(
      "<!doctype html><html lang=en><head><title>x</title></head><body><p><div></p></body></html>",
    );
    expect(broken.valid).toBe(false);
  });

  test("every page carries the policy, and neither an inline script nor a style element", () => {
    for (const [lesson, pages] of sites)
      for (const [file, html] of pages) {
        expect(html, `${lesson}: ${file}`).toContain(
          `content="default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; font-src 'self'; img-src 'self'"`,
        );
        expect(html).not.toMatch(/<style|<script(?! src="[\w.]+" defer><\/script>)/);
        expect(html).not.toMatch(/ on\w+="/);
      }
  });

  test("a lesson's title is text, never markup", () => {
    const html = sites.get("given data and weights")!.get("z1.html")!;
    expect(html).toContain("Class 10B &lt;b&gt;&amp;amp; “friends”");
  });

  test("numbers and quotes are set as a printer sets them: 102,696, −1, ’", () => {
    const faults = everyPage().flatMap(([lesson, file]) =>
      misset(sites.get(lesson)!.get(file)!).map((fault) => `${lesson}: ${file}: ${fault}`),
    );
    expect(faults).toEqual([]);
    const wrong =
      "<p>In <b>102696</b> steps it's at -1, in 1000.5 too, 5 %. <pre>102696</pre> Seed 2017 (2017)";
    expect(misset(wrong)).toHaveLength(5);
  });

  test("each page has its own title and description", () => {
    const of = (pattern: RegExp) =>
      [...sites.get("article")!.values()].map((html) => pattern.exec(html)?.[1]);
    for (const pattern of [/<title>([^<]+)<\/title>/, /name="description" content="([^"]+)"/]) {
      const all = of(pattern);
      expect(all.every(Boolean)).toBe(true);
      expect(new Set(all).size).toBe(all.length);
    }
  });
});
