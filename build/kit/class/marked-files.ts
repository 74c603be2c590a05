import type { Mark } from "../../../src/worksheets/marking.ts";
import { type MarksFrame, marksHtml } from "../../../src/worksheets/marks-page.ts";
import { boxWidth, type Frame } from "../../../src/worksheets/page.ts";
import type { AskedStage } from "../../../src/worksheets/worksheet.ts";
import type { Standing } from "../../command.ts";
import { styleSheet } from "../../styles.ts";
import type { Paper } from "../paper.ts";
import type { Answers } from "./answers.ts";
import { classHtml } from "./class-marks.ts";
import { csvLine, guarded } from "./csv.ts";
import { DOCUMENT_END, documentStart, footOf } from "./document.ts";
import { folderAt } from "./folder.ts";
import type { Outlet } from "./outlet.ts";
import type { Saying } from "./report.ts";

/** Marks as files: a table for the teacher, and the class with a section for each student behind it, to hand back. */

const [TABLE, PAGES] = ["marks.csv", "marks.html"] as const;

/**
 * @throws UsageError where something stands in their way
 */
export async function markedFiles(
  out: string,
  frame: Frame,
  { entries, blanks }: Answers,
  saying: Saying,
  paper: Paper,
  { here, root }: Standing,
): Promise<Outlet & { readonly path: string; readonly names: readonly string[] }> {
  const styles = (await Promise.all(["sheet", "marks"].map((it) => styleSheet(root, it)))).join("");
  const { words, mistakes, digits, decimal } = saying;
  const hasIds = entries.some(({ id }) => id !== undefined);
  const folder = folderAt(out, here, root, [TABLE, PAGES]);
  const its: MarksFrame = { frame, words, mistakes };

  const table = folder.open(TABLE);
  // With a byte order mark spreadsheets read UTF-8.
  table.write("\uFEFF");
  table.write(csvLine(["name", ...(hasIds ? ["id"] : []), "points", "most", ...blanks], decimal));
  const pages = folder.open(PAGES);
  const feet = entries.map(({ name }, i) => footOf(`${name} · ${frame.heading}`, `s${i}`));
  const outside = {
    language: frame.words.language,
    title: `${words.title}: ${frame.heading}`,
    styles,
    paper,
    box: boxWidth(digits),
  };
  pages.write(documentStart(outside, feet));
  // The class is told first, and known last: until then students' sections wait, in the bytes that they will be.
  const sections: Buffer[] = [];
  let asked: readonly AskedStage[] = [];
  return {
    path: folder.path,
    names: folder.names,
    student({ name, id, worksheet }, marks) {
      const said = new Map(marks.asks.flatMap((it) => it.blanks.map(({ blank, mark }) => [blank, mark])));
      const cells = blanks.map((it) => markIn(said.get(it)!));
      const about = [guarded(name), ...(hasIds ? [guarded(id ?? "")] : [])];
      table.write(csvLine([...about, String(marks.points), String(marks.most), ...cells], decimal));
      asked = worksheet.stages;
      const html = marksHtml(its, worksheet, name, marks);
      sections.push(Buffer.from(`<div class="own" style="page:s${sections.length}">\n${html}</div>\n`));
    },
    end(tally) {
      pages.write(`<div class="own">\n${classHtml(tally, asked, frame, saying)}</div>\n`);
      for (const it of sections) pages.write(it);
      pages.write(DOCUMENT_END);
      for (const it of [table, pages]) it.close();
      folder.finish();
    },
    drop() {
      folder.drop();
    },
  };
}

/** A mark in one word; of a mistake, its name. */
const markIn = (mark: Mark): string => (mark.is === "mistake" ? mark.name : mark.is);
