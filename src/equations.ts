import Big from "big.js";
import {
  type NumberFormat,
  relation,
  type Shown,
  show,
  showExact,
  showMatrix,
  together,
  toHtml,
  toTex,
} from "./format.ts";
import { escapeHtml } from "./html.ts";
import type { Matrix } from "./matrix.ts";
import { aligned, kindOf, matrix, symbol, symbolT } from "./tex.ts";
import { type MatrixName, VALUES } from "./trace.ts";

/**
 * Equations between matrices, told three ways: in symbols, with the numbers in, and entry by entry. Every sign
 * between numbers is decided on the digits shown (`relation`): what follows "=", a reader's calculator gives.
 */

/** A matrix as it stands in an equation: by its name, perhaps transposed. */
export interface Operand {
  readonly name: MatrixName;
  readonly transposed: boolean;
}
export const plain = (name: MatrixName): Operand => ({ name, transposed: false });
/** The operand turned over: rows become columns. */
export const T = (name: MatrixName): Operand => ({ name, transposed: true });

/** What the equations read: the matrices, and how numbers look. */
export interface Page {
  readonly matrices: Readonly<Record<MatrixName, Matrix>>;
  readonly format: NumberFormat;
  /** Stands before the names in `data-cell`: empty for the lesson itself. */
  readonly cells: string;
}

/** An equation `result = …`, ready to be told. Entries are counted from 0, as in the code. */
export interface Equation {
  /** The right side in symbols. */
  readonly symbols: string;
  /** Lines of an aligned display: symbols, numbers, result; the entry followed is lit. */
  readonly lines: readonly string[];
  /** `(1×2)·(2×3) → (1×3)` */
  readonly shapes: string;
  /** Lines of an aligned display for one entry. */
  byHand(row: number, col: number): string[];
  /** One entry as plain HTML: `a·b + c·d = e`. */
  entryText(row: number, col: number): string;
  readonly result: MatrixName;
  readonly rows: number;
  readonly cols: number;
}

/** The most terms of a sum written out. */
const MOST_TERMS = 6;

interface Cell {
  readonly shown: Shown;
  readonly name: MatrixName;
  readonly row: number;
  readonly col: number;
}

/** The entries of an operand as it stands, transposed or not; each still knows its own place. */
function cellsOf({ matrices, format }: Page, { name, transposed }: Operand): Cell[][] {
  const shown = showMatrix(matrices[name], format.digits);
  const cells = shown.map((line, row) => line.map((shown, col) => ({ shown, name, row, col })));
  return transposed ? cells[0]!.map((_, c) => cells.map((line) => line[c]!)) : cells;
}

const size = (cells: readonly (readonly unknown[])[]): string => `(${cells.length}×${cells[0]!.length})`;

const symbolOf = ({ name, transposed }: Operand): string => (transposed ? symbolT(name) : symbol(name));

/** The numbers of an operand in TeX. `lit` is in places of the operand as it stands. */
export function numbers(
  page: Page,
  { name, transposed }: Operand,
  lit?: (row: number, col: number) => boolean,
): string {
  return matrix(name, showMatrix(page.matrices[name], page.format.digits), {
    format: page.format,
    cells: page.cells,
    transpose: transposed,
    ...(lit && { lit: transposed ? (r, c) => lit(c, r) : lit }),
  });
}

const negative = ({ text }: Shown): boolean => text.startsWith("-");

/** A factor in TeX, in its colour and tied to its entry; in brackets where a sign would run into another. */
function factorTex(page: Page, { shown, name, row, col }: Cell, bracket: boolean): string {
  const tex = toTex(shown, page.format);
  const number = `\\htmlData{cell=${page.cells}${name}.${row}.${col}}{${kindOf(VALUES[name].kind, tex)}}`;
  return bracket && negative(shown) ? `(${number})` : number;
}

function factorText({ format }: Page, { shown }: Cell, bracket: boolean): string {
  const text = toHtml(shown, format);
  return bracket && negative(shown) ? `(${text})` : text;
}

/** The terms that are written out: the middle of a long sum is left out. */
const kept = (terms: readonly string[], dots: string): string[] =>
  terms.length <= MOST_TERMS ? [...terms] : [...terms.slice(0, MOST_TERMS - 2), dots, terms.at(-1)!];

/** A sum in lines of an aligned display, a few terms to a line. */
function sumLines(terms: readonly string[], perLine: number): string[] {
  const written = kept(terms, "\\cdots");
  return Array.from({ length: Math.ceil(written.length / perLine) }, (_, i) => {
    const line = written.slice(i * perLine, (i + 1) * perLine).join(" + ");
    return i === 0 ? line : `&\\quad {} + ${line}`;
  });
}

