import { readFileSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { build } from "esbuild";
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { compile } from "../../build/assembly/compile.ts";
import { ACTIVATIONS } from "../../src/lesson/fields.ts";
import { fromRows } from "../../src/math/matrix.ts";
import { RandomState } from "../../src/math/random.ts";
import type { Column } from "../../src/training/column.ts";
import { SIMD } from "../../src/training/kernels/fastest.ts";
import type { MakeKernels } from "../../src/training/kernels/kernels.ts";
import { plain } from "../../src/training/kernels/plain.ts";
import { simd } from "../../src/training/kernels/simd.ts";
import { SIMD_MODULE } from "../../src/training/kernels/simd-module.ts";
import { createPass, forward } from "../../src/training/pass.ts";
import { createRun, type Run } from "../../src/training/run.ts";
import { parseSettings, type Settings, USUAL } from "../../src/training/settings.ts";

const SOURCE = readFileSync(new URL("../../build/assembly/kernels.ts", import.meta.url), "utf8");

/** Whether all numbers have the same bits; NaN is NaN. */
const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((x, i) => Object.is(x, b[i]));

/** Weights, gradient and whatever is recorded. */
function numbersOf(run: Run): number[] {
  const { loss, accuracy = {}, weightNorms, gradientNorms } = run.record();
  const matrices = [...run.weights, ...run.gradient()].flatMap(({ data }) => [...data]);
  const recorded: object[] = [loss, accuracy, weightNorms, gradientNorms];
  return [...matrices, ...recorded.flatMap((it) => Object.values(it))];
}

/** The first of so many steps after which a run by these kernels is not the plain one. */
function firstDifference(make: MakeKernels, settings: Settings, steps: number): number | undefined {
  const [one, other] = [createRun(settings, make), createRun(settings, plain)];
  for (let t = 0; t <= steps; t++) {
    if (!same(numbersOf(one), numbersOf(other))) return t;
    for (const run of [one, other]) run.step(1);
  }
  return undefined;
}

const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const count = (most: number) => fc.integer({ min: 1, max: most });
const settings: fc.Arbitrary<Settings> = count(40).chain((rows) =>
  fc
    .record({
      data: fc.record({ set: fc.constantFrom("article", "spiral"), seed, rows: fc.constant(rows) }),
      trained: count(rows),
      weights: fc.record({ seed, scale: fc.constantFrom(0.01, 1, 30, 1000) }),
      hidden: fc.array(count(9), { minLength: 1, maxLength: 4 }),
      activation: fc.constantFrom(...ACTIVATIONS),
      outputs: count(5),
      bias: fc.boolean(),
      batch: fc.option(fc.record({ size: count(rows), seed }), { nil: "all" }),
      learningRate: fc.constantFrom(0.01, 1, 100, 1e6),
      ridge: fc.constantFrom(0, 0.1, 1000),
      l1: fc.constantFrom(0, 0.1),
      gradient: fc.constantFrom("exact", "summed", "article"),
    })
    .filter(({ trained, batch }) => typeof batch === "string" || batch.size <= trained)
    .map(parseSettings),
);

/** What both outputs of a network without hidden neurons are, for each z: σ(z) and σ(−z). */
function sigmoids(make: MakeKernels, z: readonly number[]): number[] {
  const pass = createPass(USUAL, [1, 2], z.length, make);
  pass.inputs[0]!.set(z);
  forward(pass, [fromRows([[1, -1]])]);
  return pass.layers[0]!.outputs.flatMap((column) => [...column]);
}

/** Where `exp` has edges, with their neighbours, and many more. */
const Z = [
  ...[0, 5e-324, 1e-300, 1e-17, Math.LN2 / 256, 700, 708, 709, 709.782712893384, 710, 745.1332191019412, 746],
  ...[1e10, 2 ** 52, 1e308, Number.POSITIVE_INFINITY, Number.NaN],
].flatMap((z) => [z, z * (1 - 2 ** -53), z * (1 + 2 ** -52)]);
const random = new RandomState(1);
for (let i = 0; i < 50_000; i++) Z.push(random.random() * 40 - 20, random.random() * 1600 - 800);

describe("SIMD", () => {
  test("this engine has it", () => {
    expect(SIMD).toBeDefined();
  });

  test("gives the bits of the plain loops, whatever the settings", () => {
    let diverged = 0;
    fc.assert(
      fc.property(settings, (settings) => {
        expect(firstDifference(SIMD!, settings, 30)).toBeUndefined();
        const run = createRun(settings);
        run.step(30);
        if (run.diverged) diverged++;
      }),
      { numRuns: 100 },
    );
    expect(diverged).toBeGreaterThan(0);
  });

  test("the sigmoid has its bits for every number", () => {
    const [ours, plainly] = [sigmoids(SIMD!, Z), sigmoids(plain, Z)];
    expect(ours.findIndex((h, i) => !Object.is(h, plainly[i]))).toBe(-1);
  });

  test("wide and deep, with as many rows as settings allow", () => {
    const deep = parseSettings({
      data: { rows: 10_000 },
      hidden: [128, 128, 128, 128],
      bias: true,
    });
    const gradients = [SIMD!, plain].map((make) => createRun(deep, make).gradient());
    const [ours, plainly] = gradients.map((layers) => layers.flatMap(({ data }) => [...data]));
    expect(same(ours!, plainly!)).toBe(true);
  });

  test("memory goes when nothing needs it any more", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const columnOf = () => SIMD!({ rows: 100, columns: 1, weights: 1 }).columns(1)[0]!;
    const memoryOf = (column: Column) => new WeakRef(column.buffer);
    const kept = columnOf();
    const [memory, keptMemory] = [memoryOf(columnOf()), memoryOf(kept)];
    await setImmediate(); // until then it may not go
    collect();
    expect(memory.deref()).toBeUndefined();
    expect(keptMemory.deref()).toBe(kept.buffer);
  });
});

