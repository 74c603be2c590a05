import { bands } from "./boundary.ts";
import { formula } from "./formula.ts";
import { END, MIDDLE, stroked } from "./looks.ts";
import type { Plane } from "./plane.ts";
import { dot, element, figure, group, line, text } from "./svg.ts";
import type { Words } from "./told.ts";

/** What each hidden neuron sees: a picture of what it puts out over the plane, edges by weight, the boundary beside it. */

export interface Neuron {
  /** What it puts out at each of `nodesOf(plane)`. */
  readonly values: readonly number[];
  /** The weights on which the inputs come in, and the one on which it goes out. */
  readonly weights: readonly number[];
  readonly out: number;
}

export interface NeuronsData {
  readonly id: string;
  readonly plane: Plane;
  readonly inputs: readonly string[];
  readonly neurons: readonly Neuron[];
  /** Where a neuron is halfway, which is drawn strong, and where its tint gets a shade deeper. */
  readonly halfway: number;
  readonly levels: readonly number[];
  /** The same of the output. */
  readonly output: {
    readonly values: readonly number[];
    readonly border: number;
    readonly levels: readonly number[];
  };
  /** The points, by the id under which the page holds them. They are drawn for pictures `OUTPUT` wide. */
  readonly points?: string;
}

/** How large the picture of the output is; and of a neuron, so that ten of them can stand below each other. */
export const OUTPUT = 150;
const [LARGE, SMALL, FEW] = [96, 56, 5];
const [GAP, EDGES, START, TOP] = [12, 84, 26, 4];

/** Pictures of a plane, moved and made smaller. */
const placed = (x: number, y: number, size: number, drawing: string): string =>
  element("svg", { x, y, width: size, height: size, viewBox: `0 0 ${OUTPUT} ${OUTPUT}` }, drawing);

export function neurons(data: NeuronsData, words: Words): string {
  const { id, plane, inputs, neurons, halfway, levels, output, points } = data;
  const size = neurons.length > FEW ? SMALL : LARGE;
  const step = size + GAP;
  const height = Math.max(neurons.length * step - GAP, OUTPUT) + 2 * TOP;
  const top = (height - (neurons.length * step - GAP)) / 2;
  const middle = (j: number) => top + j * step + size / 2;
  const [left, right] = [START + EDGES, START + EDGES + size];
  const end = right + EDGES;
  const inputAt = (i: number) => height / 2 + (i - (inputs.length - 1) / 2) * 56;
  const widest = (weights: readonly number[]) => Math.max(...weights.map(Math.abs)) || 1;
  const edge = (x1: number, y1: number, x2: number, y2: number, weight: number, most: number) =>
    line(x1, y1, x2, y2, {
      "stroke-width": 0.6 + 3.4 * (Math.abs(weight) / most),
      "stroke-dasharray": weight < 0 ? "6 4" : undefined,
    });
  const [mostIn, mostOut] = [
    widest(neurons.flatMap(({ weights }) => weights)),
    widest(neurons.map(({ out }) => out)),
  ];
  const picture = { id, plane, size: OUTPUT };
  return figure(
    { id, ...words, width: end + OUTPUT + 2, height },
    group(
      { class: "weights", ...stroked() },
      ...neurons.flatMap(({ weights, out }, j) => [
        ...weights.map((weight, i) => edge(START, inputAt(i), left, middle(j), weight, mostIn)),
        edge(right, middle(j), end, height / 2, out, mostOut),
      ]),
    ),
    group(
      { class: "data" },
      ...inputs.map((name, i) => dot(START, inputAt(i), 4) + formula(START - 9, inputAt(i) + 5, name, END)),
    ),
    ...neurons.map(({ values }, j) =>
      placed(
        left,
        middle(j) - size / 2,
        size,
        paper() + bands({ ...picture, values, border: halfway, levels }),
      ),
    ),
    group({ class: "activations" }, ...neurons.map((_, j) => frame(left, middle(j) - size / 2, size))),
    group(
      { class: "activations" },
      ...neurons.map((_, j) =>
        text(left + 9, middle(j) - size / 2 + 15, String(j), { ...MIDDLE, class: "halo" }),
      ),
    ),
    placed(
      end,
      (height - OUTPUT) / 2,
      OUTPUT,
      paper() + bands({ ...picture, ...output, ...(points && { points }) }),
    ),
    group({ class: "activations" }, frame(end, (height - OUTPUT) / 2, OUTPUT)),
  );
}

/** Around a picture: of one that is all pale, the edge is seen. */
const frame = (x: number, y: number, size: number): string =>
  element("rect", { x, y, width: size, height: size, rx: 3, fill: "none", ...stroked(1.5) });

/** Under a picture, so that no edge shows through. */
const paper = (): string => element("rect", { width: OUTPUT, height: OUTPUT, class: "paper" });
