import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FOUR_ROWS } from "../chapters/four-rows.ts";
import { chapters, stages } from "../chapters/index.ts";
import { english } from "../chapters/words/english.ts";
import { homeOf } from "../src/book/chapter.ts";
import { markdownOf } from "../src/book/page.ts";
import { type Writer, writer } from "../src/book/writer.ts";
import { DEFAULT_LESSON, type Lesson } from "../src/lesson/lesson.ts";
import type { Matrix } from "../src/math/matrix.ts";
import { blocksOf, markOf, parseMark } from "../src/network/marks.ts";
import { NAMES } from "../src/network/quantities.ts";
import { madeBy, type Trace, traceOf } from "../src/network/stage.ts";
import type { Cell, Name } from "../src/network/values.ts";
import type { Origin } from "../src/typeset/equations.ts";
import { lessons } from "./lessons.ts";
import { NO_CODE } from "./told.ts";

/** Where the numbers of the book come from: what every entry was made of, worked out again. */

const told = (lesson: Lesson) => {
  const trace = traceOf(stages, lesson);
  const telling = {
    words: english,
    format: lesson,
    sources: NO_CODE,
    hasFiles: true,
    traceOf: (it: Lesson) => traceOf(stages, it),
    numberOf: () => 0,
    placeOf: () => undefined,
    resultsOf: () => undefined as never,
  };
  return { trace, telling, w: writer(trace, telling) };
};

const equationOf = (name: Name, w: Writer) => w.origin(name);

const names = NAMES;
const GIVEN = ["X", "y", "W1", "b1", "W2", "b2"];

type Again = (trace: Trace, sources: readonly Cell[], col: number) => number;

const numberOf = (trace: Trace, { name, row, col }: Cell): number => {
  if (name === "alpha") return trace.lesson.learningRate;
  if (name === "lambda") return trace.lesson.ridge;
  const value = trace[name];
  return typeof value === "number" ? value : value.data[row * value.cols + col]!;
};

const isWeight = ({ name }: Cell) => name === "W1" || name === "W2";
const isBias = ({ name }: Cell) => name === "b1" || name === "b2";
const half = <T>(items: readonly T[]) => [items.slice(0, items.length / 2), items.slice(items.length / 2)];
/** The first half of the sources times the second, and the ridge's share if it is among them. */
function product(trace: Trace, sources: readonly Cell[]): number {
  const at = sources.findIndex(({ name }) => name === "lambda");
  const [left, right] = half(at < 0 ? sources : sources.slice(0, at)) as [Cell[], Cell[]];
  const price = at < 0 ? 0 : sources.slice(at).reduce((p, cell) => p * numberOf(trace, cell), 1);
  return (
    left.reduce((sum, cell, k) => sum + numberOf(trace, cell) * numberOf(trace, right[k]!), 0) +
    price / trace.X.rows
  );
}
const numbers = (trace: Trace, sources: readonly Cell[]) => sources.map((cell) => numberOf(trace, cell));
/** Sums of inputs times weights, and a bias. */
const affine = (trace: Trace, sources: readonly Cell[]): number =>
  product(
    trace,
    sources.filter((it) => !isBias(it)),
  ) + numbers(trace, sources.filter(isBias)).reduce((a, b) => a + b, 0);

/** Activations and their slopes from h, by a formula sheet. */
const SHEET: Record<Lesson["activation"], [of: (z: number) => number, slope: (h: number) => number]> = {
  sigmoid: [(z) => 1 / (1 + Math.exp(-z)), (h) => h * (1 - h)],
  tanh: [Math.tanh, (h) => 1 - h * h],
  relu: [(z) => Math.max(0, z), (h) => (h > 0 ? 1 : 0)],
  "leaky-relu": [(z) => Math.max(0.01 * z, z), (h) => (h > 0 ? 1 : 0.01)],
  identity: [(z) => z, () => 1],
};
/** The place of an entry in its row is that of the sum asked for: the sources of a row come all together. */
function softmax(z: readonly number[]): number[] {
  const most = Math.max(...z);
  const powers = z.map((it) => Math.exp(it - most));
  return powers.map((it) => it / powers.reduce((a, b) => a + b));
}
const activated =
  (of: (lesson: Lesson) => Lesson["outputActivation"]): Again =>
  (trace, sources, col) => {
    const name = of(trace.lesson);
    const z = numbers(trace, sources);
    return name === "softmax" ? softmax(z)[col]! : SHEET[name][0](z[0]!);
  };
