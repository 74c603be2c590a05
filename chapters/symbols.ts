import { type Chapter, ofLesson, type Page, type Prose, partOf, titleOf } from "../src/book/chapter.ts";
import type { Writer } from "../src/book/writer.ts";
import { labelsOf } from "../src/lesson/datasets.ts";
import type { Lesson } from "../src/lesson/lesson.ts";
import { exp } from "../src/math/elementary.ts";
import { shapeOf } from "../src/math/matrix.ts";
import { quantityOf } from "../src/network/quantities.ts";
import type { Trace } from "../src/network/stage.ts";
import type { MatrixName, Name, ScalarName, Value } from "../src/network/values.ts";
import { proseOf } from "./bricks/index.ts";
import { legend } from "./words/legend.ts";
import { sentence } from "./words/prose.ts";

/** Signs that only some lessons need. */
const SIGNS: readonly { readonly row: string; readonly isIn: (lesson: Lesson) => boolean }[] = [
  {
    row: "| softmax | `softmax` | $e^{z}$ over the sum of $e^{z}$ in the same row |",
    isIn: ({ outputActivation }) => outputActivation === "softmax",
  },
  {
    row: "| $\\ln$ | `log` | the natural logarithm: $\\ln x$ is the power to which $e$ gives $x$ |",
    isIn: ({ loss }) => loss === "cross-entropy",
  },
  {
    row: "| $\\mathbf{1}$ | `columnSums` | a column of ones: $\\mathbf{1}^{\\top}$ before a matrix adds up its rows |",
    isIn: ({ bias, trainBias, loss, outputActivation }) =>
      (bias && trainBias) || (loss === "squared" && outputActivation === "softmax"),
  },
];

/** The sizes, and what each chapter makes. */
const facts = (chapters: readonly Chapter[], trace: Trace) => ({
  lesson: trace.lesson,
  rows: trace.X.rows,
  inputs: trace.X.cols,
  hidden: trace.W1.cols,
  outputs: trace.W2.cols,
  hasLabels: labelsOf(trace.y) !== undefined,
  activations: [trace.lesson.activation, trace.lesson.outputActivation],
  signs: SIGNS.filter(({ isIn }) => isIn(trace.lesson)).map(({ row }) => row),
  /** Whether outputs are shares of a row; whether beliefs are weighed. */
  hasShares: trace.lesson.outputActivation === "softmax",
  hasBelief: trace.lesson.loss === "cross-entropy",
  e: exp(1),
  made: chapters.flatMap((chapter) =>
    partOf(chapter, trace.lesson).makes.map((name) => ({ name, chapter, shapes: shapesOf(trace, name) })),
  ),
});
export type Facts = ReturnType<typeof facts>;

/** The shape of a value, in letters where the network knows it, and in this lesson; one number has none. */
function shapesOf(trace: Trace, name: Name): string[] | undefined {
  const value: Value = trace[name];
  if (typeof value === "number") return undefined;
  const letters = quantityOf(name).shape?.join("×");
  return letters ? [letters, shapeOf(value)] : [shapeOf(value)];
}

/** @throws Error where a chapter does not say it */
function meaningOf({ name, prose }: Chapter, value: Name, lesson: Lesson): string {
  const meaning = prose.meanings && ofLesson(prose.meanings, lesson)[value];
  if (meaning === undefined) throw new Error(`the prose of ${name} has no meaning of ${value}`);
  return meaning;
}

/** The rows of signs that stand there for the bricks of a lesson. */
function signsTold({ activations, signs }: Facts, w: Writer): string {
  const ofBricks = activations.flatMap((name) => (name === "softmax" ? [] : proseOf(name).signs(w)));
  return [...new Set([...ofBricks, ...signs])].map((row) => `${row}\n`).join("");
}