/** The entry that pages follow by hand: the first row's second number, where there is one. */
export const followed = ({ cols }: Pick<Matrix, "rows" | "cols">): [number, number] => [
  0,
  Math.min(1, cols - 1),
];

/** What tells one kind of equation from another; `equation` makes the rest of it. */
interface Kind {
  readonly symbols: string;
  /** The right side with the numbers in; `lit` entries of the operands are given by the entry followed. */
  readonly substituted: (row: number, col: number) => string;
  readonly shapes: string;
  /** How the digits shown of one entry's operands relate to the digits shown of the entry. */
  readonly sign: (row: number, col: number) => "=" | "≈";
  /** One entry's working: the lines before its result, and the sign before it. */
  readonly working: (row: number, col: number) => { lines: string[]; sign: "=" | "≈" };
  readonly text: (row: number, col: number) => string;
}

function equation(page: Page, result: MatrixName, kind: Kind): Equation {
  const r = cellsOf(page, plain(result));
  const [rows, cols] = [r.length, r[0]!.length];
  const [litRow, litCol] = followed({ rows, cols });
  const value = numbers(page, plain(result), (i, j) => i === litRow && j === litCol);
  const all = together(r.flatMap((line, i) => line.map((_, j) => kind.sign(i, j))));
  return {
    result,
    rows,
    cols,
    symbols: kind.symbols,
    shapes: `${kind.shapes} → (${rows}×${cols})`,
    lines: [
      `${symbol(result)} &= ${kind.symbols}`,
      `&= ${kind.substituted(litRow, litCol)}`,
      `&${all} ${value}`,
    ],
    byHand(row, col) {
      const { lines, sign } = kind.working(row, col);
      const entry = `${symbol(result)}[${row},${col}]`;
      const end = `&${sign} \\htmlClass{lit}{${factorTex(page, r[row]![col]!, false)}}`;
      return [...lines.map((line, i) => (i === 0 ? `${entry} &= ${line}` : line)), end];
    },
    entryText: (row, col) =>
      `${kind.text(row, col)} ${kind.sign(row, col)} ${factorText(page, r[row]![col]!, false)}`,
  };
}

/** What the ridge adds to a gradient: λ/N times the weights. */
export interface Ridge {
  readonly lambda: number;
  /** N. */
  readonly rows: number;
  readonly weights: MatrixName;
}

/** `result = left right`, a matrix product; with a ridge whose λ is not 0, `left right + λ/N weights`. */
export function matmulEquation(
  page: Page,
  result: MatrixName,
  left: Operand,
  right: Operand,
  ridge?: Ridge,
): Equation {
  const [a, b] = [cellsOf(page, left), cellsOf(page, right)];
  const r = cellsOf(page, plain(result));
  const price = ridge && ridge.lambda !== 0 ? ridgeTerm(page, ridge) : undefined;
  const pairs = (row: number, col: number) => b.map((line, k) => [a[row]![k]!, line[col]!] as const);
  const product = ([x, y]: readonly [Cell, Cell]) => x.shown.value.times(y.shown.value);
  const exact = (row: number, col: number) => [
    ...pairs(row, col).map(product),
    ...(price ? [price.exact(row, col)] : []),
  ];
  const sum = (numbers: readonly Big[]) => numbers.reduce((total, x) => total.plus(x), new Big(0));
  const sign = (row: number, col: number) => relation(sum(exact(row, col)), r[row]![col]!.shown);
  return equation(page, result, {
    symbols: `${symbolOf(left)}\\,${symbolOf(right)}${price ? ` + ${price.symbols}` : ""}`,
    substituted: (row, col) =>
      `${numbers(page, left, (i) => i === row)}\\;${numbers(page, right, (_, j) => j === col)}${
        price ? `\\\\[.4em]\n&\\quad {} + ${price.numbers(row, col)}` : ""
      }`,
    shapes: `${size(a)}·${size(b)}${price ? ` + ${size(price.cells)}` : ""}`,
    sign,
    working(row, col) {
      const written = [
        ...pairs(row, col).map(([x, y]) => `${factorTex(page, x, true)}\\cdot ${factorTex(page, y, true)}`),
        ...(price ? [price.tex(row, col)] : []),
      ];
      if (written.length === 1) return { lines: written, sign: sign(row, col) };
      const summands = exact(row, col).map((x) => show(x.toNumber(), page.format.digits));
      const rounded = together(exact(row, col).map((x, k) => relation(x, summands[k]!)));
      const shownTex = summands.map((p, k) => {
        const tex = toTex(p, page.format);
        return k > 0 && negative(p) ? `(${tex})` : tex;
      });
      return {
        lines: [...sumLines(written, 2), `&${rounded} ${sumLines(shownTex, 4).join("\\\\\n")}`],
        sign: relation(sum(summands.map((p) => p.value)), r[row]![col]!.shown),
      };
    },
    text: (row, col) =>
      kept(
        [
          ...pairs(row, col).map(([x, y], k) => `${factorText(page, x, k > 0)}·${factorText(page, y, true)}`),
          ...(price ? [price.text(row, col)] : []),
        ],
        "⋯",
      ).join(" + "),
  });
}

