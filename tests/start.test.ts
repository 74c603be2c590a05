import { spawnSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { copyOfProject, ROOT, remove } from "./project.ts";

/** The program as npm starts it: bundled once, and kept with what V8 made of it. */

let copy: string;
beforeAll(() => {
  copy = copyOfProject();
  // One package of its own, to be changed.
  remove(join(copy, "node_modules/big.js"));
  cpSync(join(ROOT, "node_modules/big.js"), join(copy, "node_modules/big.js"), { recursive: true });
});
afterAll(() => remove(copy));

const help = (argv: readonly string[] = ["build", "--help"]) => {
  const { stdout, stderr, status } = spawnSync(process.execPath, ["build/start.mjs", ...argv], {
    cwd: copy,
    encoding: "utf8",
  });
  expect([stderr, status]).toEqual(["", 0]);
  return stdout;
};
const folder = () => join(copy, "node_modules/.cache/brick-by-brick/cli");
/** The files that are kept, and when they were written. */
const kept = () =>
  Object.fromEntries(readdirSync(folder()).map((name) => [name, statSync(join(folder(), name)).mtimeMs]));
const fileOf = (end: string) => join(folder(), readdirSync(folder()).find((name) => name.endsWith(end))!);

test("it says the same, made or kept, and is not made again", () => {
  const first = help();
  expect(first).toContain("npm run build -- [options]");
  const files = kept();
  expect(Object.keys(files)).toHaveLength(4);
  expect(help()).toBe(first);
  expect(kept()).toEqual(files);
});

test("a change of any file it is made of is in it, and the old one is gone", () => {
  const before = kept();
  const file = join(copy, "build/commands.ts");
  writeFileSync(file, readFileSync(file, "utf8").replace('builds the site"', 'builds the changed site"'));
  expect(help()).toContain("builds the changed site");
  expect(Object.keys(kept()).sort()).not.toEqual(Object.keys(before).sort());
  expect(Object.keys(kept())).toHaveLength(4);
});

test("so is one of a package", () => {
  const file = join(copy, "node_modules/big.js/big.mjs");
  const before = kept();
  writeFileSync(file, `${readFileSync(file, "utf8")}\nglobalThis.patched = true;\n`);
  help();
  expect(Object.keys(kept()).sort()).not.toEqual(Object.keys(before).sort());
});

test("a project that was copied with all it keeps knows where it is, and so builds itself", () => {
  const other = `${copy}-copied`;
  try {
    cpSync(copy, other, { recursive: true, verbatimSymlinks: true });
    const argv = ["build/start.mjs", "build", "--out", "."];
    const { stderr } = spawnSync(process.execPath, argv, { cwd: other, encoding: "utf8" });
    expect(stderr).toContain("which holds the project itself");
  } finally {
    remove(other);
  }
});

test("what it wrote when it was stopped goes", () => {
  writeFileSync(join(folder(), "tmp-999999999-0123abcd"), "half");
  help();
  expect(Object.keys(kept())).toHaveLength(4);
});

test.each([".cjs", `.${process.version}`, ".json"])("damaged, %s is as good as none", (end) => {
  const whole = readFileSync(fileOf(end));
  const said = help();
  for (const damaged of [whole.subarray(0, -9), Buffer.from(whole).fill(32, 70, 90)]) {
    writeFileSync(fileOf(end), damaged);
    expect(help()).toBe(said);
    expect(readFileSync(fileOf(end)).equals(damaged)).toBe(false);
  }
});
