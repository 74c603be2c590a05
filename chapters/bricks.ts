import type { Page, Prose } from "../src/book/chapter.ts";
import type { Writer } from "../src/book/writer.ts";
import { type CurveAndSlopeWords, curveAndSlope } from "../src/figures/curve-and-slope.ts";
import type { Lesson } from "../src/lesson/lesson.ts";
import { log, sigmoid as squash } from "../src/math/elementary.ts";
import { numpyOf } from "../src/network/numpy.ts";
import type { Op, Step } from "../src/network/op.ts";
import { activation as activationOp } from "../src/network/ops/activation.ts";
import { ACTIVATIONS } from "../src/network/ops/activations.ts";
import { affine } from "../src/network/ops/affine.ts";
import { sigmoidCrossEntropy, softmaxCrossEntropy } from "../src/network/ops/cross-entropy.ts";
import { meanSquares } from "../src/network/ops/mean-squares.ts";
import { ridge } from "../src/network/ops/ridge.ts";
import { softmax } from "../src/network/ops/softmax.ts";
import { code, escapeHtml } from "../src/typeset/html.ts";
import { numpyHtml } from "../src/typeset/numpy.ts";
import { entry as identity } from "./bricks/identity.ts";
import { entry as leakyRelu } from "./bricks/leaky-relu.ts";
import { entry as relu } from "./bricks/relu.ts";
import { entry as sigmoid } from "./bricks/sigmoid.ts";
import { entry as tanh } from "./bricks/tanh.ts";
import type { CatalogueEntry } from "./bricks/telling.ts";
import { joined } from "./words/prose.ts";

/** The catalogue: every brick of the book, whatever the lesson has. */

/** How far the curves reach. */
const [FROM, TO] = [-4, 4];
/** λ of the link to a lesson with a ridge. */
const RIDGE = 0.1;
/** The costs of a probability begin here: at 0 there is none. */
const LEAST = 0.05;

interface Brick {
  readonly name: string;
  readonly title: string;
  formula(w: Writer): string;
  /** The curve of the brick and of its slope, where it is one of a single number. */
  readonly curve?: {
    readonly f: (x: number) => number;
    readonly slope: (x: number) => number;
    readonly from: number;
    readonly to: number;
    readonly names: { readonly x: string; readonly y: string; readonly slope: string };
    readonly kind: "activations" | "scalars";
  };
  /** In NumPy, the brick and its way back. */
  readonly numpy: string;
  /** Where it can stand: what a link says that opens the lesson so, its page, and the fields of its address. */
  readonly places: readonly {
    readonly text: (w: Writer) => string;
    readonly page: string;
    readonly fields: string;
  }[];
}

const ENTRIES: Readonly<Record<Lesson["activation"], CatalogueEntry>> = {
  sigmoid,
  tanh,
  relu,
  "leaky-relu": leakyRelu,
  identity,
};

const HIDDEN = { text: () => "in the hidden neurons", page: "h1" } as const;
const OUTPUTS = { text: () => "after the last layer", page: "h2" } as const;
/** Outputs that are no probabilities have squares for their loss. */
const hidden = (name: string) => ({ ...HIDDEN, fields: `activation=${name}` });
const outputs = (name: string) => ({
  ...OUTPUTS,
  fields: `output-activation=${name}${name === "sigmoid" ? "" : "&loss=squared"}`,
});

/** A brick and its way back, around such names. */
function inNumpy(makes: string, op: Op, ...of: string[]): string {
  const step = { makes, op, of } as unknown as Step;
  return numpyOf([step, ...op.back!(step)]).join("\n");
}

const activation = (name: keyof typeof ENTRIES): Brick => {
  const { title, formula } = ENTRIES[name];
  const { activation: f, slope, symbol } = ACTIVATIONS[name];
  return {
    name,
    title,
    formula,
    curve: {
      f,
      slope: (z) => slope(f(z)),
      from: FROM,
      to: TO,
      names: { x: "z", y: symbol === "id" ? "h" : `${symbol}(z)`, slope: "dh/dz" },
      kind: "activations",
    },
    numpy: inNumpy("h", activationOp(ACTIVATIONS[name]), "z"),
    places: [hidden(name), outputs(name)],
  };
};

