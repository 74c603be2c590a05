import type { Kind } from "../network/values.ts";
import { markedNumber } from "../typeset/html.ts";

/** A matrix product as its picture shows it, and the sum of one of its entries: for the page and for the script that moves it. */

/** A number in the picture: its mark and its text; null where some are left out. */
export type Written = readonly [mark: string, text: string] | null;

export interface WrittenMatrix {
  readonly kind: Kind;
  /** As it stands in the picture, turned over or not. */
  readonly entries: readonly (readonly Written[])[];
}

export interface WrittenCross {
  readonly left: WrittenMatrix;
  readonly right: WrittenMatrix;
  readonly result: WrittenMatrix;
  /** What each entry has beside its products; of a ridge also λ and N, which give what that is multiplied by. */
  readonly added?: WrittenMatrix & { readonly price?: readonly [lambda: string, rows: string] };
  /** Before each entry. */
  readonly signs: readonly (readonly string[])[];
}

/** How far a number ends from the end of its cell, and how far its line lies below the middle. */
export const [PAD, BASE] = [10, 5];

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻";
/** Few text faces have raised digits. */
const lowered = (text: string): string =>
  text.replace(
    /[⁰¹²³⁴-⁹⁻]+/,
    (power) => `<sup>${Array.from(power, (sign) => "0123456789−"[RAISED.indexOf(sign)]).join("")}</sup>`,
  );

/** One entry term by term, as HTML: its products, what is added, and what they give. */
export function sumOf(cross: WrittenCross, i: number, j: number): string {
  const { left, right, result, added, signs } = cross;
  const number = ([mark, text]: NonNullable<Written>, kind: Kind, bracket: boolean, isFactor = true) => {
    const marked = markedNumber(mark, kind, lowered(text));
    return (bracket && text.startsWith("−")) || (isFactor && text.includes("/")) ? `(${marked})` : marked;
  };
  const terms = left.entries[i]!.map((a, k) => {
    const b = right.entries[k]![j]!;
    return a && b ? `${number(a, left.kind, k > 0)} · ${number(b, right.kind, true)}` : "⋯";
  });
  const more = added?.entries[i]?.[j];
  if (added && more) {
    const [lambda, rows] = added.price ?? [];
    const times = lambda ? `${number(["lambda", lambda], "scalars", false)}/${rows} · ` : "";
    terms.push(times + number(more, added.kind, true, times !== ""));
  }
  const lines = terms.map((term, k) => (k > 0 ? `+ ${term}` : term));
  lines.push(`${signs[i]![j]} ${number(result.entries[i]![j]!, result.kind, false, false)}`);
  return lines.map((line) => `<span class="term">${line}</span>`).join(" ");
}
