import { run } from "#run";
import type { Chapter } from "../src/chapter.ts";
import { sigmoidPrime } from "../src/elementary.ts";
import { T } from "../src/equations.ts";
import { backward } from "../src/figures/backward.ts";
import { network } from "../src/figures/network.ts";
import { sigmoidCurve } from "../src/figures/sigmoid.ts";
import {
  add,
  map,
  matmul,
  multiply,
  scale,
  transpose,
} from "../src/matrix.ts";
import { stage } from "../src/trace.ts";
import { type Writer, writer } from "../src/writer.ts";
import { FOUR_ROWS } from "./four-rows.ts";
import { entriesNudged, nudgeTold, verdictTold } from "./nudging.ts";
import { placeOf } from "./places.ts";
import { count } from "./prose.ts";
import { sigmaSlope } from "./sigma.ts";

// <stage>
export const dLoss_dW1 = stage({
  needs: ["dLoss_dz2", "W2", "h1", "X", "W1"],
  makes: ["dLoss_dh1", "dh1_dz1", "dLoss_dz1", "dLoss_dW1"],
  /** On to W1: (N×K)·(K×H) ⊙ (N×H), then (D×N)·(N×H) → (D×H) */
  compute({ dLoss_dz2, W2, h1, X, W1 }, { ridge }) {
    const N = X.rows;
    const dLoss_dh1 = matmul(dLoss_dz2, transpose(W2));
    const dh1_dz1 = map(h1, sigmoidPrime);
    const dLoss_dz1 = multiply(dLoss_dh1, dh1_dz1);
    const dLoss_dW1 = add(
      matmul(transpose(X), dLoss_dz1),
      scale(ridge / N, W1),
    );
    return { dLoss_dh1, dh1_dz1, dLoss_dz1, dLoss_dW1 };
  },
});
// </stage>

const equations = (w: Writer) => ({
  dLoss_dh1: w.matmul("dLoss_dh1", "dLoss_dz2", T("W2")),
  dh1_dz1: w.map("dh1_dz1", "h1", sigmaSlope),
  dLoss_dz1: w.multiply("dLoss_dz1", "dLoss_dh1", "dh1_dz1"),
  dLoss_dW1: w.matmul("dLoss_dW1", T("X"), "dLoss_dz1", "W1"),
});

