/**
 * Starts build/cli.ts as one file, packages and all: to load some hundred modules one by one takes longer than to build
 * the book. The file is kept, and beside it what V8 compiled of it, as long as all that it was made of is the same.
 *   node build/start.mjs build | start [options]
 */
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire, SourceMap } from "node:module";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Script } from "node:vm";

/** Links followed, as esbuild does. */
const root = realpathSync(dirname(dirname(fileURLToPath(import.meta.url))));
const entry = join(root, "build/cli.ts");
/** What the bundle calls itself: it is nowhere on the disk. */
const program = join(root, "build/cli.cjs");
const cache = join(root, "node_modules/.cache/brick-by-brick/cli");

const digest = (content) => createHash("sha256").update(content).digest("hex");
/** What is in a file; nothing where there is none. */
const read = (path) => {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
};
/** In place of what was there, whole. Where nothing can be written all works the same, only slower. */
const write = (name, content) => {
  const temporary = join(cache, `tmp-${process.pid}-${randomBytes(4).toString("hex")}`);
  try {
    mkdirSync(cache, { recursive: true });
    writeFileSync(temporary, content);
    renameSync(temporary, join(cache, name));
  } catch {
    unlessImpossible(() => rmSync(temporary, { force: true }));
  }
};
const unlessImpossible = (action) => {
  try {
    action();
  } catch {}
};
const digestOf = (file) => digest(read(join(root, file)) ?? "");

/**
 * Where a place of the program was written. The map is read only where somebody asks for a stack; without one the stack
 * is as good as it can be.
 */
const written = (text) => {
  let map;
  return (place, line, column) => {
    try {
      map ??= new SourceMap(JSON.parse(read(join(cache, `${text}.map`))));
      const { originalSource, originalLine, originalColumn } = map.findEntry(line - 1, column - 1);
      return `${join(root, "build", originalSource)}:${originalLine + 1}:${originalColumn + 1}`;
    } catch {
      return place;
    }
  };
};

/** The program that was made before, if it is still the one that would be made now. */
function kept() {
  try {
    const { inputs, text } = JSON.parse(read(join(cache, "made-of.json")));
    const code = read(join(cache, `${text}.cjs`));
    if (digest(code) === text && Object.entries(inputs).every(([file, was]) => digestOf(file) === was))
      return code.toString();
  } catch {}
  return undefined;
}

async function made() {
  const { build } = await import("esbuild");
  // Digests are taken as files are read: a file may change while others are.
  const inputs = Object.fromEntries(
    ["package.json", "build/start.mjs"].map((file) => [file, digestOf(file)]),
  );
  const remembering = {
    name: "remembering",
    setup({ onLoad }) {
      onLoad({ filter: /./, namespace: "file" }, ({ path }) => {
        const contents = readFileSync(path);
        inputs[relative(root, path).replaceAll(sep, "/")] = digest(contents);
        return { contents, loader: "default" };
      });
    },
  };
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    platform: "node",
    format: "cjs",
    outfile: program,
    sourcemap: "external",
    sourcesContent: false,
    target: "node20",
    mainFields: ["module", "main"], // jsonc-parser's main asks for its files in a way that no bundler follows
    external: ["esbuild"], // a program of its own
    tsconfigRaw: {}, // nothing but the files decides what comes out
    // Bundled modules that ask where they are get the place of the entry, which is told when the program starts.
    define: { "import.meta.url": "ENTRY" },
    plugins: [remembering],
    write: false,
    logLevel: "error",
  });
  const [map, { contents }] = outputFiles;
  unlessImpossible(() => rmSync(cache, { recursive: true, force: true }));
  write(`${digest(contents)}.cjs`, contents);
  write(`${digest(contents)}.map`, map.contents);
  write("made-of.json", JSON.stringify({ inputs, text: digest(contents) }));
  return Buffer.from(contents).toString();
}

const code =
  kept() ??
  (await made().catch((error) => {
    if (!error.errors) throw error;
    process.exit(1); // what is wrong with the code was said by esbuild
  }));
// V8's own file is trusted only where it is whole: its first line is the digest of the rest.
const compiled = `${digest(code)}.${process.version}`;
const known = read(join(cache, compiled));
const isWhole = known?.subarray(0, 64).toString() === digest(known?.subarray(64) ?? "");
const script = new Script(`(require, ENTRY) => {${code}\n}`, {
  filename: program,
  ...(isWhole && { cachedData: known.subarray(64) }),
});
if (!isWhole || script.cachedDataRejected)
  process.once("exit", () => {
    const data = script.createCachedData(); // with the functions that were called
    write(compiled, Buffer.concat([Buffer.from(digest(data)), data]));
  });
const place = written(digest(code));
Error.prepareStackTrace = (error, frames) =>
  [
    String(error),
    ...frames.map((frame) => `    at ${frame}`.replace(/[^\s(]*cli\.cjs:(\d+):(\d+)/, place)),
  ].join("\n");
script.runInThisContext()(createRequire(entry), pathToFileURL(entry).href);
