import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type AnyChapter, fileOf, isChapter, type Page } from "../src/book/chapter.ts";
import { withoutTags } from "../src/typeset/html.ts";
import type { RenderMarkdown } from "../src/typeset/markdown.ts";

/** What the author of a chapter may get wrong and no compiler sees. A page shows no trace of it, or one far away. */

/** A mistake in a chapter: file, line, what it is; on one line. */
export class ChapterError extends Error {
  override name = "ChapterError";
}

/** A file of `chapters/`, seen from the project's folder. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** The files of `chapters/`, that of a page first: what it shows may be written in another. */
export function sourcesFor(root: string, page: Page | AnyChapter, book: readonly AnyChapter[]): Source[] {
  const own = isChapter(page)
    ? fileOf(page, book)
    : `chapters/${page.name === "index" ? "front" : page.name}.ts`;
  const all = readdirSync(join(root, "chapters"), { recursive: true, encoding: "utf8" });
  const others = all.map((name) => `chapters/${name}`).filter((path) => path.endsWith(".ts") && path !== own);
  return [own, ...others].map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

/**
 * Where a text was written: the line with the longest piece of it, for numbers and names come in between. The first
 * file alone where no file has a piece that tells.
 */
export function placeOf(text: string, sources: readonly Source[]): string {
  const near = text.slice(0, MOST);
  for (let length = near.length; length >= LEAST; length--)
    for (let start = 0; start + length <= near.length; start++)
      for (const source of sources) {
        const at = source.text.indexOf(near.slice(start, start + length));
        if (at >= 0) return `${source.path}:${source.text.slice(0, at).split("\n").length}`;
      }
  return sources[0]!.path;
}
const [LEAST, MOST] = [4, 60];

const mistake = (what: string, near: string, sources: readonly Source[]): ChapterError =>
  new ChapterError(`${placeOf(near, sources)}: ${what}: ${near.trim().slice(0, MOST)}`);

/**
 * A renderer that lets no formula pass that is no TeX or has no end.
 * @param sources asked for only where something is wrong
 */
export const strict =
  (render: RenderMarkdown, sources: () => readonly Source[]): RenderMarkdown =>
  (markdown, isFolded) => {
    let html: string[];
    try {
      html = render(markdown, isFolded);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "ParseError") throw error;
      // KaTeX underlines what it stumbled over by a sign of its own after each letter.
      const [what = "", near = ""] = error.message
        .replaceAll("\u0332", "")
        .split(/ at (?:position \d+|end of input): /);
      throw mistake(what.replace("KaTeX parse error", "a formula"), near.replace(/^…|…$/g, ""), sources());
    }
    const open = openFormula(markdown, html.join(""));
    if (open !== undefined) throw mistake("a $ that nothing closes", open, sources());
    return html;
  };

/** The text from a $ on that has no other; a formula on lines of its own has no empty line in it. */
function openFormula(markdown: string, html: string): string | undefined {
  const displayed = /^\$\$(?:(?!\$\$|\n[ \t]*\n)[\s\S])*(?=\n[ \t]*\n)/m.exec(withoutClosed(markdown));
  if (displayed) return displayed[0];
  if (!html.includes("$")) return undefined;
  const text = textOf(html.replace(/<(pre|code|svg)\b[\s\S]*?<\/\1>/g, ""));
  return text.includes("$") ? text.slice(text.indexOf("$")) : undefined;
}

const withoutClosed = (markdown: string): string =>
  markdown.replace(/^\$\$(?:(?!\n[ \t]*\n)[\s\S])*?\$\$/gm, "");

const textOf = (html: string): string =>
  withoutTags(html)
    .replace(/&(amp|lt|gt|quot);/g, (_, name: keyof typeof SIGNS) => SIGNS[name])
    .replaceAll("\u00a0", " ");
const SIGNS = { amp: "&", lt: "<", gt: ">", quot: '"' };

/**
 * Holds every link of a page against what there is.
 * @param main the page's text
 * @param files the names of the site's files
 * @param idsOf the ids on a page, by its file
 * @throws ChapterError for the first link that leads nowhere
 */
export function checkLinks(
  main: string,
  file: string,
  files: { has(name: string): boolean },
  idsOf: (file: string) => ReadonlySet<string>,
  sources: () => readonly Source[],
): void {
  for (const [, link] of main.matchAll(/<(?:a\b[^>]* href|img\b[^>]* src)="([^"]*)"/g)) {
    if (/^[a-z]+:/.test(link!)) continue;
    const [path, anchor] = link!.split("#") as [string, string?];
    const target = path || file;
    // What has an = is no place on the page but an address: another lesson's numbers.
    const isPlace = anchor !== undefined && !anchor.includes("=");
    const isThere = files.has(target) && (!isPlace || idsOf(target).has(anchor));
    if (!isThere) throw mistake("a link that leads nowhere", link!, sources());
  }
}

export const idsIn = (html: string): ReadonlySet<string> =>
  new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!));

/**
 * Holds the index against the files, which are named for their places in it.
 * @throws ChapterError for the first that is not where the index has it
 */
export function checkIndex(root: string, book: readonly AnyChapter[]): void {
  const there = readdirSync(join(root, "chapters"));
  const index = { path: "chapters/index.ts", text: readFileSync(join(root, "chapters/index.ts"), "utf8") };
  for (const chapter of book) {
    const file = basename(fileOf(chapter, book));
    if (there.includes(file)) continue;
    const other = there.find((name) => name.replace(/^\d+-/, "") === `${chapter.name}.ts`) ?? "no such file";
    throw new ChapterError(
      `${placeOf(`"./${other}"`, [index])}: got ${other} as chapter ${book.indexOf(chapter)}, expected ${file}`,
    );
  }
}
