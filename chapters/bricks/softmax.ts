import type { Writer } from "../../src/book/writer.ts";
import { shares } from "../../src/figures/shares.ts";
import { exp, sigmoid } from "../../src/math/elementary.ts";
import { sumOf } from "../../src/math/exact.ts";
import { toRows } from "../../src/math/matrix.ts";
import { isBroken } from "../../src/network/broken.ts";
import type { Trace } from "../../src/network/stage.ts";
import { apart } from "../../src/typeset/apart.ts";
import { type Rounding, relation, showColumn, showScalar, together } from "../../src/typeset/format.ts";
import { FEW, grouped } from "../words/prose.ts";

/** What the book says of the softmax, which takes a whole row of logits: facts, then words. */

/** Powers of logits larger than this are no numbers to look at: the largest logit is taken from all of them first. */
const PLAIN = 20;

/** Of one row of outputs. */
export function facts(trace: Trace, row: number) {
  const { z2, h2, lesson } = trace;
  const [logits, outputs] = [toRows(z2)[row]!, toRows(h2)[row]!];
  const largest = Math.max(...logits);
  const kind = logits.every((z) => Math.abs(z) <= PLAIN) ? "plain" : "shifted";
  const exponents = kind === "plain" ? logits : logits.map((z) => z - largest);
  const powers = exponents.map(exp);
  const sum = powers.reduce((sum, power) => sum + power, 0);
  const apiece = logits.map(sigmoid);
  const ofSigmoids = apiece.reduce((sum, h) => sum + h, 0);
  const [first, second] = logits;
  return {
    row,
    e: exp(1),
    /** Whether the hidden layer has told of e already, and of the sigmoid. */
    knowsE: lesson.activation === "sigmoid" || lesson.activation === "tanh",
    outputs,
    kind,
    exponents,
    powers,
    sum,
    // On the digits shown.
    signs: signsOf(powers, sum, outputs, lesson),
    none: h2.data.some((h) => h === 0) ? "some" : "none",
    apiece,
    ofSigmoids: {
      sum: ofSigmoids,
      decimals: apart(ofSigmoids, 1, lesson),
      isOne: Math.abs(ofSigmoids - 1) < 5e-4,
    },
    two: outputs.length === 2 && !isBroken(trace, "h2") ? { difference: second! - first! } : undefined,
  } as const;
}
type Facts = ReturnType<typeof facts>;

/** How the powers, their sum and the outputs stand to each other as shown. */
function signsOf(powers: readonly number[], sum: number, outputs: readonly number[], as: Rounding) {
  const shown = showColumn(powers, as);
  const all = showScalar(sum, as);
  const found = shown.map(({ value }) => value.div(all.value));
  return {
    sum: relation(sumOf(shown.map(({ value }) => value)), all),
    outputs: together(showColumn(outputs, as).map((it, k) => relation(found[k]!, it))),
    one: sumOf(showColumn(outputs, as).map(({ value }) => value)).eq(1) ? "=" : "≈",
  };
}

/** The row in a table: from its logits to its probabilities. */
function steps({ row, outputs, kind, exponents, powers, sum, signs }: Facts, w: Writer): string {
  const isPlain = kind === "plain";
  const [exponent, power] = [w.column(exponents), w.column(powers)];
  const lines = outputs.map(
    (_, k) =>
      `| ${k} | ${isPlain ? w.cell("z2", row, k) : exponent[k]} | ${power[k]} | ${w.cell("h2", row, k)} |`,
  );
  return `${
    isPlain
      ? ""
      : `The logits of row ${row} are so far from 0 that their powers are no numbers to look at. So take the largest logit from each first. That changes nothing.

`
  }| output | ${isPlain ? "logit $z$" : "$z$ − largest"} | ${isPlain ? "$e^z$" : "power of $e$"} | divided by the sum |
|:--|--:|--:|--:|
${lines.join("\n")}
| sum | | ${signs.sum} ${w.num(sum)} | ${signs.one} 1 |`;
}

const SIGMOID = "$\\sigma(z) = 1/(1 + e^{-z})$";

const few = (K: number) => (K === 2 ? "two" : grouped(FEW, K));

export const prose = {
  noun: "the softmax",
  summary: "The softmax turns the sums of a row into probabilities: positive numbers that add up to 1.",
  /** In the table of derivatives. */
  derivative: () =>
    `| softmax | $h_k = e^{z_k} / \\sum_j e^{z_j}$ | of $h_i$ along $z_j$: $h_i\\,(1 - h_i)$ where $i = j$, else $-h_i h_j$ |`,
};

export const introduction = ({ outputs, e, knowsE }: Facts, w: Writer): string =>
  `The last brick of the network is the **softmax**. It turns the ${few(outputs.length)} logits of a row into ${few(outputs.length)} **probabilities**, one for each label.

$$h_k = \\frac{e^{z_k}}{\\sum_j e^{z_j}}$$

First $e$${knowsE ? "" : `, a fixed number, about ${w.brief(e)},`} is raised to each logit. That makes every number positive, and the larger a logit, the larger its
power. Then each power is divided by the sum of all powers of its row. What comes out is the network’s **output** $${w.sym("h2")}$:`;

export const question = ({ row, two, knowsE }: Facts, w: Writer): string =>
  w.question(
    `Add 1 to every logit of row ${row}. What happens to its probabilities?`,
    `Nothing. Each power is multiplied by $e$, and so is their sum. Above and below the bar it cancels:

$$
\\frac{e^{z_k + 1}}{\\sum_j e^{z_j + 1}} = \\frac{e \\cdot e^{z_k}}{e \\cdot \\sum_j e^{z_j}} = \\frac{e^{z_k}}{\\sum_j e^{z_j}}
$$

Only the differences between the logits of a row count.${
      two
        ? ` With two labels it is the sigmoid${knowsE ? "" : `, ${SIGMOID},`} of one difference: the second probability is σ(${w.cell("z2", row, 1)} − ${bracketed(w, row)}) = σ(${w.num(two.difference)}).`
        : ""
    } The code makes use of it. It takes the largest logit from each before it raises $e$ to them, so no power is above 1, however large the logits.`,
  );

/** The first logit, in brackets where its sign would meet another. */
const bracketed = (w: Writer, row: number): string => {
  const z = w.cell("z2", row, 0);
  return z.includes("−") ? `(${z})` : z;
};

export const byHand = (f: Facts, w: Writer): string => `All of row ${f.row}, step by step:

${steps(f, w)}`;

export const lookAt = (f: Facts, w: Writer): string => `${w.figure(
  shares({ id: "shares-h2", name: "h2", row: f.row, shares: f.outputs }, w.words.figures.shares, w.short),
  `The probabilities of row ${f.row}. Each bar begins where the one above it ends, and the last one ends at 1.`,
)}

They are probabilities because of how they are made. Each is above 0, as every power of $e$ is. Together they are 1, as each is a share of the same sum.${
  f.none === "some"
    ? w.choose("h2-none", f.none, {
        some: ` Some in this lesson are so near 0 that the computer’s digits hold exactly 0.`,
      })
    : ""
} Sigmoids${f.knowsE || f.two ? "" : `, ${SIGMOID},`} could not promise that. Each would take its own logit alone${f.ofSigmoids.isOne ? "" : `: for row ${f.row} they would give ${w.sum(f.apiece, f.ofSigmoids.decimals)}`}. In a softmax an output can only rise if another falls.`;
