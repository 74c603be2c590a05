import { ridgeFormula } from "../../../chapters/bricks/loss-parts.ts";
import { lossFacts, lossTold } from "../../../chapters/bricks/losses.ts";
import { type Chapter, partOf } from "../../../src/book/chapter.ts";
import { type Writer, writer } from "../../../src/book/writer.ts";
import { networkOf, weightsOf } from "../../../src/network/network.ts";
import { isMatrix } from "../../../src/network/quantities.ts";
import type { Trace } from "../../../src/network/stage.ts";
import { type MatrixName, type Name, nextName, type ScalarName } from "../../../src/network/values.ts";
import { aligned, linesOf } from "../../../src/typeset/tex.ts";
import { plainTelling } from "../../telling.ts";

/** The values of a stage as pages tell them, line by line: in symbols, with the numbers in, and what comes out. */

/** A line of a display, in the book's own TeX (src/typeset/plain.ts). */
export interface Line {
  readonly left: string;
  readonly sign: string;
  readonly right: string;
}

export interface ToldValue {
  readonly name: Name;
  /** The first line is in symbols, but of what is given: that has its numbers alone. */
  readonly lines: readonly Line[];
}

export function toldValues(chapter: Chapter, trace: Trace): ToldValue[] {
  const w = writer(trace, plainTelling(trace.lesson));
  return partOf(chapter, trace.lesson).makes.map((name) => ({
    name,
    lines: linesOf(aligned(isMatrix(name) ? matrixLines(name, w) : scalarLines(name, trace, w))),
  }));
}

const matrixLines = (name: MatrixName, w: Writer): readonly string[] =>
  w.origin(name) ? w.equation(name).unlit : [`${w.sym(name)} &= ${w.numbers(name)}`];

function scalarLines(name: ScalarName, trace: Trace, w: Writer): string[] {
  const { sum, sign } = w.origin(name)!.worked(0, 0);
  const symbols: Record<ScalarName, () => string> = {
    loss_data: () => lossTold(lossFacts(trace), w).formula,
    loss_ridge: () => ridgeFormula(w),
    loss: () => `${w.sym("loss_data")} + ${w.sym("loss_ridge")}`,
    loss_next: () =>
      `L(${weightsOf(networkOf(trace.lesson))
        .map((it) => w.sym(nextName(it)))
        .join(", ")})`,
  };
  // The loss after the step is the whole forward pass once more: no sum of it is written.
  const numbers = name === "loss_next" ? [] : [`&= ${texOfText(sum)}`];
  return [
    `${w.sym(name)} &= ${symbols[name]()}`,
    ...numbers,
    `&${name === "loss_next" ? "=" : sign} ${w.scalar(name)}`,
  ];
}

/** Signs of a sum in running text, and their TeX. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
  // A power of a power of ten.
  [/<span[^>]*>([^<]*<sup>[^<]*<\/sup>)<\/span>²/g, "($1)²"],
  [/<sup>(.*?)<\/sup>/g, "^{$1}"],
  [/<[^>]*>/g, ""],
  [/,/g, "{,}"],
  [/\u202f/g, "\\,"],
  [/−/g, "-"],
  [/·/g, "\\cdot "],
  [/²/g, "^{2}"],
  [/⋯/g, "\\cdots "],
  [/\bln\b/g, "\\ln"],
  // Past a few terms a line has to break.
  [/ \+ /g, " \\allowbreak + "],
];
const texOfText = (html: string): string =>
  SIGNS.reduce((tex, [signs, written]) => tex.replace(signs, written), html);
