import { run } from "#run";
import type { Mixed, TrainingChapter } from "../src/book/chapter.ts";
import type { Writer } from "../src/book/writer.ts";
import { backward } from "../src/figures/backward.ts";
import type { Lesson } from "../src/lesson/lesson.ts";
import { type Matrix, multiply, shapeOf, sum } from "../src/math/matrix.ts";
import { wayBack } from "../src/network/bricks.ts";
import {
  ABSOLUTE,
  agrees,
  centralDifference,
  NUDGE,
  RELATIVE,
  reach,
} from "../src/network/gradient-check.ts";
import { networkOf, weightsOf } from "../src/network/network.ts";
import { roundingOf } from "../src/network/rounding.ts";
import {
  downstream,
  partsOf,
  runParts,
  type Trace,
} from "../src/network/stage.ts";
import { createTape, type Node, type Tape } from "../src/network/tape.ts";
import type { Values } from "../src/network/values.ts";
import {
  alongOf,
  type MatrixName,
  type Name,
  slopeName,
} from "../src/network/values.ts";
import { type NumberFormat, show, toHtml } from "../src/typeset/format.ts";
import { forwardPass } from "./06-loss.ts";
import { count, grouped } from "./words/prose.ts";

// <shown>
/** The forward pass once more, each operation written on a tape. */
export function lossOnTape(tape: Tape, given: Given, ridge: number) {
  const X = tape.input(given.X);
  const y = tape.input(given.y);
  const W1 = tape.input(given.W1);
  const W2 = tape.input(given.W2);
  const N = given.y.rows;

  const z1 = tape.matmul(X, W1);
  const h1 = tape.sigmoid(z1);
  const z2 = tape.matmul(h1, W2);
  const h2 = tape.sigmoid(z2);
  const errors = tape.square(tape.subtract(y, h2));
  const loss_data = tape.divide(tape.sum(errors), 2 * N);
  const squares1 = tape.sum(tape.square(W1));
  const squares2 = tape.sum(tape.square(W2));
  const squares = tape.add(squares1, squares2);
  const loss_ridge = tape.scale(ridge / (2 * N), squares);
  const loss = tape.add(loss_data, loss_ridge);
  return { X, y, W1, W2, z1, h1, z2, h2, loss_data, loss_ridge, loss };
}
// </shown>

/** What the loss is computed from. */
type Given = Pick<Values, "X" | "y" | "W1" | "W2">;

/** The gradients that the book derives by hand, in their order there. */
export const derivedIn = (lesson: Lesson): readonly MatrixName[] =>
  wayBack(networkOf(lesson)).flatMap(({ below, branch }) =>
    branch ? [below, branch.to] : [below],
  );
/** Every gradient that the book derives by hand, from the forward code alone. */
export function gradientsByTape(
  given: Given,
  lesson: Lesson,
): ReadonlyMap<Name, Matrix> {
  const tape = createTape();
  const nodes: Partial<Record<Name, Node>> = lossOnTape(
    tape,
    given,
    lesson.ridge,
  );
  const slopes = tape.slopes(nodes.loss!);
  return new Map(
    derivedIn(lesson).map((name) => [
      name,
      slopes.get(nodes[alongOf(name)]!)!,
    ]),
  );
}

/** Whether a slope found by hand is the tape’s: to nine digits, or as far as the doubt about it goes. */
export const agreesWithTape = (
  byHand: number,
  byTape: number,
  doubt: number,
): boolean =>
  Math.abs(byHand - byTape) <=
  doubt + TINY + 1e-9 * Math.max(Math.abs(byHand), Math.abs(byTape));
/** Numbers as small as this have fewer digits than others. */
const TINY = 2 ** -1000;

/**
 * How far each slope by hand may be off, because 1 − h has none of the digits that h was rounded to. The tape takes
 * the slope of a sigmoid from z.
 */
export const doubtsOf = (trace: Trace): ReadonlyMap<Name, Matrix> =>
  roundingOf(networkOf(trace.lesson).backward, trace);

/** One slope by nudging the entry `i` of a value and running the stages that come after it. */
function slopeByNudging(trace: Trace, name: MatrixName, i: number): number {
  const along = alongOf(name);
  const value = trace[along];
  const after = downstream(
    partsOf(forwardPass, networkOf(trace.lesson)),
    along,
  );
  const loss = (x: number) => {
    const moved = { ...value, data: value.data.with(i, x) };
    return runParts(after, trace.lesson, { ...trace, [along]: moved }).loss!;
  };
  const row = Math.floor(i / value.cols);
  const step = along === "W1" ? NUDGE / reach(trace, "W1", row) : NUDGE;
  return centralDifference(loss, value.data[i]!, step);
}

