import { extent } from "d3-array";
import { run } from "#run";
import type { Mixed, TrainingChapter } from "../src/book/chapter.ts";
import { player } from "../src/book/player.ts";
import type { Telling } from "../src/book/telling.ts";
import type { Writer } from "../src/book/writer.ts";
import { boundary, pointsIn } from "../src/figures/boundary.ts";
import { lines } from "../src/figures/lines.ts";
import { trainedAndUnseen } from "../src/lesson/datasets.ts";
import { AS_PUBLISHED } from "../src/training/article.ts";
import type { Entry } from "../src/training/history.ts";
import { parseSettings } from "../src/training/settings.ts";
import { show, toText } from "../src/typeset/format.ts";
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
import { allSomeOrNone, count, grouped, power } from "./words/prose.ts";

/** The runs with pictures, each with a name for its figures. */
const SHOWN = [
  "three published",
  "strong published",
  "strong mended",
  "strong exact",
  "weak published",
] as const;
type Shown = (typeof SHOWN)[number];

const PLAYER_WORDS = {
  play: "Play",
  pause: "Pause",
  slider: "Step of training",
  all: "All pictures",
};

const WAY_NAMES: Record<Way, string> = {
  published: "as\u00a0published",
  mended: "ridge\u00a0mended",
  exact: "exact\u00a0gradient",
};

const networkOf = (name: Shown): Network => name.split(" ")[0] as Network;

/** A run in words; λ in HTML, where it is not given otherwise. */
function nameOf(name: Shown, lambda = power(NETWORKS[networkOf(name)].ridge)): string {
  const { hidden } = NETWORKS[networkOf(name)];
  const way = name.split(" ")[1] as Way;
  return `${count(hidden[0], "neuron")}, λ = ${lambda}, ${WAY_NAMES[way]}`;
}

/** Losses nearer than this are told as the same. */
const CLOSE = 1e-5;

/** The size of the first weights. */
const SQUARES = "∑*W*<sub>1</sub><sup>2</sup>";

