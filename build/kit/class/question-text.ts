import { book, chapters } from "../../../chapters/index.ts";
import { quizWords } from "../../../chapters/words/quiz.ts";
import { sheetWords } from "../../../chapters/words/worksheet.ts";
import { titleOf } from "../../../src/book/chapter.ts";
import type { Lesson } from "../../../src/lesson/lesson.ts";
import { exact } from "../../../src/math/exact.ts";
import { isMatrix } from "../../../src/network/quantities.ts";
import type { Name } from "../../../src/network/values.ts";
import { toHtml } from "../../../src/typeset/format.ts";
import { withoutTags } from "../../../src/typeset/html.ts";
import type { Acting, Sign } from "../../../src/worksheets/formulas.ts";
import { halves, meaningsOf, printedNumbers, rateHtml, written } from "../../../src/worksheets/page.ts";
import { type Ask, stepsMaking, type Worksheet } from "../../../src/worksheets/worksheet.ts";
import { type Blank, blanksOf } from "./blanks.ts";
import { equationOf, symbolOf } from "./equations.ts";
import { formatOf } from "./frame.ts";

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

/** What a question is headed by. */
export const headingHtml = (stage: string, lesson: Lesson): string => {
  const number = book.findIndex((it) => it.name === stage);
  return `<p><b>${number} ${titleOf(chapters.find((it) => it.name === stage)!, lesson)}</b></p>`;
};

/** Whether one of these is worked from another. */
export const areLinked = (asks: readonly Ask[], { network, rates }: Worksheet): boolean =>
  asks
    .filter(isNumbers)
    .some(({ name }) =>
      stepsMaking(network, name, rates).some(({ of }) =>
        of.some((it) => asks.some((ask) => isNumbers(ask) && ask.name === it)),
      ),
    );

const isNumbers = ({ of }: Ask): boolean => of === "numbers";

/** The numbers that these are worked from: matrices, and those rates that their equations name. */
export function givensHtml(asks: readonly Ask[], worksheet: Worksheet): string {
  const { lesson, network, rates, key } = worksheet;
  const asked = new Set<Name>(asks.filter(isNumbers).map(({ name }) => name));
  const sources = new Set(
    asks.flatMap(({ of, name }) =>
      of === "shape" ? [name] : stepsMaking(network, name, rates).flatMap((step) => step.of),
    ),
  );
  const format = formatOf(lesson);
  const matrices = [...key]
    .filter(([name]) => sources.has(name) && !asked.has(name))
    .map(([name, value]) => {
      const isGiven = network.given.some((it) => it.name === name);
      const numbers = printedNumbers(value, isGiven, lesson);
      return matrixHtml(
        name,
        numbers.map((row) => row.map((it) => toHtml(it, format))),
      );
    });
  const equations = asks.filter(isNumbers).map(({ name }) => equationOf(name, worksheet));
  const letters = { N: rates.rows, α: rates.learningRate, λ: rates.ridge };
  const named = Object.entries(letters)
    .filter(([letter]) => equations.join().includes(letter))
    .map(([letter, x]) => `${letter} = ${rateHtml(exact(x), lesson, format)}`);
  return [...matrices, ...(named.length > 0 ? [`<p>${named.join("; ")}</p>`] : [])].join("");
}

/** How these are worked out: the rule for rounding, and what signs mean. `typing`: what the platform makes of a comma. */
export function rulesHtml(
  asks: readonly Ask[],
  worksheet: Worksheet,
  rule: typeof quizWords.rule,
  typing: string,
): string {
  const { lesson, digits } = worksheet;
  if (!asks.some(isNumbers)) return "";
  const format = formatOf(lesson);
  const rules = [[rule(digits, halves(digits, format)), typing].join(" ").trim()];
  if (asks.some(({ name }) => name === "loss_data")) {
    const [zero, one] = [0, 1].map((it) => written(exact(it), digits, format)) as [string, string];
    rules.push(sheetWords.nothing(lesson, zero, one));
  }
  const equations = equationsOf(asks, worksheet);
  const signs = meaningsOf(sheetWords, signsIn(equations, asks, worksheet), actingIn(equations)).map(
    (it) => `<li>${it.join(": ")}</li>`,
  );
  return [
    ...rules.filter(Boolean).map((it) => `<p>${it}</p>`),
    ...(signs.length > 0 ? [`<ul>${signs.join("")}</ul>`] : []),
  ].join("");
}

