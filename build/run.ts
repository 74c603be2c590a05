import { existsSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * Prints a chapter's stage if its file is the program that was started: `npx tsx chapters/02-z1.ts`, also without
 * the suffix or through a symbolic link. The rest is loaded only then: a static import would close a circle
 * chapter → runner → index → chapter.
 */
export async function run(url: string): Promise<void> {
  const started = process.argv[1];
  if (!started) return;
  const file = [started, `${started}.ts`].find(existsSync);
  if (!file || realpathSync(file) !== realpathSync(fileURLToPath(url))) return;
  const { printChapter } = await import("./print.ts");
  await printChapter(realpathSync(file), process.argv.slice(2));
}
