import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isTag } from "domhandler";
import { DomUtils, parseDocument } from "htmlparser2";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { BORROWED, FONTS } from "../build/fonts/signs.ts";
import { stages } from "../chapters/index.ts";
import { parseLesson } from "../src/lesson/lesson.ts";
import { toRows } from "../src/math/matrix.ts";
import { traceOf } from "../src/network/stage.ts";
import { axeFinds, axeFindsInEveryLook, WIDTHS } from "./axe.ts";
import { remove, temporaryFolder } from "./project.ts";
import { openPage, withChromium } from "./reading.ts";
import { LEAVES, withSites } from "./sites.ts";

/** The built site as a reader opens it: in Chromium, from `file://`. */

let browser: Browser;
withChromium((it) => {
  browser = it;
});
const folders = withSites();
const open = (lesson: string, file: string, options: BrowserContextOptions = {}) =>
  openPage(browser, folders.get(lesson)!, file, options);

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

/** The text of a page's `<main>` as it stands in its file, and how many formulas are in it. */
function withoutScripts(html: string) {
  const main = DomUtils.getElementsByTagName("main", parseDocument(html))[0]!;
  return {
    text: DomUtils.textContent(main),
    formulas: DomUtils.filter((it) => isTag(it) && it.attribs.class === "katex-html", main).length,
  };
}

/** The same of the open page, without the words on what its scripts add: copy buttons, the panel's button. */
const withoutAdded = (page: Page): Promise<ReturnType<typeof withoutScripts>> =>
  page.evaluate(() => {
    const main = document.querySelector("main")!.cloneNode(true) as HTMLElement;
    for (const it of main.querySelectorAll("[data-added]")) it.remove();
    return { text: main.textContent!, formulas: main.querySelectorAll(".katex-html").length };
  });

/** Blocks of code that have not one button, whose name says what it copies. */
const codeWithoutButton = (page: Page): Promise<string[]> =>
  page.locator("pre > code").evaluateAll((all) =>
    all.flatMap((code) => {
      const pre = code.parentElement!;
      const buttons = pre.parentElement!.querySelectorAll(":scope > button.copy");
      const isRight =
        buttons.length === 1 &&
        /\w/.test(pre.ariaLabel ?? "") &&
        buttons[0]!.ariaLabel === `Copy: ${pre.ariaLabel}`;
      return isRight ? [] : [pre.outerHTML.slice(0, 80)];
    }),
  );

