import { run } from "#run";
import type { TrainingChapter } from "../src/chapter.ts";
import type { Results } from "../src/experiment.ts";
import { atlas, type Mark } from "../src/figures/atlas.ts";
import { lines } from "../src/figures/lines.ts";
import { showExact, toText } from "../src/format.ts";
import type { Telling } from "../src/telling.ts";
import { type Writer, writer } from "../src/writer.ts";
import type { Race } from "./experiments/debugging/batches.ts";
import {
  type ExplosionResult,
  GROWN,
  type Measured,
} from "./experiments/debugging/explosion.ts";
import type { FittedRun } from "./experiments/debugging/overfitting.ts";
import { FLAT } from "./experiments/debugging/plateau.ts";
import { NEAR } from "./experiments/debugging/saturation.ts";
import {
  ATLAS,
  type DebuggingResult,
  type DebuggingSettings,
  EVERY,
  experiment,
  LEARNT,
  type Learnt,
} from "./experiments/debugging.ts";
import { count, grouped, list, power } from "./prose.ts";

/** What a part was run with. */
const settingsOfKind = <K extends DebuggingSettings["kind"]>(kind: K) =>
  Object.values(experiment.parts).find((it) => it.kind === kind) as Extract<
    DebuggingSettings,
    { kind: K }
  >;
const neurons = ({ hidden }: { readonly hidden: number }): string =>
  count(hidden, "hidden neuron");

/** The results by kind, each found where it is asked for. */
export function resultsByKind(results: Results<DebuggingResult>) {
  const all = Object.entries(results);
  const one = <K extends DebuggingResult["kind"]>(kind: K) =>
    all.find(([, it]) => it.kind === kind)![1] as Extract<
      DebuggingResult,
      { kind: K }
    >;
  const seeds = (biased: boolean): readonly Learnt[] =>
    all
      .filter(
        ([part, it]) =>
          it.kind === "atlas" && part.includes("biases") === biased,
      )
      .flatMap(([, it]) => (it.kind === "atlas" ? it.seeds : []));
  return {
    batches: one("batches"),
    explosion: one("explosion"),
    plateau: one("plateau"),
    saturation: one("saturation"),
    overfitting: one("overfitting"),
    gradient: one("gradient"),
    atlas: seeds(false),
    biased: seeds(true),
  };
}
export type Found = ReturnType<typeof resultsByKind>;

export const chapter: TrainingChapter = {
  name: "debugging",
  direction: "training",
  laboratory: {
    data: { set: "corners01" },
    hidden: [ATLAS.hidden],
    learningRate: ATLAS.rate,
  },
  experiment,
  title: "When it does not work",
  summary:
    "Seven ways in which training fails, each run here, with what to look at and what to change first.",
  page(trace, telling) {
    const w = writer(trace, telling);
    const found = resultsByKind(telling.resultsOf(experiment));
    return `
A program with a mistake often stops. A network with a mistake goes on training. It is slower than it could be, or worse,
and nothing says why. The article gives this as the reason to know what happens inside. Here are seven ways to fail. Each
was run for this page; each symptom leads to its numbers.

| symptom | likely cause | look at | change first |
|:--|:--|:--|:--|
| [the loss falls, but too slowly](#slow) | few steps from many rows | the spread of the batches’ gradients | smaller batches, then the rate |
| [NaN](#nan) | a rate too high for the ridge, or for the gradient | the size of the weights, step by step | a weaker ridge; a lower rate |
| [the loss is flat for thousands of steps](#plateau) | a plateau | the norm of the gradient | biases; then patience, or another seed |
| [the loss is high and hardly moves from the start](#saturated) | saturated neurons | how many values are near 0 or 1 | smaller first weights |
| [good on its rows, worse on new ones](#overfit) | overfitting | the loss on rows not trained on | more rows; a weak ridge; stop earlier |
| [it learns, but something is odd](#gradient) | a wrong gradient | central differences | the derivation |
| [it works for a friend, and not for you](#seed) | a bad seed | other seeds | another seed; biases |

${tooSlow(found, w)}
${notANumber(found, w)}
${plateaus(found, w, telling)}
${saturated(found, w)}
${overfit(found, w, telling)}
${wrong(found, w)}
${badSeed(found, w)}
`;
  },
};

