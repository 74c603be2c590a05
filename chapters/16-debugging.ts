import { greatest, least, median } from "d3-array";
import { run } from "#run";
import type { Prose, TrainingChapter } from "../src/book/chapter.ts";
import type { Others } from "../src/book/telling.ts";
import type { Writer } from "../src/book/writer.ts";
import { atlas, type Mark } from "../src/figures/atlas.ts";
import { lines } from "../src/figures/lines.ts";
import { type Spread, spread } from "../src/math/spread.ts";
import type { Trace } from "../src/network/stage.ts";
import type { Measured } from "./experiments/debugging/explosion.ts";
import { FLAT } from "./experiments/debugging/plateau.ts";
import { NEAR } from "./experiments/debugging/saturation.ts";
import { ATLAS, EVERY, experiment, type Found, LEARNT, type Learnt, parts } from "./experiments/debugging.ts";
import { isChaotic, SEEDS } from "./experiments/seeds.ts";
import { chaosAgain, chaoticOf, HALF_LOSS } from "./from-seeds.ts";
import {
  allSomeOrNone,
  count,
  FEW,
  grouped,
  list,
  ofThe,
  power,
  sentence,
  someOrNone,
} from "./words/prose.ts";
import { spreadCells, table, tableRow, thinned } from "./words/table.ts";

/** The least loss with a corner wrong. */
const ONE_WRONG = 1 / 16;
/** Weights that are smaller are 0 but for rounding. */
const ROUNDING = 1e-12;

/** The spread of each of these numbers over many runs. */
const spreads = <Key extends string>(keys: readonly Key[], runs: readonly Record<Key, number>[]) =>
  Object.fromEntries(keys.map((key) => [key, spread(runs.map((it) => it[key]))])) as Record<Key, Spread>;

/** What the gradients of batches have in common with that of all rows, and which size ends lowest. */
function factsOfBatches({ rows, spread: measured, race }: Found["batches"]) {
  const sizes = measured[0]!.sizes.map(({ size }, i) => ({
    size,
    ...spreads(
      ["variance", "uphill"],
      measured.map((it) => it.sizes[i]!),
    ),
    times: spread(measured.map((it) => it.sizes[0]!.variance / it.sizes[i]!.variance)),
    foretold: (size * (rows - 1)) / (rows - size),
  }));
  const { least: low, most: high } = sizes[0]!.variance;
  const larger = sizes.slice(1);
  const uphill = measured.filter((it) => it.uphill.some((n) => n > 0));
  const oneLabel = uphill.filter((it) => it.uphill.includes(0)).length;

  const races = parts.batches.rates.map((rate) => ({
    rate,
    runs: race
      .filter((it) => it.rate === rate)
      .map((it) => ({ ...it, ...spreads(["loss"], it.ends), chaotic: chaoticOf(it.ends) })),
  }));
  const lowestOf = (runs: (typeof races)[number]["runs"]) => least(runs, ({ loss }) => loss.median)!.size;
  const fullLowest = races.filter(({ runs }) => lowestOf(runs) === rows).length;
  const steady = races.flatMap(({ rate, runs }) => {
    const some = runs.filter(({ chaotic }) => chaotic === 0);
    if (some.length < 2) return [];
    const lowest = lowestOf(some);
    const wins = SEEDS.filter((_, i) => least(some, ({ ends }) => ends[i]!.loss)!.size === lowest).length;
    const sizes = some.map(({ size }) => size);
    return { rate, sizes, areAll: some.length === runs.length, lowest, wins };
  });
  const isSmallest = steady.every((it) => it.lowest === it.sizes[0] && it.wins > SEEDS.length / 2);
  return {
    ...parts.batches,
    rows,
    sizes,
    larger,
    /** How far a single row is off, in lengths of the whole gradient. */
    off: [Math.sqrt(low), Math.sqrt(high)],
    law: larger.every(({ times, foretold }) => Math.abs(times.median / foretold - 1) < 0.1)
      ? "as-told"
      : "other",
    variance: larger.every(({ times }) => times.least > 1) ? "less" : "not-less",
    uphill: uphill.length,
    oneLabel,
    labels: uphill.length === 0 ? "none" : oneLabel === uphill.length ? "one" : "mixed",
    fullSteps: parts.batches.rowsSeen / rows,
    races,
    /** For how many seeds all rows at once came last at the lowest rate. */
    fullLast: SEEDS.filter((_, i) => greatest(races[0]!.runs, ({ ends }) => ends[i]!.loss)!.size === rows)
      .length,
    fullLowest,
    full: fullLowest === 0 ? "never" : "sometimes",
    /** Of the sizes whose runs are all steady, where there are two or more. */
    steady,
    comparable: someOrNone(steady.length),
    smallest: steady.length > 0 && isSmallest ? "smallest" : "mixed",
  } as const;
}

