import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { bookReader } from "./book.ts";

/** The copy buttons of code, from `file://`. */

const open = bookReader();

const clipboard = ["clipboard-read", "clipboard-write"];
const copied = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

test.each([true, false])("by keyboard, with the clipboard open: %s", async (isOpen) => {
  const { page, faults, close } = await open("z1.html", { permissions: clipboard }, async (it) => {
    if (!isOpen)
      await it.addInitScript(() => {
        navigator.clipboard.writeText = () => Promise.reject(new DOMException("refused", "NotAllowedError"));
      });
  });
  const code = page.locator("pre.source > code").first();
  await page.locator("pre.source").first().focus();
  await page.keyboard.press("Tab");
  const button = page.getByRole("button", {
    name: "Copy: The code that computed it, from chapters/02-z1.ts",
  });
  expect(await button.evaluate((it) => it === document.activeElement)).toBe(true);
  const scroll = await page.evaluate(() => scrollY);
  await page.keyboard.press("Enter");
  const done = page.getByRole("button", { name: /^Copied: The code/ });
  await done.waitFor();
  expect(await copied(page)).toBe(await code.textContent());
  expect(await page.getByRole("status").allTextContents()).toContain("Copied");
  expect(await done.evaluate((it) => it === document.activeElement)).toBe(true);
  expect(await page.evaluate(() => scrollY)).toBe(scroll);
  await button.waitFor(); // and back again
  // A formula, and text around one, has each number once; a part of a number is that part.
  const selected = (start: string, end: string) =>
    page.evaluate(
      ([start, end]) => {
        const [from, to] = [document.querySelector(start!)!, document.querySelector(end!)!];
        getSelection()!.setBaseAndExtent(from, 0, to, to.childNodes.length);
        const data = new DataTransfer();
        const event = new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true });
        from.dispatchEvent(event);
        return event.defaultPrevented ? data.getData("text/plain") : undefined;
      },
      [start, end],
    );
  const [formula, number] = ["#with-the-numbers ~ .formula", '.formula .right [data-cell="z1.0.1"]'];
  expect(await selected(formula, formula)).toBe(
    "z_1 = X W_1\n= [1.76405235 0.40015721] [−0.67746455 0.37769425 −0.07365253; −0.53663519 0.60920496 0.21149622]\n≈ [−1.40982136 0.91005018 −0.04529517]",
  );
  expect(await selected(number, number)).toBe("0.91005018");
  expect(await selected(".body > p", ".body > p")).toMatch(/is called its pre-activation, z_1\./);
  expect(await selected("h1", "h1")).toBeUndefined();
  expect(faults).toEqual([]);
  await close();
});

test("the buttons stay when the reader changes a number", async () => {
  const { page, close } = await open("z1.html");
  const count = await page.locator(".copy").count();
  await page.goto(`${page.url()}#hidden=5`);
  await page.reload();
  await page.locator('.katex-html [data-cell="W1.0.4"]').first().waitFor();
  expect(await page.locator(".code > .copy").count()).toBe(count);
  await close();
});

test("where neither way works, it says so", async () => {
  const { page, close } = await open("z1.html", {}, async (it) => {
    await it.addInitScript(() => {
      Object.defineProperty(navigator, "clipboard", { value: undefined });
      document.execCommand = () => false;
    });
  });
  await page.locator(".copy").first().click();
  await page.getByRole("button", { name: /^Not copied/ }).waitFor();
  await close();
});
