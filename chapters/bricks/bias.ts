import type { Writer } from "../../src/book/writer.ts";
import { neuronLine, reachOf } from "../../src/figures/neuron-line.ts";
import { labelsOf } from "../../src/lesson/datasets.ts";
import { at } from "../../src/math/matrix.ts";
import { norm } from "../../src/math/norm.ts";
import { layerOf, networkOf, weightsOf } from "../../src/network/network.ts";
import type { Trace } from "../../src/network/stage.ts";
import { type MatrixName, slopeName } from "../../src/network/values.ts";
import { followed } from "../../src/typeset/equations.ts";

/** What the book says of biases, in both layers: facts, then words. */

/** A line is drawn where it is not this many times farther off than the points. */
const FAR = 20;

/** What the bias of the followed hidden neuron does to its line in the plane of the inputs; nothing without biases. */
export function lineFacts(trace: Trace) {
  const { X, y, W1, b1, z1, lesson } = trace;
  if (!lesson.bias) return undefined;
  const [, col] = followed(z1);
  const bias = at(b1, 0, col);
  if (X.cols !== 2) return { col, bias, is: "no-plane", moved: 0, drawing: undefined } as const;
  const [a, b] = [at(W1, 0, col), at(W1, 1, col)];
  const sum = { a, b, c: bias };
  const isFlat = a === 0 && b === 0;
  const moved = isFlat ? 0 : Math.abs(bias) / norm([a, b]);
  const isFar = !isFlat && moved > FAR * reachOf(X, { ...sum, c: 0 });
  const is = isFlat ? "none" : isFar ? "far" : bias === 0 ? "still" : bias > 0 ? "up" : "down";
  const drawing = is === "none" || is === "far" ? undefined : { points: X, labels: labelsOf(y), sum };
  return { col, bias, is, moved, drawing } as const;
}
type LineFacts = NonNullable<ReturnType<typeof lineFacts>>;

/** The biases of the layer that has these weights, where they are trained. */
export function trainedBiases(
  { lesson }: Pick<Trace, "lesson">,
  weights: MatrixName,
): MatrixName | undefined {
  const network = networkOf(lesson);
  const { b } = layerOf(network, weights);
  return b && weightsOf(network).includes(b) ? b : undefined;
}

export const prose = {
  /** The line where a hidden neuron's sum is 0, with its bias and without. */
  line({ col, is, moved, drawing }: LineFacts, w: Writer): string {
    const b = w.cell("b1", 0, col);
    const figure = drawing
      ? w.figure(
          neuronLine({ id: "neuron-line", ...drawing }, w.words.figures.neuronLine, w.short),
          `Where neuron ${col} has the sum 0. On the shaded side its sum is above 0.${is === "still" ? "" : " The dashed line is the same without the bias."}`,
        )
      : "";
    return `## What the bias does

${w.choose("line", is, {
  "no-plane": `A bias moves every sum of its neuron by the same amount, here by ${b} for neuron ${col}. With two inputs, the places where a sum is 0 form a line, and the bias moves that line. Without a bias it must pass through the origin.`,
  none: `With two inputs, the places where a neuron’s sum is 0 usually form a line. But both weights of neuron ${col} are 0: its sum is its bias, ${b}, everywhere.`,
  far: `The places where the sum of neuron ${col} is 0 form a line in the plane of the inputs. Without its bias the line would pass through the origin. The bias, ${b}, moves it far beyond the points.`,
  still: `The places where the sum of neuron ${col} is 0 form a line in the plane of the inputs. Its bias is 0, so the line passes through the origin. Another bias would move it to the side and keep its direction.`,
  up: moves(col, b, Number.isFinite(moved) ? moved : 0, "larger: the side where the sum is above 0 grows", w),
  down: moves(
    col,
    b,
    Number.isFinite(moved) ? moved : 0,
    "smaller: the side where the sum is above 0 shrinks",
    w,
  ),
})}

${figure}`;
  },

  /** The slope along the biases of a layer, from the slopes along its sums z: a section of its own. */
  slope(name: MatrixName, z: MatrixName, rows: number, w: Writer): string {
    const [slope, along] = [slopeName(name), slopeName(z)];
    const over = rows === 1 ? "here there is one row, and the sum has one term" : `here over ${rows} rows`;
    const numbers = `${w.display(w.equation(slope).lines)}
${w.shapes(w.equation(slope))}`;
    const heading = `<h2 id="${slope}">To the biases</h2>`;
    if (name === "b1")
      return `${heading}

As in chapter ${w.chapter("dloss-dw2")}, the slope along a bias is the sum of a column, now of $${w.sym(along)}$: ${over}.

${numbers}

${w.byHand(w.equation(slope))}`;
    return `${heading}

A bias is added to its sum as it is. Nudge it, and the sum moves by just as much, in every row. So its slope is the
sum of a column of $${w.sym(along)}$: ${over}.

${numbers}

Compare it with the weights: a bias is the weight of an input that is 1 in every row. That input is a **column of ones**, $\\mathbf{1}$. Turned
over it is a row of ones, and this row stands where the transposed inputs stood. The ridge leaves a bias alone, as in chapter ${w.chapter("loss")}.

${w.byHand(w.equation(slope))}`;
  },
};

const moves = (col: number, b: string, moved: number, side: string, w: Writer): string =>
  `The places where the sum of neuron ${col} is 0 form a line in the plane of the inputs. Without its bias the line would pass through the origin. The bias, ${b}, moves it by ${w.brief(moved)} and keeps its direction. Every sum of the neuron is now ${side}.`;
