import type { BrowserContextOptions, Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { stages } from "../chapters/index.ts";
import { DEFAULT_LESSON } from "../src/lesson/lesson.ts";
import { traceOf } from "../src/network/stage.ts";
import { asJson, asNumpy } from "../src/typeset/copy.ts";
import { axeFinds, axeFindsInEveryLook } from "./axe.ts";
import { bookReader } from "./book.ts";

/** Where a number comes from, as a reader finds out: with mouse, finger, keyboard and ear, from `file://`. */

const trace = traceOf(stages, DEFAULT_LESSON);
const openPage = bookReader();

/** A page on which somebody has touched a number, so that its live code is there; nothing is shown any more. */
async function open(
  address: string,
  options: BrowserContextOptions = {},
  prepare?: (page: Page) => Promise<unknown>,
) {
  const opened = await openPage(address, options, prepare);
  await opened.page.locator("main [data-cell]").first().dispatchEvent("pointerover");
  await opened.page.locator(".walk").first().waitFor({ state: "attached" });
  return opened;
}

/** An entry in the first matrix that shows it. */
const entry = (page: Page, mark: string): Locator =>
  page.locator(`.katex-html .matrix [data-cell="${mark}"]`).first();
const bar = (page: Page): Locator => page.getByRole("region", { name: "Where this number comes from" });
const sum = (page: Page): Promise<string> => bar(page).locator(".sum").evaluate(textOf);
const words = (page: Page): Promise<string> => bar(page).locator(".from").evaluate(textOf);
const textOf = (it: Element): string => it.textContent ?? "";
const marksOf = (page: Page, selector: string): Promise<string[]> =>
  page
    .locator(`main ${selector}:not(.place *)`)
    .evaluateAll((all) => [...new Set(all.map((it) => (it as HTMLElement).dataset.cell!))].sort());
/** Marks that are lit in one place and not in another. */
const halfLit = (page: Page, className: string): Promise<number> =>
  page.evaluate((name) => {
    const lit = new Set(
      [...document.querySelectorAll<HTMLElement>(`main .${name}`)].map((it) => it.dataset.cell),
    );
    return [
      ...document.querySelectorAll<HTMLElement>("main [data-cell]:not(.origin *, [data-added] *)"),
    ].filter((it) => lit.has(it.dataset.cell) && !it.classList.contains(name)).length;
  }, className);
const focused = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => (document.activeElement as HTMLElement).dataset.mark);
const cellOf = (page: Page, mark: string): Locator => page.locator(`.walk [data-mark="${mark}"]`);