/** Batches, and what their gradients have in common with that of all rows. */
function tooSlow(
  { batches: { rows, spread, race } }: Found,
  w: Writer,
): string {
  const [one, ...larger] = spread as [
    (typeof spread)[number],
    ...typeof spread,
  ];
  const falls = larger.map(({ size, variance }) => ({
    size,
    measured: one.variance / variance,
    foretold: (size * (rows - 1)) / (rows - size),
  }));
  const rates = [...new Set(race.map(({ rate }) => rate))];
  const allLast = rates.every((rate) => worst(race, rate).size === rows);
  return `
<h2 id="slow">Too slow: how many rows make a step?</h2>

The gradient of all ${rows} rows is the right direction, and costs ${rows} rows. A **mini-batch** takes a few rows and a
direction that is only about right. How far off is it? We took a network of ${neurons(settingsOfKind("batches"))} and biases, before
its first step. We shuffled the rows and cut them into batches, ${count(settingsOfKind("batches").shuffles, "time")} over, and measured for each batch the squared distance of its
gradient from the gradient of all rows. The mean of these is the **variance**. As a multiple of the squared length of
the whole gradient:

| rows in a batch | batches | variance | batches that point uphill |
|--:|--:|--:|--:|
${spread.map(({ size, batches, variance, uphill }) => `| ${size} | ${grouped(batches)} | ${w.brief(variance)} | ${w.percent(uphill)} |`).join("\n")}

A single row tells almost nothing of the whole: its gradient is off by ${w.brief(Math.sqrt(one.variance))} times the
length of what it should be. ${falls.map(({ size, measured }) => `With ${size} rows the variance is ${w.brief(measured)} times smaller.`).join(" ")}
${w.choose(
  "variance-law",
  falls.every(
    ({ measured, foretold }) => Math.abs(measured / foretold - 1) < 0.1,
  )
    ? "as-told"
    : "other",
  {
    "as-told": `So it falls about as one over the number of rows. Because a batch never holds a row twice, it should fall a little faster, ${list(falls.map(({ foretold }) => w.brief(foretold)))} times.`,
    other: `Drawing without repetition foretells ${list(falls.map(({ foretold }) => w.brief(foretold)))}; the batches measured here differ from that by more than a tenth.`,
  },
)}

${w.question(
  `Every row costs the same. You may look at ${grouped(race[0]!.size * race[0]!.steps)} rows. Would you rather take ${grouped(race[0]!.steps)} steps in poor directions, or ${race.find(({ size }) => size === rows)!.steps} in the right one?`,
  `It depends on the rate, as the table below shows. At α = ${w.exact(race[0]!.rate)} the poor steps end with a loss of ${w.brief(race[0]!.loss)}, the right ones with ${w.brief(race.find(({ size }) => size === rows)!.loss)}.`,
)}

All of these runs looked at the same number of rows:

| rate α | rows in a batch | steps | loss after | right |
|--:|--:|--:|--:|--:|
${race.map(({ rate, size, steps, loss, accuracy }) => `| ${w.exact(rate)} | ${size === rows ? `all ${rows}` : size} | ${grouped(steps)} | ${w.brief(loss)} | ${w.percent(accuracy)} |`).join("\n")}

${rates.map((rate) => `At α = ${w.exact(rate)} the lowest loss is that of ${batchOf(best(race, rate), rows)}.`).join(" ")}
${w.choose("full-batch", allLast ? "last" : "not-last", {
  last: `The exact gradient comes last each time: it takes too few steps.`,
  "not-last": `The exact gradient is not always the last.`,
})}
${w.choose(
  "noise-and-rate",
  best(race, Math.max(...rates)).size > best(race, Math.min(...rates)).size
    ? "larger"
    : "not-larger",
  {
    larger: `The higher the rate, the more the noise hurts, and the larger the batch that pays.`,
    "not-larger": `A higher rate did not ask for larger batches here.`,
  },
)}

${w.article(
  `It says that slow training may want a larger mini-batch, for less variance. ${w.choose(
    "less-variance",
    falls.every(({ measured }) => measured > 1) ? "less" : "not-less",
    {
      less: `The variance does fall.`,
      "not-less": `The variance does not always fall.`,
    },
  )} ${w.choose("larger-batch", allLast ? "slower" : "not-slower", {
    slower: `But for the same number of rows looked at, all ${rows} at once came last at every rate tried here: a larger batch means fewer steps.`,
    "not-slower": `And for the same number of rows looked at, all ${rows} at once did not always come last here, for all their fewer steps.`,
  })}`,
)}
`;
}

const best = (race: readonly Race[], rate: number): Race =>
  race
    .filter((it) => it.rate === rate)
    .reduce((a, b) => (b.loss < a.loss ? b : a));
const worst = (race: readonly Race[], rate: number): Race =>
  race
    .filter((it) => it.rate === rate)
    .reduce((a, b) => (b.loss > a.loss ? b : a));
