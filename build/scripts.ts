import { readFileSync, realpathSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { type BuildOptions, build, type Plugin, version } from "esbuild";
import { digest, storeIn } from "./kept.ts";

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
  const [file, key] = [`${name}.json`, digest(version, JSON.stringify(options))];
  const now = digestsIn(root);
  const json = store.read(file, key);
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
  store.write(file, key, JSON.stringify(kept));
  return kept.text;
}

/** Notes what is read, as it is read: a file may change while others are. */
const remembering = (home: string, read: Map<string, string>): Plugin => ({
  name: "remembering",
  setup({ onLoad }) {
    onLoad({ filter: /./ }, async ({ path }) => {
      const contents = await readFile(path, "utf8");
      read.set(relative(home, path).replaceAll(sep, "/"), digest(contents));
      return { contents, loader: "default" };
    });
  },
});

/** Digests of files, each read once; of one that is gone, none. */
function digestsIn(root: string): (file: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (file) => {
    if (!known.has(file)) known.set(file, digestOf(join(root, file)));
    return known.get(file);
  };
}

function digestOf(path: string): string | undefined {
  try {
    return digest(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
