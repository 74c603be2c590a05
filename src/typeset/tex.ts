import { markOf } from "../network/cells.ts";
import { type Kind, type MatrixName, type Name, VALUES } from "../network/trace.ts";
import type { NumberFormat, Shown } from "./format.ts";
import { toTex } from "./format.ts";

/** Values to TeX. Kinds and entries are marked by class and data attribute; the style sheet gives the colours. */

/** A piece of a formula in the colour of its kind. */
export const kindOf = (kind: Kind, tex: string): string => `\\htmlClass{${kind}}{${tex}}`;

/** A number in a formula, tied to its cell. */
export const markedTex = (mark: string, tex: string): string => `\\htmlData{cell=${mark}}{${tex}}`;

/** The symbol of a value, as W₁. A derivative is a fraction in a display and has a slash in running text. */
export const symbol = (name: Name): string => kindOf(VALUES[name].kind, slashed(VALUES[name].tex));

/** The symbol of a transposed matrix. */
export const symbolT = (name: MatrixName): string => {
  const { kind, tex } = VALUES[name];
  return kindOf(kind, `${tex}^{\\top}`);
};

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

/**
 * A matrix in numbers: every entry carries `data-cell="name.row.col"`, transposed or not by its own place in
 * the untransposed matrix. On the page the style sheet draws the frame of its kind; MathML has brackets.
 */
export function matrix(name: MatrixName, entries: readonly (readonly Shown[])[], style: MatrixStyle): string {
  const { format, cells, lit, transpose = false } = style;
  const [rows, cols] = [entries.length, entries[0]?.length ?? 0];
  const entry = (r: number, c: number) => entries[r]![c]!;
  const longest = Math.max(...entries.flat().map(({ text }) => text.length));
  const mostCols = Math.max(4, Math.floor(MOST_CHARACTERS / (longest + 2)));
  const across = visible(transpose ? rows : cols, mostCols);
  const down = visible(transpose ? cols : rows, MOST_ROWS);
  const cell = (i: number, j: number, marked: boolean): string => {
    if (i === ELIDED) return j === ELIDED ? "\\ddots" : "\\vdots";
    if (j === ELIDED) return "\\cdots";
    const [r, c] = transpose ? [j, i] : [i, j];
    // Alone in its cell, a number keeps no distance from its sign: the sign is as good as a digit.
    const number = toTex(entry(r, c), format).replace(/^-\\num\{([^}]*)\}$/, "\\num{-$1}");
    if (!marked) return number;
    const tex = lit?.(r, c) ? `\\htmlClass{lit}{${number}}` : number;
    return markedTex(markOf({ name, row: r, col: c }, cells), tex);
  };
  const body = (marked: boolean) =>
    down.map((i) => across.map((j) => cell(i, j, marked)).join("&")).join("\\\\");
  const columns = "r".repeat(across.length);
  const framed = `\\htmlClass{matrix ${VALUES[name].kind}}{\\begin{array}{${columns}}${body(true)}\\end{array}}`;
  // An array is 1.2 em a row, centred on the axis. The strut keeps its frame off the lines above and below.
  const [height, depth] = [1.2 * down.length + 0.7, 0.6 * down.length + 0.1];
  const strut = `\\rule[-${depth.toFixed(1)}em]{0pt}{${height.toFixed(1)}em}`;
  // The outer braces make it one ordinary symbol, so that KaTeX sets the space around ⊙ and − beside it.
  return `{\\html@mathml{${strut}${framed}}{\\begin{bmatrix}${body(false)}\\end{bmatrix}}}`;
}

/** Lines under each other, aligned where each has its `&`. */
export const aligned = (lines: readonly string[]): string =>
  `\\begin{aligned}\n${lines.join("\\\\[.4em]\n")}\n\\end{aligned}`;

/** A sum, or anything between whose parts a sign stands: a narrow line breaks before the sign. */
export const signed = (sign: string, parts: readonly string[]): string =>
  parts.join(` \\allowbreak ${sign} \\nobreak `);

