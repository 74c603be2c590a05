import Big from "big.js";
import { run } from "#run";
import type { Chapter, Prose } from "../src/book/chapter.ts";
import type { Others } from "../src/book/telling.ts";
import type { Writer } from "../src/book/writer.ts";
import { DEFAULT_LESSON } from "../src/lesson/lesson.ts";
import { square, subtract, sum } from "../src/math/matrix.ts";
import { sigmoidCrossEntropy, softmaxCrossEntropy } from "../src/math/softmax.ts";
import { markOf, single } from "../src/network/marks.ts";
import { part, type Stage, type Trace } from "../src/network/stage.ts";
import { apart, fewest, near } from "../src/typeset/apart.ts";
import {
  relation,
  show,
  showColumn,
  showMatrix,
  showScalar,
  significant,
  together,
} from "../src/typeset/format.ts";
import { markedTex } from "../src/typeset/tex.ts";
import { chapter as z1 } from "./02-z1.ts";
import { chapter as h1 } from "./03-h1.ts";
import { chapter as z2 } from "./04-z2.ts";
import { chapter as h2 } from "./05-h2.ts";
import { count } from "./words/prose.ts";

// <stage>
const ofSigmoids = part({
  needs: ["y", "z2"],
  makes: ["loss_data"],
  op: "sigmoidCrossEntropy",
  /** How little the outputs believed in their targets. (N×K), (N×K) → a number */
  compute({ y, z2 }) {
    const loss_data = sigmoidCrossEntropy(y, z2);
    return { loss_data };
  },
});

const ofSoftmax = part({
  needs: ["y", "z2"],
  makes: ["loss_data"],
  op: "softmaxCrossEntropy",
  /** How little the outputs believed in the targets. (N×K), (N×K) → a number */
  compute({ y, z2 }) {
    const loss_data = softmaxCrossEntropy(y, z2);
    return { loss_data };
  },
});

const misses = part({
  needs: ["y", "h2"],
  makes: ["loss_data"],
  op: "meanSquares",
  /** How wrong the outputs are. (N×K), (N×K) → a number */
  compute({ y, h2 }) {
    const N = y.rows;
    const loss_data = sum(square(subtract(y, h2))) / (2 * N);
    return { loss_data };
  },
});

const price = part({
  needs: ["loss_data", "y", "W1", "W2"],
  makes: ["loss_ridge", "loss"],
  /** The price of large weights, and both together. → numbers */
  compute({ loss_data, y, W1, W2 }, { ridge }) {
    const N = y.rows;
    const squares = sum(square(W1)) + sum(square(W2));
    const loss_ridge = (ridge / (2 * N)) * squares;
    const loss = loss_data + loss_ridge;
    return { loss_ridge, loss };
  },
});
// </stage>

const stage: Stage = [[ofSigmoids, ofSoftmax, misses], [price]];

/** The stages from the weights to the loss: the loss as a function of the weights. */
export const forwardPass: readonly Stage[] = [z1.stage, h1.stage, z2.stage, h2.stage, stage];

/** λ for the example on a page whose lesson has no ridge. */
const EXAMPLE_RIDGE = 0.1;
/** Squares written out; more are left to dots. */
const MOST_SQUARES = 6;

function facts(trace: Trace, { traceOf }: Others) {
  const { y, loss_data, lesson } = trace;
  const quarters = y.data.length / 4;
  const half = quarters / (2 * y.rows);
  const shown = (x: number) => showScalar(x, lesson.digits);
  const article = traceOf(DEFAULT_LESSON);
  return {
    N: y.rows,
    outputs: y.cols,
    half: {
      quarters,
      loss: half,
      data: loss_data,
      decimals: apart(loss_data, half, lesson.digits),
      claim: loss_data < half ? "better" : "no-better",
      isSame: loss_data === half,
    },
    misses: missesOf(trace),
    ridge: ridgeOf(trace, lesson.ridge || EXAMPLE_RIDGE),
    share: shareOf(trace),
    sign: relation(shown(loss_data).value.plus(shown(trace.loss_ridge).value), shown(trace.loss)),
    theirs: {
      loss: article.loss,
      N: article.y.rows,
      counted: article.y.rows + 1,
    },
  } as const;
}
export type Facts = ReturnType<typeof facts>;

