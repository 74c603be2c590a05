import { median } from "d3-array";
import { run } from "#run";
import type { Prose, TrainingChapter } from "../src/book/chapter.ts";
import type { Others } from "../src/book/telling.ts";
import type { Writer } from "../src/book/writer.ts";
import { lines } from "../src/figures/lines.ts";
import { sigmoidPrime, tanh, tanhPrime } from "../src/math/elementary.ts";
import { norm } from "../src/math/norm.ts";
import { spread } from "../src/math/spread.ts";
import type { Trace } from "../src/network/stage.ts";
import { parseSettings } from "../src/training/settings.ts";
import { isChaotic, SEEDS } from "./experiments/seeds.ts";
import { experiment, FALL, type Found, type FromSeed, type Part, parts } from "./experiments/vanishing.ts";
import { chaosTold, HALF_LOSS } from "./from-seeds.ts";
import { LOG_AXIS } from "./words/figures.ts";
import { allSomeOrNone, count, grouped, list, ofThe, sentence, someOrNone } from "./words/prose.ts";
import { spreadCells, table, thinned } from "./words/table.ts";

export type Results = Readonly<Record<Part, Found>>;

/** A loss this near to `HALF_LOSS` is told as the same. */
const NEARLY = 0.01;
/** A gradient that keeps less than this of its length has vanished, here. */
const VANISHED = 1e-3;

/** The run that goes wrong, and the same with one thing changed. */
const REMEDIES = ["wild", "tenth", "hundredth", "decay", "clip", "layers", "ridge", "l1"] as const;
type Remedy = (typeof REMEDIES)[number];

const settingsOf = (part: Part) => parseSettings(parts[part].file);
/** How many times as large as drawn a run’s first weights are. */
const scaleOf = (part: Part) => parts[part].file.weights!.scale!;

/** How much longer the gradient gets at each step back, but for the first layer, which has two inputs. */
const gains = ({ start }: FromSeed) => start.slice(2).map((length, i) => start[i + 1]! - length);

/** The gradient on its way back before the first step. */
function factsOfWay(name: Part, { seeds }: Found) {
  const ratios = seeds.map(({ start }) => start[0]! / start.at(-1)!);
  return {
    name,
    scale: scaleOf(name),
    /** Of the first seed, its layers counted from the last one back. */
    points: [...seeds[0]!.start].reverse().map((length, i) => [i + 1, length] as const),
    isLarger: ratios[0]! > 1,
    /** The first layer’s gradient, in lengths of the last layer’s. */
    ratio: spread(ratios),
    first: median(seeds, ({ start }) => start[0])!,
    longer: seeds.filter((it) => gains(it).every((gain) => gain > 0)).length,
    shorter: seeds.filter((it) => gains(it).every((gain) => gain < 0)).length,
    firstLonger: ratios.filter((ratio) => ratio > 1).length,
  };
}

/** What a part is run with, and how its runs end. */
function factsOfRuns(part: Part, { seeds, curve }: Found) {
  const settings = settingsOf(part);
  const below = (runs: readonly FromSeed[]) => runs.filter(({ loss }) => loss < HALF_LOSS).length;
  const steady = seeds.filter((it) => !isChaotic(it));
  return {
    ...settings,
    scale: scaleOf(part),
    loss: spread(seeds.map(({ loss }) => loss)),
    /** In rows. */
    right: spread(seeds.map(({ right }) => Math.round(right * settings.trained))),
    below: below(seeds),
    steady: steady.length,
    steadyBelow: below(steady),
    isMostlySteady: steady.length > seeds.length / 2,
    curve,
  };
}

function factsOfTraining({ "sigmoid × 1, trained": drawn, "sigmoid × 3, trained": larger }: Results) {
  const slow = factsOfRuns("sigmoid × 1, trained", drawn);
  const quick = factsOfRuns("sigmoid × 3, trained", larger);
  const lower = larger.seeds.filter(({ loss }, i) => loss < drawn.seeds[i]!.loss).length;
  const runs = 2 * SEEDS.length;
  const isSteady = slow.steady + quick.steady === runs;
  return {
    slow,
    quick,
    runs,
    lower,
    nearly: NEARLY,
    start: slow.loss.least > HALF_LOSS - NEARLY && slow.loss.most < HALF_LOSS + NEARLY ? "stuck" : "learnt",
    scale: isSteady && lower === SEEDS.length ? "all" : lower > SEEDS.length / 2 ? "most" : "few",
  } as const;
}

