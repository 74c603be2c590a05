import { extent, greatest, least, zip } from "d3-array";
import { run } from "#run";
import type { Prose, TrainingChapter } from "../src/book/chapter.ts";
import { player } from "../src/book/player.ts";
import type { Others } from "../src/book/telling.ts";
import type { Writer } from "../src/book/writer.ts";
import { boundary, pointsIn } from "../src/figures/boundary.ts";
import { lines } from "../src/figures/lines.ts";
import { trainedAndUnseen } from "../src/lesson/datasets.ts";
import { AS_PUBLISHED } from "../src/training/article.ts";
import { parseSettings } from "../src/training/settings.ts";
import { decimals, show } from "../src/typeset/format.ts";
import {
  experiment,
  NETWORKS,
  type Network,
  PLANE,
  type Run,
  STEPS,
  TO_LEARN,
  WAYS,
  type Way,
} from "./experiments/runs.ts";
import { PLAYER_WORDS } from "./words/player.ts";
import { allSomeOrNone, count, grouped, joined, power, someOrNone } from "./words/prose.ts";

/** Losses nearer than this are told as the same. */
const CLOSE = 1e-5;

/** What was recorded of a run. Of its N trained and M unseen rows, those right are counted from their share. */
const looksAt = ({ entries }: Run, N: number, M: number) =>
  entries.map(({ step, loss, accuracy, weightNorms: [first] }) => ({
    step,
    loss: { trained: loss.data, unseen: loss.unseen!, total: loss.total },
    accuracy: { trained: accuracy!.trained, unseen: accuracy!.unseen! },
    right: { trained: Math.round(accuracy!.trained * N), unseen: Math.round(accuracy!.unseen! * M) },
    /** ΣW1² */
    squares: first! * first!,
  }));
type Look = ReturnType<typeof looksAt>[number];
const at = (looks: readonly Look[], step: number): Look => looks.find((it) => it.step === step)!;

/** A run: what it is, its looks and its pictures. */
function factsOfRun(network: Network, way: Way, it: Run, N: number, M: number) {
  const looks = looksAt(it, N, M);
  const last = looks.at(-1)!;
  const best = greatest(looks, ({ accuracy }) => accuracy.unseen)!;
  // About ten rows, the step with most unseen rows right, and the last.
  const every = last.step < TO_LEARN ? 10_000 : 100_000;
  return {
    network,
    way,
    neurons: NETWORKS[network].hidden[0],
    ridge: NETWORKS[network].ridge,
    end: { step: it.end.step, how: it.end.how === "diverged" ? "diverged" : "finished" },
    /** The steps it was to make. */
    steps: experiment.parts[`${network} ${way}`]!.steps!,
    looks,
    first: looks[0]!,
    reached: at(looks, STEPS),
    last,
    every,
    table: looks.filter((look) => look.step % every === 0 || look === best || look === last),
    frames: it.pictures.map(({ step, lead }) => {
      const percent = (sign: number) =>
        Math.round((100 * lead.filter((v) => Math.sign(v) === sign).length) / lead.length);
      return { ...at(looks, step), lead, first: percent(-1), second: percent(1), even: percent(0) };
    }),
  } as const;
}
type RunFacts = ReturnType<typeof factsOfRun>;

/** How far the losses of a run are from those of others, as far as both go. */
function compared({ looks }: RunFacts, ...others: RunFacts[]) {
  const apart = others.flatMap((other) =>
    zip(looks, other.looks).map(([a, b]) => Math.abs(a!.loss.trained - b!.loss.trained)),
  );
  const most = Math.max(...apart);
  return { most, nearness: most === 0 ? "same" : most < CLOSE ? "close" : "apart" } as const;
}

const move = (from: number, to: number) =>
  ({ way: to < from ? "falls" : to > from ? "rises" : "stays", by: Math.abs(to - from) }) as const;

