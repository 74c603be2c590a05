import {
  type AnyChapter,
  type Chapter,
  hasStage,
  ofLesson,
  type Page,
  type Prose,
  titleOf,
} from "../src/book/chapter.ts";
import { network, networkIn } from "../src/figures/network.ts";
import { wholeStack } from "../src/figures/stack.ts";
import type { Lesson } from "../src/lesson/lesson.ts";
import { at, shapeOf, square, sum, toRows, transpose } from "../src/math/matrix.ts";
import { bricksOf, bricksOfValues } from "../src/network/bricks.ts";
import { has, networkOf, weightsOf } from "../src/network/network.ts";
import { madeBy, partsOf, type Trace } from "../src/network/stage.ts";
import { apartFromOne, fewest, near } from "../src/typeset/apart.ts";
import { followed } from "../src/typeset/equations.ts";
import { relation, show, showScalar } from "../src/typeset/format.ts";
import { code } from "../src/typeset/html.ts";
import { legend } from "./words/legend.ts";
import { count, grouped, list } from "./words/prose.ts";

/** The whole stack with every chapter on its brick, and the signs of the book, each with numbers of the lesson. */
function facts(book: readonly AnyChapter[], trace: Trace) {
  const { X, W1, W2, h2, lesson } = trace;
  const trained = weightsOf(networkOf(lesson)).reduce((all, name) => all + trace[name].data.length, 0);
  const outputs = toRows(h2)[0]!;
  return {
    lesson,
    rows: X.rows,
    inputs: X.cols,
    hidden: W1.cols,
    /** By their columns, and with how many decimals they are shown. */
    outputs: outputs.map((_, k) => k),
    decimals: apartFromOne(outputs, lesson.digits),
    weights: W1.data.length + W2.data.length,
    /** With the biases that are trained. */
    trained,
    stack: onBricks(book.filter(hasStage), lesson),
    network: networkIn(trace, "h1", "h2"),
    shapes: { W1: shapeOf(W1), W2: shapeOf(W2), W2T: shapeOf(transpose(W2)) },
    entry: followed(W1),
    product: entrywise(trace),
    /** A place of W2 turned over. */
    turned: W2.cols > 1 ? ([1, 0] as const) : ([0, Math.min(1, W2.rows - 1)] as const),
    squares: { count: W1.data.length, sum: sum(square(W1)) },
  } as const;
}
export type Facts = ReturnType<typeof facts>;

/** The chapters' formulas on their bricks, each where its chapter's way ends: forward on one side, backward on the other. */
function onBricks(chapters: readonly Chapter[], lesson: Lesson) {
  const bricks = bricksOf(networkOf(lesson));
  const homes = chapters.map(({ name, stage, direction, formula }) => {
    const at = bricksOfValues(bricks, madeBy(partsOf([stage], networkOf(lesson))));
    return {
      direction,
      home: direction === "backward" ? at.at(-1) : at[0],
      formulas: ofLesson(formula, lesson).map((line) => ({ href: `${name}.html`, formula: line })),
    };
  });
  const links = (isWanted: (direction: Chapter["direction"]) => boolean) =>
    Object.fromEntries(
      bricks.map((brick) => [
        brick.name,
        homes.flatMap(({ direction, home, formulas }) =>
          isWanted(direction) && home === brick ? formulas : [],
        ),
      ]),
    );
  return {
    bricks,
    forward: links((direction) => direction === "forward"),
    backward: links((direction) => direction !== "forward"),
  };
}

/** The elementwise product that the way back makes: at the outputs, if it makes one there, else at the hidden neurons. */
const productIn = (lesson: Lesson) =>
  has(networkOf(lesson), "dh2_dz2")
    ? ({ left: "dLoss_dh2", right: "dh2_dz2", product: "dLoss_dz2" } as const)
    : ({ left: "dLoss_dh1", right: "dh1_dz1", product: "dLoss_dz1" } as const);

/** One entry of an elementwise product, with decimals that are enough to check it. */
function entrywise(trace: Trace) {
  const { digits } = trace.lesson;
  const names = productIn(trace.lesson);
  const entry = followed(trace[names.product]);
  const left = at(trace[names.left], ...entry);
  const right = at(trace[names.right], ...entry);
  const product = at(trace[names.product], ...entry);
  const rounded = (x: number, decimals: number) => show(x, decimals).value.toNumber();
  const decimals = fewest(digits, (it) => near(rounded(left, it) * rounded(right, it), rounded(product, it)));
  const exact = show(left, decimals).value.times(show(right, decimals).value);
  return { ...names, entry, decimals, sign: relation(exact, showScalar(product, decimals)) };
}

