/** Numbers as people type them, read in one way wherever one is typed. A text that is no number is given back as it is, for a check to refuse. */

/** Decimal digits, with fraction and exponent if need be; no hexadecimal, no blanks. */
export const decimal = (text: string): number | string =>
  /^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) + 0 : text; // + 0 turns −0 into 0

/** With the minus sign of a keyboard, and nothing around it. */
const plain = (text: string): string => text.trim().replaceAll(/[−–]/g, "-");

/** Commas between thousands, and perhaps a decimal point after them. */
const GROUPED = /^-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?$/;
/** One comma, before three digits: it may be that of thousands or that of decimals. */
const EITHER = /^-?[1-9]\d{0,2},\d{3}$/;

/**
 * A number as a page prints it or a hand writes it: with a minus sign, commas in thousands or a decimal comma. What
 * could be either, such as 1,250, stays text.
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

/** A whole number: decimal digits, perhaps after a minus sign, and nothing else. */
export const integerFrom = (text: string): number | string =>
  /^-?\d+$/.test(text) ? Number(text) + 0 : text;
