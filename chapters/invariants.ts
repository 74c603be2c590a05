import type { Writer } from "../src/book/writer.ts";
import type { Lesson } from "../src/lesson/lesson.ts";
import { fromRows, type Matrix, map, shapeOf, subtract, sum, toRows } from "../src/math/matrix.ts";
import { largest } from "../src/network/gradient-check.ts";
import { networkOf, slopesOf, weightsOf } from "../src/network/network.ts";
import type { Trace } from "../src/network/stage.ts";
import { alongOf, type SlopeName, slopeName, type Values } from "../src/network/values.ts";
import { createRun } from "../src/training/run.ts";
import { settingsFrom } from "../src/training/settings.ts";
import { fileOfRun } from "../src/training/steps.ts";
import { nudgingFacts } from "./backward.ts";
import { count, grouped, joined } from "./words/prose.ts";
import { table } from "./words/table.ts";

/** What holds of every right network, whatever its numbers: tests to run before one trusts it. */

type Given = Pick<Values, "X" | "y" | "W1" | "b1" | "W2" | "b2">;

// <shown>
/** Runs one step's stages from given numbers. */
type Run = (lesson: Lesson, given: Given) => Values;

/** Each slope has the shape of what it is along. */
const shapesFit = (trace: Trace, slopes: readonly SlopeName[]) =>
  slopes.every((s) => shapeOf(trace[s]) === shapeOf(trace[alongOf(s)]));

const twice = (m: Matrix) => fromRows([...toRows(m), ...toRows(m)]);
const flipud = (m: Matrix) => fromRows(toRows(m).reverse());
const fliplr = (m: Matrix) => fromRows(toRows(m).map((r) => r.reverse()));
const zero = (m: Matrix) => map(m, () => 0);

/** Every row twice: a mean stays what it is. The ridge is left out. */
const doubled = (lesson: Lesson, given: Given, run: Run) => {
  const { X, y } = given;
  const both = { ...given, X: twice(X), y: twice(y) };
  const plain = { ...lesson, ridge: 0 };
  return { once: run(plain, given), twice: run(plain, both) };
};

/** The hidden neurons in reverse order: the outputs stay. */
const reordered = (lesson: Lesson, given: Given, run: Run) =>
  run(lesson, {
    ...given,
    W1: fliplr(given.W1),
    b1: given.b1 && fliplr(given.b1),
    W2: flipud(given.W2),
  }).h2;

/** The loss of a network that knows nothing: all its weights are 0. */
const lossOfZeros = (lesson: Lesson, given: Given, run: Run) => {
  const { W1, b1, W2, b2 } = given;
  const weights = { W1: zero(W1), W2: zero(W2) };
  const biases = b1 && { b1: zero(b1), b2: zero(b2) };
  return run(lesson, { ...given, ...weights, ...biases }).loss_data;
};
// </shown>

/** The loss of row 0 alone, after so many steps on it. */
function learntByHeart(lesson: Lesson, { X, y }: Given, steps: number) {
  const [x0, y0] = [toRows(X)[0]!, toRows(y)[0]!];
  const data = { X: [x0], targets: [y0] };
  const alone = { ...fileOfRun(lesson), data, ridge: 0, steps };
  const run = createRun(settingsFrom(alone));
  const before = run.record().loss.data;
  run.step(steps);
  return { before, after: run.record().loss.data };
}

/** Steps on one row, and the rates that are tried, in this order. */
const STEPS = 1000;
const RATES = [1, 0.1, 10, 0.01, 0.001];
/** A row counts as learnt when no more than this share of its loss is left. */
const LEFT = 0.01;
/** As far as rounding may move a sum, as a share of the size of its terms. */
const ROUNDING = 1e-12;

const sizeOf = (m: Matrix) => sum(map(m, Math.abs));

