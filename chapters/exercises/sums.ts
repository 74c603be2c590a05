import type { Teller } from "../../src/book/exercises.ts";
import type { Makers, WordsFor } from "../../src/exercises/drill.ts";
import { column, dot, joined, products, row, total, worked } from "../../src/exercises/lines.ts";
import { choosing, given, isWorkable, numeric, tidy } from "../../src/exercises/making.ts";
import type { Source } from "../../src/exercises/source.ts";
import { at, type Matrix } from "../../src/math/matrix.ts";
import { ways } from "../words/exercises.ts";
import { grouped } from "../words/prose.ts";

/** The two chapters in which neurons add up: z1 from X, z2 from h1. */

/** Sums of more products than this are no work for a pencil. */
const MOST_TERMS = 4;

interface Layer {
  readonly x: "X" | "h1";
  readonly W: "W1" | "W2";
  readonly b: "b1" | "b2";
  readonly z: "z1" | "z2";
}

/** One sum of the lesson: its place, and what it is made of. */
function sumIn({ trace, pick }: Source, { x, W, b, z }: Layer) {
  const at = [pick(trace[z].rows), pick(trace[z].cols)] as const;
  const [r, c] = at;
  const bias = trace.lesson.bias ? trace[b].data[c]! : undefined;
  return {
    at,
    x: row(trace[x], r),
    w: column(trace[W], c),
    ...(bias !== undefined && { bias }),
    fits: trace[W].rows <= MOST_TERMS,
  };
}

/** Column c of W as one reads it who takes W by neuron: the c-th stretch of its numbers. */
const byNeuron = ({ rows, data }: Matrix, c: number): number[] => [
  ...data.subarray(c * rows, (c + 1) * rows),
];

const roundedTo = (x: number, decimals: number): number => Number(x.toFixed(decimals));

