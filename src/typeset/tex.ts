import { markOf } from "../network/marks.ts";
import { kindOf } from "../network/quantities.ts";
import { type Kind, type MatrixName, type Name, texOf } from "../network/values.ts";
import { isFraction, type NumberFormat, type Shown, toTex } from "./format.ts";

/** Values to TeX. Kinds and entries are marked by class and data attribute; the style sheet gives the colours. */

/** A piece of a formula in the colour of its kind. */
export const coloured = (kind: Kind, tex: string): string => `\\htmlClass{${kind}}{${tex}}`;

/** A number in a formula, tied to its cell. */
export const markedTex = (mark: string, tex: string): string => `\\htmlData{cell=${mark}}{${tex}}`;

/** A fraction with a slash: above or below the bar of another. */
export const slashTex = (tex: string): string =>
  tex.replace(/\\tfrac\{(\\num\{\d+\})\}\{(\\num\{\d+\})\}/, "$1/$2");

/** The symbol of a value, as W₁. A derivative is a fraction in a display and has a slash in running text. */
export const symbol = (name: Name): string => coloured(kindOf(name), slashed(texOf(name)));

/** The symbol of a transposed matrix. */
export const symbolT = (name: MatrixName): string => coloured(kindOf(name), `${texOf(name)}^{\\top}`);

const slashed = (tex: string): string =>
  tex.replace(/^\\frac\{(.*)\}\{(.*)\}$/, "\\mathchoice{$&}{$1/$2}{$1/$2}{$1/$2}");

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

/** Between rows of fractions, and how wide KaTeX sets a digit and a point, in em. */
const [FRACTION_GAP, DIGIT, POINT] = [0.4, 0.5, 0.278];
/** A number with a minus and no power of ten, which may have commas. */
const SIGNED = /^-\\num\{(?=[^}]*\}(?:\{,\}\\num\{[^}]*\})*$)/;
const decimalsIn = ({ text }: Shown): number => (/^[^e]*\.(\d+)$/.exec(text)?.[1] ?? "").length;

/**
 * A matrix in numbers: every entry carries `data-cell="name.row.col"`, transposed or not by its own place in
 * the untransposed matrix. On the page the style sheet draws the frame of its kind; MathML has brackets.
 */
export const matrix = (
  name: MatrixName,
  entries: readonly (readonly Shown[])[],
  style: MatrixStyle,
): string => framed(kindOf(name), entries, style, (row, col) => markOf({ name, row, col }, style.cells));

/** The same for any numbers of a kind; those that are entries of a value carry their marks. */
export function framed(
  kind: Kind,
  entries: readonly (readonly Shown[])[],
  { format, lit, transpose = false }: Omit<MatrixStyle, "cells">,
  mark?: (row: number, col: number) => string,
): string {
  const [rows, cols] = [entries.length, entries[0]?.length ?? 0];
  const entry = (r: number, c: number) => entries[r]![c]!;
  const longest = Math.max(...entries.flat().map(({ text }) => text.length));
  const mostCols = Math.max(4, Math.floor(MOST_CHARACTERS / (longest + 2)));
  const across = visible(transpose ? rows : cols, mostCols);
  const down = visible(transpose ? cols : rows, MOST_ROWS);
  const shown = (i: number, j: number) => (transpose ? entry(j, i) : entry(i, j));
  const written = across.map((j) => (j < 0 ? [] : down.filter((i) => i >= 0).map((i) => shown(i, j))));
  const gap = written.flat().some(isFraction) ? FRACTION_GAP : 0;
  /** Where fractions are, a whole number has no decimals: it ends, as a fraction does, at the point of those below it. */
  const room = written.map((column) => (format.fractions ? Math.max(0, ...column.map(decimalsIn)) : 0));
  const cell = (i: number, j: number, k: number, marked: boolean): string => {
    if (i === ELIDED) return j === ELIDED ? "\\ddots" : "\\vdots";
    if (j === ELIDED) return "\\cdots";
    const [r, c] = transpose ? [j, i] : [i, j];
    // Alone in its cell, a number keeps no distance from its sign: the sign is as good as a digit.
    const number = toTex(entry(r, c), format).replace(SIGNED, "\\num{-");
    if (!marked) return number;
    const tex = lit?.(r, c) ? `\\htmlClass{lit}{${number}}` : number;
    const behind = room[k]! > 0 && !entry(r, c).text.includes(".") ? POINT + DIGIT * room[k]! : 0;
    return `${mark ? markedTex(mark(r, c), tex) : tex}${behind > 0 ? `\\hspace{${behind.toFixed(3)}em}` : ""}`;
  };
  const end = gap > 0 ? `\\\\[${gap}em]` : "\\\\";
  const body = (marked: boolean) =>
    down.map((i) => across.map((j, k) => cell(i, j, k, marked)).join("&")).join(end);
  const columns = "r".repeat(across.length);
  const frame = `\\htmlClass{matrix ${kind}}{\\begin{array}{${columns}}${body(true)}\\end{array}}`;
  // An array is 1.2 em a row, centred on the axis. The strut keeps its frame off the lines above and below.
  const more = gap * (down.length - 1);
  const [height, depth] = [1.2 * down.length + 0.7 + more, 0.6 * down.length + 0.1 + more / 2];
  const strut = `\\rule[-${depth.toFixed(1)}em]{0pt}{${height.toFixed(1)}em}`;
  // The outer braces make it one ordinary symbol, so that KaTeX sets the space around ⊙ and − beside it.
  return `{\\html@mathml{${strut}${frame}}{\\begin{bmatrix}${body(false)}\\end{bmatrix}}}`;
}

