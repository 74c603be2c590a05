import Big from "big.js";
import { book, chapters } from "../../../chapters/index.ts";
import { quizWords } from "../../../chapters/words/quiz.ts";
import { titleOf } from "../../../src/book/chapter.ts";
import type { Lesson } from "../../../src/lesson/lesson.ts";
import type { Name } from "../../../src/network/values.ts";
import { withoutTags } from "../../../src/typeset/html.ts";
import type { Decimals } from "../../../src/worksheets/decimals.ts";
import { type Ask, stepsMaking, type Worksheet } from "../../../src/worksheets/worksheet.ts";
import { type Blank, blanksOf } from "./blanks.ts";
import { equationOf, symbolOf } from "./equations.ts";

/**
 * What a question says, in HTML of the plainest: every platform cleans it in its own way. A platform puts questions in any
 * order and draws them out of many, so each stands alone: all that it is worked from is printed in it, as the key has it.
 */

/** A stage in lists that are sorted by name: `02 Every hidden neuron adds up its inputs`. */
export function stageLabel(name: string, lesson: Lesson): string {
  const number = book.findIndex((it) => it.name === name);
  const title = titleOf(chapters.find((it) => it.name === name)!, lesson);
  return `${String(number).padStart(2, "0")} ${withoutTags(title)}`;
}

/** The numbers that these are worked from: matrices, and those rates that their equations name. */
export function givensHtml(asks: readonly Ask[], worksheet: Worksheet): string {
  const { network, rates, digits, key } = worksheet;
  const asked = new Set<Name>(asks.filter((it) => it.of === "numbers").map(({ name }) => name));
  const sources = new Set(
    asks.flatMap(({ of, name }) =>
      of === "shape" ? [name] : stepsMaking(network, name, rates).flatMap((step) => step.of),
    ),
  );
  const printed = [...key].filter(([name]) => sources.has(name) && !asked.has(name));
  const matrices = printed.map(([name, value]) => {
    // What is given stands as it is; what was worked out has all its decimals.
    const places = network.given.some((it) => it.name === name) ? mostDecimals(value) : digits;
    return matrixHtml(
      symbolOf(name),
      value.map((row) => row.map((it) => shown(it.toFixed(places)))),
    );
  });
  const equations = asks.map((it) => (it.of === "numbers" ? equationOf(it.name, worksheet) : "")).join();
  const letters = { α: rates.learningRate, λ: rates.ridge, N: rates.rows };
  const named = Object.entries(letters)
    .filter(([letter]) => equations.includes(letter))
    .map(([letter, x]) => `${letter} = ${shown(new Big(x).toFixed())}`);
  return [...matrices, ...(named.length > 0 ? [`<p>${named.join("; ")}</p>`] : [])].join("");
}

const mostDecimals = (value: Decimals): number =>
  Math.max(...value.flat().map((it) => it.toFixed().split(".")[1]?.length ?? 0));

const shown = (number: string): string => number.replace("-", "−");

/** A matrix with its name, or one number. Cells are HTML. */
export function matrixHtml(symbol: string, cells: readonly (readonly string[])[]): string {
  if (cells.length === 1 && cells[0]!.length === 1) return `<p>${symbol} = ${cells[0]![0]}</p>`;
  const rows = cells.map((row, r) => {
    const head = r === 0 ? `<th scope="rowgroup" rowspan="${cells.length}">${symbol} =</th>` : "";
    return `<tr>${head}${row.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  });
  return `<table border="1" cellpadding="4"><tbody>${rows.join("")}</tbody></table>`;
}

/** The questions of the blanks of a matrix, one each. `comma`: what the platform takes a comma for, if anything. */
export function questionsOf(ask: Ask, worksheet: Worksheet, comma = ""): { blank: Blank; html: string }[] {
  const { of, name, rows, cols } = ask;
  const givens = givensHtml([ask], worksheet);
  const equation = of === "numbers" ? equationOf(name, worksheet) : "";
  const rule = of === "numbers" ? `<p>${[quizWords.ruleOfOne(worksheet.digits), comma].join(" ")}</p>` : "";
  const asked = ({ row, col }: Blank): string => {
    if (of === "shape") return (col === 0 ? quizWords.rows : quizWords.columns)(symbolOf(name));
    return rows * cols === 1 ? quizWords.number(equation) : quizWords.entry(equation, row + 1, col + 1);
  };
  return blanksOf(ask, worksheet)
    .flat()
    .map((blank) => ({ blank, html: `${givens}<p>${asked(blank)}</p>${rule}` }));
}
