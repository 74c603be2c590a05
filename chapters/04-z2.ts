import { run } from "#run";
import type { Chapter, Prose } from "../src/book/chapter.ts";
import { network, networkIn } from "../src/figures/network.ts";
import { addRow, at, matmul } from "../src/math/matrix.ts";
import { part, type Trace } from "../src/network/stage.ts";
import { apart } from "../src/typeset/apart.ts";
import { followed } from "../src/typeset/equations.ts";
import { proseOf } from "./bricks/index.ts";
import { allOf, allSomeOrNone } from "./words/prose.ts";

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

function facts(trace: Trace) {
  const { W2, z2, lesson } = trace;
  const [row, col] = followed(z2);
  const [first, second] = [at(z2, row, 0), at(z2, row, 1)];
  const all = W2.data.length;
  const negative = W2.data.filter((weight) => weight < 0).length;
  return {
    below: lesson.activation,
    above: lesson.outputActivation === "softmax" ? undefined : lesson.outputActivation,
    place: [row, col],
    network: networkIn(trace, "h1", "z2"),
    hidden: W2.rows,
    weights: { all, negative, are: allSomeOrNone(negative, all) },
    apart: apart(first, second, lesson.digits),
    larger: first > second ? "first" : first < second ? "second" : "neither",
  } as const;
}
export type Facts = ReturnType<typeof facts>;

const prose: Prose<Facts> = {
  title: "The outputs add up the hidden neurons",
  summary: "The same brick once more: a matrix product, now from the hidden neurons to the outputs.",
  meanings: { z2: "sums that reach the outputs" },
  page(f, w) {
    const product = w.equation("z2");
    const [row, col] = f.place;
    const { all, negative } = f.weights;
    const { hidden } = f;
    return `
The second layer works like the first, with other numbers: its inputs are the values $${w.sym("h1")}$ of the hidden
neurons, and its weights are $${w.sym("W2")}$. There are two outputs, one for each label, so $${w.sym("W2")}$ has two columns.

${w.question(
  `All values of $${w.sym("h1")}$ ${proseOf(f.below).lie}. Can a sum $${w.sym("z2")}$ still be negative?`,
  `Yes, through the weights: a negative weight makes a negative product. ${w.choose(
    "W2-negative",
    f.weights.are,
    {
      all: `In this lesson ${allOf(all)} weights in $${w.sym("W2")}$ are negative.`,
      some: `In this lesson ${negative} of the ${all} weights in $${w.sym("W2")}$ ${negative === 1 ? "is" : "are"} negative.`,
      none: `But in this lesson none of the ${all} weights in $${w.sym("W2")}$ is negative, so no sum is either.`,
    },
  )}`,
)}

## With the numbers

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

A sum before the last sigmoid is called a **logit**. The network **answers** with the label whose logit is larger. ${f.above ? proseOf(f.above).keepsOrder : ""} For row ${row} the logits are ${w.cell("z2", row, 0, f.apart)} and ${w.cell("z2", row, 1, f.apart)}:
${w.choose("z2-larger", f.larger, {
  first: `the first is larger, so the network says 0.`,
  second: `the second is larger, so the network says 1.`,
  neither: `they are equal, so the network cannot decide.`,
})}

${w.source("z2")}
`;
  },
};

export const chapter: Chapter<Facts> = {
  name: "z2",
  stage: [[withBias, z2]],
  direction: "forward",
  formula: ["z₂ = h₁ W₂"],
  facts,
  prose,
};

run(import.meta.url);
