import { plainSymbol } from "../../../src/figures/formula.ts";
import type { Lesson } from "../../../src/lesson/lesson.ts";
import type { Signs, Step } from "../../../src/network/op.ts";
import { isMatrix } from "../../../src/network/quantities.ts";
import type { Name } from "../../../src/network/values.ts";
import { signsIn } from "../../../src/typeset/equations.ts";
import { toHtml } from "../../../src/typeset/format.ts";
import { escapeHtml } from "../../../src/typeset/html.ts";
import { stepsMaking, type Worksheet } from "../../../src/worksheets/worksheet.ts";
import { formatOf } from "./frame.ts";

/** Formulas that any page can show, without TeX and its fonts: letters, signs, and a few tags of HTML. */

/** z₁, ∂L/∂W₂, W₁*. */
export const symbolOf = (name: Name): string =>
  plainSymbol(name).replace(/_\{\\text\{(\w+)\}\}/, "<sub>$1</sub>");

const TRANSPOSED = "<sup>⊤</sup>";
const signsOf = (lesson: Lesson): Signs => ({
  rate: (name) => ({ alpha: "α", lambda: "λ" })[name],
  rows: "N",
  ...signsIn(formatOf(lesson), toHtml),
});

/** How a value is made: `z₁ = X W₁`. */
export function equationOf(name: Name, { lesson, network, rates }: Worksheet): string {
  const signs = signsOf(lesson);
  const steps = stepsMaking(network, name, rates).map((step) => made(step, signs));
  return `${symbolOf(name)} = ${steps.join(" + ")}`;
}

function made({ op: { written }, of }: Step, signs: Signs): string {
  const symbols = of.map(symbolOf);
  switch (written.form) {
    case "product": {
      const row = written.added?.(of);
      const factors = written
        .operands(of)
        .map(({ name, transposed }) => `${symbolOf(name)}${transposed ? TRANSPOSED : ""}`);
      return `${factors.join(" ")}${row ? ` + ${symbolOf(row)}` : ""}`;
    }
    case "columns":
      return `<b>1</b>${TRANSPOSED} ${symbols[0]}`;
    case "entrywise":
      return fromTex(written.tex(symbols, signs));
    case "rowwise":
      return fromTex(written.tex(symbols));
    case "sum": {
      const terms = (written.together ? [symbols] : symbols.map((it) => [it])).map((it) =>
        written.termText(it).replaceAll("·", " ⊙ "),
      );
      const sums = of.every(isMatrix) ? terms.map((it) => `Σ ${it.includes(" + ") ? `(${it})` : it}`) : terms;
      return written.wholeText(sums.join(" + "), signs);
    }
    case "call":
      throw new Error(`${written.text} is the forward pass once more, and no single step`);
  }
}

/** The commands of TeX that bricks are written in, and what they look like. */
const LOOKS: readonly (readonly [RegExp, string])[] = [
  [/\\tfrac\{(.*?)\}\{(.*?)\}/g, "$1/$2"],
  [/\\operatorname\{(\w+)\}/g, "$1"],
  [/\\(?:left|right|bigl|bigr|allowbreak|nobreak)(?![a-z])/g, ""],
  [/\\(max|tanh)/g, "$1"],
  [/\\mathbf\{1\}\\mathbf\{1\}/g, "<b>1 1</b>"],
  [/\^\{\\top\}/g, TRANSPOSED],
  [/\\odot/g, "⊙"],
  [/\\sigma/g, "σ"],
  [/\\,/g, " "],
  [/-/g, "−"],
  [/ >/g, ` ${escapeHtml(">")}`],
  [/ {2,}/g, " "],
];
const fromTex = (tex: string): string =>
  LOOKS.reduce((text, [command, look]) => text.replace(command, look), tex);