const batchOf = ({ size }: Race, rows: number): string =>
  size === rows
    ? `all ${rows} rows at once`
    : size === 1
      ? "single rows"
      : `batches of ${size}`;

const MEASURED: Record<Measured["what"], string> = {
  W1: "√∑W1²",
  W2: "√∑W2²",
  dLoss_dW1: "norm of dLoss/dW1",
  dLoss_dW2: "norm of dLoss/dW2",
  loss_data: "data loss",
  loss: "loss with the ridge’s part",
};

/** Weights that are smaller are 0 but for rounding. */
const ROUNDING = 1e-12;

/** A run that ends in NaN, and which number knew it first. */
function notANumber({ explosion }: Found, w: Writer): string {
  const { rate, ridge, steps } = settingsOfKind("explosion");
  const { trained, end, measures, growth, dataLoss, remedies } = explosion;
  const product = (rate * ridge) / trained;
  const firstOf = (key: "grown" | "lost") =>
    measures
      .filter((it) => it[key] !== null)
      .sort((a, b) => a[key]! - b[key]!)[0];
  const [grown, lost] = [firstOf("grown"), firstOf("lost")];
  const step = (n: number | null) => (n === null ? "never" : grouped(n));
  const lower = remedies.filter((it) => it.rate < rate);
  const most = Math.max(...lower.map((it) => it.weights ?? Infinity));
  const left = most === Infinity ? "∞" : w.brief(most);
  return `
<h2 id="nan">NaN: which number grew first?</h2>

NaN is “not a number”: what ∞ − ∞ gives. It is the end of the story, and to mend it one must know the beginning. So
here is a run with ${neurons(settingsOfKind("explosion"))} on the article’s ${trained} rows that we spoilt on purpose: rate α = ${w.exact(rate)}, ridge
λ = ${w.exact(ridge)}, and every step recorded.

${w.choose("explosion-end", end === null ? "finished" : "diverged", {
  diverged: `The first weight that was no finite number came with step ${grouped(end ?? 0)}. But most numbers had gone wrong long before:`,
  finished: `No weight became NaN. These are its numbers:`,
})}

| number | at the start | ${GROWN} times that after step | not finite after step |
|:--|--:|--:|--:|
${measures.map(({ what, start, grown, lost }) => `| ${MEASURED[what]} | ${w.brief(start)} | ${step(grown)} | ${step(lost)} |`).join("\n")}

${grown && lost ? `The first to grow was the ${MEASURED[grown.what]}: ${GROWN} times its start after ${count(grown.grown!, "step")}. The first that was no finite number was the ${MEASURED[lost.what]}, after step ${grouped(lost.lost!)}.` : ""}
${w.choose("first-lost", lost?.what === "loss" ? "loss" : "other", {
  loss: `It squares the weights, and their squares pass the largest number that a computer holds long before the weights do.`,
  other: "",
})}
${w.choose("data-loss", dataLoss.most < 1 ? "hidden" : "seen", {
  hidden: `The data loss shows nothing: it was never above ${w.brief(dataLoss.most)}, because each output is between 0 and 1. Whoever watches only that sees a network that does not learn, and then NaN.`,
  seen: `The data loss shows it too: it went up to ${w.brief(dataLoss.most)}.`,
})}

The cause can be worked out. The ridge alone changes a weight in one step to *w* − αλ*w*/*N*, which is *w*·(1 − ${w.exact(product)}).
${w.choose(
  "growth",
  Math.abs(growth - Math.abs(1 - product)) < 1e-3 ? "as-told" : "other",
  {
    "as-told": `So each step makes every weight ${w.exact(Math.abs(1 - product))} times as large and turns its sign. Measured, from one step to the next: ${w.brief(growth)} times.`,
    other: `Measured, from one step to the next, the weights grew ${w.brief(growth)} times: the data has its part in it.`,
  },
)} Above αλ/*N* = 2 a ridge does not shrink weights, it blows them up.

The same run with one thing changed, ${count(steps, "step")} of it:

| changed | ended | ${MEASURED.loss} | right | √∑W² |
|:--|:--|--:|--:|--:|
${remedies.map((it) => `| ${changeOf(it, w)} | ${it.end === null ? "finite" : `NaN at step ${grouped(it.end)}`} | ${it.loss === null ? "∞" : w.brief(it.loss)} | ${w.percent(it.accuracy)} | ${it.weights === null ? "∞" : w.brief(it.weights)} |`).join("\n")}

Read the other columns too. ${w.choose(
    "remedies-finite",
    remedies.every((it) => it.end === null) ? "all" : "some",
    {
      all: `Each change prevents the NaN. That is not yet learning:`,
      some: `Not each change prevents the NaN. And what prevents it is not yet learning:`,
    },
  )} with this ridge ${w.choose(
    "vanished",
    most < ROUNDING ? "vanished" : "left",
    {
      vanished: `a lower rate leaves no weights. What the table shows of them, ${left} at most, is 0 but for rounding, and a network without weights answers one half to every row.`,
      left: `a lower rate leaves weights of ${left} at most.`,
    },
  )} And
**clipping**, which shortens a gradient that is too long, hides the cause. The best of them has the ridge
λ = ${w.exact(bestRemedy(explosion).ridge)} and ${w.percent(bestRemedy(explosion).accuracy)} right.

${w.article(`It calls the cause of NaN “memory overflow”. The memory is not full: a number has become too large to be held.`)}
`;
}

