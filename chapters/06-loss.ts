import { run } from "#run";
import type { Chapter, Prose } from "../src/book/chapter.ts";
import type { Others } from "../src/book/telling.ts";
import type { Writer } from "../src/book/writer.ts";
import { DEFAULT_LESSON } from "../src/lesson/lesson.ts";
import { sumOf } from "../src/math/exact.ts";
import { square, subtract, sum } from "../src/math/matrix.ts";
import { sigmoidCrossEntropy, softmaxCrossEntropy } from "../src/math/softmax.ts";
import { brokenIn, isBroken } from "../src/network/broken.ts";
import { markOf, single } from "../src/network/marks.ts";
import { part, type Stage, type Trace } from "../src/network/stage.ts";
import { fewest, near } from "../src/typeset/apart.ts";
import {
  relation,
  type Sign,
  showColumn,
  showExact,
  showScalar,
  significant,
  withDigits,
} from "../src/typeset/format.ts";
import { markedTex, slashTex } from "../src/typeset/tex.ts";
import { stage as z1 } from "./02-z1.ts";
import { stage as h1 } from "./03-h1.ts";
import { stage as z2 } from "./04-z2.ts";
import { stage as h2 } from "./05-h2.ts";
import { ridgeFormula } from "./bricks/loss-parts.ts";
import { lossFacts, lossProse, lossTold } from "./bricks/losses.ts";
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

export const stage: Stage = [[ofSigmoids, ofSoftmax, misses], [price]];

/** The stages from the weights to the loss: the loss as a function of the weights. */
export const forwardPass: readonly Stage[] = [z1, h1, z2, h2, stage];

/** λ for the example on a page whose lesson has no ridge. */
const EXAMPLE_RIDGE = 0.1;

