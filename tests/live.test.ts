import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { bundled } from "../build/bundled.ts";
import { bundling } from "../build/scripts.ts";
import { serve } from "../build/serve.ts";
import { followsLesson } from "../build/shell.ts";
import { complete, givenToLive, site, sourcesOfPages, titlesAlone } from "../build/site.ts";
import { chapters, stages, training } from "../chapters/index.ts";
import { pages } from "../chapters/pages.ts";
import { partOf } from "../src/book/chapter.ts";
import { DEFAULT_LESSON, type Lesson, parseLesson } from "../src/lesson/lesson.ts";
import { stageJson } from "../src/network/json.ts";
import { traceOf } from "../src/network/stage.ts";
import { BOOK, bookFile, bookReader } from "./book.ts";
import { lessons } from "./lessons.ts";
import type { asked } from "./live.browser.ts";
import { digits, entry, fragment, opener, openPanel, valuesOf } from "./live-page.ts";
import { ROOT } from "./project.ts";
import { writeFiles } from "./reading.ts";

/** Pages whose reader changes the numbers, in Chromium, from `file://` unless a test says otherwise. */

const open = bookReader();
const following = pages.filter(followsLesson).map(({ name }) => name);

/** The live code with what tests ask of it. */
let asking: string;
beforeAll(async () => {
  const { telling } = await sourcesOfPages(ROOT, DEFAULT_LESSON);
  const given = givenToLive(DEFAULT_LESSON, "npm run build", telling.sources);
  asking = `${await bundled(ROOT, "tests/live.browser.ts", bundling(given), titlesAlone)};0`;
});

describe("the same book", () => {
  test("the live HTML of the default lesson is the built <main>, byte for byte, on every page that follows it", async () => {
    const { page, close } = await open("z1.html");
    await page.evaluate(asking);
    expect(following.length).toBe(14);
    for (const name of following) {
      const html = bookFile(`${name}.html`);
      const main = html
        .slice(html.indexOf("<main"), html.indexOf("</main>") + "</main>".length)
        .replace(/<section class="exercises".*?<\/section>\n/s, ""); // a script of their own follows the numbers
      const live = await page.evaluate(
        (it) => (globalThis as unknown as { asked: typeof asked }).asked.mainHtml(it),
        name,
      );
      expect(live === main, name).toBe(true);
    }
    await close();
  });

  test("numbers are the build's, bit for bit, for 50 lessons given by their addresses", async () => {
    const { page, close } = await open("z1.html");
    await page.evaluate(asking);
    const all = fc.sample(lessons, { numRuns: 50, seed: 4 });
    for (const lesson of all) {
      const plain: Lesson = JSON.parse(JSON.stringify(lesson));
      const live = await page.evaluate(
        (it) => (globalThis as unknown as { asked: typeof asked }).asked.everyStage(it),
        plain,
      );
      const trace = traceOf(stages, plain);
      expect(live).toEqual(
        chapters.map((chapter) => stageJson(chapter.name, partOf(chapter, trace.lesson), trace)),
      );
    }
    await close();
  });

  test("and so they are on the page itself, reached by an address", async () => {
    const { page, faults, close } = await open("z1.html");
    for (const [address, json] of [
      ["data-seed=7&rows=3&weight-seed=9", { data: { seed: 7, rows: 3 }, weights: { seed: 9 } }],
      ["hidden=5", { hidden: 5 }],
      [
        "X=0,1;1,1&labels=1,0&W1=1,2;3,4&W2=1,0;0,1",
        {
          data: {
            X: [
              [0, 1],
              [1, 1],
            ],
            labels: [1, 0],
          },
          weights: {
            W1: [
              [1, 2],
              [3, 4],
            ],
            W2: [
              [1, 0],
              [0, 1],
            ],
          },
        },
      ],
    ] as const) {
      for (const name of ["z1", "dloss-dw1", "update"]) {
        await page.goto("about:blank");
        await page.goto(`file://${BOOK}/${name}.html#${address}`);
        const wanted = valuesOf(name, parseLesson(json));
        await expect.poll(() => digits(page), { message: `${name} ${address}` }).toEqual(wanted);
      }
    }
    expect(faults).toEqual([]);
    await close();
  });
});

