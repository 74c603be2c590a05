import { run } from "#run";
import type { TrainingChapter } from "../src/chapter.ts";
import { backward } from "../src/figures/backward.ts";
import { type NumberFormat, show, toHtml } from "../src/format.ts";
import {
  agrees,
  centralDifference,
  NUDGE,
  reach,
} from "../src/gradient-check.ts";
import {
  add,
  type Matrix,
  map,
  matmul,
  multiply,
  scale,
  shapeOf,
  sum,
  transpose,
} from "../src/matrix.ts";
import { createTape, type Node, type Tape } from "../src/tape.ts";
import {
  downstream,
  runStages,
  type Trace,
  type Values,
} from "../src/trace.ts";
import { type Writer, writer } from "../src/writer.ts";
import { forwardPass } from "./06-loss.ts";
import { placeOf } from "./places.ts";
import { count, grouped } from "./prose.ts";

// <shown>
/** Chapters 2 to 6 once more, each operation written on a tape. */
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

/** The gradients of chapters 7 and 8, in their order there. */
export const DERIVED = [
  "dLoss_dh2",
  "dLoss_dz2",
  "dLoss_dW2",
  "dLoss_dh1",
  "dLoss_dz1",
  "dLoss_dW1",
] as const;
export type Derived = (typeof DERIVED)[number];
/** What each is the slope along. */
const ALONG = {
  dLoss_dh2: "h2",
  dLoss_dz2: "z2",
  dLoss_dW2: "W2",
  dLoss_dh1: "h1",
  dLoss_dz1: "z1",
  dLoss_dW1: "W1",
} as const satisfies Record<Derived, keyof Values>;