/** What became of the losses of a run from one step to another, or to its end. */
function change({ looks, last }: RunFacts, step: number, end = last.step) {
  const [from, to] = [at(looks, step), at(looks, end)];
  const trained = move(from.loss.trained, to.loss.trained);
  const unseen = move(from.loss.unseen, to.loss.unseen);
  return {
    from,
    to,
    steps: to.step - from.step,
    trained,
    unseen,
    generalises: trained.way === "falls" && unseen.way === "rises" ? "no" : "yes",
    /** Loss and rows right on the unseen rows need not go the same way. */
    opposed: unseen.way === "rises" && to.right.unseen > from.right.unseen ? "opposed" : "not",
  } as const;
}
type Change = ReturnType<typeof change>;

function facts(_trace: unknown, { resultsOf }: Others) {
  const results = resultsOf(experiment);
  const { trained, unseen } = trainedAndUnseen(parseSettings(experiment.parts["three published"]));
  const [N, M] = [trained.X.rows, unseen!.X.rows];
  const of = (network: Network, way: Way) => factsOfRun(network, way, results[`${network} ${way}`]!, N, M);
  const all = (it: Network) => ({
    published: of(it, "published"),
    mended: of(it, "mended"),
    exact: of(it, "exact"),
  });
  const [three, strong, weak] = [all("three"), all("strong"), all("weak")];
  const runs = [three, strong, weak].flatMap((it) => Object.values(it));
  const [slow, summed] = [looksAt(results["three slow"]!, N, M).at(-1)!, at(three.published.looks, 2000)];
  const fewest = least(strong.exact.looks, ({ accuracy }) => accuracy.unseen)!;
  const { undecided } = results["strong published"]!.pictures.at(-1)!;

  const drawn = runs.filter(({ frames }) => frames.length > 0);
  const rangeOf = (what: "loss" | "accuracy") => {
    const seen = drawn.flatMap(({ looks }) => looks.flatMap((it) => [it[what].trained, it[what].unseen]));
    return extent(seen) as [number, number];
  };
  const ones = unseen!.labels!.filter((label) => label === 1).length;
  const guess = Math.max(ones, M - ones) / M;
  const better = drawn.filter(({ last }) => last.accuracy.unseen > guess);

  return {
    N,
    M,
    rows: N + M,
    points: trained,
    plane: PLANE,
    ways: WAYS,
    /** Of the axes of all runs with pictures. */
    domains: { loss: rangeOf("loss"), accuracy: rangeOf("accuracy") },
    three: {
      ...three,
      start: change(three.published, 0, 1000),
      rest: change(three.published, 5000),
      besideMended: compared(three.published, three.mended),
      besideExact: compared(three.published, three.exact),
      slow,
      summed,
      sum: Math.abs(slow.loss.trained - summed.loss.trained) < CLOSE ? "same" : "other",
    },
    strong: {
      ...strong,
      /** Two into each neuron, and two out of it. */
      weights: 4 * strong.published.neurons,
      undecided,
      decides: someOrNone(undecided),
      apart: compared(strong.mended, strong.exact).most,
      late: change(strong.exact, 20_000),
      sinceFewest: change(strong.exact, fewest.step),
    },
    weak: {
      ...weak,
      besideOthers: compared(weak.published, weak.mended, weak.exact),
      rest: change(weak.published, STEPS),
      whole: change(weak.published, 0),
      share: (weak.published.last.right.trained + weak.published.last.right.unseen) / (N + M),
    },
    guess: { share: guess, of: drawn.length, better, claim: allSomeOrNone(better.length, drawn.length) },
    /** The nine runs at the step that all of them reach, and those that went on at the last step recorded. */
    ends: runs.flatMap((it) => [...new Set([it.reached, it.last])].map((look) => ({ ...it, look }))),
  } as const;
}
export type Facts = ReturnType<typeof facts>;

