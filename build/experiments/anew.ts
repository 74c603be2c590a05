import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Experiment } from "../../src/book/experiment.ts";
import { UsageError } from "../../src/lesson/usage-error.ts";
import { findResults, RESULTS } from "../experiments.ts";
import { fileText, type Store, storeIn } from "../kept.ts";
import type { Progress } from "../progress.ts";

/** Every part of every experiment run anew, whatever is kept of it. */

/** What came of it. Files are named as in the folder of results. */
export interface Renewal {
  readonly count: number;
  /** What was kept is not, to the byte, what was found now. */
  readonly others: readonly string[];
  /** Files of parts that there are no more. */
  readonly stale: readonly string[];
}

/**
 * Runs all, and compares with what is kept; with `keeps`, puts what it found in its place.
 * @throws UsageError where that cannot be written
 */
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
      if (keeps && !kept.write(file, key, json))
        throw new UsageError(`${RESULTS}/${file}: cannot be written`);
      return keeps;
    },
  };
  await findResults(experiments, { root, store, progress });
  const stale = filesIn(folder).filter((file) => !made.has(file));
  if (keeps) for (const file of stale) rmSync(join(folder, file), { force: true });
  return { count: made.size, others: others.sort(), stale: stale.sort() };
}

const textOf = (path: string): string | undefined =>
  existsSync(path) ? readFileSync(path, "utf8") : undefined;

const filesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
        .map(({ parentPath, name }) =>
          join(parentPath, name)
            .slice(folder.length + 1)
            .replaceAll("\\", "/"),
        )
    : [];
