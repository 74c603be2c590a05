import { run } from "#run";
import { type Chapter, type Mixed, partOf } from "../src/book/chapter.ts";
import type { Telling } from "../src/book/telling.ts";
import { type Writer, writer } from "../src/book/writer.ts";
import { backward } from "../src/figures/backward.ts";
import { curve } from "../src/figures/curve.ts";
import { DEFAULT_LESSON } from "../src/lesson/lesson.ts";
import { sigmoidPrime } from "../src/math/elementary.ts";
import {
  add,
  at,
  map,
  matmul,
  multiply,
  scale,
  square,
  subtract,
  sum,
  transpose,
} from "../src/math/matrix.ts";
import { HALVINGS } from "../src/network/gradient-check.ts";
import { networkOf } from "../src/network/network.ts";
import { part, type Trace } from "../src/network/stage.ts";
import { inNumbers } from "../src/typeset/equations.ts";
import * as brick from "./bricks/sigmoid.ts";
import { FOUR_ROWS } from "./four-rows.ts";
import { MISPRINTS } from "./misprints.ts";
import { entriesNudged, nudgeTold, nudging, verdictTold } from "./nudging.ts";
import { ridgeAdds, ridgeShare, ridgeSlope } from "./ridge-slope.ts";
import { grouped } from "./words/prose.ts";

// <stage>
const factors = part({
  needs: ["y", "h2"],
  makes: ["dLoss_dh2", "dh2_dz2", "dLoss_dz2"],
  /** From the loss to the logits. (N×K) ⊙ (N×K) → (N×K) */
  compute({ y, h2 }) {
    const N = y.rows;
    const dLoss_dh2 = scale(-1 / N, subtract(y, h2));
    const dh2_dz2 = map(h2, sigmoidPrime);
    const dLoss_dz2 = multiply(dLoss_dh2, dh2_dz2);
    return { dLoss_dh2, dh2_dz2, dLoss_dz2 };
  },
});

const weights = part({
  needs: ["h1", "dLoss_dz2", "W2"],
  makes: ["dLoss_dW2"],
  /** On to W2, and what the ridge adds. (H×N)·(N×K) → (H×K) */
  compute({ h1, dLoss_dz2, W2 }, { ridge }) {
    const N = h1.rows;
    const dLoss_dW2 = add(
      matmul(transpose(h1), dLoss_dz2),
      scale(ridge / N, W2),
    );
    return { dLoss_dW2 };
  },
});
// </stage>

/** The scalar example: u = 3x + 1 and f = u², at x = 1, with a nudge. */
const EXAMPLE = { slope: 3, shift: 1, x: 1, nudge: 0.001 };
/** λ of the note on the program’s ridge gradient. */
const RIDGE = 0.1;