const prose = (book: readonly AnyChapter[]): Prose<Facts> => ({
  title: "A neural network, brick by brick",
  summary:
    "One small neural network and one step of its training, with every number on the way: formulas, code and numbers together. Then many steps, and what goes wrong in them.",
  page: (f, w) => `
<p class="lede">This book retells an article on how networks learn (2017), corrects its errors, and goes on where it stops. We take one small neural network through one step of training, and you see every number on the way: ${count(f.rows, "row")} of data, ${f.trained === f.weights ? `${grouped(f.weights)} weights, one loss, ${grouped(f.weights)} slopes` : `${grouped(f.weights)} weights, ${f.trained - f.weights} biases, one loss, ${grouped(f.trained)} slopes`}. Then we train it for many steps, and see what can go wrong.</p>

No result in this book was typed in. In chapters ${w.chapter("xor")} to ${w.chapter("loop")} and in chapter ${w.chapter("autodiff")}, the code of each step stands beside its numbers.
Take a pencil, or a calculator, and check them. Chapters ${w.chapter("runs")} to ${w.chapter("debugging")} report long training runs. Their code and their results
are kept with the project, and all runs are made again and compared before the book is published.

<p class="start"><a href="${book[0]!.name}.html">Start with the problem</a></p>

## How to read this

- **Matrix**: numbers in rows and columns. $${w.sym("W1")}$ has ${count(f.inputs, "row")} and ${count(f.hidden, "column")}; its shape is ${f.shapes.W1}.
- $[i,j]$: row $i$, column $j$, both counted from 0. $${w.sym("W1")}[${f.entry}]$ is ${w.cell("W1", ...f.entry)}.
- $\\top$: the **transpose**. Rows become columns, so $${w.sym("W2")}$ is ${f.shapes.W2} and $${w.symT("W2")}$ is ${f.shapes.W2T}. $${w.symT("W2")}[${f.turned}]$ is $${w.sym("W2")}[${[...f.turned].reverse()}]$, ${w.cell("W2", f.turned[1], f.turned[0])}.
- $\\odot$: entries in the same place are multiplied. In place $[${f.product.entry}]$ of $${w.sym(f.product.left)} \\odot ${w.sym(f.product.right)}$, ${w.cell(f.product.left, ...f.product.entry, f.product.decimals)} times ${w.cell(f.product.right, ...f.product.entry, f.product.decimals)} ${f.product.sign}<wbr> ${w.cell(f.product.product, ...f.product.entry, f.product.decimals)}.
- $\\sum$: a sum over all entries. $\\sum ${w.sym("W1")}^2$ adds ${count(f.squares.count, "square")}, and it is ${w.num(f.squares.sum)}.
- $\\partial$: a slope. $${w.sym("dLoss_dW1")}[${f.entry}]$ says how fast the loss changes when $${w.sym("W1")}[${f.entry}]$ does: ${w.cell("dLoss_dW1", ...f.entry)}.

Two matrices side by side, as in $${w.sym("X")}\\,${w.sym("W1")}$, are multiplied as chapter ${w.chapter("z1")} shows. $N$ is the number of rows of data, and a star marks what comes after the step.
${w.link("symbols", "Symbols")} lists every sign. The code is TypeScript; you can follow the numbers without it.

<h2 id="stack">The stack</h2>

Data goes in at the bottom. On the way up, the **forward pass**, each brick turns numbers into new numbers, and on top the
loss says how wrong the answer is. On the way down, the **backward pass**, each brick passes on the slope of the loss, until
every weight${f.trained === f.weights ? "" : " and bias"} has a slope of its own. Every formula leads to its chapter.

${w.figure(wholeStack({ id: "whole-stack", ...f.stack }, w.words.figures.wholeStack))}

${legend(w.words)}

## The network

${w.figure(
  network({ id: "network-front", ...f.network }, w.words.figures.network, w.short),
  `${f.rows === 1 ? "" : "The numbers are those of row 0. "}${count(f.inputs, "number goes", "numbers go")} in on the left, ${list(f.outputs.map((k) => w.cell("h2", 0, k, f.decimals)))} ${f.outputs.length === 1 ? "comes" : "come"} out on the right. The target is ${list(f.outputs.map((k) => w.cell("y", 0, k)))}.`,
)}

## Why know this?

Networks fail, and then someone must find out why.

- **It learns too slowly, or not at all.** Look at the gradient: chapter ${w.chapter("dloss-dw1")} shows where it fades, and chapter ${w.chapter("debugging")} what to change first.
- **It prints NaN.** Some number grew until it overflowed. Chapter ${w.chapter("exploding")} traces one such run back to a wrong slope, chapter ${w.chapter("debugging")} another to a learning rate that is too high.
- **It runs, and is wrong.** A wrong gradient raises no error. Chapters ${w.chapter("dloss-dw2")} and ${w.chapter("dloss-dw1")} check slopes in a second way that uses no calculus. That check finds a wrong slope in the program that this book retells.

<h2 id="contents">Contents</h2>

<ol class="contents" start="0">
${book.map((it) => `<li class="${it.direction}"><a href="${it.name}.html">${titleOf(it, f.lesson)}</a><br>${ofLesson(it.prose.summary, f.lesson)}</li>`).join("\n")}
</ol>

And ${w.link("symbols", "Symbols")}: every symbol with its meaning, and the numbers behind it. ${w.link("bricks", "Bricks")}: the bricks that can take each other’s places. ${w.link("worked", "Worked by others")}: numbers
that others have printed for such networks, held against this book’s.

<h2 id="own">Your own numbers</h2>

With [Node](https://nodejs.org) and this project on your computer, you can make the book with other numbers:

${code(
  "plain",
  w.words.commands,
  `npm start -- --seed 7
npm start -- --rows 4 --hidden 5 --digits 4
npm start -- --lesson class10b.json
npx tsx ${w.file("z1")} --seed 7`,
)}

This book was made from the lesson below. A lesson file may hold your own data, labels and weights; the README explains it.
`,
});

/** The front page: what this is, the whole stack with every chapter on its brick, where to start. */
export const front = (book: readonly AnyChapter[]): Page<Facts> => ({
  name: "index",
  facts: (trace) => facts(book, trace),
  prose: prose(book),
});
