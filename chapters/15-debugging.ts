import { run } from "#run";
import type { Mixed, TrainingChapter } from "../src/book/chapter.ts";
import type { Telling } from "../src/book/telling.ts";
import type { Writer } from "../src/book/writer.ts";
import { atlas } from "../src/figures/atlas.ts";
import { lines } from "../src/figures/lines.ts";
import { showExact, toText } from "../src/typeset/format.ts";
import type { ExplosionResult } from "./experiments/debugging/explosion.ts";
import type { Fit } from "./experiments/debugging/overfitting.ts";
import { FLAT } from "./experiments/debugging/plateau.ts";
import { NEAR } from "./experiments/debugging/saturation.ts";
import type { GradientResult } from "./experiments/debugging/wrong-gradient.ts";
import { ATLAS, EVERY, experiment, type Found, LEARNT, parts } from "./experiments/debugging.ts";
import { SEEDS } from "./experiments/seeds.ts";
import { type Facts, facts, HALF } from "./facts/debugging.ts";
import { chaosTold } from "./words/chaos.ts";
import { count, grouped, list, ofThe, power, sentence } from "./words/prose.ts";
import { table, thinned } from "./words/table.ts";

/** Seeds that most of it rests on. */
const ALL = SEEDS.length;

export const chapter: TrainingChapter<Mixed> = {
  name: "debugging",
  direction: "training",
  laboratory: {
    data: { set: "corners01" },
    hidden: [ATLAS.hidden],
    learningRate: ATLAS.rate,
  },
  experiment,
  facts: (trace, telling) => ({ trace, telling }),
  prose: {
    title: "When it does not work",
    summary:
      "Seven ways in which training fails, each run here, with what to look at and what to change first.",
    page({ telling }, w) {
      const f = facts(telling.resultsOf(experiment) as unknown as Found);
      const { batches, nan, plateaus, saturation, overfitting, gradient } = f;
      const short = shortIn(telling);
      return `
A program with a mistake often stops. A network with a mistake goes on training. It is slower than it could be, or worse,
and nothing says why. The article gives this as the reason to know what happens inside. Here are seven ways to fail. Each
was run for this page; each symptom leads to its numbers.

| symptom | likely cause | look at | change first |
|:--|:--|:--|:--|
| [the loss falls, but too slowly](#slow) | many rows in each step, so few steps | the spread of the batches’ gradients | smaller batches, then the rate |
| [NaN](#nan) | a rate too high for the ridge, or for the gradient | the size of the weights, step by step | a weaker ridge; a lower rate |
| [the loss is flat for thousands of steps](#plateau) | a plateau | the norm of the gradient | biases; then patience, or another seed |
| [the loss is high and hardly moves from the start](#saturated) | saturated neurons | how many values are near 0 or 1 | smaller first weights |
| [good on its rows, worse on new ones](#overfit) | overfitting | the loss on rows not trained on | more rows; a weak ridge; stop earlier |
| [it learns, but something is odd](#gradient) | a wrong gradient | central differences | the derivation |
| [it works for a friend, and not for you](#seed) | a bad seed | other seeds | another seed; biases |

One seed is one story. So most runs here were made from ${ALL} seeds of the weights, from seed ${SEEDS[0]} to seed ${SEEDS.at(-1)}; where a sentence speaks of one run, it says so.
${chaosTold(w)}

<h2 id="slow">Too slow: how many rows make a step?</h2>

The gradient of all ${batches.rows} rows is the right direction, and costs ${batches.rows} rows. A **mini-batch** takes a few rows and a
direction that is only about right. How far off is it? We took networks of ${neurons("batches")} and biases, from ${ALL} seeds, before
their first step. We shuffled the rows, from the same seed as the weights, and cut them into batches, ${count(parts.batches.shuffles, "time")} over, and measured for each batch the squared distance of its
gradient from the gradient of all rows. The mean of these is the **variance**, told here as a multiple of the squared length of
the whole gradient. “Uphill” is a batch whose step would make the loss of all rows rise, for a small enough step:

${table(
  [
    "rows in a batch",
    "variance, median",
    "least",
    "most",
    "batches that point uphill, median",
    "least",
    "most",
  ],
  batches.sizes.map(({ size, variance, uphill }) => [
    String(size),
    ...[variance.median, variance.least, variance.most].map(w.brief),
    ...[uphill.median, uphill.least, uphill.most].map(w.percent),
  ]),
)}

How far a single row is off depends on the seed: its gradient is off by ${w.brief(Math.sqrt(batches.sizes[0]!.variance.least))} to ${w.brief(Math.sqrt(batches.sizes[0]!.variance.most))} times the
length of what it should be. How much larger batches help depends on it far less. ${batches.larger.map(({ size, times }) => `With ${size} rows the variance is ${w.brief(times.median)} times smaller at the median, ${w.brief(times.least)} to ${w.brief(times.most)} times.`).join(" ")}
${w.choose("variance-law", batches.law, {
  "as-told": `So it falls about as one over the number of rows. Because a batch never holds a row twice, it should fall a little faster, by ${list(batches.larger.map(({ foretold }) => w.brief(foretold)))} times.`,
  other: `Drawing without repetition should make it ${list(batches.larger.map(({ foretold }) => w.brief(foretold)))} times smaller; the medians measured here differ from that by more than a tenth.`,
})}

Which rows point uphill? An untrained network gives nearly the same answer to every row, so each row of label 0 pulls about one way and each row of label 1 the other way.
${w.choose(
  "uphill",
  batches.someUphill === 0 ? "none" : batches.oneLabel === batches.someUphill ? "one" : "mixed",
  {
    none: `Here no single row points uphill.`,
    one: `With ${batches.someUphill} of the ${ALL} seeds some single rows point uphill, and each time they are all of one label.`,
    mixed: `With ${batches.someUphill} of the ${ALL} seeds some single rows point uphill, and with ${batches.oneLabel} of these they are all of one label.`,
  },
)}

${w.question(
  `Every row costs the same. You may look at ${grouped(parts.batches.rowsSeen)} rows. Would you rather take ${grouped(parts.batches.rowsSeen)} steps in poor directions, or ${grouped(parts.batches.rowsSeen / batches.rows)} in the right one?`,
  `It depends on the rate, as the next table shows. At α = ${w.exact(batches.rates[0]!.rate)} the poor steps end with a loss of ${w.brief(batches.rates[0]!.runs[0]!.loss.median)} at the median of the seeds, the right ones with ${w.brief(batches.rates[0]!.runs.at(-1)!.loss.median)}.`,
)}

All of these runs looked at the same number of rows, from each of the ${ALL} seeds. The table gives the loss at the end, at the median, and in brackets how many of the ${ALL} runs are chaotic, where any are:

${table(
  [
    "rate α",
    ...batches.rates[0]!.runs.map(({ size, steps }) =>
      size === batches.rows
        ? `all ${batches.rows}, ${grouped(steps)} steps`
        : `${count(size, "row")}, ${grouped(steps)} steps`,
    ),
  ],
  batches.rates.map(({ rate, runs }) => [
    w.exact(rate),
    ...runs.map(({ loss, chaotic }) => `${w.brief(loss.median)}${chaotic > 0 ? `\u00a0(${chaotic})` : ""}`),
  ]),
)}

${w.choose("full-batch", batches.fullEverLowest === 0 ? "never" : "sometimes", {
  never: `At none of these rates did all ${batches.rows} rows at once give the lowest median.`,
  sometimes: `At ${batches.fullEverLowest} of these ${batches.rates.length} rates all ${batches.rows} rows at once gave the lowest median.`,
})}
${steadyBatches(w, f)}

${w.article(
  `It says that slow training may want a larger mini-batch, for less variance. ${w.choose(
    "less-variance",
    batches.lessVariance ? "less" : "not-less",
    {
      less: `The variance does fall.`,
      "not-less": `The variance does not always fall.`,
    },
  )} But for the same number of rows looked at, a larger batch means fewer steps: at α = ${w.exact(batches.rates[0]!.rate)} all ${batches.rows} at once came last from ${ofThe(batches.rates[0]!.fullLast, ALL)} seeds.`,
)}

<h2 id="nan">NaN: which number overflows first?</h2>

NaN is “not a number”: what ∞ − ∞ gives. It is the end of the story, and to mend it one must know the beginning. So
here is one run with ${neurons("explosion")} on the article’s first ${nan.trained} rows that we spoilt on purpose: rate α = ${w.exact(parts.explosion.rate)}, ridge
λ = ${w.exact(parts.explosion.ridge)}, and every step recorded.

${w.choose("explosion-end", nan.end === null ? "finished" : "diverged", {
  diverged: `The first weight that was no finite number came with step ${grouped(nan.end ?? 0)}. Most of these numbers had overflowed long before:`,
  finished: `No weight became NaN. These are its numbers:`,
})}

${table(
  ["number", "at the start", "a step makes it", "not finite after step"],
  nan.measures.map(({ what, start, growth, lost }) => [
    MEASURED[what],
    w.brief(start),
    `${w.brief(growth)} times as large`,
    lost === null ? "never" : grouped(lost),
  ]),
)}

“A step makes it” is taken at the last step before the loss overflows. ${w.choose(
        "first-lost",
        nan.first?.what === "loss" && nan.isSquare ? "loss" : "other",
        {
          loss: `The loss is the first to overflow, after step ${grouped(nan.first?.lost ?? 0)}: its ridge squares the weights, so where they double, it grows ${w.brief(nan.loss)} times, and it passes the largest number that a computer holds long before they do.`,
          other: nan.first
            ? `The first to overflow was the ${MEASURED[nan.first.what]}, after step ${grouped(nan.first.lost ?? 0)}.`
            : "",
        },
      )}
${w.choose("data-loss", nan.hidden ? "hidden" : "seen", {
  hidden: `The data loss shows nothing: in this run it was never above ${w.atMost(nan.mostDataLoss)}, because each output is between 0 and 1. Whoever watches only that sees a network that does not learn, and then NaN.`,
  seen: `The data loss shows it too: it went up to ${w.atMost(nan.mostDataLoss)}.`,
})}

The cause can be worked out. The ridge alone changes a weight in one step to *w* − αλ*w*/*N*, which is *w*·(1 − ${w.exact(nan.product)}).
${w.choose("growth", nan.growth, {
  "as-told": `So each step makes every weight ${w.exact(nan.factor)} times as large and turns its sign. Measured, from one step to the next: ${w.brief(nan.weights)} times.`,
  other: `Measured, from one step to the next, the weights grew ${w.brief(nan.weights)} times: the data has its part in it.`,
})} Where αλ/*N* is above 2, the ridge does not shrink weights, it makes them larger at every step.

The same run with one thing changed, ${count(parts.explosion.steps, "step")} of it:

${table(
  ["changed", "ended", MEASURED.loss, "right", "√∑W²"],
  nan.remedies.map((it) => [
    changeOf(it, w),
    it.end === null ? "finite" : `NaN at step ${grouped(it.end)}`,
    sizeOf(it.loss ?? Infinity, w),
    w.percent(it.accuracy),
    sizeOf(it.weights ?? Infinity, w),
  ]),
)}

Read the other columns too. ${w.choose("remedies-finite", nan.finite ? "all" : "some", {
        all: `Each change prevents the NaN in this run. That is not yet learning:`,
        some: `Not each change prevents the NaN. And what prevents it is not yet learning:`,
      })} with this ridge ${w.choose("vanished", nan.vanished ? "vanished" : "left", {
        vanished: `and a lower rate all weights shrink to 0. What the table shows of them, ${sizeOf(nan.left, w)} at most, is 0 but for rounding, and a network without weights answers one half to every row.`,
        left: `a lower rate leaves weights of ${sizeOf(nan.left, w)} at most.`,
      })} And
**clipping**, which shortens a gradient that is too long, hides the cause. The best of these runs has the ridge
λ = ${w.exact(nan.best.ridge)} and ${w.percent(nan.best.accuracy)} right. ${w.choose(
        "nan-chaotic",
        nan.best.isChaotic ? "yes" : "no",
        {
          yes: `It is chaotic: made a second time as above, its data loss ends at ${w.brief(nan.best.ending?.nudged ?? 0)} instead of ${w.brief(nan.best.ending?.loss ?? 0)}, so these numbers are luck.`,
          no: "",
        },
      )}

${w.article(`It calls the cause of NaN “memory overflow”. The memory is not full: a number has become too large to be held.`)}

<h2 id="plateau">The loss is flat</h2>

Here are three runs on the four corners {0, 1}², ${neurons("atlas")}, no bias, α = ${w.exact(ATLAS.rate)}. They differ only in the seed of
their weights.

${w.figure(
  lines(
    {
      id: "plateaus",
      series: plateaus.runs.map(({ seed, points }) => ({
        label: `seed ${seed}`,
        points,
        kind: "scalars" as const,
      })),
      x: { name: "step" },
      y: {
        name: "loss",
        domain: [0, Math.max(...plateaus.runs.flatMap(({ points }) => points.map((p) => p[1])))],
      },
    },
    {
      title: "The loss of three runs on the four corners",
      description: `The loss over ${grouped(plateaus.steps)} steps, for weight seeds ${list(plateaus.runs.map(({ seed }) => String(seed)))}. It ends at ${list(plateaus.runs.map(({ points }) => short(points.at(-1)![1])))}.`,
    },
    short,
  ),
  `The loss over the steps, for three weight seeds.`,
)}

${w.details("The losses as a table", lossesTable(w, f))}

With seed ${plateaus.late.seed} the loss stayed within ${w.exact(100 * FLAT)} % of ${w.brief(plateaus.late.flat.loss)} from step ${grouped(plateaus.late.flat.from)} to step ${grouped(plateaus.late.flat.to)}. The norm of
its gradient was down to ${w.brief(plateaus.late.flat.gradient)} there. Then
${w.choose("plateau-left", plateaus.late.leapt ? "leap" : "creep", {
  leap: `it grew to ${w.brief(plateaus.late.after ?? 0)}, ${w.brief(plateaus.late.leap)} times as much, and the loss fell.`,
  creep: `it did not grow much: at most to ${w.atMost(plateaus.late.after ?? 0)}.`,
})} That is a **plateau**: the ground is almost level, and a step is only the rate times its slope.

With seed ${plateaus.stuck.seed} the loss stayed within ${w.exact(100 * FLAT)} % of ${w.brief(plateaus.stuck.flat.loss)} from step ${grouped(plateaus.stuck.flat.from)} to step ${grouped(plateaus.stuck.flat.to)}. That
looks the same: from a flat loss you cannot tell whether it will go on falling. When did each learn the corners?

${table(
  ["weight seed", "no bias", "with biases"],
  plateaus.runs.map((it) => [String(it.seed), learntAfter(it.without), learntAfter(it.with)]),
)}

“Learnt” means on this page a loss below ${w.exact(LEARNT)}, looked at every ${EVERY} steps: more than that all four corners are right. With a corner wrong the loss is never below
1/16 = ${w.exact(1 / 16)}: if the right output is *a* and the wrong one is *b*, with *b* at least *a*, then (1 − *a*)² + *b*² is at least ½, and the loss
divides by 2·4.

<h2 id="saturated">Saturated from the start</h2>

Far from 0 a sigmoid is flat. Its value is near 0 or 1, its slope *h*(1 − *h*) is near 0, and the gradient that passes is
multiplied by that. The neuron is **saturated**. If it is so for every row, at the same end, it is **dead**: it says the same
whatever the row, and hardly any gradient reaches its weights. Here a value counts as near an end within ${w.exact(NEAR)} of it, so a neuron counts
as dead if all ${saturation.trained} rows bring it within ${w.exact(NEAR)} of 0, or all within ${w.exact(NEAR)} of 1.

Large first weights saturate. Here are networks of ${neurons("saturation")}
and biases, ${saturation.trained} rows, α = ${w.exact(parts.saturation.rate)}, from ${ALL} seeds, with their first weights multiplied. Each number is the median of the seeds; a gradient is told by its length, √∑*G*², biases included:

${table(
  [
    "weights times",
    `hidden values within ${w.exact(NEAR)} of 0 or 1`,
    "outputs",
    "gradient of the first layer",
    "seeds with a dead neuron",
  ],
  saturation.rows.map(({ scale, hidden, outputs, gradient, deadSeeds }) => [
    w.exact(scale),
    w.percent(hidden.median),
    w.percent(outputs.median),
    w.brief(gradient.median),
    `${deadSeeds} of ${ALL}`,
  ]),
)}

And after ${count(parts.saturation.steps, "step")}:

${table(
  ["weights times", "loss before, median", "loss after, median", "least", "most", "right, median", "chaotic"],
  saturation.rows.map(({ scale, start, loss, right, chaotic }) => [
    w.exact(scale),
    ...[start.median, loss.median, loss.least, loss.most].map(w.brief),
    w.percent(right.median),
    `${chaotic} of ${ALL}`,
  ]),
)}

${w.choose("saturated-run", saturation.isHigher, {
  all: `With weights ${w.exact(saturation.last.scale)} times as large the loss ended higher than with weights as drawn, from each of the ${ALL} seeds; from ${ofThe(saturation.aboveHalf, ALL)} it ended above ${w.exact(HALF)}, what one half for every answer costs.`,
  some: `With weights ${w.exact(saturation.last.scale)} times as large the loss ended higher than with weights as drawn from ${saturation.higher} of the ${ALL} seeds.`,
  none: `With weights ${w.exact(saturation.last.scale)} times as large the loss ended no higher than with weights as drawn.`,
})}
${w.choose("gradient-norm", saturation.isLonger, {
  all: `The norm of the first layer’s gradient does not show it: from each of the ${ALL} seeds it begins longer than with weights as drawn, because it passes through large W2. Count the saturated values instead.`,
  some: `The norm of the first layer’s gradient does not show it reliably: from ${saturation.longer} of the ${ALL} seeds it begins longer than with weights as drawn, because it passes through large W2. Count the saturated values instead.`,
  none: `The norm of the first layer’s gradient shows it too: it begins shorter than with weights as drawn, from each of the ${ALL} seeds.`,
})}
${w.choose("dead", saturation.dead === 0 ? "none" : "some", {
  none: `No neuron begins dead, however large its weights: its bias begins at 0, and the rows lie on all sides of the origin, so some rows give its sum a plus and some a minus.`,
  some: `Some networks begin with a dead neuron.`,
})}

<h2 id="overfit">Learnt by heart</h2>

First one run: a network of ${neurons("overfitting")} and biases, trained at α = ${w.exact(parts.overfitting.rate)} on ${overfitting.trained} rows, data seed ${parts.overfitting.seeds[0]!.data}, weight seed ${parts.overfitting.seeds[0]!.weights}. ${grouped(parts.overfitting.unseen.rows)} more rows, drawn from
the data seed ${parts.overfitting.unseen.seed}, are only looked at.

${w.figure(
  lines(
    {
      id: "overfitting",
      series: [
        {
          label: "unseen rows",
          points: overfitting.points.map(({ step, loss }) => [step, loss.unseen]),
          kind: "scalars",
          dash: true,
        },
        {
          label: "trained rows",
          points: overfitting.points.map(({ step, loss }) => [step, loss.trained]),
          kind: "scalars",
          dash: false,
        },
      ],
      x: { name: "step" },
      y: {
        name: "data loss",
        domain: [0, Math.max(...overfitting.points.map(({ loss }) => loss.unseen))],
      },
    },
    {
      title: "The loss on trained and on unseen rows",
      description: `Over ${grouped(overfitting.last.step)} steps. On the rows trained on it ends at ${short(overfitting.last.loss.trained)}; on unseen rows it is lowest, ${short(overfitting.best.loss.unseen)}, after step ${grouped(overfitting.best.step)} and ends at ${short(overfitting.last.loss.unseen)}.`,
    },
    short,
  ),
  `The data loss over the steps, in one run.`,
)}

${w.details("Losses and accuracies as a table", fitsTable(w, overfitting.points))}

${w.choose("overfit", overfitting.parts ? "yes" : "no", {
  yes: `In this run the loss on unseen rows was lowest after step ${grouped(overfitting.best.step)}: ${w.brief(overfitting.best.loss.unseen)}, with ${w.percent(overfitting.best.accuracy.unseen)} right. From there on the two part. At the end the loss on the trained rows is ${w.brief(overfitting.last.loss.trained)}, and on the others ${w.brief(overfitting.last.loss.unseen)}, with ${w.percent(overfitting.last.accuracy.unseen)} right. Between that step and the end the loss fell on the trained rows and rose on the others: **overfitting**.`,
  no: `The two losses did not part in this run.`,
})}
${w.choose("stop", overfitting.right, {
  more: `Yet more of the unseen rows are right at the end than then: the loss counts how far off an answer is, and the rows that are wrong have become more wrong.`,
  fewer: `Stopping at that step would have left more of the unseen rows right. But one must keep some rows back to know when.`,
  same: `As many of the unseen rows are right at the end as then.`,
})}

Is that so in general? Here is the same from ${overfitting.runs} pairs of seeds, the data seeds ${parts.overfitting.seeds[0]!.data} to ${parts.overfitting.seeds.at(-1)!.data} each with one of the weight seeds above, and with more rows or a ridge, after ${count(overfitting.last.step, "step")}. The unseen rows are the same ${grouped(parts.overfitting.unseen.rows)} for all:

${table(
  [
    "run",
    "loss, trained, median",
    "loss, unseen, median",
    "least",
    "most",
    "right, unseen, median",
    `lower than in the first line, of ${overfitting.runs}`,
  ],
  overfitting.ways.map(({ trained, ridge, own, unseen, right, lower }, i) => [
    wayTold(trained, ridge, w),
    ...[own.median, unseen.median, unseen.least, unseen.most].map(w.brief),
    w.percent(right.median),
    i === 0 ? "" : String(lower),
  ]),
)}

The last column counts the pairs of seeds for which the loss on unseen rows ended lower than in the run of the first line. ${w.choose(
        "overfit-chaotic",
        overfitting.ways.every(({ chaotic }) => chaotic === 0) ? "none" : "some",
        {
          none: `All of these runs are steady.`,
          some: `Of these runs ${overfitting.ways.reduce((sum, { chaotic }) => sum + chaotic, 0)} are chaotic.`,
        },
      )}

- Of the ${overfitting.runs} runs of the first line, ${overfitting.parted} overfit: their loss on unseen rows was lowest before the end, and then rose while that on their own rows fell. At the end more of the unseen rows were right than at that lowest loss in ${overfitting.rightMore} of the ${overfitting.runs}, fewer in ${overfitting.rightFewer}, and as many in ${overfitting.runs - overfitting.rightMore - overfitting.rightFewer}.
${overfitting.ways
  .slice(1)
  .map(
    (it, i) =>
      `- ${sentence(wayTold(it.trained, it.ridge, w))}: ${w.choose(
        `way-${i}`,
        it.lower === overfitting.runs ? "all" : it.lower > overfitting.runs / 2 ? "most" : "few",
        {
          all: `a lower loss on unseen rows for every pair of seeds.`,
          most: `a lower loss on unseen rows for ${it.lower} of the ${overfitting.runs} pairs of seeds.`,
          few: `a lower loss on unseen rows for only ${it.lower} of the ${overfitting.runs} pairs of seeds. On its own rows the loss ends at ${w.brief(it.own.median)} at the median, against ${w.brief(overfitting.ways[0]!.own.median)}.`,
        },
      )}`,
  )
  .join("\n")}

<h2 id="gradient">It learns, but the gradient is wrong</h2>

A wrong gradient need not show. Here are three programs with ${neurons("gradient")} and ${gradient.trained} rows, from ${ALL} seeds. Before the first step, each of the ${gradient.weights} slopes
is held against central differences, made as closely as for this book (chapter ${w.chapter("dloss-dw2")}). Then come ${count(parts.gradient.steps, "step")}. The difference of two slopes is told as a share of the larger one. The best common factor is the one number by which the right slopes, multiplied, come closest to the program’s; “after it” is the largest difference that is left once the program’s slopes are divided by it. Each number is the median of the seeds:

${table(
  [
    "program",
    "α",
    "λ",
    "largest difference, as a share",
    "best common factor",
    "difference after it",
    "loss before",
    "loss after",
  ],
  gradient.rules.map((it) => [
    RULES[it.rule],
    w.exact(it.rate),
    power(it.ridge),
    w.brief(it.worst.median),
    w.brief(it.factor.median),
    w.brief(it.scaled.median),
    w.brief(it.start.median),
    w.brief(it.end.median),
  ]),
)}

${w.choose("wrong-loss", gradient.alike ? "alike" : "apart", {
  alike: `The loss does not show it. In all three it falls from ${ofThe(gradient.fell, ALL)} seeds, and after the run the article’s differs from the right one by ${w.percent(gradient.apart.most)} at most.`,
  apart: `After the run the article’s loss differs from the right one by up to ${w.percent(gradient.apart.most)}.`,
})} The check shows it at once, before any step, with every seed.
${w.choose("summed-factor", gradient.summed ? "factor" : "more", {
  factor: `And it says what kind of mistake it is. The second program is wrong by one factor, ${w.brief(gradient.factor)}, the same for every slope: that is the number of rows. It forgot the mean, which only makes the rate ${w.brief(gradient.factor)} times as high.`,
  more: `The second program is not wrong by one factor alone.`,
})}
${w.choose("article-factor", gradient.article ? "factor" : "more", {
  factor: `So is the third.`,
  more: `No factor mends the third: that is the ridge. [Chapter ${w.chapter("dloss-dw2")}](dloss-dw2.html) shows the right one; [the tape of chapter ${w.chapter("autodiff")}](autodiff.html) finds such a mistake as well.`,
})}

<h2 id="seed">A bad seed: an atlas</h2>

Where a run ends depends on where it starts. Here are the four corners {0, 1}², ${neurons("atlas")}, no bias, α = ${w.exact(ATLAS.rate)},
and the weight seeds 0 to ${f.atlas.seeds - 1}. Nothing else differs.

${w.figure(atlasFigure(f), `Each mark is a weight seed: tens by row, units by column.`)}

${w.details("The seeds as tables", seedsTable(f))}

${f.atlas.learnt} of ${f.atlas.seeds} learnt all four corners within ${grouped(ATLAS.steps)} steps, half of them within ${grouped(f.atlas.half)}.
${f.atlas.late.length > 0 ? `With more patience, up to ${grouped(ATLAS.patience)} steps, so did seed${f.atlas.late.length === 1 ? "" : "s"} ${seedsOf(f.atlas.late)}.` : f.atlas.stuck.length > 0 ? `More patience, up to ${grouped(ATLAS.patience)} steps, helped no other.` : ""}
${
  f.atlas.losses
    ? `The other ${f.atlas.stuck.length} ended with a loss of ${w.brief(f.atlas.losses.least)} to ${w.brief(f.atlas.losses.most)}. ${w.choose(
        "stuck-near",
        f.atlas.fence ? "fence" : "spread",
        {
          fence: `That is just above 1/16 = ${w.exact(1 / 16)}, the least that a network with one corner wrong can have: three corners are right, and the fourth is undecided, with both outputs near one half.`,
          spread: `With one corner wrong the loss is at least 1/16 = ${w.exact(1 / 16)}.`,
        },
      )} ${w.choose("stuck-corner", f.atlas.corner === undefined ? "different" : "same", {
        same: `It is the same corner for all of them: ${CORNERS[f.atlas.corner ?? 0]}.`,
        different: `It is not the same corner for all of them.`,
      })}`
    : ""
}

With a bias for each neuron, ${f.atlas.within} of the same ${f.atlas.biased} seeds learnt within ${grouped(ATLAS.steps)} steps, and ${ofThe(f.atlas.biased - f.atlas.stuckWithBiases, f.atlas.biased)} within ${grouped(ATLAS.patience)}.
${w.choose(
  "atlas-bias",
  f.atlas.within === f.atlas.biased ? "all" : f.atlas.within > f.atlas.learnt ? "more" : "not-more",
  {
    all: `With biases none of these seeds is a bad one.`,
    more: `So biases help here, and seeds still matter.`,
    "not-more": `So biases do not help here.`,
  },
)} ${w.choose("atlas-nudged", f.atlas.other === 0 ? "none" : "some", {
        none: `Made a second time with the weights changed as above, each of these ${f.atlas.seeds + f.atlas.biased} runs learns at the same look as before, or again not at all.`,
        some: `Made a second time with the weights changed as above, ${f.atlas.other} of these ${f.atlas.seeds + f.atlas.biased} runs learn at another look than before.`,
      })} Before you blame a program, try a second seed; before you report a success, try ten seeds.

${w.source("debugging", "chapters/experiments/debugging.ts")}
`;
    },
  },
};

