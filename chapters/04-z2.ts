import { run } from "#run";
import type { Chapter, Prose } from "../src/book/chapter.ts";
import type { Writer } from "../src/book/writer.ts";
import { crossIn } from "../src/figures/cross.ts";
import { network, networkIn } from "../src/figures/network.ts";
import { answerOf, labelsOf } from "../src/lesson/datasets.ts";
import type { Lesson } from "../src/lesson/lesson.ts";
import { addRow, at, type Matrix, matmul, toRows } from "../src/math/matrix.ts";
import { isBroken } from "../src/network/broken.ts";
import { part, type Stage, type Trace } from "../src/network/stage.ts";
import { apart } from "../src/typeset/apart.ts";
import { followed } from "../src/typeset/equations.ts";
import type { Rounding } from "../src/typeset/format.ts";
import { proseOf } from "./bricks/index.ts";
import { crossFigure } from "./words/cross.ts";
import { allOf, allSomeOrNone, list, worded } from "./words/prose.ts";

// <stage>
const withBias = part({
  needs: ["h1", "W2", "b2"],
  makes: ["z2"],
  /** Rows of h1 meet columns of W2; b2 comes on top. (N×H)·(H×K) + (1×K) → (N×K) */
  compute({ h1, W2, b2 }) {
    const z2 = addRow(matmul(h1, W2), b2);
    return { z2 };
  },
});

const z2 = part({
  needs: ["h1", "W2"],
  makes: ["z2"],
  /** Rows of h1 meet columns of W2. (N×H)·(H×K) → (N×K) */
  compute({ h1, W2 }) {
    const z2 = matmul(h1, W2);
    return { z2 };
  },
});
// </stage>

export const stage: Stage = [[withBias, z2]];

function facts(trace: Trace) {
  const { y, h1, W2, b2, z2, lesson } = trace;
  const [row, col] = followed(z2);
  const all = W2.data.length;
  const negative = W2.data.filter((weight) => weight < 0).length;
  const logits = toRows(z2)[row]!;
  return {
    below: lesson.activation,
    above: lesson.outputActivation,
    hasBias: lesson.bias,
    place: [row, col],
    network: networkIn(trace, "h1", "z2"),
    cross: crossIn(trace, "z2"),
    hidden: W2.rows,
    outputs: W2.cols,
    hasLabels: labelsOf(y) !== undefined,
    weights: { all, negative, are: allSomeOrNone(negative, all) },
    /** Whether an activation makes no value negative, and so only weights and biases can make a sum so. */
    arePositive: lesson.activation === "sigmoid" || lesson.activation === "relu",
    negativeBias: lesson.bias && b2.data.some((b) => b < 0) ? "some" : "none",
    push: pushOf(h1, W2, row, col),
    isBroken: isBroken(trace, "z2"),
    logits,
    apart: apartOf(logits, lesson),
    ...answerFacts(trace, row, logits),
  } as const;
}
export type Facts = ReturnType<typeof facts>;

/** The hidden neuron that moves a sum the most. */
function pushOf(h1: Matrix, W2: Matrix, row: number, col: number) {
  const products = Array.from({ length: W2.rows }, (_, j) => at(h1, row, j) * at(W2, j, col));
  const most = Math.max(...products.map(Math.abs));
  const from = products.findIndex((it) => Math.abs(it) === most);
  return {
    from,
    by: products[from]!,
    way: most === 0 ? "none" : products[from]! > 0 ? "up" : "down",
  } as const;
}

/** Decimals that tell every two of the logits apart. */
const apartOf = (logits: readonly number[], as: Rounding): number =>
  Math.max(as.digits, ...logits.flatMap((a, k) => logits.slice(k + 1).map((b) => apart(a, b, as))));

/** What the network answers in a row, and whether the logits alone say so. */
function answerFacts({ h2 }: Trace, row: number, logits: readonly number[]) {
  const answer = answerOf(toRows(h2)[row]!);
  const largest = Math.max(...logits);
  const isTied = logits.filter((z) => z === largest).length > 1;
  const told = () => {
    if (isTied) return logits.length === 2 ? "neither" : "tied";
    if (logits.indexOf(largest) !== answer) return "alike";
    return logits.length > 2 ? "one" : answer === 0 ? "first" : "second";
  };
  return { answer, larger: told(), single: answer === 1 ? "one" : "zero" } as const;
}

const prose: Prose<Facts> = {
  title: "The outputs add up the hidden neurons",
  summary: "The same brick once more: a matrix product, now from the hidden neurons to the outputs.",
  meanings: { z2: "sums that reach the outputs" },
  page(f, w) {
    const product = w.equation("z2");
    const [, col] = f.place;
    const { hidden } = f;
    return `
The second layer works like the first, with other numbers: its inputs are the values $${w.sym("h1")}$ of the hidden
neurons, and its weights are $${w.sym("W2")}$. ${outputsTold(f, w)}

${f.isBroken ? "" : f.arePositive ? negativeSum(f, w) : strongest(f, w)}

## With the numbers

${crossFigure("cross-z2", f.cross, `The lit row of hidden values meets the lit column of weights, those that lead into one output${f.hasBias ? ". Its bias is added last" : ""}.`, w)}

${w.display(product.lines)}
${w.shapes(product)}

## One sum by hand

${w.byHand(product)}

${w.figure(
  network(
    { id: "network-z2", lit: { layer: "W2", to: col }, ...f.network },
    w.words.figures.network,
    w.short,
  ),
  `${hidden === 1 ? "The one hidden value goes along its edge" : `The ${hidden} hidden values go along their edges`} into output ${col}.`,
)}

## What to look at

A sum before the ${LAST[f.above] ?? "last activation"} is called a **logit**. ${f.hasLabels ? answerTold(f, w) : "The targets of this lesson are not labels, so the network does not answer with one: its outputs are only compared with the targets."}

${w.source("z2")}
`;
  },
};