export const chapter: TrainingChapter<Mixed> = {
  name: "runs",
  direction: "training",
  laboratory: { ...AS_PUBLISHED, ...WAYS.exact },
  experiment,
  facts: (trace, telling) => ({ trace, telling }),
  prose: {
    title: "Let’s run this",
    summary:
      "The article’s three runs, as published and mended: loss, accuracy and decision boundary side by side.",
    page({ telling }, w) {
      const results = telling.resultsOf(experiment);
      const of = (name: string): Run => results[name]!;
      const four = (x: number) => toText(show(x, 4), telling.format);
      const { trained, unseen } = trainedAndUnseen(parseSettings(experiment.parts["three published"]));
      const [N, M] = [trained.labels.length, unseen!.labels.length];
      const guess = Math.max(...[0, 1].map((it) => shareOf(unseen!.labels, it)));
      const better = SHOWN.filter((name) => last(of(name)).accuracy.unseen! > guess);
      const pictures = strips(telling, w, of, [N, M]);

      const three = of("three published");
      const slow = of("three slow");
      const reached = at(three, 2000).loss.data;
      const published = of("strong published");
      const mended = of("strong mended");
      const exact = of("strong exact");
      const [early, late] = [at(exact, 20_000), last(exact)];
      const weak = of("weak published");
      const [weakMended, weakExact] = [of("weak mended"), of("weak exact")];
      const weakApart = Math.max(apart(weak, weakMended), apart(weak, weakExact));
      const { undecided } = published.pictures.at(-1)!;
      const { strong } = NETWORKS;

      return `
The article ends with three runs. Three networks are trained, and their loss, their accuracy and their decision
boundary are shown side by side. Here are the same runs again, as its program trains them, and beside them
the runs that its formulas would have given.

## What is run

The data are ${N + M} points, labelled as in chapter ${w.chapter("xor")}. The program trains on the first ${N}; call them the
**trained rows**. The other ${M} are **unseen**: the network is only tested on them.

There are three networks: ${w.exact(NETWORKS.three.hidden[0])} hidden neurons with λ = ${NETWORKS.three.ridge}; ${strong.hidden[0]} with λ = ${power(strong.ridge)};
and ${strong.hidden[0]} with λ = ${power(NETWORKS.weak.ridge)}. Each is trained in three ways:

| way | gradient | slope of the ridge | α |
|:--|:--|:--|--:|
| ${WAY_NAMES.published} | sum over the rows | λ·∑*W*², the same for every weight | ${w.exact(WAYS.published.learningRate)} |
| ${WAY_NAMES.mended} | sum over the rows | λ*w*/*N* | ${w.exact(WAYS.mended.learningRate)} |
| ${WAY_NAMES.exact} | mean over the rows, as in chapters ${w.chapter("dloss-dw2")} and ${w.chapter("dloss-dw1")} | λ*w*/*N* | ${w.exact(WAYS.exact.learningRate)} |

${w.article(`It says the entire dataset is used in each iteration. Its program takes the first ${N} of ${N + M} rows, the same in each step, and never the others.`)}

The **accuracy** is the share of rows where the larger output is that of the label. A row counts once as right or wrong, while the loss counts how far off each answer is: the two need not go the same way. The **decision boundary** is
where both outputs are equal: on one side of it the network answers 0, on the other 1. A row whose outputs are equal to
the last bit counts as answered 0.

${w.article(`Its accuracy is taken over all ${N + M} rows together. That mixes ${N} rows the network was trained on with ${M} it never saw. Here the two stand apart.`)}

The loop of [chapter ${w.chapter("loop")}](loop.html) does the rest. Each of the three networks is trained in each of the three ways, once, from one seed of the weights. All that follows is about these runs. Later chapters ask what holds for many seeds.

## Three neurons, no ridge

In the pictures, the darker the tint, the further the second output is ahead; the strong line is the decision boundary.
The points are the trained rows: circles have label 1, squares label 0. Both axes go from −${PLANE.reach} to ${PLANE.reach}. The network is
asked at ${PLANE.nodes} by ${PLANE.nodes} places, so finer details do not show. Losses here leave out the ridge, so that
trained and unseen rows can be compared.

${pictures("three published")}

In the first ${grouped(1000)} steps the loss on the trained rows ${moved(w, at(three, 0), at(three, 1000), "three-start")}.
In the ${grouped(three.end.step - 5000)} steps after step ${grouped(5000)} it ${moved(w, at(three, 5000), last(three), "three-rest")}.
At the end ${rightOf(last(three), N, M)} are right.

Without a ridge there is nothing to mend. ${w.choose("three-mended", nearness(three, of("three mended")), {
        same: "The run with the ridge mended has the very same losses, to the last bit.",
        close: `The run with the ridge mended has the same losses but for ${w.atMost(apart(three, of("three mended")))} at most.`,
        apart: `Yet the run with the ridge mended has other losses, by up to ${w.atMost(apart(three, of("three mended")))}.`,
      })}
${w.choose("three-exact", nearness(three, of("three exact")), {
  same: `So has the one with the exact gradient.`,
  close: `With the exact gradient the losses differ by ${w.atMost(apart(three, of("three exact")))} at most: ${w.exact(WAYS.published.learningRate)} times a sum over ${N} rows is ${w.exact(WAYS.exact.learningRate)} times their mean, and only the last bits are rounded differently.`,
  apart: `With the exact gradient the losses differ by up to ${w.atMost(apart(three, of("three exact")))}.`,
})}

So without a ridge, sum or mean is a matter of the learning rate alone, a factor of *N* = ${N}. Keep α = ${w.exact(WAYS.published.learningRate)}
and take the mean: after ${grouped(slow.end.step)} steps the loss is ${four(last(slow).loss.data)}.
${w.choose("slow", Math.abs(last(slow).loss.data - reached) < CLOSE ? "same" : "other", {
  same: `The sum was there after ${grouped(2000)}, a ${N}th of the steps.`,
  other: `The sum had ${four(reached)} after ${grouped(2000)} steps.`,
})}

## Fifty neurons, λ = ${power(strong.ridge)}

${w.question(
  `With ${count(strong.hidden[0], "neuron")} there are ${4 * strong.hidden[0]} weights for ${N} trained rows. With the exact gradient, from step ${grouped(early.step)} to the end the loss on these rows ${direction(early.loss.data, late.loss.data)}. What does the loss on the ${M} unseen rows do?`,
  `It ${w.choose("unseen-loss", direction(early.loss.unseen!, late.loss.unseen!), { falls: `falls too, from ${four(early.loss.unseen!)} to ${four(late.loss.unseen!)}.`, rises: `rises, from ${four(early.loss.unseen!)} to ${four(late.loss.unseen!)}.`, stays: "stays as it is." })}`,
)}

${pictures("strong published")}

${w.choose("strong-end", published.end.how === "diverged" ? "diverged" : "finished", {
  diverged: `This run does not get to its end. In step ${grouped(published.end.step)} a weight becomes too large for a number, and nothing can be computed any more. On the way there ${SQUARES} grows from ${w.brief(squares(at(published, 0)))} to ${w.brief(squares(at(published, 100_000)))} at step ${grouped(100_000)} and ${w.brief(squares(last(published)))} at step ${grouped(last(published).step)}. With the ridge’s part the loss is ${four(at(published, 0).loss.total)} at step 0, ${four(at(published, 100_000).loss.total)} at step ${grouped(100_000)} and ${four(last(published).loss.total)} at step ${grouped(last(published).step)}.`,
  finished: `This run gets to its end. ${SQUARES} grows from ${w.brief(squares(at(published, 0)))} to ${w.brief(squares(last(published)))}.`,
})}
${w.choose("undecided", undecided > 0 ? "some" : "none", {
  some: `In its last picture ${undecided} of the ${N} trained rows have two outputs that are equal to the last bit: there the network no longer decides.`,
  none: "",
})}

Now with the right slope of the ridge, and nothing else changed.

${pictures("strong mended")}

${w.choose("strong-mended", mended.end.how === "finished" ? "finished" : "diverged", {
  finished: `This run makes all its ${grouped(mended.end.step)} steps, and ${SQUARES} is ${w.brief(squares(last(mended)))} at the end, where the run as published has ${w.brief(squares(at(published, 100_000)))}. The next chapter finds the fault by a check of the gradient.`,
  diverged: `This run ends too, in step ${grouped(mended.end.step)}.`,
})}

And here with the exact gradient, the mean, at α = ${w.exact(WAYS.exact.learningRate)}.

${pictures("strong exact")}

At the recorded steps the loss of these two differs by ${w.atMost(apart(mended, exact))} at most. They are not the same run: at this
α the ridge of the exact gradient pulls ${N} times as strongly as in the run before.

## Fifty neurons, λ = ${power(NETWORKS.weak.ridge)}

${pictures("weak published")}

${w.choose("weak-end", weak.end.how === "finished" ? "finished" : "diverged", {
  finished: `With a hundredth of λ the wrong slope of the ridge does not end the run within these ${grouped(weak.end.step)} steps. ${SQUARES} is ${w.brief(squares(last(weak)))} at the end.`,
  diverged: `With a hundredth of λ the run still ends by itself, in step ${grouped(weak.end.step)}.`,
})}
${w.choose("weak-mended", worst(nearness(weak, weakMended), nearness(weak, weakExact)), {
  same: `With the ridge mended, and with the exact gradient, the losses are the very same.`,
  close: `With the ridge mended, and with the exact gradient, the losses are the same but for ${w.brief(weakApart)}.`,
  apart: `With the ridge mended, or with the exact gradient, the losses of the first ${grouped(STEPS)} steps differ from those of the run as published by at most ${w.atMost(weakApart)}.`,
})}

${w.article(`It tells of a lower learning rate in its last run. The rate is ${w.exact(WAYS.published.learningRate)} in both runs with ${strong.hidden[0]} neurons. What its program lowers is λ, from ${power(strong.ridge)} to ${power(NETWORKS.weak.ridge)}.`)}

This run is longer than the others. From step ${grouped(100_000)} on the loss on the trained rows ${moved(w, at(weak, 100_000), last(weak), "weak-rest")}. At its end
${rightOf(last(weak), N, M)} are right. ${opposed(w, "weak-right", at(weak, 0), last(weak), M)}
Over all ${N + M} rows together, as the article counts, the run as published has
${w.percent((rows(last(weak).accuracy.trained, N) + rows(last(weak).accuracy.unseen, M)) / (N + M))}. [Chapter ${w.chapter("ceiling")}](ceiling.html) finds out how far a network like this one can get.

## What was learnt

All runs at step ${grouped(STEPS)}; the longer ones also at their last record:

${summary(of, [N, M], four)}

The same answer for every point, the better one of the two, would be right for ${w.percent(guess)} of the unseen rows.
${w.choose("guess", allSomeOrNone(better.length, SHOWN.length), {
  none: "No run with pictures is better than that at its end.",
  some: `Of the ${SHOWN.length} runs with pictures, ${better.length} ${better.length === 1 ? "is" : "are"} better than that at the end: ${better.map((name) => nameOf(name)).join("; ")}.`,
  all: "Every run with pictures is better than that at its end.",
})}

${w.choose("generalise", generalised(early, late), {
  no: `From step ${grouped(early.step)} to the end of the run with ${strong.hidden[0]} neurons and the exact gradient, the loss on the trained rows fell by ${w.brief(early.loss.data - late.loss.data)}, and on the unseen rows it rose by ${w.brief(late.loss.unseen! - early.loss.unseen!)}. To be right about rows never trained on is called **generalisation**; to lower the loss on the trained rows while it rises on others, **overfitting**.`,
  yes: `To be right about rows never trained on is called **generalisation**. Both losses fell in the run with ${strong.hidden[0]} neurons and the exact gradient.`,
})}

${opposed(w, "generalise-right", fewest(exact), late, M)}

${w.article(`It calls lower training loss “generalization”. That word is about data not trained on, and only the unseen rows can tell.`)}

${w.source("runs", "chapters/experiments/runs.ts")}

${pointsIn("trained-rows", trained.X, trained.labels, PLANE)}
`;
    },
  },
};

