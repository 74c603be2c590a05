import { run } from "#run";
import type { Mixed, TrainingChapter } from "../src/book/chapter.ts";
import type { Writer } from "../src/book/writer.ts";
import { lines } from "../src/figures/lines.ts";
import { DEFAULT_LESSON } from "../src/lesson/lesson.ts";
import { sigmoidPrime, tanh, tanhPrime } from "../src/math/elementary.ts";
import { norm } from "../src/math/norm.ts";
import { spread } from "../src/math/spread.ts";
import { parseSettings } from "../src/training/settings.ts";
import { isChaotic, SEEDS } from "./experiments/seeds.ts";
import { experiment, FALL, type Found, type FromSeed, type Part, parts } from "./experiments/vanishing.ts";
import { chaosTold, chaoticOf } from "./words/chaos.ts";
import { LOG_AXIS } from "./words/figures.ts";
import { allSomeOrNone, count, grouped, list, ofThe, sentence } from "./words/prose.ts";
import { table, thinned } from "./words/table.ts";

export type Results = Readonly<Record<Part, Found>>;

/** The loss of a network that answers one half to everything. */
const HALF = 0.25;
/** A loss as near to that is told as the same. */
const NEARLY = 0.01;
/** A gradient that keeps less than this of its length has vanished, here. */
const VANISHED = 1e-3;

const file = (part: Part) => parseSettings(parts[part].file);
/** How many times as large as drawn a run’s first weights are. */
const scaleOf = (part: Part): number => parts[part].file.weights!.scale!;

/** The networks looked at before their first step. */
const DEEP = ["sigmoid × 0.1", "sigmoid × 1", "tanh × 1", "tanh × 32"] as const satisfies Part[];
type Deep = (typeof DEEP)[number];

/** What was changed of the run that goes wrong, one thing at a time. */
const REMEDIES = [
  "wild",
  "tenth",
  "hundredth",
  "decay",
  "clip",
  "layers",
  "ridge",
  "l1",
] as const satisfies Part[];
type Remedy = (typeof REMEDIES)[number];
/** Those in the figure: more lines would be a tangle. */
const DRAWN = ["wild", "hundredth", "clip", "layers"] as const;

/** The lengths of the gradient before the first step, from the last layer back to the first. */
const wayBack = ({ start }: FromSeed): readonly number[] => [...start].reverse();
/** The first layer’s gradient, in lengths of the last layer’s. */
const firstToLast = (way: readonly number[]): number => way.at(-1)! / way[0]!;
/** Whether it grows with every layer, but for the first, which has two inputs. */
const grows = (way: readonly number[]): boolean => way.slice(1, -1).every((length, i) => length > way[i]!);
const shrinks = (way: readonly number[]): boolean => way.slice(1, -1).every((length, i) => length < way[i]!);

function factsOfWays(part: Deep, { seeds }: Found) {
  const ways = seeds.map(wayBack);
  const ratios = ways.map(firstToLast);
  return {
    part,
    drawn: ways[0]!,
    ratio: spread(ratios),
    first: spread(ways.map((way) => way.at(-1)!)),
    longer: ways.filter(grows).length,
    shorter: ways.filter(shrinks).length,
    firstLonger: ratios.filter((ratio) => ratio > 1).length,
  };
}

function factsOfTraining(found: Results) {
  const [slow, quick] = (["sigmoid × 1, trained", "sigmoid × 3, trained"] as const).map((part) => {
    const { seeds } = found[part];
    return {
      scale: scaleOf(part),
      loss: spread(seeds.map(({ loss }) => loss)),
      right: spread(seeds.map(({ right }) => right)),
      chaotic: chaoticOf(seeds),
    };
  }) as [TrainedFacts, TrainedFacts];
  const lower = found["sigmoid × 3, trained"].seeds.filter(
    ({ loss }, i) => loss < found["sigmoid × 1, trained"].seeds[i]!.loss,
  ).length;
  const steady = slow.chaotic + quick.chaotic === 0;
  return {
    slow,
    quick,
    lower,
    verdict: steady && lower === SEEDS.length ? "all" : lower > SEEDS.length / 2 ? "most" : "few",
    nothing: slow.loss.least > HALF - NEARLY && slow.loss.most < HALF + NEARLY,
  } as const;
}
interface TrainedFacts {
  readonly scale: number;
  readonly loss: ReturnType<typeof spread>;
  readonly right: ReturnType<typeof spread>;
  readonly chaotic: number;
}

