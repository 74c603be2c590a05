import type { CodeTask, Edit } from "../../src/book/task.ts";

/** The way up: sums, activations and the loss. */

/** The sums of z1 written out, with these lines in the place of their loop. */
const sumsOfZ1 = (loop: string): readonly Edit[] => [
  ["matmul(X, W1)", "products"],
  [
    "    const z1 = ",
    `    const products = fromFunction(X.rows, W1.cols, (n, j) => {
      let sum = 0;
      ${loop}
      return sum;
    });
    const z1 = `,
  ],
];

export const z1: readonly CodeTask[] = [
  {
    name: "order",
    kind: "fault",
    begins: [["matmul(X, W1)", "matmul(W1, X)"]],
    words: {
      asks: "The article once writes the product in this order: W times X. What is wrong with it?",
      hint: "A row of the left matrix meets a column of the right one. In which of the two is a row an observation?",
    },
  },
  {
    name: "first",
    kind: "fault",
    begins: sumsOfZ1("for (let i = 1; i < X.cols; i++) sum += at(X, n, i) * at(W1, i, j);"),
    words: {
      asks: "One of the inputs counts for nothing.",
      hint: "Rows and columns are counted from 0. At which entry does the loop begin?",
    },
  },
  {
    name: "list",
    kind: "fault",
    begins: sumsOfZ1(
      "for (let i = 0; i < X.cols; i++)\n        sum += at(X, n, i) * W1.data[j * X.cols + i]!;",
    ),
    words: {
      asks: "The entries of W1 stand in one list, row after row. This takes them in another order.",
      hint: "To come to entry [i,j], one passes i whole rows, then j entries. How many entries has a row of W1?",
    },
  },
  {
    name: "forgotten",
    kind: "fault",
    begins: [["addRow(matmul(X, W1), b1)", "matmul(X, W1)"]],
    words: {
      asks: "Whatever the biases are, z1 stays the same.",
      hint: "Where all biases are 0 the values agree, and the checks of the slopes see it all the same. What does the part need and not use?",
    },
  },
  {
    name: "loop",
    kind: "write",
    begins: sumsOfZ1("// Here a loop over the inputs is missing."),
    without: {
      name: "matmul",
      by: sumsOfZ1("for (let i = 0; i < X.cols; i++) sum += at(X, n, i) * at(W1, i, j);"),
    },
    words: {
      asks: "Write the product without matmul: entry [n,j] is the sum of X[n,i]·W1[i,j] over all inputs i.",
      hint: "for (let i = 0; i < X.cols; i++) goes through the inputs. at(X, n, i) is an entry of X.",
    },
  },
];

export const h1: readonly CodeTask[] = [
  {
    name: "whole",
    kind: "fault",
    begins: [["map(z1, hidden.activation)", "hidden.activation(z1)"]],
    words: {
      asks: "An activation makes one number of one number. Here it is given something else.",
      hint: "z1 is a matrix. Which operation goes through its entries?",
    },
  },
  {
    name: "slope",
    kind: "fault",
    begins: [["hidden.activation", "hidden.slope"]],
    words: {
      asks: "What is worked out here belongs to the way back: it is no activation.",
      hint: "A brick has two functions: one makes its value, the other makes the slope of that value. Which is called?",
    },
  },
  {
    name: "mirror",
    kind: "fault",
    begins: [["hidden.activation", "(z) => hidden.activation(-z)"]],
    words: {
      asks: "A larger sum should give a larger output. Here it is the other way round.",
      hint: "Take one entry of z1. What exactly goes into the activation?",
    },
  },
  {
    name: "tanh",
    kind: "write",
    begins: [],
    asked: [["hidden.activation", "tanh"]],
    words: {
      asks: "Make the activation tanh, whichever brick the lesson has.",
      hint: "map takes the name of a function, and tanh is one. The way back still has the slope of the lesson’s brick, so the checks disagree where that is another.",
    },
  },
  {
    name: "softsign",
    kind: "write",
    begins: [],
    asked: [["hidden.activation", "(z) => z / (1 + Math.abs(z))"]],
    words: {
      asks: "Make the activation the softsign: z divided by 1 + |z|.",
      hint: "A function of one number can be written on the spot: (z) => … The size of a number is Math.abs(z).",
    },
  },
];

