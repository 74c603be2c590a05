import { run } from "#run";
import type { Chapter, Prose } from "../src/book/chapter.ts";
import type { Others } from "../src/book/telling.ts";
import type { Writer } from "../src/book/writer.ts";
import { answerOf, labelsOf } from "../src/lesson/datasets.ts";
import { DEFAULT_LESSON, type Lesson } from "../src/lesson/lesson.ts";
import { type Matrix, map, toRows } from "../src/math/matrix.ts";
import { softmax } from "../src/math/softmax.ts";
import { isBroken } from "../src/network/broken.ts";
import { networkOf } from "../src/network/network.ts";
import { part, type Stage, type Trace } from "../src/network/stage.ts";
import { apart, apartFromOne } from "../src/typeset/apart.ts";
import { followed, signsIn } from "../src/typeset/equations.ts";
import { type Rounding, withDigits } from "../src/typeset/format.ts";
import { proseOf, tellingOf } from "./bricks/index.ts";
import { totalFacts, totalTold } from "./bricks/sigmoid.ts";
import * as softmaxBrick from "./bricks/softmax.ts";
import { curveFacts, onCurve } from "./bricks/telling.ts";
import { FEW, grouped, list, sentence } from "./words/prose.ts";

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

export const stage: Stage = [[probabilities, h2]];

function facts(trace: Trace, { traceOf }: Others) {
  const { y, z2, h2, lesson } = trace;
  const { weights, activation: below, outputActivation: name } = lesson;
  const [row] = followed(h2);
  const of = (m: Matrix) => toRows(m)[row]!;
  const outputs = of(h2);
  const targets = of(y);
  const misses = outputs.map((h, k) => Math.abs(h - targets[k]!));
  const [first, second = 1 / 2] = outputs.toSorted((a, b) => b - a);
  const decimals = Math.max(apartFromOne([...outputs, ...misses], lesson), apart(first!, second, lesson));
  const label = labelsOf(y)?.[row];
  return {
    row,
    isRandom: "seed" in weights,
    outputs,
    targets,
    misses,
    decimals,
    name,
    below,
    /** What is told of the brick where it is not that of the hidden layer. */
    brick: name === "softmax" || name === below ? undefined : tellingOf(name).facts(trace, "z2", "h2"),
    curve: name === "softmax" ? undefined : curveFacts(trace, "z2", "h2", name),
    softmax: name === "softmax" ? softmaxBrick.facts(trace, row) : undefined,
    label,
    isBroken: isBroken(trace, "h2"),
    ...answerFacts(outputs, of(isBroken(trace, "h2") ? h2 : z2), label, name),
    total: name === "sigmoid" ? totalFacts(outputs, withDigits(lesson, decimals)) : undefined,
    /** Whether the outputs are such as the article has. */
    isTheirs: name === "sigmoid" && outputs.length === 2,
    ...articleFacts(toRows(traceOf(DEFAULT_LESSON).h2)[0]!, outputs, lesson),
  } as const;
}
export type Facts = ReturnType<typeof facts>;

/** The article’s outputs, and whether they are those of this page, which have been added up by then. */
const articleFacts = (theirs: readonly number[], outputs: readonly number[], as: Rounding) => ({
  article: totalFacts(theirs, as),
  isAddedUp: theirs.length === outputs.length && theirs.every((h, k) => h === outputs[k]),
});

/** What the outputs of a row say, and whether it is the label. */
function answerFacts(
  outputs: readonly number[],
  logits: readonly number[],
  label: number | undefined,
  name: Lesson["outputActivation"],
) {
  const largest = (of: readonly number[], among: readonly number[]) => {
    const most = Math.max(...among.map((k) => of[k]!));
    return among.filter((k) => of[k] === most);
  };
  const first = largest(
    outputs,
    outputs.map((_, k) => k),
  );
  // Where the computer's digits hold no difference of outputs, the logits may have one. ReLU takes it from them.
  const top = name === "relu" ? first : largest(logits, first);
  const areAlike = first.length > 1 && top.length === 1;
  const said = outputs.length === 1 ? answerOf(outputs) : top[0]!;
  const isTie = outputs.length > 1 && top.length > 1;
  const verdict = isTie ? "none" : said === label ? "right" : "wrong";
  return { said, areAlike, tied: top, answer: label === undefined ? "no-label" : verdict } as const;
}

/** A number of things before their name: "two", "3". */
const some = (n: number): string => (n === 2 ? "two" : grouped(FEW, n));

const nounOf = (name: Lesson["outputActivation"]): string =>
  name === "softmax" ? softmaxBrick.prose.noun : proseOf(name).noun;

function summaryOf({ activation, outputActivation: name, outputs }: Lesson): string {
  if (name === "softmax") return softmaxBrick.prose.summary;
  const again = name === activation ? " once more" : "";
  return `${sentence(nounOf(name))}${again}, and the ${outputs === 1 ? "one number" : `${some(outputs)} numbers`} that the network puts out.`;
}

