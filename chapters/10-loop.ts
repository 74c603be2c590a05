import { extent } from "d3-array";
import { run } from "#run";
import type { Mixed, TrainingChapter } from "../src/book/chapter.ts";
import type { Writer } from "../src/book/writer.ts";
import { lines } from "../src/figures/lines.ts";
import type { Lesson } from "../src/lesson/lesson.ts";
import { sigmoid, sigmoidPrime } from "../src/math/elementary.ts";
import {
  add,
  at,
  type Matrix,
  map,
  matmul,
  multiply,
  scale,
  square,
  subtract,
  sum,
  transpose,
} from "../src/math/matrix.ts";
import { norm } from "../src/math/norm.ts";
import { runStages, type Trace } from "../src/network/stage.ts";
import type { Kind, Values } from "../src/network/values.ts";
import { AS_PUBLISHED } from "../src/training/article.ts";
import type { Entry, History } from "../src/training/history.ts";
import { predict } from "../src/training/measure.ts";
import { createRun } from "../src/training/run.ts";
import { parseSettings, type Settings } from "../src/training/settings.ts";
import { train } from "../src/training/train.ts";
import { apart, fewest, near } from "../src/typeset/apart.ts";
import { showScalar } from "../src/typeset/format.ts";
import { chapter as xor } from "./00-xor.ts";
import { chapter as init } from "./01-init.ts";
import { isChaotic, lossNudged, NUDGE } from "./experiments/seeds.ts";
import { LOG_AXIS } from "./words/figures.ts";
import { allOf, count, grouped, power } from "./words/prose.ts";

type Turn = Pick<Values, "W1" | "W2" | "loss" | "dLoss_dW1" | "dLoss_dW2">;

// <shown>
/** The whole network: what each turn of the circle finds. */
export function learn(lesson: Lesson, turns: number): Turn[] {
  // Initialise
  let { X, y, W1, W2 } = runStages([xor.stage, init.stage], lesson) as Values;
  const { learningRate, ridge } = lesson;
  const N = X.rows;

  return Array.from({ length: turns }, () => {
    // Forward
    const h1 = map(matmul(X, W1), sigmoid);
    const h2 = map(matmul(h1, W2), sigmoid);

    // Loss
    const squares = sum(square(W1)) + sum(square(W2));
    const loss_data = sum(square(subtract(y, h2))) / (2 * N);
    const loss = loss_data + (ridge / (2 * N)) * squares;

    // Backward
    const dLoss_dh2 = scale(-1 / N, subtract(y, h2));
    const dLoss_dz2 = multiply(dLoss_dh2, map(h2, sigmoidPrime));
    const dLoss_dh1 = matmul(dLoss_dz2, transpose(W2));
    const dLoss_dz1 = multiply(dLoss_dh1, map(h1, sigmoidPrime));
    const data2 = matmul(transpose(h1), dLoss_dz2);
    const data1 = matmul(transpose(X), dLoss_dz1);
    const dLoss_dW2 = add(data2, scale(ridge / N, W2));
    const dLoss_dW1 = add(data1, scale(ridge / N, W1));

    // Update
    const turn = { W1, W2, loss, dLoss_dW1, dLoss_dW2 };
    W1 = subtract(W1, scale(learningRate, dLoss_dW1));
    W2 = subtract(W2, scale(learningRate, dLoss_dW2));
    return turn;
  });
}
// </shown>

/**
 * Steps in the table. However large data, weights and rates may be, ten steps overflow nothing: a step makes a
 * weight at most about αλ ≤ 10¹² times as large.
 */
const STEPS = 10;

