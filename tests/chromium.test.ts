import { describe, expect, test } from "vitest";
import { findChromium, type Machine } from "./chromium.ts";

/** A machine that has these files and nothing else. */
const machine = (files: string[], rest: Partial<Machine> = {}): Machine => ({
  env: { PATH: "/opt/bin:/usr/bin" },
  platform: "linux",
  isRoot: false,
  playwrightPath: "/cache/playwright/chrome",
  fileExists: (path) => files.includes(path),
  ...rest,
});

describe("finding Chromium", () => {
  test("CHROME_PATH goes before everything", () => {
    const env = { CHROME_PATH: "/my/chrome", PATH: "/usr/bin" };
    expect(findChromium(machine(["/my/chrome", "/usr/bin/chromium"], { env }))).toEqual({
      path: "/my/chrome",
    });
  });

  test("a CHROME_PATH that leads nowhere is an error, not passed over", () => {
    const env = { CHROME_PATH: "/my/chrome" };
    expect(() => findChromium(machine(["/usr/bin/chromium"], { env }))).toThrow(
      "CHROME_PATH: got /my/chrome, expected the path of a Chrome or Chromium program",
    );
  });

  test.each([
    ["linux", "/usr/bin/google-chrome", {}],
    ["linux", "/opt/bin/chromium", { PATH: "/opt/bin" }],
    ["linux", "/snap/bin/chromium", {}],
    ["linux", "/opt/google/chrome/chrome", {}],
    ["darwin", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", {}],
    ["darwin", "/Users/ada/Applications/Chromium.app/Contents/MacOS/Chromium", { HOME: "/Users/ada" }],
    ["win32", "C:\\Programs\\Google\\Chrome\\Application\\chrome.exe", { PROGRAMFILES: "C:\\Programs" }],
    ["win32", "C:\\ada\\Chromium\\Application\\chrome.exe", { LOCALAPPDATA: "C:\\ada" }],
  ])("%s: %s", (platform, path, env) => {
    expect(findChromium(machine([path], { platform, env }))).toEqual({ path });
    const elsewhere = platform === "darwin" ? "win32" : "darwin";
    expect(() => findChromium(machine([path], { platform: elsewhere, env }))).toThrow("found none");
  });

  test("a system browser goes before Playwright's, and that before an installation", () => {
    const files = ["/usr/bin/chromium", "/cache/playwright/chrome", "/usr/bin/apt-get"];
    const root = { isRoot: true };
    expect(findChromium(machine(files, root))).toEqual({ path: files[0] });
    expect(findChromium(machine(files.slice(1), root))).toEqual({ path: files[1] });
    expect(findChromium(machine(files.slice(2), root))).toEqual({ install: "apt" });
  });

  test("where there is none and none can be installed, the error says what to do", () => {
    const expected = /found none.*CHROME_PATH.*sudo apt-get install chromium/s;
    expect(() => findChromium(machine(["/usr/bin/apt-get"]))).toThrow(expected); // not root
    expect(() => findChromium(machine([], { isRoot: true }))).toThrow(expected); // not Debian
    expect(() => findChromium(machine([], { platform: "win32" }))).toThrow("npx playwright-core install");
    expect(() => findChromium(machine([], { platform: "win32" }))).not.toThrow("apt-get");
  });
});
