import { run } from "#run";
import type { Chapter } from "../src/chapter.ts";
import { exp, sigmoid } from "../src/elementary.ts";
import { lift } from "../src/figures/lift.ts";
import { sigmoidCurve } from "../src/figures/sigmoid.ts";
import { map } from "../src/matrix.ts";
import { stage } from "../src/trace.ts";
import { type Writer, writer } from "../src/writer.ts";
import { count, grouped } from "./prose.ts";
import { sigma } from "./sigma.ts";

// <stage>
export const h1 = stage({
  needs: ["z1"],
  makes: ["h1"],
  /** The sigmoid of each entry. (N×H) → (N×H) */
  compute({ z1 }) {
    return { h1: map(z1, sigmoid) };
  },
});
// </stage>

const equations = (w: Writer) => ({ h1: w.map("h1", "z1", sigma) });

/** A value nearer to 0 or 1 than this is on a flat end of the curve. */
const END = 0.05;

export const chapter: Chapter = {
  name: "h1",
  stage: h1,
  bricks: ["sigma1"],
  direction: "forward",
  formula: ["h₁ = σ(z₁)"],
  title: "The sigmoid bends each sum",
  summary:
    "A curve turns each sum into a number between 0 and 1: the bend a network needs.",
  equations,
  page(trace, telling) {
    const w = writer(trace, telling);
    const { X, z1 } = trace;
    const { h1: equation } = equations(w);
    const [r, c] = w.followed("h1");
    const z = z1.data[r * z1.cols + c]!;
    const flat = trace.h1.data.filter((x) => x < END || x > 1 - END).length;
    const { figures } = telling.words;
    const wider =
      z1.cols > X.cols ? "more" : z1.cols < X.cols ? "fewer" : "as many";
    return `
The **sigmoid** takes any number and gives one between 0 and 1.
It is the network’s **activation function**: what a neuron puts out is not its sum but the sigmoid of its sum.

$$\\sigma(z) = \\frac{1}{1 + e^{-z}}$$

The letter $e$ stands for a fixed number, about ${w.brief(exp(1))}. Far to the right $e^{-z}$ shrinks to almost nothing, and the sigmoid
comes close to 1. Far to the left $e^{-z}$ is huge, and the sigmoid comes close to 0. At $z = 0$ it gives exactly ${w.exact(sigmoid(0))}.
The curve is steepest in the middle and almost flat at both ends; chapters 7 and 8 live on its slope.

${w.question(
  `The sum ${w.cell("z1", r, c)} is ${z > 0 ? "positive" : z < 0 ? "negative" : "zero"}. Will its sigmoid be above or below one half?`,
  `${w.choose("h1-half", z > 0 ? "above" : z < 0 ? "below" : "at", {
    above: `Above, since σ rises and σ(0) is one half: σ(${w.num(z)}) is ${w.cell("h1", r, c)}.`,
    below: `Below, since σ rises and σ(0) is one half: σ(${w.num(z)}) is ${w.cell("h1", r, c)}.`,
    at: `Neither: it is exactly one half.`,
  })} For −z the sigmoid gives what is missing to 1: σ(−z) = 1 − σ(z), here ${w.num(sigmoid(-z))}.`,
)}

## With the numbers

${w.display(equation.lines)}
${w.shapes(equation)}

The sigmoid works on each entry alone. No number meets another, so the shape stays.

${w.article(`The text calls the inputs, $${w.sym("W1")}$ and a sigmoid “only a general linear system”. The sigmoid is not linear: σ(1) + σ(1) = ${w.num(2 * sigmoid(1))}, but σ(2) = ${w.num(sigmoid(2))}.`)}

## One value by hand

${w.byHand(equation)}

${w.figure(
  sigmoidCurve(
    { id: "sigmoid-h1", z: z1, layer: 1 },
    figures.sigmoid,
    w.short,
  ),
  `The sums of chapter 2 on the curve. Each goes up to the curve and across to its value.`,
)}

## What to look at

${w.choose("h1-saturated", flat > 0 ? "some" : "none", {
  some: `${flat === 1 ? "One value is" : `${grouped(flat)} values are`} within ${w.exact(END)} of an end, where the curve is almost flat. Such a neuron is called **saturated**: a change of its sum hardly changes what it puts out.`,
  none: `${trace.h1.data.length === 1 ? "The one value is" : `All ${grouped(trace.h1.data.length)} values are`} at least ${w.exact(END)} away from both ends. No neuron is **saturated**, as one calls a neuron on the flat parts of the curve.`,
})}

Each observation came in with ${count(X.cols, "number")} and now has ${z1.cols}:
${wider} coordinates. ${w.choose(
      "h1-wider",
      z1.cols > X.cols ? "yes" : "no",
      {
        yes: `In the larger space there is room to lay points apart that no line in the plane could separate.`,
        no: `There is no extra room here, so all the help must come from the bend.`,
      },
    )}

${w.figure(
  lift(
    { id: "lift-h1", X, W1: trace.W1, h1: trace.h1, row: r },
    figures.lift,
    w.short,
  ),
  `Row ${r}: ${count(X.cols, "number")} in, ${count(z1.cols, "number")} out.`,
)}

${w.note(`The code does not call the machine’s own exponential. Engines differ in its last bit, so the book has its own, made of additions, multiplications and divisions. It gives the same bits everywhere.`)}

${w.source("h1", "chapters/03-h1.ts")}
`;
  },
};

run(import.meta.url);
