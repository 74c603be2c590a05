import { extent, pairs, zip } from "d3-array";
import { run } from "#run";
import type { Chapter, Prose, TrainingChapter } from "../src/book/chapter.ts";
import type { Writer } from "../src/book/writer.ts";
import { lines, readByPowers } from "../src/figures/lines.ts";
import type { Lesson } from "../src/lesson/lesson.ts";
import { at, type Matrix, toRows } from "../src/math/matrix.ts";
import { norm } from "../src/math/norm.ts";
import { networkOf } from "../src/network/network.ts";
import { quantityOf } from "../src/network/quantities.ts";
import { partNames, partsOf, runStages, type Trace } from "../src/network/stage.ts";
import type { Kind, Values } from "../src/network/values.ts";
import { AS_PUBLISHED } from "../src/training/article.ts";
import { predict } from "../src/training/measure.ts";
import { createRun } from "../src/training/run.ts";
import { type Settings, settingsFrom } from "../src/training/settings.ts";
import { fileOfRun } from "../src/training/steps.ts";
import { train } from "../src/training/train.ts";
import { apart, fewest, near } from "../src/typeset/apart.ts";
import { followed } from "../src/typeset/equations.ts";
import { showScalar, withDigits } from "../src/typeset/format.ts";
import { chapter as xor } from "./00-xor.ts";
import { chapter as init } from "./01-init.ts";
import { chapter as z1 } from "./02-z1.ts";
import { chapter as h1 } from "./03-h1.ts";
import { chapter as z2 } from "./04-z2.ts";
import { chapter as h2 } from "./05-h2.ts";
import { chapter as loss } from "./06-loss.ts";
import { chapter as dLossDW2 } from "./07-dloss-dw2.ts";
import { chapter as dLossDW1 } from "./08-dloss-dw1.ts";
import { chapter as update } from "./09-update.ts";
import { isChaotic, lossNudged, NUDGE } from "./experiments/seeds.ts";
import { invariantFacts, invariantsMean, invariantsTold } from "./invariants.ts";
import { type LoopFacts, loopFacts, programInNumpy } from "./loop-in-numpy.ts";
import { LOG_AXIS } from "./words/figures.ts";
import { programWords } from "./words/numpy.ts";
import { allOf, count, grouped, power, sentence, someOrNone } from "./words/prose.ts";
import { tableRow } from "./words/table.ts";

type Turn = Pick<
  Values,
  "W1" | "b1" | "W2" | "b2" | "loss" | "dLoss_dW1" | "dLoss_db1" | "dLoss_dW2" | "dLoss_db2"
>;

/** The chapters of one training step: a turn of the circle. */
const CIRCLE: readonly Chapter[] = [z1, h1, z2, h2, loss, dLossDW2, dLossDW1, update];
const STAGES = CIRCLE.map(({ stage }) => stage);

// <shown>
/** The whole network: what each turn of the circle finds. */
export function learn(lesson: Lesson, turns: number): Turn[] {
  // Initialise
  const given = runStages([xor.stage, init.stage], lesson) as Values;
  let { X, y, W1, b1, W2, b2 } = given;

  return Array.from({ length: turns }, () => {
    // <turn>
    const now = { X, y, W1, b1, W2, b2 };
    const values = runStages(STAGES, lesson, now) as Values;
    const { loss, dLoss_dW1, dLoss_db1, dLoss_dW2, dLoss_db2 } = values;
    const { W1_next, b1_next = b1, W2_next, b2_next = b2 } = values;
    // </turn>

    const slopes = { dLoss_dW1, dLoss_db1, dLoss_dW2, dLoss_db2 };
    const turn = { W1, b1, W2, b2, loss, ...slopes };
    [W1, W2] = [W1_next, W2_next];
    [b1, b2] = [b1_next, b2_next];
    return turn;
  });
}
// </shown>

/** Steps in the table. */
const STEPS = 10;
/** A change smaller than this share of the loss may be rounding alone. */
const LOST = 2 ** -44;

/** All that a step changes, and the slopes along it. */
const weightsIn = ({ W1, b1, W2, b2 }: Turn): number[] => numbersIn([W1, b1, W2, b2]);
const slopesIn = ({ dLoss_dW1, dLoss_db1, dLoss_dW2, dLoss_db2 }: Turn): number[] =>
  numbersIn([dLoss_dW1, dLoss_db1, dLoss_dW2, dLoss_db2]);