/** How often central differences ask for the loss, to find one slope. */
const NUDGES = (() => {
  let asked = 0;
  centralDifference(() => asked++, 0, 1);
  return asked;
})();

/** Entries of one gradient set side by side; the differences above them are of all entries. */
const MOST_ENTRIES = 6;

export const chapter: TrainingChapter<Mixed> = {
  name: "autodiff",
  direction: "training",
  facts: (trace, telling) => ({ trace, telling }),
  prose: {
    title: "Backpropagation is automatic differentiation",
    summary:
      "A tape finds every slope that the book derived by hand, from the forward code alone.",
    page({ trace, telling }, w) {
      const { X, W1, W2, lesson } = trace;
      const [N, D, H, K] = [X.rows, X.cols, W1.cols, W2.cols];
      const weights = W1.data.length + W2.data.length;
      const products = N * H * (D + K);
      const far = Math.max(
        ...Array.from({ length: D }, (_, row) => reach(trace, "W1", row)),
      );
      const tape = createTape();
      const nodes = lossOnTape(tape, trace, lesson.ridge);
      const compared = compare(trace);
      const alike = compared.every(({ byTape }) => byTape.largest === 0);
      const close = compared.every(({ byHand, byTape }) =>
        byTape.slopes.every((slope, i) =>
          agreesWithTape(byHand.data[i]!, slope, 0),
        ),
      );
      return `
Chapters ${w.chapter("dloss-dw2")} and ${w.chapter("dloss-dw1")} went back through the network brick by brick, and derived each slope by hand. Now put those
two chapters aside and keep only the forward pass, chapters ${w.chapter("z1")} to ${w.chapter("loss")}. A program can find the slopes from it alone. This is
**automatic differentiation**. It has two modes, and backpropagation is one of them.

## A tape that remembers

Run the forward pass as before, but let every operation write a line on a **tape**: what came out, and where it came
from. Beside each source stands a small function, the **pull-back**. It takes the slope of the loss along what came out
and gives the slope of the loss along what went in.

The pull-backs know nothing of the network. A square knows that its slope is twice its input, a sum that every entry counts once, a
matrix product that the way back goes through the transpose of the other factor. The sigmoid takes its slope from what
went in, σ(z)·σ(−z), where chapters ${w.chapter("dloss-dw2")} and ${w.chapter("dloss-dw1")} take it from what came out, h(1 − h): two formulas for one slope, so that a
slip in one would not agree with the other. This is all the calculus that the tape needs.

## The forward pass, on tape

The same five stages, in the same order. No line here mentions a slope.

${w.source("autodiff")}

For this lesson it leaves ${count(tape.nodes.length, "line")} on the tape:

${tapeTable(tape.nodes, nodes, w)}

The last line is the loss, ${w.scalarText("loss")}. ${w.choose(
        "tape-loss",
        nodes.loss.value.data[0] === trace.loss ? "same" : "other",
        {
          same: `It is the loss of chapter ${w.chapter("loss")}, to the last bit.`,
          other: `It is not the loss of chapter ${w.chapter("loss")}: do not trust this page.`,
        },
      )}

## The walk back

Now read the tape from its last line to its first. The slope of the loss along itself is 1. Each line hands its slope,
through its pull-backs, to the lines it came from. A value that was used twice gets two slopes, and they add up: the weights
get one from the network and one from the ridge. Here is the upper end of the walk, down to the outputs:

${w.display([
  `\\text{along } ${w.sym("loss")} \\text{ and } ${w.sym("loss_data")}\\text{:} &\\quad 1`,
  `\\text{along the sum and each square in it:} &\\quad \\tfrac{1}{2\\cdot ${N}}`,
  `\\text{along each difference:} &\\quad \\tfrac{1}{2\\cdot ${N}} \\cdot 2\\,(${w.sym("y")} - ${w.sym("h2")})`,
  `\\text{along } ${w.sym("h2")}\\text{:} &\\quad -\\tfrac{1}{${N}}\\,(${w.sym("y")} - ${w.sym("h2")})`,
])}

The last line is the first factor of chapter ${w.chapter("dloss-dw2")}: the 2 of the square cancels the 2 of $\\tfrac{1}{2N}$. From there the walk
passes the tiles of chapters ${w.chapter("dloss-dw2")} and ${w.chapter("dloss-dw1")} in the same order:

${w.figure(backward({ id: "backward-tape", network: networkOf(trace.lesson), href: w.placeOf }, telling.words.figures.backward), `The way back that chapters ${w.chapter("dloss-dw2")} and ${w.chapter("dloss-dw1")} derived. The tape finds it when it is read backwards.`)}

The walk does not know which slopes we want. So it also brings the slopes along $${w.sym("X")}$ and $${w.sym("y")}$:
how the loss would change if the data did.

## Why backwards?

One can also walk forward: choose one weight, and with each value carry its slope along this weight. This is
**forward mode**. It is just as exact, and answers another question. One walk forward tells how *every
value* changes with *one weight*. One walk back tells how *one value*, the loss, changes with *every weight*: this is **reverse mode**.

${w.question(
  `This network has ${count(weights, "weight")} and one loss. How many walks does each mode need for the whole gradient?`,
  `Forward mode needs ${count(weights, "walk")}, one for each weight. Reverse mode needs one walk back.`,
)}

| way to the whole gradient | walks | multiplications in matrix products |
|:--|--:|--:|
| the forward pass alone, no gradient | 1 forward | ${grouped(products)} |
| reverse mode, by the tape | 1 forward, 1 back | ${grouped(products)} + ${grouped(2 * products)} |
| forward mode, its values alone; the slopes come on top | ${grouped(weights)} forward | ${grouped(weights)}·${grouped(products)} = ${grouped(weights * products)} |
| nudging, ${count(NUDGES, "loss", "losses")} for each weight | ${grouped(NUDGES * weights)} forward | ${grouped(NUDGES * weights)}·${grouped(products)} = ${grouped(NUDGES * weights * products)} |

On the tape every matrix product has two pull-backs, and each is a product as large as itself: together ${grouped(2 * products)}
multiplications. That is twice the forward pass, however many weights there are, and so networks are trained in reverse mode. The price is
memory: the tape has to keep every value until the walk has passed it.

## By hand, by tape, by nudging

Here are three ways to the same slopes: the derivation of chapters ${w.chapter("dloss-dw2")} and ${w.chapter("dloss-dw1")}, the tape, and central differences. These
nudge a value up and down by ${w.exact(NUDGE)} and run the rest of the forward pass again${far > 1 ? `; along $${w.sym("W1")}$ the nudge is divided as in chapter ${w.chapter("dloss-dw1")}` : ""}. To ${count(DECIMALS, "decimal")}:

${entriesTable(compared, telling.format)}

How far apart are they? The table has the largest differences: between hand and tape over all entries, between hand and nudging over the
entries above.

${compareTable(compared, w)}

${w.choose(
  "tape-agrees",
  compared.every(({ byTape }) => byTape.passes) ? "agree" : "differ",
  {
    agree: alike
      ? `Hand and tape agree in every entry, here to the last bit.`
      : `Hand and tape agree in every entry, but for rounding.${w.choose(
          "tape-close",
          close ? "close" : "far",
          {
            close: "",
            far: ` Where an output is very near 0 or 1, that is much: 1 − h has lost the digits that h was rounded to, and the tape, which takes the slope from z, has the better one.`,
          },
        )}`,
    differ: `Hand and tape do not agree: do not trust this page.`,
  },
)} ${w.choose(
        "nudging-agrees",
        compared.every(({ byNudging }) => byNudging.passes)
          ? "agree"
          : compared.every(({ byTape }) => byTape.passes)
            ? "coarse"
            : "differ",
        {
          agree: `Nudging agrees with both: each difference is at most ${w.exact(ABSOLUTE)} plus ${w.exact(RELATIVE)} times the slope.`,
          coarse: `Nudging does not agree everywhere: for some numbers of this lesson the nudge is too coarse.`,
          differ: `Nudging does not agree with them: do not trust this page.`,
        },
      )} Every build of this book uses the tape as a second check: each slope of chapters ${w.chapter("dloss-dw2")} and ${w.chapter("dloss-dw1")} must be the tape’s, to nine digits or as far as the rounding of h allows.

## What else can be trained

A tape does not ask what a number is for. Whatever the forward pass computes with, the tape finds the slope along it, and gradient
descent can change it.

A **shortcut** adds a value to another that was computed some layers later: one more \`add\` on the tape. The
connections themselves, the **topology**, can be trained too: put a factor before each of them, one more weight, which may go to
zero. Even the **learning rate** has a slope. The loss after the step of chapter ${w.chapter("update")} depends on α through every new weight,
and here its slope along α is ${w.brief(rateSlope(trace))}. ${rateSentence(trace, w)}

${w.article(`It ends with this: backpropagation is reverse-mode automatic differentiation, and shortcuts, topologies and learning rates can be trained too. Both are true.`)}

${w.source("tape")}
`;
    },
  },
};

