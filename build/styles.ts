import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { FONTS } from "./fonts/signs.ts";

const FILES = ["base", "page", "formulas", "figures", "print"];

/** The one style sheet: KaTeX's rules with the book's own fonts, then the book's. */
export function styles(root: string): string {
  const katex = readFileSync(
    createRequire(join(root, "package.json")).resolve("katex/dist/katex.min.css"),
    "utf8",
  );
  const own = FILES.map((name) => readFileSync(join(root, "build/styles", `${name}.css`), "utf8"));
  const faces = FONTS.map(
    ({ file, family, style }) =>
      `@font-face{font-family:"${family}";src:url(fonts/${file}) format("woff2");font-style:${style};font-weight:400;font-display:swap}`,
  );
  return [...faces, katex.replace(/@font-face\{[^}]*\}/g, ""), ...own].join("\n");
}
