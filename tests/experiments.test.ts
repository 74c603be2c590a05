import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { runAnew } from "../build/experiments/anew.ts";
import { flawIn } from "../build/experiments/plain.ts";
import { ExperimentError, findResults, RESULTS, resultsIn, runExperiments } from "../build/experiments.ts";
import { digest, fileText, type Store, storeIn } from "../build/kept.ts";
import { progressOn } from "../build/progress.ts";
import { experiments } from "../chapters/pages.ts";
import type { Experiment, Results } from "../src/book/experiment.ts";
import { ROOT, remove, temporaryFolder } from "./project.ts";

/** A project with experiments of its own. What they find holds a random number: whoever runs again shows it. */
const root = temporaryFolder();
afterAll(() => remove(root));
mkdirSync(join(root, "chapters/experiments"), { recursive: true });
mkdirSync(join(root, "node_modules"));
for (const name of ["build", "src", "node_modules/zod"])
  symlinkSync(join(ROOT, name), join(root, name), "dir");

const write = (name: string, text: string): void =>
  writeFileSync(join(root, `chapters/experiments/${name}.ts`), text);

/** An experiment, as the build knows it: its name and parts. What it does is in the file. */
const declare = (name: string, parts: Experiment["parts"]): Experiment => ({
  name,
  parts,
  run: () => expect.fail("run in the program itself, not in a thread"),
});

const HELPER = `export const twice = (x: number): number => 2 * x;\n`;
const LUCK = `import * as z from "zod/mini";
import { twice } from "./helper.ts";
export const experiment = {
  run: ({ x }: { x: number }, onProgress: (share: number) => void) => {
    onProgress(0.5);
    return { twice: twice(z.parse(z.number(), x)), list: [x, null, "text", true], luck: Math.random() };
  },
};
`;
interface Luck {
  readonly twice: number;
  readonly luck: number;
}
const luck = declare("luck", { one: { x: 1 }, "the second": { x: 2.5 } });
const other = declare("other", { only: { x: 3 } });

let cache: string;
let store: Store;
const caches = temporaryFolder();
afterAll(() => remove(caches));
let count = 0;
beforeEach(() => {
  cache = join(caches, String(count++));
  store = storeIn(cache);
  write("helper", HELPER);
  write("luck", LUCK);
  write("other", LUCK.replace("./helper.ts", "./own.ts"));
  write("own", HELPER);
});

const SILENT = progressOn({ write: () => true } as never);
const find = async (...experiments: Experiment[]) =>
  findResults(experiments, { root, store, progress: SILENT });
const findLuck = async (experiment = luck) => (await find(experiment)).get(experiment.name) as Results<Luck>;
const message = async (experiment: Experiment): Promise<string> => {
  const error = await find(experiment).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(ExperimentError);
  return (error as Error).message;
};

describe("parts", () => {
  test("are run in threads with their settings, and found by name, in order", async () => {
    const found = await findLuck();
    expect(Object.keys(found)).toEqual(["one", "the second"]);
    expect(found).toMatchObject({
      one: { twice: 2, list: [1, null, "text", true] },
      "the second": { twice: 5 },
    });
    expect(found.one!.luck).not.toBe(found["the second"]!.luck);
  });

  test("are not run again: not for a comment, not for code that is not called, not for another experiment", async () => {
    const first = await find(luck, other);
    expect(await find(luck, other)).toEqual(first);
    write("luck", `// Why.\n${LUCK}`);
    write("helper", `${HELPER}export const thrice = (x: number): number => 3 * x;\n`);
    expect(await find(luck, other)).toEqual(first);
    expect(await find(other)).toEqual(new Map([["other", first.get("other")]]));
  });

  test("are run again where their code is another, their own or what it calls", async () => {
    const first = await find(luck, other);
    write("helper", HELPER.replace("2 * x", "x + x + 0"));
    const second = await find(luck, other);
    const lucky = (found: typeof first) => found.get("luck") as Results<Luck>;
    expect(lucky(second)).toMatchObject({ one: { twice: 2 } });
    for (const part of Object.keys(luck.parts))
      expect(lucky(second)[part]!.luck).not.toBe(lucky(first)[part]!.luck);
    expect(second.get("other")).toEqual(first.get("other"));
    write("luck", LUCK.replace("onProgress(0.5)", "onProgress(0.25)"));
    expect((await findLuck()).one!.luck).not.toBe(lucky(second).one!.luck);
  });

  test("are run again where their settings are others, and only those", async () => {
    const first = await findLuck();
    const second = await findLuck(declare("luck", { ...luck.parts, one: { x: 1.5 }, third: { x: 0 } }));
    expect(second.one!.twice).toBe(3);
    expect(second.third!.twice).toBe(0);
    expect(second["the second"]).toEqual(first["the second"]);
  });

  test.skipIf(availableParallelism() < 2)("run side by side", async () => {
    write(
      "pair",
      `import { existsSync, writeFileSync } from "node:fs";
      export const experiment = {
        run({ mine, theirs }: { mine: string; theirs: string }) {
          writeFileSync(mine, "");
          const pause = new Int32Array(new SharedArrayBuffer(4));
          for (let i = 0; i < 2000 && !existsSync(theirs); i++) Atomics.wait(pause, 0, 0, 10);
          return existsSync(theirs);
        },
      };`,
    );
    const [a, b] = [join(caches, "a"), join(caches, "b")];
    const pair = declare("pair", { a: { mine: a, theirs: b }, b: { mine: b, theirs: a } });
    expect((await find(pair)).get("pair")).toEqual({ a: true, b: true });
  });
});