/** The neurons of a part’s network. */
const neurons = (part: Exclude<keyof typeof parts, "plateau">): string =>
  count(parts[part].hidden, "hidden neuron");

const batchOf = (size: number, rows: number): string =>
  size === rows ? `all ${rows} rows at once` : size === 1 ? "single rows" : `batches of ${size}`;

/** What can be said of batches in general: of the sizes whose runs are all steady, rate by rate. */
function steadyBatches(w: Writer, { batches }: Facts): string {
  const compared = batches.steady.map(
    ({ rate, sizes, lowest, wins }) =>
      `- At α = ${w.exact(rate)} ${sizes.length === batches.rates[0]!.runs.length ? "all sizes are steady" : `${list(sizes.map((size) => batchOf(size, batches.rows)))} are steady`}: ${batchOf(lowest, batches.rows)} ended lowest of these from ${ofThe(wins, ALL)} seeds.`,
  );
  return `${w.choose("steady-batches", batches.steady.length > 0 ? "some" : "none", {
    some: `In general, only sizes whose runs are all steady can be compared:`,
    none: `At each of these rates at most one size has steady runs only, so nothing can be said in general.`,
  })}

${compared.join("\n")}

${w.choose("smallest-steady", batches.smallest ? "smallest" : "mixed", {
  smallest: `Each time it was the smallest of the sizes that are steady.`,
  mixed: "",
})}`;
}