describe("with a mouse", () => {
  test("what an entry was made from lights up wherever it stands, and its sum is written out", async () => {
    const { page, faults, close } = await open("z1.html");
    await entry(page, "z1.0.1").hover();
    expect(await sum(page)).toBe("z1[0,1] = 1.76405235·0.37769425 + 0.40015721·0.60920496 ≈ 0.91005018");
    expect(await words(page)).toBe("From row 0 of X and column 1 of W1 (hidden neuron 1).");
    expect(await marksOf(page, ".chosen")).toEqual(["z1.0.1"]);
    expect(await marksOf(page, ".feeds")).toEqual(["W1.0.1", "W1.1.1", "X.0.0", "X.0.1"]);
    for (const name of ["chosen", "feeds"]) expect(await halfLit(page, name)).toBe(0);
    // In the figure as well, and the entry that the page follows no longer stands out.
    expect(await page.locator(".drawing .edge.feeds").count()).toBe(2);
    const background = (it: Locator) => it.evaluate((el) => getComputedStyle(el).backgroundColor);
    await entry(page, "z1.0.0").hover();
    expect(await background(entry(page, "z1.0.1").locator(".lit"))).toBe("rgba(0, 0, 0, 0)");
    expect(await background(entry(page, "z1.0.0"))).not.toBe("rgba(0, 0, 0, 0)");
    expect(faults).toEqual([]);
    await close();
  });

  test("it goes soon after the pointer; clicked, it stays until Escape or the button", async () => {
    const { page, close } = await open("z1.html", {}, (it) => it.clock.install());
    await entry(page, "z1.0.1").hover();
    await page.mouse.move(2, 2);
    expect(await bar(page).isVisible()).toBe(true);
    await page.clock.runFor(600);
    expect(await bar(page).isVisible()).toBe(false);
    expect(await marksOf(page, ":is(.chosen, .feeds)")).toEqual([]);

    await entry(page, "z1.0.1").click();
    await entry(page, "z1.0.2").hover();
    await page.clock.runFor(5000);
    expect(await sum(page)).toMatch(/^z1\[0,1\]/);
    await entry(page, "z1.0.2").click();
    expect(await sum(page)).toMatch(/^z1\[0,2\]/);
    await page.keyboard.press("Escape");
    expect(await bar(page).isVisible()).toBe(false);
    await entry(page, "z1.0.2").click();
    await bar(page).getByRole("button", { name: "Close" }).click();
    expect(await bar(page).isVisible()).toBe(false);
    await close();
  });

  test("Escape closes a dialog and nothing under it", async () => {
    const { page, close } = await open("z1.html");
    await entry(page, "z1.0.1").click();
    await page.mouse.move(2, 2);
    const step = bar(page).getByRole("button", { name: "Step through" });
    await step.focus();
    for (const key of ["/", "?"]) {
      await page.keyboard.press(key);
      await page.getByRole("dialog").waitFor();
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
      expect(await step.evaluate((it) => it === document.activeElement)).toBe(true);
    }
    await page.keyboard.press("Escape");
    expect(await bar(page).isVisible()).toBe(false);
    await close();
  });

  test("closed by key, it stays closed while the page moves beneath a mouse that rests, and opens for one that moves", async () => {
    const { page, close } = await open("z1.html");
    await entry(page, "z1.0.1").hover();
    expect(await bar(page).isVisible()).toBe(true);
    await page.keyboard.press("Escape");
    for (const by of [300, -300]) {
      await page.evaluate(
        (by) =>
          new Promise((done) => {
            document.addEventListener("pointerover", done, { once: true });
            scrollBy({ top: by, behavior: "instant" });
          }),
        by,
      );
      expect(await bar(page).isVisible()).toBe(false);
    }
    expect(await entry(page, "z1.0.1").evaluate((it) => it.matches(":hover"))).toBe(true);
    await page.mouse.move(2, 2);
    await entry(page, "z1.0.1").hover();
    expect(await bar(page).isVisible()).toBe(true);
    await close();
  });

  test("the bar’s button changes its number, by mouse and by keyboard", async () => {
    const { page, faults, close } = await open("z1.html");
    const button = bar(page).getByRole("button", { name: "Change it" });
    const box = page.getByRole("textbox", { name: "New value of W1[0,1]" });
    await entry(page, "W1.0.1").click();
    await page.keyboard.press("Enter");
    expect(await box.count()).toBe(0);
    await button.click();
    expect(await box.evaluate((it) => it === document.activeElement)).toBe(true);
    await page.keyboard.type("0.5");
    expect(await sum(page)).toBe("W1[0,1] = 0.50000000");
    await page.keyboard.press("Enter");
    await cellOf(page, "W1.0.1").focus();
    await page.keyboard.press("Space");
    await button.focus();
    await page.keyboard.press("Enter");
    await box.waitFor();
    await page.keyboard.type("0.25");
    expect(await sum(page)).toBe("W1[0,1] = 0.25000000");
    await entry(page, "z1.0.1").click();
    expect(await button.isVisible()).toBe(false);
    expect(faults).toEqual([]);
    await close();
  });

  test("closed by key, it hands the focus to where its number stands, in a sentence too", async () => {
    const { page, close } = await open("loss.html");
    await page.locator('main p [data-cell="lambda"]').first().click();
    await page.keyboard.press("Enter");
    await bar(page).getByRole("button", { name: "Close" }).focus();
    await page.keyboard.press("Enter");
    expect(await bar(page).isVisible()).toBe(false);
    expect(
      await page.evaluate(() => document.activeElement?.querySelector('[data-cell="lambda"]') !== null),
    ).toBe(true);
    expect(await page.evaluate(() => document.activeElement === document.body)).toBe(false);
    await close();
  });

  test("the numbers in the bar lead on, back along the computation", async () => {
    const { page, close } = await open("z2.html");
    await entry(page, "z2.0.1").click();
    await bar(page).locator('.column [data-cell="h1.0.1"]').click();
    expect(await sum(page)).toBe("h1[0,1] = σ(0.91005018) = 0.71301043");
    expect(await bar(page).getByRole("link").getAttribute("href")).toBe("h1.html");
    await close();
  });

  test("the way to a number’s chapter keeps the reader’s numbers", async () => {
    const { page, close } = await open("z2.html#hidden=4");
    await entry(page, "h1.0.3").hover();
    expect(await bar(page).getByRole("link").getAttribute("href")).toBe("h1.html#hidden=4");
    await page.evaluate(() => {
      location.hash = "hidden=4&rows=2";
    });
    await expect.poll(() => entry(page, "h1.1.3").count()).toBe(1);
    await entry(page, "h1.1.3").hover();
    expect(await bar(page).getByRole("link").getAttribute("href")).toMatch(/^h1\.html#.*rows=2/);
    await close();
  });

  test("in a gradient it says which rows of the batch, and which neurons", async () => {
    const { page, close } = await open("dloss-dw2.html");
    await entry(page, "four:dLoss_dW2.1.0").click();
    expect(await words(page)).toBe(
      "Here the lesson has 4 rows. From rows 0 to 3 of h1, column 1 (hidden neuron 1) and rows 0 to 3 of dLoss_dz2, column 0 (output 0).",
    );
    expect(await marksOf(page, ".feeds")).toEqual(
      [0, 1, 2, 3].flatMap((r) => [`four:dLoss_dz2.${r}.0`, `four:h1.${r}.1`]).sort(),
    );
    // The same entry of the page's own lesson is another number.
    await entry(page, "dLoss_dW2.1.0").click();
    expect(await marksOf(page, ".feeds")).toEqual(["dLoss_dz2.0.0", "h1.0.1"]);
    await close();
  });

  test("what a large matrix leaves out is said to be left out", async () => {
    const { page, close } = await open("dloss-dw2.html#rows=40&hidden=4&ridge=0.5");
    await expect.poll(() => entry(page, "h1.39.0").count()).toBe(1);
    await entry(page, "dLoss_dW2.1.0").click();
    expect(await words(page)).toBe(
      "From rows 0 to 39 of h1, column 1 (hidden neuron 1), rows 0 to 39 of dLoss_dz2, column 0 (output 0), λ and W2[1,0] (hidden neuron 1 to output 0). Not every entry of h1 and dLoss_dz2 is shown on this page.",
    );
    expect(await marksOf(page, ".feeds")).toContain("h1.39.1");
    expect(await marksOf(page, ".feeds")).toContain("lambda");
    await close();
  });

  test("a weight in the network figure and in the matrix are one, and a thin edge is easy to hit", async () => {
    const { page, close } = await open("z1.html");
    const edge = page.locator('.drawing .edge[data-cell="W1.0.2"]');
    await edge.evaluate((it) => it.scrollIntoView({ block: "center" }));
    const { x, y, width, height } = (await edge.boundingBox())!;
    expect(Number(await edge.getAttribute("stroke-width"))).toBeLessThan(2);
    await page.mouse.move(x + width / 4, y + height / 4 - 5); // beside the line
    expect(await sum(page)).toBe("W1[0,2] = −0.07365253");
    expect(await words(page)).toBe("Input 0 to hidden neuron 2: drawn from weight seed 2017.");
    expect(await entry(page, "W1.0.2").evaluate((it) => it.classList.contains("chosen"))).toBe(true);
    await page.mouse.move(x + width / 4, y + height / 4 - 25);
    await entry(page, "W1.1.0").hover();
    expect(await page.locator('.drawing .hit[data-cell="W1.1.0"].chosen').count()).toBe(1);
    await close();
  });

  test("every page that follows the lesson tells every number on it", async () => {
    for (const name of ["index", "init", "h1", "loss", "dloss-dw1", "update", "symbols", "loop"]) {
      const { page, faults, close } = await open(`${name}.html`);
      const told = await page.evaluate(() => {
        const first = new Map<string, Element>();
        for (const it of document.querySelectorAll<HTMLElement>("main [data-cell]"))
          if (!first.has(it.dataset.cell!)) first.set(it.dataset.cell!, it);
        return [...first].map(([mark, it], i) => {
          // Elsewhere on the screen each time: under a mouse that rests the page may move, and tells nothing.
          const init = { pointerType: "mouse", bubbles: true, screenX: 10 + i };
          it.dispatchEvent(new PointerEvent("pointerover", init));
          const [sum, words] = [".sum", ".from"].map(
            (part) => document.querySelector(`.origin ${part}`)!.textContent,
          );
          return { mark, sum, words };
        });
      });
      for (const { mark, sum, words } of told) {
        expect(sum, `${name} ${mark}`).toMatch(/^[\w[\],αλ]+ = .*\d/);
        expect(words, `${name} ${mark}`).toMatch(/^[A-Z].*\.$/s);
      }
      expect(new Set(told.map(({ sum }) => sum)).size).toBeGreaterThan(1);
      expect(faults).toEqual([]);
      await close();
    }
  });
});

describe("with a finger", () => {
  test("a tap shows it, and the bar does not cover what was tapped, nor is it wider than the window", async () => {
    const phone = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true };
    const { page, faults, close } = await open("dloss-dw2.html", phone);
    const tapped = entry(page, "dLoss_dW2.2.1");
    await tapped.evaluate((it) => it.scrollIntoView({ block: "end" }));
    await tapped.tap();
    const [above, under] = [(await tapped.boundingBox())!, (await bar(page).boundingBox())!];
    expect(above.y + above.height).toBeLessThanOrEqual(under.y);
    expect(above.y).toBeGreaterThan(0);
    expect(under.height).toBeLessThan(640 * 0.46);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    expect(faults).toEqual([]);
    await close();
  });

  test("what plays a value is all in the window, and a finger hits it", async () => {
    const { page, close } = await open("dloss-dw2.html", { hasTouch: true });
    for (const viewport of [320, 360, 700, 1280]) {
      await page.setViewportSize({ width: viewport, height: 640 });
      for (const button of await page.locator("button.step").all()) {
        await button.evaluate((it) => it.scrollIntoView({ block: "center" }));
        const { x, width, height } = (await button.boundingBox())!;
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x + width).toBeLessThanOrEqual(viewport);
        expect(Math.min(width, height)).toBeGreaterThanOrEqual(24);
      }
      await page.locator("button.step").last().tap();
      await bar(page)
        .getByRole("group", { name: /^dLoss_dW2/ })
        .waitFor();
      await bar(page).getByRole("button", { name: "Close" }).tap();
    }
    await close();
  });
});

