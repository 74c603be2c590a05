import { run } from "#run";
import type { Chapter, Prose } from "../src/book/chapter.ts";
import type { Writer } from "../src/book/writer.ts";
import { contours } from "../src/figures/contours.ts";
import { curve } from "../src/figures/curve.ts";
import { valley } from "../src/figures/valley.ts";
import {
  at,
  type Matrix,
  scale,
  square,
  subtract,
  sum,
} from "../src/math/matrix.ts";
import { isBroken, ownOf } from "../src/network/broken.ts";
import { lossAlong } from "../src/network/gradient-check.ts";
import { layersOf, networkOf, weightsOf } from "../src/network/network.ts";
import {
  part,
  runStages,
  type Stage,
  type Trace,
} from "../src/network/stage.ts";
import {
  type MatrixName,
  type Name,
  nextName,
  slopeName,
} from "../src/network/values.ts";
import { fewest, near } from "../src/typeset/apart.ts";
import { followed, inNumbers } from "../src/typeset/equations.ts";
import {
  decimalsOf,
  relation,
  showColumn,
  showExact,
  significant,
  withDigits,
} from "../src/typeset/format.ts";
import { factor } from "../src/typeset/html.ts";
import { forwardPass } from "./06-loss.ts";
import { BEHIND, descentFacts } from "./descent.ts";
import { grouped, joined, someOrNone } from "./words/prose.ts";
import { contoursWords, valleyWords } from "./words/step.ts";

// <stage>
const withBiases = part({
  needs: [
    "X",
    "y",
    "W1",
    "b1",
    "W2",
    "b2",
    "dLoss_dW1",
    "dLoss_db1",
    "dLoss_dW2",
    "dLoss_db2",
  ],
  makes: ["W1_next", "b1_next", "W2_next", "b2_next", "loss_next"],
  /** A step against the gradient, and the loss after it. Shapes stay. */
  compute(
    { X, y, W1, b1, W2, b2, dLoss_dW1, dLoss_db1, dLoss_dW2, dLoss_db2 },
    lesson,
  ) {
    const alpha = lesson.learningRate;
    const W1_next = subtract(W1, scale(alpha, dLoss_dW1));
    const W2_next = subtract(W2, scale(alpha, dLoss_dW2));
    const b1_next = subtract(b1, scale(alpha, dLoss_db1));
    const b2_next = subtract(b2, scale(alpha, dLoss_db2));
    const moved = {
      X,
      y,
      W1: W1_next,
      b1: b1_next,
      W2: W2_next,
      b2: b2_next,
    };
    const { loss } = runStages(forwardPass, lesson, moved);
    return { W1_next, b1_next, W2_next, b2_next, loss_next: loss! };
  },
});

const withHeldBiases = part({
  needs: ["X", "y", "W1", "b1", "W2", "b2", "dLoss_dW1", "dLoss_dW2"],
  makes: ["W1_next", "W2_next", "loss_next"],
  /** A step in which b1 and b2 stay, and the loss after it. */
  compute({ X, y, W1, b1, W2, b2, dLoss_dW1, dLoss_dW2 }, lesson) {
    const alpha = lesson.learningRate;
    const W1_next = subtract(W1, scale(alpha, dLoss_dW1));
    const W2_next = subtract(W2, scale(alpha, dLoss_dW2));
    const moved = { X, y, W1: W1_next, b1, W2: W2_next, b2 };
    const { loss } = runStages(forwardPass, lesson, moved);
    return { W1_next, W2_next, loss_next: loss! };
  },
});

const update = part({
  needs: ["X", "y", "W1", "W2", "dLoss_dW1", "dLoss_dW2"],
  makes: ["W1_next", "W2_next", "loss_next"],
  /** A step against the gradient, and the loss after it. Shapes stay. */
  compute({ X, y, W1, W2, dLoss_dW1, dLoss_dW2 }, lesson) {
    const alpha = lesson.learningRate;
    const W1_next = subtract(W1, scale(alpha, dLoss_dW1));
    const W2_next = subtract(W2, scale(alpha, dLoss_dW2));
    const moved = { X, y, W1: W1_next, W2: W2_next };
    const { loss } = runStages(forwardPass, lesson, moved);
    return { W1_next, W2_next, loss_next: loss! };
  },
});
// </stage>

