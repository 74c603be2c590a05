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
  remove(join(copy, "node_modules/jsonc-parser"));
  const how = { recursive: true, dereference: true }; // it may be a link itself, to a package that others use
  cpSync(join(ROOT, "node_modules/jsonc-parser"), join(copy, "node_modules/jsonc-parser"), how);
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
/** The script, and what V8 compiled of it. */
const FILES = ["build-cli.ts.json", "build-cli.ts.v8"];
const folder = () => join(copy, "node_modules/.cache/brick-by-brick/made");
const pathOf = (name: string) => join(folder(), name);
/** The files that are kept, and when they were written. */
const kept = () =>
  Object.fromEntries(readdirSync(folder()).map((name) => [name, statSync(pathOf(name)).mtimeMs]));

test("it says the same, made or kept, and is not made again", () => {
  const first = help();
  expect(first).toContain("npm run build -- [options]");
  const files = kept();
  expect(Object.keys(files).sort()).toEqual(FILES);
  expect(help()).toBe(first);
  expect(kept()).toEqual(files);
});

test("a change of any file it is made of is in it; the old one is gone, and what a stopped program left", () => {
  const before = kept();
  writeFileSync(pathOf("build-cli.ts.json.tmp-999999999-0123456789abcdef"), "half");
  const file = join(copy, "build/commands.ts");
  writeFileSync(file, readFileSync(file, "utf8").replace('builds the site"', 'builds the changed site"'));
  expect(help()).toContain("builds the changed site");
  const after = kept();
  expect(Object.keys(after).sort()).toEqual(FILES);
  for (const name of FILES) expect(after[name], name).not.toBe(before[name]);
});

test("so is one of a package", () => {
  const module = "node_modules/jsonc-parser/lib/esm/main.js";
  const file = join(copy, module);
  writeFileSync(file, `${readFileSync(file, "utf8")}\nglobalThis.patched = true;\n`);
  expect(readFileSync(join(ROOT, module), "utf8"), "the project's own").not.toContain("globalThis.patched");
  help();
  expect(readFileSync(pathOf("build-cli.ts.json"), "utf8")).toContain("globalThis.patched");
});

test("what goes wrong in a chapter is told with its file and line, made or kept", () => {
  const file = join(copy, "chapters/02-z1.ts");
  const source = readFileSync(file, "utf8");
  const fails = 'import "../src/book/chapter.ts";\n(undefined as unknown as number[]).at(0);\n';
  writeFileSync(file, fails + source);
  for (const _ of ["made", "kept"]) {
    const argv = ["build/start.mjs", "build", "--out", "site"];
    const { stderr, status } = spawnSync(process.execPath, argv, { cwd: copy, encoding: "utf8" });
    expect(status).toBe(1);
    expect(stderr).toMatch(/chapters\/02-z1\.ts:2:\d+/);
  }
  writeFileSync(file, source);
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

test.each(FILES)("damaged, %s is as good as none", (name) => {
  const file = pathOf(name);
  const said = help();
  const whole = readFileSync(file);
  for (const damaged of [whole.subarray(0, -9), Buffer.from(whole).fill(32, 70, 90)]) {
    writeFileSync(file, damaged);
    expect(help()).toBe(said);
    expect(readFileSync(file).equals(damaged)).toBe(false);
  }
});
