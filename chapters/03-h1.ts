import Big from "big.js";
import { run } from "#run";
import type { Chapter, Mixed } from "../src/book/chapter.ts";
import type { Writer } from "../src/book/writer.ts";
import { lift } from "../src/figures/lift.ts";
import { sigmoidCurve } from "../src/figures/sigmoid.ts";
import { exp, sigmoid } from "../src/math/elementary.ts";
import { at, map } from "../src/math/matrix.ts";
import { part } from "../src/network/stage.ts";
import { apart, apartFromOne } from "../src/typeset/apart.ts";
import { relation, type Shown, showScalar } from "../src/typeset/format.ts";
import { onCurve } from "./on-curve.ts";
import { count, grouped } from "./words/prose.ts";

// <stage>
const h1 = part({
  needs: ["z1"],
  makes: ["h1"],
  /** The sigmoid of each entry. (N×H) → (N×H) */
  compute({ z1 }) {
    const h1 = map(z1, sigmoid);
    return { h1 };
  },
});
// </stage>

/** A value nearer to 0 or 1 than this is on a flat end of the curve. */
const END = 0.05;
/** How observations of so many numbers are separated by a straight cut. */
const CUTS = [
  "",
  "no threshold",
  "no line in the plane",
  "no plane in space",
];

export const chapter: Chapter<Mixed> = {
  name: "h1",
  stage: [[h1]],
  direction: "forward",
  formula: ["h₁ = σ(z₁)"],
  facts: (trace, telling) => ({ trace, telling }),
  prose: {
    title: "The sigmoid bends each sum",
    summary:
      "A curve turns each sum into a number between 0 and 1: the bend a network needs.",
    page({ trace, telling }, w) {
      const { X, z1 } = trace;
      const equation = w.equation("h1");
      const [r, c] = w.followed("h1");
      const z = at(z1, r, c);
      const { figures } = telling.words;
      const double = [2 * sigmoid(1), sigmoid(2)] as const;
      const differ = apart(...double, w.digits);
      return `
The **sigmoid** turns any number into one between 0 and 1.
It is the network’s **activation function**: a neuron does not put out its sum but the sigmoid of its sum.

$$\\sigma(z) = \\frac{1}{1 + e^{-z}}$$

The letter $e$ stands for a fixed number, about ${w.brief(exp(1))}. Far to the right $e^{-z}$ shrinks to almost nothing, and the sigmoid
comes close to 1. Far to the left $e^{-z}$ is huge, and the sigmoid comes close to 0. At $z = 0$ it gives exactly ${w.exact(sigmoid(0))}.
The curve is steepest in the middle and almost flat at both ends. Chapters ${w.chapter("dloss-dw2")} and ${w.chapter("dloss-dw1")} work with its slope.

${w.question(
  `The sum ${w.cell("z1", r, c)} is ${z > 0 ? "positive" : z < 0 ? "negative" : "zero"}. Will its sigmoid be above or below one half?`,
  `${overHalf(w, r, c)} The curve is symmetric about its middle point, (0, ½): σ(−z) = 1 − σ(z)${mirrored(w, r, c)}.`,
)}

## With the numbers

${w.display(equation.lines)}
${w.shapes(equation)}

The sigmoid works on each entry alone, so the shape stays the same.

${w.article(`The text calls the inputs, $${w.sym("W1")}$ and a sigmoid “only a general linear system”. The sigmoid is not linear: σ(1) + σ(1) ${w.worth(double[0], differ)}, but σ(2) ${w.worth(double[1], differ)}.`)}

## One value by hand

${w.byHand(equation)}

${w.figure(
  sigmoidCurve(
    { id: "sigmoid-h1", z: z1, layer: 1 },
    figures.sigmoid,
    w.short,
  ),
  onCurve(`sums of chapter ${w.chapter("z1")}`, z1),
)}

## What to look at

${saturation(w)}

Each observation came in with ${count(X.cols, "number")} and goes on with ${z1.cols}. ${w.choose(
        "h1-wider",
        z1.cols > X.cols ? "yes" : "no",
        {
          yes: `In the larger space, once the sums are bent, points can come apart that ${CUTS[X.cols] ?? "no flat cut"} could separate before. How far that goes without a bias, chapter ${w.chapter("ceiling")} shows.`,
          no: `Here there is no larger space to separate them in.`,
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

${w.note(`The code does not call the machine’s own exponential. Engines differ in its last bit. So the book has its own, made of additions, multiplications and divisions, which gives the same bits everywhere.`)}

${w.source("h1")}
`;
    },
  },
};