function facts(trace: Trace, { traceOf }: Others) {
  const { y, loss_data, lesson } = trace;
  const shown = (x: number) => showScalar(x, lesson);
  const article = traceOf(DEFAULT_LESSON);
  return {
    N: y.rows,
    data: lossFacts(trace),
    hasBias: lesson.bias,
    ridge: ridgeOf(trace, lesson.ridge || EXAMPLE_RIDGE),
    share: shareOf(trace),
    sign: brokenIn(trace, "loss")
      ? "≠"
      : relation(shown(loss_data).value.plus(shown(trace.loss_ridge).value), shown(trace.loss)),
    /** As a reader's own code may make it. */
    isNegative: trace.loss < 0 || loss_data < 0,
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
  summary: (lesson) => lossProse(lesson).summary,
  meanings: (lesson) => ({
    loss_data: lossProse(lesson).meaning,
    loss_ridge: "the price of large weights",
    loss: "the loss: both together",
  }),
  page(f, w) {
    const { N, ridge } = f;
    const data = lossTold(f.data, w);
    return `
To get better, the network must know how wrong it is. The **loss** $${w.sym("loss")}$ measures that with one number. ${
      f.isNegative
        ? "The"
        : `It is
never below zero, and the`
    } smaller it is, the better. It has two parts.

$$
\\begin{aligned}
${w.sym("loss_data")} &= ${data.formula} \\\\[.6em]
${w.sym("loss_ridge")} &= ${ridgeFormula(w)} \\\\[.6em]
${w.sym("loss")} &= ${w.sym("loss_data")} + ${w.sym("loss_ridge")}
\\end{aligned}
$$

${data.introduction}

${data.question}

## The data term, with the numbers

${data.lines}

${data.compared}

${data.more}

## The ridge term

The second part is a price on large weights, called **ridge**, L2 penalty or weight decay. A weight multiplies every change
of its input. So with large weights, a small change of the input can change the answer a lot. The number
$\\htmlClass{scalars}{\\lambda}$ sets the price.

${
  f.share
    ? `In this lesson λ is ${w.rate("lambda")}.`
    : `In this lesson λ is ${w.rate("lambda")}, so the term ${ridge.made === undefined ? "is 0" : `should be 0, and the changed code makes it ${w.num(ridge.made)}`}. With λ = ${w.exact(ridge.lambda)} it would be:`
}

${w.display(ridgeLines(w, f))}${biasTold(f, w)}

## The loss

${w.display([
  `${w.sym("loss")} &= ${w.sym("loss_data")} + ${w.sym("loss_ridge")}`,
  `&= ${w.scalar("loss_data")} + ${w.scalar("loss_ridge")}`,
  `&${f.sign} \\htmlClass{lit}{${w.scalar("loss")}}`,
])}

${
  f.share && f.share.claim !== "untold"
    ? w.choose("ridge-share", f.share.claim, {
        none: `The ridge adds nothing here.`,
        "almost-all": `Almost all of it is the ridge.`,
        share: `The share of the ridge in it is ${w.percent(f.share.share)}.`,
      })
    : ""
}

${w.article(`${data.article} ${w.num(f.theirs.loss)}. Its sums run from 0 to *N* and from 0 to *M*, which is one term too many: ${count(w, f.theirs.N, "row")} would be counted as ${f.theirs.counted}.`)}

${w.note(`A lower data loss means a better fit to the ${N === 1 ? "one row" : `${N} rows`} of this lesson. The article calls that generalization. The word means something else: how well the network does on data that it was not trained on.`)}

${w.source("loss")}
`;
  },
};

/** The ridge term, with as many decimals as it takes for its steps to lead to its result. */
function ridgeOf(trace: Trace, lambda: number) {
  const { lesson, W1, W2, y } = trace;
  const [first, second] = [sum(square(W1)), sum(square(W2))];
  const term = (lambda / (2 * y.rows)) * (first + second);
  const found = (decimals: number) =>
    sumOf(showColumn([first, second], withDigits(lesson, decimals)).map(({ value }) => value))
      .times(showExact(lambda, lesson).value)
      .div(2 * y.rows);
  const decimals = fewest(lesson.digits, (it) => near(found(it).toNumber(), term));
  const isOff = isBroken(trace, "loss_ridge");
  const made = isOff ? trace.loss_ridge : undefined;
  const isMade = made !== undefined && lesson.ridge > 0;
  const sign: Sign = isMade ? "≠" : relation(found(decimals), showScalar(term, lesson));
  return { lambda, sums: [first, second], decimals, term: isMade ? made : term, sign, made };
}

/** How much of the loss the ridge is, where the lesson has one. */
function shareOf(trace: Trace) {
  const { lesson, loss, loss_data, loss_ridge } = trace;
  if (lesson.ridge === 0) return undefined;
  // Of numbers that are no parts of it, there is no share.
  if (isBroken(trace, "loss_data", "loss_ridge", "loss")) return { share: 0, claim: "untold" } as const;
  const share = loss === 0 ? 0 : loss_ridge / loss;
  const isAll = loss_data > 0 && significant(100 * share).value.eq(100);
  const claim = share === 0 ? "none" : isAll ? "almost-all" : "share";
  return { share, claim } as const;
}

/** The biases, where there are any, are not in the ridge. */
const biasTold = ({ hasBias }: Facts, w: Writer): string =>
  hasBias
    ? `The biases $${w.sym("b1")}$ and $${w.sym("b2")}$ have no price. A bias multiplies no input, so a large one does not make the answer change more when an input changes.`
    : "";

/** The ridge term line by line: λ/2N times the two sums of squares. */
function ridgeLines(w: Writer, { N, ridge, share }: Facts): string[] {
  const lambda = slashTex(w.exactTex(ridge.lambda));
  const marked = share ? markedTex(markOf(single("lambda")), lambda) : lambda;
  const sums = showColumn(ridge.sums, withDigits(w.format, ridge.decimals)).map(w.tex).join(" + ");
  return [
    `${w.sym("loss_ridge")} &= \\tfrac{${marked}}{2\\cdot ${N}}\\bigl(${sums}\\bigr)`,
    `&${ridge.sign} ${w.tex(w.shown(ridge.term))}`,
  ];
}

export const chapter: Chapter<Facts> = {
  name: "loss",
  stage,
  direction: "forward",
  formula: (lesson) => [lossProse(lesson).formula, "+ λ(ΣW₁² + ΣW₂²)/2N"],
  facts,
  prose,
};

run(import.meta.url);
