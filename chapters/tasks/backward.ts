import type { CodeTask, Edit } from "../../src/book/task.ts";

/** The way back: the slopes along W2 and b2, then along W1 and b1. */

/** The product of W2's slopes written out, with this line in the place of its loop. */
const sumsOfW2 = (loop: string): readonly Edit[] => [
  [
    "matmul(transpose(h1), dLoss_dz2)",
    `fromFunction(h1.cols, dLoss_dz2.cols, (j, k) => {
      let sum = 0;
      ${loop}
      return sum;
    })`,
  ],
];

/** The same of the step back through W2. */
const sumsOfH1 = (loop: string): readonly Edit[] => [
  [
    "matmul(dLoss_dz2, transpose(W2))",
    `fromFunction(dLoss_dz2.rows, W2.rows, (n, j) => {
      let sum = 0;
      ${loop}
      return sum;
    })`,
  ],
];

export const dLossDW2: readonly CodeTask[] = [
  {
    name: "transpose",
    kind: "fault",
    begins: [["matmul(transpose(h1), dLoss_dz2)", "matmul(h1, dLoss_dz2)"]],
    words: {
      asks: "Both factors are the right ones, and yet their product is not the slope along W2.",
      hint: "dLoss_dW2 has the shape of W2: a row for each hidden neuron. Where do the hidden neurons stand in h1?",
    },
  },
  {
    name: "sign",
    kind: "fault",
    begins: [["scale(-1 / N, subtract(y, h2))", "scale(1 / N, subtract(y, h2))"]],
    words: {
      asks: "The part of the slopes that comes from the data has the wrong sign: a step along it makes the loss larger.",
      hint: "Where an output is too small, raising it lowers the loss. Is the slope above or below 0 there?",
    },
  },
  {
    name: "sign-in-one-step",
    kind: "fault",
    begins: [["scale(1 / N, subtract(h2, y))", "scale(1 / N, subtract(y, h2))"]],
    words: {
      asks: "The part of the slopes that comes from the data has the wrong sign: a step along it makes the loss larger.",
      hint: "Where an output is too small, raising it lowers the loss. Is the slope above or below 0 there?",
    },
  },
  {
    name: "rows",
    kind: "fault",
    begins: [["scale(-1 / N, subtract(y, h2))", "scale(-1, subtract(y, h2))"]],
    words: {
      asks: "For one row this is right. With more rows the slopes grow too large.",
      hint: "The loss is a mean over the rows. What does a mean divide by? A probe has five rows.",
    },
  },
  {
    name: "rows-in-one-step",
    kind: "fault",
    begins: [["scale(1 / N, subtract(h2, y))", "subtract(h2, y)"]],
    words: {
      asks: "For one row this is right. With more rows the slopes grow too large.",
      hint: "The loss is a mean over the rows. What does a mean divide by? A probe has five rows.",
    },
  },
  {
    name: "left-out",
    kind: "fault",
    begins: [["multiply(dLoss_dh2, dh2_dz2)", "dLoss_dh2"]],
    words: {
      asks: "A factor of the chain rule is worked out, and then not used.",
      hint: "From the loss back to h2 is one factor, from h2 back to z2 is the next. Identity has the slope 1 and does not show it.",
    },
  },
  {
    name: "own-output",
    kind: "fault",
    begins: [["softmaxBack(dLoss_dh2, h2)", "multiply(dLoss_dh2, map(h2, sigmoidPrime))"]],
    words: {
      asks: "Here a logit moves its own output, and no other.",
      hint: "Outputs of a softmax share their sum: where one grows, the others shrink. Which operation knows that?",
    },
  },
  {
    name: "cancelled",
    kind: "fault",
    begins: [
      ["scale(1 / N, subtract(h2, y))", "scale(1 / N, multiply(subtract(h2, y), map(h2, sigmoidPrime)))"],
    ],
    words: {
      asks: "The slopes are too small, most of all where an output is sure of itself.",
      hint: "Under cross-entropy, one factor of the chain cancels. Is it still here?",
    },
  },
  {
    name: "mean",
    kind: "fault",
    begins: [["columnSums(dLoss_dz2)", "scale(1 / dLoss_dz2.rows, columnSums(dLoss_dz2))"]],
    words: {
      asks: "For one row this is right. With more rows the slope along b2 is too small.",
      hint: "The N of the mean is in dLoss_dz2 already. How often is it divided by? A probe has five rows.",
    },
  },
  {
    name: "sum",
    kind: "write",
    begins: sumsOfW2("// Here a loop over the rows is missing."),
    without: {
      name: "matmul",
      by: sumsOfW2("for (let n = 0; n < h1.rows; n++) sum += at(h1, n, j) * at(dLoss_dz2, n, k);"),
    },
    words: {
      asks: "Write the product without matmul and transpose: entry [j,k] is a sum over the rows n of the data.",
      hint: "What does row n add? What neuron j put out there, at(h1, n, j), times the slope along logit k.",
    },
  },
  {
    name: "sizes",
    kind: "write",
    begins: [],
    asked: [["scale(ridge / N, W2)", "scale(ridge / (2 * N), map(W2, (w) => Math.sign(w)))"]],
    words: {
      asks: "Put the slope of an L1 penalty in the place of the ridge’s: that of λ/2N times the sum of all |w|. At 0 take 0.",
      hint: "|w| has the slope 1 where w is above 0 and −1 below: Math.sign. The loss still has the squares, so where λ is above 0 the checks disagree.",
    },
  },
];

