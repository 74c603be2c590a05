import { run } from "#run";
import type { Prose, TrainingChapter } from "../src/book/chapter.ts";
import type { Writer } from "../src/book/writer.ts";
import { backward } from "../src/figures/backward.ts";
import { multiply, shapeOf, subtract, sum } from "../src/math/matrix.ts";
import {
  ABSOLUTE,
  agrees,
  centralDifference,
  largest,
  lossAlong,
  NUDGE,
  RELATIVE,
  reach,
} from "../src/network/gradient-check.ts";
import { networkOf, slopesOf, weightsOf } from "../src/network/network.ts";
import { partNames, partsOf, type Trace } from "../src/network/stage.ts";
import { agreesWithTape, type Recording, slopesByTape, tapeCheck } from "../src/network/tape-check.ts";
import { type AnyPartOnTape, partOnTape, recordOn } from "../src/network/tape-parts.ts";
import { alongOf, nextName, slopeName } from "../src/network/values.ts";
import { show, withDigits } from "../src/typeset/format.ts";
import { forwardPass } from "./06-loss.ts";
import { proseOf } from "./bricks/index.ts";
import { networkTape, scalarTapes, tapeTable } from "./tape-told.ts";
import { count, grouped, list } from "./words/prose.ts";
import { table } from "./words/table.ts";

// <shown>
const inputs = partOnTape({
  needs: [],
  makes: ["X", "y", "W1", "W2"],
  compute(_, tape, { given }) {
    const X = tape.input(given.X);
    const y = tape.input(given.y);
    const W1 = tape.input(given.W1);
    const W2 = tape.input(given.W2);
    return { X, y, W1, W2 };
  },
});

const biases = partOnTape({
  needs: [],
  makes: ["b1", "b2"],
  compute(_, tape, { given }) {
    const b1 = tape.input(given.b1);
    const b2 = tape.input(given.b2);
    return { b1, b2 };
  },
});

const z1WithBias = partOnTape({
  needs: ["X", "W1", "b1"],
  makes: ["z1"],
  compute({ X, W1, b1 }, tape) {
    const z1 = tape.addRow(tape.matmul(X, W1), b1);
    return { z1 };
  },
});

const z1 = partOnTape({
  needs: ["X", "W1"],
  makes: ["z1"],
  compute({ X, W1 }, tape) {
    const z1 = tape.matmul(X, W1);
    return { z1 };
  },
});

const h1 = partOnTape({
  needs: ["z1"],
  makes: ["h1"],
  compute({ z1 }, tape, { roles }) {
    const h1 = tape.activation(z1, roles.hidden);
    return { h1 };
  },
});

const z2WithBias = partOnTape({
  needs: ["h1", "W2", "b2"],
  makes: ["z2"],
  compute({ h1, W2, b2 }, tape) {
    const z2 = tape.addRow(tape.matmul(h1, W2), b2);
    return { z2 };
  },
});

const z2 = partOnTape({
  needs: ["h1", "W2"],
  makes: ["z2"],
  compute({ h1, W2 }, tape) {
    const z2 = tape.matmul(h1, W2);
    return { z2 };
  },
});

const probabilities = partOnTape({
  needs: ["z2"],
  makes: ["h2"],
  op: "softmax",
  compute({ z2 }, tape) {
    const h2 = tape.softmax(z2);
    return { h2 };
  },
});

const h2 = partOnTape({
  needs: ["z2"],
  makes: ["h2"],
  compute({ z2 }, tape, { roles }) {
    const h2 = tape.activation(z2, roles.output);
    return { h2 };
  },
});

const ofSigmoids = partOnTape({
  needs: ["y", "z2"],
  makes: ["loss_data"],
  op: "sigmoidCrossEntropy",
  compute({ y, z2 }, tape) {
    const loss_data = tape.sigmoidCrossEntropy(y, z2);
    return { loss_data };
  },
});

const ofSoftmax = partOnTape({
  needs: ["y", "z2"],
  makes: ["loss_data"],
  op: "softmaxCrossEntropy",
  compute({ y, z2 }, tape) {
    const loss_data = tape.softmaxCrossEntropy(y, z2);
    return { loss_data };
  },
});

