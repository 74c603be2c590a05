import { type Chapter, type Page, type Prose, partOf } from "../src/book/chapter.ts";
import { exp } from "../src/math/elementary.ts";
import { shapeOf } from "../src/math/matrix.ts";
import { isMatrix, NAMES, quantityOf } from "../src/network/quantities.ts";
import type { Trace } from "../src/network/stage.ts";
import { legend } from "./words/legend.ts";
import { sentence } from "./words/prose.ts";

/** The sizes, and the shape of each matrix in letters and in this lesson. */
const facts = (chapters: readonly Chapter[], trace: Trace) => ({
  rows: trace.X.rows,
  inputs: trace.X.cols,
  hidden: trace.W1.cols,
  outputs: trace.W2.cols,
  e: exp(1),
  shapes: Object.fromEntries(
    NAMES.filter(isMatrix).map((name) => [name, [quantityOf(name).shape!.join("×"), shapeOf(trace[name])]]),
  ),
  /** What each chapter makes. */
  made: chapters.map((chapter) => ({ chapter, names: partOf(chapter, trace.lesson).makes })),
});
export type Facts = ReturnType<typeof facts>;

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
| $K$ | \`W2.cols\` | outputs, one for each label | ${f.outputs} |
| $\\htmlClass{scalars}{\\alpha}$ | \`learningRate\` | learning rate: a step changes each weight by $-\\alpha$ times its slope | ${w.rate("alpha")} |
| $\\htmlClass{scalars}{\\lambda}$ | \`ridge\` | the price of large weights | ${w.rate("lambda")} |
| $\\lambda_1$ | \`l1\` | the price of L1, which is on the size of each weight, not on its square ([chapter ${w.chapter("vanishing")}](vanishing.html)) | |

## Signs

| sign | code | meaning |
|:--|:--|:--|
| $\\sigma$ | \`sigmoid\` | the sigmoid, $\\sigma(z) = 1/(1 + e^{-z})$ |
| $e$ | \`exp(1)\` | a fixed number, about ${w.brief(f.e)} |
| tanh | \`tanh\` | another activation function, $\\mathord{2\\sigma(2z) - 1}$, between −1 and 1 |
| $\\sum$ | \`sum\` | the sum over all entries; $\\sum_j$: over every $j$ |
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
| $x_1$, $x_2$ | [chapter ${w.chapter("xor")}](xor.html) | the two inputs |
| $a$, $b$, $c$ | [chapter ${w.chapter("xor")}](xor.html) | the three numbers of a line |
| $s$ | [chapter ${w.chapter("xor")}](xor.html) | the score that a line gives a point |
| $u$ | [chapter ${w.chapter("init")}](init.html) | a number drawn evenly between 0 and 1 |
| $x$, $u$, $f$ | [chapter ${w.chapter("dloss-dw2")}](dloss-dw2.html) | an input, and two functions in a chain |
| $n$ | [chapter ${w.chapter("dloss-dw2")}](dloss-dw2.html) | one of the $N$ rows |
| $n$, $s$ | [chapter ${w.chapter("exploding")}](exploding.html) | a number of weights, and the size of each |
| *t* | chapters ${w.chapter("exploding")} and ${w.chapter("vanishing")} | how many steps have been made |
| $G$ | [chapter ${w.chapter("vanishing")}](vanishing.html) | the gradient along the weights of one matrix |
| $x$ | [chapter ${w.chapter("ceiling")}](ceiling.html) | one row of $X$ |
| $h_j$, $u_j$ | [chapter ${w.chapter("ceiling")}](ceiling.html) | the value of hidden neuron $j$, and the difference of its two weights |
| $d$, $c$ | [chapter ${w.chapter("ceiling")}](ceiling.html) | the second logit minus the first, and a constant |

## Values

${legend(w.words)}

<div class="symbols">
${f.made
  .flatMap(
    ({
      chapter: {
        name: home,
        prose: { title },
      },
      names,
    }) =>
      names.map(
        (name) => `
<section class="symbol" id="symbol-${name}">

## $${w.sym(name)}$ <code>${name}</code>

${sentence(w.words.meanings[name])}. <span class="facts">${f.shapes[name]?.join(", here ") ?? "One number"} · [${title}](${home}.html)</span>

$$
${isMatrix(name) ? w.numbers(name) : w.scalar(name)}
$$

</section>`,
      ),
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
