import { type ChildProcess, type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** For tests of the programs a person starts. */

export const ROOT = resolve(import.meta.dirname, "..");
export const TSX = join(ROOT, "node_modules/tsx/dist/cli.mjs");

/** All files of code in a folder, seen from the project's. */
export const filesIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((name) => `${folder}/${name}`)
    .filter((path) => /\.m?ts$|\.mjs$/.test(path))
    .sort();

/** The text of a file. */
export const source = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** The code of a text alone, without comments: they may speak of what code may not use. In prose, `a/*N*` is none. */
export const code = (text: string): string => text.replace(/(?<=^|\s)(?:\/\*[\s\S]*?\*\/|\/\/.*$)/gm, "");

/** A new folder outside the project, links followed. */
export const temporaryFolder = (): string => mkdtempSync(join(realpathSync(tmpdir()), "brick-by-brick-"));

/** A copy of the project, to spoil: with the same packages, and nothing that was made before. */
export function copyOfProject(): string {
  const copy = temporaryFolder();
  for (const name of ["build", "chapters", "lessons", "src", "LICENSE", "package.json", "package-lock.json"])
    cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  mkdirSync(join(copy, "node_modules"));
  for (const name of readdirSync(join(ROOT, "node_modules")))
    if (name !== ".cache") symlinkSync(join(ROOT, "node_modules", name), join(copy, "node_modules", name));
  return copy;
}

export const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true });

/** Runs `tsx file …` to its end. */
export const tsx = (file: string, argv: readonly string[] = [], cwd = ROOT): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [TSX, file, ...argv], { cwd, encoding: "utf8", maxBuffer: 1e9 });

/** A program that goes on running, and what it has printed. */
export interface Running {
  readonly child: ChildProcess;
  printed(): string;
  /** Ends it as Ctrl-C does, and gives its exit code. */
  interrupt(): Promise<number | null>;
}

export function start(file: string, argv: readonly string[], cwd: string): Running {
  const child = spawn(process.execPath, [TSX, file, ...argv], { cwd });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (part: string) => {
      text += part;
    });
  const ended = new Promise<number | null>((done) => child.on("exit", done));
  return {
    child,
    printed: () => text,
    interrupt() {
      child.kill("SIGINT");
      return ended;
    },
  };
}

/** Asks again and again until the answer is one; gives up long after a person would. */
export async function eventually<T>(
  ask: () => Promise<T | undefined> | T | undefined,
  what: string,
): Promise<T> {
  const end = Date.now() + 60_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((done) => setTimeout(done, 25));
  }
}

/** The address that a server printed. */
export const addressOf = ({ printed }: Running): Promise<string> =>
  eventually(() => /http:\/\/[\d.]+:\d+\//.exec(printed())?.[0], "an address");
