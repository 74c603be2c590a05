import type { Exact } from "../../../src/math/exact.ts";
import type { Name } from "../../../src/network/values.ts";
import type { Decimals } from "../../../src/worksheets/decimals.ts";
import { type Mistake, type Slip, slipsOf } from "../../../src/worksheets/mistakes.ts";
import { type Ask, blankOf, keyOf, type Worksheet } from "../../../src/worksheets/worksheet.ts";

/** One number to be typed. */
export interface Blank {
  /** Tells it apart on its worksheet: `z1.0.1`. */
  readonly name: string;
  readonly row: number;
  readonly col: number;
  /** As it is typed, with a point. */
  readonly answer: string;
  /** What is typed after one mistake, and after no other. */
  readonly mistaken: readonly { readonly answer: string; readonly mistake: Mistake }[];
}

/** The blanks of a matrix, row by row. */
export function blanksOf(ask: Ask, { network, rates, digits, key }: Worksheet): Blank[][] {
  const known = (name: Name) => key.get(name)!;
  const right = keyOf(ask, known);
  const [places, slips] =
    ask.of === "shape"
      ? [0, [turned(right)]]
      : [digits, slipsOf(ask.name, known, { network, rates, digits })];
  return right.map((line, row) =>
    line.map((it, col) => ({
      name: blankOf(ask, row, col),
      row,
      col,
      answer: it.toFixed(places),
      mistaken: mistaken(it, slips, row, col).map(({ value, mistake }) => ({
        answer: value.toFixed(places),
        mistake,
      })),
    })),
  );
}

/** How many columns there are, where it is asked how many rows, and the other way round. */
const turned = (shape: Decimals): Slip => ({ mistake: "swapped", value: [[...shape[0]!].reverse()] });

/** Numbers that one mistake alone leads to, and that are not right. */
function mistaken(right: Exact, slips: readonly Slip[], row: number, col: number) {
  const found = slips.flatMap(({ mistake, value }) => {
    const its = value[row]?.[col];
    return its && !its.eq(right) ? [{ mistake, value: its }] : [];
  });
  return found.filter(({ mistake, value }, i) => {
    const same = found.filter((it) => it.value.eq(value));
    return same[0] === found[i] && same.every((it) => it.mistake === mistake);
  });
}

/** How far a number may be off that is to be right: half a unit of its last decimal. */
export function toleranceOf({ answer }: Pick<Blank, "answer">): string {
  const places = answer.split(".")[1]?.length ?? 0;
  return places === 0 ? "0" : `0.${"0".repeat(places)}5`;
}