export const z2: readonly CodeTask[] = [
  {
    name: "passed-by",
    kind: "fault",
    begins: [
      ['["h1"', '["z1"'],
      ["({ h1", "({ z1"],
      ["matmul(h1", "matmul(z1"],
    ],
    words: {
      asks: "The activation of the hidden neurons has no say in what comes out.",
      hint: "What do the rows of W2 meet: the sums of the hidden neurons, or what the neurons put out?",
    },
  },
  {
    name: "turned",
    kind: "fault",
    begins: [["matmul(h1, W2)", "matmul(transpose(h1), W2)"]],
    words: {
      asks: "A matrix is turned here that should stand as it is.",
      hint: "z2 has a row for each observation. Which of the two matrices has that, too?",
    },
  },
  {
    name: "carried",
    kind: "fault",
    begins: [
      ["matmul(h1, W2)", "products"],
      [
        "    const z2 = ",
        [
          "    let sum = 0;",
          "    const products = fromFunction(h1.rows, W2.cols, (n, k) => {",
          "      for (let j = 0; j < W2.rows; j++) sum += at(h1, n, j) * at(W2, j, k);",
          "      return sum;",
          "    });",
          "    const z2 = ",
        ].join("\n"),
      ],
    ],
    words: {
      asks: "The first entry is right, and each one after it is not.",
      hint: "Every sum begins at 0. How often is it set to 0 here? Where z2 has one entry only, a probe sees it.",
    },
  },
  {
    name: "twice",
    kind: "fault",
    begins: [["addRow(matmul(h1, W2), b2)", "addRow(addRow(matmul(h1, W2), b2), b2)"]],
    words: {
      asks: "A bias that grows by 1 moves its logit by 2.",
      hint: "Where all biases are 0 the values agree, and the checks of the slopes see it all the same. Read the line from the inside out.",
    },
  },
  {
    name: "one",
    kind: "write",
    begins: [],
    asked: [["matmul(h1, W2)", "map(matmul(h1, W2), (z) => z + 1)"]],
    words: {
      asks: "Give every output a bias of 1: each entry of z2 is larger by 1 than in the book.",
      hint: "map goes through the entries of a matrix and makes a new number of each.",
    },
  },
  {
    name: "off",
    kind: "write",
    begins: [],
    asked: [
      [
        "matmul(h1, W2)",
        "matmul(fromFunction(h1.rows, h1.cols, (n, j) => (j === 0 ? 0 : at(h1, n, j))), W2)",
      ],
    ],
    words: {
      asks: "Switch the first hidden neuron off: z2 comes out as if the first column of h1 were 0. Dropout does this to neurons chosen by chance.",
      hint: "fromFunction(h1.rows, h1.cols, (n, j) => …) makes a matrix entry by entry: 0 in column 0, at(h1, n, j) in the others.",
    },
  },
];

