import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { launchChromium } from "../build/chromium.ts";
import { exp, log, log1p, sigmoid, sigmoidPrime, softplus, tanh, tanhPrime } from "../src/math/elementary.ts";
import { RandomState } from "../src/math/random.ts";
import { errorInUlp, neighbour, type Rounded, ulpOf } from "./ulp.ts";

type Row = [x: number, ...Rounded];

const reference: Record<string, Row[]> = JSON.parse(
  readFileSync(new URL("fixtures/elementary.json", import.meta.url), "utf8"),
);

const worst = (f: (x: number) => number, rows: Row[]) =>
  rows.reduce((most, [x, ...exact]) => Math.max(most, errorInUlp(f(x), exact)), 0);

describe("errors against exact references", () => {
  test("exp and log err by less than one ulp", () => {
    expect(reference.exp!.length).toBeGreaterThan(2500);
    expect(reference.log!.length).toBeGreaterThan(2500);
    expect(worst(exp, reference.exp!)).toBeLessThan(0.77);
    expect(worst(log, reference.log!)).toBeLessThan(0.52);
  });

  test("where its result is a normal number, exp errs by less than 0.52", () => {
    const rows = reference.exp!.filter(([x]) => x > -708);
    expect(worst(exp, rows)).toBeLessThan(0.52);
  });

  test("sigmoid and tanh", () => {
    expect(worst(sigmoid, reference.sigmoid!)).toBeLessThan(2.5);
    expect(worst(tanh, reference.tanh!)).toBeLessThan(2);
  });

  test("log1p and softplus", () => {
    expect(reference.log1p!.length).toBeGreaterThan(1500);
    expect(reference.softplus!.length).toBeGreaterThan(1300);
    expect(worst(log1p, reference.log1p!)).toBeLessThan(0.52);
    expect(worst(softplus, reference.softplus!)).toBeLessThan(0.77);
  });

  test("their plain formulas are caught", () => {
    const small = (rows: Row[]) => rows.filter(([x]) => x < 700);
    expect(worst((x) => log(1 + x), reference.log1p!)).toBeGreaterThan(1e6);
    expect(worst((x) => log(1 + exp(x)), small(reference.softplus!))).toBeGreaterThan(1e6);
    expect(worst((x) => log1p(exp(x)), small(reference.softplus!))).toBeLessThan(2);
    expect(log1p(exp(710))).toBe(Number.POSITIVE_INFINITY); // that one overflows
  });

  test("a value one ulp off, away from the exact one, is caught in every row", () => {
    for (const [, ...exact] of [...reference.exp!, ...reference.log!, ...reference.log1p!]) {
      const [y, rest] = exact;
      const off = rest > 0 ? y - ulpOf(exact) : y + ulpOf(exact);
      expect(errorInUlp(y, exact)).toBeLessThanOrEqual(0.5);
      expect(errorInUlp(off, exact)).toBeGreaterThanOrEqual(1);
    }
  });

  test("a less careful exp is caught: no tail in the table", () => {
    const careless = (x: number) => {
      const k = Math.floor((x * 128) / Math.LN2 + 0.5);
      const r = x - (k * Math.LN2) / 128;
      return 2 ** (k / 128) * (1 + r + (r * r) / 2 + r ** 3 / 6 + r ** 4 / 24 + r ** 5 / 120);
    };
    const rows = reference.exp!.filter(([x]) => x > -700 && x < 700);
    expect(worst(careless, rows)).toBeGreaterThan(1);
  });
});

