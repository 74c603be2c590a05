import { norm } from "../../../src/math/norm.ts";
import type { Entry } from "../../../src/training/history.ts";
import {
  decimals,
  separatorOf,
  show,
  showExact,
  significant,
  toText,
  toTyped,
} from "../../../src/typeset/format.ts";
import { escapeHtml } from "../../../src/typeset/html.ts";
import { filled } from "./filled.ts";
import { given } from "./given.ts";

/** The numbers of a step, as the laboratory writes them. */

/** Decimals of a loss. */
const DIGITS = 6;
const { words, lesson: format } = given;

/** Between two numbers. */
export const comma = separatorOf(format);

/** What a run overflowed to has no digits. */
const finite = (x: number, text: (x: number) => string): string =>
  Number.isFinite(x) ? text(x) : words.numbers.overflow;

export const lossText = (x: number): string => finite(x, (it) => toText(show(it, decimals(DIGITS)), format));
export const briefText = (x: number): string => finite(x, (it) => toText(significant(it), format));
export const stepText = (step: number): string => toText(showExact(step, decimals(0)), format);

/** As it stands in a field. */
export const typedText = (x: number): string => toTyped(showExact(x, format), format);

/** From here on a number has a power of ten. */
const LARGE = 1e9;

/** On an axis, zeros say nothing: 0.3 for 0.300. */
export const tickText = (x: number): string =>
  x >= 1000 && x < LARGE
    ? stepText(x)
    : briefText(x)
        .replace(/([.,]\d*?)0+(?=$|·)/, "$1")
        .replace(/[.,](?=$|·)/, "");

/** How many rows are right, from their share. */
export const rightRows = (share: number, rows: number): number => Math.round(share * rows);

/** A table of the step: trained and unseen rows beside each other where there are both. */
export function numbersTable(
  { step, loss, accuracy, gradientNorms, weightNorms }: Entry,
  rows: { readonly trained: number; readonly unseen: number },
  hasRidge: boolean,
): string {
  const { numbers } = words;
  const right = (share: number, of: number) =>
    filled(numbers.rightOf, { right: stepText(rightRows(share, of)), rows: stepText(of) });
  const hasUnseen = rows.unseen > 0;
  const line = (name: string, label: string, trained: string, unseen = "") => {
    const cells = `<td>${trained}</td>${hasUnseen ? `<td>${unseen}</td>` : ""}`;
    return `<tr data-number="${name}"><th scope="row">${escapeHtml(label)}</th>${cells}</tr>`;
  };
  const column = (name: string) => `<th scope="col">${escapeHtml(name)}</th>`;
  return [
    `<table><caption>${escapeHtml(numbers.caption)}</caption>`,
    `<thead><tr data-number="step"><th scope="col">${escapeHtml(numbers.step)} <span class="number">${stepText(step)}</span></th>`,
    `${column(numbers.trained)}${hasUnseen ? column(numbers.unseen) : ""}</tr></thead><tbody>`,
    line(
      "loss",
      hasRidge ? numbers.lossAlone : numbers.loss,
      lossText(loss.data),
      lossText(loss.unseen ?? 0),
    ),
    hasRidge ? line("whole", numbers.lossWhole, lossText(loss.total)) : "",
    accuracy
      ? line(
          "right",
          numbers.right,
          right(accuracy.trained, rows.trained),
          right(accuracy.unseen ?? 0, rows.unseen),
        )
      : "",
    line("gradient", numbers.gradient, briefText(norm(gradientNorms))),
    line("weights", numbers.weights, weightNorms.map(briefText).join(`${comma} `)),
    `</tbody></table>`,
  ].join("");
}
