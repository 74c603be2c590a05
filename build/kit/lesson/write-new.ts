import { existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { UsageError } from "../../../src/lesson/usage-error.ts";
import { writeWhole } from "../../leftovers.ts";
import { inWords } from "../../publish.ts";

/**
 * Refuses a file that is there, and one whose folder is not.
 * @param name as it was typed, meant from `folder`
 * @throws UsageError
 */
export function refuseTaken(name: string, folder: string): void {
  const path = resolve(folder, name);
  if (existsSync(path))
    throw new UsageError(
      `--out: got ${JSON.stringify(name)}, which exists and is left as it is; expected --out with another name`,
    );
  if (!statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(
      `--out: got ${JSON.stringify(name)}, whose folder does not exist; expected a file in one that does`,
    );
}

/** Writes a file that is not there yet, whole or not at all. */
export function writeNew(name: string, folder: string, text: string): void {
  refuseTaken(name, folder);
  const path = resolve(folder, name);
  inWords(name, () => writeWhole(path, text));
}
