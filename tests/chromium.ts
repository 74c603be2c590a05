import { launchChromium } from "../build/chromium.ts";
import { canInstall, install } from "./apt.ts";

const HELP = `The tests need Chrome or Chromium and found none. Do one of these, then run them again:
  - install Google Chrome or Chromium in the usual way
  - npx playwright-core install chromium
  - set CHROME_PATH to the path of a Chrome or Chromium program
  - on Debian: sudo apt-get install chromium-headless-shell`;

/** Installs Chromium where there is none and root on Debian can; else says what to do. */
export async function ensureChromium(): Promise<void> {
  try {
    return await (await launchChromium()).close();
  } catch (error) {
    if (process.env.CHROME_PATH || !canInstall()) throw new Error(`${HELP}\n${(error as Error).message}`);
  }
  install("chromium-headless-shell", HELP);
  await (await launchChromium()).close();
}
