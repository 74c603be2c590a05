import { got } from "../../../src/lesson/check.ts";
import type { Lesson } from "../../../src/lesson/lesson.ts";
import { UsageError } from "../../../src/lesson/usage-error.ts";
import type { Flags } from "../../flags.ts";
import { type Paper, paperOf } from "../paper.ts";
import { type Entry, type Roster, readRoster } from "./roster.ts";
import { type Salt, saltOf } from "./seeds.ts";
import { chosenIn, classLesson } from "./students.ts";

/** What a command line says of a class. */
export interface Settings {
  readonly out: string;
  readonly lesson: Lesson;
  readonly salt: Salt;
  readonly roster: Roster;
  readonly chosen: readonly string[];
  readonly paper: Paper;
  readonly hasBooks: boolean;
  readonly isPdf: boolean;
  /** Where the book is published. */
  readonly book?: string;
  readonly format?: string;
}

/** The most variants of a quiz. */
const MOST_VARIANTS = 1000;

/**
 * @throws UsageError, LessonError: one line that names the option or the file, what was got and what is allowed
 */
export function settingsIn(flags: Flags, here: string): Settings {
  const { texts } = flags;
  const needed = (name: string, what: string): string => {
    const text = texts.get(name);
    if (text === undefined) throw new UsageError(`--${name}: got none, expected --${name} ${what}`);
    return text;
  };
  const format = texts.get("format");
  if (format !== undefined)
    for (const name of ["books", "book", "paper", "pdf"])
      if (texts.has(name))
        throw new UsageError(
          `--${name === "books" ? "no-books" : name}: got it beside --format, which makes a quiz and no sheets; expected one or the other`,
        );
  const out = needed("out", "DIR");
  const lesson = classLesson(flags, here);
  const chosen = chosenIn(flags);
  const pool = poolIn(flags, format);
  const book = texts.get("book");
  return {
    out,
    lesson,
    chosen,
    roster: pool ?? readRoster(needed("roster", "FILE"), here),
    salt: saltOf(flags, here),
    paper: paperOf(texts.get("paper")),
    hasBooks: !texts.has("books"),
    isPdf: texts.has("pdf"),
    ...(book !== undefined && { book: address(book) }),
    ...(format !== undefined && { format }),
  };
}

/** An address without what follows its #. */
function address(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !["http:", "https:"].includes(url.protocol))
    throw new UsageError(
      `--book: got ${got(text)}, expected the address of the book, as https://example.org/book/`,
    );
  url.hash = "";
  return url.href;
}

/** Variants without students. */
function poolIn({ texts }: Flags, format: string | undefined): Roster | undefined {
  const text = texts.get("pool");
  if (text === undefined) return undefined;
  if (format === undefined) throw new UsageError("--pool: got it without --format, expected both");
  if (texts.has("roster")) throw new UsageError("--pool: got it beside --roster, expected one or the other");
  const count = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > MOST_VARIANTS)
    throw new UsageError(`--pool: got ${got(text)}, expected a whole number from 1 to ${MOST_VARIANTS}`);
  const entries = Array.from({ length: count }, (_, i): Entry => {
    const name = String(i + 1);
    return { name, id: `variant ${name}`, line: 0 };
  });
  return { entries, isBare: false };
}