const prose: Prose<Facts> = {
  title: "Let’s run this",
  summary:
    "The article’s three runs, as published and mended: loss, accuracy and decision boundary side by side.",
  page(f, w) {
    const { N, M, ways, three, strong, weak, guess } = f;
    return `
The article ends with three runs. Three networks are trained, and their loss, their accuracy and their decision
boundary are shown side by side. Here are the same runs again, as its program trains them, and beside them
the runs that its formulas would have given.

## What is run

The data are ${f.rows} points, labelled as in chapter ${w.chapter("xor")}. The program trains on the first ${N}; call them the
**trained rows**. The other ${M} are **unseen**: the network is only tested on them.

There are three networks: ${three.published.neurons} hidden neurons with λ = ${three.published.ridge}; ${strong.published.neurons} with λ = ${power(w, strong.published.ridge)};
and ${weak.published.neurons} with λ = ${power(w, weak.published.ridge)}. Each is trained in three ways:

| way | gradient | slope of the ridge | α |
|:--|:--|:--|--:|
| ${WAY_NAMES.published} | sum over the rows | λ·∑*W*², the same for every weight | ${w.exact(ways.published.learningRate)} |
| ${WAY_NAMES.mended} | sum over the rows | λ*w*/*N* | ${w.exact(ways.mended.learningRate)} |
| ${WAY_NAMES.exact} | mean over the rows, as in chapters ${w.chapter("dloss-dw2")} and ${w.chapter("dloss-dw1")} | λ*w*/*N* | ${w.exact(ways.exact.learningRate)} |

${w.article(`It says the entire dataset is used in each iteration. Its program takes the first ${N} of ${f.rows} rows, the same in each step, and never the others.`)}

The **accuracy** is the share of rows where the larger output is that of the label. A row counts once as right or wrong, while the loss counts how far off each answer is: the two need not go the same way. The **decision boundary** is
where both outputs are equal: on one side of it the network answers 0, on the other 1. A row whose outputs are equal to
the last bit counts as answered 0.

${w.article(`Its accuracy is taken over all ${f.rows} rows together. That mixes ${N} rows the network was trained on with ${M} it never saw. Here the two stand apart.`)}

The loop of ${w.link("loop")} does the rest. Each of the three networks is trained in each of the three ways, once, from one seed of the weights. All that follows is about these runs. Later chapters ask what holds for many seeds.

## Three neurons, no ridge

In the pictures, the darker the tint, the further the second output is ahead; the strong line is the decision boundary.
The points are the trained rows: circles have label 1, squares label 0. Both axes go from −${f.plane.reach} to ${f.plane.reach}. The network is
asked at ${f.plane.nodes} by ${f.plane.nodes} places, so finer details do not show. Losses here leave out the ridge, so that
trained and unseen rows can be compared.

${pictures(w, f, three.published)}

In the first ${grouped(w, three.start.steps)} steps the loss on the trained rows ${moved(w, "three-start", three.start)}.
In the ${grouped(w, three.rest.steps)} steps after step ${grouped(w, three.rest.from.step)} it ${moved(w, "three-rest", three.rest)}.
At the end ${rightOf(f, three.published.last)} are right.

Without a ridge there is nothing to mend. ${w.choose("three-mended", three.besideMended.nearness, {
      same: "The run with the ridge mended has the very same losses, to the last bit.",
      close: `The run with the ridge mended has the same losses but for ${w.atMost(three.besideMended.most)} at most.`,
      apart: `Yet the run with the ridge mended has other losses, by up to ${w.atMost(three.besideMended.most)}.`,
    })}
${w.choose("three-exact", three.besideExact.nearness, {
  same: `So has the one with the exact gradient.`,
  close: `With the exact gradient the losses differ by ${w.atMost(three.besideExact.most)} at most: ${w.exact(ways.published.learningRate)} times a sum over ${N} rows is ${w.exact(ways.exact.learningRate)} times their mean, and only the last bits are rounded differently.`,
  apart: `With the exact gradient the losses differ by up to ${w.atMost(three.besideExact.most)}.`,
})}

So without a ridge, sum or mean is a matter of the learning rate alone, a factor of *N* = ${N}. Keep α = ${w.exact(ways.published.learningRate)}
and take the mean: after ${grouped(w, three.slow.step)} steps the loss is ${four(w, three.slow.loss.trained)}.
${w.choose("slow", three.sum, {
  same: `The sum was there after ${grouped(w, three.summed.step)}, a ${N}th of the steps.`,
  other: `The sum had ${four(w, three.summed.loss.trained)} after ${grouped(w, three.summed.step)} steps.`,
})}

## Fifty neurons, λ = ${power(w, strong.published.ridge)}

${w.question(
  `With ${count(w, strong.published.neurons, "neuron")} there are ${strong.weights} weights for ${N} trained rows. With the exact gradient, from step ${grouped(w, strong.late.from.step)} to the end the loss on these rows ${strong.late.trained.way}. What does the loss on the ${M} unseen rows do?`,
  `It ${w.choose("unseen-loss", strong.late.unseen.way, { falls: `falls too, from ${four(w, strong.late.from.loss.unseen)} to ${four(w, strong.late.to.loss.unseen)}.`, rises: `rises, from ${four(w, strong.late.from.loss.unseen)} to ${four(w, strong.late.to.loss.unseen)}.`, stays: "stays as it is." })}`,
)}

${pictures(w, f, strong.published)}

${w.choose("strong-end", strong.published.end.how, {
  diverged: `This run does not get to its end. In step ${grouped(w, strong.published.end.step)} a weight becomes too large for a number, and nothing can be computed any more. On the way there ${SQUARES} grows from ${w.brief(strong.published.first.squares)} to ${w.brief(strong.published.reached.squares)} at step ${grouped(w, strong.published.reached.step)} and ${w.brief(strong.published.last.squares)} at step ${grouped(w, strong.published.last.step)}. With the ridge’s part the loss is ${four(w, strong.published.first.loss.total)} at step ${strong.published.first.step}, ${four(w, strong.published.reached.loss.total)} at step ${grouped(w, strong.published.reached.step)} and ${four(w, strong.published.last.loss.total)} at step ${grouped(w, strong.published.last.step)}.`,
  finished: `This run gets to its end. ${SQUARES} grows from ${w.brief(strong.published.first.squares)} to ${w.brief(strong.published.last.squares)}.`,
})}
${w.choose("undecided", strong.decides, {
  some: `In its last picture ${strong.undecided} of the ${N} trained rows have two outputs that are equal to the last bit: there the network no longer decides.`,
  none: "",
})}

Now with the right slope of the ridge, and nothing else changed.

${pictures(w, f, strong.mended)}

${w.choose("strong-mended", strong.mended.end.how, {
  finished: `This run makes all its ${grouped(w, strong.mended.end.step)} steps, and ${SQUARES} is ${w.brief(strong.mended.last.squares)} at the end, where the run as published has ${w.brief(strong.published.reached.squares)}. The next chapter finds the fault by a check of the gradient.`,
  diverged: `This run ends too, in step ${grouped(w, strong.mended.end.step)}.`,
})}

And here with the exact gradient, the mean, at α = ${w.exact(ways.exact.learningRate)}.

${pictures(w, f, strong.exact)}

At the recorded steps the loss of these two differs by ${w.atMost(strong.apart)} at most. They are not the same run: at this
α the ridge of the exact gradient pulls ${N} times as strongly as in the run before.

## Fifty neurons, λ = ${power(w, weak.published.ridge)}

${pictures(w, f, weak.published)}

${w.choose("weak-end", weak.published.end.how, {
  finished: `With a hundredth of λ the wrong slope of the ridge does not end the run within these ${grouped(w, weak.published.end.step)} steps. ${SQUARES} is ${w.brief(weak.published.last.squares)} at the end.`,
  diverged: `With a hundredth of λ the run still ends by itself, in step ${grouped(w, weak.published.end.step)}.`,
})}
${w.choose("weak-mended", weak.besideOthers.nearness, {
  same: `With the ridge mended, and with the exact gradient, the losses are the very same.`,
  close: `With the ridge mended, and with the exact gradient, the losses are the same but for ${w.brief(weak.besideOthers.most)}.`,
  apart: `With the ridge mended, or with the exact gradient, the losses of the first ${grouped(w, weak.published.reached.step)} steps differ from those of the run as published by at most ${w.atMost(weak.besideOthers.most)}.`,
})}

${w.article(`It tells of a lower learning rate in its last run. The rate is ${w.exact(ways.published.learningRate)} in both runs with ${strong.published.neurons} neurons. What its program lowers is λ, from ${power(w, strong.published.ridge)} to ${power(w, weak.published.ridge)}.`)}

This run is longer than the others. From step ${grouped(w, weak.rest.from.step)} on the loss on the trained rows ${moved(w, "weak-rest", weak.rest)}. At its end
${rightOf(f, weak.published.last)} are right. ${opposed(w, "weak-right", weak.whole)}
Over all ${f.rows} rows together, as the article counts, the run as published has
${w.percent(weak.share)}. ${w.link("ceiling", `Chapter ${w.chapter("ceiling")}`)} finds out how far a network like this one can get.

## What was learnt

All runs at step ${grouped(w, weak.published.reached.step)}; the longer ones also at their last record:

| neurons | λ | way | ${heads(f)} |
|--:|:--|:--|--:|--:|--:|--:|--:|
${f.ends.map((it) => `| ${it.neurons} | ${power(w, it.ridge)} | ${WAY_NAMES[it.way]} | ${cells(it.look, w)} |`).join("\n")}

The same answer for every point, the better one of the two, would be right for ${w.percent(guess.share)} of the unseen rows.
${w.choose("guess", guess.claim, {
  none: "No run with pictures is better than that at its end.",
  some: `Of the ${guess.of} runs with pictures, ${guess.better.length} ${guess.better.length === 1 ? "is" : "are"} better than that at the end: ${guess.better.map((it) => nameOf(w, it)).join("; ")}.`,
  all: "Every run with pictures is better than that at its end.",
})}

${w.choose("generalise", strong.late.generalises, {
  no: `From step ${grouped(w, strong.late.from.step)} to the end of the run with ${strong.published.neurons} neurons and the exact gradient, the loss on the trained rows fell by ${w.brief(strong.late.trained.by)}, and on the unseen rows it rose by ${w.brief(strong.late.unseen.by)}. To be right about rows never trained on is called **generalisation**; to lower the loss on the trained rows while it rises on others, **overfitting**.`,
  yes: `To be right about rows never trained on is called **generalisation**. Both losses fell in the run with ${strong.published.neurons} neurons and the exact gradient.`,
})}

${opposed(w, "generalise-right", strong.sinceFewest)}

${w.article(`It calls lower training loss “generalization”. That word is about data not trained on, and only the unseen rows can tell.`)}

${w.source("runs")}

${pointsIn("trained-rows", f.points.X, f.points.labels!, f.plane)}
`;
  },
};