describe("each difference is seen", () => {
  test.each([
    ["another series", "1.0 / 120", "1.0 / 121"],
    ["another end of the range", "[710]", "[705]"],
    ["a slope with its bracket opened", "mul(value, sub(one, value))", "sub(value, mul(value, value))"],
    ["a slope of ReLU at its corner", "f64x2.gt(v128.load(h + n), zero)", "f64x2.ge(v128.load(h + n), zero)"],
    ["a product that begins with more than 0", "let sum3 = f64x2.splat(0)", "let sum3 = f64x2.splat(1e-17)"],
  ])("%s", async (_, right, wrong) => {
    expect(SOURCE.split(right)).toHaveLength(2);
    const make = simd(new WebAssembly.Module((await compile(SOURCE.replace(right, wrong))) as BufferSource));
    const seen = (["sigmoid", "relu"] as const).some((activation) => {
      const settings = parseSettings({ trained: 50, hidden: [4], learningRate: 1, activation });
      return firstDifference(make, settings, 10) !== undefined;
    });
    expect(seen || !same(sigmoids(make, Z), sigmoids(plain, Z))).toBe(true);
  });
});

describe("the module", () => {
  test("is what build/assembly/kernels.ts compiles to: else run build/assembly/compile.ts", async () => {
    expect(Buffer.from(await compile(SOURCE)).toString("base64")).toBe(SIMD_MODULE);
  });

  test("is not in what browsers get", async () => {
    const bundled = async (conditions: string[]) => {
      const entryPoints = [fileURLToPath(new URL("../../src/training/train.ts", import.meta.url))];
      const { outputFiles } = await build({
        entryPoints,
        bundle: true,
        format: "esm",
        conditions,
        platform: "neutral",
        write: false,
      });
      return outputFiles[0]!.text;
    };
    expect(await bundled([])).toContain(SIMD_MODULE);
    expect(await bundled(["browser"])).not.toContain(SIMD_MODULE);
  });
});

describe("the plain loops serve where", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });
  const refuse = (what: Error) =>
    class {
      constructor() {
        throw what;
      }
    };
  const { Module, Instance, CompileError } = WebAssembly;

  test.each([
    ["there is no WebAssembly", undefined],
    ["a page's policy forbids it", { Module: refuse(new CompileError("blocked")) }],
    ["no memory is left", { Module, Instance, Memory: refuse(new RangeError("could not allocate memory")) }],
  ])("%s", async (_, there) => {
    vi.stubGlobal("WebAssembly", there);
    vi.resetModules();
    const { fastest } = await import("../../src/training/kernels/fastest.ts");
    const settings = parseSettings({ trained: 50 });
    expect(firstDifference(fastest, settings, 10)).toBeUndefined();
  });

  test("another error is not hushed up", async () => {
    vi.stubGlobal("WebAssembly", { Module, Instance, Memory: refuse(new Error("broken")) });
    vi.resetModules();
    const { fastest } = await import("../../src/training/kernels/fastest.ts");
    expect(() => createRun(parseSettings({ trained: 50 }), fastest)).toThrow("broken");
  });
});
