import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { Answer } from "../src/exercises/exercise.ts";
import { axeFinds } from "./axe.ts";
import { bookFile, bookReader } from "./book.ts";

/** Exercises as a reader meets them: in Chromium, from `file://`. */

const open = bookReader();

test("without a script: questions, no dead field, and the working folded", async () => {
  const { page, close } = await open("z1.html", { javaScriptEnabled: false });
  expect(await page.locator(".exercise").count()).toBeGreaterThanOrEqual(3);
  expect(await page.locator(".exercises :is(input, button)").count()).toBe(0);
  await page.locator(".exercise .working summary").first().click();
  expect(await page.locator(".exercise .working").first().textContent()).toMatch(
    /z1\[0,2\] = .*Answer: −0\.0453/,
  );
  await close();
});

test("a mistake is named, a comma taken, what is solved shown and kept, new numbers drawn and linked", async () => {
  const { page, faults, close } = await open("dloss-dw2.html");
  const section = page.locator(".exercises");
  await section.scrollIntoViewIfNeeded();
  const first = page.locator("#exercise-delta");
  const field = first.getByLabel("Your answer");
  await field.waitFor();
  const { value, mistakes } = (await first.evaluate(
    (it) => JSON.parse((it as HTMLElement).dataset.key!).answer,
  )) as Answer;
  const slope = mistakes.find(({ name }) => name === "slope")!;

  // By keyboard alone.
  await field.focus();
  await page.keyboard.type(slope.value.toFixed(3));
  await page.keyboard.press("Enter");
  expect(await first.getByRole("status").textContent()).toMatch(
    /^✗ The slope of the activation is left out\./,
  );
  await field.fill("99");
  await page.keyboard.press("Enter");
  expect(await first.locator(".working").getAttribute("open")).not.toBeNull();
  await field.fill(value.toFixed(3).replace(".", ","));
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  expect(await first.getByRole("status").textContent()).toBe("✓ Right.");

  const brick = page.locator('.strip .brick[href^="dloss-dw2.html"]');
  expect(await brick.getAttribute("title")).toBe("1 of 5 exercises solved");
  const kept = () => page.evaluate(() => localStorage.getItem("solved"));
  expect(await kept()).toBeNull();
  await section.getByLabel("Remember on this device").check();
  const way = page.locator("#exercise-direction");
  await way.getByLabel("It goes down.").check();
  await way.getByRole("button", { name: "Check" }).click();
  expect(JSON.parse((await kept())!)).toEqual({ "dloss-dw2": { done: ["delta", "direction"], of: 5 } });
  expect(await axeFinds(page, ".exercises")).toEqual([]);

  // New numbers, and the same by their address.
  await section.getByRole("button", { name: "New numbers" }).click();
  const drawn = page.locator("#drawn-delta");
  await drawn.getByLabel("Your answer").waitFor();
  expect(await first.isVisible()).toBe(false);
  const question = await drawn.locator(".asked").textContent();
  expect(await page.evaluate(() => location.hash)).toMatch(/^#exercise=\d+&at=exercises$/);
  await page.reload();
  await drawn.getByLabel("Your answer").waitFor();
  expect(await drawn.locator(".asked").textContent()).toBe(question);
  expect(await brick.getAttribute("title")).toBe("2 of 5 exercises solved");
  await section.getByRole("button", { name: "Back to the numbers" }).click();
  expect(await first.isVisible()).toBe(true);
  expect(await page.evaluate(() => location.hash)).toBe("");

  // A live page: other numbers, another question; what was typed stays, what was said goes.
  await field.fill("0.5");
  await page.keyboard.press("Enter");
  const before = await first.locator(".asked").textContent();
  await page.evaluate(() => {
    location.hash = "rows=2&seed=7";
  });
  await page.waitForFunction(
    (it) => document.querySelector("#exercise-delta .asked")!.textContent !== it,
    before,
  );
  expect([await field.inputValue(), await first.getByRole("status").textContent()]).toEqual(["0.5", ""]);

  await section.getByRole("button", { name: "Clear my progress" }).click();
  expect(await brick.getAttribute("title")).toBeNull();
  expect(await kept()).toBe("{}");
  const wish = section.getByLabel("Remember on this device");
  await wish.uncheck();
  expect(await kept()).toBeNull();

  // What another page kept meanwhile stays; what no script of ours wrote is left out; a full store is told.
  await page.evaluate(() => localStorage.setItem("solved", '{"h1":{"done":["a"],"of":4},"z1":5}'));
  await wish.check();
  expect(JSON.parse((await kept())!)).toEqual({ h1: { done: ["a"], of: 4 } });
  await wish.uncheck();
  await page.evaluate(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  });
  await wish.click();
  expect(await wish.isChecked()).toBe(false);
  expect(await section.locator(".practice [role=status]").textContent()).toContain("keeps nothing");

  // A number that is no set leaves the page's own exercises and their fields.
  await page.evaluate(() => {
    location.hash = "exercise=4294968";
  });
  await page.waitForTimeout(300);
  expect(await field.isVisible()).toBe(true);
  expect(await section.locator(".practice [role=status]").textContent()).not.toContain("load");
  expect(faults).toEqual([]);
  await close();
});

test("their script weighs at most 10 KB over gzip, what draws new numbers at most 35", () => {
  expect(gzipSync(bookFile("exercises.js")).length).toBeLessThan(10_000);
  expect(gzipSync(bookFile("practice.js")).length).toBeLessThan(35_000);
});

test("where fields and buttons come, nothing moves: neither hints nor what stands below", async () => {
  for (const viewport of [
    { width: 1280, height: 720 },
    { width: 360, height: 720 },
  ])
    for (const file of ["runs.html", "h1.html"]) {
      const { page, close } = await open(file, { viewport });
      const moved = await page.evaluate(async () => {
        const all = [...document.querySelectorAll(".exercise .hint, .exercises ~ *, .credits")];
        const places = () => all.map((it) => it.getBoundingClientRect().y);
        document.querySelector(".exercises")!.scrollIntoView();
        const before = places();
        while (!document.querySelector(".try, .practice")) await new Promise((done) => setTimeout(done, 10));
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        return Math.max(...places().map((y, i) => Math.abs(y - before[i]!)));
      });
      expect(moved, `${file}, ${viewport.width} px`).toBeLessThan(1);
      await close();
    }
});