function changeOf(
  remedy: ExplosionResult["remedies"][number],
  w: Writer,
): string {
  const { rate, ridge } = settingsOfKind("explosion");
  if (remedy.clip !== null)
    return `gradient clipped to ${w.exact(remedy.clip)}`;
  return remedy.rate === rate && remedy.ridge !== ridge
    ? `λ = ${w.exact(remedy.ridge)}`
    : `α = ${w.exact(remedy.rate)}`;
}
const bestRemedy = ({ remedies }: ExplosionResult) =>
  remedies.reduce((a, b) => (b.accuracy > a.accuracy ? b : a));

/** Numbers of a figure: the runs are fixed, so the lesson's decimals do not matter. */
const shortIn =
  ({ format }: Telling) =>
  (x: number): string =>
    toText(showExact(Number(x.toPrecision(3))), format);

/** Every so-manieth, and the last: so that a table has at most 20 rows. */
function thinned<T>(items: readonly T[]): T[] {
  const stride = Math.ceil((items.length - 1) / 19);
  return items.filter((_, i) => i % stride === 0 || i === items.length - 1);
}

function plateaus(found: Found, w: Writer, telling: Telling): string {
  const { runs } = found.plateau;
  const [quick, late, stuck] = runs as [
    (typeof runs)[number],
    (typeof runs)[number],
    (typeof runs)[number],
  ];
  const ofSeed = (seed: number, from: readonly Learnt[]) =>
    from.find((it) => it.seed === seed)!;
  const learnt = (seed: number, from: readonly Learnt[]) => {
    const { step } = ofSeed(seed, from);
    return step === null
      ? `not within ${grouped(ATLAS.patience)} steps`
      : `after ${count(step, "step")}`;
  };
  const leap = late.after === null ? 0 : late.after / late.flat.gradient;
  return `
<h2 id="plateau">The loss is flat</h2>

Three runs on the four corners {0, 1}², ${neurons(ATLAS)}, no bias, α = ${w.exact(ATLAS.rate)}, alike but for the seed of
their weights.

${w.figure(
  lines(
    {
      id: "plateaus",
      series: runs.map(({ seed, points }) => ({
        label: `seed ${seed}`,
        points,
        kind: "scalars" as const,
      })),
      x: { name: "step" },
      y: {
        name: "loss",
        domain: [
          0,
          Math.max(...runs.flatMap(({ points }) => points.map((p) => p[1]))),
        ],
      },
    },
    {
      title: "The loss of three runs on the four corners",
      description: `The loss over ${grouped(quick.points.at(-1)![0])} steps, for weight seeds ${list(runs.map(({ seed }) => String(seed)))}. It ends at ${list(runs.map(({ points }) => shortIn(telling)(points.at(-1)![1])))}.`,
    },
    shortIn(telling),
  ),
  `The loss over the steps, for three weight seeds.`,
)}

${w.details(
  "The losses as a table",
  `| step | ${runs.map(({ seed }) => `seed ${seed}`).join(" | ")} |\n|--:|${runs.map(() => "--:|").join("")}\n${thinned(
    quick.points.map(([step], i) => ({ step, i })),
  )
    .map(
      ({ step, i }) =>
        `| ${grouped(step)} | ${runs.map(({ points }) => w.brief(points[i]![1])).join(" | ")} |`,
    )
    .join("\n")}`,
)}

Seed ${late.seed} stayed within ${w.exact(100 * FLAT)} % of ${w.brief(late.flat.loss)} from step ${grouped(late.flat.from)} to step ${grouped(late.flat.to)}. The norm of
its gradient was down to ${w.brief(late.flat.gradient)} there. Then
${w.choose(
  "plateau-left",
  late.after !== null && leap > 10 ? "leap" : "creep",
  {
    leap: `it grew to ${w.brief(late.after ?? 0)}, ${w.brief(leap)} times as much, and the loss fell.`,
    creep: `it did not grow much: at most to ${w.brief(late.after ?? 0)}.`,
  },
)} A small gradient is all that a **plateau** is: the ground is almost level, and the step is the rate times its slope.

Seed ${stuck.seed} stayed within ${w.exact(100 * FLAT)} % of ${w.brief(stuck.flat.loss)} from step ${grouped(stuck.flat.from)} to step ${grouped(stuck.flat.to)}. That
looks the same: from a flat loss alone one cannot tell a wait from an end. When did each learn the corners?

| weight seed | no bias | with biases |
|--:|:--|:--|
${runs.map(({ seed }) => `| ${seed} | ${learnt(seed, found.atlas)} | ${learnt(seed, found.biased)} |`).join("\n")}

“Learnt” means a loss below ${w.exact(LEARNT)}, looked at every ${EVERY} steps. With a corner wrong the loss is never below
1/16 = ${w.exact(1 / 16)}: with *a* from the right output and a larger *b* from the wrong one, (1 − *a*)² + *b*² is at least ½, and the loss
divides by 2·4.
`;
}

