/**
 * Makes the fonts of the site from the packages' own: only the signs that the book sets, so that a first visit
 * stays light. Run `npx tsx build/fonts/subset.ts` after a change of FONTS (signs.ts), and commit what it writes; a test
 * looks whether every sign on every page is in its font.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import subsetFont from "subset-font";
import { FONTS } from "./signs.ts";

const require = createRequire(import.meta.url);

for (const { file, from, signs } of FONTS) {
  const subset = await subsetFont(readFileSync(require.resolve(from)), signs, { targetFormat: "woff2" });
  writeFileSync(fileURLToPath(new URL(file, import.meta.url)), subset);
  console.log(`${file}: ${subset.length} bytes`);
}