export const stage: Stage = [[withBiases, withHeldBiases, update]];

/** Learning rates to compare on the page. */
const RATES = [0.001, 0.1, 1, 10, 100, 1000];
/** The most decimals of a loss. */
const MOST_DIGITS = 15;
/** A change smaller than this share of the loss cannot be measured in 53 bits. */
const LOST = 2 ** -44;
/** Rows of the table of changes. */
const MOST_CHANGES = 16;

/** The farthest that a picture of the loss along one weight reaches. */
const FARTHEST = 1e6;

const facts = (trace: Trace) => ({
  /** Whether a reader's own code makes another step than the book's. */
  isOff: isOff(trace),
  biases: !trace.lesson.bias
    ? "none"
    : trace.lesson.trainBias
      ? "trained"
      : "held",
  weight: weightOf(trace),
  changes: changesOf(trace),
  losses: lossesOf(trace),
  rates: ratesOf(trace),
  descent: descentFacts(trace),
});
export type Facts = ReturnType<typeof facts>;

const isOff = (trace: Trace): boolean =>
  isBroken(
    trace,
    ...movedIn(trace).map(nextName),
    nextName("loss") satisfies Name,
  );

/** The weight that the page follows: where the step takes it, and the loss along it. */
function weightOf(trace: Trace) {
  const { W2, W2_next, dLoss_dW2, lesson } = trace;
  const [row, col] = followed(W2);
  const [now, next] = [at(W2, row, col), at(W2_next, row, col)];
  const slope = at(dLoss_dW2, row, col);
  const change = -lesson.learningRate * slope;
  // With the digits shown, so that a calculator can follow.
  const alpha = showExact(lesson.learningRate, lesson).value;
  const exact = significant(slope).value.times(alpha).negative();
  const f = lossAlong(forwardPass, trace, "W2")(row, col, "loss");
  const reach = Math.min(Math.max(4, 1.5 * Math.abs(next - now)), FARTHEST);
  const isFar =
    isOff(trace) &&
    !(Math.abs(next - now) < FARTHEST && Number.isFinite(f(next)));
  return {
    row,
    col,
    slope,
    change,
    sign: relation(exact, significant(change)),
    way:
      next < now ? "down" : next > now ? "up" : slope === 0 ? "stay" : "lost",
    // A step of a reader's own may lead where no loss is a number.
    curve: !isFar && {
      points: Array.from({ length: 65 }, (_, i): [number, number] => {
        const x = now + ((i - 32) / 32) * reach;
        return [x, f(x)];
      }),
      at: { x: now, y: f(now), slope },
      ...(next !== now && { next: { x: next, y: f(next) } }),
    },
    arrow: next === now ? "none" : "drawn",
  } as const;
}

/** What a step changes, the last layer first. */
const movedIn = ({ lesson }: Trace): MatrixName[] => {
  const network = networkOf(lesson);
  const moved = weightsOf(network);
  return [...layersOf(network)]
    .reverse()
    .flatMap(({ W, b }) => [W, ...(b && moved.includes(b) ? [b] : [])]);
};

/** All their slopes. */
const slopesIn = (trace: Trace): number[] =>
  movedIn(trace).flatMap((name) => [...trace[slopeName(name)].data]);

/** What changed: at few decimals the new weights look like the old. */
function changesOf(trace: Trace) {
  const { lesson } = trace;
  const names = movedIn(trace);
  const before = names.flatMap((name) => [...trace[name].data]);
  const after = names.flatMap((name) => [
    ...(trace[nextName(name)] as Matrix).data,
  ]);
  const own = slopesIn(trace).map((slope) => -lesson.learningRate * slope);
  const all = before.length;
  const shown = showColumn([...before, ...after], lesson);
  const isAlike = (i: number) => shown[i]!.text === shown[all + i]!.text;
  const still = before.filter((x, i) => x === after[i]).length;
  const alike = before.filter((x, i) => x !== after[i] && isAlike(i)).length;
  return {
    names,
    before,
    after,
    isOff: isOff(trace),
    changes: isOff(trace) ? after.map((x, i) => x - before[i]!) : own,
    all,
    alike,
    looks: someOrNone(alike),
    still,
    unmoved: still === all ? "all" : still > 0 ? "some" : "none",
  } as const;
}

