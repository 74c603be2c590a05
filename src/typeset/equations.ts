import Big from "big.js";
import type { Matrix } from "../math/matrix.ts";
import { type Cell, markOf, type Rate, single } from "../network/cells.ts";
import { type MatrixName, type Name, VALUES } from "../network/trace.ts";
import {
  type NumberFormat,
  relation,
  type Shown,
  show,
  showExact,
  together,
  toHtml,
  toTex,
} from "./format.ts";
import { escapeHtml, markedNumber } from "./html.ts";
import { aligned, kindOf, markedTex, matrix, signed, symbol, symbolT } from "./tex.ts";

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

/** What the equations read: the matrices as shown, and how numbers look. */
export interface Notation {
  /** The entries of a matrix as the page shows them. */
  readonly shown: (name: MatrixName) => readonly (readonly Shown[])[];
  readonly format: NumberFormat;
  /** Stands before the names in `data-cell`: empty for the lesson itself. */
  readonly cells: string;
}

/** How a value comes about, entry by entry, counted from 0 as in the code. One number is its own entry [0,0]. */
export interface Origin {
  readonly result: Name;
  readonly rows: number;
  readonly cols: number;
  /** What an entry was made from, in the order in which its sum names it. */
  sources(row: number, col: number): Cell[];
  /** One entry worked out. */
  worked(row: number, col: number): Worked;
}

/** `a·b + c·d ≈ e` as HTML, each number tied to its cell. */
export interface Worked {
  readonly sum: string;
  readonly sign: "=" | "≈";
  readonly value: string;
}

/** An equation `result = …` between matrices, ready to be told. */
export interface Equation extends Origin {
  readonly result: MatrixName;
  /** The right side in symbols. */
  readonly symbols: string;
  /** Lines of an aligned display: symbols, numbers, result; the entry followed is lit. */
  readonly lines: readonly string[];
  /** The same with no entry lit, for a page that follows none. */
  readonly unlit: readonly string[];
  /** `(1×2)·(2×3) → (1×3)` */
  readonly shapes: string;
  /** Lines of an aligned display for one entry. */
  byHand(row: number, col: number): string[];
}

/** The most terms of a sum written out. */
const MOST_TERMS = 6;

/** An entry of a matrix, as it stands in an equation. */
interface Entry extends Cell {
  readonly shown: Shown;
  readonly name: MatrixName;
}

/** The entries of an operand as it stands, transposed or not; each still knows its own place. */
function entriesOf({ shown }: Notation, { name, transposed }: Operand): Entry[][] {
  const entries = shown(name).map((line, row) => line.map((shown, col) => ({ shown, name, row, col })));
  return transposed ? entries[0]!.map((_, c) => entries.map((line) => line[c]!)) : entries;
}

const size = (entries: readonly (readonly unknown[])[]): string =>
  `(${entries.length}×${entries[0]!.length})`;

const cellOf = ({ name, row, col }: Entry): Cell => ({ name, row, col });

const symbolOf = ({ name, transposed }: Operand): string => (transposed ? symbolT(name) : symbol(name));

/** The numbers of an operand in TeX. `lit` is in places of the operand as it stands. */
export function numbers(
  notation: Notation,
  { name, transposed }: Operand,
  lit?: (row: number, col: number) => boolean,
): string {
  return matrix(name, notation.shown(name), {
    format: notation.format,
    cells: notation.cells,
    transpose: transposed,
    ...(lit && { lit: transposed ? (r, c) => lit(c, r) : lit }),
  });
}

const negative = ({ text }: Shown): boolean => text.startsWith("-");

/** A factor in TeX, in its colour and tied to its entry; in brackets where a sign would run into another. */
function factorTex(notation: Notation, entry: Entry, bracket: boolean): string {
  const { shown, name } = entry;
  const number = markedTex(
    markOf(entry, notation.cells),
    kindOf(VALUES[name].kind, toTex(shown, notation.format)),
  );
  return bracket && negative(shown) ? `(${number})` : number;
}

