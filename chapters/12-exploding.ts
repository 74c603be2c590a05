import { extent, median } from "d3-array";
import { run } from "#run";
import type { TrainingChapter } from "../src/chapter.ts";
import { sigmoidPrime, tanh, tanhPrime } from "../src/elementary.ts";
import { lines } from "../src/figures/lines.ts";
import {
  type CheckedEntry,
  checkGradient,
  type Verdict,
} from "../src/gradient-check.ts";
import { DEFAULT_LESSON } from "../src/lesson.ts";
import { norm } from "../src/norm.ts";
import type { Trace } from "../src/trace.ts";
import { AS_PUBLISHED } from "../src/training/article.ts";
import {
  parseSettings,
  type SettingsFile,
} from "../src/training/settings.ts";
import { VERDICTS, type Writer, writer } from "../src/writer.ts";
import { forwardPass } from "./06-loss.ts";
import {
  asProgrammed,
  experiment,
  FALL,
  LONG,
  type Part,
  parts,
  SEEDS,
  SHORT,
  SMALL,
  type Watched,
} from "./experiments/exploding.ts";
import { FOUR_ROWS } from "./four-rows.ts";
import { allSomeOrNone, count, grouped, power } from "./prose.ts";
import { table, thinned } from "./table.ts";

/** λ of the lesson that the check is made on. */
const RIDGE = 0.1;
/** λ of the article’s last run. */
const NEXT_RIDGE = 1e-6;
/** The loss of a network that answers one half to everything. */
const HALF = 0.25;

export type Found = Readonly<Record<Part, Watched>>;
const WEIGHTS = ["W1", "W2"] as const;

/** The same trace with the slopes that the article’s program finds. */
export function programmed(trace: Trace): Trace {
  const { lesson, y, W1, W2, dLoss_dW1, dLoss_dW2 } = trace;
  const facts = { N: y.rows, ridge: lesson.ridge };
  return {
    ...trace,
    dLoss_dW1: asProgrammed(dLoss_dW1, W1, facts),
    dLoss_dW2: asProgrammed(dLoss_dW2, W2, facts),
  };
}

const checked = (trace: Trace): CheckedEntry[] =>
  WEIGHTS.flatMap((weights) => checkGradient(forwardPass, trace, weights));

const last = ({ entries }: Watched) => entries.at(-1)!;
const total = (terms: readonly number[]) =>
  terms.reduce((sum, term) => sum + term, 0);