/** The loss before and after the step, and what the slopes foretold. */
function lossesOf(trace: Trace) {
  const { lesson, loss, loss_next } = trace;
  const change = loss_next - loss;
  // As many decimals as the change has, so that it can be seen.
  const decimals = Math.max(
    lesson.digits,
    Math.min(decimalsOf(significant(change)), MOST_DIGITS),
  );
  const both = [loss, loss_next];
  const [before, after] = showColumn(both, withDigits(lesson, decimals)).map(
    (it) => it.value,
  );
  const steepness = movedIn(trace).reduce(
    (total, name) => total + sum(square(trace[slopeName(name)])),
    0,
  );
  const foretold = -lesson.learningRate * steepness;
  const awayFrom = (change: number, foretold: number) =>
    Math.abs((foretold === 0 ? 0 : change / foretold) - 1);
  const off = awayFrom(change, foretold);
  const step = () => {
    if (slopesIn(trace).every((slope) => slope === 0)) return "flat";
    if (-foretold < LOST * loss) return "lost";
    return change > 0 ? "rose" : off < 0.1 ? "straight" : "bent";
  };
  // With as many digits as it takes to see how far they are apart, of which rounding leaves nine.
  const digits = fewest(
    3,
    (it) =>
      it === 9 ||
      near(awayFrom(asShown(change, it), asShown(foretold, it)), off),
  );
  return {
    both,
    decimals,
    change,
    size: Math.abs(change),
    sign: relation(after!.minus(before!), significant(change)),
    way: change < 0 ? "fell" : change > 0 ? "rose" : "same",
    shown: {
      change: significant(change, digits),
      foretold: significant(foretold, digits),
    },
    off,
    /** What the forward pass gives, where a reader's own code says another number. */
    own: isBroken(trace, "loss_next") ? ownOf(trace, "loss_next") : undefined,
    step: step(),
  } as const;
}

const asShown = (x: number, digits: number): number =>
  significant(x, digits).value.toNumber();

/** What other learning rates make of the same gradient. */
function ratesOf(trace: Trace) {
  const own = trace.lesson.learningRate;
  const rates = [...new Set([...RATES, own])].sort((a, b) => a - b);
  return rates.map((learningRate) => {
    const lesson = { ...trace.lesson, learningRate };
    const loss_next = runStages([stage], lesson, trace).loss_next!;
    const change = loss_next - trace.loss;
    return { learningRate, isOwn: learningRate === own, loss_next, change };
  });
}

