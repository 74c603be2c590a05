import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { median } from "d3-array";
import type { Browser, Page } from "playwright-core";
import { shellWords } from "../../chapters/words/shell.ts";
import { inChromium } from "./chromium.ts";

/**
 * Code changed on its page, in Chromium: milliseconds from the first press to the editor, from a change to the page that
 * follows it and to its checks, and the longest that the page was blocked meanwhile.
 */

/** Changes of the code, after two to get warm. */
const CHANGES = 15;
const WARM = 2;

const PAGES = ["z1", "h1", "dloss-dw2", "dloss-dw1"];
const SIZES = [
  { name: "the book’s", address: "", wanted: { "to the editor": 400, "to the page": 110 } },
  { name: "300 rows, 64 hidden", address: "#rows=300&hidden=64", wanted: { blocked: 50 } },
];

type Times = Record<"to the editor" | "to the page" | "to the checks" | "blocked", number>;

export const run = (root: string): Promise<void> =>
  inChromium(root, async (browser, folder) => {
    for (const { name, address, wanted } of SIZES) {
      const table: Record<string, Times> = {};
      for (const page of PAGES)
        table[page] = await timesOn(browser, pathToFileURL(join(folder, `${page}.html`)).href + address);
      console.log(`\nCode changed on its page, ${name} numbers: milliseconds, medians of ${CHANGES}`);
      console.table(table);
      console.log(`at most wanted: ${Object.entries(wanted).join("; ").replaceAll(",", " ")}`);
    }
  });

async function timesOn(browser: Browser, address: string): Promise<Times> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(address);
  await page.evaluate(watched);
  const pressed = Date.now();
  await page.getByRole("button", { name: shellWords.codeButton }).click();
  const area = page.locator(".area");
  await area.waitFor();
  const toEditor = Date.now() - pressed;
  const code = await area.inputValue();
  const times: number[][] = [];
  for (let i = 0; i < WARM + CHANGES; i++) {
    const its = await changed(page, `${code}\n// ${i}`);
    if (i >= WARM) times.push(its);
  }
  await page.close();
  const of = (which: number) => Number(median(times, (it) => it[which]!)!.toFixed(0));
  return { "to the editor": toEditor, "to the page": of(0), "to the checks": of(1), blocked: of(2) };
}

/** In the page: notes how long it is blocked at a time. */
function watched(): void {
  const window_ = window as unknown as { blocked: number };
  window_.blocked = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window_.blocked = Math.max(window_.blocked, duration);
  }).observe({ type: "longtask" });
}

/** In the page: from a change to the values in the bench, which come after the page, and to the end of the checks. */
const changed = (page: Page, code: string): Promise<number[]> =>
  page.locator(".area").evaluate(async (area, code) => {
    const window_ = window as unknown as { blocked: number };
    window_.blocked = 0;
    const start = performance.now();
    const times: number[] = [];
    const bench = document.querySelector(".workbench")!;
    const over = new Promise<void>((done) => {
      const observer = new MutationObserver((changes) => {
        const now = performance.now() - start;
        if (times.length === 0 && changes.some(({ target }) => target === bench.querySelector(".values")))
          times.push(now);
        if (times.length === 0 || bench.querySelector(".status")!.textContent !== "") return;
        observer.disconnect();
        times.push(now);
        done();
      });
      observer.observe(bench, { childList: true, subtree: true });
    });
    (area as HTMLTextAreaElement).value = code;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.dispatchEvent(
      new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true, cancelable: true }),
    );
    await over;
    await new Promise((done) => setTimeout(done, 150)); // a long task is told when it is over
    return [...times, window_.blocked];
  }, code);
