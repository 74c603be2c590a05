import { run } from "#run";
import type { Chapter } from "../src/chapter.ts";
import { network } from "../src/figures/network.ts";
import { fromFunction, fromRows, map } from "../src/matrix.ts";
import { RandomState } from "../src/random.ts";
import { stage } from "../src/trace.ts";
import { writer } from "../src/writer.ts";
import { count } from "./prose.ts";

// <stage>
const init = stage({
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

export const chapter: Chapter = {
  name: "init",
  stage: init,
  bricks: ["W1", "W2"],
  direction: "forward",
  formula: ["W₁, W₂"],
  title: "Start with random weights",
  summary: "The network’s shape, and the numbers it starts from.",
  page(trace, telling) {
    const w = writer(trace, telling);
    const { X, y, W1, W2, lesson } = trace;
    const total = W1.data.length + W2.data.length;
    const seeded = "seed" in lesson.weights ? lesson.weights : undefined;
    return `
A network is a stack of bricks. Ours has ${count(X.cols, "input")}, ${count(W1.cols, "hidden neuron")} and
${y.cols} outputs. Every input is tied to every hidden neuron, and every hidden neuron to every output, and each tie
has a **weight**: a number that says how strongly, and in which direction, the one moves the other.
Training means to change these weights and nothing else.

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
  `The network and its ${total} weights. Solid edges are positive, dashed ones negative; the thicker, the larger.`,
)}

## The numbers

Each layer’s weights stand in a matrix. Row $i$ belongs to what the layer gets, column $j$ to the neuron that gets it:
$${w.sym("W1")}$ has ${count(W1.rows, "row")} and ${count(W1.cols, "column")}.

${w.display([`${w.sym("W1")} &= ${w.numbers("W1")}`, `${w.sym("W2")} &= ${w.numbers("W2")}`])}

${
  seeded
    ? `Every weight is drawn at random, evenly between −1 and 1, and divided by the square root of the number of rows of its matrix:

$$
w = \\frac{2u - 1}{\\sqrt{\\text{rows}}}, \\qquad 0 \\le u < 1
$$

So no weight of $${w.sym("W1")}$ is further from zero than 1/√${X.cols} = ${w.num(1 / Math.sqrt(X.cols))}, and none of
$${w.sym("W2")}$ further than 1/√${W1.cols} = ${w.num(1 / Math.sqrt(W1.cols))}.
The more numbers a neuron adds up, the smaller its weights: so the sums are of about the same size in every layer.
${seeded.round === undefined ? "" : `Then each is rounded to ${count(seeded.round, "decimal")}, so that the numbers on paper are the numbers computed.`}`
    : `The weights of this lesson are given, not drawn.`
}

## Why random?

Suppose two hidden neurons began with the same weights. They would compute the same sum, put out the same value, and
chapters 7 and 8 would give both the same correction. They would stay equal for ever, two neurons doing the work of one.
Random weights **break the symmetry**.

${
  seeded
    ? w.note(
        `“Random” and yet always the same: the weights have a **seed**, ${seeded.seed}. It starts a **pseudo-random** generator, whose every draw follows from this one number. It is the Mersenne Twister, as NumPy’s older generator uses it. Another seed, another network.`,
      )
    : ""
}

There is no **bias**, a number added to each sum whatever the inputs are. The article’s network has none, and so for now
neither has this one.

${w.source("init", "chapters/01-init.ts")}
`;
  },
};

run(import.meta.url);
