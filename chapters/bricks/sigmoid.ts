import type { Writer } from "../../src/book/writer.ts";
import { exp, sigmoid, sigmoidPrime } from "../../src/math/elementary.ts";
import { exact } from "../../src/math/exact.ts";
import type { Trace } from "../../src/network/stage.ts";
import type { MatrixName } from "../../src/network/values.ts";
import { apart, apartFromOne } from "../../src/typeset/apart.ts";
import { type Rounding, relation, showScalar, withDigits } from "../../src/typeset/format.ts";
import { few } from "../words/figures.ts";
import { count, FEW } from "../words/prose.ts";
import { OWN_EXPONENTIAL, writtenOut } from "./exponential.ts";
import { risesDrawn } from "./rises.ts";
import { saturationFacts, saturationTold } from "./saturation.ts";
import {
  type ActivationProse,
  type CatalogueEntry,
  entryOf,
  isEntryBroken,
  layerFacts,
  slopeTold,
  type Telling,
} from "./telling.ts";

/** What the book says of the sigmoid, wherever it stands in the network: facts, then words. */

const HALF = sigmoid(0);
const STEEPEST = sigmoidPrime(HALF);

/** Of a layer of sigmoids, from sums z to values h. */
function facts(trace: Trace, z: MatrixName, h: MatrixName) {
  const { lesson } = trace;
  const followed = entryOf(trace, z, h);
  return {
    ...layerFacts(trace, z, h, "sigmoid"),
    e: exp(1),
    half: HALF,
    entry: entryFacts(followed, isEntryBroken(trace, h), lesson),
    writtenOut: isEntryBroken(trace, h)
      ? undefined
      : writtenOut(followed, -1, (power) => 1 / (1 + power), lesson),
    saturation: saturationFacts(trace, h, 0, END),
  } as const;
}
type Facts = ReturnType<typeof facts>;

/** On which side of one half a value is, and what mirrors it on the curve. */
function entryFacts({ z, h }: { readonly z: number; readonly h: number }, isBroken: boolean, as: Rounding) {
  const side = z > 0 ? "above" : z < 0 ? "below" : "at";
  const mirrored = sigmoid(-z);
  const decimals = apartFromOne([h, mirrored], as);
  const rest = exact(1).minus(showScalar(h, withDigits(as, decimals)).value);
  return {
    z,
    h,
    isBroken,
    side,
    /** A sum can be so small that the computer's digits hold one half for its value. */
    told: z !== 0 && h === HALF && !isBroken ? "lost" : side,
    apart: Math.max(apart(h, HALF, as), apartFromOne([h], as)),
    mirrored,
    isMirrored: h !== 1 && mirrored !== 1 && !isBroken,
    decimals,
    sign: relation(rest, showScalar(mirrored, withDigits(as, decimals))),
  } as const;
}

/** A value nearer to 0 or 1 than this is on a flat end of the curve. */
const END = 0.05;

/** The most that is left of a gradient that passes back through ten sigmoids. */
const LEFT = Array(10)
  .fill(STEEPEST)
  .reduce((left, slope) => left * slope);
const FADING = { steepest: STEEPEST, left: Number(LEFT.toPrecision(2)) };

/** The two slopes that its own is made of, where z is 0: there u = 1 + e^−z is 2. */
const MADE_OF = {
  "slope-power": {
    f: (z: number) => exp(-z),
    slope: -1,
    x: 0,
    run: 1,
    from: -1.5,
    to: 3,
    names: { x: "z", y: "e⁻ᶻ" },
  },
  "slope-inverse": {
    f: (u: number) => 1 / u,
    slope: -1 / 4,
    x: 2,
    run: 1,
    from: 0.5,
    to: 5,
    names: { x: "u", y: "1/u" },
  },
} as const;
/** How far e^−d has moved from 1, over a small d. */
const NUDGE = 0.001;
const NUDGED = Number(((exp(-NUDGE) - 1) / NUDGE).toFixed(5));

/** Whether the outputs of a row add up to 1. */
export function totalFacts(outputs: readonly number[], as: Rounding) {
  const total = outputs.reduce((sum, h) => sum + h, 0);
  const is = Math.abs(total - 1) < 5e-4 ? "one" : "other";
  const decimals = Math.max(apart(total, 1, as), apartFromOne(outputs, as));
  const [h, rest] = [outputs[0]!, 1 - outputs[0]!];
  const shown = (x: number) => showScalar(x, withDigits(as, decimals));
  const sign = relation(exact(1).minus(shown(h).value), shown(rest));
  return { outputs, decimals, is, rest, sign } as const;
}