export const chapter: TrainingChapter<Mixed> = {
  name: "loop",
  direction: "training",
  laboratory: "lesson",
  facts: (trace, telling) => ({ trace, telling }),
  prose: {
    title: "The loop in code",
    summary:
      "The program of the whole network on one page, ten steps in numbers, and the loss over a long run.",
    page({ trace }, w) {
      const { lesson, X, W1, W2 } = trace;
      const N = X.rows;
      const turns = learn(lesson, STEPS + 1);
      const losses = turns.map(({ loss }) => loss);
      const settings = loopSettings(lesson, trace);
      const history = watched(settings);
      const weights = W1.data.length + W2.data.length;
      return `
The chapters so far made one step of training. Training repeats it: forward, loss, backward, update, each time from the new
weights. Here is all of it in one program. It uses only what those chapters have shown.

${w.source("loop")}

Its blocks are the chapters you have read.

| block | what it does | explained in |
|:--|:--|:--|
| initialise | takes the data and the first weights, given or drawn | ${links(w, "xor", "init")} |
| forward | goes up the stack, from $${w.sym("X")}$ to $${w.sym("h2")}$ | ${links(w, "z1", "h1", "z2", "h2")} |
| loss | says in one number how wrong the outputs are, and adds the ridge | ${links(w, "loss")} |
| backward | goes down the stack, and finds a slope for each weight | ${links(w, "dloss-dw2", "dloss-dw1")} |
| update | moves each weight by α times its slope, against it | ${links(w, "update")} |

One round is a **step**. One pass through all the data is an **epoch**. In this lesson every step takes
${N === 1 ? `the one row there is` : `${allOf(N)} rows`}, so a step is an epoch.

${w.article(`It says that its program takes the entire dataset in each iteration. The program takes the first ${AS_PUBLISHED.trained} of ${rowsOf(AS_PUBLISHED)} rows, the same each time, and never trains on the other ${rowsOf(AS_PUBLISHED) - AS_PUBLISHED.trained!}.`)}

${w.question(
  `The first step changes the loss by ${w.brief(losses[1]! - losses[0]!)}. By how much will ${count(STEPS, "step")} change it?`,
  tenTimes(losses, w),
)}

## Ten steps

These numbers come from the program above, run on this lesson. Step 0 shows the loss of
chapter ${w.chapter("loss")}, step 1 the loss after the step of chapter ${w.chapter("update")}.

${turnTable(turns, w)}

The length of the gradient, its **norm**, is the square root of the sum of its ${count(weights, "squared slope")}. It says how
steep the loss is at these weights.

## A longer run

The program is written to be read. For long runs the book has a faster one, \`src/training\`, that does the same
sums in the same order.
${agreement(turns, settings, w)}

${w.figure(figureOf(history, w), `The loss over the steps, recorded ${everyOf(history.settings) === 1 ? "after each one" : `every ${everyOf(history.settings)} steps`}.${isByPowers(history) ? ` ${LOG_AXIS}` : ""}`)}

${w.details(`The recorded numbers`, entryTable(history, w))}

${verdict(history, settings.steps, w)} ${answers(history, trace, w)} ${steadiness(history, w)}

## Run it yourself

The fast loop takes options. This command trains another network, on the article’s ${rowsOf(AS_PUBLISHED)} rows:

\`npx tsx ${w.file("loop")} --steps 1000 --hidden 10 --bias\`

With \`--help\` it lists them all, with \`--json\` it prints every digit.
`;
    },
  },
};

const links = (w: Writer, ...names: string[]): string =>
  names
    .map((name) => `[chapter&nbsp;${w.chapter(name)}](${name}.html)`)
    .join(", ");

/** How many rows the article’s program draws. */
const rowsOf = ({ data }: typeof AS_PUBLISHED): number => data?.rows ?? 0;

// --- Ten steps ---

/** A change smaller than this share of the loss may be rounding alone. */
const LOST = 2 ** -44;

/** Compares the change after ten steps with ten times the first. */
function tenTimes(losses: readonly number[], w: Writer): string {
  const [first, all] = [losses[1]! - losses[0]!, losses[STEPS]! - losses[0]!];
  const share = first === 0 ? 0 : all / (STEPS * first);
  const told = `By ${w.brief(all)}.`;
  const tenfold = `Ten times the first change would be ${w.brief(STEPS * first)}`;
  return w.choose("loop-ten", tenOf(first, all, losses[0]!), {
    none: `${told} The first step leaves the loss as it is, to the last bit.`,
    rounding: `${told} The first change is so small beside the loss that it may be rounding alone.`,
    near: `${told} ${tenfold}, which is close to that.`,
    more: `${told} ${tenfold}. The real one is ${w.brief(share)} times that, for the slopes change from step to step.`,
    less: `${told} ${tenfold}. The real one is only ${w.percent(share)} of that, for the slopes change from step to step.`,
    turned: `${told} That is not even the direction of the first change: one step says little about where ten lead.`,
  });
}

