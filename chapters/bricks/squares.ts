import type { Writer } from "../../src/book/writer.ts";
import { sumOf } from "../../src/math/exact.ts";
import { isBroken, ownOf } from "../../src/network/broken.ts";
import type { Trace } from "../../src/network/stage.ts";
import { apart, fewest, near } from "../../src/typeset/apart.ts";
import {
  relation,
  show,
  showColumn,
  showMatrix,
  showScalar,
  together,
  withDigits,
} from "../../src/typeset/format.ts";
import { count, sentence } from "../words/prose.ts";
import { betterOrNot, isWorth, type LossTold, short } from "./loss-parts.ts";

/** What the book says of the squared distance, where it is the loss: facts, then words. */

export function facts(trace: Trace) {
  const { y } = trace;
  return {
    name: "squared",
    N: y.rows,
    K: y.cols,
    isBroken: isBroken(trace, "loss_data"),
    guess: guessOf(trace),
    misses: missesOf(trace),
  } as const;
}
type Facts = ReturnType<typeof facts>;

/**
 * The network to compare with, which always answers the same: one half; of probabilities of many labels, or of shares,
 * the same for each; and where targets are any numbers, 0.
 */
function guessOf({ y, loss_data, lesson }: Trace) {
  const [N, K] = [y.rows, y.cols];
  const areSure = y.data.every((target) => target === 0 || target === 1);
  const isSoftmax = lesson.outputActivation === "softmax";
  const kind = areSure && !(isSoftmax && K > 2) ? "half" : isSoftmax ? "equal" : "zero";
  const answer = { half: 1 / 2, equal: 1 / K, zero: 0 }[kind];
  const squares = y.data.reduce((sum, target) => sum + (target - answer) ** 2, 0);
  const loss = kind === "half" ? K / 8 : kind === "equal" && areSure ? (K - 1) / (2 * K) : squares / (2 * N);
  return {
    kind,
    areSure,
    squares: kind === "half" ? y.data.length / 4 : squares,
    loss,
    data: loss_data,
    decimals: apart(loss_data, loss, lesson),
    claim: betterOrNot(loss_data, loss),
    isSame: loss_data === loss,
    /** Of one row of labels, each as likely: the others beside the one, their squares, and what these are divided by. */
    others: K - 1,
    above: (K - 1) ** 2 + (K - 1),
    below: K ** 2,
  } as const;
}

/** The data term in numbers as shown, with as many decimals as it takes for its steps to lead to its result. */
function dataTerm(trace: Trace) {
  const { y, h2, lesson } = trace;
  const loss_data = ownOf(trace, "loss_data");
  const steps = (decimals: number) => {
    const as = withDigits(lesson, decimals);
    const targets = showMatrix(y, as).flat();
    const outputs = showMatrix(h2, as).flat();
    const exact = targets.map((target, i) => target.value.minus(outputs[i]!.value).squared());
    const squares = exact.map((x) => show(x.toNumber(), as));
    const mean = sumOf(squares.map(({ value }) => value)).div(2 * y.rows);
    return { decimals, targets, outputs, exact, squares, mean };
  };
  return steps(fewest(lesson.digits, (it) => near(steps(it).mean.toNumber(), loss_data)));
}

/** What the data term is made of. */
function missesOf(trace: Trace) {
  const { lesson, y, h2, loss_data } = trace;
  const { decimals, exact, squares, mean } = dataTerm(trace);
  return {
    targets: [...y.data],
    outputs: [...h2.data],
    squares: exact.map((x) => x.toNumber()),
    decimals,
    divisor: 2 * y.rows,
    squared: together(exact.map((x, i) => relation(x, squares[i]!))),
    sign: isBroken(trace, "loss_data") ? "≠" : relation(mean, showScalar(loss_data, lesson)),
  };
}

