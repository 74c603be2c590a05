import { run } from "#run";
import type { Mixed, TrainingChapter } from "../src/book/chapter.ts";
import type { Telling } from "../src/book/telling.ts";
import { type Writer, writer } from "../src/book/writer.ts";
import { lines } from "../src/figures/lines.ts";
import { xorPlane } from "../src/figures/xor.ts";
import { rowsOf } from "../src/lesson/datasets.ts";
import { sigmoid } from "../src/math/elementary.ts";
import { fromRows } from "../src/math/matrix.ts";
import { type Spread, spread } from "../src/math/spread.ts";
import type { SettingsFile } from "../src/training/settings.ts";
import { show, toText } from "../src/typeset/format.ts";
import { experiment, type Found, FRESH, MIRRORED, type Part, parts, WIDTHS } from "./experiments/ceiling.ts";
import { SEEDS } from "./experiments/seeds.ts";
import { chaosTold, chaoticOf } from "./words/chaos.ts";
import { allSomeOrNone, count, grouped, list } from "./words/prose.ts";
import { table, thinned } from "./words/table.ts";

export type Results = Readonly<Record<Part, readonly Found[]>>;
/** The share that the proof leaves where both labels are equally frequent. */
const CEILING = 0.75;
/** The loss of a network that answers one half to everything. */
const HALF = 0.25;
/** How far apart two sums may be and still be one number, but for rounding. */
const ROUNDING = 1e-9;

const BIASES = ["without", "with"] as const;
const SQUARES = ["{0,1}²", "{−1,1}²"] as const;
/** Single runs without biases, beside those of many seeds. */
const SINGLE = ["memory", "mirrored"] as const;

/** The largest share among all looks at a run. */
const best = ({ looks }: Found, of: "trained" | "fresh"): number =>
  Math.max(...looks.map((look) => look[of]!));
const last = ({ looks }: Found) => looks.at(-1)!;

/** The share of rows that the proof leaves, for the labels there are and the constant of a network. */
export function allowed(labels: readonly number[], constant: number): number {
  const ones = labels.filter((label) => label === 1).length;
  const half = (constant > 0 ? labels.length - ones : ones) / 2;
  return (labels.length - half) / labels.length;
}

/**
 * The least mean of (target − h)² that one output can have over mirror pairs, half of them of each label, if the
 * logits of each pair add up to c: found by trying.
 */
export function leastSquares(c: number): number {
  const tried = Array.from({ length: 1601 }, (_, i) => c / 2 + (i - 800) / 40);
  const least = (target: number) =>
    Math.min(
      ...tried.map((z) => {
        const [h, mirror] = [target - sigmoid(z), target - sigmoid(c - z)];
        return (h * h + mirror * mirror) / 2;
      }),
    );
  return (least(0) + least(1)) / 2;
}
/** Sums of the logits of a pair that the page’s table tries. */
const SUMS = [-8, -4, -2, -1, 0, 1, 2, 4, 8];

/** Networks of one width from all seeds: their best looks, and their ends. */
function factsOfWidth(runs: readonly Found[]) {
  const fresh = runs.map((it) => best(it, "fresh"));
  return {
    own: spread(runs.map((it) => best(it, "trained"))),
    fresh: spread(fresh),
    end: spread(runs.map((it) => last(it).fresh!)),
    mirrored: spread(runs.map((it) => it.end.mirrored)),
    loss: spread(runs.map(({ loss }) => loss)),
    freshLoss: spread(runs.map((it) => last(it).freshLoss!)),
    above: fresh.filter((share) => share > CEILING).length,
    chaotic: chaoticOf(runs),
  };
}

/** What a network learns of its own rows, and how many of them by heart. */
function factsOfMemory({ looks }: Found, rows: number) {
  const end = looks.at(-1)!;
  const late = looks.find(({ step }) => 3 * step >= 2 * end.step)!;
  const right = (look: Found["looks"][number]) => Math.round(rows * look.trained);
  const more = right(end) - right(late);
  return {
    looks,
    step: end.step,
    trained: end.trained,
    fresh: end.fresh!,
    right: right(end),
    rest: end.step - late.step,
    more,
    all: right(end) === rows,
    late: more > 0 ? "more" : more === 0 ? "same" : "fewer",
    byHeart: end.trained > Math.max(CEILING, end.fresh!),
  } as const;
}

