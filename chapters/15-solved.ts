import { run } from "#run";
import type { Prose, TrainingChapter } from "../src/book/chapter.ts";
import { player } from "../src/book/player.ts";
import type { Others } from "../src/book/telling.ts";
import type { Writer } from "../src/book/writer.ts";
import { boundary, pointsIn } from "../src/figures/boundary.ts";
import type { View } from "../src/figures/cube.ts";
import { cube, hiddenSpace } from "../src/figures/hidden-space.ts";
import { lines } from "../src/figures/lines.ts";
import { neuronLines } from "../src/figures/neuron-lines.ts";
import { neurons, OUTPUT } from "../src/figures/neurons.ts";
import { nodesOf, type Plane } from "../src/figures/plane.ts";
import type { Line } from "../src/figures/xor.ts";
import { formatAddress, stateOf } from "../src/lesson/address.ts";
import { rowsOf } from "../src/lesson/datasets.ts";
import { type Lesson, parseLesson } from "../src/lesson/lesson.ts";
import { sigmoid } from "../src/math/elementary.ts";
import {
  add,
  addRow,
  at,
  fromFunction,
  fromRows,
  type Matrix,
  map,
  matmul,
  toRows,
} from "../src/math/matrix.ts";
import { spread } from "../src/math/spread.ts";
import { flatOf } from "../src/network/flat.ts";
import { ACTIVATIONS } from "../src/network/ops/activations.ts";
import type { Trace } from "../src/network/stage.ts";
import { parseSettings } from "../src/training/settings.ts";
import { decimals, show } from "../src/typeset/format.ts";
import { SEEDS } from "./experiments/seeds.ts";
import {
  experiment,
  type Found,
  type Look,
  type Moment,
  type Part,
  parts,
  WIDTHS,
} from "./experiments/solved.ts";
import { chaosAgain, chaoticOf } from "./from-seeds.ts";
import { EDGES } from "./words/figures.ts";
import { PLAYER_WORDS } from "./words/player.ts";
import { allSomeOrNone, count, FEW, grouped, list, ofThe, someOrNone } from "./words/prose.ts";
import { table } from "./words/table.ts";

export type Results = Readonly<Record<Part, Found>>;

/** Where the pictures are drawn: the corners, and the points. */
const NEAR: Plane = { nodes: 41, reach: 2 };
const WIDE: Plane = { nodes: 41, reach: 3 };
/** Where the tint of an output or of a neuron gets a shade deeper. */
const LEVELS = [0.2, 0.8];
const HALF = 0.5;
/** Every so many looks are drawn as a curve. */
const DRAWN = 4;
/** Where the cubes are seen from: nearly along the plane that divides the corners; without biases, more from before it. */
const VIEWS: Readonly<Record<"corners" | "bare", View>> = {
  corners: { turn: 325, tilt: 20 },
  bare: { turn: 20, tilt: 20 },
};
/** Decimals of what is worked out by hand. */
const DIGITS = 4;
/** No row: only the corners are in the cube. */
const NO_ROWS = fromFunction(0, 2, () => 0);

/** The weights of a moment as those of a lesson: biases apart, 0 where there are none. */
function weightsOf({ weights }: Pick<Moment, "weights">, bias: boolean) {
  const [first, second] = weights.map((W) => (bias ? W : [...W, W[0]!.map(() => 0)]));
  const parted = (W: readonly (readonly number[])[]) =>
    [fromRows(W.slice(0, -1)), fromRows(W.slice(-1))] as const;
  const [[W1, b1], [W2, b2]] = [parted(first!), parted(second!)];
  return { W1, b1, W2, b2 };
}
type Weights = ReturnType<typeof weightsOf>;

const layer = (X: Matrix, W: Matrix, b: Matrix): Matrix => map(addRow(matmul(X, W), b), sigmoid);

