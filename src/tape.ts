import { sigmoid } from "./elementary.ts";
import {
  add,
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
} from "./matrix.ts";

/**
 * Reverse-mode automatic differentiation: operations on matrices that remember what they did, and one walk back
 * that turns what they remember into slopes. It knows the slope of each operation and nothing of any network.
 */

// <shown>
/** A value on the tape: where it came from, and how a slope passes it. */
export interface Node {
  readonly operation: string;
  readonly parents: readonly Node[];
  readonly value: Matrix;
  /** From the slope along the value to the slope along each parent. */
  readonly pullBack: (slope: Matrix) => readonly Matrix[];
}

export function createTape() {
  /** In the order in which they were computed: parents come first. */
  const nodes: Node[] = [];
  const record = (
    operation: string,
    parents: readonly Node[],
    value: Matrix,
    pullBack: Node["pullBack"],
  ): Node => {
    const node = { operation, parents, value, pullBack };
    nodes.push(node);
    return node;
  };
  return {
    nodes: nodes as readonly Node[],

    input: (value: Matrix) => record("input", [], value, () => []),

    matmul: (a: Node, b: Node) =>
      record("matmul", [a, b], matmul(a.value, b.value), (slope) => [
        matmul(slope, transpose(b.value)),
        matmul(transpose(a.value), slope),
      ]),

    sigmoid(a: Node) {
      const h = map(a.value, sigmoid);
      const steepness = map(h, (x) => x * (1 - x));
      return record("sigmoid", [a], h, (slope) => [
        multiply(slope, steepness),
      ]);
    },

    add: (a: Node, b: Node) =>
      record("add", [a, b], add(a.value, b.value), (slope) => [slope, slope]),

    subtract: (a: Node, b: Node) =>
      record("subtract", [a, b], subtract(a.value, b.value), (slope) => [
        slope,
        scale(-1, slope),
      ]),

    square: (a: Node) =>
      record("square", [a], square(a.value), (slope) => [
        multiply(slope, scale(2, a.value)),
      ]),

    scale: (factor: number, a: Node) =>
      record("scale", [a], scale(factor, a.value), (slope) => [
        scale(factor, slope),
      ]),

    divide(a: Node, by: number) {
      const divided = (m: Matrix) => map(m, (x) => x / by);
      return record("divide", [a], divided(a.value), (slope) => [
        divided(slope),
      ]);
    },

    /** (n×m) → (1×1). Each entry counts once: all get the same slope. */
    sum(a: Node) {
      const total = fromFunction(1, 1, () => sum(a.value));
      return record("sum", [a], total, (slope) => [
        map(a.value, () => at(slope, 0, 0)),
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
        for (const [p, part] of node.pullBack(slope).entries()) {
          const parent = node.parents[p]!;
          const others = slopes.get(parent);
          slopes.set(parent, others ? add(others, part) : part);
        }
      }
      return slopes;
    },
  };
}
// </shown>

export type Tape = ReturnType<typeof createTape>;