const last = ({ entries }: Run): Entry => entries.at(-1)!;

/** @throws Error where nothing was recorded at that step */
function at({ entries }: Run, step: number): Entry {
  const entry = entries.find((it) => it.step === step);
  if (!entry) throw new Error(`step ${step}: not recorded`);
  return entry;
}

/** ΣW1² */
const squares = ({ weightNorms: [first] }: Entry): number => first! * first!;

const shareOf = (labels: readonly number[], label: number): number =>
  labels.filter((it) => it === label).length / labels.length;

/** The largest distance between the losses of two runs, as far as both go. */
const apart = (a: Run, b: Run): number =>
  Math.max(
    ...a.entries
      .slice(0, Math.min(a.entries.length, b.entries.length))
      .map(({ loss }, i) => Math.abs(loss.data - b.entries[i]!.loss.data)),
  );

type Nearness = "same" | "close" | "apart";
const nearness = (a: Run, b: Run): Nearness => {
  const distance = apart(a, b);
  return distance === 0 ? "same" : distance < CLOSE ? "close" : "apart";
};
const worst = (...all: Nearness[]): Nearness =>
  (["apart", "close"] as const).find((it) => all.includes(it)) ?? "same";

const direction = (from: number, to: number): "falls" | "rises" | "stays" =>
  to < from ? "falls" : to > from ? "rises" : "stays";