/** A run that ends in NaN, and what grew how fast. */
function factsOfNan({ measures, remedies: found, ...it }: Found["explosion"]) {
  const { rate, ridge, remedies: changes } = parts.explosion;
  const product = (rate * ridge) / it.trained;
  const factor = Math.abs(1 - product);
  const growthOf = (what: Measured["what"]) => measures.find((it) => it.what === what)!.growth;
  const [weights, loss] = [growthOf("W2"), growthOf("loss")];
  const first = least(measures, ({ lost }) => lost);
  const isSquare = Math.abs(loss - weights * weights) < 1e-3;
  const remedies = found.map((it, i) => ({
    ...it,
    change: Object.entries(changes[i]!)[0] as ["rate" | "ridge" | "clip", number],
    loss: it.loss ?? Infinity,
    weights: it.weights ?? Infinity,
  }));
  const left = Math.max(...remedies.filter((it) => it.rate < rate).map((it) => it.weights));
  const best = greatest(remedies, ({ accuracy }) => accuracy)!;
  return {
    ...parts.explosion,
    ...it,
    ended: it.end === null ? "finished" : "diverged",
    measures,
    first,
    firstIs: first?.what === "loss" && isSquare ? "loss" : "other",
    dataLoss: it.mostDataLoss < 1 ? "hidden" : "seen",
    product,
    factor,
    weights,
    loss,
    growth: Math.abs(weights - factor) < 1e-3 ? "as-told" : "other",
    remedies,
    finite: remedies.every(({ end }) => end === null) ? "all" : "some",
    left,
    shrunk: left < ROUNDING ? "vanished" : "left",
    best,
    chaotic: best.ending && isChaotic(best.ending) ? "yes" : "no",
  } as const;
}

/** Three runs: one that learns soon, one that is late, one that is stuck. */
function factsOfPlateaus({ plateau: { runs }, atlas, "atlas with biases": biased }: Found) {
  const [late, stuck] = [runs[1]!, runs[2]!];
  const leap = (late.after ?? 0) / late.flat.gradient;
  return {
    ...parts.plateau,
    within: 100 * FLAT,
    runs,
    highest: Math.max(...runs.flatMap(({ points }) => points.map(([, loss]) => loss))),
    looks: runs[0]!.points.map(([step], i) => ({ step, losses: runs.map(({ points }) => points[i]![1]) })),
    late,
    leap,
    leaves: leap > 10 ? "leap" : "creep",
    stuck,
    learnt: runs.map(({ seed }) => [seed, atlas.seeds[seed]!.step, biased.seeds[seed]!.step] as const),
  } as const;
}

function factsOfSaturation({ trained, scales }: Found["saturation"]) {
  const [small, large] = [scales[0]!.runs, scales.at(-1)!.runs];
  const higher = large.filter(({ loss }, i) => loss > small[i]!.loss).length;
  const longer = large.filter(({ gradients }, i) => gradients[0] > small[i]!.gradients[0]).length;
  return {
    ...parts.saturation,
    trained,
    near: NEAR,
    rows: scales.map(({ scale, runs }) => ({
      scale,
      ...spreads(["hiddenShare", "outputShare", "start", "loss", "right"], runs),
      gradient: spread(runs.map(({ gradients }) => gradients[0])),
      dead: runs.filter(({ dead }) => dead > 0).length,
      chaotic: chaoticOf(runs),
    })),
    largest: scales.at(-1)!.scale,
    higher,
    isHigher: allSomeOrNone(higher, large.length),
    half: HALF_LOSS,
    aboveHalf: large.filter(({ loss }) => loss > HALF_LOSS).length,
    longer,
    isLonger: allSomeOrNone(longer, large.length),
    dead: scales.some(({ runs }) => runs.some(({ dead }) => dead > 0)) ? "some" : "none",
  } as const;
}

function factsOfOverfitting({ points, ways: found }: Found["overfitting"]) {
  const { trained, runs: plain } = found[0]!;
  const { best, last } = plain[0]!;
  const parted = plain.map(
    ({ best, last }) => best.step < last.step && last.loss.trained < best.loss.trained,
  );
  /** Of the unseen rows, the share right at the end, less that where their loss was lowest. */
  const gains = plain.map(({ best, last }) => last.accuracy.unseen - best.accuracy.unseen);
  const ways = found.map(({ trained, ridge, runs }) => {
    const lower = runs.filter(({ last }, i) => last.loss.unseen < plain[i]!.last.loss.unseen).length;
    return {
      trained,
      ridge,
      own: spread(runs.map(({ last }) => last.loss.trained)),
      unseen: spread(runs.map(({ last }) => last.loss.unseen)),
      right: spread(runs.map(({ last }) => last.accuracy.unseen)),
      chaotic: chaoticOf(runs),
      /** For how many pairs of seeds it ends lower than the first way. */
      lower,
      pairs: lower === runs.length ? "all" : lower > runs.length / 2 ? "most" : "few",
    } as const;
  });
  const chaotic = ways.reduce((sum, it) => sum + it.chaotic, 0);
  return {
    ...parts.overfitting,
    trained,
    points,
    highest: Math.max(...points.map(({ loss }) => loss.unseen)),
    best,
    last,
    parts: parted[0] ? "yes" : "no",
    right: gains[0]! > 0 ? "more" : gains[0]! < 0 ? "fewer" : "same",
    runs: plain.length,
    ways,
    others: ways.slice(1),
    chaotic,
    anyChaotic: someOrNone(chaotic),
    parted: parted.filter(Boolean).length,
    more: gains.filter((gain) => gain > 0).length,
    fewer: gains.filter((gain) => gain < 0).length,
    same: gains.filter((gain) => gain === 0).length,
  } as const;
}

