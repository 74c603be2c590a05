import type { LitEdges } from "../../src/figures/network.ts";
import type { FigureWords } from "../../src/figures/words.ts";
import type { Brick, Stretch } from "../../src/network/bricks.ts";
import { crossWords } from "./cross.ts";
import { cubeFigureWords, inputPlaneWords } from "./cube.ts";
import { brickNames } from "./live.ts";
import { count, FEW, joined, list } from "./prose.ts";

const LAYERS: Readonly<Record<string, string>> = { 1: "first", 2: "second" };

const short = ({ name, kind, op }: Brick): string =>
  kind === "activations" ? brickNames[op!.name as keyof typeof brickNames] : name;
/** A brick among all of the stack: of two of a kind, which it is. */
const long = (brick: Brick, bricks: readonly Brick[]): string => {
  const layer = LAYERS[brick.name.at(-1)!];
  const isOnly = bricks.filter((it) => short(it) === short(brick)).length === 1;
  const told = {
    data: `${brick.name}, the input`,
    weights: `${brick.name}, the ${layer} weights`,
    activations: isOnly ? `the ${short(brick)}` : `the ${layer} ${short(brick)}`,
    gradients: "",
    scalars: "the loss",
  };
  return told[brick.kind];
};
const fromBottom = (bricks: readonly Brick[]): string =>
  `From bottom to top: ${bricks.map(short).join(", ")}.`;

/** A slope as it is read out: ∂L/∂W2. */
const read = (name: string): string =>
  name.replace(/^d(Loss|\w+?)_d/, (_, of: string) => `∂${of === "Loss" ? "L" : of}/∂`);

/** The way of the slopes in a sentence or two: how each comes from the one above it, and where ways to weights leave. */
function wayTold(way: readonly Stretch[]): string {
  let told = "From the loss down the stack: ";
  let isBranched = false;
  for (const [i, { factor, below, branch, biases }] of way.entries()) {
    const through = factor ? `times ${read(factor.name)}` : "through the softmax";
    if (i === 0) told += read(below);
    else if (isBranched) told += ` ${through} it gives ${read(below)}`;
    else told += `, ${through} gives ${read(below)}`;
    isBranched = false;
    const summed = biases ? `, summed over the rows ${read(biases)}` : "";
    if (branch && i === way.length - 1)
      told += `, and times ${branch.times} gives ${read(branch.to)}${summed}.`;
    else if (branch) {
      told += `. There it branches: times ${branch.times} it gives ${read(branch.to)}${summed};`;
      isBranched = true;
    }
  }
  return told;
}

const DIRECTIONS = {
  forward: "going up, forward",
  backward: "going down, backward",
  update: "changing the weights",
  training: "going round, up and down again and again",
};

/** Under a figure with such an axis. */
export const LOG_AXIS = "The upright axis is *logarithmic*: equal distances on it stand for equal factors.";

/** Under a network. */
export const EDGES =
  "The edge of a negative weight is dashed. The larger a weight in size, whatever its sign, the thicker its edge.";

/** A description reads numbers out only while a listener can hold them. */
const MOST_NUMBERS = 12;
export const few = (numbers: readonly string[], told: (numbers: string) => string): string =>
  numbers.length > 0 && numbers.length <= MOST_NUMBERS ? ` ${told(list(numbers))}.` : "";

const MARKS = [
  "squares",
  "circles",
  "triangles",
  "open diamonds",
  "crosses",
  "open triangles that point down",
  "diamonds",
  "plus signs",
];

/** Which mark has which label. */
const marksTold = (labels: readonly number[]): string =>
  labels.every((label) => label < 2)
    ? "circles have label 1, squares label 0"
    : list(labels.map((label, i) => `${MARKS[label]} ${i === 0 ? "have " : ""}label ${label}`));

