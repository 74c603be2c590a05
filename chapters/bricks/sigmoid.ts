import Big from "big.js";
import type { Writer } from "../../src/book/writer.ts";
import { drawnOf, sigmoidCurve } from "../../src/figures/sigmoid.ts";
import { exp, sigmoid, sigmoidPrime } from "../../src/math/elementary.ts";
import { at, type Matrix } from "../../src/math/matrix.ts";
import type { Trace } from "../../src/network/stage.ts";
import type { MatrixName } from "../../src/network/values.ts";
import { apart, apartFromOne } from "../../src/typeset/apart.ts";
import { followed } from "../../src/typeset/equations.ts";
import { relation, showScalar } from "../../src/typeset/format.ts";
import { grouped, someOrNone } from "../words/prose.ts";

/** What the book says of the sigmoid, wherever it stands in the network: facts, then words. */

const HALF = sigmoid(0);
const STEEPEST = sigmoidPrime(HALF);

/** Of a layer of sigmoids, from sums z to values h. */
export function facts(trace: Trace, z: MatrixName, h: MatrixName) {
  const [row, col] = followed(trace[h]);
  const { digits } = trace.lesson;
  return {
    e: exp(1),
    half: HALF,
    curve: curveFacts(trace, z, h),
    place: [row, col],
    entry: entryFacts(at(trace[z], row, col), at(trace[h], row, col), digits),
    saturation: saturationFacts(trace[h], digits),
  } as const;
}
type Facts = ReturnType<typeof facts>;

/** On which side of one half a value is, and what mirrors it on the curve. */
function entryFacts(z: number, h: number, digits: number) {
  const side = z > 0 ? "above" : z < 0 ? "below" : "at";
  const mirrored = sigmoid(-z);
  const decimals = apartFromOne([h, mirrored], digits);
  const rest = new Big(1).minus(showScalar(h, decimals).value);
  return {
    z,
    h,
    side,
    /** A sum can be so small that the computer's digits hold one half for its value. */
    told: z !== 0 && h === HALF ? "lost" : side,
    apart: Math.max(apart(h, HALF, digits), apartFromOne([h], digits)),
    mirrored,
    isMirrored: h !== 1 && mirrored !== 1,
    decimals,
    sign: relation(rest, showScalar(mirrored, decimals)),
  } as const;
}

/** A value nearer to 0 or 1 than this is on a flat end of the curve. */
const END = 0.05;

function saturationFacts({ data }: Matrix, digits: number) {
  const fromEnd = (h: number) => Math.min(h, 1 - h);
  const flat = data.filter((h) => fromEnd(h) < END).length;
  const nearest = data.reduce((a, b) => (fromEnd(b) < fromEnd(a) ? b : a));
  const end = nearest < HALF ? END : 1 - END;
  return {
    end: END,
    all: data.length,
    flat,
    saturated: someOrNone(flat),
    full: data.some((h) => h === 0 || h === 1) ? "some" : "none",
    nearest,
    decimals: Math.max(apart(nearest, end, digits), apartFromOne([nearest], digits)),
  } as const;
}

/** What the figures show of the sums: a few with lines or tangents, more as dots, not all of very many. */
export function curveFacts(trace: Trace, z: MatrixName, h: MatrixName) {
  const drawn = drawnOf(trace[z]);
  const all = trace[z].data.length;
  const inside = all - drawn.beyond;
  const slopes = !drawn.named ? "dots" : inside === all ? "tangents" : inside === 0 ? "arrows" : "some";
  return { names: { z, h }, z: trace[z], ...drawn, all, inside, slopes, steepest: STEEPEST } as const;
}
type CurveFacts = ReturnType<typeof curveFacts>;

/** The most that is left of a gradient that passes back through ten sigmoids. */
const LEFT = Array(10)
  .fill(STEEPEST)
  .reduce((left, slope) => left * slope);
export const fading = { steepest: STEEPEST, left: Number(LEFT.toPrecision(2)) };

