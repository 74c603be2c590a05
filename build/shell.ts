import type { English } from "../chapters/words/english.ts";
import type { shellWords } from "../chapters/words/shell.ts";
import { type AnyChapter, isChapter, ofLesson, type Page, titleOf } from "../src/book/chapter.ts";
import { logo } from "../src/figures/logo.ts";
import type { Lesson } from "../src/lesson/lesson.ts";
import { escapeHtml, withoutTags } from "../src/typeset/html.ts";
import { answersOf } from "./answers.ts";
import { brickLabels } from "./reader/brick-buttons.ts";

/** What stands around a page's `<main>`: the document, the head, the navigation. */

/**
 * No request leaves the page's folder; KaTeX needs style attributes; no inline script or style element. A picture that
 * a reader takes away is looked at, and made into pixels, as a `blob:` of the page itself.
 */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; worker-src data:; font-src 'self'; img-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'";

type Words = typeof shellWords & Pick<English, "chapter" | "live">;

export interface Shell {
  readonly words: Words;
  /** All pages in reading order: the front page, the chapters, what others worked, Symbols. */
  readonly pages: readonly (Page | AnyChapter)[];
  /** Titles follow its bricks. */
  readonly lesson: Lesson;
}

/** Whether a page follows the lesson; one with an experiment has settings of its own, one that is fixed lessons of its own. */
export const followsLesson = (page: Page | AnyChapter): boolean => !("experiment" in page || page.isFixed);

export function document({ words, pages, lesson }: Shell, page: Page | AnyChapter, main: string): string {
  const here = pages.indexOf(page);
  const title = here === 0 ? words.book : `${withoutTags(titleOf(page, lesson))} · ${words.book}`;
  return `<!doctype html>
<html lang="${words.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${CONTENT_SECURITY_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<meta name="description" content="${escapeHtml(ofLesson(page.prose.summary, lesson))}">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="styles.css">
<script src="reader.js" defer></script>${main.includes('<figure class="player"') ? '\n<script src="player.js" defer></script>' : ""}
</head>
<body data-page="${page.name}"${followsLesson(page) ? ` data-change="${words.live.change}"` : ""}${swaps({ words, lesson }, page)}${main.includes('class="typescript"') ? ` data-code="${words.codeButton}"` : ""}${asksNumbers(page, lesson) ? ` data-blank="${words.blank}"` : ""} data-theme-label="${words.theme}" data-copy="${words.copy}" data-copied="${words.copied}" data-failed="${words.failed}" data-tex="${words.take.tex}" data-picture="${words.take.picture}" data-missing="${words.missing}" data-search="${words.search.open}" data-search-label="${words.search.label}" data-close="${words.close}" data-keys="${words.keys.title}">
<a class="skip" href="#main">${words.skip}</a>
${bar({ words, pages, lesson }, page)}
${main}
<nav class="turn" aria-label="${words.previous}, ${words.next}">${turn({ words, pages, lesson }, page)}</nav>
<footer class="credits"><p>${words.credits} <a href="licenses.txt">${words.licenses}</a></p></footer>
</body>
</html>
`;
}

/** Whether a page works out numbers, which can be left out when it is printed. */
const asksNumbers = (page: Page | AnyChapter, lesson: Lesson): boolean => answersOf(page, lesson).length > 0;

/** What the script writes on the buttons beside the stack of a chapter: the bricks that can be other ones. */
const swaps = ({ words, lesson }: Pick<Shell, "words" | "lesson">, page: Page | AnyChapter): string =>
  followsLesson(page) && isChapter(page)
    ? ` data-bricks="${escapeHtml(JSON.stringify(brickLabels(lesson, words.live.bricks)))}"`
    : "";

/** The way to the front page and to each chapter. */
export const bar = (shell: Shell, page?: Page | AnyChapter): string => `<header class="bar">
<a class="home" href="index.html">${logo()}<span>${shell.words.book}</span></a>
${strip(shell, page)}
</header>`;

/** The chapters as a row of bricks: the navigation of the book, and where in it one is. */
function strip({ words, pages, lesson }: Shell, page?: Page | AnyChapter): string {
  const chapters = pages.filter(isChapter);
  const link = (it: Page | AnyChapter, className: string, label: string, text: string) =>
    `<li><a class="${className}" href="${it.name}.html" aria-label="${escapeHtml(label)}"${it === page ? ' aria-current="page"' : ""}>${text}</a></li>`;
  const bricks = chapters.map((it, i) =>
    link(it, `brick ${it.direction}`, `${words.chapter(i)}: ${withoutTags(titleOf(it, lesson))}`, String(i)),
  );
  const symbols = pages.find(({ name }) => name === "symbols")!;
  return `<nav class="strip" aria-label="${words.contents}"><ol>${bricks.join("")}${link(symbols, "page-link", withoutTags(titleOf(symbols, lesson)), words.symbols)}</ol></nav>`;
}

/** Links to the page before and to the one behind; `between` stands between them. */
export function turn({ words, pages, lesson }: Shell, page: Page | AnyChapter, between = ""): string {
  const here = pages.indexOf(page);
  const link = (it: Page | undefined, rel: "prev" | "next", label: string) =>
    it
      ? `<a rel="${rel}" href="${it.name}.html"><span class="label">${label}</span> ${titleOf(it, lesson)}</a>`
      : "<span></span>";
  return link(pages[here - 1], "prev", words.previous) + between + link(pages[here + 1], "next", words.next);
}
