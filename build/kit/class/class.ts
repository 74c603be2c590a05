import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { count, list } from "../../../chapters/words/prose.ts";
import { classWords as words } from "../../../chapters/words/worksheet.ts";
import { UsageError } from "../../../src/lesson/usage-error.ts";
import { escapeHtml } from "../../../src/typeset/html.ts";
import { boxWidth, type Frame, type KeyParts, sheetHtml } from "../../../src/worksheets/page.ts";
import { asTyped, type Standing } from "../../command.ts";
import type { Flags } from "../../flags.ts";
import { type Progress, progressOn } from "../../progress.ts";
import { styleSheet } from "../../styles.ts";
import { addressOf } from "./address.ts";
import { isUntouched } from "./answers.ts";
import { DOCUMENT_END, documentStart, footOf } from "./document.ts";
import { fileNames } from "./file-names.ts";
import { type Folder, folderAt } from "./folder.ts";
import { formatNamed } from "./formats.ts";
import { classFrame } from "./frame.ts";
import {
  answersHead,
  answersLine,
  OVERVIEW_END,
  overviewColumns,
  overviewHead,
  overviewLine,
  overviewRow,
} from "./overview.ts";
import { keyOf } from "./roster.ts";
import { keepSalt, newSalt } from "./seeds.ts";
import { type Settings, settingsIn } from "./settings.ts";
import { type Class, type Student, studentsOf } from "./students.ts";
import { usefulness } from "./usefulness.ts";

/** `npm run class`: sheets, keys and books of a class, its overview, and the table for its answers; or a quiz of it. */

const [SHEETS, KEYS, BOOKS] = ["sheets", "keys", "books"];
const [OVERVIEW, OVERVIEW_CSV, ANSWERS] = ["overview.html", "overview.csv", "answers.csv"];
/** All students' in one file. No student's file is called so: each has its tail. */
const ALL = "class.html";

export async function makeClass(flags: Flags, around: Standing): Promise<void> {
  const { here, root, say } = around;
  const settings = settingsIn(flags, here);
  const { out, roster, format } = settings;
  const its: Class = { ...settings, salt: settings.salt.text ?? newSalt() };
  const quiz = format === undefined ? undefined : await formatNamed(format);
  // All once before anything is written: what is wrong with one student's numbers is said now.
  const looked = usefulness();
  let first: Student | undefined;
  for (const student of studentsOf(roster.entries, its)) {
    first ??= student;
    looked.look(student);
  }
  const frame = classFrame(first!.worksheet);
  const folder = folderAt(out, here, root, quiz ? [quiz.file] : namesIn(settings, its, here));
  keep(settings, its.salt);

  const progress = progressOn();
  const progressing = counting(studentsOf(roster.entries, its), roster.entries.length, progress);
  if (quiz) writeAll(folder, quiz.file, quiz.write(progressing, frame.heading));
  else await writeSheets(folder, progressing, frame, settings, root);
  progress.end();

  if (roster.isBare)
    say(`The roster has no header: each line is a name, the first one ${roster.entries[0]!.name}`);
  for (const line of [...added(first!, its.chosen), ...looked.told()]) say(line);
  if (folder.others.length > 0)
    say(
      `${count(folder.others.length, "file")} of students who are in this class no more: ${folder.others[0]}${folder.others.length > 1 ? " …" : ""}`,
    );
  const seconds = (performance.now() / 1000).toFixed(1);
  const made = quiz
    ? quiz.file
    : `${count(roster.entries.length, "sheet")} and ${count(roster.entries.length, "key")}`;
  say(`${asTyped(folder.path, here)}: ${made} in ${seconds} s`);
  if (settings.salt.text === undefined && settings.salt.path)
    say(
      `${asTyped(settings.salt.path, here)}: what the numbers are drawn with; keep it, and keep it from students`,
    );
}

/** The files that will be written, from the folder. */
function namesIn({ out, roster }: Settings, { salt }: Class, here: string): string[] {
  const keyed = roster.entries.map((it) => ({ ...it, key: keyOf(it) }));
  const files = [...fileNames(keyed, salt).map((it) => `${it}.html`), ALL];
  const answers = join(resolve(here, out), ANSWERS!);
  return [
    ...files.flatMap((it) => [`${SHEETS}/${it}`, `${KEYS}/${it}`]),
    OVERVIEW!,
    OVERVIEW_CSV!,
    // Answers that somebody has typed are kept.
    ...(existsSync(answers) && !isUntouched(answers) ? [] : [ANSWERS!]),
  ];
}

/** @throws UsageError where another run was faster: its students have other numbers */
function keep({ salt: { text, path } }: Settings, salt: string): void {
  if (text === undefined && path !== undefined && keepSalt(path, salt) !== salt)
    throw new UsageError(`${path}: another run put it there at the same moment; run again`);
}

function* counting(students: Iterable<Student>, all: number, progress: Progress): Generator<Student> {
  let done = 0;
  for (const student of students) {
    yield student;
    progress.now(`${++done} of ${all} students`);
  }
}