const prose: Prose<Facts> = {
  title: "The network answers",
  summary: summaryOf,
  meanings: { h2: "what the network puts out" },
  page(f, w) {
    const { article, softmax } = f;
    const equation = w.equation("h2");
    return `
${softmax ? softmaxBrick.introduction(softmax, w) : introduction(f, w)} ${speaksFor(f)}

${softmax ? softmaxBrick.question(softmax, w) : question(f, w)}

## With the numbers

${w.display(equation.lines)}
${w.shapes(equation)}

## One value by hand

${w.byHand(equation)}

${valueTold(f, w)}

## What to look at

${answerTold(f, w)} ${f.isRandom ? (f.label === undefined ? "Nothing is trained yet." : `Nothing is trained yet: with random weights, right or wrong is luck.`) : ""}

${outputsTold(f, w)}

${w.article(`${f.isTheirs ? "" : "Its outputs come from two sigmoids. "}It calls $${w.sym("h2")}$ a log probability. It is no logarithm: the logarithm of a probability is never above 0, and both values of h2 are above 0. Nor are its two values the probabilities of the labels: ${f.isAddedUp ? "their sum is not 1" : `${w.sum(article.outputs, article.decimals)}, not 1`}.`)}

Four bricks turned the data into an output: two of weights, ${bricksTold(f)}. One brick of the forward pass is left. It measures how wrong the output is.

${w.source("h2")}
`;
  },
};

const introduction = ({ brick, outputs, name }: Facts, w: Writer): string =>
  `The last brick of the network applies ${nounOf(name)} to the ${outputs.length === 1 ? "logit" : `${some(outputs.length)} logits`}. ${brick ? `${proseOf(brick.name).inShort} ` : ""}What comes out is the network’s **output**
$${w.sym("h2")}$:`;

/** What each output stands for. */
function speaksFor({ outputs, label }: Facts): string {
  const K = outputs.length;
  if (label === undefined)
    return K === 1
      ? "one number, which is to come close to its target."
      : `${some(K)} numbers, each of which is to come close to its target.`;
  if (K === 1) return "one number, which says label 1 where it is above one half, and else label 0.";
  if (K === 2) return "the first number speaks for label 0, the second for label 1.";
  return `${some(K)} numbers, which speak for the labels ${list(outputs.map((_, k) => String(k)))} in this order.`;
}

const question = (f: Facts, w: Writer): string =>
  w.question(
    `The weights are ${f.isRandom ? "random and nothing is trained yet" : "those that this lesson gives"}. How close to the target ${f.targets.map(w.exact).join("\u00a0")} do you expect row ${f.row} to come?`,
    missedBy(f, w),
  );

/** How far the outputs of the row are from its targets. */
const missedBy = ({ row, outputs, misses, decimals }: Facts, w: Writer): string =>
  `It gives ${list(outputs.map((_, k) => w.cell("h2", row, k, decimals)))}: off by ${list(
    misses.map((x) => w.num(x, decimals)),
    w,
  )}.`;

/** What is told of the value followed by hand, and of all of them in a picture. */
function valueTold({ brick, curve, softmax, isBroken }: Facts, w: Writer): string {
  if (softmax) return isBroken ? "" : softmaxBrick.byHand(softmax, w);
  const written = brick ? proseOf(brick.name).writtenOut(brick as never, w) : "";
  const sums = `logits of chapter ${w.chapter("z2")}`;
  return `${written}${curve ? onCurve(curve, proseOf(curve.name).curve, sums, w) : ""}`;
}

/** What the outputs are, and what they are not. */
function outputsTold(f: Facts, w: Writer): string {
  const { row, targets, softmax, total, brick, name } = f;
  if (softmax)
    return `Row ${row} has the target ${targets.map(w.exact).join("\u00a0")}. ${missedBy(f, w)}

${f.isBroken ? "" : softmaxBrick.lookAt(softmax, w)}`;
  const look = brick ? `${proseOf(brick.name).lookAt(brick as never, w)}\n\n` : "";
  if (total && f.isBroken) return look;
  if (total) return `${look}${totalTold(total, row, f.label !== undefined, w)}`;
  const { noun, lie } = proseOf(name as Lesson["activation"]);
  return `${look}The values of ${noun} ${lie}. They are no probabilities, only numbers that the loss compares with the targets.`;
}

function bricksTold({ name, below }: Facts): string {
  if (name !== below) return `${nounOf(below)} and ${nounOf(name)}`;
  return name === "sigmoid" ? "two sigmoids" : `${nounOf(name)} twice`;
}

/** What the network says for a row, and whether it is right. */
function answerTold(f: Facts, w: Writer): string {
  const { row, label, said, outputs, tied } = f;
  const isPair = outputs.length === 2;
  const larger = isPair ? `the ${said === 0 ? "first" : "second"}` : `that of output ${said}`;
  const which = f.areAlike
    ? `the computer’s digits do not tell the ${isPair ? "two" : "largest"} outputs apart. The logits of chapter ${w.chapter("z2")} do: ${larger}`
    : isPair
      ? `${larger} output`
      : `output ${said}`;
  const reason =
    outputs.length === 1
      ? `the output is ${said === 1 ? "above one half" : "not above one half"}`
      : `${which} is the ${isPair ? "larger" : "largest"}`;
  const told = `For row ${row} ${reason}, so the network says ${said}. The label is ${label}:`;
  const same = isPair
    ? "both outputs are the same"
    : `outputs ${list(tied.map(String))} are the largest and the same`;
  return w.choose("h2-answer", f.answer, {
    none: `For row ${row} ${same}, so the network gives no answer. Where this book counts answers, it takes the first of equal outputs. The label is ${label}.`,
    right: `${told} right.`,
    wrong: `${told} wrong.`,
    "no-label": `The targets of this lesson are no labels, so there is no right and no wrong answer. What counts is how close each output comes to its target.`,
  });
}

export const chapter: Chapter<Facts> = {
  name: "h2",
  stage,
  direction: "forward",
  formula: (lesson) => [
    `h₂ = ${networkOf(lesson).roles.output?.text("z₂", signsIn(lesson)) ?? "softmax(z₂)"}`,
  ],
  facts,
  prose,
};

run(import.meta.url);
