import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { experiments } from "../../chapters/pages.ts";
import type { Experiment } from "../../src/experiment.ts";
import { findResults, RESULTS } from "../experiments.ts";
import { helpOn, type Option, typedOptions } from "../flags.ts";
import { fileText, type Store, storeIn } from "../kept.ts";
import { type Progress, progressOn } from "../progress.ts";
import { report } from "../usage.ts";

/** `npm run experiments`: every part of every experiment is run anew, whatever is kept of it. */

/** What came of it. Files are named as in the folder of results. */
export interface Renewal {
  readonly count: number;
  /** What was kept is not, to the byte, what was found now. */
  readonly others: readonly string[];
  /** Files of parts that there are no more. */
  readonly stale: readonly string[];
}

/** Runs all, and compares with what is kept; with `keeps`, puts what it found in its place. */
export async function runAnew(
  experiments: readonly Experiment[],
  { root, progress, keeps }: { root: string; progress: Progress; keeps: boolean },
): Promise<Renewal> {
  const folder = join(root, RESULTS);
  const kept = storeIn(folder);
  const made = new Set<string>();
  const others: string[] = [];
  const store: Store = {
    read: () => undefined,
    write(file, key, json) {
      made.add(file);
      if (textOf(join(folder, file)) !== fileText(key, json)) others.push(file);
      if (keeps) kept.write(file, key, json);
    },
  };
  await findResults(experiments, { root, store, progress });
  const stale = filesIn(folder).filter((file) => !made.has(file));
  if (keeps) for (const file of stale) rmSync(join(folder, file));
  return { count: made.size, others: others.sort(), stale: stale.sort() };
}

const textOf = (path: string): string | undefined =>
  existsSync(path) ? readFileSync(path, "utf8") : undefined;

const filesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) =>
          join(parentPath, name)
            .slice(folder.length + 1)
            .replaceAll("\\", "/"),
        )
    : [];

const OPTIONS = new Map<string, Option>([
  ["check", { help: "keep nothing: only compare with what is kept, byte for byte" }],
  ["help", { help: "print this" }],
]);

async function main(argv: readonly string[], say: (text: string) => void): Promise<void> {
  const typed = typedOptions(argv, OPTIONS);
  if (typed.has("help"))
    return say(
      helpOn("npm run experiments -- [options]\nruns all experiments anew and keeps what they find", OPTIONS),
    );
  const keeps = !typed.has("check");
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const { count, others, stale } = await runAnew(experiments, { root, progress: progressOn(), keeps });
  const isSame = others.length + stale.length === 0;
  for (const file of others) say(`${RESULTS}/${file}: ${keeps ? "renewed" : "is not what its code finds"}\n`);
  for (const file of stale) say(`${RESULTS}/${file}: ${keeps ? "removed" : "is of no experiment"}\n`);
  say(`${RESULTS}: ${count} results${isSame ? ", the same as kept, byte for byte" : ""}\n`);
  if (!keeps && !isSame) {
    say("Where code or settings were changed: npm run experiments renews them.\n");
    process.exitCode = 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  main(process.argv.slice(2), (text) => process.stdout.write(text)).catch((error: unknown) => {
    process.exitCode = report(error, (text) => process.stderr.write(`${text}\n`));
  });