/** The turns before the numbers grow too large for the computer, as without a bounded activation they can. */
function finite(turns: readonly Turn[]): readonly Turn[] {
  const isWhole = (turn: Turn) => Number.isFinite(turn.loss + norm([...weightsIn(turn), ...slopesIn(turn)]));
  const end = turns.findIndex((turn) => !isWhole(turn));
  return end < 0 ? turns : turns.slice(0, end);
}

/** The steps of the table. Is their change as many times that of the first step? */
function factsOfTen(turns: readonly Turn[]) {
  const steps = turns.length - 1;
  const losses = turns.map(({ loss }) => loss);
  const [row, col] = followed(turns[0]!.W2);
  const changes = pairs(losses, (a, b) => b - a);
  const [first, all] = [changes[0] ?? 0, losses.at(-1)! - losses[0]!];
  const tenfold = STEPS * first;
  const share = first === 0 ? 0 : all / tenfold;
  const compared = () => {
    if (steps < STEPS) return "overflows";
    if (first === 0) return "none";
    if (Math.abs(first) < LOST * losses[0]!) return "rounding";
    if (share <= 0) return "turned";
    return share < 0.9 ? "less" : share > 1.1 ? "more" : "near";
  };
  return {
    planned: STEPS,
    /** The last one of which there are numbers. */
    steps,
    entry: [row, col],
    losses,
    changes,
    lengths: turns.map((turn) => norm(slopesIn(turn))),
    weights: turns.map(({ W2 }) => at(W2, row, col)),
    first,
    all,
    tenfold,
    share,
    compared: compared(),
  };
}

/** About how many multiplications a run may take: no lesson, however large, keeps its reader waiting. */
const WORK = 3e7;
/** Steps of the longer run, as many as that allows. */
const LENGTHS = [2000, 1000, 500, 200, 100, 50, 20];

/** Some fifty records. */
const recordOf = (steps: number) => ({ every: Math.ceil(steps / 50) });

/** The lesson as a run of the fast loop. */
export function loopSettings({ lesson, X, W1, W2 }: Trace): Settings {
  const work = X.rows * W1.cols * (X.cols + 3 * W2.cols);
  const steps = LENGTHS.find((it) => it * work <= WORK) ?? LENGTHS.at(-1)!;
  return settingsFrom({ ...fileOfRun(lesson), steps, record: recordOf(steps) });
}

/**
 * Compares the program with the fast loop: how many losses and weights there are, and how many differ. The fast loop
 * takes no step from weights that have overflowed, so these are not compared.
 */
export function compareLoops(turns: readonly Turn[], settings: Settings) {
  const fast = createRun(settings);
  const isSame = turns.flatMap((turn) => {
    if (fast.diverged) return [];
    // The biases of the fast loop stand under the weights of their layer.
    const found = [...numbersIn(fast.weights), fast.record().loss.total];
    fast.step(1);
    return [...weightsIn(turn), turn.loss].map((x, i) => Object.is(x, found[i]));
  });
  const differing = isSame.filter((same) => !same).length;
  return { compared: isSame.length, differing };
}
const numbersIn = (matrices: readonly (Matrix | undefined)[]): number[] =>
  matrices.flatMap((it) => [...(it?.data ?? [])]);

/** The run. One that overflows is made again, only as far as it went, and recorded more closely. */
function watched(settings: Settings) {
  const history = train(settings);
  const { step: steps, how } = history.end;
  if (how !== "diverged") return history;
  return train({ ...settings, steps, record: recordOf(steps) });
}

/** Rows of the table beside the figure. */
const MOST_ROWS = 20;