describe("special values", () => {
  const cases: [string, (x: number) => number, number, number][] = [
    ["exp", exp, 0, 1],
    ["exp", exp, -0, 1],
    ["exp", exp, Number.NEGATIVE_INFINITY, 0],
    ["exp", exp, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    ["exp", exp, Number.NaN, Number.NaN],
    ["exp", exp, 709.782712893384, 1.7976931348622732e308],
    ["exp", exp, 709.7827128933841, Number.POSITIVE_INFINITY],
    ["exp", exp, 1e300, Number.POSITIVE_INFINITY],
    ["exp", exp, -745.1332191019411, 5e-324],
    ["exp", exp, -745.1332191019412, 0],
    ["exp", exp, -1e300, 0],
    ["exp", exp, 5e-324, 1],
    ["log", log, 1, 0],
    ["log", log, 0, Number.NEGATIVE_INFINITY],
    ["log", log, -0, Number.NEGATIVE_INFINITY],
    ["log", log, -5e-324, Number.NaN],
    ["log", log, Number.NEGATIVE_INFINITY, Number.NaN],
    ["log", log, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    ["log", log, Number.NaN, Number.NaN],
    ["log", log, 5e-324, -744.4400719213812],
    ["log", log, Number.MAX_VALUE, 709.782712893384],
    ["sigmoid", sigmoid, 0, 0.5],
    ["sigmoid", sigmoid, -1000, 0],
    ["sigmoid", sigmoid, 1000, 1],
    ["sigmoid", sigmoid, Number.NaN, Number.NaN],
    ["tanh", tanh, 0, 0],
    ["tanh", tanh, -0, -0],
    ["tanh", tanh, 5e-324, 5e-324],
    ["tanh", tanh, 1000, 1],
    ["tanh", tanh, Number.NEGATIVE_INFINITY, -1],
    ["tanh", tanh, Number.NaN, Number.NaN],
    ["log1p", log1p, 0, 0],
    ["log1p", log1p, -0, -0],
    ["log1p", log1p, 5e-324, 5e-324],
    ["log1p", log1p, -5e-324, -5e-324],
    ["log1p", log1p, -1, Number.NEGATIVE_INFINITY],
    ["log1p", log1p, -1.0000000000000002, Number.NaN],
    ["log1p", log1p, Number.NEGATIVE_INFINITY, Number.NaN],
    ["log1p", log1p, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    ["log1p", log1p, Number.NaN, Number.NaN],
    ["log1p", log1p, Number.MAX_VALUE, 709.782712893384],
    ["softplus", softplus, 0, Math.LN2],
    ["softplus", softplus, 1e6, 1e6],
    ["softplus", softplus, Number.MAX_VALUE, Number.MAX_VALUE],
    ["softplus", softplus, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    ["softplus", softplus, -745.1332191019411, 5e-324],
    ["softplus", softplus, -746, 0],
    ["softplus", softplus, Number.NEGATIVE_INFINITY, 0],
    ["softplus", softplus, Number.NaN, Number.NaN],
  ];
  test.each(cases)("%s %#", (_, f, x, expected) => {
    expect(f(x)).toBe(expected);
  });
});

test("a derivative, stated by the value, is the slope of its function", () => {
  const slope = (f: (x: number) => number, x: number) => (f(x + 1e-5) - f(x - 1e-5)) / 2e-5;
  for (const x of [-20, -3, -0.3, -0.1, 0, 0.1, 1, 7]) {
    expect(sigmoidPrime(sigmoid(x))).toBeCloseTo(slope(sigmoid, x), 9);
    expect(tanhPrime(tanh(x))).toBeCloseTo(slope(tanh, x), 9);
  }
  expect(Math.abs(sigmoid(1) - slope(sigmoid, 1))).toBeGreaterThan(0.1); // and the value itself is not
});

describe("the same bits in Node and in Chromium", () => {
  const functions = { exp, log, sigmoid, tanh, log1p, softplus };
  type Name = keyof typeof functions;
  const COUNT = 100_000;

  /** Each function's arguments: half over its whole range, half of the sizes a network meets. */
  function argumentsOf(name: Name): Float64Array {
    const generator = new RandomState(7);
    const range = { exp: 745, log: 709, sigmoid: 745, tanh: 22, log1p: 709, softplus: 745 }[name];
    return new Float64Array(COUNT).map((_, i) => {
      const x = i % 2 ? generator.randn() : (2 * generator.random() - 1) * range;
      return name === "log" || name === "log1p" ? exp(x) : x;
    });
  }

  const digest = (values: Float64Array) =>
    createHash("sha256").update(new Uint8Array(values.buffer)).digest("hex");

  const differing = (a: Float64Array, b: Float64Array) =>
    a.reduce((count, x, i) => count + (Object.is(x, b[i]) ? 0 : 1), 0);

  // As base64 to the page and back: an array of numbers would take playwright seconds.
  const toBase64 = (values: Float64Array) => Buffer.from(values.buffer).toString("base64");
  const fromBase64 = (text: string) => new Float64Array(new Uint8Array(Buffer.from(text, "base64")).buffer);

  /** What the page's `elementary[name]`, or its `Math[name]`, makes of the arguments. */
  async function inPage(page: Page, owner: "elementary" | "Math", name: Name, xs: Float64Array) {
    const text = await page.evaluate(
      ([owner, name, xs]) => {
        const f = (globalThis as never)[owner!][name!] as (x: number) => number;
        const values = new Float64Array(Uint8Array.from(atob(xs!), (c) => c.charCodeAt(0)).buffer).map(f);
        return btoa(Array.from(new Uint8Array(values.buffer), (byte) => String.fromCharCode(byte)).join(""));
      },
      [owner, name, toBase64(xs)],
    );
    return fromBase64(text);
  }

  test("100,000 arguments of each function", async () => {
    const bundle = await build({
      entryPoints: [fileURLToPath(new URL("../src/math/elementary.ts", import.meta.url))],
      bundle: true,
      format: "iife",
      globalName: "elementary",
      write: false,
    });
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      await page.addScriptTag({ content: bundle.outputFiles[0]!.text });
      for (const [name, f] of Object.entries(functions) as [Name, (x: number) => number][]) {
        const xs = argumentsOf(name);
        const ours = xs.map(f);
        const theirs = await inPage(page, "elementary", name, xs);
        expect(differing(ours, theirs), name).toBe(0);
        expect(digest(theirs), name).toBe(digest(ours));
      }
      // The comparison can fail: the browser's own exp gives other bits.
      const xs = argumentsOf("exp");
      expect(differing(xs.map(exp), await inPage(page, "Math", "exp", xs))).toBeGreaterThan(0);
    } finally {
      await browser.close();
    }
  });

  test("a single last bit changes the digest and the count", () => {
    const a = Float64Array.of(1, 2, 3);
    const b = Float64Array.of(1, neighbour(2, 1), 3);
    expect(differing(a, b)).toBe(1);
    expect(digest(a)).not.toBe(digest(b));
    expect(differing(Float64Array.of(0), Float64Array.of(-0))).toBe(1);
  });
});