describe("a kept result", () => {
  const files = () => readdirSync(join(cache, "luck")).map((name) => join(cache, "luck", name));
  const fileOf = (part: string) => join(cache, "luck", `${part}.json`);
  const jsonIn = (text: string) => /"result":(.*)\}$/s.exec(text)![1]!;

  /** What is run again after the files were spoiled: the second part is whole all along. */
  async function runAgainAfter(spoil: (file: string, text: string) => void): Promise<boolean> {
    const first = await findLuck();
    const file = fileOf("one");
    spoil(file, readFileSync(file, "utf8"));
    const second = await findLuck();
    expect(second["the second"]).toEqual(first["the second"]);
    expect(second.one!.twice).toBe(2);
    expect(await findLuck()).toEqual(second); // mended
    return second.one!.luck !== first.one!.luck;
  }

  test("is trusted as it is", async () => {
    expect(await runAgainAfter(() => {})).toBe(false);
    expect(await runAgainAfter((file, text) => writeFileSync(file, text))).toBe(false);
  });

  test("is not, with one bit turned, wherever", async () => {
    await findLuck();
    const { length } = readFileSync(fileOf("one"));
    for (let at = 0; at < length; at += 17)
      expect(
        await runAgainAfter((file) => {
          const bytes = readFileSync(file);
          bytes[at]! ^= 1;
          writeFileSync(file, bytes);
        }),
        `byte ${at}`,
      ).toBe(true);
  });

  test("is not, cut short or with more behind it", async () => {
    for (const spoilt of [
      (text: string) => text.slice(0, -1),
      (text: string) => text.slice(0, text.indexOf('"result"')),
      (text: string) => `${text.slice(0, text.indexOf('"result"'))}"result":}`,
      () => "",
      (text: string) => `${text} `,
      () => "null",
    ])
      expect(await runAgainAfter((file, text) => writeFileSync(file, spoilt(text)))).toBe(true);
  });

  test("is not, if it is another part's, or has another key over a right digest", async () => {
    expect(await runAgainAfter((file) => writeFileSync(file, readFileSync(fileOf("the-second"))))).toBe(true);
    expect(
      await runAgainAfter((file, text) => writeFileSync(file, fileText(digest("another"), jsonIn(text)))),
    ).toBe(true);
  });

  test("is one file a part, JSON on one line, and no other is left behind", async () => {
    await Promise.all([findLuck(), findLuck()]);
    write("luck", LUCK.replace("0.5", "0.75"));
    const { one } = await findLuck();
    expect(files().sort()).toEqual([fileOf("one"), fileOf("the-second")]);
    const text = readFileSync(fileOf("one"), "utf8");
    expect(JSON.parse(text).result).toEqual(one);
    expect(text).not.toContain("\n");
  });

  test("is not needed: where the folder cannot be written to, all is run each time", async () => {
    writeFileSync(cache, "a file in the way");
    const first = await findLuck();
    expect(first.one!.twice).toBe(2);
    expect((await findLuck()).one!.luck).not.toBe(first.one!.luck);
    expect(readFileSync(cache, "utf8")).toBe("a file in the way");
  });
});

