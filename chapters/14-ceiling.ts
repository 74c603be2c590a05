import { run } from "#run";
import type { Prose, TrainingChapter } from "../src/book/chapter.ts";
import type { Others } from "../src/book/telling.ts";
import { lines, type Series } from "../src/figures/lines.ts";
import { xorPlane } from "../src/figures/xor.ts";
import { rowsOf } from "../src/lesson/datasets.ts";
import { sigmoid } from "../src/math/elementary.ts";
import { fromRows, toRows } from "../src/math/matrix.ts";
import { spread } from "../src/math/spread.ts";
import type { Trace } from "../src/network/stage.ts";
import { parseSettings } from "../src/training/settings.ts";
import { experiment, type Found, FRESH, MIRRORED, type Part, parts, WIDTHS } from "./experiments/ceiling.ts";
import { SEEDS } from "./experiments/seeds.ts";
import { chaosAgain, chaoticOf, HALF_LOSS } from "./from-seeds.ts";
import { allSomeOrNone, count, grouped, list, someOrNone } from "./words/prose.ts";
import { table, thinned } from "./words/table.ts";

export type Results = Readonly<Record<Part, readonly Found[]>>;
/** The share that the proof leaves where both labels are equally frequent. */
const CEILING = 0.75;
/** How far apart two sums may be and still be one number, but for rounding. */
const ROUNDING = 1e-9;
/** The row that the figure marks: beside it, and beside its mirror image, no point is in the label’s way. */
const MARKED = 99;

/** The largest share among all looks at a run. */
const best = ({ looks }: Found, of: "trained" | "fresh") => Math.max(...looks.map((look) => look[of]!));
const last = ({ looks }: Found) => looks.at(-1)!;
const square = (x: number): number => x * x;
const onesOf = (labels: readonly number[]): number => labels.filter((label) => label === 1).length;

/** The share of rows that the proof leaves, for the labels there are and the constant of a network. */
export function allowed(labels: readonly number[], constant: number): number {
  const half = (constant > 0 ? labels.length - onesOf(labels) : onesOf(labels)) / 2;
  return (labels.length - half) / labels.length;
}

/**
 * The least mean of (target − h)² that one output can have over mirror pairs, half of them of each label, if the
 * logits of each pair add up to c: found by trying.
 */
export function leastSquares(c: number): number {
  const tried = Array.from({ length: 1601 }, (_, i) => c / 2 + (i - 800) / 40);
  const least = (target: number) =>
    Math.min(...tried.map((z) => (square(target - sigmoid(z)) + square(target - sigmoid(c - z))) / 2));
  return (least(0) + least(1)) / 2;
}

/** What the page tells of how a part is run. */
function setUp(part: Part) {
  const { hidden, learningRate, steps } = parseSettings(parts[part].file);
  return { hidden: hidden[0]!, learningRate, steps };
}

/** Runs from all seeds: their best looks, and their ends. */
function factsOfSeeds(runs: readonly Found[]) {
  const fresh = runs.map((it) => best(it, "fresh"));
  const above = fresh.filter((share) => share > CEILING).length;
  return {
    own: spread(runs.map((it) => best(it, "trained"))),
    fresh: spread(fresh),
    end: spread(runs.map((it) => last(it).fresh!)),
    loss: spread(runs.map(({ loss }) => loss)),
    freshLoss: spread(runs.map((it) => last(it).freshLoss!)),
    above,
    notAbove: runs.length - above,
    verdict: allSomeOrNone(above, runs.length),
  };
}

/** d(x) + d(−x) of a trained network. */
function factsOfSums({ end: { sums } }: Found) {
  const apart = sums[1] - sums[0];
  return { sums, apart, verdict: apart < ROUNDING ? "same" : "different" } as const;
}