describe("whatever was changed before, a page says what a fresh one says at the same address", () => {
  const way = [
    "rows=8&hidden=8&ridge=0.5",
    "rows=1&hidden=1&digits=15",
    "X=0,1,1;1,1,1&labels=1,0&hidden=2&digits=0",
    "weight-seed=3&W1.0.1=0.5&y.0=1&learning-rate=100",
    "set=moons&rows=3&step=40&learning-rate=2&alpha=0.5",
  ];
  /** The page's own HTML, or that of a fresh one at an address, without what scripts add and remember. */
  const said = (page: Page, address?: string) =>
    page.evaluate(async (address) => {
      const bare = (main: Element): string => {
        for (const added of main.querySelectorAll("[data-added], .exercises")) added.remove();
        for (const name of ["style", "data-fits"]) main.querySelector(".place")?.removeAttribute(name);
        // A picture that its script has met is a control.
        for (const it of main.querySelectorAll("[data-moves] svg"))
          for (const { name } of [...it.attributes])
            if (/^(?:role|aria-)/.test(name)) it.removeAttribute(name);
        for (const it of main.querySelectorAll("*")) {
          for (const mark of ["changed", "same", "own"]) it.classList.remove(mark);
          if (it.getAttribute("class") === "") it.removeAttribute("class");
          for (const name of ["tabindex", "open", "title"]) it.removeAttribute(name);
          // In one order: that of their names.
          for (const { name, value } of [...it.attributes].sort((a, b) => (a.name < b.name ? -1 : 1))) {
            it.removeAttribute(name);
            it.setAttribute(name, value);
          }
        }
        return main.outerHTML.replaceAll("\n", "");
      };
      if (address === undefined) return bare(document.querySelector("main")!.cloneNode(true) as Element);
      const { freshMain } = (window as unknown as { asked: typeof asked }).asked;
      const html = await freshMain(document.body.dataset.page!, address);
      return bare(new DOMParser().parseFromString(html, "text/html").querySelector("main")!);
    }, address);

  test.each(following)("%s", async (name) => {
    // The first address comes with the page, and so this one is fresh itself.
    const { page, faults, close } = await open(`${name}.html#${way[0]}`);
    await page.evaluate(asking);
    const all = page.locator("main details:not([open]) > summary");
    const opened = () => all.evaluateAll((its) => its.forEach((it) => void (it as HTMLElement).click()));
    await expect.poll(() => page.locator(".numbers > button").count()).toBe(2);
    for (const address of way) {
      // Closed again, so that what is folded is not set by the change and has to be when it is opened.
      await page.evaluate(async (it) => {
        for (const details of document.querySelectorAll<HTMLDetailsElement>("main details"))
          details.open = false;
        await new Promise((done) => setTimeout(done, 20));
        location.hash = it;
      }, address);
      const fresh = await said(page, address);
      let now = "";
      await expect
        .poll(
          async () => {
            await opened();
            now = await said(page);
            return now === fresh;
          },
          { message: address },
        )
        .toBe(true);
      // One digit more would be seen.
      expect(now.replace(/(\d)(<\/)/, "$10$2")).not.toBe(fresh);
    }
    expect(faults).toEqual([]);
    await close();
  });
});

describe("what a page loads", () => {
  test("nothing of it before somebody touches a number; then one script of at most 285 KB", async () => {
    const { page, faults, close } = await open("z1.html");
    const loaded = () => page.evaluate(() => document.querySelectorAll('script[src="live.js"]').length);
    await page.mouse.move(5, 5);
    expect(await loaded()).toBe(0);
    await entry(page, "W1.0.0").hover();
    await expect.poll(loaded).toBe(1);
    await openPanel(page);
    expect(await loaded()).toBe(1);
    expect(gzipSync(bookFile("live.js"), { level: 9 }).length).toBeLessThan(285_000);
    expect(faults).toEqual([]);
    await close();
  });

  test("pages whose runs have settings of their own have no panel, and hand the numbers on", async () => {
    const { page, faults, close } = await open("runs.html#rows=4&W1.0.1=0.5");
    expect(await opener(page).count()).toBe(0);
    expect(training.filter(({ experiment }) => experiment).length).toBeGreaterThan(0);
    await page.locator('a[rel="prev"]').click();
    await page.waitForURL(/loop\.html/);
    expect(await fragment(page)).toBe("rows=4&W1.0.1=0.5");
    expect(faults).toEqual([]);
    await close();
  });
});

test("an address written by hand into a page that is open counts: shown, or handed on in the links", async () => {
  const { page, faults, close } = await open("z1.html");
  const home = page.url();
  await page.goto(`${home}#rows=3`);
  await expect.poll(() => entry(page, "X.2.1").count()).toBe(1);
  await page.goBack();
  await expect.poll(() => entry(page, "X.2.1").count()).toBe(0);
  const next = page.locator(".turn [rel=next]");
  await page.goto(home.replace("z1.html", "exploding.html"));
  await page.goto(home.replace("z1.html", "exploding.html#rows=3"));
  await expect.poll(() => next.getAttribute("href")).toBe("vanishing.html#rows=3");
  await page.goto(home.replace("z1.html", "exploding.html#rows=4"));
  await expect.poll(() => next.getAttribute("href")).toBe("vanishing.html#rows=4");
  await page.goto(home.replace("z1.html", "exploding.html#one-line-mended"));
  await expect.poll(() => fragment(page)).toBe("rows=4");
  expect(await next.getAttribute("href")).toBe("vanishing.html#rows=4");
  expect(faults).toEqual([]);
  await close();
});

