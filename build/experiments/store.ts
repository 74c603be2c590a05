import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Results kept on disk, a file each. The first line holds the key under which it was kept and the checksum of the
 * rest, which is JSON. Whatever does not fit, to the last byte, is as good as not there: a damaged or foreign file
 * is never trusted. Where the folder cannot be written to, nothing is kept.
 */
export interface Store {
  /** What was kept under this key: JSON. */
  read(name: string, key: string): string | undefined;
  /** Keeps JSON in place of whatever was there: a reader finds the old file or the new one, whole. */
  write(name: string, key: string, json: string): void;
}

export const digest = (...texts: readonly string[]): string => {
  const hash = createHash("sha256");
  // The lengths between them: ("ab", "c") is not ("a", "bc").
  for (const text of texts) hash.update(`${text.length}:`).update(text);
  return hash.digest("hex");
};

export function storeIn(folder: string): Store {
  const path = (name: string) => join(folder, fileName(name));
  return {
    read(name, key) {
      const file = unlessImpossible(() => readFileSync(path(name), "utf8"));
      if (file === undefined) return;
      const json = file.slice(file.indexOf("\n") + 1);
      return file === written(key, json) ? json : undefined;
    },
    write(name, key, json) {
      const temporary = `${path(name)}.${randomBytes(6).toString("hex")}`;
      const isThere = unlessImpossible(() => {
        mkdirSync(folder, { recursive: true });
        writeFileSync(temporary, written(key, json));
        renameSync(temporary, path(name));
        return true;
      });
      if (!isThere) unlessImpossible(() => rmSync(temporary, { force: true }));
    },
  };
}

const written = (key: string, json: string): string => `${key} ${digest(json)}\n${json}`;

/** Names hold whatever a programmer likes; the end of the digest keeps "a b" and "a-b" apart. */
const fileName = (name: string): string =>
  `${name.replace(/[^\w.-]+/g, "-").slice(0, 60)}.${digest(name).slice(0, 8)}.json`;

/** Without a cache everything works, only slower. */
function unlessImpossible<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) return undefined;
    throw error;
  }
}
