import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { movingWords } from "../chapters/words/moving.ts";
import { bookFile, bookPages } from "./book.ts";

/** Pictures that move: each names its script, and the scripts are light. */

const scripts = [...Object.keys(movingWords), "neurons", "take"];

describe("pictures that move", () => {
  test.each(scripts)("the script %s weighs at most 10 KB over gzip", (name) => {
    expect(gzipSync(bookFile(`${name}.js`)).length).toBeLessThanOrEqual(10_000);
  });

  test("each on a page names a script that there is, every script moves something, and its numbers are JSON", () => {
    const moved = new Set<string>();
    for (const page of bookPages)
      for (const [, name, numbers] of String(bookFile(page)).matchAll(
        /data-moves="([^"]+)"(?: data-numbers="([^"]+)")?/g,
      )) {
        expect(scripts, page).toContain(name);
        moved.add(name!);
        if (numbers) expect(() => JSON.parse(numbers.replaceAll("&quot;", '"')), page).not.toThrow();
      }
    expect([...moved].sort()).toEqual(Object.keys(movingWords).sort());
  });
});
