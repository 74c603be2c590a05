import { exact } from "../math/exact.ts";
import { at, type Matrix } from "../math/matrix.ts";
import { brokenIn } from "../network/broken.ts";
import { markOf } from "../network/marks.ts";
import { networkOf, stepsOf } from "../network/network.ts";
import { type Operand, plain } from "../network/op.ts";
import { kindOf } from "../network/quantities.ts";
import type { Trace } from "../network/stage.ts";
import type { Cell, Kind, MatrixName } from "../network/values.ts";
import { followed } from "../typeset/equations.ts";
import { relation, type Shown, type Sign, show, showExact, withDigits } from "../typeset/format.ts";
import { withoutTags } from "../typeset/html.ts";
import { visible } from "../typeset/tex.ts";
import { BASE, PAD, sumOf, type WrittenCross, type WrittenMatrix } from "./cross-sum.ts";
import { formula, number, plainSymbol, widest } from "./formula.ts";
import { type Attributes, END, MIDDLE, stroked } from "./looks.ts";
import { type Box, cross as crossed, element, figure, group, text } from "./svg.ts";
import { type Told, tell, type Words } from "./told.ts";

/**
 * A matrix product as a cross (Falk's scheme): the left factor at the left, the right one above, and each entry of the
 * result where its row and its column meet.
 */

/** So many rows or columns are drawn; of more, the middle is left out. */
const MOST = 5;
/** Decimals in figures; of numbers that are all small, enough for three digits of the largest. */
const [SHORT, LONG, DIGITS] = [4, 8, 3];
function decimalsFor({ data }: Matrix, digits: number): number {
  if (data.every((x) => Number.isInteger(x) && Math.abs(x) < 1e9)) return 0;
  const largest = data.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const power = Number(largest.toExponential().split("e")[1]);
  return Math.min(digits, Math.max(SHORT, Math.min(LONG, DIGITS - 1 - power)));
}

interface Entry extends Cell {
  readonly name: MatrixName;
  readonly x: number;
  readonly shown: Shown;
}
type Entries = readonly (readonly (Entry | undefined)[])[];

interface Side extends Operand {
  readonly rows: number;
  readonly cols: number;
  readonly entries: Entries;
}

/** λ and N: the ridge adds λ/N times a weight. */
interface Price {
  readonly ridge: Shown;
  readonly rows: number;
}

export interface CrossFacts {
  readonly left: Side;
  readonly right: Side;
  readonly result: Side;
  /** A row that each row of the product gets, or a matrix times a number. */
  readonly added?: Side & { readonly price?: Price };
  /** Whether what is added is one row for all. */
  readonly isRow: boolean;
  readonly signs: readonly (readonly Sign[])[];
  /** The entry it shows. */
  readonly place: readonly [row: number, col: number];
}

/** How the product in a value of a trace is drawn; `cells` tells the entries of a second trace on a page apart. */
export function crossIn(trace: Trace, name: MatrixName): CrossFacts {
  const { lesson, X } = trace;
  const side = sidesOf(trace);
  const steps = stepsOf(networkOf(lesson)).filter(({ makes }) => makes === name);
  const product = steps.find(({ op }) => op.written.form === "product")!;
  const { written } = product.op;
  if (written.form !== "product") throw new Error(`${name} is no product`);
  const [left, right] = written.operands(product.of).map((operand) => side(operand)) as [Side, Side];
  const result = side(plain(name));
  const row = written.added?.(product.of);
  const ridge = lesson.ridge > 0 ? steps.find((it) => it !== product)?.of[0] : undefined;
  const price = { ridge: showExact(lesson.ridge, lesson), rows: X.rows };
  const added = row ? side(plain(row), result.rows) : ridge && { ...side(plain(ridge)), price };
  const isBroken = brokenIn(trace, name);
  const signs = result.entries.map((line, i) =>
    line.map((entry, j): Sign => {
      if (entry && isBroken?.(entry.row, entry.col)) return "≠";
      const terms = left.entries[i]!.map((a, k) => [a, right.entries[k]![j]] as const);
      // Where numbers are left out, nobody can add them up.
      if (!entry || terms.some(([a, b]) => !a || !b)) return "≈";
      const more = added?.entries[i]?.[j]?.shown.value ?? exact(0);
      const start = row ? more : more.times(price.ridge.value).div(price.rows);
      return relation(
        terms.reduce((sum, [a, b]) => sum.plus(a!.shown.value.times(b!.shown.value)), start),
        entry.shown,
      );
    }),
  );
  return {
    left,
    right,
    result,
    ...(added && { added }),
    isRow: row !== undefined,
    signs,
    place: followed(trace[name]),
  };
}