export const chapter: TrainingChapter = {
  name: "exploding",
  direction: "training",
  laboratory: { ...AS_PUBLISHED, ridge: SHORT.ridge },
  toTry({ resultsOf, words }) {
    const { bug, "bug, exact": exact } = resultsOf(experiment) as Found;
    if (bug.end.how !== "diverged" || exact.end.how === "diverged") return "";
    return `It opens with the bug: step ${grouped(bug.end.step)} makes a weight too large, as in the table of remedies above. Start it; with fewer steps a frame you can watch how. Then choose “${words.laboratory.gradients.exact}” as the gradient and start again: from the same first weights, on the same rows, all weights are still numbers after ${count(exact.end.step, "step")}.`;
  },
  experiment,
  title: "The bug a gradient check finds",
  summary:
    "A run that ends in NaN, the line that does it, and gradients that really vanish or explode.",
  page(_, telling) {
    const found = telling.resultsOf(experiment) as Found;
    const ridged = telling.traceOf({ ...DEFAULT_LESSON, ridge: RIDGE });
    const w = writer(ridged, telling);
    const { published, mended } = found;
    const program = checked(programmed(ridged));
    const ours = checked(ridged);
    const differ = program.filter(
      ({ verdict }) => verdict === "differs",
    ).length;
    const agree = ours.filter(({ verdict }) => verdict === "agrees").length;
    return `
With ${AS_PUBLISHED.hidden![0]} hidden neurons and a ridge of λ = ${power(AS_PUBLISHED.ridge!)}, the article’s program trains for a
long time and then breaks: its weights become **NaN**, “not a number”. The article calls this an **exploding
gradient**, one that grows until the numbers overflow. We ran the rules of the program with these settings of the article’s
pictures, on the same rows and from the same weights.
${w.choose(
  "published-end",
  published.end.how === "diverged" ? "diverged" : "finished",
  {
    diverged: `After ${count(published.end.step, "step")} a weight was no number any more.`,
    finished: `After ${count(published.end.step, "step")} all its weights were still numbers.`,
  },
)}

Before we fight an exploding gradient, we should know that it is the gradient. Chapter 7 made a tool for that.

${w.question(
  `The program’s gradient differs from ours in two places. It adds up the rows without dividing by *N*, and to each slope it adds λ·$\\sum W^2$, where ours adds λ*w*/*N*. Which of the two ends in NaN?`,
  `The ridge. The sum makes the data’s part of each step *N* times as long.`,
)}

## The check of chapter 7

Take the article’s own lesson, one row, with a ridge of λ = ${w.exact(RIDGE)}. With one row, sum and mean are the same, so
only the ridge can be wrong. Beside the slope that the program finds for each weight of $${w.sym("W2")}$ stands the slope
found by nudging that weight.

${checkTable(w, program.slice(-ridged.W2.data.length), telling.words.check.verdict)}

${w.choose("program-check", allSomeOrNone(differ, program.length), {
  all: `They differ everywhere: at all ${program.length} weights, those of $${w.sym("W1")}$ too.`,
  some: `They differ at ${differ} of the ${program.length} weights, those of $${w.sym("W1")}$ among them.`,
  none: `They agree at all ${program.length} weights.`,
})}
The ridge term of the loss is $\\frac{\\htmlClass{scalars}{\\lambda}}{2N}\\sum \\htmlClass{weights}{W}^2$. A single weight *w* takes part in it
with one square, so its slope is

$$
\\frac{\\partial}{\\partial \\htmlClass{weights}{w}}\\,\\frac{\\htmlClass{scalars}{\\lambda}}{2N}\\sum \\htmlClass{weights}{W}^2 = \\frac{\\htmlClass{scalars}{\\lambda}}{N}\\,\\htmlClass{weights}{w}
$$

and not $\\htmlClass{scalars}{\\lambda}\\sum \\htmlClass{weights}{W}^2$, which is the same for all weights of one matrix.
${w.choose("our-check", allSomeOrNone(agree, ours.length), {
  all: `With λ*w*/*N* in its place, all ${ours.length} weights agree.`,
  some: `With λ*w*/*N* in its place, ${agree} of the ${ours.length} weights agree.`,
  none: `With λ*w*/*N* in its place, no weight agrees.`,
})}

${sumOfRows(w, telling.traceOf(FOUR_ROWS))}

## One line mended

Two runs by the program’s rules, but for one line: the first ${AS_PUBLISHED.trained} rows, ${AS_PUBLISHED.hidden![0]} hidden neurons,
α = ${w.exact(AS_PUBLISHED.learningRate!)}, the sum over the rows. One keeps the ridge of the program, the other has λ*w*/*N*.

${w.figure(
  lines(
    {
      id: "ridges",
      series: [
        series("as published", published, ({ squares }) => squares[0]!, {
          kind: "fails",
          dash: false,
        }),
        series("ridge mended", mended, ({ squares }) => squares[0]!, {
          kind: "agrees",
          dash: true,
        }),
      ],
      x: { name: "steps", domain: [0, LONG.steps] },
      y: { name: "sum of the squares of W1", scale: "log" },
    },
    {
      title:
        "The first weights with the program’s ridge and with the right one",
      description:
        "The sum of the squares of the first weights over the steps, on a log axis, for both runs. A cross marks where a run ended in NaN.",
    },
    w.tick,
  ),
  `How large the weights $${w.sym("W1")}$ become. The cross marks the end of a run that diverged.`,
)}

${w.details("The recorded numbers", longTable(w, published, mended))}

${w.choose(
  "mended-end",
  mended.end.how === "diverged" ? "diverged" : "finished",
  {
    diverged: `The mended run diverged too, after ${count(mended.end.step, "step")}.`,
    finished: `The mended run went on to its last step, ${grouped(mended.end.step)}, and ended there with $\\mathord{\\sum ${w.sym("W1")}^2 = ${w.briefTex(last(mended).squares[0]!)}}$.`,
  },
)}
In both runs the rows are summed, so the sum is not what breaks it.

${howItEnds(w, published)}

${w.article(`Between its last two runs the learning rate is said to have been lowered. It is ${w.exact(AS_PUBLISHED.learningRate!)} in both. What was lowered is λ, from ${power(AS_PUBLISHED.ridge!)} to ${power(NEXT_RIDGE)}, and with it the push of the wrong line.`)}

## Would its remedies have helped?

Against an exploding gradient the article names a lower or a falling learning rate, a stronger ridge and L1, and, where it
speaks of NaN, fewer layers and clipped gradients. L1 and fewer layers are tried
[further down](#the-remedies-one-by-one): here there is only one hidden layer. The others are tried on the bug, one at a time, with λ = ${w.exact(SHORT.ridge)}, so that it shows sooner, and for at most
${count(SHORT.steps, "step")}.

${bugTable(w, found)}

${bugVerdict(w, found)}

## Gradients that vanish

There are gradients that go wrong without a bug. In a network with four hidden layers the way back is long. At each layer
the gradient meets the weights, and the slope of the neurons. A sigmoid’s slope is ${w.exact(sigmoidPrime(0.5))} at most. If the weights are
small as well, hardly anything arrives at the bottom. Where that happens, the gradient **vanishes**.

Here is the length of the gradient, $\\sqrt{\\sum \\htmlClass{gradients}{G}^2}$, in each of the five weight matrices before the first step: four hidden
layers of ${WIDTH} neurons, all ${parseSettings({}).trained} rows, weights drawn as in chapter 1 and then made larger or smaller.

${w.figure(
  lines(
    {
      id: "layers",
      series: DEEP.map(({ part, kind }) => ({
        label: part,
        ...(kind && { kind }),
        points: wayBack(found[part]).map((g, i) => [i + 1, g] as const),
      })),
      x: { name: "weight matrix, counted back from the loss" },
      y: { name: "length of the gradient", scale: "log" },
    },
    {
      title: "The gradient on its way back through five layers",
      description: `The length of the gradient in each weight matrix, from the last to the first, on a log axis. At the first it is, against the last, ${DEEP.map(
        ({ part }) =>
          `${firstToLast(wayBack(found[part])) > 1 ? "higher" : "lower"} for ${part}`,
      ).join(", ")}.`,
    },
    w.tick,
  ),
  `From the last weight matrix, 1, back to the first, ${wayBack(found["tanh × 1"]).length}. One line for each network.`,
)}

${layerTable(w, found)}

${seedTable(w, found)}

${vanishing(w, found)}

## Gradients that explode

The slope of tanh is ${w.exact(tanhPrime(0))} at most, that of a neuron at 0. A neuron far from 0 is **saturated**: there tanh is flat, and hardly
anything passes through it. Large weights saturate many neurons, and multiply what the others let through. Where they
multiply more than is lost, the gradient grows at every layer on its way back: it **explodes**.

${exploding(w, found)}

${w.article(`Its program has a tanh that it never calls. For z = 1 that gives ${w.num(tanh(1 / 2))}, which is tanh(½), and the slope beside it is that of neither; tanh(1) is ${w.num(tanh(1))}.`)}

## The remedies, one by one

Now a run that goes wrong without a bug: four hidden layers of ${parts.wild.hidden![0]} tanh neurons, weights ${scaleOf(w, "wild")} times as large, and a learning
rate of ${w.exact(parts.wild.learningRate!)}, on the first ${parts.wild.trained} rows. ${wildRun(w, found)}

Each further run begins with the weights of seed ${SEEDS[0]} and changes one thing.

${w.figure(
  lines(
    {
      id: "remedies",
      series: DRAWN.map((part) =>
        series(
          REMEDIES[part].label,
          found[part],
          ({ loss }) => loss,
          part === "wild" ? { kind: "fails" } : {},
        ),
      ),
      x: { name: "steps" },
      y: { name: "loss" },
    },
    {
      title: "The loss with one remedy at a time",
      description: `The loss over the steps, one line for each: ${DRAWN.map((part) => REMEDIES[part].label).join(", ")}.`,
    },
    w.tick,
  ),
  `The loss over the steps, ${DRAWN.length} of the ${ALL.length} runs.`,
)}

${remedyTable(w, found)}

${w.details("The losses on the way", lossTable(w, found))}

${remedyVerdict(w, found)}

${w.source("exploding", "chapters/experiments/exploding.ts")}
`;
  },
};