/** Lines under each other, aligned where each has its `&`. */
export const aligned = (lines: readonly string[]): string =>
  `\\begin{aligned}\n${lines.join("\\\\[.4em]\n")}\n\\end{aligned}`;

/** A sum, or anything between whose parts a sign stands: a narrow line breaks before the sign. */
export const signed = (sign: string, parts: readonly string[]): string =>
  parts.join(` \\allowbreak ${sign} \\nobreak `);

/**
 * A display in lines, each in what is told, the sign after it, and what it is. KaTeX would set `aligned` as one table,
 * of which no line can break where a page is narrow.
 */
export const linesOf = (source: string): { left: string; sign: string; right: string }[] =>
  source
    .trim()
    .replace(/^\\begin\{aligned\}\n|\n\\end\{aligned\}$/g, "")
    .split(/\\\\(?:\[[^\]]*\])?\n/)
    .map((line) => {
      let depth = 0;
      // A line's own `&` is the one in no group.
      const at = line.split("").findIndex((sign) => {
        depth += sign === "{" ? 1 : sign === "}" ? -1 : 0;
        return sign === "&" && depth === 0;
      });
      const [, sign = "", right] = /^(=|≈|≠|\\approx)?\s*([\s\S]*)$/.exec(line.slice(at + 1))!;
      return { left: line.slice(0, Math.max(at, 0)).trim(), sign, right: right! };
    });

/**
 * About how wide a formula is set on one line, in em. Follows KaTeX's metrics for what the book writes: digits, signs,
 * letters, arrays, fractions.
 */
export function widthInEms(tex: string): number {
  let measured = 0;
  const rest = tex
    .replace(/\\num\{([^}]*)\}/g, "$1")
    .replace(/\\rule\[[^\]]*\]\{[^}]*\}\{[^}]*\}|\\hspace\{[^}]*\}|\\html(?:Class|Data)\{[^}]*\}/g, "")
    .replace(/\{\{([^{}]*)\}\}/g, "{$1}")
    .replace(/\{\\begin\{bmatrix\}.*?\\end\{bmatrix\}\}/gs, "")
    .replace(/\\mathchoice\{(\\frac\{[^{}]*\}\{[^{}]*\})\}(\{[^{}]*\}){3}/g, "$1")
    .replace(/\\begin\{array\}\{r+\}(.*?)\\end\{array\}/gs, (_, body: string) => {
      const cells = body.replace(/\\tfrac\{(\d+)\}\{(\d+)\}/g, (_, a: string, b: string) =>
        a.length > b.length ? a : b,
      );
      const rows = cells.split(/\\\\(?:\[[^\]]*\])?/).map((row) => row.split("&").map(widthOfRun));
      for (const c of rows[0]!.keys()) measured += Math.max(...rows.map((row) => row[c] ?? 0)) + 100;
      measured += 50;
      return "";
    })
    .replace(/\\t?frac\{((?:[^{}]|\{[^{}]*\})*)\}\{((?:[^{}]|\{[^{}]*\})*)\}/g, (_, a: string, b: string) => {
      measured += Math.max(widthOfRun(a), widthOfRun(b)) + 25;
      return "";
    });
  return (measured + widthOfRun(rest)) / 100;
}

/** How wide signs are, in hundredths of an em. One may look like a part of a later one. */
const WIDTHS: readonly (readonly [signs: RegExp, width: number])[] = [
  [/\\(?:left|right|[bB]igg?[lr]?)\b/, 0],
  [/\\q?quad\b/, 150],
  [/\\(?:cdot|odot|times|to|approx)\b|[=+≈≠<>]|(?<=[\d)\w}]\s*)-/, 125],
  [/\\[a-zA-Z@]+/, 60],
  [/\\[,;!: ]/, 20],
  [/[{}^_\s]/, 0],
  [/[.,:[\]]/, 28],
  [/-/, 78],
  [/[()]/, 39],
  [/\d/, 50],
  [/./u, 60],
];

/** The width of a run of TeX without arrays and fractions, in hundredths of an em. */
function widthOfRun(tex: string): number {
  let [width, rest] = [0, tex.replace(/\\(?:text|mathrm)\{([^}]*)\}/g, "$1")];
  for (const [signs, each] of WIDTHS) {
    const between = rest.split(signs);
    width += each * (between.length - 1);
    rest = between.join("");
  }
  return width;
}
