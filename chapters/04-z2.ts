import { run } from "#run";
import type { Chapter, Mixed } from "../src/book/chapter.ts";
import { network } from "../src/figures/network.ts";
import { matmul } from "../src/math/matrix.ts";
import { part } from "../src/network/stage.ts";
import { apart } from "../src/typeset/apart.ts";
import { allOf, allSomeOrNone } from "./words/prose.ts";

// <stage>
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

export const chapter: Chapter<Mixed> = {
  name: "z2",
  stage: [[z2]],
  direction: "forward",
  formula: ["z₂ = h₁ W₂"],
  facts: (trace, telling) => ({ trace, telling }),
  prose: {
    title: "The outputs add up the hidden neurons",
    summary:
      "The same brick once more: a matrix product, now from the hidden neurons to the outputs.",
    page({ trace, telling }, w) {
      const { h1, W2 } = trace;
      const product = w.equation("z2");
      const [r, c] = w.followed("z2");
      const [first, second] = [
        trace.z2.data[r * 2]!,
        trace.z2.data[r * 2 + 1]!,
      ];
      const decimals = apart(first, second, w.digits);
      const negative = W2.data.filter((x) => x < 0).length;
      return `
The second layer works like the first, with other numbers: its inputs are the values $${w.sym("h1")}$ of the hidden
neurons, and its weights are $${w.sym("W2")}$. There are two outputs, one for each label, so $${w.sym("W2")}$ has two columns.

${w.question(
  `All values of $${w.sym("h1")}$ lie between 0 and 1. Can a sum $${w.sym("z2")}$ still be negative?`,
  `Yes, through the weights: a negative weight makes a negative product. ${w.choose(
    "W2-negative",
    allSomeOrNone(negative, W2.data.length),
    {
      all: `In this lesson ${allOf(W2.data.length)} weights in $${w.sym("W2")}$ are negative.`,
      some: `In this lesson ${negative} of the ${W2.data.length} weights in $${w.sym("W2")}$ ${negative === 1 ? "is" : "are"} negative.`,
      none: `But in this lesson none of the ${W2.data.length} weights in $${w.sym("W2")}$ is negative, so no sum is either.`,
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
    {
      id: "network-z2",
      X: trace.X,
      W1: trace.W1,
      W2,
      hidden: { name: "h1", values: h1 },
      output: { name: "z2", values: trace.z2 },
      lit: { layer: "W2", to: c },
    },
    telling.words.figures.network,
    w.short,
  ),
  `${h1.cols === 1 ? "The one hidden value goes along its edge" : `The ${h1.cols} hidden values go along their edges`} into output ${c}.`,
)}

## What to look at

A sum before the last sigmoid is called a **logit**. The network **answers** with the label whose logit is larger. The sigmoid of the next chapter does not
change that, because it rises everywhere. For row ${r} the logits are ${w.cell("z2", r, 0, decimals)} and ${w.cell("z2", r, 1, decimals)}:
${w.choose(
  "z2-larger",
  first > second ? "first" : first < second ? "second" : "neither",
  {
    first: `the first is larger, so the network says 0.`,
    second: `the second is larger, so the network says 1.`,
    neither: `they are equal, so the network cannot decide.`,
  },
)}

${w.source("z2")}
`;
    },
  },
};

run(import.meta.url);
