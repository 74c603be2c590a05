import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stages } from "../chapters/index.ts";
import { crossWords } from "../chapters/words/cross.ts";
import { cross, crossIn, flat, flatIn, writtenCross } from "../src/figures/cross.ts";
import { sumOf, type WrittenCross } from "../src/figures/cross-sum.ts";
import { type Lesson, parseLesson } from "../src/lesson/lesson.ts";
import type { Matrix } from "../src/math/matrix.ts";
import { type Trace, traceOf } from "../src/network/stage.ts";
import type { MatrixName } from "../src/network/values.ts";
import { toText } from "../src/typeset/format.ts";
import { lessons } from "./lessons.ts";

/** The crosses of a lesson, each number and each sum of them held against the lesson's own matrices. */

/** Each product as a textbook writes it: of which factors, which of them transposed, and what is added. */
const PRODUCTS = {
  z1: { left: "X", right: "W1", bias: "b1" },
  z2: { left: "h1", right: "W2", bias: "b2" },
  dLoss_dW2: { left: "h1", turnedLeft: true, right: "dLoss_dz2", ridge: "W2" },
  dLoss_dh1: { left: "dLoss_dz2", right: "W2", turnedRight: true },
  dLoss_dW1: { left: "X", turnedLeft: true, right: "dLoss_dz1", ridge: "W1" },
} as const satisfies Partial<Record<MatrixName, object>>;
type Product = {
  readonly left: MatrixName;
  readonly right: MatrixName;
  readonly turnedLeft?: true;
  readonly turnedRight?: true;
  readonly bias?: MatrixName;
  readonly ridge?: MatrixName;
};
const NAMES = Object.keys(PRODUCTS) as (keyof typeof PRODUCTS)[];

const format = { decimal: "point" } as const;
const written = (trace: Trace, name: MatrixName) =>
  writtenCross(crossIn(trace, name), (shown) => toText(shown, format));

const SIGNS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
/** What a number on the page is worth. */
const worth = (text: string): number =>
  Number(
    text
      .replaceAll(",", "")
      .replaceAll("−", "-")
      .replace(/·10/, "e")
      .replace(/[⁰¹²³⁴-⁹]/g, (sign) => String(SIGNS.indexOf(sign)))
      .replace("⁻", "-"),
  );
/** One in the last digit that it shows. */
const unit = (text: string): number => {
  const [front = "", power = ""] = text.split("·10");
  return 10 ** (worth(power || "0") - (front.split(".")[1]?.length ?? 0));
};
const at = ({ data, cols }: Matrix, row: number, col: number): number => data[row * cols + col]!;

/** What is wrong with a cross; nothing where it shows the product. */
function flaws(shown: WrittenCross, trace: Trace, name: keyof typeof PRODUCTS): string[] {
  const its: Product = PRODUCTS[name];
  const N = trace.X.rows;
  const found: string[] = [];
  const read = ([mark, text]: readonly [string, string], from: MatrixName) => {
    const [, of, row, col] = /^(\w+)\.(\d+)\.(\d+)$/.exec(mark)!;
    const x = at(trace[of as MatrixName], Number(row), Number(col));
    if (of !== from || Math.abs(worth(text) - x) > 0.5001 * unit(text)) found.push(`${mark} says ${text}`);
    return { row: Number(row), col: Number(col), shown: worth(text) };
  };
  for (const [i, line] of shown.result.entries.entries())
    for (const [j, entry] of line.entries()) {
      if (!entry) continue;
      const { row, col } = read(entry, name);
      let sum = 0;
      let isWhole = true;
      for (const [k, a] of shown.left.entries[i]!.entries()) {
        const b = shown.right.entries[k]![j]!;
        if (!a || !b) {
          isWhole = false;
          continue;
        }
        const [x, y] = [read(a, its.left), read(b, its.right)];
        const [rowOf, from] = its.turnedLeft ? [x.col, x.row] : [x.row, x.col];
        const [to, colOf] = its.turnedRight ? [y.col, y.row] : [y.row, y.col];
        if (rowOf !== row || colOf !== col || from !== to) found.push(`${a[0]} meets ${b[0]} in ${entry[0]}`);
        sum += x.shown * y.shown;
      }
      const added = shown.added?.entries[i]?.[j];
      const { bias, ridge } = its;
      const isAdded = (bias && trace.lesson.bias) || (ridge && trace.lesson.ridge > 0);
      if (Boolean(isAdded) !== Boolean(added))
        found.push(`${entry[0]}: ${added ? "too much" : "nothing"} is added`);
      if (added) {
        const more = read(added, (bias ?? ridge)!);
        if (more.col !== col || more.row !== (bias ? 0 : row))
          found.push(`${added[0]} is added to ${entry[0]}`);
        sum += bias ? more.shown : (more.shown * trace.lesson.ridge) / N;
      }
      // Where a last bit decides, either is right.
      const off = Math.abs(sum - worth(entry[1])) / unit(entry[1]);
      const noise = (1e-12 * Math.max(1, Math.abs(sum))) / unit(entry[1]);
      const sign = !isWhole || off > 0.5 + noise ? "≈" : off < 0.5 - noise ? "=" : shown.signs[i]![j]!;
      if (shown.signs[i]![j] !== sign) found.push(`${entry[0]}: ${shown.signs[i]![j]} for ${off} units off`);
    }
  return found;
}

