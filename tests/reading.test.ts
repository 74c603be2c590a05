import type { Browser } from "playwright-core";
import { expect, test } from "vitest";
import { withChromium } from "./reading.ts";

const started: Browser[] = [];
withChromium((browser) => {
  started.push(browser);
});

test("a browser that dies under a test is replaced, and the test tried again", async () => {
  const browser = started.at(-1)!;
  const page = await browser.newPage();
  if (started.length === 1) await (await browser.newBrowserCDPSession()).send("Browser.crash");
  expect(await page.evaluate(() => 6 * 7)).toBe(42);
  expect(started).toHaveLength(2);
});

test("one that lives is used again", async () => {
  expect(started).toHaveLength(2);
  expect(started.at(-1)!.isConnected()).toBe(true);
});
