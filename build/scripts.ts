import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, transform } from "esbuild";
import { bundled } from "./bundled.ts";

/** The scripts of a site, all classic: modules do not load from `file://`. */

/** What a script that is loaded on demand calls itself: `load` (build/reader/load.ts) finds its exports there. */
const globalName = (name: string): string => `brick_${name}`;

/** How scripts are bundled. What the build gives a script is the constant `GIVEN`. */
export const bundling = (given?: unknown): BuildOptions => ({
  format: "iife",
  minify: true,
  target: "es2022",
  conditions: ["browser"], // a chapter in a bundle is never run from a terminal
  alias: {
    entities: "./build/reader/entities.ts",
    "linkify-it": "./build/reader/linkify.ts",
    "punycode.js": "./build/reader/punycode.ts",
    "uc.micro": "./build/reader/categories.ts",
    "d3-interpolate": "./build/reader/interpolate.ts",
    "d3-format": "./build/reader/format.ts",
    "@lezer/highlight": "./build/reader/style-tags.ts",
  },
  // Chapters hand their address to `run`, which does nothing here.
  define: { "import.meta.url": '""', ...(given !== undefined && { GIVEN: JSON.stringify(given) }) },
});

/** Rules of markdown-it that are off where they are not asked for: a tenth of its bytes. */
const OFF = Object.fromEntries(
  ["core/smartquotes", "core/replacements", "core/linkify", "inline/linkify"].map((rule) => [
    `node_modules/markdown-it/lib/rules_${rule}.mjs`,
    "export default () => {};",
  ]),
);

const KATEX = "node_modules/katex/dist/katex.mjs";
/** Faces that no formula of the book is set in: how wide their signs are takes as much as many chapters. */
const FACES =
  "AMS-Regular|Caligraphic-Regular|Fraktur-Regular|Main-BoldItalic|Main-Italic|Math-BoldItalic|SansSerif-\\w+|Script-Regular|Typewriter-Regular";
/** The shapes of arrows that stretch, and letters with accents: there are none either. */
const TABLES = "path|unicodeSymbols";

/** KaTeX without them: a fifth of its bytes. */
const smallKatex = (root: string): string =>
  readFileSync(join(root, KATEX), "utf8")
    .replace(new RegExp(`^ {2}"(?:${FACES})": \\{.*?^ {2}\\},?\n`, "gms"), "")
    .replace(new RegExp(`^(var (?:${TABLES}) = \\{).*?^(?=\\};)`, "gms"), "$1");

/** Files of chapters, seen from the project's folder. */
interface ChapterFiles {
  /** With a stage, by their names, in reading order. */
  readonly stages: Readonly<Record<string, string>>;
  /** That which has the whole forward pass, and that which has it on a tape. */
  readonly forward: string;
  readonly tape: string;
}

/**
 * What runs a reader's code in a worker, as a text to be put before that code: `(() => {…})()` gives its `run`. The
 * stages come from the chapters' files one by one, so that nothing of their pages is in it.
 */
export async function workerScript(root: string, { stages, forward, tape }: ChapterFiles): Promise<string> {
  const from = (file: string) => JSON.stringify(`../../../${file}`);
  const names = Object.keys(stages);
  const instead = [
    ...Object.values(stages).map((file, i) => `import { stage as s${i} } from ${from(file)};`),
    `export const byName = {${names.map((name, i) => `${JSON.stringify(name)}: s${i}`).join()}};`,
    `export { forwardPass } from ${from(forward)};`,
    `export { PLACES } from ${from(tape)};`,
  ].join("\n");
  const text = await bundled(
    root,
    "build/reader/worker.ts",
    { ...bundling(), globalName: "worker" },
    { "build/reader/worker/stages.ts": instead, [EXACT]: "export const exact = () => {}, sumOf = exact;" },
  );
  return `(()=>{${text.trim()};return worker.run})()`;
}
/** What decides the signs between numbers on pages: nothing that runs in a worker. */
const EXACT = "src/math/exact.ts";

/**
 * A script of build/reader and all it imports. Its exports are a global variable.
 * @param root the project's folder
 * @param instead code that stands in place of files, by their paths in that folder
 * @throws esbuild's BuildFailure
 */
export async function script(
  root: string,
  name: string,
  given?: unknown,
  instead?: Readonly<Record<string, string>>,
): Promise<string> {
  const bundle = await bundled(
    root,
    `build/reader/${name}.ts`,
    { ...bundling(given && PLACE), globalName: globalName(name) },
    { ...OFF, [KATEX]: smallKatex(root), ...instead },
  );
  if (given === undefined) return bundle;
  const [before, after, ...others] = bundle.split(JSON.stringify(PLACE));
  if (after === undefined || others.length > 0) throw new Error(`${name}: GIVEN stands there not once`);
  const { code } = await transform(`x=${JSON.stringify(given)}`, { minify: true });
  return before + code.slice("x=".length, -";\n".length) + after;
}
/** Stands for what a script is given: its bundle is the same for every lesson, and made but once. */
const PLACE = { "what is given": 0 };