/** Every gradient of chapters 7 and 8 from the forward code alone. */
export function gradientsByTape(
  given: Given,
  ridge: number,
): Record<Derived, Matrix> {
  const tape = createTape();
  const nodes = lossOnTape(tape, given, ridge);
  const slopes = tape.slopes(nodes.loss);
  return Object.fromEntries(
    DERIVED.map((name) => [name, slopes.get(nodes[ALONG[name]])]),
  ) as Record<Derived, Matrix>;
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

/** What rounding may change of a sigmoid near 1: four times half the distance to the next number. */
const ROUNDING = 2 ** -51;

/**
 * How far each slope by hand may be off, because 1 − h has none of the digits that h was rounded to: of h(1 − h) by
 * as much as h, and from there on as the slopes themselves go. The tape takes the slope of a sigmoid from z.
 */
export function doubtsOf({
  X,
  h1,
  W2,
  dLoss_dh2,
  dLoss_dh1,
}: Pick<Values, "X" | "h1" | "W2" | "dLoss_dh2" | "dLoss_dh1">): Record<
  Derived,
  Matrix
> {
  const size = (m: Matrix) => map(m, Math.abs);
  const z2 = scale(ROUNDING, size(dLoss_dh2));
  const along1 = matmul(z2, transpose(size(W2)));
  const z1 = add(scale(0.25, along1), scale(ROUNDING, size(dLoss_dh1)));
  return {
    dLoss_dh2: scale(0, dLoss_dh2),
    dLoss_dz2: z2,
    dLoss_dW2: matmul(transpose(h1), z2),
    dLoss_dh1: along1,
    dLoss_dz1: z1,
    dLoss_dW1: matmul(transpose(size(X)), z1),
  };
}

/** One slope by nudging the entry `i` of a value and running the stages that come after it. */
function slopeByNudging(trace: Trace, name: Derived, i: number): number {
  const along = ALONG[name];
  const value = trace[along];
  const after = downstream(forwardPass, along);
  const loss = (x: number) => {
    const moved = { ...value, data: value.data.with(i, x) };
    return runStages(after, trace.lesson, { ...trace, [along]: moved }).loss!;
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

export const chapter: TrainingChapter = {
  name: "autodiff",
  direction: "training",
  title: "Backpropagation is automatic differentiation",
  summary:
    "A tape finds every slope of chapters 7 and 8 from the forward code alone.",
  page(trace, telling) {
    const w = writer(trace, telling);
    const { X, W1, W2, lesson } = trace;
    const [N, D, H, K] = [X.rows, X.cols, W1.cols, W2.cols];
    const weights = W1.data.length + W2.data.length;
    const products = N * H * (D + K);
    const tape = createTape();
    const nodes = lossOnTape(tape, trace, lesson.ridge);
    const compared = compare(trace);
    const alike = compared.every(({ byTape }) => byTape.largest === 0);
    return `
Chapters 7 and 8 went back through the network brick by brick, and each slope was derived by hand. Now we throw those
two chapters away and keep only the way forward, chapters 2 to 6. The slopes come back by themselves. This is
**automatic differentiation**, and backpropagation is one of its two kinds.

## A tape that remembers

Run the forward pass as before, but let every operation write a line on a **tape**: what came out, and where it came
from. Beside each source stands a small function, the **pull-back**. It takes the slope of the loss along what came out
and gives the slope of the loss along what went in.

The pull-backs know no network. A square knows that its slope is twice its input, a sum that every entry counts once, a
matrix product that the way back goes through the transpose of the other factor. The sigmoid takes its slope from what
went in, σ(z)·σ(−z), where chapters 7 and 8 take it from what came out, h(1 − h): two formulas for one slope, so that a
slip in one is seen by the other. That is all the calculus there is:

${w.source("tape", "src/tape.ts")}

## The forward pass, on tape

The same five stages, in the same order. No line of this speaks of slopes.

${w.source("autodiff", "chapters/16-autodiff.ts")}

For this lesson it leaves ${count(tape.nodes.length, "line")} on the tape:

${tapeTable(tape.nodes, nodes, w)}

The last line is the loss, ${w.scalarText("loss")}. ${w.choose(
      "tape-loss",
      nodes.loss.value.data[0] === trace.loss ? "same" : "other",
      {
        same: `It is the loss of chapter 6, to the last bit.`,
        other: `It is not the loss of chapter 6: do not trust this page.`,
      },
    )}

## The walk back

Now read the tape from its last line to its first. The slope of the loss along itself is 1. Each line hands its slope,
through its pull-backs, to the lines it came from. Where a value was used twice, as the weights are by the network and
by the ridge, the two slopes add up. Here is the upper end of the walk, down to the outputs:

${w.display([
  `\\text{along } ${w.sym("loss")} \\text{ and } ${w.sym("loss_data")}\\text{:} &\\quad 1`,
  `\\text{along the sum and each square in it:} &\\quad \\tfrac{1}{2\\cdot ${N}}`,
  `\\text{along each difference:} &\\quad \\tfrac{1}{2\\cdot ${N}} \\cdot 2\\,(${w.sym("y")} - ${w.sym("h2")})`,
  `\\text{along } ${w.sym("h2")}\\text{:} &\\quad -\\tfrac{1}{${N}}\\,(${w.sym("y")} - ${w.sym("h2")})`,
])}

That is the first factor of chapter 7, and its 2 cancels here as it did there. The rest of the walk passes the tiles of
chapters 7 and 8 in the same order:

${w.figure(backward({ id: "backward-tape", href: placeOf }, telling.words.figures.backward), `The way back, as chapters 7 and 8 derived it. The tape finds it by reading itself backwards.`)}

The walk does not know which slopes we want. So it also brings the slopes along $${w.sym("X")}$ and $${w.sym("y")}$:
how the loss would change if the data did.

## Why backwards?

One could also walk forward: choose one weight, and carry along with each value its slope along this weight. That is
the other kind, **forward mode**. It is as exact, and it answers another question. One walk forward gives how *every
value* changes with *one weight*. One walk back gives how *one value*, the loss, changes with *every weight*.

${w.question(
  `This network has ${count(weights, "weight")} and one loss. How many walks does each kind need for the whole gradient?`,
  `Forward mode needs ${count(weights, "walk")}, one for each weight. Backward needs one.`,
)}

| way to the whole gradient | walks | multiplications in matrix products |
|:--|--:|--:|
| the forward pass alone, no gradient | 1 forward | ${grouped(products)} |
| reverse mode, by the tape | 1 forward, 1 back | ${grouped(products)} + ${grouped(2 * products)} |
| forward mode, the values alone, without the slopes | ${grouped(weights)} forward | ${grouped(weights)}·${grouped(products)} = ${grouped(weights * products)} |
| nudging, ${count(NUDGES, "loss", "losses")} a weight | ${grouped(NUDGES * weights)} forward | ${grouped(NUDGES * weights)}·${grouped(products)} = ${grouped(NUDGES * weights * products)} |

On the tape every matrix product has two pull-backs, each a product as large as itself: that is the ${grouped(2 * products)}. It
is twice the forward pass whatever the number of weights. This is why networks are trained in reverse mode. The price is
memory: the tape has to keep every value until the walk has passed it.

## By hand, by tape, by nudging

Three ways that know little of each other. The derivation of chapters 7 and 8; the tape; and central differences, which
nudge a value and run the rest of the forward pass again. To ${count(DECIMALS, "decimal")}:

${entriesTable(compared, telling.format)}

How far apart are they? The largest differences, the one to the tape over all entries, the one to nudging over the
entries above:

${compareTable(compared, w)}

${w.choose(
  "tape-agrees",
  compared.every(({ byTape }) => byTape.passes) ? "agree" : "differ",
  {
    agree: alike
      ? `Hand and tape agree in every entry, here to the last bit.`
      : `Hand and tape agree in every entry.`,
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
        agree: `Nudging agrees with both, as closely as a nudge of ${w.exact(NUDGE)} can.`,
        coarse: `Nudging does not agree everywhere: for some numbers of this lesson a nudge of ${w.exact(NUDGE)} is too coarse.`,
        differ: `Nudging does not agree with them: do not trust this page.`,
      },
    )} The tape has become the second check of every build. Each slope of chapters 7 and 8 must be the tape’s, to nine digits or as far as the rounding of h allows, and none along a weight may be refuted by nudging; else there is no book.

## What else can be trained

A tape does not ask what a number is for. Whatever the forward code does, its slopes can be found and followed downhill.

A **shortcut** adds a value to another that was computed some layers later: one more \`add\` on the tape. The
connections themselves, the **topology**, can be trained by a factor before each of them, one more weight that may go to
zero. Even the **learning rate** has a slope. The loss after the step of chapter 9 depends on α through every new weight;
here its slope along α is ${w.brief(rateSlope(trace))}. ${rateSentence(trace, w)}

${w.article(`It ends with this: backpropagation is reverse-mode automatic differentiation, and shortcuts, topologies and learning rates are trained too. So it is.`)}
`;
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
  readonly name: Derived;
  readonly byHand: Matrix;
  readonly byTape: Found;
  /** Of the first entries only. */
  readonly byNudging: Found;
}
/** Answers for entries of a trace’s slopes what the tape finds, and whether that by hand is the same. */
export function tapeOn(
  trace: Trace,
): (name: Derived, i: number) => { slope: number; agrees: boolean } {
  const taped = gradientsByTape(trace, trace.lesson.ridge);
  const doubts = doubtsOf(trace);
  return (name, i) => {
    const slope = taped[name].data[i]!;
    const doubt = doubts[name].data[i]!;
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
  const taped = gradientsByTape(trace, trace.lesson.ridge);
  const doubts = doubtsOf(trace);
  return DERIVED.map((name) => {
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
        agree(byHand.data[i]!, s, doubts[name].data[i]!),
      ),
    });
    const first = Array.from(byHand.data.subarray(0, MOST_ENTRIES));
    const nudged = first.map((_, i) => slopeByNudging(trace, name, i));
    return {
      name,
      byHand,
      byTape: found([...taped[name].data], agreesWithTape),
      byNudging: found(nudged, agrees),
    };
  });
}

function compareTable(compared: readonly Compared[], w: Writer): string {
  const lines = compared.map(
    ({ name, byHand, byTape, byNudging }) =>
      `| [${name}](${placeOf(name)}) | ${shapeOf(byHand)} | ${w.brief(byTape.largest)} | ${w.brief(byNudging.largest)} |`,
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
  const after = gradientsByTape(moved, lesson.ridge);
  return -(["dLoss_dW1", "dLoss_dW2"] as const).reduce(
    (total, name) => total + sum(multiply(after[name], trace[name])),
    0,
  );
}

function rateSentence(trace: Trace, w: Writer): string {
  const slope = rateSlope(trace);
  return w.choose(
    "rate-slope",
    slope < 0 ? "longer" : slope > 0 ? "shorter" : "flat",
    {
      longer: `It is negative: a slightly longer step would have brought the loss lower still.`,
      shorter: `It is positive: a slightly shorter step would have been better.`,
      flat: `A slightly longer or shorter step would change nothing.`,
    },
  );
}

run(import.meta.url);
