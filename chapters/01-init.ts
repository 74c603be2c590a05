import { run } from "#run";
import type { Chapter, Prose } from "../src/book/chapter.ts";
import type { Others } from "../src/book/telling.ts";
import type { Writer } from "../src/book/writer.ts";
import { network, networkIn } from "../src/figures/network.ts";
import { DEFAULT_LESSON } from "../src/lesson/lesson.ts";
import { fromFunction, fromRows, type Matrix, map, toRows, transpose } from "../src/math/matrix.ts";
import { RandomState } from "../src/math/random.ts";
import { part, type Stage, type Trace } from "../src/network/stage.ts";
import { apart } from "../src/typeset/apart.ts";
import { type Rounding, show, showScalar, withDigits } from "../src/typeset/format.ts";
import { EDGES } from "./words/figures.ts";
import { count, grouped } from "./words/prose.ts";

// <stage>
const init = part({
  needs: ["X", "y"],
  makes: ["W1", "W2"],
  /**
   * W1, D×H, and W2, H×K: given, or drawn evenly between −1 and 1
   * from one seed and divided by √(rows).
   */
  compute({ X, y }, { weights, hidden }) {
    if ("W1" in weights) {
      const { W1, W2 } = weights;
      return { W1: fromRows(W1), W2: fromRows(W2) };
    }
    const random = new RandomState(weights.seed);
    const uniform = () => 2 * random.random() - 1;
    const draw = (rows: number, cols: number) => {
      const size = Math.sqrt(rows);
      return fromFunction(rows, cols, () => uniform() / size);
    };
    const [W1, W2] = [draw(X.cols, hidden), draw(hidden, y.cols)];
    const { round } = weights;
    if (round === undefined) return { W1, W2 };
    const rounded = (w: number) => Number(w.toFixed(round)) + 0; // no −0
    return { W1: map(W1, rounded), W2: map(W2, rounded) };
  },
});

const biases = part({
  needs: ["W1", "W2"],
  makes: ["b1", "b2"],
  /** b1, 1×H, and b2, 1×K: given, or 0. */
  compute({ W1, W2 }, { weights }) {
    const { b1, b2 } = "W1" in weights ? weights : {};
    const zeros = (cols: number) => fromFunction(1, cols, () => 0);
    return {
      b1: b1 ? fromRows([b1]) : zeros(W1.cols),
      b2: b2 ? fromRows([b2]) : zeros(W2.cols),
    };
  },
});
// </stage>

export const stage: Stage = [[init], [biases]];

function facts(trace: Trace, { traceOf }: Others) {
  const { X, y, W1, b1, W2, b2 } = trace;
  const article = traceOf(DEFAULT_LESSON);
  const { weights, digits, bias, trainBias } = trace.lesson;
  const neurons = toRows(transpose(W1)).map((into, j) =>
    JSON.stringify([into, bias && b1.data[j], toRows(W2)[j]]),
  );
  const areTwins = new Set(neurons).size < neurons.length;
  // Of one row every column is constant, and none looks like a bias.
  const hasOnes = X.rows > 1 && toRows(transpose(X)).some((column) => column.every((x) => x === 1));
  const bounds = { W1: boundOf(W1, trace.lesson), W2: boundOf(W2, trace.lesson) };
  return {
    inputs: X.cols,
    hidden: W1.cols,
    outputs: y.cols,
    /** Weights: into the hidden neurons, out of them, and all. */
    into: W1.data.length,
    out: W2.data.length,
    weights: W1.data.length + W2.data.length,
    biases: bias && {
      all: b1.data.length + b2.data.length,
      isTrained: trainBias,
      are: [b1, b2].every(({ data }) => data.every((b) => b === 0)) ? "zero" : "given",
    },
    network: networkIn(trace),
    isChanged: trace.changed !== undefined,
    drawn: "seed" in weights &&
      !trace.changed && {
        ...weights,
        isOnPaper: (weights.round ?? 0) <= digits,
      },
    bounds,
    weightsLook: bounds.W1.isPassed || bounds.W2.isPassed ? "larger" : "inside",
    twins: areTwins ? "some" : "none",
    columnOfOnes: hasOnes ? "some" : "none",
    article: { weights: article.W1.data.length + article.W2.data.length },
  } as const;
}
export type Facts = ReturnType<typeof facts>;