function factsOfGradient(found: Found["gradient"]) {
  const rules = found.rules.map(({ runs, ...rule }) => ({
    ...rule,
    ...spreads(["worst", "factor", "worstScaled", "start", "end"], runs),
    fell: runs.filter(({ start, end }) => end < start).length,
  }));
  /** Whether dividing it by one factor mends a program, for every seed. */
  const mends = ({ worstScaled }: (typeof rules)[number]) => (worstScaled.most < 1e-6 ? "factor" : "more");
  const [exact, , wrong] = found.rules;
  const apart = Math.max(...wrong!.runs.map(({ end }, i) => Math.abs(end / exact!.runs[i]!.end - 1)));
  return {
    ...parts.gradient,
    ...found,
    rules,
    summed: mends(rules[1]!),
    factor: rules[1]!.factor.median,
    article: mends(rules[2]!),
    fell: Math.min(...rules.map(({ fell }) => fell)),
    apart,
    losses: apart < 0.01 ? "alike" : "apart",
  } as const;
}

const MARKS: readonly Mark[] = ["learnt", "late", "stuck"];
const markOf = ({ step }: Learnt): Mark =>
  step === null ? "stuck" : step <= ATLAS.steps ? "learnt" : "late";

/** The four corners from many seeds. */
function factsOfCorners({ atlas: { seeds }, "atlas with biases": { seeds: biased } }: Found) {
  const those = (mark: Mark, some = seeds) => some.filter((it) => markOf(it) === mark);
  const [learnt, late, stuck] = [those("learnt"), those("late"), those("stuck")];
  const within = those("learnt", biased).length;
  const wrong = stuck.map((it) => it.wrong.join());
  const isSame = stuck[0]?.wrong.length === 1 && wrong.every((it) => it === wrong[0]);
  const other = [...seeds, ...biased].filter(({ step, nudged }) => step !== nudged).length;
  return {
    ...ATLAS,
    below: LEARNT,
    every: EVERY,
    oneWrong: ONE_WRONG,
    seeds: seeds.length,
    marks: seeds.map(markOf),
    learnt: learnt.length,
    half: median(learnt, ({ step }) => step) ?? 0,
    late: late.map(({ seed }) => seed),
    stuck: stuck.map(({ seed }) => seed),
    losses: stuck.length > 0 && spread(stuck.map(({ loss }) => loss)),
    stuckNear: stuck.every(({ loss }) => loss < 1.05 * ONE_WRONG) ? "fence" : "spread",
    stuckAt: isSame ? "same" : "different",
    corner: stuck[0]?.wrong[0] ?? 0,
    tens: Array.from({ length: Math.ceil(seeds.length / 10) }, (_, i) => {
      const ten = seeds.slice(10 * i, 10 * i + 10);
      const steps = ten.flatMap(({ step }) => step ?? []);
      return {
        from: ten[0]!.seed,
        to: ten.at(-1)!.seed,
        counts: MARKS.map((mark) => those(mark, ten).length),
        steps: steps.length > 0 && spread(steps),
      };
    }),
    biased: biased.length,
    within,
    withPatience: biased.filter(({ step }) => step !== null).length,
    biases: within === biased.length ? "all" : within > learnt.length ? "more" : "not-more",
    runs: seeds.length + biased.length,
    other,
    anyOther: someOrNone(other),
  } as const;
}

/** The same, whatever the lesson. */
function facts(_trace: Trace, { resultsOf }: Others) {
  const found = resultsOf(experiment) as unknown as Found;
  return {
    /** Seeds that most of it rests on. */
    seeds: SEEDS,
    batches: factsOfBatches(found.batches),
    nan: factsOfNan(found.explosion),
    plateaus: factsOfPlateaus(found),
    saturation: factsOfSaturation(found.saturation),
    overfitting: factsOfOverfitting(found.overfitting),
    gradient: factsOfGradient(found.gradient),
    corners: factsOfCorners(found),
  };
}
export type Facts = ReturnType<typeof facts>;

