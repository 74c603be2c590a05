import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { DEFAULT_LESSON } from "../../src/lesson/lesson.ts";
import { writeFiles } from "../../tests/reading.ts";
import { launchChromium } from "../chromium.ts";
import { complete, site } from "../site.ts";

/** Measures the article's book in Chromium: `measure` is given a browser, and the folder in which the site is. */
export async function inChromium(
  root: string,
  measure: (browser: Browser, folder: string) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const browser = await launchChromium();
  try {
    const made = await site({ root, lesson: DEFAULT_LESSON, command: "npm run build" });
    writeFiles(await complete(made), folder);
    await measure(browser, folder);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
