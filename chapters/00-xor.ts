import { run } from "#run";
import type { Chapter, Prose } from "../src/book/chapter.ts";
import type { Writer } from "../src/book/writer.ts";
import { type Line, MOST_RINGED, xorCorners, xorPlane } from "../src/figures/xor.ts";
import { DRAWN_ROWS, labelsOf } from "../src/lesson/datasets.ts";
import type { Lesson } from "../src/lesson/lesson.ts";
import { oneHot, randn, xorLabel } from "../src/lesson/observations.ts";
import { at, fromRows, type Matrix, toRows } from "../src/math/matrix.ts";
import { part, type Stage, type Trace } from "../src/network/stage.ts";
import { allOf, count, grouped, list, sentence, worded } from "./words/prose.ts";

// <stage>
const xor = part({
  needs: [],
  makes: ["X", "y"],
  /**
   * X, N×D: the inputs, drawn from the seed or given.
   * y, N×K: the targets, given, or one-hot: label 1 of 2 as [0, 1].
   */
  compute(_, { data, outputs }) {
    const X = "X" in data ? fromRows(data.X) : randn(data.seed, data.rows, 2);
    if ("targets" in data) return { X, y: fromRows(data.targets) };
    const labelOf = ([x1, x2]: number[]) => xorLabel(x1!, x2!);
    const labels = "X" in data ? data.labels : toRows(X).map(labelOf);
    return { X, y: oneHot(labels, outputs) };
  },
});
// </stage>

export const stage: Stage = [[xor]];

/** How targets say what is right: as one label, by the place of a 1, or, being any numbers, not at all. */
const targetsAre = (y: Matrix) => (!labelsOf(y) ? "numbers" : y.cols === 1 ? "label" : "one-hot");

function facts({ X, y, lesson: { data, activation, bias }, changed }: Trace) {
  const labels = labelsOf(y);
  // What changed code makes was not drawn from the seed.
  const seed = "seed" in data && !changed ? data.seed : undefined;
  const points = seed === undefined ? X : randn(seed, DRAWN_ROWS, 2);
  const xorLabels = toRows(points).map(([x1, x2]) => xorLabel(x1!, x2!));
  const found = [...new Set(labels)].sort();
  const counts = found.map((label) => ({ label, rows: labels!.filter((it) => it === label).length }));
  const most = found.at(-1) ?? 0;
  const agree = labels?.filter((label, r) => label === xorLabels[r]).length ?? 0;
  const labelsTold = () => {
    if (!labels) return "none";
    if (X.rows === 1) return "one";
    return counts.length === 1 ? "same" : most > 1 ? "classes" : "mixed";
  };
  const labelsXor = () => {
    if (X.cols !== 2) return "no-plane";
    if (most > 1) return "classes";
    return agree === X.rows ? "xor" : agree === 0 ? "opposite" : "other";
  };
  return {
    attempts: ATTEMPTS,
    bends: activation !== "identity",
    hasBias: bias,
    rows: X.rows,
    inputs: X.cols,
    outputs: y.cols,
    isChanged: changed !== undefined,
    /** No scale of a drawing reaches to the largest numbers that changed code may make. */
    isDrawn: X.data.every((x) => Math.abs(x) < FARTHEST),
    drawn: seed !== undefined && {
      seed,
      rows: DRAWN_ROWS,
      best: bestLine(points, xorLabels),
    },
    uses: X.rows <= MOST_RINGED ? "ringed" : X.rows < DRAWN_ROWS ? "first" : "all",
    plane: {
      points,
      labels: seed === undefined ? labels : xorLabels,
      lesson: X,
      lessonLabels: labels,
    },
    targets: targetsAre(y),
    /** Labels with their targets: the first two, and the last. */
    codes:
      targetsAre(y) === "one-hot"
        ? [...new Set([0, 1, y.cols - 1])].map((label) => ({
            label,
            code: [...oneHot([label], y.cols).data],
          }))
        : [],
    label: labels?.[0] ?? 0,
    most,
    counts,
    labels: labelsTold(),
    /** How many labels are those of XOR, where that can be asked. */
    agree,
    labelsXor: labelsXor(),
  } as const;
}
export type Facts = ReturnType<typeof facts>;

const FARTHEST = 1e300;

/** Lines that fail: level, upright, and two slanted. Positive side: label 1. */
const ATTEMPTS: readonly Line[] = [
  { a: 0, b: 1, c: -0.5 },
  { a: 1, b: 0, c: -0.5 },
  { a: 1, b: 1, c: -0.5 },
  { a: -1, b: -1, c: 1.5 },
];

const DIRECTIONS = 180;