/** The tape line by line; the lines that the book has a name for carry it. */
function tapeTable(
  tape: readonly Node[],
  named: Readonly<Record<string, Node>>,
  w: Writer,
): string {
  const names = new Map(
    Object.entries(named).map(([name, node]) => [node, name as keyof Values]),
  );
  const lines = tape.map((node, i) => {
    const from = node.links.map(([parent]) => tape.indexOf(parent));
    const name = names.get(node);
    return `| ${i} | ${node.operation} | ${from.join(", ")} | ${shapeOf(node.value)} | ${name ? `$${w.sym(name)}$` : ""} |`;
  });
  return `| line | operation | from lines | shape | in the book |\n|--:|:--|:--|:--|:--|\n${lines.join("\n")}\n`;
}

interface Compared {
  readonly name: MatrixName;
  readonly byHand: Matrix;
  readonly byTape: Found;
  /** Of the first entries only. */
  readonly byNudging: Found;
}
/** Answers for entries of a trace’s slopes what the tape finds, and whether that by hand is the same. */
export function tapeOn(
  trace: Trace,
): (name: MatrixName, i: number) => { slope: number; agrees: boolean } {
  const taped = gradientsByTape(trace, trace.lesson);
  const doubts = doubtsOf(trace);
  return (name, i) => {
    const slope = taped.get(name)!.data[i]!;
    const doubt = doubts.get(name)?.data[i] ?? 0;
    return {
      slope,
      agrees: agreesWithTape(trace[name].data[i]!, slope, doubt),
    };
  };
}

