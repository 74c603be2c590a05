import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { axeFinds } from "../axe.ts";
import { remove, temporaryFolder } from "../project.ts";
import { withChromium } from "../reading.ts";
import { filesOf, put, runClass } from "./class.ts";

/** What a class gets, for who reads it on a screen or hears it. */

const folder = temporaryFolder();
afterAll(() => remove(folder));
let browser: Browser;
withChromium((it) => {
  browser = it;
});

/** This rule finds no text in MathML. */
const NO_MATHML = ["empty-table-header"];

test("axe finds nothing on sheet, key, overview and marks, light and dark", async () => {
  put(folder, { "c.json": JSON.stringify({ bias: true, ridge: 0.1, digits: 3 }), "r.csv": "name\nAda\n" });
  const lesson = ["--lesson", "c.json"];
  await runClass(folder, ...lesson, "--roster", "r.csv", "--out", "out", "--no-books");
  await runClass(folder, "check", ...lesson, "--answers", "out/answers.csv", "--out", "out/marks");
  const pages = [...filesOf(join(folder, "out")).keys()].filter((it) => /\.html$/.test(it));
  const seen = pages.filter((it) => !it.endsWith("class.html"));
  expect(seen).toEqual([
    expect.stringMatching(/^keys\/Ada/),
    "marks/marks.html",
    "overview.html",
    expect.stringMatching(/^sheets\/Ada/),
  ]);
  const page = await browser.newPage();
  for (const file of seen) {
    await page.goto(pathToFileURL(join(folder, "out", file)).href);
    await page.emulateMedia({ colorScheme: "light" });
    expect(await axeFinds(page, ":root", undefined, NO_MATHML), file).toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await axeFinds(page, ":root", ["color-contrast"]), file).toEqual([]);
    const heads = await page.locator("th").allTextContents();
    expect(heads.filter((it) => !it.trim())).toEqual([]);
  }
  await page.close();
});
