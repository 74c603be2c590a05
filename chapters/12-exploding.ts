import { run } from "#run";
import type { Mixed, TrainingChapter } from "../src/book/chapter.ts";
import type { Telling } from "../src/book/telling.ts";
import { VERDICTS, type Writer } from "../src/book/writer.ts";
import { lines } from "../src/figures/lines.ts";
import { DEFAULT_LESSON } from "../src/lesson/lesson.ts";
import { spread } from "../src/math/spread.ts";
import { type CheckedEntry, checkGradient, type Verdict } from "../src/network/gradient-check.ts";
import type { Trace } from "../src/network/stage.ts";
import { AS_PUBLISHED } from "../src/training/article.ts";
import { forwardPass } from "./06-loss.ts";
import { asProgrammed, experiment, LONG, type Part, SHORT, type Watched } from "./experiments/exploding.ts";
import { FOUR_ROWS } from "./four-rows.ts";
import { LOG_AXIS } from "./words/figures.ts";
import { allSomeOrNone, count, grouped, power } from "./words/prose.ts";
import { table, thinned } from "./words/table.ts";

/** λ of the lesson that the check is made on. */
const RIDGE = 0.1;
/** λ of the article’s last run. */
const NEXT_RIDGE = 1e-6;

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
const endOf = ({ end }: Watched) => (end.how === "diverged" ? "diverged" : "finished");
/** When a run diverged, beside another that did. */
const timing = (run: Watched, than: Watched) =>
  run.end.how !== "diverged"
    ? "never"
    : run.end.step > than.end.step
      ? "later"
      : run.end.step < than.end.step
        ? "sooner"
        : "same";
/** How many times as large ΣW1² became. */
const growth = (run: Watched) => last(run).squares / run.entries[0]!.squares;

const REMEDIES = {
  half: "bug, half the rate",
  falling: "bug, falling rate",
  twice: "bug, twice the ridge",
  clipped: "bug, clipped",
} as const satisfies Record<string, Part>;

/** What the check says of a trace as the program finds it, and as it is. */
function factsOfCheck(ridged: Trace, four: Trace) {
  const program = checked(programmed(ridged));
  const ours = checked(ridged);
  const N = four.y.rows;
  const ratios = checked(programmed(four)).map(({ analytic, numeric }) => analytic / numeric);
  const of = (verdict: Verdict, entries: readonly CheckedEntry[]) =>
    entries.filter((it) => it.verdict === verdict).length;
  const differ = of("differs", program);
  const agree = of("agrees", ours);
  return {
    weights: ours.length,
    shown: program.slice(-ridged.W2.data.length),
    differ,
    program: allSomeOrNone(differ, program.length),
    agree,
    ours: allSomeOrNone(agree, ours.length),
    N,
    ratios: spread(ratios),
    sum: ratios.every((ratio) => Math.abs(ratio / N - 1) < 1e-6) ? ("N" as const) : ("other" as const),
  };
}

/** Why the run as published ends, and when: foretold from the step looked at. */
function factsOfEnd(published: Watched) {
  const { squares } = published.entries.find(({ step }) => step === LONG.look)!;
  const { all: n, negative } = published.weights;
  const size = Math.sqrt(squares / n);
  const { learningRate, ridge } = AS_PUBLISHED;
  return {
    squares,
    n,
    negative,
    signs: allSomeOrNone(negative, n),
    size,
    foretold: Math.round(1 / (learningRate! * ridge! * n * size)),
    rest: published.end.step - LONG.look,
  };
}

