import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Print } from "../../chromium.ts";
import type { Folder } from "./folder.ts";

/**
 * Prints pages that have been written: beside each its PDF.
 * @param names of the pages, from the folder
 */
export async function printPages(
  print: Print,
  folder: Folder,
  names: readonly string[],
  done: (name: string) => void,
): Promise<void> {
  for (const name of names) {
    const html = readFileSync(join(folder.path, name), "utf8");
    folder.write(pdfNamed(name), await print(html));
    done(name);
  }
}

export const pdfNamed = (name: string): string => name.replace(/\.html$/, ".pdf");