const WAY_NAMES: Record<Way, string> = {
  published: "as\u00a0published",
  mended: "ridge\u00a0mended",
  exact: "exact\u00a0gradient",
};

/** The size of the first weights. */
const SQUARES = "∑*W*<sub>1</sub><sup>2</sup>";

/** A loss or a share, to four decimals. */
const four = (w: Writer, x: number): string => w.plainText(show(x, decimals(4)));

/** A run in words; λ in HTML, where it is not given otherwise. */
const nameOf = (w: Writer, { neurons, ridge, way }: RunFacts, lambda = power(w, ridge)): string =>
  `${count(w, neurons, "neuron")}, λ = ${lambda}, ${WAY_NAMES[way]}`;

const moved = (w: Writer, claim: string, { trained: { way, by } }: Change): string =>
  w.choose(claim, way, {
    falls: `falls by ${w.brief(by)}`,
    rises: `rises by ${w.brief(by)}`,
    stays: "stays the same",
  });

const rightOf = ({ N, M }: Facts, { right }: Look): string =>
  `${right.trained} of ${N} trained and ${right.unseen} of ${M} unseen rows`;

const opposed = (w: Writer, claim: string, { from, to, opposed }: Change): string =>
  w.choose(claim, opposed, {
    opposed: `From step ${grouped(w, from.step)} to step ${grouped(w, to.step)} of this run the loss on the unseen rows rises from ${w.brief(from.loss.unseen)} to ${w.brief(to.loss.unseen)}, and yet more of them are right: ${to.right.unseen}, against ${from.right.unseen}.`,
    not: "",
  });

