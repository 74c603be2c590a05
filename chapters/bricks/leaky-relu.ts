import type { Writer } from "../../src/book/writer.ts";
import { leakyReluPrime } from "../../src/network/ops/leaky-relu.ts";
import { separatorOf } from "../../src/typeset/format.ts";
import { few } from "../words/figures.ts";
import { count, FEW, grouped, sentence } from "../words/prose.ts";
import { CORNER_SIGNS, type RectifiedFacts, rectifiedFacts } from "./rectified.ts";
import { type ActivationProse, type CatalogueEntry, ruled, slopeTold, type Telling } from "./telling.ts";

/** What the book says of leaky ReLU, wherever it stands in the network. */

/** What is left of a negative sum: its slope there. */
const LEAK = leakyReluPrime(-1);
const maxTex = (w: Writer, space = " "): string => `\\max(${w.exactTex(LEAK)}\\,z${separatorOf(w)}${space}z)`;

const prose: ActivationProse<RectifiedFacts> = {
  noun: "leaky ReLU",
  plural: "leaky ReLUs",
  title: "Leaky ReLU bends each sum at zero",
  summary: "A positive sum passes as it is, of a negative one a hundredth: the bend a network needs.",
  lie: "can be any numbers",
  range: "any number",
  shape: "Leaky ReLU works on each entry alone, so the shape stays the same.",
  exponential: "",
  bendsNext: `The next chapter lets a positive sum pass as it is, and leaves a hundredth of a negative sum.`,
  keepsOrder: `The leaky ReLU of the next chapter does not
change that, because it rises everywhere.`,

  inShort: `**Leaky ReLU** lets a positive number pass as it is and leaves a hundredth of a negative one.`,

  onTape: (take, w) => `Leaky ReLU takes its slope from what
went in: 1 where z is above 0, else ${w.exact(LEAK)}. ${sentence(take)} it from what came out.`,
  signs: (w) => [`| leaky ReLU | \`leakyRelu\` | $${maxTex(w)}$ |`, ...CORNER_SIGNS],
  aboveHalf: "That is where the logit is above ½, for a positive one passes as it is.",

  introduction: (
    f,
    w,
  ) => `**Leaky ReLU** lets a positive number pass as it is and leaves a hundredth of a negative number.
It is the network’s **activation function**: a neuron does not put out its sum but the leaky ReLU of its sum.

$$\\operatorname{leaky\\ ReLU}(z) = ${maxTex(w, "\\;")}$$

Two straight pieces meet in a corner at $z = 0$: slope ${w.exact(LEAK)} left of it, slope 1 right of it. The plain ReLU has slope 0 on the left,
and a neuron whose sums are all negative learns nothing there. The leak keeps a little slope. ${slopeTold(f, w)}.`,

  question(f, w): string {
    const { curve, place, entry } = f;
    const { names } = curve;
    const h = w.cell(names.h, ...place);
    const answer = w.choose(`${names.h}-sign`, entry.side, {
      above: ruled(f, h, "a positive sum passes as it is"),
      below: f.isBroken ? ruled(f, h, "a hundredth of it is left") : `A hundredth of it: ${h}.`,
      at: ruled(f, h, "0 stays 0"),
    });
    return w.question(`The sum is ${w.cell(names.z, ...place)}. What does leaky ReLU make of it?`, answer);
  },
  writtenOut: () => "",

  lookAt(f, w): string {
    const { curve, all, through, corner, corners, at } = f;
    if (f.isBroken) return "";
    const [row, col] = at ?? [0, 0];
    const taken = `There the curve has a corner and no one slope; the book takes ${w.exact(LEAK)}.`;
    return `${through === all ? `All ${count(w, all, "sum")} are positive and pass` : `Of the ${count(w, all, "sum")}, ${grouped(w, through)} ${through === 1 ? "is positive and passes" : "are positive and pass"}`} as ${through === 1 ? "it is" : "they are"}. ${through === all ? "" : `Of the others a hundredth is left, and a hundredth of the slope passes back.`} ${w.choose(
      `${curve.names.h}-corner`,
      corner,
      {
        none: "",
        one: `The sum ${curve.names.z}[${row},${col}] is exactly 0. ${taken}`,
        more: `${grouped(w, corners)} sums are exactly 0, among them ${curve.names.z}[${row},${col}]. ${taken}`,
      },
    )}`;
  },

  curve: {
    title: "Leaky ReLU",
    description: ({ count: values, points }) =>
      `Leaky ReLU rises slowly up to 0, and then as its sum does. ${count(FEW, values, "value")} marked on it.${few(
        points.map(({ z, h }) => `${z} becomes ${h}`),
        (n) => n,
      )}`,
  },
  tangents: {
    title: "The slope of leaky ReLU",
    description: ({ count: values, points }) =>
      `Leaky ReLU${values === 0 ? ", no tangent drawn" : ` with its tangent at ${count(FEW, values, "value")}`}; the slope is a hundredth on the left and 1 on the right.${few(
        points.map(({ z, slope }) => `${slope} at ${z}`),
        (n) => `It is ${n}`,
      )}`,
  },
  steepest: (w) =>
    `Leaky ReLU has slope 1 right of 0 and slope ${w.exact(LEAK)} left of it. At exactly 0 the book takes ${w.exact(LEAK)}.`,

  derivative: (w) => `| leaky ReLU | $h = ${maxTex(w)}$ | 1 where $h$ is above 0, else ${w.exact(LEAK)} |`,
  whyDerivative: (w) =>
    w.details(
      `Why is the slope of leaky ReLU 1 or ${w.exact(LEAK)}?`,
      `Right of 0, $h = z$: a nudge of $z$ moves $h$ as far, so the slope is 1. Left of 0, $h = ${w.exactTex(LEAK)}\\,z$: $h$ moves a hundredth as far. At the corner, $z = 0$, a nudge up and a nudge down differ. There is no one slope there; the book takes ${w.exact(LEAK)}. In formulas the bracket $[h > 0]$ stands for 1 where $h$ is above 0, and for 0 elsewhere, so the slope is $${w.exactTex(LEAK)} + ${w.exactTex(1 - LEAK)}\\,[h > 0]$.`,
    ),

  manyLayers: (w) =>
    w.question(
      `The slope of leaky ReLU is 1 or ${w.exact(LEAK)}. What happens to a gradient that passes back through ten of them?`,
      `Where all ten sums are positive, every factor is 1 and it stays as it is. Each sum that is not positive leaves a hundredth of it: little, but not nothing.`,
    ),
  slopesAre: (w) => `slopes of 1 or ${w.exact(LEAK)}`,
  large: `: leaky ReLU has no flat end that would hold it back`,
};

export const telling: Telling<RectifiedFacts> = {
  facts: (trace, z, h) => rectifiedFacts(trace, z, h, "leaky-relu"),
  prose,
};

/** In the catalogue. */
export const entry: CatalogueEntry = {
  title: "Leaky ReLU",
  formula: (w) => `h = ${maxTex(w, "\\;")}`,
  told: () => `
**Fits** where ReLU does, and where too many neurons die.

**Costs** as little. A neuron with negative sums still learns, at a hundredth of the pace. The hundredth is a choice; it has no deeper reason.`,
};
