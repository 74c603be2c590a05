import { run } from "#run";
import type { Prose, TrainingChapter } from "../src/book/chapter.ts";
import type { Others } from "../src/book/telling.ts";
import { VERDICTS, type Writer } from "../src/book/writer.ts";
import { lines } from "../src/figures/lines.ts";
import { DEFAULT_LESSON } from "../src/lesson/lesson.ts";
import type { Matrix } from "../src/math/matrix.ts";
import { spread } from "../src/math/spread.ts";
import { type CheckedEntry, checkGradient } from "../src/network/gradient-check.ts";
import type { Trace } from "../src/network/stage.ts";
import { AS_PUBLISHED } from "../src/training/article.ts";
import { parseSettings } from "../src/training/settings.ts";
import { fewest } from "../src/typeset/apart.ts";
import { significant } from "../src/typeset/format.ts";
import { forwardPass } from "./06-loss.ts";
import { asProgrammed, experiment, LONG, type Part, SHORT, type Watched } from "./experiments/exploding.ts";
import { NETWORKS } from "./experiments/runs.ts";
import { FOUR_ROWS } from "./four-rows.ts";
import { LOG_AXIS } from "./words/figures.ts";
import { allSomeOrNone, count, grouped, power } from "./words/prose.ts";
import { table, thinned } from "./words/table.ts";

const PROGRAM = parseSettings(AS_PUBLISHED);

export type Found = Readonly<Record<Part, Watched>>;
/** The runs of the table of remedies. */
type BugRun = Exclude<Part, "published" | "mended">;

/** The same trace with the slopes that the article’s program finds. */
export function programmed(trace: Trace): Trace {
  const { lesson, y, W1, W2, dLoss_dW1, dLoss_dW2 } = trace;
  const of = (slopes: Matrix, W: Matrix) => asProgrammed(slopes, W, { N: y.rows, ridge: lesson.ridge });
  return { ...trace, dLoss_dW1: of(dLoss_dW1, W1), dLoss_dW2: of(dLoss_dW2, W2) };
}

const checked = (trace: Trace): CheckedEntry[] =>
  (["W1", "W2"] as const).flatMap((weights) => checkGradient(forwardPass, trace, weights));

/** What the check says of a trace as the program finds it, and as it is; and of one with several rows. */
function factsOfCheck(ridged: Trace, several: Trace) {
  const [program, ours] = [checked(programmed(ridged)), checked(ridged)];
  const differ = program.filter(({ verdict }) => verdict === "differs").length;
  const agree = ours.filter(({ verdict }) => verdict === "agrees").length;
  const N = several.y.rows;
  const ratios = checked(programmed(several)).map(({ analytic, numeric }) => analytic / numeric);
  return {
    ridge: ridged.lesson.ridge,
    weights: ours.length,
    ofW2: program.slice(-ridged.W2.data.length),
    differ,
    program: allSomeOrNone(differ, program.length),
    agree,
    ours: allSomeOrNone(agree, ours.length),
    N,
    ratios: spread(ratios),
    sum: ratios.every((ratio) => Math.abs(ratio / N - 1) < 1e-6) ? "N" : "other",
  } as const;
}

/** Why the run as published ends, and when: foretold from the step looked at. */
function factsOfEnd({ end, entries, weights: { all: n, negative } }: Watched) {
  const { squares } = entries.find(({ step }) => step === LONG.look)!;
  const size = Math.sqrt(squares / n);
  const stepsFrom = (s: number) => Math.round(1 / (PROGRAM.learningRate * PROGRAM.ridge * n * s));
  const foretold = stepsFrom(size);
  // With as many digits as lead to these steps.
  const digits = fewest(3, (it) => stepsFrom(significant(size, it).value.toNumber()) === foretold);
  const signs = allSomeOrNone(negative, n);
  return {
    squares: significant(squares, digits),
    n,
    negative,
    signs,
    size: significant(size, digits),
    foretold,
    rest: end.step - LONG.look,
  };
}

/** One of the long runs: how it ended, and how large its first weights were. */
const factsOfRun = ({ end, entries }: Watched) => ({
  step: end.step,
  how: end.how === "diverged" ? ("diverged" as const) : ("finished" as const),
  points: entries.map(({ step, squares }) => [step, squares] as const),
  squares: entries.at(-1)!.squares,
});

/** A run of the table, compared with the one that has the bug and no remedy; its weights after `look` steps. */
function factsOfBug({ end, entries }: Watched, bug: Watched, look: number) {
  const [first, last] = [entries[0]!, entries.at(-1)!];
  const later = end.step - bug.end.step;
  return {
    end,
    before: first.squares,
    at: entries.find(({ step }) => step === look)!.squares,
    last: last.step,
    /** How many times as large ΣW1² became. */
    growth: last.squares / first.squares,
    times: end.step / bug.end.step,
    timing: end.how !== "diverged" ? "never" : later > 0 ? "later" : later < 0 ? "sooner" : "same",
  } as const;
}