/** What a network says all over a plane: its hidden neurons and its output, and where each sum is 0. */
function seenOn(plane: Plane, { W1, b1, W2, b2 }: Weights) {
  const hidden = layer(nodesOf(plane), W1, b1);
  const output = [...layer(hidden, W2, b2).data];
  const sums = Array.from(
    { length: W1.cols },
    (_, j): Line => ({ a: at(W1, 0, j), b: at(W1, 1, j), c: at(b1, 0, j) }),
  );
  const seen = toRows(hidden);
  return {
    plane,
    output,
    sums,
    neurons: sums.map(({ a, b }, j) => ({
      values: seen.map((row) => row[j]!),
      weights: [a, b],
      out: at(W2, j, 0),
    })),
  };
}

/** Of lines as near to the boundary as this one sees only the boundary. */
const NEARBY = 0.06;

/** The neurons whose lines lie under the boundary all along: close to each of their sides are different answers. */
function underBoundary(
  { nodes, reach }: Plane,
  sums: readonly Line[],
  { W1, b1, W2, b2 }: Weights,
): number[] {
  const answers = (places: readonly (readonly number[])[]) =>
    Array.from(layer(layer(fromRows(places), W1, b1), W2, b2).data, (it) => it > HALF);
  return sums.flatMap(({ a, b, c }, j) => {
    const size = Math.sqrt(a * a + b * b);
    const away = [a / size, b / size] as const;
    const along = Array.from({ length: nodes }, (_, i) => ((3 * i) / (nodes - 1) - 1.5) * reach)
      .map((t) => [(-c / size) * away[0] - t * away[1], (-c / size) * away[1] + t * away[0]] as const)
      .filter((at) => at.every((x) => Math.abs(x) <= reach));
    if (along.length === 0) return [];
    const [above, below] = [NEARBY, -NEARBY].map((off) =>
      answers(along.map(([p, q]) => [p + off * away[0], q + off * away[1]])),
    );
    return above!.every((it, i) => it !== below![i]) ? [j] : [];
  });
}

/** What a hidden layer makes of the plane of the inputs, without rows of any lesson. */
const planeUnder = ({ W1, b1 }: Weights) => ({
  X: NO_ROWS,
  W1,
  b1,
  h1: fromFunction(0, W1.cols, () => 0),
  brick: ACTIVATIONS.sigmoid,
  reach: NEAR.reach,
});

/** Hidden values of the corners in their cube, and the plane that divides it. */
const spaceOf = (weights: Weights) =>
  hiddenSpace({ ...planeUnder(weights), flat: flatOf(weights, ACTIVATIONS.sigmoid) });

/** A run of one seed: its looks, and what is drawn of its moments. */
function factsOfRun(part: "corners" | "bare" | "points", { looks, moments }: Found) {
  const { hidden, bias, learningRate, trained } = parseSettings(parts[part].file);
  const last = looks.at(-1)!;
  const solved = looks.find(({ right }) => right === trained);
  return {
    part,
    neurons: hidden[0]!,
    learningRate,
    rows: trained,
    looks: looks.filter((look, i) => i % DRAWN === 0 || look === last),
    last,
    solved: solved?.step ?? last.step,
    is: last.right === trained ? "solved" : "not",
    moments: moments.map((moment) => {
      const weights = weightsOf(moment, bias);
      return {
        ...moment,
        ...seenOn(part === "points" ? WIDE : NEAR, weights),
        space: weights.W1.cols === 3 ? spaceOf(weights) : undefined,
      };
    }),
  } as const;
}
type RunFacts = ReturnType<typeof factsOfRun>;
type MomentFacts = RunFacts["moments"][number];

/** The network of the corners, its weights rounded to whole numbers, as a lesson. */
function lessonOf(moment: Moment, seed: number): Lesson {
  const { W1, b1, W2, b2 } = weightsOf(moment, true);
  const whole = (W: Matrix) => toRows(map(W, (w) => Math.round(w) + 0));
  const { X, labels } = rowsOf({ set: "corners01" }, 1);
  return parseLesson({
    title: `XOR, solved: trained from seed ${seed}, then rounded`,
    data: { X: toRows(X), labels: [...labels!] },
    outputs: 1,
    weights: { W1: whole(W1), b1: whole(b1)[0]!, W2: whole(W2), b2: whole(b2)[0]! },
    learningRate: 2,
    digits: DIGITS,
  });
}