describe("with the keyboard", () => {
  test("arrows, Home and End walk a matrix as it stands; the entry is seen, lit and named", async () => {
    const { page, faults, close } = await open("dloss-dw2.html");
    await cellOf(page, "four:h1.0.0").focus();
    // It stands transposed: to the right is the next row of the batch.
    for (const [key, mark] of [
      ["ArrowRight", "four:h1.1.0"],
      ["ArrowDown", "four:h1.1.1"],
      ["End", "four:h1.3.1"],
      ["ArrowRight", "four:h1.3.1"],
      ["Home", "four:h1.0.1"],
      ["Control+End", "four:h1.3.2"],
      ["ArrowUp", "four:h1.3.1"],
      ["Control+Home", "four:h1.0.0"],
      ["ArrowLeft", "four:h1.0.0"],
    ] as const) {
      await page.keyboard.press(key);
      expect(await focused(page)).toBe(mark);
      expect(await marksOf(page, ".chosen")).toEqual([mark]);
    }
    await page.keyboard.press("Control+End");
    const seen = entry(page, "four:h1.3.2");
    expect(await seen.evaluate((it) => getComputedStyle(it).outlineStyle)).toBe("solid");
    const [box, under] = [(await seen.boundingBox())!, (await bar(page).boundingBox())!];
    expect(box.y).toBeGreaterThan(0);
    expect(box.y + box.height < under.y || box.x + box.width < under.x).toBe(true);
    // A table is one stop, and remembers where one was.
    expect(await page.locator('.walk:has([data-mark="four:h1.0.0"]) [tabindex="0"]').count()).toBe(1);
    await page.keyboard.press("Tab");
    expect(await focused(page)).not.toMatch(/^four:h1/);
    await page.keyboard.press("Shift+Tab");
    expect(await focused(page)).toBe("four:h1.3.2");
    expect(faults).toEqual([]);
    await close();
  });

  test("a screen reader hears the entry and its sum, and no focus goes into KaTeX’s output", async () => {
    const { page, close } = await open("z1.html");
    const cell = page.getByRole("gridcell", {
      name: "z1, row 0, column 1, 0.91005018, from 1.76405235·0.37769425 + 0.40015721·0.60920496",
    });
    expect(await cell.count()).toBe(1);
    expect(await page.getByRole("grid", { name: "The entries of z1, 1 row, 3 columns" }).count()).toBe(1);
    expect(await page.locator('.walk:has([data-mark="X.0.0"])').ariaSnapshot()).toContain(
      'gridcell "X, row 0, column 0, 1.76405235, Row 0, input 0: drawn from data seed 0."',
    );
    const keys = await page.getByRole("grid").first().getAttribute("aria-describedby");
    expect(await page.locator(`#${keys}`).textContent()).toContain("arrow keys");
    expect(await page.locator("[aria-hidden=true] [tabindex]").count()).toBe(0);
    await close();
  });

  test("one stop for each value of a page, not for each matrix", async () => {
    const { page, close } = await open("dloss-dw2.html");
    const matrices = await page.locator(".katex-html .matrix").count();
    const stops = await page.locator('.walk [tabindex="0"]').count();
    expect(stops).toBe(await page.locator(".walk").count());
    expect(stops).toBeLessThan(22);
    // Some values stand in figures alone.
    const figures = await page.locator("main .body svg:has([data-cell])").count();
    expect(stops).toBeLessThan(matrices + figures);
    await close();
  });

  test("Space leads to the bar, Escape back and then out; Enter changes a number and the focus stays", async () => {
    const { page, faults, close } = await open("z1.html");
    await cellOf(page, "z1.0.1").focus();
    await page.keyboard.press("Space");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Step through");
    await page.keyboard.press("Escape");
    expect(await focused(page)).toBe("z1.0.1");
    await page.keyboard.press("Escape");
    expect(await bar(page).isVisible()).toBe(false);
    expect(await page.evaluate(() => document.activeElement?.className)).toBe("formula");
    // The bar says so; and one that a mouse has opened is a key away, too.
    await cellOf(page, "z1.0.1").focus();
    expect(await bar(page).getByText("Space leads to these buttons.").isVisible()).toBe(true);
    await page.keyboard.press("Escape");
    await entry(page, "h1.0.1").or(entry(page, "z1.0.2")).first().click();
    expect(await bar(page).getByText("Space leads to these buttons.").isVisible()).toBe(false);
    await page.keyboard.press("b");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Step through");
    await page.keyboard.press("Escape");

    await cellOf(page, "W1.0.1").focus();
    await page.keyboard.press("Enter");
    await page.keyboard.type("0.5");
    expect(await sum(page)).toBe("W1[0,1] = 0.50000000");
    await page.keyboard.press("Enter");
    expect(await focused(page)).toBe("W1.0.1");
    expect(await cellOf(page, "W1.0.1").textContent()).toMatch(/^W1, row 0, column 1, 0\.50000000, /);
    await expect
      .poll(() => cellOf(page, "z1.0.1").textContent())
      .toContain("from 1.76405235·0.50000000 + 0.40015721·0.60920496");
    // Another shape of the matrix: the focus stays where there still is such an entry.
    await page.evaluate(() => {
      location.hash = "hidden=5";
    });
    await expect.poll(() => cellOf(page, "W1.0.4").count()).toBe(1);
    expect(await focused(page)).toBe("W1.0.1");
    expect(await page.locator(".walk").count()).toBe(await page.locator(".walk table").count());
    await page.evaluate(() => {
      location.hash = "hidden=1";
    });
    await expect.poll(() => cellOf(page, "W1.0.1").count()).toBe(0);
    expect(await bar(page).isVisible()).toBe(false);
    expect(faults).toEqual([]);
    await close();
  });
});