function saturated({ saturation }: Found, w: Writer): string {
  const { runs, trained, seedsWithDead } = saturation;
  const [first, last] = [runs[0]!, runs.at(-1)!];
  return `
<h2 id="saturated">Saturated from the start</h2>

Far from 0 a sigmoid is flat. Its value is near 0 or 1, its slope *h*(1 − *h*) near 0, and the gradient that passes is
multiplied by that. The neuron is **saturated**; if it is so for every row, at the same end, it is **dead**: it says the same
whatever the row, and hardly any gradient reaches its weights. Here a value counts as near an end within ${w.exact(NEAR)} of it, so a neuron is
counted as dead if all ${trained} rows bring it within ${w.exact(NEAR)} of 0, or all within ${w.exact(NEAR)} of 1.

Large first weights do this. One network, ${neurons(settingsOfKind("saturation"))}
and biases, ${trained} rows, α = ${w.exact(settingsOfKind("saturation").rate)}, weight seed ${settingsOfKind("saturation").seed}, with its first weights multiplied:

| weights times | hidden values within ${w.exact(NEAR)} of 0 or 1 | outputs | dead neurons | norm of dLoss/dW1 | of dLoss/dW2 |
|--:|--:|--:|--:|--:|--:|
${runs.map((it) => `| ${w.exact(it.scale)} | ${w.percent(it.hiddenShare)} | ${w.percent(it.outputShare)} | ${it.dead} | ${w.brief(it.gradients[0])} | ${w.brief(it.gradients[1])} |`).join("\n")}

And after ${grouped(settingsOfKind("saturation").steps)} steps:

| weights times | loss before | loss after | right | weights moved by |
|--:|--:|--:|--:|--:|
${runs.map((it) => `| ${w.exact(it.scale)} | ${w.brief(it.start)} | ${w.brief(it.end)} | ${w.percent(it.accuracy)} | ${w.percent(it.moved)} of their size |`).join("\n")}

${w.choose(
  "saturated-run",
  last.end > 0.5 * last.start ? "stuck" : "learns",
  {
    stuck: `With weights ${w.exact(last.scale)} times as large, ${w.percent(last.hiddenShare)} of the hidden values and ${w.percent(last.outputShare)} of the outputs began at an end of their sigmoids, and the loss went only from ${w.brief(last.start)} to ${w.brief(last.end)}.`,
    learns: `Even with weights ${w.exact(last.scale)} times as large the loss fell to ${w.brief(last.end)}.`,
  },
)}
${w.choose(
  "gradient-norm",
  last.gradients[0] > first.gradients[0] ? "larger" : "smaller",
  {
    larger: `The norm of the first layer’s gradient does not show it: it is larger than with small weights, ${w.brief(last.gradients[0])} against ${w.brief(first.gradients[0])}, because it passes through large W2. Count the saturated values instead.`,
    smaller: `The norm of the first layer’s gradient shows it too: ${w.brief(last.gradients[0])} against ${w.brief(first.gradients[0])}.`,
  },
)}
${w.choose(
  "dead",
  last.dead === 0 ? "none" : last.stillDead === last.dead ? "stay" : "wake",
  {
    stay: `${last.dead} of the ${neurons(settingsOfKind("saturation"))} began dead and stayed so to the last step. We chose the seed for that.`,
    wake: `${last.dead} of the ${neurons(settingsOfKind("saturation"))} began dead; ${last.stillDead} stayed so to the last step. We chose the seed for that.`,
    none: `Even so no neuron was dead: each has rows for which it is not at that end.`,
  },
)} With weights ${w.exact(last.scale)} times as large, ${seedsWithDead} of the weight seeds 0 to ${settingsOfKind("saturation").seeds - 1} have a dead neuron before the first step.
`;
}

