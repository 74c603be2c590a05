import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { count } from "../../../chapters/words/prose.ts";
import { classWords as words } from "../../../chapters/words/worksheet.ts";
import { escapeHtml } from "../../../src/typeset/html.ts";
import { boxWidth, type Frame, type KeyParts, sheetHtml } from "../../../src/worksheets/page.ts";
import type { Standing } from "../../command.ts";
import { styleSheet } from "../../styles.ts";
import { addressOf } from "./address.ts";
import { isUntouched } from "./answers.ts";
import { DOCUMENT_END, documentStart, footOf } from "./document.ts";
import { bookName, fileNames } from "./file-names.ts";
import type { Folder, Pieces } from "./folder.ts";
import type { Making } from "./making.ts";
import {
  answersHead,
  answersLine,
  linkTo,
  OVERVIEW_END,
  overviewColumns,
  overviewHead,
  overviewLine,
  overviewRow,
  type Places,
} from "./overview.ts";
import { pdfNamed, printPages } from "./pdfs.ts";
import { keyOf } from "./roster.ts";
import type { Settings } from "./settings.ts";
import type { Class, Student } from "./students.ts";

/** Each student's sheet and key, all of them in one file, the overview, the table for answers, and the books. */

const [SHEETS, KEYS, BOOKS] = ["sheets", "keys", "books"] as const;
const [OVERVIEW, TABLE, ANSWERS] = ["overview.html", "overview.csv", "answers.csv"] as const;
/** All students' in one file. No student's file is called so: each has its tail. */
const ALL = "class";
const pageOf = (of: typeof SHEETS | typeof KEYS, file: string): string => `${of}/${file}.html`;

export async function makingOfSheets(
  frame: Frame,
  settings: Settings,
  { salt }: Class,
  { here, root }: Standing,
): Promise<Making> {
  const { out, roster, hasBooks, isPdf } = settings;
  const [ofSheets, ofOverview] = await Promise.all([styleSheet(root, "sheet"), styleSheet(root, "overview")]);
  const styles = { [SHEETS]: ofSheets, [KEYS]: ofSheets, [OVERVIEW]: ofSheets + ofOverview };
  const keyed = roster.entries.map((it) => ({ ...it, key: keyOf(it) }));
  const files = fileNames(keyed, salt);
  const answers = join(resolve(here, out), ANSWERS);
  // Answers that somebody has typed are kept.
  const isKept = existsSync(answers) && !isUntouched(answers);
  const books = hasBooks ? await import("./books.ts") : undefined;
  const pages = [...files, ALL].flatMap((it) => [SHEETS, KEYS].map((of) => pageOf(of, it)));
  return {
    names: [...pages, ...(isPdf ? pages.map(pdfNamed) : []), OVERVIEW, TABLE, ...(isKept ? [] : [ANSWERS])],
    kept: isKept ? [ANSWERS] : [],
    free: [ANSWERS],
    check(folder) {
      for (const { key } of books ? keyed : [])
        books?.refuseForeign(join(folder.path, BOOKS, bookName(key, salt)), root);
    },
    async make(folder, students, { progress, print }) {
      const all = files.length;
      let done = 0;
      const writing = writingOf(folder, frame, settings, styles);
      for (const student of students()) {
        writing.add(student);
        progress.now(`sheet and key ${++done} of ${all}`);
      }
      writing.end();
      if (print) {
        done = 0;
        const ofStudents = [SHEETS, KEYS].map((of) => files.map((it) => pageOf(of, it)));
        const ofAll = new Map([SHEETS, KEYS].map((of, i) => [pageOf(of, ALL), ofStudents[i]!]));
        await printPages(print, folder, ofStudents.flat(), ofAll, () =>
          progress.now(`PDF ${++done} of ${pages.length}`),
        );
      }
      if (books) {
        const make = books.bookmaker(root);
        done = 0;
        for (const { lesson, book } of students()) {
          progress.now(`book ${++done} of ${all}`);
          await make(lesson, join(folder.path, BOOKS, book));
        }
      }
      const made = [
        ...["sheet", "key", ...(books ? ["book"] : [])].map((it) => count(settings.lesson, all, it)),
        ...(print ? [count(settings.lesson, pages.length, "PDF")] : []),
      ];
      return `${made.join(", ")}${isKept ? `; ${ANSWERS} has answers, and is as it was` : ""}`;
    },
  };
}

/** Where files of the whole class grow by a piece with each student. */
interface Writing {
  add(student: Student): void;
  end(): void;
}

