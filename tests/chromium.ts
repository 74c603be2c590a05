import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** What finding a browser depends on, passed in so that every machine can be played in a test. */
export interface Machine {
  env: Record<string, string | undefined>;
  platform: string;
  isRoot: boolean;
  fileExists(path: string): boolean;
  /** Where Playwright would keep its own download. */
  playwrightPath: string;
}

export type Found = { path: string } | { install: "apt" };

/** Where a system Chrome or Chromium lives, by platform. */
function usualPlaces({ env, platform }: Machine): string[] {
  if (platform === "darwin")
    return ["", env.HOME ?? ""].flatMap((root) =>
      ["Google Chrome", "Chromium"].map((app) => `${root}/Applications/${app}.app/Contents/MacOS/${app}`),
    );
  if (platform === "win32")
    return [env.PROGRAMFILES, env["PROGRAMFILES(X86)"], env.LOCALAPPDATA]
      .filter((root) => root !== undefined)
      .flatMap((root) =>
        ["Google\\Chrome", "Chromium"].map((app) => `${root}\\${app}\\Application\\chrome.exe`),
      );
  const names = ["google-chrome", "google-chrome-stable", "chromium", "chromium-browser"];
  const folders = [...(env.PATH ?? "").split(":"), "/usr/bin", "/usr/local/bin", "/snap/bin"];
  return [
    ...folders.filter(Boolean).flatMap((folder) => names.map((name) => `${folder}/${name}`)),
    "/opt/google/chrome/chrome",
  ];
}

/**
 * The browser for the tests: CHROME_PATH, else a system Chrome or Chromium, else Playwright's download, else
 * the way to install one. Throws an Error that says what to do where there is none to be had.
 */
export function findChromium(machine: Machine): Found {
  const { env, platform, isRoot, fileExists, playwrightPath } = machine;
  if (env.CHROME_PATH) {
    if (fileExists(env.CHROME_PATH)) return { path: env.CHROME_PATH };
    throw new Error(`CHROME_PATH: got ${env.CHROME_PATH}, expected the path of a Chrome or Chromium program`);
  }
  const path = [...usualPlaces(machine), playwrightPath].find((place) => place !== "" && fileExists(place));
  if (path !== undefined) return { path };
  if (platform === "linux" && isRoot && fileExists("/usr/bin/apt-get")) return { install: "apt" };
  throw new Error(
    [
      "The tests need Chrome or Chromium and found none. Do one of these, then run them again:",
      "  - install Google Chrome or Chromium in the usual way",
      "  - npx playwright-core install chromium",
      "  - set CHROME_PATH to the path of a Chrome or Chromium program",
      ...(platform === "linux" ? ["  - on Debian or Ubuntu: sudo apt-get install chromium"] : []),
    ].join("\n"),
  );
}

function thisMachine(): Machine {
  return {
    env: process.env,
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    fileExists: existsSync,
    playwrightPath: chromium.executablePath(),
  };
}

/** The path of a browser, which is installed first if need be (as root on Debian or Ubuntu). */
export function ensureChromium(): string {
  const found = findChromium(thisMachine());
  if ("path" in found) return found.path;
  for (const command of [["update"], ["install", "-y", "--no-install-recommends", "chromium"]]) {
    const { status, stderr, error } = spawnSync("apt-get", command, {
      encoding: "utf8",
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
    if (status !== 0)
      throw new Error(
        `apt-get ${command.join(" ")} failed; install Chromium or set CHROME_PATH.\n${error ?? stderr}`,
      );
  }
  const installed = findChromium(thisMachine());
  if ("path" in installed) return installed.path;
  throw new Error("apt-get installed chromium, yet it is nowhere to be found: set CHROME_PATH to its path");
}

/** A headless browser that makes no request of its own. The caller closes it. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: ensureChromium(),
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
  });
}
