import { chapters } from "../../../chapters/index.ts";
import { spreadsheetWords as words } from "../../../chapters/words/spreadsheet.ts";
import type { Chapter } from "../../../src/book/chapter.ts";
import type { Trace } from "../../../src/network/stage.ts";
import type { Format } from "./format.ts";
import { lessonSheet, ratesOn } from "./xlsx/lesson.ts";
import { type Homes, stageSheet } from "./xlsx/stage.ts";
import { xlsxOf } from "./xlsx/workbook.ts";

/** The lesson as a workbook: each stage is a sheet, and each number that is not given a formula. */
export const xlsx: Format = {
  does: "a workbook: each stage a sheet, with formulas that follow what you change",
  make: async ({ trace, command }) => workbookOf(trace, chapters, command),
};

/** One stage as a workbook that stands alone: what it needs are numbers, what it makes are formulas. */
export const stageXlsx = (trace: Trace, chapter: Chapter): Uint8Array => workbookOf(trace, [chapter]);

/** @param command builds the lesson again */
function workbookOf(trace: Trace, shown: readonly Chapter[], command?: string): Uint8Array {
  const homes: Homes = new Map();
  const around = { trace, rates: ratesOn(words.lesson), homes };
  const sheets = shown.map((it) => stageSheet(it, around));
  const first = lessonSheet(trace, shown, homes, command);
  return xlsxOf({ title: trace.lesson.title, sheets: [first, ...sheets] });
}
