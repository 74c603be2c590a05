import { extent } from "d3-array";
import { run } from "#run";
import type { TrainingChapter } from "../src/chapter.ts";
import { lines } from "../src/figures/lines.ts";
import { xorPlane } from "../src/figures/xor.ts";
import { fromRows } from "../src/matrix.ts";
import type { Telling } from "../src/telling.ts";
import { rowsOf } from "../src/training/datasets.ts";
import type { SettingsFile } from "../src/training/settings.ts";
import { type Writer, writer } from "../src/writer.ts";
import {
  experiment,
  type Found,
  FRESH,
  MIRRORED,
  type Part,
  parts,
  WIDTHS,
} from "./experiments/ceiling.ts";
import { allSomeOrNone, count, grouped } from "./prose.ts";
import { table, thinned } from "./table.ts";

export type Results = Readonly<Record<Part, readonly Found[]>>;
/** The share that the proof leaves where both labels are equally frequent. */
const CEILING = 0.75;
/** How far apart two sums may be and still be one number, but for rounding. */
const ROUNDING = 1e-9;

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

export const chapter: TrainingChapter = {
  name: "ceiling",
  direction: "training",
  laboratory: { data: { set: "mirrored" }, hidden: [10], learningRate: 2 },
  experiment,
  title: "Why it never generalises past 75\u00a0%",
  summary:
    "A proof in five lines, the ceiling measured, and what a bias changes.",
  page(trace, telling) {
    const w = writer(trace, telling);
    const found = telling.resultsOf(experiment) as Results;
    const of = (part: Part): Found => found[part][0]!;
    const [few, many] = [of("3 without"), of("50 without")];
    const proved = of("10 without").end;
    const spread = proved.sums[1] - proved.sums[0];
    const { labels } = rowsOf(MIRRORED);
    const ones = labels.filter((label) => label === 1).length;
    const memory = of("memory");
    return `
A network **generalises** if it is also right about rows that it was not trained on. The article’s network, with its one hidden
layer and no biases, has a limit there. On rows like these it can be expected to get three quarters right at most. That
holds for any weights, any number of neurons and any way to train. It can be proved in five lines.

${w.question(
  `We train the network on all ${labels.length / 2} rows, with ${WIDTHS[0]} and with ${WIDTHS.at(-1)} hidden neurons, and show it ${grouped(FRESH.rows)} rows that it has never seen. How much better will the large one be?`,
  `At its best, the one with ${WIDTHS[0]} neurons gets ${w.percent(best(few, "fresh"))} of them right, and the one with ${WIDTHS.at(-1)} gets ${w.percent(best(many, "fresh"))}.`,
)}

## A row and its mirror image

Take a row *x* and turn it about the origin: −*x*, the point on the other side. Both signs change. If they were equal they
stay equal, and if they were different they stay different. So *x* and −*x* have the same label.

${w.figure(mirrorPair(telling, w), `All ${labels.length / 2} rows, and one of them marked with its mirror image.`)}

## The proof

1. The sigmoid is symmetric: $\\sigma(-z) = 1 - \\sigma(z)$.
2. Without a bias, −*x* turns each sum *z* of the hidden layer into −*z*, and so each hidden value *h* into $\\mathord{1 - h}$.
3. Let *d* be the second logit minus the first: the network says 1 where *d* is above 0. With $u_j = ${w.sym("W2")}[j,1] - ${w.sym("W2")}[j,0]$ it is $d(x) = \\sum_j h_j\\,u_j$.
4. Add it up for both: $d(x) + d(-x) = \\sum_j (h_j + 1 - h_j)\\,u_j = \\sum_j u_j$. This is one number *c*, the same for every *x*.
5. If *c* is not above 0, then *d* cannot be above 0 at both *x* and −*x*: of each pair with label 1, at least one is wrong. If *c* is above 0, then *d* must be above 0 at one of them: of each pair with label 0, at least one is wrong.

So half of one label is wrong, at least. Where both labels are equally frequent, that is a quarter of all rows, and three quarters, ${w.exact(100 * CEILING)} %, are left.
The article draws *x* and −*x* with the same chance, and both labels too.

${w.article(`Its network has no biases, neither in the text nor in the program. Whatever its runs reached on their own rows, on new ones they could not be expected to do better than this.`)}

## In numbers

Does the sum stay the same? Here is the network with ${count(WIDTHS[1], "hidden neuron")} after ${count(last(of("10 without")).step, "step")} of training.

${pairTable(w, proved)}

${w.choose("constant", spread < ROUNDING ? "same" : "different", {
  same: `Over all ${labels.length / 2} rows and their mirror images, the least and the largest sum are ${w.brief(spread)} apart, which is rounding. And $\\sum_j u_j$, from the weights alone, is ${w.num(proved.constant)}.`,
  different: `Over all ${labels.length / 2} rows and their mirror images, the sums are between ${w.num(proved.sums[0])} and ${w.num(proved.sums[1])}.`,
})}

## The ceiling, measured

The ${labels.length / 2} rows and their mirror images make ${labels.length}: ${labels.length - ones} with label 0, ${ones} with label 1. So the proof leaves ${w.percent(allowed(labels, 1))} of them to a
network whose *c* is above 0, and ${w.percent(allowed(labels, -1))} to any other. The fresh rows are drawn from another seed, ${grouped(FRESH.rows)} of them; nothing was trained on
them.

${ceilingTable(w, of)}

“At best” is the best of all looks at a run, one every ${count(every("3 without"), "step")} (in the longest run every ${grouped(every("memory"))}). The other columns are of its end.
${w.choose(
  "fresh-ceiling",
  BARE.every(({ part }) => best(of(part), "fresh") <= CEILING)
    ? "below"
    : "above",
  {
    below: `On fresh rows none of them was above ${w.exact(100 * CEILING)} % at any look.`,
    above: `On fresh rows one of them was once above ${w.exact(100 * CEILING)} %: so many fresh rows are not quite evenly mirrored.`,
  },
)}
${w.choose(
  "mirrored-ceiling",
  BARE.every(
    ({ part }) =>
      of(part).end.mirrored <= allowed(labels, of(part).end.constant),
  )
    ? "held"
    : "broken",
  {
    held: `On mirrored rows none has more than the proof leaves it.`,
    broken: `On mirrored rows one has more than the proof leaves it: do not trust this page.`,
  },
)}

${mirroredRun(w, of("mirrored"))}

## It can still learn by heart

Among the ${labels.length / 2} rows there is no mirror pair, so the proof does not forbid getting them all right. It takes patience: ${file("memory").hidden![0]} hidden neurons,
all ${labels.length / 2} rows in each step, and ${count(last(memory).step, "step")} at a learning rate of ${w.exact(file("memory").learningRate!)}.

${w.figure(
  lines(
    {
      id: "memory",
      series: [
        overSteps("its own rows", memory, "trained"),
        overSteps("fresh rows", memory, "fresh"),
        {
          label: "the ceiling",
          kind: "fails",
          points: [
            [0, 100 * CEILING],
            [last(memory).step, 100 * CEILING],
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
    thinned(memory.looks).map((look) => [
      grouped(look.step),
      w.percent(look.trained),
      w.percent(look.fresh!),
    ]),
  ),
)}

${byHeart(w, memory)}

## A bias

A **bias** is a weight on an input that is always 1. It is a number of its own that each neuron adds to its sum. To the code it is nothing new: a
column of ones beside $${w.sym("X")}$ and beside $${w.sym("h1")}$, and a row more in $${w.sym("W1")}$ and $${w.sym("W2")}$.

To the proof it is the end. Turn *x* into −*x*, and the one stays 1: *z* does not become −*z*, and line 2 fails.
${w.choose(
  "bias-sums",
  of("10 with").end.sums[1] - of("10 with").end.sums[0] < ROUNDING
    ? "same"
    : "different",
  {
    same: `Yet in the trained network with ${WIDTHS[1]} neurons and biases $d(x) + d(-x)$ is still the same everywhere.`,
    different: `In the trained network with ${WIDTHS[1]} neurons and biases, $d(x) + d(-x)$ is anything between ${w.brief(of("10 with").end.sums[0])} and ${w.brief(of("10 with").end.sums[1])}.`,
  },
)}

The same runs again, with biases: all ${labels.length / 2} rows in each step, ${count(file("3 with").steps!, "step")} at a learning rate of ${w.exact(file("3 with").learningRate!)}.

${w.figure(
  lines(
    {
      id: "widths",
      series: [
        byWidth("with, own rows", of, "with", "trained", "agrees"),
        byWidth("with, fresh", of, "with", "fresh", "agrees"),
        byWidth("without, own rows", of, "without", "trained"),
        byWidth("without, fresh", of, "without", "fresh"),
        {
          label: "the ceiling",
          kind: "fails",
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
      title:
        "Rows right with and without biases, by the number of hidden neurons",
      description:
        "Best share of rows right for each number of hidden neurons: with and without biases, on the rows trained on and on fresh ones, with a line at the ceiling.",
    },
    w.tick,
  ),
  `With and without biases, on the ${labels.length / 2} rows trained on and on ${grouped(FRESH.rows)} fresh ones: the best of all looks at each run, one every ${count(every("3 with"), "step")}.`,
)}

${widthTable(w, of)}

${biasVerdict(w, of)}

## Or a second hidden layer

The proof speaks of one hidden layer of sigmoids. That layer hands *h* and $\\mathord{1 - h}$ to the next layer, and these are not mirror images about 0. With a second hidden layer
there is no such *c*, even without biases. Two layers of ${file("two layers").hidden![0]} neurons, ${count(last(of("two layers")).step, "step")} at a learning rate of ${w.exact(file("two layers").learningRate!)}: ${w.percent(last(of("two layers")).trained)} of
their own rows, ${w.percent(last(of("two layers")).fresh!)} of the fresh ones. ${w.choose(
      "two-layers",
      last(of("two layers")).fresh! > CEILING ? "above" : "below",
      {
        above: `That is above the ceiling.`,
        below: `That is still below the ceiling.`,
      },
    )}

## The corners

XOR is often told with four corners instead of clouds of points. Which four, matters. Those of {−1, 1}² are two mirror pairs, so without biases at most three of
the four can be right. In {0, 1}² no corner is the mirror image of another. Only (0, 0) is
its own: of it the proof says that 2·*d*(0, 0) = *c*, so it can only be right where *c* is not above 0. Of the other three it says nothing. From ${corners(found).seeds} weight seeds each, ${WIDTHS[0]} hidden neurons, ${count(file("{0,1}² with").steps!, "step")} at a
learning rate of ${w.exact(file("{0,1}² with").learningRate!)}:

${cornerTable(found)}

“Learnt” means here that all four are right after the last step.

${cornerVerdict(w, found)}

${w.source("ceiling", "chapters/experiments/ceiling.ts")}
`;
  },
};

