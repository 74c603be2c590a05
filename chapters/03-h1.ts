import { run } from "#run";
import type { Chapter, Prose } from "../src/book/chapter.ts";
import type { Writer } from "../src/book/writer.ts";
import { answerIn, bendsOf, cutOf, VIEWS } from "../src/figures/cube.ts";
import { cube, hiddenSpace, inputPlane } from "../src/figures/hidden-space.ts";
import { MOST_RINGED, rightCorners } from "../src/figures/xor.ts";
import { labelsOf } from "../src/lesson/datasets.ts";
import { exp, sigmoid } from "../src/math/elementary.ts";
import { at, map, toRows } from "../src/math/matrix.ts";
import { ownOf } from "../src/network/broken.ts";
import { flatOf } from "../src/network/flat.ts";
import { networkOf } from "../src/network/network.ts";
import { ACTIVATIONS } from "../src/network/ops/activations.ts";
import { part, type Stage, type Trace } from "../src/network/stage.ts";
import { apart } from "../src/typeset/apart.ts";
import { followed, signsIn } from "../src/typeset/equations.ts";
import { proseOf, tellingOf } from "./bricks/index.ts";
import { onCurve } from "./bricks/telling.ts";
import { count } from "./words/prose.ts";

// <stage>
const h1 = part({
  needs: ["z1"],
  makes: ["h1"],
  /** The activation of each sum. (N×H) → (N×H) */
  compute({ z1 }, _, { hidden }) {
    const h1 = map(z1, hidden.activation);
    return { h1 };
  },
});
// </stage>

export const stage: Stage = [[h1]];

function facts(trace: Trace) {
  const { X, h1, lesson } = trace;
  const [double, ofDouble] = [2 * sigmoid(1), sigmoid(2)];
  return {
    brick: tellingOf(lesson.activation).facts(trace, "z1", "h1"),
    knowsSigmoid: lesson.activation === "sigmoid" || lesson.activation === "tanh",
    e: exp(1),
    double,
    ofDouble,
    apart: apart(double, ofDouble, lesson),
    wider: h1.cols <= X.cols ? "no" : lesson.activation === "identity" ? "straight" : "yes",
    rows: X.rows,
    inputs: X.cols,
    neurons: h1.cols,
    space: spaceOf({ ...trace, h1: ownOf(trace, "h1") }),
  } as const;
}

/** The most neurons that have a direction of their own in a drawing. */
const DRAWN = 3;

/** The hidden values as a place, and where in it the answer changes. */
function spaceOf(trace: Trace) {
  const { X, y, W1, b1, W2, b2, h1, lesson } = trace;
  const { hidden: brick, output } = networkOf(lesson).roles;
  const labels = labelsOf(y);
  const flat = labels && flatOf({ W2, b2 }, output);
  const [row] = followed(h1);
  const isWhole = h1.cols <= DRAWN;
  const space = hiddenSpace({ X, W1, ...(b1 && { b1 }), h1, brick, row, flat });
  const answer = () => {
    if (!labels) return "numbers";
    if (W2.cols > 2) return "many";
    if (!flat) return "same";
    if (!isWhole) return "beyond";
    return cutOf(space.scene).length > 0 ? "between" : "outside";
  };
  /** The plane of the inputs stays one where two neurons look at it in different directions. */
  const sheetOf = () => {
    if (space.scene.sheet.length === 0) return "none";
    const [first, second] = toRows(W1).map((weights) => weights.slice(0, DRAWN)) as [number[], number[]];
    const isPressed = first.every((a, i) => first.every((b, j) => a * second[j]! === b * second[i]!));
    return isPressed ? "pressed" : brick.name === "identity" ? "flat" : "bent";
  };
  return {
    ...space,
    X,
    labels,
    row,
    cols: Array.from({ length: space.scene.neurons }, (_, col) => col),
    shape: isWhole ? (["line", "square", "cube"] as const)[h1.cols - 1]! : "more",
    hasEnds: brick.range.every(Number.isFinite),
    sheet: sheetOf(),
    meets: space.scene.sheet.length === 0 ? "none" : bendsOf(space.scene).length > 0 ? "yes" : "no",
    answer: answer(),
    /** The answer where nothing is divided. */
    everywhere: space.scene.cut && answerIn(space.scene.cut),
    isSingle: W2.cols === 1,
    right:
      X.cols === 2 && flat
        ? rightCorners((x) => {
            const sum = (j: number) => x[0] * at(W1, 0, j) + x[1] * at(W1, 1, j) + (b1 ? at(b1, 0, j) : 0);
            return flat.along.reduce((total, w, j) => total + w * brick.activation(sum(j)), flat.offset);
          })
        : undefined,
  } as const;
}
export type Facts = ReturnType<typeof facts>;

/** How observations of so many numbers are separated by a straight cut. */
const CUT = ["", "no threshold", "no line in the plane", "no plane in space"];

