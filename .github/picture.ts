/** Takes the picture in the README: `npm run build && npx tsx .github/picture.ts`. */
import { fileURLToPath } from "node:url";
import { launchChromium } from "../build/chromium.ts";

const here = (path: string) => new URL(path, import.meta.url);
const browser = await launchChromium();
const page = await browser.newPage({ viewport: { width: 1200, height: 860 } });
await page.goto(here("../dist/z1.html").href);
await page.evaluate(() => document.fonts.ready);
await page.evaluate(() => document.querySelector("#with-the-numbers")!.scrollIntoView());
await page.locator('main .formula [data-cell="z1.0.1"]').first().hover();
await page.locator(".origin").waitFor();
await page.screenshot({ path: fileURLToPath(here("page.png")) });
await browser.close();
