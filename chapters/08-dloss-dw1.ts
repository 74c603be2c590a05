import { run } from "#run";
import { type Chapter, type Mixed, partOf } from "../src/book/chapter.ts";
import { type Writer, writer } from "../src/book/writer.ts";
import { backward } from "../src/figures/backward.ts";
import { network } from "../src/figures/network.ts";
import { sigmoidPrime } from "../src/math/elementary.ts";
import {
  add,
  map,
  matmul,
  multiply,
  scale,
  transpose,
} from "../src/math/matrix.ts";
import { networkOf } from "../src/network/network.ts";
import { part } from "../src/network/stage.ts";
import { significant } from "../src/typeset/format.ts";
import * as brick from "./bricks/sigmoid.ts";
import { FOUR_ROWS } from "./four-rows.ts";
import { nudgeTold, nudging, verdictTold } from "./nudging.ts";
import { ridgeAdds, ridgeShare, ridgeSlope } from "./ridge-slope.ts";
import { count } from "./words/prose.ts";

// <stage>
const factors = part({
  needs: ["dLoss_dz2", "W2", "h1"],
  makes: ["dLoss_dh1", "dh1_dz1", "dLoss_dz1"],
  /** On through W2 and the sigmoid. (N×K)·(K×H) ⊙ (N×H) → (N×H) */
  compute({ dLoss_dz2, W2, h1 }) {
    const dLoss_dh1 = matmul(dLoss_dz2, transpose(W2));
    const dh1_dz1 = map(h1, sigmoidPrime);
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
    const dLoss_dW1 = add(
      matmul(transpose(X), dLoss_dz1),
      scale(ridge / N, W1),
    );
    return { dLoss_dW1 };
  },
});
// </stage>