describe("a bad or hostile address", () => {
  test("says what is wrong and shows the book's numbers", async () => {
    const { page, faults, close } = await open("z1.html#rows=abc&title=%3Cimg%20src%3Dx%3E");
    const alert = page.locator(".numbers [role=alert]");
    await expect
      .poll(() => alert.textContent())
      .toContain('rows: got "abc", expected a whole number from 1 to 300');
    expect(await digits(page)).toEqual(valuesOf("z1", DEFAULT_LESSON));
    expect(faults).toEqual([]);
    await close();
  });

  test("never breaks a page nor puts an element into it: crafted ones, one after the other", async () => {
    const { page, faults, close } = await open("z1.html#rows=2");
    await expect.poll(() => page.locator("footer.lesson").textContent()).toContain("2 rows");
    // And so does the foot of a printed page.
    const foot = () => getComputedStyle(document.documentElement).getPropertyValue("--foot");
    expect(await page.evaluate(foot)).toMatch(/^"A lesson of your own · .*, 2 rows · /);
    const hostile = [
      "<img src=x onerror=alert(1)>=1",
      "title=<script>alert(1)</script>",
      "title=%3Cimg src=x onerror=alert(1)%3E&rows=3",
      "title=$\\href{javascript:alert(1)}{x}$",
      "title=%60%60%60%0A%3Cscript%3E",
      "title=</main><h1>x</h1>",
      "__proto__=1",
      "constructor=1",
      "W1.0.0=1e999",
      "X=".concat("1,".repeat(5000)),
      'rows=2&at="><img src=x>',
      "at=<img src=x>&rows=4",
      "%E0%A4%A=1",
      "=",
      "&&&=&&",
      "step=999999999",
      "data-seed=4294967296",
      "y.0=0.5",
    ];
    for (const address of hostile) {
      await page.evaluate((it) => {
        location.hash = it;
      }, address);
      await page.waitForTimeout(30);
      expect(
        await page.evaluate(() => document.querySelectorAll("main img, main script, main h1 ~ h1").length),
        address,
      ).toBe(0);
      expect(await page.locator("main .katex-html").count(), address).toBeGreaterThan(5);
      expect(await page.locator("h1").count(), address).toBe(1);
    }
    expect(faults).toEqual([]);
    // The page is alive after all that.
    await page.evaluate(() => {
      location.hash = "rows=3";
    });
    await expect.poll(() => page.locator("footer.lesson").textContent()).toContain("3 rows");
    await close();
  });
});

test("over http it is the same, and asks for nothing from elsewhere", async () => {
  const { url, close: stop } = await serve(BOOK);
  const home = url.replace(/\/$/, "");
  // At home//z1.html, whose path a browser could take for the name of a host.
  const { page, faults, close } = await open("/z1.html", {}, undefined, home);
  await openPanel(page);
  await page.getByLabel("Rows", { exact: true }).fill("2");
  expect(await digits(page)).toEqual(valuesOf("z1", parseLesson({ data: { rows: 2 } })));
  await page.getByLabel("Weight seed", { exact: true }).fill("8");
  expect(await fragment(page)).toBe("rows=2&weight-seed=8");
  expect(faults).toEqual([]);
  await close();
  await stop();
});

test("a site with another lesson lives on its own numbers", async () => {
  const its = mkdtempSync(join(tmpdir(), "live-class-"));
  try {
    const lesson = parseLesson({ title: "Class 10B", data: { X: [[1, 0, 1]], labels: [1] }, hidden: 2 });
    const made = await complete(
      await site({ root: ROOT, lesson, command: "npm run build -- --lesson class10b.json" }),
    );
    writeFiles(made, its);
    writeFileSync(join(its, "x"), "");
    const { page, faults, close } = await open("z1.html#W1.2.1=0.5", {}, undefined, its);
    await expect.poll(() => entry(page, "W1.2.1").textContent()).toBe("0.50000000");
    await openPanel(page);
    expect(await page.getByLabel("Data seed", { exact: true }).inputValue()).toBe("");
    await page.getByRole("button", { name: "Back to the book’s numbers" }).click();
    expect(await page.locator("footer.lesson").textContent()).toContain("Class 10B");
    expect(await page.locator("footer.lesson code").textContent()).toBe(
      "npm run build -- --lesson class10b.json",
    );
    expect(faults).toEqual([]);
    await close();
  } finally {
    rmSync(its, { recursive: true, force: true });
  }
});
