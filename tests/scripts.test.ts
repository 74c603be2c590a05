import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { script } from "../build/scripts.ts";
import { copyOfProject, remove } from "./project.ts";

/** Scripts of the site that are not made again, and when they are. */

let copy: string;
beforeAll(() => {
  copy = copyOfProject();
});
afterAll(() => remove(copy));

const GIVEN = { words: { title: "Keys", does: {}, there: [], single: "on", close: "Close" } };
const made = (given: unknown = GIVEN) => script(copy, "keylist", given);
const file = () => join(copy, "node_modules/.cache/brick-by-brick/made/build-reader-keylist.ts.json");

test("a script is the same, kept or made anew", async () => {
  const first = await made();
  expect(first).toContain("brick_keylist");
  expect(await made()).toBe(first);
});

test("another constant makes another script", async () => {
  const other = await made({ words: { ...GIVEN.words, title: "Tasten" } });
  expect(other).toContain("Tasten");
  expect(await made()).not.toContain("Tasten");
});

test("a change of a file it is made of is in it", async () => {
  await made();
  appendFileSync(join(copy, "build/reader/dialog.ts"), '\nglobalThis.name = "changed";\n');
  expect(await made()).toContain("changed");
});

test("what is kept is never trusted: a damaged file is as good as none", async () => {
  const right = await made();
  const text = readFileSync(file(), "utf8");
  expect(text).toContain("brick_keylist");
  for (const damaged of ["", text.slice(0, -9), text.replace("brick_keylist", "brick_keyless")]) {
    writeFileSync(file(), damaged);
    expect(await made()).toBe(right);
  }
});