describe("in Chromium, from file://", () => {
  // One visit to each page of each book. A page of the article's is looked at for everything that can be wrong with
  // one; the other books are there for what numbers of another size or count can do to it.
  test.each(LEAVES)("$lesson: $file", async ({ lesson, file }) => {
    const viewport = lesson === "article" ? { width: WIDTHS[0], height: 740 } : PHONE;
    const { page, faults, close } = await open(lesson, file, { viewport });
    expect(faults).toEqual([]);
    const onPhone = async () => {
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      expect(await missingSigns(page)).toEqual([]);
    };
    if (lesson !== "article") await onPhone();
    else {
      // Whole without scripts: what they add is marked, and the rest is what is in the file.
      const bare = withoutScripts(readFileSync(join(folders.get(lesson)!, file), "utf8"));
      expect(await withoutAdded(page)).toEqual(bare);
      expect(bare.text.length).toBeGreaterThan(500);
      expect(await codeWithoutButton(page)).toEqual([]);
      await page.evaluate(() => {
        for (const details of document.querySelectorAll("details")) details.open = true;
      });
      // Colours are those of the book: of two pages one in light, one in dark.
      const scheme =
        LEAVES.findIndex((it) => it.file === file && it.lesson === lesson) % 2 ? "dark" : "light";
      const also = async (width: number) => {
        if (width === PHONE.width) await onPhone();
        return [];
      };
      expect(await axeFindsInEveryLook(page, undefined, also, [scheme])).toEqual([]);
    }
    await page.setViewportSize(PAPER);
    await page.emulateMedia({ media: "print" });
    expect(await tooWideFor(page, PAPER.width)).toEqual([]);
    expect(faults).toEqual([]);
    await close();
  });

  test("these faults would be seen: an error, a request outside, too wide a page, a missing sign, lost text, code without its button", async () => {
    const bad = `<!doctype html><title>x</title><main><img src="../elsewhere.png" alt=""><svg width="900" style="width:900px"></svg><p style="font-family:KaTeX_Main">ж</p><pre><code>x</code></pre><script>document.querySelector("p").append("more");throw new Error("broken")</script></main>`;
    const home = temporaryFolder();
    writeFileSync(join(home, "bad.html"), bad);
    const { page, faults, close } = await openPage(browser, home, "bad.html", { viewport: PHONE });
    expect(faults.some((fault) => fault.includes("broken"))).toBe(true);
    expect(faults.some((fault) => fault.startsWith("outside"))).toBe(true);
    expect(await overflow(page)).toBeGreaterThan(0);
    expect(await tooWideFor(page, PAPER.width)).toHaveLength(1);
    expect(await missingSigns(page)).toEqual(["ж of KaTeX_Main"]);
    expect((await withoutAdded(page)).text).toBe(withoutScripts(bad).text.replace("ж", "жmore"));
    expect(await codeWithoutButton(page)).toHaveLength(1);
    await close();
    remove(home);
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

  test("what must be seen is drawn without backgrounds, on paper and in forced colours", async () => {
    const { page, close } = await open("article", "dloss-dw2.html", { colorScheme: "dark" });
    const look = () =>
      page.evaluate(() => {
        const style = (selector: string, pseudo?: string) =>
          getComputedStyle(document.querySelector(selector)!, pseudo);
        const brick = style(".strip .brick[aria-current]");
        return {
          lit: style(".katex .lit").outlineStyle,
          hasBracket: Number.parseFloat(style(".matrix.data", "::before").borderLeftWidth) > 0,
          stud: style(".strip .brick", "::before").borderTopWidth,
          isHereMarked: brick.backgroundColor !== style(".strip .brick:not([aria-current])").backgroundColor,
          ink: style(".figure .ink").color,
          tableBreaks: style(".scroll").breakInside,
        };
      });
    expect((await look()).lit).toBe("none"); // on the screen it is light
    await page.emulateMedia({ media: "print" });
    expect(await look()).toMatchObject({ lit: "solid", hasBracket: true, tableBreaks: "avoid" });
    // The palette is dark, whatever theme was chosen before.
    await page.emulateMedia({ media: "screen", forcedColors: "active" });
    await page.evaluate(() => {
      document.documentElement.dataset.theme = "light";
    });
    const forced = await look();
    expect(forced).toMatchObject({ lit: "solid", isHereMarked: true, ink: "rgb(255, 255, 255)" });
    expect(Number.parseFloat(forced.stud)).toBeGreaterThan(2);
    await close();
  });

  test("on a phone the text comes before the stack, lines break, and links are large enough", async () => {
    const { page, close } = await open("article", "dloss-dw2.html", { viewport: PHONE });
    const found = await page.evaluate(() => {
      const top = (selector: string) => document.querySelector(selector)!.getBoundingClientRect().top;
      return {
        text: top(".body > p"),
        stack: top(".place"),
        sizes: new Set([...document.querySelectorAll(".formula")].map((it) => getComputedStyle(it).fontSize))
          .size,
        widest: Math.max(
          ...[...document.querySelectorAll(".formula")].map((it) => it.scrollWidth / it.clientWidth),
        ),
      };
    });
    expect(found.text).toBeLessThan(PHONE.height / 2);
    expect(found.stack).toBeGreaterThan(found.text);
    expect(found.sizes).toBe(1);
    expect(found.widest).toBeLessThan(1.5); // two factors of the four rows beside each other would be 2
    await page.goto(page.url().replace("dloss-dw2", "index"));
    const heights = await page
      .locator(".body svg a")
      .evaluateAll((links) => links.map((it) => it.getBoundingClientRect().height));
    expect(heights.length).toBeGreaterThan(5);
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(23.5);
    await page.setViewportSize({ width: WIDTHS[0], height: 740 });
    await page.goto(page.url().replace("index", "dloss-dw2"));
    const scrolling = page
      .locator(".formula")
      .evaluateAll((all) => all.filter((it) => it.scrollWidth > it.clientWidth).length);
    expect(await scrolling).toBe(0);
    await close();
  });

  test("axe would find something", async () => {
    const { page, close } = await open("article", "z1.html", {});
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
    // In the text, without what scripts may add later: the bar that tells of it may come later, and names it anyway.
    expect(await page.locator('main [data-cell="W1.0.1"]:not(.same, [data-added] *)').count()).toBe(0);
    expect(await page.locator(".same").count()).toBeGreaterThan(2);
    expect(await page.locator('.same:not([data-cell="W1.0.1"])').count()).toBe(0);
    await close();
  });
});