const RANGE = "between 0 and 1";

const prose: ActivationProse<Facts> = {
  noun: "the sigmoid",
  plural: "sigmoids",
  title: "The sigmoid bends each sum",
  summary: `A curve turns each sum into a number ${RANGE}: the bend a network needs.`,
  lie: `lie ${RANGE}`,
  range: RANGE,
  shape: "The sigmoid works on each entry alone, so the shape stays the same.",
  exponential: OWN_EXPONENTIAL,
  bendsNext: `The next chapter turns a positive sum into a value above one half, and a negative sum into a value below one half.`,
  keepsOrder: `The sigmoid of the next chapter does not
change that, because it rises everywhere.`,

  inShort: `The **sigmoid**, $\\sigma(z) = 1/(1 + e^{-z})$, turns any number into one between 0 and 1. It rises everywhere, and σ(0) is one half.`,

  onTape: (take) => `The sigmoid takes its slope from what
went in, σ(z)·σ(−z), where ${take} it from what came out, h(1 − h): two formulas for one slope, so that a
slip in one would not agree with the other.`,
  signs: () => [],
  aboveHalf: "That is where the logit is above 0, for σ(0) is ½.",

  introduction: ({ e, half, ...f }: Facts, w: Writer) => `The **sigmoid** turns any number into one ${RANGE}.
It is the network’s **activation function**: a neuron does not put out its sum but the sigmoid of its sum.

$$\\sigma(z) = \\frac{1}{1 + e^{-z}}$$

The letter $e$ stands for a fixed number, about ${w.brief(e)}. Far to the right $e^{-z}$ shrinks to almost nothing, and the sigmoid
comes close to 1. Far to the left $e^{-z}$ is huge, and the sigmoid comes close to 0. At $z = 0$ it gives exactly ${w.exact(half)}.
The curve is steepest in the middle and almost flat at both ends. ${slopeTold(f, w)}.`,

  question({ curve: { names }, place, entry: f }: Facts, w: Writer): string {
    const sign = { above: "positive", below: "negative", at: "zero" }[f.side];
    const side = `${f.side === "above" ? "Above" : "Below"}, since σ rises and σ(0) is one half`;
    const value = `σ(${w.num(f.z, f.apart)}) ${f.isBroken ? "≠" : "≈"} ${w.cell(names.h, ...place, f.apart)}`;
    const answer = w.choose(`${names.h}-half`, f.told, {
      above: `${side}: ${value}.`,
      below: `${side}: ${value}.`,
      at: `Neither: it is exactly one half${f.isBroken ? `. The changed code makes it ${w.cell(names.h, ...place)}` : ""}.`,
      lost: `${side}, but by so little that the computer’s digits do not hold it.`,
    });
    const here = `, here 1 − ${w.num(f.h, f.decimals)} ${f.sign} ${w.num(f.mirrored, f.decimals)}`;
    return w.question(
      `The sum ${w.cell(names.z, ...place)} is ${sign}. Will its sigmoid be above or below one half?`,
      `${answer} The curve is symmetric about its middle point, (0, ½): σ(−z) = 1 − σ(z)${f.isMirrored ? here : ""}.`,
    );
  },

  writtenOut: ({ writtenOut: f }, w) =>
    f
      ? w.display([
          `\\sigma(${w.tex(f.z)}) &= \\frac{1}{1 + e^{${w.tex(f.opposite)}}}`,
          `&${f.first} \\frac{1}{1 + ${w.tex(f.power)}}`,
          `&${f.sign} ${w.tex(f.h)}`,
        ])
      : "",

  curve: {
    title: "The sigmoid",
    description: ({ count: values, points }) =>
      `The sigmoid rises from 0 to 1 and is a half at 0. ${count(FEW, values, "value")} marked on it.${few(
        points.map(({ z, h }) => `${z} becomes ${h}`),
        (n) => n,
      )}`,
  },
  tangents: {
    title: "The slope of the sigmoid",
    description: ({ count: values, points }) =>
      `The sigmoid${values === 0 ? ", no tangent drawn" : ` with its tangent at ${count(FEW, values, "value")}`}; the slope is h(1 − h), steepest at 0.${few(
        points.map(({ z, slope }) => `${slope} at ${z}`),
        (n) => `It is ${n}`,
      )}`,
  },
  steepest: (w) => `A sigmoid is steepest at $z = 0$, with slope ${w.exact(STEEPEST)}.`,

  /** In the table of derivatives. */
  derivative: () => `| sigmoid | $h = \\sigma(z)$ | $h\\,(1 - h)$ |`,

  whyDerivative: (w: Writer) =>
    w.details(
      "Why is the slope of σ equal to h(1 − h)?",
      `Write $h = 1/u$ with $u = 1 + e^{-z}$. By the chain rule its slope is that of $1/u$ times that of $u$.

The slope of $1/u$ is $-1/u^2$. From $u$ to $u + d$ it changes by $\\frac{1}{u + d} - \\frac{1}{u} = \\frac{-d}{u\\,(u + d)}$. Divided by $d$ that is
$\\frac{-1}{u\\,(u + d)}$, and the smaller $d$ is, the closer to $-1/u^2$.

The slope of $e^{-z}$ is $-e^{-z}$, and the 1 before it does not move. From $z$ to $z + d$ the power is multiplied by $e^{-d}$, so it changes by $e^{-z}\\,(e^{-d} - 1)$.
Divided by $d$, the second factor is ${w.exact(NUDGED)} for $d = ${w.exactTex(NUDGE)}$, and the smaller $d$ is, the closer to −1. The number $e$ is the one for which that is so.

${risesDrawn(
  MADE_OF,
  `Both slopes as rise over run, where $z = ${w.exactTex(MADE_OF["slope-power"].x)}$ and so $u = ${w.exactTex(MADE_OF["slope-inverse"].x)}$: ${w.exact(MADE_OF["slope-power"].slope)} and ${w.exact(MADE_OF["slope-inverse"].slope)}. Their product, ${w.exact(STEEPEST)}, is the slope of σ there. The two axes of a picture have scales of their own.`,
  w,
)}

$$
\\frac{dh}{dz} = -\\frac{1}{u^2} \\cdot (-e^{-z}) = \\frac{e^{-z}}{(1 + e^{-z})^2} = \\frac{1}{1 + e^{-z}} \\cdot \\frac{e^{-z}}{1 + e^{-z}} = h\\,(1 - h)
$$

The first factor is $h$. The second is $1 - h$, because the two add up to 1.`,
    ),

  manyLayers: (w) =>
    w.question(
      `A sigmoid’s slope is at most ${w.exact(FADING.steepest)}. What happens to a gradient that passes back through ten of them?`,
      `It is multiplied by at most ${w.exact(FADING.steepest)} ten times. Unless large weights make up for it, no more than about ${w.exact(FADING.left)} of it is left. This is the **vanishing gradient**.`,
    ),

  slopesAre: (w) => `slopes of at most ${w.exact(STEEPEST)}`,
  large: `, but they also saturate the sigmoids, whose slopes are then near 0`,

  lookAt: ({ saturation, curve: { names } }, w) => saturationTold(saturation, names.h, w),
};