const prose: Prose<Facts> = {
  title: "One step against the gradient",
  summary:
    "Gradient descent moves each weight against its slope, and the loss is measured again.",
  meanings: {
    W1_next: "first weights after the step",
    b1_next: "first biases after the step",
    W2_next: "second weights after the step",
    b2_next: "second biases after the step",
    loss_next: "the loss after the step",
  },
  page({ weight, changes, losses, rates, descent, biases, isOff }, w) {
    const moved = changes.names.map((name) =>
      w.equation(nextName(name) as MatrixName),
    );
    const them = biases === "trained" ? "weights and biases" : "weights";
    const W2 = entryOf(weight, w);
    const slope = w.brief(weight.slope);
    const [before, after] = showColumn(
      losses.both,
      withDigits(w.format, losses.decimals),
    );
    return `
A slope says how fast the loss rises when its weight grows. To bring the loss down, **gradient descent** lowers each weight
whose slope is positive and raises each whose slope is negative. A weight whose slope is 0 stays where it is.

$$
${w.sym("W1_next")} = ${w.sym("W1")} - \\htmlClass{scalars}{\\alpha}\\,${w.sym("dLoss_dW1")}, \\qquad ${w.sym("W2_next")} = ${w.sym("W2")} - \\htmlClass{scalars}{\\alpha}\\,${w.sym("dLoss_dW2")}
$$

${
  {
    none: "",
    trained: `The biases move by the same rule: $${w.sym("b1_next")} = ${w.sym("b1")} - \\htmlClass{scalars}{\\alpha}\\,${w.sym("dLoss_db1")}$, and $${w.sym("b2_next")}$ likewise.`,
    held: `The biases of this lesson are held: they stay as they are.`,
  }[biases]
}

The **learning rate** $\\htmlClass{scalars}{\\alpha}$ sets how far: each weight moves by α times its slope. In this lesson α is ${w.rate("alpha")}.

${w.question(
  `The slope along ${W2} is ${w.cell("dLoss_dW2", weight.row, weight.col)}. By how much, and which way, will this weight move?`,
  `By −α times its slope: −${factor(w.rate("alpha"))}·${weight.slope < 0 ? `(${slope})` : slope} ${weight.sign} ${w.brief(weight.change)}. ${w.choose(
    "W2-step",
    weight.way,
    {
      down: isOff ? "The changed code moves it down." : "It goes down.",
      up: isOff ? "The changed code moves it up." : "It goes up.",
      stay: isOff ? "The changed code leaves it where it is." : "It stays.",
      lost: isOff
        ? "The changed code leaves it where it is."
        : "Beside the weight that is so little that the computer rounds it away: the weight stays.",
    },
  )}`,
)}

## With the numbers

${moved.map((equation) => w.display(inNumbers(equation))).join("\n")}

${w.article(`It says that backpropagation updates the weights. Backpropagation only finds the gradient; gradient descent does the update. Each can do without the other: this page could just as well use the slopes found by nudging.`)}

${changesTold(w, changes, them)}

## Did it help?

Run the forward pass again, now with the new ${them}.

${w.display([
  `${w.sym("loss")} &= ${w.scalar("loss", before)}`,
  `${w.sym("loss_next")} &= ${w.scalar("loss_next", after)}`,
  `${w.sym("loss_next")} - ${w.sym("loss")} &${losses.sign} ${w.briefTex(losses.change)}`,
])}

${losses.own === undefined ? "" : ownLoss(w, losses.own)}

${w.choose("loss-step", losses.way, {
  fell: `The loss fell by ${w.brief(losses.size)}.`,
  rose: `The loss rose by ${w.brief(losses.size)}.`,
  same: `The loss is the same to the last bit.`,
})}

${isOff ? "" : foretold(w, changes, losses, them, biases)}

${weight.curve ? drawnAlong(w, weight, weight.curve, biases) : ""}

${isOff ? "" : otherRates(w, rates, descent, them)}

${w.source("update")}
`;
  },
};

/** The weight that the page follows. */
const entryOf = ({ row, col }: Facts["weight"], w: Writer): string =>
  `$${w.sym("W2")}[${row},${col}]$`;

/** That the loss after the step is not that of the forward pass. */
const ownLoss = (w: Writer, own: number): string =>
  `The changed code says what $${w.sym("loss_next")}$ is. The forward pass with its new weights gives ${Number.isFinite(own) ? w.num(own) : "no number at all"}.`;

/** What the slopes foretell. */
const foretold = (
  w: Writer,
  changes: Facts["changes"],
  losses: Facts["losses"],
  them: string,
  biases: Facts["biases"],
): string =>
  `Could we have predicted this? Each ${biases === "trained" ? "of them" : "weight"} moves by −α times its slope, and along a straight line the loss would change by the slope times that move.
For all ${them} together that is −α times the sum of all ${grouped(w, changes.all)} squared slopes: ${w.text(losses.shown.foretold)}. ${w.choose(
    "step",
    losses.step,
    {
      flat: `Every slope comes out as 0, so no weight moves.`,
      lost: `Beside the loss that is so little that rounding can hide it.`,
      straight: `The real change, ${w.text(losses.shown.change)}, differs from that by ${w.percent(losses.off)}: over this step the tangent is a good guide.`,
      bent: `The real change is ${w.brief(losses.change)}: the loss bends along this step, and the tangent is off by more than a tenth.`,
      rose: `The real change is ${w.brief(losses.change)}: the slopes foretold a fall, and the loss rose. The learning rate is too large for this step: a small enough one brings the loss down.`,
    },
  )}`;

/** The loss along the weight that the page follows. */
const drawnAlong = (
  w: Writer,
  weight: Facts["weight"],
  along: Exclude<Facts["weight"]["curve"], false>,
  biases: Facts["biases"],
): string =>
  `${w.figure(
    curve(
      {
        id: "descent",
        ...along,
        names: { x: "w", y: "L", slope: "∂L/∂w", next: "w*" },
        kinds: { x: "weights", y: "scalars" },
      },
      w.words.figures.descent,
      w.short,
    ),
    `The loss along one weight, ${entryOf(weight, w)}, with ${biases === "none" ? "the others" : "all else"} held still. The straight line is its tangent. ${w.choose(
      "W2-arrow",
      weight.arrow,
      {
        drawn: `The arrow shows which way the step moves this weight.`,
        none: `The step does not move this weight.`,
      },
    )}`,
  )}`;

