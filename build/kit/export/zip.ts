import { type Zippable, zipSync } from "fflate";
import type { Content } from "./format.ts";

/** The first day that a zip can name. It counts in local time: the same bytes are made in every zone. */
const firstDay = (): Date => new Date(1980, 0, 1);

/** Files in a zip, the same bytes for the same files. */
export const zipped = (files: ReadonlyMap<string, Content>, level: 0 | 9 = 9): Uint8Array =>
  zipSync(
    Object.fromEntries(
      [...files].map(([name, content]): [string, Zippable[string]] => [
        name,
        typeof content === "string" ? new TextEncoder().encode(content) : content,
      ]),
    ),
    { level, mtime: firstDay() },
  );