/** The size that no drawn weight of a matrix passes, and whether one looks as if it did. */
function boundOf({ rows, data }: Matrix, as: Rounding) {
  const size = 1 / Math.sqrt(rows);
  // A bound that looks like 1 would look like none.
  const decimals = apart(size, 1, as);
  const largest = show(Math.max(...data.map(Math.abs)), as);
  const isPassed = largest.value.gt(showScalar(size, withDigits(as, decimals)).value);
  return { size, decimals, isPassed };
}

const prose: Prose<Facts> = {
  title: "The weights to start from",
  summary: "The network’s shape, and the numbers it starts from.",
  meanings: {
    W1: "weights from the inputs to the hidden neurons",
    b1: "biases of the hidden neurons",
    W2: "weights from the hidden neurons to the outputs",
    b2: "biases of the outputs",
  },
  page(f, w) {
    const { biases } = f;
    return `
A **neuron** takes in numbers and puts out one number. Neurons that work side by side are a **layer**. Those between the
inputs and the outputs are called **hidden**: only the network itself uses their values.

A network is a stack of bricks. Ours has ${count(w, f.inputs, "input")}, ${count(w, f.hidden, "hidden neuron")} and
${count(w, f.outputs, "output")}. Every input is connected to every hidden neuron, and every hidden neuron to every output. Each connection
has a **weight**: a number that says how strongly, and in which direction, what stands at its start moves the neuron at its end.
${
  biases
    ? `And each neuron has a **bias**: a number that it adds to its sum, whatever the inputs are.
Training changes ${biases.isTrained ? "the weights and the biases, and nothing else" : "the weights and nothing else: the biases of this lesson are held where they are"}.`
    : "Training changes these weights and nothing else."
}

${w.question(
  `${count(w, f.inputs, "input")}, ${f.hidden} hidden, ${count(w, f.outputs, "output")}: how many weights are there${biases ? ", and how many biases" : ""}?`,
  `${f.inputs}·${f.hidden} between inputs and hidden neurons, ${f.hidden}·${f.outputs} between hidden neurons and outputs: ${grouped(w, f.into)} + ${f.out} = ${grouped(w, f.weights)}${biases ? ` weights. And one bias for each neuron: ${f.hidden} + ${f.outputs} = ${biases.all}` : ""}.`,
)}

${w.figure(
  network({ id: "network-init", ...f.network, named: true }, w.words.figures.network, w.short),
  `The network and its weights${biases ? "; under each neuron stands its bias, where there is room" : ""}. ${EDGES}`,
)}

Each edge has a name too${f.weights > f.article.weights ? ", where there is room" : ""}. The names count the weights neuron by neuron: ${f.inputs === 1 ? `${weightName(1)} leads` : `${weightName(1)} ${f.inputs === 2 ? "and" : "to"} ${weightName(f.inputs)} lead`} to the first hidden neuron${f.hidden === 1 ? "" : `, and ${weightName(f.inputs + 1)} is the first that leads to the second`}. The last is ${weightName(f.weights)}. This is how the article counts its ${f.article.weights} weights.

## The numbers

The weights of each layer stand in a matrix. Row $i$ belongs to input $i$ of the layer, column $j$ to its neuron $j$:
$${w.sym("W1")}$ has ${count(w, f.inputs, "row")} and ${count(w, f.hidden, "column")}, and its column 0 is ${f.inputs === 1 ? weightName(1) : `${weightName(1)} ${f.inputs === 2 ? "and" : "to"} ${weightName(f.inputs)}`}.

${w.display([`${w.sym("W1")} &= ${w.numbers("W1")}`, `${w.sym("W2")} &= ${w.numbers("W2")}`])}

${
  f.drawn
    ? `Every weight is drawn at random, evenly between −1 and 1, and divided by the square root of the number of rows of its matrix:

$$
w = \\frac{2u - 1}{\\sqrt{\\text{rows}}}, \\qquad 0 \\le u < 1
$$

Here $u$ is a random number between 0 and 1.

So no number drawn for $${w.sym("W1")}$ is further from zero than 1/√${f.inputs} ${w.worth(f.bounds.W1.size, f.bounds.W1.decimals)}, and none for
$${w.sym("W2")}$ further than 1/√${f.hidden} ${w.worth(f.bounds.W2.size, f.bounds.W2.decimals)}.

The more numbers a neuron adds up, the smaller its weights. So a sum does not grow only because it has more terms.

${
  f.drawn.round === undefined
    ? ""
    : `Then each weight is rounded to ${count(w, f.drawn.round, "decimal")}${f.drawn.isOnPaper ? ", so that the numbers on paper are the numbers computed" : ""}.`
}
${w.choose("weights-look", f.weightsLook, {
  larger: `Rounded, as above, a weight can end beyond its bound.`,
  inside: ``,
})}`
    : f.isChanged
      ? `These weights are what the changed code makes.`
      : `The weights of this lesson are given, not drawn.`
}

## Why random?

Suppose two hidden neurons began alike: the same weights into them, the same weights out of them${biases ? ", the same bias" : ""}. They would compute the
same sum and put out the same value, and chapters ${w.chapter("dloss-dw2")} and ${w.chapter("dloss-dw1")} would give both the same correction. They would stay equal for
ever, two neurons doing the work of one. Random weights **break the symmetry**.

${w.choose("twins", f.twins, {
  some: `In this lesson some hidden neurons do begin alike${f.drawn ? ": rounding made their weights the same" : ""}.`,
  none:
    f.hidden === 1
      ? `In this lesson there is only one hidden neuron.`
      : `In this lesson no two hidden neurons begin alike.`,
})}

${
  f.drawn
    ? w.note(
        `Random numbers, and yet the same ones every time: the generator is **pseudo-random**. It starts from a number, the **seed** ${f.drawn.seed}, and every draw follows from it. The generator is the Mersenne Twister, used as in NumPy’s older interface. Another seed draws other weights.`,
      )
    : ""
}

${biases ? biasesTold(biases, f.isChanged, w) : noBias(f, w)}

${w.source("init")}
`;
  },
};

