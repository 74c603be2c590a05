import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { median } from "d3-array";
import type { Page } from "playwright-core";
import { inChromium } from "./chromium.ts";

/**
 * The laboratory at work in Chromium, as many steps a frame as fit: steps and frames that a second has, and the
 * longest that the page was not to be reached.
 */

const SECONDS = 4;
const WANTED = { steps: 50, frames: 60 };
/** The form for each run; the first is the one that is wanted to keep up. */
const RUNS: readonly Readonly<Record<string, string>>[] = [
  { "data.set": "article", "data.rows": "300", hidden: "10" },
  { "data.set": "article", "data.rows": "300", hidden: "64", second: "64" },
  { "data.set": "corners01", hidden: "3" },
];

export const run = (root: string): Promise<void> =>
  inChromium(root, async (browser, folder) => {
    const table: Record<string, Record<string, string>> = {};
    for (const fields of RUNS) {
      const page = await browser.newPage();
      await page.goto(pathToFileURL(join(folder, "loop.html")).href);
      await page.locator(".laboratory .open").click();
      await fill(page, "pace", "Infinity");
      for (const [name, value] of Object.entries(fields)) await fill(page, name, value);
      await page.locator("[data-does=start]").click();
      const { steps, apart } = await watched(page);
      table[Object.entries(fields).flat().join(" ")] = {
        "steps a frame": (steps / apart.length).toFixed(0),
        "frames a second": (apart.length / SECONDS).toFixed(1),
        "between two frames, median": `${median(apart)!.toFixed(1)} ms`,
        longest: `${Math.max(...apart).toFixed(1)} ms`,
      };
      await page.close();
    }
    console.log(`\nThe laboratory in Chromium, ${SECONDS} seconds of each run`);
    console.table(table);
    console.log(
      `in the first, at least ${WANTED.steps} steps a frame at ${WANTED.frames} frames a second wanted`,
    );
  });

async function fill(page: Page, name: string, value: string): Promise<void> {
  const field = page.locator(`.laboratory [name="${name}"]`);
  if (name === "pace" || name === "data.set") await field.selectOption(value);
  else {
    await field.fill(value);
    await field.press("Enter");
  }
}

/** Steps taken while the page is watched, and the milliseconds between its frames. */
async function watched(page: Page): Promise<{ steps: number; apart: number[] }> {
  await page.waitForTimeout(1000); // to get warm
  return page.evaluate(async (seconds) => {
    // No function with a name in here: tsx would wrap it in a helper that the page does not have.
    const steps: number[] = [];
    const times: number[] = [];
    while (times.length < 2 || times.at(-1)! - times[0]! < 1000 * seconds) {
      times.push(await new Promise<number>((done) => requestAnimationFrame(done)));
      const shown = document.querySelector("[data-number=step] .number")!.textContent;
      steps.push(Number(shown.replace(/\D/g, "")));
    }
    return {
      steps: steps.at(-1)! - steps[0]!,
      apart: times.slice(1).map((time, i) => time - times[i]!),
    };
  }, SECONDS);
}