export const h2: readonly CodeTask[] = [
  {
    name: "other-layer",
    kind: "fault",
    begins: [
      ["{ output }", "{ hidden }"],
      ["output.activation", "hidden.activation"],
    ],
    words: {
      asks: "The outputs have the brick of another layer.",
      hint: "Where both layers have the same brick nothing is to be seen. A probe has two different ones.",
    },
  },
  {
    name: "bare",
    kind: "fault",
    begins: [["map(z2, output.activation)", "z2"]],
    words: {
      asks: "What comes out are the logits themselves.",
      hint: "z2 is what the outputs add up. What do they make of that?",
    },
  },
  {
    name: "again",
    kind: "fault",
    begins: [["map(z2, output.activation)", "map(map(z2, output.activation), output.activation)"]],
    words: {
      asks: "More happens to each logit than should.",
      hint: "Read the line from the inside out. ReLU and identity do not show it, a probe with another brick does.",
    },
  },
  {
    name: "columns",
    kind: "fault",
    begins: [["= softmax(z2)", "= transpose(softmax(transpose(z2)))"]],
    words: {
      asks: "The outputs of one observation should have the sum 1. Others have it here.",
      hint: "softmax works row by row. What is a row of the matrix that it is given?",
    },
  },
  {
    name: "total",
    kind: "fault",
    begins: [
      [
        "    const h2 = softmax(z2);",
        "    const powers = map(z2, exp);\n    const h2 = scale(1 / sum(powers), powers);",
      ],
    ],
    words: {
      asks: "For one observation this is right. With more of them the outputs come out too small.",
      hint: "Each power is divided by a sum. Which powers are in that sum, and which should be? A probe has five observations.",
    },
  },
  {
    name: "alone",
    kind: "fault",
    begins: [["= softmax(z2)", "= map(z2, sigmoid)"]],
    words: {
      asks: "Each output lies between 0 and 1, but those of one observation do not have the sum 1.",
      hint: "Here each logit is looked at alone. What does a softmax divide by?",
    },
  },
  {
    name: "softmax",
    kind: "write",
    begins: [],
    asked: [["map(z2, output.activation)", "softmax(z2)"]],
    words: {
      asks: "Make it a softmax: in each row, e to the power of z divided by the sum of these powers.",
      hint: "exp(z) is the power, and toRows and fromRows lead from a matrix to its rows and back. Or look among the operations: one does all of it.",
    },
  },
  {
    name: "divide",
    kind: "write",
    begins: [["    const h2 = softmax(z2);", "    const powers = map(z2, exp);\n    const h2 = powers;"]],
    without: {
      name: "softmax",
      by: [
        [
          "    const h2 = softmax(z2);",
          [
            "    const powers = toRows(map(z2, exp));",
            "    const shares = (row: number[]) => {",
            "      const total = row.reduce((sum, x) => sum + x, 0);",
            "      return row.map((x) => x / total);",
            "    };",
            "    const h2 = fromRows(powers.map(shares));",
          ].join("\n"),
        ],
      ],
    },
    words: {
      asks: "Finish this softmax without calling softmax: divide each power by the sum of its row.",
      hint: "toRows gives the rows as lists; row.reduce((sum, x) => sum + x, 0) adds one up; fromRows leads back to a matrix.",
    },
  },
  {
    name: "sharper",
    kind: "write",
    begins: [],
    asked: [["map(z2, output.activation)", "map(z2, (z) => output.activation(2 * z))"]],
    words: {
      asks: "Make the outputs steeper: the same activation, of twice the logit.",
      hint: "A function can be written on the spot, (z) => …, or z2 can be changed before the activation.",
    },
  },
  {
    name: "colder",
    kind: "write",
    begins: [],
    asked: [["= softmax(z2)", "= softmax(scale(2, z2))"]],
    words: {
      asks: "Make the outputs surer: the softmax of twice the logits. Language models call this a temperature of ½.",
      hint: "Which operation multiplies each entry by one number?",
    },
  },
];

