import { type BuildOptions, build } from "esbuild";

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

/**
 * A script of build/reader and all it imports. Its exports are a global variable.
 * @throws esbuild's BuildFailure
 */
export async function script(root: string, name: string, given?: unknown): Promise<string> {
  const { outputFiles } = await build({
    ...bundling(root, given),
    entryPoints: [`build/reader/${name}.ts`],
    globalName: globalName(name),
  });
  return outputFiles[0]!.text;
}