/** What stands in the picture of a matrix; `times` so many rows of the same. */
const sidesOf =
  (trace: Trace) =>
  ({ name, transposed }: Operand, times = 1): Side => {
    const values: Matrix = trace[name];
    const [rows, cols] = transposed ? [values.cols, values.rows] : [values.rows, values.cols];
    const as = withDigits(trace.lesson, decimalsFor(values, trace.lesson.digits));
    const entries = visible(times > 1 ? times : rows, MOST).map((r) =>
      visible(cols, MOST).map((c) => {
        if (r < 0 || c < 0) return undefined;
        const [row, col] = times > 1 ? [0, c] : transposed ? [c, r] : [r, c];
        const x = at(values, row, col);
        return { name, row, col, x, shown: show(x, as) };
      }),
    );
    return { name, transposed, rows, cols, entries };
  };

/** The same before one of the factors is turned over. */
export interface FlatFacts {
  readonly left: Side;
  readonly right: Side;
}

export function flatIn(trace: Trace, { left, right }: CrossFacts): FlatFacts {
  const side = sidesOf(trace);
  return { left: side(plain(left.name)), right: side(plain(right.name)) };
}

type Write = (shown: Shown) => string;

const writtenSide = ({ name, entries }: Side, write: Write, cells: string): WrittenMatrix => ({
  kind: kindOf(name),
  entries: entries.map((line) =>
    line.map((entry) => (entry ? [markOf(entry, cells), write(entry.shown)] : null)),
  ),
});

/** What a page and the script that moves the picture write of it. */
export function writtenCross(facts: CrossFacts, write: Write, cells = ""): WrittenCross {
  const { left, right, result, added, signs } = facts;
  return {
    left: writtenSide(left, write, cells),
    right: writtenSide(right, write, cells),
    result: writtenSide(result, write, cells),
    ...(added && {
      added: {
        ...writtenSide(added, write, cells),
        ...(added.price && {
          price: [write(added.price.ridge), String(added.price.rows)] as const,
        }),
      },
    }),
    signs,
  };
}

interface CrossTold {
  /** As they are read: `h1ᵀ, 3×1`. */
  readonly left: string;
  readonly right: string;
  readonly row: number;
  readonly col: number;
  /** The entry with its sum. */
  readonly sum: string;
}
interface FlatTold {
  readonly left: string;
  readonly right: string;
  /** How many numbers a row of the left one has, and a column of the right one. */
  readonly across: number;
  readonly down: number;
}
export interface CrossWords {
  readonly cross: Told<CrossTold>;
  readonly flat: Told<FlatTold>;
}

const symbolOf = ({ name, transposed }: Operand): string => `${plainSymbol(name)}${transposed ? "ᵀ" : ""}`;
const named = (side: Side): string => `${symbolOf(side)}, ${side.rows}×${side.cols}`;

/** A picture and how wide it is. */
export interface Picture {
  readonly svg: string;
  readonly width: number;
}

/** The picture of a product, its bands at the entry that the page follows. */
export function cross(id: string, facts: CrossFacts, written: WrittenCross, words: CrossWords): Picture {
  const { left, right, result, place } = facts;
  const [row, col] = place;
  const told = {
    left: named(left),
    right: named(right),
    row,
    col,
    sum: `${symbolOf(result)}[${row},${col}]: ${withoutTags(sumOf(written, row, col).replaceAll("<sup>", "^"))}`,
  };
  return drawn(id, facts, written, tell(words.cross, told));
}

/** The picture of two factors whose bands do not meet as they should. */
export function flat(
  id: string,
  facts: FlatFacts,
  write: Write,
  col: number,
  words: CrossWords,
  cells = "",
): Picture {
  const { left, right } = facts;
  const told = { left: named(left), right: named(right), across: left.cols, down: right.rows };
  const written = { left: writtenSide(left, write, cells), right: writtenSide(right, write, cells) };
  return drawn(id, { ...facts, place: [0, col] }, written, tell(words.flat, told));
}

const HEIGHT = 30;
/** Between the factors and the result. */
const GAP = 16;
/** The height of a name. */
const NAME = 24;