/** The run on the mirrored rows themselves. */
function factsOfMirrored(mirrored: Found, labels: readonly number[]) {
  const ones = labels.filter((label) => label === 1).length;
  const most = Math.max(ones, labels.length - ones) / labels.length;
  const { trained, fresh, step } = last(mirrored);
  const { said } = mirrored.end;
  return {
    trained,
    fresh: fresh!,
    step,
    label: said.indexOf(labels.length),
    verdict: said.includes(0) ? "one" : trained > most ? "learnt" : "less",
  } as const;
}

/** How many seeds learn all four corners of each square. */
function factsOfCorners(found: Results) {
  const learnt = (part: Part) => found[part].filter((it) => last(it).trained === 1).length;
  const squares = SQUARES.map((square) => ({
    square,
    without: learnt(`${square} without`),
    with: learnt(`${square} with`),
  }));
  const [plain, mirrored] = squares as [(typeof squares)[number], (typeof squares)[number]];
  const all = SQUARES.flatMap((square) => BIASES.flatMap((bias) => found[`${square} ${bias}`]));
  return {
    squares,
    plain,
    mirrored,
    seeds: found["{0,1}² with"].length,
    chaotic: chaoticOf(all),
  };
}

/** Every number and every choice of the page. */
export function facts(found: Results) {
  const { labels } = rowsOf(MIRRORED);
  const ones = labels.filter((label) => label === 1).length;
  const rows = labels.length / 2;
  const widths = WIDTHS.map((width) => ({
    width,
    without: factsOfWidth(found[`${width} without`]),
    with: factsOfWidth(found[`${width} with`]),
  }));
  const bare = [
    ...WIDTHS.flatMap((width) => found[`${width} without`]),
    ...SINGLE.map((part) => found[part][0]!),
  ];
  const proved = found["10 without"][0]!;
  const biased = found["10 with"][0]!;
  const built = found.built[0]!;
  const two = factsOfWidth(found["two layers"]);
  const apart = ({ end }: Found) => end.sums[1] - end.sums[0];
  return {
    rows,
    mirrored: labels.length,
    zeros: labels.length - ones,
    ones,
    leaves: {
      above: labels.length * allowed(labels, 1),
      other: labels.length * allowed(labels, -1),
    },
    widths,
    constant: {
      step: last(proved).step,
      samples: proved.end.samples,
      sums: proved.end.sums,
      value: proved.end.constant,
      apart: apart(proved),
      isOne: apart(proved) < ROUNDING,
    },
    biased: { sums: biased.end.sums, isOne: apart(biased) < ROUNDING },
    most: Math.max(...bare.map((it) => best(it, "fresh"))),
    held: bare.every(({ end }) => end.mirrored <= allowed(labels, end.constant)),
    built: {
      fresh: last(built).fresh!,
      freshLoss: last(built).freshLoss!,
      mirrored: Math.round(labels.length * built.end.mirrored),
      constant: built.end.constant,
      reached: built.end.mirrored === allowed(labels, built.end.constant),
      beyond: last(built).fresh! > CEILING,
    },
    /** Two standard deviations of the share of fresh rows that a network right for 75 % of all rows has. */
    scatter: 2 * Math.sqrt((CEILING * (1 - CEILING)) / FRESH.rows),
    least: SUMS.map((c) => ({ c, least: leastSquares(c) })),
    onRun: factsOfMirrored(found.mirrored[0]!, labels),
    memory: factsOfMemory(found.memory[0]!, rows),
    losses: {
      own: spread(widths.map(({ without }) => without.loss.median)),
      least: Math.min(...widths.map(({ without }) => without.freshLoss.least)),
    },
    chaotic: widths.reduce((sum, it) => sum + it.without.chaotic + it.with.chaotic, two.chaotic),
    two,
    corners: factsOfCorners(found),
  };
}

