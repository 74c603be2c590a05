/**
 * Starts build/cli.ts as one bundled file. Loading some hundred modules one by one takes longer than building the
 * whole book; bundling them first and loading one takes a third of that.
 *   node build/start.mjs build | start [options]
 */
import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const entry = join(here, "cli.ts");
const cache = join(here, "../node_modules/.cache/brick-by-brick");
// Its own file for each process, gone once it is loaded: two builds at a time are out of each other's way.
const outfile = join(cache, `cli-${process.pid}.mjs`);

mkdirSync(cache, { recursive: true });
try {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    // Bundled modules that ask where they are get the place of the entry.
    define: { "import.meta.url": JSON.stringify(pathToFileURL(entry).href) },
    logLevel: "error",
  });
  await import(pathToFileURL(outfile).href);
} finally {
  rmSync(outfile, { force: true });
}
