import { fileURLToPath } from "node:url";
import { UsageError } from "../../src/lesson/usage-error.ts";
import { runMain } from "../usage.ts";

/**
 * `npm run bench` measures everything, `npm run bench -- training` one section. A section is a file beside this one
 * that exports `run(root)`, prints what it measured and what was wanted, and never fails for being slow.
 */
const SECTIONS = ["training", "build", "weight", "live", "frames", "pictures", "code", "class"];

interface Section {
  run(root: string): void | Promise<void>;
}

async function bench(asked: readonly string[]): Promise<void> {
  const unknown = asked.find((section) => !SECTIONS.includes(section));
  if (unknown !== undefined)
    throw new UsageError(`got ${JSON.stringify(unknown)}, expected sections out of ${SECTIONS.join(", ")}`);
  const root = fileURLToPath(new URL("../..", import.meta.url));
  for (const section of asked.length > 0 ? asked : SECTIONS) {
    const { run }: Section = await import(`./${section}.ts`);
    await run(root);
  }
}

runMain(() => bench(process.argv.slice(2)));