export const chapter: TrainingChapter<Mixed> = {
  name: "ceiling",
  direction: "training",
  laboratory: { data: { set: "mirrored" }, hidden: [10], learningRate: 2 },
  experiment,
  facts: (trace, telling) => ({ trace, telling }),
  prose: {
    title: "Why 75\u00a0% is the most to expect",
    summary:
      "A proof in five lines, a network that reaches the ceiling, why training does not, and what a bias changes.",
    page({ trace, telling }, w) {
      const f = facts(telling.resultsOf(experiment) as Results);
      const { W1, W2 } = parts.built.file.weights;
      const weights = { W1: fromRows(W1), W2: fromRows(W2) };
      const chosen = writer({ ...trace, ...weights }, telling, "chosen:");
      const seeds = SEEDS.length;
      const [small, middle, large] = f.widths as [
        (typeof f.widths)[number],
        (typeof f.widths)[number],
        (typeof f.widths)[number],
      ];
      const steps = count(file("3 with").steps!, "step");
      const rate = w.exact(file("3 with").learningRate!);
      return `
A network **generalises** if it is also right about rows that it was not trained on. The article’s network, with its one hidden
layer and no biases, has a limit there. On rows like these it can be expected to get three quarters right at most. That
holds for any weights, any number of neurons and any way to train. It can be proved in five lines.

${w.question(
  `We train networks on all ${f.rows} rows, with ${small.width} and with ${large.width} hidden neurons, and show them ${grouped(FRESH.rows)} rows that they have never seen. How much better will the large one be?`,
  `At their best, ${seeds} networks with ${small.width} neurons get ${w.percent(small.without.fresh.median)} of them right at the median, and ${seeds} with ${large.width} neurons ${w.percent(large.without.fresh.median)}.`,
)}

## A row and its mirror image

Take a row *x* and turn it about the origin: −*x*, the point on the other side. Both signs change. If they were equal they
stay equal, and if they were different they stay different. So *x* and −*x* have the same label.

${w.figure(mirrorPair(telling, w), `All ${f.rows} rows, and one of them marked with its mirror image.`)}

## The proof

1. The sigmoid is symmetric: $\\sigma(-z) = 1 - \\sigma(z)$.
2. Without a bias, −*x* turns each sum *z* of the hidden layer into −*z*, and so each hidden value *h* into $\\mathord{1 - h}$.
3. Let *d* be the second logit minus the first: the network says 1 where *d* is above 0. With $u_j = ${w.sym("W2")}[j,1] - ${w.sym("W2")}[j,0]$ it is $d(x) = \\sum_j h_j\\,u_j$.
4. Add it up for both: $d(x) + d(-x) = \\sum_j (h_j + 1 - h_j)\\,u_j = \\sum_j u_j$. This is one number *c*, the same for every *x*.
5. If *c* is not above 0, then *d* cannot be above 0 at both *x* and −*x*: of each pair with label 1, at least one is wrong. If *c* is above 0, then *d* must be above 0 at one of them: of each pair with label 0, at least one is wrong.

So at least half of one label is wrong. Where both labels are equally frequent, that is a quarter of all rows, and three quarters, ${w.exact(100 * CEILING)} %, are left.
The article draws *x* and −*x* with the same chance, and both labels too.

${w.article(`Its network has no biases, neither in the text nor in the program. Whatever its runs reached on their own rows, on new ones they could not be expected to do better than this.`)}

## In numbers

Does the sum stay the same? Here is the network with ${count(middle.width, "hidden neuron")} and the weights of seed ${SEEDS[0]} after ${count(f.constant.step, "step")} of training.

${table(
  ["*x*", "*d*(*x*)", "*d*(−*x*)", "*d*(*x*) + *d*(−*x*)"],
  f.constant.samples.map(({ x, d, mirror }) => [
    x.map(w.brief).join("; "),
    w.num(d),
    w.num(mirror),
    w.num(d + mirror),
  ]),
)}

${w.choose("constant", f.constant.isOne ? "same" : "different", {
  same: `Over all ${f.rows} rows and their mirror images, the least and the largest sum are ${w.brief(f.constant.apart)} apart, which is rounding. And $\\sum_j u_j$, from the weights alone, is ${w.num(f.constant.value)}.`,
  different: `Over all ${f.rows} rows and their mirror images, the sums are between ${w.num(f.constant.sums[0])} and ${w.num(f.constant.sums[1])}.`,
})}

## The ceiling, reached

Here is a network that reaches the ceiling. Nobody trained it; its weights were chosen.

${w.display((["W1", "W2"] as const).map((name) => `${w.sym(name)} &= ${chosen.numbers(name)}`))}

The first hidden neuron is near 1 where $x_1$ is above 0 and near 0 where it is below. The second does the same for $x_2$. The third is always ½. So *d* is about 2·1 − 2·0 − 1 = 1 where $x_1$ is above 0
and $x_2$ below, and about −1 or −3 elsewhere: the network says 1 in one of the two quarters of the plane where the label is 1. Its *c* is ${w.exact(f.built.constant)}.

Of the ${f.rows} rows and their mirror images, ${f.mirrored} in all, ${f.zeros} have label 0 and ${f.ones} label 1. So a network whose *c* is above 0 can get at most ${f.leaves.above} of them right, and any other
at most ${f.leaves.other}. ${w.choose("built", f.built.reached ? "reached" : "not", {
        reached: `This network has exactly as many: ${f.built.mirrored}, or ${w.percent(f.built.mirrored / f.mirrored)}.`,
        not: `This network has ${f.built.mirrored}.`,
      })}

And of ${grouped(FRESH.rows)} fresh rows, drawn from the data seed ${FRESH.seed}, it has ${w.exact(Number((100 * f.built.fresh).toFixed(2)))} %. ${w.choose(
        "beyond",
        f.built.beyond ? "above" : "below",
        {
          above: `That is above ${w.exact(100 * CEILING)} %. The proof is about what can be expected: these rows were drawn at random, and not in pairs.`,
          below: `The proof is about what can be expected: these rows were drawn at random, and not in pairs.`,
        },
      )} A network that is right for ${w.exact(100 * CEILING)} % of all the rows that could be drawn has between ${w.percent(CEILING - f.scatter)} and ${w.percent(CEILING + f.scatter)} of ${grouped(FRESH.rows)} such rows right, in about 19 of 20 draws.

## The ceiling, measured

Now networks that are trained: ${list(WIDTHS.map(String))} hidden neurons, no biases, all ${f.rows} rows in each step, ${steps} at a learning rate of ${rate}. Each line is ${seeds} runs,
with the weights from seed ${SEEDS[0]} to seed ${SEEDS.at(-1)}. “At best” is the best of all looks at a run, one every ${count(every("3 without"), "step")}.

${table(
  [
    "neurons",
    "own rows at best, median",
    "fresh rows at best, median",
    "least",
    "most",
    "fresh rows at the end, median",
  ],
  f.widths.map(({ width, without: { own, fresh, end } }) => [
    String(width),
    ...[own.median, fresh.median, fresh.least, fresh.most, end.median].map(w.percent),
  ]),
)}

${w.choose("fresh-ceiling", f.most <= CEILING ? "below" : "above", {
  below: `Of all looks at these runs, and at the two without biases further down, the best has ${w.percent(f.most)} of the fresh rows right.`,
  above: `Of all looks at these runs, and at the two without biases further down, the best has ${w.percent(f.most)} of the fresh rows right: so many fresh rows are not quite evenly mirrored.`,
})}
${w.choose("mirrored-ceiling", f.held ? "held" : "broken", {
  held: `On mirrored rows none has more right than the proof allows.`,
  broken: `On mirrored rows one has more right than the proof allows: do not trust this page.`,
})}

## Why training stops below it

The proof allows ${w.exact(100 * CEILING)} %, the chosen weights reach it, and training does not. The reason is the loss. Training lowers the loss, and not the number of wrong rows.

Line 4 holds for each output alone, too: its logits at *x* and at −*x* add up to one number, the same for every pair. The computer tried such sums. For each it looked for the least mean
of (target − *h*)² over pairs of which half have label 1 and half label 0:

${table(
  ["sum of the two logits", ...f.least.map(({ c }) => w.exact(c))],
  [["least mean square", ...f.least.map(({ least }) => toText(show(least, 4), telling.format))]],
)}

It is least at a sum of 0, and there it is ${w.exact(HALF)}. That is what one half for every answer costs. No other sum, tried or not, gives less. So if every row comes with its mirror image, and both labels are equally frequent, no weights without biases have a lower loss than a network that always answers one half: nothing rewards
a network for being right about three quarters. The chosen weights above have a loss of ${w.brief(f.built.freshLoss)} on the fresh rows.

The ${f.rows} rows have no mirror pairs among them, so on these rows the loss can fall. For ${list(WIDTHS.map(String))} neurons the median loss ends between ${w.brief(f.losses.own.least)} and ${w.brief(f.losses.own.most)}. ${w.choose(
        "fresh-loss",
        f.losses.least > HALF ? "above" : "below",
        {
          above: `On the fresh rows it ends above ${w.exact(HALF)} in each of the ${seeds * WIDTHS.length} runs: at ${w.atLeast(f.losses.least)} or more. They learnt only their own rows.`,
          below: `On the fresh rows the least is ${w.brief(f.losses.least)}.`,
        },
      )}

What if a network is trained on the mirrored rows themselves? ${w.choose("mirrored-run", f.onRun.verdict, {
        one: `One with ${file("mirrored").hidden![0]} neurons gives all ${f.mirrored} rows the same answer after ${count(f.onRun.step, "step")}, label ${f.onRun.label}. That is right for ${w.percent(f.onRun.trained)} of them.`,
        learnt: `One with ${file("mirrored").hidden![0]} neurons has ${w.percent(f.onRun.trained)} of them after ${count(f.onRun.step, "step")}.`,
        less: `One with ${file("mirrored").hidden![0]} neurons has ${w.percent(f.onRun.trained)} of them after ${count(f.onRun.step, "step")}, no more than the same answer for every row would get.`,
      })} That is one run, from the weights of seed ${SEEDS[0]}.

## It can still learn by heart

Among the ${f.rows} rows there is no mirror pair, so the proof does not forbid getting them all right. It takes patience. Here is one run, from the weights of seed ${SEEDS[0]}: ${file("memory").hidden![0]} hidden neurons,
all ${f.rows} rows in each step, and ${count(f.memory.step, "step")} at a learning rate of ${w.exact(file("memory").learningRate!)}.

${w.figure(
  lines(
    {
      id: "memory",
      series: [
        overSteps("its own rows", f.memory.looks, "trained"),
        overSteps("fresh rows", f.memory.looks, "fresh"),
        {
          label: "the ceiling",
          kind: "muted",
          points: [
            [0, 100 * CEILING],
            [f.memory.step, 100 * CEILING],
          ],
        },
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
  `The share of rows right over the steps, in percent. The dotted line is the ceiling, at ${w.exact(100 * CEILING)} %.`,
)}

${w.details(
  "The recorded numbers",
  table(
    ["steps", "its own rows", "fresh rows"],
    thinned(f.memory.looks).map((look) => [
      grouped(look.step),
      w.percent(look.trained),
      w.percent(look.fresh!),
    ]),
  ),
)}

${w.choose("memory-all", f.memory.all ? "all" : "some", {
  all: `At the end it has all of its own ${count(f.rows, "row")} right.`,
  some: `It did not get them all: at the end it has ${f.memory.right} of its own ${count(f.rows, "row")} right.`,
})} ${w.choose("memory-late", f.memory.late, {
        more: `In the last ${count(f.memory.rest, "step")} it gained ${count(f.memory.more, "row")}.`,
        same: `In the last ${count(f.memory.rest, "step")} it gained none.`,
        fewer: `In the last ${count(f.memory.rest, "step")} it lost ${count(-f.memory.more, "row")}.`,
      })} ${w.choose("memory", f.memory.byHeart ? "by-heart" : "not", {
        "by-heart": `These ${w.percent(f.memory.trained)} are above the ceiling. Of the fresh rows it has ${w.percent(f.memory.fresh)}. The difference is what it knows of its own rows only by heart.`,
        not: `That is ${w.percent(f.memory.trained)}. Of the fresh rows it has ${w.percent(f.memory.fresh)}.`,
      })}

## A bias

A **bias** is a number that a neuron adds to its sum, whatever the inputs are: a weight on an input that is always 1. Each neuron has one of its own. It begins at 0, and training changes it like a weight; the ridge leaves it alone.

A bias breaks the proof. Turn *x* into −*x*, and the 1 stays 1: *z* does not become −*z*, and line 2 fails.
${w.choose("bias-sums", f.biased.isOne ? "same" : "different", {
  same: `Yet in the trained network with ${middle.width} neurons, biases and the weights of seed ${SEEDS[0]}, $d(x) + d(-x)$ is still the same everywhere.`,
  different: `In the trained network with ${middle.width} neurons, biases and the weights of seed ${SEEDS[0]}, $d(x) + d(-x)$ is anything between ${w.brief(f.biased.sums[0])} and ${w.brief(f.biased.sums[1])}.`,
})}

The same runs again, from the same ${seeds} seeds, with biases:

${w.figure(
  lines(
    {
      id: "widths",
      series: [
        byWidth("with, own rows", f.widths, "with", "own"),
        byWidth("with, fresh", f.widths, "with", "fresh"),
        byWidth("without, own rows", f.widths, "without", "own"),
        byWidth("without, fresh", f.widths, "without", "fresh"),
        {
          label: "the ceiling",
          kind: "muted",
          points: [
            [WIDTHS[0], 100 * CEILING],
            [WIDTHS.at(-1)!, 100 * CEILING],
          ],
        },
      ],
      x: { name: "hidden neurons", domain: [0, WIDTHS.at(-1)!] },
      y: { name: "rows right at best, in %", domain: [50, 100] },
    },
    {
      title: "Rows right with and without biases, by the number of hidden neurons",
      description:
        "The median over the seeds of the best share of rows right, for each number of hidden neurons: with and without biases, on the rows trained on and on fresh ones, with a line at the ceiling.",
    },
    w.tick,
  ),
  `With and without biases, on the ${f.rows} rows trained on and on ${grouped(FRESH.rows)} fresh ones: the median over ${seeds} seeds of the best of all looks.`,
)}

${table(
  [
    "neurons, with biases",
    "own rows at best, median",
    "fresh rows at best, median",
    "least",
    "most",
    `above ${w.exact(100 * CEILING)} %, of ${seeds}`,
  ],
  f.widths.map(({ width, with: { own, fresh, above } }) => [
    String(width),
    ...[own.median, fresh.median, fresh.least, fresh.most].map(w.percent),
    String(above),
  ]),
)}

${f.widths
  .map(({ width, with: { above } }) =>
    w.choose(`bias-fresh-${width}`, allSomeOrNone(above, seeds), {
      all: `With ${width} neurons and biases all ${seeds} seeds go through the ceiling.`,
      some: `With ${width} neurons and biases ${above} of the ${seeds} seeds go through the ceiling, and ${seeds - above} do not.`,
      none: `With ${width} neurons and biases none of the ${seeds} seeds goes through the ceiling.`,
    }),
  )
  .join("\n")}

## Or a second hidden layer

The proof speaks of one hidden layer of sigmoids. That layer hands *h* and $\\mathord{1 - h}$ to the next layer, and these are not mirror images about 0. With a second hidden layer
there is no such *c*, even without biases. Two layers of ${file("two layers").hidden![0]} neurons, ${count(file("two layers").steps!, "step")} at a learning rate of ${w.exact(file("two layers").learningRate!)}, from the same ${seeds} seeds:
at best ${w.percent(f.two.own.median)} of their own rows and ${w.percent(f.two.fresh.median)} of the fresh ones, at the medians. ${w.choose(
        "two-layers",
        allSomeOrNone(f.two.above, seeds),
        {
          all: `All ${seeds} are above the ceiling.`,
          some: `Of the ${seeds}, ${f.two.above} are above the ceiling.`,
          none: `None of the ${seeds} is above the ceiling.`,
        },
      )}

## The corners

XOR is often told with four corners instead of clouds of points. It matters which four. Those of {−1, 1}², where both numbers are −1 or 1, are two mirror pairs, so without biases at most three of
the four can be right. In {0, 1}², the corners (0, 0), (0, 1), (1, 0) and (1, 1), no corner is the mirror image of another. Only (0, 0) is
its own: for this corner the proof gives 2·*d*(0, 0) = *c*, so it can only be right where *c* is not above 0. Of the other three it says nothing. From the weight seeds 0 to ${f.corners.seeds - 1} each, ${WIDTHS[0]} hidden neurons, ${count(file("{0,1}² with").steps!, "step")} at a
learning rate of ${w.exact(file("{0,1}² with").learningRate!)}:

${table(
  ["corners", "learnt without biases", "learnt with biases"],
  f.corners.squares.map(({ square, ...learnt }) => [
    square.replace(",", ", "),
    `${learnt.without} of ${f.corners.seeds}`,
    `${learnt.with} of ${f.corners.seeds}`,
  ]),
)}

“Learnt” means on this page that all four are right after the last step.

${w.choose("corners-mirrored", f.corners.mirrored.without === 0 ? "never" : "learnt", {
  never: `Without biases no seed learns the mirrored corners, as the proof says.`,
  learnt: `Without biases ${f.corners.mirrored.without} seeds learn the mirrored corners: do not trust this page.`,
})} ${w.choose(
        "corners-plain",
        f.corners.plain.without >= f.corners.plain.with
          ? "hidden"
          : f.corners.plain.without > 0
            ? "some"
            : "none",
        {
          hidden: `The corners of {0, 1}² do not show what is missing: ${f.corners.plain.without} of the ${f.corners.seeds} seeds learn them without biases, ${f.corners.plain.with} with.`,
          some: `On the corners of {0, 1}² one lucky seed does not show that something is missing. All ${f.corners.seeds} seeds together do: ${f.corners.plain.without} learn them without biases, ${f.corners.plain.with} with.`,
          none: `On the corners of {0, 1}² every seed shows that something is missing: none of the ${f.corners.seeds} learns them without biases, ${f.corners.plain.with} with.`,
        },
      )}

## Are these runs steady?

${chaosTold(w)} ${w.choose("chaotic", f.chaotic + f.corners.chaotic === 0 ? "none" : "some", {
        none: `On this page there is none: of all the runs from many seeds, every one is steady.`,
        some: `On this page ${f.chaotic + f.corners.chaotic} of all the runs from many seeds are chaotic.`,
      })}

${w.source("ceiling", "chapters/experiments/ceiling.ts")}
`;
    },
  },
};