/** The long run, up to where its numbers grow too large to be squared. */
function factsOfRun({ lesson, X, h2 }: Trace, planned: Settings) {
  const { settings, entries, weights } = watched(planned);
  const { steps } = settings;
  const recorded = entries.map(({ step, loss, gradientNorms, accuracy }) => ({
    step,
    loss: loss.total,
    length: norm(gradientNorms),
    right: accuracy?.trained,
  }));
  const end = recorded.findIndex((it) => !Number.isFinite(it.loss + it.length));
  const curve = end < 0 ? recorded : recorded.slice(0, end);
  const losses = curve.map(({ loss }) => loss);
  const [low, high] = extent(losses) as [number, number];
  const isByPowers = readByPowers(low, high);
  const nth = Math.ceil(curve.length / (MOST_ROWS - 1));

  const [first, last] = [curve[0]!, curve.at(-1)!];
  const [before, after] = [first.loss, last.loss];
  const overflows = last.step < steps;
  const outcome = () => {
    if (overflows) return "overflows";
    if (Math.abs(after - before) <= LOST * before) return "same";
    return after < before ? "fell" : "rose";
  };
  // Decimals that tell the two apart and give the share that is told of them.
  const asShown = (x: number, digits: number) => showScalar(x, withDigits(lesson, digits)).value.toNumber();
  const digits = fewest(apart(before, after, lesson), (digits) => {
    const [from, to] = [asShown(before, digits), asShown(after, digits)];
    return near(to / from, after / before) && near((from - to) / from, (before - after) / before);
  });
  const gone = Math.max(before - after, 0); // of one that rose, whatever its size, nothing
  const isMostGone = gone > before / 2;
  const rises = pairs(losses).filter(([a, b]) => b - a > LOST * a).length;

  const rightIn = ({ right }: typeof first) => (right === undefined ? undefined : Math.round(right * X.rows));
  const ties = [tiesIn(h2), overflows ? 0 : tiesIn(predict(settings, weights, X))] as const;
  const dataLoss = entries[curve.length - 1]!.loss.data;
  const nudged = overflows ? dataLoss : lossNudged(settings);
  return {
    planned: planned.steps,
    ...recordOf(steps),
    steps,
    points: curve.map(({ step, loss }) => [step, loss] as const),
    scale: isByPowers ? "log" : "linear",
    domain: [isByPowers ? low : 0, high || 1],
    /** The table has every nth of the recorded entries, and the last. */
    nth,
    rows: curve.filter((it, i) => i % nth === 0 || it === last),
    last: last.step,
    before,
    after,
    change: Math.abs(after - before),
    digits,
    looksSame: asShown(before, digits) === asShown(after, digits),
    outcome: outcome(),
    largest: Number.MAX_VALUE,
    isMostGone,
    /** What is left of a loss that fell, or gone: the smaller share, which never looks like none or all of it. */
    share: before === 0 ? 0 : (isMostGone ? after : gone) / before,
    rises,
    pairs: losses.length - 1,
    way: rises === 0 ? "never" : "sometimes",
    /** Rows answered right at the beginning and at the end; none where targets are no labels. */
    right: [rightIn(first), rightIn(last)],
    outputs: h2.cols,
    /** What keeps values small: where nothing does, no ridge is needed for them to grow. */
    isBounded: isBounded(lesson),
    ties,
    mostTies: Math.max(...ties),
    tie: someOrNone(Math.max(...ties)),
    dataLoss,
    /** Of one that overflows, none. */
    nudged: Number.isFinite(nudged) ? nudged : undefined,
    /** A nudge moves the biases too, held or not. */
    hasBias: lesson.bias,
    /** Whether the end of the run depends on the last digits of its first weights. */
    chaotic: !Number.isFinite(nudged) ? "overflows" : isApart(dataLoss, nudged, before) ? "yes" : "no",
  } as const;
}

/** Whether two runs end apart; where next to nothing of the first loss is left, what is left is rounding. */
const isApart = (loss: number, nudged: number, first: number): boolean =>
  Math.max(loss, nudged) > LOST * first && isChaotic({ loss, nudged });

/** Two outputs as near as this may be told apart by rounding alone. */
const TIED = 1e-12;

/** In how many rows the outputs say no one label: the two largest are equal, or the only one is ½. */
const tiesIn = (outputs: Matrix): number =>
  toRows(outputs).filter((row) => {
    const [first, second = 0.5] = [...row].sort((a, b) => b - a);
    return Math.abs(first! - second) <= TIED;
  }).length;

/** Whether no value of a network can grow without end. */
const isBounded = ({ activation, outputActivation }: Lesson): boolean =>
  [activation, outputActivation].every((it) => it === "sigmoid" || it === "tanh" || it === "softmax");

/** The parts of a turn that run for a lesson, in the blocks of the program. */
function blocksOf(lesson: Lesson) {
  const parts = CIRCLE.flatMap(({ name, direction, stage }) =>
    partsOf([stage], networkOf(lesson)).map((it) => ({
      chapter: name,
      ...partNames(it),
      block: quantityOf(it.makes[0]!).kind === "scalars" ? "loss" : direction,
    })),
  );
  const blocks = [...new Set(parts.map(({ block }) => block))];
  return blocks.map((block) => ({ block, parts: parts.filter((it) => it.block === block) }));
}

