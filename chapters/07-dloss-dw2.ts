import { run } from "#run";
import type { Chapter, Prose } from "../src/book/chapter.ts";
import type { Others } from "../src/book/telling.ts";
import type { Writer } from "../src/book/writer.ts";
import { crossIn, flatIn } from "../src/figures/cross.ts";
import { network, networkIn } from "../src/figures/network.ts";
import { rise } from "../src/figures/rise.ts";
import { DEFAULT_LESSON } from "../src/lesson/lesson.ts";
import { exact } from "../src/math/exact.ts";
import {
  add,
  at,
  columnSums,
  map,
  matmul,
  multiply,
  scale,
  square,
  subtract,
  sum,
  toRows,
  transpose,
} from "../src/math/matrix.ts";
import { softmaxBack } from "../src/math/softmax.ts";
import { brokenIn, isBroken } from "../src/network/broken.ts";
import { HALVINGS } from "../src/network/gradient-check.ts";
import { part, type Stage, type Trace } from "../src/network/stage.ts";
import type { MatrixName } from "../src/network/values.ts";
import { cellsOf, followed, inNumbers } from "../src/typeset/equations.ts";
import { show, showBig } from "../src/typeset/format.ts";
import { visible } from "../src/typeset/tex.ts";
import * as backward from "./backward.ts";
import { proseOf } from "./bricks/index.ts";
import { lossProse } from "./bricks/losses.ts";
import { prose as softmaxProse } from "./bricks/softmax.ts";
import { onTangents } from "./bricks/telling.ts";
import {
  collapseTold,
  comparedFacts,
  sigmoidFacts,
  softmaxFacts,
  softmaxTold,
  wayOf,
} from "./bricks/to-logits.ts";
import { FOUR_ROWS } from "./four-rows.ts";
import { EXAMPLE } from "./scalar-example.ts";
import { crossFigure, turnedFigure } from "./words/cross.ts";
import { grouped, list } from "./words/prose.ts";
import { quoted } from "./worked/compare.ts";
import { MISPRINT } from "./worked/misprint.ts";

// <stage>
const factors = part({
  needs: ["y", "h2"],
  makes: ["dLoss_dh2", "dh2_dz2", "dLoss_dz2"],
  /** From the loss to the logits. (N×K) ⊙ (N×K) → (N×K) */
  compute({ y, h2 }, _, { output }) {
    const N = y.rows;
    const dLoss_dh2 = scale(-1 / N, subtract(y, h2));
    const dh2_dz2 = map(h2, output.slope);
    const dLoss_dz2 = multiply(dLoss_dh2, dh2_dz2);
    return { dLoss_dh2, dh2_dz2, dLoss_dz2 };
  },
});

const throughSoftmax = part({
  needs: ["y", "h2"],
  makes: ["dLoss_dh2", "dLoss_dz2"],
  /** From the loss to the logits, row by row. (N×K), (N×K) → (N×K) */
  compute({ y, h2 }) {
    const N = y.rows;
    const dLoss_dh2 = scale(-1 / N, subtract(y, h2));
    const dLoss_dz2 = softmaxBack(dLoss_dh2, h2);
    return { dLoss_dh2, dLoss_dz2 };
  },
});

const collapsed = part({
  needs: ["y", "h2"],
  makes: ["dLoss_dz2"],
  /** From the loss to the logits, in one step. (N×K), (N×K) → (N×K) */
  compute({ y, h2 }) {
    const N = y.rows;
    const dLoss_dz2 = scale(1 / N, subtract(h2, y));
    return { dLoss_dz2 };
  },
});

const weights = part({
  needs: ["h1", "dLoss_dz2", "W2"],
  makes: ["dLoss_dW2"],
  /** On to W2, and what the ridge adds. (H×N)·(N×K) → (H×K) */
  compute({ h1, dLoss_dz2, W2 }, { ridge }) {
    const N = h1.rows;
    const data2 = matmul(transpose(h1), dLoss_dz2);
    const dLoss_dW2 = add(data2, scale(ridge / N, W2));
    return { dLoss_dW2 };
  },
});

const biases = part({
  needs: ["dLoss_dz2"],
  makes: ["dLoss_db2"],
  /** On to b2, which every row has: a sum over the rows. (N×K) → (1×K) */
  compute({ dLoss_dz2 }) {
    const dLoss_db2 = columnSums(dLoss_dz2);
    return { dLoss_db2 };
  },
});
// </stage>

