import type { Writer } from "../../src/book/writer.ts";
import { minusLog } from "../../src/figures/minus-log.ts";
import { exp, log, sigmoid, softplus } from "../../src/math/elementary.ts";
import { type Exact, exact, sumOf } from "../../src/math/exact.ts";
import { at, fromFunction } from "../../src/math/matrix.ts";
import { softmaxCrossEntropy } from "../../src/math/softmax.ts";
import { isBroken, ownOf } from "../../src/network/broken.ts";
import type { Trace } from "../../src/network/stage.ts";
import { apart, apartFromOne, fewest, near } from "../../src/typeset/apart.ts";
import {
  type Rounding,
  relation,
  type Shown,
  show,
  showMatrix,
  showScalar,
  together,
  withDigits,
} from "../../src/typeset/format.ts";
import { count, grouped } from "../words/prose.ts";
import { betterOrNot, type LossTold, short } from "./loss-parts.ts";

/** What the book says of cross-entropy, where it is the loss: facts, then words. */

/** How much the network believed in what is right of one target, or in its share of it. */
interface Belief {
  readonly row: number;
  readonly col: number;
  /** The output, or after sigmoids what it leaves for the other answer. */
  readonly p: number;
  readonly isRest: boolean;
  /** How much of the target is in it: 1 where the target says one thing alone. */
  readonly share: number;
  /** −ln p, from the logits. */
  readonly loss: number;
}

function beliefsOf({ y, h2, z2, lesson }: Trace): Belief[] {
  const isSoftmax = lesson.outputActivation === "softmax";
  // That of one output alone, as exact as the code has it for all of them.
  const ofOne = (row: number, col: number) =>
    softmaxCrossEntropy(
      fromFunction(1, y.cols, (_, k) => (k === col ? 1 : 0)),
      fromFunction(1, y.cols, (_, k) => at(z2, row, k)),
    );
  return Array.from(y.data, (target, i) => [target, Math.floor(i / y.cols), i % y.cols] as const).flatMap(
    ([target, row, col]) => {
      const place = { row, col };
      const z = at(z2, row, col);
      const loss = isSoftmax ? ofOne(row, col) : softplus(-z);
      const all: Belief[] = [{ ...place, p: at(h2, row, col), isRest: false, share: target, loss }];
      if (!isSoftmax)
        all.push({ ...place, p: sigmoid(-z), isRest: true, share: 1 - target, loss: softplus(z) });
      return all.filter(({ share }) => share > 0);
    },
  );
}

/** Where a rounded output loses what the logits tell: a sure one, and a surer one that is wrong. */
const SURE = 40;
const WRONG = 800;

export function facts(trace: Trace) {
  const { y, loss_data, lesson } = trace;
  const beliefs = beliefsOf(trace);
  const areSure = beliefs.every(({ share }) => share === 1);
  const isSoftmax = lesson.outputActivation === "softmax";
  const alike = isSoftmax ? 1 / y.cols : 1 / 2;
  const guess = isSoftmax ? log(y.cols) : y.cols * log(2);
  const by = (a: Belief, b: Belief) => (b.loss > a.loss ? b : a);
  const least = beliefs.reduce(by);
  const most = beliefs.reduce((a, b) => (b.loss < a.loss ? b : a));
  return {
    name: "cross-entropy",
    of: isSoftmax ? "softmax" : "sigmoid",
    N: y.rows,
    K: y.cols,
    isBroken: isBroken(trace, "loss_data"),
    beliefs,
    areSure,
    ln2: log(2),
    guess: {
      p: alike,
      one: 0 - log(alike),
      loss: guess,
      data: loss_data,
      decimals: apart(loss_data, guess, lesson),
      claim: betterOrNot(loss_data, guess),
      isSame: loss_data === guess,
    },
    /** The least that the loss can be, where the targets are shares. */
    floor: beliefs.reduce((sum, { share }) => sum - share * log(share), 0) / y.rows,
    extremes: [least, most].map((it) => toldOf(it, lesson)),
    areAlike: least.loss === most.loss,
    data: dataTerm(trace, beliefs),
    logits: logitsOf(trace, least),
    rounded: { sure: SURE, tiny: softplus(-SURE), wrong: WRONG, large: softplus(WRONG) },
  } as const;
}
type Facts = ReturnType<typeof facts>;

