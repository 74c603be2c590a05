import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { stages } from "../chapters/index.ts";
import { DEFAULT_LESSON, parseLesson } from "../src/lesson/lesson.ts";
import { traceOf } from "../src/network/stage.ts";
import { BOOK, bookReader } from "./book.ts";
import { digits, entry, fragment, openPanel, valuesOf } from "./live-page.ts";

/** Numbers changed where they stand, and what stays of the page then, in Chromium, from `file://`. */

const open = bookReader();

/** Numbers that the box lies on. */
const covered = (page: Page) =>
  page.evaluate(() => {
    const box = document.querySelector(".edit")!.getBoundingClientRect();
    return [...document.querySelectorAll<HTMLElement>("main [data-cell]")]
      .filter((it) => {
        const { left, right, top, bottom } = it.getBoundingClientRect();
        return bottom > box.top && top < box.bottom && right > box.left && left < box.right;
      })
      .map((it) => it.dataset.cell);
  });
const cellsOf = (all: Element[]) => [...new Set(all.map((it) => (it as HTMLElement).dataset.cell))];

describe("a number changed where it stands", () => {
  test("by typing: everything that follows from it changes at once, and one step back undoes all of it", async () => {
    const { page, faults, close } = await open("z1.html");
    await entry(page, "W1.0.1").click();
    const box = page.getByRole("textbox", { name: "New value of W1[0,1]" });
    await box.waitFor();
    expect(await covered(page)).toEqual([]);
    expect(await box.inputValue()).toBe(String(traceOf(stages, DEFAULT_LESSON).W1.data[1]));
    await page.keyboard.type("-0.25");
    expect(await entry(page, "z1.0.1").evaluate((it) => it.classList.contains("changed"))).toBe(true);
    expect(await fragment(page)).toBe("W1.0.1=-0.25");
    // It stays marked where it stands, and says what the book has there.
    expect(await page.locator("main .own").evaluateAll(cellsOf)).toEqual(["W1.0.1"]);
    expect(await entry(page, "W1.0.1").getAttribute("title")).toBe("In the book: 0.37769425");
    const W1 = [
      [...traceOf(stages, DEFAULT_LESSON).W1.data.subarray(0, 3)],
      [...traceOf(stages, DEFAULT_LESSON).W1.data.subarray(3)],
    ];
    W1[0]![1] = -0.25;
    const W2 = [0, 1, 2].map((r) => [...traceOf(stages, DEFAULT_LESSON).W2.data.subarray(2 * r, 2 * r + 2)]);
    expect(await digits(page)).toEqual(valuesOf("z1", parseLesson({ weights: { W1, W2 } })));
    await page.keyboard.press("Enter");
    expect(await box.count()).toBe(0);
    await page.goBack();
    await expect.poll(() => digits(page)).toEqual(valuesOf("z1", DEFAULT_LESSON));
    expect(await page.locator("main .own").count()).toBe(0);
    await page.goForward();
    await expect.poll(() => fragment(page)).toBe("W1.0.1=-0.25");
    expect(faults).toEqual([]);
    await close();
  });

  test("text that is no number is refused and the page stays; Escape takes back what was typed", async () => {
    const { page, close } = await open("z1.html");
    await entry(page, "X.0.0").click();
    const box = page.getByRole("textbox", { name: "New value of X[0,0]" });
    await box.fill("12abc");
    expect(await box.getAttribute("aria-invalid")).toBe("true");
    const told = page.locator(".edit [role=alert]");
    expect(await told.textContent()).toBe('got "12abc", expected a number, such as 0.5 or 1250');
    expect(await fragment(page)).toBe("");
    await box.fill("1e7");
    expect(await told.textContent()).toBe(
      "X.0.0: got 10000000, expected a number of at most 1000000 in size",
    );
    expect(await fragment(page)).toBe("");
    expect(await page.locator(".numbers [role=alert]").textContent()).toBe("");
    // Of what is typed sign by sign and then wrong, the beginning does not stay; Enter leaves it to be mended.
    for (const [text, wanted] of [
      ["1.000,5", "a number, such as 0.5 or 1250"],
      ["50%", "a number, such as 0.5 or 1250"],
      ["1,250", "1250 or 1.25"],
    ]) {
      await page.keyboard.press("Control+a");
      await page.keyboard.type(text!);
      await page.keyboard.press("Enter");
      expect(await told.textContent()).toBe(`got "${text}", expected ${wanted}`);
      expect(await entry(page, "X.0.0").textContent()).toBe("1.76405235");
      expect(await fragment(page)).toBe("");
    }
    for (const [text, value] of [
      ["−1,5", -1.5],
      ["0,5", 0.5],
      ["1,250.00000000", 1250],
      ["−2.5e−1", -0.25],
    ] as const) {
      await box.fill(text);
      expect(await told.textContent()).toBe("");
      expect(await fragment(page)).toBe(`X.0.0=${value}`);
    }
    await page.keyboard.press("Escape");
    expect(await fragment(page)).toBe("");
    expect(await digits(page)).toEqual(valuesOf("z1", DEFAULT_LESSON));
    await close();
  });

  test("by keys and buttons, step by step", async () => {
    const { page, close } = await open("z1.html#W1.0.0=0.5");
    await expect.poll(() => entry(page, "W1.0.0").textContent()).toBe("0.50000000");
    await entry(page, "W1.0.0").click();
    await page.keyboard.press("ArrowUp");
    expect(await fragment(page)).toBe("W1.0.0=0.51");
    await page.keyboard.press("Shift+ArrowDown");
    expect(await fragment(page)).toBe("W1.0.0=0.41");
    await page.getByRole("button", { name: "more" }).click();
    expect(await fragment(page)).toBe("W1.0.0=0.42");
    // A key that is held is in the address when it is let go.
    for (let i = 0; i < 4; i++) await page.keyboard.down("ArrowUp");
    expect(await fragment(page)).toBe("W1.0.0=0.43");
    await page.keyboard.up("ArrowUp");
    expect(await fragment(page)).toBe("W1.0.0=0.46");
    await page.mouse.click(5, 5);
    expect(await page.locator(".edit").count()).toBe(0);
    await close();
  });

  test("by dragging with a mouse, and the click at its end opens nothing", async () => {
    const { page, faults, close } = await open("z1.html");
    const number = entry(page, "W1.0.0");
    await number.hover();
    await expect.poll(() => page.locator(".numbers .status").count()).toBe(1); // the live code is there
    const { x, y } = (await number.boundingBox())!;
    await page.mouse.move(x + 10, y + 5);
    await page.mouse.down();
    await page.mouse.move(x + 110, y + 5, { steps: 9 });
    // On the way over its neighbour: that is not what is pointed at.
    expect(await page.locator("main .chosen").evaluateAll(cellsOf)).toEqual(["W1.0.0"]);
    expect(await page.locator("main .same").evaluateAll(cellsOf)).toEqual(["W1.0.0"]);
    // Browsers take 100 changes of the address in ten seconds: it is written where the hand rests, not at each step.
    const writes = await page.evaluateHandle(() => {
      const count = { steps: 0, writes: 0 };
      for (const name of ["pushState", "replaceState"] as const) {
        const write = history[name].bind(history);
        history[name] = (...args) => {
          count.writes++;
          write(...args);
        };
      }
      const shown = document.querySelector('.katex-html [data-cell="W1.0.0"]')!;
      new MutationObserver(() => count.steps++).observe(shown, {
        subtree: true,
        childList: true,
        characterData: true,
      });
      return count;
    });
    await page.mouse.move(x + 210, y + 5, { steps: 25 });
    await page.mouse.move(x + 50, y + 5, { steps: 40 });
    await page.mouse.up();
    const { steps, writes: made } = await writes.jsonValue();
    expect(steps).toBeGreaterThan(30);
    expect(made).toBeLessThan(steps / 4);
    const drawn = traceOf(stages, DEFAULT_LESSON).W1.data[0]!;
    const dragged = Number((drawn + 0.1).toFixed(10));
    expect(await fragment(page)).toBe(`W1.0.0=${dragged}`);
    expect(await page.locator(".edit").count()).toBe(0);
    // Escape takes back what comes after it, and no part of it.
    await entry(page, "W1.0.0").click();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Escape");
    await expect.poll(() => fragment(page)).toBe(`W1.0.0=${dragged}`);
    expect(await entry(page, "W1.0.0").textContent()).toBe(dragged.toFixed(8).replace("-", "−"));
    // With Alt held a drag selects, and the click at its end opens nothing.
    await page.keyboard.down("Alt");
    await page.mouse.move(x + 5, y + 5);
    await page.mouse.down();
    await page.mouse.move(x + 60, y + 5, { steps: 4 });
    await page.mouse.up();
    await page.keyboard.up("Alt");
    expect(await page.evaluate(() => String(getSelection()).length)).toBeGreaterThan(2);
    expect(await page.locator(".edit").count()).toBe(0);
    expect(await fragment(page)).toBe(`W1.0.0=${dragged}`);
    await page.goBack();
    expect(await fragment(page)).toBe("");
    expect(faults).toEqual([]);
    await close();
  });

  test("dragged back to where it was, a number keeps all its digits", async () => {
    const { page, close } = await open("z1.html");
    await entry(page, "W1.0.0").hover();
    await expect.poll(() => page.locator(".numbers .status").count()).toBe(1); // the live code is there
    const { x, y } = (await entry(page, "W1.0.0").boundingBox())!;
    await page.mouse.move(x + 10, y + 5);
    await page.mouse.down();
    await page.mouse.move(x + 50, y + 5, { steps: 4 });
    await page.mouse.move(x + 10, y + 5, { steps: 4 });
    await page.mouse.up();
    expect(await fragment(page)).toBe(`W1.0.0=${traceOf(stages, DEFAULT_LESSON).W1.data[0]}`);
    await close();
  });

  test("a mouse in the field of its box selects, and beside it drags", async () => {
    const { page, close } = await open("z1.html");
    await entry(page, "W1.0.0").click();
    const input = page.locator(".edit input");
    const { x, y, width, height } = (await input.boundingBox())!;
    await page.mouse.move(x + width - 6, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + 10, y + height / 2, { steps: 4 });
    await page.mouse.up();
    expect(await fragment(page)).toBe("");
    expect(
      await input.evaluate((it) => {
        const { selectionStart, selectionEnd } = it as HTMLInputElement;
        return selectionEnd! - selectionStart!;
      }),
    ).toBeGreaterThan(1);
    // In a window that gets narrower it stays inside, and on no number.
    await page.setViewportSize({ width: 360, height: 720 });
    await expect.poll(async () => (await page.locator(".edit").boundingBox())!.x).toBeLessThan(x);
    const narrow = (await page.locator(".edit").boundingBox())!;
    expect(narrow.x + narrow.width).toBeLessThanOrEqual(360);
    expect(await covered(page)).toEqual([]);
    await close();
  });

  test("on a page opened at a place, a step back and Escape bring the book’s numbers too", async () => {
    const { page, faults, close } = await open("z1.html#what-to-look-at");
    for (const undo of ["Escape", "back"]) {
      await entry(page, "W1.0.0").click();
      await page.locator(".edit input").fill("0.5");
      expect(await fragment(page)).toBe("W1.0.0=0.5");
      await page.keyboard.press(undo === "back" ? "Enter" : undo);
      if (undo === "back") await page.goBack();
      await expect.poll(() => fragment(page)).toBe("");
      expect(await digits(page)).toEqual(valuesOf("z1", DEFAULT_LESSON));
    }
    expect(faults).toEqual([]);
    await close();
  });

  test("a target flips its row's label", async () => {
    const { page, close } = await open("xor.html");
    await entry(page, "y.0.0").click();
    await expect.poll(() => fragment(page)).toBe("y.0=1");
    await expect.poll(() => digits(page)).toMatchObject({ y: [[0, 1]] });
    await entry(page, "y.0.0").click();
    expect(await fragment(page)).toBe("y.0=0");
    await close();
  });

  test("by a finger: a tap opens the box, at 360 px inside the window", async () => {
    const { page, faults, close } = await open("z1.html", {
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      isMobile: true,
    });
    await entry(page, "W1.0.2").scrollIntoViewIfNeeded();
    await entry(page, "W1.0.2").tap();
    const box = page.locator(".edit");
    await box.waitFor();
    const { x, width } = (await box.boundingBox())!;
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(360);
    expect(await covered(page)).toEqual([]);
    expect(await box.locator("input").evaluate((it) => it.scrollWidth - it.clientWidth)).toBeLessThanOrEqual(
      0,
    );
    // All of its formula is above the bar at the foot.
    const foot = (await page.locator(".origin").boundingBox())!.y;
    const { y: top, height } = (await page
      .locator('.formula:has([data-cell="W1.0.2"])')
      .first()
      .boundingBox())!;
    expect(top + height).toBeLessThanOrEqual(foot);
    // Its keyboard has a minus; where none is wanted, digits are enough.
    expect(await box.locator("input").getAttribute("inputmode")).toBe(null);
    await page.getByRole("button", { name: "less" }).tap();
    expect(await fragment(page)).toMatch(/^W1\.0\.2=/);
    await box.locator("input").fill("12345678901234567890x");
    const told = (await box.getByRole("alert").boundingBox())!;
    expect(told.x).toBeGreaterThanOrEqual(0);
    expect(told.x + told.width).toBeLessThanOrEqual(360);
    expect(await box.getByRole("alert").evaluate((it) => it.scrollWidth - it.clientWidth)).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await page.locator('.lesson [data-cell="alpha"]').tap();
    const rate = page.getByRole("textbox", { name: "Learning rate α" });
    expect(await rate.getAttribute("inputmode")).toBe("decimal");
    expect(faults).toEqual([]);
    await close();
  });
});

