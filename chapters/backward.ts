import { partOf } from "../src/book/chapter.ts";
import type { Others } from "../src/book/telling.ts";
import type { Writer } from "../src/book/writer.ts";
import { backward } from "../src/figures/backward.ts";
import { DEFAULT_LESSON } from "../src/lesson/lesson.ts";
import { exact, sumOf } from "../src/math/exact.ts";
import { at } from "../src/math/matrix.ts";
import { differs, isBroken } from "../src/network/broken.ts";
import {
  ABSOLUTE,
  nudged as heldAgainstNudges,
  NUDGE,
  productsOf,
  RELATIVE,
  reach,
  type Verdict,
} from "../src/network/gradient-check.ts";
import { layerOf, networkOf } from "../src/network/network.ts";
import type { Stage, Trace } from "../src/network/stage.ts";
import { tapeCheck } from "../src/network/tape-check.ts";
import { type MatrixName, type Name, slopeName } from "../src/network/values.ts";
import { followed } from "../src/typeset/equations.ts";
import {
  type Rounding,
  relation,
  type Shown,
  type Sign,
  show,
  showBig,
  showExact,
  significant,
} from "../src/typeset/format.ts";
import { factor } from "../src/typeset/html.ts";
import { forwardPass } from "./06-loss.ts";
import { lossOnTape } from "./17-autodiff.ts";
import { prose as biases, trainedBiases } from "./bricks/bias.ts";
import { curveFacts } from "./bricks/telling.ts";
import { FOUR_ROWS } from "./four-rows.ts";
import { count, grouped } from "./words/prose.ts";

/** What the two chapters on the backward pass have in common, one for each matrix of weights: facts, then words. */

export function facts(trace: Trace, { traceOf }: Others, stage: Stage, weights: MatrixName) {
  const part = partOf({ stage }, trace.lesson);
  const { X, W2, lesson } = trace;
  const network = networkOf(lesson);
  const { z, h } = layerOf(network, weights);
  const trained = trainedBiases(trace, weights);
  const name = h === "h1" ? lesson.activation : lesson.outputActivation;
  const id = `backward-${weights.toLowerCase()}`;
  return {
    sizes: { N: X.rows, H: W2.rows, K: W2.cols },
    stack: { id, network, part },
    /** Whether a slope that a reader's own code made is not the book's: then no slope after it says what it should. */
    isOff: isBroken(trace, ...(part.makes as Name[])),
    /** The curve above the weights; a softmax has none. */
    slopes: name === "softmax" ? undefined : curveFacts(trace, z, h, name),
    ridge: ridgeFacts(trace, weights),
    four: traceOf(FOUR_ROWS),
    isChanged: trace.changed !== undefined,
    nudging: nudgingFacts(trace, weights),
    bias: lesson.bias
      ? {
          z,
          name: trained,
          nudging: trained && nudgingFacts(trace, trained),
        }
      : undefined,
    /** Whether the bricks are the article’s too. */
    isArticles: networkOf(DEFAULT_LESSON) === network,
  } as const;
}
type Facts = ReturnType<typeof facts>;

/** How much the ridge adds to the slope along the weight that the page follows. */
function ridgeFacts(trace: Trace, weights: MatrixName) {
  const { ridge } = trace.lesson;
  const N = trace.y.rows;
  const [row, col] = followed(trace[weights]);
  const weight = at(trace[weights], row, col);
  const added = (ridge * weight) / N;
  const sign = relation(
    significant(weight).value.times(showExact(ridge, trace.lesson).value).div(N),
    significant(added),
  );
  return { weights, row, col, weight, added, sign, claim: ridge === 0 ? "none" : "some" } as const;
}

/**
 * Entries that are multiplied along a path, from the loss down, and what they give, as shown.
 * @param product in full precision
 * @param made what is told that they give, where that is the entry of a value
 */