function facts(_trace: unknown, { traceOf, resultsOf }: Others) {
  const { published, mended, ...runs } = resultsOf(experiment) as Found;
  // The last step at which all of them were looked at.
  const look = Math.min(...Object.values(runs).map(({ entries }) => entries.at(-1)!.step));
  const bugs = Object.fromEntries(
    Object.entries(runs).map(([part, it]) => [part, factsOfBug(it, runs.bug, look)]),
  ) as Record<BugRun, ReturnType<typeof factsOfBug>>;
  return {
    program: { ...PROGRAM, neurons: PROGRAM.hidden[0]! },
    /** The program’s rate with the mean over the rows, for the same steps. */
    rateOfMean: Number((PROGRAM.learningRate * PROGRAM.trained).toPrecision(6)),
    /** λ of the article’s last run. */
    lastRidge: NETWORKS.weak.ridge,
    check: factsOfCheck(traceOf({ ...DEFAULT_LESSON, ridge: 0.1 }), traceOf(FOUR_ROWS)),
    long: LONG,
    published: factsOfRun(published),
    mended: factsOfRun(mended),
    /** ΣW1² of both, step by step. */
    sizes: thinned(published.entries).map(({ step, squares }) => ({
      step,
      published: squares,
      mended: mended.entries.find((it) => it.step === step)!.squares,
    })),
    why: factsOfEnd(published),
    short: SHORT,
    look,
    bugs,
    clipped: bugs["bug, clipped"].growth > bugs["bug, mended"].growth ? "grew" : "stayed",
    breaks: bugs.bug.timing !== "never" && bugs["bug, exact"].timing === "never",
  } as const;
}
export type Facts = ReturnType<typeof facts>;