const prose: Prose<Facts> = {
  title: ({ activation }) => proseOf(activation).title,
  summary: ({ activation }) => proseOf(activation).summary,
  meanings: { h1: "what the hidden neurons put out" },
  page(f, w) {
    const equation = w.equation("h1");
    const brick = proseOf(f.brick.name);
    return `
${brick.introduction(f.brick, w)}

${brick.question(f.brick, w)}

## With the numbers

${w.display(equation.lines)}
${w.shapes(equation)}

${brick.shape}

${w.article(`The text calls the inputs, $${w.sym("W1")}$ and a sigmoid${f.knowsSigmoid ? "" : `, $\\sigma(z) = 1/(1 + e^{-z})$ with $e \\approx$ ${w.brief(f.e)},`} “only a general linear system”. The sigmoid is not linear: σ(1) + σ(1) ${w.worth(f.double, f.apart)}, but σ(2) ${w.worth(f.ofDouble, f.apart)}.`)}

## One value by hand

${w.byHand(equation)}

${brick.writtenOut(f.brick, w)}

${onCurve(f.brick.curve, brick.curve, `sums of chapter ${w.chapter("z1")}`, w)}

## What to look at

${brick.lookAt(f.brick, w)}

Each observation came in with ${count(w, f.inputs, "number")} and goes on with ${f.neurons}. ${w.choose(
      "h1-wider",
      f.wider,
      {
        yes: `In the larger space, once the sums are bent, points can come apart that ${CUT[f.inputs] ?? "no flat cut"} could separate before. How far that goes without a bias, chapter ${w.chapter("ceiling")} shows.`,
        straight: `The space is larger, but nothing is bent on the way into it: what no flat cut could separate before, none can now.`,
        no: `Here there is no larger space to separate them in.`,
      },
    )}

${f.brick.isBroken ? "" : spaceTold(f, w)}

${brick.exponential && w.note(brick.exponential)}

${w.source("h1")}
`;
  },
};

/** How large the further views are on paper. */
const SMALL = 220;

/** The figure of the space, and what there is to see in it. */
function spaceTold({ rows, neurons, space }: Facts, w: Writer): string {
  const { row, cols, ends, answer, sheet, meets, isSingle } = space;
  const { inputPlane: planeWords, cube: cubeWords } = w.words.figures;
  const [low, high] = ends.map(space.hasEnds ? w.tick : w.brief);
  const range = `from ${low} to ${high}${space.hasEnds ? "" : ", as far as what is drawn"}`;
  const views = cols.length === 3 ? VIEWS.slice(1) : [];
  const { labels } = space;
  const drawn = (id: string, its: object) => cube(id, space, { labels, ...its }, cubeWords, w.short);
  const plane = inputPlane("input-plane", space, space, planeWords, w.short);
  const svg = `<div class="spaces">${plane}<div class="whole">${drawn("cube", {})}</div></div><div class="views">${views.map((view, i) => drawn(`cube-${i + 1}`, { view, size: SMALL })).join("")}</div>`;
  const flat = { square: "line", line: "point" }[space.shape as string] ?? "plane";
  const where = isSingle ? "the output is ½" : `the two sums $${w.sym("z2")}$ are equal`;
  return `## The space of the hidden values

${w.choose("space-shape", space.shape, {
  line: `The one number of an observation is a place on a **line**, ${range}.`,
  square: `The two numbers of an observation are a place in a **square**: the first neuron goes to the right, the second one up, both ${range}.`,
  cube: `The three numbers of an observation are a place in a **cube**. Each neuron has an edge of its own, ${range}.`,
  more: `The ${neurons} numbers of an observation are a place in a space of ${neurons} directions. No drawing has so many: here are the first three neurons, as a cube. Each has an edge of its own, ${range}.`,
})} ${w.choose("space-sheet", sheet, {
    bent: `The whole plane of the inputs goes into it, and comes out as a bent sheet: the threads are the lines of its grid.`,
    flat: `The whole plane of the inputs goes into it, and stays flat: the threads are the lines of its grid.`,
    pressed: `The whole plane of the inputs goes into it. With these weights it is pressed onto a line or a single point.`,
    none: "",
  })}

${w.moving(
  "cube",
  svg,
  space.scene,
  `${space.reach === undefined ? "" : `The four corners of XOR: circles have label 1, squares label 0. `}${rows > MOST_RINGED ? `The rows of the lesson are there too; row ${row}` : rows === 1 ? "The ringed mark is row 0. It" : `The ringed marks are the rows of the lesson; row ${row}`} is at ${cols.map((col) => w.cell("h1", row, col)).join("; ")}.${cols.length === 1 ? "" : " Dotted lines lead from there to its places along the edges."}`,
)}

${w.choose("space-flat", answer, {
  between: `The last layer divides this ${space.shape === "more" ? "space" : space.shape} by one ${flat}, where ${where}. On one side of it the network answers 1, on the other 0. ${w.choose(
    "space-meets",
    meets,
    {
      yes: `Where it divides the plane of the inputs, the answer changes: that is the strong line.`,
      no: `As far as it is drawn, the plane of the inputs lies on one side of it.`,
      none: "",
    },
  )}`,
  outside: `The answer changes ${flat === "point" ? "at" : "on"} a ${flat}: there ${where}. On one side of it the answer is 1, on the other 0. With these weights that ${flat} does not divide what is drawn here: the answer is ${space.everywhere} everywhere in it.`,
  beyond: `The last layer divides the whole space of ${neurons} directions where ${where}. In a drawing of three of them that cannot be seen.`,
  same: `With these weights the last layer divides nothing: it gives every place the same answer.`,
  many: `With more than two outputs, the last layer divides this space by several flat pieces, one for each two outputs. They are not drawn.`,
  numbers: `The targets of this lesson are numbers, not labels: there are no two answers that something could lie between.`,
})} ${space.right === undefined ? "" : `Of the four corners of XOR, ${space.right === 4 ? "all 4 have" : space.right === 0 ? "none has" : space.right === 1 ? "1 has" : `${space.right} have`} the right answer.${space.right === 4 ? "" : ` Chapter ${w.chapter("solved")} trains a network with biases that gets all four.`}`}
`;
}

export const chapter: Chapter<Facts> = {
  name: "h1",
  stage,
  direction: "forward",
  formula: (lesson) => [`h₁ = ${ACTIVATIONS[lesson.activation].text("z₁", signsIn(lesson))}`],
  facts,
  prose,
};

run(import.meta.url);
