import type { Teller } from "../../src/book/exercises.ts";
import type { Makers, WordsFor } from "../../src/exercises/drill.ts";
import type { Line, Option } from "../../src/exercises/exercise.ts";
import {
  around,
  column,
  dot,
  fine,
  joined,
  products,
  row,
  total,
  worked,
} from "../../src/exercises/lines.ts";
import { choosing, numeric } from "../../src/exercises/making.ts";
import type { Source } from "../../src/exercises/source.ts";
import { at, type Matrix } from "../../src/math/matrix.ts";
import { networkOf } from "../../src/network/network.ts";
import { ways } from "../words/exercises.ts";
import { brickNames } from "../words/live.ts";

/** The way back: through the outputs to W2, and on to W1. */

/** Sums of more products than this are no work for a pencil. */
const MOST_TERMS = 4;

const fourDecimals = (x: number): number => Number(x.toFixed(4)) + 0;
const isPlain = (x: number): boolean => x !== 0 && Math.abs(x) >= 1e-3 && Math.abs(x) < 1000;

// --- The slope along weights, in both layers ---

interface Layer {
  readonly W: "W1" | "W2";
  readonly x: "X" | "h1";
  readonly delta: "dLoss_dz1" | "dLoss_dz2";
  readonly slope: "dLoss_dW1" | "dLoss_dW2";
}

const next = (i: number, n: number) => (n > 1 ? (i + 1) % n : undefined);
const columnIf = (m: Matrix, c: number | undefined) =>
  c === undefined || c >= m.cols ? undefined : column(m, c);

const weightMakers = (layer: Layer) => ({
  weights({ trace, pick }: Source) {
    const [x, delta, W] = [trace[layer.x], trace[layer.delta], trace[layer.W]];
    const place = [pick(W.rows), pick(W.cols)] as const;
    const [i, j] = place;
    const [N, { ridge }] = [x.rows, trace.lesson];
    if (N > MOST_TERMS || column(x, i).every((it) => it === 0)) return undefined;
    const isTurned = i !== j && j < W.rows && i < W.cols;
    return numeric(
      "entry",
      {
        x: column(x, i),
        delta: column(delta, j),
        w: ridge === 0 ? undefined : at(W, i, j),
        ridge: ridge === 0 ? undefined : ridge,
        turnedX: isTurned ? column(x, j) : undefined,
        turnedDelta: isTurned ? column(delta, i) : undefined,
        otherX: columnIf(x, next(i, x.cols)),
        otherDelta: columnIf(delta, next(j, delta.cols)),
      },
      { layer, at: place, N },
      ({ x, delta, w, ridge, turnedX, turnedDelta, otherX, otherDelta }) => {
        const sum = dot(x, delta);
        const price = w === undefined ? 0 : (ridge! / N) * w;
        const parts = x.map((it, r) => it * delta[r]!);
        return {
          value: sum + price,
          mistakes: {
            transpose: turnedX && dot(turnedX, turnedDelta!) + price,
            row: otherX && dot(otherX, delta) + price,
            column: otherDelta && dot(x, otherDelta) + price,
            sign: [-sum + price, ...(price ? [sum - price] : [])],
            term: parts.length > 1 ? parts.map((it) => sum - it + price) : undefined,
            ridge: price ? [sum, sum + price * N * (N > 1 ? 1 : 0.5)] : undefined,
            divided: parts.length === 1 && x[0] ? delta[0]! / x[0] + price : undefined,
          },
          working: [
            worked(
              layer.slope,
              place,
              [...products(x, delta), ...(w === undefined ? [] : [" + ", ridge!, "/", N, "·", w])],
              sum + price,
            ),
          ],
        };
      },
    );
  },

  direction({ trace, pick }: Source) {
    const slopes = trace[layer.slope];
    const place = [pick(slopes.rows), pick(slopes.cols)] as const;
    const slope = Number(at(slopes, ...place).toPrecision(4));
    if (!Number.isFinite(slope) || Math.abs(slope) > 1e6 || (slope !== 0 && Math.abs(slope) < 1e-8))
      return undefined;
    const right = slope > 0 ? "down" : slope < 0 ? "up" : "stays";
    return choosing(
      "direction",
      { layer, at: place, slope },
      ["up", "down", "stays"].map(
        (says): Option => ({ says, ...(says !== right && says !== "stays" && { mistake: "sign" }) }),
      ),
      right,
    );
  },
});