const named = ({ trained, ridge }: FittedRun, w: Writer): string =>
  `${trained} rows, λ = ${w.exact(ridge)}`;

function overfit(found: Found, w: Writer, telling: Telling): string {
  const [plain, ...others] = found.overfitting.runs as [
    FittedRun,
    ...FittedRun[],
  ];
  const { best, last } = plain;
  const { rate, unseen } = settingsOfKind("overfitting");
  const gain = best.accuracy.unseen - last.accuracy.unseen;
  const lower = others.filter((it) => it.last.loss.unseen < last.loss.unseen);
  const higher = others.filter((it) => !lower.includes(it));
  const values = (it: readonly FittedRun[]) =>
    list(
      it.map((run) => `${w.brief(run.last.loss.unseen)} (${named(run, w)})`),
    );
  return `
<h2 id="overfit">Learnt by heart</h2>

A network of ${neurons(settingsOfKind("overfitting"))} and biases, trained at α = ${w.exact(rate)} on the first ${plain.trained} of the article’s rows. ${grouped(unseen.rows)} more, drawn from
another seed, are only looked at.

${w.figure(
  lines(
    {
      id: "overfitting",
      series: [
        {
          label: "unseen rows",
          points: plain.points.map(({ step, loss }) => [step, loss.unseen]),
          kind: "fails",
          dash: true,
        },
        {
          label: "trained rows",
          points: plain.points.map(({ step, loss }) => [step, loss.trained]),
          kind: "agrees",
          dash: false,
        },
      ],
      x: { name: "step" },
      y: {
        name: "data loss",
        domain: [0, Math.max(...plain.points.map(({ loss }) => loss.unseen))],
      },
    },
    {
      title: "The loss on trained and on unseen rows",
      description: `Over ${grouped(last.step)} steps. On the rows trained on it ends at ${shortIn(telling)(last.loss.trained)}; on unseen rows it is lowest, ${shortIn(telling)(best.loss.unseen)}, after step ${grouped(best.step)} and ends at ${shortIn(telling)(last.loss.unseen)}.`,
    },
    shortIn(telling),
  ),
  `The data loss over the steps.`,
)}

${w.details(
  "Losses and accuracies as a table",
  `| step | loss, trained | loss, unseen | right, trained | right, unseen |\n|--:|--:|--:|--:|--:|\n${thinned(
    plain.points,
  )
    .map(
      ({ step, loss, accuracy }) =>
        `| ${grouped(step)} | ${w.brief(loss.trained)} | ${w.brief(loss.unseen)} | ${w.percent(accuracy.trained)} | ${w.percent(accuracy.unseen)} |`,
    )
    .join("\n")}`,
)}

${w.choose(
  "overfit",
  best.step < last.step && last.loss.trained < best.loss.trained
    ? "yes"
    : "no",
  {
    yes: `On unseen rows the loss was lowest after step ${grouped(best.step)}: ${w.brief(best.loss.unseen)}, with ${w.percent(best.accuracy.unseen)} right. From there on the two part. At the end the loss on the trained rows is ${w.brief(last.loss.trained)}, on the others ${w.brief(last.loss.unseen)}, with ${w.percent(last.accuracy.unseen)} right. What was learnt after step ${grouped(best.step)} was these ${plain.trained} rows and not XOR: **overfitting**.`,
    no: `The two losses did not part in this run.`,
  },
)}

The same run with more rows or a ridge, after ${count(last.step, "step")}. The unseen rows are the same ${grouped(unseen.rows)} for all:

| run | loss, trained | loss, unseen | right, unseen | unseen at its lowest |
|:--|--:|--:|--:|--:|
${found.overfitting.runs.map((it) => `| ${named(it, w)} | ${w.brief(it.last.loss.trained)} | ${w.brief(it.last.loss.unseen)} | ${w.percent(it.last.accuracy.unseen)} | ${w.brief(it.best.loss.unseen)}, step ${grouped(it.best.step)} |`).join("\n")}

${lower.length > 0 ? `Better on unseen rows than ${w.brief(last.loss.unseen)}: ${values(lower)}.` : ""} ${
    higher.length > 0
      ? `Worse: ${values(higher)}. ${w.choose(
          "strong-ridge",
          higher.every(
            (it) => it.ridge > 0 && it.last.loss.trained > best.loss.trained,
          )
            ? "too-strong"
            : "other",
          {
            "too-strong": `There the loss on its own rows is ${list(higher.map((it) => w.brief(it.last.loss.trained)))} too: so strong a ridge keeps the network from learning them.`,
            other: "",
          },
        )}`
      : ""
  }
${w.choose(
  "stop",
  best.step === last.step
    ? "at-the-end"
    : gain > 0
      ? "gains"
      : gain < 0
        ? "loses"
        : "same",
  {
    gains: `To stop at step ${grouped(best.step)} would have gained: ${w.percent(best.accuracy.unseen)} of the unseen rows right, against ${w.percent(last.accuracy.unseen)}. But one must keep some rows back to know when.`,
    same: `To stop at step ${grouped(best.step)} would have cost nothing: as many of the unseen rows are right at the end. But one must keep some rows back to know when.`,
    loses: `To stop at step ${grouped(best.step)} would have lowered the loss on unseen rows, but ${w.percent(last.accuracy.unseen)} of them are right at the end, against ${w.percent(best.accuracy.unseen)} then.`,
    "at-the-end": "",
  },
)}
`;
}