/** A line of a display in its parts: what is told, the sign after it, and what it is. */
export interface DisplayLine {
  readonly left: string;
  readonly sign: string;
  readonly right: string;
}

/** A display in lines. KaTeX would set `aligned` as one table, of which no line can break where a page is narrow. */
export function linesOf(source: string): DisplayLine[] {
  const [, body] = /^\s*\\begin\{aligned\}\n([\s\S]*)\n\\end\{aligned\}\s*$/.exec(source) ?? [];
  if (body === undefined) return [{ left: "", sign: "", right: source.trim() }];
  return body.split(/\\\\(?:\[[^\]]*\])?\n/).map((line) => {
    const at = alignment(line);
    const [, sign = "", right] = /^(=|≈|\\approx)?\s*([\s\S]*)$/.exec(line.slice(at + 1))!;
    return { left: line.slice(0, Math.max(at, 0)).trim(), sign, right: right! };
  });
}

/** Where a line's own `&` stands, the one in no group; before the line where it has none. */
function alignment(line: string): number {
  let depth = 0;
  for (const [i, sign] of [...line].entries()) {
    if (sign === "&" && depth === 0) return i;
    depth += sign === "{" ? 1 : sign === "}" ? -1 : 0;
  }
  return -1;
}

/**
 * About how wide a formula is set on one line, in em. Follows KaTeX's metrics for what the book writes: digits, signs,
 * letters, arrays, fractions.
 */
export function widthInEms(tex: string): number {
  const bare = tex
    .replace(/\\num\{([^}]*)\}/g, "$1")
    .replace(/\\rule\[[^\]]*\]\{[^}]*\}\{[^}]*\}/g, "")
    .replace(/\\html(Class|Data)\{[^}]*\}/g, "")
    .replace(/\{\{([^{}]*)\}\}/g, "{$1}")
    .replace(/\{\\begin\{bmatrix\}.*?\\end\{bmatrix\}\}/gs, "")
    .replace(/\\mathchoice\{(\\frac\{[^{}]*\}\{[^{}]*\})\}(\{[^{}]*\}){3}/g, "$1")
    .replace(/\\begin\{array\}\{r+\}(.*?)\\end\{array\}/gs, (_, body: string) => {
      const rows = body.split("\\\\").map((row) => row.split("&").map(run));
      const columns = rows[0]!.map((_, c) => Math.max(...rows.map((row) => row[c] ?? 0)) + 1);
      return space(columns.reduce((sum, width) => sum + width, 0.5));
    })
    .replace(/\\t?frac\{((?:[^{}]|\{[^{}]*\})*)\}\{((?:[^{}]|\{[^{}]*\})*)\}/g, (_, a: string, b: string) =>
      space(Math.max(run(a), run(b)) + 0.25),
    );
  return run(bare);
}

/** A place of a given width, for what has been measured already. */
const space = (width: number): string => `⟦${width.toFixed(2)}⟧`;

/** The width of a run of TeX without arrays and fractions. */
function run(tex: string): number {
  let width = 0;
  const rest = tex
    .replace(/⟦([\d.]+)⟧/g, (_, measured: string) => {
      width += Number(measured);
      return "";
    })
    .replace(/\\(?:text|mathrm)\{([^}]*)\}/g, "$1")
    .replace(/\\(?:left|right|[bB]igg?[lr]?)\b/g, "")
    .replace(/\\q?quad\b/g, () => {
      width += 1.5;
      return "";
    })
    .replace(/\\(?:cdot|odot|times|to|approx)\b|[=+≈<>]|(?<=[\d)\w}]\s*)-/g, () => {
      width += 1.25;
      return "";
    })
    .replace(/\\[,;!: ]/g, "␣")
    .replace(/\\[a-zA-Z@]+/g, "m")
    .replace(/[{}^_\s]/g, "");
  for (const sign of rest)
    width +=
      sign === "␣"
        ? 0.2
        : ".,:[]".includes(sign)
          ? 0.28
          : sign === "-"
            ? 0.78
            : "()".includes(sign)
              ? 0.39
              : /\d/.test(sign)
                ? 0.5
                : 0.6;
  return width;
}