const MEASURED: Record<ExplosionResult["measures"][number]["what"], string> = {
  W1: "√∑W1²",
  W2: "√∑W2²",
  dLoss_dW1: "norm of dLoss/dW1",
  dLoss_dW2: "norm of dLoss/dW2",
  loss_data: "data loss",
  loss: "loss with the ridge’s part",
};

const sizeOf = (x: number, w: Writer): string => (x === Infinity ? "∞" : w.brief(x));

function changeOf(remedy: ExplosionResult["remedies"][number], w: Writer): string {
  const { rate, ridge } = parts.explosion;
  if (remedy.clip !== null) return `gradient clipped to ${w.exact(remedy.clip)}`;
  return remedy.rate === rate && remedy.ridge !== ridge
    ? `λ = ${w.exact(remedy.ridge)}`
    : `α = ${w.exact(remedy.rate)}`;
}

/** Numbers of a figure: the runs are fixed, so the lesson's decimals do not matter. */
const shortIn =
  ({ format }: Telling) =>
  (x: number): string =>
    toText(showExact(Number(x.toPrecision(3))), format);

const learntAfter = (step: number | null): string =>
  step === null ? `not within ${grouped(ATLAS.patience)} steps` : `after ${count(step, "step")}`;

function lossesTable(w: Writer, { plateaus: { runs } }: Facts): string {
  const rows = thinned([...runs[0]!.points.entries()]).map(([i, [step]]) => [
    grouped(step),
    ...runs.map(({ points }) => w.brief(points[i]![1])),
  ]);
  return table(["step", ...runs.map(({ seed }) => `seed ${seed}`)], rows);
}