function moved(w: Writer, from: Entry, to: Entry, claim: string): string {
  const change = w.brief(Math.abs(to.loss.data - from.loss.data));
  return w.choose(claim, direction(from.loss.data, to.loss.data), {
    falls: `falls by ${change}`,
    rises: `rises by ${change}`,
    stays: "stays the same",
  });
}

/** How many rows are right, from the share. */
const rows = (share: number | undefined, of: number): number => Math.round(share! * of);

const rightOf = ({ accuracy }: Entry, N: number, M: number): string =>
  `${rows(accuracy.trained, N)} of ${N} trained and ${rows(accuracy.unseen, M)} of ${M} unseen rows`;

const generalised = (from: Entry, to: Entry): "yes" | "no" =>
  to.loss.data < from.loss.data && to.loss.unseen! > from.loss.unseen! ? "no" : "yes";

/** The look at which the fewest unseen rows are right. */
const fewest = ({ entries }: Run): Entry =>
  entries.reduce((a, b) => (b.accuracy.unseen! < a.accuracy.unseen! ? b : a));

/** Loss and rows right on the unseen rows need not go the same way. */
function opposed(w: Writer, claim: string, from: Entry, to: Entry, M: number): string {
  const [before, after] = [from, to].map((it) => rows(it.accuracy.unseen, M));
  const isOpposed = direction(from.loss.unseen!, to.loss.unseen!) === "rises" && after! > before!;
  return w.choose(claim, isOpposed ? "opposed" : "not", {
    opposed: `From step ${grouped(from.step)} to step ${grouped(to.step)} of this run the loss on the unseen rows rises from ${w.brief(from.loss.unseen!)} to ${w.brief(to.loss.unseen!)}, and yet more of them are right: ${after}, against ${before}.`,
    not: "",
  });
}