function factorText(notation: Notation, entry: Entry, bracket: boolean): string {
  const { shown, name } = entry;
  const number = markedNumber(
    markOf(entry, notation.cells),
    VALUES[name].kind,
    toHtml(shown, notation.format),
  );
  return bracket && negative(shown) ? `(${number})` : number;
}

/** The terms that are written out: the middle of a long sum is left out. */
const kept = (terms: readonly string[], dots: string): string[] =>
  terms.length <= MOST_TERMS ? [...terms] : [...terms.slice(0, MOST_TERMS - 2), dots, terms.at(-1)!];

/** A sum in TeX. */
const sumTex = (terms: readonly string[]): string => signed("+", kept(terms, "\\cdots"));

/** The entry that pages follow by hand: the first row's second number, where there is one. */
export const followed = ({ cols }: Pick<Matrix, "rows" | "cols">): [number, number] => [
  0,
  Math.min(1, cols - 1),
];

/** The entry followed, where one is. */
type Lit = readonly [row: number, col: number] | undefined;

/** What tells one kind of equation from another; `equation` makes the rest of it. */
interface Kind {
  readonly symbols: string;
  /** The right side with the numbers in; what the entry followed is made from is lit. */
  readonly substituted: (lit: Lit) => string;
  readonly shapes: string;
  readonly sources: (row: number, col: number) => Cell[];
  /** How the digits shown of one entry's operands relate to the digits shown of the entry. */
  readonly sign: (row: number, col: number) => "=" | "≈";
  /** One entry's working: the lines before its result, and the sign before it. */
  readonly working: (row: number, col: number) => { lines: string[]; sign: "=" | "≈" };
  readonly text: (row: number, col: number) => string;
}

