import { folded } from "./folder.ts";
import { tailOf } from "./seeds.ts";

/** Names of files for names of students: of any script, safe on every system, each but once. */

/** UTF-8, with the tail and a suffix as `.html` it stays below what any file system takes. */
const MOST_BYTES = 96;
const [SHORT, LONG] = [6, 16];

/** The letters and digits of a name, words joined by hyphens: `Ada-Lovelace`. */
export function readable(name: string): string {
  const words = name.normalize("NFC").match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu) ?? ["student"];
  let [text, bytes] = ["", 0];
  for (const letter of words.join("-")) {
    bytes += Buffer.byteLength(letter);
    if (bytes > MOST_BYTES) break;
    text += letter;
  }
  return text.replace(/-$/, "");
}

/**
 * A file name for each student, without its suffix: `Ada-Lovelace-3fa9c1`. It depends on the student alone; only where
 * two would be the same, as a file system without capitals sees them, both have a longer tail.
 * @param tail some hexadecimal digits of a student's key
 */
export function fileNames(
  students: readonly { readonly name: string; readonly key: string }[],
  salt: string,
  tail: typeof tailOf = tailOf,
): string[] {
  const named = (length: number) =>
    students.map(({ name, key }) => `${readable(name)}-${tail(salt, key, length)}`);
  const short = named(SHORT);
  const seen = short.map(folded);
  const count = new Map<string, number>();
  for (const it of seen) count.set(it, (count.get(it) ?? 0) + 1);
  if (count.size === short.length) return short;
  const long = named(LONG);
  return short.map((it, i) => (count.get(seen[i]!)! > 1 ? long[i]! : it));
}

/** The folder of a student's book, without the name: it stands in addresses where somebody publishes it. */
export const bookName = (key: string, salt: string): string => tailOf(salt, key, LONG);