function tenOf(first: number, all: number, loss: number) {
  if (first === 0) return "none";
  if (Math.abs(first) < LOST * loss) return "rounding";
  const share = all / (STEPS * first);
  if (share <= 0) return "turned";
  return share < 0.9 ? "less" : share > 1.1 ? "more" : "near";
}

function turnTable(turns: readonly Turn[], w: Writer): string {
  const [r, c] = w.followed("W2");
  const losses = w.column(turns.map(({ loss }) => loss));
  const lengths = w.column(
    turns.map(({ dLoss_dW1, dLoss_dW2 }) =>
      norm([dLoss_dW1, dLoss_dW2].map((G) => Math.sqrt(sum(square(G))))),
    ),
  );
  const weights = w.column(turns.map(({ W2 }) => at(W2, r, c)));
  const rows = turns.map(({ loss }, step) => {
    const before = turns[step - 1]?.loss;
    const cells = [
      coloured("scalars", losses[step]!),
      before === undefined ? "" : w.brief(loss - before),
      coloured("gradients", lengths[step]!),
      coloured("weights", weights[step]!),
    ];
    return `| ${step} | ${cells.join(" | ")} |`;
  });
  return `| step | loss $${w.sym("loss")}$ | change | length of the gradient | weight $${w.sym("W2")}[${r},${c}]$ |\n|--:|--:|--:|--:|--:|\n${rows.join("\n")}\n`;
}

const coloured = (kind: Kind, number: string): string =>
  `<span class="number ${kind}">${number}</span>`;

// --- The long run ---

/** Multiplications in a run, about: so that no lesson, however large, keeps its reader waiting. */
const WORK = 3e7;
const LENGTHS = [2000, 1000, 500, 200, 100, 50, 20];

/** The lesson as a run of the fast loop. */
export function loopSettings(lesson: Lesson, { X, W1 }: Trace): Settings {
  const { data, weights, hidden, learningRate, ridge } = lesson;
  const work = X.rows * W1.cols * (X.cols + 6);
  const steps = LENGTHS.find((it) => it * work <= WORK) ?? LENGTHS.at(-1)!;
  const record = recordOf(steps);
  return parseSettings({
    data,
    weights,
    hidden: [hidden],
    learningRate,
    ridge,
    steps,
    record,
  });
}

/** The run; one that overflows once more, as far as it went, recorded more closely. */
function watched(settings: Settings): History {
  const history = train(settings);
  const { step: steps, how } = history.end;
  if (how !== "diverged") return history;
  return train({ ...settings, steps, record: recordOf(steps) });
}

/** Some fifty records. */
const recordOf = (steps: number) => ({ every: Math.ceil(steps / 50) });

const everyOf = ({ record }: Settings): number =>
  "every" in record ? record.every : 1;

/** Holds the program against the fast loop: how many losses and weights there are, and how many differ. */
export function compareLoops(
  turns: readonly Turn[],
  settings: Settings,
): { compared: number; differing: number } {
  const fast = createRun(settings);
  let compared = 0;
  let differing = 0;
  const compare = (a: ArrayLike<number>, b: ArrayLike<number>) => {
    compared += a.length;
    for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) differing++;
  };
  for (const { W1, W2, loss } of turns) {
    compare(W1.data, fast.weights[0]!.data);
    compare(W2.data, fast.weights[1]!.data);
    compare([loss], [fast.record().loss.total]);
    fast.step(1);
  }
  return { compared, differing };
}

function agreement(
  turns: readonly Turn[],
  settings: Settings,
  w: Writer,
): string {
  const { compared, differing } = compareLoops(turns, settings);
  return w.choose("loop-agree", differing === 0 ? "same" : "differ", {
    same: `Over the ten steps all ${grouped(compared)} losses and weights of the two are the same, to the last bit.`,
    differ: `Over the ten steps ${differing} of ${compared} losses and weights of the two differ: do not trust what follows.`,
  });
}