/** Whether the outputs of a row add up to 1. */
export function totalFacts(outputs: readonly number[], digits: number) {
  const total = outputs.reduce((sum, h) => sum + h, 0);
  const is = Math.abs(total - 1) < 5e-4 ? "one" : "other";
  return { outputs, decimals: apart(total, 1, digits), is } as const;
}

const RANGE = "between 0 and 1";

export const prose = {
  name: "sigmoid",
  title: "The sigmoid bends each sum",
  summary: `A curve turns each sum into a number ${RANGE}: the bend a network needs.`,
  range: RANGE,
  shape: "The sigmoid works on each entry alone, so the shape stays the same.",
  ownExponential: `The code does not call the machine’s own exponential. Engines differ in its last bit. So the book has its own, made of additions, multiplications and divisions, which gives the same bits everywhere.`,

  // For the chapter before: what it will do to the sums
  bendsNext: `The next chapter turns a positive sum into a value above one half, and a negative sum into a value below one half.`,
  keepsOrder: `The sigmoid of the next chapter does not
change that, because it rises everywhere.`,

  introduction: ({ e, half }: Facts, w: Writer) => `The **sigmoid** turns any number into one ${RANGE}.
It is the network’s **activation function**: a neuron does not put out its sum but the sigmoid of its sum.

$$\\sigma(z) = \\frac{1}{1 + e^{-z}}$$

The letter $e$ stands for a fixed number, about ${w.brief(e)}. Far to the right $e^{-z}$ shrinks to almost nothing, and the sigmoid
comes close to 1. Far to the left $e^{-z}$ is huge, and the sigmoid comes close to 0. At $z = 0$ it gives exactly ${w.exact(half)}.
The curve is steepest in the middle and almost flat at both ends. Chapters ${w.chapter("dloss-dw2")} and ${w.chapter("dloss-dw1")} work with its slope.`,

  question({ curve: { names }, place, entry: f }: Facts, w: Writer): string {
    const sign = { above: "positive", below: "negative", at: "zero" }[f.side];
    const side = `${f.side === "above" ? "Above" : "Below"}, since σ rises and σ(0) is one half`;
    const value = `σ(${w.num(f.z, f.apart)}) ≈ ${w.cell(names.h, ...place, f.apart)}`;
    const answer = w.choose(`${names.h}-half`, f.told, {
      above: `${side}: ${value}.`,
      below: `${side}: ${value}.`,
      at: `Neither: it is exactly one half.`,
      lost: `${side}, but by so little that the computer’s digits do not hold it.`,
    });
    const here = `, here 1 − ${w.num(f.h, f.decimals)} ${f.sign} ${w.num(f.mirrored, f.decimals)}`;
    return w.question(
      `The sum ${w.cell(names.z, ...place)} is ${sign}. Will its sigmoid be above or below one half?`,
      `${answer} The curve is symmetric about its middle point, (0, ½): σ(−z) = 1 − σ(z)${f.isMirrored ? here : ""}.`,
    );
  },

  /** The curve, with lines up from each of the sums and across to its value. */
  onCurve({ names, z, all, points, named, beyond }: CurveFacts, sums: string, w: Writer): string {
    const what = points < all ? `The first ${points} of the ${grouped(all)} ${sums}` : `The ${sums}`;
    const lines = named ? ` Each goes up to the curve and across to its value.` : "";
    const edge = beyond > 0 ? ` An arrowhead at the edge stands for a sum beyond it.` : "";
    return w.figure(
      sigmoidCurve({ id: `sigmoid-${names.h}`, names, z }, w.words.figures.sigmoid, w.short),
      `${what} on the curve.${lines}${edge}`,
    );
  },

  /** The curve with its tangents; `sum` is what one of the sums is called. */
  slopes({ names, z, all, points, beyond, inside, slopes, steepest }: CurveFacts, sum: string, w: Writer) {
    const told = w.choose(`${names.z}-slopes`, slopes, {
      dots: `${points < all ? `${points} of the` : "The"} ${grouped(all)} ${sum}s on the curve. Their tangents would be too many.${beyond > 0 ? ` An arrow stands for each that lies beyond the edge.` : ""}`,
      tangents: `The tangent at ${all === 1 ? `the one ${sum}` : `each of the ${all} ${sum}s`}, with its slope.`,
      some: `The tangent at ${inside} of the ${all} ${sum}s, with its slope. ${beyond === 1 ? "The other one lies" : `The other ${beyond} lie`} beyond the edge, where an arrow points.`,
      arrows: `No tangent is drawn: ${all === 1 ? `the one ${sum} lies` : `the ${all} ${sum}s lie`} beyond the edge, where an arrow points and the curve is almost level. The number beside it is the slope.`,
    });
    return w.figure(
      sigmoidCurve({ id: `slopes-${names.h}`, names, z, slopes: true }, w.words.figures.slopes, w.short),
      `${told} A sigmoid is steepest at $z = 0$, with slope ${w.exact(steepest)}.`,
    );
  },

  /** In the table of derivatives. */
  derivative: `| sigmoid | $h = \\sigma(z)$ | $h\\,(1 - h)$ |`,

  whyDerivative: (w: Writer) =>
    w.details(
      "Why is the slope of σ equal to h(1 − h)?",
      `Write $h = 1/u$ with $u = 1 + e^{-z}$. The slope of $1/u$ is $-1/u^2$ and the slope of $u$ is $-e^{-z}$; we take these two from a table. By the chain rule

$$
\\frac{dh}{dz} = \\frac{e^{-z}}{(1 + e^{-z})^2} = \\frac{1}{1 + e^{-z}} \\cdot \\frac{e^{-z}}{1 + e^{-z}} = h\\,(1 - h)
$$

The first factor is $h$. The second is $1 - h$, because the two add up to 1.`,
    ),

  vanishing: ({ steepest, left }: typeof fading, w: Writer) =>
    w.question(
      `A sigmoid’s slope is at most ${w.exact(steepest)}. What happens to a gradient that passes back through ten of them?`,
      `It is multiplied by at most ${w.exact(steepest)} ten times. Unless large weights make up for it, no more than about ${w.exact(left)} of it is left. This is the **vanishing gradient**.`,
    ),

  saturation({ saturation: f, curve: { names } }: Facts, w: Writer): string {
    const full = w.choose(`${names.h}-full`, f.full, {
      some: ` Some are so close to 0 or to 1 that the computer’s digits hold exactly that.`,
      none: "",
    });
    return w.choose(`${names.h}-saturated`, f.saturated, {
      some: `${f.flat === 1 ? "One value is" : `${grouped(f.flat)} values are`} within ${w.exact(f.end)} of 0 or of 1, where the curve is almost flat. Such a neuron is called **saturated**: a change of its sum hardly changes what it puts out.${full}`,
      none: `On a flat end of the curve a neuron is **saturated**: a change of its sum hardly changes what it puts out. Let us call a neuron saturated if its value is within ${w.exact(f.end)} of 0 or of 1. None is: ${f.all === 1 ? "the one value is" : `of the ${grouped(f.all)} values, the one nearest to an end is`} ${w.num(f.nearest, f.decimals)}.`,
    });
  },

  /** Of the last layer: its outputs know nothing of each other. */
  total: ({ outputs, decimals, is }: ReturnType<typeof totalFacts>, row: number, w: Writer) =>
    `The two outputs of row ${row} add up: ${w.sum(outputs, decimals)}. ${w.choose("h2-sum", is, {
      one: `That is 1 to three decimals, but the formula does not make it so.`,
      other: `That is not 1.`,
    })} Each output has a sigmoid of its own, which takes no account of the other output. So they are not the probabilities of the
two labels, only two numbers ${RANGE}.`,
};
