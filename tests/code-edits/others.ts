import { type CodeEdit, differ, endless, fault, same } from "./edit.ts";
import { piece, pieces } from "./making.ts";

/** Ten edits each of the other stages. */

const error = (line?: number, said?: string) => fault("error", line, said ? { text: said } : {});
const kind = (name: string, expected = "matrix") => fault("kind", undefined, { name, expected });
const unmade = (name: string) => fault("unmade", undefined, { name });

const xor: readonly CodeEdit[] = [
  piece("a comment", "const labelOf", "// label\n    const labelOf", same),
  piece(
    "the rows by hand",
    "toRows(X).map(labelOf)",
    "Array.from({ length: X.rows }, (_, i) => labelOf([at(X, i, 0), at(X, i, 1)]))",
    same,
  ),
  piece("the label by hand", "xorLabel(x1!, x2!)", "Number(x1! > 0 !== x2! > 0)", same),
  piece("the labels turned round", "xorLabel(x1!, x2!)", "1 - xorLabel(x1!, x2!)", differ("y", "")),
  piece("another seed", "data.seed", "data.seed + 1", differ("X y", "")),
  piece(
    "the targets without one-hot",
    "oneHot(labels, outputs)",
    "fromRows(labels.map((it) => [it]))",
    fault("shape", undefined, { name: "y", got: "1×1", expected: "1×2" }),
  ),
  piece(
    "rows too many",
    "data.rows, 2",
    "data.rows + 1, 2",
    fault("shape", undefined, { name: "X", got: "2×2", expected: "1×2" }),
  ),
  piece("chance", "randn(data.seed, data.rows, 2)", "map(randn(0, 1, 2), Math.random)", error(9)),
  piece(
    "nothing needed, and asked for",
    "needs: []",
    'needs: ["W1"]',
    fault("needs", undefined, { name: "W1" }),
  ),
  piece("no targets", "return { X, y: oneHot(labels, outputs) }", "return { X }", unmade("y")),
];

const init: readonly CodeEdit[] = [
  piece("a comment", "// no −0", "// no minus zero", same),
  piece("the size by hand", "Math.sqrt(rows)", "rows ** 0.5", same),
  piece(
    "drawn row by row",
    "fromFunction(rows, cols, () => uniform() / size)",
    "fromRows([...Array(rows)].map(() => [...Array(cols)].map(() => uniform() / size)))",
    same,
  ),
  piece("not divided", "uniform() / size", "uniform()", differ("W1 W2", "")),
  piece("another seed", "new RandomState(weights.seed)", "new RandomState(1)", differ("W1 W2", "")),
  piece("all zero", "uniform() / size", "0 * uniform() / size", differ("W1 W2", "")),
  piece(
    "W2 drawn first",
    "[draw(X.cols, hidden), draw(hidden, y.cols)]",
    "[draw(hidden, y.cols), draw(X.cols, hidden)].reverse()",
    differ("W1 W2", ""),
  ),
  piece(
    "a hidden neuron too many",
    "draw(X.cols, hidden)",
    "draw(X.cols, hidden + 1)",
    fault("shape", undefined, { name: "W1", got: "2×4", expected: "2×3" }),
  ),
  piece("a seed that is none", "new RandomState(weights.seed)", 'new RandomState("seed")', error(13)),
  piece(
    "an endless draw",
    "2 * random.random() - 1",
    "{ let x = 2;\n      while (x >= 1) x = 2 + random.random();\n      return x; }",
    endless(15),
  ),
];

const h1: readonly CodeEdit[] = [
  piece("a comment", "map(z1, hidden.activation)", "map(z1, /* each */ hidden.activation)", same),
  piece("called by name", "hidden.activation)", "(z) => hidden.activation(z))", same),
  piece(
    "entry by entry",
    "map(z1, hidden.activation)",
    "fromFunction(z1.rows, z1.cols, (i, j) => hidden.activation(at(z1, i, j)))",
    same,
  ),
  piece(
    "tanh, and the way back knows nothing of it",
    "hidden.activation",
    "tanh",
    differ("h1", "W1", "W1 b1"),
  ),
  piece("a straight line", "hidden.activation", "identity", differ("h1", "W1", "W1 b1")),
  piece(
    "a sigmoid of its own",
    "hidden.activation",
    "(z) => 1 / (1 + Math.exp(-z))",
    differ("", "", "W1 b1"),
  ),
  piece("twice as steep", "map(z1,", "map(scale(2, z1),", differ("h1", "W1", "W1 b1")),
  piece(
    "the book's brick changed",
    "const h1 = map",
    "hidden.activation = tanh;\n    const h1 = map",
    error(6),
  ),
  piece("a slip of the key", "hidden.activation", "hiden.activation", fault("name", 6, { name: "hiden" })),
  piece(
    "no number",
    "hidden.activation",
    "(z) => Math.log(z)",
    fault("finite", undefined, { name: "h1", at: [0, 0], got: Number.NaN }),
  ),
];

