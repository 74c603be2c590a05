import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";
import type { Listening } from "../build/listen.ts";
import { serve } from "../build/serve.ts";
import { UsageError } from "../build/usage.ts";
import { addressOf, ROOT, remove, start, temporaryFolder } from "./project.ts";

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
const serving = async (port?: number): Promise<Listening> => {
  const server = await serve(site, port);
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
  expect(await get("")).toEqual([200, "text/html;charset=utf-8", "<p>front"]);
  expect(await get("z1.html")).toEqual([200, "text/html;charset=utf-8", "<p>z1"]);
  expect(await get("z1.json")).toEqual([200, "application/json", "[]"]);
  expect(await get("fonts/serif.woff2")).toEqual([200, "font/woff2", "font"]);
  for (const path of ["z9.html", "fonts/", "%2e%2e/secret.html", "..%2fsecret.html", "%E0%A4%A"]) {
    const [status, type, text] = await get(path);
    expect([status, type], path).toEqual([404, "text/html; charset=utf-8"]);
    expect(text).toContain("There is no page at this address");
  }
});

test("a folder that the next build replaces", async () => {
  const { url } = await serving(0);
  const z1 = async () => (await fetch(`${url}z1.html`)).text();
  expect(await z1()).toBe("<p>z1");
  renameSync(site, join(folder, "old"));
  renameSync(join(folder, "other"), site);
  expect(await z1()).toBe("<p>a new z1");
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