const series = (
  label: string,
  { entries }: Watched,
  y: (entry: Watched["entries"][number]) => number,
  look: { kind?: "agrees" | "fails"; dash?: boolean },
) => ({
  label,
  points: entries.map((entry) => [entry.step, y(entry)] as const),
  ...look,
});

function checkTable(
  w: Writer,
  entries: readonly CheckedEntry[],
  words: Readonly<Record<Verdict, string>>,
): string {
  const rows = entries.map(({ row, col, analytic, numeric, verdict }) => [
    `$${w.sym("W2")}[${row},${col}]$`,
    w.num(analytic),
    w.num(numeric),
    `<span class="${VERDICTS[verdict]}">${words[verdict]}</span>`,
  ]);
  return table(
    ["weight", "the program’s slope", "by nudging", "verdict"],
    rows,
  );
}

/** With four rows and no ridge: what the sum does. */
function sumOfRows(w: Writer, four: Trace): string {
  const N = four.y.rows;
  const ratios = checked(programmed(four)).map(
    ({ analytic, numeric }) => analytic / numeric,
  );
  const factor = ratios.every((ratio) => Math.abs(ratio / N - 1) < 1e-6);
  const { least, most } = range(ratios);
  return `And the sum over the rows? With four rows and no ridge, ${w.choose(
    "sum-factor",
    factor ? "N" : "other",
    {
      N: `each of the program’s slopes is ${N} times the slope by nudging. Without a ridge that is a factor on the whole gradient, and so one in the learning rate: α = ${w.exact(AS_PUBLISHED.learningRate!)} with the sum of ${AS_PUBLISHED.trained} rows makes the steps of α = ${w.exact(Number((AS_PUBLISHED.learningRate! * AS_PUBLISHED.trained!).toPrecision(6)))} with their mean. With a ridge it is a factor on the data’s part alone.`,
      other: `the program’s slopes are between ${w.brief(least)} and ${w.brief(most)} times the slopes by nudging.`,
    },
  )}`;
}

