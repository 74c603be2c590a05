import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { runCommand } from "./commands.ts";
import { endWithReader, report } from "./usage.ts";

/** The program that package.json starts as `build`, `start` and `dev`. */

const root = dirname(dirname(fileURLToPath(import.meta.url)));
endWithReader();
runCommand(process.argv.slice(2), {
  root,
  cwd: process.cwd(),
  env: process.env,
  say: (line) => void process.stdout.write(`${line}\n`),
}).catch((error: unknown) => {
  process.exitCode = report(error, (text) => process.stderr.write(`${text}\n`));
});
