import { exp } from "../../src/math/elementary.ts";
import type { Trace } from "../../src/network/stage.ts";
import type { MatrixName } from "../../src/network/values.ts";
import { apartFromOne } from "../../src/typeset/apart.ts";
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

/** What the book says of tanh, wherever it stands in the network: facts, then words. */

function facts(trace: Trace, z: MatrixName, h: MatrixName) {
  const { lesson } = trace;
  const followed = entryOf(trace, z, h);
  const { z: sum, h: value } = followed;
  return {
    ...layerFacts(trace, z, h, "tanh"),
    e: exp(1),
    entry: {
      ...followed,
      side: sum > 0 ? "above" : sum < 0 ? "below" : "at",
      isBroken: isEntryBroken(trace, h),
    },
    apart: apartFromOne([Math.abs(value)], lesson),
    writtenOut: isEntryBroken(trace, h)
      ? undefined
      : writtenOut(followed, 2, (power) => (power - 1) / (power + 1), lesson),
    saturation: saturationFacts(trace, h, -1, END),
  } as const;
}
type Facts = ReturnType<typeof facts>;

/** A value nearer to −1 or 1 than this is on a flat end of the curve: the slope there is below 0.19. */
const END = 0.1;

/** The two slopes that its own is made of, where z is 0: there u = e^2z is 1. */
const MADE_OF = {
  "slope-power": {
    f: (z: number) => exp(2 * z),
    slope: 2,
    x: 0,
    run: 0.5,
    from: -1.5,
    to: 1,
    names: { x: "z", y: "e²ᶻ" },
  },
  "slope-inverse": {
    f: (u: number) => -2 / (u + 1),
    slope: 1 / 2,
    x: 1,
    run: 1,
    from: 0,
    to: 4,
    names: { x: "u", y: "−2/(u + 1)" },
  },
} as const;
/** How far e^2d has moved from 1, over a small d. */
const NUDGE = 0.001;
const NUDGED = Number(((exp(2 * NUDGE) - 1) / NUDGE).toFixed(5));

const RANGE = "between −1 and 1";