/** What other learning rates do. */
function otherRates(
  w: Writer,
  rates: Facts["rates"],
  descent: Facts["descent"],
  them: string,
): string {
  const column = w.column(rates.map(({ loss_next }) => loss_next));
  return `## Other learning rates

What would other learning rates do with the same gradient? Each line takes its step from the old ${them} and runs the
forward pass again. A rate that is good for this one step need not be good for the next: chapter ${w.chapter("vanishing")} shows runs at rates that are too high.

| α | loss after the step | change |
|:--|--:|--:|
${rates
  .map(({ learningRate, isOwn, change }, i) => {
    const alpha = isOwn
      ? `${w.rate("alpha")} (this lesson)`
      : w.exact(learningRate);
    return `| ${alpha} | ${column[i]} | ${w.brief(change)} |`;
  })
  .join("\n")}

## The step, drawn

${descentTold(w, descent, them)}`;
}

/** What changed where, to three digits. */
function changesTold(w: Writer, f: Facts["changes"], them: string): string {
  const { names, before, after, changes, all, alike, still } = f;
  const one = them === "weights" ? "weight" : "of them";
  const shown = showColumn([...before, ...after], w.format);
  const next = shown.slice(all);
  const cells = names.flatMap((name) =>
    w.cells(name).map((cell) => ({ ...cell, name })),
  );
  const rows = cells
    .slice(0, MOST_CHANGES)
    .map(
      ({ name, row, col }, i) =>
        `| ${name}[${row},${col}] | ${w.entry(name, row, col, shown[i]!)} | ${w.brief(changes[i]!)} | ${w.entry(nextName(name) as MatrixName, row, col, next[i]!)} |`,
    );
  return `${f.isOff ? "The change is what the changed code makes it" : "The change is −α times the slope"}, here to three digits.
${w.choose("looks-same", f.looks, {
  some: `At the decimals shown, ${grouped(w, alike)} of the ${grouped(w, all)} ${them} ${alike === 1 ? "looks the same before and after, though it" : "look the same before and after, though they"} moved.`,
  none: "",
})}
${w.choose("unmoved", f.unmoved, {
  all: `${one === "weight" ? "No weight moves" : "None of them moves"}: every change is 0, or so small beside its ${one === "weight" ? "weight" : "number"} that the computer rounds it away.`,
  some: `${grouped(w, still)} of the ${grouped(w, all)} ${them} ${still === 1 ? "stays where it is: its change is 0, or so small beside it" : "stay where they are: their change is 0, or so small beside them"} that the computer rounds it away.`,
  none: "",
})}

| ${them === "weights" ? "weight" : "weight or bias"} | before | change | after |
|:--|--:|--:|--:|
${rows.join("\n")}${all > MOST_CHANGES ? "\n| ⋮ | ⋮ | ⋮ | ⋮ |" : ""}
`;
}