const prose: Prose<Facts> = {
  title: "When it does not work",
  summary:
    "Seven ways in which training fails, each run here, with what to look at and what to change first.",
  page(f, w) {
    const { batches, nan, plateaus, saturation, overfitting, gradient, corners } = f;
    const all = f.seeds.length;
    const slow = batches.races[0]!;
    const { late, stuck } = plateaus;
    const { best, last } = overfitting;
    const curve = (of: "trained" | "unseen") =>
      overfitting.points.map(({ step, loss }) => [step, loss[of]] as const);
    const batchesOf = (size: number) =>
      size === batches.rows ? `all ${size} rows at once` : size === 1 ? "single rows" : `batches of ${size}`;
    const after = (step: number | null) =>
      step === null ? `not within ${grouped(w, corners.patience)} steps` : `after ${count(w, step, "step")}`;
    /** Numbers of a figure: the runs are fixed, so the lesson's decimals do not matter. */
    const short = (x: number) => w.tick(Number(x.toPrecision(3)));
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

One seed is one story. So most runs here were made from ${all} seeds of the weights, from seed ${f.seeds[0]} to seed ${f.seeds.at(-1)}; where a sentence speaks of one run, it says so.
${chaosAgain(w)}

<h2 id="slow">Too slow: how many rows make a step?</h2>

The gradient of all ${batches.rows} rows is the right direction, and costs ${batches.rows} rows. A **mini-batch** takes a few rows and a
direction that is only about right. How far off is it? We took networks of ${neurons(batches)} and biases, from ${all} seeds, before
their first step. We shuffled the rows, from the same seed as the weights, and cut them into batches, ${count(w, batches.shuffles, "time")} over, and measured for each batch the squared distance of its
gradient from the gradient of all rows. The mean of these is the **variance**, told here as a multiple of the squared length of
the whole gradient. “Uphill” is a batch whose step would make the loss of all rows rise, for a small enough step:

| rows in a batch | variance, median | least | most | batches that point uphill, median | least | most |
|:--|--:|--:|--:|--:|--:|--:|
${rows(batches.sizes, (it) => [it.size, ...spreadCells(it.variance, w.brief), ...spreadCells(it.uphill, w.percent)])}

How far a single row is off depends on the seed: its gradient is off by ${w.brief(batches.off[0])} to ${w.brief(batches.off[1])} times the
length of what it should be. How much larger batches help depends on it far less. ${batches.larger.map(({ size, times }) => `With ${size} rows the variance is ${w.brief(times.median)} times smaller at the median, ${w.brief(times.least)} to ${w.brief(times.most)} times.`).join(" ")}
${w.choose("variance-law", batches.law, {
  "as-told": `So it falls about as one over the number of rows. Because a batch never holds a row twice, it should fall a little faster, by ${list(
    batches.larger.map(({ foretold }) => w.brief(foretold)),
    w,
  )} times.`,
  other: `Drawing without repetition should make it ${list(
    batches.larger.map(({ foretold }) => w.brief(foretold)),
    w,
  )} times smaller; the medians measured here differ from that by more than a tenth.`,
})}

Which rows point uphill? An untrained network gives nearly the same answer to every row, so each row of label 0 pulls about one way and each row of label 1 the other way.
${w.choose("uphill", batches.labels, {
  none: `Here no single row points uphill.`,
  one: `With ${batches.uphill} of the ${all} seeds some single rows point uphill, and each time they are all of one label.`,
  mixed: `With ${batches.uphill} of the ${all} seeds some single rows point uphill, and with ${batches.oneLabel} of these they are all of one label.`,
})}

${w.question(
  `Every row costs the same. You may look at ${grouped(w, batches.rowsSeen)} rows. Would you rather take ${grouped(w, batches.rowsSeen)} steps in poor directions, or ${grouped(w, batches.fullSteps)} in the right one?`,
  `It depends on the rate, as the next table shows. At α = ${w.exact(slow.rate)} the poor steps end with a loss of ${w.brief(slow.runs[0]!.loss.median)} at the median of the seeds, the right ones with ${w.brief(slow.runs.at(-1)!.loss.median)}.`,
)}

All of these runs looked at the same number of rows, from each of the ${all} seeds. The table gives the loss at the end, at the median, and in brackets how many of the ${all} runs are chaotic, where any are:

${table(
  [
    "rate α",
    ...slow.runs.map(
      ({ size, steps }) =>
        `${size === batches.rows ? `all ${size}` : count(w, size, "row")}, ${grouped(w, steps)} steps`,
    ),
  ],
  batches.races.map(({ rate, runs }) => [
    w.exact(rate),
    ...runs.map(({ loss, chaotic }) => `${w.brief(loss.median)}${chaotic > 0 ? `\u00a0(${chaotic})` : ""}`),
  ]),
)}

${w.choose("full-batch", batches.full, {
  never: `At none of these rates did all ${batches.rows} rows at once give the lowest median.`,
  sometimes: `At ${batches.fullLowest} of these ${batches.rates.length} rates all ${batches.rows} rows at once gave the lowest median.`,
})}
${w.choose("steady-batches", batches.comparable, {
  some: `In general, only sizes whose runs are all steady can be compared:`,
  none: `At each of these rates at most one size has steady runs only, so nothing can be said in general.`,
})}

${batches.steady.map(({ rate, sizes, areAll, lowest, wins }) => `- At α = ${w.exact(rate)} ${areAll ? "all sizes" : list(sizes.map(batchesOf))} are steady: ${batchesOf(lowest)} ended lowest of these from ${ofThe(wins, all)} seeds.`).join("\n")}

${w.choose("smallest-steady", batches.smallest, {
  smallest: `Each time it was the smallest of the sizes that are steady.`,
  mixed: "",
})}

${w.article(
  `It says that slow training may want a larger mini-batch, for less variance. ${w.choose(
    "less-variance",
    batches.variance,
    {
      less: `The variance does fall.`,
      "not-less": `The variance does not always fall.`,
    },
  )} But for the same number of rows looked at, a larger batch means fewer steps: at α = ${w.exact(slow.rate)} all ${batches.rows} at once came last from ${ofThe(batches.fullLast, all)} seeds.`,
)}

<h2 id="nan">NaN: which number overflows first?</h2>

NaN is “not a number”: what ∞ − ∞ gives. It is the end of the story, and to mend it one must know the beginning. So
here is one run with ${neurons(nan)} on the article’s first ${nan.trained} rows that we spoilt on purpose: rate α = ${w.exact(nan.rate)}, ridge
λ = ${w.exact(nan.ridge)}, and every step recorded.

${w.choose("explosion-end", nan.ended, {
  diverged: `The first weight that was no finite number came with step ${grouped(w, nan.end ?? 0)}. Most of these numbers had overflowed long before:`,
  finished: `No weight became NaN. These are its numbers:`,
})}

| number | at the start | a step makes it | not finite after step |
|:--|--:|--:|--:|
${rows(nan.measures, ({ what, start, growth, lost }) => [MEASURED[what], w.brief(start), `${w.brief(growth)} times as large`, lost === null ? "never" : grouped(w, lost)])}

“A step makes it” is taken at the last step before the loss overflows. ${w.choose("first-lost", nan.firstIs, {
      loss: `The loss is the first to overflow, after step ${grouped(w, nan.first?.lost ?? 0)}: its ridge squares the weights, so where they double, it grows ${w.brief(nan.loss)} times, and it passes the largest number that a computer holds long before they do.`,
      other: nan.first
        ? `The first to overflow was the ${MEASURED[nan.first.what]}, after step ${grouped(w, nan.first.lost ?? 0)}.`
        : "",
    })}
${w.choose("data-loss", nan.dataLoss, {
  hidden: `The data loss shows nothing: in this run it was never above ${w.atMost(nan.mostDataLoss)}, because each output is between 0 and 1. Whoever watches only that sees a network that does not learn, and then NaN.`,
  seen: `The data loss shows it too: it went up to ${w.atMost(nan.mostDataLoss)}.`,
})}

The cause can be worked out. The ridge alone changes a weight in one step to *w* − αλ*w*/*N*, which is *w*·(1 − ${w.exact(nan.product)}).
${w.choose("growth", nan.growth, {
  "as-told": `So each step makes every weight ${w.exact(nan.factor)} times as large and turns its sign. Measured, from one step to the next: ${w.brief(nan.weights)} times.`,
  other: `Measured, from one step to the next, the weights grew ${w.brief(nan.weights)} times: the data has its part in it.`,
})} Where αλ/*N* is above 2, the ridge does not shrink weights, it makes them larger at every step.

The same run with one thing changed, ${count(w, nan.steps, "step")} of it:

| changed | ended | ${MEASURED.loss} | right | √∑W² |
|:--|--:|--:|--:|--:|
${rows(nan.remedies, (it) => [
  `${CHANGED[it.change[0]]} ${w.exact(it.change[1])}`,
  it.end === null ? "finite" : `NaN at step ${grouped(w, it.end)}`,
  sizeOf(it.loss, w),
  w.percent(it.accuracy),
  sizeOf(it.weights, w),
])}

Read the other columns too. ${w.choose("remedies-finite", nan.finite, {
      all: `Each change prevents the NaN in this run. That is not yet learning:`,
      some: `Not each change prevents the NaN. And what prevents it is not yet learning:`,
    })} with this ridge ${w.choose("vanished", nan.shrunk, {
      vanished: `and a lower rate all weights shrink to 0. What the table shows of them, ${sizeOf(nan.left, w)} at most, is 0 but for rounding, and a network without weights answers one half to every row.`,
      left: `a lower rate leaves weights of ${sizeOf(nan.left, w)} at most.`,
    })} And
**clipping**, which shortens a gradient that is too long, hides the cause. The best of these runs has the ridge
λ = ${w.exact(nan.best.ridge)} and ${w.percent(nan.best.accuracy)} right. ${w.choose(
      "nan-chaotic",
      nan.chaotic,
      {
        yes: `It is chaotic: made a second time as above, its data loss ends at ${w.brief(nan.best.ending?.nudged ?? 0)} instead of ${w.brief(nan.best.ending?.loss ?? 0)}, so these numbers are luck.`,
        no: "",
      },
    )}

${w.article(`It calls the cause of NaN “memory overflow”. The memory is not full: a number has become too large to be held.`)}

<h2 id="plateau">The loss is flat</h2>

Here are three runs on the four corners {0, 1}², ${neurons(corners)}, no bias, α = ${w.exact(corners.rate)}. They differ only in the seed of
their weights.

${w.figure(
  lines(
    {
      id: "plateaus",
      series: plateaus.runs.map(({ seed, points }) => ({
        label: `seed ${seed}`,
        points,
        kind: "scalars",
      })),
      x: { name: "step" },
      y: { name: "loss", domain: [0, plateaus.highest] },
    },
    {
      title: "The loss of three runs on the four corners",
      description: `The loss over ${grouped(w, plateaus.steps)} steps, for weight seeds ${list(plateaus.runs.map(({ seed }) => String(seed)))}. It ends at ${list(
        plateaus.runs.map(({ points }) => short(points.at(-1)![1])),
        w,
      )}.`,
    },
    short,
  ),
  `The loss over the steps, for three weight seeds.`,
)}

${w.details(
  "The losses as a table",
  table(
    ["step", ...plateaus.runs.map(({ seed }) => `seed ${seed}`)],
    thinned(plateaus.looks).map(({ step, losses }) => [grouped(w, step), ...losses.map(w.brief)]),
  ),
)}

With seed ${late.seed} the loss stayed within ${w.exact(plateaus.within)} % of ${w.brief(late.flat.loss)} from step ${grouped(w, late.flat.from)} to step ${grouped(w, late.flat.to)}. The norm of
its gradient was down to ${w.brief(late.flat.gradient)} there. Then
${w.choose("plateau-left", plateaus.leaves, {
  leap: `it grew to ${w.brief(late.after ?? 0)}, ${w.brief(plateaus.leap)} times as much, and the loss fell.`,
  creep: `it did not grow much: at most to ${w.atMost(late.after ?? 0)}.`,
})} That is a **plateau**: the ground is almost level, and a step is only the rate times its slope.

With seed ${stuck.seed} the loss stayed within ${w.exact(plateaus.within)} % of ${w.brief(stuck.flat.loss)} from step ${grouped(w, stuck.flat.from)} to step ${grouped(w, stuck.flat.to)}. That
looks the same: from a flat loss you cannot tell whether it will go on falling. When did each learn the corners?

| weight seed | no bias | with biases |
|:--|--:|--:|
${rows(plateaus.learnt, ([seed, ...learnt]) => [seed, ...learnt.map(after)])}

“Learnt” means on this page a loss below ${w.exact(corners.below)}, looked at every ${corners.every} steps: more than that all four corners are right. With a corner wrong the loss is never below
1/16 = ${w.exact(corners.oneWrong)}: if the right output is *a* and the wrong one is *b*, with *b* at least *a*, then (1 − *a*)² + *b*² is at least ½, and the loss
divides by 2·4.

<h2 id="saturated">Saturated from the start</h2>

Far from 0 a sigmoid is flat. Its value is near 0 or 1, its slope *h*(1 − *h*) is near 0, and the gradient that passes is
multiplied by that. The neuron is **saturated**. If it is so for every row, at the same end, it is **dead**: it says the same
whatever the row, and hardly any gradient reaches its weights. Here a value counts as near an end within ${w.exact(saturation.near)} of it, so a neuron counts
as dead if all ${saturation.trained} rows bring it within ${w.exact(saturation.near)} of 0, or all within ${w.exact(saturation.near)} of 1.

Large first weights saturate. Here are networks of ${neurons(saturation)}
and biases, ${saturation.trained} rows, α = ${w.exact(saturation.rate)}, from ${all} seeds, with their first weights multiplied. Each number is the median of the seeds; a gradient is told by its length, √∑*G*², biases included:

| weights times | hidden values within ${w.exact(saturation.near)} of 0 or 1 | outputs | gradient of the first layer | seeds with a dead neuron |
|:--|--:|--:|--:|--:|
${rows(saturation.rows, (it) => [
  w.exact(it.scale),
  w.percent(it.hiddenShare.median),
  w.percent(it.outputShare.median),
  w.brief(it.gradient.median),
  `${it.dead} of ${all}`,
])}

And after ${count(w, saturation.steps, "step")}:

| weights times | loss before, median | loss after, median | least | most | right, median | chaotic |
|:--|--:|--:|--:|--:|--:|--:|
${rows(saturation.rows, (it) => [
  w.exact(it.scale),
  w.brief(it.start.median),
  ...spreadCells(it.loss, w.brief),
  w.percent(it.right.median),
  `${it.chaotic} of ${all}`,
])}

${w.choose("saturated-run", saturation.isHigher, {
  all: `With weights ${w.exact(saturation.largest)} times as large the loss ended higher than with weights as drawn, from each of the ${all} seeds; from ${ofThe(saturation.aboveHalf, all)} it ended above ${w.exact(saturation.half)}, what one half for every answer costs.`,
  some: `With weights ${w.exact(saturation.largest)} times as large the loss ended higher than with weights as drawn from ${saturation.higher} of the ${all} seeds.`,
  none: `With weights ${w.exact(saturation.largest)} times as large the loss ended no higher than with weights as drawn.`,
})}
${w.choose("gradient-norm", saturation.isLonger, {
  all: `The norm of the first layer’s gradient does not show it: from each of the ${all} seeds it begins longer than with weights as drawn, because it passes through large W2. Count the saturated values instead.`,
  some: `The norm of the first layer’s gradient does not show it reliably: from ${saturation.longer} of the ${all} seeds it begins longer than with weights as drawn, because it passes through large W2. Count the saturated values instead.`,
  none: `The norm of the first layer’s gradient shows it too: it begins shorter than with weights as drawn, from each of the ${all} seeds.`,
})}
${w.choose("dead", saturation.dead, {
  none: `No neuron begins dead, however large its weights: its bias begins at 0, and the rows lie on all sides of the origin, so some rows give its sum a plus and some a minus.`,
  some: `Some networks begin with a dead neuron.`,
})}

<h2 id="overfit">Learnt by heart</h2>

First one run: a network of ${neurons(overfitting)} and biases, trained at α = ${w.exact(overfitting.rate)} on ${overfitting.trained} rows, data seed ${overfitting.seeds[0]!.data}, weight seed ${overfitting.seeds[0]!.weights}. ${grouped(w, overfitting.unseen.rows)} more rows, drawn from
the data seed ${overfitting.unseen.seed}, are only looked at.

${w.figure(
  lines(
    {
      id: "overfitting",
      series: [
        { label: "unseen rows", points: curve("unseen"), kind: "scalars", dash: true },
        { label: "trained rows", points: curve("trained"), kind: "scalars", dash: false },
      ],
      x: { name: "step" },
      y: { name: "data loss", domain: [0, overfitting.highest] },
    },
    {
      title: "The loss on trained and on unseen rows",
      description: `Over ${grouped(w, last.step)} steps. On the rows trained on it ends at ${short(last.loss.trained)}; on unseen rows it is lowest, ${short(best.loss.unseen)}, after step ${grouped(w, best.step)} and ends at ${short(last.loss.unseen)}.`,
    },
    short,
  ),
  `The data loss over the steps, in one run.`,
)}

${w.details(
  "Losses and accuracies as a table",
  table(
    ["step", "loss, trained", "loss, unseen", "right, trained", "right, unseen"],
    thinned(overfitting.points).map(({ step, loss, accuracy }) => [
      grouped(w, step),
      ...[loss.trained, loss.unseen].map(w.brief),
      ...[accuracy.trained, accuracy.unseen].map(w.percent),
    ]),
  ),
)}

${w.choose("overfit", overfitting.parts, {
  yes: `In this run the loss on unseen rows was lowest after step ${grouped(w, best.step)}: ${w.brief(best.loss.unseen)}, with ${w.percent(best.accuracy.unseen)} right. From there on the two part. At the end the loss on the trained rows is ${w.brief(last.loss.trained)}, and on the others ${w.brief(last.loss.unseen)}, with ${w.percent(last.accuracy.unseen)} right. Between that step and the end the loss fell on the trained rows and rose on the others: **overfitting**.`,
  no: `The two losses did not part in this run.`,
})}
${w.choose("stop", overfitting.right, {
  more: `Yet more of the unseen rows are right at the end than then: the loss counts how far off an answer is, and the rows that are wrong have become more wrong.`,
  fewer: `Stopping at that step would have left more of the unseen rows right. But one must keep some rows back to know when.`,
  same: `As many of the unseen rows are right at the end as then.`,
})}

Is that so in general? Here is the same from ${overfitting.runs} pairs of seeds, the data seeds ${overfitting.seeds[0]!.data} to ${overfitting.seeds.at(-1)!.data} each with one of the weight seeds above, and with more rows or a ridge, after ${count(w, last.step, "step")}. The unseen rows are the same ${grouped(w, overfitting.unseen.rows)} for all:

| run | loss, trained, median | loss, unseen, median | least | most | right, unseen, median | lower than in the first line, of ${overfitting.runs} |
|:--|--:|--:|--:|--:|--:|--:|
${rows(overfitting.ways, (it, i) => [
  wayTold(it, w),
  w.brief(it.own.median),
  ...spreadCells(it.unseen, w.brief),
  w.percent(it.right.median),
  i === 0 ? "" : it.lower,
])}

The last column counts the pairs of seeds for which the loss on unseen rows ended lower than in the run of the first line. ${w.choose(
      "overfit-chaotic",
      overfitting.anyChaotic,
      {
        none: `All of these runs are steady.`,
        some: `Of these runs ${overfitting.chaotic} are chaotic.`,
      },
    )}

- Of the ${overfitting.runs} runs of the first line, ${overfitting.parted} overfit: their loss on unseen rows was lowest before the end, and then rose while that on their own rows fell. At the end more of the unseen rows were right than at that lowest loss in ${overfitting.more} of the ${overfitting.runs}, fewer in ${overfitting.fewer}, and as many in ${overfitting.same}.
${overfitting.others
  .map(
    (it, i) =>
      `- ${sentence(wayTold(it, w))}: ${w.choose(`way-${i}`, it.pairs, {
        all: `a lower loss on unseen rows for every pair of seeds.`,
        most: `a lower loss on unseen rows for ${it.lower} of the ${overfitting.runs} pairs of seeds.`,
        few: `a lower loss on unseen rows for only ${it.lower} of the ${overfitting.runs} pairs of seeds. On its own rows the loss ends at ${w.brief(it.own.median)} at the median, against ${w.brief(overfitting.ways[0]!.own.median)}.`,
      })}`,
  )
  .join("\n")}

<h2 id="gradient">It learns, but the gradient is wrong</h2>

A wrong gradient need not show. Here are three programs with ${neurons(gradient)} and ${gradient.trained} rows, from ${all} seeds. Before the first step, each of the ${gradient.weights} slopes
is held against central differences, made as closely as for this book (chapter ${w.chapter("dloss-dw2")}). Then come ${count(w, gradient.steps, "step")}. The difference of two slopes is told as a share of the larger one. The best common factor is the one number by which the right slopes, multiplied, come closest to the program’s; “after it” is the largest difference that is left once the program’s slopes are divided by it. Each number is the median of the seeds:

| program | α | λ | largest difference, as a share | best common factor | difference after it | loss before | loss after |
|:--|--:|--:|--:|--:|--:|--:|--:|
${rows(gradient.rules, ({ rule, rate, ridge, worst, factor, worstScaled, start, end }) => [
  RULES[rule],
  w.exact(rate),
  power(w, ridge),
  ...[worst, factor, worstScaled, start, end].map(({ median }) => w.brief(median)),
])}

${w.choose("wrong-loss", gradient.losses, {
  alike: `The loss does not show it. In all three it falls from ${ofThe(gradient.fell, all)} seeds, and after the run the article’s differs from the right one by ${w.percent(gradient.apart)} at most.`,
  apart: `After the run the article’s loss differs from the right one by up to ${w.percent(gradient.apart)}.`,
})} The check shows it at once, before any step, with every seed.
${w.choose("summed-factor", gradient.summed, {
  factor: `And it says what kind of mistake it is. The second program is wrong by one factor, ${w.brief(gradient.factor)}, the same for every slope: that is the number of rows. It forgot the mean, which only makes the rate ${w.brief(gradient.factor)} times as high.`,
  more: `The second program is not wrong by one factor alone.`,
})}
${w.choose("article-factor", gradient.article, {
  factor: `So is the third.`,
  more: `No factor mends the third: that is the ridge. ${w.link("dloss-dw2", `Chapter ${w.chapter("dloss-dw2")}`)} shows the right one; ${w.link("autodiff", `the tape of chapter ${w.chapter("autodiff")}`)} finds such a mistake as well.`,
})}

<h2 id="seed">A bad seed: an atlas</h2>

Where a run ends depends on where it starts. Here are the four corners {0, 1}², ${neurons(corners)}, no bias, α = ${w.exact(corners.rate)},
and the weight seeds 0 to ${corners.tens.at(-1)!.to}. Nothing else differs.

${w.figure(atlasFigure(corners, w), `Each mark is a weight seed: tens by row, units by column.`)}

${w.details("The seeds as tables", seedsTable(corners, w))}

${corners.learnt} of ${corners.seeds} learnt all four corners within ${grouped(w, corners.steps)} steps, half of them within ${grouped(w, corners.half)}.
${corners.late.length > 0 ? `With more patience, up to ${grouped(w, corners.patience)} steps, so did seed${corners.late.length === 1 ? "" : "s"} ${seedsOf(corners.late)}.` : corners.stuck.length > 0 ? `More patience, up to ${grouped(w, corners.patience)} steps, helped no other.` : ""}
${
  corners.losses
    ? `The other ${corners.stuck.length} ended with a loss of ${w.brief(corners.losses.least)} to ${w.brief(corners.losses.most)}. ${w.choose(
        "stuck-near",
        corners.stuckNear,
        {
          fence: `That is just above 1/16 = ${w.exact(corners.oneWrong)}, the least that a network with one corner wrong can have: three corners are right, and the fourth is undecided, with both outputs near one half.`,
          spread: `With one corner wrong the loss is at least 1/16 = ${w.exact(corners.oneWrong)}.`,
        },
      )} ${w.choose("stuck-corner", corners.stuckAt, {
        same: `It is the same corner for all of them: ${CORNERS[corners.corner]}.`,
        different: `It is not the same corner for all of them.`,
      })}`
    : ""
}

With a bias for each neuron, ${corners.within} of the same ${corners.biased} seeds learnt within ${grouped(w, corners.steps)} steps, and ${ofThe(corners.withPatience, corners.biased)} within ${grouped(w, corners.patience)}.
${w.choose("atlas-bias", corners.biases, {
  all: `With biases none of these seeds is a bad one.`,
  more: `So biases help here, and seeds still matter.`,
  "not-more": `So biases do not help here.`,
})} ${w.choose("atlas-nudged", corners.anyOther, {
      none: `Made a second time with the weights changed as above, each of these ${corners.runs} runs learns at the same look as before, or again not at all.`,
      some: `Made a second time with the weights changed as above, ${corners.other} of these ${corners.runs} runs learn at another look than before.`,
    })} Before you blame a program, try a second seed; before you report a success, try ten seeds.

${w.source("debugging")}
`;
  },
};

export const chapter: TrainingChapter<Facts> = {
  name: "debugging",
  direction: "training",
  laboratory: { data: { set: "corners01" }, hidden: [ATLAS.hidden], learningRate: ATLAS.rate },
  experiment,
  facts,
  prose,
};

/** Lines of a table in Markdown. */
const rows = <T>(of: readonly T[], cells: (it: T, i: number) => readonly (string | number)[]): string =>
  of.map((it, i) => tableRow(cells(it, i))).join("\n");

const neurons = ({ hidden }: { readonly hidden: number }): string => count(FEW, hidden, "hidden neuron");

const MEASURED: Record<Measured["what"], string> = {
  W1: "√∑W1²",
  W2: "√∑W2²",
  dLoss_dW1: "norm of dLoss/dW1",
  dLoss_dW2: "norm of dLoss/dW2",
  loss_data: "data loss",
  loss: "loss with the ridge’s part",
};

const CHANGED = { rate: "α =", ridge: "λ =", clip: "gradient clipped to" };

const sizeOf = (x: number, w: Writer): string => (x === Infinity ? "∞" : w.brief(x));

const wayTold = ({ trained, ridge }: Facts["overfitting"]["ways"][number], w: Writer): string =>
  `${trained} rows, λ = ${w.exact(ridge)}`;

const RULES: Record<Facts["gradient"]["rules"][number]["rule"], string> = {
  exact: "the gradient of the loss",
  summed: "the sum over rows, not the mean",
  article: "the article’s program",
};

const seedsOf = (seeds: readonly number[]): string => list(seeds.map(String));

const atlasFigure = (
  { steps, patience, seeds, marks, learnt, late, stuck }: Facts["corners"],
  w: Writer,
): string =>
  atlas(
    { id: "atlas", marks, columns: 10 },
    {
      title: `The corners of XOR from ${seeds} weight seeds`,
      description: `${learnt} of ${seeds} seeds learn all four corners within ${grouped(w, steps)} steps.${late.length > 0 ? ` Later, within ${grouped(w, patience)}: ${seedsOf(late)}.` : ""}${stuck.length > 0 ? ` Not learnt: ${seedsOf(stuck)}.` : ""}`,
      legend: {
        learnt: `learnt within ${grouped(w, steps)} steps: ${learnt}`,
        late: `learnt within ${grouped(w, patience)}: ${late.length}`,
        stuck: `not learnt: ${stuck.length}`,
      },
    },
  );

const seedsTable = ({ patience, stuck, tens }: Facts["corners"], w: Writer): string =>
  (stuck.length > 0
    ? `Not learnt within ${grouped(w, patience)} steps: ${seedsOf(stuck)}.`
    : `All learnt within ${grouped(w, patience)} steps.`) +
  table(
    ["seeds", "learnt", "later", "not", "steps of those that learnt, least to most"],
    tens.map(({ from, to, counts, steps }) => [
      `${from} to ${to}`,
      ...counts.map(String),
      steps ? `${grouped(w, steps.least)} to ${grouped(w, steps.most)}` : "",
    ]),
  );

/** The corners, by their place in the data. */
const CORNERS = ["(0, 0)", "(0, 1)", "(1, 0)", "(1, 1)"];

run(import.meta.url);