const misses = partOnTape({
  needs: ["y", "h2"],
  makes: ["loss_data"],
  compute({ y, h2 }, tape, { N }) {
    const errors = tape.square(tape.subtract(y, h2));
    const loss_data = tape.divide(tape.sum(errors), 2 * N);
    return { loss_data };
  },
});

const price = partOnTape({
  needs: ["W1", "W2", "loss_data"],
  makes: ["loss_ridge", "loss"],
  compute({ W1, W2, loss_data }, tape, { ridge, N }) {
    const squares1 = tape.sum(tape.square(W1));
    const squares2 = tape.sum(tape.square(W2));
    const squares = tape.add(squares1, squares2);
    const loss_ridge = tape.scale(ridge / (2 * N), squares);
    const loss = tape.add(loss_data, loss_ridge);
    return { loss_ridge, loss };
  },
});

/** The forward pass once more, each operation written on a tape. */
export const lossOnTape: Recording = (tape, given, network) => {
  const { ridge } = given.lesson;
  const { roles } = network;
  const N = given.y.rows;

  // <turn>
  const tools = { given, ridge, N, roles };
  const nodes = recordOn(tape, partsOf([PLACES], network), tools);
  const { X, y, W1, b1, W2, b2, z1, h1, z2, h2 } = nodes;
  const { loss_data, loss_ridge, loss } = nodes;
  // </turn>
  const layers = { X, y, W1, b1, W2, b2, z1, h1, z2, h2 };
  return { ...layers, loss_data, loss_ridge, loss };
};
// </shown>

/** The places of the forward pass, and for each the parts that may stand there. */
export const PLACES: readonly (readonly AnyPartOnTape[])[] = [
  [inputs],
  [biases],
  [z1WithBias, z1],
  [h1],
  [z2WithBias, z2],
  [probabilities, h2],
  [ofSigmoids, ofSoftmax, misses],
  [price],
];

/** Entries of one gradient set side by side. */
const MOST_ENTRIES = 6;
/** Their decimals: enough to see where nudging ends. */
const DECIMALS = 12;

function facts(trace: Trace) {
  const gradients = gradientsOf(trace);
  const tapeAgrees = gradients.every((it) => it.tapeAgrees);
  const nudgingAgrees = gradients.every((it) => it.nudgingAgrees);
  const isLost = gradients.some(({ entries }) => entries.some(({ byNudging }) => byNudging === undefined));
  const isClose = gradients.every((it) => it.isClose);
  return {
    N: trace.X.rows,
    biases: !trace.lesson.bias ? "none" : trace.lesson.trainBias ? "trained" : "held",
    hidden: trace.lesson.activation,
    last: trace.lesson.outputActivation,
    hasSquares: trace.lesson.loss === "squared",
    network: networkOf(trace.lesson),
    parts: partsOf([PLACES], networkOf(trace.lesson)).map((it) => ({
      chapter: "autodiff",
      ...partNames(it),
    })),
    scalar: scalarTapes(),
    tape: networkTape(lossOnTape, trace),
    cost: costOf(trace),
    gradients,
    decimals: DECIMALS,
    /** Whether a nudge is so small beside a number that it changes nothing. */
    isLost,
    hasCorner: networkOf(trace.lesson).forward.some(({ op }) => op.hasCorner),
    tapeAgrees: tapeAgrees ? "agree" : "differ",
    rounding: gradients.every(({ fromTape }) => fromTape === 0) ? "none" : isClose ? "close" : "far",
    nudgingAgrees: nudgingAgrees ? "agree" : tapeAgrees ? "coarse" : "differ",
    nudge: {
      size: NUDGE,
      isDivided: largest(trace.X.data) > 1,
      absolute: ABSOLUTE,
      relative: RELATIVE,
    },
    rate: alongRate(trace),
  } as const;
}
export type Facts = ReturnType<typeof facts>;

