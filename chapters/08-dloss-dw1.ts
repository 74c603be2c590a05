import { run } from "#run";
import type { Chapter, Prose } from "../src/book/chapter.ts";
import type { Others } from "../src/book/telling.ts";
import type { Writer } from "../src/book/writer.ts";
import { crossIn, flatIn } from "../src/figures/cross.ts";
import { type Layer, network, networkIn } from "../src/figures/network.ts";
import {
  add,
  at,
  columnSums,
  type Matrix,
  map,
  matmul,
  multiply,
  scale,
  transpose,
} from "../src/math/matrix.ts";
import { brokenIn, differs, isBroken } from "../src/network/broken.ts";
import { has, networkOf } from "../src/network/network.ts";
import { part, type Stage, type Trace } from "../src/network/stage.ts";
import { followed } from "../src/typeset/equations.ts";
import { show, significant } from "../src/typeset/format.ts";
import * as backward from "./backward.ts";
import { proseOf } from "./bricks/index.ts";
import { onTangents } from "./bricks/telling.ts";
import { FOUR_ROWS } from "./four-rows.ts";
import { crossFigure, turnedFigure } from "./words/cross.ts";
import { count, grouped, worded } from "./words/prose.ts";

// <stage>
const factors = part({
  needs: ["dLoss_dz2", "W2", "h1"],
  makes: ["dLoss_dh1", "dh1_dz1", "dLoss_dz1"],
  /** On through W2 and the activation. (N×K)·(K×H) ⊙ (N×H) → (N×H) */
  compute({ dLoss_dz2, W2, h1 }, _, { hidden }) {
    const dLoss_dh1 = matmul(dLoss_dz2, transpose(W2));
    const dh1_dz1 = map(h1, hidden.slope);
    const dLoss_dz1 = multiply(dLoss_dh1, dh1_dz1);
    return { dLoss_dh1, dh1_dz1, dLoss_dz1 };
  },
});

const weights = part({
  needs: ["X", "dLoss_dz1", "W1"],
  makes: ["dLoss_dW1"],
  /** On to W1, and what the ridge adds. (D×N)·(N×H) → (D×H) */
  compute({ X, dLoss_dz1, W1 }, { ridge }) {
    const N = X.rows;
    const data1 = matmul(transpose(X), dLoss_dz1);
    const dLoss_dW1 = add(data1, scale(ridge / N, W1));
    return { dLoss_dW1 };
  },
});

const biases = part({
  needs: ["dLoss_dz1"],
  makes: ["dLoss_db1"],
  /** On to b1, which every row has: a sum over the rows. (N×H) → (1×H) */
  compute({ dLoss_dz1 }) {
    const dLoss_db1 = columnSums(dLoss_dz1);
    return { dLoss_db1 };
  },
});
// </stage>

export const stage: Stage = [[factors], [weights], [biases]];

function facts(trace: Trace, others: Others) {
  const cross = crossIn(trace, "dLoss_dh1");
  return {
    ...backward.facts(trace, others, stage, "W1"),
    blame: blameOf(trace),
    brick: trace.lesson.activation,
    /** Whether the chapter before has derived the slope of the brick: the last layer has it too. */
    isDerived: trace.lesson.outputActivation === trace.lesson.activation,
    hasFactors: has(networkOf(trace.lesson), "dh2_dz2"),
    largest: largestOf(trace),
    one: oneWeightOf(trace),
    cross,
    areSlopesOff: isBroken(trace, "dh1_dz1"),
    flat: flatIn(trace, cross),
    crossToWeights: crossIn(trace, "dLoss_dW1"),
  } as const;
}
export type Facts = ReturnType<typeof facts>;

/** The weight that the page follows and the edges on from there; in the outputs the slopes along their sums. */
function blameOf(trace: Trace) {
  const [from, to] = followed(trace.W1);
  const { inputs, layers } = networkIn(trace, "h1");
  const [first, last] = layers as readonly [Layer, Layer];
  const nodes = { name: "dLoss_dz2", values: trace.dLoss_dz2 } as const;
  return {
    inputs,
    layers: [first, { ...last, nodes }],
    lit: { layer: "W2", from: to, also: { layer: "W1", from, to } },
  } as const;
}