/** What a network learns of its own rows, and how many of them by heart. */
function factsOfMemory({ looks }: Found, rows: number) {
  const end = looks.at(-1)!;
  const late = looks.find(({ step }) => 3 * step >= 2 * end.step)!;
  const right = ({ trained }: typeof end) => Math.round(rows * trained);
  const gained = right(end) - right(late);
  const percent = (of: "trained" | "fresh") => looks.map((look) => [look.step, 100 * look[of]!] as const);
  return {
    ...setUp("memory"),
    curves: { trained: percent("trained"), fresh: percent("fresh") },
    looks: thinned(looks),
    step: end.step,
    trained: end.trained,
    fresh: end.fresh!,
    right: right(end),
    all: right(end) === rows ? "all" : "some",
    rest: end.step - late.step,
    change: Math.abs(gained),
    late: gained > 0 ? "more" : gained === 0 ? "same" : "fewer",
    byHeart: end.trained > Math.max(CEILING, end.fresh!) ? "by-heart" : "not",
  } as const;
}

/** The run on the mirrored rows themselves. */
function factsOfMirrored(mirrored: Found, labels: readonly number[]) {
  const { trained, step } = last(mirrored);
  const { said } = mirrored.end;
  const ones = onesOf(labels);
  const most = Math.max(ones, labels.length - ones) / labels.length;
  return {
    ...setUp("mirrored"),
    trained,
    step,
    label: said.indexOf(labels.length),
    verdict: said.includes(0) ? "one" : trained > most ? "learnt" : "less",
  } as const;
}

/** How many seeds learn all four corners of each square. */
function factsOfCorners(found: Results) {
  const learnt = (part: Part) => found[part].filter((it) => last(it).trained === 1).length;
  const plain = { without: learnt("{0,1}² without"), with: learnt("{0,1}² with") };
  const mirrored = { without: learnt("{−1,1}² without"), with: learnt("{−1,1}² with") };
  const seeds = found["{0,1}² with"].length;
  return {
    ...setUp("{0,1}² with"),
    seeds,
    lastSeed: seeds - 1,
    plain: {
      ...plain,
      verdict: plain.without >= plain.with ? "hidden" : plain.without > 0 ? "some" : "none",
    },
    mirrored: { ...mirrored, verdict: mirrored.without === 0 ? "never" : "learnt" },
  } as const;
}

