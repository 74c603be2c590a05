import Big from "big.js";
import { run } from "#run";
import { markOf, single } from "../src/cells.ts";
import type { Chapter } from "../src/chapter.ts";
import {
  relation,
  type Shown,
  show,
  showMatrix,
  together,
  toTex,
} from "../src/format.ts";
import { DEFAULT_LESSON } from "../src/lesson.ts";
import { at, square, subtract, sum } from "../src/matrix.ts";
import type { Telling } from "../src/telling.ts";
import { kindOf, markedTex } from "../src/tex.ts";
import { stage, type Trace, VALUES } from "../src/trace.ts";
import { type Writer, writer } from "../src/writer.ts";
import { z1 } from "./02-z1.ts";
import { h1 } from "./03-h1.ts";
import { z2 } from "./04-z2.ts";
import { h2 } from "./05-h2.ts";
import { count } from "./prose.ts";

// <stage>
export const loss = stage({
  needs: ["y", "h2", "W1", "W2"],
  makes: ["loss_data", "loss_ridge", "loss"],
  /** How wrong the outputs are, and the price of large weights. → numbers */
  compute({ y, h2, W1, W2 }, { ridge }) {
    const N = y.rows;
    const loss_data = sum(square(subtract(y, h2))) / (2 * N);
    const loss_ridge =
      (ridge / (2 * N)) * (sum(square(W1)) + sum(square(W2)));
    return { loss_data, loss_ridge, loss: loss_data + loss_ridge };
  },
});
// </stage>

/** How the three numbers come about. */
function equations(w: Writer) {
  const { trace, cells, entries } = w;
  const N = trace.y.rows;
  const misses = cells("y").map(
    ({ row, col }) =>
      `(${w.cell("y", row, col)} − ${w.cell("h2", row, col)})²`,
  );
  const outputs = entries("h2");
  const missed = entries("y").map((y, i) => y.minus(outputs[i]!));
  const squaresOf = (name: "W1" | "W2") =>
    cells(name).map(({ row, col }) => {
      const weight = w.cell(name, row, col);
      return at(trace[name], row, col) < 0 ? `(${weight})²` : `${weight}²`;
    });
  const squares = [...squaresOf("W1"), ...squaresOf("W2")];
  const weights = [...entries("W1"), ...entries("W2")];
  const total = (numbers: readonly Big[]) =>
    numbers.reduce((sum, x) => sum.plus(x.pow(2)), new Big(0));
  const [data, ridge] = [trace.loss_data, trace.loss_ridge].map(
    (x) => w.shown(x).value,
  ) as [Big, Big];
  return {
    loss_data: w.scalarOrigin(
      "loss_data",
      [...cells("y"), ...cells("h2")],
      `(${short(misses, "⋯")})/(2·${N})`,
      total(missed).div(2 * N),
    ),
    loss_ridge: w.scalarOrigin(
      "loss_ridge",
      [single("lambda"), ...cells("W1"), ...cells("W2")],
      `${w.rate("lambda")}/(2·${N})·(${short(squares, "⋯")})`,
      total(weights)
        .times(trace.lesson.ridge)
        .div(2 * N),
    ),
    loss: w.scalarOrigin(
      "loss",
      [single("loss_data"), single("loss_ridge")],
      `${w.scalarText("loss_data")} + ${w.scalarText("loss_ridge")}`,
      data.plus(ridge),
    ),
  };
}

/** The stages from the weights to the loss: the loss as a function of the weights. */
export const forwardPass = [z1, h1, z2, h2, loss];

/** λ for the example on a page whose lesson has no ridge. */
const EXAMPLE_RIDGE = 0.1;
/** Squares written out; more are left to dots. */
const MOST_SQUARES = 6;

