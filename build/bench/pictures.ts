import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { median, quantile } from "d3-array";
import type { Locator, Page } from "playwright-core";
import { crossScript } from "../../chapters/words/cross.ts";
import { passControls } from "../../chapters/words/pass.ts";
import { tapeWords } from "../../chapters/words/tape.ts";
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

/** Presses its button. */
const press = (name: string) => (figure: Locator) => figure.getByRole("button", { name }).first().click();

/** Drags a part of it to and fro. */
const drag =
  (part: string): Picture["move"] =>
  async (figure, page, isOver) => {
    const { x, y, width, height } = (await figure.locator(part).first().boundingBox())!;
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    for (let i = 0; !isOver(); i++)
      await page.mouse.move(x + width / 2 + 60 * Math.sin(i / 20), y + height / 2);
    await page.mouse.up();
  };

const PASS = '[data-moves="pass"]';

/** One line a picture. */
const PICTURES: readonly Picture[] = [
  { name: "the pass, played", page: "index.html", figure: PASS, move: press(passControls.play) },
  {
    name: "the same, 8 hidden and 8 outputs",
    page: "index.html#hidden=8&outputs=8&rows=4",
    figure: PASS,
    move: press(passControls.play),
  },
  {
    name: "a product, played",
    page: "z1.html",
    figure: '[data-moves="cross"]',
    move: press(crossScript.play),
  },
  {
    name: "the cube, turned",
    page: "h1.html",
    figure: '[data-moves="cube"]',
    move: drag("[role=slider]"),
  },
  {
    name: "the step, dragged",
    page: "update.html",
    figure: '[data-moves="step"]',
    move: drag("[role=slider]"),
  },
  {
    name: "the tape, walked back",
    page: "autodiff.html",
    figure: '[data-moves="tape"]',
    move: press(tapeWords.play),
  },
];

export const run = (root: string): Promise<void> =>
  inChromium(root, async (browser, folder) => {
    const table: Record<string, Record<string, string>> = {};
    for (const { name, page: address, figure: selector, move } of PICTURES) {
      const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
      const [file, ...hash] = address.split("#");
      await page.goto([pathToFileURL(join(folder, file!)).href, ...hash].join("#"));
      const figure = page.locator(selector).first();
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
