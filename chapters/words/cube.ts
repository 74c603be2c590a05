import type { CubeWords, PlaneWords } from "../../src/figures/hidden-space.ts";
import { count, FEW } from "./prose.ts";

/** The words of the cube, the square or the line of hidden values. */

const SHAPES = {
  1: "A line for one hidden neuron",
  2: "A square, an edge for each of two hidden neurons",
  3: "A cube, an edge for each of three hidden neurons",
} as const;

export const inputPlaneWords: PlaneWords = {
  title: "The plane of the inputs",
  description: ({ reach }) =>
    `The plane of x1 and x2 with a grid, from −${reach} to ${reach} along both. The four corners of XOR are in it, circles for label 1 and squares for label 0, and the rows of the lesson.`,
};

export const cubeFigureWords: CubeWords = {
  title: "The space of the hidden values",
  description: ({ neurons, ends, rows, hasCorners, hasSheet, hasCut }) =>
    [
      `${SHAPES[neurons]}, from ${ends.join(" to ")}${rows === 0 ? "" : `, with ${count(FEW, rows, "row")} as points in it`}.`,
      hasCorners ? "The four corners of XOR are in it, circles for label 1 and squares for label 0." : "",
      hasSheet ? "The grid of the plane of the inputs lies in it, as the hidden layer makes it." : "",
      hasCut ? "It is divided where the network’s answer changes." : "",
    ]
      .filter(Boolean)
      .join(" "),
  neuron: (neuron) => `neuron ${neuron}`,
};

/** What the script says that turns it. `#` and `%` are degrees. */
export const turningWords = {
  name: "Turn the cube",
  above: "turned by #°, seen from %° above",
  below: "turned by #°, seen from %° below",
  hint: "Drag it to turn it, or use the arrow keys. Home turns it back.",
};