function facts(trace: Trace, { resultsOf }: Others) {
  const found = resultsOf(experiment) as Results;
  const article = rowsOf({ ...MIRRORED, set: "article", rows: MIRRORED.rows / 2 });
  const { X, labels = [] } = rowsOf(MIRRORED);
  const rows = article.X.rows;
  const ones = onesOf(labels);
  const widths = WIDTHS.map((width) => ({
    width,
    without: factsOfSeeds(found[`${width} without`]),
    with: factsOfSeeds(found[`${width} with`]),
  }));
  const medians = (bias: "with" | "without", of: "own" | "fresh") =>
    widths.map((it) => [it.width, 100 * it[bias][of].median] as const);
  const bare = [...WIDTHS.flatMap((width) => found[`${width} without`]), ...found.memory, ...found.mirrored];
  const share = Math.max(...bare.map((it) => best(it, "fresh")));
  const leastFreshLoss = Math.min(...widths.map(({ without }) => without.freshLoss.least));
  const proved = found["10 without"][0]!;
  const built = found.built[0]!;
  const { fresh, freshLoss } = last(built);
  const { W1, W2 } = parts.built.file.weights;
  /** Two standard deviations of the share of fresh rows that a network right for 75 % of all rows has. */
  const scatter = 2 * Math.sqrt((CEILING * (1 - CEILING)) / FRESH.rows);
  const fromMany = Object.values(found).filter((runs) => runs.length > 1);
  const chaotic = chaoticOf(fromMany.flat());
  return {
    seeds: SEEDS.length,
    firstSeed: SEEDS[0],
    lastSeed: SEEDS.at(-1),
    rows,
    labels: { all: labels.length, zeros: labels.length - ones, ones },
    fresh: FRESH,
    /** In percent. */
    ceiling: 100 * CEILING,
    half: HALF_LOSS,
    plane: {
      points: article.X,
      labels: article.labels!,
      lesson: fromRows(toRows(X).slice(2 * MARKED, 2 * MARKED + 2)),
      lessonLabels: labels.slice(2 * MARKED, 2 * MARKED + 2),
    },
    proved: {
      width: 10,
      ...factsOfSums(proved),
      step: last(proved).step,
      samples: proved.end.samples.map((it) => ({ ...it, sum: it.d + it.mirror })),
      constant: proved.end.constant,
    },
    biased: factsOfSums(found["10 with"][0]!),
    chosen: { ...trace, W1: fromRows(W1), W2: fromRows(W2) },
    built: {
      constant: built.end.constant,
      right: Math.round(labels.length * built.end.mirrored),
      share: built.end.mirrored,
      reached: built.end.mirrored === allowed(labels, built.end.constant) ? "reached" : "not",
      /** In percent. */
      fresh: Number((100 * fresh!).toFixed(2)),
      freshLoss: freshLoss!,
      beyond: fresh! > CEILING ? "above" : "below",
    },
    leaves: { above: labels.length * allowed(labels, 1), other: labels.length * allowed(labels, -1) },
    draws: { least: CEILING - scatter, most: CEILING + scatter },
    training: { ...setUp("3 without"), every: (parts["3 without"].file.record as { every: number }).every },
    widths,
    narrow: widths[0]!,
    wide: widths.at(-1)!,
    medians: {
      with: { own: medians("with", "own"), fresh: medians("with", "fresh") },
      without: { own: medians("without", "own"), fresh: medians("without", "fresh") },
    },
    best: { share, verdict: share <= CEILING ? "below" : "above" },
    mirrored: bare.every(({ end }) => end.mirrored <= allowed(labels, end.constant)) ? "held" : "broken",
    /** By the sum of the logits of a pair. */
    least: [-8, -4, -2, -1, 0, 1, 2, 4, 8].map((c) => ({ c, least: leastSquares(c) })),
    losses: {
      own: spread(widths.map(({ without }) => without.loss.median)),
      runs: SEEDS.length * WIDTHS.length,
      fresh: leastFreshLoss,
      verdict: leastFreshLoss > HALF_LOSS ? "above" : "below",
    },
    onMirrored: factsOfMirrored(found.mirrored[0]!, labels),
    memory: factsOfMemory(found.memory[0]!, rows),
    two: { ...setUp("two layers"), ...factsOfSeeds(found["two layers"]) },
    corners: factsOfCorners(found),
    chaotic: { count: chaotic, verdict: someOrNone(chaotic) },
  } as const;
}
export type Facts = ReturnType<typeof facts>;

