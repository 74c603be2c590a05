import { type Exact, exact } from "../math/exact.ts";

/** Numbers as students write them, exactly: with a point or a comma, with a power of ten, as a fraction. */

export interface Typed {
  /** What the text may mean: no number, one, or two where a comma may be that of thousands. */
  readonly numbers: readonly Exact[];
  /** How many decimals are written; of a fraction or a power of ten it is not said. */
  readonly decimals?: number;
}

/** A longer text is no answer. */
const MOST_CHARACTERS = 40;

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
/** 1.2·10⁻⁵ and 1.2×10^-5 as 1.2e-5. */
const withExponent = (text: string): string =>
  text
    .replace(/10(⁻?)([⁰¹²³⁴-⁹]+)$/, (_, minus: string, digits: string) => {
      const plain = [...digits].map((it) => SUPERSCRIPTS.indexOf(it)).join("");
      return `10^${minus && "-"}${plain}`;
    })
    .replace(/\s*[·×*⋅]\s*10\s*\^\s*/, "e");

/** With the letters and the minus sign of a keyboard. */
const plain = (text: string): string =>
  withExponent(text.trim())
    .normalize("NFKC")
    .replaceAll(/[−–‐‑]/g, "-")
    .replaceAll("⁄", "/")
    .replaceAll(/\s+/g, " ");

/** A digit before ½ makes a mixed number, whose parts would run together. */
const MIXED = /\d\s*[¼½¾⅐-⅞]/;

/** How digits stand together, and what between them only groups them. */
const FORMS: readonly (readonly [form: RegExp, between: string])[] = [
  [/^\d*(?:[.,]\d*)?$/, ""],
  [/^\d{1,3}(?: \d{3})*(?:[.,](?:\d*|(?:\d{3} )*\d{1,3}))?$/, " "],
  [/^[1-9]\d{0,2}(?:(?:,\d{3})+\.\d*|(?:,\d{3}){2,})$/, ","],
  [/^[1-9]\d{0,2}(?:(?:\.\d{3})+,\d*|(?:\.\d{3}){2,})$/, "."],
];
/** One comma, before three digits: of thousands or of decimals. */
const EITHER = /^[1-9]\d{0,2},\d{3}$/;

/** A number without a sign and in digits alone, with a point if any: `0.5`; of 1,250 both. */
function digitsIn(text: string, commasAreDecimal: boolean): string[] {
  const [, between] = FORMS.find(([form]) => form.test(text)) ?? [];
  if (between === undefined || !/\d/.test(text)) return [];
  const point = text.replaceAll(between || /$^/g, "").replace(",", ".");
  return EITHER.test(text) && !commasAreDecimal ? [point, text.replace(",", "")] : [point];
}

function single(text: string, commasAreDecimal: boolean): Typed {
  const [, sign = "", digits = "", exponent] =
    /^([-+]?) ?(.*?)(?: ?e\(?([-+]?\d{1,2})\)?)?$/i.exec(text) ?? [];
  const found = digitsIn(digits, commasAreDecimal);
  return {
    numbers: found.map((it) => exact(`${sign === "-" ? "-" : ""}0${it.replace(/\.$/, "")}e${exponent ?? 0}`)),
    ...(exponent === undefined && { decimals: /\.(\d*)/.exec(found[0] ?? "")?.[1]?.length ?? 0 }),
  };
}

/** What a text says. @param commasAreDecimal whether a comma is known to be that of decimals */
export function typedNumber(text: string, commasAreDecimal = false): Typed {
  const none: Typed = { numbers: [] };
  if (text.length > MOST_CHARACTERS || MIXED.test(text)) return none;
  const [above = "", below, ...more] = plain(text).split(/ ?\/ ?/);
  const whole = single(above, commasAreDecimal);
  if (below === undefined) return whole;
  const divisors = single(below, commasAreDecimal).numbers.filter((it) => !it.eq(0));
  if (more.length > 0) return none;
  return { numbers: whole.numbers.flatMap((a) => divisors.map((b) => a.div(b))) };
}

/** Whether nothing is written: no more than a dash or a question mark. */
export const isBlank = (text: string): boolean => /^[\s\-−–—?]*$/.test(text);

/** Whether somebody writes decimal commas: one of these texts has one that can be nothing else, and none has a point. */
export const writesCommas = (texts: readonly string[]): boolean =>
  texts.some((it) => it.includes(",") && typedNumber(it).numbers.length === 1) &&
  !texts.some((it) => it.includes("."));