function factsOfRemedy(remedy: Remedy, { seeds }: Found) {
  const below = (some: readonly FromSeed[]) => some.filter(({ loss }) => loss < HALF).length;
  const steady = seeds.filter((it) => !isChaotic(it));
  return {
    remedy,
    loss: spread(seeds.map(({ loss }) => loss)),
    below: below(seeds),
    steady: steady.length,
    steadyBelow: below(steady),
    isMostlySteady: steady.length > seeds.length / 2,
  };
}

/** Every number and every choice of the page. */
export function facts(found: Results) {
  const ways = Object.fromEntries(DEEP.map((part) => [part, factsOfWays(part, found[part])])) as Record<
    Deep,
    ReturnType<typeof factsOfWays>
  >;
  const large = ways["tanh × 32"];
  const [wild] = found.wild.seeds as [FromSeed, ...FromSeed[]];
  const remedies = REMEDIES.map((it) => factsOfRemedy(it, found[it]));
  const tried = remedies.filter(({ remedy }) => remedy !== "wild");
  return {
    ways,
    vanishing: ways["sigmoid × 0.1"].ratio.most < VANISHED,
    exploding: allSomeOrNone(large.firstLonger, SEEDS.length),
    layers: allSomeOrNone(large.longer, SEEDS.length),
    training: factsOfTraining(found),
    wild: {
      start: norm(wild.start),
      gradient: wild.longest.gradient,
      step: wild.longest.step,
      loss: wild.loss,
    },
    remedies,
    none: remedies[0]!,
    /** What a general sentence may rest on: most seeds are steady, and all of the steady end below one half’s loss. */
    cures: tried.filter((it) => it.isMostlySteady && it.steadyBelow === it.steady),
    /** Most seeds end below it, but most are chaotic. */
    chance: tried.filter((it) => !it.isMostlySteady && it.below > SEEDS.length / 2),
    fails: tried.filter((it) => it.below === 0),
    curves: Object.fromEntries(REMEDIES.map((it) => [it, found[it].curve])) as Record<Remedy, Found["curve"]>,
  };
}
type Facts = ReturnType<typeof facts>;