const prose: Prose<Facts> = {
  title: "One number for how wrong it is",
  summary: "Squared distance to the target, plus a price on large weights: the loss.",
  meanings: {
    loss_data: "how far the outputs are from the targets",
    loss_ridge: "the price of large weights",
    loss: "the loss: both together",
  },
  page(f, w) {
    const { N, half, ridge } = f;
    return `
To get better, the network must know how wrong it is. The **loss** $${w.sym("loss")}$ measures that with one number. It is
never below zero, and the smaller it is, the better. It has two parts.

$$
\\begin{aligned}
${w.sym("loss_data")} &= \\frac{1}{2N} \\sum \\left(${w.sym("y")} - ${w.sym("h2")}\\right)^2 \\\\[.6em]
${w.sym("loss_ridge")} &= \\frac{\\htmlClass{scalars}{\\lambda}}{2N} \\left(\\sum ${w.sym("W1")}^2 + \\sum ${w.sym("W2")}^2\\right) \\\\[.6em]
${w.sym("loss")} &= ${w.sym("loss_data")} + ${w.sym("loss_ridge")}
\\end{aligned}
$$

The square of a matrix means here the square of each entry. The first part compares every output with its target. A square is never negative, so too much and too little both count,
and a miss twice as large counts four times. The division by $N$, here ${N}, makes it a mean over the rows. The 2 cancels
another 2 in chapter ${w.chapter("dloss-dw2")}, which comes from the slope of a square.

${w.question(
  `A network that always answers one half misses every target by one half. What is its data loss?`,
  `Each row has ${f.outputs} misses of ½, and the square of ½ is ¼. Their sum over ${count(N, "row")} is ${w.exact(half.quarters)}; divided by 2·${N} that is ${w.exact(half.loss)}, whatever the labels.`,
)}

## The data term, with the numbers

${w.display(dataLines(w, f))}

${w.choose("loss-half", half.claim, {
  better: `That is better than always answering one half: ${w.num(half.data, half.decimals)} is less than ${w.exact(half.loss)}.`,
  "no-better": `Always answering one half has ${w.exact(half.loss)}: that is ${half.isSame ? "the same" : "better"}.`,
})}

## The ridge term

The second part is a price on large weights, called **ridge**, L2 penalty or weight decay. A weight multiplies every change
of its input. So with large weights, a small change of the input can change the answer a lot. The number
$\\htmlClass{scalars}{\\lambda}$ sets the price.

${
  f.share
    ? `In this lesson λ is ${w.rate("lambda")}.`
    : `In this lesson λ is ${w.rate("lambda")}, so the term is 0. With λ = ${w.exact(ridge.lambda)} it would be:`
}

${w.display(ridgeLines(w, f))}

## The loss

${w.display([
  `${w.sym("loss")} &= ${w.sym("loss_data")} + ${w.sym("loss_ridge")}`,
  `&= ${w.scalar("loss_data")} + ${w.scalar("loss_ridge")}`,
  `&${f.sign} \\htmlClass{lit}{${w.scalar("loss")}}`,
])}

${
  f.share
    ? w.choose("ridge-share", f.share.claim, {
        none: `The ridge adds nothing here.`,
        "almost-all": `Almost all of it is the ridge.`,
        share: `The share of the ridge in it is ${w.percent(f.share.share)}.`,
      })
    : ""
}

${w.article(`It gives this formula and never its value. For its numbers the loss is ${w.num(f.theirs.loss)}. Its sums run from 0 to *N* and from 0 to *M*, which is one term too many: ${count(f.theirs.N, "row")} would be counted as ${f.theirs.counted}.`)}

${w.note(`A lower data loss means a better fit to the ${N === 1 ? "one row" : `${N} rows`} of this lesson. The article calls that generalization. The word means something else: how well the network does on data that it was not trained on.`)}

${w.source("loss")}
`;
  },
};

/** A sum, its end left to dots where it is long. */
const short = (terms: readonly string[]): string =>
  (terms.length <= MOST_SQUARES ? terms : [...terms.slice(0, MOST_SQUARES - 1), "\\cdots"]).join(" + ");

const total = (numbers: readonly Big[]): Big => numbers.reduce((sum, x) => sum.plus(x), new Big(0));

