import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Route } from "playwright-core";
import { expect, test } from "vitest";
import type { Content } from "../build/kit/export/format.ts";
import { inPackage } from "../build/kit/export/scorm.ts";
import { mediaTypeOf } from "../build/media-types.ts";
import { parseLesson } from "../src/lesson/lesson.ts";
import { BOOK, bookReader } from "./book.ts";
import { ROOT, source, temporaryFolder } from "./project.ts";
import { writeFiles } from "./reading.ts";

/** The book as a SCORM package, in a platform made of scorm-again, which holds a visit to the standard's rules. */

const open = bookReader();
const TITLE = "Class 10B & <b> ]]>";
const bookFiles = new Map<string, Content>(
  readdirSync(BOOK, { recursive: true, withFileTypes: true })
    .filter((it) => it.isFile())
    .map((it) => join(it.parentPath, it.name))
    .map((path) => [path.slice(BOOK.length + 1), readFileSync(path)]),
);
const files = await inPackage(ROOT, parseLesson({ title: TITLE }), bookFiles);

/** A platform's page around a package: what the package calls is written down, with what it was answered. */
const HOME = "http://platform.example";
const PLATFORM = `<!doctype html><title>A platform</title><link rel="icon" href="data:,">
<script src="api.js"></script>
<script>
const api = new Scorm12API({ autocommit: false, logLevel: 5 });
const calls = [];
window.API = new Proxy(api, { get: (_, name) => (...of) => {
  const answer = api[name](...of);
  calls.push([name, ...of, answer].join(" "));
  return answer;
} });
</script>
<iframe src="package/scorm.html" width="1000" height="700"></iframe>`;

const answer = (route: Route): Promise<void> => {
  const path = new URL(route.request().url()).pathname.slice(1);
  const contents: Record<string, Content> = {
    "platform.html": PLATFORM,
    "api.js": source("node_modules/scorm-again/dist/scorm12.min.js"),
  };
  const body = contents[path] ?? files.get(path.replace(/^package\//, ""));
  return body === undefined
    ? route.fulfill({ status: 404 })
    : route.fulfill({ body: Buffer.from(body), contentType: mediaTypeOf(path) });
};

/** The files that a manifest lists, and those of a package that it should list. */
const listed = (manifest: string): string[] =>
  [...manifest.matchAll(/<file href="(.*?)"\/>/g)].map(([, href]) => decodeURI(href!));
function missing(manifest: string): string[] {
  const those = new Set(listed(manifest));
  return [...files.keys()].filter((it) => it !== "imsmanifest.xml" && !those.has(it));
}

test("the manifest lists every file once and no other, and names the page that is opened", () => {
  const manifest = String(files.get("imsmanifest.xml"));
  expect(missing(manifest)).toEqual([]);
  expect(listed(manifest)).toHaveLength(files.size - 1);
  expect(missing(manifest.replace('<file href="z1.html"/>', ""))).toEqual(["z1.html"]);
  expect(manifest).toContain("<title>Brick by Brick: Class 10B &amp; &lt;b&gt; ]]&gt;</title>");
  expect(files.has(/adlcp:scormtype="sco" href="(.*?)"/.exec(manifest)![1]!)).toBe(true);
});

test("a platform is told that the book was opened, once, whatever is read in it, and that it was left", async () => {
  const { page, faults, close } = await open("platform.html", {}, (it) => it.route("**", answer), HOME);
  const calls = (): Promise<string[]> => page.evaluate("calls");
  const outer = page.frameLocator("iframe");
  const book = outer.frameLocator("iframe");
  const seen = [
    "LMSInitialize  true",
    "LMSSetValue cmi.core.lesson_status completed true",
    "LMSCommit  true",
  ];
  await book.getByRole("link", { name: /^Next/ }).click();
  await book.locator("h1", { hasText: "A problem that no line can solve" }).waitFor();
  expect(await calls()).toEqual(seen);
  // It would not take what is no status.
  expect(await page.evaluate('api.LMSSetValue("cmi.core.lesson_status", "seen")')).toBe("false");

  // A live page has its lesson in its own address.
  const inside = page.frames().find((it) => it.url().endsWith("/xor.html"))!;
  await inside.goto(`${HOME}/package/h1.html#activation=tanh`);
  await book.locator("h1", { hasText: "tanh" }).waitFor();
  expect(await inside.parentFrame()!.title()).toContain("tanh");

  // What leaves the book leaves the frame; what is printed is the page of the book.
  const done = await inside.evaluate(() => {
    const link = Object.assign(document.createElement("a"), { href: "https://nodejs.org" });
    document.body.append(link);
    link.addEventListener("click", (event) => event.preventDefault());
    link.click();
    let printed = 0;
    window.print = () => void printed++;
    const key = new KeyboardEvent("keydown", { key: "p", ctrlKey: true, cancelable: true, bubbles: true });
    document.body.dispatchEvent(key);
    return { target: link.target, printed, isTaken: key.defaultPrevented };
  });
  expect(done).toEqual({ target: "_blank", printed: 1, isTaken: true });

  await page.locator("iframe").evaluate((it: HTMLIFrameElement) => it.setAttribute("src", "about:blank"));
  await page.waitForFunction("calls.length > 3");
  expect(await calls()).toEqual([...seen, "LMSFinish  true"]);
  expect(await page.evaluate("api.cmi.core.lesson_status")).toBe("completed");
  expect(faults).toEqual([]);
  await close();
});

test("without a platform it is the book, from its folder", async () => {
  const folder = temporaryFolder();
  writeFiles({ pages: new Map(), assets: files }, folder);
  const { page, faults, close } = await open("scorm.html", {}, undefined, folder);
  await page.frameLocator("iframe").getByRole("link", { name: /^Next/ }).click();
  await page.frameLocator("iframe").locator("h1", { hasText: "A problem that no line can solve" }).waitFor();
  expect(await page.title()).toBe(`Brick by Brick: ${TITLE}`);
  expect(faults).toEqual([]);
  await close();
});