export const chapter: Chapter = {
  name: "loss",
  stage: loss,
  bricks: ["loss"],
  direction: "forward",
  formula: ["L = Σ(y − h₂)²/2N", "+ λ(ΣW₁² + ΣW₂²)/2N"],
  title: "One number for how wrong it is",
  summary:
    "Squared distance to the target, plus a price on large weights: the loss.",
  equations,
  page(trace, telling) {
    const w = writer(trace, telling);
    const { y, W1, W2, lesson } = trace;
    const N = y.rows;
    const [squares1, squares2] = [sum(square(W1)), sum(square(W2))];
    const ridge = lesson.ridge || EXAMPLE_RIDGE;
    const lambda =
      lesson.ridge > 0
        ? markedTex(markOf(single("lambda")), w.exactTex(ridge))
        : w.exactTex(ridge);
    const ridgeTerm = (ridge / (2 * N)) * (squares1 + squares2);
    const half = (y.data.length * 0.25) / (2 * N);
    const article = telling.traceOf(DEFAULT_LESSON);
    return `
To get better, the network must know how wrong it is. The **loss** $${w.sym("loss")}$ says it in one number, zero at
best. It has two parts.

$$
\\begin{aligned}
${w.sym("loss_data")} &= \\frac{1}{2N} \\sum \\left(${w.sym("y")} - ${w.sym("h2")}\\right)^2 \\\\[.6em]
${w.sym("loss_ridge")} &= \\frac{\\htmlClass{scalars}{\\lambda}}{2N} \\left(\\sum ${w.sym("W1")}^2 + \\sum ${w.sym("W2")}^2\\right) \\\\[.6em]
${w.sym("loss")} &= ${w.sym("loss_data")} + ${w.sym("loss_ridge")}
\\end{aligned}
$$

The first part compares every output with its target. A square has no sign, so too much and too little both count,
and a miss twice as large counts four times. Dividing by $N$, here ${N}, makes it a mean over the rows; the 2 is there
to cancel the 2 that the slope of a square brings in chapter 7.

${w.question(
  `A network that answers one half to everything has missed every target by one half. What is its data loss?`,
  `Each row has ${y.cols} misses of ½, squared ¼. Their sum over ${count(N, "row")} is ${w.exact(y.data.length * 0.25)}; divided by 2·${N} that is ${w.exact(half)}, whatever the labels.`,
)}

## The data term, with the numbers

${w.display(dataTerm(trace, telling))}

${w.choose("loss-half", trace.loss_data < half ? "better" : "no-better", {
  better: `That is better than the ${w.exact(half)} of one who always answers one half.`,
  "no-better": `That is no better than the ${w.exact(half)} of one who always answers one half.`,
})}

## The ridge term

The second part is a price on large weights, called **ridge**, L2 penalty or weight decay. Large weights make the
network’s answer jump when the input hardly moves. How high the price is, $\\htmlClass{scalars}{\\lambda}$ says.

${
  lesson.ridge === 0
    ? `In this lesson λ is ${w.rate("lambda")}, so the term is 0. With λ = ${w.exact(EXAMPLE_RIDGE)} it would be:`
    : `In this lesson λ is ${w.rate("lambda")}.`
}

${w.display(ridgeLines(telling, lambda, ridge, N, squares1, squares2, ridgeTerm))}

## The loss

${w.display([
  `${w.sym("loss")} &= ${w.sym("loss_data")} + ${w.sym("loss_ridge")}`,
  `&= ${w.scalar("loss_data")} + ${w.scalar("loss_ridge")}`,
  `&${relation(w.shown(trace.loss_data).value.plus(w.shown(trace.loss_ridge).value), w.shown(trace.loss))} \\htmlClass{lit}{${w.scalar("loss")}}`,
])}

${lesson.ridge > 0 ? `The share of the ridge in it is ${w.percent(trace.loss === 0 ? 0 : trace.loss_ridge / trace.loss)}.` : ""}

${w.article(`It gives this formula and never its value. For its numbers the loss is ${writer(article, telling).num(article.loss)}. Its sums run from 0 to *N* and from 0 to *M*, which is one term too many: ${count(article.y.rows, "row")} would be counted as ${article.y.rows + 1}.`)}

${w.note(`A lower loss here means a better fit to the ${N === 1 ? "one row" : `${N} rows`} of this lesson. The article calls that generalization. The word is for something else: how well the network does on data that it was not trained on.`)}

${w.source("loss", "chapters/06-loss.ts")}
`;
  },
};

/** A sum, its end left to dots where it is long. */
const short = (terms: readonly string[], dots: string): string =>
  (terms.length <= MOST_SQUARES
    ? terms
    : [...terms.slice(0, MOST_SQUARES - 1), dots]
  ).join(" + ");

/** The data term line by line: the misses, their squares, the mean. */
function dataTerm(trace: Trace, telling: Telling): string[] {
  const w = writer(trace, telling);
  const { format } = telling;
  const N = trace.y.rows;
  const targets = showMatrix(trace.y, format.digits).flat();
  const outputs = showMatrix(trace.h2, format.digits).flat();
  const exact = targets.map((y, i) =>
    y.value.minus(outputs[i]!.value).pow(2),
  );
  const squares = exact.map((x) => show(x.toNumber(), format.digits));
  const total = squares.reduce((all, x) => all.plus(x.value), new Big(0));
  const result = w.shown(trace.loss_data);
  const cell = (name: "y" | "h2", i: number, shown: Shown) =>
    markedTex(
      markOf({ name, row: Math.floor(i / 2), col: i % 2 }),
      kindOf(VALUES[name].kind, toTex(shown, format)),
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
    `&${relation(total.toNumber() / (2 * N), result)} \\htmlClass{lit}{${w.scalar("loss_data")}}`,
  ];
}

/** The ridge term line by line: λ/2N times the two sums of squares. */
function ridgeLines(
  telling: Telling,
  lambdaTex: string,
  lambda: number,
  N: number,
  squares1: number,
  squares2: number,
  term: number,
): string[] {
  const { format } = telling;
  const [s1, s2, result] = [squares1, squares2, term].map((x) =>
    show(x, format.digits),
  ) as [Shown, Shown, Shown];
  const number = (shown: Shown) => toTex(shown, format);
  return [
    `L_{\\text{ridge}} &= \\tfrac{${lambdaTex}}{2\\cdot ${N}}\\bigl(${number(s1)} + ${number(s2)}\\bigr)`,
    `&${relation(s1.value.plus(s2.value).times(lambda).toNumber() / (2 * N), result)} ${number(result)}`,
  ];
}

run(import.meta.url);