export const sumMakers = (layer: Layer) => {
  const { x: xName, W: wName, b: bName, z: zName } = layer;
  return {
    entry(source: Source) {
      const { trace } = source;
      const { at: place, x, w, bias, fits } = sumIn(source, layer);
      if (!fits) return undefined;
      const [r, c] = place;
      const W = trace[wName];
      const next = (i: number, n: number) => (n > 1 ? (i + 1) % n : undefined);
      const [otherRow, otherCol] = [next(r, trace[zName].rows), next(c, W.cols)];
      return numeric(
        "entry",
        {
          x,
          w,
          bias,
          wrong: byNeuron(W, c),
          otherX: otherRow === undefined ? undefined : row(trace[xName], otherRow),
          otherW: otherCol === undefined ? undefined : column(W, otherCol),
          otherBias: bias === undefined || otherCol === undefined ? undefined : trace[bName].data[otherCol]!,
        },
        { layer, at: place },
        ({ x, w, bias, wrong, otherX, otherW, otherBias }) => {
          const b = bias ?? 0;
          const value = dot(x, w) + b;
          const parts = x.map((it, i) => it * w[i]!);
          return {
            value,
            mistakes: {
              transpose: dot(x, wrong) + b,
              row: otherX && dot(otherX, w) + b,
              column: otherW && dot(x, otherW) + (otherBias ?? 0),
              bias: bias === undefined ? undefined : value - b,
              sign: parts.map((part) => value - 2 * part),
              term: parts.length > 1 ? parts.map((part) => value - part) : undefined,
              rounded:
                xName === "h1"
                  ? dot(
                      x.map((it) => roundedTo(it, 1)),
                      w,
                    ) + b
                  : undefined,
            },
            working: [
              worked(zName, place, [...products(x, w), ...(bias === undefined ? [] : [" + ", bias])], value),
            ],
          };
        },
      );
    },

    direction(source: Source) {
      const { at: place, x, w } = sumIn(source, layer);
      const i = source.pick(x.length);
      const [input, weight] = [given(x[i]!), w[i]!];
      if (!isWorkable(input)) return undefined;
      const way = (by: number) => (by > 0 ? "up" : by < 0 ? "down" : "stays");
      const seduced = way(weight) === way(input) ? undefined : way(weight);
      return choosing(
        "direction",
        { layer, at: place, weight: [i, place[1]] as const, input, inputAt: [place[0], i] as const },
        ["up", "down", "stays"].map((says) => ({
          says,
          ...(says === seduced && { mistake: "weight" as const }),
        })),
        way(input),
        [[0.1, "·", input, { worth: 0.1 * input }]],
      );
    },

    slip(source: Source) {
      const { at: place, ...sum } = sumIn(source, layer);
      const short = (it: number) => Number(it.toFixed(2)) + 0;
      const [x, w, bias] = [
        sum.x.map(short),
        sum.w.map(short),
        sum.bias === undefined ? undefined : short(sum.bias),
      ];
      if (!sum.fits || [...x, ...w].some((it) => it === 0 || Math.abs(it) > 1000)) return undefined;
      const parts = x.map((it, i) => tidy(it * w[i]!));
      // Most often one of the products; else the sum, from which the bias is missing.
      const wrong = source.pick(parts.length + (bias ? 1 : 0));
      const found = parts.map((part, i) => (i === wrong ? -part : part));
      const inAll = bias === undefined || wrong === parts.length ? 0 : bias;
      const last = [...found.map((it) => [it]), ...(inAll ? [[inAll]] : [])];
      const lines = [
        ...parts.map((_, i) => [x[i]!, "·", w[i]!, { worth: found[i]! }]),
        [{ name: zName, at: place }, " = ", ...joined(last), { worth: total(found) + inAll }],
      ];
      const right = wrong < parts.length ? [[x[wrong]!, "·", w[wrong]!, { worth: parts[wrong]! }]] : [];
      return choosing(
        "mistake",
        { layer, at: place, x, w, bias },
        lines.map((says) => ({ says })),
        wrong,
        [
          ...right,
          [
            { name: zName, at: place },
            " = ",
            ...joined([...parts.map((it) => [it]), ...(bias === undefined ? [] : [[bias]])]),
            { worth: total(parts) + (bias ?? 0) },
          ],
        ],
      );
    },

    /** With other rows than those of the page, which prints its own shapes. */
    shapes({ trace, pick }: Source) {
      const [X, W] = [trace[xName], trace[wName]];
      const rows = X.rows + 1 + pick(5);
      const shape = (rows: number, cols: number) => `${rows}×${cols}`;
      const right = shape(rows, W.cols);
      const others = [
        { says: shape(W.cols, rows), mistake: "transpose" as const },
        { says: shape(X.rows, W.cols) },
        { says: shape(rows, X.cols) },
        { says: shape(W.rows, W.cols) },
      ];
      const options = [{ says: right }, ...others].filter(
        ({ says }, i, all) => all.findIndex((it) => it.says === says) === i,
      );
      if (options.length < 3) return undefined;
      const sorted = options.slice(0, 4).sort((a, b) => (a.says < b.says ? -1 : 1));
      return choosing(
        "shapes",
        { layer, rows, left: shape(rows, X.cols), times: shape(W.rows, W.cols) },
        sorted,
        right,
        [[`(${shape(rows, X.cols)})·(${shape(W.rows, W.cols)})`]],
      );
    },
  } satisfies Makers;
};

export const firstSums = {
  ...sumMakers({ x: "X", W: "W1", b: "b1", z: "z1" }),
  doubled(source: Source) {
    const { trace, pick } = source;
    const place = [pick(trace.z1.rows), pick(trace.z1.cols)] as const;
    const bias = trace.lesson.bias ? trace.b1.data[place[1]]! : undefined;
    return numeric("what-if", { z: at(trace.z1, ...place), bias }, { at: place }, ({ z, bias = 0 }) => ({
      value: 2 * z - bias,
      mistakes: { "bias-too": bias ? 2 * z : undefined, once: z, square: 4 * (z - bias) + bias },
      working: [
        ...(bias ? [[z, " − ", bias, { worth: z - bias }]] : []),
        [2, "·", tidy(z - bias), ...(bias ? [" + ", bias] : []), { worth: 2 * z - bias }],
      ],
    }));
  },
} satisfies Makers;