/** Every number and every choice of the page. */
export function facts(found: Found, telling: Telling) {
  const ridged = telling.traceOf({ ...DEFAULT_LESSON, ridge: RIDGE });
  const { published, mended, bug } = found;
  const clipped = found["bug, clipped"];
  const looked = Math.min(...BUGS.map(({ part }) => last(found[part]).step));
  return {
    ridged,
    check: factsOfCheck(ridged, telling.traceOf(FOUR_ROWS)),
    published,
    mended,
    ends: { published: endOf(published), mended: endOf(mended) },
    end: factsOfEnd(published),
    looked,
    bugs: BUGS.map(({ part, label }) => {
      const { end, entries } = found[part];
      const at = entries.find(({ step }) => step === looked)!;
      return { label, end, before: entries[0]!.squares, at: at.squares };
    }),
    remedies: Object.fromEntries(
      Object.entries(REMEDIES).map(([name, part]) => [
        name,
        {
          step: found[part].end.step,
          times: found[part].end.step / bug.end.step,
          timing: timing(found[part], bug),
        },
      ]),
    ) as Record<keyof typeof REMEDIES, { step: number; times: number; timing: ReturnType<typeof timing> }>,
    clipped: {
      step: last(clipped).step,
      growth: growth(clipped),
      grew: growth(clipped) > growth(found["bug, mended"]),
    },
    mendedGrowth: growth(found["bug, mended"]),
  };
}
type Facts = ReturnType<typeof facts>;

const BUGS: readonly { part: Part; label: string }[] = [
  { part: "bug", label: "nothing" },
  { part: "bug, half the rate", label: "half the learning rate" },
  { part: "bug, falling rate", label: "a falling rate" },
  { part: "bug, twice the ridge", label: "twice the ridge" },
  { part: "bug, clipped", label: "clipping" },
  { part: "bug, mended", label: "the line mended" },
  { part: "bug, exact", label: "the exact gradient" },
];

