/**
 * Starts build/cli.ts as one script, packages and all: to load some hundred modules one by one takes longer than to
 * build the book. The script is kept as long as all that it was made of is the same; beside it, what V8 compiled of it.
 *   node build/start.mjs build | start [options]
 */
import { createHash } from "node:crypto";
import { readFileSync, realpathSync, writeFileSync } from "node:fs";
import { createRequire, SourceMap } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Script } from "node:vm";

/** Links followed, as esbuild does. */
const root = realpathSync(dirname(dirname(fileURLToPath(import.meta.url))));
const entry = join(root, "build/cli.ts");
const kept = join(root, "node_modules/.cache/brick-by-brick/made/build-cli.ts");

/** What can be had of it; where nothing can be read or written all works the same, only slower. */
const attempt = (action) => {
  try {
    return action();
  } catch {
    return undefined;
  }
};
/** The same as in kept.ts, which is TypeScript and would have to be compiled first. */
const digest = (...contents) => {
  const hash = createHash("sha256");
  for (const it of contents) hash.update(`${Buffer.byteLength(it)}:`).update(it);
  return hash.digest("hex");
};

/** The script that made-of.ts keeps, if it is whole and the one that would be made now. */
function scriptKept() {
  const file = readFileSync(`${kept}.json`);
  const [start, digestOfJson] = /^\{"key":"\w+","digest":"(\w+)","result":/.exec(
    file.subarray(0, 200).toString("latin1"),
  );
  const json = file.subarray(start.length, -1);
  if (digest(json) !== digestOfJson) return undefined;
  const { inputs, value } = JSON.parse(json);
  const isSame = ([input, was]) => digest(readFileSync(join(root, input))) === was;
  return Object.entries(inputs).every(isSame) ? value : undefined;
}

async function scriptMade() {
  const { tsImport } = await import("tsx/esm/api");
  const { cliScript } = await tsImport("./bundled.ts", import.meta.url);
  try {
    return await cliScript(root);
  } catch (error) {
    if (!error.errors) throw error;
    process.exit(1); // what is wrong with the code was said by esbuild
  }
}

const [code, map] = (attempt(scriptKept) ?? (await scriptMade())).split(
  "//# sourceMappingURL=data:application/json;base64,",
);
const source = `(require, ENTRY) => {${code}\n}`;
// What V8 compiled is trusted only where it is whole, and of this source: its first line is the digest of both.
const compiled = attempt(() => readFileSync(`${kept}.v8`));
const cachedData = compiled?.subarray(64);
const isWhole = compiled?.subarray(0, 64).toString() === digest(source, cachedData ?? "");
const script = new Script(source, {
  filename: join(root, "build/cli.cjs"), // nowhere on the disk
  ...(isWhole && { cachedData }),
});
if (!isWhole || script.cachedDataRejected)
  process.once("exit", () => {
    const data = script.createCachedData(); // with the functions that were called
    attempt(() => writeFileSync(`${kept}.v8`, Buffer.concat([Buffer.from(digest(source, data)), data])));
  });

let written;
/** Where a place of the script was written. The map is read only where somebody asks for a stack. */
const placeOf = (place, line, column) =>
  attempt(() => {
    written ??= new SourceMap(JSON.parse(Buffer.from(map, "base64").toString()));
    const { originalSource, originalLine, originalColumn } = written.findEntry(line - 1, column - 1);
    return `${join(root, originalSource)}:${originalLine + 1}:${originalColumn + 1}`;
  }) ?? place;
Error.prepareStackTrace = (error, frames) =>
  [
    String(error),
    ...frames.map((frame) => `    at ${frame}`.replace(/[^\s(]*cli\.cjs:(\d+):(\d+)/, placeOf)),
  ].join("\n");
script.runInThisContext()(createRequire(entry), pathToFileURL(entry).href);
