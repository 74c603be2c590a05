import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { sweep, writeWhole } from "./leftovers.ts";

/** Results that were worked out before, each in a file of its own, under the key of all that decides it. */
export interface Store {
  /** What was kept in the file under this key: JSON. */
  read(file: string, key: string): string | undefined;
  /**
   * Keeps JSON in place of whatever was there: a reader finds the old file or the new one, whole.
   * @returns whether it could be kept
   */
  write(file: string, key: string, json: string): boolean;
}

/** A digest of texts, or of the bytes that they are in a file. */
export const digest = (...contents: readonly (string | Uint8Array)[]): string => {
  const hash = createHash("sha256");
  // The lengths between them: ("ab", "c") is not ("a", "bc").
  for (const it of contents) hash.update(`${Buffer.byteLength(it)}:`).update(it);
  return hash.digest("hex");
};

/** Files in a folder, which need not be there yet. A file that is damaged is as good as none. */
export function storeIn(folder: string): Store {
  return {
    read(file, key) {
      const text = unlessImpossible(() => readFileSync(join(folder, file), "utf8"));
      const json = text?.slice(fileText(key, "").length - END.length, -END.length);
      return json !== undefined && text === fileText(key, json) ? json : undefined;
    },
    write(file, key, json) {
      const path = join(folder, file);
      const isKept = unlessImpossible(() => {
        mkdirSync(dirname(path), { recursive: true });
        sweep(dirname(path));
        writeWhole(path, fileText(key, json));
        return true;
      });
      return isKept === true;
    },
  };
}

/** What is in a file: JSON on one line, which no change of line ends can touch. */
export const fileText = (key: string, json: string): string =>
  `{"key":"${key}","digest":"${digest(json)}","result":${json}${END}`;
const END = "}";

/** Where nothing can be read or written everything works all the same, only slower. */
function unlessImpossible<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) return undefined;
    throw error;
  }
}
