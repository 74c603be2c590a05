import { run } from "#run";
import { single } from "../src/cells.ts";
import type { Chapter } from "../src/chapter.ts";
import { type Entrywise, inNumbers } from "../src/equations.ts";
import { curve } from "../src/figures/curve.ts";
import {
  at,
  type Matrix,
  scale,
  square,
  subtract,
  sum,
} from "../src/matrix.ts";
import type { Telling } from "../src/telling.ts";
import { downstream, runStages, stage, type Trace } from "../src/trace.ts";
import { type Writer, writer } from "../src/writer.ts";
import { forwardPass } from "./06-loss.ts";

// <stage>
export const update = stage({
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

/** W − α ∂L/∂W, entry by entry. */
const step = ({ rateTex, rate, trace }: Writer): Entrywise => ({
  f: (weight, slope) => weight.minus(slope.times(trace.lesson.learningRate)),
  symbols: (W, G) => `${W} - \\htmlClass{scalars}{\\alpha}\\,${G}`,
  matrices: (W, G) =>
    `${W}\\\\[.4em]\n&\\quad {} - ${rateTex("alpha")}\\cdot ${G}`,
  entry: (weight, slope) => `${weight} - ${rateTex("alpha")}\\cdot ${slope}`,
  text: (weight, slope) => `${weight} − ${rate("alpha")}·${slope}`,
  shapes: (W, G) => `${W} − ${G}`,
  rate: "alpha",
});

const equations = (w: Writer) => ({
  W1_next: w.entrywise("W1_next", ["W1", "dLoss_dW1"], step(w)),
  W2_next: w.entrywise("W2_next", ["W2", "dLoss_dW2"], step(w)),
  loss_next: w.scalarOrigin(
    "loss_next",
    [
      ...(["X", "W1_next", "W2_next", "y"] as const).flatMap((name) =>
        w.cells(name),
      ),
      ...(w.trace.lesson.ridge > 0 ? [single("lambda")] : []),
    ],
    "L(W1_next, W2_next)",
    w.trace.loss_next,
  ),
});

/** Learning rates to compare on the page. */
const RATES = [0.001, 0.1, 1, 10, 100, 1000];

export const chapter: Chapter = {
  name: "update",
  stage: update,
  bricks: ["W1", "W2"],
  direction: "update",
  formula: ["W* = W − α ∂L/∂W"],
  title: "One step downhill",
  summary:
    "Every weight moves a little against its slope, and the loss is measured again.",
  equations,
  page(trace, telling) {
    const w = writer(trace, telling);
    const {
      lesson,
      loss: before,
      loss_next: after,
      dLoss_dW1,
      dLoss_dW2,
    } = trace;
    const { W1_next, W2_next } = equations(w);
    const alpha = lesson.learningRate;
    const steepness = sum(square(dLoss_dW1)) + sum(square(dLoss_dW2));
    const predicted = -alpha * steepness;
    const total = dLoss_dW1.data.length + dLoss_dW2.data.length;
    const [r, c] = w.followed("W2");
    const slope = at(dLoss_dW2, r, c);
    return `
The gradient points uphill: it says which way, and how steeply, the loss rises along each weight.
So every weight takes a small step the other way. This is **gradient descent**.

$$
${w.sym("W1_next")} = ${w.sym("W1")} - \\htmlClass{scalars}{\\alpha}\\,${w.sym("dLoss_dW1")}, \\qquad ${w.sym("W2_next")} = ${w.sym("W2")} - \\htmlClass{scalars}{\\alpha}\\,${w.sym("dLoss_dW2")}
$$

How long the step is, the **learning rate** $\\htmlClass{scalars}{\\alpha}$ says. In this lesson it is ${w.rate("alpha")}.

${w.question(
  `The slope along $${w.sym("W2")}[${r},${c}]$ is ${w.cell("dLoss_dW2", r, c)}. By how much, and which way, will this weight move?`,
  `By −${w.rate("alpha")} times its slope: ${w.brief(-alpha * slope)}. ${w.choose("W2-step", slope > 0 ? "down" : slope < 0 ? "up" : "stay", { down: "It goes down.", up: "It goes up.", stay: "It stays." })}`,
)}

## With the numbers

${w.display(inNumbers(W2_next))}
${w.display(inNumbers(W1_next))}

${w.article(`Backpropagation is said there to update the weights. It computes the gradient; the update is gradient descent’s. One can be had without the other: this page would work as well with the slopes found by nudging.`)}

${changes(w, trace)}

## Did it help?

To know, run the forward pass once more, with the new weights.

${w.display([
  `${w.sym("loss")} &= ${w.scalar("loss")}`,
  `${w.sym("loss_next")} &= ${w.scalar("loss_next")}`,
  `${w.sym("loss_next")} - ${w.sym("loss")} &\\approx ${w.briefTex(after - before)}`,
])}

${w.choose(
  "loss-step",
  after < before ? "fell" : after > before ? "rose" : "same",
  {
    fell: `The loss fell by ${w.brief(before - after)}.`,
    rose: `The loss rose by ${w.brief(after - before)}.`,
    same: `The loss is the same to the last bit.`,
  },
)}

The slopes foretold it. If the loss were as straight as its tangent, a step of α against the gradient would change it by
−α times the sum of all ${total} squared slopes, ${w.brief(predicted)}.
${verdict(w, before, predicted, after - before)}

${w.figure(
  lossCurve(trace, telling, w),
  `The loss along one weight, $${w.sym("W2")}[${r},${c}]$, the others held still, with its tangent and this step.`,
)}

## Other learning rates

The same gradient, other steps. Each line is one forward pass with the weights that the step leads to.

${rateTable(trace, w)}

${w.note(`Then the circle begins again: forward, loss, backward, update, from the new weights. One turn is a **step**, and training takes thousands.`)}

${w.source("update", "chapters/09-update.ts")}
`;
  },
};

/** What changed where, to three digits: at few decimals the new weights look like the old. */
function changes(w: Writer, trace: Trace): string {
  const { lesson } = trace;
  const rows = (["W2", "W1"] as const).flatMap((weights) => {
    const gradient = trace[`dLoss_d${weights}`];
    return Array.from(gradient.data, (slope, i) => {
      const [r, c] = [Math.floor(i / gradient.cols), i % gradient.cols];
      const next = `${weights}_next` as const;
      const same =
        w.shown(at(trace[weights], r, c)).text ===
        w.shown(at(trace[next], r, c)).text;
      return {
        same,
        row: `| ${weights}[${r},${c}] | ${w.cell(weights, r, c)} | ${w.brief(-lesson.learningRate * slope)} | ${w.cell(next, r, c)} |`,
      };
    });
  });
  const hidden = rows.filter(({ same }) => same).length;
  const note =
    hidden > 0
      ? `At the decimals shown, ${hidden} of the ${rows.length} weights ${hidden === 1 ? "looks" : "look"} the same before and after. The third column shows that they did move, where it is not 0.`
      : `The changes are small beside the weights; here they are to three digits.`;
  const shown = rows.slice(0, MOST_CHANGES).map(({ row }) => row);
  return `${note}\n\n| weight | before | change | after |\n|:--|--:|--:|--:|\n${shown.join("\n")}${rows.length > MOST_CHANGES ? "\n| ⋮ | ⋮ | ⋮ | ⋮ |" : ""}\n`;
}
const MOST_CHANGES = 16;

/** A change smaller than this share of the loss cannot be measured in 53 bits. */
const LOST = 2 ** -44;

function verdict(
  w: Writer,
  loss: number,
  predicted: number,
  actual: number,
): string {
  const share = predicted === 0 ? 0 : actual / predicted;
  const kind =
    predicted === 0
      ? "flat"
      : -predicted < LOST * loss
        ? "lost"
        : share > 0.9 && share < 1.1
          ? "straight"
          : "bent";
  return w.choose("step", kind, {
    lost: `That is so little that it is lost in the last bits of the loss.`,
    flat: `Every slope is zero, so there was nowhere to go.`,
    straight: `The real change is ${w.percent(share)} of that: over so short a step the loss is almost straight.`,
    bent: `The real change is ${w.brief(actual)}: over this step the loss is not straight, and the slopes at its start say little about its end.`,
  });
}

/** The loss with W2 as it is but for one entry. */
function lossAlong(trace: Trace, row: number, col: number) {
  const { W2, lesson } = trace;
  const after = downstream(forwardPass, "W2");
  return (value: number): number => {
    const moved: Matrix = {
      ...W2,
      data: W2.data.map((x, i) => (i === row * W2.cols + col ? value : x)),
    };
    return runStages(after, lesson, { ...trace, W2: moved }).loss!;
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
      next: { x: next, y: f(next) },
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
  const rows = rates.map((rate) => {
    const after = runStages(forwardPass, lesson, {
      X,
      y,
      W1: subtract(W1, scale(rate, dLoss_dW1)),
      W2: subtract(W2, scale(rate, dLoss_dW2)),
    }).loss!;
    const alpha =
      rate === lesson.learningRate
        ? `${w.rate("alpha")} (this lesson)`
        : w.exact(rate);
    return `| ${alpha} | ${w.num(after)} | ${w.brief(after - loss)} |`;
  });
  return `| α | loss after the step | change |\n|:--|--:|--:|\n${rows.join("\n")}\n`;
}

run(import.meta.url);