/** The data term line by line: the misses, their squares, the mean. */
function dataLines(w: Writer, { N, misses }: Facts): string[] {
  const as = withDigits(w.format, misses.decimals);
  const targets = showColumn(misses.targets, as);
  const outputs = showColumn(misses.outputs, as);
  const missed = w
    .cells("y")
    .map(
      ({ row, col }, i) =>
        `(${w.entryTex("y", row, col, targets[i]!)} - ${w.entryTex("h2", row, col, outputs[i]!)})^2`,
    );
  const squares = misses.squares.map((x) => w.tex(show(x, as)));
  return [
    `${w.sym("loss_data")} &= \\tfrac{1}{2\\cdot ${N}}\\bigl(${short(missed)}\\bigr)`,
    `&${misses.squared} \\tfrac{1}{${misses.divisor}}\\bigl(${short(squares)}\\bigr)`,
    `&${misses.sign} \\htmlClass{lit}{${w.scalar("loss_data")}}`,
  ];
}

function question({ N, K, guess: f }: Facts, w: Writer): string {
  const last = { half: w.exact(f.loss), equal: w.num(f.loss), zero: w.num(f.loss) }[f.kind];
  switch (f.kind) {
    case "half":
      return w.question(
        `A network that always answers one half misses every target by one half. What is its data loss?`,
        `Each row has ${K === 1 ? "one miss" : `${K} misses`} of ½, and the square of ½ is ¼. Their sum over ${count(w, N, "row")} is ${w.exact(f.squares)}; divided by 2·${N} that is ${last}, whatever the labels.`,
      );
    case "equal":
      return w.question(
        `A network that knows nothing gives each of the ${K === 2 ? "two" : K} labels the same probability, 1/${K}. What is its data loss?`,
        f.areSure
          ? `In each row one output misses by ${f.others}/${K} and ${f.others} miss by 1/${K}. Their squares add up to (${f.others}² + ${f.others})/${K}² = ${f.above}/${f.below}. The mean over the rows is the same, and half of it ${isWorth(f.loss, w)}, whatever the labels.`
          : `Its misses are the targets less 1/${K}. The sum of their squares ${isWorth(f.squares, w)}. Divided by 2·${N} that gives ${last}.`,
      );
    default:
      return w.question(
        `A network that always answers 0 misses every target by as much as the target itself. What is its data loss?`,
        `The sum of the squared targets ${isWorth(f.squares, w)}. Divided by 2·${N} that gives ${last}.`,
      );
  }
}

/** How the loss compares with that of the network that always answers the same. */
function compared({ K, guess: f }: Facts, w: Writer): string {
  const answering = {
    half: "always answering one half",
    equal: `answering 1/${K} everywhere`,
    zero: "always answering 0",
  }[f.kind];
  const loss = f.kind === "half" ? w.exact(f.loss) : w.num(f.loss, f.decimals);
  return w.choose("loss-half", f.claim, {
    better: `That is better than ${answering}: ${w.num(f.data, f.decimals)} is less than ${loss}.`,
    "no-better": `${sentence(answering)} has ${loss}: that is ${f.isSame ? "the same" : "better"}.`,
  });
}

export const prose = {
  summary: "Squared distance to the target, plus a price on large weights: the loss.",
  meaning: "how far the outputs are from the targets",
  formula: "L = Σ(y − h₂)²/2N",
  /** In the table of derivatives. */
  derivative: `| loss | $\\frac{1}{2N}(y - h)^2$ | $-\\frac{1}{N}(y - h)$ |`,
  whyDerivative: `In the first line the minus comes from inside: $y - h$ falls by 1 when $h$ grows by 1.`,
};

export const told = (f: Facts, w: Writer): LossTold => ({
  formula: `\\frac{1}{2N} \\sum \\left(${w.sym("y")} - ${w.sym("h2")}\\right)^2`,
  introduction: `Here the square of a matrix means the square of each entry. The first part compares every output with its target. A square is never negative, so too much and too little both count,
and a miss twice as large counts four times. The division by $N$, here ${f.N}, makes it a mean over the rows. The 2 cancels
another 2 in chapter ${w.chapter("dloss-dw2")}, which comes from the slope of a square.`,
  question: question(f, w),
  lines: w.display(dataLines(w, f)),
  compared: f.isBroken ? "" : compared(f, w),
  more: "",
  article: "It gives this formula and never its value. For its numbers the loss is",
});