function longTable(w: Writer, published: Watched, mended: Watched): string {
  const right = new Map(
    mended.entries.map(({ step, squares }) => [step, squares[0]!]),
  );
  const rows = thinned(published.entries).map(({ step, squares }) => [
    grouped(step),
    w.brief(squares[0]!),
    w.brief(right.get(step)!),
  ]);
  return table(["steps", "as published", "ridge mended"], rows);
}

/** Why the sum of squares reaches infinity, and when: from the step looked at. */
function howItEnds(w: Writer, published: Watched): string {
  const looked = published.entries.find(({ step }) => step === LONG.look);
  if (!looked) return "";
  const { first: n, negative } = published.weights;
  const size = Math.sqrt(looked.squares[0]! / n);
  const { learningRate, ridge } = AS_PUBLISHED;
  const foretold = 1 / (learningRate! * ridge! * n * size);
  return `Why does it end at all? The push $\\lambda\\sum W^2$ is the same for all weights of one matrix and never below 0. The push alone takes all of them down
by the same amount at each step. ${w.choose(
    "negative",
    allSomeOrNone(negative, n),
    {
      all: `At step ${grouped(LONG.look)} all ${n} weights of $${w.sym("W1")}$ are negative.`,
      some: `At step ${grouped(LONG.look)}, ${negative} of the ${n} weights of $${w.sym("W1")}$ are negative.`,
      none: `At step ${grouped(LONG.look)} no weight of $${w.sym("W1")}$ is negative.`,
    },
  )} From there on, down means away from 0: the sum of squares grows, and with it the push. Say that all
*n* weights are −*s*. Then the push of a step adds $\\alpha\\lambda\\,n\\,s^2$ to *s*. It doubles in about $1/(2\\alpha\\lambda\\,n\\,s)$ steps, doubles again in half as many, and
again in half of those. All these doublings together take only $1/(\\alpha\\lambda\\,n\\,s)$ steps.

At step ${grouped(LONG.look)} the sum $\\sum ${w.sym("W1")}^2$ is ${w.brief(looked.squares[0]!)}. Spread evenly over ${n} weights, that is *s* = ${w.brief(size)}, and the rule foretells ${grouped(Math.round(foretold))} more steps.
${w.choose(
  "published-rest",
  published.end.how === "diverged" ? "diverged" : "finished",
  {
    diverged: `It took ${grouped(published.end.step - LONG.look)}.`,
    finished: `After ${grouped(published.end.step - LONG.look)} more it had not ended.`,
  },
)}`;
}

const BUGS: readonly { part: Part; label: string }[] = [
  { part: "bug", label: "nothing" },
  { part: "bug, half the rate", label: "half the learning rate" },
  { part: "bug, falling rate", label: "a falling rate" },
  { part: "bug, twice the ridge", label: "twice the ridge" },
  { part: "bug, clipped", label: "clipping" },
  { part: "bug, mended", label: "the line mended" },
  { part: "bug, exact", label: "the exact gradient" },
];