const RULES = {
  exact: "the gradient of the loss",
  summed: "the sum over rows, not the mean",
  article: "the article’s program",
};

function wrong({ gradient }: Found, w: Writer): string {
  const { rules, weights, trained } = gradient;
  const of = (rule: keyof typeof RULES) =>
    rules.find((it) => it.rule === rule)!;
  const [exact, summed, article] = [of("exact"), of("summed"), of("article")];
  const apart = Math.abs(article.end / exact.end - 1);
  return `
<h2 id="gradient">It learns, but the gradient is wrong</h2>

A wrong gradient need not show. Three programs, ${neurons(settingsOfKind("gradient"))}, ${trained} rows. Before the first step, each of the ${weights} slopes
is held against central differences. Then ${grouped(settingsOfKind("gradient").steps)} steps.

| program | α | λ | largest difference, as a share | best common factor | difference without it | loss before | loss after |
|:--|--:|--:|--:|--:|--:|--:|--:|
${rules.map((it) => `| ${RULES[it.rule]} | ${w.exact(it.rate)} | ${power(it.ridge)} | ${w.brief(it.worst)} | ${w.brief(it.factor)} | ${w.brief(it.worstScaled)} | ${w.brief(it.start)} | ${w.brief(it.end)} |`).join("\n")}

${w.choose("wrong-loss", apart < 0.01 ? "alike" : "apart", {
  alike: `The loss does not tell: it falls in all three, and after the run the article’s differs from the right one by ${w.percent(apart)}.`,
  apart: `After the run the article’s loss differs from the right one by ${w.percent(apart)}.`,
})} The check tells at once, before any step.
${w.choose("summed-factor", summed.worstScaled < 1e-6 ? "factor" : "more", {
  factor: `And it says what kind of mistake it is. The second program is wrong by one factor, ${w.brief(summed.factor)}, the same for every slope: that is the number of rows, so the mean was forgotten, which only makes the rate ${w.brief(summed.factor)} times as high.`,
  more: `The second program is not wrong by one factor alone.`,
})}
${w.choose("article-factor", article.worstScaled < 1e-6 ? "factor" : "more", {
  factor: `So is the third.`,
  more: `No factor mends the third: that is the ridge. [Chapter 7](dloss-dw2.html) shows the right one; [the tape of chapter 15](autodiff.html) finds such a mistake as well.`,
})}
`;
}

/** Marks of the atlas, in the order of its seeds. */
export const marksOf = (seeds: readonly Learnt[]): Mark[] =>
  seeds.map(({ step }) =>
    step === null ? "stuck" : step <= ATLAS.steps ? "learnt" : "late",
  );

