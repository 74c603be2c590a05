import type { Writer } from "../../src/book/writer.ts";
import { few } from "../words/figures.ts";
import { count, FEW, grouped, list, sentence } from "../words/prose.ts";
import { CORNER_SIGNS, type RectifiedFacts, rectifiedFacts } from "./rectified.ts";
import { type ActivationProse, type CatalogueEntry, ruled, slopeTold, type Telling } from "./telling.ts";

/** What the book says of ReLU, wherever it stands in the network. */

const neurons = (all: readonly number[]) =>
  `${all.length === 1 ? "neuron" : "neurons"} ${list(all.map(String))}`;

/** The corner, where sums sit exactly on it. */
function cornerTold({ curve: { names }, corner, corners, at }: RectifiedFacts, w: Writer): string {
  const [row, col] = at ?? [0, 0];
  const taken = "There ReLU gives 0. The curve has a corner there and no one slope; the book takes 0.";
  return w.choose(`${names.h}-corner`, corner, {
    none: "",
    one: `The sum ${names.z}[${row},${col}] is exactly 0. ${taken}`,
    more: `${grouped(w, corners)} sums are exactly 0, among them ${names.z}[${row},${col}]. ${taken}`,
  });
}

const prose: ActivationProse<RectifiedFacts> = {
  noun: "ReLU",
  plural: "ReLUs",
  title: "ReLU cuts each sum off at zero",
  summary: "A positive sum passes as it is, a negative one becomes 0: the bend a network needs.",
  lie: "are 0 or above",
  range: "0 or above",
  shape: "ReLU works on each entry alone, so the shape stays the same.",
  exponential: "",
  bendsNext: `The next chapter lets a positive sum pass as it is, and turns a negative sum into 0.`,
  keepsOrder: `The ReLU of the next chapter never turns their order round. But it makes all logits that are not positive the same: 0.`,

  inShort: `**ReLU**, $\\max(0, z)$, lets a positive number pass as it is and turns a negative one into 0.`,

  onTape: (take) => `ReLU takes its slope from what
went in: 1 where z is above 0, else 0. ${sentence(take)} it from what came out: 1 where h is above 0, else 0.`,
  signs: () => ["| ReLU | `relu` | $\\operatorname{ReLU}(z) = \\max(0, z)$ |", ...CORNER_SIGNS],
  aboveHalf: "That is where the logit is above ½, for a positive one passes as it is.",

  introduction: (
    f,
    w,
  ) => `**ReLU**, the rectified linear unit, lets a positive number pass as it is and turns a negative number into 0.
It is the network’s **activation function**: a neuron does not put out its sum but the ReLU of its sum.

$$\\operatorname{ReLU}(z) = \\max(0, z)$$

Two straight pieces meet in a corner at $z = 0$. Left of it the curve is level, right of it the slope is 1. This corner is the
whole bend. ReLU takes one comparison to compute, and its values have no upper end. ${slopeTold(f, w)}.`,

  question(f, w): string {
    const { curve, place, entry } = f;
    const { names } = curve;
    const h = w.cell(names.h, ...place);
    const answer = w.choose(`${names.h}-sign`, entry.side, {
      above: ruled(f, h, "a positive sum passes as it is"),
      below: ruled(f, h, f.isBroken ? "a negative sum becomes 0" : "the sum is negative"),
      at: ruled(f, h, f.isBroken ? "0 stays 0" : "the larger of 0 and 0"),
    });
    return w.question(`The sum is ${w.cell(names.z, ...place)}. What does ReLU make of it?`, answer);
  },
  writtenOut: () => "",

  lookAt(f, w): string {
    const { curve, all, through, closed, rows, dead, hasRidge } = f;
    if (f.isBroken) return "";
    const blocked = all - through;
    return `ReLU lets ${through === all ? `all ${count(w, all, "sum")}` : `${grouped(w, through)} of the ${count(w, all, "sum")}`} pass${blocked === 0 ? "" : ` and turns ${grouped(w, blocked)} into 0`}. ${w.choose(
      `${curve.names.h}-dead`,
      dead,
      {
        none:
          rows > 1 ? `Each neuron lets a sum pass in at least one row.` : `Each neuron lets its sum pass.`,
        row: `${closed.length === 1 ? "Neuron" : "Neurons"} ${list(closed.map(String))} ${closed.length === 1 ? "lets" : "let"} nothing through for this row. No slope passes there either.`,
        dead: `${sentence(neurons(closed))} ${closed.length === 1 ? "puts" : "put"} out 0 for every row of this lesson. Such a neuron is called **dead**: no slope passes it, and so ${hasRidge ? "only the ridge changes" : "no step changes"} the weights into it.`,
      },
    )} ${cornerTold(f, w)}`;
  },

  curve: {
    title: "ReLU",
    description: ({ count: values, points }) =>
      `ReLU is 0 up to 0, and then rises as its sum does. ${count(FEW, values, "value")} marked on it.${few(
        points.map(({ z, h }) => `${z} becomes ${h}`),
        (n) => n,
      )}`,
  },
  tangents: {
    title: "The slope of ReLU",
    description: ({ count: values, points }) =>
      `ReLU${values === 0 ? ", no tangent drawn" : ` with its tangent at ${count(FEW, values, "value")}`}; the slope is 0 on the left and 1 on the right.${few(
        points.map(({ z, slope }) => `${slope} at ${z}`),
        (n) => `It is ${n}`,
      )}`,
  },
  steepest: () => `ReLU has slope 1 right of 0 and slope 0 left of it. At exactly 0 the book takes 0.`,

  derivative: () => `| ReLU | $h = \\max(0, z)$ | $[h > 0]$: 1 where $h$ is above 0, else 0 |`,
  whyDerivative: (w) =>
    w.details(
      "Why is the slope of ReLU 1 or 0?",
      `Right of 0, $h = z$: a nudge of $z$ moves $h$ as far, so the slope is 1. Left of 0, $h = 0$ whatever $z$ is, so the slope is 0. At the corner, $z = 0$, a nudge up has slope 1 and a nudge down has slope 0. There is no one slope there; programs take 0, and so does this book. In formulas the bracket $[h > 0]$ stands for 1 where $h$ is above 0, and for 0 elsewhere.`,
    ),

  manyLayers: (w) =>
    w.question(
      `The slope of ReLU is 1 or 0. What happens to a gradient that passes back through ten of them?`,
      `Where all ten sums are positive, every factor is 1: ReLU leaves the gradient as it is. This is what it has over the sigmoid, whose slope is never above ¼. Where one of the ten is not positive, nothing is left.`,
    ),
  slopesAre: () => `slopes of 1 or 0`,
  large: `: ReLU has no flat upper end that would hold it back`,
};

export const telling: Telling<RectifiedFacts> = {
  facts: (trace, z, h) => rectifiedFacts(trace, z, h, "relu"),
  prose,
};

/** In the catalogue. */
export const entry: CatalogueEntry = {
  title: "ReLU",
  formula: () => "h = \\max(0, z)",
  told: () => `
**Fits** in hidden layers, deep ones above all: for a positive sum its slope is 1, so a gradient does not fade. After the last layer it fits only targets of 0 and above.

**Costs** next to nothing to compute. But a neuron whose sums are negative in every row is dead: it has slope 0 and learns nothing. And nothing bounds its values.`,
};