/** A look as cells of a table, and what heads them. */
const cells = ({ step, loss, right }: Look, w: Writer): string =>
  [grouped(w, step), four(w, loss.trained), four(w, loss.unseen), right.trained, right.unseen].join(" | ");
const heads = ({ N, M }: Facts): string =>
  `step | loss, trained | loss, unseen | right of ${N} | right of ${M}`;

/** A player for a run, and under it its numbers. */
function pictures(w: Writer, f: Facts, it: RunFacts): string {
  const id = `${it.network}-${it.way}`;
  const frames = it.frames.map(({ step, loss, right, lead, first, second, even }) => {
    const at = `step ${grouped(w, step)}`;
    const trained = joined([four(w, loss.trained), `${right.trained} of ${f.N}`], w);
    const unseen = joined([four(w, loss.unseen), `${right.unseen} of ${f.M}`], w);
    const equal = even > 0 ? ` At ${even}\u00a0% they differ by less than half a thousandth.` : "";
    const levels = [-500, -250, 250, 500];
    const svg = boundary(
      { id: `${id}-${step}`, plane: f.plane, values: lead, border: 0, levels, points: "trained-rows" },
      {
        title: `Decision boundary at ${at}`,
        description: `The second output is ahead at ${second}\u00a0% of the places looked at, the first at ${first}\u00a0%.${equal}`,
      },
    );
    return {
      svg,
      at,
      caption: `<strong>${at}</strong><br>trained ${trained}<br>unseen ${unseen}`,
      says: `Step ${grouped(w, step)}. Trained rows: loss ${trained} right. Unseen rows: loss ${unseen} right.`,
    };
  });

  const chart = (what: "loss" | "accuracy", kind: "scalars" | "ink") => {
    const [first, last] = [it.first[what], it.last[what]];
    const series = (["trained", "unseen"] as const).map((label) => ({
      label,
      points: it.looks.map((look) => [look.step, look[what][label]] as const),
      kind,
    }));
    return lines(
      {
        id: `${id}-${what}`,
        series,
        x: { name: "step", domain: [0, it.steps] },
        y: { name: what, domain: f.domains[what] },
        stops: it.frames.map(({ step }) => step),
        size: { width: 222, plot: 112 },
      },
      {
        title: `The ${what} over the steps: ${nameOf(w, it, w.exact(it.ridge))}`,
        description: `On the trained rows from ${four(w, first.trained)} to ${four(w, last.trained)}, on the unseen rows from ${four(w, first.unseen)} to ${four(w, last.unseen)}.`,
      },
      w.tick,
    );
  };

  const beside = [chart("loss", "scalars"), chart("accuracy", "ink")];
  const rows = it.table.map((look) => `| ${cells(look, w)} | ${w.brief(look.squares)} |`);
  return (
    player({ title: nameOf(w, it), frames, beside }, PLAYER_WORDS) +
    w.details(
      "The numbers of this run",
      `Every ${grouped(w, it.every)} steps, the step with the most unseen rows right, and the last one:\n\n| ${heads(f)} | ${SQUARES} |\n|--:|--:|--:|--:|--:|--:|\n${rows.join("\n")}`,
    )
  );
}

export const chapter: TrainingChapter<Facts> = {
  name: "runs",
  direction: "training",
  laboratory: { ...AS_PUBLISHED, ...WAYS.exact },
  experiment,
  facts,
  prose,
};

run(import.meta.url);
