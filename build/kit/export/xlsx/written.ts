import { ALONE } from "../../../../src/figures/alone.ts";
import { at, type Matrix } from "../../../../src/math/matrix.ts";
import { kindOf } from "../../../../src/network/quantities.ts";
import type { Kind, Name } from "../../../../src/network/values.ts";
import { decimals, decimalsFor, show } from "../../../../src/typeset/format.ts";
import type { Cell, Sheet, Style } from "./sheet.ts";

/** A sheet as it is written, from its top to its foot. */

/** A matrix on a sheet. */
export interface Block {
  readonly name: Name;
  /** Where its name does not tell it. */
  readonly kind?: Kind;
  readonly meaning: string;
  readonly value: Matrix;
  /** Of each entry; without it they are numbers. */
  readonly formula?: (row: number, col: number) => string;
  /** Whether they are there to be changed. */
  readonly isGiven?: boolean;
  /** Where the same numbers come from. */
  readonly leadsTo?: string;
}

export class Written {
  readonly #rows: (readonly (Cell | undefined)[])[] = [];
  /** In characters. */
  #widest = 0;

  /** Writes cells beside each other. */
  row(...cells: readonly (Cell | undefined)[]): void {
    this.#rows.push(cells);
  }

  heading(value: string): void {
    this.row({ value, style: HEADING });
    this.skip();
  }

  skip(): void {
    this.#rows.push([]);
  }

  /** How many rows there are. */
  get length(): number {
    return this.#rows.length;
  }

  /** Writes a matrix under its name, rows and columns counted from 0 as everywhere. Gives the place of its first entry. */
  matrix(
    { name, kind = kindOf(name), meaning, value, formula, isGiven = false, leadsTo }: Block,
    digits: number,
  ): Place {
    const { rows, cols, data } = value;
    this.row(
      { value: name, style: { bold: true, color: colorOf(kind) }, ...(leadsTo && { leadsTo }) },
      { value: meaning, style: MUTED },
    );
    const isOne = data.length === 1;
    if (!isOne) this.row(undefined, ...Array.from({ length: cols }, (_, value) => ({ value, style: INDEX })));
    const place = { row: this.length, col: 1 };
    const look = lookOf(kind, isGiven);
    const number = numberStyles(data, digits);
    for (let r = 0; r < rows; r++) {
      const entries = Array.from({ length: cols }, (_, c): Cell => {
        const x = at(value, r, c);
        const { format, width } = number(x);
        this.#widest = Math.max(this.#widest, width);
        return { value: x, ...(formula && { formula: formula(r, c) }), style: { ...look, ...format } };
      });
      this.row(isOne ? undefined : { value: r, style: INDEX }, ...entries);
    }
    this.skip();
    return place;
  }

  sheet(name: string, head: number): Sheet {
    return { name, head, rows: this.#rows, widths: [FIRST, Math.max(LEAST, this.#widest + 2)] };
  }
}

export interface Place {
  readonly row: number;
  readonly col: number;
}

/** Widths of columns, in digits: names stand in the first one. */
const FIRST = 17;
const LEAST = 9;

export const TITLE: Style = { bold: true, size: 16 };
const HEADING: Style = { bold: true, size: 12 };
const inHex = (color: string): string => color.slice(1).toUpperCase();
const colorOf = (kind: Kind): string => inHex(String(ALONE[kind]!.color));
export const MUTED: Style = { color: inHex(String(ALONE.muted!.color)) };
export const LINK: Style = { color: colorOf("weights") };
const INDEX: Style = { ...MUTED, align: "center" };

/** The colour of a kind on white: so much of it. */
const TINT = 0.09;
const tinted = (color: string): string =>
  (color.match(/../g) ?? [])
    .map((part) => Math.round(255 - TINT * (255 - Number.parseInt(part, 16))))
    .map((part) => part.toString(16).padStart(2, "0"))
    .join("")
    .toUpperCase();

/** What is given, and may be changed. */
const YELLOW = "FFF4C2";

/** As everywhere in the book: weights in a solid frame, activations in another, gradients in a dashed one. */
const FRAMES: Readonly<Record<Kind, Style["border"]>> = {
  data: undefined,
  weights: "thin",
  activations: "dotted",
  gradients: "dashed",
  scalars: "thin",
};

export function lookOf(kind: Kind, isGiven: boolean): Style {
  const border = FRAMES[kind];
  const color = colorOf(kind);
  return { color, fill: isGiven ? YELLOW : tinted(color), ...(border && { border }) };
}

/** How numbers are written that stand together, and how wide: with the lesson's decimals, if they are not all whole. */
function numberStyles(
  numbers: Float64Array,
  digits: number,
): (x: number) => { readonly format: Style; readonly width: number } {
  const fixed = decimals(decimalsFor([...numbers], digits));
  const isWhole = numbers.every(Number.isInteger);
  return (x) => {
    const { text } = show(x, fixed);
    const [front, power] = text.split("e");
    const places = "0".repeat(front!.split(".")[1]?.length ?? 0);
    const point = places && ".";
    const groups = Math.floor((front!.replace("-", "").split(".")[0]!.length - 1) / 3);
    const format = power === undefined ? `#,##0${point}${places}` : `0${point}${places}E+00`;
    return { format: isWhole && power === undefined ? {} : { format }, width: text.length + groups };
  };
}
