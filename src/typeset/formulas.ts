import katex, { type KatexOptions } from "katex";

/**
 * TeX to HTML and MathML by KaTeX, remembered by what a formula is but for its numbers, which stand in `\num{…}`. All
 * digits are as wide and as high as each other, so where only numbers change the HTML is the same with other digits in
 * it, and need not be made again.
 */

const OPTIONS: KatexOptions = {
  output: "htmlAndMathml",
  throwOnError: true,
  // In MathML, KaTeX would set \mathord as a letter, and a letter holds no numbers; braces mean the same.
  macros: { "\\num": "#1", "\\mathord": "{#1}" },
  // \htmlClass and \htmlData mark kinds and entries; nothing else that KaTeX would trust is let through.
  trust: ({ command }) => command === "\\htmlClass" || command === "\\htmlData",
  strict: (code: string) => (code === "htmlExtension" ? "ignore" : "error"),
};

/** The source that KaTeX repeats inside its MathML: twice the bytes, and no use beside the copy as TeX. */
const ANNOTATION = /<annotation encoding="application\/x-tex">[\s\S]*?<\/annotation>/g;

/** The space before thousands, where the comma stands before decimals (format.ts): to MathML it would part two numbers. */
const THOUSANDS = /(?<=\d)<\/mn><mspace width="0\.17em"\/><mn>(?=\d)/g;

/**
 * The HTML of a formula, made anew.
 * @throws katex.ParseError where the source is no TeX
 */
export const setFormula = (source: string): string =>
  katex.renderToString(source, OPTIONS).replace(ANNOTATION, "").replace(THOUSANDS, "\u202f");

/** So many formulas are remembered, those used last. */
const MOST = 2000;

/** A renderer that remembers: what it gives is what `setFormula` gives, to the byte. */
export function formulaRenderer(): (source: string) => string {
  const moulds = new Map<string, Mould | undefined>();
  return (source) => {
    const form: string[] = [];
    const numbers: string[] = [];
    for (const [i, part] of source.split(/\\num\{([^}]*)\}/).entries())
      (i % 2 === 0 ? form : numbers).push(part);
    const key = form.join("\\num{}");
    const mould = moulds.has(key) ? moulds.get(key) : mouldOf(form);
    moulds.delete(key);
    moulds.set(key, mould); // the last one used stands last
    if (moulds.size > MOST) moulds.delete(moulds.keys().next().value!);
    return mould ? filled(mould, numbers) : setFormula(source);
  };
}

/** HTML in pieces; after each but the last the tag that a number stands in, and its index: in MathML those of its parts. */
type Mould = readonly string[];

/** Begins a number that stands for another, and stands nowhere else. */
const MARK = "31415926";
const INDEX = `${MARK}\\d{4}`;
/** A decimal comma, or what stands between thousands, makes one number of two in MathML. */
const PLACE = new RegExp(`<(mn|span class="mord[^"]*")>(${INDEX}(?:[,\u202f]${INDEX})*)</(?:mn|span)>`);

/** None where a number is not set as others are, or what is no TeX must be told with its own numbers. */
function mouldOf(form: readonly string[]): Mould | undefined {
  try {
    const mark = (i: number) => MARK + String(i).padStart(4, "0");
    const mould = setFormula(form.reduce((tex, piece, i) => tex + mark(i - 1) + piece)).split(PLACE);
    return mould.some((piece, i) => i % 3 < 2 && piece.includes(MARK)) ? undefined : mould;
  } catch {
    return undefined;
  }
}

const EACH = new RegExp(`${MARK}(\\d{4})`, "g");

function filled(mould: Mould, numbers: readonly string[]): string {
  let html = mould[0]!;
  for (let i = 1; i < mould.length; i += 3)
    html +=
      element(
        mould[i]!,
        mould[i + 1]!.replace(EACH, (_, index) => numbers[Number(index)]!),
      ) + mould[i + 2]!;
  return html;
}

/** A number as KaTeX sets it, with a sign of its own or without. */
function element(tag: string, number: string): string {
  const digits = number.replace("-", "");
  if (tag !== "mn") return `${digits === number ? "" : `<${tag}>−</span>`}<${tag}>${digits}</span>`;
  return digits === number ? `<mn>${digits}</mn>` : `<mrow><mo>−</mo><mn>${digits}</mn></mrow>`;
}

/**
 * A formula as MathML alone, for a file that has neither KaTeX's style sheet nor its letters: as a display sets it, or as
 * running text does. It stands in its line all the same.
 * @throws katex.ParseError where the source is no TeX
 */
export const setMathml = (source: string, displayMode = true): string =>
  katex
    .renderToString(source, { ...OPTIONS, output: "mathml", displayMode })
    .replace(ANNOTATION, "")
    .replace(/<\/?(?:span|semantics)[^>]*>/g, "")
    .replace('display="block"', 'displaystyle="true"');
