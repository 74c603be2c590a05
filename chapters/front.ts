import {
  type AnyChapter,
  type Chapter,
  hasStage,
  homeOf,
  ofLesson,
  type Page,
  type Prose,
  titleOf,
} from "../src/book/chapter.ts";
import type { Writer } from "../src/book/writer.ts";
import { pass } from "../src/figures/pass.ts";
import { passNumbers } from "../src/figures/pass-scenes.ts";
import { roundingOf, stopsOf } from "../src/figures/pass-stops.ts";
import { wholeStack } from "../src/figures/stack.ts";
import type { Lesson } from "../src/lesson/lesson.ts";
import { at, shapeOf, square, sum, toRows, transpose } from "../src/math/matrix.ts";
import { bricksOf, bricksOfValues } from "../src/network/bricks.ts";
import { has, networkOf, weightsOf } from "../src/network/network.ts";
import { madeBy, partsOf, type Trace } from "../src/network/stage.ts";
import { apartFromOne, fewest, near } from "../src/typeset/apart.ts";
import { followed } from "../src/typeset/equations.ts";
import { relation, show, showScalar, withDigits } from "../src/typeset/format.ts";
import { code } from "../src/typeset/html.ts";
import { legend } from "./words/legend.ts";
import { nameOf, passWords, sentenceOf } from "./words/pass.ts";
import { count, grouped } from "./words/prose.ts";