export const stage: Stage = [[factors, throughSoftmax, collapsed], [weights], [biases]];

/** λ of the note on the program’s ridge gradient. */
const RIDGE = 0.1;

function facts(trace: Trace, others: Others) {
  const { X, W2, h1, dLoss_dW2 } = trace;
  const [row, col] = followed(W2);
  const slope = at(dLoss_dW2, row, col);
  const way = slope > 0 ? "down" : slope < 0 ? "up" : "stay";
  const cross = crossIn(trace, "dLoss_dW2");
  return {
    ...backward.facts(trace, others, stage, "W2"),
    example: exampleOf(EXAMPLE),
    way: wayOf(trace),
    loss: { loss: trace.lesson.loss, outputActivation: trace.lesson.outputActivation },
    hasBias: trace.lesson.bias,
    softmax: softmaxFacts(trace),
    sigmoid: sigmoidFacts(trace),
    compared: comparedFacts(trace),
    misses: missesOf(trace),
    one: oneWeightOf(trace),
    path: { ...networkIn(trace, "h1", "h2"), lit: { layer: "W2", from: row, to: col } },
    says: slopesSay(trace),
    cross,
    flat: flatIn(trace, cross),
    crossOfFour: crossIn(others.traceOf(FOUR_ROWS), "dLoss_dW2"),
    /** Whether the slopes of the four rows are divided by their number. */
    areMeans: !isBroken(others.traceOf(FOUR_ROWS), "dLoss_dh2", "dLoss_dz2"),
    isProductOff: isBroken(trace, "dLoss_dz2"),
    /** Idle is a weight whose hidden value is 0 in every row. */
    weight: {
      row,
      col,
      way,
      isIdle: toRows(h1).every((line) => line[row] === 0) && trace.lesson.ridge === 0,
    },
    isSquare: X.rows === W2.rows,
    /** Whether the inner numbers of the two in the other order meet as well. */
    meetsBack: X.rows === W2.cols,
    rows: X.rows === 1 ? "one" : "more",
    halvings: HALVINGS,
    article: articleOf(others),
  } as const;
}
export type Facts = ReturnType<typeof facts>;

/** The chain rule in three numbers, and the same by a nudge. */
function exampleOf({ slope, shift, x, nudge }: typeof EXAMPLE) {
  const u = (x: number) => slope * x + shift;
  const f = (x: number) => u(x) * u(x);
  const moved = f(x + nudge) - f(x);
  return {
    ...EXAMPLE,
    u: u(x),
    f: f(x),
    outer: 2 * u(x),
    rise: 2 * u(x) * EXAMPLE.run,
    product: 2 * u(x) * slope,
    // Without what rounding left at their ends.
    nudged: {
      x: x + nudge,
      f: Number(f(x + nudge).toFixed(9)),
      moved: Number(moved.toFixed(9)),
      slope: Number((moved / nudge).toFixed(6)),
    },
    curve: Array.from({ length: 49 }, (_, i): [number, number] => [i / 8, (i / 8) * (i / 8)]),
  };
}

/** The slope along the weight that the page follows, from single numbers: for each row of data a product. */
function oneWeightOf(trace: Trace) {
  const { h1, W2, dLoss_dz2, dLoss_dW2, lesson } = trace;
  const [row, col] = followed(W2);
  const { ridge } = lesson;
  const N = h1.rows;
  const toSum = wayOf(trace) === "factors" ? (["dLoss_dh2", "dh2_dz2"] as const) : (["dLoss_dz2"] as const);
  const isAll = N === 1 && ridge === 0;
  /** Of the digits shown, as where the entry is worked out by hand; the only one gives the slope itself. */
  const ofRow = (n: number) => {
    const [delta, h] = [at(dLoss_dz2, n, col), at(h1, n, row)];
    const isShort = isAll && Number.isFinite(delta * h);
    return isShort ? delta * h : show(delta, lesson).value.times(show(h, lesson).value);
  };
  const isOff = brokenIn(trace, "dLoss_dW2")?.(row, col);
  const [delta, h] = [at(dLoss_dz2, 0, col), at(h1, 0, row)];
  const rows = visible(N, MOST_ROWS).map((n) => (n < 0 ? undefined : showBig(ofRow(n), lesson)));
  const terms = ridge > 0 ? [...rows, show((ridge / N) * at(W2, row, col), lesson)] : rows;
  const total = show(at(dLoss_dW2, row, col), lesson);
  return {
    row,
    col,
    N,
    hasRidge: ridge > 0,
    path: backward.pathOf(
      trace,
      [...toSum.map((name) => [name, 0, col] as const), ["h1", 0, row]],
      exact(ofRow(0)).toNumber(),
      isAll ? at(dLoss_dW2, row, col) : delta * h,
    ),
    terms,
    total,
    sign: isOff ? "≠" : backward.signOf(terms, total),
  } as const;
}
const MOST_ROWS = 4;

