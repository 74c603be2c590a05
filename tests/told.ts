import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readSources } from "../build/sources.ts";
import { stages } from "../chapters/index.ts";
import { book } from "../chapters/pages.ts";
import { english } from "../chapters/words/english.ts";
import { type AnyChapter, numberIn, placeIn } from "../src/book/chapter.ts";
import { markdownOf } from "../src/book/page.ts";
import type { Sources, Telling } from "../src/book/telling.ts";
import { writer } from "../src/book/writer.ts";
import { type Trace, traceOf } from "../src/network/stage.ts";
import { ROOT } from "./project.ts";

/** One chapter told as a test wants it, in Markdown. */

/** How it is told. Without results, a chapter that asks for any is an error. */
export interface How {
  readonly digits?: number;
  readonly results?: unknown;
  /** Of the code that it shows; of none, no code is shown. */
  readonly file?: string;
}

/** The text of a chapter. */
export const textOf = (chapter: AnyChapter, trace: Trace, how: How = {}): string =>
  markdownOf(chapter, trace, tellingOf(chapter, { digits: trace.lesson.digits, ...how }));

/** What is told of the chapter's laboratory. */
export function toTryOf(chapter: AnyChapter, trace: Trace, how: How = {}): string {
  const telling = tellingOf(chapter, how);
  return chapter.prose.toTry!(chapter.facts(trace, telling), writer(trace, telling));
}

/** No code, whatever is asked for: each part is there, and empty. */
export const NO_CODE: Sources = {
  cut: new Proxy(
    {},
    {
      get: () => ({
        file: "",
        html: "",
        parts: Object.assign([], { find: () => ({ html: "", statements: [], calls: [] }) }),
        frame: { before: "", after: "", uses: [] },
        calls: [],
      }),
    },
  ),
  operations: {},
  bricks: {},
};
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

export const tellingOf = ({ name }: AnyChapter, { digits = 8, results, file }: How): Telling => ({
  words: english,
  format: { digits, decimal: "point", fractions: false },
  sources: file === undefined ? NO_CODE : readSources(new Map([[name, file]]), read),
  hasFiles: true,
  traceOf: (lesson) => traceOf(stages, lesson),
  numberOf: numberIn(book),
  placeOf: (name) => placeIn(book, name),
  resultsOf() {
    if (results === undefined) throw new Error(`${name} asks for results`);
    return results as never;
  },
});

/** The choices that a page has made, in its order: what is told of, and what of it. */
export const claimsIn = (page: string): [claim: string, choice: string][] =>
  [...page.matchAll(/data-claim="([^":]+):([^"]+)"/g)].map((m) => [m[1]!, m[2]!]);

/** The same by their names. */
export const claimsOf = (page: string): Record<string, string> => Object.fromEntries(claimsIn(page));
