import { isMatrix } from "../network/quantities.ts";
import { escapeHtml } from "../typeset/html.ts";
import { findingsIn } from "./findings.ts";
import type { Mark, Marked, MarkedAsk, MarkedSheet } from "./marking.ts";
import type { Mistake } from "./mistakes.ts";
import { boxWidth, columnsOf, type Frame, scrolls, written } from "./page.ts";
import type { Ask, Worksheet } from "./worksheet.ts";

/** The marks of one student as HTML for paper, to hand back. */

export interface MarksWords {
  readonly title: string;
  readonly points: string;
  readonly ofMost: (points: number, most: number) => string;
  /** Each mark in words, its sign on paper, and what the signs mean. */
  readonly mark: Readonly<Record<Mark["is"], string>>;
  readonly sign: Readonly<Record<Mark["is"], string>>;
  readonly legend: readonly (readonly [Mark["is"], string])[];
  readonly legendNotes: readonly string[];
  readonly expected: (number: string) => string;
  readonly shape: string;
  readonly rows: string;
  readonly columns: string;
  readonly unreadable: (where: string, typed: string, readings: readonly string[]) => string;
}

/** What the pages of a class have in common. */
export interface MarksFrame {
  readonly frame: Frame;
  readonly words: MarksWords;
  readonly mistakes: Readonly<Record<Mistake, string>>;
}

/** A longer answer is cut short. */
const MOST_CHARACTERS = 24;
export const shortened = (text: string): string =>
  [...text].length > MOST_CHARACTERS ? `${[...text].slice(0, MOST_CHARACTERS - 1).join("")}…` : text;

/** Which entry, where a value has several: `[0,1]`, `rows`. */
export const placeIn = ({ of, name }: Ask, { row, col }: Marked, words: MarksWords): string => {
  if (of === "shape") return [words.rows, words.columns][col]!;
  return isMatrix(name) ? `[${row},${col}]` : "";
};

/** The places of some blanks; of all of them, none. */
export const placesIn = ({ ask, blanks }: MarkedAsk, some: readonly Marked[], words: MarksWords): string =>
  some.length === blanks.length ? "" : some.map((it) => placeIn(ask, it, words)).join(" ");

/** An answer, its sign, and what was expected where it is another number. */
function cell({ words, frame }: MarksFrame, { of }: Ask, digits: number, it: Marked): string {
  const { mark, text, expected } = it;
  const sign = `<span class="sign" aria-hidden="true">${words.sign[mark.is]}</span><span class="hidden">, ${words.mark[mark.is]}</span>`;
  const number = of === "shape" ? expected.toFixed() : written(expected, digits, frame.format);
  const isTold = mark.is !== "right" && mark.is !== "carried";
  const told = isTold ? `<small><span class="hidden">, ${words.expected("")}</span>${number}</small>` : "";
  const typed = mark.is === "empty" ? "" : `<bdi>${escapeHtml(shortened(text.trim()))}</bdi> `;
  return `<td data-mark="${mark.is}">${typed}${sign}${told}</td>`;
}

function table(its: MarksFrame, { ask, blanks }: MarkedAsk, digits: number): string {
  const { name, rows, cols, of } = ask;
  const at = new Map(blanks.map((it) => [`${it.row} ${it.col}`, it]));
  const box = (r: number, c: number) => {
    const it = at.get(`${r} ${c}`);
    return it ? cell(its, ask, digits, it) : "<td></td>";
  };
  const { words } = its;
  const heads =
    of === "shape" ? [words.rows, words.columns] : Array.from({ length: cols }, (_, c) => String(c));
  return columnsOf(cols, boxWidth(digits) + SIGN)
    .map((part) => {
      const head = `<thead><tr>${of === "shape" ? "" : "<td></td>"}${part.map((c) => `<th scope="col">${heads[c]}</th>`).join("")}</tr></thead>`;
      const lines = Array.from(
        { length: rows },
        (_, r) =>
          `<tr>${of === "shape" || !isMatrix(name) ? "" : `<th scope="row">${r}</th>`}${part.map((c) => box(r, c)).join("")}</tr>`,
      );
      return scrolls(
        name,
        `<table class="boxes">${isMatrix(name) ? head : ""}<tbody>${lines.join("")}</tbody></table>`,
      );
    })
    .join("");
}
/** Millimetres that a sign takes beside an answer. */
const SIGN = 7;

/** What went wrong, in words. */
function notes({ words, mistakes }: MarksFrame, marked: MarkedAsk): string {
  const lines = findingsIn(marked).flatMap(({ is, name, blanks }) => {
    const where = placesIn(marked, blanks, words);
    if (is === "mistake") return [`${where && `${where}: `}${escapeHtml(mistakes[name!])}`];
    if (is !== "unreadable") return [];
    return blanks.flatMap((it) => {
      const readings = it.mark.is === "unreadable" ? it.mark.readings.map((x) => x.toFixed()) : [];
      const place = placeIn(marked.ask, it, words);
      return readings.length > 0
        ? [words.unreadable(place && `${place} `, escapeHtml(shortened(it.text)), readings)]
        : [];
    });
  });
  return lines.length > 0 ? `<ul class="notes">${lines.map((it) => `<li>${it}</li>`).join("")}</ul>` : "";
}

/** The marks of one student. */
export function marksHtml(
  its: MarksFrame,
  { stages, digits }: Worksheet,
  name: string,
  { asks, points, most }: MarkedSheet,
): string {
  const { words, frame } = its;
  const { heading, symbols } = frame;
  const sections = stages.flatMap((stage) => {
    const marked = asks.filter(({ ask }) => stage.asks.includes(ask));
    if (marked.length === 0) return [];
    const { number, title } = frame.stages.get(stage.name)!;
    const parts = marked.map((it) => {
      const { of, name } = it.ask;
      const symbol = symbols.get(name)!;
      const is = of === "shape" ? `${symbol.text}` : `${symbol.display} =`;
      return `<div class="ask"><div class="answer"><p class="is">${is}</p><div class="value">${table(its, it, digits)}</div></div>${notes(its, it)}</div>`;
    });
    return [
      `<section class="stage"><h2><span class="number">${number}</span> ${title}</h2>\n<div class="asks">${parts.join("\n")}</div></section>`,
    ];
  });
  const legend = words.legend.map(
    ([is, means]) => `<li><span class="sign" aria-hidden="true">${words.sign[is]}</span> ${means}</li>`,
  );
  const legendNotes = words.legendNotes.map((it) => `<li>${it}</li>`);
  return `<article class="sheet marks">
<header><div><p class="kind">${words.title}</p><h1>${escapeHtml(heading)}</h1></div><dl><div><dt>${frame.words.name}</dt><dd><bdi>${escapeHtml(name)}</bdi></dd></div><div><dt>${words.points}</dt><dd>${words.ofMost(points, most)}</dd></div></dl></header>
<ul class="rule legend">${[...legend, ...legendNotes].join("")}</ul>
${sections.join("\n")}
</article>
`;
}