const z2: readonly CodeEdit[] = [
  piece("a comment", "matmul(h1", "matmul(/* N×H */ h1", same),
  piece("transposed twice", "matmul(h1, W2)", "transpose(matmul(transpose(W2), transpose(h1)))", same),
  piece(
    "a class that extends",
    "const z2 = matmul(h1, W2);",
    "class A { m(a, b) { return matmul(a, b); } }\n    class B extends A { m(a, b) { return super.m(a, b); } }\n    const z2 = new B().m(h1, W2);",
    same,
  ),
  piece("twice as large", "matmul(h1, W2)", "scale(2, matmul(h1, W2))", differ("z2", "W1 W2")),
  piece("1 more", "matmul(h1, W2)", "map(matmul(h1, W2), (z) => 1 + z)", differ("z2", "")),
  piece("squared weights", "matmul(h1, W2)", "matmul(h1, square(W2))", differ("z2", "W1 W2")),
  piece(
    "the wrong way round",
    "matmul(h1, W2)",
    "matmul(W2, h1)",
    fault("shapes", 6, { text: "cannot multiply 3×2 by 1×3" }),
  ),
  piece("the whole, not the rows", "return { z2 };", "return { z2: z2.data };", kind("z2")),
  piece(
    "thrown",
    "return { z2 };",
    "throw { message: z2, name: 5 };",
    error(undefined, "5: [object Object]"),
  ),
  piece(
    "a loop without end in a getter of an input",
    "matmul(h1, W2)",
    "matmul({ ...h1, get data() {\n      for (;;) h1.rows;\n    } }, W2)",
    endless(7),
  ),
];

const h2: readonly CodeEdit[] = [
  piece("a comment", "const h2 = map", "/** each */\n    const h2 = map", same),
  piece("called by name", "output.activation)", "(z) => output.activation(z) + 0)", same),
  pieces(
    "inputs by another name",
    [
      ["compute({ z2 }", "compute({ z2: logits }"],
      ["map(z2,", "map(logits,"],
    ],
    same,
  ),
  piece("tanh", "output.activation", "tanh", differ("h2", "W1 W2", "W1 W2 b1 by tape b2 by tape")),
  piece(
    "half of it",
    "map(z2, output.activation)",
    "scale(0.5, map(z2, output.activation))",
    differ("h2", "W1 W2", "W1 W2 b1 b2"),
  ),
  piece(
    "a softmax that the slopes know nothing of",
    "map(z2, output.activation)",
    "softmax(z2)",
    differ("h2", "W1 W2", "W1 W2 b1 b2"),
  ),
  piece(
    "the hidden brick, which is the same here",
    "{ output }",
    "{ hidden: output }",
    differ("", "", "W1 W2 b1 b2"),
  ),
  piece(
    "one column",
    "map(z2, output.activation)",
    "fromFunction(z2.rows, 1, (i) => at(z2, i, 0))",
    fault("shape", undefined, { name: "h2", got: "1×1", expected: "1×2" }),
  ),
  piece(
    "beyond the last column",
    "map(z2, output.activation)",
    "fromFunction(z2.rows, z2.cols, (i, j) => at(z2, i, j + 1))",
    error(6, "RangeError: no entry [0,2] in a 1×2 matrix"),
  ),
  piece(
    "markup thrown",
    "return { h2 };",
    'throw new Error("<img src=x onerror=alert(1)>");',
    error(7, "<img src=x onerror=alert(1)>"),
  ),
];

const loss: readonly CodeEdit[] = [
  piece("a comment", "const squares =", "// all\n    const squares =", same),
  piece(
    "a loop",
    "sum(square(subtract(y, h2))) / (2 * N)",
    "[...y.data].reduce((sum, t, i) => sum + (t - h2.data[i]) ** 2, 0) / (2 * N)",
    same,
  ),
  piece("half as large", "/ (2 * N);", "/ (2 * 2 * N);", differ("loss_data loss", "W1 W2", "W1 W2 b1 b2")),
  piece(
    "not halved",
    "subtract(y, h2))) / (2 * N)",
    "subtract(y, h2))) / N",
    differ("loss_data loss", "W1 W2", "W1 W2 b1 b2"),
  ),
  piece("without 1/N", "/ (2 * N);", "/ 2;", differ("", "", "W1 W2 b1 b2")),
  piece(
    "a ridge of absolute values",
    "sum(square(W1)) + sum(square(W2))",
    "sum(map(W1, Math.abs)) + sum(map(W2, Math.abs))",
    differ("", "", "W1 W2"),
  ),
  piece("a ridge on one matrix", " + sum(square(W2))", "", differ("", "", "W2")),
  piece("the data term alone", "loss_data + loss_ridge", "loss_data", differ("", "", "W1 W2")),
  piece(
    "a matrix for a number",
    "return { loss_data };",
    "return { loss_data: subtract(y, h2) };",
    kind("loss_data", "number"),
  ),
  piece(
    "divided by 0",
    "const loss = loss_data + loss_ridge;",
    "const loss = loss_data / loss_ridge;",
    fault("finite", undefined, { name: "loss", got: Number.POSITIVE_INFINITY }),
  ),
];