const BRICKS: readonly Brick[] = [
  ...(Object.keys(ENTRIES) as (keyof typeof ENTRIES)[]).map(activation),
  {
    name: "softmax",
    title: "Softmax",
    formula: () => "h_k = \\frac{e^{z_k}}{\\sum_j e^{z_j}}",
    curve: {
      f: squash,
      slope: (z) => squash(z) * squash(-z),
      from: FROM,
      to: TO,
      names: { x: "z₁ − z₂", y: "h₁", slope: "dh₁/dz₁" },
      kind: "activations",
    },
    numpy: inNumpy("h", softmax, "z"),
    places: [{ ...OUTPUTS, fields: "output-activation=softmax" }],
  },
  {
    name: "squares",
    title: "Squares",
    formula: () => "L = \\frac{1}{2N} \\sum (y - h)^2",
    curve: {
      f: (h) => ((1 - h) * (1 - h)) / 2,
      slope: (h) => h - 1,
      from: 0,
      to: 1,
      names: { x: "h", y: "(1 − h)²/2", slope: "h − 1" },
      kind: "scalars",
    },
    numpy: inNumpy("loss", meanSquares, "y", "h"),
    places: [{ text: () => "as the loss", page: "loss", fields: "loss=squared" }],
  },
  {
    name: "cross-entropy",
    title: "Cross-entropy",
    formula: () => "L = -\\frac{1}{N} \\sum y \\ln h",
    curve: {
      f: (h) => -log(h),
      slope: (h) => -1 / h,
      from: LEAST,
      to: 1,
      names: { x: "h", y: "−ln h", slope: "−1/h" },
      kind: "scalars",
    },
    numpy: [
      "# After a softmax",
      inNumpy("loss", softmaxCrossEntropy, "y", "h", "z"),
      "",
      "# After sigmoids",
      inNumpy("loss", sigmoidCrossEntropy, "y", "h", "z"),
    ].join("\n"),
    places: [
      {
        text: () => "as the loss, after sigmoids",
        page: "loss",
        fields: "loss=cross-entropy&output-activation=sigmoid",
      },
      {
        text: () => "as the loss, after a softmax",
        page: "loss",
        fields: "loss=cross-entropy&output-activation=softmax",
      },
    ],
  },
  {
    name: "weights",
    title: "Weights and biases",
    formula: () => "z = x\\,W + b",
    numpy: inNumpy("z", affine, "x", "W", "b"),
    places: [
      { text: () => "with biases", page: "z1", fields: "bias=1" },
      { text: () => "without biases", page: "z1", fields: "bias=0" },
    ],
  },
  {
    name: "ridge",
    title: "Ridge",
    formula: () => "L_{\\text{ridge}} = \\frac{\\lambda}{2N} \\Bigl(\\sum W_1^2 + \\sum W_2^2\\Bigr)",
    // The slopes of the loss without it are there before.
    numpy: inNumpy("loss_ridge", ridge, "W1", "W2").replace(/(?<=dLoss_\w+) =/g, " +="),
    places: [{ text: (w) => `with λ = ${w.exact(RIDGE)}`, page: "loss", fields: `ridge=${RIDGE}` }],
  },
];

const facts = () => ({
  bricks: BRICKS,
  /** What a sure and wrong answer costs, and the slope along its logit: by squares, and by cross-entropy. */
  sure: sureOf(-6),
});
export type Facts = ReturnType<typeof facts>;

/** A sigmoid whose target is 1, at a logit far on the wrong side. */
function sureOf(z: number) {
  const h = squash(z);
  return {
    z,
    h,
    squares: { loss: ((1 - h) * (1 - h)) / 2, slope: (h - 1) * h * (1 - h) },
    crossEntropy: { loss: -log(h), slope: h - 1 },
  };
}

