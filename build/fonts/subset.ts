/**
 * Makes the fonts of the site from the packages' own: only the signs that the book sets, so that a first visit stays
 * light. Run `npx tsx build/fonts/subset.ts` after a change of FONTS (signs.ts), and commit what it writes; a test looks
 * whether every sign on every page is in its font.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { convert } from "fontverter";
import subsetFont from "subset-font";
import { FONTS } from "./signs.ts";

const require = createRequire(import.meta.url);

/** Under another name of as many letters: so that no offset in the file changes. */
function renamed(sfnt: Buffer): Buffer {
  const [from, to] = ["Source", "Bricks"];
  for (const end of ["Serif", " Serif"])
    for (const encoded of [latin1, utf16be]) {
      const [old, name] = [encoded(from + end), encoded(to + end)];
      for (let at = sfnt.indexOf(old); at >= 0; at = sfnt.indexOf(old)) name.copy(sfnt, at);
    }
  return sfnt;
}
const latin1 = (text: string): Buffer => Buffer.from(text, "latin1");
const utf16be = (text: string): Buffer => Buffer.from(text, "utf16le").swap16();

for (const { file, from, signs } of FONTS) {
  const cut = await subsetFont(readFileSync(require.resolve(from)), signs, { targetFormat: "sfnt" });
  const subset = await convert(renamed(cut), "woff2");
  writeFileSync(fileURLToPath(new URL(file, import.meta.url)), subset);
  console.log(`${file}: ${subset.length} bytes`);
}
