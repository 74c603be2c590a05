import { type Name, VALUES } from "../trace.ts";
import { type Attributes, coordinate, element, escapeXml, line } from "./svg.ts";

const LOWERED = "₀₁₂₃₄₅₆₇₈₉";
const RAISED: Record<string, string> = { ᵀ: "⊤", "²": "2", "*": "∗" };

/** The symbol of a value in plain Unicode, from the one table of values: ∂L/∂W₂. */
export const plainSymbol = (name: Name): string =>
  VALUES[name].tex
    .replace(/\\frac\{(.*)\}\{(.*)\}/, "$1/$2")
    .replace(/\\partial ?/g, "∂")
    .replace(/_(\d)/g, (_, digit: string) => LOWERED[Number(digit)]!)
    .replace(/\^\{\*\}/, "*");

/**
 * A short formula in plain Unicode, set as the page's formulas are: letters slanted, ₁ lowered, ᵀ raised. Spans
 * do the lowering, since few text faces draw these signs well.
 */
function typeset(content: string, size: number): string {
  let level = 0;
  return content
    .split(/([₀-₉]+|[ᵀ²*]|[A-Za-zα-ωσ∂]+)/)
    .filter((piece) => piece !== "")
    .map((piece) => {
      const lowered = LOWERED.includes(piece[0]!);
      const raised = RAISED[piece];
      const wanted = lowered ? size * 0.2 : raised ? -size * 0.36 : 0;
      const small = wanted !== 0;
      const shift = wanted - level;
      level = wanted;
      const shown = lowered ? [...piece].map((c) => LOWERED.indexOf(c)).join("") : (raised ?? piece);
      return element(
        "tspan",
        {
          class: /^[A-Za-zα-ω∂]/.test(shown) ? "letter" : undefined,
          dy: shift === 0 ? undefined : shift,
          "font-size": small ? size * 0.7 : undefined,
        },
        escapeXml(shown),
      );
    })
    .join("");
}

/** A formula at a place, `size` units high. */
export const formula = (
  x: number,
  y: number,
  content: string,
  attributes: Attributes = {},
  size = 16,
): string =>
  element("text", { x, y, class: "math", "font-size": size, ...attributes }, typeset(content, size));

/** A formula centred at a point; one with a slash is set as a fraction with its bar. */
export function centred(x: number, y: number, content: string, size = 16): string {
  const middle = { "text-anchor": "middle" };
  const [above, below] = content.split("/");
  if (below === undefined) return formula(x, y + size * 0.32, content, middle, size);
  const half = size * 0.75;
  return (
    formula(x, y - size * 0.34, above!, middle, size) +
    line(x - half, y, x + half, y, { stroke: "currentColor", "stroke-width": 1 }) +
    formula(x, y + size * 0.96, below, middle, size)
  );
}

/** How much room a number in the figures' sans takes, about. */
export const widthOfText = (content: string): number => Number(coordinate(content.length * 7.4));