/** What came of the rounded network. */
function factsOfRounded(own: Trace, trace: Trace) {
  const { y, X, h1, h2, W1, b1, W2, b2, lesson } = trace;
  const wrong = toRows(h2).filter(([h], r) => h! > HALF !== (at(y, r, 0) === 1)).length;
  const idle = Array.from({ length: W2.rows }, (_, j) => j).filter((j) => at(W2, j, 0) === 0);
  const [one, other] = toRows(h1).filter((_, r) => at(y, r, 0) === 1);
  return {
    trace,
    address: formatAddress(stateOf(lesson), own.lesson),
    numbers: [W1, b1, W2, b2].reduce((sum, { data }) => sum + data.length, 0),
    right: X.rows - wrong,
    is: wrong === 0 ? "right" : "wrong",
    idle,
    areIdle: idle.length === 0 ? "none" : idle.length === 1 ? "one" : "more",
    fold: one!.every((it, j) => it === other![j]) ? "same" : "apart",
  } as const;
}

/** How many of many seeds get all rows right. */
function factsOfSeeds(part: Part, { seeds }: Found) {
  const { trained } = parseSettings(parts[part].file);
  const learnt = seeds.filter(({ right }) => right === trained).length;
  const ever = seeds.filter(({ best }) => best === trained);
  return {
    learnt,
    ever: ever.length,
    best: spread(seeds.map(({ best }) => best)),
    verdict: allSomeOrNone(learnt, seeds.length),
  } as const;
}

/** Any network without biases on the mirrored corners: here that of the run, at its end. */
function factsOfMirrored(moment: Moment) {
  const weights = weightsOf(moment, false);
  const { W1, b1, W2, b2 } = weights;
  const { X, labels } = rowsOf({ set: "corners11" }, 1);
  const corners = toRows(X).map(([x1, x2], r) => ({ at: [x1!, x2!] as const, label: labels![r]! }));
  const places = layer(X, W1, b1);
  const pair = (label: number) =>
    corners.flatMap((it, r) => (it.label === label ? [r] : [])) as [number, number];
  const middle = (label: number) => {
    const [a, b] = pair(label).map((r) => fromRows([toRows(places)[r]!]));
    return [...map(add(a!, b!), (sum) => sum / 2).data];
  };
  const space = hiddenSpace({ ...planeUnder(weights), corners, joins: [pair(0), pair(1)] });
  const off = [0, 1].flatMap(middle).map((it) => Math.abs(it - HALF));
  return { space, meet: Math.max(...off) < 1e-12 ? "middle" : "apart", W2, b2 } as const;
}

function facts(trace: Trace, { resultsOf, traceOf }: Others) {
  const found = resultsOf(experiment) as Results;
  const seed = SEEDS[0]!;
  const run = (part: "corners" | "bare" | "points") => factsOfRun(part, found[part]);
  const [corners, bare, points] = [run("corners"), run("bare"), run("points")];
  const many = (part: Part) => factsOfSeeds(part, found[part]);
  const { X, labels } = rowsOf({ set: "corners01" });
  const article = rowsOf(parseSettings(parts.points.file).data);
  const chaotic = chaoticOf(Object.values(found).flatMap(({ seeds }) => seeds));
  const widths = WIDTHS.map((width) => ({ width, ...many(`${width} neurons`) }));
  const ever = widths.map((it) => it.ever);
  const lesson = lessonOf(found.corners.moments.at(-1)!, seed);
  return {
    seed,
    lastSeed: SEEDS.at(-1)!,
    seeds: SEEDS.length,
    corners,
    bare,
    points,
    near: NEAR,
    wide: WIDE,
    under: underBoundary(NEAR, corners.moments.at(-1)!.sums, weightsOf(found.corners.moments.at(-1)!, true)),
    drawn: { corners: { X, labels: labels! }, points: { X: article.X, labels: article.labels! } },
    rounded: factsOfRounded(trace, traceOf(lesson)),
    mirrored: factsOfMirrored(found.bare.moments.at(-1)!),
    steps: parts["{0,1}² with"].file.steps!,
    longer: parts["3 neurons"].file.steps!,
    squares: {
      plain: { with: many("{0,1}² with"), without: many("{0,1}² without") },
      mirrored: { with: many("{−1,1}² with"), without: many("{−1,1}² without") },
    },
    widths,
    /** Which widths have all points right at some look. */
    separates: !ever.some(Boolean) ? "none" : ever.slice(0, -1).some(Boolean) ? "more" : "widest",
    chaotic: { count: chaotic, verdict: someOrNone(chaotic) },
  } as const;
}
export type Facts = ReturnType<typeof facts>;

