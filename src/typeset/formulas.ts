import katex, { type KatexOptions } from "katex";

/**
 * TeX to HTML and MathML by KaTeX, remembered by what a formula is but for its digits. All digits are as wide and as
 * high as each other, so where only digits change the HTML is the same with other digits in it, and need not be made
 * again.
 */

const OPTIONS: KatexOptions = {
  output: "htmlAndMathml",
  throwOnError: true,
  // \htmlClass and \htmlData mark kinds and entries; nothing else that KaTeX would trust is let through.
  trust: ({ command }) => command === "\\htmlClass" || command === "\\htmlData",
  strict: (code: string) => (code === "htmlExtension" ? "ignore" : "error"),
};

/** The source that KaTeX repeats inside its MathML: twice the bytes, and no use beside the copy as TeX. */
const ANNOTATION = /<annotation encoding="application\/x-tex">[\s\S]*?<\/annotation>/g;

/**
 * The HTML of a formula, made anew.
 * @throws katex.ParseError where the source is no TeX
 */
export const setFormula = (source: string, displayMode: boolean): string =>
  katex
    // In MathML, KaTeX would set \mathord as a letter, and a letter holds no numbers; braces mean the same.
    .renderToString(source.replace(/\\mathord(?=\{)/g, ""), { ...OPTIONS, displayMode })
    .replace(ANNOTATION, "");

/** @throws katex.ParseError that speaks of the source, and not of the digits that stand in for its own */
function setStencil(stencil: string, source: string, displayMode: boolean): string {
  try {
    return setFormula(stencil, displayMode);
  } catch (error) {
    setFormula(source, displayMode);
    throw error;
  }
}

/** So many formulas are remembered, those used last. */
const MOST = 2000;

/** A renderer that remembers: what it gives is what `setFormula` gives, to the byte. */
export function formulaRenderer(): (source: string, displayMode: boolean) => string {
  const moulds = new Map<string, Mould | "none">();
  return (source, displayMode) => {
    const { form, numbers, stencil } = dissect(source);
    const key = displayMode ? `$${form}` : form;
    const mould = moulds.get(key) ?? mouldOf(setStencil(stencil, source, displayMode)) ?? "none";
    moulds.delete(key);
    moulds.set(key, mould); // the last one used stands last
    if (moulds.size > MOST) moulds.delete(moulds.keys().next().value!);
    return mould === "none" ? setFormula(source, displayMode) : filled(mould, numbers);
  };
}

/**
 * A piece of TeX whose digits are not shown or decide how it looks (marks, struts, columns, indices, exponents and
 * what they stand on), or a number.
 */
const PIECE =
  /(\\html(?:Class|Data)\{[^}]*\}|\\rule\[[^\]]*\]\{[^}]*\}\{[^}]*\}|\\\\\[[^\]]*\]|\\begin\{array\}\{[^}]*\}|\d+(?=[_^])|[_^](?:\d|\{[^}]*\})|\\[a-zA-Z@]+)|(-?)(\d+(?:\.\d+)?)(?![_^\d.])/g;

/** Before and after a number that is alone in its cell of an array, perhaps marked: its sign changes nothing else. */
const ALONE_AFTER = /(?:&|\\\\|\\begin\{(?:array\}\{r+|bmatrix)\}|\\html(?:Class|Data)\{[^}]*\}\{)$/;
const ALONE_BEFORE = /^(?:&|\\\\|\\end|\})/;
/** So many characters around a number tell. */
const NEAR = 80;

interface Numeral {
  readonly digits: string;
  readonly minus: boolean;
}

/** A formula's form, its numbers, and a formula of that form with a mark in place of each number. */
function dissect(source: string): { form: string; numbers: Numeral[]; stencil: string } {
  const numbers: Numeral[] = [];
  const inArray = source.includes("\\begin{");
  let [form, stencil] = ["", ""];
  let at = 0;
  for (const { 0: piece, 1: fixed, 2: sign = "", 3: digits = "", index } of source.matchAll(PIECE)) {
    const before = source.slice(at, index);
    at = index + piece.length;
    form += before;
    stencil += before;
    if (fixed !== undefined) {
      form += fixed;
      stencil += fixed;
      continue;
    }
    const [left, right] = [source.slice(Math.max(0, index - NEAR), index), source.slice(at, at + NEAR)];
    const alone = inArray && ALONE_AFTER.test(left) && ALONE_BEFORE.test(right);
    const ownSign = alone ? "" : sign;
    form += `${ownSign}${alone ? "±" : "#"}`;
    stencil += `${ownSign}${MARK}${String(numbers.length).padStart(4, "0")}`;
    numbers.push({ digits, minus: alone && sign === "-" });
  }
  return { form: form + source.slice(at), numbers, stencil: stencil + source.slice(at) };
}

/** Begins a number that stands for another, and stands nowhere else. */
const MARK = "31415926";
const PLACE = new RegExp(`<mn>${MARK}(\\d{4})</mn>|<span class="(mord[^"]*)">${MARK}(\\d{4})</span>`, "g");

/** HTML in pieces, and between any two of them a number: its index, and for HTML the class, for MathML none. */
interface Mould {
  readonly pieces: readonly string[];
  readonly places: readonly { readonly index: number; readonly className?: string }[];
}

/** None where a number is set in a way that is not known here. */
function mouldOf(html: string): Mould | undefined {
  const pieces: string[] = [];
  const places: { index: number; className?: string }[] = [];
  let at = 0;
  for (const { 0: place, 1: inMathml, 2: className, 3: inHtml, index } of html.matchAll(PLACE)) {
    pieces.push(html.slice(at, index));
    places.push(className === undefined ? { index: Number(inMathml) } : { index: Number(inHtml), className });
    at = index + place.length;
  }
  pieces.push(html.slice(at));
  return pieces.some((piece) => piece.includes(MARK)) ? undefined : { pieces, places };
}

function filled({ pieces, places }: Mould, numbers: readonly Numeral[]): string {
  let html = pieces[0]!;
  for (const [i, { index, className }] of places.entries()) {
    const { digits, minus } = numbers[index]!;
    if (className !== undefined)
      html += `${minus ? `<span class="${className}">−</span>` : ""}<span class="${className}">${digits}</span>`;
    else html += minus ? `<mrow><mo>−</mo><mn>${digits}</mn></mrow>` : `<mn>${digits}</mn>`;
    html += pieces[i + 1]!;
  }
  return html;
}
