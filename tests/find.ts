import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import type { Files } from "../build/publish.ts";
import { complete, site } from "../build/site.ts";
import { parseLesson } from "../src/lesson.ts";
import { withChromium, writeFiles } from "./reading.ts";

/** The whole book in a folder, and a browser to read it in. */

/** The whole book of the article's lesson, in a folder of its own. */
export interface BookInFolder {
  readonly folder: string;
  readonly files: Files;
  readonly remove: () => void;
}

/** Builds the book and starts a browser before the tests of a file, and tidies up after them. */
export function withBook(set: (browser: Browser, book: BookInFolder) => void): void {
  let book: BookInFolder;
  beforeAll(async () => {
    book = await bookInFolder();
  });
  withChromium((browser) => set(browser, book));
  afterAll(() => book?.remove());
}

async function bookInFolder(): Promise<BookInFolder> {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), "find-"));
  const files = await complete(await site({ root, lesson: parseLesson({}), command: "npm run build" }));
  writeFiles(files, folder);
  return { folder, files, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Light and dark, wide and as narrow as a small phone. */
export const LOOKS = [
  ["light", 1280],
  ["dark", 1280],
  ["light", 360],
  ["dark", 360],
] as const;
