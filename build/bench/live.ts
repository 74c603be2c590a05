import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { quantile } from "d3-array";
import type { Browser } from "playwright-core";
import { pages } from "../../chapters/pages.ts";
import { liveWords } from "../../chapters/words/live.ts";
import { followsLesson } from "../shell.ts";
import { inChromium } from "./chromium.ts";

/**
 * A change of a seed on a live page, in Chromium: milliseconds of script, and until it is on the screen. Each page
 * that follows the lesson, with the book's own numbers, with other bricks, with 8 rows and 8 hidden neurons, and with
 * the most of both.
 */

const CHANGES = 60;
/** Changes before those, to get warm. */
const WARM = 15;

interface Size {
  readonly name: string;
  readonly address: string;
  /** Milliseconds, at most. */
  readonly wanted: Partial<Times>;
}

const AT_ONCE: Partial<Times> = { script: 16, screen: 60, "screen, 95 %": 120 };

const SIZES: readonly Size[] = [
  { name: "the book’s", address: "", wanted: AT_ONCE },
  {
    name: "ReLU, softmax, cross-entropy, biases: the book’s",
    address: "#activation=relu&output-activation=softmax&loss=cross-entropy&bias=1",
    wanted: AT_ONCE,
  },
  { name: "8 rows, 8 hidden", address: "#rows=8&hidden=8", wanted: { screen: 200 } },
  { name: "300 rows, 64 hidden", address: "#rows=300&hidden=64", wanted: { screen: 1000 } },
];

/** Medians in milliseconds, and what 95 % of the changes stay under. */
type Times = Record<"script" | "script, 95 %" | "screen" | "screen, 95 %", number>;

export const run = (root: string): Promise<void> =>
  inChromium(root, async (browser, folder) => {
    for (const { name, address, wanted } of SIZES) {
      const table: Record<string, Times> = {};
      for (const page of pages.filter(followsLesson))
        table[page.name] = await timesOn(
          browser,
          pathToFileURL(join(folder, `${page.name}.html`)).href + address,
        );
      const most = Object.entries(wanted) as [keyof Times, number][];
      const missed = most.flatMap(([column, limit]) =>
        Object.entries(table)
          .filter(([, times]) => times[column] > limit)
          .map(([page]) => `${column} of ${page}`),
      );
      console.log(
        `\nA change of a seed on a live page, ${name} numbers: milliseconds, medians of ${CHANGES}`,
      );
      console.table(table);
      console.log(
        `at most wanted: ${most.map((it) => it.join(" ")).join("; ")}; ${missed.length > 0 ? `missed: ${missed.join("; ")}` : "all reached"}`,
      );
    }
  });

async function timesOn(browser: Browser, address: string): Promise<Times> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(address);
  await page.getByRole("button", { name: liveWords.change }).click();
  const seed = page.getByLabel(liveWords.fields["weight-seed"], { exact: true });
  const times = await seed.evaluate(measured, { warm: WARM, changes: CHANGES });
  // The last change has come through: what is measured is the page, not a field that nobody follows.
  await page.waitForURL(new RegExp(`weight-seed=${WARM + CHANGES - 1}\\b`));
  await page.close();
  const [script, screen] = [0, 1].map((which) => times.map((it) => it[which]!)) as [number[], number[]];
  const of = (all: number[], share: number) => Number(quantile(all, share)!.toFixed(1));
  return {
    script: of(script, 0.5),
    "script, 95 %": of(script, 0.95),
    screen: of(screen, 0.5),
    "screen, 95 %": of(screen, 0.95),
  };
}

/** In the page: of each change the milliseconds of script, and those until the frame that shows it has been drawn. */
async function measured(
  seed: HTMLElement,
  { warm, changes }: { warm: number; changes: number },
): Promise<number[][]> {
  const times: number[][] = [];
  for (let i = 0; i < warm + changes; i++) {
    const start = performance.now();
    (seed as HTMLInputElement).value = String(i);
    seed.dispatchEvent(new Event("input", { bubbles: true }));
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