describe("when the numbers change", () => {
  test("what is shown follows them", async () => {
    const { page, close } = await open("z1.html");
    await entry(page, "z1.0.1").click();
    await page.evaluate(() => {
      location.hash = "digits=2&rows=2";
    });
    await expect.poll(() => sum(page)).toMatch(/^z1\[0,1\] = 1\.76·0\.38 \+ 0\.40·0\.61 [=≈] 0\.91$/);
    expect(await halfLit(page, "feeds")).toBe(0);
    expect(await marksOf(page, ".feeds")).toEqual(["W1.0.1", "W1.1.1", "X.0.0", "X.0.1"]);
    await close();
  });
});

describe("copying", () => {
  test("gives the whole matrix with every digit", async () => {
    const { page, close } = await open("z1.html", { permissions: ["clipboard-read", "clipboard-write"] });
    await entry(page, "z1.0.1").click();
    const copied = async (format: string) => {
      await bar(page).getByRole("button", { name: format }).click();
      await bar(page).getByRole("button", { name: "Copied" }).first().waitFor();
      return page.evaluate(() => navigator.clipboard.readText());
    };
    expect(await copied("JSON")).toBe(asJson(["z1"], trace));
    expect(await copied("NumPy")).toBe(asNumpy(["z1"], trace));
    expect(await copied("TeX")).toContain(String(trace.z1.data[1]));
    await close();
  });
});

