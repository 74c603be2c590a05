import { run } from "#run";
import type { Chapter, Prose } from "../src/book/chapter.ts";
import type { Others } from "../src/book/telling.ts";
import type { Writer } from "../src/book/writer.ts";
import { DEFAULT_LESSON } from "../src/lesson/lesson.ts";
import { type Matrix, map, toRows } from "../src/math/matrix.ts";
import { softmax } from "../src/math/softmax.ts";
import { part, type Trace } from "../src/network/stage.ts";
import { apart, apartFromOne } from "../src/typeset/apart.ts";
import { followed } from "../src/typeset/equations.ts";
import { proseOf } from "./bricks/index.ts";
import { totalFacts, totalTold } from "./bricks/sigmoid.ts";
import { curveFacts, onCurve } from "./bricks/telling.ts";
import { list } from "./words/prose.ts";

// <stage>
const probabilities = part({
  needs: ["z2"],
  makes: ["h2"],
  op: "softmax",
  /** The softmax of each row of logits. (N×K) → (N×K) */
  compute({ z2 }) {
    const h2 = softmax(z2);
    return { h2 };
  },
});

const h2 = part({
  needs: ["z2"],
  makes: ["h2"],
  /** The activation of each logit. (N×K) → (N×K) */
  compute({ z2 }, _, { output }) {
    const h2 = map(z2, output.activation);
    return { h2 };
  },
});
// </stage>

function facts(trace: Trace, { traceOf }: Others) {
  const { lesson } = trace;
  const { digits, weights } = lesson;
  const [row] = followed(trace.h2);
  const pairOf = (m: Matrix) => toRows(m)[row] as [number, number];
  const outputs = pairOf(trace.h2);
  const logits = pairOf(trace.z2);
  const targets = pairOf(trace.y);
  const misses = outputs.map((h, k) => Math.abs(h - targets[k]!));
  const decimals = Math.max(apartFromOne([...outputs, ...misses], digits), apart(...outputs, digits));
  const label = targets[1];
  const said = logits[1] > logits[0] ? 1 : 0;
  const verdict = said === label ? "right" : "wrong";
  return {
    row,
    isRandom: "seed" in weights,
    targets,
    misses,
    decimals,
    curve:
      lesson.outputActivation === "softmax"
        ? undefined
        : curveFacts(trace, "z2", "h2", lesson.outputActivation),
    label,
    said,
    answer: logits[0] === logits[1] ? "none" : verdict,
    /** Whether the computer's digits hold no difference of the outputs: the logits may have one. */
    areAlike: outputs[0] === outputs[1],
    total: totalFacts(outputs, decimals),
    article: totalFacts(toRows(traceOf(DEFAULT_LESSON).h2)[0]!, digits),
  } as const;
}
export type Facts = ReturnType<typeof facts>;

const prose: Prose<Facts> = {
  title: "The network answers",
  summary: "The sigmoid once more, and the two numbers that the network puts out.",
  meanings: { h2: "what the network puts out" },
  page(f, w) {
    const { row, decimals, article } = f;
    const equation = w.equation("h2");
    return `
The last brick of the network applies the sigmoid to the two logits. What comes out is the network’s **output**
$${w.sym("h2")}$: the first number speaks for label 0, the second for label 1.

${w.question(
  `The weights are ${f.isRandom ? "random and nothing is trained yet" : "those that this lesson gives"}. How close to the target ${f.targets.join(" ")} do you expect row ${row} to come?`,
  `It gives ${w.cell("h2", row, 0, decimals)} and ${w.cell("h2", row, 1, decimals)}: off by ${list(f.misses.map((x) => w.num(x, decimals)))}.`,
)}

## With the numbers

${w.display(equation.lines)}
${w.shapes(equation)}

## One value by hand

${w.byHand(equation)}

${f.curve ? onCurve(f.curve, proseOf(f.curve.name).curve, `logits of chapter ${w.chapter("z2")}`, w) : ""}

## What to look at

${answerTold(f, w)} ${f.isRandom ? `Nothing is trained yet: with random weights, right or wrong is luck.` : ""}

${totalTold(f.total, row, w)}

${w.article(`It calls $${w.sym("h2")}$ a log probability. It is no logarithm: the logarithm of a probability is never above 0, and both values of h2 are above 0. Nor are its two values the probabilities of the labels: ${w.sum(article.outputs, article.decimals)}, not 1.`)}

Four bricks turned the data into an output: two of weights, two sigmoids. One brick of the forward pass is left. It measures how wrong the output is.

${w.source("h2")}
`;
  },
};

/** What the network says for a row, and whether it is right. */
function answerTold(f: Facts, w: Writer): string {
  const { row, label, said } = f;
  const larger = said === 0 ? "first" : "second";
  const which = f.areAlike
    ? `computer’s digits do not tell the two outputs apart. The logits of chapter ${w.chapter("z2")} do: the ${larger}`
    : `${larger} output`;
  const told = `For row ${row} the ${which} is the larger, so the network says ${said}. The label is ${label}:`;
  return w.choose("h2-answer", f.answer, {
    none: `For row ${row} both outputs are the same, so the network gives no answer. The label is ${label}.`,
    right: `${told} right.`,
    wrong: `${told} wrong.`,
  });
}

export const chapter: Chapter<Facts> = {
  name: "h2",
  stage: [[probabilities, h2]],
  direction: "forward",
  formula: ["h₂ = σ(z₂)"],
  facts,
  prose,
};

run(import.meta.url);