export const chapter: Chapter<Mixed> = {
  name: "dloss-dw1",
  stage: [[factors], [weights]],
  direction: "backward",
  formula: ["∂L/∂z₁ = ∂L/∂z₂ W₂ᵀ ⊙ ∂h₁/∂z₁", "∂L/∂W₁ = Xᵀ ∂L/∂z₁ + λW₁/N"],
  others: { four: FOUR_ROWS },
  facts: (trace, telling) => ({ trace, telling }),
  prose: {
    title: "Backward to the first layer",
    summary: "From dLoss/dz2, which the chapter before found, on down to W1.",
    meanings: {
      dLoss_dh1: "slope of the loss along each hidden neuron",
      dh1_dz1: "slope of the sigmoid at each hidden neuron",
      dLoss_dz1: "slope of the loss along each sum z1",
      dLoss_dW1: "slope of the loss along each first weight",
    },
    page({ trace, telling }, w) {
      const { figures } = telling.words;
      const { X, W2, h1, y } = trace;
      const N = y.rows;
      const [blame, bend] = [w.equation("dLoss_dh1"), w.equation("dh1_dz1")];
      const [slopes, product] = [
        w.equation("dLoss_dz1"),
        w.equation("dLoss_dW1"),
      ];
      const [, c] = w.followed("dLoss_dh1");
      const four = telling.traceOf(FOUR_ROWS);
      const batch = writer(four, telling, "four:");
      const batchProduct = batch.equation("dLoss_dW1");
      const checked = nudging(trace, "W1");
      return `
The first weights lie two bricks further down. The chain is longer, but its upper half is done: chapter ${w.chapter("dloss-dw2")} found
$${w.sym("dLoss_dz2")}$, the slope along each sum of the second layer. Every slope below needs it. At the end the
ridge adds its own slope, as in chapter ${w.chapter("dloss-dw2")}. In the formula, matrix products come before ⊙.

$$
${w.sym("dLoss_dW1")} = ${w.symT("X")}\\,\\Bigl(${w.sym("dLoss_dz2")}\\,${w.symT("W2")} \\odot ${w.sym("dh1_dz1")}\\Bigr) + ${ridgeSlope(w, "W1")}
$$

${w.figure(backward({ id: "backward-w1", network: networkOf(trace.lesson), part: partOf(chapter, trace.lesson), reused: w.chapter("dloss-dw2"), href: w.placeOf }, figures.backward), `The way back to the first weights. It starts from what chapter ${w.chapter("dloss-dw2")} found.`)}

${w.details(
  "Why not start from the loss again?",
  `The chain from the loss to a weight of $${w.sym("W1")}$ has five factors. The first two are those of chapter ${w.chapter("dloss-dw2")}, and every
weight has them in its chain. They are multiplied once, kept, and used for all. Backpropagation is this order of work: from
the loss down, each brick takes the slope along its output and hands on the slope along its input.`,
)}

<h2 id="dLoss_dh1">From the outputs back to the hidden neurons</h2>

Hidden neuron $j$ feeds both outputs, each through a weight of its own. When its value is nudged, both sums move, and the loss changes by both
effects together. So its slope is a sum over the outputs. Each term is the slope along that output’s sum, times the weight that leads there.

${w.display(blame.lines)}
${w.shapes(blame)}

**Why the transpose here?** $${w.sym("dLoss_dz2")}$ is ${N}×${y.cols} and $${w.sym("W2")}$ is ${W2.rows}×${W2.cols}. The sum
must run over the ${y.cols} outputs, and they are the columns of both. A matrix product sums over the columns of its left factor and
the rows of its right one. So $${w.sym("W2")}$ is transposed: ${N}×${y.cols} times ${W2.cols}×${W2.rows}.
The forward pass multiplied by $${w.sym("W2")}$, the backward pass multiplies by $${w.symT("W2")}$.

${w.article(`The left factor of this product is printed there as dh2/dz2; it is dLoss/dz2. The line also multiplies a 1×2 by a 3×2 matrix. There is no such product: W2 must be transposed. The result printed after it is right. And nothing there tells matrix products from elementwise ones; here ⊙ does.`)}

${w.byHand(blame)}

${w.figure(
  network(
    {
      id: "network-blame",
      X,
      W1: trace.W1,
      W2,
      hidden: { name: "h1", values: h1 },
      output: { name: "h2", values: trace.h2 },
      lit: { layer: "W2", from: c },
    },
    figures.network,
    w.short,
  ),
  `Hidden neuron ${c} reaches the loss along ${count(y.cols, "edge")}. Its slope is the sum of what comes back along them.`,
)}

<h2 id="dh1_dz1">Through the sigmoid</h2>

${w.display(bend.lines)}

${brick.prose.slopes(brick.curveFacts(trace, "z1", "h1"), "hidden sum", w)}

${w.question(
  `A sigmoid’s slope is at most ${w.exact(sigmoidPrime(0.5))}. What happens to a gradient that passes back through ten of them?`,
  `It is multiplied by at most ${w.exact(sigmoidPrime(0.5))} ten times. Unless large weights make up for it, no more than about ${w.exact(Number(power(sigmoidPrime(0.5), 10).toPrecision(2)))} of it is left. This is the **vanishing gradient**.`,
)}

<h2 id="dLoss_dz1">Both together</h2>

${w.display(slopes.lines)}
${w.shapes(slopes)}
${w.byHand(slopes)}

<h2 id="dLoss_dW1">To the first weights</h2>

The last step works as in chapter ${w.chapter("dloss-dw2")}, with the data $${w.sym("X")}$ in place of the hidden values. ${ridgeAdds(w, ridgeShare(trace, "W1"))}

${w.display(product.lines)}
${w.shapes(product)}
${w.byHand(product)}

## What to look at

${largestTold(w)}

On the way from $${w.sym("dLoss_dz2")}$ to the slopes of the second layer, the only factors are hidden values, each between 0 and 1.
On the way to the first layer the factors are weights, slopes of at most ${w.exact(sigmoidPrime(0.5))}, and the data. Small
weights and data make the gradient fade on this longer way. Large ones can make it grow, but they also saturate the sigmoids, whose slopes are then near 0.

## The article’s first four rows

Here again are the article’s first four rows, with its weights and no ridge. Each entry is a sum over the four rows.

${batch.display(batchProduct.lines)}
${batch.shapes(batchProduct)}
${batch.byHand(batchProduct)}

## The check

We nudge as in chapter ${w.chapter("dloss-dw2")}, now in the first layer. ${nudgeTold(w, checked)}

${w.checkTable("W1", checked.entries)}

${verdictTold(w, "W1-check", checked)}

${w.source("dloss-dw1")}
`;
    },
  },
};

/** Slopes that are smaller may be what is left of others, larger ones, that cancel. */
const ROUNDING = 2 ** -50;

/** The largest slopes of the two layers, compared as far as three digits tell. */
function largestTold(w: Writer): string {
  const { dLoss_dW1, dLoss_dW2 } = w.trace;
  const [first, second] = [dLoss_dW1, dLoss_dW2].map(({ data }) =>
    data.reduce((most, x) => Math.max(most, Math.abs(x)), 0),
  ) as [number, number];
  const kind =
    first === 0 && second === 0
      ? "zero"
      : Math.max(first, second) < ROUNDING
        ? "rounding"
        : significant(first).value.eq(significant(second).value)
          ? "alike"
          : first < second
            ? "first"
            : "second";
  const sizes = `The largest slope of the first layer is ${w.brief(first)} in size, that of the second ${w.brief(second)}.`;
  return w.choose("smaller-slopes", kind, {
    zero: `In this lesson every slope of both layers comes out as 0.`,
    rounding: `${sizes} Slopes as small as these may be rounding alone.`,
    alike: `${sizes} To three digits they are the same.`,
    first: `${sizes} Here the first layer’s is smaller.`,
    second: `${sizes} Here the second layer’s is smaller.`,
  });
}

const power = (x: number, n: number): number =>
  n === 0 ? 1 : x * power(x, n - 1);

run(import.meta.url);