export function invariantFacts(trace: Trace, run: Run) {
  const { lesson, X, h1, h2, W2, b2 } = trace;
  const network = networkOf(lesson);
  const slopes = slopesOf(network).filter((name) => trace[name] !== undefined);
  const { once, twice } = doubled(lesson, trace, run);
  const moved = weightsOf(network);
  const apart = Math.max(
    ...moved.map((name) => slopeName(name)).map((slope) => largest(subtract(once[slope], twice[slope]).data)),
  );
  const terms = (sizeOf(X) + sizeOf(h1) + 1) * (sizeOf(once.dLoss_dz2) + sizeOf(once.dLoss_dz1));
  const reversed = reordered(lesson, trace, run);
  const swapped = largest(subtract(h2, reversed).data);
  const sums = largest(h1.data) * sizeOf(W2) + (b2 ? sizeOf(b2) : 0) + 1;
  const nothing = lossOfZeros(lesson, trace, run);
  const shares =
    lesson.outputActivation === "softmax" && toRows(h2).map((row) => row.reduce((a, b) => a + b));
  const checks = moved.map((name) => nudgingFacts(trace, name));
  const checked = (of: (f: (typeof checks)[number]) => number) => checks.reduce((all, f) => all + of(f), 0);
  const failed = checks.some(({ verdict }) => verdict === "differ");
  return {
    hasRidge: lesson.ridge > 0,
    shapes: { slopes: slopes.length, verdict: holds(shapesFit(trace, slopes)) },
    doubled: {
      once: once.loss_data,
      twice: twice.loss_data,
      apart,
      verdict: holds(
        apart <= ROUNDING * terms && Math.abs(once.loss_data - twice.loss_data) <= 1e-9 * once.loss_data,
      ),
    },
    shares: shares && {
      apart: Math.max(...shares.map((it) => Math.abs(it - 1))),
      verdict: holds(shares.every((it) => Math.abs(it - 1) <= ROUNDING)),
    },
    hidden: W2.rows,
    swapped: { apart: swapped, verdict: holds(swapped <= ROUNDING * sums) },
    start: { nothing, loss: trace.loss_data, claim: startOf(trace.loss_data, nothing) },
    gradient: {
      all: checked(({ entries }) => entries.length),
      coarse: checked(({ coarse }) => coarse),
      verdict: holds(!failed),
    },
    byHeart: byHeart(lesson, trace),
  } as const;
}
export type InvariantFacts = ReturnType<typeof invariantFacts>;

const holds = (isTrue: boolean): "holds" | "fails" => (isTrue ? "holds" : "fails");

/** How the first loss stands to that of a network that knows nothing. */
function startOf(loss: number, nothing: number) {
  if (nothing === 0) return "nothing";
  if (loss < nothing / 2) return "low";
  return loss > 2 * nothing ? "high" : "near";
}

/** The first of the rates with which the row is learnt; else what the first of them leaves. */
function byHeart(lesson: Lesson, trace: Trace) {
  const weights = {
    W1: toRows(trace.W1),
    W2: toRows(trace.W2),
    ...(lesson.bias && { b1: [...trace.b1.data], b2: [...trace.b2.data] }),
  };
  const tried = (learningRate: number) => {
    const { before, after } = learntByHeart({ ...lesson, weights, learningRate }, trace, STEPS);
    return { rate: learningRate, before, after };
  };
  const first = tried(RATES[0]!);
  const { before } = first;
  const isLearnt = ({ after }: typeof first) => after <= LEFT * before;
  const found = isLearnt(first) ? first : RATES.slice(1).map(tried).find(isLearnt);
  const { after, rate } = found ?? first;
  const left = { after: Number.isFinite(after) ? after : undefined, share: LEFT };
  const claim = before === 0 ? "known" : found ? "learnt" : "not";
  return { before, rate, left, steps: STEPS, rates: RATES.length, claim } as const;
}