/** The ridge's term, written as the equation around it writes its own. */
function ridgeTerm(page: Page, { lambda, rows, weights }: Ridge) {
  const cells = cellsOf(page, plain(weights));
  const shown = showExact(lambda);
  const share = `\\tfrac{${kindOf("scalars", toTex(shown, page.format))}}{${rows}}`;
  const cell = (row: number, col: number) => cells[row]![col]!;
  return {
    cells,
    symbols: `\\tfrac{${kindOf("scalars", "\\lambda")}}{N}\\,${symbol(weights)}`,
    exact: (row: number, col: number) => cell(row, col).shown.value.times(shown.value).div(rows),
    numbers: (row: number, col: number) =>
      `${share}\\cdot ${numbers(page, plain(weights), onlyAt(row, col))}`,
    tex: (row: number, col: number) => `${share}\\cdot ${factorTex(page, cell(row, col), true)}`,
    text: (row: number, col: number) =>
      `${toHtml(shown, page.format)}/${rows}·${factorText(page, cell(row, col), true)}`,
  };
}

/** `result = left ⊙ right`, entry by entry. */
export function multiplyEquation(page: Page, result: MatrixName, left: Operand, right: Operand): Equation {
  const [a, b] = [cellsOf(page, left), cellsOf(page, right)];
  const r = cellsOf(page, plain(result));
  const sign = (i: number, j: number) =>
    relation(a[i]![j]!.shown.value.times(b[i]![j]!.shown.value), r[i]![j]!.shown);
  return equation(page, result, {
    symbols: `${symbolOf(left)} \\odot ${symbolOf(right)}`,
    substituted: (i, j) => [left, right].map((x) => numbers(page, x, onlyAt(i, j))).join(" \\odot "),
    shapes: `${size(a)} ⊙ ${size(b)}`,
    sign,
    working: (i, j) => ({
      lines: [`${factorTex(page, a[i]![j]!, false)}\\cdot ${factorTex(page, b[i]![j]!, true)}`],
      sign: sign(i, j),
    }),
    text: (i, j) => `${factorText(page, a[i]![j]!, false)}·${factorText(page, b[i]![j]!, true)}`,
  });
}

/** A function of one number, with how it is written around its argument. */
export interface Written {
  readonly f: (x: number) => number;
  readonly tex: (argument: string) => string;
  readonly text: (argument: string) => string;
}

/** `result = f(argument)`, entry by entry. */
export function mapEquation(
  page: Page,
  result: MatrixName,
  argument: Operand,
  { f, tex, text }: Written,
): Equation {
  const a = cellsOf(page, argument);
  const r = cellsOf(page, plain(result));
  const sign = (i: number, j: number) => relation(f(a[i]![j]!.shown.value.toNumber()), r[i]![j]!.shown);
  return equation(page, result, {
    symbols: tex(symbolOf(argument)),
    substituted: (i, j) => tex(numbers(page, argument, onlyAt(i, j))),
    shapes: size(a),
    sign,
    working: (i, j) => ({ lines: [tex(factorTex(page, a[i]![j]!, false))], sign: sign(i, j) }),
    text: (i, j) => text(factorText(page, a[i]![j]!, false)),
  });
}

const onlyAt = (row: number, col: number) => (i: number, j: number) => i === row && j === col;

/** A display formula in Markdown. */
export const display = (lines: readonly string[]): string => `\n\n$$\n${aligned(lines)}\n$$\n\n`;

/** The most entries written out one by one. */
const MOST_ENTRIES = 24;

/** Every entry of an equation as a table, the first ones where there are many. */
export function entryTable(equation: Equation, name: string, heads: { entry: string; sum: string }): string {
  const { rows, cols } = equation;
  const cells = Array.from({ length: rows * cols }, (_, i) => [Math.floor(i / cols), i % cols] as const);
  const lines = cells
    .slice(0, MOST_ENTRIES)
    .map(
      ([r, c]) =>
        `<tr><th scope="row">${escapeHtml(name)}[${r},${c}]</th><td>${equation.entryText(r, c)}</td></tr>`,
    );
  const rest = cells.length > MOST_ENTRIES ? `<tr><th scope="row">⋮</th><td>⋮</td></tr>` : "";
  return `<div class="scroll" tabindex="0" role="group" aria-label="${escapeHtml(name)}"><table class="entries"><thead><tr><th scope="col">${heads.entry}</th><th scope="col">${heads.sum}</th></tr></thead><tbody>${lines.join("")}${rest}</tbody></table></div>`;
}