function bugTable(w: Writer, found: Found): string {
  const common = BUGS.map(({ part }) => last(found[part]).step).reduce(
    (a, b) => Math.min(a, b),
  );
  const rows = BUGS.map(({ part, label }) => {
    const { end, entries } = found[part];
    return [
      label,
      end.how === "diverged"
        ? `NaN at step ${grouped(end.step)}`
        : count(end.step, "step"),
      w.brief(entries[0]!.squares[0]!),
      w.brief(entries.find(({ step }) => step === common)!.squares[0]!),
    ];
  });
  const squares = (when: string) => `$\\sum ${w.sym("W1")}^2$ ${when}`;
  return `${table(["what is changed", "end", squares("before"), squares(`at step ${grouped(common)}`)], rows)}

The falling rate is α/(1 + ${w.exact(SHORT.decay)}*t*) at step *t*; clipping shortens a gradient longer than ${w.exact(SHORT.clip)} to that length. The runs are looked
at every ${SHORT.every} steps; step ${grouped(common)} is the last look before the first of them ends.`;
}

/** When a run diverged, beside another that did. */
const sooner = (run: Watched, than: Watched): "later" | "sooner" | "never" =>
  run.end.how !== "diverged"
    ? "never"
    : run.end.step > than.end.step
      ? "later"
      : "sooner";

function bugVerdict(w: Writer, found: Found): string {
  const { bug } = found;
  const told = (part: Part, what: string) => {
    const times = w.brief(found[part].end.step / bug.end.step);
    return w.choose(
      part.replace(", ", "-").replaceAll(" ", "-"),
      sooner(found[part], bug),
      {
        later: `${what} puts the end off, to ${times} times as many steps.`,
        sooner: `${what} brings the end on, after ${times} times as many steps.`,
        never: `With ${what.toLowerCase()} it did not end in these ${count(found[part].end.step, "step")}.`,
      },
    );
  };
  const clipped = found["bug, clipped"];
  const grown = last(clipped).squares[0]! / clipped.entries[0]!.squares[0]!;
  const right = found["bug, mended"];
  return `${told("bug, half the rate", "Half the learning rate")} ${told("bug, falling rate", "A falling rate")}
${told("bug, twice the ridge", "Twice the ridge")} ${told("bug, clipped", "Clipping")} ${w.choose(
    "clipped-grows",
    grown > 2 ? "grew" : "stayed",
    {
      grew: `But the push goes on: by step ${grouped(last(clipped).step)} the weights’ squares grew to ${w.brief(grown)} times what they were.`,
      stayed: `The weights’ squares are ${w.brief(grown)} times what they were.`,
    },
  )} With the line mended that factor is ${w.brief(last(right).squares[0]! / right.entries[0]!.squares[0]!)}.
None of the remedies says where the mistake is. The check does, before the first step.`;
}

/** The networks looked at before their first step. */
const DEEP: readonly { part: Part; kind?: "fails" }[] = [
  { part: "sigmoid × 0.1", kind: "fails" },
  { part: "sigmoid × 1" },
  { part: "tanh × 1" },
  { part: "tanh × 32", kind: "fails" },
];
/** How many times as large as drawn a run’s first weights are. */
const scaleOf = (w: Writer, part: Part): string =>
  w.exact((parts[part] as SettingsFile).weights!.scale!);

/** Neurons in each of their layers. */
const WIDTH = parts["tanh × 1"].hidden![0]!;

/** The lengths of the gradient at the start, from the last layer back to the first. */
const wayBack = ({ entries }: Watched): readonly number[] =>
  [...entries[0]!.gradients].reverse();
/** The same for each of the seeds. */
const waysBack = ({ seeds }: Watched): readonly (readonly number[])[] =>
  seeds.map(({ start }) => [...start].reverse());

/** The first layer’s gradient, in lengths of the last layer’s. */
const firstToLast = (way: readonly number[]): number => way.at(-1)! / way[0]!;
/** Whether it becomes longer with every layer, but for the first, which has two inputs. */
const grows = (way: readonly number[]): boolean =>
  way.slice(1, -1).every((length, i) => length > way[i]!);
const shrinks = (way: readonly number[]): boolean =>
  way.slice(1, -1).every((length, i) => length < way[i]!);

/** The least, the middle and the largest of them. */
function range(values: readonly number[]) {
  const [least, most] = extent(values) as [number, number];
  return { least, median: median(values)!, most };
}
const ratios = (watched: Watched) =>
  range(waysBack(watched).map(firstToLast));

function layerTable(w: Writer, found: Found): string {
  const layers = wayBack(found[DEEP[0]!.part]).map((_, i, all) =>
    i === 0
      ? "1, the last"
      : i === all.length - 1
        ? `${i + 1}, the first`
        : `${i + 1}`,
  );
  const rows = DEEP.map(({ part }) => [
    part,
    ...wayBack(found[part]).map(w.brief),
  ]);
  return table(["neurons and weights", ...layers], rows);
}

