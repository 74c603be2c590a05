import Big from "big.js";
import { run } from "#run";
import type { Chapter, Mixed } from "../src/book/chapter.ts";
import type { Telling } from "../src/book/telling.ts";
import { type Writer, writer } from "../src/book/writer.ts";
import { DEFAULT_LESSON } from "../src/lesson/lesson.ts";
import { fromRows, square, subtract, sum } from "../src/math/matrix.ts";
import { markOf, single } from "../src/network/cells.ts";
import { kindOf } from "../src/network/quantities.ts";
import { part, type Stage, type Trace } from "../src/network/stage.ts";
import { apart, fewest, near } from "../src/typeset/apart.ts";
import {
  relation,
  type Shown,
  show,
  showMatrix,
  together,
  toTex,
} from "../src/typeset/format.ts";
import { coloured, markedTex } from "../src/typeset/tex.ts";
import { chapter as z1 } from "./02-z1.ts";
import { chapter as h1 } from "./03-h1.ts";
import { chapter as z2 } from "./04-z2.ts";
import { chapter as h2 } from "./05-h2.ts";
import { count } from "./words/prose.ts";

// <stage>
const misses = part({
  needs: ["y", "h2"],
  makes: ["loss_data"],
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

/** The stages from the weights to the loss: the loss as a function of the weights. */
export const forwardPass: readonly Stage[] = [
  z1.stage,
  h1.stage,
  z2.stage,
  h2.stage,
  [[misses], [price]],
];

/** λ for the example on a page whose lesson has no ridge. */
const EXAMPLE_RIDGE = 0.1;
/** Squares written out; more are left to dots. */
const MOST_SQUARES = 6;

export const chapter: Chapter<Mixed> = {
  name: "loss",
  stage: [[misses], [price]],
  direction: "forward",
  formula: ["L = Σ(y − h₂)²/2N", "+ λ(ΣW₁² + ΣW₂²)/2N"],
  facts: (trace, telling) => ({ trace, telling }),
  prose: {
    title: "One number for how wrong it is",
    summary:
      "Squared distance to the target, plus a price on large weights: the loss.",
    page({ trace, telling }, w) {
      const { y, lesson } = trace;
      const N = y.rows;
      const ridge = lesson.ridge || EXAMPLE_RIDGE;
      const lambda =
        lesson.ridge > 0
          ? markedTex(markOf(single("lambda")), w.exactTex(ridge))
          : w.exactTex(ridge);
      const half = (y.data.length * 0.25) / (2 * N);
      const besideHalf = apart(trace.loss_data, half, w.digits);
      const article = telling.traceOf(DEFAULT_LESSON);
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
  `Each row has ${y.cols} misses of ½, and the square of ½ is ¼. Their sum over ${count(N, "row")} is ${w.exact(y.data.length * 0.25)}; divided by 2·${N} that is ${w.exact(half)}, whatever the labels.`,
)}

## The data term, with the numbers

${w.display(dataLines(w, telling))}

${w.choose("loss-half", trace.loss_data < half ? "better" : "no-better", {
  better: `That is better than always answering one half: ${w.num(trace.loss_data, besideHalf)} is less than ${w.exact(half)}.`,
  "no-better": `Always answering one half has ${w.exact(half)}: that is ${trace.loss_data === half ? "the same" : "better"}.`,
})}

## The ridge term

The second part is a price on large weights, called **ridge**, L2 penalty or weight decay. A weight multiplies every change
of its input. So with large weights, a small change of the input can change the answer a lot. The number
$\\htmlClass{scalars}{\\lambda}$ sets the price.

${
  lesson.ridge === 0
    ? `In this lesson λ is ${w.rate("lambda")}, so the term is 0. With λ = ${w.exact(EXAMPLE_RIDGE)} it would be:`
    : `In this lesson λ is ${w.rate("lambda")}.`
}

${w.display(ridgeLines(w, telling, lambda, ridge))}

## The loss

${w.display([
  `${w.sym("loss")} &= ${w.sym("loss_data")} + ${w.sym("loss_ridge")}`,
  `&= ${w.scalar("loss_data")} + ${w.scalar("loss_ridge")}`,
  `&${relation(w.shown(trace.loss_data).value.plus(w.shown(trace.loss_ridge).value), w.shown(trace.loss))} \\htmlClass{lit}{${w.scalar("loss")}}`,
])}

${lesson.ridge > 0 ? ridgeShare(w) : ""}

${w.article(`It gives this formula and never its value. For its numbers the loss is ${writer(article, telling).num(article.loss)}. Its sums run from 0 to *N* and from 0 to *M*, which is one term too many: ${count(article.y.rows, "row")} would be counted as ${article.y.rows + 1}.`)}

${w.note(`A lower data loss means a better fit to the ${N === 1 ? "one row" : `${N} rows`} of this lesson. The article calls that generalization. The word means something else: how well the network does on data that it was not trained on.`)}

${w.source("loss")}
`;
    },
  },
};

/** A sum, its end left to dots where it is long. */
const short = (terms: readonly string[], dots: string): string =>
  (terms.length <= MOST_SQUARES
    ? terms
    : [...terms.slice(0, MOST_SQUARES - 1), dots]
  ).join(" + ");

const total = (numbers: readonly Big[]): Big =>
  numbers.reduce((sum, x) => sum.plus(x), new Big(0));

/** The data term in numbers as shown, with as many decimals as it takes for its steps to lead to its result. */
function dataTerm({ y, h2, loss_data }: Trace, digits: number) {
  const steps = (decimals: number) => {
    const targets = showMatrix(y, decimals).flat();
    const outputs = showMatrix(h2, decimals).flat();
    const exact = targets.map((target, i) =>
      target.value.minus(outputs[i]!.value).pow(2),
    );
    const squares = exact.map((x) => show(x.toNumber(), decimals));
    const mean = total(squares.map(({ value }) => value)).div(2 * y.rows);
    return { decimals, targets, outputs, exact, squares, mean };
  };
  return steps(
    fewest(digits, (it) => near(steps(it).mean.toNumber(), loss_data)),
  );
}

/** The data term line by line: the misses, their squares, the mean. */
function dataLines(w: Writer, { format }: Telling): string[] {
  const { trace } = w;
  const N = trace.y.rows;
  const { targets, outputs, exact, squares, mean } = dataTerm(
    trace,
    w.digits,
  );
  const cell = (name: "y" | "h2", i: number, shown: Shown) =>
    markedTex(
      markOf({ name, row: Math.floor(i / 2), col: i % 2 }),
      coloured(kindOf(name), toTex(shown, format)),
    );
  return [
    `${w.sym("loss_data")} &= \\tfrac{1}{2\\cdot ${N}}\\bigl(${short(
      targets.map(
        (y, i) => `(${cell("y", i, y)} - ${cell("h2", i, outputs[i]!)})^2`,
      ),
      "\\cdots",
    )}\\bigr)`,
    `&${together(exact.map((x, i) => relation(x, squares[i]!)))} \\tfrac{1}{${2 * N}}\\bigl(${short(
      squares.map((x) => toTex(x, format)),
      "\\cdots",
    )}\\bigr)`,
    `&${relation(mean, w.shown(trace.loss_data))} \\htmlClass{lit}{${w.scalar("loss_data")}}`,
  ];
}

/** How much of the loss the ridge is. */
function ridgeShare(w: Writer): string {
  const { loss, loss_data, loss_ridge } = w.trace;
  const share = w.percent(loss_ridge / loss);
  const kind =
    loss_ridge === 0
      ? "none"
      : loss_data > 0 && share === w.percent(1)
        ? "almost-all"
        : "share";
  return w.choose("ridge-share", kind, {
    none: `The ridge adds nothing here.`,
    "almost-all": `Almost all of it is the ridge.`,
    share: `The share of the ridge in it is ${share}.`,
  });
}

/** The ridge term line by line: λ/2N times the two sums of squares. */
function ridgeLines(
  w: Writer,
  { format }: Telling,
  lambdaTex: string,
  lambda: number,
): string[] {
  const { W1, W2, y } = w.trace;
  const N = y.rows;
  const squares = [sum(square(W1)), sum(square(W2))];
  const term = (lambda / (2 * N)) * (squares[0]! + squares[1]!);
  const found = (shown: readonly Shown[]) =>
    total(shown.map(({ value }) => value))
      .times(lambda)
      .div(2 * N);
  const at = (decimals: number) =>
    showMatrix(fromRows([squares]), decimals)[0]!;
  const shown = at(
    fewest(w.digits, (it) => near(found(at(it)).toNumber(), term)),
  );
  const result = w.shown(term);
  const number = (it: Shown) => toTex(it, format);
  return [
    `${w.sym("loss_ridge")} &= \\tfrac{${lambdaTex}}{2\\cdot ${N}}\\bigl(${shown.map(number).join(" + ")}\\bigr)`,
    `&${relation(found(shown), result)} ${number(result)}`,
  ];
}

run(import.meta.url);
