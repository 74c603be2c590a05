import type { Chapter } from "../../src/book/chapter.ts";
import { ofLesson, titleOf } from "../../src/book/chapter.ts";
import { lessonLine } from "../../src/lesson/command.ts";
import type { Lesson } from "../../src/lesson/lesson.ts";
import { shapeOf } from "../../src/math/matrix.ts";
import type { CheckedEntry, Verdict } from "../../src/network/gradient-check.ts";
import { networkOf } from "../../src/network/network.ts";
import { quantityOf } from "../../src/network/quantities.ts";
import type { AnyPart } from "../../src/network/stage.ts";
import { isSamePart, type PartNames, partsOf } from "../../src/network/stage.ts";
import type { Name, Values } from "../../src/network/values.ts";
import {
  decimals,
  type NumberFormat,
  type Shown,
  separatorOf,
  show,
  showExact,
  showMatrix,
  showScalar,
  toTyped,
} from "../../src/typeset/format.ts";
import { withoutTags } from "../../src/typeset/html.ts";
import { visible } from "../../src/typeset/tex.ts";
import { partsIn } from "../sources.ts";

/** What a terminal shows of a stage. */
export interface StageText {
  readonly chapter: Pick<Chapter, "formula" | "prose" | "stage">;
  /** What its stage needs and makes. */
  readonly part: Pick<AnyPart, "needs" | "makes">;
  /** At least what the stage needs and makes. */
  readonly trace: Partial<Values> & { readonly lesson: Lesson };
  /** Characters in a line of the terminal. */
  readonly width: number;
  /** The chapter's file, with the stage between marks. */
  readonly source: string;
  /** Gradients held against central differences. */
  readonly checks?: readonly { readonly name: Name; readonly entries: readonly CheckedEntry[] }[];
}

const MOST_ROWS = 40;

/** A stage for a terminal: the lesson, the inputs, the code that runs, the outputs, the checks. */
export function stageText({ chapter, part, trace, width, source, checks = [] }: StageText): string {
  const { needs, makes } = part;
  const { lesson } = trace;
  const shown = (names: readonly Name[]) => names.map((name) => valueText(name, trace[name]!, lesson, width));
  const blocks = [
    withoutTags(titleOf(chapter, lesson)),
    lessonLine(lesson),
    ...(needs.length > 0 ? ["── in", ...shown(needs)] : []),
    "── code",
    ofLesson(chapter.formula, lesson).join("\n"),
    computesIn(source, partsOf([chapter.stage], networkOf(lesson))),
    "── out",
    ...shown(makes),
    ...(checks.length > 0
      ? ["── check, by central differences", ...checks.map((it) => checkText(it, lesson))]
      : []),
    `Rounded to ${lesson.digits} ${lesson.digits === 1 ? "decimal" : "decimals"}, entries left out at ⋯ and ⋮; --json prints all of everything.`,
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** The `compute` of each part that runs for a lesson, its comment first; of a text without parts, all of its stage. */
export function computesIn(source: string, ran: readonly PartNames[]): string {
  const stage = /^\/\/ <stage>\n(.*?)^\/\/ <\/stage>/ms.exec(source)?.[1] ?? "";
  const parts = partsIn(stage).filter((it) => ran.some((part) => isSamePart(it, part)));
  const computes = parts.flatMap(
    ({ text }) => text.match(/^ {2}(?:\/\*\*|compute\().*?^ {2}\}(?=,$)/gms) ?? [],
  );
  return computes.length > 0 ? computes.join("\n\n") : stage;
}

function valueText(name: Name, value: Values[Name], as: NumberFormat, width: number): string {
  if (typeof value === "number") return `${name} = ${toTyped(showScalar(value, as), as)}`;
  const letters = quantityOf(name).shape?.join("×");
  return [`${name}, ${letters} = ${shapeOf(value)}`, ...columns(showMatrix(value, as), as, width)].join("\n");
}

/** Entries in columns, decimal point under decimal point; what does not fit is elided before the last. */
function columns(entries: readonly (readonly Shown[])[], as: NumberFormat, width: number): string[] {
  const rows = entries.map((row) => row.map((it) => halves(toTyped(it, as))));
  const [before, behind] = ([0, 1] as const).map((half) =>
    Math.max(...rows.flat().map((it) => it[half].length)),
  ) as [number, number];
  // At least three: the first, ⋯, the last.
  const across = visible(rows[0]?.length ?? 0, Math.max(3, Math.floor(width / (before + behind + 2))));
  return visible(rows.length, MOST_ROWS).map((r) => {
    const row = rows[r];
    if (!row) return `  ${" ".repeat(Math.max(0, before - 1))}⋮`;
    const cells = across.map((c) => {
      const cell = row[c];
      return cell ? cell[0].padStart(before) + cell[1].padEnd(behind) : "⋯";
    });
    return `  ${cells.join("  ")}`.trimEnd();
  });
}

/** What stands before the decimal point, and what from it on. */
function halves(text: string): [string, string] {
  const point = /[.,e]|$/.exec(text)!.index;
  return [text.slice(0, point), text.slice(point)];
}

const MOST_FAILURES = 5;

function checkText(
  { name, entries }: { name: Name; entries: readonly CheckedEntry[] },
  format: NumberFormat,
): string {
  const whole = (x: number) => toTyped(showExact(x, decimals(0)), format);
  const of = (verdict: Verdict) => entries.filter((it) => it.verdict === verdict);
  const [agreeing, failing, untold] = [of("agrees"), of("differs"), of("untold")];
  const largest = Math.max(...entries.map(({ analytic, numeric }) => Math.abs(analytic - numeric)));
  const line = ({ row, col, analytic, numeric }: CheckedEntry) =>
    `  ${name}[${row},${col}]: ${whole(analytic)} by the chapter${separatorOf(format)} ${whole(numeric)} by differences`;
  return [
    `${name}: ${agreeing.length} of ${entries.length} entries agree; largest difference ${toTyped(show(largest, decimals(0)), format)}`,
    ...(untold.length > 0 ? [`  of ${untold.length} central differences cannot tell at this size`] : []),
    ...failing.slice(0, MOST_FAILURES).map(line),
    ...(failing.length > MOST_FAILURES ? [`  and ${failing.length - MOST_FAILURES} more`] : []),
  ].join("\n");
}