export const chapter: TrainingChapter<Mixed> = {
  name: "exploding",
  direction: "training",
  laboratory: { ...AS_PUBLISHED, ridge: SHORT.ridge },
  experiment,
  facts: (trace, telling) => ({ trace, telling }),
  prose: {
    title: "The bug a gradient check finds",
    summary:
      "A run that ends in NaN, the line of code that does it, and the check that finds it before the first step.",
    toTry({ telling: { resultsOf, words } }) {
      const { bug, "bug, exact": exact } = resultsOf(experiment) as Found;
      if (bug.end.how !== "diverged" || exact.end.how === "diverged") return "";
      return `It opens with the bug: step ${grouped(bug.end.step)} makes a weight too large, as in the table of remedies above. Start it; with fewer steps a frame you can watch how. Then choose “${words.laboratory.gradients.exact}” as the gradient and start again: from the same first weights, on the same rows, all weights are still numbers after ${count(exact.end.step, "step")}.`;
    },
    page({ telling }, own) {
      const f = facts(telling.resultsOf(experiment) as Found, telling);
      const w = own.on(f.ridged);
      return `
With ${AS_PUBLISHED.hidden![0]} hidden neurons and a ridge of λ = ${power(AS_PUBLISHED.ridge!)}, the article’s program trains for a
long time and then breaks: its weights become **NaN**, “not a number”. The article calls this an **exploding
gradient**, a gradient that grows until the numbers overflow. We ran the rules of the program with the settings of the article’s
pictures, on the same rows and from the same weights.
${w.choose("published-end", f.ends.published, {
  diverged: `In step ${grouped(f.published.end.step)} of this run a weight became too large to be a number.`,
  finished: `After ${count(f.published.end.step, "step")} all its weights were still numbers.`,
})}

Before we blame the gradient for growing, let us check whether it is right. Chapter ${w.chapter("dloss-dw2")} made a tool for that.

${w.question(
  `The program’s gradient differs from ours in two places. It adds up the rows without dividing by *N*, and to each slope it adds λ·$\\sum W^2$, where ours adds λ*w*/*N*. Which of the two ends in NaN?`,
  `The ridge. The sum only makes the data’s part of each step *N* times as long. The wrong ridge pushes all weights of a matrix the same way, the harder the larger they are: we shall see how that ends.`,
)}

## The check of chapter ${w.chapter("dloss-dw2")}

Take the article’s own lesson, one row, with a ridge of λ = ${w.exact(RIDGE)}. With one row, sum and mean are the same, so
only the ridge can be wrong. The table shows, for each weight of $${w.sym("W2")}$, the slope that the program finds and the slope
found by nudging that weight.

${checkTable(w, f.check.shown, telling.words.check.verdict)}

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
        N: `each of the program’s slopes is ${f.check.N} times the slope by nudging. Without a ridge that is a factor on the whole gradient, and so on the learning rate: α = ${w.exact(AS_PUBLISHED.learningRate!)} with the sum of ${AS_PUBLISHED.trained} rows makes the steps of α = ${w.exact(Number((AS_PUBLISHED.learningRate! * AS_PUBLISHED.trained!).toPrecision(6)))} with their mean. With a ridge it is a factor on the data’s part alone.`,
        other: `the program’s slopes are between ${w.brief(f.check.ratios.least)} and ${w.brief(f.check.ratios.most)} times the slopes by nudging.`,
      })}

## One line mended

Here are two runs by the program’s rules: the first ${AS_PUBLISHED.trained} rows, ${AS_PUBLISHED.hidden![0]} hidden neurons,
α = ${w.exact(AS_PUBLISHED.learningRate!)}, the sum over the rows. Only one line differs. One run keeps the ridge of the program, the other has λ*w*/*N*.

${w.figure(
  lines(
    {
      id: "ridges",
      series: [
        {
          label: "as published",
          points: sizes(f.published),
          kind: "fails",
          dash: false,
        },
        {
          label: "ridge mended",
          points: sizes(f.mended),
          kind: "agrees",
          dash: true,
        },
      ],
      x: { name: "steps", domain: [0, LONG.steps] },
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

${w.details("The recorded numbers", longTable(w, f))}

${w.choose("mended-end", f.ends.mended, {
  diverged: `The mended run diverged too, after ${count(f.mended.end.step, "step")}.`,
  finished: `The mended run went on to its last step, ${grouped(f.mended.end.step)}, and ended there with $\\mathord{\\sum ${w.sym("W1")}^2 \\approx ${w.briefTex(last(f.mended).squares)}}$.`,
})}
Both runs sum the rows${f.ends.mended === "finished" ? ", so the sum is not what breaks the first one" : ""}.

### Why it ends

The push $\\lambda\\sum W^2$ is the same for all weights of one matrix and never below 0. The push alone moves all of them down
by the same amount at each step. ${w.choose("negative", f.end.signs, {
        all: `At step ${grouped(LONG.look)} all ${f.end.n} weights of $${w.sym("W1")}$ are negative.`,
        some: `At step ${grouped(LONG.look)}, ${f.end.negative} of the ${f.end.n} weights of $${w.sym("W1")}$ are negative.`,
        none: `At step ${grouped(LONG.look)} no weight of $${w.sym("W1")}$ is negative.`,
      })} For a negative weight, down means away from 0: its square grows, and with it the push. Say that all
*n* weights are −*s*. Then the push of a step adds $\\alpha\\lambda\\,n\\,s^2$ to *s*. While *s* doubles, its push grows fourfold, so the doubling takes about $1/(2\\alpha\\lambda\\,n\\,s)$ steps. The next doubling takes half as many, and
the one after that half of those. Since 1 + ½ + ¼ + … comes to 2, all doublings together take only $1/(\\alpha\\lambda\\,n\\,s)$ steps.

At step ${grouped(LONG.look)} the sum $\\sum ${w.sym("W1")}^2$ is ${w.brief(f.end.squares)}. Spread evenly over ${f.end.n} weights, that is *s* ≈ ${w.brief(f.end.size)}, and the rule predicts ${grouped(f.end.foretold)} more steps.
${w.choose("published-rest", f.ends.published, {
  diverged: `It took ${grouped(f.end.rest)}.`,
  finished: `After ${grouped(f.end.rest)} more it had not ended.`,
})}

${w.article(`Between its last two runs the learning rate is said to have been lowered. It is ${w.exact(AS_PUBLISHED.learningRate!)} in both. What was lowered is λ, from ${power(AS_PUBLISHED.ridge!)} to ${power(NEXT_RIDGE)}, and with it the push of the wrong line.`)}

## Would its remedies have helped?

Against an exploding gradient the article names a lower or a falling learning rate, a stronger ridge and L1, and, where it
speaks of NaN, fewer layers and clipped gradients. The [next chapter](vanishing.html#the-remedies-from-twenty-seeds) tries
them all on a network that fails without a bug. Here four of them are tried on the bug, one at a time, with λ = ${w.exact(SHORT.ridge)}, so that it shows sooner, and for at most
${count(SHORT.steps, "step")}. Each is one run, from the weights of the article.

${bugTable(w, f)}

The falling rate is α/(1 + ${w.exact(SHORT.decay)}*t*) at step *t*. Clipping shortens a gradient longer than ${w.exact(SHORT.clip)} to that length. The runs are looked
at every ${SHORT.every} steps; step ${grouped(f.looked)} is the last look before the first of them ends.

In these runs:

- Half the learning rate ${remedy(w, "half", f)}
- A falling rate ${remedy(w, "falling", f)}
- Twice the ridge ${remedy(w, "twice", f)}
- Clipping ${remedy(w, "clipped", f)} ${w.choose("clipped-grows", f.clipped.grew ? "grew" : "stayed", {
        grew: `But the push goes on: by step ${grouped(f.clipped.step)} the squares of the first weights had grown to ${w.brief(f.clipped.growth)} times what they were; with the line mended, to ${w.brief(f.mendedGrowth)} times.`,
        stayed: `By step ${grouped(f.clipped.step)} the squares of the first weights were ${w.brief(f.clipped.growth)} times what they were; with the line mended, ${w.brief(f.mendedGrowth)} times.`,
      })}

None of these remedies says where the mistake is. The check does, before the first step.

${w.source("exploding", "chapters/experiments/exploding.ts")}
`;
    },
  },
};

const sizes = ({ entries }: Watched) => entries.map(({ step, squares }) => [step, squares] as const);

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
  return table(["weight", "the program’s slope", "by nudging", "verdict"], rows);
}

function longTable(w: Writer, { published, mended }: Facts): string {
  const right = new Map(mended.entries.map(({ step, squares }) => [step, squares]));
  const rows = thinned(published.entries).map(({ step, squares }) => [
    grouped(step),
    w.brief(squares),
    w.brief(right.get(step)!),
  ]);
  return table(["steps", "as published", "ridge mended"], rows);
}

function bugTable(w: Writer, { bugs, looked }: Facts): string {
  const squares = (when: string) => `$\\sum ${w.sym("W1")}^2$ ${when}`;
  return table(
    ["what is changed", "end", squares("before"), squares(`at step ${grouped(looked)}`)],
    bugs.map(({ label, end, before, at }) => [
      label,
      end.how === "diverged" ? `NaN at step ${grouped(end.step)}` : count(end.step, "step"),
      w.brief(before),
      w.brief(at),
    ]),
  );
}

function remedy(w: Writer, name: keyof typeof REMEDIES, { remedies }: Facts): string {
  const { step, times, timing } = remedies[name];
  const claim = REMEDIES[name].replace(", ", "-").replaceAll(" ", "-");
  return w.choose(claim, timing, {
    later: `delays the end: it comes after ${w.brief(times)} times as many steps.`,
    sooner: `brings the end sooner: it comes after ${w.brief(times)} times as many steps.`,
    same: `changes nothing: the end comes at the same step.`,
    never: `prevents the end within these ${count(step, "step")}.`,
  });
}

run(import.meta.url);