/** The length of the whole gradient, from those of its layers. */
const lengthOf = ({ gradientNorms }: Entry): number => norm(gradientNorms);

/** What was recorded before the numbers grew too large to be squared. */
const finite = ({ entries }: History): readonly Entry[] => {
  const end = entries.findIndex(
    (it) => !Number.isFinite(it.loss.total + lengthOf(it)),
  );
  return end < 0 ? entries : entries.slice(0, end);
};

/** Above this ratio of largest to smallest, a linear axis would show only the largest. */
const WIDE = 1000;
/** Above this size, a loss is read by its power of ten. */
const LARGE = 10_000;

const lossesOf = (history: History): number[] =>
  finite(history).map(({ loss }) => loss.total);

function isByPowers(history: History): boolean {
  const [low, high] = extent(lossesOf(history)) as [number, number];
  return low > 0 && (high > LARGE || high / low > WIDE);
}

function figureOf(history: History, w: Writer): string {
  const points = finite(history).map(
    ({ step, loss }) => [step, loss.total] as const,
  );
  const losses = lossesOf(history);
  const { steps } = history.settings;
  return lines(
    {
      id: "loop-loss",
      series: [{ label: "L", kind: "scalars", points }],
      x: { name: "step", domain: [0, steps] },
      y: isByPowers(history)
        ? { name: "loss", scale: "log" }
        : { name: "loss", domain: [0, Math.max(...losses) || 1] },
    },
    {
      title: "The loss over the steps",
      description: `The loss is ${w.short(losses[0]!)} at step 0 and ${w.short(losses.at(-1)!)} at step ${grouped(points.at(-1)![0])}. ${shownOf(points.length)} in the table below.`,
    },
    w.tick,
  );
}

const MOST_ROWS = 20;

/** The table has every so-manieth of the recorded entries, and the last. */
const everyRow = (entries: number): number =>
  Math.ceil(entries / (MOST_ROWS - 1));

const shownOf = (entries: number): string =>
  everyRow(entries) === 1
    ? "The numbers stand"
    : `${everyRow(entries) === 2 ? "Every other" : `One in ${everyRow(entries)}`} of the recorded numbers stands`;

function entryTable(history: History, w: Writer): string {
  const entries = finite(history);
  const every = everyRow(entries.length);
  const told = entries.filter(
    (_, i) => i % every === 0 || i === entries.length - 1,
  );
  const losses = w.column(told.map(({ loss }) => loss.total));
  const lengths = w.column(told.map(lengthOf));
  const rows = told.map(
    ({ step, accuracy }, i) =>
      `| ${grouped(step)} | ${losses[i]} | ${lengths[i]} | ${w.percent(accuracy.trained)} |`,
  );
  return `| step | loss | length of the gradient | rows answered right |\n|--:|--:|--:|--:|\n${rows.join("\n")}\n`;
}

/** What became of the loss; `planned` are the steps that the run was to take. */
function verdict(history: History, planned: number, w: Writer): string {
  const entries = finite(history);
  const [first, last] = [entries[0]!, entries.at(-1)!];
  const [before, after] = [first.loss.total, last.loss.total];
  const overflows = last.step < history.settings.steps;
  const kind = overflows
    ? "overflows"
    : Math.abs(after - before) <= LOST * before
      ? "same"
      : after < before
        ? "fell"
        : "rose";
  const steps = count(last.step, "step");
  const said = w.choose("loop-run", kind, {
    overflows: `The run was to take ${count(planned, "step")}. At step ${grouped(last.step)} the loss is ${w.brief(after)}. Soon after, the numbers are too large for the computer, whose largest is near ${w.brief(Number.MAX_VALUE)}. Each step overshoots, and the next one overshoots more: the learning rate is too large for this ridge.`,
    fell: `In ${steps} the loss falls ${fromTo(before, after, w)}. ${leftTold(before, after, w)}`,
    rose: `In ${steps} the loss rises ${fromTo(before, after, w)}. The learning rate is too large for this lesson: with a small enough one the loss falls.`,
    same: `After ${steps} the loss is the same, or differs in its last bits only.`,
  });
  const rises = entries.filter(
    ({ loss }, i) =>
      i > 0 &&
      loss.total - entries[i - 1]!.loss.total >
        LOST * entries[i - 1]!.loss.total,
  ).length;
  const way = w.choose("loop-way", rises === 0 ? "never" : "sometimes", {
    never: `From one record to the next it never rises.`,
    sometimes: `From one record to the next it rises ${rises} out of ${count(entries.length - 1, "time")}.`,
  });
  return `${said} ${way}`;
}

