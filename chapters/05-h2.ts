import { run } from "#run";
import type { Chapter } from "../src/chapter.ts";
import { sigmoid } from "../src/elementary.ts";
import { sigmoidCurve } from "../src/figures/sigmoid.ts";
import { DEFAULT_LESSON } from "../src/lesson.ts";
import { at, map, sum } from "../src/matrix.ts";
import { stage } from "../src/trace.ts";
import { type Writer, writer } from "../src/writer.ts";
import { sigma } from "./sigma.ts";

// <stage>
export const h2 = stage({
  needs: ["z2"],
  makes: ["h2"],
  /** The sigmoid of each entry. (N×K) → (N×K) */
  compute({ z2 }) {
    return { h2: map(z2, sigmoid) };
  },
});
// </stage>

const equations = (w: Writer) => ({ h2: w.map("h2", "z2", sigma) });

export const chapter: Chapter = {
  name: "h2",
  stage: h2,
  bricks: ["sigma2"],
  direction: "forward",
  formula: ["h₂ = σ(z₂)"],
  title: "The network answers",
  summary:
    "The sigmoid once more, and the two numbers that the network puts out.",
  equations,
  page(trace, telling) {
    const w = writer(trace, telling);
    const { h2: equation } = equations(w);
    const [r] = w.followed("h2");
    const [o0, o1] = [at(trace.h2, r, 0), at(trace.h2, r, 1)];
    const label = at(trace.y, r, 1);
    const said = o1 > o0 ? 1 : 0;
    const article = telling.traceOf(DEFAULT_LESSON);
    const theirs = writer(article, telling);
    return `
The last brick of the forward pass bends the two logits, and what comes out is the network’s answer
$${w.sym("h2")}$: the first number speaks for label 0, the second for label 1.

${w.question(
  `The weights are ${"W1" in trace.lesson.weights ? "given" : "random"} and nothing is trained yet. How close to the target ${at(trace.y, r, 0)} ${at(trace.y, r, 1)} do you expect row ${r} to come?`,
  `It gives ${w.cell("h2", r, 0)} and ${w.cell("h2", r, 1)}: off by ${w.num(Math.abs(o0 - at(trace.y, r, 0)))} and ${w.num(Math.abs(o1 - at(trace.y, r, 1)))}.`,
)}

## With the numbers

${w.display(equation.lines)}
${w.shapes(equation)}

## One value by hand

${w.byHand(equation)}

${w.figure(
  sigmoidCurve(
    { id: "sigmoid-h2", z: trace.z2, layer: 2 },
    telling.words.figures.sigmoid,
    w.short,
  ),
  `The logits of chapter 4 on the same curve as before.`,
)}

## What to look at

${w.choose(
  "h2-answer",
  o0 === o1 ? "none" : said === label ? "right" : "wrong",
  {
    none: `For row ${r} both outputs are the same, so the network gives no answer. The label is ${label}.`,
    right: `For row ${r} the ${said === 0 ? "first" : "second"} output is the larger, so the network says ${said}. The label is ${label}: right. But it has learnt nothing yet, and a coin would be right half of the time.`,
    wrong: `For row ${r} the ${said === 0 ? "first" : "second"} output is the larger, so the network says ${said}. The label is ${label}: wrong. It has learnt nothing yet.`,
  },
)}

The two outputs of row ${r} add up to ${w.num(o0 + o1)}. ${w.choose(
      "h2-sum",
      Math.abs(o0 + o1 - 1) < 5e-4 ? "one" : "other",
      {
        one: `That is 1 to three decimals, but by accident: nothing in the network makes it so.`,
        other: `That is not 1: each output is bent by a sigmoid of its own, and none knows of the other.`,
      },
    )} So they are not the probabilities of the two labels, only numbers between 0 and 1.

${w.article(`It calls $${w.sym("h2")}$ a log probability. It is no logarithm: the logarithm of a probability is never above 0, and both its values are. And it is no probability: its two values, ${theirs.num(at(article.h2, 0, 0))} and ${theirs.num(at(article.h2, 0, 1))}, add up to ${theirs.num(sum(article.h2))}.`)}

The forward pass is over. Four bricks turned the data into an answer; the next page measures how wrong it is.

${w.source("h2", "chapters/05-h2.ts")}
`;
  },
};

run(import.meta.url);