export const chapter: Chapter = {
  name: "dloss-dw1",
  stage: dLoss_dW1,
  bricks: ["sigma1", "W1"],
  direction: "backward",
  formula: ["∂L/∂z₁ = ∂L/∂z₂ W₂ᵀ ⊙ ∂h₁/∂z₁", "∂L/∂W₁ = Xᵀ ∂L/∂z₁"],
  checks: ["W1"],
  title: "Further back: the first layer",
  summary:
    "What chapter 7 computed is used again: from dLoss/dz2 down to W1.",
  equations,
  others: { four: FOUR_ROWS },
  page(trace, telling) {
    const w = writer(trace, telling);
    const { figures } = telling.words;
    const { X, W2, h1, y, lesson } = trace;
    const N = y.rows;
    const {
      dLoss_dh1: blame,
      dh1_dz1: bend,
      dLoss_dz1: slopes,
      dLoss_dW1: product,
    } = equations(w);
    const [, c] = w.followed("dLoss_dh1");
    const four = telling.traceOf(FOUR_ROWS);
    const batch = writer(four, telling, "four:");
    const { dLoss_dW1: batchProduct } = equations(batch);
    const checked = entriesNudged(trace, "W1");
    const [largest1, largest2] = [trace.dLoss_dW1, trace.dLoss_dW2].map(
      ({ data }) => data.reduce((most, x) => Math.max(most, Math.abs(x)), 0),
    ) as [number, number];
    return `
The first weights lie two bricks deeper. The chain gets longer, but its upper half is done: chapter 7 computed
$${w.sym("dLoss_dz2")}$, the slope along each sum of the second layer, and everything below passes through it.

$$
${w.sym("dLoss_dW1")} = ${w.symT("X")}\\,\\Bigl(${w.sym("dLoss_dz2")}\\,${w.symT("W2")} \\odot ${w.sym("dh1_dz1")}\\Bigr)${lesson.ridge > 0 ? ` + \\frac{\\htmlClass{scalars}{\\lambda}}{N}\\,${w.sym("W1")}` : ""}
$$

${w.figure(backward({ id: "backward-w1", to: "W1", href: placeOf }, figures.backward), `The way back to the first weights. What chapter 7 computed is used again.`)}

${w.details(
  "Why use it again, and not start from the loss?",
  `The slope along a weight of $${w.sym("W1")}$ is a chain of five factors. The first two are those of chapter 7, and the
slopes along all weights need them. Computed once and kept, they are multiplied once. Backpropagation is this order of work: from the loss
down, each brick takes the slope along its output and hands on the slope along its input.`,
)}

<h2 id="dLoss_dh1">From the outputs back to the hidden neurons</h2>

Hidden neuron $j$ moves both outputs, each through its own weight. So its slope is a sum over the outputs:
the slope along each output’s sum, times the weight that leads there.

${w.display(blame.lines)}
${w.shapes(blame)}

**Why the transpose here?** $${w.sym("dLoss_dz2")}$ is ${N}×${y.cols} and $${w.sym("W2")}$ is ${W2.rows}×${W2.cols}. The sum
must run over the ${y.cols} outputs, which are the columns of both. In a matrix product, columns meet rows: so
$${w.sym("W2")}$ is turned over, ${N}×${y.cols} times ${W2.cols}×${W2.rows}.
The way forward went through $${w.sym("W2")}$, the way back goes through $${w.symT("W2")}$.

${w.article(`The left factor of this product is printed there as dh2/dz2; it is dLoss/dz2. And the line multiplies a 1×2 by a 3×2 matrix, which no one can: W2 must be transposed. The product printed after it is right. Nor does anything there tell matrix products from elementwise ones; here ⊙ does.`)}

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
  `Hidden neuron ${c} reaches the loss through ${count(y.cols, "edge")}. Its slope collects what comes back along each.`,
)}

<h2 id="dh1_dz1">Through the sigmoid</h2>

${w.display(bend.lines)}

${w.figure(
  sigmoidCurve(
    { id: "slopes-h1", z: trace.z1, layer: 1, slopes: true },
    figures.slopes,
    w.short,
  ),
  `The slopes at this lesson’s hidden sums.`,
)}

${w.question(
  `A sigmoid’s slope is at most ${w.exact(sigmoidPrime(0.5))}. What does that do to a gradient that passes through ten of them?`,
  `It is multiplied by at most ${w.exact(sigmoidPrime(0.5))} ten times. Unless the weights make up for it, no more than about ${w.exact(Number(power(sigmoidPrime(0.5), 10).toPrecision(2)))} of it is left. This is the **vanishing gradient**.`,
)}

<h2 id="dLoss_dz1">Both together</h2>

${w.display(slopes.lines)}
${w.shapes(slopes)}
${w.byHand(slopes)}

<h2 id="dLoss_dW1">To the first weights</h2>

The last step is that of chapter 7, with the data $${w.sym("X")}$ where the hidden values were.

${w.display(product.lines)}
${w.shapes(product)}
${w.byHand(product)}

## What to look at

The largest slope in the first layer is ${w.brief(largest1)} in size, in the second ${w.brief(largest2)}.
${w.choose("smaller-slopes", largest1 < largest2 ? "first" : "not-first", {
  first: `The first layer’s is smaller: on the way down the gradient was multiplied by the weights $${w.sym("W2")}$ and by one more slope of at most ${w.exact(sigmoidPrime(0.5))}.`,
  "not-first": `The first layer’s is not smaller here: large inputs or large weights can make up for the slope of the sigmoid.`,
})}

## The same with four rows

Again the article’s first four rows. Each entry is now a sum over the rows, and every row has its say.

${batch.display(batchProduct.lines)}
${batch.shapes(batchProduct)}
${batch.byHand(batchProduct)}

## The check

The same nudging as in chapter 7, now in the first layer. ${nudgeTold(w, "W1", checked)}

${w.checkTable("W1", checked)}

${verdictTold(w, "W1-check", checked)}

${w.source("dloss-dw1", "chapters/08-dloss-dw1.ts")}
`;
  },
};

const power = (x: number, n: number): number =>
  n === 0 ? 1 : x * power(x, n - 1);

run(import.meta.url);
