import { readFileSync, realpathSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { build, type Plugin, version } from "esbuild";
import { digest, type Store } from "./store.ts";

/** The file of an experiment, seen from the project's folder. */
export const fileOfExperiment = (name: string): string => `chapters/experiments/${name}.ts`;

/** A file and all that it imports as one script: CommonJS, packages left outside. */
export interface Code {
  readonly text: string;
  /** The files it was made of, seen from the project's folder, each with a digest of what was in it. */
  readonly inputs: Readonly<Record<string, string>>;
}

/**
 * Bundles files of the project. Comments are not in the code, nor is anything that is never called: whoever changes
 * those changes no code.
 * @throws esbuild's BuildFailure
 */
export async function bundle(root: string, files: readonly string[]): Promise<readonly Code[]> {
  const read = new Map<string, string>();
  const home = realpathSync(root); // esbuild follows links
  const { outputFiles, metafile } = await build({
    absWorkingDir: home,
    entryPoints: files.map((file, i) => ({ in: file, out: String(i) })),
    outdir: "out",
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    packages: "external",
    tsconfigRaw: {}, // nothing but the files decides what comes out
    plugins: [remembering(home, read)],
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  return files.map((_, i) => {
    const inputs = Object.keys(metafile.outputs[`out/${i}.js`]!.inputs);
    return {
      text: outputFiles[i]!.text,
      inputs: Object.fromEntries(inputs.map((file) => [file, read.get(file)!])),
    };
  });
}

/** Notes what is read, as it is read: a file may change while others are. */
export const remembering = (home: string, read: Map<string, string>): Plugin => ({
  name: "remembering",
  setup({ onLoad }) {
    onLoad({ filter: /./ }, async ({ path }) => {
      const contents = await readFile(path, "utf8");
      read.set(relative(home, path).replaceAll(sep, "/"), digest(contents));
      return { contents, loader: "default" };
    });
  },
});

/** What is remembered of a bundle, so that it need not be made again only to find that nothing changed. */
interface Remembered {
  readonly inputs: Code["inputs"];
  /** A digest of its text. */
  readonly code: string;
}

/** Other rules of bundling, other code: the number goes up when `bundle` changes. */
const BUNDLER = digest("1", version);
const titleOf = (name: string): string => `${name}, code`;

export function rememberCode(store: Store, name: string, { text, inputs }: Code): void {
  const it: Remembered = { inputs, code: digest(text) };
  store.write(titleOf(name), BUNDLER, JSON.stringify(it));
}

/** The digest of an experiment's code, if it is remembered and all its files are still what they were. */
export function rememberedCode(store: Store, root: string): (name: string) => string | undefined {
  const now = digestsIn(root);
  return (name) => {
    const json = store.read(titleOf(name), BUNDLER);
    if (json === undefined) return;
    const { inputs, code }: Remembered = JSON.parse(json);
    // The first file is the experiment's own: what is remembered of another is of no use.
    const isOwn = fileOfExperiment(name) in inputs;
    return isOwn && Object.entries(inputs).every(([file, was]) => now(file) === was) ? code : undefined;
  };
}

/** Digests of files, each read once; of one that is gone, none. */
export function digestsIn(root: string): (file: string) => string | undefined {
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
