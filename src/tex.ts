import type { NumberFormat, Shown } from "./format.ts";
import { toTex } from "./format.ts";
import { type Kind, type MatrixName, type Name, VALUES } from "./trace.ts";

/** Values to TeX. Kinds and entries are marked by class and data attribute; the style sheet gives the colours. */

/** A piece of a formula in the colour of its kind. */
export const kindOf = (kind: Kind, tex: string): string => `\\htmlClass{${kind}}{${tex}}`;

/** The symbol of a value, as W₁. */
export const symbol = (name: Name): string => kindOf(VALUES[name].kind, VALUES[name].tex);

/** The symbol of a transposed matrix. */
export const symbolT = (name: MatrixName): string => {
  const { kind, tex } = VALUES[name];
  return kindOf(kind, tex.startsWith("\\frac") ? `\\left(${tex}\\right)^{\\!\\top}` : `${tex}^{\\top}`);
};

/** At most so many rows of a matrix are written out; past that the middle is elided. */
const MOST_ROWS = 8;
/** A row is elided past about so many characters, so that it fits on paper. */
const MOST_CHARACTERS = 68;

const ELIDED = -1;

/** The indices to write out of `length`, with -1 where some are left out. */
export function visible(length: number, most: number): number[] {
  if (length <= most) return Array.from({ length }, (_, i) => i);
  return [...Array.from({ length: most - 2 }, (_, i) => i), ELIDED, length - 1];
}

export interface MatrixStyle {
  readonly format: NumberFormat;
  /** Stands before the name in `data-cell`. */
  readonly cells: string;
  /** Entries that the sentence beside the matrix speaks of. */
  readonly lit?: (row: number, col: number) => boolean;
  readonly transpose?: boolean;
}

/**
 * A matrix in numbers: every entry carries `data-cell="name.row.col"`, transposed or not by its own place in
 * the untransposed matrix. On the page the style sheet draws the frame of its kind; MathML has brackets.
 */
export function matrix(name: MatrixName, entries: readonly (readonly Shown[])[], style: MatrixStyle): string {
  const { format, cells, lit, transpose = false } = style;
  const [height, width] = [entries.length, entries[0]?.length ?? 0];
  const entry = (r: number, c: number) => entries[r]![c]!;
  const longest = Math.max(...entries.flat().map(({ text }) => text.length));
  const mostCols = Math.max(4, Math.floor(MOST_CHARACTERS / (longest + 2)));
  const across = visible(transpose ? height : width, mostCols);
  const down = visible(transpose ? width : height, MOST_ROWS);
  const cell = (i: number, j: number, marked: boolean): string => {
    if (i === ELIDED) return j === ELIDED ? "\\ddots" : "\\vdots";
    if (j === ELIDED) return "\\cdots";
    const [r, c] = transpose ? [j, i] : [i, j];
    const number = toTex(entry(r, c), format);
    if (!marked) return number;
    return `\\htmlData{cell=${cells}${name}.${r}.${c}}{${lit?.(r, c) ? `\\htmlClass{lit}{${number}}` : number}}`;
  };
  const body = (marked: boolean) =>
    down.map((i) => across.map((j) => cell(i, j, marked)).join("&")).join("\\\\");
  const columns = "r".repeat(across.length);
  const framed = `\\htmlClass{matrix ${VALUES[name].kind}}{\\begin{array}{${columns}}${body(true)}\\end{array}}`;
  return `\\html@mathml{${framed}}{\\begin{bmatrix}${body(false)}\\end{bmatrix}}`;
}

/** Lines under each other, aligned where each has its `&`. */
export const aligned = (lines: readonly string[]): string =>
  `\\begin{aligned}\n${lines.join("\\\\[.4em]\n")}\n\\end{aligned}`;

/**
 * About how wide a formula is set, in em: what the style sheet needs to fit it to a phone and to paper. Matrices
 * count as their longest row, fractions as their longer half.
 */
export function widthOf(tex: string): number {
  const bare = tex
    .replace(/\\html(Class|Data)\{[^}]*\}/g, "")
    .replace(/\\html@mathml(\{)/g, "$1")
    .replace(/\{\\begin\{bmatrix\}.*?\\end\{bmatrix\}\}/gs, "")
    .replace(/\\begin\{array\}\{(r+)\}(.*?)\\end\{array\}/gs, (_, columns: string, body: string) => {
      const rows = body.split("\\\\").map((row) => characters(row.replaceAll("&", "")));
      return "x".repeat(Math.round(Math.max(...rows) + 2 * columns.length));
    })
    .replace(/\\frac\{((?:[^{}]|\{[^{}]*\})*)\}\{((?:[^{}]|\{[^{}]*\})*)\}/g, (_, a: string, b: string) =>
      characters(a) > characters(b) ? a : b,
    );
  const lines = bare.replace(/\\begin\{aligned\}|\\end\{aligned\}/g, "").split(/\\\\(?:\[[^\]]*\])?/);
  return Math.ceil(Math.max(...lines.map((line) => characters(line))) * 0.5 + 1);
}

/** How many digits' widths a run of TeX takes. */
function characters(tex: string): number {
  const spaced = tex.replace(/\\(text|mathrm|operatorname)\{([^}]*)\}/g, "$2");
  const operators = spaced.match(/[=+≈]|-(?!\d)|\\(approx|cdot|odot|times|to|qquad|quad)\b/g)?.length ?? 0;
  const rest = spaced.replace(/\\[a-zA-Z@]+|[{}&^_\s]|\\[,;!]/g, "").length;
  return rest + operators * 2;
}
