import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { digestOf, FOLDER, pictured } from "../build/kit/pictures.ts";
import { picturesIn } from "../build/pictures.ts";
import { PICTURE } from "../src/book/writer.ts";
import { ROOT } from "./project.ts";

/** The pictures of the kit: of what it makes now, and of the size that their page says. */

test("they are of what is made today; else: npx tsx build/kit/pictures.ts", async () => {
  const made = Object.fromEntries([...(await pictured())].map(([name, html]) => [name, digestOf(html)]));
  expect(JSON.parse(readFileSync(join(FOLDER, "of.json"), "utf8"))).toEqual(made);
  expect([...picturesIn(ROOT).keys()]).toEqual(
    Object.keys(made)
      .map((name) => `${name}.png`)
      .sort(),
  );
  expect(digestOf("<p>another</p>")).not.toBe(made.sheet);
});

test.each([...picturesIn(ROOT)])("%s is a PNG of that size", (_, bytes) => {
  const header = Buffer.from(bytes);
  expect(header.toString("latin1", 1, 4)).toBe("PNG");
  expect([header.readUInt32BE(16), header.readUInt32BE(20)]).toEqual([PICTURE.width, PICTURE.height]);
});
