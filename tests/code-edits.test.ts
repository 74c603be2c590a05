import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { afterAll, describe, expect, test } from "vitest";
import { LANGUAGE } from "../build/reader/worker/alone.ts";
import { serve } from "../build/serve.ts";
import { runtimeOf } from "../build/site.ts";
import { codeWords as words } from "../chapters/words/code.ts";
import { encodeDifference } from "../src/code/difference.ts";
import { DEFAULT_LESSON } from "../src/lesson/lesson.ts";
import { BOOK } from "./book.ts";
import { type CodeEdit, codeOf } from "./code-edits/edit.ts";
import { codeEdits, hostile } from "./code-edits/index.ts";
import { driver, runEdits } from "./code-edits/said.ts";
import { digits, valuesOf } from "./live-page.ts";
import { ROOT } from "./project.ts";
import { openPage, withChromium } from "./reading.ts";

/** Code that is changed on the page: what comes of each edit, and what of code that means harm. */

let browser: Browser;
withChromium((it) => {
  browser = it;
});

const open = (address: string, home = BOOK) => openPage(browser, home, address);
const evaluateIn = (page: Page) => (expression: string) => page.evaluate(expression);

/** What does not come out as expected. */
async function wrongIn(name: string, edits: readonly CodeEdit[], home?: string): Promise<unknown[]> {
  const { page, faults, close } = await open(`${name}.html`, home);
  const said = await runEdits(edits, evaluateIn(page));
  expect(
    faults.filter((it) => !/unsafe-eval|script-src/.test(it)),
    name,
  ).toEqual([]);
  // Whatever code says of itself is text.
  expect(await page.locator(".workbench :is(img, b, script, iframe), .code-label :is(img, b)").count()).toBe(
    0,
  );
  await close();
  return said
    .filter((it) => it.found !== it.expected)
    .map(({ edit, expected, found }) => ({ edit: `${name}: ${edit.what}`, expected, found }));
}

/** So many of a stage's edits, spread evenly; Firefox runs them all (tests/firefox.ts). */
const MANY = 30;
const someOf = (edits: readonly CodeEdit[]) =>
  edits.filter((_, i) => Math.floor((i * MANY) / edits.length) < Math.floor(((i + 1) * MANY) / edits.length));

describe("edits, with their outcomes", () => {
  test("of every stage, in a page's editor", async () => {
    const [z1, ...others] = Object.entries(codeEdits).map(
      ([name, edits]) => [name, edits.length > MANY ? someOf(edits) : edits] as const,
    );
    expect([z1, others[0]].map((it) => it![1].length)).toEqual([MANY, MANY]);
    // Two pages at once: a core each.
    const [ofZ1, ofOthers] = await Promise.all([
      wrongIn(...z1!),
      (async () => {
        const all: unknown[] = [];
        for (const [name, edits] of others) all.push(...(await wrongIn(name, edits)));
        return all;
      })(),
    ]);
    expect([...ofZ1, ...ofOthers]).toEqual([]);
  });

  test("over http", async () => {
    const { url, close } = await serve(BOOK, 0);
    afterAll(close);
    const some = codeEdits["dloss-dw1"]!;
    expect(await wrongIn("dloss-dw1", some, url.replace(/\/$/, ""))).toEqual([]);
  });

  test("a comment changes no digit of the page", async () => {
    for (const name of ["z1", "dloss-dw2"]) {
      const { page, close } = await open(`${name}.html`);
      await runEdits([codeEdits[name]![0]!], evaluateIn(page));
      expect(await page.locator("main").getAttribute("class")).toContain("own-code");
      const its = Object.values(valuesOf(name, DEFAULT_LESSON));
      expect(Object.values(await digits(page)), name).toEqual(expect.arrayContaining(its));
      await close();
    }
  });
});

/** The globals that Chromium keeps: numbers. */
const NUMBERS = ["TEMPORARY", "PERSISTENT"];

test("in the worker stays nothing but the language", async () => {
  const { worker } = await runtimeOf(ROOT);
  const job = {
    is: "stage",
    stage: 2,
    makes: ["z1"],
    others: [],
    probes: [],
    sites: [],
    lines: [1, 1],
    lesson: DEFAULT_LESSON,
  };
  const code = `function () {
    const all = new Set();
    for (let it = WORLD; it !== Object.prototype; it = Object.getPrototypeOf(it))
      for (const key of Reflect.ownKeys(it)) all.add(String(key));
    POST({ is: "left", names: [...all], math: Reflect.ownKeys(Math).map(String) });
  }`;
  const script = `const WORLD = globalThis, POST = postMessage.bind(WORLD);${worker}(${JSON.stringify(job)},${code},${code})`;
  const { page, close } = await open("z1.html");
  const left = await page.evaluate(
    (address) =>
      new Promise<{ names: string[]; math: string[] }>((done) => {
        new Worker(address).addEventListener("message", ({ data }) => data.is === "left" && done(data));
      }),
    `data:text/javascript;charset=utf-8,${encodeURIComponent(script)}`,
  );
  await close();
  expect(left.names.filter((it) => !LANGUAGE.includes(it) && !NUMBERS.includes(it))).toEqual([]);
  expect(left.names).toContain("Float64Array");
  expect(
    left.math.filter(
      (it) => !(it in Math) && it !== "Symbol(Symbol.toStringTag)" && !/^(?:f16round|sumPrecise)$/.test(it),
    ),
  ).toEqual([]);
  expect(left.math).not.toContain("random");
});