/** On which side of one half an entry of h1 is, with decimals that show it. */
function overHalf(w: Writer, r: number, c: number): string {
  const [z, h] = [at(w.trace.z1, r, c), at(w.trace.h1, r, c)];
  const decimals = Math.max(
    apart(h, sigmoid(0), w.digits),
    apartFromOne([h], w.digits),
  );
  const value = `σ(${w.num(z, decimals)}) ≈ ${w.cell("h1", r, c, decimals)}`;
  const side = z > 0 ? "above" : z < 0 ? "below" : "at";
  return w.choose(
    "h1-half",
    side !== "at" && h === sigmoid(0) ? "lost" : side,
    {
      above: `Above, since σ rises and σ(0) is one half: ${value}.`,
      below: `Below, since σ rises and σ(0) is one half: ${value}.`,
      at: `Neither: it is exactly one half.`,
      lost: `${side === "above" ? "Above" : "Below"}, since σ rises and σ(0) is one half, but by so little that the computer’s digits do not hold it.`,
    },
  );
}

/** The symmetry in the numbers of an entry; nothing where the computer’s digits do not hold it. */
function mirrored(w: Writer, r: number, c: number): string {
  const z = at(w.trace.z1, r, c);
  const values = [sigmoid(z), sigmoid(-z)] as const;
  if (values.includes(1)) return "";
  const decimals = apartFromOne(values, w.digits);
  const [h, rest] = values.map((x) => showScalar(x, decimals)) as [
    Shown,
    Shown,
  ];
  return `, here 1 − ${w.num(values[0], decimals)} ${relation(new Big(1).minus(h.value), rest)} ${w.num(values[1], decimals)}`;
}

/** How many values of h1 are on the flat ends of the curve. */
function saturation(w: Writer): string {
  const { h1 } = w.trace;
  const fromEnd = (h: number) => Math.min(h, 1 - h);
  const flat = h1.data.filter((h) => fromEnd(h) < END).length;
  const all = h1.data.length;
  const nearest = h1.data.reduce((a, b) => (fromEnd(b) < fromEnd(a) ? b : a));
  const end = nearest < 1 / 2 ? END : 1 - END;
  const decimals = Math.max(
    apart(nearest, end, w.digits),
    apartFromOne([nearest], w.digits),
  );
  const full = h1.data.some((h) => h === 0 || h === 1);
  const exact = w.choose("h1-full", full ? "some" : "none", {
    some: ` Some are so close to 0 or to 1 that the computer’s digits hold exactly that.`,
    none: "",
  });
  return w.choose("h1-saturated", flat > 0 ? "some" : "none", {
    some: `${flat === 1 ? "One value is" : `${grouped(flat)} values are`} within ${w.exact(END)} of 0 or of 1, where the curve is almost flat. Such a neuron is called **saturated**: a change of its sum hardly changes what it puts out.${exact}`,
    none: `On a flat end of the curve a neuron is **saturated**: a change of its sum hardly changes what it puts out. Let us call a neuron saturated if its value is within ${w.exact(END)} of 0 or of 1. None is: ${all === 1 ? "the one value is" : `of the ${grouped(all)} values, the one nearest to an end is`} ${w.num(nearest, decimals)}.`,
  });
}

run(import.meta.url);