export const secondSums = {
  ...sumMakers({ x: "h1", W: "W2", b: "b2", z: "z2" }),
  off(source: Source) {
    const { trace, pick } = source;
    const [r, j, k] = [pick(trace.z2.rows), pick(trace.W2.rows), pick(trace.W2.cols)];
    const [h, w] = [at(trace.h1, r, j), at(trace.W2, j, k)];
    if (h * w === 0) return undefined; // it would change nothing
    return numeric(
      "what-if",
      { z: at(trace.z2, r, k), h, w },
      { at: [r, k] as const, h1: [r, j] as const, W2: [j, k] as const },
      ({ z, h, w }) => ({
        value: z - h * w,
        mistakes: { sign: z + h * w, share: h * w, weight: z - w },
        working: [worked("z2", [r, k], [z, " − ", h, "·", w], z - h * w)],
      }),
    );
  },
} satisfies Makers;

type Sums = ReturnType<typeof sumMakers>;

const sumWords: WordsFor<Sums, Teller> = {
  entry: ({ layer: { x, W, b, z }, at: [r, c], x: numbers, w: weights, bias }, w) => ({
    question: `Row ${r} of ${w.name(x)} is ${w.row(x, numbers)}, and column ${c} of ${w.name(W)} is ${w.row(W, weights)}.${bias === undefined ? "" : ` The bias ${w.name(b, [0, c])} is ${w.number(b, bias)}.`} Work out ${w.name(z, [r, c])}.`,
    hint: `Multiply in pairs: the first number of the row by the first of the column, and so on. Add the products${bias === undefined ? "" : ", and the bias last"}.`,
  }),
  direction: ({ layer: { x, W, z }, at, weight, input, inputAt }, w) => ({
    question: `${w.name(x, inputAt)} is ${w.number(x, input)}. ${w.num(0.1)} is added to the weight ${w.name(W, weight)}. What does ${w.name(z, at)} do?`,
    options: ways,
    hint: `The sum moves by ${w.num(0.1)} times the number that this weight is multiplied by.`,
  }),
  slip: ({ layer: { x, W, b, z }, at: [r, c], x: numbers, w: weights, bias }, w) => ({
    question: `Somebody works out ${w.name(z, [r, c])}, with all numbers rounded to two decimals: row ${r} of ${w.name(x)} ${w.row(x, numbers)}, column ${c} of ${w.name(W)} ${w.row(W, weights)}${bias === undefined ? "" : `, and the bias ${w.name(b, [0, c])} = ${w.number(b, bias)}`}. Which line has the mistake?`,
    hint: `Look at the signs first: equal signs give plus, different signs give minus.${bias === undefined ? "" : " Then look for what is missing."}`,
  }),
  shapes: ({ layer: { x, W }, rows, left, times }, w) => ({
    question: `With ${grouped(w, rows)} rows of data, ${w.name(x)} would have the shape ${left}, and ${w.name(W)} ${times}, as it has. Which shape would their product have?`,
    hint: `The two inner numbers meet and go. The two outer ones stay.`,
  }),
};

export const firstSumWords: WordsFor<typeof firstSums, Teller> = {
  ...sumWords,
  doubled: ({ at: [r, c], z, bias }, w) => ({
    question: `${w.name("z1", [r, c])} is ${w.number("z1", z)}${bias === undefined ? "" : `, and its bias ${w.name("b1", [0, c])} is ${w.number("b1", bias)}`}. Every input in row ${r} is doubled. What is ${w.name("z1", [r, c])} then?`,
    hint:
      bias === undefined
        ? "Each product has one input in it. What becomes of each product?"
        : "Each product doubles. Is the bias one of the products?",
  }),
};

export const secondSumWords: WordsFor<typeof secondSums, Teller> = {
  ...sumWords,
  off: ({ at: [r, k], h1, W2, z, h, w: weight }, w) => ({
    question: `${w.name("z2", [r, k])} is ${w.number("z2", z)}. In it, ${w.name("h1", h1)} = ${w.number("h1", h)} is multiplied by ${w.name("W2", W2)} = ${w.number("W2", weight)}. The hidden neuron ${h1[1]} is switched off: its value becomes 0. What is ${w.name("z2", [r, k])} then?`,
    hint: `One product leaves the sum. How large was it?`,
  }),
};
