import { sum } from "d3-array";
import { type Name, texOf } from "../network/values.ts";
import { escapeHtml } from "../typeset/html.ts";
import { type Attributes, MIDDLE, stroked } from "./looks.ts";
import { boxAround, element, line } from "./svg.ts";

/**
 * Numbers and short formulas, set in the letters of the page's formulas. These fonts travel with the book, so a
 * drawing knows how wide its numbers are on every machine, which it does not of a sans.
 */

const LOWERED = "₀₁₂₃₄₅₆₇₈₉";
/** Signs that stand lower or higher than others, those drawn in their place, and how much lower, in em. */
const LEVELS = [
  { signs: LOWERED, drawn: "0123456789", lower: 0.2 },
  { signs: "⁰¹²³⁴⁵⁶⁷⁸⁹⁻ᵀ*ᶻ", drawn: "0123456789−⊤∗z", lower: -0.36 },
];

/** A whole number as an index: ₁₂. */
export const lowered = (index: number): string =>
  String(index).replace(/\d/g, (digit) => LOWERED[Number(digit)]!);

/** The symbol of a value in plain Unicode: ∂L/∂W₂. */
export const plainSymbol = (name: Name): string =>
  texOf(name)
    .replace(/\\frac\{(.*)\}\{(.*)\}/, "$1/$2")
    .replace(/\\partial ?/g, "∂")
    .replace(/_(\d)/g, (_, digit: string) => LOWERED[Number(digit)]!)
    .replace(/\^\{\*\}/, "*");

/** How far KaTeX keeps off a letter after ∂, which leans to the right, in em. */
const AFTER_PARTIAL = 0.0556;

/**
 * Letters slanted, ₁ lowered, ᵀ and ² raised, by spans: few text faces draw these signs well. ∂ is drawn slanted in the
 * upright face, and in that alone.
 */
function typeset(content: string, size: number): string {
  let lowered = 0;
  return content
    .replaceAll("Σ", "∑")
    .replaceAll("·", "⋅")
    .split(/([₀-₉]+|[⁰¹²³⁴-⁹⁻ᵀ*]+|ᶻ|[A-Za-zα-ω]+)/)
    .filter((piece) => piece !== "")
    .map((piece, i, pieces) => {
      // The name of a function stands upright: tanh, ReLU, ln.
      const isLetter = /^[A-Za-zα-ωᶻ]/.test(piece) && !/^(?:[A-Za-z]{3,}|ln)$/.test(piece);
      const level = LEVELS.find(({ signs }) => signs.includes(piece[0]!));
      const wanted = size * (level?.lower ?? 0);
      const shift = wanted - lowered;
      lowered = wanted;
      const shown = level
        ? Array.from(piece, (sign) => level.drawn[level.signs.indexOf(sign)]).join("")
        : escapeHtml(piece);
      if (!isLetter && shift === 0) return shown;
      return element(
        "tspan",
        {
          class: isLetter ? "letter" : undefined,
          dx: pieces[i - 1]?.endsWith("∂") ? size * AFTER_PARTIAL : undefined,
          dy: shift === 0 ? undefined : shift,
          "font-size": level && size * 0.7,
        },
        shown,
      );
    })
    .join("");
}

/** A formula in plain Unicode at a place, `size` units high. */
export function formula(x: number, y: number, content: string, its: Attributes = {}, size = 16): string {
  const { class: own = "", ...rest } = its;
  const names = String(own);
  const set = typeset(content, size);
  const drawn = (others: string, more: Attributes) =>
    element("text", { x, y, "font-size": size, ...more, class: `math ${others}`.trim() }, set);
  // Each span has its own halo, which would lie on the span before it: the halo of all of them comes first.
  if (!names.includes("halo") || !set.includes("<tspan")) return drawn(names, rest);
  const behind = { "text-anchor": rest["text-anchor"], "aria-hidden": "true" };
  return drawn("halo", behind) + drawn(names.replace("halo", "").trim(), rest);
}

const NUMBER_SIZE = 15;

/** Widths in ems of what is not as wide as a digit; lowered and raised signs are small. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[.,·:;[\]]/, 0.28],
  [/[₀-₉⁰¹²³⁴-⁹⁻ᵀ*ᶻ]/, 0.4],
  [/[()]/, 0.39],
  [/ /, 0.25],
  [/Σ/, 1.06],
  [/W/, 0.95],
  [/[−+=⊙≈≠A-Z]/, 0.8],
  [/[a-zα-ω∂]/, 0.57],
];

/** How wide a number or formula is set, from its signs. */
export const widthInPixels = (content: string, size = NUMBER_SIZE): number =>
  size * sum(content, (sign) => WIDTHS.find(([signs]) => signs.test(sign))?.[1] ?? 0.5);

/** How wide the widest of them is set; 0 if there is none. */
export const widest = (contents: readonly string[], size?: number): number =>
  Math.max(0, ...contents.map((content) => widthInPixels(content, size)));

/** A number at a place. */
export const number = (x: number, y: number, content: string, attributes: Attributes = {}): string =>
  formula(x, y, content, attributes, NUMBER_SIZE);

/** A number centred at a point of a line, on a strip of paper that hides the line behind it. */
export function numberOn(x: number, y: number, content: string, attributes: Attributes = {}): string {
  return (
    boxAround(x, y, widthInPixels(content) + 4, 14, { class: "paper", stroke: "none" }) +
    number(x, y + 5, content, { ...MIDDLE, ...attributes })
  );
}

/** A formula centred at a point; one with a slash is set as a fraction with its bar. */
export function centred(x: number, y: number, content: string, size = 16): string {
  const [above, below] = content.split("/");
  if (below === undefined) return formula(x, y + size * 0.32, content, MIDDLE, size);
  const half = size * 0.75;
  return (
    formula(x, y - size * 0.34, above!, MIDDLE, size) +
    line(x - half, y, x + half, y, stroked(1)) +
    formula(x, y + size * 0.96, below, MIDDLE, size)
  );
}
