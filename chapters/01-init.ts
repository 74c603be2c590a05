import { run } from "#run";
import type { Chapter, Mixed } from "../src/book/chapter.ts";
import type { Writer } from "../src/book/writer.ts";
import { network } from "../src/figures/network.ts";
import type { SeededWeights } from "../src/lesson/lesson.ts";
import {
  fromFunction,
  fromRows,
  type Matrix,
  map,
  toRows,
  transpose,
} from "../src/math/matrix.ts";
import { RandomState } from "../src/math/random.ts";
import None{ part } from "../src/network/stage.ts";
import { apart } from "../src/typeset/apart.ts";
import { showScalar } from "../src/typeset/format.ts";
import { count } from "./words/prose.ts";

// <stage>
const init = part({
  needs: ["X", "y"],
  makes: ["W1", "W2"],
  /**
   * W1, D×H, and W2, H×K: given, or drawn evenly between −1 and 1
   * from one seed and divided by √(rows).
   */
  compute({ X, y }, { weights, hidden }) {
    if ("W1" in weights)
      return { W1: fromRows(weights.W1), W2: fromRows(weights.W2) };
    const random = new RandomState(weights.seed);
    const draw = (rows: number, cols: number) =>
      fromFunction(
        rows,
        cols,
        () => (2 * random.random() - 1) / Math.sqrt(rows),
      );
    const [W1, W2] = [draw(X.cols, hidden), draw(hidden, y.cols)];
    const { round } = weights;
    if (round === undefined) return { W1, W2 };
    const rounded = (w: number) => Number(w.toFixed(round)) + 0; // no −0
    return { W1: map(W1, rounded), W2: map(W2, rounded) };
  },
});
// </stage>

export const chapter: Chapter<Mixed> = {
  name: "init",
  stage: [[init]],
  direction: "forward",
  formula: ["W₁, W₂"],
  facts: (trace, telling) => ({ trace, telling }),
  prose: {
    title: "The weights to start from",
    summary: "The network’s shape, and the numbers it starts from.",
    page({ trace, telling }, w) {
      const { X, y, W1, W2, lesson } = trace;
      const total = W1.data.length + W2.data.length;
      return `
A **neuron** takes in numbers and puts out one number. Neurons that work side by side are a **layer**. Those between the
inputs and the outputs are called **hidden**: only the network itself uses their values.

A network is a stack of bricks. Ours has ${count(X.cols, "input")}, ${count(W1.cols, "hidden neuron")} and
${y.cols} outputs. Every input is connected to every hidden neuron, and every hidden neuron to every output. Each connection
has a **weight**: a number that says how strongly, and in which direction, the neuron it comes from moves the one it goes to.
Training changes these weights and nothing else.

${w.question(
  `${count(X.cols, "input")}, ${W1.cols} hidden, ${y.cols} outputs: how many weights are there?`,
  `${X.cols}·${W1.cols} between inputs and hidden neurons, ${W1.cols}·${y.cols} between hidden neurons and outputs: ${W1.data.length} + ${W2.data.length} = ${total}.`,
)}

${w.figure(
  network(
    { id: "network-init", X, W1, W2 },
    telling.words.figures.network,
    w.short,
  ),
  `The network and its weights. The edge of a negative weight is dashed. The larger a weight, the thicker its edge.`,
)}

## The numbers

The weights of each layer stand in a matrix. Row $i$ belongs to what the layer gets, column $j$ to the neuron that gets it:
$${w.sym("W1")}$ has ${count(W1.rows, "row")} and ${count(W1.cols, "column")}.

${w.display([`${w.sym("W1")} &= ${w.numbers("W1")}`, `${w.sym("W2")} &= ${w.numbers("W2")}`])}

${
  "seed" in lesson.weights
    ? drawn(w, lesson.weights)
    : `The weights of this lesson are given, not drawn.`
}

## Why random?

Suppose two hidden neurons began alike: the same weights into them, the same weights out of them. They would compute the
same sum and put out the same value, and chapters ${w.chapter("dloss-dw2")} and ${w.chapter("dloss-dw1")} would give both the same correction. They would stay equal for
ever, two neurons doing the work of one. Random weights **break the symmetry**.

${w.choose("twins", haveTwins(W1, W2) ? "some" : "none", {
  some: `In this lesson some hidden neurons do begin alike${"seed" in lesson.weights ? ": rounding made their weights the same" : ""}.`,
  none:
    W1.cols === 1
      ? `In this lesson there is only one hidden neuron.`
      : `In this lesson no two hidden neurons begin alike.`,
})}

${
  "seed" in lesson.weights
    ? w.note(
        `Random numbers, and yet the same ones every time: the generator is **pseudo-random**. It starts from a number, the **seed** ${lesson.weights.seed}, and every draw follows from it. The generator is the Mersenne Twister, used as in NumPy’s older interface. Another seed draws other weights.`,
      )
    : ""
}

The network has no **bias**, a number that each neuron adds to its sum whatever the inputs are. The article’s network has
none, and neither has this one; chapter ${w.chapter("ceiling")} shows what that costs. ${w.choose(
        "column-of-ones",
        hasColumnOfOnes(X) ? "some" : "none",
        {
          some: `But an input of this lesson is 1 in every row, and so its weights do the work of a bias for the hidden neurons.`,
          none: ``,
        },
      )}

${w.source("init")}
`;
    },
  },
};

/** How the weights of a seed are drawn, and what that says of their size. */
function drawn(w: Writer, { round }: SeededWeights): string {
  const { W1, W2 } = w.trace;
  const bounds = [W1, W2].map(({ rows }) => {
    const bound = 1 / Math.sqrt(rows);
    /** A bound that looks like 1 would look like none. */
    const decimals = apart(bound, 1, w.digits);
    return {
      told: `1/√${rows} ${w.worth(bound, decimals)}`,
      shown: showScalar(bound, decimals).value,
    };
  });
  const looksLarger = (["W1", "W2"] as const).some((name, i) =>
    w.entries(name).some((weight) => weight.abs().gt(bounds[i]!.shown)),
  );
  return `Every weight is drawn at random, evenly between −1 and 1, and divided by the square root of the number of rows of its matrix:

$$
w = \\frac{2u - 1}{\\sqrt{\\text{rows}}}, \\qquad 0 \\le u < 1
$$

Here $u$ is a random number between 0 and 1.

So no number drawn for $${w.sym("W1")}$ is further from zero than ${bounds[0]!.told}, and none for
$${w.sym("W2")}$ further than ${bounds[1]!.told}.

The more numbers a neuron adds up, the smaller its weights. So a sum does not grow only because it has more terms: over many
draws, the mean of its square is a third of the mean of the inputs’ squares, however many inputs there are.

${
  round === undefined
    ? ""
    : `Then each weight is rounded to ${count(round, "decimal")}${round <= w.digits ? ", so that the numbers on paper are the numbers computed" : ""}.`
}
${w.choose("weights-look", looksLarger ? "larger" : "inside", {
  larger: `Rounded, as above, a weight can end beyond its bound.`,
  inside: ``,
})}`;
}

/** Whether two hidden neurons have the same weights, those into them and those out of them. */
function haveTwins(W1: Matrix, W2: Matrix): boolean {
  const neurons = toRows(transpose(W1)).map((into, j) =>
    JSON.stringify([into, toRows(W2)[j]]),
  );
  return new Set(neurons).size < neurons.length;
}

/** Of one row every column is constant, and none looks like a bias. */
const hasColumnOfOnes = (X: Matrix): boolean =>
  X.rows > 1 &&
  toRows(transpose(X)).some((column) => column.every((x) => x === 1));

run(import.meta.url);