const prose: Prose<Facts> = {
  title: "Backpropagation is automatic differentiation",
  summary: "A tape finds every slope that the book derived by hand, from the forward code alone.",
  page(f, w) {
    const { cost, nudge, scalar } = f;
    return `
Chapters ${w.chapter("dloss-dw2")} and ${w.chapter("dloss-dw1")} went back through the network brick by brick, and derived each slope by hand. Now put those
two chapters aside and keep only the forward pass, chapters ${w.chapter("z1")} to ${w.chapter("loss")}. A program can find the slopes from it alone. This is
**automatic differentiation**. It has two modes, and backpropagation is one of them.

## A tape that remembers

Run the forward pass as before, but let every operation write a line on a **tape**: what came out, and where it came
from. Beside each source stands a small function, the **pull-back**. It takes the slope of the loss along what came out
and gives the slope of the loss along what went in.

The pull-backs know nothing of the network. A square knows that its slope is twice its input. A sum knows that every entry
counts once. A matrix product knows that the way back goes through the transpose of the other factor. ${secondFormula(f, w)} This is all the calculus that the tape needs.

Try it on the example of chapter ${w.chapter("dloss-dw2")}: $u = ${scalar.slope}x + ${scalar.shift}$ and $f = u^2$, at $x = ${scalar.x}$. It leaves ${count(w, scalar.chain.length, "line")}: the input $x$, scale (·${scalar.slope}), shift (+${scalar.shift}) and square.
The values are found from the first line down. Then the walk goes back, from the last line up. The slope of $f$ along itself is ${w.tick(scalar.slopes.at(-1)!)}. The square
hands on its slope times twice its input. The shift adds a number, which changes no slope. The scale multiplies the slope by ${scalar.slope}.

${tapeTable(w, scalar.chain)}

So the slope of $f$ along $x$ is ${w.tick(scalar.slopes[0]!)}, as that chapter found. What if a value is used twice? Take $x^2 + ${scalar.slope}x$, again at $x = ${scalar.x}$.

${tapeTable(w, scalar.twice)}

Two lines used $x$. The square hands back ${w.tick(scalar.parts[0]!)}, the scale ${w.tick(scalar.parts[1]!)}. When $x$ moves, both move, so **the slopes add up**: ${w.sum(scalar.parts)}.

## The forward pass, on tape

The same five stages, in the same order. No line here mentions a slope.

${w.program("autodiff", [{ parts: f.parts }], w.words.code)}

For this lesson it leaves ${count(w, f.tape.lines.length, "line")} on the tape.
The last line is the loss, ${w.scalarText("loss")}. ${w.choose("tape-loss", f.tape.loss, {
      same: `It is the loss of chapter ${w.chapter("loss")}, to the last bit.`,
      other: `It is not the loss of chapter ${w.chapter("loss")}: do not trust this page.`,
    })}

## The walk back

Now read the tape from its last line to its first. The slope of the loss along itself is 1. Each line hands its slope,
through its pull-backs, to the lines it came from. Read the values down, and the slopes up:

${tapeTable(w, f.tape.lines)}

A value that was used twice gets two slopes, and they add up. ${addedTold(f.tape.added, w)}

Here is the upper end of the walk, down to the ${f.hasSquares ? "outputs" : "logits"}:

${w.display(upperEnd(f, w))}

${walkTold(f, w)} From there the walk
passes the tiles of chapters ${w.chapter("dloss-dw2")} and ${w.chapter("dloss-dw1")} in the same order:

${w.figure(backward({ id: "backward-tape", network: f.network, href: w.placeOf }, w.words.figures.backward), `The way back that chapters ${w.chapter("dloss-dw2")} and ${w.chapter("dloss-dw1")} derived. The tape finds it when it is read backwards.`)}

The walk does not know which slopes we want. So it also brings the slopes along $${w.sym("X")}$ and $${w.sym("y")}$:
how the loss would change if the data did.

## Why backwards?

One can also walk forward: choose one weight, and with each value carry its slope along this weight. This is
**forward mode**. It is just as exact, and answers another question. One walk forward tells how *every
value* changes with *one weight*. One walk back tells how *one value*, the loss, changes with *every weight*: this is **reverse mode**.

${w.question(
  `This network has ${count(w, cost.weights, f.biases === "trained" ? "weight or bias" : "weight", f.biases === "trained" ? "weights and biases" : "weights")}${f.biases === "trained" ? " to train" : ""} and one loss. How many walks does each mode need for the whole gradient?`,
  `Forward mode needs ${count(w, cost.weights, "walk")}, one for each ${f.biases === "trained" ? "of them" : "weight"}. Reverse mode needs one walk back.`,
)}

| way to the whole gradient | walks | multiplications in matrix products |
|:--|--:|--:|
| the forward pass alone, no gradient | 1 forward | ${grouped(w, cost.forward)} |
| reverse mode, by the tape | 1 forward, 1 back | ${grouped(w, cost.forward)} + ${grouped(w, cost.back)} |
| forward mode, its values alone; the slopes come on top | ${grouped(w, cost.weights)} forward | ${grouped(w, cost.weights)}·${grouped(w, cost.forward)} = ${grouped(w, cost.forwardMode)} |
| nudging, ${count(w, cost.nudges, "loss", "losses")} for each ${f.biases === "trained" ? "weight or bias" : "weight"} | ${grouped(w, cost.nudged)} forward | ${grouped(w, cost.nudged)}·${grouped(w, cost.forward)} = ${grouped(w, cost.nudging)} |

${f.biases === "none" ? "" : "Biases are only added, and cost no multiplication. "}On the tape every matrix product has two pull-backs, and each is a product as large as itself: together ${grouped(w, cost.back)}
multiplications. That is twice the forward pass, however many weights there are, and so networks are trained in reverse mode. The price is
memory: the tape has to keep every value until the walk has passed it.

## By hand, by tape, by nudging

Here are three ways to the same slopes: the derivation of chapters ${w.chapter("dloss-dw2")} and ${w.chapter("dloss-dw1")}, the tape, and central differences. These
nudge a value up and down by ${w.exact(nudge.size)} and run the rest of the forward pass again${nudge.isDivided ? `; along $${w.sym("W1")}$ the nudge is divided as in chapter ${w.chapter("dloss-dw1")}` : ""}. In the code $${w.sym(f.gradients[0]!.name)}$ has the name ${f.gradients[0]!.name}, and the others likewise. To ${count(w, f.decimals, "decimal")}:

${entriesTable(w, f)}

How far apart are they? The table has the largest differences: between hand and tape over all entries, between hand and nudging over the
entries above.

${apartTable(w, f)}

${w.choose("tape-agrees", f.tapeAgrees, {
  agree: `Hand and tape agree in every entry, ${
    f.rounding === "none"
      ? `here to the last bit.`
      : `but for rounding.${w.choose("tape-close", f.rounding, {
          close: "",
          far: ` ${farTold(f)}`,
        })}`
  }`,
  differ: `Hand and tape do not agree: do not trust this page.`,
})} ${w.choose("nudging-agrees", f.nudgingAgrees, {
      agree: `Nudging agrees with both: each difference is at most ${w.exact(nudge.absolute)} plus ${w.exact(nudge.relative)} times the slope.`,
      coarse: `Nudging does not agree everywhere: for some numbers of this lesson the nudge ${f.hasCorner ? "passes a corner, or " : ""}is too coarse${f.isLost ? `, or lost beside a number too large for it` : ""}.`,
      differ: `Nudging does not agree with them: do not trust this page.`,
    })} Every build of this book uses the tape as a second check: each slope of chapters ${w.chapter("dloss-dw2")} and ${w.chapter("dloss-dw1")} must be the tape’s to nine digits. Fewer are enough only where rounding leaves the slope by hand with fewer that count, as where a sigmoid is very near 0 or 1.

## What else can be trained

A tape does not ask what a number is for. Whatever the forward pass computes with, the tape finds the slope along it, and gradient
descent can change it.

A **shortcut** adds a value to another that was computed some layers later: one more \`add\` on the tape. The
connections themselves, the **topology**, can be trained too: put a factor before each of them, one more weight, which may go to
zero. Even the **learning rate** has a slope. The loss after the step of chapter ${w.chapter("update")} depends on α through every new weight${f.biases === "trained" ? " and bias" : ""},
and here its slope along α is ${w.brief(f.rate.slope)}. ${w.choose("rate-slope", f.rate.claim, {
      larger: `It is negative: with a slightly larger α this step would end at a lower loss.`,
      smaller: `It is positive: with a slightly smaller α this step would end at a lower loss.`,
      flat: `Near this α the loss after the step is level.`,
    })}

${w.article(`It ends with this: backpropagation is reverse-mode automatic differentiation, and shortcuts, topologies and learning rates can be trained too. Both are true.`)}

${w.source("tape")}
`;
  },
};

