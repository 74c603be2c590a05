import { classWords } from "../../../chapters/words/worksheet.ts";
import { isMatrix } from "../../../src/network/quantities.ts";
import { escapeHtml } from "../../../src/typeset/html.ts";
import { columnsOf, type Frame, scrolls } from "../../../src/worksheets/page.ts";
import type { Counts, Tally } from "../../../src/worksheets/tally.ts";
import { type Ask, type AskedStage, blankOf } from "../../../src/worksheets/worksheet.ts";
import { meanOf, type Saying } from "./report.ts";

/** What a class answered as HTML, for its teacher: the mistakes, and where in each matrix answers went wrong. */

/** Millimetres of a box, which holds two counts. */
const BOX = 15;

/** @param stages what was asked */
export function classHtml(
  { blanks, mistakes: made, ...its }: Tally,
  stages: readonly AskedStage[],
  { heading, format, stages: titles, symbols }: Frame,
  { words, mistakes }: Pick<Saying, "words" | "mistakes">,
): string {
  const isSpoilt = (counts: Counts | undefined) => counts !== undefined && counts.wrong + counts.empty > 0;
  const countsOf = (ask: Ask, row: number, col: number) => blanks.get(blankOf(ask, row, col));

  function box(counts: Counts | undefined): string {
    if (!counts) return "<td></td>";
    const { wrong, empty } = counts;
    const left =
      empty > 0
        ? `<small>${empty} <span aria-hidden="true">${words.sign.empty}</span><span class="hidden">${words.mark.empty}</span></small>`
        : "";
    return `<td${wrong > 0 ? ' data-mark="wrong"' : ""}>${wrong}${left}</td>`;
  }

  function asked(ask: Ask): string[] {
    const { name, of, rows, cols } = ask;
    const places = Array.from({ length: rows }, (_, r) =>
      Array.from({ length: cols }, (_, c) => [r, c] as const),
    );
    if (!places.flat().some(([r, c]) => isSpoilt(countsOf(ask, r, c)))) return [];
    const isNumbers = of === "numbers" && isMatrix(name);
    const head = (c: number) => (of === "shape" ? [words.rows, words.columns][c]! : String(c));
    const tables = columnsOf(cols, BOX).map((part) => {
      const heads = part.map((c) => `<th scope="col">${head(c)}</th>`).join("");
      const lines = places.map((row, r) => {
        const boxes = part.map((c) => box(countsOf(ask, ...row[c]!))).join("");
        return `<tr>${isNumbers ? `<th scope="row">${r}</th>` : ""}${boxes}</tr>`;
      });
      const first = isMatrix(name) ? `<thead><tr>${isNumbers ? "<td></td>" : ""}${heads}</tr></thead>` : "";
      return scrolls(name, `<table class="boxes">${first}<tbody>${lines.join("")}</tbody></table>`);
    });
    const { display, text } = symbols.get(name)!;
    const is = `<p class="is">${of === "shape" ? text : display}</p>`;
    return [
      `<div class="ask"><div class="answer">${is}<div class="value">${tables.join("")}</div></div></div>`,
    ];
  }

  const sections = stages.flatMap(({ name, asks }) => {
    const parts = asks.flatMap(asked);
    const { number, title } = titles.get(name)!;
    return parts.length > 0
      ? [
          `<section class="stage"><h2><span class="number">${number}</span> ${title}</h2>\n<div class="asks">${parts.join("\n")}</div></section>`,
        ]
      : [];
  });
  const commonest = made.map(
    ([name, count]) => `<li>${words.made(format, count)}: ${escapeHtml(mistakes[name])}</li>`,
  );
  const where =
    sections.length > 0
      ? `<section><h2>${words.perBlank}</h2>\n<p>${classWords.counts(format, its.handedIn)}</p></section>\n${sections.join("\n")}`
      : its.handedIn > 0
        ? `<p>${words.allRight}</p>`
        : "";
  return `<article class="sheet marks">
<header><div><p class="kind">${words.title}</p><h1>${words.class}: ${escapeHtml(heading)}</h1></div></header>
<div class="first"><p class="rule">${words.students(format, its.students, its.handedIn, meanOf(its, format), its.most)}</p></div>
${made.length > 0 ? `<section><h2>${words.commonest}</h2><ul class="notes">${commonest.join("")}</ul></section>` : ""}
${where}
</article>
`;
}