/** The loop in NumPy, as a file of its own, with all its numbers. */
export const fileInNumpy = (lesson: Lesson): LoopFacts =>
  loopFacts(lesson, blocksOf(lesson), factsOfTen(finite(learn(lesson, STEPS + 1))), Number.POSITIVE_INFINITY);

function facts(trace: Trace) {
  const { lesson, X, W1, W2 } = trace;
  const turns = finite(learn(lesson, STEPS + 1));
  const [blocks, ten] = [blocksOf(lesson), factsOfTen(turns)];
  const planned = loopSettings(trace);
  const loops = compareLoops(turns, planned);
  const { trained = 0, data } = AS_PUBLISHED;
  const drawn = data?.rows ?? 0;
  return {
    rows: X.rows,
    blocks,
    hasBias: lesson.bias,
    weights: W1.data.length + W2.data.length,
    slopes: slopesIn(turns[0]!).length,
    article: { trained, drawn, others: drawn - trained },
    ten,
    numpy: loopFacts(lesson, blocks, ten),
    loops: { ...loops, agree: loops.differing === 0 ? "same" : "differ" },
    history: factsOfRun(trace, planned),
    nudge: NUDGE,
    invariants: invariantFacts(trace, (lesson, given) => runStages(STAGES, lesson, given) as Values),
  } as const;
}
export type Facts = ReturnType<typeof facts>;