function seedTable(w: Writer, found: Found): string {
  const rows = DEEP.map(({ part }) => {
    const { least, median, most } = ratios(found[part]);
    const ways = waysBack(found[part]);
    return [
      part,
      w.brief(median),
      w.brief(least),
      w.brief(most),
      String(ways.filter(grows).length),
      String(ways.filter(shrinks).length),
    ];
  });
  return `How long a gradient is depends on the number of weights, too. The last and the first matrix have ${found["tanh × 1"].weights.first} each, those
between ${grouped(WIDTH * WIDTH)}. So we hold the first against the last.

This was one draw of the weights, that of seed ${SEEDS[0]}. Here are ${SEEDS.length}, from seed ${SEEDS[0]} to seed ${SEEDS.at(-1)}: the length of the
first gradient divided by that of the last, and for how many seeds the gradient became longer, or shorter, with each matrix
on its way back to the second.

${table(["neurons and weights", "median", "least", "most", "longer", "shorter"], rows)}`;
}

function vanishing(w: Writer, found: Found): string {
  const small = ratios(found["sigmoid × 0.1"]).most;
  const plain = ratios(found["sigmoid × 1"]).median;
  const slow = found["sigmoid × 1, trained"];
  const quick = found["sigmoid × 3, trained"];
  const { trained, learningRate, hidden } = parts["sigmoid × 1, trained"];
  return `${w.choose("vanishing", small < 1e-3 ? "vanishes" : "arrives", {
    vanishes: `With sigmoids and weights ${scaleOf(w, "sigmoid × 0.1")} times as large as drawn, the first layer gets at most ${w.brief(small)} of what the last one gets, with each of these seeds.`,
    arrives: `With sigmoids and weights ${scaleOf(w, "sigmoid × 0.1")} times as large as drawn, the first layer gets up to ${w.brief(small)} of what the last one gets.`,
  })} With the weights as drawn it is ${w.brief(plain)} at the median.

What comes of it: with ${hidden![0]} neurons in each of the four layers, on the first ${trained} rows and with a learning rate of ${w.exact(learningRate!)}, the sigmoids with weights as drawn went from a loss of
${w.brief(slow.entries[0]!.loss)} to ${w.brief(last(slow).loss)} in ${count(slow.end.step, "step")}. ${w.choose(
    "slow",
    last(slow).loss > HALF - 0.01 ? "stuck" : "learnt",
    {
      stuck: `That is what one half for every answer costs: nothing was learnt.`,
      learnt: `So it did learn.`,
    },
  )} With weights ${scaleOf(w, "sigmoid × 3, trained")} times as large, and nothing else changed, the loss went to ${w.brief(last(quick).loss)}, with ${Math.round(last(quick).accuracy * trained!)} of the ${trained} rows right.
How large the first weights are decides whether there is a gradient to follow.`;
}

function exploding(w: Writer, found: Found): string {
  const large = found["tanh × 32"];
  const ways = waysBack(large);
  const longer = ways.filter((way) => firstToLast(way) > 1).length;
  const grew = ways.filter(grows).length;
  const { least, median, most } = ratios(large);
  const first = (part: Part) =>
    range(waysBack(found[part]).map((way) => way.at(-1)!)).median;
  const large32 = `With weights ${scaleOf(w, "tanh × 32")} times as large`;
  return `${w.choose("exploding", allSomeOrNone(longer, ways.length), {
    all: `${large32}, the gradient of the first layer is longer than that of the last with each of the ${ways.length} seeds: ${w.brief(median)} times as long at the median, at least ${w.brief(least)} and at most ${w.brief(most)} times.`,
    some: `${large32}, the gradient of the first layer is longer than that of the last with ${longer} of the ${ways.length} seeds: it is ${w.brief(least)} to ${w.brief(most)} times as long.`,
    none: `${large32}, the gradient of the first layer is not longer than that of the last with any of the ${ways.length} seeds: at most ${w.brief(most)} times as long.`,
  })} ${w.choose("exploding-layers", allSomeOrNone(grew, ways.length), {
    all: `With each of them it grows from every matrix to the one before, back to the second.`,
    some: `With ${grew} of them it grows from every matrix to the one before, back to the second.`,
    none: `With none of them it grows from every matrix to the one before, back to the second.`,
  })} With seed ${SEEDS[0]}, the one drawn above, the first is ${w.brief(firstToLast(wayBack(large)))} times as long as the last. At the median the first
layer’s gradient is ${w.brief(first("tanh × 32"))} long; with the weights as drawn it is ${w.brief(first("tanh × 1"))}.`;
}