export const loss: readonly CodeTask[] = [
  {
    name: "half",
    kind: "fault",
    begins: [["subtract(y, h2))) / (2 * N)", "subtract(y, h2))) / N"]],
    words: {
      asks: "The loss of the outputs is twice the book’s, and the slopes of the way back no longer belong to it.",
      hint: "The slope of e² is 2e. What in the loss takes care that no 2 is left?",
    },
  },
  {
    name: "precedence",
    kind: "fault",
    begins: [["subtract(y, h2))) / (2 * N)", "subtract(y, h2))) / 2 * N"]],
    words: {
      asks: "For one row this is right. For five rows the loss of the outputs is 25 times too large.",
      hint: "A chain of * and / is worked out from left to right. Is N divided by here, or multiplied by?",
    },
  },
  {
    name: "order-of-sigmoids",
    kind: "fault",
    begins: [["sigmoidCrossEntropy(y, z2)", "sigmoidCrossEntropy(z2, y)"]],
    words: {
      asks: "The targets are taken for logits, and the logits for targets.",
      hint: "Look at the operation itself: what does it take first?",
    },
  },
  {
    name: "one-sided",
    kind: "fault",
    begins: [
      [
        "    const loss_data = sigmoidCrossEntropy(y, z2);",
        [
          "    const doubt = map(z2, (z) => softplus(-z)); // -ln h2",
          "    const loss_data = sum(multiply(y, doubt)) / y.rows;",
        ].join("\n"),
      ],
    ],
    words: {
      asks: "A target of 0 costs nothing here, however near to 1 its output is.",
      hint: "Cross-entropy has two terms: y times one, and 1 − y times the other.",
    },
  },
  {
    name: "order-of-softmax",
    kind: "fault",
    begins: [["softmaxCrossEntropy(y, z2)", "softmaxCrossEntropy(z2, y)"]],
    words: {
      asks: "The targets are taken for logits, and the logits for targets.",
      hint: "Look at the operation itself: what does it take first?",
    },
  },
  {
    name: "other-top",
    kind: "fault",
    begins: [["softmaxCrossEntropy(y, z2)", "sigmoidCrossEntropy(y, z2)"]],
    words: {
      asks: "Each output is judged as if there were no other.",
      hint: "The outputs of a softmax share their sum. Which cross-entropy belongs to it?",
    },
  },
  {
    name: "squares",
    kind: "fault",
    begins: [["sum(square(W1)) + sum(square(W2))", "sum(W1) ** 2 + sum(W2) ** 2"]],
    words: {
      asks: "Two weights, 1 and −1, should cost 1 + 1. Here they cost nothing.",
      hint: "What comes first, the square or the sum? Where λ is 0 nothing is to be seen; the probes have one above 0.",
    },
  },
  {
    name: "absolute",
    kind: "write",
    begins: [],
    asked: [
      ["sum(square(subtract(y, h2))) / (2 * N)", "sum(map(subtract(y, h2), (miss) => Math.abs(miss))) / N"],
    ],
    words: {
      asks: "Make the loss of the outputs the mean absolute error: the sum of |y − h2| over all entries, divided by N.",
      hint: "Math.abs gives the size of one number, and map takes it through a matrix. The way back still belongs to the squares, so the checks disagree.",
    },
  },
  {
    name: "bits-of-sigmoids",
    kind: "write",
    begins: [],
    asked: [["sigmoidCrossEntropy(y, z2)", "sigmoidCrossEntropy(y, z2) / Math.LN2"]],
    words: {
      asks: "Measure the cross-entropy in bits: with log₂ in the place of ln.",
      hint: "log₂ x is ln x divided by ln 2, and Math.LN2 is ln 2. The way back still belongs to ln, so the checks disagree.",
    },
  },
  {
    name: "bits-of-softmax",
    kind: "write",
    begins: [],
    asked: [["softmaxCrossEntropy(y, z2)", "softmaxCrossEntropy(y, z2) / Math.LN2"]],
    words: {
      asks: "Measure the cross-entropy in bits: with log₂ in the place of ln.",
      hint: "log₂ x is ln x divided by ln 2, and Math.LN2 is ln 2. The way back still belongs to ln, so the checks disagree.",
    },
  },
  {
    name: "sizes",
    kind: "write",
    begins: [],
    asked: [
      [
        "sum(square(W1)) + sum(square(W2))",
        "sum(map(W1, (w) => Math.abs(w))) + sum(map(W2, (w) => Math.abs(w)))",
      ],
    ],
    words: {
      asks: "Make the price of large weights an L1 penalty: λ/2N times the sum of all |w|, in the place of the squares.",
      hint: "Math.abs gives the size of one number, and map takes it through a matrix. Where λ is 0 nothing is to be seen; the probes have one above 0.",
    },
  },
];