function badSeed({ atlas: seeds, biased }: Found, w: Writer): string {
  const marks = marksOf(seeds);
  const those = (mark: Mark) => seeds.filter((_, i) => marks[i] === mark);
  const [learnt, late, stuck] = [
    those("learnt"),
    those("late"),
    those("stuck"),
  ];
  const steps = learnt.map(({ step }) => step!).sort((a, b) => a - b);
  const losses = stuck.map(({ loss }) => loss);
  const corners = new Set(stuck.map((it) => it.wrong.join()));
  const biasedLearnt = biased.filter(
    ({ step }) => step !== null && step <= ATLAS.steps,
  );
  const named = (it: readonly Learnt[]) =>
    list(it.map(({ seed }) => String(seed)));
  const [within, later] = [
    `learnt within ${grouped(ATLAS.steps)} steps: ${learnt.length}`,
    `learnt within ${grouped(ATLAS.patience)}: ${late.length}`,
  ];
  return `
<h2 id="seed">A bad seed: an atlas</h2>

Where a run ends depends on where it starts. The four corners {0, 1}², ${neurons(ATLAS)}, no bias, α = ${w.exact(ATLAS.rate)},
and the weight seeds 0 to ${seeds.length - 1}. Nothing else differs.

${w.figure(
  atlas(
    { id: "atlas", marks, columns: 10 },
    {
      title: `The corners of XOR from ${seeds.length} weight seeds`,
      description: `${learnt.length} of ${seeds.length} seeds learn all four corners within ${grouped(ATLAS.steps)} steps.${late.length > 0 ? ` Later, within ${grouped(ATLAS.patience)}: ${named(late)}.` : ""}${stuck.length > 0 ? ` Not learnt: ${named(stuck)}.` : ""}`,
      legend: {
        learnt: within,
        late: later,
        stuck: `not learnt: ${stuck.length}`,
      },
    },
  ),
  `Each mark is a weight seed: tens by row, units by column.`,
)}

${w.details(
  "The seeds as tables",
  `${stuck.length > 0 ? `Not learnt within ${grouped(ATLAS.patience)} steps: ${named(stuck)}.` : `All learnt within ${grouped(ATLAS.patience)} steps.`}

| seeds | learnt | later | not | steps of those that learnt, least to most |
|:--|--:|--:|--:|--:|
${tens(seeds)
  .map((row) => {
    const of = (mark: Mark) => row.filter((it) => those(mark).includes(it));
    const taken = row
      .flatMap(({ step }) => (step === null ? [] : [step]))
      .sort((a, b) => a - b);
    return `| ${row[0]!.seed} to ${row.at(-1)!.seed} | ${of("learnt").length} | ${of("late").length} | ${of("stuck").length} | ${taken.length > 0 ? `${grouped(taken[0]!)} to ${grouped(taken.at(-1)!)}` : ""} |`;
  })
  .join("\n")}`,
)}

${learnt.length} of ${seeds.length} learnt all four corners within ${grouped(ATLAS.steps)} steps, half of them within ${grouped(steps[Math.floor((steps.length - 1) / 2)]!)}.
${late.length > 0 ? `With more patience, up to ${grouped(ATLAS.patience)} steps, so did seed${late.length === 1 ? "" : "s"} ${named(late)}.` : stuck.length > 0 ? `More patience, up to ${grouped(ATLAS.patience)} steps, helped no other.` : ""}
${
  stuck.length > 0
    ? `The other ${stuck.length} ended with a loss of ${w.brief(Math.min(...losses))} to ${w.brief(Math.max(...losses))}. ${w.choose(
        "stuck-near",
        Math.max(...losses) < 1.05 / 16 ? "fence" : "spread",
        {
          fence: `That is just above 1/16 = ${w.exact(1 / 16)}, the least that a network with one corner wrong can have: three corners are right, and the fourth sits on the fence, with both outputs near one half.`,
          spread: `With one corner wrong the loss is at least 1/16 = ${w.exact(1 / 16)}.`,
        },
      )} ${w.choose(
        "stuck-corner",
        corners.size === 1 && stuck[0]!.wrong.length === 1
          ? "same"
          : "different",
        {
          same: `It is the same corner for all of them: ${CORNERS[stuck[0]!.wrong[0]!] ?? ""}.`,
          different: `It is not the same corner for all of them.`,
        },
      )}`
    : ""
}

With a bias on each layer, the same ${biased.length} seeds: ${biasedLearnt.length} of ${biased.length} learnt within ${grouped(ATLAS.steps)} steps.
${w.choose(
  "atlas-bias",
  biasedLearnt.length === biased.length
    ? "all"
    : biasedLearnt.length > learnt.length
      ? "more"
      : "not-more",
  {
    all: `Not one is stuck: with biases none of these seeds is a bad one.`,
    more: `So biases help, and seeds still matter.`,
    "not-more": `So biases do not help here.`,
  },
)} Before you blame a program, try a second seed; before you report a success, try a tenth.

${w.source("debugging", "chapters/experiments/debugging.ts")}
`;
}

/** The corners, by their place in the data. */
const CORNERS = ["(0, 0)", "(0, 1)", "(1, 0)", "(1, 1)"];

const tens = (seeds: readonly Learnt[]): Learnt[][] =>
  Array.from({ length: Math.ceil(seeds.length / 10) }, (_, i) =>
    seeds.slice(10 * i, 10 * i + 10),
  );

run(import.meta.url);