const slopeOf =
  (of: (lesson: Lesson) => Lesson["outputActivation"]): Again =>
  (trace, sources) => {
    const name = of(trace.lesson) as Lesson["activation"];
    return SHEET[name][1](numbers(trace, sources)[0]!);
  };
const hidden = ({ activation }: Lesson) => activation;
const output = ({ outputActivation }: Lesson) => outputActivation;
/** Through two factors; through a softmax; or both at once, of a cross-entropy. */
function toLogits(trace: Trace, sources: readonly Cell[], col: number): number {
  const { loss, outputActivation } = trace.lesson;
  if (loss === "cross-entropy") {
    const [y, h] = numbers(trace, sources) as [number, number];
    return (h - y) / trace.X.rows;
  }
  if (outputActivation !== "softmax") return times(trace, sources);
  const [g, h] = half(numbers(trace, sources)) as [number[], number[]];
  return h[col]! * (g[col]! - g.reduce((sum, it, k) => sum + it * h[k]!, 0));
}
const total: Again = (trace, sources) => numbers(trace, sources).reduce((a, b) => a + b, 0);
const step = (trace: Trace, sources: readonly Cell[]) => {
  const [weight, gradient, alpha] = numbers(trace, sources) as [number, number, number];
  return weight - alpha * gradient;
};
const times = (trace: Trace, sources: readonly Cell[]) => numbers(trace, sources).reduce((a, b) => a * b);
const squares = (cells: readonly number[]) => cells.reduce((sum, x) => sum + x * x, 0);
const missed = (trace: Trace, sources: readonly Cell[]) => {
  const [y, h] = half(numbers(trace, sources)) as [number[], number[]];
  return lossOf(trace, y, h, trace.loss_data);
};
/** @param told what the trace says of it */
function lossOf({ X, lesson }: Trace, y: readonly number[], h: readonly number[], told: number): number {
  if (lesson.loss === "squared") return squares(y.map((target, i) => target - h[i]!)) / (2 * X.rows);
  // From an output so near 0 or 1 that its digits do not hold its distance, nobody finds the loss.
  if (h.some((it) => Math.min(it, 1 - it) < 1e-7)) return told;
  const of = (share: number, p: number) => (share === 0 ? 0 : -share * Math.log(p));
  const no = (i: number) => (lesson.outputActivation === "softmax" ? 0 : of(1 - y[i]!, 1 - h[i]!));
  return y.reduce((sum, target, i) => sum + of(target, h[i]!) + no(i), 0) / X.rows;
}

