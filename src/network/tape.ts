import { exp, softplus } from "../math/elementary.ts";
import {
  add,
  addRow,
  at,
  fromFunction,
  fromRows,
  type Matrix,
  map,
  matmul,
  multiply,
  ShapeError,
  scale,
  shapeOf,
  square,
  subtract,
  sum,
  transpose,
} from "../math/matrix.ts";
import {
  logSoftmax,
  sigmoidCrossEntropy,
  softmax,
  softmaxCrossEntropy,
} from "../math/softmax.ts";
import type { Activation } from "./ops/activation.ts";

/**
 * Reverse-mode automatic differentiation: operations on matrices that remember what they did, and one walk back
 * that turns what they remember into slopes. It knows the slope of each operation and nothing of any network.
 */

// <shown>
/** A value on the tape, and for each value behind it how a slope gets there. */
export interface Node {
  readonly operation: string;
  readonly value: Matrix;
  readonly links: readonly Link[];
}
/** From the slope along a node to the slope along its parent. */
type Link = readonly [parent: Node, pullBack: (slope: Matrix) => Matrix];

export function createTape() {
  /** In the order in which they were computed: parents come first. */
  const nodes: Node[] = [];
  function record(operation: string, value: Matrix, ...links: Link[]): Node {
    const node = { operation, value, links };
    nodes.push(node);
    return node;
  }
  return {
    nodes: nodes as readonly Node[],
    record,
    input: (value: Matrix) => record("input", value),
    matmul: (a: Node, b: Node) =>
      record(
        "matmul",
        matmul(a.value, b.value),
        [a, (slope) => matmul(slope, transpose(b.value))],
        [b, (slope) => matmul(transpose(a.value), slope)],
      ),
    /** The row b added to every row of a. */
    addRow: (a: Node, b: Node) =>
      record(
        "addRow",
        addRow(a.value, b.value),
        [a, same],
        [b, (slope) => matmul(ones(slope.rows), slope)],
      ),
    activation(a: Node, { name, activation, steepness }: Activation) {
      const slopes = map(a.value, steepness);
      return record(name, map(a.value, activation), [
        a,
        (slope) => multiply(slope, slopes),
      ]);
    },
    /** Each entry of a row moves all of the row: h[k] by h[k](1 − h[k]) along its own z, by −h[k]h[j] along another. */
    softmax(a: Node) {
      const h = map(logSoftmax(a.value), exp);
      const moved = (slope: Matrix, i: number, j: number) => {
        let sum = 0;
        for (let k = 0; k < h.cols; k++)
          sum +=
            at(slope, i, k) * at(h, i, k) * (Number(k === j) - at(h, i, j));
        return sum;
      };
      return record("softmax", softmax(a.value), [
        a,
        (slope) => fromFunction(h.rows, h.cols, (i, j) => moved(slope, i, j)),
      ]);
    },
    /** (N×K), (N×K) → (1×1) */
    softmaxCrossEntropy(y: Node, z: Node) {
      const logs = logSoftmax(z.value);
      const h = map(logs, exp);
      const loss = softmaxCrossEntropy(y.value, z.value);
      return record(
        "softmaxCrossEntropy",
        fromFunction(1, 1, () => loss),
        [y, (s) => scale(-at(s, 0, 0) / logs.rows, logs)],
        [z, (s) => scale(at(s, 0, 0) / h.rows, subtract(h, y.value))],
      );
    },
    /** (N×K), (N×K) → (1×1) */
    sigmoidCrossEntropy(y: Node, z: Node) {
      const h = map(z.value, (x) => exp(-softplus(-x)));
      const loss = sigmoidCrossEntropy(y.value, z.value);
      return record(
        "sigmoidCrossEntropy",
        fromFunction(1, 1, () => loss),
        [y, (s) => scale(-at(s, 0, 0) / h.rows, z.value)],
        [z, (s) => scale(at(s, 0, 0) / h.rows, subtract(h, y.value))],
      );
    },
    add: (a: Node, b: Node) =>
      record("add", add(a.value, b.value), [a, same], [b, same]),
    subtract: (a: Node, b: Node) =>
      record("subtract", subtract(a.value, b.value), [a, same], [b, turned]),
    square(a: Node) {
      const steepness = scale(2, a.value);
      const squares = square(a.value);
      return record("square", squares, [
        a,
        (slope) => multiply(slope, steepness),
      ]);
    },
    scale(factor: number, a: Node) {
      const scaled = (m: Matrix) => scale(factor, m);
      return record("scale", scaled(a.value), [a, scaled]);
    },
    shift: (by: number, a: Node) =>
      record(
        "shift",
        map(a.value, (x) => x + by),
        [a, same],
      ),
    divide(a: Node, by: number) {
      const divided = (m: Matrix) => map(m, (x) => x / by);
      return record("divide", divided(a.value), [a, divided]);
    },
    /** (n×m) → (1×1). Each entry counts once: all get the same slope. */
    sum(a: Node) {
      const total = fromFunction(1, 1, () => sum(a.value));
      return record("sum", total, [
        a,
        (s) => map(a.value, () => at(s, 0, 0)),
      ]);
    },

    /** The slope of one number along every value that it came from. */
    slopes(result: Node): Map<Node, Matrix> {
      if (result.value.data.length !== 1)
        throw new ShapeError(`expected 1×1, got ${shapeOf(result.value)}`);
      const slopes = new Map([[result, fromRows([[1]])]]);
      for (const node of [...nodes].reverse()) {
        const slope = slopes.get(node);
        if (!slope) continue; // the result does not depend on it
        for (const [parent, pullBack] of node.links) {
          const part = pullBack(slope);
          const others = slopes.get(parent);
          slopes.set(parent, others ? add(others, part) : part);
        }
      }
      return slopes;
    },
  };
}

const ones = (n: number) => fromFunction(1, n, () => 1);
const same = (slope: Matrix) => slope;
const turned = (slope: Matrix) => scale(-1, slope);
// </shown>

export type Tape = ReturnType<typeof createTape>;
