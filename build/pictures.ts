import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The pictures that pages show, by the names of their files. What takes them is build/kit/pictures.ts. */
export function picturesIn(root: string): ReadonlyMap<string, Uint8Array> {
  const folder = join(root, "build/kit/pictures");
  const names = readdirSync(folder).filter((name) => name.endsWith(".png"));
  return new Map(names.sort().map((name) => [name, readFileSync(join(folder, name))]));
}