const prose: Prose<Facts> = {
  title: "Symbols",
  summary:
    "Every symbol of the book: what it means, and of a value its shape, its numbers, and where it is made.",
  page: (f, w) => `
A formula names a thing by one or two letters, the code by a word. First come the letters and signs of formulas, then the
values, in the order in which the book makes them, with their numbers in this lesson.

## Sizes and rates

| symbol | code | meaning | here |
|:--|:--|:--|--:|
| $N$ | \`X.rows\` | rows: observations | ${f.rows} |
| $D$ | \`X.cols\` | inputs of an observation | ${f.inputs} |
| $H$ | \`W1.cols\` | hidden neurons | ${f.hidden} |
| $K$ | \`W2.cols\` | outputs, one for each ${f.hasLabels && f.outputs > 1 ? "label" : "column of $y$"} | ${f.outputs} |
| $\\htmlClass{scalars}{\\alpha}$ | \`learningRate\` | learning rate: a step changes each weight${f.lesson.bias && f.lesson.trainBias ? " and bias" : ""} by $-\\alpha$ times its slope | ${w.rate("alpha")} |
| $\\htmlClass{scalars}{\\lambda}$ | \`ridge\` | the price of large weights | ${w.rate("lambda")} |
| $\\lambda_1$ | \`l1\` | the price of L1, which is on the size of each weight, not on its square (${w.link("vanishing")}) | |

## Signs

| sign | code | meaning |
|:--|:--|:--|
| $\\sigma$ | \`sigmoid\` | the sigmoid, $\\sigma(z) = 1/(1 + e^{-z})$ |
| $e$ | \`exp(1)\` | a fixed number, about ${w.brief(f.e)} |
| tanh | \`tanh\` | ${f.lesson.activation === "tanh" || f.lesson.outputActivation === "tanh" ? "an" : "another"} activation function, $\\mathord{2\\sigma(2z) - 1}$, between −1 and 1 |
${signsTold(f, w)}| $\\sum$ | \`sum\` | the sum over all entries; $\\sum_j$: over every $j$ |
| $\\odot$ | \`multiply\` | the product of entries in the same place |
| $\\top$ | \`transpose\` | rows become columns |
| $\\partial L/\\partial w$ | \`dLoss_dW1\` | the slope of $L$ along $w$, everything else held; $df/dx$ where there is nothing else |
| $\\ast$ | \`_next\` | after the step |
| $[i,j]$ | \`at\` | the entry in row $i$ and column $j$, both counted from 0 |
| $\\vert w\\vert$ | \`Math.abs\` | the size of $w$, without its sign |
| $\\approx$ | | the two sides differ in digits that are not shown, or in the last ones |

## Letters that change their meaning

| letter | where | meaning |
|:--|:--|:--|
| $w$, $h$ | everywhere | one entry of $W$, of $h$; $y$ and $z$ likewise |
| $i$, $j$, $k$ | everywhere | the place of an entry: a row, a column, a neuron |
${f.hasShares ? `| $h_i$, $z_i$, $y_i$; $h_j$, $z_j$, $y_j$; $h_k$, $z_k$ | ${w.link("h2")} and ${w.link("dloss-dw2")} | the entries of one row, each in its place |\n` : ""}| $x_1$, $x_2$ | ${w.link("xor")} | the two inputs |
| $a$, $b$, $c$ | ${w.link("xor")} | the three numbers of a line |
| $s$ | ${w.link("xor")} | the score that a line gives a point |
| <var>w</var><sub>1</sub>, <var>w</var><sub>2</sub>, … | ${w.link("init")} | the names of the weights, counted neuron by neuron |
| $u$ | ${w.link("init")} | a number drawn evenly between 0 and 1 |
| $x$, $u$, $f$ | ${w.link("dloss-dw2")} | an input, and two functions in a chain |
| $n$ | ${w.link("dloss-dw2")} | one of the $N$ rows |
${f.hasBelief ? `| $p$ | ${w.link("loss")} | how much the network believed in what is right |\n` : ""}${f.hasShares ? `| $J$, $S$ | ${w.link("dloss-dw2")} | the Jacobian of the softmax of one row, and the sum of its powers of $e$ |\n| $g$, $g_i$, $g_j$ | ${w.link("dloss-dw2")} | the slopes along the outputs of one row |\n` : ""}| $n$, $s$ | ${w.link("exploding")} | a number of weights, and the size of each |
| *t* | chapters ${w.chapter("exploding")} and ${w.chapter("vanishing")} | how many steps have been made |
| $G$ | ${w.link("vanishing")} | the gradient along the weights of one matrix |
| $x$ | ${w.link("ceiling")} | one row of $X$ |
| $h_j$, $u_j$ | ${w.link("ceiling")} | the value of hidden neuron $j$, and the difference of its two weights |
| $d$, $c$ | ${w.link("ceiling")} | the second logit minus the first, and a constant |

## Values

${legend(w.words)}

<div class="symbols">
${f.made
  .map(
    ({ name, chapter, shapes }) => `
<section class="symbol" id="symbol-${name}">

## $${w.sym(name)}$ <code>${name}</code>

${sentence(meaningOf(chapter, name, f.lesson))}. <span class="facts">${shapes?.join(", here ") ?? "One number"} · ${w.link(chapter.name, titleOf(chapter, f.lesson))}</span>

$$
${shapes ? w.numbers(name as MatrixName) : w.scalar(name as ScalarName)}
$$

</section>`,
  )
  .join("\n")}

</div>
`,
};

/** Every symbol with its meaning, shape, value and chapter; the list follows from what the stages make. */
export const symbols = (chapters: readonly Chapter[]): Page<Facts> => ({
  name: "symbols",
  facts: (trace) => facts(chapters, trace),
  prose,
});
