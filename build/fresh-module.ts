import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { context } from "esbuild";
import { UsageError } from "../src/lesson/usage-error.ts";
import { isAtWork } from "./leftovers.ts";
import { why } from "./usage.ts";

/** A module bundled from sources that change. */
export interface FreshModule<Module> {
  /** The module of the sources as they are now. Packages are left outside, and so are loaded once. */
  load(): Promise<Module>;
  close(): Promise<void>;
}

/** @throws by `load`: esbuild's BuildFailure; what the module throws when it is imported */
export async function freshModule<Module>(root: string, entry: string): Promise<FreshModule<Module>> {
  const folder = ownFolder(join(root, "node_modules/.cache/brick-by-brick"));
  const building = await context({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: join(folder, "book.mjs"),
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    conditions: ["browser"], // a chapter in a bundle is never run from a terminal
    sourcemap: "inline",
    sourcesContent: false,
    write: false,
    logLevel: "silent",
  });
  process.setSourceMapsEnabled(true); // so that an error names the line in the source
  let loaded: { text: string; module: Module } | undefined;
  let count = 0;
  return {
    async load() {
      const { outputFiles } = await building.rebuild();
      const text = outputFiles[0]!.text;
      if (loaded?.text === text) return loaded.module;
      // Node keeps a module by its address for good: each needs its own.
      const file = join(folder, `book-${++count}.mjs`);
      writeFileSync(file, text);
      try {
        const module: Module = await import(pathToFileURL(file).href);
        loaded = { text, module };
        return module;
      } finally {
        rmSync(file);
      }
    },
    async close() {
      await building.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * A folder for the bundles of this process. Links followed, as Node does: the source map is relative to where Node says
 * the bundle is.
 * @throws UsageError where it cannot be made
 */
function ownFolder(cache: string): string {
  try {
    mkdirSync(cache, { recursive: true });
    for (const name of readdirSync(cache)) {
      const pid = Number(/^dev-(\d+)-/.exec(name)?.[1] ?? process.pid);
      if (pid !== process.pid && !isAtWork(pid)) rmSync(join(cache, name), { recursive: true, force: true });
    }
    return realpathSync(mkdtempSync(join(cache, `dev-${process.pid}-`)));
  } catch (error) {
    throw new UsageError(`${cache}: cannot be written: ${why((error as NodeJS.ErrnoException).code ?? "")}`);
  }
}
