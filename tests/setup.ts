import { ensureChromium } from "./chromium.ts";

/** Runs once, before all test files: were they to install Chromium, they would do so side by side. */
export function setup(): void {
  process.env.CHROME_PATH = ensureChromium();
}