/** A belief as a sentence tells it, with as many decimals as keep it from 1. */
function toldOf(belief: Belief, as: Rounding) {
  const { p } = belief;
  const decimals = apartFromOne([p], as);
  return { ...belief, decimals, end: p === 0 ? "zero" : p === 1 ? "one" : "none" } as const;
}

/**
 * The data term in numbers as shown, with as many decimals as it takes for its steps to lead to its result; from the
 * logits where no number of decimals is enough.
 */
function dataTerm(trace: Trace, beliefs: readonly Belief[]) {
  const { y, h2, lesson } = trace;
  const loss_data = ownOf(trace, "loss_data");
  const N = y.rows;
  /** The logarithm of a shown output, or of what it leaves: none of 0. */
  const minusLogOf = (p: Exact) => (p.gt(0) ? 0 - log(p.toNumber()) : Number.POSITIVE_INFINITY);
  const places = Array.from(y.data, (_, i) => i).flatMap((i) => {
    const own = beliefs.filter(({ row, col }) => row * y.cols + col === i);
    return own.length > 0 ? [{ i, own }] : [];
  });
  const steps = (decimals: number) => {
    const outputs = showMatrix(h2, withDigits(lesson, decimals)).flat();
    const terms = places.map(({ i, own }) => {
      const h = outputs[i]!.value;
      return own.reduce(
        (sum, { share, isRest }) => sum + share * minusLogOf(isRest ? exact(1).minus(h) : h),
        0,
      );
    });
    return { outputs, terms, mean: terms.reduce((sum, it) => sum + it, 0) / N };
  };
  const isNear = (decimals: number) => near(steps(decimals).mean, loss_data);
  const decimals = fewest(lesson.digits, isNear);
  const from = isNear(decimals) ? "digits" : "logits";
  const { outputs, terms } = steps(decimals);
  // As everywhere on the page from the logits; the sign says whether the digits shown give them.
  const losses = places.map(({ own }) => own.reduce((sum, it) => sum + it.share * it.loss, 0));
  const shown = losses.map((it) => show(it, withDigits(lesson, decimals)));
  return {
    from,
    places: places.map(({ i, own }) => ({
      output: outputs[i]!,
      target: y.data[i]!,
      own,
    })),
    losses: shown,
    rounded: together(terms.map((it, k) => relation(it, shown[k]!))),
    sign: isBroken(trace, "loss_data")
      ? "≠"
      : relation(sumOf(shown.map(({ value }) => value)).div(N), showScalar(loss_data, lesson)),
  } as const;
}

/** How −ln of the belief comes from the logits, in numbers as shown. */
function logitsOf({ z2, lesson }: Trace, { row, col, isRest, loss }: Belief) {
  const logits = showMatrix(z2, lesson)[row]!;
  const own = logits[col]!;
  const powers =
    lesson.outputActivation === "softmax"
      ? logits.map((it) => it.value.minus(own.value))
      : [exact(0), isRest ? own.value : own.value.negative()];
  const decimals = fewest(lesson.digits, (it) =>
    near(show(loss, withDigits(lesson, it)).value.toNumber(), loss),
  );
  const result = showScalar(loss, withDigits(lesson, decimals));
  const found = log(powers.reduce((sum, it) => sum + exp(it.toNumber()), 0));
  return { row, col, isRest, logits, own, powers, result, sign: relation(found, result) } as const;
}

