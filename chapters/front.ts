import {
  BRICKS,
  type Brick,
  type Chapter,
  type Page,
  type TrainingChapter,
} from "../src/chapter.ts";
import { network } from "../src/figures/network.ts";
import { wholeStack } from "../src/figures/stack.ts";
import { code } from "../src/html.ts";
import { writer } from "../src/writer.ts";
import { legend } from "./legend.ts";
import { count, list } from "./prose.ts";

const COMMANDS = `npm start -- --seed 7
npm start -- --rows 4 --hidden 5 --digits 4
npm start -- --lesson class10b.json
npx tsx chapters/02-z1.ts --seed 7`;

/** The front page: what this is, the whole stack with every chapter on its brick, where to start. */
export const front = (
  chapters: readonly Chapter[],
  training: readonly TrainingChapter[],
): Page => ({
  name: "index",
  title: "A neural network, brick by brick",
  summary:
    "One small neural network, trained for one step, with every number on the way: formulas, code and numbers together.",
  page(trace, telling) {
    const w = writer(trace, telling);
    const { words } = telling;
    const { X, y, W1, W2, h1, h2 } = trace;
    const total = W1.data.length + W2.data.length;
    return `
<p class="lede">We train one small neural network for one step, and you see every number on the way: ${count(X.rows, "row")} of data, ${total} weights, one loss, ${total} slopes.</p>

Nothing here was typed in. Each number on these pages was computed by the code that stands beside it. Take a pencil, or a
calculator, and check any of them.

<p class="start"><a href="xor.html">Start with the problem</a></p>

<h2 id="stack">The stack</h2>

Data goes in at the bottom. On the way up, the **forward pass**, each brick turns numbers into new numbers, and on top the
loss says how wrong the answer is. On the way down, the **backward pass**, each brick hands on the slope of the loss, and
the weights learn which way to move. Every formula leads to its chapter.

${w.figure(wholeStack({ id: "whole-stack", ...onBricks(chapters) }, words.figures.wholeStack))}

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
  `${count(X.cols, "number comes", "numbers come")} in on the left, ${list(Array.from({ length: y.cols }, (_, k) => w.cell("h2", 0, k)))} come out on the right. The target is ${list(Array.from({ length: y.cols }, (_, k) => w.cell("y", 0, k)))}.`,
)}

## Why know this?

Because networks fail, and then someone has to find out why.

- **It learns too slowly, or not at all.** The gradient tells: chapter 8 shows where it fades, and chapter 14 what to change first.
- **It prints NaN.** Some number grew until it overflowed. Chapter 12 follows one such run to a wrong slope, chapter 14 another to a learning rate that is too high.
- **It runs, and is wrong.** A wrong gradient raises no error. Chapters 7 and 8 check every slope by a second way that uses no calculus. This found a wrong one in the program that this book retells.

<h2 id="contents">Contents</h2>

<ol class="contents" start="0">
${[...chapters, ...training].map(({ name, title, summary, direction }) => `<li class="${direction}"><a href="${name}.html">${title}</a><br>${summary}</li>`).join("\n")}
</ol>

And [Symbols](symbols.html): every name with its meaning, shape and value.

<h2 id="own">Your own numbers</h2>

With [Node](https://nodejs.org) and this project on your computer, other seeds make another book:

${code("plain", words.commands, COMMANDS)}

This one was made from the lesson below. The README says what a lesson file may hold: your own data, labels and weights.
`;
  },
});

/** The chapters' formulas on their bricks: forward on one side, backward on the other. */
function onBricks(chapters: readonly Chapter[]) {
  const links = (wanted: (chapter: Chapter) => boolean) =>
    Object.fromEntries(
      BRICKS.map((brick) => [
        brick,
        chapters
          .filter((chapter) => wanted(chapter) && homeOf(chapter) === brick)
          .flatMap(({ name, formula }) =>
            formula.map((line) => ({ href: `${name}.html`, formula: line })),
          ),
      ]),
    ) as Record<Brick, { href: string; formula: string }[]>;
  return {
    forward: links(({ direction }) => direction === "forward"),
    backward: links(({ direction }) => direction !== "forward"),
  };
}

/** The brick on which a chapter's formula stands: where its way ends. */
const homeOf = ({ bricks, direction }: Chapter): Brick =>
  (direction === "backward" ? bricks.at(-1) : bricks[0])!;
