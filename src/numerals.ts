/** Numbers as people type them, in a command or an address. What is none stays text, for a check to refuse. */

/** Decimal digits, with fraction and exponent if need be; no hexadecimal, no blanks. */
export const decimal = (text: string): number | string =>
  /^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) + 0 : text; // + 0 turns −0 into 0

/** Decimal digits and nothing else. */
export const whole = (text: string): number | string => (/^-?\d+$/.test(text) ? Number(text) + 0 : text);
