import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { serve } from "../build/serve.ts";
import { shellWords } from "../chapters/words/shell.ts";
import { axeFindsInEveryLook } from "./axe.ts";
import { BOOK, bookReader } from "./book.ts";

const open = bookReader();
const list = (page: Page) => page.getByRole("dialog", { name: "Keys" });
const file = (page: Page) => page.url().replace(/.*\//, "");

/** Presses a key, and tells whether the page took it for its own. */
async function takes(page: Page, key: string): Promise<boolean> {
  await page.evaluate(() =>
    addEventListener("keydown", (event) => {
      document.body.dataset.taken = String(event.defaultPrevented);
    }),
  );
  await page.keyboard.press(key);
  return (await page.evaluate(() => document.body.dataset.taken)) === "true";
}

describe("single keys", () => {
  test("next, previous, contents; at the ends of the book they do nothing", async () => {
    const { page, close } = await open("z1.html");
    await page.keyboard.press("n");
    await page.waitForURL("**/h1.html");
    await page.keyboard.press("p");
    await page.waitForURL("**/z1.html");
    await page.keyboard.press("c");
    await page.waitForURL("**/index.html#contents");
    expect(await page.locator("h2:target").textContent()).toBe("Contents");
    await page.keyboard.press("p");
    expect(file(page)).toBe("index.html#contents");
    await page.goto(page.url().replace(/index.*/, "teachers.html"));
    await page.keyboard.press("n");
    expect(file(page)).toBe("teachers.html");
    await close();
  });

  test("not with Ctrl, Alt or Meta, not while writing, not under a dialog", async () => {
    const { page, close } = await open("z1.html");
    for (const key of ["Control+p", "Alt+n", "Meta+n", "Control+/"])
      expect(await takes(page, key), key).toBe(false);
    for (const field of [
      "<input>",
      "<textarea></textarea>",
      "<select><option>n</select>",
      "<p contenteditable>x</p>",
      "<p contenteditable><b tabindex=0>x</b></p>",
    ]) {
      await page.evaluate((html) => {
        document.querySelector("#field")?.remove();
        const box = Object.assign(document.createElement("div"), { id: "field", innerHTML: html });
        document.body.prepend(box);
        (box.querySelector<HTMLElement>("[tabindex]") ?? (box.firstElementChild as HTMLElement)).focus();
      }, field);
      expect(await takes(page, "n"), field).toBe(false);
    }
    await page.evaluate(() => document.querySelector("#field")!.remove());
    await page.keyboard.press("?");
    await list(page).waitFor();
    expect(await takes(page, "n")).toBe(false);
    await page.keyboard.press("Escape");
    await list(page).waitFor({ state: "hidden" });
    expect(await takes(page, "?")).toBe(true); // and now it does again
    await close();
  });

  test("what is typed while the list is on its way turns no page", async () => {
    const { url, close: stop } = await serve(BOOK);
    let release = () => {};
    const held = new Promise<void>((done) => {
      release = done;
    });
    const hold = (it: Page) =>
      it.route("**/keylist.js", async (route) => {
        await held;
        await route.continue();
      });
    const { page, close } = await open("z1.html", {}, hold, url.replace(/\/$/, ""));
    await page.keyboard.press("?");
    await page.keyboard.type("np");
    release();
    await list(page).waitFor();
    expect(file(page)).toBe("z1.html");
    await close();
    await stop();
  });
});

describe("the list", () => {
  test("has every key; the button opens it and gets the focus back", async () => {
    const { page, faults, close } = await open("z1.html");
    const button = page.getByRole("button", { name: "Keys" });
    await button.click();
    await list(page).waitFor();
    const rows = await list(page).locator("dl > div").allTextContents();
    for (const [key, does] of Object.entries(shellWords.keys.does)) expect(rows).toContain(`${key} ${does}`);
    expect(await page.evaluate(() => document.activeElement!.textContent)).toBe("Close");
    await page.keyboard.press("Enter");
    await list(page).waitFor({ state: "hidden" });
    expect(await button.evaluate((it) => it === document.activeElement)).toBe(true);
    expect(faults).toEqual([]);
    await close();
  });

  test("keys turned off stay off on the next page and after a reload, buttons do not; and on again", async () => {
    const { page, close } = await open("z1.html");
    const toggle = () => page.getByRole("checkbox", { name: "Single keys are on" });
    await page.keyboard.press("?");
    await list(page).waitFor();
    expect(await toggle().isChecked()).toBe(true);
    await page.keyboard.press("Shift+Tab"); // from Close
    await page.keyboard.press("Space");
    await page.keyboard.press("Escape");
    await list(page).waitFor({ state: "hidden" });
    for (const go of [
      async () => {},
      () => page.reload(),
      () => page.goto(page.url().replace("z1.html", "h1.html")),
    ]) {
      await go();
      for (const key of ["n", "p", "c", "?", "/"]) expect(await takes(page, key), key).toBe(false);
    }
    await page.getByRole("button", { name: "Keys" }).click();
    await list(page).waitFor();
    expect(await toggle().isChecked()).toBe(false);
    await toggle().check();
    await page.getByRole("button", { name: "Close" }).click();
    await list(page).waitFor({ state: "hidden" });
    await page.keyboard.press("n");
    await page.waitForURL("**/z2.html");
    await close();
  });

  test("where storage is refused, the switch holds for the page", async () => {
    const { page, faults, close } = await open("z1.html", {}, async (it) => {
      await it.addInitScript(() => {
        Object.defineProperty(window, "localStorage", {
          get() {
            throw new DOMException("refused", "SecurityError");
          },
        });
      });
    });
    await page.keyboard.press("?");
    await page.getByRole("checkbox").uncheck();
    await page.keyboard.press("Escape");
    await list(page).waitFor({ state: "hidden" });
    expect(await takes(page, "n")).toBe(false);
    expect(faults).toEqual([]);
    await close();
  });

  test("axe finds nothing, and all of it is in the window: light and dark, wide and narrow", async () => {
    const { page, close } = await open("z1.html", { viewport: { width: 1280, height: 740 } });
    await page.keyboard.press("?");
    await list(page).waitFor();
    const outside = async (width: number) => {
      const box = (await list(page).boundingBox())!;
      const isIn = box.x >= 0 && box.x + box.width <= width && box.y + box.height <= 740;
      return isIn ? [] : [`the list is not in the window: ${JSON.stringify(box)}`];
    };
    expect(await axeFindsInEveryLook(page, "dialog[open]", outside)).toEqual([]);
    await close();
  });
});

test("the bar holds it all, in its width and without overlap", async () => {
  const { page, close } = await open("z1.html");
  for (const width of [360, 390, 700, 1280]) {
    await page.setViewportSize({ width, height: 740 });
    const boxes = await page
      .locator(".home, .strip li, .tools button")
      .evaluateAll((all) => all.map((it) => it.getBoundingClientRect().toJSON() as DOMRect));
    for (const [i, a] of boxes.entries()) {
      expect(a.left >= 0 && a.right <= width && a.width > 0).toBe(true);
      for (const b of boxes.slice(i + 1))
        expect(
          a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1,
        ).toBe(true);
    }
    // A finger hits them.
    for (const { width, height } of boxes.slice(-3))
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(24);
  }
  await close();
});