/** From one loss to another, with decimals that tell them apart and give the share that is told of them. */
function fromTo(before: number, after: number, w: Writer): string {
  const digits = fewest(
    apart(before, after, w.trace.lesson.digits),
    (decimals) => {
      const [from, to] = [before, after].map((x) =>
        showScalar(x, decimals).value.toNumber(),
      ) as [number, number];
      return (
        near(to / from, after / before) &&
        near((from - to) / from, (before - after) / before)
      );
    },
  );
  const [from, to] = [w.num(before, digits), w.num(after, digits)];
  return from === to
    ? `by ${w.brief(Math.abs(after - before))} from ${from}`
    : `from ${from} to ${to}`;
}

/** What is left of a loss that fell, or what is gone: the smaller share, which never looks like none or all of it. */
function leftTold(before: number, after: number, w: Writer): string {
  const share = (loss: number) => (before === 0 ? 0 : loss / before);
  const gone = Math.max(before - after, 0); // of one that rose, whatever its size, nothing
  return gone > before / 2
    ? `At the end ${w.percent(share(after))} of it is left.`
    : `At the end ${w.percent(share(gone))} of it is gone.`;
}

/** Two outputs as near as this may be told apart by rounding alone. */
const TIED = 1e-12;

/** In how many rows the two outputs say neither 0 nor 1. */
const tiesIn = (outputs: Matrix): number =>
  Array.from({ length: outputs.rows }).filter(
    (_, n) => Math.abs(at(outputs, n, 0) - at(outputs, n, 1)) <= TIED,
  ).length;

/** Whether the end of the run hangs on its first weights’ last digits. */
function steadiness({ settings, end, entries }: History, w: Writer): string {
  const loss = entries.at(-1)!.loss.data;
  const nudged = end.how === "finished" ? lossNudged(settings) : loss;
  return w.choose(
    "loop-chaotic",
    isChaotic({ loss, nudged }) ? "yes" : "no",
    {
      yes: `But with ${power(NUDGE)} added to each weight before the first step, the data loss ends at ${w.brief(nudged)} instead of ${w.brief(loss)}. Such a run is **chaotic**: where it ends is luck.`,
      no: "",
    },
  );
}

/** How many rows are answered right, before and after. */
function answers(history: History, { X, h2, y }: Trace, w: Writer): string {
  const N = y.rows;
  const { settings, end, weights } = history;
  const entries = finite(history);
  const right = ({ accuracy }: Entry) => Math.round(accuracy.trained * N);
  const [before, after] = [right(entries[0]!), right(entries.at(-1)!)];
  const word = (count: number) => (count === 1 ? "right" : "wrong");
  const told =
    N === 1
      ? `The one row is answered ${word(before)} before the first step and ${word(after)} at the end.`
      : `Of ${grouped(N)} rows, ${before} ${before === 1 ? "is" : "are"} answered right before the first step and ${after} at the end.`;
  const ties = [
    tiesIn(h2),
    end.how === "finished" ? tiesIn(predict(settings, weights, X)) : 0,
  ] as const;
  return `${told} ${w.choose(
    "loop-tie",
    Math.max(...ties) > 0 ? "some" : "none",
    {
      some: `Before the first step ${ties[0]} of the ${count(N, "row")}, and at the end ${ties[1]}, ${Math.max(...ties) === 1 ? "has" : "have"} two outputs that are equal, or differ by no more than rounding: whether such a row counts as right is luck. Two equal outputs count as the answer 0.`,
      none: "",
    },
  )}`;
}

run(import.meta.url);