export const dLossDW1: readonly CodeTask[] = [
  {
    name: "turn",
    kind: "fault",
    begins: [["matmul(dLoss_dz2, transpose(W2))", "matmul(dLoss_dz2, W2)"]],
    words: {
      asks: "The article prints the step back through W2 like this. What is missing?",
      hint: "Forward, W2 leads from hidden neurons to outputs. Here the way leads from outputs to hidden neurons.",
    },
  },
  {
    name: "from-sums",
    kind: "fault",
    begins: [
      ['"W2", "h1"]', '"W2", "z1"]'],
      ["W2, h1 }", "W2, z1 }"],
      ["map(h1, hidden.slope)", "map(z1, hidden.slope)"],
    ],
    words: {
      asks: "The slope of the activation comes out wrong, though the function is the right one.",
      hint: "In this book a brick’s slope is worked out from its value, as h(1 − h) is. What is it given here?",
    },
  },
  {
    name: "ridge",
    kind: "fault",
    begins: [["add(data1, scale(ridge / N, W1))", "map(data1, (slope) => slope + ridge * sum(square(W1)))"]],
    words: {
      asks: "The article’s program adds the ridge like this, and a long run of it ends in NaN.",
      hint: "The ridge pulls each weight towards 0: by how much, and which way, is another question for each weight. Where λ is 0 nothing is to be seen; the probes have one above 0.",
    },
  },
  {
    name: "first-row",
    kind: "fault",
    begins: [["columnSums(dLoss_dz1)", "fromRows(toRows(dLoss_dz1).slice(0, 1))"]],
    words: {
      asks: "For one row this is right. With more rows, b1 hears of the first one only.",
      hint: "Each row uses the same bias, so each has its say in the slope. A probe has five rows.",
    },
  },
  {
    name: "sum",
    kind: "write",
    begins: sumsOfH1("// Here a loop over the outputs is missing."),
    without: {
      name: "matmul",
      by: sumsOfH1("for (let k = 0; k < W2.cols; k++) sum += at(dLoss_dz2, n, k) * at(W2, j, k);"),
    },
    words: {
      asks: "Write the step back through W2 without matmul and transpose: entry [n,j] is a sum over the outputs k.",
      hint: "Neuron j reaches logit k over the weight at(W2, j, k). Each such way brings back the slope along that logit.",
    },
  },
  {
    name: "frozen",
    kind: "write",
    begins: [],
    asked: [
      [
        "    return { dLoss_dW1 };",
        [
          "    const held = fromFunction(dLoss_dW1.rows, dLoss_dW1.cols, (i, j) =>",
          "      j === 0 ? 0 : at(dLoss_dW1, i, j),",
          "    );",
          "    return { dLoss_dW1: held };",
        ].join("\n"),
      ],
    ],
    words: {
      asks: "Hold the weights of the first hidden neuron: its column of dLoss_dW1 is 0, so that no step moves them.",
      hint: "fromFunction(rows, cols, (i, j) => …) makes a matrix entry by entry. Return it under the name dLoss_dW1: { dLoss_dW1: … }. The checks disagree in this column, for the loss has a slope there.",
    },
  },
];
