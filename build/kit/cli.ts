import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { runCommand } from "../command.ts";
import { runMain } from "../usage.ts";
import { COMMANDS } from "./commands.ts";

/** The program that package.json starts as `lesson`, `class` and `export`. */

runMain(() =>
  runCommand(COMMANDS, process.argv.slice(2), {
    root: dirname(dirname(dirname(fileURLToPath(import.meta.url)))),
    cwd: process.cwd(),
    env: process.env,
    say: (line) => void process.stdout.write(`${line}\n`),
  }),
);