/** One term of the data term: y ln h, or what stands for it after sigmoids. */
function termTex(w: Writer, { output, target, own }: Facts["data"]["places"][number]): string {
  const shares = own.map(({ row, col, isRest, share }) => {
    const h = w.entryTex("h2", row, col, output);
    const logarithm = isRest ? `\\ln\\,(1 - ${h})` : `\\ln ${h}`;
    if (share === 1) return logarithm;
    const y = w.entryTex("y", row, col, w.shown(target));
    return `${isRest ? `(1 - ${y})` : y}\\cdot ${logarithm}`;
  });
  return shares.join(" + ");
}

function dataLines(w: Writer, { N, data }: Facts): string[] {
  const losses = short(data.losses.map(w.tex));
  const last = `&${data.sign} \\htmlClass{lit}{${w.scalar("loss_data")}}`;
  if (data.from === "logits")
    return [`${w.sym("loss_data")} &= \\tfrac{1}{${N}}\\bigl(${losses}\\bigr)`, last];
  return [
    `${w.sym("loss_data")} &= -\\tfrac{1}{${N}}\\bigl(${short(data.places.map((it) => termTex(w, it)))}\\bigr)`,
    `&${data.rounded} \\tfrac{1}{${N}}\\bigl(${losses}\\bigr)`,
    last,
  ];
}

/** The sum of powers whose logarithm is −ln p, in numbers. */
function logitsLines(w: Writer, { of, logits: f }: Facts): string[] {
  const { row, col, own, isRest, result, sign } = f;
  const h = `${w.sym("h2")}[${row},${col}]`;
  const power = (it: Shown, k: number) => {
    const z = w.entryTex("z2", row, k, it);
    return it.text.startsWith("-") ? `(${z})` : z;
  };
  const lessOwn = own.text.startsWith("-")
    ? ` + ${w.tex({ ...own, text: own.text.slice(1) })}`
    : ` - ${w.tex(own)}`;
  const powers =
    of === "softmax"
      ? f.logits.map((it, k) => (k === col ? "1" : `e^{${w.entryTex("z2", row, k, it)}${lessOwn}}`))
      : ["1", `e^{${isRest ? w.entryTex("z2", row, col, own) : `-${power(own, col)}`}}`];
  return [
    `-\\ln ${isRest ? `(1 - ${h})` : h} &= \\ln\\bigl(${powers.join(" \\allowbreak + \\nobreak ")}\\bigr)`,
    `&${sign} ${w.tex(result)}`,
  ];
}

const LN = "the natural logarithm: $\\ln p$ is the number to which $e$ must be raised to give $p$";

const INTRODUCTIONS = {
  softmax: ({ areSure, N }: Facts, w: Writer) =>
    `The first part is called **cross-entropy**. It asks how little the network believed in the right answer. The softmax gives a
probability to each label. Look only at the one it gives to the label that is right, and call it $p$. Its loss is
$-\\ln p$. Here ln is ${LN}. In the formula $${w.sym("y")}$ ${
      areSure
        ? `is 1 at the right label and 0 at every other, so of each row one logarithm is left`
        : `says how much of a row belongs to each label, and each logarithm counts by that share`
    }. The sign ⊙ multiplies entries in the same place. The division by $N$, here ${N}, makes it a mean over the rows.`,
  sigmoid: ({ areSure, N }: Facts, w: Writer) =>
    `The first part is called **cross-entropy**. It asks how little the network believed in what is right. Each output is read as
its belief that the target is 1, and what is left to 1, $1 - h$, as its belief that the target is 0. So of each output one looks at the belief
in the target, $p = h$ or $p = 1 - h$, and its loss is $-\\ln p$. Here ln is ${LN}. ${
      areSure
        ? `In the formula $${w.sym("y")}$ and $1 - ${w.sym("y")}$ pick it out: one of them is 1 and the other 0.`
        : `A target between 0 and 1 takes of both: $${w.sym("y")}$ of the one and $1 - ${w.sym("y")}$ of the other.`
    } The sign ⊙ multiplies entries in the same place. The division by $N$, here ${N}, makes it a mean over the rows.`,
};