const weightWords: WordsFor<ReturnType<typeof weightMakers>, Teller> = {
  weights: ({ layer, at: [i, j], N, x, delta, w: weight, ridge }, w) => ({
    question: `Column ${i} of ${w.name(layer.x)} is ${w.row(layer.x, x)}, and column ${j} of ${w.name(layer.delta)} is ${w.row(layer.delta, delta)}.${weight === undefined ? "" : ` λ is ${w.num(ridge!)}, <var>N</var> is ${N}, and ${w.name(layer.W, [i, j])} is ${w.number(layer.W, weight)}.`} Work out ${w.name(layer.slope, [i, j])}.`,
    hint: `${N === 1 ? "There is one row: one product." : "Row by row: multiply what came in by the slope that came back, and add."}${weight === undefined ? "" : " The ridge adds λ/N times the weight."}`,
  }),
  direction: ({ layer, at, slope }, w) => ({
    question: `${w.name(layer.slope, at)} is ${w.number(layer.slope, slope)}. What does the next step do with ${w.name(layer.W, at)}?`,
    options: ways,
    hint: "The slope says where the loss rises. The step goes the other way.",
    reason:
      slope === 0
        ? "The step is the learning rate times the slope: 0."
        : `The slope is ${slope > 0 ? "positive: the loss rises as the weight goes up" : "negative: the loss falls as the weight goes up"}.`,
  }),
};

// --- Through the outputs ---