const file = (part: Part): SettingsFile => parts[part].file;
/** Steps from one look at a run to the next. */
const every = (part: Part): number => (file(part).record as { every: number }).every;
/** The row that the figure marks: beside it, and beside its mirror image, no point is in the label’s way. */
const MARKED = 99;

function mirrorPair({ words }: Telling, w: Writer): string {
  const { X, labels } = rowsOf(MIRRORED);
  const rows = (keep: (row: number) => boolean) => ({
    X: fromRows(labels.flatMap((_, row) => (keep(row) ? [[X.data[2 * row]!, X.data[2 * row + 1]!]] : []))),
    labels: labels.filter((_, row) => keep(row)),
  });
  const originals = rows((row) => row % 2 === 0);
  const pair = rows((row) => row >> 1 === MARKED);
  return xorPlane(
    {
      id: "mirror",
      points: originals.X,
      labels: originals.labels,
      lesson: pair.X,
      lessonLabels: pair.labels,
    },
    {
      title: "A row and its mirror image",
      description: ({ points, lesson }) =>
        `${points} points in the plane of x1 and x2: circles have label 1, squares label 0. Marked are x and minus x, opposite each other about the origin: ${lesson.join(" and ")}.`,
      label: words.figures.xor.label,
      row: (row) => (row === 0 ? "x" : "−x"),
    },
    w.short,
  );
}

const overSteps = (label: string, looks: Found["looks"], of: "trained" | "fresh") => ({
  label,
  points: looks.map((look) => [look.step, 100 * look[of]!] as const),
});

const byWidth = (
  label: string,
  widths: readonly ({ width: number } & Record<(typeof BIASES)[number], Record<"own" | "fresh", Spread>>)[],
  bias: (typeof BIASES)[number],
  what: "own" | "fresh",
) => ({
  label,
  points: widths.map((it) => [it.width, 100 * it[bias][what].median] as const),
});

run(import.meta.url);