/** What the slopes along the second weights say: which is the largest and why, and which way they point. */
function slopesSay({ h1, dLoss_dz2, dLoss_dW2, lesson }: Trace) {
  const [H, K] = [dLoss_dW2.rows, dLoss_dW2.cols];
  const slopes = toRows(dLoss_dW2);
  const all = slopes.flat();
  const size = Math.max(...all.map(Math.abs));
  const largest = all.flatMap((slope, i) => (Math.abs(slope) === size ? [i] : []));
  const [row, col] = [Math.floor(largest[0]! / K), largest[0]! % K];
  const isProduct = h1.rows === 1 && lesson.ridge === 0;
  const columns = Array.from({ length: K }, (_, k) => k);
  // Of one row of data, each row of slopes is a hidden value times the same numbers.
  const isLargest = columns.every((k) => {
    const others = slopes.flatMap((line, j) => (j === row ? [] : [Math.abs(line[k]!)]));
    return at(dLoss_dz2, 0, k) === 0 || others.every((it) => it < Math.abs(slopes[row]![k]!));
  });
  const arePositive = isProduct && h1.data.every((h) => h > 0);
  return {
    all: all.length,
    negative: all.filter((slope) => slope < 0).length,
    positive: all.filter((slope) => slope > 0).length,
    row,
    col,
    slope: at(dLoss_dW2, row, col),
    best: size === 0 ? "none" : all.length === 1 ? "only" : largest.length === 1 ? "one" : "more",
    rows: h1.rows,
    hasRidge: lesson.ridge > 0,
    reason: size === 0 || H === 1 ? "none" : !isProduct ? "sum" : isLargest ? "one" : "tied",
    rising: arePositive ? columns.filter((k) => at(dLoss_dz2, 0, k) < 0) : [],
    falling: arePositive ? columns.filter((k) => at(dLoss_dz2, 0, k) > 0) : [],
  } as const;
}

/** The first output below its target and the first above, where there are such. */
function missesOf(trace: Trace) {
  const misses = cellsOf(trace, "y").map(({ row, col }, i) => {
    const target = trace.y.data[i]!;
    const miss = trace.h2.data[i]! - target;
    const way = miss < 0 ? "below" : miss > 0 ? "above" : "on";
    return { i, row, col, target, size: Math.abs(miss), way };
  });
  const slopes = wayOf(trace) === "collapsed" ? trace.dLoss_dz2 : trace.dLoss_dh2;
  return (["below", "above"] as const).flatMap((way) => {
    const first = misses.find((it) => it.way === way);
    if (!first) return [];
    const slope = slopes.data[first.i]!;
    return { ...first, way, isTurned: way === "below" ? !(slope < 0) : !(slope > 0) };
  });
}

/** What the article prints and its program finds, and what is right. */
function articleOf({ traceOf }: Others) {
  const { dh2_dz2, W2 } = traceOf(DEFAULT_LESSON);
  const ridged = traceOf({ ...DEFAULT_LESSON, ridge: RIDGE });
  return {
    digits: DEFAULT_LESSON.digits,
    misprint: quoted(MISPRINT),
    slope: at(dh2_dz2, 0, 0),
    ridge: RIDGE,
    added: RIDGE * sum(square(W2)),
    right: RIDGE * at(W2, 0, 0),
    whole: backward.nudgingFacts(ridged, "W2").entries[0]!,
  };
}