function writeAll(folder: Folder, name: string, content: Iterable<string | Uint8Array>): void {
  const pieces = folder.open(name);
  try {
    for (const it of content) pieces.write(it);
    pieces.close();
  } catch (error) {
    pieces.drop();
    throw error;
  }
}

/** What is asked though nobody chose it. */
function added({ worksheet: { stages } }: Student, chosen: readonly string[]): string[] {
  const more = stages.map(({ name }) => name).filter((name) => !chosen.includes(name));
  if (more.length === 0) return [];
  return [
    `${list(more)} ${more.length === 1 ? "is" : "are"} asked, too: printed, ${more.length === 1 ? "it" : "they"} would give an answer away`,
  ];
}

async function writeSheets(
  folder: Folder,
  students: Iterable<Student>,
  frame: Frame,
  settings: Settings,
  root: string,
): Promise<void> {
  const { lesson, paper, roster, book } = settings;
  const { heading, format, words: its } = frame;
  const { decimal } = format;
  const styles = await styleSheet(root, "sheet");
  const start = (title: string, feet: Iterable<string> = []) =>
    documentStart({ language: its.language, title, styles, paper, box: boxWidth(lesson.digits) }, feet);
  const titles = { [SHEETS!]: `${its.worksheet}: ${heading}`, [KEYS!]: `${its.keyTitle}: ${heading}` };
  const hasIds = roster.entries.some(({ id }) => id !== undefined);
  const feet = roster.entries.map(({ name }, i) => footOf(`${name} · ${heading}`, `s${i}`));
  // Files of the whole class grow by a piece with each student.
  const open = [SHEETS, KEYS].map((it) => folder.open(`${it}/${ALL}`));
  const [sheets, keys] = open as [(typeof open)[0], (typeof open)[0]];
  const [page, table] = [folder.open(OVERVIEW!), folder.open(OVERVIEW_CSV!)];
  const answers = folder.names.includes(ANSWERS!) ? folder.open(ANSWERS!) : undefined;
  const all = [sheets, keys, page, table, ...(answers ? [answers] : [])];
  try {
    sheets.write(start(titles[SHEETS!]!, feet));
    keys.write(start(titles[KEYS!]!, feet));
    page.write(start(`${words.overview}: ${heading}`));
    page.write(overviewStart(heading, settings));
    page.write(overviewHead(words, hasIds));
    let done = 0;
    for (const student of students) {
      const { name, file, worksheet, seed } = student;
      if (done === 0) {
        table.write(`\uFEFF${overviewColumns(worksheet, hasIds, decimal)}`);
        answers?.write(`\uFEFF${answersHead(worksheet, hasIds, decimal)}`);
      }
      const places = {
        sheet: `${SHEETS}/${encodeURIComponent(file)}.html`,
        key: `${KEYS}/${encodeURIComponent(file)}.html`,
        ...(settings.hasBooks && { book: `${BOOKS}/${encodeURIComponent(file)}/index.html` }),
        ...(book && { published: addressOf(student.lesson, book) }),
      };
      const parts: KeyParts = {
        seed,
        links: [
          ...(places.book ? [{ href: `../${places.book}`, text: its.book }] : []),
          ...(places.published ? [{ href: places.published, text: its.published }] : []),
        ],
      };
      const [sheet, key] = [sheetHtml(frame, worksheet, name), sheetHtml(frame, worksheet, name, parts)];
      const foot = [footOf(`${name} · ${heading}`)];
      folder.write(`${SHEETS}/${file}.html`, start(titles[SHEETS!]!, foot) + sheet + DOCUMENT_END);
      folder.write(`${KEYS}/${file}.html`, start(titles[KEYS!]!, foot) + key + DOCUMENT_END);
      const own = (html: string) => `<div class="own" style="page:s${done}">\n${html}</div>\n`;
      sheets.write(own(sheet));
      keys.write(own(key));
      page.write(overviewRow(student, places, words, format, hasIds));
      table.write(overviewLine(student, places, hasIds, decimal));
      answers?.write(answersLine(student, hasIds, decimal));
      done++;
    }
    page.write(OVERVIEW_END);
    for (const it of [sheets, keys, page]) it.write(DOCUMENT_END);
    for (const it of all) it.close();
  } catch (error) {
    for (const it of all) it.drop();
    throw error;
  }
}

const overviewStart = (heading: string, { lesson, roster }: Settings): string => {
  const links = [
    [`${SHEETS}/${ALL}`, words.allSheets],
    [`${KEYS}/${ALL}`, words.allKeys],
  ].map(([href, text]) => `<li><a href="${href}">${text}</a></li>`);
  return `<header><div><p class="kind">${words.overview}</p><h1>${escapeHtml(heading)}</h1></div></header>
<div class="rule"><p>${words.about(roster.entries.length, lesson.digits)}</p><ul class="scalars">${links.join("")}</ul></div>
`;
};