/** What stands in an equation that has a sign. */
const SIGNS: Readonly<Record<Exclude<Sign, "product">, string | RegExp>> = {
  sigmoid: "σ(",
  tanh: "tanh(",
  softmax: "softmax(",
  max: /(?<!soft)max\(/,
  bias: "+ b",
  transposed: "⊤",
  entrywise: "⊙",
  mask: "&gt; 0",
  columns: "<b>1</b>",
  rows: "<b>1 1</b>",
  sum: "Σ",
  ln: "ln ",
  slope: "∂",
  next: "*",
};
const ACTING: Readonly<Record<Acting, string | RegExp>> = {
  sigmoid: SIGNS.sigmoid,
  tanh: SIGNS.tanh,
  max: SIGNS.max,
  ln: "ln",
  square: "²",
  minus: "−",
};

const equationsOf = (asks: readonly Ask[], worksheet: Worksheet): string =>
  asks
    .filter(isNumbers)
    .map(({ name }) => equationOf(name, worksheet))
    .join();

const has = (equations: string, sign: string | RegExp): boolean =>
  typeof sign === "string" ? equations.includes(sign) : sign.test(equations);

const actingIn = (equations: string): Acting[] =>
  (Object.keys(ACTING) as Acting[]).filter((it) => has(equations, ACTING[it]));

function signsIn(equations: string, asks: readonly Ask[], { network, rates }: Worksheet): Sign[] {
  const steps = asks.filter(isNumbers).flatMap(({ name }) => stepsMaking(network, name, rates));
  const isProduct = steps.some(({ op }) => op.written.form === "product");
  return (Object.keys(sheetWords.sign) as Sign[]).filter((it) =>
    it === "product" ? isProduct : has(equations, SIGNS[it]),
  );
}

/** A matrix with its name, or one number. Cells are HTML. */
export function matrixHtml(name: Name, cells: readonly (readonly string[])[]): string {
  const symbol = symbolOf(name);
  if (!isMatrix(name)) return `<p>${symbol} = ${cells[0]![0]}</p>`;
  const columns = cells[0]!.map((_, c) => `<th scope="col">${c}</th>`).join("");
  const rows = cells.map(
    (row, r) => `<tr><th scope="row">${r}</th>${row.map((cell) => `<td>${cell}</td>`).join("")}</tr>`,
  );
  return `<table border="1" cellpadding="4" style="border-collapse: collapse; margin: 0 0 1em"><thead><tr><th>${symbol}</th>${columns}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

/** The questions of the blanks of a matrix, one each. */
export function questionsOf(
  stage: string,
  ask: Ask,
  worksheet: Worksheet,
  typing = "",
): { blank: Blank; html: string }[] {
  const { of, name } = ask;
  const symbol = symbolOf(name);
  const given = headingHtml(stage, worksheet.lesson) + givensHtml([ask], worksheet);
  const rules = rulesHtml([ask], worksheet, quizWords.rule, typing);
  const asked = ({ row, col }: Blank): string => {
    if (of === "shape") return (col === 0 ? quizWords.rows : quizWords.columns)(symbol);
    const equation = equationOf(name, worksheet);
    return isMatrix(name) ? quizWords.entry(equation, symbol, row, col) : quizWords.number(equation, symbol);
  };
  return blanksOf(ask, worksheet)
    .flat()
    .map((blank) => ({ blank, html: `${given}<p>${asked(blank)}</p>${rules}` }));
}
