import type { Teller } from "../../src/book/exercises.ts";
import type { Makers, WordsFor } from "../../src/exercises/drill.ts";
import { row } from "../../src/exercises/lines.ts";
import { choosing, counting, numeric } from "../../src/exercises/making.ts";
import type { Source } from "../../src/exercises/source.ts";
import { xorLabel } from "../../src/lesson/observations.ts";
import { factor } from "../../src/typeset/html.ts";
import { count, FEW } from "../words/prose.ts";

/** The chapters before the first sum: data, and weights to start from. */

/** A point of the plane: a row of the lesson, where that is one, or a drawn point. */
function pointIn({ trace: { X }, pick, draw }: Source): {
  readonly point: readonly number[];
  readonly row?: number;
} {
  const r = pick(X.rows);
  const point = X.cols === 2 ? row(X, r) : [];
  const [x1, x2] = point;
  if (x1 && x2 && Math.abs(x1) < 1000 && Math.abs(x2) < 1000) return { point, row: r };
  const away = () => draw(0.1, 2) * (pick(2) ? 1 : -1);
  return { point: [away(), away()] };
}

export const xorMakers = {
  label(source: Source) {
    const { point, row } = pointIn(source);
    const [x1, x2] = point.map((it) => Number(it.toPrecision(4))) as [number, number];
    return choosing("direction", { x1, x2, ...(row !== undefined && { row }) }, ["0", "1"], xorLabel(x1, x2));
  },
  line(source: Source) {
    const { point } = pointIn(source);
    const { draw, pick } = source;
    const [a, b] = [draw(0.5, 3), -draw(0.5, 3)];
    const c = draw(0.5, 2) * (pick(2) ? 1 : -1);
    return numeric("entry", { point, line: [a, b, c] }, {}, ({ point: [x1, x2], line: [a, b, c] }) => {
      const value = a! * x1! + b! * x2! + c!;
      return {
        value,
        mistakes: {
          sign: [value - 2 * b! * x2!, value - 2 * a! * x1!, value - 2 * c!],
          term: [value - c!, value - a! * x1!, value - b! * x2!],
          transpose: a! * x2! + b! * x1! + c!,
        },
        working: [[a!, "·", x1!, " + ", b!, "·", x2!, " + ", c!, { worth: value }]],
      };
    });
  },
  mirror(source: Source) {
    const { pick, draw } = source;
    const turned = pick(2) ? "both" : "one";
    const [x1, x2] = [draw(0.1, 2), draw(0.1, 2) * (pick(2) ? 1 : -1)];
    return choosing("what-if", { x1, x2, turned }, ["same", "other"], turned === "both" ? "same" : "other");
  },
  numbers({ trace: { X, y } }: Source) {
    const [N, D, K] = [X.rows, X.cols, y.cols];
    const most = 2 * N;
    return counting(
      "what-if",
      { N, D, K, most },
      {
        value: most * (D + K),
        mistakes: { rows: D + K, once: N * (D + K), term: [most * D, most * K], multiplied: most * D * K },
        working: [[most, "·", D, " + ", most, "·", K, { worth: most * (D + K) }]],
      },
    );
  },
} satisfies Makers;

export const xorWords: WordsFor<typeof xorMakers, Teller> = {
  label: ({ x1, x2, row }, w) => ({
    question: `${row === undefined ? "A point" : `Row ${row}`} is ${w.row("X", [x1, x2])}. Which label does the rule of XOR give it?`,
    options: { 0: "label 0", 1: "label 1" },
    hint: "Only the signs count. Are they the same, or is exactly one of the two numbers above 0?",
    reason: x1 > 0 === x2 > 0 ? "The two signs are equal." : "The two signs differ.",
  }),
  line: ({ point, line: [a, b, c] }, w) => ({
    question: `Which side of the line is ${w.row("X", point)} on? Work out ${factor(w.num(a!))}·<var>x</var><sub>1</sub> + (${w.num(b!)})·<var>x</var><sub>2</sub> + (${w.num(c!)}) there. Above 0 is the side of label 1.`,
    hint: "Put the first number in for x<sub>1</sub> and the second for x<sub>2</sub>. The last number of the line is only added.",
    reason: "The sign says the side: above 0 it is that of label 1, below 0 that of label 0.",
  }),
  mirror: ({ x1, x2, turned }, w) => ({
    question: `The point ${w.row("X", [x1, x2])} becomes ${w.row("X", turned === "both" ? [-x1, -x2] : [-x1, x2])}: ${turned === "both" ? "both signs change" : "one sign changes"}. What does its label under XOR do?`,
    options: { same: "It stays.", other: "It becomes the other one." },
    hint: "Find the label of both points. Equal signs: 0; different signs: 1.",
    reason:
      turned === "both"
        ? "Signs that were equal are equal again, and different ones different."
        : "Signs that were equal are different now, and different ones equal.",
  }),
  numbers: ({ N, D, K, most }, w) => ({
    question: `This lesson has ${count(w, N, "row")} of ${count(w, D, "input")} and ${count(w, K, "target")}. With ${w.num(most)} rows, how many numbers are there in ${w.name("X")} and ${w.name("y")} together?`,
    hint: "One row has its inputs and its targets. How many numbers are these?",
  }),
};