/** The loss over all learning rates, and as a map. */
function descentTold(w: Writer, f: Facts["descent"], them: string): string {
  if (f.drawn !== "both")
    return {
      flat: `The loss after the step would be the same at every learning rate: every slope comes out as 0, or so near it that its square does.`,
      beyond: `There is nothing to draw: at no learning rate that could be tried does the loss fall by enough to be seen.`,
    }[f.drawn];
  const { edges, own, lowest, worse, map } = f;
  const show = lossShown(w, f.decimals);
  const drawn = valley({ id: "valley", ...f }, valleyWords, show, w.tick);
  const upward = UPWARD[map?.upward ?? "turned"];
  const mapped =
    map &&
    contours(
      { id: "contours", ...map, behind: BEHIND },
      { ...contoursWords, up: upward.name },
      w.tick,
    );
  const numbers = {
    alpha: own.alpha,
    low: f.low,
    high: f.high,
    text: joined([`α = ${w.tick(own.alpha)}`, `L* = ${show(own.loss)}`], w),
    ...(w.decimal === "comma" && { decimal: w.decimal }),
  };
  return `The same for every learning rate from ${w.exact(edges.low)} to ${w.exact(edges.high)}: how large the loss is after the step. The axis of α is *logarithmic*: from
tick to tick, α is ten times as large. ${
    {
      worse: `The loss goes down into a valley and up its far wall. From an α between ${w.brief(worse[0])} and ${w.brief(worse[1])} on, as far as is drawn, the step does harm: it leaves the loss higher than it was.`,
      rises: `The loss goes down into a valley and up its far wall, but stays below what it was before the step.`,
      waves: `The loss turns more than once: it falls, rises and falls again, or rises first.`,
      falls: `The loss goes down, and no far wall is to be seen up to here.`,
    }[f.shape]
  } The lowest of the points drawn is ${w.num(lowest[1], Math.max(f.decimals, 0))}, at α ≈ ${w.brief(lowest[0])}.

${w.moving(
  "step",
  drawn + (mapped ?? ""),
  numbers,
  `The loss after one step over α${f.isCut ? ", cut off where it leaves the picture" : ""}. The dot is this lesson’s α${OWN[own.at]}, the ring the lowest point. The dotted line is what the tangent predicts. It is a straight line in α; the logarithmic axis bends it.${
    map
      ? ` The second picture is a map of the loss, ${ARROW[map.arrow](w.brief(map.length))}`
      : ""
  }`,
)}

The tangent comes down to a loss of 0 at α ≈ ${w.brief(f.zero)}, and predicts a loss below 0 from there on, which no loss of this network can be. It is a guide for short steps alone.

${
  map
    ? `The second picture is a map: in it all ${grouped(w, f.count)} ${them} move at once, along two directions. To the right it goes against the gradient. ${upward.told(w.brief(map.halfway))} The scale is the same in both directions.${
        map.endsBefore
          ? ` At the right edge α ≈ ${w.brief(map.edge)}: the map ends before the valley’s lowest point.`
          : ""
      }
A **contour line** joins places where the loss is the same, as one on a map joins places of the same height; the number on it is that loss.${
        map.levels.length > 1
          ? ` These losses are ${w.tick(map.levels[1]! - map.levels[0]!)} apart, on the lines without a number too.`
          : ""
      } Where it starts, the step crosses
these lines at right angles, for straight against the gradient is the steepest way down. ${
        map.upward === "turned"
          ? "Farther on the lines turn, but the step does not: it follows one gradient, the one where it starts. So training takes many steps, and a new gradient for each."
          : ""
      }`
    : `A map of the loss in two directions is not drawn: it would take more forward passes than a page has time for, or losses that are too large for it.`
}`;
}

const OWN = {
  inside: "",
  left: ", which lies beyond the left end",
  right: ", which lies beyond the right end",
};
const ARROW: Record<"short" | "drawn" | "long", (length: string) => string> =
  {
    short: (length) =>
      `where this step, ${length} long, is too short to be seen: the dot is its start.`,
    drawn: (length) => `where the arrow is this step, ${length} long.`,
    long: (length) =>
      `where this step, ${length} long, leads beyond the right edge.`,
  };
const UPWARD = {
  turned: {
    name: contoursWords.up,
    told: (halfway: string) =>
      `Upward: walk part of the way, to α ≈ ${halfway}, and find the gradient again. The part of the new way down that is at right angles to the first points up.`,
  },
  level: {
    name: contoursWords.level,
    told: () =>
      `Upward goes the one number with the smallest slope, or the part of its direction that is at right angles to the first.`,
  },
};

/** How pictures write a loss: to four decimals where these tell losses apart, else to as many digits as it takes. */
const lossShown =
  (w: Writer, decimals: number) =>
  (x: number): string => {
    const size = Math.abs(x);
    if (decimals <= Math.min(w.digits, 4) && size >= 0.001 && size < 1000)
      return w.short(x);
    const exponent = Number(x.toExponential().split("e")[1]);
    const digits = decimals + 1 + exponent;
    return w.tick(Number(x.toPrecision(Math.min(Math.max(digits, 2), 15))));
  };

export const chapter: Chapter<Facts> = {
  name: "update",
  stage,
  direction: "update",
  formula: ({ bias, trainBias }) => [
    "W* = W − α ∂L/∂W",
    ...(bias && trainBias ? ["b* = b − α ∂L/∂b"] : []),
  ],
  facts,
  prose,
};

run(import.meta.url);