const prose: ActivationProse<Facts> = {
  noun: "tanh",
  plural: "tanh neurons",
  title: "tanh bends each sum",
  summary: `A curve turns each sum into a number ${RANGE}: the bend a network needs.`,
  lie: `lie ${RANGE}`,
  range: RANGE,
  shape: "tanh works on each entry alone, so the shape stays the same.",
  exponential: OWN_EXPONENTIAL,
  bendsNext: `The next chapter turns a positive sum into a value above 0, and a negative sum into a value below 0.`,
  keepsOrder: `The tanh of the next chapter does not
change that, because it rises everywhere.`,

  inShort: `**tanh**, $\\tanh(z) = (e^{2z} - 1)/(e^{2z} + 1)$, turns any number into one between −1 and 1. It rises everywhere, and tanh(0) is 0.`,

  onTape: (take) => `tanh takes its slope from what
went in, 4·σ(2z)·σ(−2z), where ${take} it from what came out, 1 − h²: two formulas for one slope, so that a
slip in one would not agree with the other.`,
  signs: () => [],
  aboveHalf: "That is where the logit is above ½ ln 3, for the tanh of that is ½.",

  introduction: ({ e, ...f }, w) => `**tanh**, the hyperbolic tangent, turns any number into one ${RANGE}.
It is the network’s **activation function**: a neuron does not put out its sum but the tanh of its sum.

$$\\tanh(z) = \\frac{e^{2z} - 1}{e^{2z} + 1}$$

The letter $e$ stands for a fixed number, about ${w.brief(e)}. Far to the right $e^{2z}$ is huge. Beside it the two 1s hardly
count, and tanh comes close to 1. Far to the left $e^{2z}$ shrinks to almost nothing, and tanh comes close to −1. At $z = 0$
it gives exactly 0. The curve is steepest there and almost flat at both ends. ${slopeTold(f, w)}.

tanh is the sigmoid, $\\sigma(z) = 1/(1 + e^{-z})$, stretched: $\\mathord{\\tanh(z) = 2\\,\\sigma(2z) - 1}$. Its values lie evenly on both sides of 0.`,

  question({ curve: { names }, place, entry: f, apart }, w): string {
    const sign = { above: "positive", below: "negative", at: "zero" }[f.side];
    const value = `tanh(${w.num(f.z, apart)}) ${f.isBroken ? "≠" : "≈"} ${w.cell(names.h, ...place, apart)}`;
    const answer = w.choose(`${names.h}-sign`, f.side, {
      above: `Positive, since tanh rises and tanh(0) is 0: ${value}.`,
      below: `Negative, since tanh rises and tanh(0) is 0: ${value}.`,
      at: `Neither: it is exactly 0${f.isBroken ? `. The changed code makes it ${w.cell(names.h, ...place)}` : ""}.`,
    });
    return w.question(
      `The sum ${w.cell(names.z, ...place)} is ${sign}. Will its tanh be positive or negative?`,
      `${answer} The curve is symmetric about the origin: tanh(−z) = −tanh(z).`,
    );
  },

  writtenOut({ writtenOut: f }, w) {
    if (!f) return "";
    const power = `e^{2\\cdot ${f.z.text.startsWith("-") ? `(${w.tex(f.z)})` : w.tex(f.z)}}`;
    return w.display([
      `\\tanh(${w.tex(f.z)}) &= \\frac{${power} - 1}{${power} + 1}`,
      `&${f.first} \\frac{${w.tex(f.power)} - 1}{${w.tex(f.power)} + 1}`,
      `&${f.sign} ${w.tex(f.h)}`,
    ]);
  },

  lookAt: ({ saturation, curve: { names } }, w) => saturationTold(saturation, names.h, w),

  curve: {
    title: "tanh",
    description: ({ count: values, points }) =>
      `tanh rises from −1 to 1 and is 0 at 0. ${count(FEW, values, "value")} marked on it.${few(
        points.map(({ z, h }) => `${z} becomes ${h}`),
        (n) => n,
      )}`,
  },
  tangents: {
    title: "The slope of tanh",
    description: ({ count: values, points }) =>
      `tanh${values === 0 ? ", no tangent drawn" : ` with its tangent at ${count(FEW, values, "value")}`}; the slope is 1 − h², steepest at 0.${few(
        points.map(({ z, slope }) => `${slope} at ${z}`),
        (n) => `It is ${n}`,
      )}`,
  },
  steepest: () => `tanh is steepest at $z = 0$, with slope 1.`,

  derivative: () => `| tanh | $h = \\tanh(z)$ | $1 - h^2$ |`,
  whyDerivative: (w) =>
    w.details(
      "Why is the slope of tanh equal to 1 − h²?",
      `Write $h = 1 - 2/(u + 1)$ with $u = e^{2z}$. By the chain rule its slope is that of $-2/(u + 1)$ times that of $u$.

The slope of $-2/(u + 1)$ is $2/(u + 1)^2$. From $u$ to $u + d$ it changes by $\\frac{2}{u + 1} - \\frac{2}{u + d + 1} = \\frac{2d}{(u + 1)(u + d + 1)}$. Divided by $d$ that is
$\\frac{2}{(u + 1)(u + d + 1)}$, and the smaller $d$ is, the closer to $2/(u + 1)^2$.

The slope of $u$ is $2u$. From $z$ to $z + d$ the power is multiplied by $e^{2d}$, so it changes by $u\\,(e^{2d} - 1)$. Divided by $d$, the second factor is
${w.exact(NUDGED)} for $d = ${w.exactTex(NUDGE)}$, and the smaller $d$ is, the closer to 2. The number $e$ is the one for which that is so.

${risesDrawn(
  MADE_OF,
  `Both slopes as rise over run, where $z = ${w.exactTex(MADE_OF["slope-power"].x)}$ and so $u = ${w.exactTex(MADE_OF["slope-inverse"].x)}$: ${w.exact(MADE_OF["slope-power"].slope)} and ${w.exact(MADE_OF["slope-inverse"].slope)}. Their product is the slope of tanh there, 1. The two axes of a picture have scales of their own.`,
  w,
)}

$$
\\frac{dh}{dz} = \\frac{2}{(u + 1)^2} \\cdot 2u = \\frac{2u}{u + 1} \\cdot \\frac{2}{u + 1} = (1 + h)(1 - h) = 1 - h^2
$$

because $2u/(u + 1)$ is $1 + h$, and $2/(u + 1)$ is $1 - h$.`,
    ),

  manyLayers: (w) =>
    w.question(
      `The slope of tanh is 1 at $z = 0$ and smaller everywhere else. What happens to a gradient that passes back through ten of them?`,
      `Where the sums are near 0 it passes almost unchanged: this is what tanh has over the sigmoid, whose slope is never above ¼. Where neurons saturate, it shrinks each time. This is the **vanishing gradient**.`,
    ),
  slopesAre: () => `slopes of at most 1`,
  large: `, but they also saturate the neurons, whose slopes are then near 0`,
};

export const telling: Telling<Facts> = { facts, prose };

/** In the catalogue. */
export const entry: CatalogueEntry = {
  title: "tanh",
  formula: () => "h = \\tanh(z) = \\frac{e^{2z} - 1}{e^{2z} + 1}",
  told: () => `
**Fits** in hidden layers. Its values lie on both sides of 0, and its slope is 1 in the middle, four times that of the sigmoid.

**Costs** an exponential for each number. At both ends its slope is near 0, as the sigmoid’s.`,
};
