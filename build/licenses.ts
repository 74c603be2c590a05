import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { shellWords } from "../chapters/words/shell.ts";

/** The packages that are in the pages or in their scripts: a test holds the list against what is imported. */
export const PACKAGES = [
  "@lezer/common",
  "@lezer/javascript",
  "@lezer/lr",
  "@mdit/plugin-tex",
  "d3-array",
  "d3-contour",
  "d3-scale",
  "jsonc-parser",
  "katex",
  "markdown-it",
  "mdurl",
  "minisearch",
  "morphdom",
  "papaparse",
  "stemmer",
  "zod",
] as const;

/** The licenses that a site must carry: that of the book, and those of its fonts and of the packages in it. */
export function licenses(root: string, { book, fonts }: typeof shellWords): string {
  const texts = [
    [book, "LICENSE"],
    [fonts.text, "build/fonts/LICENSE-source-serif.txt"],
    [fonts.formulas, "build/fonts/LICENSE-katex.txt"],
    ...PACKAGES.map((name) => {
      const folder = join("node_modules", name);
      return [
        name,
        join(folder, readdirSync(join(root, folder)).find((it) => /^(?:un)?licen[cs]e/i.test(it))!),
      ];
    }),
  ] as [string, string][];
  return texts
    .map(([name, file]) => `${name}\n\n${readFileSync(join(root, file), "utf8").trim()}\n`)
    .join(RULE);
}

const RULE = `\n${"─".repeat(80)}\n\n`;
