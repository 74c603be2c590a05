import { run } from "#run";
import type { Chapter, Mixed } from "../src/book/chapter.ts";
import type { Telling } from "../src/book/telling.ts";
import type { Writer } from "../src/book/writer.ts";
import { curve } from "../src/figures/curve.ts";
import {
  at,
  type Matrix,
  scale,
  square,
  subtract,
  sum,
} from "../src/math/matrix.ts";
import { networkOf } from "../src/network/network.ts";
import {
  downstream,
  part,
  partsOf,
  runParts,
  runStages,
  type Trace,
} from "../src/network/stage.ts";
import { inNumbers } from "../src/typeset/equations.ts";
import {
  decimalsOf,
  relation,
  type Shown,
  showColumn,
  significant,
} from "../src/typeset/format.ts";
import { forwardPass } from "./06-loss.ts";

// <stage>
export const update = part({
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

/** Learning rates to compare on the page. */
const RATES = [0.001, 0.1, 1, 10, 100, 1000];

export const chapter: Chapter<Mixed> = {
  name: "update",
  stage: [[update]],
  direction: "update",
  formula: ["W* = W − α ∂L/∂W"],
  facts: (trace, telling) => ({ trace, telling }),
  prose: {
    title: "One step against the gradient",
    summary:
      "Gradient descent moves each weight against its slope, and the loss is measured again.",
    page({ trace, telling }, w) {
      const { lesson, loss, loss_next, dLoss_dW1, dLoss_dW2 } = trace;
      const [W1_next, W2_next] = [
        w.equation("W1_next"),
        w.equation("W2_next"),
      ];
      const alpha = lesson.learningRate;
      const [r, c] = w.followed("W2");
      const total = dLoss_dW1.data.length + dLoss_dW2.data.length;
      const steepness = sum(square(dLoss_dW1)) + sum(square(dLoss_dW2));
      const change = loss_next - loss;
      // As many decimals as the change has, so that it can be seen.
      const digits = Math.max(
        telling.format.digits,
        Math.min(decimalsOf(significant(change)), MOST_DIGITS),
      );
      const [before, after] = showColumn([loss, loss_next], digits) as [
        Shown,
        Shown,
      ];
      const sign = relation(
        after.value.minus(before.value),
        significant(change),
      );
      return `
A slope says how fast the loss rises when its weight grows. To bring the loss down, **gradient descent** lowers each weight
whose slope is positive and raises each whose slope is negative. A weight whose slope is 0 stays where it is.

$$
${w.sym("W1_next")} = ${w.sym("W1")} - \\htmlClass{scalars}{\\alpha}\\,${w.sym("dLoss_dW1")}, \\qquad ${w.sym("W2_next")} = ${w.sym("W2")} - \\htmlClass{scalars}{\\alpha}\\,${w.sym("dLoss_dW2")}
$$

The **learning rate** $\\htmlClass{scalars}{\\alpha}$ sets how far: each weight moves by α times its slope. In this lesson α is ${w.rate("alpha")}.

${w.question(
  `The slope along $${w.sym("W2")}[${r},${c}]$ is ${w.cell("dLoss_dW2", r, c)}. By how much, and which way, will this weight move?`,
  `By −α times its slope: ${move(trace, w, r, c)}`,
)}

## With the numbers

${w.display(inNumbers(W2_next))}
${w.display(inNumbers(W1_next))}

${w.article(`It says that backpropagation updates the weights. Backpropagation only finds the gradient; gradient descent does the update. Each can do without the other: this page could just as well use the slopes found by nudging.`)}

${changes(w, trace)}

## Did it help?

Run the forward pass again, now with the new weights.

${w.display([
  `${w.sym("loss")} &= ${w.scalar("loss", before)}`,
  `${w.sym("loss_next")} &= ${w.scalar("loss_next", after)}`,
  `${w.sym("loss_next")} - ${w.sym("loss")} &${sign} ${w.briefTex(change)}`,
])}

${w.choose("loss-step", change < 0 ? "fell" : change > 0 ? "rose" : "same", {
  fell: `The loss fell by ${w.brief(-change)}.`,
  rose: `The loss rose by ${w.brief(change)}.`,
  same: `The loss is the same to the last bit.`,
})}

Could we have predicted this? Each weight moves by −α times its slope, and along a straight line the loss would change by the slope times that move.
For all weights together that is −α times the sum of all ${total} squared slopes: ${w.brief(-alpha * steepness)}. ${verdict(w, trace, -alpha * steepness)}

${w.figure(
  lossCurve(trace, telling, w),
  `The loss along one weight, $${w.sym("W2")}[${r},${c}]$, with the others held still. The straight line is its tangent. ${w.choose(
    "W2-arrow",
    at(trace.W2_next, r, c) === at(trace.W2, r, c) ? "none" : "drawn",
    {
      drawn: `The arrow shows which way the step moves this weight.`,
      none: `The step does not move this weight.`,
    },
  )}`,
)}

## Other learning rates

What would other learning rates do with the same gradient? Each line takes its step from the old weights and runs the
forward pass again. A rate that is good for this one step need not be good for the next: chapter ${w.chapter("vanishing")} shows runs at rates that are too high.

${rateTable(trace, w)}

${w.note(`Training repeats this: forward, loss, backward, update, each time from the new weights. One round is a **step**. Training often takes thousands of steps.`)}

${w.source("update")}
`;
    },
  },
};

/** −α times the slope of one weight, with digits that a calculator can follow, and what becomes of the weight. */
function move(trace: Trace, w: Writer, row: number, col: number): string {
  const { W2, W2_next, dLoss_dW2, lesson } = trace;
  const slope = at(dLoss_dW2, row, col);
  const change = -lesson.learningRate * slope;
  const factor = slope < 0 ? `(${w.brief(slope)})` : w.brief(slope);
  const exact = significant(slope).value.times(-lesson.learningRate);
  const moved = at(W2_next, row, col) - at(W2, row, col);
  return `−${w.rate("alpha")}·${factor} ${relation(exact, significant(change))} ${w.brief(change)}. ${w.choose(
    "W2-step",
    moved < 0 ? "down" : moved > 0 ? "up" : slope === 0 ? "stay" : "lost",
    {
      down: "It goes down.",
      up: "It goes up.",
      stay: "It stays.",
      lost: "Beside the weight that is so little that the computer rounds it away: the weight stays.",
    },
  )}`;
}

/** The most decimals of a loss. */
const MOST_DIGITS = 15;

/** What changed where, to three digits: at few decimals the new weights look like the old. */
function changes(w: Writer, trace: Trace): string {
  const entries = (["W2", "W1"] as const).flatMap((weights) =>
    w.cells(weights).map(({ row, col }) => ({ weights, row, col })),
  );
  const all = entries.length;
  const column = (suffix: "" | "_next") =>
    entries.map(({ weights, row, col }) =>
      at(trace[`${weights}${suffix}`], row, col),
    );
  const [before, after] = [column(""), column("_next")];
  const shown = showColumn([...before, ...after], trace.lesson.digits);
  const isAlike = (i: number) => shown[i]!.text === shown[all + i]!.text;
  const still = before.filter((x, i) => x === after[i]).length;
  const alike = before.filter((x, i) => x !== after[i] && isAlike(i)).length;
  const rows = entries
    .slice(0, MOST_CHANGES)
    .map(({ weights, row, col }, i) => {
      const slope = at(trace[`dLoss_d${weights}`], row, col);
      const change = w.brief(-trace.lesson.learningRate * slope);
      return `| ${weights}[${row},${col}] | ${w.entry(weights, row, col, shown[i]!)} | ${change} | ${w.entry(`${weights}_next`, row, col, shown[all + i]!)} |`;
    });
  return `The change is −α times the slope, here to three digits.
${w.choose("looks-same", alike > 0 ? "some" : "none", {
  some: `At the decimals shown, ${alike} of the ${all} weights ${alike === 1 ? "looks the same before and after, though it" : "look the same before and after, though they"} moved.`,
  none: "",
})}
${w.choose("unmoved", still === all ? "all" : still > 0 ? "some" : "none", {
  all: `No weight moves: every change is 0, or so small beside its weight that the computer rounds it away.`,
  some: `${still} of the ${all} weights ${still === 1 ? "stays where it is: its change is 0, or so small beside it" : "stay where they are: their change is 0, or so small beside them"} that the computer rounds it away.`,
  none: "",
})}

| weight | before | change | after |
|:--|--:|--:|--:|
${rows.join("\n")}${all > MOST_CHANGES ? "\n| ⋮ | ⋮ | ⋮ | ⋮ |" : ""}
`;
}
const MOST_CHANGES = 16;

/** A change smaller than this share of the loss cannot be measured in 53 bits. */
const LOST = 2 ** -44;

function verdict(w: Writer, trace: Trace, foretold: number): string {
  const { loss, loss_next, dLoss_dW1, dLoss_dW2 } = trace;
  const change = loss_next - loss;
  const share = foretold === 0 ? 0 : change / foretold;
  const isFlat = [dLoss_dW1, dLoss_dW2].every(({ data }) =>
    data.every((slope) => slope === 0),
  );
  const kind = isFlat
    ? "flat"
    : -foretold < LOST * loss
      ? "lost"
      : change > 0
        ? "rose"
        : share > 0.9 && share < 1.1
          ? "straight"
          : "bent";
  return w.choose("step", kind, {
    flat: `Every slope comes out as 0, so no weight moves.`,
    lost: `Beside the loss that is so little that rounding can hide it.`,
    straight: `The real change differs from that by ${w.percent(Math.abs(share - 1))}: over this step the tangent is a good guide.`,
    bent: `The real change is ${w.brief(change)}: the loss bends along this step, and the tangent is off by more than a tenth.`,
    rose: `The real change is ${w.brief(change)}: the slopes foretold a fall, and the loss rose. The learning rate is too large for this step: a small enough one brings the loss down.`,
  });
}

/** The loss with W2 as it is but for one entry. */
function lossAlong(trace: Trace, row: number, col: number) {
  const { W2, lesson } = trace;
  const after = downstream(
    partsOf(forwardPass, networkOf(trace.lesson)),
    "W2",
  );
  return (value: number): number => {
    const moved: Matrix = {
      ...W2,
      data: W2.data.map((x, i) => (i === row * W2.cols + col ? value : x)),
    };
    return runParts(after, lesson, { ...trace, W2: moved }).loss!;
  };
}

function lossCurve(trace: Trace, { words }: Telling, w: Writer): string {
  const [r, c] = w.followed("W2");
  const [now, slope] = [at(trace.W2, r, c), at(trace.dLoss_dW2, r, c)];
  const next = now - trace.lesson.learningRate * slope;
  const f = lossAlong(trace, r, c);
  const reach = Math.min(Math.max(4, 1.5 * Math.abs(next - now)), 1e6);
  const points = Array.from({ length: 65 }, (_, i): [number, number] => {
    const x = now + ((i - 32) / 32) * reach;
    return [x, f(x)];
  });
  return curve(
    {
      id: "descent",
      points,
      at: { x: now, y: f(now), slope },
      ...(next !== now && { next: { x: next, y: f(next) } }),
      names: { x: "w", y: "L", slope: "∂L/∂w", next: "w*" },
      kinds: { x: "weights", y: "scalars" },
    },
    words.figures.descent,
    w.short,
  );
}

function rateTable(trace: Trace, w: Writer): string {
  const { X, y, W1, W2, dLoss_dW1, dLoss_dW2, lesson, loss } = trace;
  const rates = [...new Set([...RATES, lesson.learningRate])].sort(
    (a, b) => a - b,
  );
  const losses = rates.map(
    (rate) =>
      runStages(forwardPass, lesson, {
        X,
        y,
        W1: subtract(W1, scale(rate, dLoss_dW1)),
        W2: subtract(W2, scale(rate, dLoss_dW2)),
      }).loss!,
  );
  const shown = w.column(losses);
  const rows = rates.map((rate, i) => {
    const alpha =
      rate === lesson.learningRate
        ? `${w.rate("alpha")} (this lesson)`
        : w.exact(rate);
    return `| ${alpha} | ${shown[i]} | ${w.brief(losses[i]! - loss)} |`;
  });
  return `| α | loss after the step | change |\n|:--|--:|--:|\n${rows.join("\n")}\n`;
}

run(import.meta.url);
