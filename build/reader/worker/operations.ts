import { oneHot, randn, xorLabel } from "../../../src/lesson/observations.ts";
import {
  exp,
  log,
  log1p,
  sigmoid,
  sigmoidPrime,
  softplus,
  tanh,
  tanhPrime,
} from "../../../src/math/elementary.ts";
import {
  add,
  addRow,
  at,
  columnSums,
  fromFunction,
  fromRows,
  map,
  matmul,
  multiply,
  scale,
  shapeOf,
  square,
  subtract,
  sum,
  toRows,
  transpose,
} from "../../../src/math/matrix.ts";
import { RandomState } from "../../../src/math/random.ts";
import {
  logSoftmax,
  sigmoidCrossEntropy,
  softmax,
  softmaxBack,
  softmaxCrossEntropy,
} from "../../../src/math/softmax.ts";
import { identity, identityPrime } from "../../../src/network/ops/identity.ts";
import { leakyRelu, leakyReluPrime } from "../../../src/network/ops/leaky-relu.ts";
import { relu, reluPrime } from "../../../src/network/ops/relu.ts";
import { runStages } from "../../../src/network/stage.ts";
import { inOneGo } from "./bounds.ts";
import { byName, forwardPass } from "./stages.ts";

/** What a reader's code can call by its name, beside the language. */
export const operations = {
  add,
  addRow,
  at,
  columnSums,
  exp,
  forwardPass,
  fromFunction,
  fromRows,
  identity,
  identityPrime,
  init: { stage: byName.init! },
  leakyRelu,
  leakyReluPrime,
  log,
  log1p,
  logSoftmax,
  map,
  matmul: ((a, b) => {
    inOneGo(a.rows * a.cols * b.cols);
    return matmul(a, b);
  }) satisfies typeof matmul,
  multiply,
  oneHot,
  RandomState,
  randn,
  relu,
  reluPrime,
  runStages,
  scale,
  shapeOf,
  sigmoid,
  sigmoidCrossEntropy,
  sigmoidPrime,
  softmax,
  softmaxBack,
  softmaxCrossEntropy,
  softplus,
  square,
  subtract,
  sum,
  tanh,
  tanhPrime,
  toRows,
  transpose,
  xor: { stage: byName.xor! },
  xorLabel,
};

/** What stands around the code: the marks of its loops, arithmetic on a tape, and what differs there. */
export const AROUND = [
  "$tick",
  "$enter",
  "$spread",
  "$op",
  "part",
  "Math",
  "Number",
  "Float64Array",
] as const;

/** The names around a reader's code, in the order in which it is given what they mean. */
export const NAMES: readonly string[] = [...AROUND, ...Object.keys(operations)];
