import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * What axe has against the page as it stands, or against a part of it. The page must be opened with `bypassCSP`.
 * @param part a selector of the part's one element
 */
export async function axeFinds(page: Page, part = ":root"): Promise<string[]> {
  await page.addScriptTag({ content: axe });
  const { violations } = await page.evaluate(
    (part) =>
      (window as unknown as { axe: typeof import("axe-core") }).axe.run(document.querySelector(part)!, {
        preload: false,
        resultTypes: ["violations"],
      }),
    part,
  );
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 200)} (${nodes[0]!.failureSummary})`,
  );
}