/** How long the gradient of all layers is. */
const lengthOf = ({ gradients }: Watched["entries"][number]): number =>
  norm(gradients);

function wildRun(w: Writer, found: Found): string {
  const { wild, "wild, begun": begun } = found;
  const { gradient, at } = wild.longest;
  const grown = range(
    begun.seeds.map(({ start, longest }) => longest / norm(start)),
  );
  const lost = begun.seeds.filter(({ loss }) => loss > HALF).length;
  const [start, end] = [wild.entries[0]!, last(wild)];
  const times = gradient / lengthOf(start);
  return `Before the first step its gradient is ${w.brief(lengthOf(start))} long. ${w.choose(
    "wild-grows",
    times > 2 ? "grows" : "stays",
    {
      grows: `At step ${grouped(at)} it is ${w.brief(gradient)} long, ${w.brief(times)} times as long, and the learning rate makes of it a step of length ${w.brief(wild.longest.step)}.`,
      stays: `It hardly grows: at no step was it longer than ${w.brief(times)} times that. What is too long is the step, α times it: up to ${w.brief(wild.longest.step)}.`,
    },
  )} ${w.choose(
    "wild-gone",
    lengthOf(end) < lengthOf(start) / 100 ? "gone" : "left",
    {
      gone: `After ${count(end.step, "step")} hardly anything of it is left: ${w.brief(lengthOf(end))}. Where such steps have thrown the weights, there is no slope to follow.`,
      left: `After ${count(end.step, "step")} it is ${w.brief(lengthOf(end))} long.`,
    },
  )} The loss went from ${w.brief(start.loss)} to ${w.brief(end.loss)}; to answer one half to everything would cost ${w.exact(HALF)}.

How much the gradient grows depends on the first weights. With the ${begun.seeds.length} seeds, the longest gradient of the first ${count(begun.end.step, "step")} is ${w.brief(grown.least)} to ${w.brief(grown.most)} times
the one before them, ${w.brief(grown.median)} times at the median. ${w.choose(
    "wild-seeds",
    allSomeOrNone(lost, begun.seeds.length),
    {
      all: `After these steps the loss is above ${w.exact(HALF)} with every seed.`,
      some: `After these steps the loss is above ${w.exact(HALF)} with ${lost} of the seeds.`,
      none: `After these steps the loss is above ${w.exact(HALF)} with none of the seeds.`,
    },
  )}`;
}

const REMEDIES = {
  wild: { label: "none" },
  rate: { label: "lower rate" },
  decay: { label: "falling rate" },
  clip: { label: "clipping" },
  layers: { label: "one layer" },
  ridge: { label: "ridge" },
  l1: { label: "L1" },
} as const satisfies Partial<Record<Part, { label: string }>>;
type Remedy = keyof typeof REMEDIES;
const ALL = Object.keys(REMEDIES) as Remedy[];
/** Those in the figure: six lines would be a tangle. */
const DRAWN = ["wild", "rate", "clip", "ridge"] as const;

/** What was changed, in full. */
function changed(w: Writer, remedy: Remedy): string {
  const { learningRate } = parts.wild;
  const told: Record<Remedy, string> = {
    wild: "nothing",
    rate: `learning rate ${w.exact(parts.rate.learningRate!)}`,
    decay: `rate ${w.exact(learningRate!)}/(1 + ${w.exact(FALL)}*t*)`,
    clip: `gradient clipped at ${w.exact(parts.clip.clip!)}`,
    layers: `${parts.layers.hidden!.length} hidden layer`,
    ridge: `ridge, λ = ${w.exact(parts.ridge.ridge!)}`,
    l1: `L1, $\\lambda_1$ = ${w.exact(parts.l1.l1!)}`,
  };
  return told[remedy];
}

function remedyTable(w: Writer, found: Found): string {
  const rows = ALL.map((remedy) => {
    const run = found[remedy];
    return [
      changed(w, remedy),
      w.brief(last(run).loss),
      w.percent(last(run).accuracy),
      w.brief(run.longest.gradient),
      w.brief(run.longest.step),
      w.brief(total(last(run).squares)),
      String(run.weights.small),
    ];
  });
  return `${table(["changed", "loss", "rows right", "longest gradient", "longest step", "∑*W*<sup>2</sup>", "weights near 0"], rows)}

All after ${count(found.wild.end.step, "step")}. The gradient is that of all layers together, before clipping; a step is α times what clipping
leaves of it. Near 0 is nearer than ${w.exact(SMALL)}, of ${grouped(found.wild.weights.all)} weights, ${found.layers.weights.all} with one hidden layer. L1 adds $\\frac{\\lambda_1}{N}\\sum |w|$ to the loss: it pulls at each weight with the same force, however small the weight
is.`;
}

