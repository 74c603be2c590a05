import type { CodeTask } from "../../src/book/task.ts";

/** The data, and the weights to begin with. */

export const xor: readonly CodeTask[] = [
  {
    name: "corner",
    kind: "fault",
    begins: [["xorLabel(x1!, x2!)", "(x1! > 0 || x2! > 0 ? 1 : 0)"]],
    words: {
      asks: "Points are drawn, and those in one of the four corners get the wrong label.",
      hint: "XOR is 1 where exactly one of the two inputs is above 0. What does this say where both are?",
    },
  },
  {
    name: "swapped",
    kind: "fault",
    begins: [["oneHot(labels, outputs)", "oneHot(labels.map((label) => 1 - label), outputs)"]],
    words: {
      asks: "The rows of y say the wrong label.",
      hint: "Of two outputs, label 0 is written 1 0, and label 1 is written 0 1. Follow one row from its label to its row of y.",
    },
  },
  {
    name: "columns",
    kind: "fault",
    begins: [["toRows(X).map(labelOf)", "toRows(transpose(X)).map(labelOf)"]],
    words: {
      asks: "Where points are drawn, y does not have the right row for each of them.",
      hint: "A point is a row of X, and gets one label. What is handed to labelOf, one after the other?",
    },
  },
  {
    name: "and",
    kind: "write",
    begins: [],
    asked: [["xorLabel(x1!, x2!)", "(x1! > 0 && x2! > 0 ? 1 : 0)"]],
    words: {
      asks: "Make the label of a drawn point the AND of its signs: 1 where both inputs are above 0, else 0.",
      hint: "Both at once is written && in TypeScript, and “1 if so, else 0” is so ? 1 : 0.",
    },
  },
  {
    name: "circle",
    kind: "write",
    begins: [],
    asked: [["xorLabel(x1!, x2!)", "(x1! ** 2 + x2! ** 2 > 1 ? 1 : 0)"]],
    words: {
      asks: "Make the label of a drawn point 1 where it lies outside the circle of radius 1 around 0, else 0.",
      hint: "The square of its distance from 0 is x1² + x2². A square is written x1 * x1.",
    },
  },
];

export const init: readonly CodeTask[] = [
  {
    name: "parenthesis",
    kind: "fault",
    begins: [["2 * random.random() - 1", "2 * (random.random() - 1)"]],
    words: {
      asks: "No weight that is drawn is above 0. They should lie on both sides of it.",
      hint: "random() gives a number between 0 and 1. Work out by hand what becomes of 0, of ½ and of 1.",
    },
  },
  {
    name: "order",
    kind: "fault",
    begins: [
      [
        "[W1, W2] = [draw(X.cols, hidden), draw(hidden, y.cols)]",
        "[W2, W1] = [draw(hidden, y.cols), draw(X.cols, hidden)]",
      ],
    ],
    words: {
      asks: "Each weight is drawn as it should be. Yet from the same seed come other weights than the book’s.",
      hint: "The seed gives one stream of numbers, and both matrices are filled from it. Which is filled first?",
    },
  },
  {
    name: "anew",
    kind: "fault",
    begins: [
      [
        [
          "    const random = new RandomState(weights.seed);",
          "    const uniform = () => 2 * random.random() - 1;",
          "    const draw = (rows: number, cols: number) => {",
        ].join("\n"),
        [
          "    const draw = (rows: number, cols: number) => {",
          "      const random = new RandomState(weights.seed);",
          "      const uniform = () => 2 * random.random() - 1;",
        ].join("\n"),
      ],
    ],
    words: {
      asks: "W1 is drawn right. W2 repeats the numbers of W1, only divided by something else.",
      hint: "Where a RandomState is made, the stream of its seed begins. How often does it begin here?",
    },
  },
  {
    name: "width",
    kind: "fault",
    begins: [["zeros(W1.cols)", "zeros(W1.rows)"]],
    words: {
      asks: "Where b1 is not given, it has the wrong number of zeros.",
      hint: "Each neuron has one bias. Is a neuron a row of its weights, or a column?",
    },
  },
  {
    name: "half",
    kind: "write",
    begins: [],
    asked: [["uniform() / size", "random.random() - 0.5"]],
    words: {
      asks: "Draw every weight evenly between −½ and ½, whatever the shape: a random() of 0 gives −½, one of 1 gives ½.",
      hint: "random.random() is a number between 0 and 1. By how much does the whole stretch have to move?",
    },
  },
  {
    name: "xavier",
    kind: "write",
    begins: [],
    asked: [["uniform() / size", "uniform() * Math.sqrt(6 / (rows + cols))"]],
    words: {
      asks: "Draw every weight evenly between −s and s, where s is the root of 6/(rows + columns). This is Xavier Glorot’s choice.",
      hint: "uniform() lies between −1 and 1 already. What is it to be multiplied by?",
    },
  },
];