/** The slope along the weight that the page follows, from single numbers: a path through each output. */
function oneWeightOf(trace: Trace) {
  const { X, W1, W2, dLoss_dz2, dh1_dz1, dLoss_dz1, dLoss_dW1, lesson } = trace;
  const { ridge } = lesson;
  const [row, col] = followed(W1);
  const isAll = X.rows === 1 && ridge === 0;
  const slope = at(dLoss_dW1, row, col);
  const ofPath = (k: number) => at(dLoss_dz2, 0, k) * at(W2, col, k) * at(dh1_dz1, 0, col) * at(X, 0, row);
  const ks = Array.from({ length: W2.cols }, (_, k) => k);
  const whole = isAll ? slope : at(dLoss_dz1, 0, col) * at(X, 0, row);
  const given = ks.map(ofPath);
  const sum = (numbers: readonly number[]) => numbers.reduce((all, x) => all + x, 0);
  const isOff = trace.changed && differs(whole, sum(given), sum(given.map(Math.abs)));
  const paths = ks.map((k) =>
    backward.pathOf(
      trace,
      [
        ["dLoss_dz2", 0, k],
        ["W2", col, k],
        ["dh1_dz1", 0, col],
        ["X", 0, row],
      ],
      // The only one gives the slope itself.
      isAll && W2.cols === 1 ? slope : ofPath(k),
    ),
  );
  const total = show(slope, lesson);
  const ofRow = isAll ? total : backward.productShown(at(dLoss_dz1, 0, col), at(X, 0, row), lesson);
  return {
    row,
    col,
    paths,
    /** Whether one row of data, and no ridge, gives the whole slope. */
    isAll,
    hasRidge: ridge > 0,
    ofRow,
    total,
    sign: isOff
      ? "≠"
      : backward.signOf(
          paths.map(({ shown }) => shown),
          ofRow,
        ),
    isEntryOff: brokenIn(trace, "dLoss_dW1")?.(row, col) ?? false,
  } as const;
}

/** Smaller slopes may be no more than the rounding of larger terms that cancel. */
const ROUNDING = 2 ** -50;

/** The largest slopes of the two layers, compared as far as three digits tell. */
function largestOf({ dLoss_dW1, dLoss_dW2 }: Trace) {
  const largest = ({ data }: Matrix) => Math.max(...data.map(Math.abs));
  const [first, second] = [largest(dLoss_dW1), largest(dLoss_dW2)];
  const compared = () => {
    if (first === 0 && second === 0) return "zero";
    if (Math.max(first, second) < ROUNDING) return "rounding";
    if (significant(first).value.eq(significant(second).value)) return "alike";
    return first < second ? "first" : "second";
  };
  return { first, second, smaller: compared() } as const;
}