/** The whole stack with every chapter on its brick, and the signs of the book, each with numbers of the lesson. */
function facts(book: readonly AnyChapter[], trace: Trace) {
  const { X, W1, W2, h2, lesson } = trace;
  const trained = weightsOf(networkOf(lesson)).reduce((all, name) => all + trace[name].data.length, 0);
  const rounding = roundingOf(trace);
  return {
    lesson,
    rows: X.rows,
    inputs: X.cols,
    hidden: W1.cols,
    weights: W1.data.length + W2.data.length,
    /** With the biases that are trained. */
    trained,
    stack: onBricks(book.filter(hasStage), lesson),
    pass: {
      trace,
      /** Each with the chapter that tells of it. */
      stops: stopsOf(trace).map((stop) => ({ stop, chapter: homeOf(book, stop.name)!.name })),
      decimals: {
        decimals: rounding.digits,
        apart: apartFromOne(toRows(h2)[0]!, rounding),
        rows: X.rows,
      },
    },
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
  const { lesson } = trace;
  const names = productIn(lesson);
  const entry = followed(trace[names.product]);
  const left = at(trace[names.left], ...entry);
  const right = at(trace[names.right], ...entry);
  const product = at(trace[names.product], ...entry);
  const shown = (x: number, digits: number) => show(x, withDigits(lesson, digits));
  const rounded = (x: number, digits: number) => shown(x, digits).value.toNumber();
  const decimals = fewest(lesson.digits, (it) =>
    near(rounded(left, it) * rounded(right, it), rounded(product, it)),
  );
  const exact = shown(left, decimals).value.times(shown(right, decimals).value);
  const sign = relation(exact, showScalar(product, withDigits(lesson, decimals)));
  return { ...names, entry, decimals, sign };
}

/** The pass as a picture, a script's numbers and a list. */
function passOf({ trace, stops, decimals }: Facts["pass"], w: Writer): string {
  const all = stops.map(({ stop }) => stop);
  const told = stops.map(
    ({ stop, chapter }) =>
      `1. ${sentenceOf(stop, w, decimals)} ${w.link(chapter, `Chapter ${w.chapter(chapter)}`)}`,
  );
  return w.moving(
    "pass",
    pass(trace, all, passWords, w.short),
    passNumbers(trace, all, nameOf, w.short),
    told.join("\n"),
  );
}

const prose = (book: readonly AnyChapter[]): Prose<Facts> => ({
  title: "A neural network, brick by brick",
  summary:
    "One small neural network and one step of its training, with every number on the way: formulas, code and numbers together. Then many steps, and what goes wrong in them.",
  page: (f, w) => `
<div class="first">

<p class="lede">One small neural network, one step of its training, and every number on the way.</p>

${passOf(f.pass, w)}

<div class="more">

${count(w, f.rows, "row")} of data, ${f.trained === f.weights ? `${grouped(w, f.weights)} weights, one loss, ${grouped(w, f.weights)} slopes` : `${grouped(w, f.weights)} weights, ${f.trained - f.weights} biases, one loss, ${grouped(w, f.trained)} slopes`}. Then we train the network for many steps, and see what can go wrong.

This book retells an article on how networks learn (2017), corrects its errors, and goes on where it stops.

<p class="start"><a href="${book[0]!.name}.html">Start with the problem</a></p>

</div>

</div>

No result in this book was typed in. In chapters ${w.chapter("xor")} to ${w.chapter("loop")} and in chapter ${w.chapter("autodiff")}, the code of each step stands beside its numbers.
Take a pencil, or a calculator, and check them. Chapters ${w.chapter("runs")} to ${w.chapter("debugging")} report long training runs. Their code and their results
are kept with the project, and all runs are made again and compared before the book is published.

## How to read this

- **Matrix**: numbers in rows and columns. $${w.sym("W1")}$ has ${count(w, f.inputs, "row")} and ${count(w, f.hidden, "column")}; its shape is ${f.shapes.W1}.
- $[i,j]$: row $i$, column $j$, both counted from 0. $${w.sym("W1")}[${f.entry}]$ is ${w.cell("W1", ...f.entry)}.
- $\\top$: the **transpose**. Rows become columns, so $${w.sym("W2")}$ is ${f.shapes.W2} and $${w.symT("W2")}$ is ${f.shapes.W2T}. $${w.symT("W2")}[${f.turned}]$ is $${w.sym("W2")}[${[...f.turned].reverse()}]$, ${w.cell("W2", f.turned[1], f.turned[0])}.
- $\\odot$: entries in the same place are multiplied. In place $[${f.product.entry}]$ of $${w.sym(f.product.left)} \\odot ${w.sym(f.product.right)}$, ${w.cell(f.product.left, ...f.product.entry, f.product.decimals)} times ${w.cell(f.product.right, ...f.product.entry, f.product.decimals)} ${f.product.sign}<wbr> ${w.cell(f.product.product, ...f.product.entry, f.product.decimals)}.
- $\\sum$: a sum over all entries. $\\sum ${w.sym("W1")}^2$ adds ${count(w, f.squares.count, "square")}, and it is ${w.num(f.squares.sum)}.
- $\\partial$: a slope. $${w.sym("dLoss_dW1")}[${f.entry}]$ says how fast the loss changes when $${w.sym("W1")}[${f.entry}]$ changes: ${w.cell("dLoss_dW1", ...f.entry)}.

Two matrices side by side, as in $${w.sym("X")}\\,${w.sym("W1")}$, are multiplied as chapter ${w.chapter("z1")} shows. $N$ is the number of rows of data, and a star marks what comes after the step.
${w.link("symbols", "Symbols")} lists every sign. The code is TypeScript; you can follow the numbers without it.

<h2 id="stack">The stack</h2>

Data goes in at the bottom. On the way up, the **forward pass**, each brick turns numbers into new numbers, and on top the
loss says how wrong the answer is. On the way down, the **backward pass**, each brick passes on the slope of the loss, until
every weight${f.trained === f.weights ? "" : " and bias"} has a slope of its own. Every formula leads to its chapter.

${w.figure(wholeStack({ id: "whole-stack", ...f.stack }, w.words.figures.wholeStack))}

${legend(w.words)}

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
that others have printed for such networks, held against this book’s. ${w.link("teachers", "For teachers")}: a class with its own numbers, and files to take away.

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