function lossTable(w: Writer, found: Found): string {
  const rows = thinned(found.wild.entries).map(({ step }) => [
    grouped(step),
    ...ALL.map((remedy) =>
      w.brief(
        found[remedy].entries.find((entry) => entry.step === step)!.loss,
      ),
    ),
  ]);
  return table(["steps", ...ALL.map((it) => REMEDIES[it].label)], rows);
}

function remedyVerdict(w: Writer, found: Found): string {
  const { wild, ridge, l1 } = found;
  const loss = (remedy: Remedy) => last(found[remedy]).loss;
  const learns = (remedy: Remedy) => loss(remedy) < HALF;
  const verdict = (remedy: Remedy) =>
    w.choose(`remedy-${remedy}`, learns(remedy) ? "learns" : "fails", {
      learns: `ends at ${w.brief(loss(remedy))}, below what one half for every answer costs`,
      fails: `ends at ${w.brief(loss(remedy))}, no better than one half for every answer`,
    });
  const best = ALL.reduce((a, b) => (loss(b) < loss(a) ? b : a));
  const nan = ALL.filter((it) => found[it].end.how === "diverged").length;
  const { learningRate, steps } = parts.wild;
  return `One by one:

- A **lower learning rate** ${verdict("rate")}. From any one place its step is ${w.exact(parts.rate.learningRate! / learningRate!)} times as long.
- A **falling rate**, or decay, ${verdict("decay")}. It falls from ${w.exact(learningRate!)} to ${w.brief(learningRate! / (1 + FALL * steps!))}.
- **Clipping** ${verdict("clip")}. It leaves a step its direction and cuts only its length.
- **Fewer layers**, here ${parts.layers.hidden!.length} instead of ${parts.wild.hidden!.length}: the run ${verdict("layers")}.
- The **ridge** ${verdict("ridge")}. The sum of all squares ends at ${w.brief(total(last(ridge).squares))}; without it, at ${w.brief(total(last(wild).squares))}.
- **L1** ${verdict("l1")}. Of the ${grouped(l1.weights.all)} weights, ${l1.weights.small} are near 0 at the end; without it, ${wild.weights.small}.

${w.choose("remedy-best", best, {
  wild: `None of them has a lower loss than the run without a remedy.`,
  rate: `The lowest loss is that of the lower learning rate.`,
  decay: `The lowest loss is that of the falling rate.`,
  clip: `The lowest loss is that of clipping.`,
  layers: `The lowest loss is that of fewer layers.`,
  ridge: `The lowest loss is that of the ridge.`,
  l1: `The lowest loss is that of L1.`,
})} ${w.choose("remedy-nan", nan === 0 ? "none" : "some", {
    none: `None of the ${ALL.length} runs ended in NaN: the outputs lie between 0 and 1, so the error itself cannot overflow.`,
    some: `Of the ${ALL.length} runs, ${nan} ended in NaN.`,
  })}

${longest(w, found, ALL.filter(learns))}`;
}

/** What the lengths of gradients and steps tell of the runs that learn. */
function longest(
  w: Writer,
  found: Found,
  learning: readonly Remedy[],
): string {
  const failing = ALL.filter((it) => !learning.includes(it));
  if (learning.length === 0 || failing.length === 0) return "";
  const of = (what: "gradient" | "step") => {
    const most = Math.max(...learning.map((it) => found[it].longest[what]));
    const least = Math.min(...failing.map((it) => found[it].longest[what]));
    return { most, least, case: most < least ? "apart" : "mixed" } as const;
  };
  const [gradient, step] = [of("gradient"), of("step")];
  const ends = ({ most, least }: { most: number; least: number }) =>
    `up to ${w.brief(most)} where a run ends below ${w.exact(HALF)}, ${w.brief(least)} or more where it does not`;
  return `${w.choose("longest-gradient", gradient.case, {
    apart: `The longest gradient tells the runs apart: ${ends(gradient)}.`,
    mixed: `The longest gradient does not tell the runs apart: ${ends(gradient)}.`,
  })} ${w.choose("longest-step", step.case, {
    apart: `The longest step tells them apart: ${ends(step)}.`,
    mixed: `The longest step does not tell them apart: ${ends(step)}.`,
  })}`;
}

run(import.meta.url);
