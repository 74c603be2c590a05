import None{ type AnyChapter, type Chapter, hasStage, type Mixed, type Page, partOf } from "../src/book/chapter.ts";
import type { Writer } from "../src/book/writer.ts";
import { network } from "../src/figures/network.ts";
import { wholeStack } from "../src/figures/stack.ts";
import type { Lesson } from "../src/lesson/lesson.ts";
import { at, shapeOf, square, sum, toRows, transpose } from "../src/math/matrix.ts";
import { bricksOf, bricksOfValues } from "../src/network/bricks.ts";
import { networkOf } from "../src/network/network.ts";
import { apartFromOne, fewest, near } from "../src/typeset/apart.ts";
import { relation, show, showScalar } from "../src/typeset/format.ts";
import { code } from "../src/typeset/html.ts";
import { legend } from "./words/legend.ts";
import { count, list } from "./words/prose.ts";

const commands = (w: Writer) => `npm start -- --seed 7
npm start -- --rows 4 --hidden 5 --digits 4
npm start -- --lesson class10b.json
npx tsx ${w.file("z1")} --seed 7`;

/** The front page: what this is, the whole stack with every chapter on its brick, where to start. */
export const front = (book: readonly AnyChapter[]): Page<Mixed> => ({
  name: "index",
  facts: (trace, telling) => ({ trace, telling }),
  prose: {
    title: "A neural network, brick by brick",
    summary:
      "One small neural network and one step of its training, with every number on the way: formulas, code and numbers together. Then many steps, and what goes wrong in them.",
    page({ trace, telling }, w) {
      const { words } = telling;
      const { X, y, W1, W2, h1, h2 } = trace;
      const total = W1.data.length + W2.data.length;
      const decimals = apartFromOne(toRows(h2)[0]!, w.digits);
      return `
<p class="lede">This book retells an article on how networks learn (2017), corrects its errors, and goes on where it stops. We take one small neural network through one step of training, and you see every number on the way: ${count(X.rows, "row")} of data, ${total} weights, one loss, ${total} slopes. Then we train it for many steps, and see what can go wrong.</p>

No result in this book was typed in. In chapters ${w.chapter("xor")} to ${w.chapter("loop")} and in chapter ${w.chapter("autodiff")}, the code of each step stands beside its numbers.
Take a pencil, or a calculator, and check them. Chapters ${w.chapter("runs")} to ${w.chapter("debugging")} report long training runs. Their code and their results
are kept with the project, and all runs are made again and compared before the book is published.

<p class="start"><a href="xor.html">Start with the problem</a></p>

${howToRead(w)}

<h2 id="stack">The stack</h2>

Data goes in at the bottom. On the way up, the **forward pass**, each brick turns numbers into new numbers, and on top the
loss says how wrong the answer is. On the way down, the **backward pass**, each brick passes on the slope of the loss, until
every weight has a slope of its own. Every formula leads to its chapter.

${w.figure(wholeStack({ id: "whole-stack", ...onBricks(book.filter(hasStage), trace.lesson) }, words.figures.wholeStack))}

${legend(words)}

## The network

${w.figure(
  network(
    {
      id: "network-front",
      X,
      W1,
      W2,
      hidden: { name: "h1", values: h1 },
      output: { name: "h2", values: h2 },
    },
    words.figures.network,
    w.short,
  ),
  `${X.rows === 1 ? "" : "The numbers are those of row 0. "}${count(X.cols, "number goes", "numbers go")} in on the left, ${list(toRows(h2)[0]!.map((_, k) => w.cell("h2", 0, k, decimals)))} come out on the right. The target is ${list(toRows(y)[0]!.map((_, k) => w.cell("y", 0, k)))}.`,
)}

## Why know this?

Networks fail, and then someone must find out why.

- **It learns too slowly, or not at all.** Look at the gradient: chapter ${w.chapter("dloss-dw1")} shows where it fades, and chapter ${w.chapter("debugging")} what to change first.
- **It prints NaN.** Some number grew until it overflowed. Chapter ${w.chapter("exploding")} traces one such run back to a wrong slope, chapter ${w.chapter("debugging")} another to a learning rate that is too high.
- **It runs, and is wrong.** A wrong gradient raises no error. Chapters ${w.chapter("dloss-dw2")} and ${w.chapter("dloss-dw1")} check slopes in a second way that uses no calculus. That check finds a wrong slope in the program that this book retells.

<h2 id="contents">Contents</h2>

<ol class="contents" start="0">
${book.map(({ name, direction, prose: { title, summary } }) => `<li class="${direction}"><a href="${name}.html">${title}</a><br>${summary}</li>`).join("\n")}
</ol>

And [Symbols](symbols.html): every symbol with its meaning, and the numbers behind it.

<h2 id="own">Your own numbers</h2>

With [Node](https://nodejs.org) and this project on your computer, you can make the book with other numbers:

${code("plain", words.commands, commands(w))}

This book was made from the lesson below. A lesson file may hold your own data, labels and weights; the README explains it.
`;
    },
  },
});