/** How the slopes of the bricks are found a second time. */
function secondFormula({ hidden, last, hasSquares }: Facts, w: Writer): string {
  const chapter = (name: "dloss-dw2" | "dloss-dw1") => `chapter ${w.chapter(name)} takes`;
  // Under cross-entropy the last activation is in the loss.
  const tops = hasSquares ? [last] : [];
  const bricks = [...new Set([hidden, ...tops])]
    .map((name) => {
      if (!tops.includes(name)) return takenBy(name, chapter("dloss-dw1"), w);
      if (name !== hidden) return takenBy(name, chapter("dloss-dw2"), w);
      return takenBy(name, `chapters ${w.chapter("dloss-dw2")} and ${w.chapter("dloss-dw1")} take`, w);
    })
    .join(" ");
  const loss = hasSquares
    ? ""
    : ` The cross-entropy is one operation, from the logits to the loss. It finds the outputs a second time, as e<sup>ln h</sup>, because it has the logarithms: so a slip in the ${last === "softmax" ? "softmax" : "sigmoid"} of chapter ${w.chapter("h2")} would show.`;
  return `${bricks}${loss}`;
}

/** Why rounding can be much. */
function farTold({ hidden, last, hasSquares }: Facts): string {
  const names = [hidden, ...(hasSquares ? [last] : [])];
  if (names.includes("sigmoid"))
    return "Where an output is very near 0 or 1, that is much: 1 − h has lost the digits that h was rounded to, and the tape, which takes the slope from z, has the better one.";
  if (names.includes("tanh"))
    return "Where an output is very near −1 or 1, that is much: 1 − h² has lost the digits that h was rounded to, and the tape, which takes the slope from z, has the better one.";
  return "Where large terms cancel, that is much: what is left has few digits that count.";
}

