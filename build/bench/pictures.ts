import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { median, quantile } from "d3-array";
import type { Locator, Page } from "playwright-core";
import { passControls } from "../../chapters/words/pass.ts";
import { inChromium } from "./chromium.ts";

/** The pictures that move, in Chromium: the milliseconds between two frames while one is played, turned or dragged. */

const SECONDS = 6;
const WANTED = 60;
/** A frame that comes this much late was missed. */
const LATE = 1.5;

interface Picture {
  readonly name: string;
  readonly page: string;
  /** Its figure. */
  readonly figure: string;
  /** Sets it going, or keeps it going until `isOver` says that enough has been seen. */
  move(figure: Locator, page: Page, isOver: () => boolean): Promise<void>;
}

const press = (name: string) => (figure: Locator) => figure.getByRole("button", { name }).click();

/** One line a picture. */
const PICTURES: readonly Picture[] = [
  {
    name: "the pass, played",
    page: "index.html",
    figure: '[data-moves="pass"]',
    move: press(passControls.play),
  },
  {
    name: "the same with 8 hidden neurons",
    page: "index.html#hidden=8&outputs=8&rows=4",
    figure: '[data-moves="pass"]',
    move: press(passControls.play),
  },
];

export const run = (root: string): Promise<void> =>
  inChromium(root, async (browser, folder) => {
    const table: Record<string, Record<string, string>> = {};
    for (const { name, page: address, figure: selector, move } of PICTURES) {
      const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
      const [file, ...hash] = address.split("#");
      await page.goto([pathToFileURL(join(folder, file!)).href, ...hash].join("#"));
      const figure = page.locator(selector);
      await figure.scrollIntoViewIfNeeded();
      await page.waitForTimeout(1000); // to load what moves it, and to get warm
      let isOver = false;
      const [apart] = await Promise.all([
        framesOf(page).finally(() => {
          isOver = true;
        }),
        move(figure, page, () => isOver),
      ]);
      const between = median(apart)!;
      table[name] = {
        "between two frames, median": `${between.toFixed(1)} ms`,
        "95 %": `${quantile(apart, 0.95)!.toFixed(1)} ms`,
        longest: `${Math.max(...apart).toFixed(1)} ms`,
        late: `${apart.filter((it) => it > (LATE * 1000) / WANTED).length} of ${apart.length}`,
      };
      await page.close();
    }
    console.log(`\nPictures that move, in Chromium, ${SECONDS} seconds of each`);
    console.table(table);
    console.log(`${WANTED} frames a second wanted: ${(1000 / WANTED).toFixed(1)} ms between two of them`);
  });

/** The milliseconds between the frames of a page. */
const framesOf = (page: Page): Promise<number[]> =>
  page.evaluate(async (seconds) => {
    const times: number[] = [];
    while (times.length < 2 || times.at(-1)! - times[0]! < 1000 * seconds)
      times.push(await new Promise<number>((done) => requestAnimationFrame(done)));
    return times.slice(1).map((time, i) => time - times[i]!);
  }, SECONDS);