/** How a frame says its kind. */
const FRAMES: Readonly<Record<Kind, Attributes | undefined>> = {
  data: undefined,
  weights: { ...stroked(1.5) },
  activations: { ...stroked(1.5), rx: 9 },
  gradients: { ...stroked(1.5), "stroke-dasharray": "5 3" },
  scalars: undefined,
};

type Drawn = Pick<CrossFacts, "left" | "right" | "place"> &
  Partial<Pick<CrossFacts, "result" | "added" | "isRow">>;
type WrittenSides = Pick<WrittenCross, "left" | "right"> & Partial<Pick<WrittenCross, "result" | "added">>;

function drawn(id: string, facts: Drawn, written: WrittenSides, told: Words): Picture {
  const { left, right, result, place } = facts;
  const row = facts.isRow && written.added && { ...written.added, entries: [written.added.entries[0]!] };
  const cellOf = (...all: readonly (WrittenMatrix | undefined)[]) =>
    widest(all.flatMap((it) => it?.entries.flat().map((entry) => entry?.[1] ?? "") ?? [])) + 2 * PAD;
  const cells = {
    left: cellOf(written.left),
    right: cellOf(written.right, written.result, row || undefined),
  };
  const across = written.right.entries[0]!.length * cells.right;

  // From left to right, and down. The name of the left factor may be wider than the factor.
  const leftWidth = written.left.entries[0]!.length * cells.left;
  const leftX = Math.max(2, widest([symbolOf(left)], 16) - leftWidth);
  const leftEnd = leftX + leftWidth;
  const x = leftEnd + (row ? 2 * GAP : GAP);
  const rowY = NAME + written.right.entries.length * HEIGHT + GAP;
  const y = row ? rowY + HEIGHT + NAME : rowY;
  const [width, bottom] = [x + across, y + written.left.entries.length * HEIGHT];
  const cell = { x: x + place[1] * cells.right, y: y + place[0] * HEIGHT };

  const band = (name: string, { kind }: WrittenMatrix, box: Box) =>
    group({ class: kind }, element("rect", { class: `tint ${name}`, ...box }));
  const middle = (y: number) => ({ x: x + across / 2, y, ...MIDDLE });
  const svg = figure(
    { id, ...told, width: width + 2, height: bottom + (result ? NAME : 2) },
    band("row", written.left, { x: leftX, y: cell.y, width: cell.x + cells.right - leftX, height: HEIGHT }),
    band("column", written.right, {
      x: cell.x,
      y: NAME,
      width: cells.right,
      height: cell.y + HEIGHT - NAME,
    }),
    matrixAt(leftX, y, cells.left, written.left, symbolOf(left), { x: leftEnd, y: y - PAD, ...END }),
    matrixAt(x, NAME, cells.right, written.right, symbolOf(right), middle(NAME - PAD)),
    row
      ? matrixAt(x, rowY, cells.right, row, `+ ${symbolOf(facts.added!)}`, {
          x: x - PAD,
          y: rowY + HEIGHT / 2 + BASE,
          ...END,
        })
      : "",
    written.result && result
      ? matrixAt(x, y, cells.right, written.result, symbolOf(result), middle(bottom + NAME - BASE)) +
          element("rect", {
            class: "ring",
            ...cell,
            width: cells.right,
            height: HEIGHT,
            fill: "none",
            ...stroked(2),
          })
      : group({ class: "fails", ...stroked(2) }, crossed(cell.x + cells.right / 2, cell.y + HEIGHT / 2)),
  );
  return { svg, width };
}

/** A matrix in its frame, with its name. */
function matrixAt(
  x: number,
  y: number,
  cell: number,
  { kind, entries }: WrittenMatrix,
  name: string,
  nameAt: Attributes & { readonly x: number; readonly y: number },
): string {
  const [width, height] = [entries[0]!.length * cell, entries.length * HEIGHT];
  const frame = FRAMES[kind];
  const numbers = entries.flatMap((line, i) =>
    line.map((entry, j) => {
      const [end, base] = [x + (j + 1) * cell, y + i * HEIGHT + HEIGHT / 2 + BASE];
      return entry
        ? number(end - PAD, base, entry[1], { ...END, "data-cell": entry[0] })
        : text(end - cell / 2, base, line.some(Boolean) ? "⋯" : "⋮", { class: "muted", ...MIDDLE });
    }),
  );
  return group(
    { class: kind },
    frame ? element("rect", { x, y, width, height, fill: "none", ...frame }) : "",
    formula(nameAt.x, nameAt.y, name, nameAt),
    ...numbers,
  );
}