const file = (part: Part): SettingsFile => parts[part].file;
/** Steps from one look at a run to the next. */
const every = (part: Part): number =>
  (file(part).record as { every: number }).every;

/** The row that the figure marks: beside it, and beside its mirror image, no point is in the label’s way. */
const MARKED = 99;

function mirrorPair({ words }: Telling, w: Writer): string {
  const { X, labels } = rowsOf(MIRRORED);
  const rows = (keep: (row: number) => boolean) => ({
    X: fromRows(
      labels.flatMap((_, row) =>
        keep(row) ? [[X.data[2 * row]!, X.data[2 * row + 1]!]] : [],
      ),
    ),
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

function pairTable(w: Writer, { samples }: Found["end"]): string {
  const rows = samples.map(({ x, d, mirror }) => [
    x.map(w.brief).join("; "),
    w.num(d),
    w.num(mirror),
    w.num(d + mirror),
  ]);
  return table(
    ["*x*", "*d*(*x*)", "*d*(−*x*)", "*d*(*x*) + *d*(−*x*)"],
    rows,
  );
}

/** The networks without biases that the ceiling is measured on. */
const BARE: readonly { part: Part; label: string }[] = [
  ...WIDTHS.map((width) => ({
    part: `${width} without` as const,
    label: String(width),
  })),
  {
    part: "memory",
    label: `${file("memory").hidden![0]}, [by heart](#it-can-still-learn-by-heart)`,
  },
  {
    part: "mirrored",
    label: `${file("mirrored").hidden![0]}, on pairs`,
  },
];

function ceilingTable(w: Writer, of: (part: Part) => Found): string {
  const { labels } = rowsOf(MIRRORED);
  const rows = BARE.map(({ part, label }) => [
    label,
    w.percent(last(of(part)).trained),
    w.percent(last(of(part)).fresh!),
    w.percent(best(of(part), "fresh")),
    w.percent(of(part).end.mirrored),
    w.percent(allowed(labels, of(part).end.constant)),
  ]);
  return table(
    [
      "neurons",
      "its own rows",
      "fresh rows",
      "fresh, at best",
      "mirrored",
      "the proof leaves",
    ],
    rows,
  );
}

function mirroredRun(w: Writer, mirrored: Found): string {
  const { labels } = rowsOf(MIRRORED);
  const ones = labels.filter((label) => label === 1).length;
  const most = Math.max(ones, labels.length - ones) / labels.length;
  const { trained, step } = last(mirrored);
  const { said } = mirrored.end;
  return `The last one was trained on the mirrored rows themselves. ${w.choose(
    "mirrored-run",
    said.includes(0) ? "one" : trained > most ? "learnt" : "less",
    {
      one: `After ${count(step, "step")} it gives all ${labels.length} rows the same answer, label ${said.indexOf(labels.length)}. That is right for ${w.percent(trained)} of them.`,
      learnt: `After ${count(step, "step")} it has ${w.percent(trained)} of them.`,
      less: `After ${count(step, "step")} it has ${w.percent(trained)} of them, no more than one would get with the same answer for every row.`,
    },
  )}`;
}

/** How many of its own rows a network learns, and how many of them by heart. */
function byHeart(w: Writer, { looks }: Found): string {
  const rows = rowsOf(MIRRORED).labels.length / 2;
  const end = looks.at(-1)!;
  const late = looks.find(({ step }) => 3 * step >= 2 * end.step)!;
  const [right, before] = [end, late].map((look) =>
    Math.round(rows * look.trained),
  ) as [number, number];
  const rest = `the last ${count(end.step - late.step, "step")}`;
  return `${w.choose("memory-all", right === rows ? "all" : "some", {
    all: `At the end it has all of its own ${count(rows, "row")} right;`,
    some: `It did not get them all: at the end it has ${right} of its own ${count(rows, "row")} right;`,
  })} ${w.choose(
    "memory-late",
    right > before ? "more" : right === before ? "same" : "fewer",
    {
      more: `${rest} brought ${count(right - before, "row")} more.`,
      same: `${rest} brought none more.`,
      fewer: `${rest} lost it ${count(before - right, "row")}.`,
    },
  )} ${w.choose(
    "memory",
    end.trained > Math.max(CEILING, end.fresh!) ? "by-heart" : "not",
    {
      "by-heart": `Yet ${w.percent(end.trained)} is above the ceiling. Of the fresh rows it has ${w.percent(end.fresh!)}. The difference it has learnt by heart, and not from the rule behind the rows.`,
      not: `That is ${w.percent(end.trained)}. Of the fresh rows it has ${w.percent(end.fresh!)}.`,
    },
  )}`;
}

const overSteps = (
  label: string,
  { looks }: Found,
  of: "trained" | "fresh",
) => ({
  label,
  points: looks.map((look) => [look.step, 100 * look[of]!] as const),
});

const byWidth = (
  label: string,
  of: (part: Part) => Found,
  bias: "with" | "without",
  what: "trained" | "fresh",
  kind: "agrees" | "ink" = "ink",
) => ({
  label,
  kind,
  points: WIDTHS.map(
    (width) => [width, 100 * best(of(`${width} ${bias}`), what)] as const,
  ),
});

function widthTable(w: Writer, of: (part: Part) => Found): string {
  const rows = WIDTHS.map((width) => [
    String(width),
    ...(["without", "with"] as const).flatMap((bias) =>
      (["trained", "fresh"] as const).map((what) =>
        w.percent(best(of(`${width} ${bias}`), what)),
      ),
    ),
  ]);
  return table(
    [
      "hidden neurons",
      "without, own rows",
      "without, fresh",
      "with, own rows",
      "with, fresh",
    ],
    rows,
  );
}

function biasVerdict(w: Writer, of: (part: Part) => Found): string {
  const fresh = WIDTHS.map((width) => best(of(`${width} with`), "fresh"));
  const above = fresh.filter((share) => share > CEILING).length;
  const [low, high] = extent(fresh) as [number, number];
  const range = `between ${w.percent(low)} and ${w.percent(high)}`;
  return w.choose("bias-fresh", allSomeOrNone(above, fresh.length), {
    all: `With biases all of them go through the ceiling: ${range} of the fresh rows at their best.`,
    some: `With biases ${above} of the ${fresh.length} go through the ceiling: ${range} of the fresh rows at their best.`,
    none: `With biases, too, all of them stay below the ceiling: ${range} of the fresh rows at their best.`,
  });
}

const SQUARES = ["{0,1}²", "{−1,1}²"] as const;

/** How many seeds learn all four corners, and how many there are. */
function corners(found: Results) {
  const learnt = (part: Part) =>
    found[part].filter((it) => last(it).trained === 1).length;
  return {
    seeds: found["{0,1}² with"].length,
    without: SQUARES.map((square) => learnt(`${square} without`)),
    with: SQUARES.map((square) => learnt(`${square} with`)),
  };
}

function cornerTable(found: Results): string {
  const { seeds, ...learnt } = corners(found);
  const rows = SQUARES.map((square, i) => [
    square.replace(",", ", "),
    `${learnt.without[i]} of ${seeds}`,
    `${learnt.with[i]} of ${seeds}`,
  ]);
  return table(
    ["corners", "learnt without biases", "learnt with biases"],
    rows,
  );
}

function cornerVerdict(w: Writer, found: Results): string {
  const most = Math.max(
    ...found["{−1,1}² without"].map((it) => last(it).trained),
  );
  const { seeds, ...learnt } = corners(found);
  const [without, mirrored] = learnt.without as [number, number];
  const biased = learnt.with[0]!;
  const those = `${without} of the ${seeds} learn them without biases, ${biased} with`;
  return `${w.choose(
    "corners-mirrored",
    mirrored === 0 ? "never" : "learnt",
    {
      never: `Without biases no seed learns the mirrored corners; the best one ends with ${4 * most} of the four.`,
      learnt: `Without biases ${mirrored} seeds learn the mirrored corners: do not trust this page.`,
    },
  )} ${w.choose(
    "corners-plain",
    without >= biased ? "hidden" : without > 0 ? "some" : "none",
    {
      hidden: `The corners of {0, 1}² do not show what is missing, from all these seeds: ${those}.`,
      some: `On the corners of {0, 1}² one lucky seed would not have shown what is missing. All these seeds show it: ${those}.`,
      none: `On the corners of {0, 1}² any of these seeds shows that something is missing: ${those}.`,
    },
  )}`;
}

run(import.meta.url);
