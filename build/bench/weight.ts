import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { DEFAULT_LESSON } from "../../src/lesson/lesson.ts";
import { launchChromium } from "../../tests/chromium.ts";
import { site } from "../site.ts";

/**
 * What a reader downloads, over gzip: each page on a first visit, with everything it asks for, and as a further
 * page, when the rest is there already. Chromium says which files a page asks for; fonts are compressed as they are.
 */

const FIRST = 100;
const FURTHER = 30;

export async function run(root: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "weight-"));
  const browser = await launchChromium();
  try {
    const built = await site({ root, lesson: DEFAULT_LESSON, command: "npm run build" });
    const files = [...[...built.pages].map(([name, render]) => [name, render()] as const), ...built.assets];
    for (const [name, content] of files) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    const kilobytes = (path: string): number => {
      const bytes = readFileSync(path);
      return (path.endsWith(".woff2") ? bytes.length : gzipSync(bytes, { level: 9 }).length) / 1000;
    };
    const table: Record<string, Record<string, string>> = {};
    const known = new Set<string>();
    for (const name of built.pages.keys()) {
      const page = await browser.newPage();
      const asked = new Set<string>();
      page.on("request", (request) => asked.add(fileURLToPath(request.url().split("#")[0]!)));
      await page.goto(pathToFileURL(join(folder, name)).href);
      await page.evaluate(() => document.fonts.ready);
      await page.close();
      // The icon is asked for outside the page, and counts all the same.
      asked.add(join(folder, "favicon.svg"));
      const sum = (paths: Iterable<string>) => [...paths].reduce((all, path) => all + kilobytes(path), 0);
      const fonts = [...asked].filter((path) => path.endsWith(".woff2"));
      const further = [...asked].filter((path) => !known.has(path));
      table[name] = {
        HTML: kilobytes(join(folder, name)).toFixed(1),
        fonts: sum(fonts).toFixed(1),
        "first visit": sum(asked).toFixed(1),
        "further page": sum(further).toFixed(1),
      };
      for (const path of asked) known.add(path);
    }
    console.log("\nKilobytes over gzip, page by page in reading order");
    console.table(table);
    const most = (column: string) => Math.max(...Object.values(table).map((row) => Number(row[column])));
    const furthest = Math.max(
      ...Object.values(table)
        .slice(1)
        .map((row) => Number(row["further page"])),
    );
    console.log(`first visit: at most ${most("first visit")}, ${FIRST} wanted`);
    console.log(`further page: at most ${furthest}, ${FURTHER} wanted`);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
