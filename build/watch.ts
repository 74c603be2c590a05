import { type FSWatcher, readdirSync, watch as watchFolder } from "node:fs";
import { join } from "node:path";

/** A save is several events: changes this close together, in milliseconds, count as one. */
const QUIET = 20;

/**
 * Calls `changed` after files change in the folders, or anywhere under the trees, that `counts` by their path.
 * Folders are watched, not files, because editors save by putting another file in the place of the old one; and
 * they are watched anew after every change, because folders come and go. (chokidar 4 reads a folder at most once a
 * second, and so misses the second of two files that are saved at once.)
 * @returns what ends it
 */
export function watch(
  { trees, folders }: { trees: readonly string[]; folders: readonly string[] },
  counts: (path: string) => boolean,
  changed: () => void,
): () => void {
  let watchers: FSWatcher[] = [];
  let timer: NodeJS.Timeout | undefined;
  let counted = false;
  const renew = () => {
    const old = watchers;
    watchers = [...new Set([...folders, ...trees.flatMap(foldersIn)])].flatMap(start);
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
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw error;
    }
  };
  const settled = () => {
    renew();
    if (counted) changed();
    counted = false;
  };
  renew();
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

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