describe("step through", () => {
  const visible = (page: Page) =>
    page
      .locator('.katex-html .matrix [data-cell^="z1."]')
      .evaluateAll((all) => all.map((it) => !it.classList.contains("unwritten")));

  test("plays a value entry by entry: what it is made from, its sum, then the entry", async () => {
    const { page, faults, close } = await open("z1.html", {}, (it) => it.clock.install());
    await page.getByRole("button", { name: "Step through z1, entry by entry" }).click();
    const controls = bar(page).getByRole("group", { name: "z1, entry by entry" });
    const result = () =>
      bar(page)
        .locator(".sum > span")
        .last()
        .evaluate((it) => getComputedStyle(it).color);
    const hidden = "rgba(0, 0, 0, 0)";
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Pause");
    expect(await sum(page)).toMatch(/^z1\[0,0\] = 1\.76405235·/);
    expect(await result()).toBe(hidden);
    expect(await visible(page)).toEqual([false, false, false]);
    expect(await marksOf(page, ".feeds")).toEqual(["W1.0.0", "W1.1.0", "X.0.0", "X.0.1"]);
    await page.clock.runFor(1200);
    expect(await visible(page)).toEqual([true, false, false]);
    expect(await result()).not.toBe(hidden);
    await page.clock.runFor(800);
    expect(await sum(page)).toMatch(/^z1\[0,1\]/);
    expect(await visible(page)).toEqual([true, false, false]);
    // Space on the button waits, with the entry written.
    await page.keyboard.press("Space");
    await page.clock.runFor(10_000);
    expect(await visible(page)).toEqual([true, true, false]);
    expect(await controls.textContent()).toContain("2 of 3");
    await page.keyboard.press("ArrowLeft");
    expect(await visible(page)).toEqual([true, false, false]);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    expect(await controls.textContent()).toContain("3 of 3");
    expect(await visible(page)).toEqual([true, true, true]);
    // Play again from the start, to the end, and no further.
    await controls.getByRole("button", { name: "Play" }).click();
    expect(await controls.textContent()).toContain("1 of 3");
    await page.clock.runFor(20_000);
    expect(await visible(page)).toEqual([true, true, true]);
    expect(await controls.getByRole("button", { name: "Play" }).isVisible()).toBe(true);
    await controls.getByRole("button", { name: "Restart" }).click();
    expect(await controls.textContent()).toContain("1 of 3");
    await page.keyboard.press("Escape");
    expect(await visible(page)).toEqual([true, true, true]);
    expect(await page.evaluate(() => document.activeElement?.ariaLabel)).toBe(
      "Step through z1, entry by entry",
    );
    expect(faults).toEqual([]);
    await close();
  });

  test("is over when the numbers come in another shape, and the focus is handed on", async () => {
    const { page, faults, close } = await open("z1.html", { reducedMotion: "reduce" });
    const goTo = async (address: string, mark: string, count: number) => {
      await page.evaluate((hash) => {
        location.hash = hash;
      }, address);
      await expect.poll(() => entry(page, mark).count()).toBe(count);
    };
    const button = page.getByRole("button", { name: "Step through z1, entry by entry" });
    const focus = () =>
      page.evaluate(() => document.activeElement?.ariaLabel ?? document.activeElement?.textContent);
    await button.click();
    expect(await visible(page)).toEqual([true, false, false]);
    await goTo("hidden=5", "z1.0.4", 1);
    expect(await visible(page)).toEqual([true, true, true, true, true]);
    expect(await sum(page)).toMatch(/^z1\[0,0\]/);
    expect(await focus()).toBe("Step through");
    await button.click();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    expect(await sum(page)).toMatch(/^z1\[0,2\]/);
    await goTo("hidden=2", "z1.0.2", 0);
    expect(await bar(page).isVisible()).toBe(false);
    await page.waitForTimeout(400); // the buttons have found their places
    expect(await focus()).toBe("Step through z1, entry by entry");
    expect(faults).toEqual([]);
    await close();
  });

  test("with less motion nothing moves by itself", async () => {
    const { page, close } = await open("z1.html", { reducedMotion: "reduce" }, (it) => it.clock.install());
    await page.getByRole("button", { name: "Step through z1, entry by entry" }).click();
    await page.clock.runFor(20_000);
    expect(await visible(page)).toEqual([true, false, false]);
    expect(await bar(page).getByRole("button", { name: "Play" }).isVisible()).toBe(false);
    await bar(page).getByRole("button", { name: "Next" }).click();
    expect(await visible(page)).toEqual([true, true, false]);
    await close();
  });

  test("is there on every page whose stage works something out, and on no other", async () => {
    const values = async (name: string) => {
      const { page, close } = await open(`${name}.html`);
      const labels = await page.locator("button.step").evaluateAll((all) => all.map((it) => it.ariaLabel!));
      await close();
      return labels.map((label) => label.replace(/^Step through (.*), (?:entry|one) by \w+/, "$1"));
    };
    expect(await values("init")).toEqual([]);
    expect(await values("h1")).toEqual(["h1"]);
    expect(await values("loss")).toEqual(["loss_data, loss_ridge and loss"]);
    expect(await values("dloss-dw1")).toEqual([
      "dLoss_dh1",
      "dh1_dz1",
      "dLoss_dz1",
      "dLoss_dW1",
      "dLoss_dW1, in the example with 4 rows",
    ]);
    expect(await values("update")).toEqual(["W2_next", "W1_next"]);
    expect(await values("symbols")).toEqual([]);
  });
});