/** Where it fits, and what it costs. */
const TOLD: Readonly<Record<string, (f: Facts, w: Writer) => string>> = {
  softmax: () => `
**Fits** after the last layer, where each row has exactly one right label out of several. It looks at a whole row: its values are above 0 and add up to 1, so they are probabilities. The curve shows two outputs: there, the first value depends on the difference of the two logits alone, as a sigmoid of it.

**Costs** an exponential for each number and a sum for each row. Raise one value, and the others fall: its slope is a matrix for each row.`,
  squares: () => `
**Fits** where outputs are quantities, and wherever a miss twice as large should count four times. Here the target is 1.

**Costs** little. But after a sigmoid the slope is multiplied by the slope of the sigmoid, so an answer that is sure and wrong is corrected slowly.`,
  "cross-entropy": ({ sure: { z, h, squares, crossEntropy } }, w) => `
**Fits** after a softmax or sigmoids, where outputs are probabilities. It asks how probable the right answer was, and takes minus the logarithm of that: 0 for a probability of 1, and more and more, without end, as the probability nears 0. After sigmoids each output is a yes or a no of its own, and the sum is over y ln h + (1 − y) ln(1 − h).

**Costs** a logarithm for each number. What it gives back: the slope along a logit is h − y, with no factor that can fade. Take a sigmoid at z = ${w.exact(z)} whose target is 1: h is ${w.num(h, 4)}, sure and wrong. By squares the slope along z is ${w.brief(squares.slope)}, by cross-entropy ${w.brief(crossEntropy.slope)}.`,
  weights: () => `
**Fits** everywhere: it is what is learnt. The bias b is a weight on one more input that is always 1. Without it the line on which a sum is 0 has to pass through the origin.

**Costs** one multiplication for each weight and row; the way back costs two.`,
  ridge: () => `
**Fits** where weights grow too large, and where a network learns its few rows by heart. It pulls each weight towards 0, in proportion to the weight. Biases are left alone: they only shift, and a large shift is no fault.

**Costs** a little more loss on the rows that are trained on. The price λ has to be chosen.`,
};

const words = (title: string): CurveAndSlopeWords => ({
  title: `${title}, and its slope`,
  description: ({ ends: [left, right] }) =>
    `Left the curve: ${joined([left!, right!].map(({ x, y }) => `${y} at ${x}`))}. Right its slope: ${joined([left!, right!].map(({ x, slope }) => `${slope} at ${x}`))}.`,
});

const prose: Prose<Facts> = {
  title: "Bricks",
  summary:
    "Every brick that the network can be built of: its curve, where it fits, what it costs, and this lesson with it.",
  page: (f, w) => `
A network is a stack of bricks, chosen and put together. Take one out and put in another, and the whole book tells itself
again. This page lists all of them.${w.isAlone ? "" : " The links open this lesson with the brick in its place; all else stays as it is."}

${f.bricks.map((brick) => told(brick, f, w)).join("\n")}
`,
};

function told(brick: Brick, f: Facts, w: Writer): string {
  const { name, title, formula, curve, numpy, places } = brick;
  const links = places.map((it) => link(it, w));
  return `
<h2 id="${name}">${title}</h2>

$$
${formula(w)}
$$

${curve ? w.figure(curveAndSlope({ id: `brick-${name}`, ...curve }, words(title), w.short)) : ""}

${name in ENTRIES ? ENTRIES[name as keyof typeof ENTRIES].told(w) : TOLD[name]!(f, w)}

${code("plain", `${title}: NumPy`, numpyHtml(numpy.split("\n")))}

${w.isAlone ? "" : `This lesson ${links.join(", ")}.`}
`;
}

/** A link whose fields a script puts in the place of those that the reader's address says. */
const link = ({ text, page, fields }: Brick["places"][number], w: Writer): string =>
  `<a href="${page}.html#${escapeHtml(fields)}" data-with="${escapeHtml(fields)}">${text(w)}</a>`;

export const bricks: Page<Facts> = { name: "bricks", isFixed: true, facts, prose };