function factsOfRemedies(found: Results) {
  const all = REMEDIES.map((name) => ({ name, ...factsOfRuns(name, found[name]) }));
  type Run = (typeof all)[number];
  const runs = Object.fromEntries(all.map((run) => [run.name, run])) as Record<Remedy, Run>;
  const those = (keep: (it: Run) => boolean) => {
    const kept = all.filter((it) => it.name !== "wild" && keep(it));
    return { kept, choice: someOrNone(kept.length) } as const;
  };
  return {
    ...runs,
    all,
    count: all.length * SEEDS.length,
    fall: FALL,
    /** More lines would be a tangle. */
    drawn: [runs.wild, runs.hundredth, runs.clip, runs.layers],
    losses: thinned(runs.wild.curve).map(([step]) => ({
      step,
      losses: all.map(({ curve }) => curve.find(([at]) => at === step)![1]),
    })),
    /** What a general sentence may rest on: most seeds are steady, and all of the steady end below one half’s loss. */
    cures: those((it) => it.isMostlySteady && it.steadyBelow === it.steady),
    /** Most seeds end below it, but most are chaotic. */
    chance: those((it) => !it.isMostlySteady && it.below > SEEDS.length / 2),
    fails: { ...those((it) => it.below === 0), asWithout: runs.wild.below === 0 },
  };
}

function facts(_trace: Trace, { resultsOf }: Others) {
  const found = resultsOf(experiment) as Results;
  const way = (name: Part) => factsOfWay(name, found[name]);
  const ways = [way("sigmoid × 0.1"), way("sigmoid × 1"), way("tanh × 1"), way("tanh × 32")] as const;
  const [weak, , , strong] = ways;
  const { hidden, trained: rows } = settingsOf("tanh × 1");
  const width = hidden[0]!;
  const { start, longest, loss } = found.wild.seeds[0]!;
  const { every } = parts.wild.file.record as { every: number };
  return {
    seeds: SEEDS.length,
    firstSeed: SEEDS[0],
    lastSeed: SEEDS.at(-1),
    slopes: { sigmoid: sigmoidPrime(0.5), tanh: tanhPrime(0) },
    article: { half: tanh(1 / 2), one: tanh(1) },
    half: HALF_LOSS,
    /** The loss where all outputs are 0 or 1, and half of them wrong. */
    stuck: 2 * HALF_LOSS,
    ways,
    size: { width, rows, layers: weak.points.length, outer: 2 * width, inner: width * width },
    vanishing: weak.ratio.most < VANISHED ? "vanishes" : "arrives",
    exploding: {
      first: allSomeOrNone(strong.firstLonger, SEEDS.length),
      layers: allSomeOrNone(strong.longer, SEEDS.length),
    },
    training: factsOfTraining(found),
    remedies: factsOfRemedies(found),
    /** The run that goes wrong, from the first seed. */
    firstRun: { start: norm(start), ...longest, every, loss },
  } as const;
}
export type Facts = ReturnType<typeof facts>;

/** "sigmoid × 0.1" */
const wayTold = (name: Part, w: Writer): string => name.replace(/[\d.]+$/, (x) => w.tick(Number(x)));

