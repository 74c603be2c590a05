import { fileURLToPath } from "node:url";
import { runExperiments } from "../build/experiments.ts";
import { experiments } from "../chapters/pages.ts";
import { ensureChromium } from "./chromium.ts";

/**
 * Runs once, before all test files, what they would else do side by side: find or install Chromium, and run the
 * experiments that no cache holds yet.
 */
export async function setup(): Promise<void> {
  process.env.CHROME_PATH = ensureChromium();
  await runExperiments(experiments, fileURLToPath(new URL("..", import.meta.url)));
}
