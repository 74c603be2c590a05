import { readFileSync } from "node:fs";
import { convert } from "fontverter";
import { Blob, Face } from "harfbuzzjs";
import katex from "katex";
import { describe, expect, test } from "vitest";
import { BORROWED, FONTS } from "../build/fonts/signs.ts";

/** What `signs.ts` says is in a font must be there: a browser would set the sign in another face, and say nothing. */

async function signsIn(file: string): Promise<Set<string>> {
  const woff2 = readFileSync(new URL(`../build/fonts/${file}`, import.meta.url));
  const font = new Uint8Array(await convert(woff2, "sfnt"));
  const face = new Face(new Blob(font.buffer));
  return new Set(Array.from(face.collectUnicodes(), (code) => String.fromCodePoint(code)));
}

describe("the fonts of the site", () => {
  test.each([...FONTS, ...BORROWED].map(({ file, signs }) => [file, signs] as const))(
    "%s has its signs",
    async (file, signs) => {
      const there = await signsIn(file);
      expect([...signs].filter((sign) => !there.has(sign))).toEqual([]);
    },
  );

  test("one that was changed does not keep the name that is reserved", async () => {
    for (const file of ["serif.woff2", "serif-italic.woff2"]) {
      const woff2 = readFileSync(new URL(`../build/fonts/${file}`, import.meta.url));
      // Names are in Latin-1 or UTF-16.
      const letters = (await convert(woff2, "sfnt")).toString("latin1").replaceAll("\0", "");
      expect(letters).toContain("Bricks Serif");
      expect(letters).not.toMatch(/Source ?Serif/);
    }
  });

  test("KaTeX sets ≠ with a sign of its own, which is there", async () => {
    const html = katex.renderToString("a ≠ b");
    expect(html).toContain("\ue020");
    expect(html).toMatch(/<mo[^>]*>≠<\/mo>/);
    expect((await signsIn("katex-main.woff2")).has("\ue020")).toBe(true);
  });

  test("a sign that is not there is missed", async () => {
    expect((await signsIn("serif.woff2")).has("σ")).toBe(false);
  });
});
