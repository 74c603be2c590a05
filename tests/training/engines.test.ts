import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { SettingsFile } from "../../src/training/settings.ts";
import { withChromium } from "../reading.ts";
import { told } from "./engines.browser.ts";

const LONG: SettingsFile = { steps: 5000, record: { every: 500 }, snapshots: { at: [1, 2500] } };
const RUNS: SettingsFile[] = [
  { ...LONG, trained: 50, hidden: [10], learningRate: 1, ridge: 1e-4 },
  {
    ...LONG,
    data: { set: "spiral", seed: 1, rows: 40 },
    unseen: { set: "moons", seed: 2, rows: 20 },
    hidden: [6, 5, 4],
    activation: "tanh",
    bias: true,
    batch: { size: 16, seed: 3 },
    learningRate: 0.5,
    schedule: "cosine",
    l1: 1e-3,
    clip: 0.1,
  },
  { ...LONG, data: { set: "corners11" }, hidden: [3], bias: true, schedule: { every: 100, factor: 0.97 } },
  { ...LONG, trained: 50, hidden: [5], gradient: "article", ridge: 0.1, learningRate: 0.003 }, // to no numbers
];

let page: Page;
withChromium(async (browser) => {
  const entry = fileURLToPath(new URL("engines.browser.ts", import.meta.url));
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: "iife", write: false });
  page = await browser.newPage();
  await page.addScriptTag({ content: outputFiles[0]!.text });
});

const inChromium = (settings: SettingsFile): Promise<string> =>
  page.evaluate((it) => (globalThis as unknown as { told: typeof told }).told(it), settings);

test.each(RUNS)("5,000 steps are the same in Node and in Chromium, to the last bit: %o", async (settings) => {
  const here = told(settings);
  expect(here.length).toBeGreaterThan(500);
  expect(await inChromium(settings)).toBe(here);
});

test("one last bit of the learning rate is seen", async () => {
  const { learningRate, ...rest } = RUNS[0]!;
  expect(await inChromium({ ...rest, learningRate: learningRate! * (1 + 2 ** -52) })).not.toBe(
    told(RUNS[0]!),
  );
});