export const chapter: Chapter<Mixed> = {
  name: "dloss-dw2",
  stage: [[factors], [weights]],
  direction: "backward",
  formula: ["∂L/∂z₂ = ∂L/∂h₂ ⊙ ∂h₂/∂z₂", "∂L/∂W₂ = h₁ᵀ ∂L/∂z₂ + λW₂/N"],
  others: { four: FOUR_ROWS },
  facts: (trace, telling) => ({ trace, telling }),
  prose: {
    title: "Backward to the second layer",
    summary:
      "The chain rule from the loss to W2, factor by factor, and a check that needs no calculus.",
    meanings: {
      dLoss_dh2: "slope of the loss along each output",
      dh2_dz2: "slope of the sigmoid at each output",
      dLoss_dz2: "slope of the loss along each sum z2",
      dLoss_dW2: "slope of the loss along each second weight",
    },
    page({ trace, telling }, w) {
      const { figures } = telling.words;
      const { h1, y } = trace;
      const N = y.rows;
      const [first, second] = [
        w.equation("dLoss_dh2"),
        w.equation("dh2_dz2"),
      ];
      const [slopes, product] = [
        w.equation("dLoss_dz2"),
        w.equation("dLoss_dW2"),
      ];
      const [r, c] = w.followed("dLoss_dW2");
      const article = telling.traceOf(DEFAULT_LESSON);
      // The article's numbers keep its digits, whatever the reader's.
      const { digits } = DEFAULT_LESSON;
      const format = { ...telling.format, digits };
      const theirs = writer(article, { ...telling, format });
      const four = telling.traceOf(FOUR_ROWS);
      const batch = writer(four, telling, "four:");
      const batchFirst = batch.equation("dLoss_dh2");
      const batchProduct = batch.equation("dLoss_dW2");
      const ridged = telling.traceOf({ ...DEFAULT_LESSON, ridge: RIDGE });
      const checked = nudging(trace, "W2");
      const downhill = at(trace.dLoss_dW2, r, c);
      return `
The loss is ${w.scalarText("loss")}. How fast would it rise or fall if one weight grew? That is the slope along this weight. It
says which way to move the weight to bring the loss down. **Backpropagation** finds the slopes of all weights at once. It goes down the
stack, from the loss to the weights, and asks each brick: when your input moves a little, how far does your output move?

## A refresher: slope and chain rule

The **slope** of a function, or its **derivative**, says how fast its value moves when its input moves. The slope of $f$ along $u$ is written $df/du$.
Take $u = ${EXAMPLE.slope}x + ${EXAMPLE.shift}$ and $f = u^2$, at $x = ${EXAMPLE.x}$.

${refresher(w)}

${w.figure(exampleCurve(telling, w), `$f = u^2$ over $u$. The straight line is the tangent: it touches the curve and has its slope there.`)}

A function of many inputs has a slope along each of them. It is called a **partial derivative** and written with ∂ instead
of $d$. All of them together are the **gradient**. For our weights it has the shape of the weight matrix: one slope for each weight.

## The chain

The loss is a sum of two parts, and the slope of a sum is the sum of the slopes. From the first part, $${w.sym("loss_data")}$, the way back
to $${w.sym("W2")}$ passes three bricks, so there are three factors. The second part, the ridge, takes the weights
themselves: its slope is added at the end.

$$
${w.sym("dLoss_dW2")} = ${w.symT("h1")}\\,\\Bigl(${w.sym("dLoss_dh2")} \\odot ${w.sym("dh2_dz2")}\\Bigr) + ${ridgeSlope(w, "W2")}
$$

The sign ⊙ is the **elementwise** product: each entry times the entry in the same place. Two matrices side by side
are a matrix product, as in chapter ${w.chapter("z1")}.

${w.figure(backward({ id: "backward-w2", network: networkOf(trace.lesson), part: partOf(chapter, trace.lesson), href: w.placeOf }, figures.backward), `The way back through the bricks. Each tile leads to its numbers.`)}

Each factor is the derivative of one brick, and the ridge has a derivative of its own:

| brick | function | derivative along its input |
|:--|:--|:--|
| loss | $\\frac{1}{2N}(y - h)^2$ | $-\\frac{1}{N}(y - h)$ |
| sigmoid | $h = \\sigma(z)$ | $h\\,(1 - h)$ |
| weights | $z = h\\,w$ | $h$ along $w$, and $w$ along $h$ |
| ridge | $\\frac{\\lambda}{2N}\\,w^2$ | $\\frac{\\lambda}{N}\\,w$ |

In the first line the minus comes from inside: $y - h$ falls by 1 when $h$ grows by 1. The last line follows from the refresher. The slope of $w^2$ is $2w$, so that of $\\frac{\\lambda}{2N}\\,w^2$ is
$\\frac{\\lambda}{2N} \\cdot 2w = \\frac{\\lambda}{N}\\,w$. ${ridgeAdds(w, ridgeShare(trace, "W2"))}

${w.article(`The table there calls −(*y* − *h*) “dLoss/dW2”. It is dLoss/dh2, the first factor of three, and it is the slope of ½(*y* − *h*)².`)}

${w.details(
  "Why is the slope of σ equal to h(1 − h)?",
  `Write $h = 1/u$ with $u = 1 + e^{-z}$. The slope of $1/u$ is $-1/u^2$ and the slope of $u$ is $-e^{-z}$; we take these two from a table. By the chain rule

$$
\\frac{dh}{dz} = \\frac{e^{-z}}{(1 + e^{-z})^2} = \\frac{1}{1 + e^{-z}} \\cdot \\frac{e^{-z}}{1 + e^{-z}} = h\\,(1 - h)
$$

The first factor is $h$. The second is $1 - h$, because the two add up to 1.`,
)}

<h2 id="dLoss_dh2">First factor: the loss along each output</h2>

${w.display(first.unlit)}

The sign says which way the loss goes when an output grows. ${signsOf(trace, w)}

<h2 id="dh2_dz2">Second factor: the slope of the sigmoid</h2>

${w.display(second.lines)}

${w.article(`The first entry of this factor has a minus there, ${MISPRINTS.dh2_dz2}. A sigmoid only rises, so its slope is never negative: the entry is ${theirs.num(at(article.dh2_dz2, 0, 0))}.`)}

${brick.prose.slopes(brick.curveFacts(trace, "z2", "h2"), "logit", w)}

<h2 id="dLoss_dz2">Both together</h2>

${w.display(slopes.lines)}
${w.shapes(slopes)}

Keep this matrix: chapter ${w.chapter("dloss-dw1")} starts from it.

${w.byHand(slopes)}

<h2 id="dLoss_dW2">Third factor: what came in through each weight</h2>

${w.display(product.lines)}
${w.shapes(product)}

${w.question(
  `The slope along $${w.sym("W2")}[${r},${c}]$ is ${w.cell("dLoss_dW2", r, c)}. Should that weight grow or shrink to bring the loss down?`,
  w.choose(
    "W2-downhill",
    downhill > 0 ? "shrink" : downhill < 0 ? "grow" : "stay",
    {
      shrink: `Shrink: the slope is positive, so here the loss rises as the weight grows.`,
      grow: `Grow: the slope is negative, so here the loss falls as the weight grows.`,
      stay: `Neither: the slope comes out as 0. As far as the computer’s digits tell, the loss is level along this weight, and neither way is down.`,
    },
  ),
)}

${w.byHand(product)}

## Why the transpose?

**By shapes.** The gradient has one slope for each weight, so it must be ${h1.cols}×${y.cols}, like $${w.sym("W2")}$.
To multiply, we have $${w.sym("h1")}$, which is ${h1.rows}×${h1.cols}, and $${w.sym("dLoss_dz2")}$, which is ${N}×${y.cols}. ${
        h1.rows === h1.cols
          ? `Here $${w.sym("h1")}$ is square, and the inner numbers would meet either way. With any other number of rows they
meet only when $${w.sym("h1")}$ is transposed.`
          : `Only $${w.symT("h1")}$ on the left gives that shape:
${h1.cols}×${N} times ${N}×${y.cols}. The inner numbers meet only when $${w.sym("h1")}$ is transposed.`
      }

**By writing out one entry.** Weight $[j,k]$ takes part in output $k$ of *every* row $n$, each time multiplied by
hidden value $j$ of that row. Its slope is the sum over all rows, plus what the ridge adds:

$$
${w.sym("dLoss_dW2")}[j,k] = \\sum_{n} ${w.sym("h1")}[n,j] \\cdot ${w.sym("dLoss_dz2")}[n,k] + ${ridgeSlope(w, "W2", "[j,k]")}
$$

A matrix product sums over the columns of its left factor. So the rows $n$ of $${w.sym("h1")}$ must become columns: that is the transpose.
${w.choose("rows", N === 1 ? "one" : "more", {
  one: `This lesson has one row, so the sum has one term. Here is a lesson with four.`,
  more: `In this lesson the sum has ${grouped(N)} terms, one for each row. Here is one with four rows, to compare.`,
})}

## The article’s first four rows

Here are the article’s first four rows, with its weights and no ridge. Now $N = ${four.y.rows}$, and each slope in
$${w.sym("dLoss_dz2")}$ carries the factor 1/${four.y.rows}.

${batch.display(inNumbers(batchFirst))}
${batch.display(batchProduct.lines)}
${batch.shapes(batchProduct)}
${batch.byHand(batchProduct)}

## A check without calculus

Nudge one weight up a little and run the forward pass. Nudge it down by as much and run it again. Divide the difference of the
two losses by the difference of the two values of the weight. The result is very nearly the slope, found without a single derivative. This method is
called **central differences**.

${w.source("nudging")}

${nudgeTold(w, checked)}

${w.checkTable("W2", checked.entries)}

${verdictTold(w, "W2-check", checked)}
When this book was made, the check was repeated more closely, also on a second lesson with several rows and a ridge. Had one slope failed, there would be no book.

${w.details(
  "How the book was checked when it was made",
  `Each weight was nudged by up to ${HALVINGS} different amounts, each half as large as the one before, and the results show the value that they tend to. Where even that cannot tell, another way to find the slope decides: the tape of chapter ${w.chapter("autodiff")}.`,
)}

${w.article(`Its program adds λ·∑*W*² to every slope, the same number everywhere. The slope of the ridge term is λ*w*/*N*, different for each weight. With λ = ${w.exact(RIDGE)} and its own numbers, the entry [0,0] gets ${theirs.num(RIDGE * sum(square(article.W2)))} instead of ${theirs.num(RIDGE * at(article.W2, 0, 0))}: even the sign is wrong. By nudging, the whole slope there is ${theirs.num(entriesNudged(ridged, "W2")[0]!.numeric)}; with the right ridge the chain rule gives ${theirs.num(at(ridged.dLoss_dW2, 0, 0))}.`)}

${w.source("dloss-dw2")}
`;
    },
  },
};

/** What the signs of the first factor say, by one output below its target and one above. */
function signsOf({ y, h2 }: Trace, w: Writer): string {
  const miss = (i: number) => h2.data[i]! - y.data[i]!;
  const outputs = [...y.data.keys()];
  const under = outputs.find((i) => miss(i) < 0);
  const over = outputs.find((i) => miss(i) > 0);
  if (under === undefined && over === undefined)
    return w.choose("h2-exact", "all", {
      all: `Here every output is exactly its target, so every slope is 0.`,
    });
  const told = (i: number, sign: string, way: "below" | "above") => {
    const [r, c] = [Math.floor(i / y.cols), i % y.cols];
    return w.choose(`h2-target-${i}`, way, {
      [way]: `Output [${r},${c}] lies ${w.brief(Math.abs(miss(i)))} ${way} its target ${y.data[i]}, so its slope is ${sign}: ${w.cell("dLoss_dh2", r, c)}.`,
    } as Record<"below" | "above", string>);
  };
  return [
    under === undefined ? "" : told(under, "negative", "below"),
    over === undefined ? "" : told(over, "positive", "above"),
  ].join(" ");
}

/** The chain rule in three numbers, and the same by a nudge. */
function refresher(w: Writer): string {
  const { slope, shift, x, nudge } = EXAMPLE;
  const u = (at: number) => slope * at + shift;
  const f = (at: number) => u(at) * u(at);
  const measured = (f(x + nudge) - f(x)) / nudge;
  return `There $u = ${u(x)}$ and $f = ${f(x)}$. When $x$ moves by 1, $u$ moves by ${slope}: its slope is ${slope} everywhere.
The slope of $u^2$ is $2u$, here ${2 * u(x)}. The **chain rule** says that slopes along a chain multiply.

$$
\\frac{df}{dx} = \\frac{df}{du} \\cdot \\frac{du}{dx} = ${2 * u(x)} \\cdot ${slope} = ${2 * u(x) * slope}
$$

Try it with a nudge. At $x = ${w.exactTex(x + nudge)}$ the value is ${w.exact(Number(f(x + nudge).toFixed(9)))}. It moved by ${w.exact(Number((f(x + nudge) - f(x)).toFixed(9)))}; divided
by the nudge, ${w.exact(nudge)}, that is ${w.exact(Number(measured.toFixed(6)))}. The smaller the nudge, the closer to ${2 * u(x) * slope}.`;
}

function exampleCurve({ words }: Telling, w: Writer): string {
  const u = EXAMPLE.slope * EXAMPLE.x + EXAMPLE.shift;
  const points = Array.from({ length: 49 }, (_, i): [number, number] => [
    i / 8,
    (i / 8) * (i / 8),
  ]);
  return curve(
    {
      id: "slope-example",
      points,
      at: { x: u, y: u * u, slope: 2 * u },
      names: { x: "u", y: "f", slope: "df/du" },
    },
    words.figures.slope,
    w.short,
  );
}

run(import.meta.url);
