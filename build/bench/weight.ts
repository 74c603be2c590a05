import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { pages } from "../../chapters/pages.ts";
import { inChromium } from "./chromium.ts";

/**
 * What a reader downloads, over gzip: each page on a first visit, with everything it asks for, and as a further
 * page, when the rest is there already. Chromium says which files a page asks for; fonts are compressed as they are.
 */

const FIRST = 100;
const FURTHER = 30;

export const run = (root: string): Promise<void> =>
  inChromium(root, async (browser, folder) => {
    const table: Record<string, Record<string, string>> = {};
    const known = new Set<string>();
    for (const { name } of pages) {
      const file = join(folder, `${name}.html`);
      const page = await browser.newPage();
      const asked = new Set<string>();
      page.on("request", (request) => asked.add(fileURLToPath(request.url().split("#")[0]!)));
      await page.goto(pathToFileURL(file).href);
      await page.evaluate(() => document.fonts.ready);
      await page.close();
      // The icon is asked for outside the page, and counts all the same.
      asked.add(join(folder, "favicon.svg"));
      const all = [...asked];
      table[name] = {
        HTML: kilobytes([file]),
        fonts: kilobytes(all.filter(isFont)),
        "first visit": kilobytes(all),
        "further page": kilobytes(all.filter((path) => !known.has(path))),
      };
      for (const path of all) known.add(path);
    }
    console.log("\nKilobytes over gzip, page by page in reading order");
    console.table(table);
    const rows = Object.values(table);
    const most = (column: string, of: typeof rows) => Math.max(...of.map((row) => Number(row[column])));
    console.log(`first visit: at most ${most("first visit", rows)}, ${FIRST} wanted`);
    console.log(`further page: at most ${most("further page", rows.slice(1))}, ${FURTHER} wanted`);
  });

const isFont = (path: string): boolean => path.endsWith(".woff2");

function kilobytes(paths: readonly string[]): string {
  const bytes = paths.reduce((sum, path) => {
    const content = readFileSync(path);
    return sum + (isFont(path) ? content : gzipSync(content, { level: 9 })).length;
  }, 0);
  return (bytes / 1000).toFixed(1);
}
