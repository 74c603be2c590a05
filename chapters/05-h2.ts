import { run } from "#run";
import type { Chapter, Mixed } from "../src/book/chapter.ts";
import type { Writer } from "../src/book/writer.ts";
import { sigmoidCurve } from "../src/figures/sigmoid.ts";
import { DEFAULT_LESSON } from "../src/lesson/lesson.ts";
import { sigmoid } from "../src/math/elementary.ts";
import { at, map, sum, toRows } from "../src/math/matrix.ts";
import { part } from "../src/network/stage.ts";
import { apart, apartFromOne } from "../src/typeset/apart.ts";
import { onCurve } from "./on-curve.ts";

// <stage>
const h2 = part({
  needs: ["z2"],
  makes: ["h2"],
  /** The sigmoid of each entry. (N×K) → (N×K) */
  compute({ z2 }) {
    const h2 = map(z2, sigmoid);
    return { h2 };
  },
});
// </stage>

export const chapter: Chapter<Mixed> = {
  name: "h2",
  stage: [[h2]],
  direction: "forward",
  formula: ["h₂ = σ(z₂)"],
  facts: (trace, telling) => ({ trace, telling }),
  prose: {
    title: "The network answers",
    summary:
      "The sigmoid once more, and the two numbers that the network puts out.",
    page({ trace, telling }, w) {
      const equation = w.equation("h2");
      const [r] = w.followed("h2");
      const outputs = [at(trace.h2, r, 0), at(trace.h2, r, 1)] as const;
      const targets = [at(trace.y, r, 0), at(trace.y, r, 1)] as const;
      const misses = outputs.map((h, k) => Math.abs(h - targets[k]!));
      const decimals = Math.max(
        apartFromOne([...outputs, ...misses], w.digits),
        apart(...outputs, w.digits),
      );
      const output = (k: number) => w.cell("h2", r, k, decimals);
      const total = outputs[0] + outputs[1];
      const article = telling.traceOf(DEFAULT_LESSON);
      const theirs = toRows(article.h2)[0]!;
      const isRandom = "seed" in trace.lesson.weights;
      return `
The last brick of the network applies the sigmoid to the two logits. What comes out is the network’s **output**
$${w.sym("h2")}$: the first number speaks for label 0, the second for label 1.

${w.question(
  `The weights are ${isRandom ? "random and nothing is trained yet" : "those that this lesson gives"}. How close to the target ${targets[0]} ${targets[1]} do you expect row ${r} to come?`,
  `It gives ${output(0)} and ${output(1)}: off by ${w.num(misses[0]!, decimals)} and ${w.num(misses[1]!, decimals)}.`,
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
  onCurve(`logits of chapter ${w.chapter("z2")}`, trace.z2),
)}

## What to look at

${answer(w, r)} ${isRandom ? `Nothing is trained yet: with random weights, right or wrong is luck.` : ""}

The two outputs of row ${r} add up: ${w.sum(outputs, Math.max(decimals, apart(total, 1, w.digits)))}. ${w.choose(
        "h2-sum",
        Math.abs(total - 1) < 5e-4 ? "one" : "other",
        {
          one: `That is 1 to three decimals, but the formula does not make it so.`,
          other: `That is not 1.`,
        },
      )} Each output has a sigmoid of its own, which takes no account of the other output. So they are not the probabilities of the
two labels, only two numbers between 0 and 1.

${w.article(`It calls $${w.sym("h2")}$ a log probability. It is no logarithm: the logarithm of a probability is never above 0, and both values of h2 are above 0. Nor are its two values the probabilities of the labels: ${w.sum(theirs, apart(sum(article.h2), 1, w.digits))}, not 1.`)}

Four bricks turned the data into an output: two of weights, two sigmoids. One brick of the forward pass is left. It measures how wrong the output is.

${w.source("h2")}
`;
    },
  },
};

/** What the network says for a row, and whether it is right. */
function answer(w: Writer, r: number): string {
  const { z2, h2, y } = w.trace;
  const label = at(y, r, 1);
  const [first, second] = [at(z2, r, 0), at(z2, r, 1)];
  const said = second > first ? 1 : 0;
  const sameOutputs = at(h2, r, 0) === at(h2, r, 1);
  const verdict = `The label is ${label}: ${said === label ? "right" : "wrong"}.`;
  const told = sameOutputs
    ? `For row ${r} the computer’s digits do not tell the two outputs apart. The logits of chapter ${w.chapter("z2")} do: the ${said === 0 ? "first" : "second"} is the larger, so the network says ${said}. ${verdict}`
    : `For row ${r} the ${said === 0 ? "first" : "second"} output is the larger, so the network says ${said}. ${verdict}`;
  return w.choose(
    "h2-answer",
    first === second ? "none" : said === label ? "right" : "wrong",
    {
      none: `For row ${r} both outputs are the same, so the network gives no answer. The label is ${label}.`,
      right: told,
      wrong: told,
    },
  );
}

run(import.meta.url);
