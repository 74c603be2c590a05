import type { Browser, LaunchOptions } from "playwright-core";
import { expect, test } from "vitest";
import { launchChromium, printing } from "../build/chromium.ts";

/** Plays a machine on which only some places have a browser. Gives the place taken, and all that were tried. */
async function on(has: (place: LaunchOptions) => boolean, env: Record<string, string> = {}) {
  const tried: LaunchOptions[] = [];
  const browser = await launchChromium(env, async ({ args, ...place }) => {
    tried.push(place);
    if (!has(place))
      throw new Error(`nothing at ${place.executablePath ?? place.channel ?? "its own"}\nmore`);
    return { place } as unknown as Browser;
  });
  return { taken: (browser as unknown as { place: LaunchOptions }).place, tried };
}

test("a browser without windows goes before an installed Chrome, and that before Debian's", async () => {
  const ofDebian = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];
  expect((await on(() => true)).taken).toEqual({});
  expect((await on((it) => "executablePath" in it)).taken).toEqual({ executablePath: ofDebian[0] });
  expect((await on((it) => "channel" in it || it.executablePath === ofDebian[1])).taken).toEqual({
    channel: "chrome",
  });
  expect((await on((it) => it.executablePath === ofDebian[1])).taken).toEqual({
    executablePath: ofDebian[1],
  });
});

test("CHROME_PATH goes before everything, and is not passed over where it leads nowhere", async () => {
  const env = { CHROME_PATH: "/my/chrome" };
  expect(await on(() => true, env)).toEqual({
    taken: { executablePath: "/my/chrome" },
    tried: [{ executablePath: "/my/chrome" }],
  });
  await expect(on(({ channel }) => channel !== undefined, env)).rejects.toThrow(
    /^There is no Chrome or Chromium\.\nError: nothing at \/my\/chrome$/,
  );
});

test("where there is none, the error says where it was looked", async () => {
  await expect(on(() => false)).rejects.toThrow(
    /^There is no Chrome or Chromium\.\nError: nothing at its own\n.*chrome\n.*\/usr\/bin\/chromium$/s,
  );
});

test("who wants a PDF is told in one line what is missing", async () => {
  const wanted = printing(async () => "", { CHROME_PATH: "/no/chrome" });
  await expect(wanted).rejects.toMatchObject({
    name: "UsageError",
    message:
      'CHROME_PATH: got "/no/chrome", which does not start; expected the program of Chrome or Chromium',
  });
});