/** The most points that any of many lines puts on the right side: in each direction, every gap between points. */
function bestLine(points: Matrix, labels: readonly number[]) {
  /** The scores of the points of a label along (a, b), sorted. */
  const scores = (label: number, a: number, b: number) =>
    Float64Array.from(
      labels.flatMap((it, r) => (it === label ? [a * at(points, r, 0) + b * at(points, r, 1)] : [])),
    ).sort();
  let right = 0;
  for (let k = 0; k < DIRECTIONS; k++) {
    // Directions on a square, not on a circle: they need no sine, which differs from engine to engine.
    const t = (4 * k) / DIRECTIONS;
    const [a, b] = t < 2 ? [1, t - 1] : [3 - t, 1];
    const [ones, zeros] = [scores(1, a, b), scores(0, a, b)];
    for (let i = 0, j = 0; ; ) {
      // i ones and j zeros below the line: right are the zeros below and the ones above, or the other way round.
      const agree = j + (ones.length - i);
      right = Math.max(right, agree, labels.length - agree);
      if (i === ones.length && j === zeros.length) break;
      if (j === zeros.length || ones[i]! < zeros[j]!) i++;
      else j++;
    }
  }
  return {
    right,
    share: right / labels.length,
    directions: DIRECTIONS,
    tried: DIRECTIONS * (labels.length + 1),
  };
}

function meaningOfTargets({ data, outputs }: Lesson): string {
  const targets =
    "targets" in data ? targetsAre(fromRows(data.targets)) : outputs === 1 ? "label" : "one-hot";
  if (targets === "numbers") return "targets: what the outputs should be";
  if (targets === "label") return "targets: the labels";
  return outputs === 2
    ? "targets: label 0 as 1 0, label 1 as 0 1"
    : "targets: a 1 in the place of the label, the others 0";
}