const prose: Prose<Facts> = {
  title: "The bug a gradient check finds",
  summary:
    "A run that ends in NaN, the line of code that does it, and the check that finds it before the first step.",
  toTry({ breaks, bugs }, w) {
    if (!breaks) return "";
    return `It opens with the bug: step ${grouped(w, bugs.bug.end.step)} makes a weight too large, as in the table of remedies above. Start it; with fewer steps a frame you can watch how. Then choose “${w.words.laboratory.gradients.exact}” as the gradient and start again: from the same first weights, on the same rows, all weights are still numbers after ${count(w, bugs["bug, exact"].end.step, "step")}.`;
  },
  page(f, w) {
    const clipped = f.bugs["bug, clipped"];
    return `
With ${f.program.neurons} hidden neurons and a ridge of λ = ${power(w, f.program.ridge)}, the article’s program trains for a
long time and then breaks: its weights become **NaN**, “not a number”. The article calls this an **exploding
gradient**, a gradient that grows until the numbers overflow. We ran the rules of the program with the settings of the article’s
pictures, on the same rows and from the same weights.
${w.choose("published-end", f.published.how, {
  diverged: `In step ${grouped(w, f.published.step)} of this run a weight became too large to be a number.`,
  finished: `After ${count(w, f.published.step, "step")} all its weights were still numbers.`,
})}

Before we blame the gradient for growing, let us check whether it is right. Chapter ${w.chapter("dloss-dw2")} made a tool for that.

${w.question(
  `The program’s gradient differs from ours in two places. It adds up the rows without dividing by *N*, and to each slope it adds λ·$\\sum W^2$, where ours adds λ*w*/*N*. Which of the two ends in NaN?`,
  `The ridge. The sum only makes the data’s part of each step *N* times as long. The wrong ridge pushes all weights of a matrix the same way, the harder the larger they are: we shall see how that ends.`,
)}

## The check of chapter ${w.chapter("dloss-dw2")}

Take the article’s own lesson, one row, with a ridge of λ = ${w.exact(f.check.ridge)}. With one row, sum and mean are the same, so
only the ridge can be wrong. The table shows, for each weight of $${w.sym("W2")}$, the slope that the program finds and the slope
found by nudging that weight.

${checkTable(w, f)}

${w.choose("program-check", f.check.program, {
  all: `They differ everywhere: at all ${f.check.weights} weights, those of $${w.sym("W1")}$ too.`,
  some: `They differ at ${f.check.differ} of the ${f.check.weights} weights of both matrices.`,
  none: `They agree at all ${f.check.weights} weights.`,
})}
The ridge term of the loss is $\\frac{\\htmlClass{scalars}{\\lambda}}{2N}\\sum \\htmlClass{weights}{W}^2$. A single weight *w* takes part in it
with one square, so its slope is

$$
\\frac{\\partial}{\\partial \\htmlClass{weights}{w}}\\,\\frac{\\htmlClass{scalars}{\\lambda}}{2N}\\sum \\htmlClass{weights}{W}^2 = \\frac{\\htmlClass{scalars}{\\lambda}}{N}\\,\\htmlClass{weights}{w}
$$

and not $\\htmlClass{scalars}{\\lambda}\\sum \\htmlClass{weights}{W}^2$, which is the same for all weights of one matrix.
${w.choose("our-check", f.check.ours, {
  all: `With λ*w*/*N* in its place, all ${f.check.weights} weights agree.`,
  some: `With λ*w*/*N* in its place, ${f.check.agree} of the ${f.check.weights} weights agree.`,
  none: `With λ*w*/*N* in its place, no weight agrees.`,
})}

And the sum over the rows? With four rows and no ridge, ${w.choose("sum-factor", f.check.sum, {
      N: `each of the program’s slopes is ${f.check.N} times the slope by nudging. Without a ridge that is a factor on the whole gradient, and so on the learning rate: α = ${w.exact(f.program.learningRate)} with the sum of ${f.program.trained} rows makes the steps of α = ${w.exact(f.rateOfMean)} with their mean. With a ridge it is a factor on the data’s part alone.`,
      other: `the program’s slopes are between ${w.brief(f.check.ratios.least)} and ${w.brief(f.check.ratios.most)} times the slopes by nudging.`,
    })}

## One line mended

Here are two runs by the program’s rules: the first ${f.program.trained} rows, ${f.program.neurons} hidden neurons,
α = ${w.exact(f.program.learningRate)}, the sum over the rows. Only one line differs. One run keeps the ridge of the program, the other has λ*w*/*N*.

${w.figure(
  lines(
    {
      id: "ridges",
      series: [
        { label: "as published", points: f.published.points, kind: "fails", dash: false },
        { label: "ridge mended", points: f.mended.points, kind: "agrees", dash: true },
      ],
      x: { name: "steps", domain: [0, f.long.steps] },
      y: { name: "sum of the squares of W1", scale: "log" },
    },
    {
      title: "The first weights with the program’s ridge and with the right one",
      description:
        "The sum of the squares of the first weights over the steps, on a log axis, for both runs. A cross marks where a run ended in NaN.",
    },
    w.tick,
  ),
  `How large the weights $${w.sym("W1")}$ become. The cross marks where a run diverged: a weight was no finite number any more. ${LOG_AXIS}`,
)}

${w.details(
  "The recorded numbers",
  table(
    ["steps", "as published", "ridge mended"],
    f.sizes.map(({ step, published, mended }) => [grouped(w, step), w.brief(published), w.brief(mended)]),
  ),
)}

${w.choose("mended-end", f.mended.how, {
  diverged: `The mended run diverged too, after ${count(w, f.mended.step, "step")}.`,
  finished: `The mended run went on to its last step, ${grouped(w, f.mended.step)}, and ended there with $\\mathord{\\sum ${w.sym("W1")}^2 \\approx ${w.briefTex(f.mended.squares)}}$.`,
})}
Both runs sum the rows${f.mended.how === "finished" ? ", so the sum is not what breaks the first one" : ""}.

### Why it ends

The push $\\lambda\\sum W^2$ is the same for all weights of one matrix and never below 0. The push alone moves all of them down
by the same amount at each step. ${w.choose("negative", f.why.signs, {
      all: `At step ${grouped(w, f.long.look)} all ${f.why.n} weights of $${w.sym("W1")}$ are negative.`,
      some: `At step ${grouped(w, f.long.look)}, ${f.why.negative} of the ${f.why.n} weights of $${w.sym("W1")}$ are negative.`,
      none: `At step ${grouped(w, f.long.look)} no weight of $${w.sym("W1")}$ is negative.`,
    })} For a negative weight, down means away from 0: its square grows, and with it the push. Say that all
*n* weights are −*s*. Then the push of a step adds $\\alpha\\lambda\\,n\\,s^2$ to *s*. While *s* doubles, its push grows fourfold, so the doubling takes about $1/(2\\alpha\\lambda\\,n\\,s)$ steps. The next doubling takes half as many, and
the one after that half of those. Since 1 + ½ + ¼ + … comes to 2, all doublings together take only $1/(\\alpha\\lambda\\,n\\,s)$ steps.

At step ${grouped(w, f.long.look)} the sum $\\sum ${w.sym("W1")}^2$ is ${w.text(f.why.squares)}. Spread evenly over ${f.why.n} weights, that is *s* ≈ ${w.text(f.why.size)}, and the rule predicts ${grouped(w, f.why.foretold)} more steps.
${w.choose("published-rest", f.published.how, {
  diverged: `It took ${grouped(w, f.why.rest)}.`,
  finished: `After ${grouped(w, f.why.rest)} more it had not ended.`,
})}

${w.article(`Between its last two runs the learning rate is said to have been lowered. It is ${w.exact(f.program.learningRate)} in both. What was lowered is λ, from ${power(w, f.program.ridge)} to ${power(w, f.lastRidge)}, and with it the push of the wrong line.`)}

## Would its remedies have helped?

Against an exploding gradient the article names a lower or a falling learning rate, a stronger ridge and L1, and, where it
speaks of NaN, fewer layers and clipped gradients. The ${w.link("vanishing", "next chapter", "the-remedies-from-twenty-seeds")} tries
them all on a network that fails without a bug. Here four of them are tried on the bug, one at a time, with λ = ${w.exact(f.short.ridge)}, so that it shows sooner, and for at most
${count(w, f.short.steps, "step")}. Each is one run, from the weights of the article.

${bugTable(w, f)}

The falling rate is α/(1 + ${w.exact(f.short.decay)}*t*) at step *t*. Clipping shortens a gradient longer than ${w.exact(f.short.clip)} to that length. The runs are looked
at every ${f.short.every} steps; step ${grouped(w, f.look)} is the last look before the first of them ends.

In these runs:

- Half the learning rate ${remedy(w, f, "bug, half the rate")}
- A falling rate ${remedy(w, f, "bug, falling rate")}
- Twice the ridge ${remedy(w, f, "bug, twice the ridge")}
- Clipping ${remedy(w, f, "bug, clipped")} ${w.choose("clipped-grows", f.clipped, {
      grew: `But the push goes on: by step ${grouped(w, clipped.last)} the squares of the first weights had grown to ${w.brief(clipped.growth)} times what they were; with the line mended, to ${w.brief(f.bugs["bug, mended"].growth)} times.`,
      stayed: `By step ${grouped(w, clipped.last)} the squares of the first weights were ${w.brief(clipped.growth)} times what they were; with the line mended, ${w.brief(f.bugs["bug, mended"].growth)} times.`,
    })}

None of these remedies says where the mistake is. The check does, before the first step.

${w.source("exploding")}
`;
  },
};

