/** Numbers as people type them, read in one way wherever one is typed. A text that is no number is given back as it is, for a check to refuse. */

/** Decimal digits, with fraction and exponent if need be; no hexadecimal, no blanks. */
export const decimal = (text: string): number | string =>
  /^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) + 0 : text; // + 0 turns −0 into 0

/** What stands between units and tenths. */
export type Decimal = "point" | "comma";

/** With the minus sign of a keyboard, and nothing around it. */
const plain = (text: string): string => text.trim().replaceAll(/[−–]/g, "-");

/** What stands between thousands, and perhaps decimals after them. */
const GROUPED = {
  point: /^-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?$/,
  comma: /^-?[1-9]\d{0,2}(?:[.\s]\d{3})+(?:,\d*)?$/,
};
/** One such sign, before three digits: it may be that of thousands or that of decimals. */
const EITHER = { point: /^-?[1-9]\d{0,2},\d{3}$/, comma: /^-?[1-9]\d{0,2}\.\d{3}$/ };
const together = (typed: string, between: Decimal): string =>
  between === "point" ? typed.replaceAll(",", "") : typed.replaceAll(/[.\s]/g, "");

/**
 * A number as a page prints it or a hand writes it: with a minus sign, a decimal point or comma, and what stands between
 * thousands beside the one that pages have. What could be either, such as 1,250 beside a point, stays text.
 */
export function numeral(text: string, between: Decimal = "point"): number | string {
  const typed = plain(text);
  if (EITHER[between].test(typed)) return text;
  const number = GROUPED[between].test(typed) ? together(typed, between) : typed;
  const value = decimal(number.replace(",", "."));
  return typeof value === "number" ? value : text;
}

/** The same, or a fraction: 1/2, −3/4. */
export function handwritten(text: string, between: Decimal = "point"): number | string {
  const [, over, under] = /^(-?\d+) ?\/ ?(\d+)$/.exec(plain(text)) ?? [];
  return Number(under) > 0 ? Number(over) / Number(under) + 0 : numeral(text, between);
}

/** Both numbers that a text may mean: 1250 and 1.25 for 1,250. Of any other text, none. */
export function readings(text: string, between: Decimal = "point"): readonly number[] {
  const typed = plain(text);
  return EITHER[between].test(typed)
    ? [together(typed, between), typed.replace(",", ".")].map((number) => Number(number))
    : [];
}

/** A whole number: decimal digits, perhaps after a minus sign, and nothing else. */
export const integerFrom = (text: string): number | string =>
  /^-?\d+$/.test(text) ? Number(text) + 0 : text;