const prose: Prose<Facts> = {
  title: "A problem that no line can solve",
  summary: "XOR, the data, and a short proof that a straight line cannot separate it.",
  meanings: (lesson) => ({
    X: "inputs, one observation a row",
    y: meaningOfTargets(lesson),
  }),
  page(f, w) {
    const labelsTold = () =>
      w.choose("labels-xor", f.labelsXor, {
        "no-plane": `Here XOR is only an example of a problem: it has two inputs, and this lesson has ${f.inputs}.`,
        xor: `${f.rows === 1 ? "Its label is that" : "Its labels are those"} of XOR: 1 where exactly one of the two numbers is above zero.`,
        opposite: `${f.rows === 1 ? "Its label is" : "Its labels are"} the opposite of XOR: 0 where exactly one of the two numbers is above zero.`,
        other: `Its labels are not those of XOR, which is 1 where exactly one of the two numbers is above zero. Of the ${f.rows} rows, ${f.agree} ${f.agree === 1 ? "agrees" : "agree"} with it.`,
        classes: `Its labels go up to ${f.most}; those of XOR are only 0 and 1.`,
      });
    return `
We are going to train a small neural network and look at every number on the way.
First it needs a problem. This book takes **XOR**, “one or the other, but not both”:

| first | second | label |
|:-:|:-:|:-:|
| 0 | 0 | 0 |
| 0 | 1 | 1 |
| 1 | 0 | 1 |
| 1 | 1 | 0 |

Only four rows, and yet a famous stumbling block. As corners of a square, the two 1s lie across from each other, and so
do the two 0s.

${w.question(
  `Draw the four corners of a square and mark them with their labels. Can you draw one straight line with both 1s on one side and both 0s on the other?`,
  `No. The proof below needs nothing but addition.`,
)}

## Why no line works

A line splits the plane by the sign of a score $s(x_1, x_2) = a\\,x_1 + b\\,x_2 + c$.
Suppose it got all four corners right: a positive score for label 1, a negative one for label 0. Add the scores
of opposite corners.

$$
\\begin{aligned}
s(0,1) + s(1,0) &= a + b + 2c > 0 \\\\[.4em]
s(0,0) + s(1,1) &= a + b + 2c < 0
\\end{aligned}
$$

The same number would be above zero and below zero at once. So no line is right on all four corners. The best lines get three. Chapter ${w.chapter("solved")} trains a small network until it gets all four.

${w.article(`It says that without backpropagation it would be hard to separate XOR with a line. Backpropagation does not help: no line does, however it was found. What helps is ${f.bends ? `the bend that chapter ${w.chapter("h1")} adds` : `a bend, as the sigmoid has it`}, and a bias, which ${f.hasBias ? "the article’s" : "this"} network lacks: chapter ${w.chapter("ceiling")} shows how far it gets without one.`)}

${w.figure(xorCorners("corners", f.attempts, w.words.figures.corners), `Four attempts. A line answers 1 on its shaded side and 0 on the other. A cross marks a corner that it gets wrong.`)}

## The data

${
  f.drawn
    ? `The corners are only the plan. The data are ${f.drawn.rows} points, drawn at random around the origin. A **seed** decides which ones: the seed ${f.drawn.seed} always draws the same points. Instead of 0 and 1 we look at signs: a point has label 1 if exactly one of its two numbers is above zero.`
    : `${f.isChanged ? "The changed code makes" : "This lesson brings"} its own data: ${count(w, f.rows, "observation")} of ${count(w, f.inputs, "number")}${f.rows === 1 ? "" : " each"}, ${
        f.targets === "numbers"
          ? `with ${count(w, f.outputs, "target")}${f.rows === 1 ? "" : " for each"}. It does not ask which of several labels is right, as XOR does; it asks for numbers.`
          : `with a label${f.rows === 1 ? "" : " for each"}. ${labelsTold()}`
      }`
}

${w.figure(
  f.isDrawn ? xorPlane({ id: "xor-plane", ...f.plane }, w.words.figures.xor, w.short) : "",
  f.drawn
    ? `All ${f.drawn.rows} points. ${
        {
          all: "This lesson uses all of them.",
          first: `This lesson uses the first ${f.rows} that were drawn.`,
          ringed: `The ${f.rows === 1 ? "one that this lesson uses is" : `${f.rows} that this lesson uses are`} ringed.`,
        }[f.uses]
      }`
    : `${f.rows === 1 ? "The point" : "The points"} of this lesson.`,
)}

${
  f.drawn
    ? `We let the computer try ${grouped(w, f.drawn.best.tried)} lines in ${f.drawn.best.directions} directions on these ${f.drawn.rows} points. The best one had ${f.drawn.best.right} of them right, ${w.percent(f.drawn.best.share)}.`
    : ""
}

## The numbers this lesson uses

${targetsTold(f, w)}

${w.display([`${w.sym("X")} &= ${w.numbers("X")}`, `${w.sym("y")} &= ${w.numbers("y")}`])}

${w.article(`In one place its text swaps the two labels: it writes label 0 as 0\u00a01. Its figures and its program write it as 1\u00a00, ${f.targets === "one-hot" && f.outputs === 2 ? "and so does this book" : "as this book does where there are two outputs"}.`)}

${w.choose("labels", f.labels, {
  one: `There is one row, and its label is ${f.label}.`,
  same: `${sentence(allOf(w, f.rows))} labels are ${f.label}.`,
  mixed: `Of the ${f.rows} rows, ${counted([...f.counts].reverse())}.`,
  classes: `Of the ${f.rows} rows, ${counted(f.counts)}.`,
  none: `This lesson has targets, not labels: no answer of the network is right or wrong, only near its target or far from it.`,
})}${f.labels !== "none" && f.most < f.outputs - 1 && f.outputs > 2 ? ` No row has a label above ${f.most}: the targets of ${f.most === f.outputs - 2 ? "the last output" : "the outputs after it"} are 0 everywhere.` : ""}
${f.rows === 1 ? `One row is enough to see every step. Chapters ${w.chapter("dloss-dw2")} and ${w.chapter("dloss-dw1")} take four, to show what more rows change.` : ""}

${w.isAlone ? "" : w.note(`The network is a stack of bricks, and the bricks of this book can be changed. With JavaScript, a small button stands beside each brick of the stack that has a choice. Press it, choose another brick, and every page is worked out anew.`)}

${w.source("xor")}
`;
  },
};

/** "2 have label 1 and 3 have label 0" */
const counted = (counts: Facts["counts"]): string =>
  list(counts.map(({ label, rows }) => `${rows} ${rows === 1 ? "has" : "have"} label ${label}`));

/** What a row of y says. */
function targetsTold({ targets, outputs, codes }: Facts, w: Writer): string {
  const rows = `Each row of $${w.sym("X")}$ is an observation. The same row of $${w.sym("y")}$ is its target`;
  if (targets === "numbers")
    return `${rows}: ${outputs === 1 ? "the number that the one output should be" : `${worded(w, outputs)} numbers, one for each output: what the outputs should be`}.`;
  if (targets === "label") return `${rows}. The network has one output, so the target is the label itself.`;
  const told = codes.map(
    ({ label, code }) => `${label === 0 ? "Label" : "label"} ${label} is ${code.join("\u00a0")}`,
  );
  const isWhole = codes.length === outputs;
  return `${rows}, written **one-hot**: ${worded(w, outputs)}
places, with a 1 in the place of the label. ${isWhole ? told.join(", ") : `${told.slice(0, -1).join(", ")}, and so on: ${told.at(-1)}`}.`;
}

export const chapter: Chapter<Facts> = {
  name: "xor",
  stage,
  direction: "forward",
  formula: ["X, y"],
  facts,
  prose,
};

run(import.meta.url);