const takenBy = (name: Facts["hidden"] | Facts["last"], take: string, w: Writer): string =>
  name === "softmax" ? SOFTMAX : proseOf(name).onTape(take, w);

/** What the softmax's pull-back knows; those of other bricks stand with what else is said of them. */
const SOFTMAX = `The softmax asks of each output how it moves with each logit: by h(1 − h) along its own, by −h·h′ along that of an output h′. It finds the outputs a second time for this, as e<sup>ln h</sup>.`;

/** The slopes from the loss down to what the chapters' first slope is along. */
function upperEnd({ hasSquares, last, N }: Facts, w: Writer): string[] {
  const top = `\\text{along } ${w.sym("loss")} \\text{ and } ${w.sym("loss_data")}\\text{:} &\\quad 1`;
  const miss = `(${w.sym("y")} - ${w.sym("h2")})`;
  if (!hasSquares)
    return [
      top,
      `\\text{along } ${w.sym("z2")}\\text{:} &\\quad \\tfrac{1}{${N}}\\,\\bigl(${last === "softmax" ? "\\operatorname{softmax}" : "\\sigma"}(${w.sym("z2")}) - ${w.sym("y")}\\bigr)`,
    ];
  return [
    top,
    `\\text{along the sum and each square in it:} &\\quad \\tfrac{1}{2\\cdot ${N}}`,
    `\\text{along each difference:} &\\quad \\tfrac{1}{2\\cdot ${N}} \\cdot 2\\,${miss}`,
    `\\text{along } ${w.sym("h2")}\\text{:} &\\quad -\\tfrac{1}{${N}}\\,${miss}`,
  ];
}

/** What its last line is. */
const walkTold = ({ hasSquares }: Facts, w: Writer): string =>
  hasSquares
    ? `The last line is the first factor of chapter ${w.chapter("dloss-dw2")}: the 2 of the square cancels the 2 of $\\tfrac{1}{2N}$.`
    : `The last line is the slope along the logits, with which the way back of chapter ${w.chapter("dloss-dw2")} begins.`;

/** The ways to the whole gradient, in walks and in multiplications. */
function costOf(trace: Trace) {
  const { X, W1, W2 } = trace;
  const inProducts = W1.data.length + W2.data.length;
  const forward = X.rows * inProducts;
  const weights = weightsOf(networkOf(trace.lesson)).reduce((all, name) => all + trace[name].data.length, 0);
  let nudges = 0;
  centralDifference(() => nudges++, 0, 1);
  return {
    weights,
    forward,
    back: 2 * forward,
    forwardMode: weights * forward,
    nudges,
    nudged: nudges * weights,
    nudging: nudges * weights * forward,
  };
}

