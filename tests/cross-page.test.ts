import { expect, test } from "vitest";
import { stages } from "../chapters/index.ts";
import { parseLesson } from "../src/lesson/lesson.ts";
import { toRows } from "../src/math/matrix.ts";
import { traceOf } from "../src/network/stage.ts";
import { axeFinds } from "./axe.ts";
import { bookFile, bookReader } from "./book.ts";

/** The cross as a reader meets it: in chapter 7, in Chromium, from `file://`. */

const openPage = bookReader();

test("h1 is turned over, bands and terms go to the entry pointed at, tapped or walked to, and follow the numbers", async () => {
  const { page, faults, close } = await openPage("dloss-dw2.html", { reducedMotion: "reduce" });
  const { inputs, outputs } = JSON.parse(bookFile("dloss-dw2.json"));
  const figure = page.locator("figure[data-moves=cross]").first();
  const [factors, cross] = [figure.locator(".flat"), figure.locator(".cross")];
  const svg = cross.locator("svg");
  const sum = async () => (await cross.locator(".sum").textContent())!;
  const numbers = (text: string) =>
    text
      .replaceAll("−", "-")
      .match(/-?\d+(?:\.\d+)?/g)!
      .map(Number);
  /** The number under the middle of the ring, where both bands end. */
  const crossed = () =>
    svg.evaluate((svg) => {
      const box = (selector: string) => svg.querySelector(selector)!.getBoundingClientRect();
      const [ring, row, column] = [box(".ring"), box(".row"), box(".column")];
      const isMet = Math.abs(row.right - ring.right) < 1 && Math.abs(column.bottom - ring.bottom) < 1;
      const at = [...svg.querySelectorAll<SVGElement>("text[data-cell]")].filter((text) => {
        const { left, right, top, bottom } = text.getBoundingClientRect();
        return left >= ring.left && right <= ring.right && top >= ring.top - 2 && bottom <= ring.bottom + 2;
      });
      return isMet ? at.map((text) => text.dataset.cell).join() : "the bands do not meet";
    });
  /** Holds what the picture says of an entry against all digits of these matrices. */
  const holds = async (
    j: number,
    k: number,
    { h1, dLoss_dz2, dLoss_dW2 }: Record<string, number[][]>,
  ): Promise<void> => {
    expect(await crossed()).toBe(`dLoss_dW2.${j}.${k}`);
    const said = await sum();
    const terms = h1!.flatMap((row, n) => [row[j]!, dLoss_dz2![n]![k]!]);
    const shown = numbers(said);
    expect(shown).toHaveLength(terms.length + 1);
    for (const [i, x] of [...terms, dLoss_dW2![j]![k]!].entries())
      expect(Math.abs(shown[i]! - x)).toBeLessThan(0.000051);
    expect(await svg.getAttribute("aria-valuetext")).toBe(`dLoss_dW2[${j},${k}]: ${said}`);
  };

  // First h1 lies as it is, and the bands meet in no number.
  const turn = figure.getByRole("button", { name: "Turn h1 over" });
  await figure.scrollIntoViewIfNeeded(); // only then its script is loaded
  await turn.waitFor();
  expect(await factors.isVisible()).toBe(true);
  expect(await cross.isVisible()).toBe(false);
  await turn.click();
  expect(await factors.isVisible()).toBe(false);
  await holds(0, 1, { ...inputs, ...outputs });

  await svg.locator('[data-cell="dLoss_dW2.2.0"]').hover();
  await holds(2, 0, { ...inputs, ...outputs });
  await svg.locator('[data-cell="dLoss_dW2.1.1"]').click();
  await holds(1, 1, { ...inputs, ...outputs });
  await page.mouse.move(0, 0);
  const slider = page.getByRole("slider", { name: "The matrix product as a cross" }).first();
  await slider.focus();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowLeft");
  await holds(0, 0, { ...inputs, ...outputs });
  await page.keyboard.press("End");
  await holds(2, 1, { ...inputs, ...outputs });
  expect(await slider.getAttribute("aria-valuenow")).toBe("6");
  expect(await axeFinds(page, "figure[data-moves=cross]")).toEqual([]);

  // Another weight, other hidden values: the same entry stays, with its new numbers.
  const before = await figure.getAttribute("data-numbers");
  await page.evaluate(() => {
    location.hash = "W1.0.1=2";
  });
  await page.waitForFunction(
    (before) => document.querySelector<HTMLElement>("[data-moves=cross]")!.dataset.numbers !== before,
    before,
  );
  const { W1, W2 } = traceOf(stages, parseLesson({}));
  const [[first, , last], ...rest] = toRows(W1) as [number[], ...number[][]];
  const weights = { W1: [[first, 2, last], ...rest], W2: toRows(W2) };
  const trace = traceOf(stages, parseLesson({ weights }));
  await holds(2, 1, {
    h1: toRows(trace.h1),
    dLoss_dz2: toRows(trace.dLoss_dz2),
    dLoss_dW2: toRows(trace.dLoss_dW2),
  });
  await page.waitForTimeout(600); // a live page looks for new figures after a rest
  expect(await figure.getByRole("button").allTextContents()).toEqual(["Turn h1 back", "Play the sums"]);
  // On paper both stand, as without a script.
  await page.emulateMedia({ media: "print" });
  expect(await factors.isVisible()).toBe(true);
  expect(await cross.isVisible()).toBe(true);
  expect(faults).toEqual([]);
  await close();
});