/** How the loss of one belief grows as the belief falls, with the numbers of this lesson. */
function beliefsTold(f: Facts, w: Writer): string {
  const [least, most] = f.extremes as [Facts["extremes"][number], Facts["extremes"][number]];
  const of = ({ row, col }: Belief) => (f.K === 1 ? `row ${row}` : `row ${row}, output ${col}`);
  const told = (it: Facts["extremes"][number], name: string) =>
    w.choose(`belief-${name}`, it.end, {
      none: `*p*\u00a0${w.worth(it.p, it.decimals).replace(" ", "\u00a0")} at ${of(it)}, with the loss ${w.worth(it.loss).replace(/^([=≈]) /, "−ln *p* $1 ")}`,
      zero: `that at ${of(it)}, so near 0 that the computer’s digits hold 0; its loss, from the logits, is ${w.num(it.loss)}`,
      one: `that at ${of(it)}, so near 1 that the computer’s digits hold 1; its loss, from the logits, is ${w.num(it.loss)}`,
    });
  const here = f.areAlike
    ? `In this lesson ${f.beliefs.length === 1 ? "there is one" : `there are ${grouped(w, f.beliefs.length)}, all alike`}: ${told(least, "least")}.`
    : `In this lesson the least belief is ${told(least, "least")}. The most is ${told(most, "most")}.`;
  return `A network that is sure of what is right has $p = 1$ and loses nothing: ln 1 is 0. Each time that $p$ is halved, the loss grows by the same,
ln 2 ≈ ${w.num(f.ln2)}. So it grows without end as $p$ falls to 0: to be sure and wrong costs most. The square of the miss, $(1 - p)^2$, would never be more than 1. ${here}

${w.figure(
  minusLog(
    {
      id: "minus-log",
      points: f.beliefs.map(({ row, col, p, loss, isRest }) => ({ row, col, p, loss, isRest })),
    },
    w.words.figures.minusLog,
    w.short,
  ),
  `−ln *p* over *p*, with ${f.beliefs.length === 1 ? "the one belief" : `the ${grouped(w, f.beliefs.length)} beliefs`} of this lesson on it.`,
)}`;
}

function question({ of, K, N, guess }: Facts, w: Writer): string {
  return of === "softmax"
    ? w.question(
        `A network that knows nothing gives each of the ${K === 2 ? "two" : K} labels the same probability, 1/${K}. What is its data loss?`,
        `In each row $p$ is 1/${K}, so the loss is −ln(1/${K}) = ln ${K} ≈ ${w.num(guess.loss)}. The mean over ${count(w, N, "row")} is the same, whatever the targets.`,
      )
    : w.question(
        `A network that always answers one half believes as much in 1 as in 0. What is its data loss?`,
        `Each output has $p$ = ½ and the loss −ln ½ = ln 2 ≈ ${w.num(guess.one)}. ${K === 1 ? "Each row has one output" : `Each row has ${K} outputs: together ${K}·ln 2 ≈ ${w.num(guess.loss)}`}. The mean over ${count(w, N, "row")} is the same, whatever the targets.`,
      );
}

function compared({ of, K, guess: f }: Facts, w: Writer): string {
  const [answering, Answering] =
    of === "softmax"
      ? [`answering 1/${K} everywhere`, `Answering 1/${K} everywhere`]
      : ["always answering one half", "Always answering one half"];
  const loss = w.num(f.loss, f.decimals);
  return w.choose("loss-half", f.claim, {
    better: `That is better than ${answering}: ${w.num(f.data, f.decimals)} is less than ${loss}.`,
    "no-better": `${Answering} has ${loss}: that is ${f.isSame ? "the same" : "better"}.`,
  });
}

const FROM_LOGITS = {
  softmax: `-\\ln h_k = -\\ln \\frac{e^{z_k}}{\\sum_j e^{z_j}} = \\ln \\sum_j e^{z_j - z_k}`,
  sigmoid: `-\\ln \\sigma(z) = \\ln(1 + e^{-z}) \\qquad -\\ln\\bigl(1 - \\sigma(z)\\bigr) = \\ln(1 + e^{z})`,
};