function equation(notation: Notation, result: MatrixName, kind: Kind): Equation {
  const r = entriesOf(notation, plain(result));
  const [rows, cols] = [r.length, r[0]!.length];
  const told = (lit: Lit): string[] => {
    const all = r.every((line, i) => line.every((_, j) => kind.sign(i, j) === "=")) ? "=" : "≈";
    return [
      `${symbol(result)} &= ${kind.symbols}`,
      `&= ${kind.substituted(lit)}`,
      `&${all} ${numbers(notation, plain(result), lit && onlyAt(...lit))}`,
    ];
  };
  return {
    result,
    rows,
    cols,
    symbols: kind.symbols,
    shapes: `${kind.shapes} → (${rows}×${cols})`,
    // Made when they are read: who asks for one entry of a large matrix need not wait for them.
    get lines() {
      return told(followed({ rows, cols }));
    },
    get unlit() {
      return told(undefined);
    },
    byHand(row, col) {
      const { lines, sign } = kind.working(row, col);
      const entry = `${symbol(result)}[${row},${col}]`;
      const end = `&${sign} \\htmlClass{lit}{${factorTex(notation, r[row]![col]!, false)}}`;
      return [...lines.map((line, i) => (i === 0 ? `${entry} &= ${line}` : line)), end];
    },
    sources: kind.sources,
    worked: (row, col) => ({
      sum: kind.text(row, col),
      sign: kind.sign(row, col),
      value: factorText(notation, r[row]![col]!, false),
    }),
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
  notation: Notation,
  result: MatrixName,
  left: Operand,
  right: Operand,
  ridge?: Ridge,
): Equation {
  const [a, b] = [entriesOf(notation, left), entriesOf(notation, right)];
  const r = entriesOf(notation, plain(result));
  const price = ridge && ridge.lambda !== 0 ? ridgeTerm(notation, ridge) : undefined;
  const pairs = (row: number, col: number) => b.map((line, k) => [a[row]![k]!, line[col]!] as const);
  const product = ([x, y]: readonly [Entry, Entry]) => x.shown.value.times(y.shown.value);
  const exact = (row: number, col: number) => [
    ...pairs(row, col).map(product),
    ...(price ? [price.exact(row, col)] : []),
  ];
  const sum = (numbers: readonly Big[]) => numbers.reduce((total, x) => total.plus(x), new Big(0));
  const sign = (row: number, col: number) => relation(sum(exact(row, col)), r[row]![col]!.shown);
  return equation(notation, result, {
    symbols: `${symbolOf(left)}\\,${symbolOf(right)}${price ? ` + ${price.symbols}` : ""}`,
    substituted: (lit) =>
      signed("+", [
        `${numbers(notation, left, lit && ((i) => i === lit[0]))}\\;\\allowbreak ${numbers(notation, right, lit && ((_, j) => j === lit[1]))}`,
        ...(price ? [price.numbers(lit)] : []),
      ]),
    shapes: `${size(a)}·${size(b)}${price ? ` + ${size(price.entries)}` : ""}`,
    sources: (row, col) => [
      ...a[row]!.map(cellOf),
      ...b.map((line) => cellOf(line[col]!)),
      ...(price ? price.sources(row, col) : []),
    ],
    sign,
    working(row, col) {
      const written = [
        ...pairs(row, col).map(
          ([x, y]) => `{${factorTex(notation, x, true)}\\cdot ${factorTex(notation, y, true)}}`,
        ),
        ...(price ? [price.tex(row, col)] : []),
      ];
      if (written.length === 1) return { lines: written, sign: sign(row, col) };
      const summands = exact(row, col).map((x) => show(x.toNumber(), notation.format.digits));
      const rounded = together(exact(row, col).map((x, k) => relation(x, summands[k]!)));
      const shownTex = summands.map((p, k) => {
        const tex = toTex(p, notation.format);
        return k > 0 && negative(p) ? `(${tex})` : tex;
      });
      return {
        lines: [sumTex(written), `&${rounded} ${sumTex(shownTex)}`],
        sign: relation(sum(summands.map((p) => p.value)), r[row]![col]!.shown),
      };
    },
    text: (row, col) =>
      kept(
        [
          ...pairs(row, col).map(
            ([x, y], k) => `${factorText(notation, x, k > 0)}·${factorText(notation, y, true)}`,
          ),
          ...(price ? [price.text(row, col)] : []),
        ],
        "⋯",
      ).join(" + "),
  });
}

/** The ridge's term, written as the equation around it writes its own. */
function ridgeTerm(notation: Notation, { lambda, rows, weights }: Ridge) {
  const entries = entriesOf(notation, plain(weights));
  const shown = showExact(lambda);
  const mark = markOf(single("lambda"), notation.cells);
  const share = `\\tfrac{${markedTex(mark, kindOf("scalars", toTex(shown, notation.format)))}}{${rows}}`;
  const entry = (row: number, col: number) => entries[row]![col]!;
  return {
    entries,
    symbols: `\\tfrac{${kindOf("scalars", "\\lambda")}}{N}\\,${symbol(weights)}`,
    sources: (row: number, col: number) => [single("lambda"), cellOf(entry(row, col))],
    exact: (row: number, col: number) => entry(row, col).shown.value.times(shown.value).div(rows),
    numbers: (lit: Lit) => `{${share}\\cdot ${numbers(notation, plain(weights), lit && onlyAt(...lit))}}`,
    tex: (row: number, col: number) => `{${share}\\cdot ${factorTex(notation, entry(row, col), true)}}`,
    text: (row: number, col: number) =>
      `${markedNumber(mark, "scalars", toHtml(shown, notation.format))}/${rows}·${factorText(notation, entry(row, col), true)}`,
  };
}

/** How an equation is written around its operands. */
type Around = (...operands: readonly string[]) => string;

/** A function of the entries that stand in one place, and how it is written. */
export interface Entrywise {
  /** The function, of the numbers as shown: it decides the signs. */
  readonly f: (...entries: readonly Big[]) => Big | number;
  /** Around the operands' symbols, their matrices, the entries of one place, and these as HTML. */
  readonly symbols: Around;
  readonly matrices: Around;
  readonly entry: Around;
  readonly text: Around;
  /** Around the shapes of the operands. */
  readonly shapes: Around;
  /** A rate of the lesson that takes part. */
  readonly rate?: Rate;
}

/** `result = f(operands)`, entry by entry. */
export function entrywiseEquation(
  notation: Notation,
  result: MatrixName,
  operands: readonly Operand[],
  { f, symbols, matrices, entry, text, shapes, rate }: Entrywise,
): Equation {
  const all = operands.map((operand) => entriesOf(notation, operand));
  const r = entriesOf(notation, plain(result));
  const at = (i: number, j: number) => all.map((entries) => entries[i]![j]!);
  const sign = (i: number, j: number) =>
    relation(f(...at(i, j).map(({ shown }) => shown.value)), r[i]![j]!.shown);
  return equation(notation, result, {
    symbols: symbols(...operands.map(symbolOf)),
    substituted: (lit) => matrices(...operands.map((it) => numbers(notation, it, lit && onlyAt(...lit)))),
    shapes: shapes(...all.map(size)),
    sources: (i, j) => [...at(i, j).map(cellOf), ...(rate ? [single(rate)] : [])],
    sign,
    // What stands first needs no brackets, whatever its sign.
    working: (i, j) => ({
      lines: [entry(...at(i, j).map((it, k) => factorTex(notation, it, k > 0)))],
      sign: sign(i, j),
    }),
    text: (i, j) => text(...at(i, j).map((it, k) => factorText(notation, it, k > 0))),
  });
}

/** The elementwise product. */
const PRODUCT: Entrywise = {
  f: (a, b) => a.times(b),
  symbols: (a, b) => `${a} \\odot ${b}`,
  matrices: (a, b) => signed("\\odot", [a, b]),
  entry: (a, b) => `${a}\\cdot ${b}`,
  text: (a, b) => `${a}·${b}`,
  shapes: (a, b) => `${a} ⊙ ${b}`,
};

/** `result = left ⊙ right`, entry by entry. */
export const multiplyEquation = (
  notation: Notation,
  result: MatrixName,
  left: Operand,
  right: Operand,
): Equation => entrywiseEquation(notation, result, [left, right], PRODUCT);

/** A function of one number, with how it is written around its argument. */
export interface Written {
  readonly f: (x: number) => number;
  readonly tex: (argument: string) => string;
  readonly text: (argument: string) => string;
}

/** `result = f(argument)`, entry by entry. */
export const mapEquation = (
  notation: Notation,
  result: MatrixName,
  argument: Operand,
  { f, tex, text }: Written,
): Equation =>
  entrywiseEquation(notation, result, [argument], {
    f: (x) => f(x.toNumber()),
    symbols: (x) => tex(x),
    matrices: (x) => tex(x),
    entry: (x) => tex(x),
    text: (x) => text(x),
    shapes: (x) => x,
  });

const onlyAt = (row: number, col: number) => (i: number, j: number) => i === row && j === col;

/** The lines of an equation without the one in symbols, where the page has them already. */
export const inNumbers = ({ result, unlit: [, numbers, end] }: Equation): string[] => [
  `${symbol(result)} ${numbers}`,
  end!,
];

/** A display formula in Markdown. */
export const display = (lines: readonly string[]): string => `\n\n$$\n${aligned(lines)}\n$$\n\n`;

/** The most entries written out one by one. */
const MOST_ENTRIES = 24;

/** Every entry of an equation as a table, the first ones where there are many. */
export function entryTable(equation: Equation, name: string, heads: { entry: string; sum: string }): string {
  const { rows, cols } = equation;
  const cells = Array.from({ length: rows * cols }, (_, i) => [Math.floor(i / cols), i % cols] as const);
  const lines = cells.slice(0, MOST_ENTRIES).map(([r, c]) => {
    const { sum, sign, value } = equation.worked(r, c);
    return `<tr><th scope="row">${escapeHtml(name)}[${r},${c}]</th><td>${sum} ${sign} ${value}</td></tr>`;
  });
  const rest = cells.length > MOST_ENTRIES ? `<tr><th scope="row">⋮</th><td>⋮</td></tr>` : "";
  return `<div class="scroll" tabindex="0" role="group" aria-label="${escapeHtml(name)}"><table class="entries"><thead><tr><th scope="col">${heads.entry}</th><th scope="col">${heads.sum}</th></tr></thead><tbody>${lines.join("")}${rest}</tbody></table></div>`;
}