export const toSecond = {
  delta({ trace, pick }: Source) {
    const { y, h2, lesson } = trace;
    const [N, K] = [y.rows, y.cols];
    const place = [pick(N), pick(K)] as const;
    const [r, k] = place;
    const { output } = networkOf(lesson).roles;
    const isSoftmax = lesson.outputActivation === "softmax";
    const way = lesson.loss === "cross-entropy" ? "collapsed" : isSoftmax ? "softmax" : "factors";
    if (way === "softmax") {
      if (K > MOST_TERMS) return undefined;
      return numeric(
        "entry",
        { y: row(y, r), h: row(h2, r) },
        { way, at: place, N, brick: "softmax" },
        ({ y, h }) => {
          const g = h.map((it, i) => (it - y[i]!) / N);
          const mean = dot(g, h);
          const value = h[k]! * (g[k]! - mean);
          return {
            value,
            mistakes: {
              sign: -value,
              slope: g[k]!,
              jacobian: [g[k]! * h[k]! * (1 - h[k]!), g[k]! * h[k]!],
              rows: N > 1 ? value * N : undefined,
              two: 2 * value,
            },
            working: [
              ...g.map((it, i): Line => ["(", h[i]!, " − ", y[i]!, ")/", N, { worth: it }]),
              [
                h[k]!,
                "·(",
                fine(g[k]!),
                " − (",
                ...products(g.map(fine), h),
                "))",
                { worth: h[k]! * (fine(g[k]!) - dot(g.map(fine), h)) },
              ],
            ],
          };
        },
      );
    }
    return numeric(
      "entry",
      { y: at(y, r, k), h: at(h2, r, k) },
      { way, at: place, N, brick: isSoftmax ? "softmax" : output.name },
      ({ y, h }) => {
        const miss = (h - y) / N;
        const slope = way === "collapsed" ? 1 : output.slope(h);
        const value = miss * slope;
        return {
          value,
          mistakes: {
            sign: -value,
            slope: way === "factors" ? miss : undefined,
            divided: slope ? miss / slope : undefined,
            rows: N > 1 ? value * N : undefined,
            two: [2 * value, value / 2],
            brick: way === "collapsed" ? miss * h * (1 - h) : undefined,
            square: way === "factors" && output.name === "sigmoid" ? miss * h : undefined,
          },
          working: [
            ["(", h, " − ", y, ")/", N, { worth: miss }],
            ...(way === "factors"
              ? [
                  [...around(output.slopeText, h), { worth: slope }],
                  worked("dLoss_dz2", place, [fine(miss), "·", fine(slope)], fine(miss) * fine(slope)),
                ]
              : []),
          ],
        };
      },
    );
  },

  ...weightMakers({ W: "W2", x: "h1", delta: "dLoss_dz2", slope: "dLoss_dW2" }),

  shapes({ trace: { h1, dLoss_dz2 } }: Source) {
    const [N, H, K] = [h1.rows, h1.cols, dLoss_dz2.cols];
    return choosing(
      "shapes",
      { N, H, K },
      [{ says: "plain" }, { says: "turned-back", mistake: "transpose" }, { says: "right" }, { says: "both" }],
      "right",
      [[`(${H}×${N})·(${N}×${K})`]],
    );
  },

  slip({ trace, pick }: Source) {
    const { y, h2, h1, lesson } = trace;
    const N = y.rows;
    const [r, j, k] = [pick(N), pick(h1.cols), pick(y.cols)];
    const { output } = networkOf(lesson).roles;
    const isCollapsed = lesson.loss === "cross-entropy";
    if (!isCollapsed && lesson.outputActivation === "softmax") return undefined;
    const [target, h, hidden] = [at(y, r, k), at(h2, r, k), at(h1, r, j)].map(fourDecimals) as [
      number,
      number,
      number,
    ];
    const slope = isCollapsed ? 1 : fine(output.slope(h));
    const steps = (wrong?: number) => {
      const miss = fine(((h - target) / N) * (wrong === 0 ? -1 : 1));
      const factor = wrong === 1 ? fine(output.name === "tanh" ? 1 - h : h) : slope;
      const delta = isCollapsed ? miss : fine(miss * factor);
      const lines: Line[] = [
        [...(N > 1 ? ["(", h, " − ", target, ")/", N] : [h, " − ", target]), { worth: miss }],
        ...(isCollapsed
          ? []
          : [
              [{ name: "dh2_dz2" as const }, " = ", ...around(output.slopeText, h), { worth: factor }],
              [{ name: "dLoss_dz2" as const }, " = ", miss, "·", factor, { worth: delta }],
            ]),
        [
          { name: "dLoss_dW2" as const, at: [j, k] as const },
          " = ",
          hidden,
          wrong === 3 ? " + " : "·",
          delta,
          { worth: wrong === 3 ? hidden + delta : hidden * delta },
        ],
      ];
      return lines;
    };
    if (!isPlain((h - target) / N) || !isPlain(hidden) || !isPlain(slope)) return undefined;
    const canSlip = !isCollapsed && (output.name === "sigmoid" || (output.name === "tanh" && h !== 1));
    const kinds = [0, ...(canSlip ? [1] : []), 3];
    const wrong = kinds[pick(kinds.length)]!;
    const lines = steps(wrong);
    const place = wrong === 3 ? lines.length - 1 : wrong;
    return choosing(
      "mistake",
      { row: r, at: [j, k] as const, y: target, h, hidden, N, brick: isCollapsed ? "" : output.name },
      lines.map((says): Option => ({ says })),
      place,
      steps().slice(place),
    );
  },
} satisfies Makers;

const nameOf = (brick: string): string => brickNames[brick as keyof typeof brickNames] ?? brick;
const SLOPES: Readonly<Record<string, string>> = {
  sigmoid: "h·(1 − h)",
  tanh: "1 − h²",
  relu: "1 where h is above 0, else 0",
  "leaky-relu": "1 where h is above 0, else a hundredth",
  identity: "1",
};