describe("all of them, run anew", () => {
  const steady = declare("steady", { one: { x: 1 }, "{two}": { x: 2 } });
  const anew = (keeps: boolean, experiment = steady) =>
    runAnew([experiment], { root, progress: SILENT, keeps });
  const fileOf = (name: string) => join(root, RESULTS, name);
  beforeEach(async () => {
    write("steady", "export const experiment = { run: ({ x }: { x: number }) => x / 3 };");
    await anew(true);
  });

  test("are the same, byte for byte, and then nothing is said of any", async () => {
    expect(await anew(false)).toEqual({ count: 2, others: [], stale: [] });
  });

  test("an altered result is seen, however right its key and its digest; and mended only where one asks", async () => {
    const file = fileOf("steady/two.json");
    const text = readFileSync(file, "utf8");
    const { key } = JSON.parse(text);
    const altered = fileText(key, "0.6666666666666667");
    expect(altered).not.toBe(text);
    writeFileSync(file, altered);
    // A build takes it for right: it fits its key.
    const store = storeIn(join(root, RESULTS));
    const found = await findResults([steady], { root, store, progress: SILENT });
    expect(found.get("steady")).toMatchObject({
      "{two}": 0.6666666666666667,
    });
    for (const keeps of [false, false, true])
      expect(await anew(keeps)).toEqual({ count: 2, others: ["steady/two.json"], stale: [] });
    expect(readFileSync(file, "utf8")).toBe(text);
  });

  test("so are one of other code, one that is missing, and one of no part", async () => {
    write("steady", "export const experiment = { run: ({ x }: { x: number }) => (x + 0) / 3 };");
    expect((await anew(false)).others).toEqual(["steady/one.json", "steady/two.json"]);
    await anew(true);
    remove(fileOf("steady/one.json"));
    writeFileSync(fileOf("steady/three.json"), "");
    expect(await anew(false)).toEqual({
      count: 2,
      others: ["steady/one.json"],
      stale: ["steady/three.json"],
    });
    await anew(true);
    expect(readdirSync(fileOf("steady")).sort()).toEqual(["one.json", "two.json"]);
  });

  test("two parts that would be kept in one file are an error", async () => {
    expect(await message(declare("steady", { "a b": 1, "(a, b)": 2 }))).toBe(
      "chapters/experiments/steady.ts, part (a, b): would be kept with a b",
    );
  });
});

test("what the book reports on is kept with it, at most 5 MB: a fresh clone runs nothing", async () => {
  const folder = join(ROOT, RESULTS);
  const ran: string[] = [];
  const progress = progressOn({ write: (text: string) => ran.push(text) } as never);
  const found = await findResults(experiments, { root: ROOT, store: storeIn(folder), progress });
  expect(ran).toEqual([]);
  expect([...found.keys()]).toEqual(experiments.map(({ name }) => name));
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((it) => it.isFile());
  const bytes = files.map(({ parentPath, name }) => statSync(join(parentPath, name)).size);
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(5e6);
});

