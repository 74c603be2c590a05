import { type Browser, chromium, type LaunchOptions } from "playwright-core";
import { canInstall, install } from "./apt.ts";

/** The browser for tests and benches. Where it may be is Playwright's knowledge. */

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where to look: CHROME_PATH and nowhere else; or Playwright's own download and Debian's headless one, which have no
 * windows and so take half the time; then an installed Chrome, Debian's Chromium.
 */
const placesIn = ({ CHROME_PATH }: Environment): LaunchOptions[] =>
  CHROME_PATH
    ? [{ executablePath: CHROME_PATH }]
    : [
        {},
        { executablePath: "/usr/bin/chromium-headless-shell" },
        { channel: "chrome" },
        { executablePath: "/usr/bin/chromium" },
      ];

const HELP = `The tests need Chrome or Chromium and found none. Do one of these, then run them again:
  - install Google Chrome or Chromium in the usual way
  - npx playwright-core install chromium
  - set CHROME_PATH to the path of a Chrome or Chromium program
  - on Debian: sudo apt-get install chromium-headless-shell`;

/** Playwright lets a page change its address as often as it likes; a reader's browser does not. */
const UNLIKE_A_READERS = ["--disable-ipc-flooding-protection"];

/**
 * A headless browser that makes no request of its own. The caller closes it.
 * @throws Error that says what to do where there is none
 */
export async function launchChromium(
  env: Environment = process.env,
  launch: (options: LaunchOptions) => Promise<Browser> = (options) =>
    chromium.launch({ ...options, ignoreDefaultArgs: UNLIKE_A_READERS }),
): Promise<Browser> {
  // Without windows letters would be set to whole pixels: lines would be wider than a reader's.
  const letters = "--font-render-hinting=none";
  const args = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    letters,
  ];
  const reasons: string[] = [];
  for (const place of placesIn(env))
    try {
      return await launch({ ...place, args });
    } catch (error) {
      reasons.push(String(error).split("\n")[0]!);
    }
  throw new Error([HELP, ...reasons].join("\n"));
}

/** Installs Chromium where there is none and root on Debian can; else says what to do. */
export async function ensureChromium(): Promise<void> {
  try {
    return await (await launchChromium()).close();
  } catch (error) {
    if (process.env.CHROME_PATH || !canInstall()) throw error;
  }
  install("chromium-headless-shell", HELP);
  await (await launchChromium()).close();
}
