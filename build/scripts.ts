import { realpathSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, build, version } from "esbuild";
import { digestsIn, remembering } from "./experiments/code.ts";
import { digest, storeIn } from "./experiments/store.ts";

/** The scripts of a site, all classic: modules do not load from `file://`. */

/** What a script that is loaded on demand calls itself: `load` (build/reader/load.ts) finds its exports there. */
const globalName = (name: string): string => `brick_${name}`;

/**
 * How scripts are bundled. What the build gives a script is the constant `GIVEN`.
 * @param root the project's folder
 */
export const bundling = (root: string, given?: unknown): BuildOptions & { readonly write: false } => ({
  absWorkingDir: root,
  bundle: true,
  format: "iife",
  minify: true,
  target: "es2022",
  conditions: ["browser"], // a chapter in a bundle is never run from a terminal
  alias: {
    entities: "./build/reader/entities.ts",
    "linkify-it": "./build/reader/linkify.ts",
    "d3-interpolate": "./build/reader/interpolate.ts",
  },
  // Chapters hand their address to `run`, which does nothing here.
  define: { "import.meta.url": '""', ...(given !== undefined && { GIVEN: JSON.stringify(given) }) },
  write: false,
  logLevel: "silent",
});

/** A script that was made before, and the files it was made of, each with a digest of what was in it. */
interface Kept {
  readonly inputs: Readonly<Record<string, string>>;
  readonly text: string;
}

/**
 * A script of build/reader and all it imports. Its exports are a global variable. One that was made before, of the
 * same files and with the same constant, is not made again.
 * @throws esbuild's BuildFailure
 */
export async function script(root: string, name: string, given?: unknown): Promise<string> {
  const store = storeIn(join(root, "node_modules/.cache/brick-by-brick/scripts"));
  const options = { ...bundling("", given), globalName: globalName(name) };
  const key = digest(version, JSON.stringify(options));
  const now = digestsIn(root);
  const json = store.read(name, key);
  if (json !== undefined) {
    const { inputs, text }: Kept = JSON.parse(json);
    if (Object.entries(inputs).every(([file, was]) => now(file) === was)) return text;
  }
  const home = realpathSync(root); // esbuild follows links
  // What package.json says of imports decides what comes out, too.
  const read = new Map([["package.json", now("package.json")!]]);
  const { outputFiles } = await build({
    ...options,
    absWorkingDir: home,
    entryPoints: [`build/reader/${name}.ts`],
    plugins: [remembering(home, read)],
  });
  const kept: Kept = { inputs: Object.fromEntries(read), text: outputFiles[0]!.text };
  store.write(name, key, JSON.stringify(kept));
  return kept.text;
}