const wayTold = (trained: number, ridge: number, w: Writer): string =>
  `${trained} rows, λ = ${w.exact(ridge)}`;

function fitsTable(w: Writer, points: readonly Fit[]): string {
  return table(
    ["step", "loss, trained", "loss, unseen", "right, trained", "right, unseen"],
    thinned(points).map(({ step, loss, accuracy }) => [
      grouped(step),
      w.brief(loss.trained),
      w.brief(loss.unseen),
      w.percent(accuracy.trained),
      w.percent(accuracy.unseen),
    ]),
  );
}

const RULES: Record<GradientResult["rules"][number]["rule"], string> = {
  exact: "the gradient of the loss",
  summed: "the sum over rows, not the mean",
  article: "the article’s program",
};

const seedsOf = (seeds: readonly number[]): string => list(seeds.map(String));

function atlasFigure({ atlas: it }: Facts): string {
  return atlas(
    { id: "atlas", marks: it.marks, columns: 10 },
    {
      title: `The corners of XOR from ${it.seeds} weight seeds`,
      description: `${it.learnt} of ${it.seeds} seeds learn all four corners within ${grouped(ATLAS.steps)} steps.${it.late.length > 0 ? ` Later, within ${grouped(ATLAS.patience)}: ${seedsOf(it.late)}.` : ""}${it.stuck.length > 0 ? ` Not learnt: ${seedsOf(it.stuck)}.` : ""}`,
      legend: {
        learnt: `learnt within ${grouped(ATLAS.steps)} steps: ${it.learnt}`,
        late: `learnt within ${grouped(ATLAS.patience)}: ${it.late.length}`,
        stuck: `not learnt: ${it.stuck.length}`,
      },
    },
  );
}

function seedsTable({ atlas: { stuck, tens } }: Facts): string {
  const all = `within ${grouped(ATLAS.patience)} steps`;
  const told = stuck.length > 0 ? `Not learnt ${all}: ${seedsOf(stuck)}.` : `All learnt ${all}.`;
  return `${told}${table(
    ["seeds", "learnt", "later", "not", "steps of those that learnt, least to most"],
    tens.map(({ from, to, counts, steps }) => [
      `${from} to ${to}`,
      ...counts.map(String),
      steps ? `${grouped(steps.least)} to ${grouped(steps.most)}` : "",
    ]),
  )}`;
}

/** The corners, by their place in the data. */
const CORNERS = ["(0, 0)", "(0, 1)", "(1, 0)", "(1, 1)"];

run(import.meta.url);
