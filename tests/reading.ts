import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { beforeEach } from "vitest";
import { launchChromium } from "../build/chromium.ts";
import type { Files } from "../build/publish.ts";

/** A site as a reader meets it: files in a folder, opened in Chromium. */

export function writeFiles({ pages, assets }: Files, folder: string): void {
  for (const [file, content] of [
    ...assets,
    ...[...pages].map(([name, render]) => [name, render()] as const),
  ]) {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}

/** The browser of this process, which test files share as they do its modules; it goes when the process does. */
let browser: Browser | undefined;

/**
 * A browser for the tests of a file. One that died is replaced before the next test, or before the same is tried
 * again (`retry` in vitest.config.ts): else one crash would fail all that follow it.
 */
export function withChromium(set: (browser: Browser) => void | Promise<void>): void {
  let its: Browser | undefined;
  beforeEach(async () => {
    if (!browser?.isConnected()) browser = await launchChromium();
    if (its === browser) return;
    its = browser;
    await set(its);
  });
}

export interface Opened {
  readonly page: Page;
  /** What went wrong so far: errors, and requests that leave the site's folder. */
  readonly faults: string[];
  close(): Promise<void>;
}

/**
 * Pages that nobody has open, by browser, by the options of their context and what runs in it before a page's own
 * scripts: a new one takes three times as long.
 */
const idle = new WeakMap<Browser, Map<string, Page[]>>();

function idlePages(browser: Browser, options: BrowserContextOptions, first: string): Page[] {
  const byKind = idle.get(browser) ?? new Map<string, Page[]>();
  idle.set(browser, byKind);
  const key = JSON.stringify([options, first]);
  const pages = byKind.get(key) ?? [];
  byKind.set(key, pages);
  return pages;
}

async function newPage(browser: Browser, options: BrowserContextOptions, first: string): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  if (first) await page.addInitScript(first);
  return page;
}

/** Takes a page back to what it was when it was new, but for its history. */
async function wipe(page: Page, options: BrowserContextOptions): Promise<void> {
  page.removeAllListeners();
  await page.unrouteAll();
  await page.evaluate(() => {
    localStorage.clear();
    sessionStorage.clear();
  });
  await page.goto("about:blank"); // first: what follows would lay out the old page anew
  const { colorScheme = "light", reducedMotion = "no-preference", viewport } = options;
  await page.emulateMedia({ media: null, forcedColors: "none", colorScheme, reducedMotion });
  await page.setViewportSize(viewport ?? { width: 1280, height: 720 });
}

/**
 * Opens a page that knows nothing of what was done before. It is a new one where a test prepares it with a clock or
 * listeners of its own, and over http, where a browser keeps what it has loaded.
 * @param home the site's folder, or its address
 * @param address the file, and what follows it: `z1.html#hidden=4`
 * @param first code that runs before the page's own scripts
 */
export async function openPage(
  browser: Browser,
  home: string,
  address: string,
  options: BrowserContextOptions = {},
  prepare?: (page: Page) => Promise<unknown>,
  first = "",
): Promise<Opened> {
  const isNew = prepare !== undefined || /^https?:/.test(home);
  const pages = isNew ? [] : idlePages(browser, options, first);
  const page = pages.pop() ?? (await newPage(browser, options, first));
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  page.on("requestfailed", (request) => {
    // A page that is left asks for its icon in vain.
    if (request.failure()?.errorText !== "net::ERR_ABORTED") faults.push(`failed: ${request.url()}`);
  });
  const start = /^https?:/.test(home) ? home : pathToFileURL(home).href;
  page.on("request", (request) => {
    // A blob is made by the page itself.
    if (![start, "blob:"].some((it) => request.url().startsWith(it)))
      faults.push(`outside: ${request.url()}`);
  });
  await prepare?.(page);
  await page.goto(`${start}/${address}`);
  await page.evaluate(() => document.fonts.ready);
  return {
    page,
    faults,
    async close() {
      if (isNew) return page.context().close();
      await wipe(page, options);
      pages.push(page);
    },
  };
}
