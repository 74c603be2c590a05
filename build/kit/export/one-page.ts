import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pages } from "../../../chapters/pages.ts";
import { english } from "../../../chapters/words/english.ts";
import { exportWords } from "../../../chapters/words/export.ts";
import { shellWords } from "../../../chapters/words/shell.ts";
import { type AnyChapter, ofLesson, type Page } from "../../../src/book/chapter.ts";
import { lessonFoot } from "../../../src/book/page.ts";
import type { Telling } from "../../../src/book/telling.ts";
import { favicon } from "../../../src/figures/logo.ts";
import { escapeHtml } from "../../../src/typeset/html.ts";
import { fontLicenses } from "../../licenses.ts";
import { mediaTypeOf } from "../../media-types.ts";
import { picturesIn } from "../../pictures.ts";
import { bar, turn } from "../../shell.ts";
import { type Given, writtenBook } from "../../site.ts";
import { styleSheet, styles } from "../../styles.ts";
import type { Source } from "./format.ts";

/** The whole book in one file of HTML that opens offline: all pages one after the other, and no script. */

/** Nothing is loaded, and nothing runs. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'";

/** How pages are told where no site is around them: no files beside them, and no other lessons to open. */
export const alone = (telling: Telling): Telling => ({
  ...telling,
  hasFiles: false,
  isAlone: true,
  words: { ...telling.words, precisionMany: () => exportWords.precision },
});

/** @throws CheckError, ChapterError as a build does */
export async function onePage(given: Given & Pick<Source, "progress">): Promise<string> {
  const { root, lesson, progress } = given;
  const { partsOf } = await writtenBook(given, alone);
  const pictures = picturesIn(root);
  const withPictures = (main: string) =>
    main.replace(/ src="([^"]*)" /g, (_, name: string) => {
      const bytes = Buffer.from(pictures.get(name)!).toString("base64");
      return ` src="data:${mediaTypeOf(name)};base64,${bytes}" `;
    });
  const shell = { words: { ...english, ...shellWords }, pages, lesson };
  const contents = `<a href="index.html#contents">${shellWords.contents}</a>`;
  const [front, ...others] = pages;
  const article = (page: Page | AnyChapter, i: number) => {
    progress?.now(`page ${i + 1} of ${pages.length}`);
    const { before, body, after } = partsOf(page);
    // Which lesson it is stands on the front page alone, and at the foot of each sheet of paper.
    const end = page === front ? after : after.replace(/<footer class="lesson">[\s\S]*<\/footer>\n/, "");
    const main = withPictures(withoutScripts(before + body.join("") + end));
    return inOnePage(main, page.name).replace(
      /^<main id="[^"]*">([\s\S]*)<\/main>$/,
      `<article id="${page.name}">$1${inOnePage(`<div class="turn">${turn(shell, page, contents)}</div>`, page.name)}\n</article>`,
    );
  };
  return `<!doctype html>
<html lang="${shellWords.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${CONTENT_SECURITY_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(lesson.title)} · ${shellWords.book}</title>
<meta name="description" content="${escapeHtml(ofLesson(front!.prose.summary, lesson))}">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:image/svg+xml;base64,${Buffer.from(favicon()).toString("base64")}">
<style>
${await rules(given)}
</style>
</head>
<body>
${inOnePage(bar(shell), front!.name)}
<main>
${[front!, ...others].map(article).join("\n")}
</main>
<footer class="credits"><p>${shellWords.credits}</p>
<details><summary>${shellWords.licenses}</summary><pre class="plain" tabindex="0" role="group" aria-label="${shellWords.licenses}">${escapeHtml(fontLicenses(root, shellWords))}</pre></details>
</footer>
</body>
</html>
`;
}

/** The rules of the pages, each of which is an `article` here, with the fonts in them. */
async function rules({ root, lesson }: Given): Promise<string> {
  const pages = await styles(root, shellWords.book, lessonFoot(lesson, english));
  const fonts = join(root, "build/fonts");
  const inside = new Map(
    readdirSync(fonts)
      .filter((name) => name.endsWith(".woff2"))
      .map((name) => [name, readFileSync(join(fonts, name)).toString("base64")]),
  );
  const alone = pages
    .replace(/url\(fonts\/([^)]*)\)/g, (_, name: string) => `url(data:font/woff2;base64,${inside.get(name)})`)
    .replace(/(?<![\w.#-])main(?![\w-])/g, "article")
    // A browser that could run scripts says so, though there are none here: a width that no window has.
    .replace(/\(scripting: ?enabled\)/g, "(max-width:0)")
    .replace(/#([a-z]+-[a-z-]+)(?=[ +])/g, '[id$="-$1"]');
  return alone + (await styleSheet(root, "one-page"));
}

/** A page without what only scripts use. */
const withoutScripts = (main: string): string =>
  main
    .replace(/<div class="controls" hidden>[\s\S]*?<\/div>/g, "")
    .replace(/<div class="laboratory"[^>]*><\/div>/g, "")
    .replace(TAGS, (tag) => tag.replace(/ data-(?!moves=)[\w-]+(?:="[^"]*")?/g, ""));

/** All tags of a page: what stands in their attributes is escaped. */
const TAGS = /<[a-z][^>]*>/g;

/** A page's ids and links as they are where all pages stand in one: `#one-neuron` of z1 is `#z1-one-neuron`. */
const inOnePage = (main: string, page: string): string =>
  main.replace(TAGS, (tag) =>
    tag
      .replace(
        / (id|for|aria-labelledby|aria-describedby|aria-controls)="([^"]*)"/g,
        (_, name: string, ids: string) => ` ${name}="${ids.replace(/\S+/g, (id) => `${page}-${id}`)}"`,
      )
      .replace(/ href="(?:([\w-]+)\.html)?(?:#([^"]*))?"/, (_, of = page, id?: string) => {
        return ` href="#${id ? `${of}-${id}` : of}"`;
      }),
  );
