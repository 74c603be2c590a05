import type { Teller } from "../../src/book/exercises.ts";
import type { Makers, WordsFor } from "../../src/exercises/drill.ts";
import type { Option } from "../../src/exercises/exercise.ts";
import { choosing, numeric } from "../../src/exercises/making.ts";
import type { Source } from "../../src/exercises/source.ts";
import { at } from "../../src/math/matrix.ts";
import { networkOf, weightsOf } from "../../src/network/network.ts";
import { type MatrixName, slopeName } from "../../src/network/values.ts";

/** The chapter of the step. */

/** A rate that other parts of the book use, where this lesson has another one. */
const otherRate = (alpha: number): number => (alpha === 0.1 ? 0.01 : 0.1);

/** A weight, and the slope along it. */
function weightIn({ trace, pick }: Source) {
  const names = weightsOf(networkOf(trace.lesson));
  const name = names[pick(names.length)]!;
  const weights = trace[name];
  const place = [pick(weights.rows), pick(weights.cols)] as const;
  return { name, at: place, w: at(weights, ...place), g: at(trace[slopeName(name) as MatrixName], ...place) };
}

export const updateMakers = {
  entry(source: Source) {
    const { name, at: place, g } = weightIn(source);
    const alpha = source.trace.lesson.learningRate;
    if (g === 0) return undefined;
    return numeric("entry", { g, alpha }, { name, at: place }, ({ g, alpha }) => ({
      value: -alpha * g,
      mistakes: { sign: alpha * g, rate: [-g, g], "other-rate": -otherRate(alpha) * g, divided: -g / alpha },
      working: [["−", alpha, "·", g, { worth: -alpha * g }]],
    }));
  },
  tenfold(source: Source) {
    const { name, at: place, g } = weightIn(source);
    const alpha = source.trace.lesson.learningRate;
    if (g === 0) return undefined;
    return numeric("what-if", { change: -alpha * g, alpha }, { name, at: place }, ({ change }) => ({
      value: 10 * change,
      mistakes: { sign: -10 * change, divided: change / 10, once: change, square: 100 * change },
      working: [[10, "·", change, { worth: 10 * change }]],
    }));
  },
  back(source: Source) {
    const { name, at: place, g } = weightIn(source);
    // A rate that moves the weight by a number that shows.
    const alpha = source.draw(0.1, 2);
    const w = source.draw(0.1, 1.5) * (source.pick(2) ? 1 : -1);
    if (Math.abs(g) < 1e-3) return undefined;
    return numeric("entry", { w, g, alpha }, { name, at: place }, ({ w, g, alpha }) => ({
      value: w - alpha * g,
      mistakes: {
        sign: w + alpha * g,
        rate: w - g,
        "other-rate": w - alpha * 0.1 * g,
        weight: -alpha * g,
        linear: w * (1 - alpha * g),
      },
      working: [[w, " − ", alpha, "·", g, { worth: w - alpha * g }]],
    }));
  },
  direction(source: Source) {
    const { name, at: place, g, w } = weightIn(source);
    const [slope, weight] = [Number(g.toPrecision(4)), Number(w.toPrecision(4))];
    if (
      slope === 0 ||
      weight === 0 ||
      ![slope, weight].every((it) => Math.abs(it) > 1e-8 && Math.abs(it) < 1e6)
    )
      return undefined;
    const alpha = source.trace.lesson.learningRate;
    // A step that passes 0 changes more than the size.
    const step = (alpha * Math.abs(g)) / Math.abs(w);
    if (step >= 1 || step < 1e-9) return undefined;
    const right = slope > 0 === weight > 0 ? "nearer" : "farther";
    return choosing(
      "direction",
      { name, at: place, slope, weight },
      ["nearer", "farther"].map((says): Option => ({ says, ...(says !== right && { mistake: "sign" }) })),
      right,
    );
  },
  order() {
    const lines = ["forward", "delta2", "slope2", "step2", "delta1", "slope1", "step1"];
    return choosing(
      "mistake",
      {},
      lines.map((says): Option => ({ says })),
      "step2",
    );
  },
} satisfies Makers;

export const updateWords: WordsFor<typeof updateMakers, Teller> = {
  entry: ({ name, at, alpha, g }, w) => ({
    question: `${w.name(slopeName(name) as MatrixName, at)} is ${w.number(slopeName(name) as MatrixName, g)}, and α is ${w.num(alpha)}. By how much does the step change ${w.name(name, at)}? Give the sign, too.`,
    hint: "The step is the learning rate times the slope, and it goes against the slope.",
  }),
  tenfold: ({ name, at, alpha, change }, w) => ({
    question: `With α = ${w.num(alpha)} the step changes ${w.name(name, at)} by ${w.number(name, change)}. By how much would it with an α ten times as large, from the same weights?`,
    hint: "The slope stays the same. What is it multiplied by?",
  }),
  back: ({ name, at, w: weight, g, alpha }, w) => ({
    question: `Say that ${w.name(name, at)} is ${w.number(name, weight)}, ${w.name(slopeName(name) as MatrixName, at)} is ${w.number(slopeName(name) as MatrixName, g)} and α is ${w.num(alpha)}. What is the weight after the step?`,
    hint: `Weight minus learning rate times slope.${g < 0 ? " Minus a negative number is plus." : ""}`,
  }),
  direction: ({ name, at, slope, weight }, w) => ({
    question: `${w.name(name, at)} is ${w.number(name, weight)}, and the slope along it is ${w.number(slopeName(name) as MatrixName, slope)}. Does the step bring it nearer to 0, or take it farther away?`,
    options: { nearer: "Nearer to 0.", farther: "Farther away." },
    hint: "Is the step up or down? And on which side of 0 does the weight stand?",
    reason: `The slope is ${slope > 0 ? "positive, so the step goes down" : "negative, so the step goes up"}, and the weight is ${weight > 0 ? "above" : "below"} 0.`,
  }),
  order: (_, w) => ({
    question: "These are the lines of a program, in its order. One line stands too early. Which one?",
    options: {
      forward: `find ${w.name("z1")}, ${w.name("h1")}, ${w.name("z2")}, ${w.name("h2")}`,
      delta2: `find ${w.name("dLoss_dz2")}`,
      slope2: `find ${w.name("dLoss_dW2")}`,
      step2: `change ${w.name("W2")} by the step`,
      delta1: `find ${w.name("dLoss_dh1")} from ${w.name("dLoss_dz2")} and ${w.name("W2")}, then ${w.name("dLoss_dz1")}`,
      slope1: `find ${w.name("dLoss_dW1")}`,
      step1: `change ${w.name("W1")} by the step`,
    },
    hint: "All slopes are those at the weights from before the step. Which line later on still needs an old weight?",
    reason: `${w.name("dLoss_dh1")} comes later, and needs ${w.name("W2")} from before the step.`,
  }),
};