/** The name of a weight, counted from 1. */
const weightName = (index: number): string => `<var>w</var><sub>${index}</sub>`;

const noBias = (f: Facts, w: Writer): string =>
  `The network has no **bias**, a number that each neuron adds to its sum whatever the inputs are. The article’s network has
none, and neither has this one; chapter ${w.chapter("ceiling")} shows what that costs. ${w.choose(
    "column-of-ones",
    f.columnOfOnes,
    {
      some: `But an input of this lesson is 1 in every row, and so its weights do the work of a bias for the hidden neurons.`,
      none: ``,
    },
  )}`;

const biasesTold = (
  { are, isTrained }: Exclude<Facts["biases"], false>,
  isChanged: boolean,
  w: Writer,
): string => `## The biases

The biases of a layer stand in one row: $${w.sym("b1")}$ has one for each hidden neuron, $${w.sym("b2")}$ one for each output.

${w.display([`${w.sym("b1")} &= ${w.numbers("b1")}`, `${w.sym("b2")} &= ${w.numbers("b2")}`])}

${w.choose("biases", are, {
  zero: `Here all of them are 0${isTrained ? " at the start" : ""}: the random weights already make the neurons differ, so the biases need no draw.`,
  given: isChanged ? `The changed code makes them.` : `The biases of this lesson are given.`,
})} ${isTrained ? `Chapters ${w.chapter("dloss-dw2")} and ${w.chapter("dloss-dw1")} find their slopes too.` : `They are held: no step of training changes them, and no slope along them is needed.`}

${w.article(`Its network has no biases. Chapter ${w.chapter("ceiling")} shows what that costs.`)}`;

export const chapter: Chapter<Facts> = {
  name: "init",
  stage,
  direction: "forward",
  formula: ({ bias }) => [bias ? "W₁, b₁, W₂, b₂" : "W₁, W₂"],
  facts,
  prose,
};

run(import.meta.url);
