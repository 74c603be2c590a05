import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { inject } from "vitest";
import { type Opened, openPage, withChromium } from "./reading.ts";

/** The book of the article's lesson, which setup.ts has built, and a browser to read it in. */

/** Its folder. All test files share it: none writes into it. */
export const BOOK = inject("book");

/** A file of it. */
export const bookFile = (name: string): string => readFileSync(join(BOOK, name), "utf8");

/** The names of its pages. */
export const bookPages: readonly string[] = readdirSync(BOOK).filter((name) => name.endsWith(".html"));

/** Opens pages of it, as `openPage` does: from `file://`, if no server's address is given. */
export function bookReader() {
  let browser: Browser;
  withChromium((it) => {
    browser = it;
  });
  return (
    address: string,
    options?: BrowserContextOptions,
    prepare?: (page: Page) => Promise<unknown>,
    home = BOOK,
    first = "",
  ): Promise<Opened> => openPage(browser, home, address, options, prepare, first);
}
