import Big from "big.js";
import { at, type Matrix } from "../math/matrix.ts";
import { markOf } from "../network/marks.ts";
import { networkOf, stepsOf } from "../network/network.ts";
import { type Operand, plain } from "../network/op.ts";
import { kindOf } from "../network/quantities.ts";
import type { Trace } from "../network/stage.ts";
import type { Cell, Kind, MatrixName } from "../network/values.ts";
import { followed } from "../typeset/equations.ts";
import { relation, type Shown, show, showExact } from "../typeset/format.ts";
import { withoutTags } from "../typeset/html.ts";
import { visible } from "../typeset/tex.ts";
import { sumOf, type WrittenCross, type WrittenMatrix } from "./cross-sum.ts";
import { formula, number, plainSymbol, widest } from "./formula.ts";
import { type Attributes, END, MIDDLE, stroked } from "./looks.ts";
import { cross as crossed, element, figure, group, text } from "./svg.ts";
import { type Told, tell } from "./told.ts";

/**
 * A matrix product as a cross (Falk's scheme): the left factor at the left, the right one above, and each entry of the
 * result where its row and its column meet.
 */

/** So many rows or columns are drawn; of more, the middle is left out. */
const MOST = 5;
/** Decimals in figures. */
const SHORT = 4;

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
  readonly ridge: number;
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
  readonly signs: readonly (readonly ("=" | "≈")[])[];
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
  const price = { ridge: lesson.ridge, rows: X.rows };
  const added = row ? side(plain(row), result.rows) : ridge && { ...side(plain(ridge)), price };
  const signs = result.entries.map((line, i) =>
    line.map((entry, j): "=" | "≈" => {
      const terms = left.entries[i]!.map((a, k) => [a, right.entries[k]![j]] as const);
      // Where numbers are left out, nobody can add them up.
      if (!entry || terms.some(([a, b]) => !a || !b)) return "≈";
      const more = added?.entries[i]?.[j]?.shown.value ?? new Big(0);
      const start = row ? more : more.times(price.ridge).div(price.rows);
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
    const areWhole = values.data.every((x) => Number.isInteger(x) && Math.abs(x) < 1e9);
    const digits = areWhole ? 0 : Math.min(trace.lesson.digits, SHORT);
    const entries = visible(times > 1 ? times : rows, MOST).map((r) =>
      visible(cols, MOST).map((c) => {
        if (r < 0 || c < 0) return undefined;
        const [row, col] = times > 1 ? [0, c] : transposed ? [c, r] : [r, c];
        const x = at(values, row, col);
        return { name, row, col, x, shown: show(x, digits) };
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
          price: [write(showExact(added.price.ridge)), String(added.price.rows)] as const,
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

/** The picture of a product, its bands at the entry that the page follows. */
export function cross(id: string, facts: CrossFacts, written: WrittenCross, words: CrossWords): string {
  const { left, right, result, place } = facts;
  const [row, col] = place;
  const told = {
    left: named(left),
    right: named(right),
    row,
    col,
    sum: `${symbolOf(result)}[${row},${col}]: ${withoutTags(sumOf(written, row, col))}`,
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
): string {
  const { left, right } = facts;
  const told = { left: named(left), right: named(right), across: left.cols, down: right.rows };
  const written = { left: writtenSide(left, write, cells), right: writtenSide(right, write, cells) };
  return drawn(id, { ...facts, place: [0, col] }, written, tell(words.flat, told));
}

const HEIGHT = 30;
/** Between the factors and the result. */
const GAP = 16;
/** Between a number and the end of its cell, and above and below the names. */
const PAD = 10;
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

function drawn(
  id: string,
  facts: Drawn,
  written: WrittenSides,
  told: { title: string; description: string },
) {
  const { left, right, result, place, isRow } = facts;
  const row = isRow ? written.added!.entries[0]! : undefined;
  const texts = (...all: readonly WrittenMatrix["entries"][]) =>
    all.flat(2).flatMap((entry) => (entry ? [entry[1]] : []));
  const lines = { left: written.left.entries, right: written.right.entries, result: written.result?.entries };
  const [down, across] = [lines.left.length, lines.right[0]!.length];
  const names = { left: symbolOf(left), right: symbolOf(right), result: result && symbolOf(result) };
  const wide = {
    left: widest(texts(lines.left)) + 2 * PAD,
    right: widest([...texts(lines.right, lines.result ?? [], row ? [row] : []), "0.00"]) + 2 * PAD,
  };
  // The left factor is at least as wide as its name.
  const leftX = Math.max(2, widest([names.left], 16) - lines.left[0]!.length * wide.left);
  const rightX = leftX + lines.left[0]!.length * wide.left + GAP + (row ? 12 : 0);
  const topY = NAME;
  const rowY = topY + lines.right.length * HEIGHT + GAP;
  const resultY = rowY + (row ? HEIGHT + GAP : 0);
  const [width, bottom] = [rightX + across * wide.right, resultY + down * HEIGHT];

  const matrix = (
    x: number,
    y: number,
    { kind, entries }: WrittenMatrix,
    cell: number,
    name: string,
    nameAt: Attributes & { x: number; y: number },
  ) => {
    const [w, h] = [entries[0]!.length * cell, entries.length * HEIGHT];
    const frame = FRAMES[kind];
    const { x: nameX, y: nameY, ...anchor } = nameAt;
    return group(
      { class: kind },
      frame ? element("rect", { x, y, width: w, height: h, fill: "none", ...frame }) : "",
      formula(nameX, nameY, name, anchor),
      ...entries.flatMap((line, i) =>
        line.map((entry, j) => {
          const [right, base] = [x + (j + 1) * cell, y + i * HEIGHT + HEIGHT / 2 + 5];
          return entry
            ? number(right - PAD, base, entry[1], { ...END, "data-cell": entry[0] })
            : text(right - cell / 2, base, entries.length > 1 && line.every((it) => !it) ? "⋮" : "⋯", {
                class: "muted",
                ...MIDDLE,
              });
        }),
      ),
    );
  };
  const band = (name: string, kind: Kind, x: number, y: number, w: number, h: number) =>
    group({ class: kind }, element("rect", { class: `tint ${name}`, x, y, width: w, height: h }));
  const [i, j] = place;
  const [cellX, cellY] = [rightX + j * wide.right, resultY + i * HEIGHT];
  const middle = rightX + (across * wide.right) / 2;
  const size = { width: wide.right, height: HEIGHT };
  return figure(
    { id, ...told, width: width + 2, height: bottom + (result ? NAME : 2) },
    band("row", written.left.kind, leftX, cellY, cellX + wide.right - leftX, HEIGHT),
    band("column", written.right.kind, cellX, topY, wide.right, cellY + HEIGHT - topY),
    matrix(leftX, resultY, written.left, wide.left, names.left, {
      x: rightX - GAP - (row ? 12 : 0),
      y: resultY - PAD,
      ...END,
    }),
    matrix(rightX, topY, written.right, wide.right, names.right, { x: middle, y: 16, ...MIDDLE }),
    row
      ? matrix(
          rightX,
          rowY,
          { kind: written.added!.kind, entries: [row] },
          wide.right,
          `+ ${plainSymbol(facts.added!.name)}`,
          {
            x: rightX - PAD,
            y: rowY + HEIGHT / 2 + 5,
            ...END,
          },
        )
      : "",
    written.result
      ? matrix(rightX, resultY, written.result, wide.right, names.result!, {
          x: middle,
          y: bottom + 18,
          ...MIDDLE,
        })
      : "",
    written.result
      ? element("rect", { class: "ring", x: cellX, y: cellY, ...size, fill: "none", ...stroked(2) })
      : group({ class: "fails", ...stroked(2) }, crossed(cellX + wide.right / 2, cellY + HEIGHT / 2)),
  );
}