/** What is changed in each run of the table. */
const CHANGES: Record<BugRun, string> = {
  bug: "nothing",
  "bug, half the rate": "half the learning rate",
  "bug, falling rate": "a falling rate",
  "bug, twice the ridge": "twice the ridge",
  "bug, clipped": "clipping",
  "bug, mended": "the line mended",
  "bug, exact": "the exact gradient",
};

function checkTable(w: Writer, { check }: Facts): string {
  const rows = check.ofW2.map(({ row, col, analytic, numeric, verdict }) => [
    `$${w.sym("W2")}[${row},${col}]$`,
    w.num(analytic),
    w.num(numeric),
    `<span class="${VERDICTS[verdict]}">${w.words.check.verdict[verdict]}</span>`,
  ]);
  return table(["weight", "the program’s slope", "by nudging", "verdict"], rows);
}

function bugTable(w: Writer, { bugs, look }: Facts): string {
  const squares = (when: string) => `$\\sum ${w.sym("W1")}^2$ ${when}`;
  const rows = Object.entries(CHANGES).map(([part, change]) => {
    const { end, before, at } = bugs[part as BugRun];
    const ended = end.how === "diverged" ? `NaN at step ${grouped(w, end.step)}` : count(w, end.step, "step");
    return [change, ended, w.brief(before), w.brief(at)];
  });
  return table(["what is changed", "end", squares("before"), squares(`at step ${grouped(w, look)}`)], rows);
}

function remedy(w: Writer, { bugs }: Facts, part: BugRun): string {
  const { end, times, timing } = bugs[part];
  return w.choose(part.replaceAll(/,? /g, "-"), timing, {
    later: `delays the end: it comes after ${w.brief(times)} times as many steps.`,
    sooner: `brings the end sooner: it comes after ${w.brief(times)} times as many steps.`,
    same: `changes nothing: the end comes at the same step.`,
    never: `prevents the end within these ${count(w, end.step, "step")}.`,
  });
}

export const chapter: TrainingChapter<Facts> = {
  name: "exploding",
  direction: "training",
  laboratory: { ...AS_PUBLISHED, ridge: SHORT.ridge },
  experiment,
  facts,
  prose,
};

run(import.meta.url);
