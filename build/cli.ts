import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { runCommand } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { runMain } from "./usage.ts";

/** The program that package.json starts as `build`, `start` and `dev`. */

runMain(() =>
  runCommand(COMMANDS, process.argv.slice(2), {
    root: dirname(dirname(fileURLToPath(import.meta.url))),
    cwd: process.cwd(),
    env: process.env,
    say: (line) => void process.stdout.write(`${line}\n`),
  }),
);