export const telling: Telling<Facts> = { facts, prose };

/** Of the last layer: its outputs know nothing of each other. */
export const totalTold = (
  { outputs, decimals, is, rest, sign }: ReturnType<typeof totalFacts>,
  row: number,
  hasLabels: boolean,
  w: Writer,
): string =>
  outputs.length === 1
    ? `The one output of row ${row} lies ${RANGE}, and so does what it leaves to 1: 1 − ${w.num(outputs[0]!, decimals)} ${sign} ${w.num(rest, decimals)}.${hasLabels ? " The two can be read as how much the network believes in label 1 and in label 0." : ""}`
    : `The ${outputs.length === 2 ? "two" : outputs.length} outputs of row ${row} add up: ${w.sum(outputs, decimals)}. ${w.choose(
        "h2-sum",
        is,
        {
          one: `That is 1 to three decimals, but the formula does not make it so.`,
          other: `That is not 1.`,
        },
      )} Each output has a sigmoid of its own, which takes no account of the other output${outputs.length === 2 ? "" : "s"}. So they are ${
        hasLabels
          ? `not the probabilities of the
${outputs.length === 2 ? "two" : outputs.length} labels`
          : "no shares of a whole"
      }, only ${outputs.length === 2 ? "two" : outputs.length} numbers ${RANGE}.`;

/** In the catalogue. */
export const entry: CatalogueEntry = {
  title: "Sigmoid",
  formula: () => "h = \\sigma(z) = \\frac{1}{1 + e^{-z}}",
  told: (w) => `
**Fits** where a number between 0 and 1 is wanted: an output that answers yes or no. It is the brick of the article.

**Costs** an exponential for each number. Its slope is never above ${w.exact(STEEPEST)}, and near 0 at both ends: a neuron that is sure learns slowly, and through many layers a gradient fades.`,
};
