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
export function licenses(root: string, words: typeof shellWords): string {
  const packages = PACKAGES.map((name): Licensed => {
    const folder = join("node_modules", name);
    return [
      name,
      join(folder, readdirSync(join(root, folder)).find((it) => /^(?:un)?licen[cs]e/i.test(it))!),
    ];
  });
  return texts(root, [...withoutPackages(words), ...packages]);
}

/** Those of a file that has the book and its fonts in it, and no script. */
export const fontLicenses = (root: string, words: typeof shellWords): string =>
  texts(root, withoutPackages(words));

type Licensed = readonly [name: string, file: string];

const withoutPackages = ({ book, fonts }: typeof shellWords): Licensed[] => [
  [book, "LICENSE"],
  [fonts.text, "build/fonts/LICENSE-source-serif.txt"],
  [fonts.formulas, "build/fonts/LICENSE-katex.txt"],
];

const texts = (root: string, all: readonly Licensed[]): string =>
  all.map(([name, file]) => `${name}\n\n${readFileSync(join(root, file), "utf8").trim()}\n`).join(RULE);

const RULE = `\n${"─".repeat(80)}\n\n`;