export const toSecondWords: WordsFor<typeof toSecond, Teller> = {
  ...weightWords,
  delta: ({ way, at: [r, k], N, brick, y, h }, w) => ({
    question:
      typeof y === "number"
        ? `${w.name("h2", [r, k])} is ${w.number("h2", h as number)}, its target ${w.number("y", y)}, and <var>N</var> is ${N}. The outputs are ${nameOf(brick)}, the loss ${way === "collapsed" ? "cross-entropy" : "squares"}. Work out ${w.name("dLoss_dz2", [r, k])}.`
        : `Row ${r} of ${w.name("h2")} is ${w.row("h2", h as readonly number[])}, its targets ${w.row("y", y)}, and <var>N</var> is ${N}. The outputs are a softmax, the loss squares. Work out ${w.name("dLoss_dz2", [r, k])}.`,
    hint:
      way === "factors"
        ? `Two factors: (h − y)/N, and the slope of ${nameOf(brick)}, which is ${SLOPES[brick]}.`
        : way === "collapsed"
          ? "Beside cross-entropy the two factors become one: (h − y)/N."
          : "First g = (h − y)/N for every output. Then h·(g − ∑ g·h), the sum over the row.",
  }),
  shapes: ({ N, H, K }, w) => {
    const [h, delta] = [w.name("h1"), w.name("dLoss_dz2")];
    return {
      question: `${h} has the shape ${N}×${H} and ${delta} has ${N}×${K}. Which product is the slope along ${w.name("W2")}, which has ${H}×${K}?`,
      options: {
        plain: `${h} · ${delta}`,
        "turned-back": `(${delta})<sup>⊤</sup> · ${h}`,
        right: `${h}<sup>⊤</sup> · ${delta}`,
        both: `${h} · (${delta})<sup>⊤</sup>`,
      },
      hint: "Each weight needs its own place: row j for hidden neuron j, column k for output k. ⊤ turns a matrix: rows become columns.",
    };
  },
  slip: ({ row, at: [j, k], y, h, hidden, N, brick }, w) => ({
    question: `Somebody works out what row ${row} adds to ${w.name("dLoss_dW2", [j, k])}, from ${w.name("y", [row, k])} = ${w.number("y", y)}, ${w.name("h2", [row, k])} = ${w.number("h2", h)}, ${w.name("h1", [row, j])} = ${w.number("h1", hidden)} and <var>N</var> = ${N}, rounding on the way. Which line has the mistake?`,
    hint: `The miss is h − y, over N.${brick ? ` The slope of ${nameOf(brick)} is ${SLOPES[brick]}.` : ""} Factors are multiplied.`,
  }),
};

// --- On to the first layer ---