describe("for everybody", () => {
  test.each(["dloss-dw2.html", "dloss-dw1.html#rows=4"])(
    "what plays a value, and a matrix to walk in, has a name of its own: %s",
    async (address) => {
      const { page, close } = await open(address);
      for (const selector of ["button.step", ".walk table"]) {
        const names = await page.locator(selector).evaluateAll((all) => all.map((it) => it.ariaLabel!));
        expect(new Set(names).size, names.join()).toBe(names.length);
        expect(names.filter((name) => name.endsWith(", in the example with 4 rows"))).not.toEqual([]);
      }
      await page.getByRole("button", { name: /^Step through dLoss_dW\d.*, in the example/ }).click();
      expect(
        await bar(page)
          .getByRole("group", { name: /^dLoss_dW\d.*, in the example with 4 rows$/ })
          .count(),
      ).toBe(1);
      await close();
    },
  );

  test("axe finds nothing with an entry focused, kept or played: light and dark, wide and narrow", async () => {
    const { page, close } = await open("z2.html", { reducedMotion: "reduce" });
    // What these states change of the page (site.test.ts holds the rest): the bar, and what is lit or not written yet.
    const changed = ":is(.origin, .step, main :has(> .feeds, > .chosen, > .unwritten))";
    await entry(page, "h1.0.1").click();
    expect(await axeFindsInEveryLook(page, changed)).toEqual([]);
    await cellOf(page, "z2.0.1").focus();
    expect(await axeFindsInEveryLook(page, changed)).toEqual([]);
    await page.locator("button.step").first().click();
    expect(await axeFindsInEveryLook(page, changed)).toEqual([]);
    await entry(page, "h1.0.1").evaluate((it) => it.setAttribute("tabindex", "0"));
    expect((await axeFinds(page)).join()).toContain("aria-hidden-focus");
    await close();
  });

  test("the page does not move when its live code comes, and nothing of it is on paper", async () => {
    const { page, close } = await openPage("dloss-dw1.html");
    const places = () =>
      page
        .locator(":is(main h2, main p, main .formula, main figure):not([data-added] *)")
        .evaluateAll((all) =>
          all.map((it) => {
            const { left, top, width } = it.getBoundingClientRect();
            return [left, top + scrollY, width].map(Math.round).join();
          }),
        );
    const before = await places();
    await page.locator("main [data-cell]").first().dispatchEvent("pointerover");
    await page.locator(".walk").first().waitFor({ state: "attached" });
    expect(await places()).toEqual(before);
    await entry(page, "dLoss_dW1.0.1").click();
    await page.emulateMedia({ media: "print" });
    expect(await bar(page).isVisible()).toBe(false);
    expect(await page.locator("button.step").first().isVisible()).toBe(false);
    await close();
  });
});
