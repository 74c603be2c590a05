/** Numbers as people type them, in a command or an address. What is none stays text, for a check to refuse. */

/** Decimal digits, with fraction and exponent if need be; no hexadecimal, no blanks. */
export const decimal = (text: string): number | string =>
  /^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) + 0 : text; // + 0 turns −0 into 0

/**
 * A number as a page prints it or a hand writes it: with a minus sign, commas in thousands or a decimal comma. What
 * could be either, such as 1,250, is none.
 */
export function handwritten(text: string): number | string {
  const plain = text.trim().replaceAll("−", "-");
  if (!/^-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?$/.test(plain)) return decimal(plain.replace(",", "."));
  const isEither = plain.indexOf(",") === plain.lastIndexOf(",") && !plain.includes(".");
  return isEither ? text : decimal(plain.replaceAll(",", ""));
}

/** Decimal digits and nothing else. */
export const integerFrom = (text: string): number | string =>
  /^-?\d+$/.test(text) ? Number(text) + 0 : text;
