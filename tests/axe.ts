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
 * @param but rules that are left out
 */
export async function axeFinds(
  page: Page,
  part = ":root",
  rules?: readonly string[],
  but: readonly string[] = [],
): Promise<string[]> {
  // By the debugger's way in, which no policy of the page forbids.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(`${axe};0`);
  const { violations } = await page.evaluate(
    ({ part, rules, but }) =>
      (window as unknown as { axe: typeof import("axe-core") }).axe.run(part, {
        preload: false,
        resultTypes: ["violations"],
        ...(rules && { runOnly: [...rules] }),
        rules: Object.fromEntries(but.map((rule) => [rule, { enabled: false }])),
      }),
    { part, rules, but },
  );
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 200)} (${nodes[0]!.failureSummary})`,
  );
}

/** A desk and a small phone. */
export const WIDTHS = [1280, 360] as const;

/** Rules that look at what does not fit. */
const OF_WIDTH = ["scrollable-region-focusable"];

/** What a narrow page shows in another way than a wide one: its frame. The colours of the rest are those of a wide page. */
const FRAME = "body > :not(main)";

/** Marks what is not shown now; then it is known which of it is shown later on. */
const remember = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const isHidden = (it: Element) => !it.checkVisibility({ visibilityProperty: true });
    Object.assign(window, { hidden: [...document.body.querySelectorAll("*")].filter(isHidden) });
  });

/** Whether anything of it is shown. */
const isMoreShown = (page: Page): Promise<boolean> =>
  page.evaluate(() =>
    (window as unknown as { hidden: Element[] }).hidden.some((it) =>
      it.checkVisibility({ visibilityProperty: true }),
    ),
  );

/**
 * The same in four looks, changed in place: wide with all rules, in dark again with those that look at colours; and
 * narrow. There all rules look at the frame; at the rest those of what does not fit, or all, should something be
 * shown that a wide page hides. The page is left light and wide.
 * @param schemes where other pages of a kind are looked at in the other one, one is enough
 * @param also what else is to be held in each look; what it returns is among the findings
 */
export async function axeFindsInEveryLook(
  page: Page,
  part?: string,
  also: (width: number) => Promise<readonly string[]> = async () => [],
  schemes: readonly ("dark" | "light")[] = ["dark", "light"],
): Promise<string[]> {
  const { height } = page.viewportSize()!;
  const frame = part === undefined ? FRAME : `:is(${part}):not(main *)`;
  const hasFrame = (await page.locator(frame).count()) > 0;
  const found: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height });
    const isNarrow = width === WIDTHS[1];
    if (!isNarrow) await remember(page);
    const isMore = isNarrow && (await isMoreShown(page));
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      const isAgain = colorScheme === "dark" && schemes.length > 1;
      const its = [
        ...(isNarrow && hasFrame ? await axeFinds(page, frame, isAgain ? OF_COLOURS : undefined) : []),
        ...(isNarrow && !isAgain ? await axeFinds(page, part, isMore ? undefined : OF_WIDTH) : []),
        ...(isNarrow ? [] : await axeFinds(page, part, isAgain ? OF_COLOURS : undefined)),
        ...(await also(width)),
      ];
      found.push(...its.map((fault) => `${colorScheme}, ${width} px: ${fault}`));
    }
  }
  await page.setViewportSize({ width: WIDTHS[0], height });
  return found;
}
