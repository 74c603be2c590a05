import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { runCommand } from "../../build/command.ts";
import { COMMANDS } from "../../build/kit/commands.ts";
import { ROOT } from "../project.ts";

/** For tests of `npm run class`. */

/** Runs the command in a folder; what it says. */
export async function runClass(cwd: string, ...argv: string[]): Promise<string[]> {
  const said: string[] = [];
  await runCommand(COMMANDS, ["class", ...argv], { root: ROOT, cwd, env: {}, say: (it) => said.push(it) });
  return said;
}

/** Files by their paths in a folder. */
export const filesOf = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((it) => it.isFile())
      .map((it) => join(it.parentPath, it.name))
      .sort()
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, "utf8")]),
  );

export function put(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}
