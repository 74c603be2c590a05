import type { Locator, Page } from "playwright-core";
import { chapters, stages } from "../chapters/index.ts";
import { partOf } from "../src/book/chapter.ts";
import type { Lesson } from "../src/lesson/lesson.ts";
import { stageJson } from "../src/network/json.ts";
import { traceOf } from "../src/network/stage.ts";

/** What tests of live pages ask of one. */

export const opener = (page: Page): Locator => page.getByRole("button", { name: "Change the numbers" });
export async function openPanel(page: Page): Promise<void> {
  await opener(page).click();
  await page.locator("#panel").waitFor({ state: "visible" });
}

export const fragment = (page: Page): Promise<string> => page.evaluate(() => location.hash.slice(1));

/** The numbers of a stage page, every digit, as it offers them for copying: they are there when they are opened. */
export const digits = async (page: Page): Promise<Record<string, unknown>> => {
  const precision = page.locator("details.precision");
  if (!(await precision.evaluate((it) => (it as HTMLDetailsElement).open)))
    await precision.locator("summary").click();
  return JSON.parse((await precision.locator("pre code").first().textContent())!);
};
export const valuesOf = (name: string, lesson: Lesson) =>
  JSON.parse(
    stageJson(name, partOf(chapters.find((it) => it.name === name)!, lesson), traceOf(stages, lesson)),
  ).outputs;

/** The first place of an entry in a formula. */
export const entry = (page: Page, cell: string): Locator =>
  page.locator(`main .formula [data-cell="${cell}"]`).first();
