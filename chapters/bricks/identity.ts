import type { Trace } from "../../src/network/stage.ts";
import type { MatrixName } from "../../src/network/values.ts";
import { few } from "../words/figures.ts";
import { count, FEW } from "../words/prose.ts";
import {
  type ActivationProse,
  type CatalogueEntry,
  layerFacts,
  ruled,
  slopeTold,
  type Telling,
} from "./telling.ts";

/** What the book says of the identity, wherever it stands in the network. */

const facts = (trace: Trace, z: MatrixName, h: MatrixName) => layerFacts(trace, z, h, "identity");
type Facts = ReturnType<typeof facts>;

const prose: ActivationProse<Facts> = {
  noun: "the identity",
  plural: "identities",
  title: "The identity leaves each sum as it is",
  summary: "A neuron puts out its sum unchanged: no bend, and so two layers do no more than one.",
  lie: "can be any numbers",
  range: "any number",
  shape: "The identity works on each entry alone, so the shape stays the same.",
  exponential: "",
  bendsNext: `The next chapter leaves the sums as they are.`,
  keepsOrder: `The identity of the next chapter leaves them as they are.`,

  inShort: `The **identity**, $h = z$, puts out what comes in.`,

  onTape: () => `The identity knows that its slope is 1.`,
  signs: () => [],
  aboveHalf: "That is where the logit is above ½, for it stays as it is.",

  introduction: (
    f,
    w,
  ) => `The **identity** puts out what comes in. It is the plainest **activation function**:

$$h = z$$

It has no bend. And without a bend between them, two layers of weights do no more than one could.
After the last layer it is often used where outputs stand for quantities, such as a price or a temperature. ${slopeTold(f, w)}, which is 1 everywhere.`,

  question(f, w) {
    const { curve, place } = f;
    const { z, h } = curve.names;
    const rule = f.isBroken ? "it stays as it is" : "the same number";
    return w.question(
      `The sum is ${w.cell(z, ...place)}. What does the identity make of it?`,
      ruled(f, w.cell(h, ...place), rule),
    );
  },
  writtenOut: () => "",
  lookAt: (f) =>
    f.isBroken
      ? ""
      : `The values are the sums, unchanged. Nothing saturates and nothing is cut off. But without a bend in between, the next product could be worked into this one.`,

  curve: {
    title: "The identity",
    description: ({ count: values, points }) =>
      `A straight line through 0. ${count(FEW, values, "value")} marked on it.${few(
        points.map(({ z, h }) => `${z} stays ${h}`),
        (n) => n,
      )}`,
  },
  tangents: {
    title: "The slope of the identity",
    description: ({ count: values }) =>
      `A straight line; its tangent at ${count(FEW, values, "value")} is the line itself, with slope 1.`,
  },
  steepest: () => `The slope is 1 everywhere.`,

  derivative: () => `| identity | $h = z$ | $1$ |`,
  whyDerivative: () => "",
  manyLayers: (w) =>
    w.question(
      `The slope of the identity is 1. What happens to a gradient that passes back through ten of them?`,
      `Nothing: every factor is 1. But ten such layers can do no more than one.`,
    ),
  slopesAre: () => `slopes of 1`,
  large: `: nothing holds the values back`,
};

export const telling: Telling<Facts> = { facts, prose };

/** In the catalogue. */
export const entry: CatalogueEntry = {
  title: "Identity",
  formula: () => "h = z",
  told: () => `
**Fits** after the last layer, where the target is a quantity: a price, a temperature.

**Costs** nothing, and does nothing. In a hidden layer it makes two layers no better than one.`,
};
