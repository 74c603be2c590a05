import { type Exact, sumOf } from "../math/exact.ts";
import { at, type Matrix } from "../math/matrix.ts";
import { brokenIn } from "../network/broken.ts";
import { markOf, single } from "../network/marks.ts";
import { networkOf, stepsOf } from "../network/network.ts";
import {
  type Entrywise,
  type Operand,
  type Product,
  plain,
  type Rowwise,
  type ShownRates,
  type Signs,
  type Step,
  type Sum,
} from "../network/op.ts";
import { isMatrix, kindOf } from "../network/quantities.ts";
import type { Trace } from "../network/stage.ts";
import type { Cell, MatrixName, Name, Rate, ScalarName } from "../network/values.ts";
import { fewest, near } from "./apart.ts";
import { type Addend, type Column, columnOf } from "./column.ts";
import {
  isFraction,
  type NumberFormat,
  relation,
  type Shown,
  type Sign,
  separatorOf,
  showBig,
  showExact,
  showMatrix,
  showScalar,
  together,
  toHtml,
  toTex,
  toText,
  withDigits,
} from "./format.ts";
import { escapeHtml, markedNumber } from "./html.ts";
import { aligned, coloured, markedTex, matrix, signed, slashTex, symbol, symbolT, visible } from "./tex.ts";

/**
 * The equations of a network, from its steps, told three ways: in symbols, with the numbers in, and entry by entry.
 * Every sign between numbers is decided on the digits shown (`relation`): what follows "=", a reader's calculator gives.
 * Only "≠" is decided on the full numbers: it stands where a reader's own code made a value, and made another.
 */

/** What the equations read: the numbers of a trace as a page shows them. */
export interface Notation {
  readonly trace: Trace;
  readonly format: NumberFormat;
  /** Stands before the names in `data-cell`: empty for the lesson itself. */
  readonly cells: string;
  /** The entries of a matrix as the page shows them. */
  readonly shown: (name: MatrixName) => readonly (readonly Shown[])[];
}

export function notationOf(trace: Trace, format: NumberFormat, cells: string): Notation {
  /** A matrix is rounded once, however often the page writes it. */
  const rounded = new Map<MatrixName, Shown[][]>();
  return {
    trace,
    format,
    cells,
    shown(name) {
      const known = rounded.get(name) ?? showMatrix(trace[name], format);
      rounded.set(name, known);
      return known;
    },
  };
}

/** How a value comes about, entry by entry, counted from 0 as in the code. One number is its own entry [0,0]. */
export interface Origin {
  readonly result: Name;
  readonly rows: number;
  readonly cols: number;
  /** What an entry was made from, in the order in which its sum names it. */
  sources(row: number, col: number): readonly Cell[];
  /** One entry worked out. */
  worked(row: number, col: number): Worked;
}

/** `a·b + c·d ≈ e` as HTML, each number tied to its cell. */
export interface Worked {
  readonly sum: string;
  readonly sign: Sign;
  readonly value: string;
  /** The same as it is added by hand. */
  readonly column: Column;
}