const prose: Prose<Facts> = {
  title: "Backward to the second layer",
  summary: "The chain rule from the loss to W2, factor by factor, and a check that needs no calculus.",
  meanings: ({ outputActivation: name }) => ({
    dLoss_dh2: "slope of the loss along each output",
    dh2_dz2: `slope of ${name === "softmax" ? softmaxProse.noun : proseOf(name).noun} at each output`,
    dLoss_dz2: "slope of the loss along each sum z2",
    dLoss_dW2: "slope of the loss along each second weight",
    dLoss_db2: "slope of the loss along each bias of the outputs",
  }),
  page(f, w) {
    const { example, article } = f;
    const brick = f.slopes && proseOf(f.slopes.name);
    const { N, H, K } = f.sizes;
    const { row, col, way } = f.weight;
    const product = w.equation("dLoss_dW2");
    const batch = w.on(f.four, "four:");
    const batched = batch.equation("dLoss_dW2");
    // The article's numbers keep its digits, whatever the reader's.
    const theirs = (x: number) => w.num(x, article.digits);
    return `
The loss is ${w.scalarText("loss")}. How fast would it rise or fall if one weight went up? That is the slope along this weight. It
says which way to move the weight to bring the loss down. **Backpropagation** finds the slopes of all weights at once. It goes down the
stack, from the loss to the weights, and asks each brick: when your input moves a little, how far does your output move?

## A refresher: slope and chain rule

The **slope** of a function, or its **derivative**, says how fast its value moves when its input moves. The slope of $f$ along $u$ is written $df/du$.
Take $u = ${example.slope}x + ${example.shift}$ and $f = u^2$, at $x = ${example.x}$.

There $u = ${example.u}$ and $f = ${example.f}$. When $x$ moves by 1, $u$ moves by ${example.slope}: its slope is ${example.slope} everywhere.
The slope of $u^2$ is $2u$, here ${example.outer}: on a **run** of $d$, from $u$ to $u + d$, the **rise** of the square is $2ud + d^2$. The rise divided by the run is
$2u + d$, and the smaller $d$ is, the closer to $2u$.

${w.figure(
  rise(
    {
      id: "slope-example",
      points: example.curve,
      at: { x: example.u, y: example.f, slope: example.outer },
      run: example.run,
      names: { x: "u", y: "u²" },
    },
    w.words.figures.slope,
    w.short,
  ),
  `The straight line is the tangent: it touches the curve and has its slope there. A slope is **rise over run**: along the tangent, ${example.run} to the right is ${example.rise} up. The upright axis is squeezed.`,
)}

The **chain rule** says that slopes along a chain multiply.

$$
\\frac{df}{dx} = \\frac{df}{du} \\cdot \\frac{du}{dx} = ${example.outer} \\cdot ${example.slope} = ${example.product}
$$

Try it with a nudge. At $x = ${w.exactTex(example.nudged.x)}$ the value is ${w.exact(example.nudged.f)}. It moved by ${w.exact(example.nudged.moved)}; divided
by the nudge, ${w.exact(example.nudge)}, that is ${w.exact(example.nudged.slope)}. The smaller the nudge, the closer to ${example.product}.

A function of many inputs has a slope along each of them. It is called a **partial derivative** and written with ∂ instead
of $d$. All of them together are the **gradient**. For our weights it has the shape of the weight matrix: one slope for each weight.

${oneWeight(f, w)}

## The chain

The loss is a sum of two parts, and the slope of a sum is the sum of the slopes. From the first part, $${w.sym("loss_data")}$, the way back
to $${w.sym("W2")}$ passes three bricks${THREE[f.way]}. The second part, the ridge, takes the weights
themselves: its slope is added at the end.

$$
${w.sym("dLoss_dW2")} = ${w.symT("h1")}\\,${f.way === "factors" ? `\\Bigl(${w.sym("dLoss_dh2")} \\odot ${w.sym("dh2_dz2")}\\Bigr)` : w.sym("dLoss_dz2")} + ${backward.prose.ridgeSlope("W2", w)}
$$

${
  f.way === "collapsed"
    ? ""
    : `The sign ⊙ is the **elementwise** product: each entry times the entry in the same place. `
}Two matrices side by side
are a matrix product, as in chapter ${w.chapter("z1")}.

${backward.prose.stack(f, `The way back through the bricks. Each tile leads to its numbers.`, w)}

Each ${f.way === "factors" ? "factor is the derivative of one brick" : "brick has its derivative"}, and the ridge has a derivative of its own:

| brick | function | derivative along its input |
|:--|:--|:--|
${lossProse(f.loss).derivative}
${(brick ?? softmaxProse).derivative(w)}
| weights | ${f.hasBias ? "$z = h\\,w + b$" : "$z = h\\,w$"} | $h$ along $w$, and $w$ along $h$${f.hasBias ? "; 1 along $b$" : ""} |
| ridge | $\\frac{\\lambda}{2N}\\,w^2$ | $\\frac{\\lambda}{N}\\,w$ |

${lossProse(f.loss).whyDerivative} The last line follows from the refresher. The slope of $w^2$ is $2w$, so that of $\\frac{\\lambda}{2N}\\,w^2$ is
$\\frac{\\lambda}{2N} \\cdot 2w = \\frac{\\lambda}{N}\\,w$. ${backward.prose.ridge(f, w)}

${w.article(`The table there calls −(*y* − *h*) “dLoss/dW2”. It is dLoss/dh2, the first factor of three, and it is the slope of ½(*y* − *h*)².`)}

${brick?.whyDerivative(w) ?? ""}

${toLogits(f, w)}

<h2 id="dLoss_dW2">${f.way === "factors" ? "Third" : "Last"} factor: what came in through each weight</h2>

${w.display(product.lines)}
${w.shapes(product)}

${w.question(
  `The slope along $${w.sym("W2")}[${row},${col}]$ is ${w.cell("dLoss_dW2", row, col)}. Should that weight go up or down to bring the loss down?`,
  w.choose("W2-downhill", way, {
    down: f.isOff
      ? `Were it the slope, down: it is positive. ${BELOW}`
      : `Down: the slope is positive, so here the loss rises as the weight goes up.`,
    up: f.isOff
      ? `Were it the slope, up: it is negative. ${BELOW}`
      : `Up: the slope is negative, so here the loss falls as the weight goes up.`,
    stay: f.isOff
      ? `Were it the slope, neither: it is 0. ${BELOW}`
      : `Neither: the slope comes out as 0. As far as the computer’s digits tell, the loss is level along this weight, and neither way is down.`,
  }) +
    (f.weight.isIdle && !f.isOff
      ? ` What comes in through it, the value of hidden neuron ${row}, is 0 in every row: the weight has no say in the loss.`
      : ""),
)}

${w.byHand(product)}

${f.isOff ? "" : told(f, w)}

## Why the transpose?

${turnedFigure(
  "cross-w2",
  f.cross,
  f.flat,
  `A row of $${w.symT("h1")}$ has the values of one hidden neuron, a column of $${w.sym("dLoss_dz2")}$ the slopes along one sum, both from the first row of data to the last: now they pair.${f.says.hasRidge ? " The last term is the ridge’s." : ""}`,
  ["hidden neuron", "row of data"],
  w,
)}

**By shapes.** The gradient has one slope for each weight, so it must be ${H}×${K}, like $${w.sym("W2")}$.
To multiply, we have $${w.sym("h1")}$, which is ${N}×${H}, and $${w.sym("dLoss_dz2")}$, which is ${N}×${K}. ${
      f.isSquare
        ? `Here $${w.sym("h1")}$ is square, and the inner numbers would meet either way. With any other number of rows they
meet only when $${w.sym("h1")}$ is transposed.`
        : `Only $${w.symT("h1")}$ on the left gives that shape:
${H}×${N} times ${N}×${K}. ${f.meetsBack ? "In this order the" : "The"} inner numbers meet only when $${w.sym("h1")}$ is transposed.`
    }

**By writing out one entry.** Weight $[j,k]$ takes part in output $k$ of *every* row $n$, each time multiplied by
hidden value $j$ of that row. Its slope is the sum over all rows, plus what the ridge adds:

$$
${w.sym("dLoss_dW2")}[j,k] = \\sum_{n} ${w.sym("h1")}[n,j] \\cdot ${w.sym("dLoss_dz2")}[n,k] + ${backward.prose.ridgeSlope("W2", w, "[j,k]")}
$$

A matrix product sums over the columns of its left factor. So the rows $n$ of $${w.sym("h1")}$ must become columns: that is the transpose.
${w.choose("rows", f.rows, {
  one: `This lesson has one row, so the sum has one term. Here is a lesson with four.`,
  more: `In this lesson the sum has ${grouped(w, N)} terms, one for each row. Here is one with four rows, to compare.`,
})}

## The article’s first four rows

Here are the article’s first four rows, with its weights and no ridge${backward.prose.articlesBricks(f)}. Now $N = ${f.four.y.rows}$${
      f.areMeans
        ? `, and each slope in
$${w.sym("dLoss_dz2")}$ carries the factor 1/${f.four.y.rows}`
        : ""
    }.

${batch.display(inNumbers(batch.equation("dLoss_dh2")))}
${w.display(batched.lines)}
${w.shapes(batched)}

${crossFigure("cross-four", f.crossOfFour, "Each slope is a sum over the rows of data, with one product for each.", w, "four:")}

${backward.prose.biases(f, w)}

## A check without calculus

Nudge one weight up a little and run the forward pass. Nudge it down by as much and run it again. Divide the difference of the
two losses by the difference of the two values of the weight. The result is very nearly the slope, found without a single derivative. This method is
called **central differences**.

${w.source("nudging")}

${backward.prose.nudging(f, w)}
When this book was made, the check was repeated more closely, also on other lessons with several rows and a ridge, which together have every kind of brick. Had one slope failed, there would be no book.

${w.details(
  "How the book was checked when it was made",
  `Each weight was nudged by up to ${f.halvings} different amounts, each half as large as the one before, and the results show the value that they tend to. Where even that cannot tell, another way to find the slope decides: the tape of chapter ${w.chapter("autodiff")}.`,
)}

${w.article(`Its program adds λ times the sum of all *W*² to every slope, the same number everywhere. The slope of the ridge term is λ*w*/*N*, different for each weight. With λ = ${w.exact(article.ridge)} and its own numbers, the entry [0,0] gets ${theirs(article.added)} instead of ${theirs(article.right)}: even the sign is wrong. By nudging, the whole slope there is ${theirs(article.whole.numeric)}; with the right ridge the chain rule gives ${theirs(article.whole.analytic)}.`)}

${w.source("dloss-dw2")}
`;
  },
};

/** Of slopes that a reader's own code made, and that are not the book's. */
const BELOW =
  "But the changed code makes other slopes than the book’s. The check below holds them against nudges.";

/** The slope along one weight, as single numbers, before any matrix. */
function oneWeight(f: Facts, w: Writer): string {
  const { row, col, N, hasRidge, path, terms, total, sign } = f.one;
  const { K } = f.sizes;
  const step = (name: MatrixName) => w.worked(name, 0, col);
  const last = f.slopes ? proseOf(f.slopes.name).noun : softmaxProse.noun;
  const toSum =
    f.way === "factors"
      ? `| the loss, along the output $${w.sym("h2")}[0,${col}]$ | ${step("dLoss_dh2")} |
| ${last}, along the sum $${w.sym("z2")}[0,${col}]$ | ${step("dh2_dz2")} |`
      : `| the loss through ${last}, along the sum $${w.sym("z2")}[0,${col}]$ | ${f.way === "softmax" ? w.cell("dLoss_dz2", 0, col) : step("dLoss_dz2")} |`;
  const slope = `${w.sym("dLoss_dW2")}[${row},${col}]`;
  const end = w.entryTex("dLoss_dW2", row, col, total);
  const product = backward.prose.path(path, w);
  const isAll = terms.length === 1;
  const why = `Where these slopes come from is told [below](#the-chain).${f.way === "softmax" ? "" : ` The first is divided by ${grouped(w, N)}, the number of rows.`}`;
  return `## One weight

Begin with a single weight, $${w.sym("W2")}[${row},${col}]$. It leads from hidden neuron ${row} to the sum of output ${col}${K === 1 ? "" : " and to no other"}. So there is one path from it to the loss${N > 1 ? " in each row of data" : ""}, and each step of the path has a slope.

${w.figure(
  network({ id: "network-path", ...f.path }, w.words.figures.network, w.short),
  `The path${N > 1 ? " in row 0" : ""}: from hidden neuron ${row} over one edge to output ${col}.`,
)}

From the loss down${N > 1 ? ", in row 0" : ""}:

| slope of | number |
|:--|:--|
${toSum}
| the sum, along the weight: the hidden value | ${w.cell("h1", 0, row)} |

${why} The slopes multiply${isAll ? "" : " to the slope of this row"}:

${w.display(isAll ? [`${slope} &= ${product}`, `&${path.sign} ${end}`] : [`&${product}`, `&${path.sign} ${w.tex(path.shown)}`])}
${
  isAll
    ? ""
    : `${N > 1 ? `All ${grouped(w, N)} rows have such a product, and the weight’s slope is their sum` : "The weight’s slope is this"}${hasRidge ? `${N > 1 ? ", and" : " and"} at the end what the ridge adds` : ""}:

${w.display([`${slope} &= ${backward.prose.sum(terms, w)}`, `&${sign} ${end}`])}`
}

The same number stands [further down](#dLoss_dW2), in row ${row} and column ${col} of a matrix. What follows finds the slopes of all weights at once: each number becomes a matrix.`;
}

/** What the slopes along the weights say. */
function told({ says }: Facts, w: Writer): string {
  const { all, negative, positive, row, col, slope, best, rows, hasRidge, reason, rising, falling } = says;
  const wish = (these: readonly number[], way: string) =>
    these.length === 0
      ? []
      : [
          `all weights into ${these.length === 1 ? "output" : "outputs"} ${list(these.map(String))} should ${way}`,
        ];
  const wishes = [...wish(rising, "go up"), ...wish(falling, "go down")];
  const move = slope < 0 ? "rise" : "fall";
  /** How fast the loss falls as the weight moves. */
  const gain = (weight: string) =>
    `For a small ${move} of ${weight}, the loss falls by ${w.brief(Math.abs(slope))} times that ${move}.`;
  return `## What the slopes say

**Their signs.** Where a slope is negative, the loss falls as the weight goes up. Where it is positive, the weight should go down. ${
    all === 1
      ? `Here the one slope is ${negative ? "negative" : positive ? "positive" : "0"}.`
      : `Of the ${grouped(w, all)} slopes, ${negative === 0 ? "none" : grouped(w, negative)} ${negative === 1 ? "is" : "are"} negative and ${positive === 0 ? "none" : grouped(w, positive)} positive.`
  } ${
    wishes.length > 0
      ? `Every hidden value is positive, so a slope has the sign that $${w.sym("dLoss_dz2")}$ has at its output: ${wishes.join(", and ")}.`
      : ""
  }

**Their sizes.** ${w.choose("W2-best", best, {
    one: `If only one weight could move a little, $${w.sym("W2")}[${row},${col}]$ would help most: its slope ${w.cell("dLoss_dW2", row, col)} is the largest in size. ${gain("it")}`,
    more: `Several slopes are the largest in size. One of them is ${w.cell("dLoss_dW2", row, col)}, along $${w.sym("W2")}[${row},${col}]$. ${gain("the weight")}`,
    only: gain("the weight"),
    none: `Every slope is 0 here: none of them says which way is down.`,
  })} ${w.choose("W2-reason", reason, {
    one: `The largest stands in row ${row}, because with one row of data each row of slopes is one hidden value times the row $${w.sym("dLoss_dz2")}$, and of the hidden values ${w.cell("h1", 0, row)} is the largest in size.`,
    tied: `With one row of data, each row of slopes is one hidden value times the row $${w.sym("dLoss_dz2")}$. The larger a hidden value, the larger the slopes in its row.`,
    sum: `${rows > 1 ? `A slope adds up ${grouped(w, rows)} products, one for each row of data. It is large where hidden value and slope of the sum are large in the same rows, and their products agree in sign` : "A slope is large where the hidden value is large, and the slope along the sum"}.${hasRidge ? " The ridge adds to it the more, the larger the weight itself is." : ""}`,
    none: "",
  })}`;
}

/** Of the three bricks on the way, by how it goes. */
const THREE = {
  factors: ", so there are three factors",
  softmax:
    ": the loss, the softmax and the weights. The softmax takes whole rows, so its step is a sum, and it has a section of its own",
  collapsed:
    ", but the first two, the loss and the last activation, are taken in one step: their slopes multiply to something simple. So two factors are left",
};

/** From the loss to the logits, by the way that the lesson’s bricks go. */
function toLogits(f: Facts, w: Writer): string {
  const { article } = f;
  const brick = f.slopes && proseOf(f.slopes.name);
  const slopes = w.equation("dLoss_dz2");
  const isTheirs = f.way === "factors" && f.slopes?.name === "sigmoid";
  const misprint = w.article(
    `${isTheirs ? "The first entry of this factor" : "Its second factor is the slope of a sigmoid, $h\\,(1 - h)$. The first entry"} has a minus there, ${w.text(article.misprint)}. A sigmoid only rises, so its slope is never negative: the entry is ${w.num(article.slope, article.digits)}.`,
  );
  const keep = `Keep this matrix: chapter ${w.chapter("dloss-dw1")} starts from it. In the code it is called dLoss_dz2.`;
  if (f.way === "collapsed") {
    const { why, compared } = collapseTold(f, f.isProductOff, w);
    return `<h2 id="dLoss_dz2">First factor: from the loss to the logits</h2>

The slope along each logit is what its output misses its target by, divided by the number of rows.

${w.display(slopes.lines)}
${w.shapes(slopes)}

The sign says which way the loss goes when a logit goes up. ${missesTold(f, w)}

${keep}

${w.byHand(slopes)}

## Why so simple?

${misprint}

${why}

${compared}`;
  }
  const first = `<h2 id="dLoss_dh2">First factor: the loss along each output</h2>

${w.display(w.equation("dLoss_dh2").unlit)}

The sign says which way the loss goes when an output goes up. ${missesTold(f, w)}`;
  if (f.softmax)
    return `${first}

<h2 id="dLoss_dz2">Through the softmax</h2>

${misprint}

${softmaxTold(f.softmax, w)}

${keep}

${w.byHand(slopes)}`;
  return `${first}

<h2 id="dh2_dz2">Second factor: the slope of ${brick!.noun}</h2>

${w.display(w.equation("dh2_dz2").lines)}

${misprint}

${onTangents(f.slopes!, brick!, "logit", w)}

<h2 id="dLoss_dz2">Both together</h2>

${w.display(slopes.lines)}
${w.shapes(slopes)}

${keep}

${w.byHand(slopes)}`;
}

/** What the signs of the slopes say, at an output below its target and at one above. */
const missesTold = (f: Facts, w: Writer): string =>
  f.misses.map((miss) => signTold(w, miss, f.way)).join(" ") ||
  w.choose("h2-exact", "all", {
    all: `Here every output is exactly its target, so every slope ${f.isOff ? "should be" : "is"} 0.`,
  });

/** What the sign of a slope says, at one output. */
function signTold(w: Writer, miss: Facts["misses"][number], from: Facts["way"]): string {
  const { i, row, col, target, size, way, isTurned } = miss;
  const [whose, name] =
    from === "collapsed"
      ? (["the slope along its logit", "dLoss_dz2"] as const)
      : (["its slope", "dLoss_dh2"] as const);
  const told = (sign: string) =>
    `Output [${row},${col}] lies ${w.brief(size)} ${way} its target ${w.exact(target)}, so ${whose} ${isTurned ? `should be ${sign}. The changed code makes it` : `is ${sign}:`} ${w.cell(name, row, col)}.`;
  return w.choose(`h2-target-${i}`, way, {
    below: told("negative"),
    above: told("positive"),
  });
}

const FORMULAS = {
  factors: "∂L/∂z₂ = ∂L/∂h₂ ⊙ ∂h₂/∂z₂",
  softmax: "∂L/∂z₂ = h₂(∂L/∂h₂ − Σ ∂L/∂h₂ h₂)",
  collapsed: "∂L/∂z₂ = (h₂ − y)/N",
};

export const chapter: Chapter<Facts> = {
  name: "dloss-dw2",
  stage,
  direction: "backward",
  formula: (lesson) => [
    FORMULAS[wayOf({ lesson })],
    "∂L/∂W₂ = h₁ᵀ ∂L/∂z₂ + λW₂/N",
    ...(lesson.bias && lesson.trainBias ? ["∂L/∂b₂ = 1ᵀ ∂L/∂z₂"] : []),
  ],
  others: { four: FOUR_ROWS },
  facts,
  prose,
};

run(import.meta.url);
