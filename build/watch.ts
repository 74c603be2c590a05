import { type FSWatcher, readdirSync, watch as watchWithNode } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../src/lesson/usage-error.ts";

/** A save is several events: changes this close together, in milliseconds, count as one. */
const QUIET = 20;

/**
 * Calls `changed` after files change in the folders, or anywhere under the trees, that `counts` by their path.
 * Folders are watched, not files, because editors save by putting another file in the place of the old one; and
 * they are watched anew after every change, because folders come and go. (chokidar 4 reads a folder at most once a
 * second, and so misses the second of two files that are saved at once.)
 * @param failed told where folders that came later cannot be watched; the others go on being
 * @param watchFolder Node's, if no other is given
 * @returns what ends it
 * @throws UsageError where the system watches no more
 */
export function watch(
  { trees, folders }: { trees: readonly string[]; folders: () => readonly string[] },
  counts: (path: string) => boolean,
  changed: () => void,
  failed: (error: unknown) => void,
  watchFolder: typeof watchWithNode = watchWithNode,
): () => void {
  let watchers: FSWatcher[] = [];
  let timer: NodeJS.Timeout | undefined;
  let counted = false;
  const renew = () => {
    const old = watchers;
    watchers = [];
    try {
      for (const folder of new Set([...folders(), ...trees.flatMap(foldersIn)]))
        watchers.push(...start(folder));
    } catch (error) {
      for (const watcher of watchers) watcher.close();
      watchers = old;
      throw error;
    }
    for (const watcher of old) watcher.close();
  };
  const start = (folder: string): FSWatcher[] => {
    try {
      const watcher = watchFolder(folder, (_, name) => {
        counted ||= name === null || counts(join(folder, name));
        clearTimeout(timer);
        timer = setTimeout(settled, QUIET);
      });
      return [watcher.on("error", () => watcher.close())]; // the folder went away
    } catch (error) {
      const { code = "" } = error as NodeJS.ErrnoException;
      if (code === "ENOENT") return [];
      throw LIMITS.includes(code)
        ? new UsageError(`${folder}: cannot be watched: ${TOO_MANY} (${code})`)
        : error;
    }
  };
  const settled = () => {
    try {
      renew();
    } catch (error) {
      failed(error);
    }
    if (counted) changed();
    counted = false;
  };
  renew();
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

const LIMITS = ["ENOSPC", "EMFILE", "ENFILE"];
const TOO_MANY =
  "the system watches as many files as it may; on Linux fs.inotify.max_user_watches and max_user_instances say how many";

/** The folder and those in it, at any depth; none where it is gone. */
function foldersIn(folder: string): string[] {
  try {
    const inside = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((it) =>
      it.isDirectory(),
    );
    return [folder, ...inside.map(({ parentPath, name }) => join(parentPath, name))];
  } catch {
    return [];
  }
}
