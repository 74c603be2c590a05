import { gzipSync } from "node:zlib";
import { HtmlValidate } from "html-validate";
import type { BrowserContextOptions, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { player } from "../src/book/player.ts";
import { axeFinds, axeFindsInEveryLook } from "./axe.ts";
import { bookFile, bookReader } from "./book.ts";

/** The player as a reader meets it: on the page of chapter 11, in Chromium, from `file://`. */

const openPage = bookReader();

/** @param isClocked whether a test moves the page's clock by hand */
async function open(options: BrowserContextOptions = {}, isClocked = false) {
  const opened = await openPage("runs.html", options, isClocked ? (page) => page.clock.install() : undefined);
  return { ...opened, first: opened.page.locator(".player").first() };
}

const COUNT = 8;
const visible = (page: Page): Promise<number[]> =>
  page
    .locator(".player")
    .first()
    .locator(".frames > li")
    .evaluateAll((items) => items.flatMap((it, i) => ((it as HTMLElement).offsetHeight > 0 ? [i] : [])));
const everyFrame = Array.from({ length: COUNT }, (_, i) => i);

describe("without a script", () => {
  test("the strip is whole: every picture with its caption, and no control", async () => {
    const { page, faults, first, close } = await open({ javaScriptEnabled: false });
    await page.waitForLoadState();
    const items = first.locator(".frames > li");
    expect(await items.count()).toBe(COUNT);
    for (const item of await items.all()) {
      expect(await item.isVisible()).toBe(true);
      expect(await item.locator("p").textContent()).toMatch(/^step [\d,]+trained 0\.\d+, \d+ of 50unseen/);
    }
    expect(await first.locator(".controls").isVisible()).toBe(false);
    expect(await first.locator("button").first().isVisible()).toBe(false);
    expect(faults).toEqual([]);
    await close();
  });

  test("so it is on paper, also where the stage was on", async () => {
    const { page, first, close } = await open();
    expect(await visible(page)).toHaveLength(1);
    await page.emulateMedia({ media: "print" });
    expect(await visible(page)).toEqual(everyFrame);
    expect(await first.locator("li p").first().isVisible()).toBe(true);
    expect(await first.locator(".controls").isVisible()).toBe(false);
    await close();
  });
});

describe("with a script", () => {
  test("the stage opens on the last picture; keys on the slider move it, and the words follow", async () => {
    const { page, faults, first, close } = await open();
    const slider = first.getByRole("slider", { name: "Step of training" });
    const said = () => first.locator("output").textContent();
    expect(await visible(page)).toEqual([COUNT - 1]);
    expect(await said()).toContain("Step 100,000.");
    await slider.focus();
    await page.keyboard.press("ArrowLeft");
    expect(await visible(page)).toEqual([COUNT - 2]);
    expect(await said()).toMatch(/^Step 85,000\. Trained rows: loss 0\.\d+, \d+ of 50 right\./);
    expect(await slider.getAttribute("aria-valuetext")).toBe("step 85,000");
    await page.keyboard.press("Home");
    expect(await visible(page)).toEqual([0]);
    expect(await said()).toContain("Step 0.");
    await page.keyboard.press("End");
    expect(await visible(page)).toEqual([COUNT - 1]);
    expect(faults).toEqual([]);
    await close();
  });

  test("the line in each chart stands at the picture’s step", async () => {
    const { page, first, close } = await open();
    const slider = first.getByRole("slider");
    await slider.focus();
    await page.keyboard.press("Home");
    const lit = () =>
      first
        .locator(".beside > svg")
        .evaluateAll((charts) =>
          charts.map((chart) =>
            [...chart.querySelectorAll(".stop")].findIndex((it) => it.classList.contains("now")),
          ),
        );
    expect(await lit()).toEqual([0, 0]);
    await page.keyboard.press("ArrowRight");
    expect(await lit()).toEqual([1, 1]);
    await close();
  });

  test("play goes through the pictures from the start, pauses where one says so, and ends at the last", async () => {
    const { page, first, close } = await open({}, true);
    const play = first.getByRole("button", { name: "Play" });
    const pause = first.getByRole("button", { name: "Pause" });
    await page.clock.runFor(5000);
    expect(await visible(page)).toEqual([COUNT - 1]); // nothing plays by itself
    await play.focus();
    await page.keyboard.press("Enter");
    expect(await visible(page)).toEqual([0]);
    expect(await first.locator("output").getAttribute("aria-live")).toBe("off");
    await page.clock.runFor(2000);
    expect(await visible(page)).toEqual([2]);
    await pause.press("Space");
    await page.clock.runFor(5000);
    expect(await visible(page)).toEqual([2]);
    expect(await first.locator("output").getAttribute("aria-live")).toBe("polite");
    await play.click();
    await page.clock.runFor(60_000);
    expect(await visible(page)).toEqual([COUNT - 1]);
    expect(await play.isVisible()).toBe(true);
    // A hand on the slider stops it.
    await play.click();
    await page.clock.runFor(1000);
    await first.getByRole("slider").press("ArrowRight");
    await page.clock.runFor(5000);
    expect(await visible(page)).toEqual([2]);
    await close();
  });

  test("one player plays, the others stay where they are", async () => {
    const { page, first, close } = await open({}, true);
    await first.getByRole("button", { name: "Play" }).click();
    await page.clock.runFor(1000);
    const values = await page
      .locator(".player input")
      .evaluateAll((all) => all.map((it) => (it as HTMLInputElement).value));
    expect(values[0]).toBe("1");
    expect(new Set(values.slice(1))).toEqual(new Set(["7", "8"]));
    await close();
  });

  test("all pictures are a press away, and so is the stage", async () => {
    const { page, first, close } = await open({}, true);
    const all = first.getByRole("button", { name: "All pictures" });
    await first.getByRole("button", { name: "Play" }).click();
    await all.click();
    expect(await all.getAttribute("aria-pressed")).toBe("true");
    expect(await visible(page)).toEqual(everyFrame);
    expect(await first.getByRole("slider").isVisible()).toBe(false);
    await all.click();
    expect(await all.getAttribute("aria-pressed")).toBe("false");
    expect(await visible(page)).toEqual([0]);
    await page.clock.runFor(5000);
    expect(await visible(page)).toEqual([0]); // it was paused
    await close();
  });

  test("pictures fade in, but neither for one who asked for less motion nor on paper", async () => {
    const { page, first, close } = await open();
    const animation = async (
      reducedMotion: "reduce" | "no-preference",
      media: "screen" | "print" = "screen",
    ) => {
      await page.emulateMedia({ media, reducedMotion });
      return first.locator(".frames > .now").evaluate((it) => getComputedStyle(it).animationName);
    };
    expect(await animation("reduce")).toBe("none");
    expect(await animation("no-preference")).toBe("appear");
    expect(await animation("no-preference", "print")).toBe("none");
    await close();
  });

  test("nothing is wider than a window of 360, 390 or 1280 px, stage or strip", async () => {
    const { page, first, close } = await open();
    const over = () =>
      page.evaluate(() => {
        const limit = document.documentElement.clientWidth;
        const boxes = [...document.querySelectorAll(".player, .player svg, .player button, .player output")];
        return Math.max(
          document.documentElement.scrollWidth - limit,
          ...boxes.map((box) => box.getBoundingClientRect().right - limit),
        );
      });
    const inEachWidth = async () => {
      for (const width of [360, 390, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await over(), `${width} px`).toBeLessThanOrEqual(0);
      }
    };
    await inEachWidth();
    for (const all of await page.getByRole("button", { name: "All pictures" }).all()) await all.click();
    await inEachWidth();
    await first.evaluate((it) => {
      (it as HTMLElement).style.cssText = "width: 2000px; max-width: none";
    });
    expect(await over()).toBeGreaterThan(0);
    await close();
  });

  test("axe finds nothing, stage or strip: light and dark, wide and narrow", async () => {
    const { page, first, close } = await open({ reducedMotion: "reduce" });
    expect(await axeFindsInEveryLook(page, ".player")).toEqual([]);
    await first.getByRole("button", { name: "All pictures" }).click();
    expect(await axeFindsInEveryLook(page, ".player")).toEqual([]);
    await first.getByRole("button", { name: "All pictures" }).click();
    await first.getByRole("slider").evaluate((it) => it.removeAttribute("aria-label"));
    expect((await axeFinds(page, ".player")).join()).toContain("label");
    await close();
  });

  test("the script of every page is at most 14 KB, and this page at most 30 KB as it travels", () => {
    expect(bookFile("reader.js").length).toBeLessThan(14 * 1024);
    expect(gzipSync(bookFile("runs.html")).length).toBeLessThan(32_000);
  });
});

describe("its HTML", () => {
  test("is valid, and escapes what it is given", async () => {
    const report = await new HtmlValidate({
      extends: ["html-validate:recommended"],
      rules: {
        "no-inline-style": "off",
        "long-title": "off",
        "svg-focusable": "off",
        "no-trailing-whitespace": "off",
      },
    }).validateString(
      player(
        {
          title: "A run",
          frames: [{ svg: "", caption: "one", at: `"1" <b>`, says: `"1" & <2>` }],
          beside: [],
        },
        { play: "Play", pause: `"Pause"`, slider: "Step", all: "All" },
      ),
    );
    expect(
      report.results.flatMap(({ messages }) => messages.map((it) => `${it.ruleId}: ${it.message}`)),
    ).toEqual([]);
  });

  test("a player of nothing is an error", () => {
    expect(() =>
      player({ title: "", frames: [], beside: [] }, { play: "", pause: "", slider: "", all: "" }),
    ).toThrow("player: got no frame, expected at least one");
  });
});