/** What the last activation is called before its logits. */
const LAST: Readonly<Partial<Record<Lesson["outputActivation"], string>>> = {
  sigmoid: "last sigmoid",
  softmax: "softmax",
};

function outputsTold({ outputs, hasLabels, hasBias }: Facts, w: Writer): string {
  const are = outputs === 1 ? "There is one output" : `There are ${worded(w, outputs)} outputs`;
  const forEach = outputs === 1 ? "" : `, one for each ${hasLabels ? "label" : `column of $${w.sym("y")}$`}`;
  const columns = outputs === 1 ? "one column" : `${worded(w, outputs)} columns`;
  return `${are}${forEach}, so $${w.sym("W2")}$ has ${columns}.${hasBias ? ` Each output has a bias too: the row $${w.sym("b2")}$ is added to each row of the product.` : ""}`;
}

/** Where hidden values are never negative: whether a sum can be. */
const negativeSum = ({ below, hasBias, weights, negativeBias }: Facts, w: Writer): string =>
  w.question(
    `All values of $${w.sym("h1")}$ ${proseOf(below).lie}. Can a sum $${w.sym("z2")}$ still be negative?`,
    `Yes, through the weights: a negative weight makes a negative product. ${w.choose(
      "W2-negative",
      weights.are,
      {
        all: `In this lesson ${weights.all === 1 ? "the one weight" : `${allOf(w, weights.all)} weights`} in $${w.sym("W2")}$ ${weights.all === 1 ? "is" : "are"} negative.`,
        some: `In this lesson ${weights.negative} of the ${weights.all} weights in $${w.sym("W2")}$ ${weights.negative === 1 ? "is" : "are"} negative.`,
        none: `But in this lesson none of the ${weights.all} weights in $${w.sym("W2")}$ is negative${hasBias ? ", so no product is either" : ", so no sum is either"}.`,
      },
    )}${
      hasBias
        ? ` ${w.choose("b2-negative", negativeBias, {
            some: `A negative bias makes a sum smaller too, and $${w.sym("b2")}$ has one.`,
            none: `A negative bias would make a sum smaller too, but none of $${w.sym("b2")}$ is negative.`,
          })}`
        : ""
    }`,
  );

/** Where hidden values have both signs: what moves the followed sum most. */
const strongest = ({ place: [row, col], hidden, push }: Facts, w: Writer): string =>
  w.question(
    `The sum $${w.sym("z2")}[${row},${col}]$ has ${hidden === 1 ? "one product" : `${hidden} products, one for each hidden neuron`}. Which neuron moves it most, and which way?`,
    w.choose("z2-push", push.way, {
      up: `Neuron ${push.from}: its product is ${w.brief(push.by)}, and it moves the sum up. A product is large where value and weight both are, and positive where they have the same sign.`,
      down: `Neuron ${push.from}: its product is ${w.brief(push.by)}, and it moves the sum down. A product is large where value and weight both are, and negative where their signs differ.`,
      none: `None: every product is 0.`,
    }),
  );

function answerTold(f: Facts, w: Writer): string {
  const {
    place: [row],
    above,
    outputs,
    logits,
    answer,
  } = f;
  if (outputs === 1)
    return `The network **answers** 1 where its output is above ½, and else 0. ${above === "softmax" ? "" : proseOf(above).aboveHalf} For row ${row} the logit is ${w.cell("z2", row, 0)}, so the network ${w.choose("z2-single", f.single, { one: "says 1", zero: "says 0" })}.`;
  const order =
    above === "softmax"
      ? "The softmax of the next chapter does not change that: the larger a logit, the larger its share."
      : proseOf(above).keepsOrder;
  const all = list(
    logits.map((_, k) => w.cell("z2", row, k, f.apart)),
    w,
  );
  return `The network **answers** with the label whose logit is ${outputs === 2 ? "larger" : "largest"}. ${order} For row ${row} the logits are ${all}:
${w.choose("z2-larger", f.larger, {
  first: `the first is larger, so the network says 0.`,
  second: `the second is larger, so the network says 1.`,
  neither: `they are equal. Of equal outputs the first counts, so the network says 0.`,
  one: `that of label ${answer} is the largest, so the network says ${answer}.`,
  tied: `the largest stands there more than once. Of equal outputs the first counts, so the network says ${answer}.`,
  alike: `but the outputs that the next chapter makes of them are equal, for the computer at least. Of equal outputs the first counts, so the network says ${answer}.`,
})}`;
}

export const chapter: Chapter<Facts> = {
  name: "z2",
  stage,
  direction: "forward",
  formula: ({ bias }) => [bias ? "z₂ = h₁ W₂ + b₂" : "z₂ = h₁ W₂"],
  facts,
  prose,
};

run(import.meta.url);