/** The words of the figures in English. */
export const figureWords: FigureWords = {
  stack: {
    title: "The stack of bricks",
    description: ({ bricks, lit, direction }) =>
      `${fromBottom(bricks)} This chapter is at ${list(lit.map((it) => long(it, bricks)))}, ${DIRECTIONS[direction]}.`,
    loss: "loss",
  },
  wholeStack: {
    title: "The network as a stack of bricks",
    description: (bricks) =>
      `${fromBottom(bricks)} The forward formulas climb the left side, the backward formulas descend the right side; each is a link to its chapter.`,
    loss: "loss",
    forward: "forward",
    backward: "backward",
  },
  companion: {
    title: "The network beside the text",
    description:
      "The network of this lesson in small: the larger a weight, the wider its edge; the edge of a negative weight is dashed. What is pointed at in the text is lit here.",
    hint: "Point at a number to see where it comes from.",
  },
  network: {
    title: "The network and its weights",
    description: ({ inputs, layers, lit }) => {
      const isLast = (layer: number) => layer === layers.length - 1;
      const sizes = layers.map(({ weights }, i) =>
        count(FEW, weights[0]?.length ?? 0, isLast(i) ? "output" : "hidden neuron"),
      );
      const weights = layers.map(({ name, weights }) =>
        weights.flat().length <= MOST_NUMBERS
          ? ` ${name}, row by row: ${weights.map((row) => joined(row)).join("; ")}.`
          : "",
      );
      const biases = layers.map(({ biases }) =>
        biases ? few(biases.shown, (n) => `The biases ${biases.name} are ${n}`) : "",
      );
      const values = layers.map(({ nodes = [] }, i) =>
        few(nodes, (n) => `In the ${isLast(i) ? "outputs" : "hidden nodes"} stand ${n}`),
      );
      const edges = ({ layer, from, to }: LitEdges) =>
        `the edges of ${layer}${from === undefined ? "" : ` from neuron ${from}`}${to === undefined ? "" : ` into neuron ${to}`}`;
      const where = lit ? ` Lit: ${edges(lit)}${lit.also ? `, and ${edges(lit.also)}` : ""}.` : "";
      return [
        `${[count(FEW, inputs.length, "input"), ...sizes].join(", ")}. The larger a weight, the wider its edge; the edge of a negative weight is dashed.`,
        few(inputs, (n) => `The inputs are ${n}`),
        ...weights,
        ...biases,
        ...values,
        where,
      ].join("");
    },
  },
  neuronLine: {
    title: "The line of a neuron",
    description: ({ isMoved }) =>
      `The plane of x1 and x2 with the points of the lesson. A line divides it: on its shaded side the sum of the neuron is above 0.${isMoved ? " A dashed line through the origin shows where it would lie without the bias." : " It passes through the origin."}`,
  },
  xor: {
    title: "Points and their labels",
    description: ({ points, labels, lesson }) =>
      `${count(FEW, points, "point")} in the plane of x1 and x2${labels.length > 0 ? `: ${marksTold(labels)}` : ""}.${few(lesson, (n) => `This lesson’s own: ${n}`)}`,
    label: (label) => `label ${label}`,
    row: (row) => `row ${row}`,
  },
  corners: {
    title: "Lines that fail to separate XOR",
    description: (counts) =>
      `The four corners of XOR, ${count(FEW, counts.length, "line")} tried. Corners on their right side: ${list(counts.map((n) => `${n} of 4`))}.`,
    count: (right, all) => `${right} of ${all}`,
  },
  inputPlane: inputPlaneWords,
  cube: cubeFigureWords,
  minusLog: {
    title: "Minus the logarithm",
    description: ({ count: beliefs, points }) =>
      `The curve of −ln p falls from above without end at p = 0 to 0 at p = 1. ${count(FEW, beliefs, "belief")} marked on it.${few(
        points.map(({ p, loss }) => `${loss} at ${p}`),
        (n) => `The loss is ${n}`,
      )}`,
  },
  shares: {
    title: "The probabilities of a row",
    description: (all) =>
      `One bar for each label, each beginning where the one before it ends. ${list(all.map(({ name, share }) => `${name}: ${share}`))}.`,
    label: (label) => `label ${label}`,
  },
  backward: {
    title: "The path of the gradient",
    description: ({ way, to }) => `${wayTold(way)}${to ? ` This chapter goes to ${read(to)}.` : ""}`,
    loss: "loss",
    reused: (chapter) => `from chapter ${chapter}`,
  },
  cross: crossWords,
  slope: {
    title: "Slope: rise over run",
    description: ({ x, y, run, rise, slope }) =>
      `A curve with its tangent at ${x}, where it has the value ${y}. A triangle on the tangent: ${run} to the right and ${rise} up, which is the slope ${slope}.`,
  },
  descent: {
    title: "The loss along one weight",
    description: ({ x, y, slope, next }) =>
      `The loss as this one weight changes, the others held. At ${x} the loss is ${y} and its slope ${slope}${next === undefined ? "" : `; the step leads to ${next}`}.`,
    small: (change) => `the step, ${change}: only its direction is drawn`,
  },
};