const prose: Prose<Facts> = {
  title: "Gradients that vanish or explode",
  summary:
    "Deep networks from twenty seeds: where the gradient is lost, where it grows, and which remedies help.",
  page(f, w) {
    const { seeds, remedies } = f;
    const [weak, sigmoid, tanh, strong] = f.ways;
    const { slow, quick } = f.training;
    const { wild } = remedies;
    const ends: Record<number, string> = { 1: ", the last", [f.size.layers]: ", the first" };
    const names = namesOf(remedies, w);
    return `
Some gradients go wrong without a bug. In a network with four hidden layers the way back is long. At each layer
the gradient is multiplied by the weights and by the slopes of the neurons. If these products are small, hardly
anything arrives at the first layer: the gradient **vanishes**. If they are large, the gradient grows at every layer on its
way back: it **explodes**.

**tanh** is another activation function: tanh(*z*) = 2·σ(2*z*) − 1. It has the shape of the sigmoid, but goes from −1 to 1.
The outputs are sigmoids in all networks here.

One seed is one story. So everything here is done with ${seeds} seeds of the weights, from seed ${f.firstSeed} to seed ${f.lastSeed}, on the article’s rows.

${w.question(
  `A sigmoid’s slope is at most ${w.exact(f.slopes.sigmoid)}, that of tanh at most ${w.exact(f.slopes.tanh)}. In which of the two does the gradient vanish sooner?`,
  `With sigmoids, unless the weights make up for it. The table of all seeds below shows it: with weights as drawn, the first layer’s gradient is ${w.brief(sigmoid.ratio.median)} times as long as the last layer’s with sigmoids and ${w.brief(tanh.ratio.median)} times as long with tanh, at the median of the seeds.`,
)}

## Before the first step

Here is the length of the gradient, $\\sqrt{\\sum \\htmlClass{gradients}{G}^2}$, in each of the five weight matrices before the first step. Of many numbers we give the least, the most and the **median**, the one in the middle: half of them are below it. The networks have four hidden
layers of ${f.size.width} neurons and see all ${f.size.rows} rows. Their weights are drawn as in chapter ${w.chapter("init")} and then multiplied by the number after ×.

${w.figure(
  lines(
    {
      id: "layers",
      series: f.ways.map(({ name, scale, points }) => ({
        label: wayTold(name, w),
        points,
        kind: scale === 1 ? "ink" : "fails",
      })),
      x: { name: "weight matrix, counted back from the loss" },
      y: { name: "length of the gradient", scale: "log" },
    },
    {
      title: "The gradient on its way back through five layers",
      description: `The length of the gradient in each weight matrix, from the last to the first, on a log axis. At the first matrix it is ${f.ways.map(({ name, isLarger }) => `${isLarger ? "larger" : "smaller"} than at the last for ${wayTold(name, w)}`).join(", ")}.`,
    },
    w.tick,
  ),
  `From the last weight matrix, 1, back to the first, ${f.size.layers}, with the weights of seed ${f.firstSeed}. ${LOG_AXIS}`,
)}

${w.details(
  "The lengths as a table",
  table(
    ["neurons and weights", ...tanh.points.map(([layer]) => `${layer}${ends[layer] ?? ""}`)],
    f.ways.map(({ name, points }) => [wayTold(name, w), ...points.map(([, length]) => w.brief(length))]),
  ),
)}

How long a gradient is depends on the number of weights, too. The last matrix has ${f.size.outer} and the first has ${f.size.outer}, those
between have ${grouped(w, f.size.inner)}. So we compare the first with the last. The table gives the length of the first gradient divided by that of the last,
and the number of seeds for which the gradient became longer, or shorter, at each of the three steps back from the last matrix to the second after the inputs.

${table(
  ["neurons and weights", "median", "least", "most", `longer, of ${seeds}`, `shorter, of ${seeds}`],
  f.ways.map(({ name, ratio, longer, shorter }) => [
    wayTold(name, w),
    w.brief(ratio.median),
    w.atLeast(ratio.least),
    w.atMost(ratio.most),
    String(longer),
    String(shorter),
  ]),
)}

## Gradients that vanish

${w.choose("vanishing", f.vanishing, {
  vanishes: `With sigmoids and weights ${w.exact(weak.scale)} times as large as drawn, the first layer’s gradient is at most ${w.atMost(weak.ratio.most)} times as long as the last layer’s, with each of these seeds.`,
  arrives: `With sigmoids and weights ${w.exact(weak.scale)} times as large as drawn, the first layer’s gradient is up to ${w.atMost(weak.ratio.most)} times as long as the last layer’s.`,
})} With the weights as drawn it is ${w.brief(sigmoid.ratio.median)} times as long at the median.

What does that mean for training? We trained networks with four hidden layers of ${slow.hidden[0]} sigmoids on the first ${slow.trained} rows, at a learning rate of ${w.exact(slow.learningRate)},
for ${count(w, slow.steps, "step")}: once with the weights as drawn, once with weights ${w.exact(quick.scale)} times as large, from each of the ${seeds} seeds.

${table(
  [
    "weights times",
    "loss after, median",
    "least",
    "most",
    `right of ${slow.trained}, median`,
    "least",
    "most",
  ],
  [slow, quick].map(({ scale, loss, right }) => [
    w.exact(scale),
    ...spreadCells(loss, w.brief),
    ...spreadCells(right, w.exact),
  ]),
)}

To answer one half to everything costs ${w.exact(f.half)}. ${w.choose("slow", f.training.start, {
      stuck: `With the weights as drawn, all ${seeds} runs end within ${w.exact(f.training.nearly)} of that: they have learnt almost nothing.`,
      learnt: `With the weights as drawn, the best run ends with ${w.brief(slow.loss.least)}.`,
    })} ${w.choose("scale", f.training.scale, {
      all: `With larger weights the loss ended lower from each of the ${seeds} seeds. All ${f.training.runs} runs are steady, in the sense explained below. How large the first weights are decided whether there was a gradient to follow.`,
      most: `With larger weights the loss ended lower from ${f.training.lower} of the ${seeds} seeds.`,
      few: `With larger weights the loss ended lower from only ${f.training.lower} of the ${seeds} seeds.`,
    })}

## Gradients that explode

The slope of tanh is largest at 0, where it is ${w.exact(f.slopes.tanh)}. Far from 0 tanh is flat: the neuron is **saturated**, and hardly
anything passes through it. Large weights saturate many neurons, but they also multiply what the others let through. Where they
multiply by more than is lost, the gradient explodes.

${w.choose("exploding", f.exploding.first, {
  all: `With weights ${strong.scale} times as large, the gradient of the first layer is longer than that of the last with each of the ${seeds} seeds: ${w.brief(strong.ratio.median)} times as long at the median, at least ${w.atLeast(strong.ratio.least)} and at most ${w.atMost(strong.ratio.most)} times.`,
  some: `With weights ${strong.scale} times as large, the gradient of the first layer is longer than that of the last with ${strong.firstLonger} of the ${seeds} seeds: it is ${w.atLeast(strong.ratio.least)} to ${w.atMost(strong.ratio.most)} times as long.`,
  none: `With weights ${strong.scale} times as large, the gradient of the first layer is not longer than that of the last with any of the ${seeds} seeds: at most ${w.atMost(strong.ratio.most)} times as long.`,
})} ${w.choose("exploding-layers", f.exploding.layers, {
      all: `With each of them it grows at each of these three steps.`,
      some: `With ${strong.longer} of them it grows at each of these three steps.`,
      none: `With none of them it grows at each of these three steps.`,
    })} At the median the first layer’s gradient is ${w.brief(strong.first)} long; with the weights as drawn it is ${w.brief(tanh.first)}.

${w.article(`Its program has a tanh that it never calls. For z = 1 that gives ${w.num(f.article.half)}, which is tanh(½), and the slope beside it is that of neither; tanh(1) is ${w.num(f.article.one)}.`)}

## The remedies, from twenty seeds

Now a run that goes wrong in training: four hidden layers of ${wild.hidden[0]} tanh neurons, weights ${w.exact(wild.scale)} times as large, and a learning
rate of ${w.exact(wild.learningRate)}, on the first ${wild.trained} rows. With seed ${f.firstSeed} its gradient is ${w.brief(f.firstRun.start)} long before the first step,
and at most ${w.atMost(f.firstRun.gradient)} long at any look (one every ${f.firstRun.every} steps). So a step is up to ${w.atMost(f.firstRun.step)} long, and after ${count(w, wild.steps, "step")} the loss is ${w.brief(f.firstRun.loss)}.

${chaosTold(w)}

Each line of the table is ${seeds} runs of ${count(w, wild.steps, "step")}, one from each seed, with one thing changed. “Below” means that the run ends with a loss below ${w.exact(f.half)}, what one half for every answer costs. A network whose outputs all stick at 0 or 1, half of them wrong, has a loss of ${w.exact(f.stuck)}.

${table(
  ["changed", "loss, median", "least", "most", `below, of ${seeds}`, "steady", "steady and below"],
  remedies.all.map(({ name, loss, below, steady, steadyBelow }) => [
    names[name].changed,
    ...spreadCells(loss, w.brief),
    ...[below, steady, steadyBelow].map(String),
  ]),
)}

The losses are those of the data alone. L1 adds $\\frac{\\lambda_1}{N}\\sum |w|$ to the loss that is trained: it pulls at each weight with the same force, however small the weight is.
**Clipping** shortens a gradient that is too long and leaves its direction. None of these ${grouped(w, remedies.count)} runs ended in NaN.

${w.figure(
  lines(
    {
      id: "remedies",
      series: remedies.drawn.map(({ name, curve }) => ({
        label: names[name].label,
        points: curve,
        kind: name === "wild" ? "fails" : "ink",
      })),
      x: { name: "steps" },
      y: { name: "loss" },
    },
    {
      title: "The loss with one thing changed at a time",
      description: `The loss over the steps with the weights of one seed, one line for each: ${remedies.drawn.map(({ name }) => names[name].label).join(", ")}.`,
    },
    w.tick,
  ),
  `The loss over the steps with the weights of seed ${f.firstSeed}, for ${remedies.drawn.length} of the ${remedies.all.length} lines of the table.`,
)}

${w.details(
  "The losses on the way",
  table(
    ["steps", ...remedies.all.map(({ name }) => names[name].label)],
    remedies.losses.map(({ step, losses }) => [grouped(w, step), ...losses.map(w.brief)]),
  ),
)}

${w.choose("cures", remedies.cures.choice, {
  some: `Only steady runs allow a general statement:`,
  none: `With none of these changes most of the runs are steady and end below ${w.exact(f.half)}.`,
})}

${remedies.cures.kept.map(({ name, steady }) => `- With ${names[name].told} ${ofThe(steady, seeds)} runs are steady, and all of these end below ${w.exact(f.half)}.`).join("\n")}

${w.choose("chance", remedies.chance.choice, {
  some: `For some others we can only count how they ended:`,
  none: "",
})}

${remedies.chance.kept.map(({ name, below, steady }) => `- With ${names[name].told} ${ofThe(below, seeds)} runs end below ${w.exact(f.half)}, and ${ofThe(steady, seeds)} ${steady === 0 || steady === 1 ? "is" : "are"} steady.`).join("\n")}

${w.choose("fails", remedies.fails.choice, {
  some: `${sentence(list(remedies.fails.kept.map(({ name }) => `with ${names[name].told}`)))} no run ended below ${w.exact(f.half)}${remedies.fails.asWithout ? ", as without a remedy" : ""}.`,
  none: "",
})}

${w.source("vanishing")}
`;
  },
};

/** What is changed: in figures, in full and in a sentence. */
function namesOf({ wild, tenth, hundredth, fall, clip, layers, ridge, l1 }: Facts["remedies"], w: Writer) {
  const named = (label: string, changed = label, told = label) => ({ label, changed, told });
  const falling = `α = ${w.exact(wild.learningRate)}/(1 + ${w.exact(fall)}*t*)`;
  return {
    wild: named("none", "nothing"),
    tenth: named(`α = ${w.exact(tenth.learningRate)}`),
    hundredth: named(`α = ${w.exact(hundredth.learningRate)}`),
    decay: named("falling rate", falling, "a falling rate"),
    clip: named("clipping", `gradient clipped at ${w.exact(clip.clip!)}`),
    layers: named("one layer", `${layers.hidden.length} hidden layer`, "one hidden layer"),
    ridge: named("ridge", `ridge, λ = ${w.exact(ridge.ridge)}`, "a ridge"),
    l1: named("L1", `L1, $\\lambda_1$ = ${w.exact(l1.l1)}`),
  };
}

export const chapter: TrainingChapter<Facts> = {
  name: "vanishing",
  direction: "training",
  experiment,
  facts,
  prose,
};

run(import.meta.url);
