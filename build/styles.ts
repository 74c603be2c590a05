import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { transform, version } from "esbuild";
import { BORROWED, FONTS } from "./fonts/signs.ts";
import { madeOf } from "./made-of.ts";

const FILES = [
  "base",
  "page",
  "formulas",
  "figures",
  "moving",
  "pass",
  "step",
  "cross",
  "languages",
  "taking",
  "exercises",
  "cube",
  "training",
  "laboratory",
  "live",
  "explore",
  "companion",
  "dialogs",
  "forced",
  "print",
];

/** Small, as a page shows nothing before all of it is there. */
const smaller = (root: string, name: string, rules: string): Promise<string> =>
  madeOf(root, name, version + rules, async () => {
    const { code } = await transform(rules, { loader: "css", minify: true });
    return { value: code, inputs: new Map() };
  });

/** A style sheet of its own, which a script loads with what it is for. */
export const styleSheet = (root: string, name: string): Promise<string> =>
  smaller(root, `${name}.css`, readFileSync(join(root, "build/styles", `${name}.css`), "utf8"));

/** The style sheet of every page: KaTeX's rules with the book's own fonts, then the book's. `foot` is the lesson at a sheet's foot. */
export async function styles(root: string, book: string, foot: string): Promise<string> {
  const katex = readFileSync(
    createRequire(join(root, "package.json")).resolve("katex/dist/katex.min.css"),
    "utf8",
  );
  const own = FILES.map((name) => readFileSync(join(root, "build/styles", `${name}.css`), "utf8"));
  const faces = FONTS.map(
    ({ file, family, style }) =>
      `@font-face{font-family:"${family}";src:url(fonts/${file}) format("woff2");font-style:${style};font-weight:400;font-display:swap}`,
  );
  // What the text face lacks is set in the letters of the formulas.
  const borrowed = BORROWED.map(({ file, signs }) => {
    const range = [...signs].map((sign) => `U+${sign.codePointAt(0)!.toString(16)}`).join();
    return `@font-face{font-family:"Book Signs";src:url(fonts/${file}) format("woff2");font-display:swap;unicode-range:${range}}`;
  });
  const rules = [...faces, ...borrowed, katex.replace(/@font-face\{[^}]*\}/g, ""), ...own].join("\n");
  const small = await smaller(root, "styles", rules);
  // At its foot each sheet says which lesson it belongs to: the one shown, which a live page writes into --foot.
  const font = "font:8pt/1.3 sans-serif";
  const paper = `:root{--foot:${JSON.stringify(foot)}}@page{@bottom-left{content:${JSON.stringify(`${book} · `)} var(--foot);width:90%;text-align:left;${font}}@bottom-right{content:counter(page);width:10%;text-align:right;${font}}}`;
  return small + paper;
}
