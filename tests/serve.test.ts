import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { get as ask, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, afterEach, expect, test } from "vitest";
import { runCommand } from "../build/command.ts";
import { COMMANDS } from "../build/commands.ts";
import type { Listening } from "../build/listen.ts";
import { rangeIn, serve } from "../build/serve.ts";
import { UsageError } from "../src/lesson/usage-error.ts";
import { bookFile } from "./book.ts";
import { addressOf, eventually, ROOT, remove, start, temporaryFolder } from "./project.ts";

const folder = temporaryFolder();
const site = join(folder, "site");
afterAll(() => remove(folder));
for (const [name, content] of [
  ["site/index.html", "<p>front"],
  ["site/z1.html", "<p>z1"],
  ["site/z1.json", "[]"],
  ["site/fonts/serif.woff2", "font"],
  ["other/z1.html", "<p>a new z1"],
  ["secret.html", "secret"],
] as const) {
  mkdirSync(join(folder, name, ".."), { recursive: true });
  writeFileSync(join(folder, name), content);
}

const open: Listening[] = [];
const serving = async (port?: number, host?: string): Promise<Listening> => {
  const server = await serve(site, port, host);
  open.push(server);
  return server;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map(({ close }) => close()));
});

test("files, and a page in plain words for the rest", async () => {
  const { url } = await serving(0);
  const get = async (path: string) => {
    const response = await fetch(url + path);
    return [response.status, response.headers.get("content-type"), await response.text()];
  };
  expect(await get("")).toEqual([200, "text/html; charset=utf-8", "<p>front"]);
  expect(await get("z1.html")).toEqual([200, "text/html; charset=utf-8", "<p>z1"]);
  expect(await get("z1.json")).toEqual([200, "application/json; charset=utf-8", "[]"]);
  expect(await get("fonts/serif.woff2")).toEqual([200, "font/woff2", "font"]);
  for (const path of ["z9.html", "fonts/", "%2e%2e/secret.html", "..%2fsecret.html", "%E0%A4%A"]) {
    const [status, type, text] = await get(path);
    expect([status, type], path).toEqual([404, "text/html; charset=utf-8"]);
    expect(text).toContain("There is no page at this address");
  }
});

test("the fonts of every page are asked for with the page, those of few are not", async () => {
  const { url } = await serving(0);
  const hints = (await fetch(`${url}z1.html`)).headers.get("link")!;
  const hinted = [...hints.matchAll(/<([^>]+)>; rel=preload; as=font/g)].map(([, file]) => file!);
  expect(hinted).toContain("fonts/serif.woff2");
  for (const file of hinted) expect(bookFile(file).length).toBeGreaterThan(0);
  expect(hinted.some((file) => /size\d/.test(file))).toBe(false);
  expect((await fetch(`${url}z1.json`)).headers.get("link")).toBeNull();
});

/** What is answered, as it comes over the line. */
const asked = (url: string, headers: Record<string, string>) =>
  new Promise<{ status: number | undefined; headers: IncomingMessage["headers"]; body: Buffer }>(
    (done, fail) => {
      ask(url, { headers }, async (response) => {
        const parts: Buffer[] = [];
        for await (const part of response) parts.push(part);
        done({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) });
      }).on("error", fail);
    },
  );

test("parts of a file, the same file again, and text made small", async () => {
  const url = `${(await serving(0)).url}z1.html`;
  const whole = await asked(url, {});
  const part = async (range: string) => {
    const { status, headers, body } = await asked(url, { range, "accept-encoding": "gzip" });
    return [status, headers["content-range"], body.toString()];
  };
  expect(await part("bytes=1-3")).toEqual([206, "bytes 1-3/5", "p>z"]);
  expect((await part("bytes=5-2")).slice(0, 2)).toEqual([200, undefined]);
  expect(await part("bytes=5-")).toEqual([416, "bytes */5", ""]);
  expect((await asked(url, { "if-none-match": whole.headers.etag! })).status).toBe(304);
  const other = await asked(url, { range: "bytes=1-3", "if-range": '"another"' });
  expect([other.status, other.body.toString()]).toEqual([200, "<p>z1"]);
  const small = await asked(url, { "accept-encoding": "gzip, br" });
  expect([small.headers["content-encoding"], gunzipSync(small.body).toString()]).toEqual(["gzip", "<p>z1"]);
  const font = await asked(url.replace("z1.html", "fonts/serif.woff2"), { "accept-encoding": "gzip" });
  expect(font.headers["content-encoding"]).toBeUndefined();
  expect((await asked(url, { "accept-encoding": "gzip;q=0" })).headers["content-encoding"]).toBeUndefined();
});

