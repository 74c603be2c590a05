import { english } from "../../../../chapters/words/english.ts";
import { shellWords } from "../../../../chapters/words/shell.ts";
import { spreadsheetWords as words } from "../../../../chapters/words/spreadsheet.ts";
import type { Chapter } from "../../../../src/book/chapter.ts";
import { fromRows } from "../../../../src/math/matrix.ts";
import type { RateCells } from "../../../../src/network/cells.ts";
import type { Trace } from "../../../../src/network/stage.ts";
import { meaningOf, nameOfSheet, quoted, titleOfSheet } from "./chapter.ts";
import type { Sheet } from "./sheet.ts";
import type { Homes } from "./stage.ts";
import { LINK, lookOf, MUTED, TITLE, Written } from "./written.ts";

/** The first sheet: what the workbook is, the rates, the losses, and the way to the other sheets. */

/** Under its head, and above all that can be longer or shorter. */
const RATES = 5;

/** The cells of the rates, on a sheet of this name. */
export const ratesOn = (sheet: string): RateCells => {
  const cell = (i: number) => `${sheet}!B${RATES + i}`;
  return { alpha: cell(0), lambda: cell(1), rows: cell(2) };
};

/** @param homes where the losses stand, in a workbook of all sheets */
export function lessonSheet(trace: Trace, shown: readonly Chapter[], homes: Homes, command?: string): Sheet {
  const { lesson, X } = trace;
  const sheet = new Written();
  const isWhole = shown.length > 1;
  sheet.row({ value: lesson.title, style: TITLE });
  sheet.row({ value: `${shellWords.book}. ${isWhole ? words.whole : words.stage}` });
  sheet.row({ value: isWhole ? words.changeAny : words.change, style: MUTED });
  const head = sheet.length;
  sheet.skip();

  const rate = (sign: string, value: number, meaning: string, isGiven: boolean) =>
    sheet.row(
      { value: sign, style: { ...MUTED, align: "center" } },
      { value, style: lookOf("scalars", isGiven) },
      { value: meaning, style: { ...MUTED, indented: true } },
    );
  rate("α", lesson.learningRate, words.rates.alpha, true);
  rate("λ", lesson.ridge, words.rates.lambda, true);
  rate("N", X.rows, words.rates.rows, false);
  sheet.skip();
  for (const name of ["loss", "loss_next"] as const) {
    const its = homes.get(name);
    if (!its || !isWhole) continue;
    const value = fromRows([[trace[name]]]);
    const more = { meaning: meaningOf(name, lesson), formula: its.at, leadsTo: its.all };
    sheet.matrix({ name, value, ...more }, lesson.digits);
  }
  sheet.heading(words.sheets);
  for (const chapter of shown)
    sheet.row({
      value: titleOfSheet(chapter, lesson),
      style: LINK,
      leadsTo: `${quoted(nameOfSheet(chapter))}!A1`,
    });
  sheet.skip();
  sheet.heading(english.lesson);
  for (const fact of english.lessonFacts(lesson)) sheet.row({ value: fact });
  if (command !== undefined) {
    sheet.skip();
    sheet.row({ value: `${words.rebuild}  ${command}`, style: MUTED });
  }
  return sheet.sheet(words.lesson, head);
}
