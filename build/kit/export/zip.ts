import { type Zippable, zipSync } from "fflate";
import type { Content } from "./format.ts";

/** The first day that a zip can name. It counts in local time: the same bytes are made in every zone. */
const firstDay = (): Date => new Date(1980, 0, 1);

type Level = 0 | 9;

/** Files in a zip, the same bytes for the same files. At level 0 they are not packed. */
export const zipped = (
  files: ReadonlyMap<string, Content>,
  level: Level | ((name: string) => Level) = 9,
): Uint8Array =>
  zipSync(
    Object.fromEntries(
      [...files].map(([name, content]): [string, Zippable[string]] => [
        name,
        [
          typeof content === "string" ? new TextEncoder().encode(content) : content,
          { level: typeof level === "number" ? level : level(name) },
        ],
      ]),
    ),
    { mtime: firstDay() },
  );
