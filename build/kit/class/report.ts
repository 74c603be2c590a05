import type { markingWords } from "../../../chapters/words/marking.ts";
import { onOneLine } from "../../../src/lesson/check.ts";
import { exact } from "../../../src/math/exact.ts";
import { decimals, type NumberFormat, show, toTyped } from "../../../src/typeset/format.ts";
import { findingsIn } from "../../../src/worksheets/findings.ts";
import type { Marked, MarkedAsk, MarkedSheet } from "../../../src/worksheets/marking.ts";
import { placeIn, placesIn, shortened } from "../../../src/worksheets/marks-page.ts";
import type { Mistake } from "../../../src/worksheets/mistakes.ts";
import { isHandedIn, type Tally } from "../../../src/worksheets/tally.ts";
import type { Worksheet } from "../../../src/worksheets/worksheet.ts";
import type { Student } from "./students.ts";

/** Marks as lines for a terminal. */

export interface Saying {
  readonly words: typeof markingWords;
  readonly mistakes: Readonly<Record<Mistake, string>>;
  readonly digits: number;
  readonly decimal: NumberFormat["decimal"];
}

const WIDTH = 80;
/** Where what is said of a value begins. */
const INDENT = 15;

/** Words in lines that leave the left margin free, below a label that stands in it. */
function wrapped(label: string, text: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line && INDENT + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line].map((it, i) => `${(i === 0 ? `  ${label} ` : "").padEnd(INDENT)}${it}`);
}

const labelOf = ({ of, name }: MarkedAsk["ask"]): string => (of === "shape" ? `${name}.shape` : name);

/** What one student's answers came to. */
export function linesFor({ name, worksheet }: Student, marks: MarkedSheet, saying: Saying): string[] {
  const { words } = saying;
  const { points, most, asks } = marks;
  const head = `${words.ofMost(points, most).padEnd(INDENT)}${onOneLine(name)}`;
  if (!isHandedIn(marks)) return [head, `  ${words.nothing}`];
  return [
    head,
    ...(isWithoutMark(worksheet, marks)
      ? wrapped("", words.withoutMark)
      : marks.isToAnother
        ? wrapped("", words.misspelt)
        : []),
    ...asks.flatMap((it) => {
      const [first, ...others] = findingsIn(it).map((finding) => said(it, finding, saying));
      const lines = first ? wrapped(labelOf(it.ask), first) : [];
      return [...lines, ...others.flatMap((text) => wrapped("", text))];
    }),
  ];
}

/** So many answers hardly come out a thousand times too large by chance. */
const LOST = 3;

/** Whether a spreadsheet has taken the decimal marks for those of thousands: 0,227 became 227. */
function isWithoutMark({ digits }: Worksheet, { asks }: MarkedSheet): boolean {
  const times = exact(`1e${digits}`);
  const wrong = asks
    .filter(({ ask }) => ask.of === "numbers")
    .flatMap(({ blanks }) => blanks.filter(({ number, mark }) => number && mark.is !== "right"));
  const lost = wrong.filter(({ number, key }) => digits > 0 && !key.eq(0) && number!.eq(key.times(times)));
  return lost.length >= LOST;
}

function said(its: MarkedAsk, finding: ReturnType<typeof findingsIn>[number], saying: Saying): string {
  const { words, mistakes } = saying;
  const { blanks, name } = finding;
  const place = (it: Marked) => {
    const place = placeIn(its.ask, it, words);
    return place && `${place} `;
  };
  const typed = ({ text }: Marked) => onOneLine(shortened(text.trim()));
  switch (finding.is) {
    case "mistake": {
      const where = placesIn(its, blanks, words);
      return `${where && `${where}: `}${mistakes[name!]}`;
    }
    case "wrong":
      return words.wrongs(blanks.map((it) => words.wrong(place(it), typed(it), numberIn(its, it, saying))));
    case "unreadable":
      return blanks
        .map((it) => {
          const readings = it.mark.is === "unreadable" ? it.mark.readings : [];
          return words.unreadable(
            place(it),
            typed(it),
            readings.map((x) => x.toFixed()),
          );
        })
        .join("; ");
    case "empty":
      return words.empty(blanks.length);
    case "carried":
      return words.carried(blanks.length);
  }
}

const numberIn = ({ ask }: MarkedAsk, { expected }: Marked, { digits, decimal }: Saying): string =>
  toTyped({ text: expected.toFixed(ask.of === "shape" ? 0 : digits), value: expected }, { decimal });

/** The points of those who handed something in, on average. */
export const meanOf = (
  { handedIn, points }: Pick<Tally, "handedIn" | "points">,
  as: Pick<NumberFormat, "decimal">,
) => (handedIn > 0 ? toTyped(show(points / handedIn, decimals(1)), as) : "0");

/** What the class answered: where something went wrong, and the commonest mistakes. */
export function linesOfClass(tally: Tally, { words, mistakes, decimal }: Saying): string[] {
  const { students, handedIn, most, blanks } = tally;
  const mean = meanOf(tally, { decimal });
  const spoilt = [...blanks].filter(([, { wrong, empty }]) => wrong + empty > 0);
  const row = (first: string, cells: readonly (string | number)[]) =>
    `  ${first.padEnd(16)}${cells.map((it) => String(it).padStart(9)).join("")}`;
  return [
    words.class,
    ...wrapped("", words.students({ decimal }, students, handedIn, mean, most)).map((it) => `  ${it.trim()}`),
    ...(handedIn > 0 && spoilt.length === 0 ? [`  ${words.allRight}`] : []),
    ...(spoilt.length > 0
      ? [
          `  ${words.perBlank}`,
          row(words.blank, words.columnsOf),
          ...spoilt.map(([blank, { right, carried, wrong, empty }]) =>
            row(blank, [right, carried, wrong, empty]),
          ),
        ]
      : []),
    ...(tally.mistakes.length > 0
      ? [
          `  ${words.commonest}`,
          ...tally.mistakes
            .slice(0, MOST_MISTAKES)
            .flatMap(([name, count]) => wrapped(words.made({ decimal }, count), mistakes[name])),
        ]
      : []),
  ];
}
const MOST_MISTAKES = 6;
