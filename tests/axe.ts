import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Rules that look at colours: what they say depends on light or dark. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/**
 * What axe has against the page as it stands, or against parts of it.
 * @param part a selector of them
 * @param rules all, if none are named
 */
export async function axeFinds(page: Page, part = ":root", rules?: readonly string[]): Promise<string[]> {
  // By the debugger's way in, which no policy of the page forbids.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(`${axe};0`);
  const { violations } = await page.evaluate(
    ({ part, rules }) =>
      (window as unknown as { axe: typeof import("axe-core") }).axe.run(part, {
        preload: false,
        resultTypes: ["violations"],
        ...(rules && { runOnly: [...rules] }),
      }),
    { part, rules },
  );
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 200)} (${nodes[0]!.failureSummary})`,
  );
}

/** A desk and a small phone. */
export const WIDTHS = [1280, 360] as const;

/** What a narrow page shows in another way than a wide one: its frame. The colours of the rest are those of a wide page. */
const FRAME = "body > :not(main)";

/**
 * The same in four looks, changed in place: wide and narrow, where other things are shown, with all rules; in dark
 * again with those that look at colours, and there only at the frame of a narrow page. The page is left light and wide.
 * @param also what else is to be held in each look; what it returns is among the findings
 */
export async function axeFindsInEveryLook(
  page: Page,
  part?: string,
  also: (width: number) => Promise<readonly string[]> = async () => [],
): Promise<string[]> {
  const { height } = page.viewportSize()!;
  const found: string[] = [];
  for (const width of [...WIDTHS].reverse()) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of ["dark", "light"] as const) {
      await page.emulateMedia({ colorScheme });
      const isDark = colorScheme === "dark";
      const looked = isDark && width === WIDTHS[1] ? FRAME : part;
      const its = [
        ...(await axeFinds(page, looked, isDark ? OF_COLOURS : undefined)),
        ...(await also(width)),
      ];
      found.push(...its.map((fault) => `${colorScheme}, ${width} px: ${fault}`));
    }
  }
  return found;
}