/** Each value from the numbers of its sources alone, by the formula and none of the book's code. */
const AGAIN: Partial<Record<Name, Again>> = {
  z1: affine,
  z2: affine,
  dLoss_dW2: product,
  dLoss_dh1: product,
  dLoss_dW1: product,
  h1: activated(hidden),
  h2: activated(output),
  dh2_dz2: slopeOf(output),
  dh1_dz1: slopeOf(hidden),
  dLoss_dz2: toLogits,
  dLoss_db2: total,
  dLoss_db1: total,
  dLoss_dz1: times,
  dLoss_dh2: (trace, sources) => {
    const [y, h] = numbers(trace, sources) as [number, number];
    return -(y - h) / trace.X.rows;
  },
  W1_next: step,
  b1_next: step,
  W2_next: step,
  b2_next: step,
  loss_data: missed,
  loss_ridge: (trace, [lambda, ...weights]) =>
    (numberOf(trace, lambda!) * squares(numbers(trace, weights))) / (2 * trace.X.rows),
  loss: (trace, sources) => numbers(trace, sources).reduce((a, b) => a + b),
  loss_next(trace, sources) {
    const of = (name: string) => sources.filter((cell) => cell.name === name);
    const [N, D, K] = [trace.X.rows, trace.X.cols, trace.y.cols];
    const bias = (layer: 1 | 2) => {
      const moved = of(`b${layer}_next`);
      return numbers(trace, moved.length > 0 ? moved : of(`b${layer}`));
    };
    const layer = (left: number[][], weights: Cell[], b: number[], outputs: number) =>
      left.map((row) =>
        Array.from({ length: outputs }, (_, j) =>
          row.reduce((z, x, i) => z + x * numberOf(trace, weights[i * outputs + j]!), b[j] ?? 0),
        ),
      );
    const { activation, outputActivation } = trace.lesson;
    const X = Array.from({ length: N }, (_, r) => numbers(trace, of("X").slice(r * D, (r + 1) * D)));
    const z1 = layer(X, of("W1_next"), bias(1), of("W1_next").length / D);
    const h1 = z1.map((row) => row.map(SHEET[activation][0]));
    const z2 = layer(h1, of("W2_next"), bias(2), K);
    const h2 = z2.map((row) =>
      outputActivation === "softmax" ? softmax(row) : row.map(SHEET[outputActivation][0]),
    );
    const weights = numbers(trace, [...of("W1_next"), ...of("W2_next")]);
    const lambda = of("lambda")[0];
    const price = lambda ? (numberOf(trace, lambda) * squares(weights)) / (2 * N) : 0;
    return lossOf(trace, numbers(trace, of("y")), h2.flat(), trace.loss_next - price) + price;
  },
};

const textOf = ({ worked }: Origin, row: number, col: number): string => {
  const { sum, sign, value } = worked(row, col);
  return `${sum} ${sign} ${value}`;
};

const close = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));

/** Entries whose sources do not make them. */
function unfounded(
  trace: Trace,
  { result, rows, cols, sources }: Pick<Origin, "result" | "rows" | "cols" | "sources">,
): Cell[] {
  return Array.from({ length: rows * cols }, (_, i) => ({
    name: result,
    row: Math.floor(i / cols),
    col: i % cols,
  })).filter(
    (cell) => !close(AGAIN[result]!(trace, sources(cell.row, cell.col), cell.col), numberOf(trace, cell)),
  );
}

const lesson = { ...FOUR_ROWS, ridge: 0.1, hidden: 3 };