test.each([
  ["bytes=0-0", { first: 0, last: 0 }],
  ["bytes=2-", { first: 2, last: 9 }],
  ["bytes=2-99", { first: 2, last: 9 }],
  ["bytes=-3", { first: 7, last: 9 }],
  ["bytes=-99", { first: 0, last: 9 }],
  ["bytes=-0", "none"],
  ["bytes=10-", "none"],
  ["bytes=99999999999999999999-", "none"],
  ...["bytes=5-2", "bytes=-", "bytes=a-b", "bytes=0-1,3-4", "lines=0-1", "bytes=1", ""].map(
    (header) => [header, undefined] as const,
  ),
] as const)("of ten bytes, %s", (header, range) => {
  expect(rangeIn(header, 10)).toEqual(range);
});

test("a folder that builds replace under load, and readers who go away", async () => {
  const { url } = await serving(0);
  const z1 = async () => (await fetch(`${url}z1.html`)).text();
  expect(await z1()).toBe("<p>z1");
  writeFileSync(join(site, "search.js"), "x".repeat(3e6));
  writeFileSync(join(folder, "other/search.js"), "x".repeat(3e6));
  const descriptors = () => (existsSync("/proc/self/fd") ? readdirSync("/proc/self/fd").length : 0);
  const before = descriptors();
  const leaving = Array.from(
    { length: 60 },
    () =>
      new Promise<void>((done) => {
        const socket = connect(Number(new URL(url).port), "127.0.0.1");
        socket.write("GET /search.js HTTP/1.1\r\nhost: localhost\r\n\r\n");
        socket.once("data", () => socket.destroy());
        socket.on("error", () => {}).on("close", () => done());
      }),
  );
  const texts = new Set<string>();
  for (let i = 0; i < 24; i++) {
    const asking = [z1(), z1()];
    renameSync(site, join(folder, "old"));
    await new Promise(setImmediate);
    renameSync(join(folder, "other"), site);
    renameSync(join(folder, "old"), join(folder, "other"));
    for (const text of await Promise.all(asking)) texts.add(text);
  }
  await Promise.all(leaving);
  expect([...texts].sort()).toEqual(["<p>a new z1", "<p>z1"]);
  await eventually(() => (descriptors() < before + 20 ? true : undefined), "descriptors to go back");
});

test("a name of elsewhere that leads here is not answered, until other machines are", async () => {
  const { url, isOpen } = await serving(0);
  const status = async (host: string, at = url) => (await asked(at, { host })).status;
  for (const host of ["localhost:8080", "127.0.0.1", "[::1]:80", "book.localhost"])
    expect(await status(host), host).toBe(200);
  for (const host of ["evil.test", "localhost.evil.test", "127.0.0.1.evil.test:80", "192.168.0.9"])
    expect(await status(host), host).toBe(403);
  const everywhere = await serving(0, "0.0.0.0");
  expect([isOpen, everywhere.isOpen]).toEqual([false, true]);
  expect(everywhere.url).toMatch(/^http:\/\/127\.0\.0\.1:/);
  expect(await status("book.test", everywhere.url)).toBe(200);
  await expect(serving(0, "203.0.113.7")).rejects.toThrow(
    '--host: got "203.0.113.7", which is no address of this machine',
  );
});

test("npm start finds out before the build that its port is taken", async () => {
  const { url } = await serving(0);
  const out = join(folder, "never");
  const argv = ["start", "--out", out, "--port", new URL(url).port];
  const command = runCommand(COMMANDS, argv, { root: ROOT, cwd: ROOT, env: {}, say: () => {} });
  await expect(command).rejects.toThrow("which is taken");
  expect(existsSync(out)).toBe(false);
});

test("an asked-for port that is taken is an error, without one the next free is taken", async () => {
  const { url } = await serving(0);
  const port = Number(new URL(url).port);
  await expect(serving(port)).rejects.toThrow(
    new UsageError(`--port: got ${port}, which is taken; expected a free port`),
  );
  const [first, second] = [await serving(), await serving()].map((it) => Number(new URL(it.url).port));
  expect(first).toBeGreaterThanOrEqual(8080);
  expect(second).toBeGreaterThan(first!);
});

test("no other machine is answered", async () => {
  const { url } = await serving(0);
  const addresses = Object.values(networkInterfaces()).flat();
  const outward = addresses.find((it) => it?.family === "IPv4" && !it.internal)?.address;
  const answers = (host: string) =>
    new Promise<boolean>((done) => {
      const socket = connect(Number(new URL(url).port), host);
      socket.on("connect", () => done(true)).on("error", () => done(false));
      socket.on("connect", () => socket.destroy());
    });
  expect(await answers("127.0.0.1")).toBe(true);
  if (outward) expect(await answers(outward)).toBe(false);
});

test("npm start builds, serves and ends with Ctrl-C", async () => {
  const running = start(join(ROOT, "build/cli.ts"), ["start", "--out", join(folder, "built")], ROOT);
  try {
    const page = await fetch(`${await addressOf(running)}z1.html`);
    expect(await page.text()).toBe(readFileSync(join(folder, "built/z1.html"), "utf8"));
  } finally {
    expect(await running.interrupt()).toBe(0);
  }
});