/** The data term in numbers as shown, with as many decimals as it takes for its steps to lead to its result. */
function dataTerm({ y, h2, loss_data }: Trace, digits: number) {
  const steps = (decimals: number) => {
    const targets = showMatrix(y, decimals).flat();
    const outputs = showMatrix(h2, decimals).flat();
    const exact = targets.map((target, i) => target.value.minus(outputs[i]!.value).pow(2));
    const squares = exact.map((x) => show(x.toNumber(), decimals));
    const mean = total(squares.map(({ value }) => value)).div(2 * y.rows);
    return { decimals, targets, outputs, exact, squares, mean };
  };
  return steps(fewest(digits, (it) => near(steps(it).mean.toNumber(), loss_data)));
}

/** What the data term is made of. */
function missesOf(trace: Trace) {
  const { lesson, y, h2, loss_data } = trace;
  const { decimals, exact, squares, mean } = dataTerm(trace, lesson.digits);
  return {
    targets: [...y.data],
    outputs: [...h2.data],
    squares: exact.map((x) => x.toNumber()),
    decimals,
    divisor: 2 * y.rows,
    squared: together(exact.map((x, i) => relation(x, squares[i]!))),
    sign: relation(mean, showScalar(loss_data, lesson.digits)),
  };
}

/** The ridge term, with as many decimals as it takes for its steps to lead to its result. */
function ridgeOf({ lesson, W1, W2, y }: Trace, lambda: number) {
  const [first, second] = [sum(square(W1)), sum(square(W2))];
  const term = (lambda / (2 * y.rows)) * (first + second);
  const found = (decimals: number) =>
    total(showColumn([first, second], decimals).map(({ value }) => value))
      .times(lambda)
      .div(2 * y.rows);
  const decimals = fewest(lesson.digits, (it) => near(found(it).toNumber(), term));
  const sign = relation(found(decimals), showScalar(term, lesson.digits));
  return { lambda, sums: [first, second], decimals, term, sign };
}

/** How much of the loss the ridge is, where the lesson has one. */
function shareOf({ lesson, loss, loss_data, loss_ridge }: Trace) {
  if (lesson.ridge === 0) return undefined;
  const share = loss_ridge / loss;
  const isAll = loss_data > 0 && significant(100 * share).value.eq(100);
  const claim = loss_ridge === 0 ? "none" : isAll ? "almost-all" : "share";
  return { share, claim } as const;
}

/** The data term line by line: the misses, their squares, the mean. */
function dataLines(w: Writer, { N, misses }: Facts): string[] {
  const targets = showColumn(misses.targets, misses.decimals);
  const outputs = showColumn(misses.outputs, misses.decimals);
  const missed = w
    .cells("y")
    .map(
      ({ row, col }, i) =>
        `(${w.entryTex("y", row, col, targets[i]!)} - ${w.entryTex("h2", row, col, outputs[i]!)})^2`,
    );
  const squares = misses.squares.map((x) => w.tex(show(x, misses.decimals)));
  return [
    `${w.sym("loss_data")} &= \\tfrac{1}{2\\cdot ${N}}\\bigl(${short(missed)}\\bigr)`,
    `&${misses.squared} \\tfrac{1}{${misses.divisor}}\\bigl(${short(squares)}\\bigr)`,
    `&${misses.sign} \\htmlClass{lit}{${w.scalar("loss_data")}}`,
  ];
}

/** The ridge term line by line: λ/2N times the two sums of squares. */
function ridgeLines(w: Writer, { N, ridge, share }: Facts): string[] {
  const lambda = w.exactTex(ridge.lambda);
  const marked = share ? markedTex(markOf(single("lambda")), lambda) : lambda;
  const sums = showColumn(ridge.sums, ridge.decimals).map(w.tex).join(" + ");
  return [
    `${w.sym("loss_ridge")} &= \\tfrac{${marked}}{2\\cdot ${N}}\\bigl(${sums}\\bigr)`,
    `&${ridge.sign} ${w.tex(w.shown(ridge.term))}`,
  ];
}

export const chapter: Chapter<Facts> = {
  name: "loss",
  stage,
  direction: "forward",
  formula: ["L = Σ(y − h₂)²/2N", "+ λ(ΣW₁² + ΣW₂²)/2N"],
  facts,
  prose,
};

run(import.meta.url);