export const chapter: TrainingChapter<Mixed> = {
  name: "vanishing",
  direction: "training",
  experiment,
  facts: (trace, telling) => ({ trace, telling }),
  prose: {
    title: "Gradients that vanish or explode",
    summary:
      "Deep networks from twenty seeds: where the gradient is lost, where it grows, and which remedies help.",
    page({ telling }, own) {
      const f = facts(telling.resultsOf(experiment) as Results);
      const w = own.on(telling.traceOf(DEFAULT_LESSON));
      const seeds = SEEDS.length;
      const slow = file("sigmoid × 1, trained");
      const wild = file("wild");
      const width = file("tanh × 1").hidden[0]!;
      return `
Some gradients go wrong without a bug. In a network with four hidden layers the way back is long. At each layer
the gradient is multiplied by the weights and by the slopes of the neurons. If these products are small, hardly
anything arrives at the first layer: the gradient **vanishes**. If they are large, the gradient grows at every layer on its
way back: it **explodes**.

**tanh** is another activation function: tanh(*z*) = 2·σ(2*z*) − 1. It has the shape of the sigmoid, but goes from −1 to 1.
The outputs are sigmoids in all networks here.

One seed is one story. So everything here is done with ${seeds} seeds of the weights, from seed ${SEEDS[0]} to seed ${SEEDS.at(-1)}, on the article’s rows.

${w.question(
  `A sigmoid’s slope is at most ${w.exact(sigmoidPrime(0.5))}, that of tanh at most ${w.exact(tanhPrime(0))}. In which of the two does the gradient vanish sooner?`,
  `With sigmoids, unless the weights make up for it. The table of all seeds below shows it: with weights as drawn, the first layer’s gradient is ${w.brief(f.ways["sigmoid × 1"].ratio.median)} times as long as the last layer’s with sigmoids and ${w.brief(f.ways["tanh × 1"].ratio.median)} times as long with tanh, at the median of the seeds.`,
)}

## Before the first step

Here is the length of the gradient, $\\sqrt{\\sum \\htmlClass{gradients}{G}^2}$, in each of the five weight matrices before the first step. Of many numbers we give the least, the most and the **median**, the one in the middle: half of them are below it. The networks have four hidden
layers of ${width} neurons and see all ${slow.data && "rows" in slow.data ? slow.data.rows : ""} rows. Their weights are drawn as in chapter ${w.chapter("init")} and then multiplied by the number after ×.

${w.figure(
  lines(
    {
      id: "layers",
      series: DEEP.map((part) => ({
        label: part,
        ...((part === DEEP[0] || part === DEEP.at(-1)) && {
          kind: "fails" as const,
        }),
        points: f.ways[part].drawn.map((g, i) => [i + 1, g] as const),
      })),
      x: { name: "weight matrix, counted back from the loss" },
      y: { name: "length of the gradient", scale: "log" },
    },
    {
      title: "The gradient on its way back through five layers",
      description: `The length of the gradient in each weight matrix, from the last to the first, on a log axis. At the first matrix it is ${DEEP.map((part) => `${firstToLast(f.ways[part].drawn) > 1 ? "larger" : "smaller"} than at the last for ${part}`).join(", ")}.`,
    },
    w.tick,
  ),
  `From the last weight matrix, 1, back to the first, ${f.ways["tanh × 1"].drawn.length}, with the weights of seed ${SEEDS[0]}. ${LOG_AXIS}`,
)}

${w.details("The lengths as a table", layerTable(w, f))}

How long a gradient is depends on the number of weights, too. The last matrix has ${2 * width} and the first has ${2 * width}, those
between have ${grouped(width * width)}. So we compare the first with the last. The table gives the length of the first gradient divided by that of the last,
and the number of seeds for which the gradient became longer, or shorter, at each of the three steps back from the last matrix to the second after the inputs.

${table(
  ["neurons and weights", "median", "least", "most", `longer, of ${seeds}`, `shorter, of ${seeds}`],
  DEEP.map((part) => {
    const { ratio, longer, shorter } = f.ways[part];
    return [part, ...[ratio.median, ratio.least, ratio.most].map(w.brief), String(longer), String(shorter)];
  }),
)}

## Gradients that vanish

${w.choose("vanishing", f.vanishing ? "vanishes" : "arrives", {
  vanishes: `With sigmoids and weights ${w.exact(scaleOf("sigmoid × 0.1"))} times as large as drawn, the first layer’s gradient is at most ${w.atMost(f.ways["sigmoid × 0.1"].ratio.most)} times as long as the last layer’s, with each of these seeds.`,
  arrives: `With sigmoids and weights ${w.exact(scaleOf("sigmoid × 0.1"))} times as large as drawn, the first layer’s gradient is up to ${w.atMost(f.ways["sigmoid × 0.1"].ratio.most)} times as long as the last layer’s.`,
})} With the weights as drawn it is ${w.brief(f.ways["sigmoid × 1"].ratio.median)} times as long at the median.

What does that mean for training? We trained networks with four hidden layers of ${slow.hidden[0]} sigmoids on the first ${slow.trained} rows, at a learning rate of ${w.exact(slow.learningRate)},
for ${count(slow.steps, "step")}: once with the weights as drawn, once with weights ${w.exact(f.training.quick.scale)} times as large, from each of the ${seeds} seeds.

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
  [f.training.slow, f.training.quick].map(({ scale, loss, right }) => [
    w.exact(scale),
    ...[loss.median, loss.least, loss.most].map(w.brief),
    ...[right.median, right.least, right.most].map((it) => w.exact(Math.round(it * slow.trained * 2) / 2)),
  ]),
)}

To answer one half to everything costs ${w.exact(HALF)}. ${w.choose(
        "slow",
        f.training.nothing ? "stuck" : "learnt",
        {
          stuck:
            `With the weights as drawn, all ${seeds} runs end within 0.01 of that: they have learnt almost nothing.`.replace(
              "0.01",
              w.exact(0.01),
            ),
          learnt: `With the weights as drawn, the best run ends with ${w.brief(f.training.slow.loss.least)}.`,
        },
      )} ${w.choose("scale", f.training.verdict, {
        all: `With larger weights the loss ended lower from each of the ${seeds} seeds. All ${2 * seeds} runs are steady, in the sense explained below. How large the first weights are decided whether there was a gradient to follow.`,
        most: `With larger weights the loss ended lower from ${f.training.lower} of the ${seeds} seeds.`,
        few: `With larger weights the loss ended lower from only ${f.training.lower} of the ${seeds} seeds.`,
      })}

## Gradients that explode

The slope of tanh is largest at 0, where it is ${w.exact(tanhPrime(0))}. Far from 0 tanh is flat: the neuron is **saturated**, and hardly
anything passes through it. Large weights saturate many neurons, but they also multiply what the others let through. Where they
multiply by more than is lost, the gradient explodes.

${w.choose("exploding", f.exploding, {
  all: `With weights ${scaleOf("tanh × 32")} times as large, the gradient of the first layer is longer than that of the last with each of the ${seeds} seeds: ${w.brief(f.ways["tanh × 32"].ratio.median)} times as long at the median, at least ${w.atLeast(f.ways["tanh × 32"].ratio.least)} and at most ${w.atMost(f.ways["tanh × 32"].ratio.most)} times.`,
  some: `With weights ${scaleOf("tanh × 32")} times as large, the gradient of the first layer is longer than that of the last with ${f.ways["tanh × 32"].firstLonger} of the ${seeds} seeds: it is ${w.brief(f.ways["tanh × 32"].ratio.least)} to ${w.brief(f.ways["tanh × 32"].ratio.most)} times as long.`,
  none: `With weights ${scaleOf("tanh × 32")} times as large, the gradient of the first layer is not longer than that of the last with any of the ${seeds} seeds: at most ${w.atMost(f.ways["tanh × 32"].ratio.most)} times as long.`,
})} ${w.choose("exploding-layers", f.layers, {
        all: `With each of them it grows at each of these three steps.`,
        some: `With ${f.ways["tanh × 32"].longer} of them it grows at each of these three steps.`,
        none: `With none of them it grows at each of these three steps.`,
      })} At the median the first layer’s gradient is ${w.brief(f.ways["tanh × 32"].first.median)} long; with the weights as drawn it is ${w.brief(f.ways["tanh × 1"].first.median)}.

${w.article(`Its program has a tanh that it never calls. For z = 1 that gives ${w.num(tanh(1 / 2))}, which is tanh(½), and the slope beside it is that of neither; tanh(1) is ${w.num(tanh(1))}.`)}

## The remedies, from twenty seeds

Now a run that goes wrong in training: four hidden layers of ${wild.hidden[0]} tanh neurons, weights ${w.exact(scaleOf("wild"))} times as large, and a learning
rate of ${w.exact(wild.learningRate)}, on the first ${wild.trained} rows. With seed ${SEEDS[0]} its gradient is ${w.brief(f.wild.start)} long before the first step,
and at most ${w.atMost(f.wild.gradient)} long at any look (one every ${parts.wild.file.record && "every" in parts.wild.file.record ? parts.wild.file.record.every : ""} steps). So a step is up to ${w.atMost(f.wild.step)} long, and after ${count(wild.steps, "step")} the loss is ${w.brief(f.wild.loss)}.

${chaosTold(w)}

Each line of the table is ${seeds} runs of ${count(wild.steps, "step")}, one from each seed, with one thing changed. “Below” means that the run ends with a loss below ${w.exact(HALF)}, what one half for every answer costs. A network whose outputs all stick at 0 or 1, half of them wrong, has a loss of ${w.exact(2 * HALF)}.

${table(
  ["changed", "loss, median", "least", "most", `below, of ${seeds}`, "steady", "steady and below"],
  f.remedies.map(({ remedy, loss, below, steady, steadyBelow }) => [
    changed(w, remedy),
    ...[loss.median, loss.least, loss.most].map(w.brief),
    String(below),
    String(steady),
    String(steadyBelow),
  ]),
)}

The losses are those of the data alone. L1 adds $\\frac{\\lambda_1}{N}\\sum |w|$ to the loss that is trained: it pulls at each weight with the same force, however small the weight is.
**Clipping** shortens a gradient that is too long and leaves its direction. None of these ${grouped(REMEDIES.length * seeds)} runs ended in NaN.

${w.figure(
  lines(
    {
      id: "remedies",
      series: DRAWN.map((remedy) => ({
        label: LABELS[remedy],
        points: f.curves[remedy],
        ...(remedy === "wild" && { kind: "fails" as const }),
      })),
      x: { name: "steps" },
      y: { name: "loss" },
    },
    {
      title: "The loss with one thing changed at a time",
      description: `The loss over the steps with the weights of one seed, one line for each: ${DRAWN.map((it) => LABELS[it]).join(", ")}.`,
    },
    w.tick,
  ),
  `The loss over the steps with the weights of seed ${SEEDS[0]}, for ${DRAWN.length} of the ${REMEDIES.length} lines of the table.`,
)}

${w.details("The losses on the way", lossTable(w, f))}

${w.choose("cures", f.cures.length > 0 ? "some" : "none", {
  some: `Only steady runs allow a general statement:`,
  none: `With none of these changes most of the runs are steady and end below ${w.exact(HALF)}.`,
})}

${f.cures.map(({ remedy, steady }) => `- With ${TOLD[remedy]} ${ofThe(steady, seeds)} runs are steady, and all of these end below ${w.exact(HALF)}.`).join("\n")}

${w.choose("chance", f.chance.length > 0 ? "some" : "none", {
  some: `For some others we can only count how they ended:`,
  none: "",
})}

${f.chance.map(({ remedy, below, steady }) => `- With ${TOLD[remedy]} ${ofThe(below, seeds)} runs end below ${w.exact(HALF)}, and ${ofThe(steady, seeds)} ${steady === 0 || steady === 1 ? "is" : "are"} steady.`).join("\n")}

${w.choose("fails", f.fails.length > 0 ? "some" : "none", {
  some: `${sentence(list(f.fails.map(({ remedy }) => `with ${TOLD[remedy]}`)))} no run ended below ${w.exact(HALF)}${f.none.below === 0 ? ", as without a remedy" : ""}.`,
  none: "",
})}

${w.source("vanishing", "chapters/experiments/vanishing.ts")}
`;
    },
  },
};