/** Why the code takes the logits where the formula has outputs. */
function fromLogits(f: Facts, w: Writer): string {
  const { sure, tiny, wrong, large } = f.rounded;
  const where =
    f.of === "softmax"
      ? [
          `If one logit is larger than all others by ${sure} or more`,
          `the probability of another that lies ${wrong} lower`,
        ]
      : [`At a logit of ${sure}`, `the output at a logit of −${wrong}`];
  return `## Why from the logits?

The formula takes the logarithm of an output. The code takes the logits instead, and finds the same number:

$$
${FROM_LOGITS[f.of]}
$$

${where[0]}, ${f.of === "softmax" ? "its probability" : "the output"} is so near 1 that the computer’s digits hold exactly 1. Its logarithm is 0, but the loss is not: ${
    f.of === "softmax" ? `of two logits that lie ${sure} apart, ` : ""
  }ln(1 + *e*<sup>−${sure}</sup>) ≈ ${w.brief(tiny)}. And ${where[1]} is rounded to 0, which has no logarithm, while the loss is ${w.num(large)}. From the logits both come out right.

For the least belief of this lesson, with its numbers:

${w.display(logitsLines(w, f))}`;
}

export const prose = {
  softmax: {
    summary: "How little the network believed in the right answers, plus a price on large weights: the loss.",
    meaning: "how little the network believed in the targets",
    formula: "L = −Σ y ln h₂/N",
    derivative: `| loss | $-\\frac{1}{N}\\,y \\ln h$ | $-\\frac{1}{N}\\,\\frac{y}{h}$ |`,
    whyDerivative: `The slope of $\\ln h$ is $1/h$; we take it from a table.`,
  },
  sigmoid: {
    summary: "How little the network believed in what is right, plus a price on large weights: the loss.",
    meaning: "how little the network believed in the targets",
    formula: "L = −Σ(y ln h₂ + (1 − y) ln(1 − h₂))/N",
    derivative: `| loss | $-\\frac{1}{N}\\bigl(y \\ln h + (1 - y) \\ln(1 - h)\\bigr)$ | $\\frac{1}{N}\\bigl(-\\frac{y}{h} + \\frac{1 - y}{1 - h}\\bigr)$ |`,
    whyDerivative: `The slope of $\\ln h$ is $1/h$; we take it from a table. That of $\\ln(1 - h)$ is $-1/(1 - h)$, as $1 - h$ falls by 1 when $h$ grows by 1.`,
  },
};

const FORMULAS = {
  softmax: (y: string, h: string) => `-\\frac{1}{N} \\sum ${y} \\odot \\ln ${h}`,
  sigmoid: (y: string, h: string) =>
    `-\\frac{1}{N} \\sum \\Bigl(${y} \\odot \\ln ${h} + (1 - ${y}) \\odot \\ln\\,(1 - ${h})\\Bigr)`,
};

export const told = (f: Facts, w: Writer): LossTold => ({
  formula: FORMULAS[f.of](w.sym("y"), w.sym("h2")),
  introduction: `${INTRODUCTIONS[f.of](f, w)}

${beliefsTold(f, w)}${
  f.areSure
    ? ""
    : `

With targets between 0 and 1 this loss does not reach 0. It is least where each output is its target: here ${w.num(f.floor)}.`
}`,
  question: question(f, w),
  lines: `${w.display(dataLines(w, f))}${
    f.data.from === "logits"
      ? `The outputs as the computer holds them are too near 0 or 1 for their logarithms to give this. So the numbers in the brackets are from the logits.`
      : ""
  }`,
  compared: f.isBroken ? "" : compared(f, w),
  more: fromLogits(f, w),
  article: `It takes squares, $\\frac{1}{2N} \\sum (${w.sym("y")} - ${w.sym("h2")})^2$, and never gives the value of its loss. For its numbers it is`,
});