describe("where a number comes from", () => {
  test("every value has an equation in its chapter, but those that are given or drawn", () => {
    const { w } = told({ ...DEFAULT_LESSON, bias: true });
    for (const name of names) {
      expect(madeBy(homeOf(chapters, name)!.stage.flat())).toContain(name);
      expect(equationOf(name, w)?.result).toBe(GIVEN.includes(name) ? undefined : name);
    }
  });

  test("its sources make it: every entry of 100 random lessons", () => {
    fc.assert(
      fc.property(lessons, (lesson) => {
        const { trace, w } = told(lesson);
        for (const origin of names.flatMap((name) => w.origin(name) ?? [])) {
          expect(unfounded(trace, origin)).toEqual([]);
          const { data } = (
            typeof trace[origin.result] === "number" ? { data: [0] } : trace[origin.result]
          ) as Matrix;
          expect(origin.rows * origin.cols).toBe(data.length);
        }
      }),
      { numRuns: 100, seed: 2017 },
    );
  });

  test("wrong sources are seen: no transpose, another row, the ridge forgotten", () => {
    const { trace, w } = told(lesson);
    const origin = equationOf("dLoss_dW2", w)!;
    const wrong = (sources: Origin["sources"]) => unfounded(trace, { ...origin, sources }).length;
    expect(wrong(origin.sources)).toBe(0);
    const turned = origin
      .sources(1, 0)
      .map(({ name, row, col }) => ({ name, row: Math.min(col, 2), col: Math.min(row, 1) }));
    expect(wrong(() => turned)).toBeGreaterThan(0);
    expect(wrong((r, c) => origin.sources((r + 1) % 3, c))).toBe(6);
    expect(wrong((r, c) => origin.sources(r, c).filter((it) => it.name !== "lambda" && !isWeight(it)))).toBe(
      6,
    );
  });

  test("is told with the same numbers: each source that its sum names, and no other, tied to its cell", () => {
    fc.assert(
      fc.property(lessons, (lesson) => {
        const { w } = told(lesson);
        for (const name of names) {
          const origin = equationOf(name, w);
          if (!origin || name === "loss_next") continue; // the sum of a whole forward pass is not written out
          const text = textOf(origin, origin.rows - 1, origin.cols - 1);
          const marks = [...text.matchAll(/data-cell="([^"]*)"/g)].map((m) => m[1]!);
          const sources = origin.sources(origin.rows - 1, origin.cols - 1).map((it) => markOf(it));
          const result = markOf({ name, row: origin.rows - 1, col: origin.cols - 1 });
          expect(marks.at(-1)).toBe(result);
          const named = marks.slice(0, -1);
          if (text.includes("⋯")) for (const mark of named) expect(sources).toContain(mark);
          else expect(new Set(named)).toEqual(new Set(sources));
        }
      }),
      { numRuns: 50, seed: 7 },
    );
  });

  test("one sum, to the letter", () => {
    const { w } = told({ ...lesson, digits: 2 });
    const plain = (name: Name) => textOf(equationOf(name, w)!, 0, 0).replace(/<[^>]*>/g, "");
    expect(plain("W2_next")).toBe("−0.41 − 0.001·(−0.01) = −0.41");
    expect(plain("dLoss_dh2")).toBe("−(1 − 0.37)/4 = −0.16");
    expect(plain("loss")).toBe("0.26 + 0.02 ≈ 0.29");
    expect(plain("loss_next")).toBe("L(W1_next, W2_next) = 0.29");
  });
});

describe("marks", () => {
  test("say which number of which trace, and are read back", () => {
    expect(markOf({ name: "W1", row: 0, col: 1 })).toBe("W1.0.1");
    expect(markOf({ name: "h1", row: 3, col: 12 }, "four:")).toBe("four:h1.3.12");
    expect(markOf({ name: "loss", row: 0, col: 0 })).toBe("loss");
    for (const mark of ["W1.0.1", "four:dLoss_dW1.3.12", "loss_next", "alpha", "four:lambda"]) {
      const { prefix, cell } = parseMark(mark)!;
      expect(markOf(cell, prefix)).toBe(mark);
    }
    for (const mark of ["", "W1", "loss.0.0", "W1.0", "W9.0.0", "toString", "alpha.1.1", "W1.-1.0", "a b"])
      expect(parseMark(mark)).toBeUndefined();
  });

  test("are gathered by value, rows and columns once each", () => {
    const { w } = told(lesson);
    const sources = equationOf("dLoss_dW2", w)!.sources(1, 0);
    expect(blocksOf(sources)).toEqual([
      { name: "h1", rows: [0, 1, 2, 3], cols: [1] },
      { name: "dLoss_dz2", rows: [0, 1, 2, 3], cols: [0] },
      { name: "lambda", rows: [0], cols: [0] },
      { name: "W2", rows: [1], cols: [0] },
    ]);
  });

  test("on every page of a stage are marks of a number that is there, of a trace that the chapter names", () => {
    const { trace, telling } = told(lesson);
    for (const chapter of chapters) {
      const page = markdownOf(chapter, trace, telling);
      const marks = [...page.matchAll(/data-cell="([^"]*)"|\{cell=([^}]*)\}/g)].map((m) => m[1] ?? m[2]!);
      for (const mark of marks) {
        const { prefix, cell } = parseMark(mark)!;
        const other = chapter.others?.[prefix.slice(0, -1)];
        expect(prefix === "" || other).toBeTruthy();
        expect(numberOf(other ? traceOf(stages, other) : trace, cell)).toBeTypeOf("number");
      }
      expect(new Set(marks.map((mark) => parseMark(mark)!.prefix)).size).toBe(chapter.others ? 2 : 1);
    }
  });
});
