import { escapeHtml } from "../../../src/typeset/html.ts";
import type { Mark } from "../../../src/worksheets/marking.ts";
import { type MarksFrame, marksHtml } from "../../../src/worksheets/marks-page.ts";
import { boxWidth, type Frame } from "../../../src/worksheets/page.ts";
import type { Tally } from "../../../src/worksheets/tally.ts";
import type { Standing } from "../../command.ts";
import { styleSheet } from "../../styles.ts";
import type { Paper } from "../paper.ts";
import type { Answers } from "./answers.ts";
import { csvLine, guarded } from "./csv.ts";
import { DOCUMENT_END, documentStart, footOf } from "./document.ts";
import { folderAt } from "./folder.ts";
import type { Outlet } from "./outlet.ts";
import { meanOf, type Saying } from "./report.ts";

/** Marks as files: a table for the teacher, and a section for each student to hand back, the class behind them. */

const [TABLE, PAGES] = ["marks.csv", "marks.html"] as const;

/**
 * @throws UsageError where something stands in their way
 */
export async function markedFiles(
  out: string,
  frame: Frame,
  { entries, blanks }: Answers,
  { words, mistakes, digits, decimal }: Saying,
  paper: Paper,
  { here, root }: Standing,
): Promise<Outlet & { readonly path: string; readonly names: readonly string[] }> {
  const styles = (await Promise.all(["sheet", "marks"].map((it) => styleSheet(root, it)))).join("");
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
  let done = 0;
  return {
    path: folder.path,
    names: folder.names,
    student({ name, id, worksheet }, marks) {
      const said = new Map(marks.asks.flatMap((it) => it.blanks.map(({ blank, mark }) => [blank, mark])));
      const cells = blanks.map((it) => markIn(said.get(it)!));
      const about = [guarded(name), ...(hasIds ? [guarded(id ?? "")] : [])];
      table.write(csvLine([...about, String(marks.points), String(marks.most), ...cells], decimal));
      pages.write(
        `<div class="own" style="page:s${done++}">\n${marksHtml(its, worksheet, name, marks)}</div>\n`,
      );
    },
    end(tally) {
      pages.write(`<div class="own">\n${classHtml(tally, its, frame)}</div>\n${DOCUMENT_END}`);
      for (const it of [table, pages]) it.close();
    },
    drop() {
      for (const it of [table, pages]) it.drop();
    },
  };
}

/** A mark in one word; of a mistake, its name. */
const markIn = (mark: Mark): string => (mark.is === "mistake" ? mark.name : mark.is);

function classHtml(
  { blanks, mistakes: made, ...its }: Tally,
  frame: MarksFrame,
  { heading, format }: Frame,
): string {
  const { mistakes } = frame;
  const words = frame.words as Saying["words"];
  const mean = meanOf(its, format);
  const row = (cells: readonly (string | number)[], blank: string) =>
    `<tr><th scope="row">${blank}</th>${cells.map((it) => `<td>${it}</td>`).join("")}</tr>`;
  const spoilt = [...blanks].filter(([, { wrong, empty }]) => wrong + empty > 0);
  const rows = spoilt.map(([blank, { right, carried, wrong, empty }]) =>
    row([right, carried, wrong, empty], blank),
  );
  const heads = [words.blank, ...words.columnsOf].map((it) => `<th scope="col">${it}</th>`).join("");
  const commonest = made.map(
    ([name, count]) => `<li>${words.made(format, count)}: ${escapeHtml(mistakes[name])}</li>`,
  );
  return `<article class="sheet marks">
<header><div><p class="kind">${words.title}</p><h1>${words.class}: ${escapeHtml(heading)}</h1></div></header>
<p class="rule">${words.students(format, its.students, its.handedIn, mean, its.most)}</p>
${made.length > 0 ? `<section><h2>${words.commonest}</h2><ul class="notes">${commonest.join("")}</ul></section>` : ""}
<section><h2>${words.perBlank}</h2><table class="overview"><thead><tr>${heads}</tr></thead><tbody>${rows.join("")}</tbody></table></section>
</article>
`;
}
