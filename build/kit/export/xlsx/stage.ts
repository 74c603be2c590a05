import { spreadsheetWords as words } from "../../../../chapters/words/spreadsheet.ts";
import { type Chapter, ofLesson, partOf } from "../../../../src/book/chapter.ts";
import { fromFunction, fromRows, type Matrix, toRows } from "../../../../src/math/matrix.ts";
import { type Cells, cellsFrom, type Formula, type RateCells } from "../../../../src/network/cells.ts";
import { networkOf, ratesOf, run, stepsOf } from "../../../../src/network/network.ts";
import type { Step } from "../../../../src/network/op.ts";
import type { Trace } from "../../../../src/network/stage.ts";
import type { Name, Value, Values } from "../../../../src/network/values.ts";
import { withoutTags } from "../../../../src/typeset/html.ts";
import { meaningOf, nameOfSheet, quoted, titleOfSheet } from "./chapter.ts";
import type { Sheet } from "./sheet.ts";
import { type Block, MUTED, TITLE, Written } from "./written.ts";

/** The sheet of a chapter: what its stage needs, and under it what it makes, as formulas of that. */

/** Cells, with the name of the sheet on which a value stands for the first time. */
export type Homes = Map<Name, Cells>;

/** What a sheet is made from. It adds to `homes` what stands there for the first time. */
interface Around {
  readonly trace: Trace;
  readonly rates: RateCells;
  readonly homes: Homes;
}

export function stageSheet(chapter: Chapter, { trace, rates, homes }: Around): Sheet {
  const { lesson } = trace;
  const name = nameOfSheet(chapter);
  const { needs, makes } = partOf(chapter, lesson);
  const given: readonly Name[] = networkOf(lesson).given.map((it) => it.name);
  const steps = stepsOf(networkOf(lesson))
    .filter((step) => makes.includes(step.makes))
    .flatMap((step) => (typeof step.op.spreadsheet === "function" ? step : step.op.spreadsheet));
  const values = { ...run(steps, trace, ratesOf(lesson, trace.X.rows)), ...trace } as Values;

  const sheet = new Written();
  const here = new Map<Name, Cells>();
  // What the code of the stage does not need, and a formula does, is taken from where it stands.
  const cellsOf = (it: Name): Cells => here.get(it) ?? homes.get(it)!;
  const put = (block: Block): void => {
    const place = sheet.matrix(block, lesson.digits);
    here.set(block.name, cellsFrom(place, block.value));
    if (!homes.has(block.name)) homes.set(block.name, cellsFrom(place, block.value, `${quoted(name)}!`));
  };
  const putSteps = (it: Name): void => {
    const formulas = steps
      .filter((step) => step.makes === it)
      .map((step): NonNullable<Block["formula"]> => {
        const of = step.of.map(cellsOf);
        const { spreadsheet, rowInSpreadsheet } = step.op;
        if (rowInSpreadsheet) {
          const rows = `${it}_rows` as Name;
          const formula = (row: number) => rowInSpreadsheet(of, row, 0, rates);
          put({
            name: rows,
            kind: step.op.kind,
            meaning: words.eachRow(it),
            value: rowByRow(step, values),
            formula,
          });
          of.push(cellsOf(rows));
        }
        return (row, col) => (spreadsheet as Formula)(of, row, col, rates);
      });
    const formula = (row: number, col: number) => formulas.map((its) => its(row, col)).join("+");
    const { kind } = steps.find((step) => step.makes === it)!.op;
    put({ name: it, kind, meaning: meaningOf(it, lesson), value: matrixOf(values[it]), formula });
  };

  sheet.row({ value: titleOfSheet(chapter, lesson), style: TITLE });
  sheet.row({ value: equations(ofLesson(chapter.formula, lesson)).join(",  ") });
  sheet.row({ value: withoutTags(ofLesson(chapter.prose.summary, lesson)), style: MUTED });
  const head = sheet.length;
  sheet.skip();
  if (needs.length > 0) sheet.heading(words.needs);
  for (const it of needs) {
    const home = homes.get(it);
    put({
      name: it,
      meaning: meaningOf(it, lesson),
      value: matrixOf(trace[it]),
      ...(home ? { formula: home.at, leadsTo: home.at(0, 0) } : { isGiven: true }),
    });
  }
  if (needs.length > 0) sheet.heading(words.makes);
  const stepped = new Set(steps.map((step) => step.makes));
  for (const it of makes.filter((it) => !stepped.has(it)))
    put({
      name: it,
      meaning: meaningOf(it, lesson),
      value: matrixOf(trace[it]),
      isGiven: given.includes(it),
    });
  for (const it of stepped) putSteps(it);
  return sheet.sheet(name, head);
}

/** A line of a formula that begins with its operator goes on from the one before. */
const equations = (lines: readonly string[]): string[] =>
  lines.join("\n").replaceAll("\n+", " +").split("\n");

const matrixOf = (value: Value): Matrix =>
  typeof value === "number" ? fromFunction(1, 1, () => value) : value;

/** What a step makes of each row of its operands alone. */
function rowByRow({ op, of }: Step, values: Values): Matrix {
  const operands = of.map((name) => toRows(values[name] as Matrix));
  const rates = { learningRate: 0, ridge: 0, rows: 1 };
  return fromRows(
    operands[0]!.map((_, n) => [
      op.run(
        operands.map((rows) => fromRows([rows[n]!])),
        rates,
      ) as number,
    ]),
  );
}