export function pathOf(
  trace: Trace,
  cells: readonly (readonly [MatrixName, number, number])[],
  product: number,
  made = product,
) {
  const { lesson } = trace;
  const factors = cells.map(([name, row, col]) => ({
    name,
    row,
    col,
    shown: show(at(trace[name], row, col), lesson),
  }));
  const found = factors.reduce((product, { shown }) => product.times(shown.value), exact(1));
  const shown = Number.isFinite(product) ? show(product, lesson) : showBig(found, lesson);
  const whole = cells.reduce((product, [name, row, col]) => product * at(trace[name], row, col), 1);
  const sign: Sign = trace.changed && differs(made, whole) ? "≠" : relation(found, shown);
  return { factors, shown, sign } as const;
}
/** A product, which may be too large for a number where a reader's own code made the factors. */
export const productShown = (a: number, b: number, as: Rounding): Shown =>
  Number.isFinite(a * b) ? show(a * b, as) : showBig(exact(a).times(b), as);

type Path = ReturnType<typeof pathOf>;

/** The sign after a sum of numbers as shown; where some are left out, nobody can add them up. */
export const signOf = (terms: readonly (Shown | undefined)[], total: Shown): Sign =>
  terms.includes(undefined) ? "≈" : relation(sumOf(terms.map((it) => it!.value)), total);

/** A number after a sign, in brackets where it has one of its own. */
const after = ({ text }: Shown, k: number, tex: string): string =>
  k > 0 && text.startsWith("-") ? `(${tex})` : tex;

/** So many entries are nudged; of a large network, for which each takes a while, fewer. */
const [MOST_NUDGED, LEAST_NUDGED] = [12, 4];
const BUDGET = 2e5;
const mostNudged = (trace: Trace): number =>
  Math.max(LEAST_NUDGED, Math.min(MOST_NUDGED, Math.floor(BUDGET / productsOf(trace))));

/** Which weights are nudged, how much smaller a nudge may be, and what the table shows. */
export function nudgingFacts(trace: Trace, weights: MatrixName) {
  let tape: ReturnType<typeof tapeCheck> | undefined;
  // Where a nudge is too coarse, the tape decides.
  const entries = heldAgainstNudges(forwardPass, trace, weights, mostNudged(trace), (i) => {
    tape ??= tapeCheck(lossOnTape, trace); // most lessons never ask
    return tape(slopeName(weights)).agrees(i);
  });
  const of = (verdict: Verdict) => entries.filter((it) => it.verdict === verdict).length;
  const coarse = of("untold");
  const corners = entries.filter(({ verdict, corner }) => verdict === "untold" && corner).length;
  return {
    weights,
    entries,
    all: trace[weights].data.length,
    nudge: NUDGE,
    most: Math.max(...entries.map(({ row }) => reach(trace, weights, row))),
    tolerance: { absolute: ABSOLUTE, relative: RELATIVE },
    coarse,
    /** Of those, the ones where the nudge passes a corner. */
    corners,
    verdict: of("differs") > 0 ? "differ" : coarse > 0 ? "coarse" : "agree",
  } as const;
}

type NudgingFacts = ReturnType<typeof nudgingFacts>;

