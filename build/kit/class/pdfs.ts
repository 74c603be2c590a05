import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Print } from "../../chromium.ts";
import type { Folder } from "./folder.ts";

/**
 * Prints pages that have been written: beside each its PDF.
 * @param names of the pages, from the folder
 * @param all of the pages of all students, one after another, by the name of the page that has them
 */
export async function printPages(
  print: Print,
  folder: Folder,
  names: readonly string[],
  all: ReadonlyMap<string, readonly string[]>,
  done: (name: string) => void,
): Promise<void> {
  const leaves = new Map<string, number>();
  const put = async (name: string, html: string) => {
    const pdf = await print(html);
    folder.write(pdfNamed(name), pdf);
    leaves.set(name, pagesIn(pdf));
    done(name);
  };
  const read = (name: string) => readFileSync(join(folder.path, name), "utf8");
  for (const name of names) await put(name, read(name));
  for (const [name, its] of all)
    await put(
      name,
      onOwnLeaves(
        read(name),
        its.map((it) => leaves.get(it)!),
      ),
    );
}

const pagesIn = (pdf: Uint8Array): number =>
  Buffer.from(pdf)
    .toString("latin1")
    .match(/\/Type\s*\/Page\b/g)!.length;

/**
 * Where pages are printed on both sides, no leaf is of two students: who has an odd number of pages gets an empty one.
 * Chromium would leave none empty for `break-before: right`.
 */
function onOwnLeaves(html: string, pages: readonly number[]): string {
  let i = 0;
  return html.replaceAll(END_OF_STUDENT, (end) => (pages[i++]! % 2 === 1 ? end + EMPTY_PAGE : end));
}
const [END_OF_STUDENT, EMPTY_PAGE] = ["</article>\n", '<div style="break-before:page"></div>\n'];

export const pdfNamed = (name: string): string => name.replace(/\.html$/, ".pdf");
