import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { chapters } from "../chapters/index.ts";
import { bookFile, bookReader } from "./book.ts";

/** A page printed without its answers, in Chromium from `file://`. */

const open = bookReader();

/** As a browser's own, which tells the page before and after; what stands there between is kept, and the address. */
async function standIn(page: Page, { isTold = true } = {}): Promise<void> {
  await page.evaluate((isTold) => {
    window.print = () => {
      if (isTold) dispatchEvent(new Event("beforeprint"));
      document.body.classList.add("printed");
      document.body.dataset.address = location.href;
    };
  }, isTold);
}

/** The numbers of a stage's file to four digits, as text may have them however it is rounded. */
const digitsIn = (json: string): string[] =>
  (json.match(/\d+\.\d+(?:e-\d+)?/g) ?? [])
    .map((it) => Number(it).toPrecision(5).replace(/e.*/, "").slice(0, 6))
    .filter((it) => it.replace(/^[0.]+/, "").length >= 4);

test("no number that the page works out is printed, the givens are, and all is put back", async () => {
  const { page, faults, close } = await open("dloss-dw2.html");
  await standIn(page);
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

test("with decimal commas it is the same, on each page that works numbers out", async () => {
  const told: string[] = [];
  for (const { name } of chapters.filter(({ name }) => bookFile(`${name}.html`).includes(" data-blank="))) {
    const { page, faults, close } = await open(`${name}.html#decimal=comma`);
    await expect.poll(() => page.locator("footer.lesson").textContent()).toContain("comma");
    await standIn(page);
    const main = page.locator("main");
    const { outputs, inputs } = JSON.parse(bookFile(`${name}.json`));
    const shown = (its: unknown) =>
      (JSON.stringify(its).match(/\d+\.\d+/g) ?? []).map((it) => Number(it).toFixed(8).replace(".", ","));
    const givens = shown(inputs);
    const answers = shown(outputs).filter((it) => !givens.includes(it) && it !== "0,00000000");
    // biome-ignore lint/performance/useDomNodeTextContent: what is seen alone
    const before = await main.innerText();
    expect(answers.filter((it) => before.includes(it)).length, name).toBeGreaterThan(0);
    const button = page.getByRole("button", { name: "Print without answers" });
    await button.click();
    await page.waitForSelector("body.printed");
    // A browser whose print() does not wait lets it be asked for twice.
    await page.locator(".blank button").evaluate((it) => (it as HTMLElement).click());
    // biome-ignore lint/performance/useDomNodeTextContent: what is seen alone
    const printed = await main.innerText();
    told.push(
      ...answers
        .filter((it) => printed.includes(it))
        .map(
          (it) =>
            `${name}: ${it} in ${printed.slice(Math.max(0, printed.indexOf(it) - 60), printed.indexOf(it) + 20)}`,
        ),
    );
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    expect(await page.locator('[style*="!important"]').count(), name).toBe(0);
    expect(faults).toEqual([]);
    await close();
  }
  expect(told).toEqual([]);
});

test("with numbers of an address, neither foot nor address say the seed; all is back, too, where nothing tells that it is over", async () => {
  for (const isTold of [true, false]) {
    const { page, faults, close } = await open("z1.html#seed=7");
    await expect.poll(() => page.locator("footer.lesson").textContent()).toContain("seed 7");
    await standIn(page, { isTold });
    const state = () =>
      page.evaluate(() => ({
        // biome-ignore lint/performance/useDomNodeTextContent: what is seen alone
        main: document.querySelector("main")!.innerText,
        formulas: [...document.querySelectorAll(".body .katex")].map((it) => it.textContent).join("\n"),
        foot: getComputedStyle(document.documentElement).getPropertyValue("--foot"),
        address: location.href,
        place: scrollY,
        open: document.querySelectorAll("details[open]").length,
      }));
    // Printed for the first time, exercises get their buttons.
    await page.evaluate(() => ["beforeprint", "afterprint"].map((it) => dispatchEvent(new Event(it))));
    await page.getByText("Remember on this device").waitFor();
    const button = page.getByRole("button", { name: "Print without answers" });
    await button.scrollIntoViewIfNeeded();
    const before = await state();
    expect(before.foot).toContain("seed 7");
    await button.click();
    await page.waitForSelector("body.printed");
    const { main, foot } = await state();
    // A page that may not print is left as it is.
    expect([main, foot].map((it) => /All digits, to copy|seed/.test(it))).toEqual([!isTold, !isTold]);
    expect(await page.locator("body").getAttribute("data-address")).not.toContain("seed");
    if (isTold) await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    else await page.keyboard.press("Shift");
    expect({ ...(await state()), main: before.main }).toEqual(before);
    expect(faults).toEqual([]);
    await close();
  }
});

test("the button is on each page that works numbers out, and on no other", () => {
  const has = (name: string) => bookFile(`${name}.html`).includes(" data-blank=");
  const names = chapters.map(({ name }) => name);
  expect(names.filter(has)).toEqual(names.filter((name) => name !== "xor" && name !== "init"));
  expect(["index", "symbols", "loop", "bricks"].filter(has)).toEqual([]);
});
