import { expect, test } from "vitest";
import { chapters } from "../chapters/index.ts";
import { bookFile, bookReader } from "./book.ts";

/** A page printed without its answers, in Chromium from `file://`. */

const open = bookReader();

/** The numbers of a stage's file to four digits, as text may have them however it is rounded. */
const digitsIn = (json: string): string[] =>
  (json.match(/\d+\.\d+(?:e-\d+)?/g) ?? [])
    .map((it) => Number(it).toPrecision(5).replace(/e.*/, "").slice(0, 6))
    .filter((it) => it.replace(/^[0.]+/, "").length >= 4);

test("no number that the page works out is printed, the givens are, and all is put back", async () => {
  const { page, faults, close } = await open("dloss-dw2.html");
  await page.evaluate(() => {
    window.print = () => document.body.classList.add("printed");
  });
  // biome-ignore lint/performance/useDomNodeTextContent: what is seen alone
  const text = () => page.locator("main").innerText();
  const foot = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--foot"));
  const { outputs, inputs } = JSON.parse(bookFile("dloss-dw2.json"));
  const givens = digitsIn(JSON.stringify(inputs));
  // Where a target is 0, how far the output is from it is the output.
  const answers = digitsIn(JSON.stringify(outputs)).filter((it) => !givens.includes(it));
  expect(answers.length).toBeGreaterThan(5);
  const before = await text();
  expect(answers.filter((it) => before.includes(it))).toEqual(answers);
  expect(await foot()).toContain("seed");

  await page.getByRole("button", { name: "Print without answers" }).click();
  await page.waitForSelector("body.printed");
  const printed = await text();
  expect(answers.filter((it) => printed.includes(it))).toEqual([]);
  expect(givens.filter((it) => printed.includes(it)).length).toBeGreaterThan(4);
  expect(printed).not.toMatch(/seed|npm run/);
  expect(await foot()).not.toContain("seed");

  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  const after = await text();
  expect(answers.filter((it) => after.includes(it))).toEqual(answers);
  expect(await page.locator('[style*="!important"]').count()).toBe(0);
  expect(await foot()).toContain("seed");
  expect(faults).toEqual([]);
  await close();
});

test("the button is on each page that works numbers out, and on no other", () => {
  const has = (name: string) => bookFile(`${name}.html`).includes(" data-blank=");
  const names = chapters.map(({ name }) => name);
  expect(names.filter(has)).toEqual(names.filter((name) => name !== "xor" && name !== "init"));
  expect(["index", "symbols", "loop", "bricks"].filter(has)).toEqual([]);
});