export const toFirst = {
  hidden({ trace, pick }: Source) {
    const { dLoss_dz2: delta, W2, W2_next } = trace;
    const place = [pick(delta.rows), pick(W2.rows)] as const;
    const [r, j] = place;
    if (W2.cols > MOST_TERMS) return undefined;
    // As one reads it who takes W2 the other way round.
    const turned =
      W2.data.length >= (j + 1) * W2.cols && W2.rows > 1 && W2.cols > 1
        ? Array.from({ length: W2.cols }, (_, k) => W2.data[k * W2.rows + j]!)
        : undefined;
    return numeric(
      "entry",
      {
        delta: row(delta, r),
        w: row(W2, j),
        turned,
        updated: row(W2_next, j),
        other: next(j, W2.rows) === undefined ? undefined : row(W2, next(j, W2.rows)!),
      },
      { at: place },
      ({ delta, w, turned, updated, other }) => {
        const value = dot(delta, w);
        const parts = delta.map((it, k) => it * w[k]!);
        return {
          value,
          mistakes: {
            transpose: turned && dot(delta, turned),
            updated: dot(delta, updated),
            row: other && dot(delta, other),
            sign: [-value, ...parts.map((it) => value - 2 * it)],
            term: parts.length > 1 ? parts.map((it) => value - it) : undefined,
            divided: w.every((it) => it !== 0) ? total(delta.map((it, k) => it / w[k]!)) : undefined,
          },
          working: [worked("dLoss_dh1", place, products(delta, w), value)],
        };
      },
    );
  },

  delta({ trace, pick }: Source) {
    const { dLoss_dh1, h1, lesson } = trace;
    const place = [pick(h1.rows), pick(h1.cols)] as const;
    const { hidden } = networkOf(lesson).roles;
    return numeric(
      "entry",
      { g: at(dLoss_dh1, ...place), h: at(h1, ...place) },
      { at: place, brick: hidden.name },
      ({ g, h }) => {
        const slope = hidden.slope(h);
        const isMasked = hidden.hasCorner && slope < 1;
        return {
          value: g * slope,
          mistakes: {
            [isMasked ? "mask" : "slope"]: g,
            divided: slope ? g / slope : undefined,
            sign: -g * slope,
            square:
              hidden.name === "sigmoid"
                ? [g * h, g * (1 - h)]
                : hidden.name === "tanh"
                  ? g * (1 - h)
                  : undefined,
          },
          working: [
            [...around(hidden.slopeText, h), { worth: slope }],
            worked("dLoss_dz1", place, [g, "·", fine(slope)], g * fine(slope)),
          ],
        };
      },
    );
  },

  ...weightMakers({ W: "W1", x: "X", delta: "dLoss_dz1", slope: "dLoss_dW1" }),

  slip({ trace, pick }: Source) {
    const { dLoss_dz2, W2 } = trace;
    if (W2.cols > 3) return undefined;
    const [r, j] = [pick(dLoss_dz2.rows), pick(W2.rows)];
    const [delta, w] = [row(dLoss_dz2, r), row(W2, j)].map((it) => it.map(fourDecimals)) as [
      number[],
      number[],
    ];
    if (![...delta, ...w].every(isPlain)) return undefined;
    const parts = delta.map((it, k) => Number((it * w[k]!).toFixed(6)));
    if (parts.some((it) => Math.abs(it) < 1e-5)) return undefined;
    const wrong = pick(parts.length);
    const isDivided = pick(2) === 1;
    const wrongly = isDivided ? Number((delta[wrong]! / w[wrong]!).toFixed(6)) : -parts[wrong]!;
    const found = parts.map((it, k) => (k === wrong ? wrongly : it));
    const sum = (parts: readonly number[]): Line => [
      { name: "dLoss_dh1", at: [r, j] },
      " = ",
      ...joined(parts.map((it) => [it])),
      { worth: total(parts) },
    ];
    const line = (k: number, worth: number): Line => [
      delta[k]!,
      isDivided && k === wrong && worth !== parts[k] ? "/" : "·",
      w[k]!,
      " = ",
      worth,
    ];
    if (parts.length === 1) return undefined;
    return choosing(
      "mistake",
      { at: [r, j] as const, delta, w },
      [...found.map((it, k) => line(k, it)), sum(found)].map((says): Option => ({ says })),
      wrong,
      [line(wrong, parts[wrong]!), sum(parts)],
    );
  },
} satisfies Makers;

export const toFirstWords: WordsFor<typeof toFirst, Teller> = {
  ...weightWords,
  hidden: ({ at: [r, j], delta, w: weights }, w) => ({
    question: `Row ${r} of ${w.name("dLoss_dz2")} is ${w.row("dLoss_dz2", delta)}, and row ${j} of ${w.name("W2")} is ${w.row("W2", weights)}. Work out ${w.name("dLoss_dh1", [r, j])}.`,
    hint: `Hidden neuron ${j} reaches each output over one weight. Each slope comes back over the same weight: multiply, and add.`,
  }),
  delta: ({ at, brick, g, h }, w) => ({
    question: `${w.name("dLoss_dh1", at)} is ${w.number("dLoss_dh1", g)} and ${w.name("h1", at)} is ${w.number("h1", h)}. The hidden neurons are ${nameOf(brick)}. Work out ${w.name("dLoss_dz1", at)}.`,
    hint: `The slope of ${nameOf(brick)} is ${SLOPES[brick]}. Multiply by it.`,
  }),
  slip: ({ at: [r, j], delta, w: weights }, w) => ({
    question: `Somebody works out ${w.name("dLoss_dh1", [r, j])} from row ${r} of ${w.name("dLoss_dz2")}: ${w.row("dLoss_dz2", delta)}, and row ${j} of ${w.name("W2")}: ${w.row("W2", weights)}. Which line has the mistake?`,
    hint: "Slopes along a path are multiplied. Equal signs give plus, different signs give minus.",
  }),
};