const attributes = (svg: string, pattern: RegExp): Record<string, number> =>
  Object.fromEntries(
    [...(pattern.exec(svg)?.[0] ?? "").matchAll(/ (x|y|width|height)="([^"]*)"/g)].map(([, name, value]) => [
      name,
      Number(value),
    ]),
  );

/** Whether the two bands of a picture cross in one cell, which holds this number. */
function isCrossed(svg: string, mark: string): boolean {
  const [row, column, ring] = ["tint row", "tint column", "ring"].map((name) =>
    attributes(svg, new RegExp(`<rect class="${name}"[^>]*>`)),
  ) as [Record<string, number>, Record<string, number>, Record<string, number>];
  const number = attributes(svg, new RegExp(`<text[^>]*data-cell="${mark.replaceAll(".", "\\.")}"[^>]*>`));
  const isNear = (a: number, b: number) => Math.abs(a - b) < 0.03;
  return (
    isNear(row.y!, ring.y!) &&
    isNear(row.height!, ring.height!) &&
    isNear(row.x! + row.width!, ring.x! + ring.width!) &&
    isNear(column.x!, ring.x!) &&
    isNear(column.width!, ring.width!) &&
    isNear(column.y! + column.height!, ring.y! + ring.height!) &&
    number.x! > ring.x! &&
    number.x! < ring.x! + ring.width! &&
    number.y! > ring.y! &&
    number.y! < ring.y! + ring.height!
  );
}

const drawn = (trace: Trace, name: MatrixName) => {
  const facts = crossIn(trace, name);
  return cross("c", facts, written(trace, name), crossWords);
};
const of = (lesson: unknown) => traceOf(stages, parseLesson(lesson));
const BIG = { data: { rows: 300 }, hidden: 64, outputs: 8, bias: true, ridge: 0.1 };

describe("a product as a cross", () => {
  test("shows the numbers of its factors where they meet, and honest sums of them, for any lesson", () => {
    fc.assert(
      fc.property(lessons, (lesson: Lesson) => {
        const trace = traceOf(stages, lesson);
        for (const name of NAMES) {
          const shown = written(trace, name);
          expect(flaws(shown, trace, name)).toEqual([]);
          const { svg, width } = drawn(trace, name);
          expect(Number.isFinite(width)).toBe(true);
          expect(isCrossed(svg, `${name}.0.${Math.min(1, trace[name].cols - 1)}`)).toBe(true);
          const facts = crossIn(trace, name);
          flat("f", flatIn(trace, facts), (it) => toText(it, format), facts.place[1], crossWords); // draws
        }
      }),
      { numRuns: 20, seed: 14 },
    );
  });

  test("leaves the middle of large ones out, and claims no sum that it does not show", () => {
    const trace = of(BIG);
    for (const name of NAMES) {
      const shown = written(trace, name);
      expect(flaws(shown, trace, name)).toEqual([]);
      expect(shown.result.entries.flat().filter(Boolean).length).toBeLessThanOrEqual(16);
    }
    expect(written(trace, "dLoss_dW2").signs.flat()).not.toContain("=");
    expect(sumOf(written(trace, "dLoss_dW2"), 0, 1)).toContain("+ ⋯");
    expect(drawn(trace, "dLoss_dW2").width).toBeLessThan(800);
  });

  test("small slopes keep three digits, and whole numbers are whole", () => {
    const largest = written(of({ data: { rows: 300 } }), "dLoss_dW2").right.entries.flat();
    expect(largest.flatMap((it) => (it ? [it[1]] : []))).toContain("0.000375");
    const whole = { data: { X: [[1, 2]], labels: [0] }, weights: { W1: [[3], [4]], W2: [[1, 1]] } };
    expect(sumOf(written(of(whole), "z1"), 0, 0).replace(/<[^>]*>/g, "")).toBe("1 · 3 + 2 · 4 = 11");
  });

  test("what is wrong is seen: a factor not transposed, another row, a false sign, a bias left out", () => {
    const trace = of({ data: { rows: 3 }, bias: true, ridge: 0.5 });
    const right = written(trace, "dLoss_dW2");
    const turned = flatIn(trace, crossIn(trace, "dLoss_dW2")).left.entries.map((line) =>
      line.map((it) => [`h1.${it!.row}.${it!.col}`, toText(it!.shown, format)] as const),
    );
    expect(flaws({ ...right, left: { ...right.left, entries: turned } }, trace, "dLoss_dW2")).not.toEqual([]);
    expect(
      flaws(
        { ...right, right: { ...right.right, entries: right.right.entries.toReversed() } },
        trace,
        "dLoss_dW2",
      ),
    ).not.toEqual([]);
    const swapped = right.signs.map((line) => line.map((sign) => (sign === "=" ? "≈" : "=")));
    expect(flaws({ ...right, signs: swapped }, trace, "dLoss_dW2")).not.toEqual([]);
    const { added, ...bare } = written(trace, "z1");
    expect(added).toBeDefined();
    expect(flaws(bare, trace, "z1")).not.toEqual([]);
    const { svg } = drawn(trace, "z1");
    expect(isCrossed(svg, "z1.0.0")).toBe(false);
  });
});