describe("what stays", () => {
  test("focus, open disclosures and scroll; what is folded is set when it is opened", async () => {
    const { page, close } = await open("dloss-dw2.html");
    await openPanel(page);
    const folded = page.locator("details.aside").first();
    const entries = page.locator("details.entries").first();
    await entries.locator("summary").click();
    await page.getByLabel("Weight seed", { exact: true }).focus();
    await page.evaluate(() => scrollTo(0, 900));
    await page.getByLabel("Weight seed", { exact: true }).evaluate((input) => {
      (input as HTMLInputElement).value = "3";
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    expect(await fragment(page)).toBe("weight-seed=3");
    expect(await page.evaluate(() => scrollY)).toBe(900);
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).value)).toBe("3");
    expect(await entries.evaluate((it) => (it as HTMLDetailsElement).open)).toBe(true);
    const trace = traceOf(stages, parseLesson({ weights: { seed: 3 } }));
    expect(await entries.locator("td").first().textContent()).toContain(
      trace.dLoss_dz2.data[0]!.toFixed(8).replace("-", "−"),
    );
    // The formulas of the book's own page are in there until it is opened.
    expect(await folded.evaluate((it) => (it as HTMLDetailsElement).open)).toBe(false);
    await folded.locator("summary").click();
    expect(await folded.locator(".katex").count()).toBeGreaterThan(0);
    await close();
  });

  test("a disclosure opened after a change tells of the new numbers, formulas and all", async () => {
    const { page, close } = await open("xor.html#rows=2");
    const { page: fresh, close: end } = await open("loss.html#rows=2&ridge=0.5");
    for (const it of [page, fresh]) {
      await expect.poll(() => it.locator("footer.lesson").textContent()).toContain("2 rows");
      for (const summary of await it.locator("main summary").all()) await summary.click();
      for (const details of await it.locator(".body details").all())
        expect(await details.evaluate((element) => element.textContent!.trim().length)).toBeGreaterThan(20);
    }
    await close();
    await end();
  });

  test("a formula that gets too wide can be scrolled by keyboard; what has no tab stop gets none", async () => {
    const { page, close } = await open("dloss-dw2.html#hidden=1", { viewport: { width: 400, height: 800 } });
    await openPanel(page);
    const stops = () => page.locator("main .formula[tabindex='0']").count();
    const before = await stops();
    await page.getByLabel("Hidden neurons", { exact: true }).fill("4");
    await page.getByLabel("Rows", { exact: true }).fill("8");
    await expect.poll(stops).toBeGreaterThan(before);
    expect(await page.locator("[tabindex='null']").count()).toBe(0);
    await close();
  });

  test("every other chapter shows the same numbers, reached by the page's own links", async () => {
    const { page, faults, close } = await open("z1.html");
    await openPanel(page);
    await page.getByLabel("Weight seed", { exact: true }).fill("5");
    await page.locator('a[rel="next"]').click();
    await page.waitForURL(/h1\.html/);
    expect(await fragment(page)).toBe("weight-seed=5");
    await expect.poll(() => digits(page)).toEqual(valuesOf("h1", parseLesson({ weights: { seed: 5 } })));
    // A link to a place on another page takes both along.
    await page.goto(`file://${BOOK}/dloss-dw1.html#weight-seed=5`);
    const tile = page.locator('a[href*="dloss-dw2.html"][href*="at="]').first();
    await expect.poll(() => tile.count()).toBe(1);
    await tile.click();
    await page.waitForURL(/dloss-dw2\.html/);
    await expect
      .poll(() => digits(page))
      .toEqual(valuesOf("dloss-dw2", parseLesson({ weights: { seed: 5 } })));
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(300);
    expect(faults).toEqual([]);
    await close();
  });

  test("memory: after 120 changes of a seed there are no more nodes, and nothing else has piled up", async () => {
    const { page, close } = await open("z1.html");
    await openPanel(page);
    const client = await page.context().newCDPSession(page);
    const change = (from: number, to: number) =>
      page.getByLabel("Weight seed", { exact: true }).evaluate(
        (input, [from, to]) => {
          for (let seed = from!; seed < to!; seed++) {
            (input as HTMLInputElement).value = String(seed);
            input.dispatchEvent(new Event("input", { bubbles: true }));
          }
        },
        [from, to],
      );
    /** What is left when the marks have faded and what is no longer used is gone. */
    const measured = async () => {
      await client.send("HeapProfiler.collectGarbage");
      const { nodes, jsEventListeners } = await client.send("Memory.getDOMCounters");
      const { usedSize } = await client.send("Runtime.getHeapUsage");
      return { nodes, jsEventListeners, usedSize };
    };
    await change(0, 50);
    await page.waitForTimeout(1500);
    await measured();
    const before = await measured();
    await change(50, 170);
    await expect
      .poll(async () => (await measured()).nodes, { timeout: 20_000 })
      .toBeLessThan(before.nodes + 110); // pages of different words and exercises
    const after = await measured();
    expect(after.jsEventListeners).toBe(before.jsEventListeners);
    expect(after.usedSize).toBeLessThan(before.usedSize * 1.07);
    await close();
  });
});