/** Slopes found in another way, their largest distance from those by hand, and whether all agree. */
interface Found {
  readonly slopes: readonly number[];
  readonly largest: number;
  readonly passes: boolean;
}

export function compare(trace: Trace): Compared[] {
  const taped = gradientsByTape(trace, trace.lesson);
  const doubts = doubtsOf(trace);
  return derivedIn(trace.lesson).map((name) => {
    const byHand = trace[name];
    const found = (
      slopes: readonly number[],
      agree: (a: number, b: number, doubt: number) => boolean,
    ): Found => ({
      slopes,
      largest: Math.max(
        ...slopes.map((s, i) => Math.abs(s - byHand.data[i]!)),
      ),
      passes: slopes.every((s, i) =>
        agree(byHand.data[i]!, s, doubts.get(name)?.data[i] ?? 0),
      ),
    });
    const first = Array.from(byHand.data.subarray(0, MOST_ENTRIES));
    const nudged = first.map((_, i) => slopeByNudging(trace, name, i));
    return {
      name,
      byHand,
      byTape: found([...taped.get(name)!.data], agreesWithTape),
      byNudging: found(nudged, agrees),
    };
  });
}

function compareTable(compared: readonly Compared[], w: Writer): string {
  const lines = compared.map(
    ({ name, byHand, byTape, byNudging }) =>
      `| [${name}](${w.placeOf(name)}) | ${shapeOf(byHand)} | ${w.brief(byTape.largest)} | ${w.brief(byNudging.largest)} |`,
  );
  return `| gradient | shape | hand and tape | hand and nudging |\n|:--|:--|--:|--:|\n${lines.join("\n")}\n`;
}

/** Decimals in the table of entries: enough to see where nudging ends. */
const DECIMALS = 12;

function entriesTable(
  compared: readonly Compared[],
  format: NumberFormat,
): string {
  const text = (x: number) => toHtml(show(x, DECIMALS), format);
  const lines = compared.flatMap(({ name, byHand, byTape, byNudging }) => {
    const shown = byNudging.slopes.map((nudged, i) => {
      const place = `${Math.floor(i / byHand.cols)},${i % byHand.cols}`;
      return `| ${name}[${place}] | ${text(byHand.data[i]!)} | ${text(byTape.slopes[i]!)} | ${text(nudged)} |`;
    });
    return byHand.data.length > shown.length
      ? [...shown, "| ⋮ | ⋮ | ⋮ | ⋮ |"]
      : shown;
  });
  return `| slope | by hand | by tape | by nudging |\n|:--|--:|--:|--:|\n${lines.join("\n")}\n`;
}

/** The slope of the loss after the step along the learning rate: W* = W − αG, so it is −Σ G*⊙G. */
export function rateSlope(trace: Trace): number {
  const { W1_next, W2_next, lesson } = trace;
  const moved = { ...trace, W1: W1_next, W2: W2_next };
  const after = gradientsByTape(moved, lesson);
  return -weightsOf(networkOf(lesson))
    .map((name) => slopeName(name))
    .reduce(
      (total, name) => total + sum(multiply(after.get(name)!, trace[name])),
      0,
    );
}

function rateSentence(trace: Trace, w: Writer): string {
  const slope = rateSlope(trace);
  return w.choose(
    "rate-slope",
    slope < 0 ? "larger" : slope > 0 ? "smaller" : "flat",
    {
      larger: `It is negative: with a slightly larger α this step would end at a lower loss.`,
      smaller: `It is positive: with a slightly smaller α this step would end at a lower loss.`,
      flat: `Near this α the loss after the step is level.`,
    },
  );
}

run(import.meta.url);
