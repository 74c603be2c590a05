/** Numbers as people type them: one parser for every place where one is typed. What is none stays text, for a check. */

/** Decimal digits, with fraction and exponent if need be; no hexadecimal, no blanks. */
export const decimal = (text: string): number | string =>
  /^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) + 0 : text; // + 0 turns −0 into 0

/** With the minus sign of a keyboard, and nothing around it. */
const plain = (text: string): string => text.trim().replaceAll("−", "-");

/** Commas that stand as in thousands, and after them a point at most. */
const GROUPED = /^-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?$/;
/** One comma, before three digits: it may be that of thousands or that of decimals. */
const EITHER = /^-?[1-9]\d{0,2},\d{3}$/;

/**
 * A number as a page prints it or a hand writes it: with a minus sign, commas in thousands or a decimal comma. What
 * could be either, such as 1,250, is none.
 */
export function handwritten(text: string): number | string {
  const typed = plain(text);
  if (EITHER.test(typed)) return text;
  const value = decimal(GROUPED.test(typed) ? typed.replaceAll(",", "") : typed.replace(",", "."));
  return typeof value === "number" ? value : text;
}

/** Both numbers that a text may mean: 1250 and 1.25 for 1,250. Of any other text, none. */
export function readings(text: string): readonly number[] {
  const typed = plain(text);
  return EITHER.test(typed) ? ["", "."].map((point) => Number(typed.replace(",", point))) : [];
}

/** Decimal digits and nothing else. */
export const integerFrom = (text: string): number | string =>
  /^-?\d+$/.test(text) ? Number(text) + 0 : text;
