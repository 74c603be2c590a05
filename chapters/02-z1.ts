import { run } from "#run";
import type { Chapter, Prose } from "../src/book/chapter.ts";
import type { Others } from "../src/book/telling.ts";
import type { Writer } from "../src/book/writer.ts";
import { crossIn } from "../src/figures/cross.ts";
import { network, networkIn } from "../src/figures/network.ts";
import { DEFAULT_LESSON } from "../src/lesson/lesson.ts";
import { addRow, matmul, shapeOf } from "../src/math/matrix.ts";
import { isBroken } from "../src/network/broken.ts";
import { part, type Stage, type Trace } from "../src/network/stage.ts";
import { followed } from "../src/typeset/equations.ts";
import { prose as biases, lineFacts } from "./bricks/bias.ts";
import { proseOf } from "./bricks/index.ts";
import { crossFigure } from "./words/cross.ts";
import { EDGES } from "./words/figures.ts";
import { allOf, allSomeOrNone, count, grouped, sentence } from "./words/prose.ts";

// <stage>
const withBias = part({
  needs: ["X", "W1", "b1"],
  makes: ["z1"],
  /** Rows of X meet columns of W1; b1 comes on top. (N×D)·(D×H) + (1×H) → (N×H) */
  compute({ X, W1, b1 }) {
    const z1 = addRow(matmul(X, W1), b1);
    return { z1 };
  },
});

const z1 = part({
  needs: ["X", "W1"],
  makes: ["z1"],
  /** Rows of X meet columns of W1. (N×D)·(D×H) → (N×H) */
  compute({ X, W1 }) {
    const z1 = matmul(X, W1);
    return { z1 };
  },
});
// </stage>

export const stage: Stage = [[withBias, z1]];

function facts(trace: Trace, { traceOf }: Others) {
  const { X, W1, z1, lesson } = trace;
  const all = z1.data.length;
  const positive = z1.data.filter((z) => z > 0).length;
  const article = traceOf(DEFAULT_LESSON);
  return {
    brick: lesson.activation,
    place: followed(z1),
    sizes: { N: X.rows, D: X.cols, H: W1.cols },
    multiplications: X.rows * W1.cols * X.cols,
    network: networkIn(trace, "z1"),
    cross: crossIn(trace, "z1"),
    sums: { all, positive, others: all - positive },
    arePositive: allSomeOrNone(positive, all),
    line: lineFacts(trace),
    isBroken: isBroken(trace, "z1"),
    article: { X: shapeOf(article.X), W1: shapeOf(article.W1) },
  } as const;
}
export type Facts = ReturnType<typeof facts>;