/** The chapter in which the rounded network is opened: it has the cube. */
const START = "h1";

const prose: Prose<Facts> = {
  title: "XOR, solved",
  summary:
    "A small network that gets all four corners right, looked at from within: its lines, its cube, and numbers to check by hand.",
  page(f, w) {
    const { corners, bare, points, rounded, mirrored, squares, seeds } = f;
    const widest = f.widths.at(-1)!;
    const solved = w.on(rounded.trace, "solved:", DIGITS);
    const [z1, h1, z2, h2] = (["z1", "h1", "z2", "h2"] as const).map((name) => solved.equation(name));
    return `
Chapter ${w.chapter("xor")} promised a network that solves XOR: one that gets all four corners right, where a line gets three at best. Here it is. It has two inputs, ${count(w, corners.neurons, "hidden neuron")} and one output. Hidden neurons and output are sigmoids, each with a bias. One output is enough: above ½ the answer is 1, else 0.

Its weights begin as the article’s do, from seed ${f.seed}, and its biases at 0. It is trained on the four corners at a learning rate of ${w.exact(corners.learningRate)}, for ${count(w, corners.last.step, "step")}.

## Four moments

${pictures(w, corners, "corner-points", "The four corners")}

The pictures show steps ${list(corners.moments.map(({ step }) => grouped(w, step)))}. In each picture the square is the plane of the inputs, from −${f.near.reach} to ${f.near.reach} both ways. Each dashed line belongs to a hidden neuron, whose number stands on it: on the line its sum is 0, so it puts out ½. The strong line is the boundary, where the
output is ½.${f.under.length === 0 ? "" : ` At the end it covers the ${f.under.length === 1 ? "line" : "lines"} of ${f.under.length === 1 ? "neuron" : "neurons"} ${list(f.under.map(String))}.`} The darker, the larger the output.

The cube is that of the three hidden values, as in ${w.link("h1")}. The bent sheet is the plane of the inputs, and the flat piece is the plane where the output is ½. The numbers at its edges are those of the neurons. The network cannot bend the flat piece, but it can bend the sheet.

${w.choose("corners", corners.is, {
  solved: `It does so until the two circles are on one side and the two squares on the other. We looked every ${parts.corners.every} steps; at step ${grouped(w, corners.solved)} all four corners are right for the first time. At the end the loss is ${w.brief(corners.last.loss)}.`,
  not: `At the end ${corners.last.right} of the four corners are right.`,
})}

${w.question(
  `At the end, where in the cube do the two circles lie, the corners (0, 1) and (1, 0)?`,
  `Nearly at the same place. The hidden layer folds the plane so that the two corners of label 1 meet. Then one flat cut is enough.`,
)}

## Checked by hand

The weights at the end, rounded to whole numbers:

${w.display((["W1", "b1", "W2", "b2"] as const).map((name) => `${w.sym(name)} &= ${solved.numbers(name)}`))}

Each hidden neuron has a column of $${w.sym("W1")}$ and its bias in $${w.sym("b1")}$; $${w.sym("W2")}$ and the bias $${w.sym("b2")}$ belong to the output. These ${rounded.numbers} numbers are the whole network. ${w.choose(
      "rounded",
      rounded.is,
      {
        right: `Rounded like this, it still gets all four corners right. A calculator is enough to check it.`,
        wrong: `Rounded like this, it gets ${rounded.right} of the four corners right.`,
      },
    )} The rows are the corners (0, 0), (0, 1), (1, 0) and (1, 1), and their labels are 0, 1, 1 and 0. First the sums of the hidden neurons:

${w.display(z1!.lines)}

Then the sigmoid of each, $\\sigma(z) = 1/(1 + e^{-z})$:

${w.display(h1!.lines)}

${w.choose("fold", rounded.fold, {
  same: `The second row and the third are the same: these are the two corners of label 1, and they have come to one place in the cube.`,
  apart: `The second row and the third are the two corners of label 1.`,
})}

The sum of the output, and its sigmoid:

${w.display(z2!.lines)}

${w.display(h2!.lines)}

${w.choose("idle", rounded.areIdle, {
  none: `All hidden neurons have a part in it.`,
  one: `Neuron ${rounded.idle[0]!} has no part in it: its weight in $${w.sym("W2")}$ has been rounded to 0. The other ${corners.neurons - 1} would have been enough.`,
  more: `Neurons ${list(rounded.idle.map(String))} have no part in it: their weights in $${w.sym("W2")}$ have been rounded to 0.`,
})}

One corner in full: the sums of neuron 0 and of the output for (1, 1). Every other sum is folded below.

${solved.byHand(z1!, 3, 0)}

${solved.byHand(z2!, 3, 0)}

${w.isAlone ? "" : `<p><a data-own href="${START}.html#${rounded.address}">Open this network in the chapters</a>, with every slope and the next step.</p>`}

## What each neuron sees

Each hidden neuron divides the plane by one line. On one side it puts out more than ½, on the other less. The output takes these three pictures, each times its weight, adds its bias, and takes the sigmoid.

${w.figure(
  seenBy("seen-corners", corners, "corner-points"),
  `What each neuron puts out over the plane at the end of the run, before rounding, and at the right the output. The darker, the larger. ${EDGES}`,
)}

## Lines through the origin

The same network from the same seed, trained in the same way, but without biases:

${pictures(w, bare, "corner-points", "The four corners, without biases")}

${w.choose("bare", bare.is, {
  solved: `This run gets all four corners right too, from step ${grouped(w, bare.solved)} on.`,
  not: `At the end of this run ${bare.last.right} of the four corners are right.`,
})} But look at its lines: at every moment each of them passes through the origin. The sum of neuron $j$ is $x_1\\,${w.sym("W1")}[0,j] + x_2\\,${w.sym("W1")}[1,j]$: where both inputs are 0 it is 0, whatever the weights are. Training can turn such a line, but not move it. A bias moves it.

The cube shows the same. At the point (0, 0) every sum is 0, so every neuron puts out ½: this point stays in the middle of the cube. And the flat piece has no bias either: it always passes through the vertex of the cube where all hidden values are 0.

How much does it matter? We train on these corners, 0 and 1, and on the corners −1 and 1: (−1, −1) and (1, 1) with label 0, (−1, 1) and (1, −1) with label 1. From ${seeds} seeds of the weights, seed ${f.seed} to seed ${f.lastSeed}, ${count(w, f.steps, "step")} each:

${table(
  ["corners", `learnt with biases, of ${seeds}`, `learnt without`],
  [
    ["corners 0 and 1", String(squares.plain.with.learnt), String(squares.plain.without.learnt)],
    ["corners −1 and 1", String(squares.mirrored.with.learnt), String(squares.mirrored.without.learnt)],
  ],
)}

“Learnt” means that all four corners are right after the last step. ${w.choose(
      "with",
      squares.plain.with.verdict,
      {
        all: `With biases all ${seeds} seeds learn the corners 0 and 1`,
        some: `With biases ${squares.plain.with.learnt} of the ${seeds} seeds learn the corners 0 and 1`,
        none: `With biases none of the ${seeds} seeds learns the corners 0 and 1`,
      },
    )}; ${w.choose("without", squares.plain.without.verdict, {
      all: `without biases all of them do, too.`,
      some: `without biases ${squares.plain.without.learnt} of them do.`,
      none: `without biases none of them does.`,
    })}

## Why the mirrored corners need a bias

Now look at the corners −1 and 1. ${w.choose("mirrored-without", squares.mirrored.without.verdict, {
      none: `Without biases none of the ${seeds} seeds learns them.`,
      some: `Without biases ${squares.mirrored.without.learnt} of the ${seeds} seeds learn them: do not trust this page.`,
      all: `Without biases all ${seeds} seeds learn them: do not trust this page.`,
    })} The cube shows why.

${w.figure(
  cube(
    "mirrored",
    mirrored.space,
    { labels: undefined, view: VIEWS.corners, size: 300 },
    { ...w.words.figures.cube, title: "The mirrored corners in the cube", description: () => MIRRORED },
    w.short,
  ),
  `The corners −1 and 1 in the cube of the network without biases that was trained above, on the corners 0 and 1, at the end of its run. The dashed lines join the corners of the same label.`,
)}

Opposite corners are *x* and −*x*. Without a bias their sums are *z* and −*z*, and their hidden values *h* and $\\mathord{1 - h}$. Halfway between these is ½, for every neuron. So the two circles have the middle of the cube halfway between them, and so have the two squares. ${w.choose(
      "meet",
      mirrored.meet,
      {
        middle: `Both dashed lines pass through it.`,
        apart: `Here the dashed lines do not meet: do not trust this page.`,
      },
    )}
A plane with both circles on one side has their middle on that side too. But the middle of the squares is the same place. So no plane separates them, in the cube of these or any other weights. It is the proof of chapter ${w.chapter("xor")} again, in another space; ${w.link("ceiling")} does it for all points of the plane.

## The article’s points

There are only four corners; the article has ${grouped(w, points.rows)} points. Here is a network with ${count(w, points.neurons, "hidden neuron")} and biases, from seed ${f.seed}, trained on all of them at a learning rate of ${w.exact(points.learningRate)}. Its space has ${points.neurons} directions, and no cube shows it; but the lines can be seen.

${pictures(w, points, "article-points", "The article’s points")}

The plane goes from −${f.wide.reach} to ${f.wide.reach} here. ${w.choose("points", points.is, {
      solved: `At step ${grouped(w, points.last.step)}, the last one, all ${grouped(w, points.rows)} points are on their right side.`,
      not: `At step ${grouped(w, points.last.step)}, the last one, ${points.last.right} of the ${grouped(w, points.rows)} points are on their right side.`,
    })}

${w.figure(
  seenBy("seen-points", points, "article-points"),
  `What each of the ${points.neurons} neurons puts out over the plane at the end, and the output.`,
)}

How many neurons does it take? From ${seeds} seeds each, with biases, for ${count(w, f.longer, "step")}:

${table(
  [
    "neurons",
    `all ${grouped(w, points.rows)} right at some look, of ${seeds}`,
    "most rows right in a run: median",
    "least",
    "most",
  ],
  f.widths.map(({ width, ever, best }) => [
    String(width),
    String(ever),
    ...[best.median, best.least, best.most].map(w.exact),
  ]),
)}

${w.choose("separates", f.separates, {
  widest: `Only with ${grouped(w, widest.width)} neurons are all points separated, and from ${ofThe(widest.ever, seeds)} seeds.`,
  more: `All points are separated with ${list(f.widths.flatMap(({ width, ever }) => (ever > 0 ? [String(width)] : [])))} neurons.`,
  none: `None of these widths separates all the points.`,
})} To be right about the points trained on is not everything: ${w.link("ceiling")} asks about points that no network was trained on.

## Are these runs steady?

${chaosAgain(w)} ${w.choose("chaotic", f.chaotic.verdict, {
      none: `On this page there is none: of all the runs from many seeds, every one is steady.`,
      some: `On this page ${f.chaotic.count} of all the runs from many seeds are chaotic.`,
    })}

${w.source("solved")}

${pointsIn("corner-points", f.drawn.corners.X, f.drawn.corners.labels, f.near, { size: OUTPUT, radius: 4 })}
${pointsIn("article-points", f.drawn.points.X, f.drawn.points.labels, f.wide, { size: OUTPUT, radius: 1.6 })}
`;
  },
  toTry: ({ corners }) =>
    `It begins with the run of this page. Take the biases away and look at the lines. Put the corners −1 and 1 in. Try two hidden neurons instead of ${corners.neurons}, or another seed.`,
};