const dLossDW1: readonly CodeEdit[] = [
  piece("a comment", "const N = X.rows;", "const N = X.rows; // rows", same),
  piece(
    "blame by hand",
    "matmul(dLoss_dz2, transpose(W2))",
    "fromFunction(dLoss_dz2.rows, W2.rows, (i, j) => toRows(W2)[j].reduce((sum, w, k) => sum + at(dLoss_dz2, i, k) * w, 0))",
    same,
  ),
  piece(
    "a sign turned",
    "multiply(dLoss_dh1, dh1_dz1)",
    "scale(-1, multiply(dLoss_dh1, dh1_dz1))",
    differ("dLoss_dz1 dLoss_dW1", "W1"),
  ),
  piece(
    "the activation forgotten",
    "multiply(dLoss_dh1, dh1_dz1)",
    "dLoss_dh1",
    differ("dLoss_dz1 dLoss_dW1", "W1"),
  ),
  piece("no ridge", "add(data1, scale(ridge / N, W1))", "data1", differ("", "", "W1")),
  piece(
    "the ridge of the other weights' size",
    "scale(ridge / N, W1)",
    "scale(ridge / N, map(W1, () => 1))",
    differ("", "", "W1"),
  ),
  piece(
    "no transpose of W2",
    "transpose(W2)",
    "W2",
    fault("shapes", 6, { text: "cannot multiply 1×2 by 3×2" }),
  ),
  piece(
    "no transpose of X",
    "transpose(X)",
    "X",
    fault("shapes", 19, { text: "cannot multiply 1×2 by 1×3" }),
  ),
  piece(
    "a slip of the key",
    "transpose(X)",
    "tranpose(X)",
    fault("name", 19, { name: "tranpose", like: "transpose" }),
  ),
  piece(
    "one value forgotten",
    "return { dLoss_dh1, dh1_dz1, dLoss_dz1 };",
    "return { dLoss_dh1, dLoss_dz1 };",
    unmade("dh1_dz1"),
  ),
];

const update: readonly CodeEdit[] = [
  piece("a comment", "const alpha =", "// α\n    const alpha =", same),
  piece(
    "added with a minus",
    "subtract(W1, scale(alpha, dLoss_dW1))",
    "add(W1, scale(-alpha, dLoss_dW1))",
    same,
  ),
  piece(
    "uphill",
    "subtract(W1, scale(alpha, dLoss_dW1))",
    "add(W1, scale(alpha, dLoss_dW1))",
    differ("W1_next loss_next", ""),
  ),
  piece(
    "ten times as far: twelve entries are shown",
    "lesson.learningRate",
    "10 * lesson.learningRate",
    differ("W1_next W2_next", ""),
  ),
  piece("the loss before the step", "W1: W1_next, W2: W2_next", "W1, W2", differ("loss_next", "")),
  piece("no step of W2", "subtract(W2, scale(alpha, dLoss_dW2))", "W2", differ("W2_next loss_next", "")),
  piece(
    "a learning rate that is not there",
    "lesson.learningRate",
    "lesson.alpha",
    fault("finite", undefined, { name: "W1_next", at: [0, 0], got: Number.NaN }),
  ),
  piece("the lesson changed", "const alpha =", "lesson.ridge = 0;\n    const alpha =", error(6)),
  piece("the stages changed", "const alpha =", "forwardPass.pop();\n    const alpha =", error(6)),
  piece(
    "the gradient on its side",
    "scale(alpha, dLoss_dW1)",
    "scale(alpha, transpose(dLoss_dW1))",
    fault("shapes", 7, { text: "cannot subtract 2×3 and 3×2" }),
  ),
];

export const others: Readonly<Record<string, readonly CodeEdit[]>> = {
  xor,
  init,
  h1,
  z2,
  h2,
  loss,
  "dloss-dw1": dLossDW1,
  update,
};