const prose: Prose<Facts> = {
  title: "Backward to the first layer",
  summary: "From dLoss/dz2, which the chapter before found, on down to W1.",
  meanings: ({ activation }) => ({
    dLoss_dh1: "slope of the loss along each hidden neuron",
    dh1_dz1: `slope of ${proseOf(activation).noun} at each hidden neuron`,
    dLoss_dz1: "slope of the loss along each sum z1",
    dLoss_dW1: "slope of the loss along each first weight",
    dLoss_db1: "slope of the loss along each bias of the hidden neurons",
  }),
  page(f, w) {
    const { K } = f.sizes;
    const brick = proseOf(f.brick);
    const blame = w.equation("dLoss_dh1");
    // A bias may have a larger slope than every weight of its layer.
    const along = (f.bias || undefined)?.name ? " along a weight" : "";
    const sizes = `The largest slope${along} of the first layer is ${w.brief(f.largest.first)} in size, that of the second ${w.brief(f.largest.second)}.`;
    return `
The first weights lie two bricks further down. The chain is longer, but its upper half is done: chapter ${w.chapter("dloss-dw2")} found
$${w.sym("dLoss_dz2")}$, the slope along each sum of the second layer. In the code it is called dLoss_dz2. Every slope below needs it. At the end the
ridge adds its own slope, as in chapter ${w.chapter("dloss-dw2")}.

${oneWeight(f, w)}

## The chain

For all weights at once, each of these numbers becomes a matrix. In the formula, matrix products come before ⊙.

$$
${w.sym("dLoss_dW1")} = ${w.symT("X")}\\,\\Bigl(${w.sym("dLoss_dz2")}\\,${w.symT("W2")} \\odot ${w.sym("dh1_dz1")}\\Bigr) + ${backward.prose.ridgeSlope("W1", w)}
$$

${backward.prose.stack(f, `The way back to the first weights. It starts from what chapter ${w.chapter("dloss-dw2")} found.`, w)}

${w.details(
  "Why not start from the loss again?",
  `${
    f.hasFactors
      ? `The chain from the loss to a weight of $${w.sym("W1")}$ has five factors. The first two are those of chapter ${w.chapter("dloss-dw2")}, and every
weight has them in its chain. They are multiplied once, kept, and used for all.`
      : `The chain from the loss to a weight of $${w.sym("W1")}$ begins with $${w.sym("dLoss_dz2")}$, and so does the chain to every other weight. It is found once, kept, and used for all.`
  } Backpropagation is this order of work: from
the loss down, each brick takes the slope along its output and hands on the slope along its input.`,
)}

<h2 id="dLoss_dh1">From the outputs back to the hidden neurons</h2>

${feeds(K)}

${w.display(blame.lines)}
${w.shapes(blame)}

The forward pass multiplied by $${w.sym("W2")}$, the backward pass multiplies by $${w.symT("W2")}$.

${turnedFigure(
  "cross-h1",
  f.cross,
  f.flat,
  `A row of $${w.sym("dLoss_dz2")}$ meets a column of $${w.symT("W2")}$: the weights that lead from one hidden neuron to ${K === 1 ? "the output" : "the outputs"}.`,
  ["output", "hidden neuron"],
  w,
)}

${w.article(`The left factor of this product is printed there as dh2/dz2; it is dLoss/dz2. The line also multiplies a 1×2 by a 3×2 matrix. There is no such product: W2 must be transposed. The result printed after it is right. And nothing there tells matrix products from elementwise ones; here ⊙ does.`)}

${w.byHand(blame)}

<h2 id="dh1_dz1">Through ${brick.noun}</h2>

${w.display(w.equation("dh1_dz1").lines)}

${f.isDerived ? "" : brick.whyDerivative(w)}

${onTangents(f.slopes!, brick, "hidden sum", w)}

${brick.manyLayers(w)}

<h2 id="dLoss_dz1">Both together</h2>

${backward.prose.worked("dLoss_dz1", w)}

<h2 id="dLoss_dW1">To the first weights</h2>

The last step works as in chapter ${w.chapter("dloss-dw2")}, with the data $${w.sym("X")}$ in place of the hidden values. ${backward.prose.ridge(f, w)}

${crossFigure(
  "cross-w1",
  f.crossToWeights,
  `A row of $${w.symT("X")}$ has one input, a column of $${w.sym("dLoss_dz1")}$ the slopes along one hidden sum, both from the first row of data to the last.${f.one.hasRidge ? " The last term is the ridge’s." : ""}`,
  w,
)}

${backward.prose.worked("dLoss_dW1", w)}

${backward.prose.biases(f, w)}

## What to look at

${w.choose("smaller-slopes", f.largest.smaller, {
  zero: `In this lesson every slope${along} of both layers comes out as 0.`,
  rounding: `${sizes} Slopes as small as these may be rounding alone.`,
  alike: `${sizes} To three digits they are the same.`,
  first: `${sizes} Here the first layer’s is smaller.`,
  second: `${sizes} Here the second layer’s is smaller.`,
})}

${
  f.areSlopesOff
    ? ""
    : `On the way from $${w.sym("dLoss_dz2")}$ to the slopes of the second layer, the only factors are hidden values, ${brick.range === "any number" ? "which can be any numbers" : `each ${brick.range}`}.
On the way to the first layer the factors are weights, ${brick.slopesAre(w)}, and the data. Small
weights and data make the gradient fade on this longer way. Large ones can make it grow${brick.large}.`
}

## The article’s first four rows

Here again are the article’s first four rows, with its weights and no ridge${backward.prose.articlesBricks(f)}. Each entry is a sum over the four rows.

${backward.prose.worked("dLoss_dW1", w.on(f.four, "four:"))}

## The check

We nudge as in chapter ${w.chapter("dloss-dw2")}, now in the first layer. ${backward.prose.nudging(f, w)}

${w.source("dloss-dw1")}
`;
  },
};