const prose: Prose<Facts> = {
  title: "Why 75\u00a0% is the most to expect",
  summary:
    "A proof in five lines, a network that reaches the ceiling, why training does not, and what a bias changes.",
  page(f, w) {
    const { seeds, labels, narrow, wide, proved, built, onMirrored, memory, two, corners } = f;
    const { plain, mirrored } = corners;
    const chosen = w.on(f.chosen, "chosen:");
    const widths = list(f.widths.map(({ width }) => String(width)));
    const atBest = ["own rows at best, median", "fresh rows at best, median", "least", "most"];
    const ceiling = (from: number, to: number): Series => ({
      label: "the ceiling",
      kind: "muted",
      points: [from, to].map((x) => [x, f.ceiling]),
    });
    return `
A network **generalises** if it is also right about rows that it was not trained on. The article’s network, with its one hidden
layer and no biases, has a limit there. On rows like these it can be expected to get three quarters right at most. That
holds for any weights, any number of neurons and any way to train. It can be proved in five lines.

${w.question(
  `We train networks on all ${f.rows} rows, with ${narrow.width} and with ${wide.width} hidden neurons, and show them ${grouped(w, f.fresh.rows)} rows that they have never seen. How much better will the large one be?`,
  `At their best, ${seeds} networks with ${narrow.width} neurons get ${w.percent(narrow.without.fresh.median)} of them right at the median, and ${seeds} with ${wide.width} neurons ${w.percent(wide.without.fresh.median)}.`,
)}

## A row and its mirror image

Take a row *x* and turn it about the origin: −*x*, the point on the other side. Both signs change. If they were equal they
stay equal, and if they were different they stay different. So *x* and −*x* have the same label.

${w.figure(
  xorPlane(
    { id: "mirror", ...f.plane },
    {
      title: "A row and its mirror image",
      description: ({ points, lesson }) =>
        `${points} points in the plane of x1 and x2: circles have label 1, squares label 0. Marked are x and minus x, opposite each other about the origin: ${lesson.join(" and ")}.`,
      label: w.words.figures.xor.label,
      row: (row) => (row === 0 ? "x" : "−x"),
    },
    w.short,
  ),
  `All ${f.rows} rows, and one of them marked with its mirror image.`,
)}

## The proof

1. The sigmoid is symmetric: $\\sigma(-z) = 1 - \\sigma(z)$.
2. Without a bias, −*x* turns each sum *z* of the hidden layer into −*z*, and so each hidden value *h* into $\\mathord{1 - h}$.
3. Let *d* be the second logit minus the first: the network says 1 where *d* is above 0. With $u_j = ${w.sym("W2")}[j,1] - ${w.sym("W2")}[j,0]$ it is $d(x) = \\sum_j h_j\\,u_j$.
4. Add it up for both: $d(x) + d(-x) = \\sum_j (h_j + 1 - h_j)\\,u_j = \\sum_j u_j$. This is one number *c*, the same for every *x*.
5. If *c* is not above 0, then *d* cannot be above 0 at both *x* and −*x*: of each pair with label 1, at least one is wrong. If *c* is above 0, then *d* must be above 0 at one of them: of each pair with label 0, at least one is wrong.

So at least half of one label is wrong. Where both labels are equally frequent, that is a quarter of all rows, and three quarters, ${w.exact(f.ceiling)} %, are left.
The article draws *x* and −*x* with the same chance, and both labels too.

${w.article(`Its network has no biases, neither in the text nor in the program. Whatever its runs reached on their own rows, on new ones they could not be expected to do better than this.`)}

## In numbers

Does the sum stay the same? Here is the network with ${count(w, proved.width, "hidden neuron")} and the weights of seed ${f.firstSeed} after ${count(w, proved.step, "step")} of training.

${table(
  ["*x*", "*d*(*x*)", "*d*(−*x*)", "*d*(*x*) + *d*(−*x*)"],
  proved.samples.map(({ x, d, mirror, sum }) => [
    x.map(w.brief).join("; "),
    ...[d, mirror, sum].map((it) => w.num(it)),
  ]),
)}

${w.choose("constant", proved.verdict, {
  same: `Over all ${f.rows} rows and their mirror images, the least and the largest sum are ${w.brief(proved.apart)} apart, which is rounding. And $\\sum_j u_j$, from the weights alone, is ${w.num(proved.constant)}.`,
  different: `Over all ${f.rows} rows and their mirror images, the sums are between ${w.num(proved.sums[0])} and ${w.num(proved.sums[1])}.`,
})}

## The ceiling, reached

Here is a network that reaches the ceiling. Nobody trained it; its weights were chosen.

${w.display((["W1", "W2"] as const).map((name) => `${w.sym(name)} &= ${chosen.numbers(name)}`))}

The first hidden neuron is near 1 where $x_1$ is above 0 and near 0 where it is below. The second does the same for $x_2$. The third is always ½. So *d* is about 2·1 − 2·0 − 1 = 1 where $x_1$ is above 0
and $x_2$ below, and about −1 or −3 elsewhere: the network says 1 in one of the two quarters of the plane where the label is 1. Its *c* is ${w.exact(built.constant)}.

Of the ${f.rows} rows and their mirror images, ${labels.all} in all, ${labels.zeros} have label 0 and ${labels.ones} label 1. So a network whose *c* is above 0 can get at most ${f.leaves.above} of them right, and any other
at most ${f.leaves.other}. ${w.choose("built", built.reached, {
      reached: `This network has exactly as many: ${built.right}, or ${w.percent(built.share)}.`,
      not: `This network has ${built.right}.`,
    })}

And of ${grouped(w, f.fresh.rows)} fresh rows, drawn from the data seed ${f.fresh.seed}, it has ${w.exact(built.fresh)} %. ${w.choose(
      "beyond",
      built.beyond,
      {
        above: `That is above ${w.exact(f.ceiling)} %. The proof is about what can be expected: these rows were drawn at random, and not in pairs.`,
        below: `The proof is about what can be expected: these rows were drawn at random, and not in pairs.`,
      },
    )} A network that is right for ${w.exact(f.ceiling)} % of all the rows that could be drawn has between ${w.percent(f.draws.least)} and ${w.percent(f.draws.most)} of ${grouped(w, f.fresh.rows)} such rows right, in about 19 of 20 draws.

## The ceiling, measured

Now networks that are trained: ${widths} hidden neurons, no biases, all ${f.rows} rows in each step, ${count(w, f.training.steps, "step")} at a learning rate of ${w.exact(f.training.learningRate)}. Each line is ${seeds} runs,
with the weights from seed ${f.firstSeed} to seed ${f.lastSeed}. “At best” is the best of all looks at a run, one every ${count(w, f.training.every, "step")}.

${table(
  ["neurons", ...atBest, "fresh rows at the end, median"],
  f.widths.map(({ width, without: { own, fresh, end } }) => [
    String(width),
    ...[own.median, fresh.median, fresh.least, fresh.most, end.median].map(w.percent),
  ]),
)}

${w.choose("fresh-ceiling", f.best.verdict, {
  below: `Of all looks at these runs, and at the two without biases further down, the best has ${w.percent(f.best.share)} of the fresh rows right.`,
  above: `Of all looks at these runs, and at the two without biases further down, the best has ${w.percent(f.best.share)} of the fresh rows right: so many fresh rows are not quite evenly mirrored.`,
})}
${w.choose("mirrored-ceiling", f.mirrored, {
  held: `On mirrored rows none has more right than the proof allows.`,
  broken: `On mirrored rows one has more right than the proof allows: do not trust this page.`,
})}

## Why training stops below it

The proof allows ${w.exact(f.ceiling)} %, the chosen weights reach it, and training does not. The reason is the loss. Training lowers the loss, and not the number of wrong rows.

Line 4 holds for each output alone, too: its logits at *x* and at −*x* add up to one number, the same for every pair. The computer tried such sums. For each it looked for the least mean
of (target − *h*)² over pairs of which half have label 1 and half label 0:

${table(
  ["sum of the two logits", ...f.least.map(({ c }) => w.exact(c))],
  [["least mean square", ...f.least.map(({ least }) => w.num(least, 4))]],
)}

It is least at a sum of 0, and there it is ${w.exact(f.half)}. That is what one half for every answer costs. No other sum, tried or not, gives less. So if every row comes with its mirror image, and both labels are equally frequent, no weights without biases have a lower loss than a network that always answers one half: nothing rewards
a network for being right about three quarters. The chosen weights above have a loss of ${w.brief(built.freshLoss)} on the fresh rows.

The ${f.rows} rows have no mirror pairs among them, so on these rows the loss can fall. For ${widths} neurons the median loss ends between ${w.brief(f.losses.own.least)} and ${w.brief(f.losses.own.most)}. ${w.choose(
      "fresh-loss",
      f.losses.verdict,
      {
        above: `On the fresh rows it ends above ${w.exact(f.half)} in each of the ${f.losses.runs} runs: at ${w.atLeast(f.losses.fresh)} or more. They learnt only their own rows.`,
        below: `On the fresh rows the least is ${w.brief(f.losses.fresh)}.`,
      },
    )}

What if a network is trained on the mirrored rows themselves? ${w.choose("mirrored-run", onMirrored.verdict, {
      one: `One with ${onMirrored.hidden} neurons gives all ${labels.all} rows the same answer after ${count(w, onMirrored.step, "step")}, label ${onMirrored.label}. That is right for ${w.percent(onMirrored.trained)} of them.`,
      learnt: `One with ${onMirrored.hidden} neurons has ${w.percent(onMirrored.trained)} of them after ${count(w, onMirrored.step, "step")}.`,
      less: `One with ${onMirrored.hidden} neurons has ${w.percent(onMirrored.trained)} of them after ${count(w, onMirrored.step, "step")}, no more than the same answer for every row would get.`,
    })} That is one run, from the weights of seed ${f.firstSeed}.

## It can still learn by heart

Among the ${f.rows} rows there is no mirror pair, so the proof does not forbid getting them all right. It takes patience. Here is one run, from the weights of seed ${f.firstSeed}: ${memory.hidden} hidden neurons,
all ${f.rows} rows in each step, and ${count(w, memory.step, "step")} at a learning rate of ${w.exact(memory.learningRate)}.

${w.figure(
  lines(
    {
      id: "memory",
      series: [
        { label: "its own rows", points: memory.curves.trained },
        { label: "fresh rows", points: memory.curves.fresh },
        ceiling(0, memory.step),
      ],
      x: { name: "steps" },
      y: { name: "rows right, in %" },
    },
    {
      title: "Rows right while a network learns its rows by heart",
      description:
        "The share of rows right over the steps, for the rows trained on and for fresh ones, with a line at the ceiling.",
    },
    w.tick,
  ),
  `The share of rows right over the steps, in percent. The dotted line is the ceiling, at ${w.exact(f.ceiling)} %.`,
)}

${w.details(
  "The recorded numbers",
  table(
    ["steps", "its own rows", "fresh rows"],
    memory.looks.map((look) => [grouped(w, look.step), w.percent(look.trained), w.percent(look.fresh!)]),
  ),
)}

${w.choose("memory-all", memory.all, {
  all: `At the end it has all of its own ${count(w, f.rows, "row")} right.`,
  some: `It did not get them all: at the end it has ${memory.right} of its own ${count(w, f.rows, "row")} right.`,
})} ${w.choose("memory-late", memory.late, {
      more: `In the last ${count(w, memory.rest, "step")} it gained ${count(w, memory.change, "row")}.`,
      same: `In the last ${count(w, memory.rest, "step")} it gained none.`,
      fewer: `In the last ${count(w, memory.rest, "step")} it lost ${count(w, memory.change, "row")}.`,
    })} ${w.choose("memory", memory.byHeart, {
      "by-heart": `These ${w.percent(memory.trained)} are above the ceiling. Of the fresh rows it has ${w.percent(memory.fresh)}. The difference is what it knows of its own rows only by heart.`,
      not: `That is ${w.percent(memory.trained)}. Of the fresh rows it has ${w.percent(memory.fresh)}.`,
    })}

## A bias

A **bias** is a number that a neuron adds to its sum, whatever the inputs are: a weight on an input that is always 1. Each neuron has one of its own. It begins at 0, and training changes it like a weight; the ridge leaves it alone.

A bias breaks the proof. Turn *x* into −*x*, and the 1 stays 1: *z* does not become −*z*, and line 2 fails.
${w.choose("bias-sums", f.biased.verdict, {
  same: `Yet in the trained network with ${proved.width} neurons, biases and the weights of seed ${f.firstSeed}, $d(x) + d(-x)$ is still the same everywhere.`,
  different: `In the trained network with ${proved.width} neurons, biases and the weights of seed ${f.firstSeed}, $d(x) + d(-x)$ is anything between ${w.brief(f.biased.sums[0])} and ${w.brief(f.biased.sums[1])}.`,
})}

The same runs again, from the same ${seeds} seeds, with biases:

${w.figure(
  lines(
    {
      id: "widths",
      series: [
        { label: "with, own rows", points: f.medians.with.own },
        { label: "with, fresh", points: f.medians.with.fresh },
        { label: "without, own rows", points: f.medians.without.own },
        { label: "without, fresh", points: f.medians.without.fresh },
        ceiling(narrow.width, wide.width),
      ],
      x: { name: "hidden neurons", domain: [0, wide.width] },
      y: { name: "rows right at best, in %", domain: [50, 100] },
    },
    {
      title: "Rows right with and without biases, by the number of hidden neurons",
      description:
        "The median over the seeds of the best share of rows right, for each number of hidden neurons: with and without biases, on the rows trained on and on fresh ones, with a line at the ceiling.",
    },
    w.tick,
  ),
  `With and without biases, on the ${f.rows} rows trained on and on ${grouped(w, f.fresh.rows)} fresh ones: the median over ${seeds} seeds of the best of all looks.`,
)}

${table(
  ["neurons, with biases", ...atBest, `above ${w.exact(f.ceiling)} %, of ${seeds}`],
  f.widths.map(({ width, with: { own, fresh, above } }) => [
    String(width),
    ...[own.median, fresh.median, fresh.least, fresh.most].map(w.percent),
    String(above),
  ]),
)}

${f.widths
  .map(({ width, with: { above, notAbove, verdict } }) =>
    w.choose(`bias-fresh-${width}`, verdict, {
      all: `With ${width} neurons and biases all ${seeds} seeds go through the ceiling.`,
      some: `With ${width} neurons and biases ${above} of the ${seeds} seeds go through the ceiling, and ${notAbove} do not.`,
      none: `With ${width} neurons and biases none of the ${seeds} seeds goes through the ceiling.`,
    }),
  )
  .join("\n")}

## Or a second hidden layer

The proof speaks of one hidden layer of sigmoids. That layer hands *h* and $\\mathord{1 - h}$ to the next layer, and these are not mirror images about 0. With a second hidden layer
there is no such *c*, even without biases. Two layers of ${two.hidden} neurons, ${count(w, two.steps, "step")} at a learning rate of ${w.exact(two.learningRate)}, from the same ${seeds} seeds:
at best ${w.percent(two.own.median)} of their own rows and ${w.percent(two.fresh.median)} of the fresh ones, at the medians. ${w.choose(
      "two-layers",
      two.verdict,
      {
        all: `All ${seeds} are above the ceiling.`,
        some: `Of the ${seeds}, ${two.above} are above the ceiling.`,
        none: `None of the ${seeds} is above the ceiling.`,
      },
    )}

## The corners

XOR is often told with four corners instead of clouds of points. It matters which four. Those of {−1, 1}², where both numbers are −1 or 1, are two mirror pairs, so without biases at most three of
the four can be right. In {0, 1}², the corners (0, 0), (0, 1), (1, 0) and (1, 1), no corner is the mirror image of another. Only (0, 0) is
its own: for this corner the proof gives 2·*d*(0, 0) = *c*, so it can only be right where *c* is not above 0. Of the other three it says nothing. From the weight seeds 0 to ${corners.lastSeed} each, ${corners.hidden} hidden neurons, ${count(w, corners.steps, "step")} at a
learning rate of ${w.exact(corners.learningRate)}:

${table(
  ["corners", "learnt without biases", "learnt with biases"],
  [
    ["{0, 1}²", `${plain.without} of ${corners.seeds}`, `${plain.with} of ${corners.seeds}`],
    ["{−1, 1}²", `${mirrored.without} of ${corners.seeds}`, `${mirrored.with} of ${corners.seeds}`],
  ],
)}

“Learnt” means on this page that all four are right after the last step. ${w.link("solved", w.words.chapter(Number(w.chapter("solved"))))} looks into such a network, with biases and without.

${w.choose("corners-mirrored", mirrored.verdict, {
  never: `Without biases no seed learns the mirrored corners, as the proof says.`,
  learnt: `Without biases ${mirrored.without} seeds learn the mirrored corners: do not trust this page.`,
})} ${w.choose("corners-plain", plain.verdict, {
      hidden: `The corners of {0, 1}² do not show what is missing: ${plain.without} of the ${corners.seeds} seeds learn them without biases, ${plain.with} with.`,
      some: `On the corners of {0, 1}² one lucky seed does not show that something is missing. All ${corners.seeds} seeds together do: ${plain.without} learn them without biases, ${plain.with} with.`,
      none: `On the corners of {0, 1}² every seed shows that something is missing: none of the ${corners.seeds} learns them without biases, ${plain.with} with.`,
    })}

## Are these runs steady?

${chaosAgain(w)} ${w.choose("chaotic", f.chaotic.verdict, {
      none: `On this page there is none: of all the runs from many seeds, every one is steady.`,
      some: `On this page ${f.chaotic.count} of all the runs from many seeds are chaotic.`,
    })}

${w.source("ceiling")}
`;
  },
};

export const chapter: TrainingChapter<Facts> = {
  name: "ceiling",
  direction: "training",
  laboratory: { data: { set: "mirrored" }, hidden: [10], learningRate: 2 },
  experiment,
  facts,
  prose,
};

run(import.meta.url);
