import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { commandOf } from "../../../src/lesson/command.ts";
import type { Lesson } from "../../../src/lesson/lesson.ts";
import { digest } from "../../kept.ts";
import { exists, ownFolder, publish, recover } from "../../publish.ts";
import { complete, site } from "../../site.ts";

/** A book for each student: the whole site of the student's own lesson. */

/** In each book: what it was made of. */
const MADE_OF = "made-of.txt";

/** All that decides what a book says but its lesson: a digest of the files it may be made of. */
function codeOf(root: string): string {
  const files = ["src", "chapters", "build"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((it) => it.isFile())
      .map((it) => join(it.parentPath, it.name)),
  );
  const all = [...files.sort(), join(root, "package-lock.json")];
  return digest(...all.map((file) => readFileSync(file)));
}

/** Makes books, each but once: one that is there, of the same lesson and by the same code, is left as it is. */
export function bookmaker(root: string): (lesson: Lesson, folder: string) => Promise<void> {
  const code = codeOf(root);
  return async (lesson, folder) => {
    recover(folder, root);
    const madeOf = `${digest(code, JSON.stringify(lesson))}\n`;
    const path = join(folder, MADE_OF);
    if (exists(path) && readFileSync(path, "utf8") === madeOf) return;
    const { pages, assets } = await complete(await site({ root, lesson, command: commandOf(lesson) }));
    publish({ pages, assets: new Map([...assets, [MADE_OF, madeOf]]) }, folder, root);
  };
}

/**
 * Refuses to make a book where something else stands.
 * @throws UsageError
 */
export const refuseForeign = (folder: string, root: string): void => void ownFolder(folder, root);