/** The tests as a table, and what each would show. */
export function invariantsTold(f: InvariantFacts, w: Writer): string {
  const said = (verdict: "holds" | "fails") =>
    verdict === "holds" ? `<span class="agrees">✓ holds</span>` : `<span class="fails">✗ fails</span>`;
  const { doubled, shares, swapped, start, gradient, byHeart } = f;
  const rows = [
    [
      "Each matrix of slopes has the shape of the matrix it is along",
      count(w, f.shapes.slopes, "matrix", "matrices"),
      said(f.shapes.verdict),
    ],
    [
      "Every row twice: the mean loss stays, and so do its slopes",
      `${w.brief(doubled.once)} and ${w.brief(doubled.twice)}; slopes apart by ${w.brief(doubled.apart)}`,
      said(doubled.verdict),
    ],
    ...(shares
      ? [["The outputs of each row add up to 1", `off by ${w.brief(shares.apart)}`, said(shares.verdict)]]
      : []),
    ...(f.hidden > 1
      ? [
          [
            "The hidden neurons in reverse order: the outputs stay",
            `apart by ${w.brief(swapped.apart)}`,
            said(swapped.verdict),
          ],
        ]
      : []),
    [
      "Slopes agree with nudges",
      `${grouped(w, gradient.all - gradient.coarse)} of ${grouped(w, gradient.all)}${gradient.coarse > 0 ? "; at the others nudging cannot tell" : ""}`,
      said(gradient.verdict),
    ],
    [
      "The first loss lies between half and twice that of a network with all weights 0",
      `${w.brief(start.loss)} and ${w.brief(start.nothing)}`,
      START[start.claim],
    ],
    [
      "One row alone can be learnt by heart",
      byHeart.claim === "known"
        ? "its loss is 0 already"
        : `its loss: ${joined([w.brief(byHeart.before), byHeart.left.after === undefined ? "and too large for the computer" : w.brief(byHeart.left.after)], w)} within ${grouped(w, byHeart.steps)} steps, α = ${w.exact(byHeart.rate)}`,
      byHeart.claim === "not" ? LOOK : EXPECTED,
    ],
  ];
  const told = table(["test", "here", "result"], rows);
  if (!f.hasRidge) return told;
  return `${told}

Where every row is there twice, in the first loss and for one row alone, the ridge is left out: the loss is that of the data.`;
}

const LOOK = "look closer";
const EXPECTED = `<span class="agrees">✓ as expected</span>`;
const START = { near: EXPECTED, low: "lower", high: LOOK, nothing: LOOK };

/** What each test would find, and what is expected and not so. */
export function invariantsMean(f: InvariantFacts, w: Writer): string {
  const { start, byHeart } = f;
  const nothing = `With all weights 0, every row gets the same answer, whatever its inputs are, and the mean loss is ${w.brief(start.nothing)}.`;
  return `- A transpose that is missing shows in the shapes, unless the matrix is square.
- A missing 1/*N* shows when every row is there twice: what should be a mean grows with the rows.
- ${f.hidden > 1 ? "Rows and columns that are mixed up show when the hidden neurons change places." : "With one hidden neuron there is no other order to try."}
- ${nothing} ${w.choose("first-loss", start.claim, {
    near: "Small random weights should begin near that, and this network does.",
    low: "This network begins lower: its weights already answer better than that, by luck or by training.",
    high: "This network begins at more than twice that: some weights or inputs are large, and the answers are wrong and sure.",
    nothing: "So the answer for all is right already, and any weights can only spoil it.",
  })}
- ${w.choose("by-heart", byHeart.claim, {
    learnt: `One row is an easy task: no more than ${w.percent(byHeart.left.share)} of its loss is left. A network that cannot do this will not learn many rows.`,
    known: `Row 0 has no loss left, so there is nothing to learn from it.`,
    not: `Row 0 alone was not learnt with any of ${byHeart.rates} rates: after so many steps more than ${w.percent(byHeart.left.share)} of its loss is left. Find out why before you train on many rows: a target that the outputs cannot reach, a neuron that is always 0, or very large numbers.`,
  })}`;
}