export const prose = {
  /** What is multiplied along a path, for a formula. */
  path: ({ factors }: Path, w: Writer): string =>
    factors
      .map(({ name, row, col, shown }, k) => after(shown, k, w.entryTex(name, row, col, shown)))
      .join(" \\cdot "),

  /** Numbers that are added, for a formula; dots for those left out. */
  sum: (terms: readonly (Shown | undefined)[], w: Writer): string =>
    terms.map((it, k) => (it ? after(it, k, w.tex(it)) : "\\cdots")).join(" + "),

  stack: ({ stack }: Facts, caption: string, w: Writer) =>
    w.figure(
      backward({ ...stack, reused: w.chapter("dloss-dw2"), href: w.placeOf }, w.words.figures.backward),
      caption,
    ),

  /** What the ridge adds, in a formula; `entry` for one of them: `[j,k]`. */
  ridgeSlope: (weights: MatrixName, w: Writer, entry = "") =>
    `\\frac{\\htmlClass{scalars}{\\lambda}}{N}\\,${w.sym(weights)}${entry}`,

  ridge({ sizes, ridge }: Facts, w: Writer): string {
    const { weights, row, col, weight, added, sign, claim } = ridge;
    const number = w.entry(weights, row, col, significant(weight));
    return w.choose(`${weights}-ridge`, claim, {
      none: `In this lesson λ is 0, so the ridge adds 0 to every slope.`,
      some: `In this lesson the ridge adds ${factor(w.rate("lambda"))}/${sizes.N}·${weight < 0 ? `(${number})` : number} ${sign} ${w.brief(added)} to the slope along $${w.sym(weights)}[${row},${col}]$.`,
    });
  },

  /** A matrix from its formula to its numbers, with the shapes, and one entry by hand. */
  worked(name: MatrixName, w: Writer): string {
    const equation = w.equation(name);
    return `${w.display(equation.lines)}${w.shapes(equation)}${w.byHand(equation)}`;
  },

  /** Which weights are nudged, and by how much; the table; and what it shows. */
  nudging({ nudging, bias, isChanged }: Facts, w: Writer): string {
    const biases = bias?.nudging ? `\n\nAnd the biases: ${nudged(bias.nudging, isChanged, w)}` : "";
    return nudged(nudging, isChanged, w) + biases;
  },

  /** The slope along the biases of the layer; of those that are held, that it has none. */
  biases({ bias, sizes }: Facts, w: Writer): string {
    if (!bias) return "";
    if (bias.name) return biases.slope(bias.name, bias.z, sizes.N, w);
    return `The biases are held in this lesson, so no slope along them is needed.`;
  },

  /** Of the article's rows, where the lesson has other bricks. */
  articlesBricks: ({ isArticles }: Facts): string =>
    isArticles ? "" : ", and with its own bricks: sigmoids, squares and no bias",
};

function nudged(f: NudgingFacts, isChanged: boolean, w: Writer): string {
  const { weights, entries, all, most, tolerance } = f;
  const word = weights.startsWith("b") ? "bias" : "weight";
  const [one, many] = [word, word === "bias" ? "biases" : "weights"];
  const share = entries.length === all ? "each" : entries.length;
  const which = all === 1 ? `the one ${one}` : `${share} of the ${grouped(w, all)} ${many}`;
  const smaller = ` Where the largest input of a weight is larger than 1 in size, the nudge is divided by that size, so that no sum of the layer moves by more than the nudge: here by up to ${w.brief(most)}.`;
  return `${word === "bias" ? "we do" : "We do"} it for ${which}. The nudge is ${w.exact(f.nudge)}.${most > 1 ? smaller : ""}

${w.checkTable(weights, entries)}

${w.choose(`${weights}-check`, f.verdict, {
  agree: `${entries.length === 1 ? "The two slopes agree: they" : `All agree: the two slopes of a ${one}`} differ by at most ${w.exact(tolerance.absolute)} plus ${w.exact(tolerance.relative)} times the slope.`,
  coarse: `${cornersTold(f, one, many, w)}${f.coarse > f.corners ? `At ${count(w, f.coarse - f.corners, one, many)} the nudge is too coarse for the numbers of this lesson: within it the loss bends too much, or changes too little to be told from rounding. ` : ""}There the tape of chapter ${w.chapter("autodiff")} decides, and it agrees with the chain rule.`,
  differ: `They do not agree: ${isChanged ? "the changed code does not find these slopes" : "do not trust this page"}.`,
})}`;
}

const cornersTold = ({ corners }: NudgingFacts, one: string, many: string, w: Writer): string =>
  corners === 0
    ? ""
    : `At ${count(w, corners, one, many)} the nudge passes a corner: on its way a sum crosses 0, where the curve of an activation turns and its slope jumps. Nudging mixes the slopes of both sides, and cannot tell. `;