/** The slope along one weight, as single numbers, before any matrix. */
function oneWeight(f: Facts, w: Writer): string {
  const { row, col, paths, isAll, hasRidge, ofRow, total, sign, isEntryOff } = f.one;
  const { N, K } = f.sizes;
  const along = `${w.sym("dLoss_dW1")}[${row},${col}]`;
  const result = isAll ? w.entryTex("dLoss_dW1", row, col, total) : w.tex(ofRow);
  const isOnly = K === 1 && isAll;
  const lines = paths.map(
    (path) =>
      `${isOnly ? `${along} &= ` : "&"}${backward.prose.path(path, w)} ${path.sign} ${isOnly ? result : w.tex(path.shown)}`,
  );
  const sum = backward.prose.sum(
    paths.map(({ shown }) => shown),
    w,
  );
  const ofAll = N > 1 ? `the sum of what the ${grouped(w, N)} rows give` : "this";
  return `## One weight, ${worded(w, K)} path${K === 1 ? "" : "s"}

Begin with one weight again, $${w.sym("W1")}[${row},${col}]$. It takes input ${row} to hidden neuron ${col}. From there ${K === 1 ? "one edge leads to the output, so there is one path" : `${worded(w, K)} edges lead to the outputs, so there are ${worded(w, K)} paths`} to the loss${N > 1 ? " in each row of data" : ""}.

${w.figure(
  network({ id: "network-blame", ...f.blame }, w.words.figures.network, w.short),
  `The weight leads to hidden neuron ${f.blame.lit.from}, which reaches the loss along ${count(w, K, "edge")}. ${K === 1 ? "The neuron’s slope is what comes back along it" : "The neuron’s slope is the sum of what comes back along them"}. In ${K === 1 ? "the output stands the slope along its sum" : "the outputs stand the slopes along their sums"}${N > 1 ? ", in row 0" : ""}.`,
)}

Multiply along ${K === 1 ? "the" : "each"} path, from the loss down${N > 1 ? ", for row 0 of the data" : ""}: $${w.sym("dLoss_dz2")}$ at the output, the weight on the edge, the slope of ${proseOf(f.brick).noun} at hidden neuron ${col}, and input ${row}.

${w.display(lines)}

${
  K === 1
    ? ""
    : `${isAll ? "The slope along the weight is the sum over the paths" : "The paths add up"}:

${w.display([`${isAll ? `${along} &= ` : "&"}${sum}`, `&${sign} ${result}`])}`
}

${isAll ? "" : `The slope along the weight is ${ofAll}${hasRidge ? " and what the ridge adds" : ""}${isEntryOff ? ". The changed code makes it" : ":"} ${w.cell("dLoss_dW1", row, col)}.`} It stands [further down](#dLoss_dW1), in row ${row} and column ${col} of a matrix.`;
}

/** How a hidden neuron reaches the loss through so many outputs. */
function feeds(K: number): string {
  if (K === 1)
    return `Hidden neuron $j$ feeds the one output, through one weight. When its value is nudged, that sum moves, and with it the loss. So its slope is the slope along the output’s sum, times the weight that leads there.`;
  const [outputs, sums] =
    K === 2 ? ["both outputs", "both sums move"] : [`all ${K} outputs`, "all their sums move"];
  return `Hidden neuron $j$ feeds ${outputs}, each through a weight of its own. When its value is nudged, ${sums}, and the loss changes by ${K === 2 ? "both\neffects" : "all effects"} together. So its slope is a sum over the outputs. Each term is the slope along that output’s sum, times the weight that leads there.`;
}

export const chapter: Chapter<Facts> = {
  name: "dloss-dw1",
  stage,
  direction: "backward",
  formula: ({ bias, trainBias }) => [
    "∂L/∂z₁ = ∂L/∂z₂ W₂ᵀ ⊙ ∂h₁/∂z₁",
    "∂L/∂W₁ = Xᵀ ∂L/∂z₁ + λW₁/N",
    ...(bias && trainBias ? ["∂L/∂b₁ = 1ᵀ ∂L/∂z₁"] : []),
  ],
  others: { four: FOUR_ROWS },
  facts,
  prose,
};

run(import.meta.url);
