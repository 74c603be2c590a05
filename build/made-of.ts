import { readFileSync } from "node:fs";
import { join } from "node:path";
import { digest, storeIn } from "./kept.ts";

/** What was made, and the files it was made of, each with a digest of what was in it. */
interface Made<T> {
  readonly inputs: Readonly<Record<string, string>>;
  readonly value: T;
}

/** A digest of each file that a value was made of. Files are seen from the project's folder. */
export type Inputs = ReadonlyMap<string, string>;

/**
 * What was made before of the same files in the same way; else makes it, and keeps it.
 * @param root the project's folder
 * @param name of what is kept
 * @param way all that decides what comes out but the files
 * @param make gives the value, plain JSON, and what it was made of
 */
export async function madeOf<T>(
  root: string,
  name: string,
  way: string,
  make: () => Promise<{ value: T; inputs: Inputs }>,
): Promise<T> {
  const store = storeIn(join(root, "node_modules/.cache/brick-by-brick/made"));
  const [file, key] = [`${name.replaceAll("/", "-")}.json`, digest(way)];
  const json = store.read(file, key);
  if (json !== undefined) {
    const { inputs, value }: Made<T> = JSON.parse(json);
    if (Object.entries(inputs).every(([input, was]) => digestOf(root, input) === was)) return value;
  }
  const { value, inputs } = await make();
  store.write(file, key, JSON.stringify({ inputs: Object.fromEntries(inputs), value } satisfies Made<T>));
  return value;
}

/** A digest of a file; none of one that is gone. */
export function digestOf(root: string, file: string): string | undefined {
  try {
    return digest(readFileSync(join(root, file)));
  } catch {
    return undefined;
  }
}