const prose: Prose<Facts> = {
  title: "Every hidden neuron adds up its inputs",
  summary: "Multiply each input by a weight and add: one sum for each hidden neuron.",
  meanings: { z1: "sums that reach the hidden neurons" },
  page(f, w) {
    const product = w.equation("z1");
    const [row, col] = f.place;
    const { N, D, H } = f.sizes;
    const { all, positive, others } = f.sums;
    return `
A hidden neuron multiplies every input by a weight of its own and adds the products.${f.line ? " On top of them it adds its bias." : ""}
That sum is called its **pre-activation**, $${w.sym("z1")}$.

## One neuron, one sum

${w.note(`${w.words.rounded(w.format)}${f.isBroken ? " “≠”: the changed code makes another number." : ""}`)}

Take row ${row} of the data and hidden neuron ${col}. Rows and columns are counted from 0, as the code does. The weights of neuron ${col} stand in column ${col} of $${w.sym("W1")}$.

${w.figure(
  network(
    { id: "network-z1", lit: { layer: "W1", to: col }, ...f.network },
    w.words.figures.network,
    w.short,
  ),
  `The lit edges lead into neuron ${col}, and each has its weight. ${EDGES}`,
)}

Multiply each input by the weight on its edge, and add${f.line ? `; entry ${col} of $${w.sym("b1")}$ is added last` : ""}:

${w.byHand(product)}

## All sums at once

${f.sums.all === 1 ? `Here this is the only sum. With more rows of data or more neurons there are more` : `There are ${grouped(w, f.sums.all)} such sums, one for every row of data and every neuron`}. A **matrix product** finds them all${f.line ? `, and the row $${w.sym("b1")}$ is added to each of its rows` : ""}.
Write $${w.sym("X")}$ at the left and $${w.sym("W1")}$ above. Each sum stands where its row of $${w.sym("X")}$ meets its column of $${w.sym("W1")}$.

${crossFigure("cross-z1", f.cross, `The lit row meets the lit column: number by number they are multiplied, and the products are added${f.line ? ", and the bias last" : ""}.`, w)}

${w.question(
  `$${w.sym("X")}$ has the shape ${N}×${D} and $${w.sym("W1")}$ has ${D}×${H}. How many multiplications does it take to find all of $${w.sym("z1")}$?`,
  `Each entry of $${w.sym("z1")}$ is a sum of ${count(w, D, "product")}, and there are ${N}·${H} entries: ${N}·${H}·${D} = ${count(w, f.multiplications, "multiplication")}.${f.line ? " The biases take none: they are only added." : ""}`,
)}

## With the numbers

${w.display(product.lines)}
${w.shapes(product)}

The two inner numbers of the shapes must agree: $${w.sym("X")}$ has ${count(w, D, "column")} and $${w.sym("W1")}$ has ${count(w, D, "row")}.
The outer two give the shape of $${w.sym("z1")}$: ${count(w, N, "row")} of data, ${count(w, H, "hidden neuron")}.${f.line ? ` The biases are one row of ${H}, the same for every row of data.` : ""}

${w.article(`The text writes Sigmoid(*WX*). With an observation in each row, as in its own numbers and its program, the product is *XW*: ${f.article.X} fits ${f.article.W1}, while ${f.article.W1} does not fit ${f.article.X}.`)}

${f.line && !f.isBroken ? biases.line(f.line, w) : ""}

## What to look at

${w.choose("z1-positive", f.arePositive, {
  none: `${all === 1 ? "The one sum is not" : `${all === 2 ? "Neither" : "None"} of the ${count(w, all, "sum")} is`} positive.`,
  all: `${all === 1 ? "The one sum is" : `${sentence(allOf(w, all))} sums are`} positive.`,
  some: `Of the ${count(w, all, "sum")}, ${count(w, positive, "is", "are")} positive and ${count(w, others, "is", "are")} not.`,
})}
${proseOf(f.brick).bendsNext}
${f.line ? affine(w) : linear(w)}

${w.source("z1")}
`;
  },
};

const linear = (
  w: Writer,
): string => `So far everything is **linear**: double the inputs, and every sum doubles.
A network of such layers alone would be no more than one matrix product, however many layers it had, because $(${w.sym("X")}\\,${w.sym("W1")})\\,${w.sym("W2")} = ${w.sym("X")}\\,(${w.sym("W1")}\\,${w.sym("W2")})$.`;

const affine = (
  w: Writer,
): string => `So far everything is **affine**: a matrix product, which doubles when the inputs double, and a bias, which stays.
A network of such layers alone would be no more than one matrix product and one row added to it, however many layers it had, because $(${w.sym("X")}\\,${w.sym("W1")} + ${w.sym("b1")})\\,${w.sym("W2")} + ${w.sym("b2")} = ${w.sym("X")}\\,(${w.sym("W1")}\\,${w.sym("W2")}) + (${w.sym("b1")}\\,${w.sym("W2")} + ${w.sym("b2")})$.`;

export const chapter: Chapter<Facts> = {
  name: "z1",
  stage,
  direction: "forward",
  formula: ({ bias }) => [bias ? "z₁ = X W₁ + b₁" : "z₁ = X W₁"],
  facts,
  prose,
};

run(import.meta.url);