const MIRRORED =
  "The four corners of the square from −1 to 1 as points in the cube, circles for label 1 and squares for label 0. A dashed line joins the two circles, another the two squares. They cross in the middle of the cube.";

/** A loss to four decimals in a caption. */
const four = (w: Writer, x: number): string => w.plainText(show(x, decimals(DIGITS)));

/** "3 of 4" */
const rightOf = ({ right }: Look, { rows }: RunFacts): string => `${right} of ${rows}`;

/** A player of a run: the plane, the cube if there is one, and the loss; below two pictures its curve is wide. */
function pictures(w: Writer, it: RunFacts, points: string, title: string): string {
  const frames = it.moments.map((moment) => {
    const at = `step ${grouped(w, moment.step)}`;
    const right = rightOf(moment, it);
    return {
      svg: planeAt(it, moment, points, at) + cubeAt(w, it, moment, at),
      at,
      caption: `<strong>${at}</strong><br>right ${right}<br>loss ${four(w, moment.loss)}`,
      says: `Step ${grouped(w, moment.step)}: ${right} right, loss ${four(w, moment.loss)}.`,
    };
  });
  const { part, looks, moments } = it;
  const chart = lines(
    {
      id: `${part}-loss`,
      series: [{ label: "loss", points: looks.map(({ step, loss }) => [step, loss]), kind: "scalars" }],
      x: { name: "step" },
      y: { name: "loss" },
      stops: moments.map(({ step }) => step),
      size: moments.some(({ space }) => space) ? { width: 600, plot: 130 } : { width: 300, plot: 220 },
    },
    {
      title: `The loss over the steps: ${title}`,
      description: `From ${four(w, looks[0]!.loss)} to ${four(w, looks.at(-1)!.loss)}.`,
    },
    w.tick,
  );
  return player({ title, frames, beside: [chart] }, PLAYER_WORDS);
}

