import { realpathSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { relative, sep } from "node:path";
import { type BuildOptions, build, type Plugin, version } from "esbuild";
import { digest } from "./kept.ts";
import { digestOf, madeOf } from "./made-of.ts";

/**
 * A file of the project and all it imports as one script. One that was made before, of the same files and in the same
 * way, is not made again.
 * @param file seen from the project's folder, `root`
 * @param instead code that stands in place of files, by their paths in that folder
 * @throws esbuild's BuildFailure
 */
export function bundled(
  root: string,
  file: string,
  how: BuildOptions,
  instead: Readonly<Record<string, string>> = {},
): Promise<string> {
  // Nothing but the files decides what comes out.
  const options = {
    logLevel: "silent",
    ...how,
    bundle: true,
    entryPoints: [file],
    tsconfigRaw: {},
  } satisfies BuildOptions;
  return madeOf(root, file, version + JSON.stringify([options, instead]), async () => {
    const home = realpathSync(root); // esbuild follows links
    // What package.json says of imports decides what comes out, too.
    const inputs = new Map([["package.json", digestOf(root, "package.json")!]]);
    const { outputFiles } = await build({
      ...options,
      absWorkingDir: home,
      plugins: [remembering(home, inputs, instead)],
      write: false,
    });
    return { value: outputFiles[0]!.text, inputs };
  });
}

/**
 * build/cli.ts as build/start.mjs runs it, which looks only whether the files that it was made of are the same. This one,
 * with the options, is among them: cli.ts imports it by way of site.ts.
 */
export const cliScript = (root: string): Promise<string> =>
  bundled(root, "build/cli.ts", {
    platform: "node",
    format: "cjs",
    target: "node20",
    sourcemap: "inline",
    sourcesContent: false,
    minifyWhitespace: true, // less to read at every start
    mainFields: ["module", "main"], // jsonc-parser's main asks for its files in a way that no bundler follows
    external: ["esbuild"], // a program of its own
    // Bundled modules that ask where they are get the place of the entry, which is told when the script starts.
    define: { "import.meta.url": "ENTRY" },
    logLevel: "error",
  });

/** Notes what is read, as it is read: a file may change while others are. */
const remembering = (
  home: string,
  read: Map<string, string>,
  instead: Readonly<Record<string, string>>,
): Plugin => ({
  name: "remembering",
  setup({ onLoad }) {
    onLoad({ filter: /./ }, async ({ path }) => {
      const name = relative(home, path).replaceAll(sep, "/");
      if (instead[name] !== undefined) return { contents: instead[name], loader: "ts" };
      const contents = await readFile(path);
      read.set(name, digest(contents));
      return { contents, loader: "default" };
    });
  },
});
