import type { classWords } from "../../../chapters/words/worksheet.ts";
import { answerOf, labelsOf } from "../../../src/lesson/datasets.ts";
import { markOf } from "../../../src/network/marks.ts";
import type { Name } from "../../../src/network/values.ts";
import { type NumberFormat, toTyped } from "../../../src/typeset/format.ts";
import { escapeHtml } from "../../../src/typeset/html.ts";
import { visible } from "../../../src/typeset/tex.ts";
import { matrixOf } from "../../../src/worksheets/decimals.ts";
import { written } from "../../../src/worksheets/page.ts";
import { blankOf, type Worksheet } from "../../../src/worksheets/worksheet.ts";
import { csvLine, guarded } from "./csv.ts";
import type { Student } from "./students.ts";

/** The overview of a class, a row for each student, as HTML and as CSV; and the table that answers are typed into. */

type Words = typeof classWords;

/** A path as a link says it. */
export const linkTo = (path: string): string => path.split("/").map(encodeURIComponent).join("/");

/** Where a student's files are, from the overview; and the published book with the student's numbers. */
export interface Places {
  readonly sheet: string;
  readonly key: string;
  /** Of sheet and key, where they are printed. */
  readonly pdf?: (path: string) => string;
  readonly book?: string;
  readonly published?: string;
}

/** The loss that a lesson ends with. */
const lossOf = ({ lesson }: Worksheet): Name => (lesson.ridge > 0 ? "loss" : "loss_data");

/** What the network says of each row, by its outputs as they stand on the key; and how often it is right. */
function saidBy({ key }: Worksheet): { said: number[]; right: number } | undefined {
  const labels = labelsOf(matrixOf(key.get("y")!));
  if (!labels) return undefined;
  const said = matrixOf(key.get("h2")!);
  const answers = labels.map((_, n) => answerOf(said.data.subarray(n * said.cols, (n + 1) * said.cols)));
  return { said: answers, right: answers.filter((it, n) => it === labels[n]).length };
}

/** So many rows of outputs stand in the overview. */
const MOST_ROWS = 4;

export const overviewHead = (words: Words, hasIds: boolean): string =>
  `<div class="scroll" tabindex="0" role="group" aria-label="${words.overview}"><table class="overview"><thead><tr>${[
    words.student,
    ...(hasIds ? [words.id] : []),
    words.seed,
    words.outputs,
    words.says,
    words.loss,
  ]
    .map((it) => `<th scope="col">${it}</th>`)
    .join("")}<th scope="col" class="files">${words.files}</th></tr></thead><tbody>\n`;

export function overviewRow(
  { name, id, seed, worksheet }: Student,
  places: Places,
  words: Words,
  format: NumberFormat,
  hasIds: boolean,
): string {
  const { key, digits } = worksheet;
  const text = (name: Name, r: number, c: number) => written(key.get(name)![r]![c]!, digits, format);
  const h2 = key.get("h2")!;
  const lines = visible(h2.length, MOST_ROWS).map((r) =>
    r < 0 ? "⋮" : h2[r]!.map((_, c) => text("h2", r, c)).join("\u2002"),
  );
  const its = saidBy(worksheet);
  const says = its ? `${its.said.join(" ")}<br>${words.right(its.right, its.said.length)}` : "–";
  const link = (href: string, text: string, label = "") =>
    `<a href="${escapeHtml(href)}"${label && ` aria-label="${label}"`}>${text}</a>`;
  const { pdf } = places;
  const printed = [
    [places.sheet, words.sheet],
    [places.key, words.key],
  ] as const;
  const links = [
    ...printed.flatMap(([path, text]) => [
      link(linkTo(path), text),
      ...(pdf ? [link(linkTo(pdf(path)), words.pdf, words.printed(text))] : []),
    ]),
    ...(places.book ? [link(linkTo(places.book), words.book)] : []),
    ...(places.published ? [link(places.published, words.published)] : []),
  ];
  const cells = [
    ...(hasIds ? [`<td><bdi>${escapeHtml(id ?? "")}</bdi></td>`] : []),
    `<td>${seed}</td>`,
    `<td class="numbers">${lines.join("<br>")}</td>`,
    `<td class="numbers">${says}</td>`,
    `<td>${text(lossOf(worksheet), 0, 0)}</td>`,
    `<td class="files">${links.join(" ")}</td>`,
  ];
  return `<tr><th scope="row"><bdi>${escapeHtml(name)}</bdi></th>${cells.join("")}</tr>\n`;
}

export const OVERVIEW_END = "</tbody></table></div>\n";

const idsOf = (hasIds: boolean, id: string): string[] => (hasIds ? [id] : []);

/** The names of the columns. */
export function overviewColumns(
  worksheet: Worksheet,
  hasIds: boolean,
  decimal: NumberFormat["decimal"],
): string {
  const marks = entriesOf(worksheet, "h2").map(({ row, col }) => markOf({ name: "h2", row, col }));
  return csvLine(
    ["name", ...idsOf(hasIds, "id"), "seed", ...marks, "says", lossOf(worksheet), "sheet", "key", "book"],
    decimal,
  );
}

export function overviewLine(
  { name, id, seed, worksheet }: Student,
  { sheet, key, book, published }: Places,
  hasIds: boolean,
  decimal: NumberFormat["decimal"],
): string {
  const number = (name: Name, r: number, c: number) => {
    const value = worksheet.key.get(name)![r]![c]!;
    return toTyped({ text: value.toFixed(worksheet.digits), value }, { decimal });
  };
  const outputs = entriesOf(worksheet, "h2").map(({ row, col }) => number("h2", row, col));
  const says = saidBy(worksheet)?.said.join(" ") ?? "";
  return csvLine(
    [
      guarded(name),
      ...idsOf(hasIds, guarded(id ?? "")),
      String(seed),
      ...outputs,
      says,
      number(lossOf(worksheet), 0, 0),
      sheet,
      key,
      published ?? book ?? "",
    ],
    decimal,
  );
}

const entriesOf = ({ key }: Worksheet, name: Name) =>
  key.get(name)!.flatMap((row, r) => row.map((_, c) => ({ row: r, col: c })));

/** The blanks of a sheet, in its order. */
export const blanksOf = ({ stages }: Worksheet): string[] =>
  stages.flatMap(({ asks }) =>
    asks.flatMap((ask) =>
      Array.from({ length: ask.rows * ask.cols }, (_, i) =>
        blankOf(ask, Math.floor(i / ask.cols), i % ask.cols),
      ),
    ),
  );

/** The table that answers are typed into: a row for each student, a column for each blank. */
export const answersHead = (
  worksheet: Worksheet,
  hasIds: boolean,
  decimal: NumberFormat["decimal"],
): string => csvLine(["name", ...idsOf(hasIds, "id"), ...blanksOf(worksheet)], decimal);
export const answersLine = (
  { name, id, worksheet }: Student,
  hasIds: boolean,
  decimal: NumberFormat["decimal"],
): string =>
  csvLine(
    [guarded(name), ...idsOf(hasIds, guarded(id ?? "")), ...blanksOf(worksheet).map(() => "")],
    decimal,
  );