describe("code that means harm", () => {
  test("reaches nothing, takes no more than a page has, and leaves the page alive", async () => {
    expect(await wrongIn("z1", hostile)).toEqual([]);
  });

  test("a thousand runs asked for at once are one, and the latest", async () => {
    const { page, close } = await open("z1.html");
    const [said] = await runEdits([codeEdits.z1![0]!], evaluateIn(page));
    expect(said!.found).toBe(said!.expected);
    const workers: string[] = [];
    page.on("worker", (it) => workers.push(it.url()));
    await page.evaluate(() => {
      const area = document.querySelector<HTMLTextAreaElement>(".area")!;
      for (let i = 0; i < 1000; i++) {
        area.value += `// ${i}\n`;
        if (i % 100 === 99) area.dispatchEvent(new Event("input"));
        area.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true }));
      }
    });
    await expect.poll(() => page.locator(".workbench .status").textContent()).toBe("");
    expect(workers.length).toBeLessThan(4);
    await close();
  });
});

describe("code in a link", () => {
  const z1 = "z1.html";
  const bookOf = async (page: Page) =>
    (await page.evaluate(`(() => {${await driver()}; return driver.openEditor(); })()`)) as string;

  test("waits for Run; whatever else an address says is text", async () => {
    const { page: first, close: end } = await open(z1);
    const its = await bookOf(first);
    await end();
    const own = codeOf(
      {
        what: "",
        put: [["matmul(X, W1)", 'scale(2, matmul(X, W1)) /* <img src=x onerror="alert(1)"> */']],
        is: { same: true },
      },
      its,
    );
    const good = await encodeDifference(its, own);
    const bomb = deflateRawSync(" ".repeat(4_000_000)).toString("base64url");
    const { page, faults, close } = await open(`${z1}#code=${good}`);
    const status = page.locator(".workbench .status");
    await expect.poll(() => status.textContent()).toBe(words.fromLink);
    expect(await page.locator(".area").inputValue()).toBe(own);
    await page.waitForTimeout(900); // longer than the rest after which changed code runs
    expect(await page.title()).not.toContain(words.title);
    await page.locator(".workbench .run").click();
    await expect.poll(() => page.title()).toContain(words.title);
    for (const [code, reason] of [
      [`<img src=x onerror=alert(1)>`, "broken"],
      ["0.AAAA", "hash"],
      [good.replace(/^\w/, (it) => (it === "1" ? "2" : "1")), "hash"],
      [`${good.split(".")[0]}.${good.split(".")[1]!.slice(2)}`, "broken"],
      [`${good.split(".")[0]}.${bomb}`, "too-large"],
      [`${good.split(".")[0]}.${"A".repeat(7000)}`, "too-large"],
    ] as const) {
      await page.evaluate(() => sessionStorage.clear());
      await page.goto("about:blank");
      await page.goto(`file://${join(BOOK, z1)}#code=${encodeURIComponent(code)}`);
      await expect
        .poll(() => status.textContent(), { message: code.slice(0, 80) })
        .toBe(words.brokenLink[reason]);
      expect(await page.locator(".area").inputValue()).toBe(its);
    }
    expect(faults).toEqual([]);
    await close();
  });

  test("a draft outlives the crash of its tab, and does not run by itself", async () => {
    const { page, close } = await openPage(browser, BOOK, z1, {}, async () => {});
    await bookOf(page);
    await page.locator(".area").press("Control+Home");
    await page.keyboard.type("// mine\nfor (;;) {}\n");
    const session = await page.context().newCDPSession(page);
    void session.send("Page.crash").catch(() => {});
    await page.waitForEvent("crash");
    await session.send("Page.reload");
    const seen = () =>
      session.send("Runtime.evaluate", {
        expression: `[".workbench .status", ".area"].map((it) => { const found = document.querySelector(it); return found?.value ?? found?.textContent; }).concat(document.title)`,
        returnByValue: true,
      });
    await expect.poll(async () => (await seen()).result.value?.[0]).toBe(words.fromDraft);
    const [, code, title] = (await seen()).result.value;
    expect(code).toContain("// mine\nfor (;;) {}\n");
    expect(title).not.toContain(words.title);
    await close();
  });
});
