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
  expect(faults).toEqual([]);
  await close();
});

test("the buttons stay when the reader changes a number", async () => {
  const { page, close } = await open("z1.html");
  const count = await page.locator(".copy").count();
  await page.goto(`${page.url()}#hidden=5`);
  await page.reload();
  await page.locator('[data-cell="W1.0.4"]').first().waitFor();
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
