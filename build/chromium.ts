import { type Browser, chromium, type LaunchOptions } from "playwright-core";
import { got } from "../src/lesson/check.ts";
import { UsageError } from "../src/lesson/usage-error.ts";
import type { Paper } from "./kit/paper.ts";
import { forPaper } from "./tagged.ts";

/** Chrome or Chromium, without a window: for PDFs, tests and benches. Where it may be is Playwright's knowledge. */

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

/** Playwright lets a page change its address as often as it likes; a reader's browser does not. */
const UNLIKE_A_READERS = ["--disable-ipc-flooding-protection"];

/**
 * A browser that makes no request of its own. The caller closes it.
 * @throws Error that says where it was looked for
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
  throw new Error(["There is no Chrome or Chromium.", ...reasons].join("\n"));
}

/**
 * Makes a PDF of a document that needs no other file, tagged and with an outline, on the paper that its style sheet says
 * or on another. The same browser makes the same bytes of it each time.
 */
export type Print = (html: string, paper?: Paper) => Promise<Uint8Array>;

/**
 * Prints documents one after the other, in one browser that is closed after them.
 * @throws UsageError where there is none
 */
export async function printing<T>(
  work: (print: Print) => Promise<T>,
  env: Environment = process.env,
): Promise<T> {
  const browser = await launchChromium(env).catch(() => {
    const { CHROME_PATH: path } = env;
    throw new UsageError(
      path
        ? `CHROME_PATH: got ${got(path)}, which does not start; expected the program of Chrome or Chromium`
        : "PDF needs Chrome or Chromium, which was not found; install it, or set CHROME_PATH to its program",
    );
  });
  try {
    return await work(await printerIn(browser));
  } finally {
    await browser.close();
  }
}

/** One page for all documents: another one for each would take several times as long. */
export async function printerIn(browser: Browser): Promise<Print> {
  const page = await browser.newPage({ javaScriptEnabled: false });
  return async (html, paper) => {
    const size = paper ? `<style>@page{size:${paper}}</style>` : "";
    await page.setContent(forPaper(html).replace("</head>", `${size}</head>`), { timeout: 0 });
    return always(await page.pdf({ tagged: true, outline: true, preferCSSPageSize: true }));
  };
}

/** The first day that a zip can name: a date like any other. */
const FIRST_DAY = "19800101000000";

/**
 * What Chromium writes that is another each time, made the same: dates, and the ids of cells that tables refer to, which
 * it counts through all that a page has held. Both are as long as before, as a PDF says where everything is.
 */
function always(pdf: Buffer): Buffer {
  const text = pdf.toString("latin1");
  const ids = [...new Set(text.match(/\(node\d{8}\)/g))].sort();
  const places = new Map(ids.map((id, i) => [id, `(node${String(i + 1).padStart(8, "0")})`]));
  const same = text
    .replace(/(\/(?:CreationDate|ModDate) \(D:)\d{14}/g, `$1${FIRST_DAY}`)
    .replace(/\(node\d{8}\)/g, (id) => places.get(id)!);
  return Buffer.from(same, "latin1");
}
