import { readFileSync } from "node:fs";
import { join } from "node:path";
import { book, pages } from "../../../chapters/pages.ts";
import { english } from "../../../chapters/words/english.ts";
import { exportWords } from "../../../chapters/words/export.ts";
import { shellWords } from "../../../chapters/words/shell.ts";
import { isChapter, ofLesson } from "../../../src/book/chapter.ts";
import { wholeMain } from "../../../src/book/page.ts";
import { printed } from "../../../src/lesson/lesson.ts";
import { picturesIn } from "../../pictures.ts";
import { writtenBook } from "../../site.ts";
import { type Chapter, chapterOf, fileOf, xhtmlOf } from "./epub/chapter.ts";
import { CONTAINER, navOf, packageOf } from "./epub/package.ts";
import type { Content, Format } from "./format.ts";
import { alone } from "./one-page.ts";
import { zipped } from "./zip.ts";

export const epub: Format = {
  does: "the whole book for a reading device: EPUB 3 with MathML",
  async make(source) {
    const { root, lesson, progress } = source;
    const { partsOf } = await writtenBook(source, alone);
    const credits = `<footer><p>${shellWords.credits}</p></footer>\n</main>`;
    const chapters = pages.map((page, i) => {
      progress?.now(`page ${i + 1} of ${pages.length}`);
      const html = wholeMain(partsOf(page));
      return chapterOf(page.name, i === 0 ? html.replace("</main>", credits) : html, i === 0);
    });
    const pictures = picturesIn(root);
    const byName = new Map(chapters.map((it) => [it.name, it]));
    const { language, contents } = shellWords;
    const label = ({ name, title }: Chapter) => {
      const page = pages.find((it) => it.name === name)!;
      return isChapter(page) ? `${english.chapter(book.indexOf(page))}: ${title}` : title;
    };
    const described = {
      title: `${lesson.title} · ${shellWords.book}`,
      language,
      key: JSON.stringify(printed(lesson)),
      summary: ofLesson(pages[0]!.prose.summary, lesson),
      accessibility: exportWords.accessibility,
    };
    const files: [string, Content][] = [
      ["mimetype", "application/epub+zip"],
      ["META-INF/container.xml", CONTAINER],
      ["EPUB/package.opf", packageOf(chapters, [...pictures.keys()], described)],
      ["EPUB/nav.xhtml", navOf(chapters, label, contents, language)],
      ["EPUB/book.css", readFileSync(join(root, "build/styles/epub.css"), "utf8")],
      ...chapters.map((it): [string, string] => [`EPUB/${fileOf(it)}`, xhtmlOf(it, byName, language)]),
      ...[...pictures].map(([name, bytes]): [string, Content] => [`EPUB/${name}`, bytes]),
    ];
    // A reader tells it by its first file, which is not packed.
    return zipped(new Map(files), (name) => (name === "mimetype" ? 0 : 9));
  },
};