/** In figures. */
const LABELS: Record<Remedy, string> = {
  wild: "none",
  tenth: `α = ${file("tenth").learningRate}`,
  hundredth: `α = ${file("hundredth").learningRate}`,
  decay: "falling rate",
  clip: "clipping",
  layers: "one layer",
  ridge: "ridge",
  l1: "L1",
};
/** In a sentence. */
const TOLD: Record<Remedy, string> = {
  ...LABELS,
  wild: "nothing changed",
  decay: "a falling rate",
  layers: "one hidden layer",
  ridge: "a ridge",
};

/** What was changed, in full. */
function changed(w: Writer, remedy: Remedy): string {
  const { learningRate } = file("wild");
  const it = file(remedy);
  const told: Record<Remedy, string> = {
    wild: "nothing",
    tenth: `α = ${w.exact(it.learningRate)}`,
    hundredth: `α = ${w.exact(it.learningRate)}`,
    decay: `α = ${w.exact(learningRate)}/(1 + ${w.exact(FALL)}*t*)`,
    clip: `gradient clipped at ${w.exact(it.clip ?? 0)}`,
    layers: `${it.hidden.length} hidden layer`,
    ridge: `ridge, λ = ${w.exact(it.ridge)}`,
    l1: `L1, $\\lambda_1$ = ${w.exact(it.l1)}`,
  };
  return told[remedy];
}

function layerTable(w: Writer, { ways }: Facts): string {
  const layers = ways["tanh × 1"].drawn.map((_, i, all) =>
    i === 0 ? "1, the last" : i === all.length - 1 ? `${i + 1}, the first` : `${i + 1}`,
  );
  return table(
    ["neurons and weights", ...layers],
    DEEP.map((part) => [part, ...ways[part].drawn.map(w.brief)]),
  );
}

function lossTable(w: Writer, { curves }: Facts): string {
  const rows = thinned(curves.wild).map(([step]) => [
    grouped(step),
    ...REMEDIES.map((it) => w.brief(curves[it].find(([at]) => at === step)![1])),
  ]);
  return table(["steps", ...REMEDIES.map((it) => LABELS[it])], rows);
}

run(import.meta.url);