/** An equation `result = …` between matrices, ready to be told. */
export interface Equation extends Origin {
  readonly result: MatrixName;
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

/** An entry of a matrix, or a single number, as it stands in an equation. */
interface Entry extends Cell {
  readonly shown: Shown;
}

/** Those of each matrix, by its numbers as they are shown: a page asks for the same ones again and again. */
const known = new WeakMap<object, { readonly entries: Entry[][]; turned?: Entry[][] }>();

/** The entries of an operand as it stands, transposed or not; each still knows its own place. */
function entriesOf({ shown }: Notation, { name, transposed }: Operand): Entry[][] {
  const lines = shown(name);
  const its = known.get(lines) ?? {
    entries: lines.map((line, row) => line.map((shown, col) => ({ shown, name, row, col }))),
  };
  known.set(lines, its);
  if (!transposed) return its.entries;
  its.turned ??= its.entries[0]!.map((_, c) => its.entries.map((line) => line[c]!));
  return its.turned;
}

const size = (entries: readonly (readonly unknown[])[]): string =>
  `(${entries.length}×${entries[0]!.length})`;

const symbolOf = ({ name, transposed }: Operand): string => (transposed ? symbolT(name) : symbol(name));

/** The numbers of an operand in TeX. `lit` is in places of the operand as it stands. */
export function numbers(
  notation: Omit<Notation, "trace">,
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

/** A number in TeX, in its colour and tied to its entry; in brackets where a sign would run into another. */
function entryTex({ cells, format }: Notation, entry: Entry, bracket: boolean): string {
  const number = markedTex(markOf(entry, cells), coloured(kindOf(entry.name), toTex(entry.shown, format)));
  return bracket && negative(entry.shown) ? `(${number})` : number;
}

/** The same in running text; a factor in brackets where its slash would run into another sign. */
function entryText({ cells, format }: Notation, entry: Entry, bracket: boolean, isFactor = false): string {
  const number = markedNumber(markOf(entry, cells), kindOf(entry.name), toHtml(entry.shown, format));
  return (bracket && negative(entry.shown)) || (isFactor && isFraction(entry.shown)) ? `(${number})` : number;
}

/** Whether what stands in the place of `x` is a factor, a divisor, or has a power. */
const isFactorIn = (text: string, x: string): boolean => new RegExp(`(?:[·/]|ln )${x}|${x}[·/²]`).test(text);

/** Terms written out: the middle of a long sum is left out, and not written first, as hundreds of rows take a while. */
const elided = <T>(terms: readonly T[], write: (term: T, k: number) => string, dots: string): string[] =>
  visible(terms.length, MOST_TERMS).map((k) => (k < 0 ? dots : write(terms[k]!, k)));

/** The entry that pages follow by hand: the first row's second number, where there is one. */
export const followed = ({ cols }: Pick<Matrix, "rows" | "cols">): [number, number] => [
  0,
  Math.min(1, cols - 1),
];

/** The entry followed, where one is. */
type Lit = readonly [row: number, col: number] | undefined;

/** What one step adds to an equation. */
interface Term {
  readonly symbols: string;
  /** With the numbers in; what the entry followed is made from is lit. */
  readonly numbers: (lit: Lit) => string;
  readonly shapes: string;
  readonly sources: (row: number, col: number) => readonly Cell[];
  /** What stands between plus signs in one entry. */
  readonly summands: (row: number, col: number) => readonly Summand[];
}

interface Summand {
  readonly tex: () => string;
  /** As HTML; what is not first may need brackets. */
  readonly text: (isFirst: boolean) => string;
  readonly exact: Exact | number;
  /** It is a number as it stands: there is nothing to work out before the sum. */
  readonly isPlain?: boolean;
  /** Where it is a number less something: the two. */
  readonly parts?: () => readonly Addend[];
}

/** What ops write in a formula beside their operands. */
export const signsIn = (format: NumberFormat, write = toFactor): Pick<Signs, "number" | "comma"> => ({
  number: (x) => write(showExact(x, format), format),
  comma: separatorOf(format),
});
/** In text a fraction has brackets beside what it multiplies. */
const toFactor: typeof toText = (shown, format) =>
  isFraction(shown) ? `(${toText(shown, format)})` : toText(shown, format);

const symbols = ({ format }: Notation): Signs => ({
  ...signsIn(format, toTex),
  rate: (name) => coloured("scalars", `\\${name}`),
  rows: "N",
});

const ratesShown = ({ trace: { lesson, X } }: Notation): ShownRates => ({
  learningRate: showExact(lesson.learningRate, lesson).value,
  ridge: showExact(lesson.ridge, lesson).value,
  rows: X.rows,
});

const rateEntry = ({ trace: { lesson } }: Notation, rate: Rate): Entry => ({
  ...single(rate),
  shown: showExact(rate === "alpha" ? lesson.learningRate : lesson.ridge, lesson),
});

/** α or λ of the lesson in a formula, tied to its mark and in its colour. In a fraction another one has a slash. */
export function rateTex(notation: Notation, rate: Rate): string {
  const tex = entryTex(notation, rateEntry(notation, rate), false);
  return rate === "lambda" ? slashTex(tex) : tex;
}
/** The same in running text. */
export const rateText = (notation: Notation, rate: Rate, isFactor = false): string =>
  entryText(notation, rateEntry(notation, rate), false, isFactor);

/** N as a number, and rates as they are: in TeX and as text. */
const signsInTex = (notation: Notation): Signs => ({
  ...signsIn(notation.format, toTex),
  rate: (name) => rateTex(notation, name),
  rows: String(notation.trace.X.rows),
});
const signsInText = (notation: Notation): Signs => ({
  ...signsIn(notation.format),
  rate: (name) => rateText(notation, name, true),
  rows: String(notation.trace.X.rows),
});

/** A matrix product: each entry is a sum of products. */
function productTerm(notation: Notation, { operands, added }: Product, { of }: Step): Term[] {
  const [left, right] = operands(of);
  const [a, b] = [entriesOf(notation, left), entriesOf(notation, right)];
  const row = added?.(of);
  const product: Term = {
    symbols: `${symbolOf(left)}\\,${symbolOf(right)}`,
    numbers: (lit) =>
      `${numbers(notation, left, lit && ((i) => i === lit[0]))}\\;\\allowbreak ${numbers(notation, right, lit && ((_, j) => j === lit[1]))}`,
    shapes: `${size(a)}·${size(b)}`,
    sources: (row, col) => [...a[row]!, ...b.map((line) => line[col]!)],
    summands: (row, col) =>
      b.map((line, k): Summand => {
        const [x, y] = [a[row]![k]!, line[col]!];
        return {
          tex: () => `{${entryTex(notation, x, true)}\\cdot ${entryTex(notation, y, true)}}`,
          text: (isFirst) =>
            `${entryText(notation, x, !isFirst, true)}·${entryText(notation, y, true, true)}`,
          exact: x.shown.value.times(y.shown.value),
        };
      }),
  };
  return row ? [product, rowTerm(notation, row)] : [product];
}

/** The same row for every row. */
function rowTerm(notation: Notation, name: Name): Term {
  const [entries] = entriesOf(notation, plain(name)) as [Entry[]];
  return {
    symbols: symbol(name),
    numbers: (lit) => `\\allowbreak ${numbers(notation, plain(name), lit && ((_, j) => j === lit[1]))}`,
    shapes: size([entries]),
    sources: (_, col) => [entries[col]!],
    summands: (_, col) => [
      {
        tex: () => entryTex(notation, entries[col]!, true),
        text: (isFirst) => entryText(notation, entries[col]!, !isFirst),
        exact: entries[col]!.shown.value,
        isPlain: true,
      },
    ],
  };
}

/** Sums over the rows: a row of ones, times what is summed. */
function columnsTerm(notation: Notation, { of: [name] }: Step): Term {
  const entries = entriesOf(notation, plain(name!));
  const ones = visible(entries.length, MOST_TERMS).map((k) => (k < 0 ? "\\cdots" : "1"));
  return {
    symbols: `\\mathbf{1}^{\\top}\\,${symbol(name!)}`,
    numbers: (lit) =>
      `\\begin{pmatrix} ${ones.join(" & ")} \\end{pmatrix}\\;\\allowbreak ${numbers(notation, plain(name!), lit && ((_, j) => j === lit[1]))}`,
    shapes: `(1×${entries.length})·${size(entries)}`,
    sources: (_, col) => entries.map((line) => line[col]!),
    summands: (_, col) =>
      entries.map((line) => ({
        tex: () => entryTex(notation, line[col]!, true),
        text: (isFirst) => entryText(notation, line[col]!, !isFirst),
        exact: line[col]!.shown.value,
        isPlain: true,
      })),
  };
}

/** A function of whole rows. */
function rowwiseTerm(
  notation: Notation,
  { f, tex, entry, text, shapes, isBare = false }: Rowwise,
  { of }: Step,
): Term {
  const operands = of.map(plain);
  const all = operands.map((operand) => entriesOf(notation, operand));
  const rows = (row: number) => all.map((entries) => entries[row]!);
  return {
    symbols: tex(operands.map(symbolOf)),
    numbers: (lit) => tex(operands.map((it) => numbers(notation, it, lit && ((i) => i === lit[0])))),
    shapes: shapes(all.map(size)),
    sources: (row) => rows(row).flat(),
    summands: (row, col) => [
      {
        tex: () =>
          entry(
            rows(row).map((line) => line.map((it) => entryTex(notation, it, !isBare))),
            col,
          ),
        text: () =>
          text(
            rows(row).map((line) => line.map((it) => entryText(notation, it, !isBare, !isBare))),
            col,
          ),
        exact: f(
          rows(row).map((line) => line.map(({ shown }) => shown.value)),
          col,
        ),
      },
    ],
  };
}

/** A function of the entries that stand in one place. */
function entrywiseTerm(notation: Notation, written: Entrywise, { of }: Step): Term {
  const { f, tex, display = tex, entry = tex, text, shapes, rate } = written;
  const operands = of.map(plain);
  const all = operands.map((operand) => entriesOf(notation, operand));
  const at = (row: number, col: number) => all.map((entries) => entries[row]![col]!);
  const [inTex, inText] = [signsInTex(notation), signsInText(notation)];
  // What stands first needs no brackets, whatever its sign, but where something stands before it: 1 − h·h.
  const isBehind = /[−·+] ?x/.test(text(["x"], inText));
  const bracket = (k: number) => k > 0 || written.follows === true || isBehind;
  const inLetters = text(["x", "y"], inText);
  const isFactor = (k: number) => isFactorIn(inLetters, "xy"[k]!);
  // The slope of a straight line is the same wherever one stands.
  const isConstant = text(["x"], inText) === text(["y"], inText);
  return {
    symbols: tex(operands.map(symbolOf), symbols(notation)),
    numbers: (lit) =>
      display(
        operands.map((it) => numbers(notation, it, lit && ((i, j) => i === lit[0] && j === lit[1]))),
        inTex,
      ),
    shapes: shapes(all.map(size)),
    sources: (row, col) =>
      isConstant
        ? []
        : written.follows
          ? [single(rate!), ...at(row, col)]
          : [...at(row, col), ...(rate ? [single(rate)] : [])],
    summands: (row, col) => {
      const entries = at(row, col);
      const exact = f(
        entries.map(({ shown }) => shown.value),
        ratesShown(notation),
      );
      const texts = entries.map((it, k) => entryText(notation, it, bracket(k), isFactor(k)));
      const whole = text(texts, inText);
      const start = `${texts[0]} − `;
      const first = entries[0]!.shown.value;
      return [
        {
          tex: () =>
            entry(
              entries.map((it, k) => entryTex(notation, it, bracket(k))),
              inTex,
            ),
          text: () => whole,
          exact,
          ...(whole.startsWith(start) && {
            parts: () => [
              { text: texts[0]!, exact: first, isPlain: true },
              { text: whole.slice(start.length), exact: first.minus(exact), isTaken: true },
            ],
          }),
        },
      ];
    },
  };
}

const cellOf = ({ name, row, col }: Cell): Cell => ({ name, row, col });
/** What one number or several give. */
const total = (numbers: readonly (Exact | number)[]): Exact | number =>
  numbers.length === 1 ? numbers[0]! : sumOf(numbers as readonly Exact[]);

/** The equation of a matrix, from the steps that make it. A ridge whose λ is 0 is not written. */
export function equationOf(notation: Notation, result: MatrixName): Equation {
  const { trace, format } = notation;
  const isLeftOut = ({ op: { written } }: Step) =>
    trace.lesson.ridge === 0 && "rate" in written && written.rate === "lambda";
  const terms = stepsMaking(trace, result)
    .filter((step) => !isLeftOut(step))
    .flatMap((step): Term[] => {
      const { written } = step.op;
      switch (written.form) {
        case "product":
          return productTerm(notation, written, step);
        case "columns":
          return [columnsTerm(notation, step)];
        case "rowwise":
          return [rowwiseTerm(notation, written, step)];
        default:
          return [entrywiseTerm(notation, written as Entrywise, step)];
      }
    });
  const r = entriesOf(notation, plain(result));
  const [rows, cols] = [r.length, r[0]!.length];
  const summandsOf = (row: number, col: number) => terms.flatMap(({ summands }) => summands(row, col));
  const isBroken = brokenIn(trace, result);
  /** The sign before an entry, where the book's own code made it `held`. */
  const signOf = (row: number, col: number, held: () => Sign): Sign => (isBroken?.(row, col) ? "≠" : held());
  const heldAt = (row: number, col: number, summands = summandsOf(row, col)) =>
    relation(total(summands.map(({ exact }) => exact)), r[row]![col]!.shown);
  const told = (lit: Lit): string[] => {
    const areAll = () => r.every((line, i) => line.every((_, j) => heldAt(i, j) === "="));
    const all: Sign = isBroken ? "≠" : areAll() ? "=" : "≈";
    return [
      `${symbol(result)} &= ${terms.map(({ symbols }) => symbols).join(" + ")}`,
      `&= ${signed(
        "+",
        terms.map((term) => term.numbers(lit)),
      )}`,
      `&${all} ${numbers(notation, plain(result), lit && ((i, j) => i === lit[0] && j === lit[1]))}`,
    ];
  };
  return {
    result,
    rows,
    cols,
    shapes: `${terms.map(({ shapes }) => shapes).join(" + ")} → (${rows}×${cols})`,
    // Made when they are read: who asks for one entry of a large matrix need not wait for them.
    get lines() {
      return told(followed({ rows, cols }));
    },
    get unlit() {
      return told(undefined);
    },
    byHand(row, col) {
      const summands = summandsOf(row, col);
      const { lines, sign } = working(summands, r[row]![col]!.shown, format);
      return [
        `${symbol(result)}[${row},${col}] &= ${lines[0]}`,
        ...lines.slice(1),
        `&${signOf(row, col, () => sign)} \\htmlClass{lit}{${entryTex(notation, r[row]![col]!, false)}}`,
      ];
    },
    sources: (row, col) => terms.flatMap(({ sources }) => sources(row, col).map(cellOf)),
    worked(row, col) {
      const summands = summandsOf(row, col);
      return {
        sum: elided(summands, ({ text }, k) => text(k === 0), "⋯").join(" + "),
        sign: signOf(row, col, () => heldAt(row, col, summands)),
        value: entryText(notation, r[row]![col]!, false),
        get column() {
          const column = columnOf(
            summands[0]!.parts?.() ?? summands.map(addend),
            r[row]![col]!.shown,
            format,
          );
          return { ...column, sign: signOf(row, col, () => column.sign) };
        },
      };
    },
  };
}

const stepsMaking = ({ lesson }: Trace, name: Name): Step[] =>
  stepsOf(networkOf(lesson)).filter(({ makes }) => makes === name);

/** One entry's working: its sum, where there are several summands what each gives, and the sign before the result. */
function working(
  summands: readonly Summand[],
  result: Shown,
  format: NumberFormat,
): { lines: string[]; sign: "=" | "≈" } {
  const exact = summands.map((it) => it.exact);
  const terms = signed(
    "+",
    elided(summands, ({ tex }) => tex(), "\\cdots"),
  );
  if (summands.length === 1) return { lines: [terms], sign: relation(exact[0]!, result) };
  if (summands.every(({ isPlain }) => isPlain))
    return { lines: [terms], sign: relation(total(exact), result) };
  const shown = exact.map((x) => showBig(x, format));
  const rounded = together(exact.map((x, k) => relation(x, shown[k]!)));
  // They are part of the answer, for who prints the page without it.
  const tex = (it: Shown, k: number) => {
    const number = `\\htmlClass{between}{${toTex(it, format)}}`;
    return k > 0 && negative(it) ? `(${number})` : number;
  };
  return {
    lines: [terms, `&${rounded} ${signed("+", elided(shown, tex, "\\cdots"))}`],
    sign: relation(sumOf(shown.map(({ value }) => value)), result),
  };
}

/** In a column a number that stands alone has its sign and no brackets. */
const addend = ({ text, exact, isPlain = false }: Summand, k: number): Addend => ({
  text: text(isPlain || k === 0),
  exact,
  isPlain,
});

/** How a value comes about; what is given, drawn or chosen has no origin. */
export function originOf(notation: Notation, name: Name): Origin | undefined {
  const [step] = stepsMaking(notation.trace, name);
  if (!step) return undefined;
  const { written } = step.op;
  if (written.form === "sum") return sumOrigin(notation, written, step);
  if (written.form !== "call") return equationOf(notation, name as MatrixName);
  const { trace, format } = notation;
  const { ridge } = trace.lesson;
  const cells = step.of.flatMap((it) => cellsOf(trace, it));
  const shown = showScalar(trace[name as ScalarName], format);
  const exact = isFraction(shown) ? shown.value : trace[name as ScalarName];
  return scalarOrigin(notation, step, ridge > 0 ? [...cells, single("lambda")] : cells, () => ({
    sum: written.text,
    column: (result) => columnOf([{ text: written.text, exact }], result, format),
    sign: relation(exact, shown),
  }));
}

/** Every entry of a value, row after row. */
export function cellsOf(trace: Trace, name: Name): Cell[] {
  const value = trace[name];
  if (typeof value === "number") return [single(name)];
  return Array.from(value.data, (_, i) => ({ name, row: Math.floor(i / value.cols), col: i % value.cols }));
}

/** One number as a sum. */
function sumOrigin(notation: Notation, written: Sum, step: Step): Origin {
  const { trace, format } = notation;
  const name = step.makes as ScalarName;
  const operands = step.of.map((it) => cellsOf(trace, it));
  const extra = written.extra?.(step.of.map((it) => trace[it] as Matrix));
  const terms = written.together
    ? operands[0]!.map((_, i) => operands.map((cells) => cells[i]!))
    : operands.flat().map((cell) => [cell]);
  const rates = ratesShown(notation);
  const isPlainTerm = written.termText(["x"]) === "x";
  const inLetters = written.termText(["x", "y"]);
  const isFactor = (k: number) => isFactorIn(inLetters, "xy"[k]!);
  const entries = (cells: readonly Cell[], decimals: number): Entry[] =>
    cells.map((cell) => ({
      ...cell,
      shown: showScalar(numberAt(trace, cell), withDigits(format, decimals)),
    }));
  const extraOf = (cells: readonly Cell[], decimals: number): Shown[] =>
    extra ? [showScalar(at(extra, cells[0]!.row, cells[0]!.col), withDigits(format, decimals))] : [];
  const termOf = (cells: readonly Cell[], decimals: number): Exact =>
    written.term(
      [...entries(cells, decimals).map(({ shown }) => shown), ...extraOf(cells, decimals)].map(
        ({ value }) => value,
      ),
    );
  const whole = (decimals: number): Exact =>
    written.whole(sumOf(terms.map((cells) => termOf(cells, decimals))), rates);
  const named = operands.slice(0, written.named).flat();
  const sources = written.rate ? [single(written.rate), ...named] : named;
  return scalarOrigin(notation, step, sources, () => {
    // Single numbers stand on the page as they are; entries may need more decimals to give what they give.
    const decimals = step.of.some(isMatrix)
      ? fewest(format.digits, (it) => near(whole(it).toNumber(), trace[name]))
      : format.digits;
    const text = (cells: readonly Cell[]) =>
      written.termText([
        ...entries(cells, decimals).map((it, k) => entryText(notation, it, written.bracketed, isFactor(k))),
        ...extraOf(cells, decimals).map((it) => toHtml(it, format)),
      ]);
    const around = (inside: string) => written.wholeText(inside, signsInText(notation));
    return {
      sum: around(elided(terms, text, "⋯").join(" + ")),
      column: (result) =>
        columnOf(
          terms.map((cells) => ({
            text: text(cells),
            exact: termOf(cells, decimals),
            isPlain: isPlainTerm,
          })),
          result,
          format,
          decimals,
          around("") === "" ? undefined : { of: (it) => written.whole(it, rates), text: around },
        ),
      sign: relation(whole(decimals), showScalar(trace[name], format)),
    };
  });
}

function scalarOrigin(
  notation: Notation,
  { makes }: Step,
  sources: readonly Cell[],
  worked: () => Omit<Worked, "value" | "column"> & { readonly column: (result: Shown) => Column },
): Origin {
  const { trace, format } = notation;
  const shown = showScalar(trace[makes as ScalarName], format);
  const signOf = (held: Sign): Sign => (brokenIn(trace, makes) ? "≠" : held);
  return {
    result: makes,
    rows: 1,
    cols: 1,
    sources: () => sources,
    worked() {
      const its = worked();
      return {
        ...its,
        sign: signOf(its.sign),
        value: entryText(notation, { ...single(makes), shown }, false),
        get column() {
          const column = its.column(shown);
          return { ...column, sign: signOf(column.sign) };
        },
      };
    },
  };
}

function numberAt(trace: Trace, { name, row, col }: Cell): number {
  const value = trace[name as Name];
  return typeof value === "number" ? value : at(value, row, col);
}

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
