import { TABLE_OF_EXP } from "../../math/elementary.ts";
import type { Column } from "../column.ts";
import { activate, type Brick, timesSlope } from "./brick.ts";
import type { MakeKernels } from "./kernels.ts";

/** What build/assembly/kernels.ts exports. Addresses and strides are in bytes. */
interface Exports {
  readonly TABLE: WebAssembly.Global<"i32">;
  forward(h: number, J: number, x: number, K: number, W: number, brick: number, stride: number): void;
  backward(
    lower: number,
    J: number,
    delta: number,
    K: number,
    W: number,
    h: number,
    brick: number,
    stride: number,
  ): void;
  products(
    G: number,
    a: number,
    I: number,
    nextA: number,
    b: number,
    J: number,
    nextB: number,
    rows: number,
    stride: number,
  ): void;
}

/** Bytes in a number, and in a page, the unit of WebAssembly's memory. The first page is the kernels' own. */
const FLOAT = 8;
const PAGE = 65536;

/**
 * Two numbers at a time, by WebAssembly's SIMD. The columns lie in a memory of their own, which goes when they do;
 * creating them throws a RangeError if there is none to be had.
 * @param module build/assembly/kernels.ts, compiled
 */
export const simd =
  (module: WebAssembly.Module): MakeKernels =>
  ({ rows, columns, weights }) => {
    const stride = 4 * FLOAT * Math.ceil(rows / 4);
    const end = PAGE + columns * stride;
    // Of its full size at once: after memory has grown, every typed array of the program is slower.
    const memory = new WebAssembly.Memory({ initial: Math.ceil((end + 2 * weights * FLOAT) / PAGE) });
    const { buffer } = memory;
    const kernels = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Exports;
    new Float64Array(buffer, kernels.TABLE.value).set(TABLE_OF_EXP);
    /** The weight matrix in use, and its gradient. */
    const W = new Float64Array(buffer, end, weights);
    const G = new Float64Array(buffer, end + weights * FLOAT, weights);
    let next = PAGE;
    const column = (): Column => {
      next += stride;
      return new Float64Array(buffer, next - stride, rows);
    };
    return {
      columns: (count) => Array.from({ length: count }, column),
      forward({ brick, inputs, outputs }, { data, rows: K, cols: J }) {
        const known = numberOf(brick);
        copy(data, W, data.length);
        kernels.forward(addressOf(outputs), J, addressOf(inputs), K, W.byteOffset, known, stride);
        if (!known) activate(brick, outputs);
      },
      gradient({ inputs, deltas }, { data, rows: K, cols: J }) {
        kernels.products(G.byteOffset, addressOf(inputs), K, J, addressOf(deltas), J, 1, rows, stride);
        copy(G, data, data.length);
      },
      backward({ inputs, deltas }, below, { data, rows: K, cols: J }, { data: gradient }) {
        const [h, delta, lower] = [addressOf(inputs), addressOf(deltas), addressOf(below.deltas)];
        const known = numberOf(below.brick);
        const count = below.deltas.length;
        kernels.products(G.byteOffset, delta, J, 1, h, K, J, rows, stride);
        copy(G, gradient, gradient.length);
        copy(data, W, data.length);
        kernels.backward(lower, count, delta, J, W.byteOffset, h, known, stride);
        if (!known) timesSlope(below.brick, below.deltas, below.outputs);
      },
    };
  };

/** The bricks that build/assembly/kernels.ts knows, by the numbers that it has for them; 0 for any other. */
const KNOWN: readonly string[] = ["", "sigmoid", "relu"];
const numberOf = (brick: Brick): number => (brick === "softmax" ? 0 : Math.max(0, KNOWN.indexOf(brick.name)));

/** Where a block of columns begins. */
const addressOf = (block: readonly Column[]): number => block[0]!.byteOffset;

/** Copies the first `count` numbers: for a few, `set` takes longer. */
function copy(from: Float64Array, to: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) to[i] = from[i]!;
}