/** Each gradient by hand, by tape and by nudging. */
function gradientsOf(trace: Trace) {
  const byTape = tapeCheck(lossOnTape, trace);
  return slopesOf(networkOf(trace.lesson)).map((name) => {
    const { data, cols } = trace[name];
    const tape = byTape(name);
    const along = alongOf(name);
    const loss = lossAlong(forwardPass, trace, along);
    const entries = [...data].slice(0, MOST_ENTRIES).map((byHand, i) => {
      const [row, col] = [Math.floor(i / cols), i % cols];
      const nudge = along === "W1" ? NUDGE / reach(trace, along, row) : NUDGE;
      const found = centralDifference(loss(row, col, "loss"), trace[along].data[i]!, nudge);
      // Beside a number as large as 10¹⁸ a nudge is lost.
      const byNudging = Number.isFinite(found) ? found : undefined;
      return { row, col, byHand, byTape: tape.slopes.data[i]!, byNudging };
    });
    const isClose = (x: number, i: number) => agreesWithTape(x, tape.slopes.data[i]!, 0);
    return {
      name,
      shape: shapeOf(trace[name]),
      entries,
      isWhole: entries.length === data.length,
      fromTape: largest(subtract(trace[name], tape.slopes).data),
      tapeAgrees: data.every((_, i) => tape.agrees(i)),
      /** Whether rounding has cost none of nine digits. */
      isClose: data.every(isClose),
      /** Of the entries set side by side. */
      fromNudging: Math.max(
        0,
        ...entries.map(({ byHand, byNudging = byHand }) => Math.abs(byHand - byNudging)),
      ),
      nudgingAgrees: entries.every(
        ({ byHand, byNudging }) => byNudging !== undefined && agrees(byHand, byNudging),
      ),
    };
  });
}

/** The slope of the loss after the step along the learning rate: W* = W − αG, so it is −Σ G*⊙G. */
function alongRate(trace: Trace) {
  const moved = weightsOf(networkOf(trace.lesson));
  const next = Object.fromEntries(moved.map((name) => [name, trace[nextName(name)]]));
  const after = slopesByTape(lossOnTape, { ...trace, ...next });
  const slope = -moved
    .map((name) => slopeName(name))
    .reduce((total, name) => total + sum(multiply(after.get(name)!, trace[name])), 0);
  return {
    slope,
    claim: slope < 0 ? "larger" : slope > 0 ? "smaller" : "flat",
  } as const;
}

/** The slopes that an entry of W2 gets from the lines that used it. */
const addedTold = ({ line, entry, users }: Facts["tape"]["added"], w: Writer): string =>
  `$${w.sym("W2")}$ is line ${line}, and it was used ${users.length === 2 ? "twice" : `${users.length} times`}: by line ${list(users.map(({ from, operation }) => `${from} (${operation})`))}. The first leads to the outputs, the other to the ridge. What they hand back to entry [${entry}] is ${w.sum(users.map(({ slope }) => slope))}.`;

function entriesTable(w: Writer, { gradients, decimals }: Facts): string {
  const text = (x: number | undefined) =>
    x === undefined ? "lost" : w.text(show(x, withDigits(w.format, decimals)));
  const rows = gradients.flatMap(({ name, entries, isWhole }) => [
    ...entries.map(({ row, col, byHand, byTape, byNudging }) => [
      `${name}[${row},${col}]`,
      ...[byHand, byTape, byNudging].map(text),
    ]),
    ...(isWhole ? [] : [["⋮", "⋮", "⋮", "⋮"]]),
  ]);
  return table(["slope", "by hand", "by tape", "by nudging"], rows);
}

/** How far apart the three ways are. */
function apartTable(w: Writer, { gradients }: Facts): string {
  const lines = gradients.map(
    ({ name, shape, fromTape, fromNudging }) =>
      `| [${name}](${w.placeOf(name)}) | ${shape} | ${w.brief(fromTape)} | ${w.brief(fromNudging)} |`,
  );
  return `| gradient | shape | hand and tape | hand and nudging |\n|:--|:--|--:|--:|\n${lines.join("\n")}\n`;
}

export const chapter: TrainingChapter<Facts> = {
  name: "autodiff",
  direction: "training",
  facts,
  prose,
};

run(import.meta.url);