export const initMakers = {
  /** With twice the hidden neurons: those of the page are counted there. */
  weights({ trace: { W1, W2, lesson } }: Source) {
    const [D, H, K] = [W1.rows, 2 * W1.cols, W2.cols];
    const biases = lesson.bias ? H + K : 0;
    const value = D * H + H * K + biases;
    return counting(
      "entry",
      { D, H, K, hasBias: lesson.bias },
      {
        value,
        mistakes: {
          bias: biases ? value - biases : undefined,
          term: [D * H + biases, H * K + biases, D * H, H * K],
          multiplied: D * H * K,
          row: D + H + K,
        },
        working: [[D, "·", H, " + ", H, "·", K, ...(biases ? [" + ", H, " + ", K] : []), { worth: value }]],
      },
    );
  },
  bound({ trace: { W1, W2 }, pick }: Source) {
    const of = pick(2) ? ("W1" as const) : ("W2" as const);
    const { rows: own, cols } = of === "W1" ? W1 : W2;
    const rows = own * (2 + pick(4));
    return numeric("what-if", { rows, cols }, { of, own }, ({ rows, cols }) => ({
      value: 1 / Math.sqrt(rows),
      mistakes: { transpose: 1 / Math.sqrt(cols), root: 1 / rows, multiplied: Math.sqrt(rows) },
      working: [[1, "/√", rows, { worth: 1 / Math.sqrt(rows) }]],
    }));
  },
  neuron({ trace: { W1, W2, lesson } }: Source) {
    const [D, K] = [W1.rows, W2.cols];
    const bias = lesson.bias ? 1 : 0;
    const value = D + K + bias;
    return counting(
      "what-if",
      { D, K, hasBias: lesson.bias },
      {
        value,
        mistakes: { bias: bias ? D + K : undefined, term: [D + bias, K + bias], multiplied: D * K + bias },
        working: [[D, " + ", K, ...(bias ? [" + ", 1] : []), { worth: value }]],
      },
    );
  },
  shapes({ trace: { X, W1, W2 } }: Source) {
    const shape = (rows: number, cols: number) => `${rows}×${cols}`;
    const [N, D, H, K] = [X.rows, X.cols, W1.cols, W2.cols];
    const right = shape(H, K);
    const all = [right, shape(K, H), shape(D, H), shape(N, K), shape(D, K)];
    const options = [...new Set(all)].slice(0, 4);
    if (options.length < 3) return undefined;
    return choosing(
      "shapes",
      { D, H, K },
      options.sort().map((says) => ({
        says,
        ...(says === shape(K, H) && says !== right && { mistake: "transpose" as const }),
      })),
      right,
    );
  },
} satisfies Makers;

export const initWords: WordsFor<typeof initMakers, Teller> = {
  weights: ({ D, H, K, hasBias }) => ({
    question: `This network is given twice as many hidden neurons: from ${count(FEW, D, "input")} to ${count(FEW, H, "hidden neuron")} to ${count(FEW, K, "output")}. How many weights${hasBias ? " and biases" : ""} does it have then?`,
    hint: `Each hidden neuron has a weight for each input, and each output one for each hidden neuron.${hasBias ? " Then there is a bias for each neuron." : ""}`,
  }),
  bound: ({ of, own, rows, cols }, w) => ({
    question: `${w.name(of)} has ${count(w, own, "row")} and ${count(w, cols, "column")}. Say that it had ${count(w, rows, "row")}. Drawn as in this chapter, how large could a weight in it be at most?`,
    hint: "A number between −1 and 1 is divided by the square root of the number of rows.",
  }),
  neuron: ({ hasBias }) => ({
    question: `One hidden neuron more is put into this network. How many weights${hasBias ? " and biases" : ""} are added?`,
    hint: `Count what goes into the new neuron and what comes out of it${hasBias ? ", and do not forget its bias" : ""}.`,
  }),
  shapes: ({ D, H, K }, w) => ({
    question: `From ${count(w, D, "input")} to ${count(w, H, "hidden neuron")} to ${count(w, K, "output")}: which shape has ${w.name("W2")}?`,
    hint: "Its rows belong to what comes in, its columns to what goes out.",
    reason: `A row for each hidden neuron, ${H}, and a column for each output, ${K}.`,
  }),
};
