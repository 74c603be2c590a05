import { run } from "#run";
import type { Chapter, Mixed } from "../src/book/chapter.ts";
import { network } from "../src/figures/network.ts";
import { DEFAULT_LESSON } from "../src/lesson/lesson.ts";
import { matmul, shapeOf } from "../src/math/matrix.ts";
import { part } from "../src/network/stage.ts";
import { allOf, count, grouped, sentence } from "./words/prose.ts";

// <stage>
const z1 = part({
  needs: ["X", "W1"],
  makes: ["z1"],
  /** Rows of X meet columns of W1. (N×D)·(D×H) → (N×H) */
  compute({ X, W1 }) {
    const z1 = matmul(X, W1);
    return { z1 };
  },
});
// </stage>

export const chapter: Chapter<Mixed> = {
  name: "z1",
  stage: [[z1]],
  direction: "forward",
  formula: ["z₁ = X W₁"],
  facts: (trace, telling) => ({ trace, telling }),
  prose: {
    title: "Every hidden neuron adds up its inputs",
    summary:
      "Multiply each input by a weight and add: one sum for each hidden neuron.",
    page({ trace, telling }, w) {
      const { X, W1 } = trace;
      const product = w.equation("z1");
      const [r, c] = w.followed("z1");
      const positive = trace.z1.data.filter((z) => z > 0).length;
      const all = trace.z1.data.length;
      const { X: theirs, W1: weights } = telling.traceOf(DEFAULT_LESSON);
      return `
A hidden neuron multiplies every input by a weight of its own and adds the products.
That sum is called its **pre-activation**, $${w.sym("z1")}$.
The weights of neuron ${c} stand in column ${c} of $${w.sym("W1")}$. To get its sum for row ${r} of the data, multiply
row ${r} of $${w.sym("X")}$ by that column, number by number, and add.
Doing this for every row and every column is a **matrix product**.

${w.question(
  `$${w.sym("X")}$ has the shape ${X.rows}×${X.cols} and $${w.sym("W1")}$ has ${W1.rows}×${W1.cols}. How many multiplications does it take to find all of $${w.sym("z1")}$?`,
  `Each entry of $${w.sym("z1")}$ is a sum of ${count(X.cols, "product")}, and there are ${X.rows}·${W1.cols} entries: ${X.rows}·${W1.cols}·${X.cols} = ${count(X.rows * W1.cols * X.cols, "multiplication")}.`,
)}

## With the numbers

${w.note(telling.words.rounded(telling.format.digits))}
${w.display(product.lines)}
${w.shapes(product)}

The two inner numbers of the shapes must agree: $${w.sym("X")}$ has ${count(X.cols, "column")} and $${w.sym("W1")}$ has ${count(W1.rows, "row")}.
The outer two give the shape of $${w.sym("z1")}$: ${count(X.rows, "row")} of data, ${count(W1.cols, "hidden neuron")}.

${w.article(`The text writes Sigmoid(*WX*). With an observation in each row, as in its own numbers and its program, the product is *XW*: ${shapeOf(theirs)} fits ${shapeOf(weights)}, while ${shapeOf(weights)} does not fit ${shapeOf(theirs)}.`)}

## One sum by hand

Follow the lit entry, row ${r} and column ${c}. Rows and columns are counted from 0, as the code does.

${w.byHand(product)}

${w.figure(
  network(
    {
      id: "network-z1",
      X,
      W1,
      W2: trace.W2,
      hidden: { name: "z1", values: trace.z1 },
      lit: { layer: "W1", to: c },
    },
    telling.words.figures.network,
    w.short,
  ),
  `The same sum in the network: the lit edges carry column ${c} of $${w.sym("W1")}$. The edge of a negative weight is dashed. The larger a weight, the thicker its edge.`,
)}

## What to look at

${w.choose(
  "z1-positive",
  positive === 0 ? "none" : positive === all ? "all" : "some",
  {
    none:
      all === 1
        ? `The one sum is not positive.`
        : `${all === 2 ? "Neither" : "None"} of the ${grouped(all)} sums is positive.`,
    all:
      all === 1
        ? `The one sum is positive.`
        : `${sentence(allOf(all))} sums are positive.`,
    some: `Of the ${grouped(all)} sums, ${count(positive, "is", "are")} positive and ${count(all - positive, "is", "are")} not.`,
  },
)}
The next chapter turns a positive sum into a value above one half, and a negative sum into a value below one half.
So far everything is **linear**: double the inputs, and every sum doubles.
A network of such layers alone would be no more than one matrix product, however many layers it had, because $(${w.sym("X")}\\,${w.sym("W1")})\\,${w.sym("W2")} = ${w.sym("X")}\\,(${w.sym("W1")}\\,${w.sym("W2")})$.

${w.source("z1")}
`;
    },
  },
};

run(import.meta.url);