function planeAt({ part }: RunFacts, moment: MomentFacts, points: string, at: string): string {
  const { step, plane, output, sums } = moment;
  const above = Math.round((100 * output.filter((it) => it > HALF).length) / output.length);
  return boundary(
    { id: `${part}-${step}`, plane, values: output, border: HALF, levels: LEVELS, points },
    {
      title: `Boundary and lines at ${at}`,
      description: `The output is above one half at ${above}\u00a0% of the places looked at. Dashed, the lines of ${count(FEW, sums.length, "hidden neuron")}.`,
    },
    neuronLines(sums, plane, OUTPUT),
  );
}

function cubeAt(w: Writer, { part }: RunFacts, { step, space }: MomentFacts, at: string): string {
  if (!space) return "";
  const { title, description } = w.words.figures.cube;
  const words = { title: `${title} at ${at}`, description, neuron: String };
  return cube(
    `${part}-cube-${step}`,
    space,
    { labels: undefined, view: VIEWS[part as keyof typeof VIEWS], size: OUTPUT },
    words,
    w.short,
  );
}

/** What each neuron of a run sees at its end. */
function seenBy(id: string, { moments }: RunFacts, points: string): string {
  const { plane, output, neurons: all } = moments.at(-1)!;
  return neurons(
    {
      id,
      plane,
      inputs: ["x₁", "x₂"],
      neurons: all,
      halfway: HALF,
      levels: LEVELS,
      output: { values: output, border: HALF, levels: LEVELS },
      points,
    },
    {
      title: "What each neuron sees",
      description: `A picture of the plane for each of ${count(FEW, all.length, "hidden neuron")}, dark where it puts out much, with the weights that lead to it and from it as edges; and a picture of the output with its boundary.`,
    },
  );
}

export const chapter: TrainingChapter<Facts> = {
  name: "solved",
  direction: "training",
  laboratory: parts.corners.file,
  experiment,
  facts,
  prose,
};

run(import.meta.url);
