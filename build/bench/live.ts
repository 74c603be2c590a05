import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { quantile } from "d3-array";
import { pages } from "../../chapters/pages.ts";
import { DEFAULT_LESSON } from "../../src/lesson/lesson.ts";
import { launchChromium } from "../../tests/chromium.ts";
import { complete, site } from "../site.ts";

/**
 * A change of a seed on a live page, in Chromium: milliseconds of script, and until it is on the screen. Each page
 * that follows the lesson, with the book's own numbers, with 8 rows and 8 hidden neurons, and with the most of both.
 */

const CHANGES = 60;
/** Changes before those, to get warm. */
const WARM = 15;

const SIZES = [
  { name: "the book’s", address: "", script: 16, screen: 60, late: 120 },
  { name: "8 rows, 8 hidden", address: "#rows=8&hidden=8", script: undefined, screen: 200, late: undefined },
  {
    name: "300 rows, 64 hidden",
    address: "#rows=300&hidden=64",
    script: undefined,
    screen: 1000,
    late: undefined,
  },
];

export async function run(root: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "live-"));
  const browser = await launchChromium();
  try {
    const made = await complete(await site({ root, lesson: DEFAULT_LESSON, command: "npm run build" }));
    const files = [...[...made.pages].map(([name, render]) => [name, render()] as const), ...made.assets];
    for (const [name, content] of files) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    for (const size of SIZES) {
      const table: Record<string, Record<string, string>> = {};
      const missed: string[] = [];
      for (const { name } of pages.filter((page) => !("experiment" in page))) {
        const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
        await page.goto(`${pathToFileURL(join(folder, `${name}.html`)).href}${size.address}`);
        await page.locator(".numbers button").first().click();
        await page.locator("#panel").waitFor({ state: "visible" });
        const times = await page.evaluate(measured, { warm: WARM, changes: CHANGES });
        await page.close();
        const [script, screen] = [times.map((it) => it[0]!), times.map((it) => it[1]!)].map((all) => [
          quantile(all, 0.5),
          quantile(all, 0.95),
        ]) as [[number, number], [number, number]];
        table[name] = {
          script: script[0].toFixed(1),
          "script, 95 %": script[1].toFixed(1),
          screen: screen[0].toFixed(1),
          "screen, 95 %": screen[1].toFixed(1),
        };
        if (script[0] > (size.script ?? Number.POSITIVE_INFINITY)) missed.push(`script of ${name}`);
        if (screen[0] > size.screen) missed.push(`screen of ${name}`);
        if (screen[1] > (size.late ?? Number.POSITIVE_INFINITY)) missed.push(`screen of ${name}, 95 %`);
      }
      const wanted = [
        ...(size.script ? [`script ${size.script}`] : []),
        `screen ${size.screen}`,
        ...(size.late ? [`95 % of screens ${size.late}`] : []),
      ];
      console.log(
        `\nA change of a seed on a live page, ${size.name} numbers: milliseconds, medians of ${CHANGES}`,
      );
      console.table(table);
      console.log(
        `at most wanted: ${wanted.join(", ")}; ${missed.length > 0 ? `missed: ${missed.join("; ")}` : "all reached"}`,
      );
    }
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** In the page: of each change the milliseconds of script, and those until the frame that shows it has been drawn. */
async function measured({ warm, changes }: { warm: number; changes: number }): Promise<number[][]> {
  const input = document.querySelectorAll<HTMLInputElement>(".panel input[type=number]")[2]!; // the weights' seed
  const times: number[][] = [];
  for (let i = 0; i < warm + changes; i++) {
    const start = performance.now();
    input.value = String(100 + i);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    const script = performance.now() - start;
    // A message sent while a frame is made ready arrives when it has been drawn.
    await new Promise((done) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = done;
        port2.postMessage("");
      }),
    );
    if (i >= warm) times.push([script, performance.now() - start]);
  }
  return times;
}