/** The nine runs at the step that all of them reach, and those that went on at the last step recorded. */
function summary(
  of: (name: string) => Run,
  [N, M]: readonly [number, number],
  four: (x: number) => string,
): string {
  const lines = Object.entries(NETWORKS).flatMap(([network, { hidden, ridge }]) =>
    Object.entries(WAY_NAMES).flatMap(([way, name]) => {
      const it = of(`${network} ${way}`);
      const looks = new Set([at(it, STEPS), last(it)]);
      return [...looks].map(({ step, loss, accuracy }) => {
        const right = `${rows(accuracy.trained, N)} | ${rows(accuracy.unseen, M)}`;
        return `| ${hidden[0]} | ${power(ridge)} | ${name} | ${grouped(step)} | ${four(loss.data)} | ${four(loss.unseen!)} | ${right} |`;
      });
    }),
  );
  return `| neurons | λ | way | step | loss, trained | loss, unseen | right of ${N} | right of ${M} |\n|--:|:--|:--|--:|--:|--:|--:|--:|\n${lines.join("\n")}\n`;
}

/** A player for each run, and under it its numbers. */
function strips(
  telling: Telling,
  w: Writer,
  of: (name: string) => Run,
  [N, M]: readonly [number, number],
): (name: Shown) => string {
  const four = (x: number) => toText(show(x, 4), telling.format);
  const entries = SHOWN.flatMap((name) => of(name).entries);
  const range = (values: readonly number[]) => extent(values) as [number, number];
  const losses = range(entries.flatMap(({ loss }) => [loss.data, loss.unseen!]));
  const accuracies = range(entries.flatMap(({ accuracy }) => [accuracy.trained, accuracy.unseen!]));

  return (name) => {
    const it = of(name);
    const { ridge } = NETWORKS[networkOf(name)];
    const id = name.replace(" ", "-");
    const stops = it.pictures.map(({ step }) => step);

    const frames = it.pictures.map(({ step, lead }) => {
      const { loss, accuracy } = at(it, step);
      const share = (sign: number) =>
        Math.round((100 * lead.filter((v) => Math.sign(v) === sign).length) / lead.length);
      const even = share(0) > 0 ? ` At ${share(0)}\u00a0% they differ by less than half a thousandth.` : "";
      const right = [rows(accuracy.trained, N), rows(accuracy.unseen, M)];
      const svg = boundary(
        {
          id: `${id}-${step}`,
          plane: PLANE,
          values: lead,
          border: 0,
          levels: [-500, -250, 250, 500],
          points: "trained-rows",
        },
        {
          title: `Decision boundary at step ${grouped(step)}`,
          description: `The second output is ahead at ${share(1)}\u00a0% of the places looked at, the first at ${share(-1)}\u00a0%.${even}`,
        },
      );
      return {
        svg,
        at: `step ${grouped(step)}`,
        caption: `<strong>step ${grouped(step)}</strong><br>trained ${four(loss.data)}, ${right[0]} of ${N}<br>unseen ${four(loss.unseen!)}, ${right[1]} of ${M}`,
        says: `Step ${grouped(step)}. Trained rows: loss ${four(loss.data)}, ${right[0]} of ${N} right. Unseen rows: loss ${four(loss.unseen!)}, ${right[1]} of ${M} right.`,
      };
    });

    const chart = (
      what: "loss" | "accuracy",
      domain: readonly [number, number],
      value: (entry: Entry) => readonly [trained: number, unseen: number],
    ) => {
      const [first, final] = [value(it.entries[0]!), value(last(it))].map((pair) => pair.map(four));
      const points = (i: 0 | 1) => it.entries.map((entry) => [entry.step, value(entry)[i]] as const);
      const kind = what === "loss" ? "scalars" : "ink";
      return lines(
        {
          id: `${id}-${what}`,
          series: [
            { label: "trained", points: points(0), kind },
            { label: "unseen", points: points(1), kind },
          ],
          x: {
            name: "step",
            domain: [0, experiment.parts[name]!.steps!],
          },
          y: { name: what, domain },
          stops,
          size: { width: 222, plot: 112 },
        },
        {
          title: `The ${what} over the steps: ${nameOf(name, w.exact(ridge))}`,
          description: `On the trained rows from ${first![0]} to ${final![0]}, on the unseen rows from ${first![1]} to ${final![1]}.`,
        },
        w.tick,
      );
    };

    // Some ten lines, the step with most unseen rows right, and the last.
    const every = last(it).step < TO_LEARN ? 10_000 : 100_000;
    const best = it.entries.reduce((a, b) => (b.accuracy.unseen! > a.accuracy.unseen! ? b : a));
    const table = it.entries
      .filter((entry) => entry.step % every === 0 || entry === best || entry === last(it))
      .map(
        (entry) =>
          `| ${grouped(entry.step)} | ${four(entry.loss.data)} | ${four(entry.loss.unseen!)} | ${rows(entry.accuracy.trained, N)} | ${rows(entry.accuracy.unseen, M)} | ${w.brief(squares(entry))} |`,
      );
    return (
      player(
        {
          title: nameOf(name),
          frames,
          beside: [
            chart("loss", losses, ({ loss }) => [loss.data, loss.unseen!]),
            chart("accuracy", accuracies, ({ accuracy }) => [accuracy.trained, accuracy.unseen!]),
          ],
        },
        PLAYER_WORDS,
      ) +
      w.details(
        "The numbers of this run",
        `Every ${grouped(every)} steps, the step with the most unseen rows right, and the last one:\n\n| step | loss, trained | loss, unseen | right of ${N} | right of ${M} | ${SQUARES} |\n|--:|--:|--:|--:|--:|--:|\n${table.join("\n")}`,
      )
    );
  };
}

run(import.meta.url);