describe("a part that fails", () => {
  test("is named, and the frames of its thread are kept", async () => {
    write(
      "bad",
      `function deep(x: number): number { throw new Error("no root of " + x); }
      export const experiment = { run: ({ x }: { x: number }) => (x < 0 ? deep(x) : x) };`,
    );
    const bad = declare("bad", { good: { x: 1 }, evil: { x: -1 } });
    expect(await message(bad)).toBe("chapters/experiments/bad.ts, part evil: no root of -1");
    const { stack } = (await find(bad).catch((error: unknown) => error)) as Error;
    expect(stack).toMatch(/^chapters\/experiments\/bad\.ts, part evil: no root of -1\n +at deep \(chapters/);
  });

  test("whose result is no plain JSON says where, on one line", async () => {
    write(
      "odd",
      `export const experiment = { run: (x: string) => ({ curve: [1, x === "nan" ? NaN : new Float64Array(2)] }) };`,
    );
    expect(await message(declare("odd", { a: "nan" }))).toBe(
      "chapters/experiments/odd.ts, part a: the result.curve[1] is NaN, expected a finite number or null",
    );
    const error = (await find(declare("odd", { b: "array" })).catch((it: unknown) => it)) as Error;
    expect(error.stack).toBe(
      "chapters/experiments/odd.ts, part b: the result.curve[1] is a Float64Array, expected plain JSON",
    );
    expect(await message(declare("odd", { c: { rate: Number.POSITIVE_INFINITY } }))).toBe(
      "chapters/experiments/odd.ts, part c: settings.rate is Infinity, expected a finite number or null",
    );
  });

  test("with its thread, or for want of an experiment", async () => {
    write("gone", "export const experiment = { run: () => process.exit(3) };");
    expect(await message(declare("gone", { a: 1 }))).toBe(
      "chapters/experiments/gone.ts, part a: its thread ended with 3",
    );
    write("none", "export const experience = 1;");
    expect(await message(declare("none", { a: 1 }))).toBe(
      "chapters/experiments/none.ts, part a: it exports no experiment",
    );
    await expect(find(declare("nowhere", { a: 1 }))).rejects.toThrow(/nowhere\.ts/);
  });

  test("keeps nobody else's result from being kept", async () => {
    write(
      "half",
      `export const experiment = { run: (x: number) => { if (x) throw new Error("no"); return Math.random(); } };`,
    );
    await message(declare("half", { good: 0, bad: 1 }));
    expect(existsSync(join(cache, "half/bad.json"))).toBe(false);
  });
});

test("plain JSON is told from what only looks like it", () => {
  const fine = { a: [0, -1.5, null, "", true, { b: {} }], c: Object.create(null) };
  expect(flawIn(fine, "it")).toBeUndefined();
  const bad: [unknown, string][] = [
    [Number.NaN, "it is NaN, expected a finite number or null"],
    [{ a: { b: [0, Number.NEGATIVE_INFINITY] } }, "it.a.b[1] is -Infinity, expected a finite number or null"],
    [{ a: undefined }, "it.a is undefined, expected plain JSON"],
    [new Array(2), "it[0] is undefined, expected plain JSON"],
    [new Map(), "it is a Map, expected plain JSON"],
    [[new Float64Array(1)], "it[0] is a Float64Array, expected plain JSON"],
    [() => 1, "it is a function, expected plain JSON"],
    [1n, "it is a bigint, expected plain JSON"],
  ];
  for (const [value, words] of bad) expect(flawIn(value, "it")).toBe(words);
});

describe("progress", () => {
  /** What is written to a stream. */
  const stream = (isTTY: boolean, columns = 20) => {
    const written: string[] = [];
    const write = (text: string) => written.push(text) > 0;
    return { written, progress: progressOn({ isTTY, columns, write } as never) };
  };

  test("is one line written over on a terminal, never wider than it, and gone in the end", () => {
    const { written, progress } = stream(true);
    progress.now("1 of 3 done");
    progress.done("a: done");
    progress.now("2 of 3 done; and much more to tell of");
    progress.end();
    expect(written).toEqual(["\r\x1b[K1 of 3 done", "\r\x1b[K2 of 3 done; and mu", "\r\x1b[K"]);
  });

  test("is a line for each finished piece elsewhere", () => {
    const { written, progress } = stream(false);
    progress.now("1 of 3 done");
    progress.done("a: done");
    progress.end();
    expect(written).toEqual(["a: done\n"]);
  });

  test("tells of each part that is run, and of none that is kept", async () => {
    const { written, progress } = stream(false);
    await findResults([luck], { root, store, progress });
    expect(written.sort()).toHaveLength(2);
    expect(written.join("")).toMatch(/\d of 2 runs done: luck, one\n/);
    await findResults([luck], { root, store, progress });
    expect(written).toHaveLength(2);
  });
});

test("a program asks once: what it found stays known", async () => {
  const own = declare("luck", { known: { x: 4 } });
  const first = (await runExperiments([own], root))(own) as Results<Luck>;
  write("helper", HELPER.replace("2 * x", "7 * x"));
  expect((await runExperiments([own], root))(own)).toBe(first);
  expect(() => resultsIn(new Map())(own)).toThrow("no results of the experiment luck");
});