const prose: Prose<Facts> = {
  title: "The loop in code",
  summary:
    "The program of the whole network on one page, ten steps in numbers, and the loss over a long run.",
  page(
    { rows, blocks, hasBias, weights, slopes, article, ten, numpy, loops, history, nudge, invariants },
    w,
  ) {
    const { nth, right } = history;
    const range = [CIRCLE[0]!, CIRCLE.at(-1)!].map(({ name }) => Number(w.chapter(name))) as [number, number];
    const isJudged = right[0] !== undefined;
    const word = (count: number) => (count === 1 ? "right" : "wrong");
    const tied = TIES[history.outputs] ?? [
      "two largest outputs that are equal, or differ",
      "Of equal outputs the first counts",
    ];
    const answersTold = () => {
      const [before, after] = right as readonly [number, number];
      const told =
        rows === 1
          ? `The one row is answered ${word(before)} before the first step and ${word(after)} at the end.`
          : `Of ${grouped(w, rows)} rows, ${before === 0 ? "none" : before} ${before < 2 ? "is" : "are"} answered right before the first step and ${after === 0 ? "none" : after} at the end.`;
      return `${told} ${w.choose("loop-tie", history.tie, {
        some: `Before the first step ${history.ties[0]} of the ${count(w, rows, "row")}, and at the end ${history.ties[1]}, ${history.mostTies === 1 ? "has" : "have"} ${tied[0]} by no more than rounding: whether such a row counts as right is luck. ${tied[1]}.`,
        none: "",
      })}`;
    };
    return `
The chapters so far made one step of training. Training repeats it: forward, loss, backward, update, each time from the new
weights${slopes > weights ? " and biases" : ""}. Here is all of it in one program. It uses only what those chapters have shown.

${w.program(
  "loop",
  blocks.map(({ block, parts }) => ({
    comment: sentence(block),
    parts,
  })),
  (file) => w.words.program(file, ...range),
  programInNumpy(numpy, programWords),
)}

Every build of this book runs the program as it stands here. It must find what the chapters’ own code finds, to the last bit.

Its blocks are the chapters you have read.

| block | what it does | explained in |
|:--|:--|:--|
| initialise | takes the data and the first weights, given or drawn${hasBias ? ", and the biases" : ""} | ${links(w, "xor", "init")} |
| forward | goes up the stack, from $${w.sym("X")}$ to $${w.sym("h2")}$ | ${links(w, "z1", "h1", "z2", "h2")} |
| loss | says in one number how wrong the outputs are, and adds the ridge | ${links(w, "loss")} |
| backward | goes down the stack, and finds a slope for each weight${slopes > weights ? " and bias" : ""} | ${links(w, "dloss-dw2", "dloss-dw1")} |
| update | moves each weight${slopes > weights ? " and bias" : ""} by α times its slope, against it | ${links(w, "update")} |

One round is a **step**. One pass through all the data is an **epoch**. In this lesson every step takes
${rows === 1 ? `the one row there is` : `${allOf(w, rows)} rows`}, so a step is an epoch.

${w.article(`It says that its program takes the entire dataset in each iteration. The program takes the first ${article.trained} of ${article.drawn} rows, the same each time, and never trains on the other ${article.others}.`)}

${w.question(
  `The first step changes the loss by ${w.brief(ten.first)}. By how much will ${count(w, ten.planned, "step")} change it?`,
  tenTimes(ten, w),
)}

## Ten steps

These numbers come from the program above, run on this lesson. Step 0 shows the loss of
chapter ${w.chapter("loss")}, step 1 the loss after the step of chapter ${w.chapter("update")}.

| step | loss $${w.sym("loss")}$ | change | length of the gradient | weight $${w.sym("W2")}[${ten.entry.join(",")}]$ |
|--:|--:|--:|--:|--:|
${lined(
  [...ten.losses.keys()].map(String),
  coloured("scalars", w.column(ten.losses)),
  ["", ...ten.changes.map(w.brief)],
  coloured("gradients", w.column(ten.lengths)),
  coloured("weights", w.column(ten.weights)),
)}
${ten.steps < ten.planned ? `\nAt step ${ten.steps + 1} the numbers are too large for the computer: the table ends before it.\n` : ""}
The length of the gradient, its **norm**, is the square root of the sum of its ${count(w, slopes, "squared slope")}. It says how
steep the loss is at these weights${slopes > weights ? " and biases" : ""}.

## Before you trust it

A network with a mistake trains too, and says nothing. So test it first. Some things hold of every right network, whatever
its numbers: these are its **invariants**. The last two rows of the table are not among them. They are only to be expected, and where
they are not so, look closer. Here are all these tests, run on this lesson.

${invariantsTold(invariants, w)}

${invariantsMean(invariants, w)}

${w.source("invariants")}

## A longer run

The program is written to be read. For long runs the book has a faster one, \`src/training\`, that does the same
sums in the same order.
${w.choose("loop-agree", loops.agree, {
  same: `Over ${ten.steps < ten.planned ? "these" : "the ten"} steps all ${grouped(w, loops.compared)} losses${hasBias ? ", weights and biases" : " and weights"} of the two are the same, to the last bit.`,
  differ: `Over ${ten.steps < ten.planned ? "these" : "the ten"} steps ${loops.differing} of ${loops.compared} losses${hasBias ? ", weights and biases" : " and weights"} of the two differ: do not trust what follows.`,
})}

${w.figure(
  lines(
    {
      id: "loop-loss",
      series: [{ label: "L", kind: "scalars", points: history.points }],
      x: { name: "step", domain: [0, history.steps] },
      y: { name: "loss", scale: history.scale, domain: history.domain },
    },
    {
      title: "The loss over the steps",
      description: `The loss is ${w.short(history.before)} at step 0 and ${w.short(history.after)} at step ${grouped(w, history.last)}. ${nth === 1 ? "The numbers stand" : `${nth === 2 ? "Every other" : `One in ${nth}`} of the recorded numbers stands`} in the table below.`,
    },
    w.tick,
  ),
  `The loss over the steps, recorded ${history.every === 1 ? "after each one" : `every ${history.every} steps`}.${history.scale === "log" ? ` ${LOG_AXIS}` : ""}`,
)}

${w.details(
  `The recorded numbers`,
  `| step | loss | length of the gradient |${isJudged ? " rows answered right |" : ""}
|--:|--:|--:|${isJudged ? "--:|" : ""}
${lined(
  history.rows.map(({ step }) => grouped(w, step)),
  w.column(history.rows.map(({ loss }) => loss)),
  w.column(history.rows.map(({ length }) => length)),
  ...(isJudged ? [history.rows.map(({ right }) => w.percent(right!))] : []),
)}`,
)}

${lossTold(history, w)} ${w.choose("loop-way", history.way, {
      never: `From one record to the next it never rises.`,
      sometimes: `From one record to the next it rises ${history.rises} out of ${count(w, history.pairs, "time")}.`,
    })} ${isJudged ? answersTold() : "The targets are not labels, so no row is answered right or wrong."} ${w.choose(
      "loop-chaotic",
      history.chaotic,
      {
        yes: `But with ${power(w, nudge)} added to each weight${history.hasBias ? " and bias" : ""} before the first step, the data loss ends at ${history.nudged === undefined ? "" : w.brief(history.nudged)} instead of ${w.brief(history.dataLoss)}. Such a run is **chaotic**: where it ends is luck.`,
        overflows: `But with ${power(w, nudge)} added to each weight${history.hasBias ? " and bias" : ""} before the first step, the numbers of the run grow until they overflow, instead of ending at a data loss of ${w.brief(history.dataLoss)}: where it ends is luck.`,
        no: "",
      },
    )}

## Run it yourself

The fast loop takes options. This command trains another network, on the article’s ${article.drawn} rows:

\`npx tsx ${w.file("loop")} --steps 1000 --hidden 10 --bias\`

With \`--help\` it lists them all, with \`--json\` it prints every digit.
${
  w.hasFiles
    ? `
The loop in NumPy is a file beside this page. Save <a href="loop.py">loop.py</a> and run it with \`python3 loop.py\`: it prints the
table of the ${ten.planned === 10 ? "ten" : ten.planned} steps. In a notebook, <a href="loop.ipynb">loop.ipynb</a>, each chapter has its formulas, its lines, and a check that NumPy finds the book’s numbers.
`
    : ""
}
`;
  },
};

/** What a tie is, by the number of outputs, and what is made of it. */
const TIES: Readonly<Record<number, readonly [is: string, counts: string]>> = {
  1: ["an output that is ½, or differs from it", "An output of ½ counts as the answer 0"],
  2: ["two outputs that are equal, or differ", "Two equal outputs count as the answer 0"],
};

export const chapter: TrainingChapter<Facts> = {
  name: "loop",
  direction: "training",
  laboratory: "lesson",
  facts,
  prose,
};

const links = (w: Writer, ...names: string[]): string =>
  names.map((name) => w.link(name, `chapter&nbsp;${w.chapter(name)}`)).join(", ");

/** Lines of a table in Markdown, from its columns. */
const lined = (...columns: string[][]): string =>
  zip(...columns)
    .map(tableRow)
    .join("\n");

const coloured = (kind: Kind, numbers: string[]): string[] =>
  numbers.map((it) => `<span class="number ${kind}">${it}</span>`);

function tenTimes(ten: Facts["ten"], w: Writer): string {
  const told = `By ${w.brief(ten.all)}.`;
  const compare = `${told} Ten times the first change would be ${w.brief(ten.tenfold)}`;
  return w.choose("loop-ten", ten.compared, {
    overflows: `That cannot be told: at step ${ten.steps + 1} the numbers are too large for the computer. Each step overshoots, and the next one overshoots more: the learning rate is too large for this lesson.`,
    none: `${told} The first step leaves the loss as it is, to the last bit.`,
    rounding: `${told} The first change is so small beside the loss that it may be rounding alone.`,
    near: `${compare}, which is close to that.`,
    more: `${compare}. The real one is ${w.brief(ten.share)} times that, for the slopes change from step to step.`,
    less: `${compare}. The real one is only ${w.percent(ten.share)} of that, for the slopes change from step to step.`,
    turned: `${told} That is not even the direction of the first change: one step says little about where ten lead.`,
  });
}

/** What became of the loss. */
function lossTold(history: Facts["history"], w: Writer): string {
  const steps = count(w, history.last, "step");
  const from = w.num(history.before, history.digits);
  const change = history.looksSame
    ? `by ${w.brief(history.change)} from ${from}`
    : `from ${from} to ${w.num(history.after, history.digits)}`;
  return w.choose("loop-run", history.outcome, {
    overflows: `The run was to take ${count(w, history.planned, "step")}. At step ${grouped(w, history.last)} the loss is ${w.brief(history.after)}. Soon after, the numbers are too large for the computer, whose largest is near ${w.brief(history.largest)}. Each step overshoots, and the next one overshoots more: the learning rate is too large for this ${history.isBounded ? "ridge" : "lesson"}.`,
    fell: `In ${steps} the loss falls ${change}. At the end ${w.percent(history.share)} of it is ${history.isMostGone ? "left" : "gone"}.`,
    rose: `In ${steps} the loss rises ${change}. The learning rate is too large for this lesson: with a small enough one the loss falls.`,
    same: `After ${steps} the loss is the same, or differs in its last bits only.`,
  });
}

run(import.meta.url);