/** The signs of the stack, each with numbers of this lesson. */
function howToRead(w: Writer): string {
  const { W1, W2 } = w.trace;
  const [r, c] = w.followed("W1");
  const [n, k] = w.followed("dLoss_dz2");
  const [left, right, product] = (["dLoss_dh2", "dh2_dz2", "dLoss_dz2"] as const).map((name) =>
    at(w.trace[name], n, k),
  ) as [number, number, number];
  const rounded = (x: number, decimals: number) => show(x, decimals).value.toNumber();
  const decimals = fewest(w.digits, (it) =>
    near(rounded(left, it) * rounded(right, it), rounded(product, it)),
  );
  const sign = relation(
    show(left, decimals).value.times(show(right, decimals).value),
    showScalar(product, decimals),
  );
  return `
## How to read this

- **Matrix**: numbers in rows and columns. $${w.sym("W1")}$ has ${count(W1.rows, "row")} and ${count(W1.cols, "column")}; its shape is ${shapeOf(W1)}.
- $[i,j]$: row $i$, column $j$, both counted from 0. $${w.sym("W1")}[${r},${c}]$ is ${w.cell("W1", r, c)}.
- $\\top$: the **transpose**. Rows become columns, so $${w.sym("W2")}$ is ${shapeOf(W2)} and $${w.symT("W2")}$ is ${shapeOf(transpose(W2))}. $${w.symT("W2")}[1,0]$ is $${w.sym("W2")}[0,1]$, ${w.cell("W2", 0, 1)}.
- $\\odot$: entries in the same place are multiplied. In place $[${n},${k}]$ of $${w.sym("dLoss_dh2")} \\odot ${w.sym("dh2_dz2")}$, ${w.cell("dLoss_dh2", n, k, decimals)} times ${w.cell("dh2_dz2", n, k, decimals)} ${sign}<wbr> ${w.cell("dLoss_dz2", n, k, decimals)}.
- $\\sum$: a sum over all entries. $\\sum ${w.sym("W1")}^2$ adds ${count(W1.data.length, "square")}, and it is ${w.num(sum(square(W1)))}.
- $\\partial$: a slope. $${w.sym("dLoss_dW1")}[${r},${c}]$ says how fast the loss changes when $${w.sym("W1")}[${r},${c}]$ does: ${w.cell("dLoss_dW1", r, c)}.

Two matrices side by side, as in $${w.sym("X")}\\,${w.sym("W1")}$, are multiplied as chapter ${w.chapter("z1")} shows. $N$ is the number of rows of data, and a star marks what comes after the step.
[Symbols](symbols.html) lists every sign. The code is TypeScript; you can follow the numbers without it.
`;
}

/** The chapters' formulas on their bricks, each where its chapter's way ends: forward on one side, backward on the other. */
function onBricks(chapters: readonly Chapter[], lesson: Lesson) {
  const bricks = bricksOf(networkOf(lesson));
  const homes = chapters.map((chapter) => {
    const at = bricksOfValues(bricks, partOf(chapter, lesson).makes);
    return { chapter, home: chapter.direction === "backward" ? at.at(-1) : at[0] };
  });
  const links = (isWanted: (direction: Chapter["direction"]) => boolean) =>
    Object.fromEntries(
      bricks.map((brick) => [
        brick.name,
        homes
          .filter(({ chapter, home }) => isWanted(chapter.direction) && home === brick)
          .flatMap(({ chapter: { name, formula } }) =>
            formula.map((line) => ({ href: `${name}.html`, formula: line })),
          ),
      ]),
    );
  return {
    bricks,
    forward: links((direction) => direction === "forward"),
    backward: links((direction) => direction !== "forward"),
  };
}