/** The rules of each kind of page. */
type Styles = Readonly<Record<typeof SHEETS | typeof KEYS | typeof OVERVIEW, string>>;

function writingOf(folder: Folder, frame: Frame, settings: Settings, styles: Styles): Writing {
  const { lesson, paper, roster } = settings;
  const { heading, format, words: its } = frame;
  const hasIds = roster.entries.some(({ id }) => id !== undefined);
  const titles = {
    [SHEETS]: `${its.worksheet}: ${heading}`,
    [KEYS]: `${its.keyTitle}: ${heading}`,
    [OVERVIEW]: `${words.overview}: ${heading}`,
  } as const;
  const start = (of: keyof Styles, feet: Iterable<string> = []) =>
    documentStart(
      { language: its.language, title: titles[of], styles: styles[of], paper, box: boxWidth(lesson.digits) },
      feet,
    );
  const foot = (name: string) => `${name} · ${heading}`;

  const open: Pieces[] = [];
  const begin = (name: string, first = ""): Pieces => {
    const pieces = folder.open(name);
    open.push(pieces);
    pieces.write(first);
    return pieces;
  };
  const feet = roster.entries.map(({ name }, i) => footOf(foot(name), `s${i}`));
  const classFile = (of: typeof SHEETS | typeof KEYS) => begin(`${of}/${ALL}.html`, start(of, feet));
  const [sheets, keys] = [classFile(SHEETS), classFile(KEYS)];
  const overview = begin(
    OVERVIEW,
    start(OVERVIEW) + overviewStart(heading, settings) + overviewHead(words, hasIds),
  );
  // With a byte order mark spreadsheets read UTF-8.
  const table = begin(TABLE, "\uFEFF");
  const answers = folder.names.includes(ANSWERS) ? begin(ANSWERS, "\uFEFF") : undefined;
  let done = 0;
  return {
    add(student) {
      const { name, file, worksheet } = student;
      if (done === 0) {
        table.write(overviewColumns(worksheet, hasIds, format.decimal));
        answers?.write(answersHead(worksheet, hasIds, format.decimal));
      }
      const places = placesOf(student, settings);
      const pages = [
        [SHEETS, sheets, sheetHtml(frame, worksheet, student)],
        [KEYS, keys, sheetHtml(frame, worksheet, student, partsOf(student, places, frame))],
      ] as const;
      for (const [of, all, html] of pages) {
        folder.write(`${of}/${file}.html`, start(of, [footOf(foot(name))]) + html + DOCUMENT_END);
        all.write(`<div class="own" style="page:s${done}">\n${html}</div>\n`);
      }
      overview.write(overviewRow(student, places, words, format, hasIds));
      table.write(overviewLine(student, places, hasIds, format.decimal));
      answers?.write(answersLine(student, hasIds, format.decimal));
      done++;
    },
    end() {
      overview.write(OVERVIEW_END);
      for (const it of [sheets, keys, overview]) it.write(DOCUMENT_END);
      for (const it of open) it.close();
    },
  };
}

const placesOf = ({ file, book: own, lesson }: Student, { hasBooks, isPdf, book }: Settings): Places => ({
  sheet: `${SHEETS}/${file}.html`,
  key: `${KEYS}/${file}.html`,
  ...(isPdf && { pdf: pdfNamed }),
  ...(hasBooks && { book: `${BOOKS}/${own}/index.html` }),
  ...(book !== undefined && { published: addressOf(lesson, book) }),
});

const partsOf = ({ seed }: Student, { book, published }: Places, { words: its }: Frame): KeyParts => ({
  seed,
  links: [
    ...(book ? [{ href: `../${linkTo(book)}`, text: its.book }] : []),
    ...(published ? [{ href: published, text: its.published }] : []),
  ],
});

function overviewStart(heading: string, { lesson, roster, isPdf }: Settings): string {
  const pages = [
    [`${SHEETS}/${ALL}.html`, words.allSheets],
    [`${KEYS}/${ALL}.html`, words.allKeys],
  ] as const;
  const pdfs = isPdf ? pages.map(([href, text]) => [pdfNamed(href), words.printed(text)] as const) : [];
  const links = [...pages, ...pdfs].map(([href, text]) => `<li><a href="${href}">${text}</a></li>`);
  return `<header><div><p class="kind">${words.overview}</p><h1>${escapeHtml(heading)}</h1></div></header>
<div class="first"><div class="rule"><p>${words.about(lesson, roster.entries.length, lesson.digits)}</p><ul class="rates files">${links.join("")}</ul></div></div>
`;
}
