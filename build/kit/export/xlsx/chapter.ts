import { book, chapters } from "../../../../chapters/index.ts";
import { english } from "../../../../chapters/words/english.ts";
import { spreadsheetWords } from "../../../../chapters/words/spreadsheet.ts";
import { type Chapter, homeOf, ofLesson, titleOf } from "../../../../src/book/chapter.ts";
import type { Lesson } from "../../../../src/lesson/lesson.ts";
import { type Name, nextName } from "../../../../src/network/values.ts";
import { withoutTags } from "../../../../src/typeset/html.ts";

/** What a chapter and its sheet are called, and what the values on it mean. */

/** More characters the name of a sheet cannot have. */
const MOST = 31;

/** Its number and its name: `2 z1`. */
export const nameOfSheet = (chapter: Chapter): string =>
  `${book.indexOf(chapter)} ${chapter.name}`.slice(0, MOST);

/** `Chapter 2: Every hidden neuron adds up its inputs` */
export const titleOfSheet = (chapter: Chapter, lesson: Lesson): string =>
  `${english.chapter(book.indexOf(chapter))}: ${withoutTags(titleOf(chapter, lesson))}`;

/** A sheet as formulas and links name it. */
export const quoted = (sheet: string): string => `'${sheet}'`;

/** What a value means. What no chapter makes is one of them after the step. */
export function meaningOf(name: Name, lesson: Lesson): string {
  const meanings = homeOf(chapters, name)?.prose.meanings;
  const meaning = meanings && ofLesson(meanings, lesson)[name];
  return meaning ?? spreadsheetWords.afterStep(name.slice(0, -nextName("" as Name).length));
}
